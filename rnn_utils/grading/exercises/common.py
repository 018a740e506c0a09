"""Random arguments that several notebooks' cases are made from."""
import numpy as np


def rnn_parameters(rng, n_x, n_a, n_y):
    """Weights of a size at which tanh is neither linear nor saturated; biases are not zero."""
    return {"Wax": 0.7 * rng.standard_normal((n_a, n_x)),
            "Waa": 0.7 * rng.standard_normal((n_a, n_a)) / np.sqrt(n_a),
            "Wya": rng.standard_normal((n_y, n_a)),
            "ba": 0.5 * rng.standard_normal((n_a, 1)),
            "by": 0.5 * rng.standard_normal((n_y, 1))}


def one_hot_targets(rng, n_y, m, T_y):
    """y (n_y, m, T_y), one 1 in each column."""
    return np.eye(n_y)[:, rng.integers(n_y, size=(m, T_y))]


def padding_mask(m, T_y):
    """(m, T_y): the last example is whole, example i before it ends i + 1 steps early, but has one step at least.

    So no row is that of another, and the first one is not as good as none.
    """
    lengths = np.maximum(1, T_y - np.arange(1, m + 1) % m)
    return (np.arange(T_y) < lengths[:, None]).astype(float)
