"""Any cell under one face, for the networks that are made of whole passes.

An encoder and its decoder, a stack of layers, two directions: none of them cares what
happens inside a cell. They take a `Cell` and call its functions, which all have the
signatures of `rnn.py`, so that a GRU can stand wherever an RNN stood.
"""
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from rnn_utils import fast
from rnn_utils.gru import gru_backward, gru_cell_forward, gru_forward, initialize_gru
from rnn_utils.losses import output_backward
from rnn_utils.lstm import initialize_lstm, lstm_backward, lstm_cell_forward, lstm_forward
from rnn_utils.rnn import initialize_rnn, rnn_backward, rnn_cell_forward, rnn_forward
from rnn_utils.shapes import ShapeError, precondition


@dataclass(frozen=True)
class Cell:
    """One kind of cell: how its network begins, takes a step, reads a sequence, and learns."""

    name: str
    initialize: Callable                         # n_x, n_a, n_y, rng → parameters
    step: Callable                               # xt, a_prev, parameters → a_next, yt_pred, cache
    forward: Callable                            # x, a0, parameters → a, y_pred, caches
    backward: Callable                           # da, caches → gradients, with dx and da0
    output: str = "Wya"                          # the name of the output layer's weights
    fewest: int = 1                              # outputs; 0: its pass can leave out the predictions

    def __deepcopy__(self, memo):
        return self                              # nothing in it can change, and `cell is GRU` stays true


def _gru_backward(backward, da, caches):
    """A GRU's memory c is its hidden state a, so dc0 is da0."""
    gradients = backward(da, caches)
    gradients["da0"] = gradients.pop("dc0")
    return gradients


def _lstm_forward(forward, x, a0, parameters):
    """Of an LSTM, others see the hidden state alone."""
    a, y_pred, _, caches = forward(x, a0, parameters)
    return a, y_pred, caches


def _lstm_step(xt, state, parameters):
    """What an LSTM hands on is [a; c], one on top of the other; a alone starts with c = 0."""
    n_a = len(parameters["bf"])
    a_prev, c_prev = state[:n_a], state[n_a:]
    if len(c_prev) == 0:
        c_prev = np.zeros_like(a_prev)
    a_next, c_next, yt_pred, cache = lstm_cell_forward(xt, a_prev, c_prev, parameters)
    return np.concatenate([a_next, c_next]), yt_pred, cache


RNN = Cell("RNN", initialize_rnn, rnn_cell_forward, rnn_forward, rnn_backward)
GRU = Cell("GRU", initialize_gru, gru_cell_forward, gru_forward,
           partial(_gru_backward, gru_backward), "Wy")
LSTM = Cell("LSTM", initialize_lstm, _lstm_step, partial(_lstm_forward, lstm_forward),
            lstm_backward, "Wy")

# the same, with the passes that trainings use
FAST_RNN = Cell("RNN", initialize_rnn, rnn_cell_forward, fast.rnn_forward, fast.rnn_backward,
                fewest=0)
FAST_GRU = Cell("GRU", initialize_gru, gru_cell_forward, fast.gru_forward,
                partial(_gru_backward, fast.gru_backward), "Wy", fewest=0)
FAST_LSTM = Cell("LSTM", initialize_lstm, _lstm_step, partial(_lstm_forward, fast.lstm_forward),
                 fast.lstm_backward, "Wy", fewest=0)


def takes_a_cell(function):
    """Decorator: refuse a `cell` that is none, such as the name of one."""
    place = list(inspect.signature(function).parameters).index("cell")

    @functools.wraps(function)
    def checked(*args, **kwargs):
        cell = kwargs.get("cell", args[place] if len(args) > place else RNN)
        if not callable(getattr(cell, "forward", None)):
            raise ValueError(f"`cell` is {cell!r}; expected RNN, GRU or LSTM (rnn_utils.cells)")
        return function(*args, **kwargs)

    return checked


@takes_a_cell
def initialize_hidden(n_x, n_a, rng, cell=RNN):
    """Parameters of a cell without an output layer, as `initialize` of the cell makes them.

    n_x, n_a : numbers of input and hidden units
    rng      : a numpy random Generator
    """
    parameters = cell.initialize(n_x, n_a, 1, rng)
    return {name: value for name, value in parameters.items() if name not in (cell.output, "by")}


def _a_state_for_each_direction(x, a0, parameters, cell=RNN):
    states = a0 if isinstance(a0, (list, tuple)) else (a0,)
    if not states or not all(isinstance(state, np.ndarray) and state.ndim == 2 for state in states):
        raise ShapeError("`a0` is no state; expected an array (n_a, m), with two directions a pair of them")
    if not isinstance(parameters, dict):
        raise ShapeError("`parameters` is no dict; expected those of the cell")


@takes_a_cell
@precondition(_a_state_for_each_direction)
def hidden_states(x, a0, parameters, cell=RNN):
    """The pass without predictions, for an encoder or a layer that has others above it.

    x          : (n_x, m, T_x), the inputs
    a0         : (n_a, m), the hidden state before the first step; with two directions a pair
    parameters : those of the cell, without an output layer
    returns a (n_a, m, T_x), caches, for `cell.backward`
    """
    # a pass predicts at every step, so it is given an output layer that has nothing to say
    states = a0 if isinstance(a0, (list, tuple)) else (a0,)
    units, dtype = sum(map(len, states)), np.result_type(*states)
    silent = {cell.output: np.zeros((cell.fewest, units), dtype), "by": np.zeros((cell.fewest, 1), dtype)}
    a, _, caches = cell.forward(x, a0, parameters | silent)
    return a, caches


def predictions_backward(y_pred, y, a, parameters, mask=None, cell=RNN):
    """`output_backward` under the names of the cell: da (n_a, m, T_y), and the output gradients."""
    da, gradients = output_backward(y_pred, y, a, {"Wya": parameters[cell.output],
                                                   "by": parameters["by"]}, mask)
    return da, {"d" + cell.output: gradients["dWya"], "dby": gradients["dby"]}
