"""Notebook 02: what happens to a hidden state when one cell is used again 100 times?"""
import numpy as np


def reuse(activation, seed=0, times=100, n_a=50, scale=3.0):
    """Sizes of the state, ‖a⟨t⟩‖ / √n_a for t = 0 … times, with no input but the first state.

    activation : function of an array, such as np.tanh
    scale      : Waa is N(0, scale² / n_a), so its spectral radius is near `scale`
    returns an array (times + 1,)
    """
    rng = np.random.default_rng(seed)
    Waa = scale * rng.standard_normal((n_a, n_a)) / np.sqrt(n_a)
    a = rng.standard_normal((n_a, 1))
    sizes = [np.sqrt(np.mean(a ** 2))]
    for _ in range(times):
        a = activation(Waa @ a)
        sizes.append(np.sqrt(np.mean(a ** 2)))
    return np.array(sizes)
