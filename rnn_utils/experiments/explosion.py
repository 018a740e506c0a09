"""Notebook 08: a training that falls to pieces, and the same training with its gradients clipped.

The network of notebook 06 and its names, but Waa begins as a rotation times 4, so that gradients
grow on their way back. Plain gradient descent steps as far as the gradient says.
"""
import numpy as np

from rnn_utils.architectures import many_to_many_loss
from rnn_utils.experiments.gradient_flow import recurrent_weights
from rnn_utils.experiments.language_model import letter_model, split
from rnn_utils.training import random_batches


def setting(radius=4.0, seed=0, steps=200, n_a=32):
    """(parameters, batches): a letter model, Waa with this spectral radius, and 32 names a step.

    With one seed all is the same whatever the radius, but for the size of Waa.
    """
    rng = np.random.default_rng(seed)
    names, _ = split(rng)
    parameters = letter_model(n_a, rng) | {"Waa": recurrent_weights(radius, seed, n_a)}
    return parameters, random_batches(names, steps, 32, rng)


def gradient_norm(parameters, batch):
    """The global norm of the gradient that one batch gives, over all parameters."""
    gradients = many_to_many_loss(parameters, *batch)[1]
    return float(np.sqrt(sum(np.sum(gradients["d" + name] ** 2) for name in parameters)))
