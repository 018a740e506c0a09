"""From parameters and their gradients to better parameters.

Each optimizer is a function of parameters, gradients and its state (None before the first
step), and returns new parameters and the new state. Nothing given is changed.
"""
import numpy as np

from rnn_utils.shapes import ShapeError, precondition


def _gradients_fit(parameters, gradients, *_, **__):
    """A gradient for each parameter, and of its shape: otherwise NumPy would make them fit, and silently."""
    for name, value in parameters.items():
        if "d" + name not in gradients:
            raise ShapeError(f"`gradients` has no key 'd{name}'; expected the gradient of each parameter, "
                             f"got {', '.join(gradients) or 'none'}")
        if np.shape(gradients["d" + name]) != np.shape(value):
            raise ShapeError(f"`d{name}` is {np.shape(gradients['d' + name])}; expected {np.shape(value)}, "
                             f"the shape of `{name}`")


@precondition(_gradients_fit)
def gradient_descent_step(parameters, gradients, state=None, learning_rate=0.01):
    """Each parameter a little against its gradient: θ ← θ − α dθ.

    parameters : dict of arrays
    gradients  : dict with an array "d" + name, of the same shape, for each name in `parameters`
    state      : None; it needs none
    learning_rate : α
    returns parameters, state
    """
    return {name: value - learning_rate * gradients["d" + name]
            for name, value in parameters.items()}, None


@precondition(_gradients_fit)
def momentum_step(parameters, gradients, state, learning_rate=0.01, beta=0.9):
    """Gradient descent that keeps its speed (Polyak 1964): v ← β v + dθ, θ ← θ − α v.

    parameters : dict of arrays
    gradients  : dict with an array "d" + name, of the same shape, for each name in `parameters`
    state      : what the step before returned; None before the first step
    learning_rate, beta : α, β
    returns parameters, state: the velocities v, by name
    """
    velocities = {name: beta * state[name] + gradients["d" + name] if state
                  else gradients["d" + name] for name in parameters}
    return {name: value - learning_rate * velocities[name]
            for name, value in parameters.items()}, velocities


@precondition(_gradients_fit)
def adam_step(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
              epsilon=1e-8):
    """One step of Adam (Kingma and Ba, ICLR 2015, Algorithm 1).

    parameters : dict of arrays
    gradients  : dict with an array "d" + name, of the same shape, for each name in `parameters`
    state      : what the step before returned; None or {} before the first step
    learning_rate, beta1, beta2, epsilon : the paper's α, β₁, β₂, ε
    returns parameters, state: new dicts, the given ones are not changed
    """
    t = state["t"] + 1 if state else 1
    new_parameters, new_state = {}, {"t": t}
    for name, value in parameters.items():
        gradient = gradients["d" + name]
        mean, square = state[name] if state else (np.zeros_like(value), np.zeros_like(value))
        # running averages of the gradient and of its square
        mean = beta1 * mean + (1 - beta1) * gradient
        square = beta2 * square + (1 - beta2) * gradient ** 2
        # both started at 0: dividing by 1 − βᵗ takes that bias away
        mean_hat = mean / (1 - beta1 ** t)
        square_hat = square / (1 - beta2 ** t)
        new_parameters[name] = value - learning_rate * mean_hat / (np.sqrt(square_hat) + epsilon)
        new_state[name] = (mean, square)
    return new_parameters, new_state
