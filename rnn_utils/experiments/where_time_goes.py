"""Notebook 13: how long one pass of an RNN takes, by several ways to write it, beside its bare products."""
import time

import numpy as np


def bare_products(x, a0, parameters):
    """A pass with its matrix products and nothing else, each into an array that is there already.

    No program in NumPy that computes this network can be faster. What comes out has no meaning.
    returns the pass, a function without arguments
    """
    Waa, Wax, Wya = (parameters[name] for name in ("Waa", "Wax", "Wya"))
    inputs = x.reshape(len(x), -1)
    states = np.zeros((len(a0), inputs.shape[1]), x.dtype)
    from_input, scores = Wax @ inputs, Wya @ states
    z = np.zeros_like(a0)

    def products():
        np.dot(Wax, inputs, out=from_input)
        for _ in range(x.shape[2]):
            np.dot(Waa, a0, out=z)
        np.dot(Wya, states, out=scores)

    return products


def in_turns(runs, rounds=60, best_of=3):
    """How many times as long as the last of them each run takes.

    They take turns, so that what slows the machine slows all of them: a ratio is that of two
    turns of the same round, each the best of three, and what counts is the median over the rounds.

    runs : dict: name -> function without arguments
    returns dict: name -> ratio, 1 for the last
    """
    times = {name: np.empty(rounds) for name in runs}
    for k in range(rounds):
        for name, run in runs.items():
            times[name][k] = min(_seconds(run) for _ in range(best_of))
    *_, last = times.values()
    return {name: float(np.median(each / last)) for name, each in times.items()}


def _seconds(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def one_digit(ratios):
    """Ratios as one says them, about 7 or about 30: the second digit differs from run to run."""
    return {name: float(f"{ratio:.0e}") for name, ratio in ratios.items()}
