"""The functions that turn sums into activations and predictions, and their derivatives.

Columns are examples: everything here works along axis 0, the units, and leaves
the axes of examples and time steps alone.
"""
import numpy as np


def sigmoid(z):
    """σ(z) = 1 / (1 + exp(−z)), element by element: any number into (0, 1).

    z : array of any shape  →  array of the same shape
    """
    with np.errstate(over="ignore"):             # exp(1000) = inf, and 1 / (1 + inf) = 0 is right
        return 1 / (1 + np.exp(-z))


def sigmoid_derivative(s):
    """dσ/dz = s (1 − s), element by element, from the s = σ(z) that forward already has."""
    return s * (1 - s)


def tanh_derivative(a):
    """d tanh/dz = 1 − a², element by element, from the a = tanh(z) that forward already has."""
    return 1 - a ** 2


def relu(z):
    """max(0, z), element by element."""
    return np.maximum(z, 0)


def softmax(z):
    """Turn each column of scores into probabilities: positive, and 1 in sum.

    z : (n_y, m) or (n_y, m, T_y), the scores of n_y units for each example
    returns p, shaped like z: pᵢ = exp(zᵢ) / Σⱼ exp(zⱼ), the sum over the units of a column
    """
    # exp(z − c) / Σ exp(z − c) is the same for any c; with c = max z nothing overflows
    exponentials = np.exp(z - np.max(z, axis=0, keepdims=True))
    p = exponentials / np.sum(exponentials, axis=0, keepdims=True)
    return p


def softmax_backward(dp, p):
    """Gradient with respect to the scores z, from the one with respect to p = softmax(z).

    dp, p : (n_y, m) or (n_y, m, T_y)  →  dz of the same shape
    dzᵢ = pᵢ (dpᵢ − Σⱼ dpⱼ pⱼ)
    """
    return p * (dp - np.sum(dp * p, axis=0, keepdims=True))
