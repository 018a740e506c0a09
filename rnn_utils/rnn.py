"""The recurrent neural network: one cell, used again at every time step.

    a⟨t⟩ = tanh(Wax x⟨t⟩ + Waa a⟨t−1⟩ + ba)
    ŷ⟨t⟩ = softmax(Wya a⟨t⟩ + by)

Read from top to bottom: the parameters, the cell, the pass over time; then the same
in reverse, the cell backward and the pass backward through time; last, the whole
chain from the loss to every parameter. Nothing is kept between calls: forward
returns what backward needs, in `cache`.

Shapes: x (n_x, m, T_x), a (n_a, m, T_x), y_pred (n_y, m, T_x); m examples, t from 0.
Source: Elman, "Finding structure in time", Cognitive Science 14 (1990), 179-211;
for the backward pass Werbos, "Backpropagation through time: what it does and how to
do it", Proceedings of the IEEE 78 (1990), 1550-1560.
"""
import numpy as np

from rnn_utils.activations import softmax
from rnn_utils.losses import categorical_cross_entropy, output_backward
from rnn_utils.shapes import Steps, contract

HIDDEN = {"Wax": "n_a n_x", "Waa": "n_a n_a", "ba": "n_a 1"}
PARAMETERS = HIDDEN | {"Wya": "n_y n_a", "by": "n_y 1"}
CACHE = (("a_next", "n_a m"), ("a_prev", "n_a m"), ("xt", "n_x m"), ("parameters", HIDDEN))


def initialize_rnn(n_x, n_a, n_y, rng):
    """Random weights, N(0, 1/n_a), and zero biases.

    n_x, n_a, n_y : numbers of input, hidden and output units
    rng           : a numpy random Generator
    returns parameters: Wax (n_a, n_x), Waa (n_a, n_a), Wya (n_y, n_a), ba (n_a, 1), by (n_y, 1)
    """
    scale = 1 / np.sqrt(n_a)
    return {
        "Wax": scale * rng.standard_normal((n_a, n_x)),
        "Waa": scale * rng.standard_normal((n_a, n_a)),
        "Wya": scale * rng.standard_normal((n_y, n_a)),
        "ba": np.zeros((n_a, 1)),
        "by": np.zeros((n_y, 1)),
    }


@contract(xt="n_x m", a_prev="n_a m", parameters=PARAMETERS)
def rnn_cell_forward(xt, a_prev, parameters):
    """One time step of the RNN.

    xt         : (n_x, m), the input at step t
    a_prev     : (n_a, m), the hidden state of step t−1
    parameters : Wax (n_a, n_x), Waa (n_a, n_a), Wya (n_y, n_a), ba (n_a, 1), by (n_y, 1)
    returns a_next (n_a, m), yt_pred (n_y, m), cache = (a_next, a_prev, xt, parameters)
    """
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    Wya, by = parameters["Wya"], parameters["by"]
    # a⟨t⟩ = tanh(Wax x⟨t⟩ + Waa a⟨t−1⟩ + ba)
    a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)
    # ŷ⟨t⟩ = softmax(Wya a⟨t⟩ + by)
    yt_pred = softmax(Wya @ a_next + by)
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache


@contract(xt="n_x m", a_prev="n_a m", Wa="n_a n_a+n_x", ba="n_a 1")
def rnn_cell_forward_stacked(xt, a_prev, Wa, ba):
    """The same hidden state with one product: a⟨t⟩ = tanh(Wa [a⟨t−1⟩; x⟨t⟩] + ba).

    xt     : (n_x, m), the input at step t
    a_prev : (n_a, m), the hidden state of step t−1
    Wa     : (n_a, n_a + n_x) = [Waa, Wax], side by side
    ba     : (n_a, 1)
    returns a_next (n_a, m)
    """
    # a⟨t−1⟩ on top, x⟨t⟩ below: the order of the blocks in Wa
    stacked = np.concatenate([a_prev, xt], axis=0)
    a_next = np.tanh(Wa @ stacked + ba)
    return a_next


@contract(x="n_x m T_x", a0="n_a m", parameters=PARAMETERS)
def rnn_forward(x, a0, parameters):
    """The RNN over all time steps: the same cell, the same weights, T_x times.

    x          : (n_x, m, T_x), the inputs
    a0         : (n_a, m), the hidden state before the first step
    parameters : Wax (n_a, n_x), Waa (n_a, n_a), Wya (n_y, n_a), ba (n_a, 1), by (n_y, 1)
    returns a (n_a, m, T_x), y_pred (n_y, m, T_x), caches: the T_x caches of the cell
    """
    n_a, m = a0.shape
    n_y = parameters["Wya"].shape[0]
    T_x = x.shape[2]
    dtype = np.result_type(x, a0, *parameters.values(), 0.0)     # float32 stays float32
    a = np.zeros((n_a, m, T_x), dtype)
    y_pred = np.zeros((n_y, m, T_x), dtype)
    caches = []
    a_next = a0
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    return a, y_pred, caches


@contract(x="n_x m T_x", a0="n_a m", parameters=PARAMETERS)
def rnn_forward_hoisted(x, a0, parameters):
    """The RNN over all time steps, with all that can wait or go ahead taken out of the loop.

    Only the state has to go step by step. For a network that is used, not trained: no caches.

    x          : (n_x, m, T_x), the inputs
    a0         : (n_a, m), the hidden state before the first step
    parameters : Wax (n_a, n_x), Waa (n_a, n_a), Wya (n_y, n_a), ba (n_a, 1), by (n_y, 1)
    returns a (n_a, m, T_x), y_pred (n_y, m, T_x), those of rnn_forward
    """
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    Wya, by = parameters["Wya"], parameters["by"]
    dtype = np.result_type(x, a0, *parameters.values(), 0.0)     # float32 stays float32
    a = np.zeros(a0.shape + x.shape[2:], dtype)
    # Wax x⟨t⟩ + ba, for all steps at once: (n_a, m, T_x)
    from_input = np.tensordot(Wax, x, axes=1) + ba[:, :, None]
    a_next = a0
    for t in range(x.shape[2]):
        # a⟨t⟩ = tanh(Wax x⟨t⟩ + ba + Waa a⟨t−1⟩)
        a_next = np.tanh(from_input[:, :, t] + Waa @ a_next)
        a[:, :, t] = a_next
    # ŷ⟨t⟩ = softmax(Wya a⟨t⟩ + by), for all steps at once
    y_pred = softmax(np.tensordot(Wya, a, axes=1) + by[:, :, None])
    return a, y_pred


@contract(da_next="n_a m", cache=CACHE)
def rnn_cell_backward(da_next, cache):
    """One time step of the RNN, backwards: from a⟨t⟩ to everything it was made of.

    da_next : (n_a, m), gradient of the loss with respect to a_next
    cache   : (a_next, a_prev, xt, parameters), from rnn_cell_forward
    returns gradients: a dict with dxt (n_x, m), da_prev (n_a, m),
            dWax (n_a, n_x), dWaa (n_a, n_a), dba (n_a, 1)
    """
    a_next, a_prev, xt, parameters = cache
    Wax, Waa = parameters["Wax"], parameters["Waa"]
    # z = Wax x⟨t⟩ + Waa a⟨t−1⟩ + ba,  a = tanh(z),  so dz = (1 − a²) * da
    dz = (1 - a_next ** 2) * da_next
    dxt = Wax.T @ dz
    dWax = dz @ xt.T
    da_prev = Waa.T @ dz
    dWaa = dz @ a_prev.T
    dba = np.sum(dz, axis=1, keepdims=True)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@contract(da="n_a m T_x", caches=Steps("T_x", CACHE))
def rnn_backward(da, caches):
    """Backpropagation through time: the steps in reverse, the gradients summed.

    da     : (n_a, m, T_x), gradient of the loss with respect to each a⟨t⟩,
             as far as it comes from the loss at step t itself
    caches : the T_x caches, from rnn_forward
    returns gradients: a dict with dx (n_x, m, T_x), da0 (n_a, m),
            dWax (n_a, n_x), dWaa (n_a, n_a), dba (n_a, 1)
    """
    n_a, m, T_x = da.shape
    a_next, a_prev, xt, parameters = caches[0]
    dtype = np.result_type(da, a_next, xt, *parameters.values())
    dx = np.zeros((xt.shape[0], m, T_x), dtype)
    dWax = np.zeros(parameters["Wax"].shape, dtype)
    dWaa = np.zeros(parameters["Waa"].shape, dtype)
    dba = np.zeros(parameters["ba"].shape, dtype)
    da_from_next = np.zeros((n_a, m), dtype)
    for t in reversed(range(T_x)):
        # a⟨t⟩ has two effects: on the loss at step t, and on step t+1
        da_from_loss = da[:, :, t]
        step = rnn_cell_backward(da_from_loss + da_from_next, caches[t])
        da_from_next = step["da_prev"]
        dx[:, :, t] = step["dxt"]
        # the same weights worked at every step, so their gradients add up
        dWax += step["dWax"]
        dWaa += step["dWaa"]
        dba += step["dba"]
    return {"dx": dx, "da0": da_from_next, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@contract(x="n_x m T_x", y="n_y m T_x", a0="n_a m", parameters=PARAMETERS, mask="m T_x")
def rnn_loss_and_gradients(x, y, a0, parameters, mask=None):
    """The whole chain: forward, loss, and back to every parameter, x and a0.

    x          : (n_x, m, T_x), the inputs
    y          : (n_y, m, T_x), the true choices, one-hot
    a0         : (n_a, m), the hidden state before the first step
    parameters : Wax (n_a, n_x), Waa (n_a, n_a), Wya (n_y, n_a), ba (n_a, 1), by (n_y, 1)
    mask       : (m, T_x), 1 for a real step and 0 for padding; None: all are real
    returns loss, the categorical cross-entropy, and gradients: a dict with dx, da0,
            dWax, dWaa, dba, dWya, dby, each shaped like what it belongs to
    """
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    loss = categorical_cross_entropy(y_pred, y, mask)
    da, output_gradients = output_backward(y_pred, y, a, parameters, mask)
    gradients = rnn_backward(da, caches)
    gradients.update(output_gradients)
    return loss, gradients


@contract(da_last="n_a m", caches=Steps("T_x", CACHE))
def gradient_norms_through_time(da_last, caches):
    """How large the gradient still is at each step, on its way back from a loss at the last one.

    da_last : (n_a, m), gradient of the loss with respect to the last state, a⟨T_x⟩
    caches  : the T_x caches, from rnn_forward
    returns norms (T_x,): the mean over the m examples of ‖dL/da⟨t⟩‖; the last is that of da_last

    Source: Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural
    networks", ICML 2013, section 2.1.
    """
    T_x = len(caches)
    norms = np.zeros(T_x, np.result_type(da_last, 0.0))      # float32 stays float32
    da_next = da_last
    for t in reversed(range(T_x)):
        # ‖dL/da⟨t⟩‖ for each example: the root of the sum of squares over its hidden units
        norm_of_each = np.sqrt(np.sum(da_next ** 2, axis=0))
        norms[t] = np.mean(norm_of_each)
        # dL/da⟨t−1⟩ is what the cell of step t hands back
        da_next = rnn_cell_backward(da_next, caches[t])["da_prev"]
    return norms
