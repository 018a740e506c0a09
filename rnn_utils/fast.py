"""Whole sequences as fast as NumPy goes: the textbook's passes, for training and for real work.

    rnn_forward, rnn_backward     gru_forward, gru_backward     lstm_forward, lstm_backward

Arguments and results are those of rnn.py, gru.py and lstm.py. Only `caches` is made otherwise, and
only the backward pass of this file can read it. A small network spends its time on calls to NumPy,
a large one on moving numbers to and fro; so the story is the same for all three cells:

1. `steps[t]` is what step t is made of, [a⟨t−1⟩; x⟨t⟩; 1], and the weights stand side by side in
   one W = [Waa, Wax, ba]. A step is one product, written to where step t+1 will read it.
2. What does not depend on the step before is done for many steps at once, outside the loop: the
   predictions, the derivatives, the gradients of the weights and of x.
3. Backward takes the sequence in blocks of some hundred columns, steps times examples: enough
   of them for a product at full speed, and so few that they stay close to the processor.
   All blocks are worked on in the same memory: new memory would cost as much time as the work.
4. Each operation is told where to put its result. What is returned as (n_a, m, T_x) is a view of
   memory in which the steps come first; nothing is copied to change its shape.

Because of the views, a (and c) share their memory with `caches` and are read-only: copy them to
change them. All else that is returned belongs to the caller. Where no predictions are needed, an
output layer with n_y = 0 is allowed and takes no time.

Give NumPy one thread (OPENBLAS_NUM_THREADS=1): in products of these sizes a second one gains
little, and when the cores have other work to do it costs many times what it gains.

Formulas and their sources: rnn.py, gru.py, lstm.py. How fast, and against what: benchmarks/.
"""
import functools

import numpy as np

from rnn_utils import gru, lstm, rnn
from rnn_utils.shapes import contract

COLUMNS = 512                                    # in a block, at least; twice as many for a wide network
WIDE = 256                                       # hidden units, from which on a network is wide
FEW = 256                                        # numbers, for which NumPy's own tanh is faster


# ---- what the cells share -----------------------------------------------------------------------

def _contract_once(**specs):
    """Decorator: `contract`, but not asked again about shapes and types that it has found right.

    Asking costs a small network as much time as all of its steps.
    """
    def decorate(function):
        asking, found_right = contract(**specs)(function), set()

        @functools.wraps(asking)
        def checked(*args, **kwargs):
            kinds = _kinds((args, kwargs))
            if kinds in found_right:
                return function(*args, **kwargs)
            results = asking(*args, **kwargs)
            if len(found_right) < 1000:
                found_right.add(kinds)
            return results

        return checked

    return decorate


def _kinds(value):
    """All that a contract looks at: shapes and types of arrays, keys of dicts, numbers of items."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype
    if isinstance(value, dict):
        return tuple([(key, _kinds(item)) for key, item in value.items()])
    if isinstance(value, (list, tuple)):
        return type(value), tuple([_kinds(item) for item in value])
    return type(value)


def _stack(x, a0, dtype, extra=0):
    """steps (T_x + 1, n_a + n_x + 1 + extra, m), each [a⟨t−1⟩; x⟨t⟩; 1]; so far a0 is the only a."""
    (n_x, m, T_x), n_a = x.shape, len(a0)
    steps = np.empty((T_x + 1, n_a + n_x + 1 + extra, m), dtype)
    steps[0, :n_a] = a0
    steps[:T_x, n_a:n_a + n_x] = x.transpose(2, 0, 1)
    steps[:, n_a + n_x] = 1
    return steps


def _stack_weights(parameters, gates, dtype):
    """[W, b] of one gate below that of the other: (number of gates × n_a, n_a + n_x + 1).

    All but the first are negated: σ(z) = 1 / (1 + exp(−z)) is made of −z, see `_gate`.
    """
    W = np.concatenate([parameters["W" + gate] for gate in gates], dtype=dtype)
    b = np.concatenate([parameters["b" + gate] for gate in gates], dtype=dtype)
    W = np.concatenate([W, b], axis=1)
    later = W[len(W) // len(gates):]
    np.negative(later, later)
    return W


def _unstack_gradients(dW, gates):
    """dW and db of each gate by name, from dW as `_stack_weights` makes W."""
    n_a = len(dW) // len(gates)
    np.negative(dW[n_a:], dW[n_a:])
    gradients = {}
    for k, gate in enumerate(gates):
        rows = dW[k * n_a:(k + 1) * n_a]
        gradients["dW" + gate], gradients["db" + gate] = rows[:, :-1], rows[:, -1:]
    return gradients


def _as_course(steps):
    """(T_x, n_a, m) as (n_a, m, T_x), a view; read-only, because backward relies on its numbers."""
    view = steps.transpose(1, 2, 0)
    view.flags.writeable = False
    return view


def _blocks(n_a, m, T_x):
    """The largest number of steps in a block; and slices of the steps, from the last to the first."""
    columns = COLUMNS if n_a < WIDE else 2 * COLUMNS
    size = max(min(-(-columns // max(m, 1)), T_x), 1)
    return size, [slice(max(end - size, 0), end) for end in range(T_x, 0, -size)]


def _steps_first(array, block, room):
    """(n_a, m, T_x) as (steps of the block, n_a, m), written into `room`."""
    steps = room[:block.stop - block.start]
    steps[...] = array.transpose(2, 0, 1)[block]
    return steps


def _side_by_side(steps, room):
    """(T, n, m) as (n, T m), written into `room`: each example at each step is a column."""
    columns = room[:, :len(steps)]
    columns[...] = steps.transpose(1, 0, 2)
    return columns.reshape(len(room), -1)


def _predict(a_steps, Wy, by):
    """ŷ⟨t⟩ = softmax(Wy a⟨t⟩ + by) for all steps at once: (T_x, n_a, m) → (n_y, m, T_x)."""
    T_x, n_a, m = a_steps.shape
    if not (len(Wy) and a_steps.size):
        return np.empty((len(Wy), m, T_x), a_steps.dtype)      # nothing to predict
    z = Wy.dot(a_steps.transpose(1, 0, 2).reshape(n_a, T_x * m))
    z += by
    z -= np.maximum.reduce(z, axis=0)            # as in `softmax`: nothing overflows
    np.exp(z, z)
    z /= np.add.reduce(z, axis=0)
    return z.reshape(-1, T_x, m).transpose(0, 2, 1)


def _tanh_for(a0, dtype):
    """The faster tanh(z, out) for states like a0: in float64, NumPy's takes twice as long as by exp."""
    return _tanh_by_exp if dtype == np.float64 and a0.size > FEW else np.tanh


def _tanh_by_exp(z, out):
    """tanh z = 2 / (1 + exp(−2z)) − 1, within 3e-16; near 0 that is fewer digits than tanh itself has."""
    np.multiply(z, -2, out)
    np.exp(out, out)
    out += 1
    np.divide(2, out, out)
    out -= 1


def _gate(z, one):
    """σ(−z) = 1 / (1 + exp(z)), in place; `one` is an array, since a Python number takes twice as long."""
    np.exp(z, z)
    z += one
    np.reciprocal(z, z)


# ---- RNN ----------------------------------------------------------------------------------------

@_contract_once(x="n_x m T_x", a0="n_a m", parameters=rnn.PARAMETERS)
def rnn_forward(x, a0, parameters):
    """The RNN over all time steps, with the results of `rnn.rnn_forward`.

    x          : (n_x, m, T_x), the inputs
    a0         : (n_a, m), the hidden state before the first step
    parameters : Wax (n_a, n_x), Waa (n_a, n_a), Wya (n_y, n_a), ba (n_a, 1), by (n_y, 1)
    returns a (n_a, m, T_x), read-only; y_pred (n_y, m, T_x); caches, for `rnn_backward`
    """
    dtype = np.result_type(x, a0, *parameters.values(), 0.0)     # float32 stays float32
    W = np.concatenate([parameters["Waa"], parameters["Wax"], parameters["ba"]], axis=1, dtype=dtype)
    steps = _stack(x, a0, dtype)
    a_steps = steps[1:, :len(a0)]
    tanh = _tanh_for(a0, dtype)
    with np.errstate(over="ignore"):             # exp(1000) = inf, and 1 / (1 + inf) = 0 is right
        for now, a_next in zip(steps, a_steps):
            # a⟨t⟩ = tanh([Waa, Wax, ba] [a⟨t−1⟩; x⟨t⟩; 1])
            W.dot(now, a_next)
            tanh(a_next, a_next)
    a = _as_course(a_steps)
    y_pred = _predict(a_steps, parameters["Wya"], parameters["by"])
    return a, y_pred, (a, steps, W)


@_contract_once(caches=(("a", "n_a m T_x"), ("steps", None), ("W", None)), da="n_a m T_x")
def rnn_backward(da, caches):
    """Backpropagation through time, with the results of `rnn.rnn_backward`.

    da     : (n_a, m, T_x), gradient of the loss with respect to each a⟨t⟩,
             as far as it comes from the loss at step t itself
    caches : from `fast.rnn_forward`
    returns gradients: a dict with dx (n_x, m, T_x), da0 (n_a, m),
            dWax (n_a, n_x), dWaa (n_a, n_a), dba (n_a, 1)
    """
    a, steps, W = caches
    (n_a, m, T_x), n_x = da.shape, W.shape[1] - da.shape[0] - 1
    dtype = np.result_type(da, W)
    Wax_T, Waa_T = W[:, n_a:-1].T, W[:, :n_a].T.astype(dtype, order="C")   # a product reads it faster
    dW = np.zeros(W.shape, dtype)
    dx_steps = np.empty((n_x, T_x, m), dtype)
    da_next = np.zeros((n_a, m), dtype)
    size, blocks = _blocks(n_a, m, T_x)
    da_room, dz_room = np.empty((2, size, n_a, m), dtype)
    dz_columns, seen_columns = np.empty((n_a, size, m), dtype), np.empty((W.shape[1], size, m), dtype)
    for block in blocks:
        # dz = (1 − a²) * da: for the whole block the derivative, which step by step becomes dz
        dz_steps = _steps_first(a, block, dz_room)
        np.square(dz_steps, dz_steps)
        np.subtract(1, dz_steps, dz_steps)
        for da_from_loss, dz in zip(_steps_first(da, block, da_room)[::-1], dz_steps[::-1]):
            # a⟨t⟩ has two effects: on the loss at step t, and on step t+1
            da_next += da_from_loss
            dz *= da_next
            Waa_T.dot(dz, da_next)
        # dW = Σ dz⟨t⟩ [a⟨t−1⟩; x⟨t⟩; 1]ᵀ,  dx⟨t⟩ = Waxᵀ dz⟨t⟩
        dz = _side_by_side(dz_steps, dz_columns)
        dW += dz @ _side_by_side(steps[block], seen_columns).T
        np.matmul(Wax_T, dz, dx_steps[:, block].reshape(n_x, dz.shape[1]))
    return {"dx": dx_steps.transpose(0, 2, 1), "da0": da_next,
            "dWax": dW[:, n_a:-1], "dWaa": dW[:, :n_a], "dba": dW[:, -1:]}


# ---- GRU ----------------------------------------------------------------------------------------

@_contract_once(x="n_x m T_x", c0="n_a m", parameters=gru.PARAMETERS)
def gru_forward(x, c0, parameters):
    """The GRU over all time steps, with the results of `gru.gru_forward`.

    x          : (n_x, m, T_x), the inputs
    c0         : (n_a, m), the memory before the first step
    parameters : Wu, Wr, Wc (n_a, n_a + n_x), bu, br, bc (n_a, 1), Wy (n_y, n_a), by (n_y, 1)
    returns c (n_a, m, T_x), read-only; y_pred (n_y, m, T_x); caches, for `gru_backward`
    """
    (n_a, m), T_x = c0.shape, x.shape[2]
    dtype = np.result_type(x, c0, *parameters.values(), 0.0)     # float32 stays float32
    # steps[t] = [c⟨t−1⟩; x⟨t⟩; 1; Γr * c⟨t−1⟩]: the gates see it without its last n_a rows, the
    # candidate without its first. The gates are 1 − Γu = σ(−zu), which is what is kept, and Γr
    steps = _stack(x, c0, dtype, extra=n_a)
    W_gates, Wc = _stack_weights(parameters, "ur", dtype), parameters["Wc"]
    W_candidate = np.concatenate([Wc[:, n_a:], parameters["bc"], Wc[:, :n_a]], axis=1, dtype=dtype)
    gates, candidates = np.empty((T_x, 2, n_a, m), dtype), np.empty((T_x, n_a, m), dtype)
    c_steps = steps[1:, :n_a]
    tanh, one = _tanh_for(c0, dtype), np.ones((), dtype)
    with np.errstate(over="ignore"):             # exp(1000) = inf, and 1 / (1 + inf) = 0 is right
        for c_prev, c_next, seen_by_gates, seen_by_candidate, reset_c, both, kept, reset, candidate in zip(
                steps[:, :n_a], c_steps, steps[:, :-n_a], steps[:, n_a:], steps[:, -n_a:],
                gates.reshape(T_x, 2 * n_a, m), gates[:, 0], gates[:, 1], candidates):
            W_gates.dot(seen_by_gates, both)
            _gate(both, one)
            # c̃⟨t⟩ = tanh(Wc [Γr * c⟨t−1⟩; x⟨t⟩] + bc)
            np.multiply(reset, c_prev, reset_c)
            W_candidate.dot(seen_by_candidate, candidate)
            tanh(candidate, candidate)
            # c⟨t⟩ = Γu * c̃⟨t⟩ + (1 − Γu) * c⟨t−1⟩ = (1 − Γu) * (c⟨t−1⟩ − c̃⟨t⟩) + c̃⟨t⟩
            np.subtract(c_prev, candidate, c_next)
            c_next *= kept
            c_next += candidate
    c = _as_course(c_steps)
    y_pred = _predict(c_steps, parameters["Wy"], parameters["by"])
    return c, y_pred, (c, steps, gates, candidates, W_gates, W_candidate)


GRU_CACHES = (("c", "n_a m T_x"), ("steps", None), ("gates", None), ("candidates", None),
              ("W_gates", None), ("W_candidate", None))


@_contract_once(caches=GRU_CACHES, dc="n_a m T_x")
def gru_backward(dc, caches):
    """Backpropagation through time, with the results of `gru.gru_backward`.

    dc     : (n_a, m, T_x), gradient of the loss with respect to each c⟨t⟩,
             as far as it comes from the loss at step t itself
    caches : from `fast.gru_forward`
    returns gradients: a dict with dx (n_x, m, T_x), dc0 (n_a, m),
            dWu, dWr, dWc (n_a, n_a + n_x), dbu, dbr, dbc (n_a, 1)
    """
    c, steps, gates, candidates, W_gates, W_candidate = caches
    (n_a, m, T_x), n_x = dc.shape, W_gates.shape[1] - dc.shape[0] - 1
    dtype = np.result_type(dc, W_gates)
    Wx_T = np.concatenate([W_gates[:, n_a:-1], W_candidate[:, :n_x]]).T
    W_gates_T = W_gates[:, :n_a].T.astype(dtype, order="C")
    W_candidate_T = W_candidate[:, -n_a:].T.astype(dtype, order="C")
    dW_gates, dW_candidate = np.zeros(W_gates.shape, dtype), np.zeros(W_candidate.shape, dtype)
    dx_steps = np.empty((n_x, T_x, m), dtype)
    dc_next, dreset_c = back = np.zeros((2, n_a, m), dtype)
    through_gates = np.empty((n_a, m), dtype)
    size, blocks = _blocks(n_a, m, T_x)
    dc_room, dz_room = np.empty((size, n_a, m), dtype), np.empty((size, 3, n_a, m), dtype)
    dz_columns, seen_columns = np.empty((3 * n_a, size, m), dtype), np.empty((steps.shape[1], size, m), dtype)
    for block in blocks:
        dz_steps = dz_room[:block.stop - block.start]
        _gru_derivatives(steps[block, :n_a], gates[block], candidates[block], dz_steps)
        for dc_from_loss, dz_update, dz_reset, dz_candidate, dz_gates, kept_and_reset in zip(
                _steps_first(dc, block, dc_room)[::-1], dz_steps[::-1, 0], dz_steps[::-1, 1], dz_steps[::-1, 2],
                dz_steps[:, :2].reshape(len(dz_steps), 2 * n_a, m)[::-1], gates[block][::-1]):
            # c⟨t⟩ has two effects: on the loss at step t, and on step t+1
            dc_next += dc_from_loss
            dz_update *= dc_next
            dz_candidate *= dc_next
            W_candidate_T.dot(dz_candidate, dreset_c)
            dz_reset *= dreset_c
            # c⟨t−1⟩ is in c⟨t⟩ as far as it is kept, in Γr * c⟨t−1⟩, and in both gates
            W_gates_T.dot(dz_gates, through_gates)
            back *= kept_and_reset
            dc_next += dreset_c
            dc_next += through_gates
        # dW = Σ dz⟨t⟩ [what was seen at step t]ᵀ,  dx⟨t⟩ = Wxᵀ dz⟨t⟩
        dz = _side_by_side(dz_steps.reshape(len(dz_steps), 3 * n_a, m), dz_columns)
        seen = _side_by_side(steps[block], seen_columns)
        dW_gates += dz[:-n_a] @ seen[:-n_a].T
        dW_candidate += dz[-n_a:] @ seen[n_a:].T
        np.matmul(Wx_T, dz, dx_steps[:, block].reshape(n_x, dz.shape[1]))
    dWc = np.concatenate([dW_candidate[:, -n_a:], dW_candidate[:, :n_x]], axis=1)
    return {"dx": dx_steps.transpose(0, 2, 1), "dc0": dc_next, "dWc": dWc,
            "dbc": dW_candidate[:, n_x:n_x + 1], **_unstack_gradients(dW_gates, "ur")}


def _gru_derivatives(c_prev, gates, candidate, derivatives):
    """For each step, what the incoming gradients are multiplied by, into `derivatives` (steps, 3, n_a, m)."""
    of_gates, of_candidate = derivatives[:, :2], derivatives[:, 2]
    # dc̃/dz = 1 − c̃², and c̃ is multiplied by Γu
    np.square(candidate, of_candidate)
    np.subtract(1, of_candidate, of_candidate)
    of_candidate *= 1 - gates[:, 0]
    # a gate g = σ(−z): dg/dz = (g − 1) g, and the update gate multiplies c⟨t−1⟩ − c̃⟨t⟩
    np.subtract(gates, 1, of_gates)
    of_gates *= gates
    of_gates[:, 0] *= c_prev - candidate
    of_gates[:, 1] *= c_prev


# ---- LSTM ---------------------------------------------------------------------------------------

@_contract_once(x="n_x m T_x", a0="n_a m", parameters=lstm.PARAMETERS)
def lstm_forward(x, a0, parameters):
    """The LSTM over all time steps, with the results of `lstm.lstm_forward`.

    x          : (n_x, m, T_x), the inputs
    a0         : (n_a, m), the hidden state before the first step; the memory there is c0 = 0
    parameters : Wf, Wi, Wc, Wo (n_a, n_a + n_x), bf, bi, bc, bo (n_a, 1),
                 Wy (n_y, n_a), by (n_y, 1)
    returns a (n_a, m, T_x), read-only; y_pred (n_y, m, T_x); c (n_a, m, T_x), read-only;
            caches, for `lstm_backward`
    """
    (n_a, m), T_x = a0.shape, x.shape[2]
    dtype = np.result_type(x, a0, *parameters.values(), 0.0)     # float32 stays float32
    steps = _stack(x, a0, dtype)
    W = _stack_weights(parameters, "cfio", dtype)
    # memory[t] = c⟨t−1⟩, c̃⟨t⟩, Γf, Γi, Γo: the first two stand as the gates that multiply them
    memory = np.empty((T_x + 1, 5, n_a, m), dtype)
    memory[0, 0] = 0
    a_steps, c_steps = steps[1:, :n_a], memory[1:, 0]
    kept, added = both = np.empty((2, n_a, m), dtype)
    tanh, one = _tanh_for(a0, dtype), np.ones((), dtype)
    with np.errstate(over="ignore"):             # exp(1000) = inf, and 1 / (1 + inf) = 0 is right
        for now, a_next, c_next, z, old_and_new, candidate, gates, forget_and_input, output in zip(
                steps, a_steps, c_steps, memory[:, 1:].reshape(T_x + 1, 4 * n_a, m), memory[:, :2],
                memory[:, 1], memory[:, 2:], memory[:, 2:4], memory[:, 4]):
            W.dot(now, z)
            tanh(candidate, candidate)
            _gate(gates, one)
            # c⟨t⟩ = Γf * c⟨t−1⟩ + Γi * c̃⟨t⟩
            np.multiply(forget_and_input, old_and_new, both)
            np.add(kept, added, c_next)
            # a⟨t⟩ = Γo * tanh(c⟨t⟩)
            tanh(c_next, a_next)
            a_next *= output
    a, c = _as_course(a_steps), _as_course(c_steps)
    y_pred = _predict(a_steps, parameters["Wy"], parameters["by"])
    return a, y_pred, c, (c, steps, memory, W)


@_contract_once(caches=(("c", "n_a m T_x"), ("steps", None), ("memory", None), ("W", None)), da="n_a m T_x")
def lstm_backward(da, caches):
    """Backpropagation through time, with the results of `lstm.lstm_backward`.

    da     : (n_a, m, T_x), gradient of the loss with respect to each a⟨t⟩,
             as far as it comes from the loss at step t itself
    caches : from `fast.lstm_forward`
    returns gradients: a dict with dx (n_x, m, T_x), da0 (n_a, m),
            dWf, dWi, dWc, dWo (n_a, n_a + n_x), dbf, dbi, dbc, dbo (n_a, 1)
    """
    c, steps, memory, W = caches
    (n_a, m, T_x), n_x = da.shape, W.shape[1] - da.shape[0] - 1
    dtype = np.result_type(da, W)
    Wx_T, Wa_T = W[:, n_a:-1].T, W[:, :n_a].T.astype(dtype, order="C")     # a product reads it faster
    dW = np.zeros(W.shape, dtype)
    dx_steps = np.empty((n_x, T_x, m), dtype)
    da_next, dc_next = np.zeros((2, n_a, m), dtype)
    size, blocks = _blocks(n_a, m, T_x)
    da_room, into_c_room = np.empty((2, size, n_a, m), dtype)
    dz_room, dz_columns = np.empty((size, 4, n_a, m), dtype), np.empty((4 * n_a, size, m), dtype)
    seen_columns = np.empty((W.shape[1], size, m), dtype)
    for block in blocks:
        into_c_steps, dz_steps = _steps_first(c, block, into_c_room), dz_room[:block.stop - block.start]
        _lstm_derivatives(memory[block], into_c_steps, dz_steps)
        for da_from_loss, dz, dz_candidate_and_more, dz_output, into_c, forget in zip(
                _steps_first(da, block, da_room)[::-1], dz_steps.reshape(len(dz_steps), 4 * n_a, m)[::-1],
                dz_steps[::-1, :3], dz_steps[::-1, 3], into_c_steps[::-1], memory[block, 2][::-1]):
            # a⟨t⟩ has two effects: on the loss at step t, and on step t+1
            da_next += da_from_loss
            dz_output *= da_next
            # c⟨t⟩ too: on a⟨t⟩, and on step t+1
            into_c *= da_next
            dc_next += into_c
            dz_candidate_and_more *= dc_next
            Wa_T.dot(dz, da_next)
            dc_next *= forget
        # dW = Σ dz⟨t⟩ [a⟨t−1⟩; x⟨t⟩; 1]ᵀ,  dx⟨t⟩ = Wxᵀ dz⟨t⟩
        dz = _side_by_side(dz_steps.reshape(len(dz_steps), 4 * n_a, m), dz_columns)
        dW += dz @ _side_by_side(steps[block], seen_columns).T
        np.matmul(Wx_T, dz, dx_steps[:, block].reshape(n_x, dz.shape[1]))
    return {"dx": dx_steps.transpose(0, 2, 1), "da0": da_next, **_unstack_gradients(dW, "cfio")}


def _lstm_derivatives(memory, c_next, derivatives):
    """What the incoming gradients are multiplied by at each step, to z and through tanh to c.

    Written into `derivatives` (steps, 4, n_a, m), from dc⟨t⟩ for c̃, Γf, Γi and from da⟨t⟩ for Γo;
    and into `c_next` (steps, n_a, m), from da⟨t⟩ to dc⟨t⟩.
    """
    old_and_new, candidate, gates, output = memory[:, :2], memory[:, 1], memory[:, 2:], memory[:, 4]
    of_candidate, of_gates = derivatives[:, 0], derivatives[:, 1:]
    tanh_c = into_c = c_next
    with np.errstate(over="ignore"):
        _tanh_for(c_next, c_next.dtype)(c_next, tanh_c)
    # dc̃/dz = 1 − c̃², and c̃ is multiplied by Γi
    np.square(candidate, of_candidate)
    np.subtract(1, of_candidate, of_candidate)
    of_candidate *= memory[:, 3]
    # a gate g = σ(−z): dg/dz = (g − 1) g; Γf multiplies c⟨t−1⟩, Γi c̃⟨t⟩ and Γo tanh(c⟨t⟩)
    np.subtract(gates, 1, of_gates)
    of_gates *= gates
    of_gates[:, :2] *= old_and_new
    of_gates[:, 2] *= tanh_c
    # da/dc = Γo * (1 − tanh²(c))
    np.square(tanh_c, into_c)
    np.subtract(1, into_c, into_c)
    into_c *= output
