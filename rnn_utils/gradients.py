"""Gradients from the definition, and how far two gradients are apart."""
import numpy as np


def numerical_gradient(f, x, epsilon=1e-6):
    """Gradient of f at x by central differences, one element of x at a time.

    f       : function of an array like x, returns one number
    x       : array of any shape; it is not changed
    epsilon : half the distance between the two points
    returns an array shaped like x: (f(x + ε) − f(x − ε)) / 2ε for each element
    """
    x = np.array(x, dtype=float)                 # a copy of our own
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        value = x[i]
        x[i] = value + epsilon
        f_plus = f(x)
        x[i] = value - epsilon
        f_minus = f(x)
        x[i] = value
        # df/dxᵢ ≈ (f(x + ε eᵢ) − f(x − ε eᵢ)) / 2ε
        gradient[i] = (f_plus - f_minus) / (2 * epsilon)
    return gradient


def relative_error(gradient, reference):
    """How far apart two gradients are, relative to their size: ‖g − r‖ / (‖g‖ + ‖r‖).

    gradient, reference : arrays of one shape
    returns a number from 0 (equal) to 1 (opposite, or one of them 0); 0 if both are 0
    """
    gradient, reference = np.asarray(gradient), np.asarray(reference)
    if gradient.shape != reference.shape:
        raise ValueError(f"`gradient` is {gradient.shape} and `reference` is {reference.shape}; "
                         "expected two arrays of one shape")
    size = np.linalg.norm(gradient) + np.linalg.norm(reference)
    return float(np.linalg.norm(gradient - reference) / size) if size else 0.0
