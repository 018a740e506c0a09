"""From indices and sequences to the arrays that networks read."""
import numpy as np

from rnn_utils.shapes import ShapeError, precondition


def _check_indices(indices, n_x):
    for t, index in enumerate(indices):
        if not 0 <= index < n_x:
            raise ValueError(f"`indices[{t}]` is {index}; expected 0 to {n_x - 1}, as n_x is {n_x}")


@precondition(_check_indices)
def one_hot_sequence(indices, n_x):
    """One column for each index: 1 in the row of the index, 0 elsewhere.

    indices : T_x whole numbers from 0 to n_x − 1
    n_x     : how many different symbols there are
    returns x (n_x, T_x)
    """
    T_x = len(indices)
    x = np.zeros((n_x, T_x))
    for t in range(T_x):
        x[indices[t], t] = 1
    return x


def _check_sequences(sequences):
    if len(sequences) == 0:
        raise ShapeError("`sequences` is empty; expected at least one array (n_x, T_i)")
    for i, sequence in enumerate(sequences):
        if not isinstance(sequence, np.ndarray):
            raise ShapeError(f"`sequences[{i}]` is a {type(sequence).__name__}; expected a NumPy "
                             "array (n_x, T_i)")
        if sequence.ndim != 2:
            raise ShapeError(f"`sequences[{i}]` is {sequence.shape}; expected (n_x, T_i)")
        if sequence.shape[0] != sequences[0].shape[0]:
            raise ShapeError(f"`sequences[{i}]` is {sequence.shape}; expected (n_x, T_i) with "
                             f"n_x = {sequences[0].shape[0]} from `sequences[0]`")


@precondition(_check_sequences)
def pad_batch(sequences):
    """Sequences of several lengths as one batch: zeros behind the shorter ones, and a mask.

    sequences : m arrays (n_x, T_i), one for each example
    returns x (n_x, m, T_x), T_x the longest T_i, and mask (m, T_x): 1 real, 0 padding
    """
    n_x = sequences[0].shape[0]
    m = len(sequences)
    T_x = max(sequence.shape[1] for sequence in sequences)
    x = np.zeros((n_x, m, T_x))
    mask = np.zeros((m, T_x))
    for i in range(m):
        T_i = sequences[i].shape[1]
        x[:, i, :T_i] = sequences[i]
        mask[i, :T_i] = 1
    return x, mask
