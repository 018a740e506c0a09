"""Notebook 08: how a gradient shrinks or grows on its way back through time.

    dL/da⟨t⟩ = J⟨t+1⟩ᵀ J⟨t+2⟩ᵀ … J⟨T⟩ᵀ dL/da⟨T⟩          J⟨k⟩ = diag(1 − a⟨k⟩²) Waa

No step can stretch it by more than ‖J⟨k⟩‖₂, which is at most σ, the largest singular value of
Waa, because the slope 1 − a² of tanh is at most 1. So over k steps, whatever has been read,

    ‖dL/da⟨T−k⟩‖ ≤ σᵏ ‖dL/da⟨T⟩‖

With σ < 1 it must vanish. With σ > 1 it may explode, unless the slopes are small enough.
(Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural networks", ICML 2013,
section 2.1.)

The spectral radius ρ, the largest |eigenvalue|, is never above σ. It says what becomes of many
steps where tanh is a straight line: ‖Waaᵏ‖ grows like ρᵏ in the long run (Gelfand 1941). In a
rotation times ρ all singular values are ρ, so the two are one; among random numbers σ is nearly
twice ρ, and its bound is far too generous.
"""
import numpy as np

from rnn_utils.rnn import gradient_norms_through_time, initialize_rnn, rnn_forward

TINY, ORDINARY = 1e-8, 1.0                       # sizes of inputs: states near 0, states anywhere


def rotation(n_a, rng):
    """A random orthogonal matrix (n_a, n_a): it turns every vector and stretches none."""
    return np.linalg.qr(rng.standard_normal((n_a, n_a)))[0]


def random_numbers(n_a, rng):
    """A matrix (n_a, n_a) as networks usually begin with, N(0, 1/n_a)."""
    return rng.standard_normal((n_a, n_a)) / np.sqrt(n_a)


def spectral_radius(Waa):
    """ρ, the largest |eigenvalue|."""
    return float(np.max(np.abs(np.linalg.eigvals(Waa))))


def largest_singular_value(Waa):
    """σ, the most by which Waa stretches any vector."""
    return float(np.linalg.norm(Waa, 2))


def recurrent_weights(radius, seed=0, n_a=50, kind=rotation):
    """Waa (n_a, n_a) of one kind, scaled to a spectral radius; one seed, one direction."""
    Waa = kind(n_a, np.random.default_rng(seed))
    return Waa * (radius / spectral_radius(Waa))


def norms_against_lag(Waa, input_size=ORDINARY, seed=0, T_x=41, m=10,
                      gradient_norms=gradient_norms_through_time):
    """How much of a gradient at the last step arrives k steps further back, for k = 0 … T_x − 1.

    Waa        : (n_a, n_a), recurrent weights; the input weights are N(0, 1/n_a)
    input_size : x is N(0, input_size²), with as many inputs as hidden units
    returns an array (T_x,), 1 at lag 0
    """
    rng = np.random.default_rng(seed)
    n_a = len(Waa)
    parameters = initialize_rnn(n_a, n_a, 1, rng) | {"Waa": Waa}
    x = input_size * rng.standard_normal((n_a, m, T_x))
    caches = rnn_forward(x, np.zeros((n_a, m)), parameters)[2]
    norms = np.asarray(gradient_norms(rng.standard_normal((n_a, m)), caches))
    return norms[::-1] / norms[-1]


def bound(Waa, T_x=41):
    """σᵏ for k = 0 … T_x − 1: no gradient can be above it."""
    return largest_singular_value(Waa) ** np.arange(T_x)
