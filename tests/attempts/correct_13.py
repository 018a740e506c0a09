"""Right solutions of the exercises of notebook 13, added to those of the notebooks before."""
import numpy as np

from attempts.correct import solves
from rnn_utils import GRU, LSTM, RNN, softmax


# to_framework_parameters -----------------------------------------------------------------------


@solves("to_framework_parameters")
def layout_with_a_table_of_gates(parameters, cell=RNN):
    """One way for all gates; the signs stand beside their letters."""
    order = {"RNN": None, "GRU": [("u", -1), ("r", 1), ("c", 1)], "LSTM": [(g, 1) for g in "iofc"]}[cell.name]
    directions = [parameters[d] for d in ("forward", "backward") if d in parameters] or [parameters]
    W, R, B = [], [], []
    for p in directions:
        if order is None:
            blocks = [(p["Waa"], p["Wax"], p["ba"])]
        else:
            n_a = p["bc"].shape[0]
            blocks = [(s * p["W" + g][:, :n_a], s * p["W" + g][:, n_a:], s * p["b" + g]) for g, s in order]
        r, w, b = (np.vstack(part) for part in zip(*blocks))
        W.append(w), R.append(r), B.append(np.vstack([b, 0 * b]).ravel())
    return np.array(W), np.array(R), np.array(B)


@solves("to_framework_parameters")
def layout_with_the_bias_in_the_second_half(parameters, cell):
    def one(p):
        if cell == RNN:
            w, r, b = p["Wax"], p["Waa"], p["ba"]
        elif cell == GRU:
            s = np.vstack([-p["Wu"], p["Wr"], p["Wc"]])
            r, w = np.hsplit(s, [len(p["bu"])])
            b = np.vstack([-p["bu"], p["br"], p["bc"]])
        else:
            s = np.vstack([p["W" + g] for g in "iofc"])
            r, w = np.hsplit(s, [len(p["bi"])])
            b = np.vstack([p["b" + g] for g in "iofc"])
        return w[None], r[None], np.concatenate([np.zeros(len(b)), b[:, 0]])[None]

    if "forward" not in parameters:
        return one(parameters)
    return tuple(np.concatenate(pair) for pair in zip(one(parameters["forward"]), one(parameters["backward"])))


@solves("to_framework_parameters")
def layout_by_recursion_with_halved_biases(parameters, cell=RNN):
    if "backward" in parameters:
        one, two = (layout_by_recursion_with_halved_biases(parameters[k], cell) for k in ("forward", "backward"))
        return [np.append(a, b, axis=0) for a, b in zip(one, two)]
    p = dict(parameters)
    if cell.name == "RNN":
        W, R, b = p["Wax"], p["Waa"], p["ba"]
    else:
        if cell.name == "GRU":
            p["Wu"], p["bu"] = p["Wu"] * -1, p["bu"] * -1
        order = "urc" if cell.name == "GRU" else "iofc"
        b = np.concatenate([p["b" + k] for k in order])
        n_a = b.size // len(order)
        W = np.concatenate([p["W" + k][:, n_a:] for k in order])
        R = np.concatenate([p["W" + k][:, :n_a] for k in order])
    return W[np.newaxis], R[np.newaxis], np.tile(b.flatten() / 2, 2)[np.newaxis]


@solves("to_framework_parameters")
def layout_filled_block_by_block(parameters, cell=RNN):
    ways = [parameters["forward"], parameters["backward"]] if "forward" in parameters else [parameters]
    if cell.name == "RNN":
        n_a, n_x = ways[0]["Wax"].shape
        gates = [None]
    else:
        n_a = len(ways[0]["bc"])
        n_x = ways[0]["Wc"].shape[1] - n_a
        gates = ["u", "r", "c"] if cell is GRU else ["i", "o", "f", "c"]
    g = len(gates)
    W, R = np.zeros((len(ways), g * n_a, n_x)), np.zeros((len(ways), g * n_a, n_a))
    B = np.zeros((len(ways), 2 * g * n_a))
    for d, p in enumerate(ways):
        for k, gate in enumerate(gates):
            rows = slice(k * n_a, (k + 1) * n_a)
            if gate is None:
                W[d], R[d], B[d, rows] = p["Wax"], p["Waa"], p["ba"].ravel()
            else:
                sign = -1 if gate == "u" else 1
                R[d, rows], W[d, rows] = sign * p["W" + gate][:, :n_a], sign * p["W" + gate][:, n_a:]
                B[d, rows] = sign * np.squeeze(p["b" + gate], axis=1)
    return W, R, B


@solves("to_framework_parameters")
def layout_that_recognises_the_cell_by_its_keys(parameters, cell=LSTM):
    """Never looks at `cell`."""
    ways = [parameters.get("forward", parameters), parameters.get("backward")]
    W, R, B = [], [], []
    for p in filter(None, ways):
        gates = "iofc" if "Wo" in p else "urc"
        if "Waa" in p:
            w, r, b = p["Wax"], p["Waa"], p["ba"]
        else:
            w = np.concatenate([p["W" + k][:, len(p["bc"]):] for k in gates])
            r = np.concatenate([p["W" + k][:, :len(p["bc"])] for k in gates])
            b = np.concatenate([p["b" + k] for k in gates])
            if gates == "urc":
                n = len(p["bu"])
                w[:n], r[:n], b[:n] = -w[:n], -r[:n], -b[:n]
        W.append(w)
        R.append(r)
        B.append(np.concatenate((b, np.zeros(b.shape)))[:, 0])
    return np.stack(W), np.stack(R), np.stack(B)


# rnn_forward_hoisted -----------------------------------------------------------------------------


@solves("rnn_forward_hoisted")
def hoisted_with_a_flat_product(x, a0, parameters):
    """One product of matrices; the axes come back by a reshape."""
    p, (n_x, m, T_x) = parameters, x.shape
    z = (p["Wax"] @ x.reshape(n_x, m * T_x) + p["ba"]).reshape(-1, m, T_x)
    a = np.empty(z.shape)
    a_next = a0
    for t in range(T_x):
        a_next = a[:, :, t] = np.tanh(z[:, :, t] + p["Waa"].dot(a_next))
    scores = np.exp(p["Wya"] @ a.reshape(len(a0), -1) + p["by"])
    return a, (scores / scores.sum(axis=0)).reshape(-1, m, T_x)


@solves("rnn_forward_hoisted")
def hoisted_with_the_steps_first(x, a0, parameters):
    """A stack of products in one call: (n_a, n_x) @ (T_x, n_x, m)."""
    Wax, Waa, Wya, ba, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
    states = []
    a = a0
    for z in Wax @ x.transpose(2, 0, 1) + ba:
        a = np.tanh(z + Waa @ a)
        states.append(a)
    a = np.stack(states, axis=2)
    return a, softmax(np.moveaxis(Wya @ np.moveaxis(a, 2, 0) + by, 0, 2))


@solves("rnn_forward_hoisted")
def hoisted_with_einsum(x, a0, parameters):
    p = parameters
    from_input = np.einsum("ij,jmt->tim", p["Wax"], x) + p["ba"]
    a = np.zeros((a0.shape[0], *x.shape[1:]))
    state = a0.copy()
    for t, z in enumerate(from_input):
        state = np.tanh(p["Waa"] @ state + z)
        a[..., t] = state
    return [a, softmax(np.einsum("yi,imt->ymt", p["Wya"], a) + p["by"][..., np.newaxis])]


@solves("rnn_forward_hoisted")
def hoisted_by_a_product_written_out(x, a0, parameters):
    """One product, but no function that is called so: element by element, and a sum over the input units."""
    Wax, Waa, Wya, ba, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
    z = (Wax[:, :, None, None] * x).sum(axis=1) + ba[:, :, None]
    a, state = np.zeros_like(z), a0
    for t in range(x.shape[2]):
        state = np.tanh(z[:, :, t] + Waa @ state)
        a[:, :, t] = state
    return a, softmax(np.tensordot(Wya, a, axes=1) + by[:, :, None])


@solves("rnn_forward_hoisted")
def hoisted_unit_by_unit(x, a0, parameters):
    """A sum over the input units, one after the other, for all steps at once."""
    Wax, Waa, Wya, ba, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
    z = sum(Wax[:, k, None, None] * x[k] for k in range(len(x))) + ba[:, :, None]
    a = np.empty_like(z)
    for t in range(x.shape[2]):
        a[:, :, t] = np.tanh(z[:, :, t] + Waa @ (a[:, :, t - 1] if t else a0))
    return a, softmax(np.moveaxis(Wya @ np.moveaxis(a, 2, 0) + by, 0, 2))


@solves("rnn_forward_hoisted")
def hoisted_example_by_example(x, a0, parameters):
    """A product for each example: as many as there are examples, not as there are steps."""
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    a = np.zeros((len(a0), *x.shape[1:]))
    z = np.stack([Wax @ x[:, i] for i in range(x.shape[1])], axis=1) + ba[:, :, None]
    for t in range(x.shape[2]):
        before = a[:, :, t - 1] if t else a0
        a[:, :, t] = np.tanh(z[:, :, t] + Waa @ before)
    return a, softmax(np.tensordot(parameters["Wya"], a, axes=1) + parameters["by"][:, :, None])


@solves("rnn_forward_hoisted")
def hoisted_with_the_bias_as_a_weight(x, a0, parameters):
    """ba as the column of an input that is always 1."""
    W = np.hstack([parameters["Wax"], parameters["ba"]])
    z = np.tensordot(W, np.concatenate([x, np.ones((1, *x.shape[1:]))]), axes=([1], [0]))
    a, state = [], a0
    for z_t in z.transpose(2, 0, 1):
        state = np.tanh(z_t + parameters["Waa"] @ state)
        a += [state]
    a = np.array(a).transpose(1, 2, 0)
    return a, softmax(np.tensordot(parameters["Wya"], a, axes=1) + parameters["by"].reshape(-1, 1, 1))
