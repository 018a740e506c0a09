"""Writing with a trained network: each letter it chooses becomes its next input."""
import numpy as np

from rnn_utils.datasets import one_hot_sequence
from rnn_utils.rnn import HIDDEN, rnn_cell_forward
from rnn_utils.shapes import contract, precondition


def _temperature_is_positive(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    if not temperature > 0:
        raise ValueError(f"`temperature` is {temperature}; expected a number above 0")


# what it writes it also reads, so n_y = n_x
@contract(parameters=HIDDEN | {"Wya": "n_x n_a", "by": "n_x 1"}, a0="n_a 1", x1="n_x 1")
@precondition(_temperature_is_positive)
def sample(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    """Let the network write one sequence.

    parameters  : Wax (n_a, n_x), Waa (n_a, n_a), Wya (n_x, n_a), ba (n_a, 1), by (n_x, 1)
    a0          : (n_a, 1), the hidden state before the first step
    rng         : a numpy random Generator
    end         : the index that ends a sequence
    max_length  : the most indices to write
    temperature : below 1 the network keeps to what is probable, above 1 it takes risks
    prefix      : indices with which the sequence has to begin; they count as written
    x1          : (n_x, 1), the first input; None: the zero vector
    returns indices, a list of int; it ends with `end` or has max_length items
    """
    n_x = parameters["Wax"].shape[1]
    xt = np.zeros((n_x, 1)) if x1 is None else x1
    a_next = a0
    indices = []
    for t in range(max_length):
        a_next, yt_pred, cache = rnn_cell_forward(xt, a_next, parameters)
        # p ∝ ŷ^(1/temperature)
        p = yt_pred[:, 0] ** (1 / temperature)
        p = p / np.sum(p)
        index = int(rng.choice(n_x, p=p))
        if t < len(prefix):                      # given, so the draw does not count
            index = prefix[t]
        indices.append(index)
        if index == end:
            break
        # the choice is the next input, as a one-hot column
        xt = one_hot_sequence([index], n_x)
    return indices
