"""Notebook 05: do the gradients hold, and does following them lower the loss?"""
import numpy as np

from rnn_utils.datasets import next_letter_batch
from rnn_utils.gradients import numerical_gradient, relative_error
from rnn_utils.losses import categorical_cross_entropy, output_backward
from rnn_utils.rnn import (initialize_rnn, rnn_cell_backward, rnn_forward, rnn_loss_and_gradients)


def setting(names, n_a, seed):
    """(x, y, mask, a0, parameters) of an untrained network on a few names."""
    rng = np.random.default_rng(seed)
    x, y, mask = next_letter_batch(names)
    parameters = initialize_rnn(x.shape[0], n_a, y.shape[0], rng)
    return x, y, mask, 0.1 * rng.standard_normal((n_a, len(names))), parameters


def gradient_errors(names, n_a=6, seed=0, loss_and_gradients=rnn_loss_and_gradients):
    """Relative error of each analytic gradient beside the numerical one: {name: error}."""
    x, y, mask, a0, parameters = setting(names, n_a, seed)
    gradients = loss_and_gradients(x, y, a0, parameters, mask)[1]

    def error(name, array, place):
        def loss(changed):
            return rnn_loss_and_gradients(*place(changed), mask)[0]
        return relative_error(gradients["d" + name], numerical_gradient(loss, array))

    errors = {name: error(name, value, lambda changed, name=name:
                          (x, y, a0, parameters | {name: changed}))
              for name, value in parameters.items()}
    errors["x"] = error("x", x, lambda changed: (changed, y, a0, parameters))
    errors["a0"] = error("a0", a0, lambda changed: (x, y, changed, parameters))
    return errors


def next_step_forgotten(x, y, a0, parameters, mask=None):
    """The chain with a mistake: each cell gets the gradient from its own loss alone."""
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, output_gradients = output_backward(y_pred, y, a, parameters, mask)
    steps = [rnn_cell_backward(da[:, :, t], caches[t]) for t in range(x.shape[2])]
    gradients = {name: sum(step[name] for step in steps) for name in ("dWax", "dWaa", "dba")}
    gradients["dx"] = np.stack([step["dxt"] for step in steps], axis=2)
    gradients["da0"] = steps[0]["da_prev"]
    return categorical_cross_entropy(y_pred, y, mask), gradients | output_gradients


def descend(names, steps=150, learning_rate=0.03, n_a=32, seed=0,
            loss_and_gradients=rnn_loss_and_gradients):
    """Plain gradient descent from a random network: the loss for each letter, (steps + 1,)."""
    x, y, mask, a0, parameters = setting(names, n_a, seed)
    letters = mask.sum() / len(names)
    losses = []
    for _ in range(steps + 1):                   # the first loss is that before any step
        loss, gradients = loss_and_gradients(x, y, a0, parameters, mask)
        losses.append(float(loss / letters))
        parameters = {name: value - learning_rate * gradients["d" + name]
                      for name, value in parameters.items()}
    return np.array(losses)
