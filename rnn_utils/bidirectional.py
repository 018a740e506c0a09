"""Two directions: what comes later may count as well.

    a→⟨t⟩ reads x⟨1⟩ … x⟨t⟩,  a←⟨t⟩ reads x⟨T_x⟩ … x⟨t⟩
    ŷ⟨t⟩ = softmax(Wya [a→⟨t⟩; a←⟨t⟩] + by)

Each direction is a cell of its own, with its own parameters; any cell will do. The second
direction is no new mathematics: it is the same pass over the reversed sequence, and its
states are turned round again. In a padded batch each example is reversed within its own
length, so that no direction begins in the padding.

Shapes: x (n_x, m, T_x), a (2 n_a, m, T_x), the forward direction on top, y_pred (n_y, m, T_x).
Source: Schuster, Paliwal, "Bidirectional recurrent neural networks", IEEE Transactions on
Signal Processing 45 (1997), 2673-2681.
"""
from functools import partial

import numpy as np

from rnn_utils.activations import softmax
from rnn_utils.cells import RNN, Cell, hidden_states, initialize_hidden, takes_a_cell
from rnn_utils.shapes import contract, precondition

PARAMETERS = {"forward": {}, "backward": {}, "Wya": "n_y n_a+n_a", "by": "n_y 1"}
STATES = (("forward", "n_a m"), ("backward", "n_a m"))
CACHES = (("caches_forward", None), ("caches_backward", None), ("lengths", "m"))


@takes_a_cell
def initialize_bidirectional(n_x, n_a, n_y, rng, cell=RNN):
    """Random parameters of two directions, as the cell makes its own, and an output layer.

    n_x, n_a, n_y : numbers of input units, of hidden units in each direction, of output units
    rng           : a numpy random Generator
    cell          : which cell: RNN, GRU, LSTM (rnn_utils.cells)
    returns parameters: {"forward": {…}, "backward": {…}, "Wya": (n_y, 2 n_a), "by": (n_y, 1)}
    """
    return {
        "forward": initialize_hidden(n_x, n_a, rng, cell),
        "backward": initialize_hidden(n_x, n_a, rng, cell),
        "Wya": rng.standard_normal((n_y, 2 * n_a)) / np.sqrt(2 * n_a),
        "by": np.zeros((n_y, 1)),
    }


def _lengths_fit(x, lengths):
    if lengths.dtype.kind not in "iu":
        raise ValueError(f"`lengths` holds {lengths.dtype}; expected whole numbers, use "
                         "lengths.astype(int)")
    for i, length in enumerate(lengths):
        if not 0 <= length <= x.shape[2]:
            raise ValueError(f"`lengths[{i}]` is {length}; expected 0 to T_x = {x.shape[2]}")


@contract(x="n_x m T_x", lengths="m")
@precondition(_lengths_fit)
def reverse_padded(x, lengths):
    """Each example reversed within its own length, the padding left where it is.

    x       : (n_x, m, T_x), or anything else with a column for each example and step
    lengths : (m,), whole numbers, how many steps of each example are real
    returns a new array like x; reversed once more, it is x again
    """
    x_reversed = x.copy()
    for i, length in enumerate(lengths):
        # x⟨T_i⟩ … x⟨1⟩ for x⟨1⟩ … x⟨T_i⟩
        x_reversed[:, i, :length] = x[:, i, :length][:, ::-1]
    return x_reversed


@contract(x="n_x m T_x", a0=STATES, parameters=PARAMETERS, lengths="m")
@takes_a_cell
def bidirectional_forward(x, a0, parameters, lengths=None, cell=RNN):
    """Both directions over all time steps, and a prediction from the two states of each step.

    x          : (n_x, m, T_x), the inputs
    a0         : (forward, backward), two (n_a, m): each direction's state before its first step
    parameters : {"forward": {…}, "backward": {…}}, those of a cell, Wya (n_y, 2 n_a), by (n_y, 1)
    lengths    : (m,), how many steps of each example are real; None: all
    cell       : which cell: RNN, GRU, LSTM (rnn_utils.cells)
    returns a (2 n_a, m, T_x), the forward direction on top, y_pred (n_y, m, T_x),
            caches = (caches_forward, caches_backward, lengths)
    """
    m, T_x = x.shape[1], x.shape[2]
    if lengths is None:
        lengths = np.full(m, T_x)
    a0_forward, a0_backward = a0
    a_forward, caches_forward = hidden_states(x, a0_forward, parameters["forward"], cell)
    # the other direction is the same pass over the reversed input
    x_reversed = reverse_padded(x, lengths)
    a_reversed, caches_backward = hidden_states(x_reversed, a0_backward,
                                                parameters["backward"], cell)
    # turned round again, so that both states of step t have read x⟨t⟩
    a_backward = reverse_padded(a_reversed, lengths)
    a = np.concatenate([a_forward, a_backward], axis=0)
    # ŷ⟨t⟩ = softmax(Wya [a→⟨t⟩; a←⟨t⟩] + by), for all steps at once
    z = np.tensordot(parameters["Wya"], a, axes=1) + parameters["by"][:, :, None]
    y_pred = softmax(z)
    return a, y_pred, (caches_forward, caches_backward, lengths)


@contract(da="n_a+n_a m T_x", caches=CACHES)
@takes_a_cell
def bidirectional_backward(da, caches, cell=RNN):
    """Backpropagation through time in each direction, from its half of da.

    da     : (2 n_a, m, T_x), gradient of the loss with respect to each [a→⟨t⟩; a←⟨t⟩],
             as far as it comes from the loss at step t itself
    caches : (caches_forward, caches_backward, lengths), from bidirectional_forward
    cell   : the one of the forward pass
    returns gradients: {"dx": (n_x, m, T_x), "da0": (forward, backward), two (n_a, m),
            "forward": {…}, "backward": {…}}, those of each direction's parameters
    """
    caches_forward, caches_backward, lengths = caches
    n_a = da.shape[0] // 2
    da_forward = da[:n_a]
    # the other direction ran over the reversed steps: its gradients go in and come out reversed
    da_backward = reverse_padded(da[n_a:], lengths)
    forward = cell.backward(da_forward, caches_forward)
    backward = cell.backward(da_backward, caches_backward)
    dx_forward = forward.pop("dx")
    dx_backward = reverse_padded(backward.pop("dx"), lengths)
    # x⟨t⟩ has two effects: on either direction
    dx = dx_forward + dx_backward
    da0 = (forward.pop("da0"), backward.pop("da0"))
    return {"dx": dx, "da0": da0, "forward": forward, "backward": backward}


@takes_a_cell
def bidirectional(cell=RNN, lengths=None):
    """Both directions under the face of a `Cell`: a layer for `deep_rnn_forward`.

    cell    : the cell in either direction
    lengths : (m,), how many steps of each example are real; None: all
    returns a Cell whose a0 and da0 are pairs (forward, backward); it has no `step`, as no
            step can be taken before the whole sequence is there
    """
    return Cell(f"bidirectional {cell.name}", partial(initialize_bidirectional, cell=cell), None,
                partial(bidirectional_forward, lengths=lengths, cell=cell),
                partial(bidirectional_backward, cell=cell))
