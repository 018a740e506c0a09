"""The gated recurrent unit: a memory c, and two gates that decide what happens to it.

    Γu = σ(Wu [c⟨t−1⟩; x⟨t⟩] + bu)                      update: how much of the memory is renewed
    Γr = σ(Wr [c⟨t−1⟩; x⟨t⟩] + br)                      reset: how much of it the candidate sees
    c̃⟨t⟩ = tanh(Wc [Γr * c⟨t−1⟩; x⟨t⟩] + bc)            the candidate
    c⟨t⟩ = Γu * c̃⟨t⟩ + (1 − Γu) * c⟨t−1⟩
    ŷ⟨t⟩ = softmax(Wy c⟨t⟩ + by)

The functions of rnn.py once more, in the same order. The memory c⟨t⟩ is also the
hidden state a⟨t⟩, so it has n_a units; [c⟨t−1⟩; x⟨t⟩] is the one on top of the other.
Where a gate Γu is 0, a unit of the memory goes through the step unchanged.

Shapes: x (n_x, m, T_x), c (n_a, m, T_x), y_pred (n_y, m, T_x); m examples, t from 0.
Source: Cho et al., "Learning phrase representations using RNN encoder-decoder for
statistical machine translation", EMNLP 2014, section 2.3, where the update gate says how
much is kept instead; with its sense as here in Chung, Gulcehre, Cho, Bengio, "Empirical
evaluation of gated recurrent neural networks on sequence modeling", 2014, section 3.2.
Some libraries let Γr act after the product with Wc instead of before it.
"""
import numpy as np

from rnn_utils.activations import sigmoid, softmax
from rnn_utils.losses import categorical_cross_entropy, output_backward
from rnn_utils.shapes import Steps, contract

HIDDEN = {"Wu": "n_a n_a+n_x", "bu": "n_a 1", "Wr": "n_a n_a+n_x", "br": "n_a 1",
          "Wc": "n_a n_a+n_x", "bc": "n_a 1"}
PARAMETERS = HIDDEN | {"Wy": "n_y n_a", "by": "n_y 1"}
CACHE = (("c_next", "n_a m"), ("c_prev", "n_a m"), ("ut", "n_a m"), ("rt", "n_a m"),
         ("cct", "n_a m"), ("xt", "n_x m"), ("parameters", HIDDEN))


def initialize_gru(n_x, n_a, n_y, rng, gate_bias=0.0):
    """Random weights, N(0, 1/n_a), and zero biases but for that of the update gate.

    n_x, n_a, n_y : numbers of input, hidden and output units
    rng           : a numpy random Generator
    gate_bias     : every element of bu; below 0, the update gate starts nearly closed, and the
                    memory is kept for about 1 / σ(gate_bias) steps: 2 at 0, 8 at −2
    returns parameters: Wu, Wr, Wc (n_a, n_a + n_x), bu, br, bc (n_a, 1), Wy (n_y, n_a), by (n_y, 1)
    """
    scale = 1 / np.sqrt(n_a)
    return {
        "Wu": scale * rng.standard_normal((n_a, n_a + n_x)),
        "Wr": scale * rng.standard_normal((n_a, n_a + n_x)),
        "Wc": scale * rng.standard_normal((n_a, n_a + n_x)),
        "Wy": scale * rng.standard_normal((n_y, n_a)),
        "bu": np.full((n_a, 1), float(gate_bias)),
        "br": np.zeros((n_a, 1)),
        "bc": np.zeros((n_a, 1)),
        "by": np.zeros((n_y, 1)),
    }


@contract(xt="n_x m", c_prev="n_a m", parameters=PARAMETERS)
def gru_cell_forward(xt, c_prev, parameters):
    """One time step of the GRU.

    xt         : (n_x, m), the input at step t
    c_prev     : (n_a, m), the memory after step t−1
    parameters : Wu, Wr, Wc (n_a, n_a + n_x), bu, br, bc (n_a, 1), Wy (n_y, n_a), by (n_y, 1)
    returns c_next (n_a, m), yt_pred (n_y, m), cache = (c_next, c_prev, ut, rt, cct, xt, parameters)
    """
    Wu, Wr, Wc, Wy = parameters["Wu"], parameters["Wr"], parameters["Wc"], parameters["Wy"]
    bu, br, bc, by = parameters["bu"], parameters["br"], parameters["bc"], parameters["by"]
    # c⟨t−1⟩ on top, x⟨t⟩ below: the order of the blocks in Wu, Wr and Wc
    stacked = np.concatenate([c_prev, xt], axis=0)
    # Γu = σ(Wu [c⟨t−1⟩; x⟨t⟩] + bu),  Γr = σ(Wr [c⟨t−1⟩; x⟨t⟩] + br)
    ut = sigmoid(Wu @ stacked + bu)
    rt = sigmoid(Wr @ stacked + br)
    # c̃⟨t⟩ = tanh(Wc [Γr * c⟨t−1⟩; x⟨t⟩] + bc)
    stacked_reset = np.concatenate([rt * c_prev, xt], axis=0)
    cct = np.tanh(Wc @ stacked_reset + bc)
    # c⟨t⟩ = Γu * c̃⟨t⟩ + (1 − Γu) * c⟨t−1⟩
    c_next = ut * cct + (1 - ut) * c_prev
    # ŷ⟨t⟩ = softmax(Wy c⟨t⟩ + by)
    yt_pred = softmax(Wy @ c_next + by)
    cache = (c_next, c_prev, ut, rt, cct, xt, parameters)
    return c_next, yt_pred, cache


@contract(x="n_x m T_x", c0="n_a m", parameters=PARAMETERS)
def gru_forward(x, c0, parameters):
    """The GRU over all time steps: the same cell, the same weights, T_x times.

    x          : (n_x, m, T_x), the inputs
    c0         : (n_a, m), the memory before the first step
    parameters : Wu, Wr, Wc (n_a, n_a + n_x), bu, br, bc (n_a, 1), Wy (n_y, n_a), by (n_y, 1)
    returns c (n_a, m, T_x), y_pred (n_y, m, T_x), caches: the T_x caches of the cell
    """
    n_a, m = c0.shape
    n_y = parameters["Wy"].shape[0]
    T_x = x.shape[2]
    dtype = np.result_type(x, c0, *parameters.values(), 0.0)     # float32 stays float32
    c = np.zeros((n_a, m, T_x), dtype)
    y_pred = np.zeros((n_y, m, T_x), dtype)
    caches = []
    c_next = c0
    for t in range(T_x):
        c_next, yt_pred, cache = gru_cell_forward(x[:, :, t], c_next, parameters)
        c[:, :, t] = c_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    return c, y_pred, caches


@contract(dc_next="n_a m", cache=CACHE)
def gru_cell_backward(dc_next, cache):
    """One time step of the GRU, backwards: from c⟨t⟩ to everything it was made of.

    dc_next : (n_a, m), gradient of the loss with respect to c_next
    cache   : (c_next, c_prev, ut, rt, cct, xt, parameters), from gru_cell_forward
    returns gradients: a dict with dxt (n_x, m), dc_prev (n_a, m),
            dWu, dWr, dWc (n_a, n_a + n_x), dbu, dbr, dbc (n_a, 1)
    """
    c_next, c_prev, ut, rt, cct, xt, parameters = cache
    Wu, Wr, Wc = parameters["Wu"], parameters["Wr"], parameters["Wc"]
    n_a = c_prev.shape[0]
    # c⟨t⟩ = Γu * c̃⟨t⟩ + (1 − Γu) * c⟨t−1⟩,  c̃⟨t⟩ = tanh(zc),  Γu = σ(zu)
    dzc = (1 - cct ** 2) * (ut * dc_next)
    dzu = ut * (1 - ut) * ((cct - c_prev) * dc_next)
    # zc = Wc [Γr * c⟨t−1⟩; x⟨t⟩] + bc,  Γr = σ(zr)
    stacked_reset = np.concatenate([rt * c_prev, xt], axis=0)
    dstacked_reset = Wc.T @ dzc
    dWc = dzc @ stacked_reset.T
    dbc = np.sum(dzc, axis=1, keepdims=True)
    dzr = rt * (1 - rt) * (c_prev * dstacked_reset[:n_a])
    # zu = Wu [c⟨t−1⟩; x⟨t⟩] + bu,  zr = Wr [c⟨t−1⟩; x⟨t⟩] + br
    stacked = np.concatenate([c_prev, xt], axis=0)
    dstacked = Wu.T @ dzu + Wr.T @ dzr
    dWu = dzu @ stacked.T
    dWr = dzr @ stacked.T
    dbu = np.sum(dzu, axis=1, keepdims=True)
    dbr = np.sum(dzr, axis=1, keepdims=True)
    # x⟨t⟩ is below in both stacks; c⟨t−1⟩ on top, and it also goes straight into c⟨t⟩
    dxt = dstacked[n_a:] + dstacked_reset[n_a:]
    dc_prev = dstacked[:n_a] + rt * dstacked_reset[:n_a] + (1 - ut) * dc_next
    return {"dxt": dxt, "dc_prev": dc_prev, "dWu": dWu, "dbu": dbu, "dWr": dWr, "dbr": dbr,
            "dWc": dWc, "dbc": dbc}


@contract(dc="n_a m T_x", caches=Steps("T_x", CACHE))
def gru_backward(dc, caches):
    """Backpropagation through time: the steps in reverse, the gradients summed.

    dc     : (n_a, m, T_x), gradient of the loss with respect to each c⟨t⟩,
             as far as it comes from the loss at step t itself
    caches : the T_x caches, from gru_forward
    returns gradients: a dict with dx (n_x, m, T_x), dc0 (n_a, m),
            dWu, dWr, dWc (n_a, n_a + n_x), dbu, dbr, dbc (n_a, 1)
    """
    n_a, m, T_x = dc.shape
    c_next, c_prev, ut, rt, cct, xt, parameters = caches[0]
    dtype = np.result_type(dc, c_next, xt, *parameters.values())
    dx = np.zeros((xt.shape[0], m, T_x), dtype)
    weights = ("Wu", "bu", "Wr", "br", "Wc", "bc")
    gradients = {"d" + name: np.zeros(parameters[name].shape, dtype) for name in weights}
    dc_from_next = np.zeros((n_a, m), dtype)
    for t in reversed(range(T_x)):
        # c⟨t⟩ has two effects: on the loss at step t, and on step t+1
        dc_from_loss = dc[:, :, t]
        step = gru_cell_backward(dc_from_loss + dc_from_next, caches[t])
        dc_from_next = step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        # the same weights worked at every step, so their gradients add up
        for name in gradients:
            gradients[name] += step[name]
    return {"dx": dx, "dc0": dc_from_next, **gradients}


@contract(x="n_x m T_x", y="n_y m T_x", c0="n_a m", parameters=PARAMETERS, mask="m T_x")
def gru_loss_and_gradients(x, y, c0, parameters, mask=None):
    """The whole chain: forward, loss, and back to every parameter, x and c0.

    x          : (n_x, m, T_x), the inputs
    y          : (n_y, m, T_x), the true choices, one-hot
    c0         : (n_a, m), the memory before the first step
    parameters : Wu, Wr, Wc (n_a, n_a + n_x), bu, br, bc (n_a, 1), Wy (n_y, n_a), by (n_y, 1)
    mask       : (m, T_x), 1 for a real step and 0 for padding; None: all are real
    returns loss, the categorical cross-entropy, and gradients: a dict with dx, dc0, dWu, dbu,
            dWr, dbr, dWc, dbc, dWy, dby, each shaped like what it belongs to
    """
    c, y_pred, caches = gru_forward(x, c0, parameters)
    loss = categorical_cross_entropy(y_pred, y, mask)
    output = {"Wya": parameters["Wy"], "by": parameters["by"]}
    dc, output_gradients = output_backward(y_pred, y, c, output, mask)
    gradients = gru_backward(dc, caches)
    gradients.update(dWy=output_gradients["dWya"], dby=output_gradients["dby"])
    return loss, gradients
