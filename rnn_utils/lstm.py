"""The long short-term memory: a memory c beside the hidden state a, and three gates.

    Γf = σ(Wf [a⟨t−1⟩; x⟨t⟩] + bf)                      forget: how much of the memory is kept
    Γi = σ(Wi [a⟨t−1⟩; x⟨t⟩] + bi)                      input: how much of the candidate goes in
    c̃⟨t⟩ = tanh(Wc [a⟨t−1⟩; x⟨t⟩] + bc)                 the candidate
    Γo = σ(Wo [a⟨t−1⟩; x⟨t⟩] + bo)                      output: how much of the memory is shown
    c⟨t⟩ = Γf * c⟨t−1⟩ + Γi * c̃⟨t⟩
    a⟨t⟩ = Γo * tanh(c⟨t⟩)
    ŷ⟨t⟩ = softmax(Wy a⟨t⟩ + by)

The functions of rnn.py once more, in the same order. From step to step two things are
handed on, a and c, and so two gradients come back. [a⟨t−1⟩; x⟨t⟩] is the one on top of
the other. Where Γf is 1 and Γi is 0, a unit of the memory goes through the step unchanged.

Shapes: x (n_x, m, T_x), a and c (n_a, m, T_x), y_pred (n_y, m, T_x); m examples, t from 0.
Source: Hochreiter, Schmidhuber, "Long short-term memory", Neural Computation 9 (1997),
1735-1780, for the memory and the gates Γi and Γo; Gers, Schmidhuber, Cummins, "Learning to
forget: continual prediction with LSTM", Neural Computation 12 (2000), 2451-2471, for Γf.
"""
import numpy as np

from rnn_utils.activations import sigmoid, softmax
from rnn_utils.losses import categorical_cross_entropy, output_backward
from rnn_utils.shapes import Steps, contract

HIDDEN = {"Wf": "n_a n_a+n_x", "bf": "n_a 1", "Wi": "n_a n_a+n_x", "bi": "n_a 1",
          "Wc": "n_a n_a+n_x", "bc": "n_a 1", "Wo": "n_a n_a+n_x", "bo": "n_a 1"}
PARAMETERS = HIDDEN | {"Wy": "n_y n_a", "by": "n_y 1"}
CACHE = (("a_next", "n_a m"), ("c_next", "n_a m"), ("a_prev", "n_a m"), ("c_prev", "n_a m"),
         ("ft", "n_a m"), ("it", "n_a m"), ("cct", "n_a m"), ("ot", "n_a m"), ("xt", "n_x m"),
         ("parameters", HIDDEN))


def initialize_lstm(n_x, n_a, n_y, rng, forget_bias=1.0):
    """Random weights, N(0, 1/n_a), and zero biases but for that of the forget gate.

    n_x, n_a, n_y : numbers of input, hidden and output units
    rng           : a numpy random Generator
    forget_bias   : every element of bf; above 0, the forget gate starts nearly open, so that
                    the memory is kept until the network has learned to forget
    returns parameters: Wf, Wi, Wc, Wo (n_a, n_a + n_x), bf, bi, bc, bo (n_a, 1),
            Wy (n_y, n_a), by (n_y, 1)

    Source: a positive forget_bias Gers et al. (2000); the default of 1 Jozefowicz, Zaremba,
    Sutskever, "An empirical exploration of recurrent network architectures", ICML 2015.
    """
    scale = 1 / np.sqrt(n_a)
    return {
        "Wf": scale * rng.standard_normal((n_a, n_a + n_x)),
        "Wi": scale * rng.standard_normal((n_a, n_a + n_x)),
        "Wc": scale * rng.standard_normal((n_a, n_a + n_x)),
        "Wo": scale * rng.standard_normal((n_a, n_a + n_x)),
        "Wy": scale * rng.standard_normal((n_y, n_a)),
        "bf": np.full((n_a, 1), float(forget_bias)),
        "bi": np.zeros((n_a, 1)),
        "bc": np.zeros((n_a, 1)),
        "bo": np.zeros((n_a, 1)),
        "by": np.zeros((n_y, 1)),
    }


@contract(xt="n_x m", a_prev="n_a m", c_prev="n_a m", parameters=PARAMETERS)
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    """One time step of the LSTM.

    xt             : (n_x, m), the input at step t
    a_prev, c_prev : (n_a, m), the hidden state and the memory after step t−1
    parameters     : Wf, Wi, Wc, Wo (n_a, n_a + n_x), bf, bi, bc, bo (n_a, 1),
                     Wy (n_y, n_a), by (n_y, 1)
    returns a_next (n_a, m), c_next (n_a, m), yt_pred (n_y, m),
            cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    """
    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]
    bf, bi, bc, bo = parameters["bf"], parameters["bi"], parameters["bc"], parameters["bo"]
    Wy, by = parameters["Wy"], parameters["by"]
    # a⟨t−1⟩ on top, x⟨t⟩ below: the order of the blocks in Wf, Wi, Wc and Wo
    stacked = np.concatenate([a_prev, xt], axis=0)
    # Γ = σ(W [a⟨t−1⟩; x⟨t⟩] + b), for each of the gates f, i, o;  c̃⟨t⟩ the same with tanh
    ft = sigmoid(Wf @ stacked + bf)
    it = sigmoid(Wi @ stacked + bi)
    cct = np.tanh(Wc @ stacked + bc)
    ot = sigmoid(Wo @ stacked + bo)
    # c⟨t⟩ = Γf * c⟨t−1⟩ + Γi * c̃⟨t⟩
    c_next = ft * c_prev + it * cct
    # a⟨t⟩ = Γo * tanh(c⟨t⟩)
    a_next = ot * np.tanh(c_next)
    # ŷ⟨t⟩ = softmax(Wy a⟨t⟩ + by)
    yt_pred = softmax(Wy @ a_next + by)
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache


@contract(x="n_x m T_x", a0="n_a m", parameters=PARAMETERS)
def lstm_forward(x, a0, parameters):
    """The LSTM over all time steps: the same cell, the same weights, T_x times.

    x          : (n_x, m, T_x), the inputs
    a0         : (n_a, m), the hidden state before the first step; the memory there is c0 = 0
    parameters : Wf, Wi, Wc, Wo (n_a, n_a + n_x), bf, bi, bc, bo (n_a, 1),
                 Wy (n_y, n_a), by (n_y, 1)
    returns a (n_a, m, T_x), y_pred (n_y, m, T_x), c (n_a, m, T_x),
            caches: the T_x caches of the cell
    """
    n_a, m = a0.shape
    n_y = parameters["Wy"].shape[0]
    T_x = x.shape[2]
    dtype = np.result_type(x, a0, *parameters.values(), 0.0)     # float32 stays float32
    a = np.zeros((n_a, m, T_x), dtype)
    c = np.zeros((n_a, m, T_x), dtype)
    y_pred = np.zeros((n_y, m, T_x), dtype)
    caches = []
    a_next = a0
    c_next = np.zeros((n_a, m), dtype)
    for t in range(T_x):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    return a, y_pred, c, caches


@contract(da_next="n_a m", dc_next="n_a m", cache=CACHE)
def lstm_cell_backward(da_next, dc_next, cache):
    """One time step of the LSTM, backwards: from a⟨t⟩ and c⟨t⟩ to all they were made of.

    da_next : (n_a, m), gradient of the loss with respect to a_next
    dc_next : (n_a, m), the same for c_next, as far as it comes from step t+1
    cache   : (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    returns gradients: a dict with dxt (n_x, m), da_prev (n_a, m), dc_prev (n_a, m),
            dWf, dWi, dWc, dWo (n_a, n_a + n_x), dbf, dbi, dbc, dbo (n_a, 1)
    """
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]
    n_a = a_prev.shape[0]
    # c⟨t⟩ has two effects: on a⟨t⟩ = Γo * tanh(c⟨t⟩), and on step t+1
    dc_from_a = (1 - np.tanh(c_next) ** 2) * (ot * da_next)
    dc = dc_from_a + dc_next
    # c⟨t⟩ = Γf * c⟨t−1⟩ + Γi * c̃⟨t⟩,  each Γ = σ(z),  c̃⟨t⟩ = tanh(zc)
    dc_prev = ft * dc
    dzf = ft * (1 - ft) * (c_prev * dc)
    dzi = it * (1 - it) * (cct * dc)
    dzc = (1 - cct ** 2) * (it * dc)
    dzo = ot * (1 - ot) * (np.tanh(c_next) * da_next)
    # z = W [a⟨t−1⟩; x⟨t⟩] + b, four times
    stacked = np.concatenate([a_prev, xt], axis=0)
    dstacked = Wf.T @ dzf + Wi.T @ dzi + Wc.T @ dzc + Wo.T @ dzo
    da_prev = dstacked[:n_a]
    dxt = dstacked[n_a:]
    dWf = dzf @ stacked.T
    dWi = dzi @ stacked.T
    dWc = dzc @ stacked.T
    dWo = dzo @ stacked.T
    dbf = np.sum(dzf, axis=1, keepdims=True)
    dbi = np.sum(dzi, axis=1, keepdims=True)
    dbc = np.sum(dzc, axis=1, keepdims=True)
    dbo = np.sum(dzo, axis=1, keepdims=True)
    return {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev, "dWf": dWf, "dbf": dbf,
            "dWi": dWi, "dbi": dbi, "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}


@contract(da="n_a m T_x", caches=Steps("T_x", CACHE))
def lstm_backward(da, caches):
    """Backpropagation through time: the steps in reverse, the gradients summed.

    da     : (n_a, m, T_x), gradient of the loss with respect to each a⟨t⟩,
             as far as it comes from the loss at step t itself
    caches : the T_x caches, from lstm_forward
    returns gradients: a dict with dx (n_x, m, T_x), da0 (n_a, m),
            dWf, dWi, dWc, dWo (n_a, n_a + n_x), dbf, dbi, dbc, dbo (n_a, 1)
    """
    n_a, m, T_x = da.shape
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = caches[0]
    dtype = np.result_type(da, a_next, xt, *parameters.values())
    dx = np.zeros((xt.shape[0], m, T_x), dtype)
    weights = ("Wf", "bf", "Wi", "bi", "Wc", "bc", "Wo", "bo")
    gradients = {"d" + name: np.zeros(parameters[name].shape, dtype) for name in weights}
    da_from_next = np.zeros((n_a, m), dtype)
    dc_from_next = np.zeros((n_a, m), dtype)
    for t in reversed(range(T_x)):
        # a⟨t⟩ has two effects: on the loss at step t, and on step t+1
        da_from_loss = da[:, :, t]
        # c⟨t⟩ too: on a⟨t⟩, which the cell sees to, and on step t+1
        step = lstm_cell_backward(da_from_loss + da_from_next, dc_from_next, caches[t])
        da_from_next = step["da_prev"]
        dc_from_next = step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        # the same weights worked at every step, so their gradients add up
        for name in gradients:
            gradients[name] += step[name]
    return {"dx": dx, "da0": da_from_next, **gradients}


@contract(x="n_x m T_x", y="n_y m T_x", a0="n_a m", parameters=PARAMETERS, mask="m T_x")
def lstm_loss_and_gradients(x, y, a0, parameters, mask=None):
    """The whole chain: forward, loss, and back to every parameter, x and a0.

    x          : (n_x, m, T_x), the inputs
    y          : (n_y, m, T_x), the true choices, one-hot
    a0         : (n_a, m), the hidden state before the first step; the memory there is c0 = 0
    parameters : Wf, Wi, Wc, Wo (n_a, n_a + n_x), bf, bi, bc, bo (n_a, 1),
                 Wy (n_y, n_a), by (n_y, 1)
    mask       : (m, T_x), 1 for a real step and 0 for padding; None: all are real
    returns loss, the categorical cross-entropy, and gradients: a dict with dx, da0, dWf, dbf,
            dWi, dbi, dWc, dbc, dWo, dbo, dWy, dby, each shaped like what it belongs to
    """
    a, y_pred, c, caches = lstm_forward(x, a0, parameters)
    loss = categorical_cross_entropy(y_pred, y, mask)
    output = {"Wya": parameters["Wy"], "by": parameters["by"]}
    da, output_gradients = output_backward(y_pred, y, a, output, mask)
    gradients = lstm_backward(da, caches)
    gradients.update(dWy=output_gradients["dWya"], dby=output_gradients["dby"])
    return loss, gradients
