"""Random problems to test with, and the derivative that gradients are compared with.

All sizes of a problem differ, so that no transposed array can pass unnoticed.
"""
from collections import namedtuple
from types import SimpleNamespace

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

settings.register_profile("course", deadline=None, derandomize=True, database=None,
                          max_examples=20)
settings.load_profile("course")

Sizes = namedtuple("Sizes", "n_x n_a n_y m T_x")
TOY = Sizes(n_x=5, n_a=4, n_y=3, m=2, T_x=7)

seeds = st.integers(0, 2**32 - 1)


def sizes(largest=8):
    """Five sizes, no two alike; one of them may be 1."""
    numbers = st.lists(st.integers(1, largest), min_size=5, max_size=5, unique=True)
    return numbers.map(lambda five: Sizes(*five))


def problems(largest=8, dtype=np.float64):
    """A random RNN with a random batch, see `problem`."""
    return st.builds(problem, sizes(largest), seeds, st.just(dtype))


def problem(sizes=TOY, seed=0, dtype=np.float64):
    """x, y (one-hot), answers (0 or 1), a0, parameters, lengths and mask, all nonzero.

    What stands in the padding is as random as the rest: only the mask tells it apart.
    """
    n_x, n_a, n_y, m, T_x = sizes
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, T_x + 1, m)
    lengths[rng.integers(m)] = T_x
    return SimpleNamespace(
        sizes=sizes,
        x=normal(rng, (n_x, m, T_x), dtype),
        y=one_hot(rng.integers(n_y, size=(m, T_x)), n_y).astype(dtype),
        answers=rng.integers(2, size=(n_y, m, T_x)).astype(dtype),
        a0=normal(rng, (n_a, m), dtype),
        parameters={
            "Wax": normal(rng, (n_a, n_x), dtype),
            "Waa": normal(rng, (n_a, n_a), dtype),
            "Wya": normal(rng, (n_y, n_a), dtype),
            "ba": normal(rng, (n_a, 1), dtype),
            "by": normal(rng, (n_y, 1), dtype),
        },
        lengths=lengths,
        mask=(np.arange(T_x) < lengths[:, None]).astype(dtype),
    )


def normal(rng, shape, dtype=np.float64):
    """Random numbers of moderate size, so that tanh is neither linear nor saturated."""
    return (0.7 * rng.standard_normal(shape)).astype(dtype)


def one_hot(indices, n):
    """(n, *indices.shape): 1 where the first axis is the index."""
    return (np.arange(n).reshape(-1, *[1] * indices.ndim) == indices).astype(float)


def complex_step(f, x):
    """Gradient of the real function f at x, exact to the last digits: Im f(x + ih) / h.

    Squire and Trapp, SIAM Review 40 (1998), 110-112: nothing is subtracted, so that h
    can be as small as one likes. f must accept complex numbers.
    """
    h = 1e-30
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        stepped = x.astype(complex)
        stepped[i] += 1j * h
        gradient[i] = f(stepped).imag / h
    return gradient


def assert_close(actual, expected, tolerance=1e-12):
    """Same shape, and equal within `tolerance` times the size of the largest number."""
    actual, expected = np.asarray(actual), np.asarray(expected)
    assert actual.shape == expected.shape, f"{actual.shape}, expected {expected.shape}"
    error = np.max(np.abs(actual - expected), initial=0)
    scale = max(1, np.max(np.abs(expected), initial=0))
    assert error <= tolerance * scale, f"error {error:.1e}:\n{actual}\nexpected\n{expected}"
