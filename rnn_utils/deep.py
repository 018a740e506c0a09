"""Layers: the states of one network are the inputs of the next.

    a[l]⟨t⟩ = g(Wa[l] [a[l]⟨t−1⟩; a[l−1]⟨t⟩] + ba[l]),  a[0]⟨t⟩ = x⟨t⟩
    ŷ⟨t⟩ = softmax(Wya a[L]⟨t⟩ + by)

Each layer is a pass of its own over all time steps, with its own parameters, and only the
top one predicts. Any cell will do, and so do two directions: `cell=bidirectional(GRU)`.

Shapes: x (n_x, m, T_x), a (n_a, m, T_x) of the top layer, y_pred (n_y, m, T_x); L layers.
Source: Graves, Mohamed, Hinton, "Speech recognition with deep recurrent neural networks",
ICASSP 2013, section 2.
"""
import numpy as np

from rnn_utils.activations import softmax
from rnn_utils.cells import RNN, hidden_states, takes_a_cell
from rnn_utils.shapes import ShapeError, contract, precondition

PARAMETERS = {"layers": None, "Wya": "n_y n_a", "by": "n_y 1"}


def _a_size_for_each_layer(n_x, n_a, n_y, rng, cell=RNN):
    if not isinstance(n_a, (list, tuple)) or len(n_a) == 0:
        raise ValueError(f"`n_a` is {n_a}; expected a list with each layer's number of units")


@precondition(_a_size_for_each_layer)
@takes_a_cell
def initialize_deep_rnn(n_x, n_a, n_y, rng, cell=RNN):
    """Random parameters of a network with a layer for each number in n_a.

    n_x, n_y : numbers of input and output units
    n_a      : a list, the number of hidden units of each layer, the lowest first
    rng      : a numpy random Generator
    cell     : which cell: RNN, GRU, LSTM (rnn_utils.cells), or bidirectional(…) of one
    returns parameters: {"layers": [{…}, …], "Wya": (n_y, n_a), "by": (n_y, 1)}; with two
            directions the layer above has 2 n_a inputs, and Wya is (n_y, 2 n_a)
    """
    layers, inputs = [], n_x
    for units in n_a:
        layer = cell.initialize(inputs, units, n_y, rng)
        # an output layer comes with every cell; the top one's stays
        Wya, by = layer.pop(cell.output), layer.pop("by")
        layers.append(layer)
        inputs = Wya.shape[1]
    return {"layers": layers, "Wya": Wya, "by": by}


def _layers_fit(x, a0, parameters, cell=RNN):
    layers = parameters["layers"]
    if not isinstance(layers, (list, tuple)) or not all(isinstance(each, dict) for each in layers):
        raise ShapeError("`layers` is no list of dicts; expected the parameters of each layer")
    if not isinstance(a0, (list, tuple)) or len(a0) != len(layers):
        given = f"has {len(a0)} items" if isinstance(a0, (list, tuple)) else "is no list"
        raise ShapeError(f"`a0` {given}; expected a list with one state for each of the "
                         f"{len(layers)} layers")


@contract(x="n_x m T_x", parameters=PARAMETERS)
@precondition(_layers_fit)
@takes_a_cell
def deep_rnn_forward(x, a0, parameters, cell=RNN):
    """All layers over all time steps, and a prediction from the top one's states.

    x          : (n_x, m, T_x), the inputs
    a0         : a list with each layer's state before the first step, (n_a, m), the lowest first;
                 with two directions a pair (forward, backward) for each layer
    parameters : {"layers": [{…}, …], "Wya": (n_y, n_a), "by": (n_y, 1)}, each layer those of a cell
    cell       : which cell: RNN, GRU, LSTM (rnn_utils.cells), or bidirectional(…) of one
    returns a (n_a, m, T_x) of the top layer, y_pred (n_y, m, T_x), caches: each layer's caches
    """
    caches = []
    # a[0]⟨t⟩ = x⟨t⟩: below the lowest layer there are the inputs
    a = x
    for a0_layer, layer in zip(a0, parameters["layers"]):
        # the states of one layer, at all steps, are the inputs of the next
        a, caches_layer = hidden_states(a, a0_layer, layer, cell)
        caches.append(caches_layer)
    # ŷ⟨t⟩ = softmax(Wya a[L]⟨t⟩ + by), for all steps at once
    z = np.tensordot(parameters["Wya"], a, axes=1) + parameters["by"][:, :, None]
    y_pred = softmax(z)
    return a, y_pred, caches


def _caches_of_each_layer(da, caches, cell=RNN):
    if not isinstance(caches, (list, tuple)):
        raise ShapeError("`caches` is no list; expected the caches of each layer, from deep_rnn_forward")


@contract(da="n_a m T_x")
@precondition(_caches_of_each_layer)
@takes_a_cell
def deep_rnn_backward(da, caches, cell=RNN):
    """Backpropagation through time in each layer, and from each to the one below.

    da     : (n_a, m, T_x), gradient of the loss with respect to each a[L]⟨t⟩ of the top layer,
             as far as it comes from the loss at step t itself
    caches : each layer's caches, from deep_rnn_forward
    cell   : the one of the forward pass
    returns gradients: {"dx": (n_x, m, T_x), "da0": […], "layers": [{…}, …]}, a state's
            gradient and those of the parameters for each layer, the lowest first
    """
    L = len(caches)
    da0, layers = [None] * L, [None] * L
    da_layer = da
    for k in reversed(range(L)):
        # a[k]⟨t⟩ has two effects: on a[k]⟨t+1⟩, within the layer, and on a[k+1]⟨t⟩ above
        layer = cell.backward(da_layer, caches[k])
        # the inputs of this layer are the states of the one below
        da_layer = layer.pop("dx")
        da0[k] = layer.pop("da0")
        layers[k] = layer
    return {"dx": da_layer, "da0": da0, "layers": layers}
