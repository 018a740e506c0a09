"""Gradients: from the definition, how far two of them are apart, and kept within bounds."""
import numpy as np

from rnn_utils.shapes import precondition


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


def _limit_is_positive(gradients, limit):
    if not limit > 0:
        raise ValueError(f"`limit` is {limit}; expected a number above 0")


@precondition(_limit_is_positive)
def clip_by_value(gradients, limit):
    """Every element of every gradient into [−limit, limit].

    gradients : dict of arrays of any shape
    limit     : a number above 0
    returns a new dict with the same keys and shapes
    """
    clipped = {}
    for name, gradient in gradients.items():
        clipped[name] = np.clip(gradient, -limit, limit)
    return clipped


@precondition(_limit_is_positive)
def clip_by_norm(gradients, limit):
    """All gradients scaled by one factor, so that their global norm is at most `limit`.

    gradients : dict of arrays of any shape
    limit     : a number above 0
    returns a new dict with the same keys and shapes; equal values if the norm was small enough

    Source: Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural
    networks", ICML 2013, Algorithm 1.
    """
    # one norm over all elements of all arrays
    squares = sum(np.sum(gradient ** 2) for gradient in gradients.values())
    norm = np.sqrt(squares)
    scale = limit / norm if norm > limit else 1.0
    clipped = {}
    for name, gradient in gradients.items():
        clipped[name] = gradient * scale
    return clipped
