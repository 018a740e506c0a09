"""Notebook 04: an RNN written by hand, whose predictions are the counts of letter pairs.

With Wax so large that tanh saturates and Waa = 0, the hidden state is the last letter,
one-hot; then Wya and by can hold log-probabilities, and softmax gives the probabilities
back. So this is an RNN that has learned something, without any training yet.
"""
import numpy as np

from rnn_utils.datasets import LETTERS, encode, next_letter_batch
from rnn_utils.losses import categorical_cross_entropy
from rnn_utils.rnn import rnn_forward


def pair_counts(names):
    """(first, pairs): how often a letter begins a name (n,), and how often j follows i (n, n)."""
    n = len(LETTERS)
    first, pairs = np.zeros(n), np.zeros((n, n))
    for name in names:
        indices = encode(name + "\n")
        first[indices[0]] += 1
        np.add.at(pairs, (indices[:-1], indices[1:]), 1)
    return first, pairs


def letter_pair_rnn(names):
    """Parameters of the RNN that predicts each next letter from the last one (each count + 1)."""
    n = len(LETTERS)
    first, pairs = pair_counts(names)
    by = np.log((first + 1) / np.sum(first + 1))[:, None]
    log_next = np.log((pairs + 1) / np.sum(pairs + 1, axis=1, keepdims=True))
    return {"Wax": 20 * np.eye(n), "Waa": np.zeros((n, n)), "ba": np.zeros((n, 1)),
            "Wya": log_next.T - by, "by": by}


def loss_per_letter(names, parameters):
    """Mean loss for each letter of `names` (the end of a name counts as one), in nats."""
    x, y, mask = next_letter_batch(names)
    a0 = np.zeros((parameters["Waa"].shape[0], len(names)))
    y_pred = rnn_forward(x, a0, parameters)[1]
    return float(categorical_cross_entropy(y_pred, y, mask) * len(names) / mask.sum())
