"""From parameters and their gradients to better parameters."""
import numpy as np


def adam_step(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
              epsilon=1e-8):
    """One step of Adam (Kingma and Ba, ICLR 2015, Algorithm 1).

    parameters : dict of arrays
    gradients  : dict with an array "d" + key, of the same shape, for each key of `parameters`
    state      : what the step before returned; None or {} before the first step
    learning_rate, beta1, beta2, epsilon : the paper's α, β₁, β₂, ε
    returns parameters, state: new dicts, the given ones are not changed
    """
    t = state["t"] + 1 if state else 1
    new_parameters, new_state = {}, {"t": t}
    for key, value in parameters.items():
        gradient = gradients["d" + key]
        mean, square = state[key] if state else (np.zeros_like(value), np.zeros_like(value))
        mean = beta1 * mean + (1 - beta1) * gradient
        square = beta2 * square + (1 - beta2) * gradient ** 2
        # both averages start at 0: dividing by 1 − βᵗ takes that bias away
        step = (mean / (1 - beta1 ** t)) / (np.sqrt(square / (1 - beta2 ** t)) + epsilon)
        new_parameters[key] = value - learning_rate * step
        new_state[key] = (mean, square)
    return new_parameters, new_state
