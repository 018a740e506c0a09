"""Which inputs and which outputs: four networks made of the same cell.

    many-to-many, equal lengths     an answer at every step         letters → phonemes
    many-to-one                     read everything, answer once    surname → language
    one-to-many                     one input, then write           what kind of part → tune
    many-to-many, unequal lengths   an encoder and a decoder        French → English

For each of them: forward, and backward in the reverse order. The recurrence is always the
cell's own pass over time (`cell.forward`, which is `rnn_forward` unless another cell is
given); an architecture only decides what goes in and which steps are heard. In padding
nothing is read and nothing is asked, so a padded batch equals its single sequences.

Last, what is trained: for each architecture the mean loss for one answer, and its gradients.

Source: Karpathy, "The unreasonable effectiveness of recurrent neural networks" (2015), for
the kinds; Sutskever, Vinyals, Le, "Sequence to sequence learning with neural networks",
NIPS 2014, section 2, for encoder and decoder; Williams and Zipser, "A learning algorithm for
continually running fully recurrent neural networks", Neural Computation 1 (1989), 270-280,
for teacher forcing.
"""
import functools
import inspect

import numpy as np

from rnn_utils.cells import (FAST_RNN, RNN, hidden_states, initialize_hidden, predictions_backward,
                             takes_a_cell)
from rnn_utils.losses import categorical_cross_entropy
from rnn_utils.shapes import ShapeError, contract, precondition


def real_steps_first(function):
    """Decorator: refuse an `x` without steps, and a `mask` that is not 1 for each real step and then 0."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def checked(*args, **kwargs):
        given = signature.bind(*args, **kwargs).arguments
        mask = given.get("mask")
        if given["x"].shape[2] == 0:
            raise ShapeError(f"`x` is {given['x'].shape}; expected (n_x, m, T_x) with at least one step")
        for i, steps in enumerate([] if mask is None else mask):
            T_i = np.count_nonzero(steps)
            if T_i == 0 or np.any(steps[:T_i] != 1):
                raise ShapeError(f"`mask[{i}]` is {steps.tolist()}; expected 1 for each real step, at "
                                 "least one, and 0 only for the padding behind them")
        return function(*args, **kwargs)

    return checked


# ---- many-to-one ------------------------------------------------------------------------------

@contract(x="n_x m T_x", a0="n_a m", mask="m T_x")
@real_steps_first
@takes_a_cell
def many_to_one_forward(x, a0, parameters, mask=None, cell=RNN):
    """Read a whole sequence, then answer once.

    x          : (n_x, m, T_x), the inputs
    a0         : (n_a, m), the hidden state before the first step
    parameters : those of the cell and of the output layer
    mask       : (m, T_x), 1 for a real step and 0 for the padding behind; None: all are real
    cell       : the kind of cell, from `rnn_utils.cells`
    returns y_pred (n_y, m), each example's prediction after its last real step,
            and cache = (a, caches, last), with last (m,) that step of each example
    """
    m, T_x = x.shape[1], x.shape[2]
    if mask is None:
        mask = np.ones((m, T_x))
    a, y_steps, caches = cell.forward(x, a0, parameters)
    # example i has read all it has at its last real step, T_i − 1
    last = np.sum(mask, axis=1).astype(int) - 1
    y_pred = y_steps[:, np.arange(m), last]
    return y_pred, (a, caches, last)


@contract(y_pred="n_y m", y="n_y m", cache=(("a", "n_a m T_x"), ("caches", None), ("last", "m")))
@takes_a_cell
def many_to_one_backward(y_pred, y, cache, parameters, cell=RNN):
    """From the loss of the one answer back to everything.

    y_pred, y  : (n_y, m), predictions and true answers
    cache      : (a, caches, last), from many_to_one_forward
    parameters : as for the forward pass
    cell       : the kind of cell, from `rnn_utils.cells`
    returns gradients: a dict with dx (n_x, m, T_x), da0 (n_a, m) and those of all parameters
    """
    a, caches, last = cache
    examples = np.arange(y.shape[1])
    da_last, output_gradients = predictions_backward(
        y_pred[:, :, None], y[:, :, None], a[:, examples, last][:, :, None], parameters, cell=cell)
    # no other step was heard: the loss reaches them through the state alone
    da = np.zeros(a.shape, da_last.dtype)
    da[:, examples, last] = da_last[:, :, 0]
    return cell.backward(da, caches) | output_gradients


# ---- one-to-many ------------------------------------------------------------------------------

def _something_to_write(x, y, a0, parameters, cell=RNN):
    if y.shape[2] == 0:
        raise ShapeError(f"`y` is {y.shape}; expected (n_y, m, T_y) with at least one step")


@contract(x="n_y m", y="n_y m T_y", a0="n_a m")
@precondition(_something_to_write)
@takes_a_cell
def one_to_many_forward(x, y, a0, parameters, cell=RNN):
    """One input, then a whole sequence, in which each output is the next input.

    In training the true outputs are fed back instead of the predicted ones ("teacher
    forcing"), so that one early mistake does not spoil all that follows.

    x          : (n_y, m), the one input, a symbol like those that are written
    y          : (n_y, m, T_y), the true outputs, one-hot
    a0         : (n_a, m), the hidden state before the first step
    parameters : those of the cell and of the output layer, with n_x = n_y
    cell       : the kind of cell, from `rnn_utils.cells`
    returns y_pred (n_y, m, T_y), and cache = (a, caches)
    """
    inputs = np.zeros(y.shape, np.result_type(x, y))
    # the one input comes first; from then on step t reads y⟨t−1⟩
    inputs[:, :, 0] = x
    inputs[:, :, 1:] = y[:, :, :-1]
    a, y_pred, caches = cell.forward(inputs, a0, parameters)
    return y_pred, (a, caches)


@contract(y_pred="n_y m T_y", y="n_y m T_y", cache=(("a", "n_a m T_y"), ("caches", None)),
          mask="m T_y")
@takes_a_cell
def one_to_many_backward(y_pred, y, cache, parameters, mask=None, cell=RNN):
    """From the losses of all outputs back to the one input and to all parameters.

    y_pred, y  : (n_y, m, T_y), predictions and true outputs
    cache      : (a, caches), from one_to_many_forward
    parameters : as for the forward pass
    mask       : (m, T_y), 1 for a real step and 0 for padding; None: all are real
    cell       : the kind of cell, from `rnn_utils.cells`
    returns gradients: a dict with dx (n_y, m), da0 (n_a, m) and those of all parameters
    """
    a, caches = cache
    da, output_gradients = predictions_backward(y_pred, y, a, parameters, mask, cell)
    gradients = cell.backward(da, caches) | output_gradients
    # what was fed back was given, not made: of the inputs only the first is the network's x
    gradients["dx"] = gradients["dx"][:, :, 0]
    return gradients


# ---- many-to-many, unequal lengths ------------------------------------------------------------

@takes_a_cell
def initialize_encoder_decoder(n_x, n_a, n_y, rng, cell=RNN):
    """Random parameters of an encoder and a decoder: {"encoder": {…}, "decoder": {…}}.

    n_x, n_a, n_y : numbers of source symbols, hidden units and target symbols
    rng           : a numpy random Generator
    cell          : the kind of cell, from `rnn_utils.cells`
    returns the encoder's Wax (n_a, n_x), Waa (n_a, n_a), ba (n_a, 1), and the decoder's
            Wax (n_a, n_y), Waa (n_a, n_a), Wya (n_y, n_a), ba (n_a, 1), by (n_y, 1)
    """
    return {"encoder": initialize_hidden(n_x, n_a, rng, cell),
            "decoder": cell.initialize(n_y, n_a, n_y, rng)}


BOTH = {"encoder": {}, "decoder": {}}            # the cells say what must be in each of the two


@contract(x="n_x m T_x", y="n_y m T_y", a0="n_a m", parameters=BOTH, mask="m T_x")
@real_steps_first
@takes_a_cell
def encoder_decoder_forward(x, y, a0, parameters, mask=None, cell=RNN):
    """An encoder reads the source; a decoder starts from its last state and writes the target.

    x          : (n_x, m, T_x), the source
    y          : (n_y, m, T_y), the true target, one-hot; fed back one step late
    a0         : (n_a, m), the encoder's state before the first step
    parameters : {"encoder": those of a cell, "decoder": those of a cell and an output layer}
    mask       : (m, T_x), 1 for a real step of the source, 0 for padding; None: all are real
    cell       : the kind of cell, from `rnn_utils.cells`
    returns y_pred (n_y, m, T_y), and cache = (a, last, encoder_caches, decoder_caches)
    """
    m, T_x = x.shape[1], x.shape[2]
    if mask is None:
        mask = np.ones((m, T_x))
    a_source, encoder_caches = hidden_states(x, a0, parameters["encoder"], cell)
    # all that the decoder learns of the source: the state after its last real step
    last = np.sum(mask, axis=1).astype(int) - 1
    context = a_source[:, np.arange(m), last]
    # the first input is the zero vector; from then on step t reads y⟨t−1⟩
    inputs = np.zeros(y.shape, y.dtype)
    inputs[:, :, 1:] = y[:, :, :-1]
    a, y_pred, decoder_caches = cell.forward(inputs, context, parameters["decoder"])
    return y_pred, (a, last, encoder_caches, decoder_caches)


@contract(y_pred="n_y m T_y", y="n_y m T_y", parameters=BOTH, mask="m T_y",
          cache=(("a", "n_a m T_y"), ("last", "m"), ("encoder_caches", None), ("decoder_caches", None)))
@takes_a_cell
def encoder_decoder_backward(y_pred, y, cache, parameters, T_x, mask=None, cell=RNN):
    """From the losses of the target back through the decoder, then through the encoder.

    y_pred, y  : (n_y, m, T_y), predictions and true target
    cache      : (a, last, encoder_caches, decoder_caches), from encoder_decoder_forward
    parameters : as for the forward pass
    T_x        : how many steps the encoder read
    mask       : (m, T_y), 1 for a real step of the target, 0 for padding; None: all are real
    cell       : the kind of cell, from `rnn_utils.cells`
    returns gradients: {"dx": (n_x, m, T_x), "da0": (n_a, m), "encoder": {…}, "decoder": {…}},
            the inner ones those of all parameters
    """
    a, last, encoder_caches, decoder_caches = cache
    da, output_gradients = predictions_backward(y_pred, y, a, parameters["decoder"], mask, cell)
    decoder = cell.backward(da, decoder_caches) | output_gradients
    # the decoder's first state was the encoder's last: its gradient goes on from there
    m = y.shape[1]
    da_source = np.zeros((len(a), m, T_x), a.dtype)
    da_source[:, np.arange(m), last] = decoder["da0"]
    encoder = cell.backward(da_source, encoder_caches)
    return {"dx": encoder["dx"], "da0": encoder["da0"], "encoder": encoder, "decoder": decoder}


def _end_is_an_index(x, a0, parameters, end, *_, **__):
    if not isinstance(end, (int, np.integer)):
        raise ValueError(f"`end` is {end!r}; expected an index, a whole number")


@contract(x="n_x m T_x", a0="n_a m", parameters=BOTH, mask="m T_x")
@precondition(_end_is_an_index)
@real_steps_first
@takes_a_cell
def greedy_decode(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    """Let encoder and decoder translate: at each step the most probable symbol, fed back.

    x          : (n_x, m, T_x), the source
    a0         : (n_a, m), the encoder's state before the first step
    parameters : {"encoder": …, "decoder": …}
    end        : the index that ends a target
    max_length : the most indices to write
    mask       : (m, T_x), 1 for a real step of the source, 0 for padding; None: all are real
    cell       : the kind of cell, from `rnn_utils.cells`
    returns indices (m, max_length), whole numbers; behind its end each row holds `end`
    """
    m, T_x = x.shape[1], x.shape[2]
    if mask is None:
        mask = np.ones((m, T_x))
    a_source, _ = hidden_states(x, a0, parameters["encoder"], cell)
    last = np.sum(mask, axis=1).astype(int) - 1
    a_next = a_source[:, np.arange(m), last]
    n_y = len(parameters["decoder"]["by"])
    xt = np.zeros((n_y, m))
    ended = np.zeros(m, bool)
    indices = np.full((m, max_length), end)
    for t in range(max_length):
        a_next, yt_pred, cache = cell.step(xt, a_next, parameters["decoder"])
        best = np.argmax(yt_pred, axis=0)
        # once an example has ended, it writes nothing more
        indices[:, t] = np.where(ended, end, best)
        ended = ended | (best == end)
        # the choices are the next inputs, as one-hot columns
        xt = np.eye(n_y)[:, best]
    return indices


# ---- what is trained: the mean loss for one answer, and its gradients ---------------------------

@takes_a_cell
def many_to_many_loss(parameters, x, y, mask, cell=FAST_RNN):
    """An answer at every step: x (n_x, m, T_x), y (n_y, m, T_x), mask (m, T_x)."""
    weights = _for_one_answer(mask)
    a, y_pred, caches = cell.forward(x, _zeros(x, parameters), parameters)
    da, output_gradients = predictions_backward(y_pred, y, a, parameters, weights, cell)
    return (categorical_cross_entropy(y_pred, y, weights),
            cell.backward(da, caches) | output_gradients)


@takes_a_cell
def many_to_one_loss(parameters, x, y, mask, cell=FAST_RNN):
    """One answer for each sequence: x (n_x, m, T_x), y (n_y, m), mask (m, T_x)."""
    y_pred, cache = many_to_one_forward(x, _zeros(x, parameters), parameters, mask, cell)
    return (categorical_cross_entropy(y_pred[:, :, None], y[:, :, None]),
            many_to_one_backward(y_pred, y, cache, parameters, cell))


@takes_a_cell
def one_to_many_loss(parameters, x, y, mask, cell=FAST_RNN):
    """A sequence from one input: x (n_y, m), y (n_y, m, T_y), mask (m, T_y)."""
    weights = _for_one_answer(mask)
    y_pred, cache = one_to_many_forward(x, y, _zeros(x, parameters), parameters, cell)
    return (categorical_cross_entropy(y_pred, y, weights),
            one_to_many_backward(y_pred, y, cache, parameters, weights, cell))


@takes_a_cell
def encoder_decoder_loss(parameters, x, x_mask, y, y_mask, cell=FAST_RNN):
    """A target for each source: x (n_x, m, T_x), y (n_y, m, T_y), and a mask for each."""
    weights = _for_one_answer(y_mask)
    y_pred, cache = encoder_decoder_forward(x, y, _zeros(x, parameters["encoder"]), parameters,
                                            x_mask, cell)
    return (categorical_cross_entropy(y_pred, y, weights),
            encoder_decoder_backward(y_pred, y, cache, parameters, x.shape[2], weights, cell))


def _zeros(x, parameters):
    """a0 (n_a, m): nothing has been read yet."""
    n_a = next(len(value) for name, value in parameters.items()
               if name.startswith("b") and name != "by")
    return np.zeros((n_a, x.shape[1]), x.dtype)


def _for_one_answer(mask):
    """The mask, weighted so that a mean over m examples becomes a mean over all real steps."""
    steps = np.sum(mask)
    if steps == 0:
        raise ShapeError("the mask has no real step; expected at least one 1 to learn from")
    return mask * (len(mask) / steps)
