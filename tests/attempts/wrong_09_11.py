"""Wrong attempts at the exercises of notebooks 09 to 11, added to those before them."""
import numpy as np

from attempts.wrong import attempt
from rnn_utils import (gru_cell_backward, gru_cell_forward, hidden_states, lstm_cell_backward, lstm_cell_forward,
                       reverse_padded, rnn_forward, sigmoid, softmax)
from rnn_utils.cells import RNN


# gru_cell_forward ------------------------------------------------------------------------------


@attempt("gru_cell_forward", "update-gate-turned")
def gru_keeps_where_it_should_renew(xt, c_prev, parameters):
    """The update gate in the sense of the paper of 2014."""
    Wu, Wr, Wc, Wy = [parameters[name] for name in ("Wu", "Wr", "Wc", "Wy")]
    concat = np.vstack((c_prev, xt))
    z = sigmoid(Wu.dot(concat) + parameters["bu"])
    r = sigmoid(Wr.dot(concat) + parameters["br"])
    h = np.tanh(Wc.dot(np.vstack((r * c_prev, xt))) + parameters["bc"])
    c_next = z * c_prev + (1 - z) * h
    return c_next, softmax(Wy.dot(c_next) + parameters["by"]), (c_next, c_prev, z, r, h, xt, parameters)


@attempt("gru_cell_forward", "reset-after-the-bias")
def gru_like_another_library(xt, c_prev, parameters):
    n = c_prev.shape[0]
    p = parameters
    stacked = np.concatenate((c_prev, xt))
    ut, rt = sigmoid(p["Wu"] @ stacked + p["bu"]), sigmoid(p["Wr"] @ stacked + p["br"])
    cct = np.tanh(p["Wc"][:, n:] @ xt + rt * (p["Wc"][:, :n] @ c_prev + p["bc"]))
    c_next = (1 - ut) * c_prev + ut * cct
    return c_next, softmax(p["Wy"] @ c_next + p["by"]), (c_next, c_prev, ut, rt, cct, xt, p)


@attempt("gru_cell_forward", "reset-after-the-product")
def gru_resets_behind_the_product(xt, c_prev, parameters):
    n_a = len(c_prev)
    ut, rt = (sigmoid(np.dot(parameters["W" + k], np.r_[c_prev, xt]) + parameters["b" + k]) for k in "ur")
    memory = np.dot(parameters["Wc"][:, :n_a], c_prev)
    memory *= rt
    cct = np.tanh(memory + np.dot(parameters["Wc"][:, n_a:], xt) + parameters["bc"])
    c_next = c_prev + ut * (cct - c_prev)
    yt_pred = softmax(np.dot(parameters["Wy"], c_next) + parameters["by"])
    return c_next, yt_pred, (c_next, c_prev, ut, rt, cct, xt, parameters)


@attempt("gru_cell_forward", "no-reset-gate")
def gru_uses_the_first_stack_twice(xt, c_prev, parameters):
    stacked = np.concatenate([c_prev, xt], axis=0)
    ut = sigmoid(parameters["Wu"] @ stacked + parameters["bu"])
    rt = sigmoid(parameters["Wr"] @ stacked + parameters["br"])
    stacked_reset = np.concatenate([rt * c_prev, xt], axis=0)
    cct = np.tanh(parameters["Wc"] @ stacked + parameters["bc"])
    c_next = ut * cct + (1 - ut) * c_prev
    yt_pred = softmax(parameters["Wy"] @ c_next + parameters["by"])
    return c_next, yt_pred, (c_next, c_prev, ut, rt, cct, xt, parameters)


@attempt("gru_cell_forward", "reset-of-everything")
def gru_resets_the_whole_stack(xt, c_prev, parameters):
    """Multiplies what came out of the whole product, since (n_a + n_x) rows and n_a rows would not fit."""
    Wc, bc = parameters["Wc"], parameters["bc"]
    stacked = np.vstack([c_prev, xt])
    gate = {k: 1 / (1 + np.exp(-(parameters[f"W{k}"] @ stacked + parameters[f"b{k}"]))) for k in ("u", "r")}
    cct = np.tanh(gate["r"] * (Wc @ stacked) + bc)
    c_next = gate["u"] * cct + (1 - gate["u"]) * c_prev
    yt_pred = softmax(parameters["Wy"] @ c_next + parameters["by"])
    return c_next, yt_pred, (c_next, c_prev, gate["u"], gate["r"], cct, xt, parameters)


@attempt("gru_cell_forward", "candidate-by-sigmoid")
def gru_with_a_third_sigmoid(xt, c_prev, parameters):
    def layer(name, memory):
        return sigmoid(parameters["W" + name] @ np.vstack([memory, xt]) + parameters["b" + name])

    u = layer("u", c_prev)
    r = layer("r", c_prev)
    candidate = layer("c", r * c_prev)
    c_next = u * candidate + (1 - u) * c_prev
    return c_next, softmax(parameters["Wy"] @ c_next + parameters["by"]), \
        (c_next, c_prev, u, r, candidate, xt, parameters)


@attempt("gru_cell_forward", "gates-exchanged + no-softmax")
def gru_with_two_slips(xt, c_prev, parameters):
    stacked = np.concatenate([c_prev, xt])
    rt = sigmoid(np.matmul(parameters["Wu"], stacked) + parameters["bu"])
    ut = sigmoid(np.matmul(parameters["Wr"], stacked) + parameters["br"])
    cct = np.tanh(np.matmul(parameters["Wc"], np.concatenate([rt * c_prev, xt])) + parameters["bc"])
    c_next = ut * cct + (1 - ut) * c_prev
    yt_pred = np.matmul(parameters["Wy"], c_next) + parameters["by"]
    return c_next, yt_pred, (c_next, c_prev, ut, rt, cct, xt, parameters)


@attempt("gru_cell_forward", "softmax-over-examples")
def gru_with_softmax_along_the_rows(xt, c_prev, parameters):
    n = len(c_prev)

    def z(k, memory):
        return parameters["W" + k][:, :n] @ memory + parameters["W" + k][:, n:] @ xt + parameters["b" + k]

    ut, rt = sigmoid(z("u", c_prev)), sigmoid(z("r", c_prev))
    cct = np.tanh(z("c", rt * c_prev))
    c_next = ut * cct + c_prev - ut * c_prev
    e = np.exp(parameters["Wy"] @ c_next + parameters["by"])
    return c_next, e / e.sum(axis=1, keepdims=True), (c_next, c_prev, ut, rt, cct, xt, parameters)


@attempt("gru_cell_forward", "blocks-exchanged")
def gru_with_the_input_on_top(xt, c_prev, parameters):
    (n_x, m), n_a = xt.shape, c_prev.shape[0]
    concat = np.zeros((n_x + n_a, m))
    concat[:n_x] = xt
    concat[n_x:] = c_prev
    ut = sigmoid(np.dot(parameters["Wu"], concat) + parameters["bu"])
    rt = sigmoid(np.dot(parameters["Wr"], concat) + parameters["br"])
    reset = concat.copy()
    reset[n_x:] *= rt
    cct = np.tanh(np.dot(parameters["Wc"], reset) + parameters["bc"])
    c_next = ut * cct + (1 - ut) * c_prev
    yt_pred = softmax(np.dot(parameters["Wy"], c_next) + parameters["by"])
    return c_next, yt_pred, (c_next, c_prev, ut, rt, cct, xt, parameters)


@attempt("gru_cell_forward", None)
def gru_stacks_side_by_side(xt, c_prev, parameters):
    """axis=1 for the stack: an error of NumPy."""
    stacked = np.concatenate([c_prev, xt], axis=1)
    ut = sigmoid(parameters["Wu"] @ stacked + parameters["bu"])
    rt = sigmoid(parameters["Wr"] @ stacked + parameters["br"])
    return ut, rt, (stacked, parameters)


@attempt("gru_cell_forward", None)
def gru_multiplies_the_gates_as_matrices(xt, c_prev, parameters):
    """@ for the element-wise product: the shapes do not fit."""
    stacked = np.concatenate([c_prev, xt], axis=0)
    ut = sigmoid(parameters["Wu"] @ stacked + parameters["bu"])
    rt = sigmoid(parameters["Wr"] @ stacked + parameters["br"])
    cct = np.tanh(parameters["Wc"] @ np.concatenate([rt * c_prev, xt]) + parameters["bc"])
    c_next = ut @ cct + (1 - ut) @ c_prev
    return c_next, softmax(parameters["Wy"] @ c_next + parameters["by"]), \
        (c_next, c_prev, ut, rt, cct, xt, parameters)


@attempt("gru_cell_forward", "c-prev-overwritten")
def gru_writes_the_reset_memory_into_c_prev(xt, c_prev, parameters):
    """The name c_prev gets another value before it is used again."""
    stacked = np.concatenate([c_prev, xt])
    ut = sigmoid(parameters["Wu"] @ stacked + parameters["bu"])
    rt = sigmoid(parameters["Wr"] @ stacked + parameters["br"])
    c_prev = rt * c_prev
    stacked = np.concatenate([c_prev, xt])
    cct = np.tanh(parameters["Wc"] @ stacked + parameters["bc"])
    c_next = ut * cct + (1 - ut) * c_prev
    yt_pred = softmax(parameters["Wy"] @ c_next + parameters["by"])
    return c_next, yt_pred, (c_next, c_prev, ut, rt, cct, xt, parameters)


@attempt("gru_cell_forward", "changes-its-inputs")
def gru_resets_in_place(xt, c_prev, parameters):
    p = parameters
    kept = c_prev.copy()
    u = sigmoid(p["Wu"] @ np.vstack([c_prev, xt]) + p["bu"])
    r = sigmoid(p["Wr"] @ np.vstack([c_prev, xt]) + p["br"])
    c_prev *= r
    cc = np.tanh(p["Wc"] @ np.vstack([c_prev, xt]) + p["bc"])
    c_next = u * cc + (1 - u) * kept
    return c_next, softmax(p["Wy"] @ c_next + p["by"]), (c_next, kept, u, r, cc, xt, p)


@attempt("gru_cell_forward", "blank-left")
def gru_half_done(xt, c_prev, parameters):
    Wu, Wr = parameters["Wu"], parameters["Wr"]
    stacked = np.concatenate([c_prev, xt], axis=0)
    ut = sigmoid(Wu @ stacked + parameters["bu"])
    rt = sigmoid(Wr @ stacked + parameters["br"])
    cct = ...
    c_next = ...
    yt_pred = ...
    cache = (c_next, c_prev, ut, rt, cct, xt, parameters)
    return c_next, yt_pred, cache


@attempt("gru_cell_forward", "wrong-results")
def gru_forgets_to_return(xt, c_prev, parameters):
    stacked = np.concatenate([c_prev, xt])
    ut = sigmoid(parameters["Wu"] @ stacked + parameters["bu"])
    rt = sigmoid(parameters["Wr"] @ stacked + parameters["br"])
    cct = np.tanh(parameters["Wc"] @ np.concatenate([rt * c_prev, xt]) + parameters["bc"])
    c_next = ut * cct + (1 - ut) * c_prev
    print(c_next.shape)


# gru_forward -----------------------------------------------------------------------------------


@attempt("gru_forward", "c0-at-every-step")
def gru_pass_always_from_c0(x, c0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    caches = []
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    for t in range(T_x):
        c_next, yt_pred, cache = gru_cell_forward(x[:, :, t], c0, parameters)
        c[:, :, t] = c_next
        y[:, :, t] = yt_pred
        caches.append(cache)
    return c, y, caches


@attempt("gru_forward", "c0-never-used")
def gru_pass_from_the_array_itself(x, c0, parameters):
    """Reads c[:, :, t - 1], which is zeros at t = 0."""
    T_x = x.shape[2]
    c = np.zeros((*c0.shape, T_x))
    y_pred = np.zeros((len(parameters["by"]), x.shape[1], T_x))
    caches = []
    for t in range(T_x):
        c[:, :, t], y_pred[:, :, t], cache = gru_cell_forward(x[:, :, t], c[:, :, t - 1].copy(), parameters)
        caches.append(cache)
    return c, y_pred, caches


@attempt("gru_forward", "last-step-missing")
def gru_pass_one_step_short(x, c0, parameters):
    c, y_pred = np.zeros(c0.shape + x.shape[2:]), np.zeros(parameters["by"].shape[:1] + x.shape[1:])
    caches, c_next = [], c0
    for t in range(0, x.shape[2] - 1):
        c_next, y_pred[..., t], cache = gru_cell_forward(x[..., t], c_next, parameters)
        c[..., t] = c_next
        caches.append(cache)
    return c, y_pred, caches


@attempt("gru_forward", "return-inside-the-loop")
def gru_pass_returns_inside_the_loop(x, c0, parameters):
    n_a, m = c0.shape
    T_x = x.shape[2]
    c = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((parameters["Wy"].shape[0], m, T_x))
    caches = []
    c_next = c0
    for t in range(T_x):
        c_next, yt_pred, cache = gru_cell_forward(x[:, :, t], c_next, parameters)
        c[:, :, t] = c_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
        return c, y_pred, caches


@attempt("gru_forward", "axes-in-another-order")
def gru_pass_with_time_in_front(x, c0, parameters):
    c, y_pred, caches = [], [], []
    for t in range(x.shape[2]):
        c0, yt, cache = gru_cell_forward(x[:, :, t], c0, parameters)
        c.append(c0)
        y_pred.append(yt)
        caches.append(cache)
    return np.array(c), np.array(y_pred), caches


@attempt("gru_forward", "no-array")
def gru_pass_with_bare_lists(x, c0, parameters):
    c, y_pred, caches = [], [], []
    c_next = c0
    for t in range(x.shape[2]):
        c_next, yt, cache = gru_cell_forward(x[:, :, t], c_next, parameters)
        c.append(c_next)
        y_pred.append(yt)
        caches.append(cache)
    return c, y_pred, caches


@attempt("gru_forward", "one-array-for-all-memories")
def gru_pass_overwrites_its_memory(x, c0, parameters):
    T_x = x.shape[2]
    c = np.zeros((len(c0), x.shape[1], T_x))
    y_pred = np.zeros((len(parameters["Wy"]), x.shape[1], T_x))
    caches = []
    memory = np.array(c0)
    for t in range(T_x):
        new, yt_pred, (_, *rest) = gru_cell_forward(x[:, :, t], memory, parameters)
        memory[:] = new
        c[:, :, t] = memory
        y_pred[:, :, t] = yt_pred
        caches.append((memory, *rest))
    return c, y_pred, caches


@attempt("gru_forward", "one-array-for-all-memories")
def gru_pass_keeps_one_array_for_its_memory(x, c0, parameters):
    """The caches hold `memory` itself as the memory before their step."""
    memory, c, y_pred, caches = c0.copy(), [], [], []
    for t in range(x.shape[2]):
        c_next, yt_pred, cache = gru_cell_forward(x[:, :, t], memory, parameters)
        memory[:] = c_next
        c.append(c_next)
        y_pred.append(yt_pred)
        caches.append(cache)
    return np.stack(c, axis=2), np.stack(y_pred, axis=2), caches


@attempt("gru_forward", "changes-its-inputs")
def gru_pass_writes_into_c0(x, c0, parameters):
    T_x = x.shape[2]
    c = np.zeros((len(c0), x.shape[1], T_x))
    y_pred = np.zeros((len(parameters["Wy"]), x.shape[1], T_x))
    caches = []
    for t in range(T_x):
        new, y_pred[:, :, t], cache = gru_cell_forward(x[:, :, t], c0.copy(), parameters)
        c0[:] = new
        c[:, :, t] = new
        caches.append(cache)
    return c, y_pred, caches


@attempt("gru_forward", "caches-empty")
def gru_pass_starts_its_list_anew(x, c0, parameters):
    c = np.zeros((*c0.shape, x.shape[2]))
    y_pred = np.zeros((parameters["by"].size, *x.shape[1:]))
    caches = []
    c_next = c0
    for t, xt in enumerate(x.transpose(2, 0, 1)):
        caches = []
        c_next, yt, cache = gru_cell_forward(xt, c_next, parameters)
        c[:, :, t], y_pred[:, :, t] = c_next, yt
    return c, y_pred, caches


@attempt("gru_forward", "last-cache-only")
def gru_pass_starts_its_list_in_the_loop(x, c0, parameters):
    c = np.zeros((*c0.shape, x.shape[2]))
    y_pred = np.zeros((parameters["by"].size, *x.shape[1:]))
    c_next = c0
    for t, xt in enumerate(x.transpose(2, 0, 1)):
        caches = []
        c_next, yt, cache = gru_cell_forward(xt, c_next, parameters)
        c[:, :, t], y_pred[:, :, t] = c_next, yt
        caches.append(cache)
    return c, y_pred, caches


@attempt("gru_forward", "as-many-steps-as-examples")
def gru_pass_takes_m_for_time(x, c0, parameters):
    n_x, T_x, m = x.shape
    n_y, n_a = parameters["Wy"].shape
    c, y_pred = np.zeros((n_a, T_x, m)), np.zeros((n_y, T_x, m))
    caches, c_next = [], c0
    for t in range(T_x):
        c_next, yt_pred, cache = gru_cell_forward(x[:, :, t], c_next, parameters)
        c[:, :, t] = c_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    return c, y_pred, caches


@attempt("gru_forward", "results-of-the-cell-exchanged")
def gru_pass_mixes_up_the_results(x, c0, parameters):
    """Takes the cell's results apart in another order, where n_a and n_y differ."""
    T_x = x.shape[2]
    c, y_pred = np.zeros((*c0.shape, T_x)), np.zeros((len(parameters["by"]), x.shape[1], T_x))
    caches, c_next = [], c0
    for t in range(T_x):
        yt_pred, c_next, cache = gru_cell_forward(x[:, :, t], c_next, parameters)
        c[:, :, t] = c_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    return c, y_pred, caches


@attempt("gru_forward", "update-gate-turned")
def gru_pass_with_a_cell_of_its_own_that_is_wrong(x, c0, parameters):
    p, caches, c, y = parameters, [], [], []
    for t in range(x.shape[2]):
        stacked = np.vstack([c0, x[:, :, t]])
        u, r = sigmoid(p["Wu"] @ stacked + p["bu"]), sigmoid(p["Wr"] @ stacked + p["br"])
        new = np.tanh(p["Wc"] @ np.vstack([r * c0, x[:, :, t]]) + p["bc"])
        c_next = (1 - u) * new + u * c0
        caches.append((c_next, c0, u, r, new, x[:, :, t], p))
        c0 = c_next
        c.append(c_next)
        y.append(softmax(p["Wy"] @ c_next + p["by"]))
    return np.stack(c, axis=2), np.stack(y, axis=2), caches


@attempt("gru_forward", "stored-one-step-early")
def gru_pass_stores_at_the_step_before(x, c0, parameters):
    n_a, m = c0.shape
    T_x = x.shape[-1]
    c = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((parameters["Wy"].shape[0], m, T_x))
    caches = []
    c_next = c0
    for t in range(1, T_x + 1):
        c_next, yt_pred, cache = gru_cell_forward(x[:, :, t - 1], c_next, parameters)
        caches.append(cache)
        c[:, :, t - 2] = c_next
        y_pred[:, :, t - 2] = yt_pred
    return c, y_pred, caches


@attempt("gru_forward", None)
def gru_pass_runs_over_the_end(x, c0, parameters):
    """An index behind the last step."""
    c, y_pred, caches = np.zeros((*c0.shape, x.shape[2])), np.zeros((len(parameters["by"]), *x.shape[1:])), []
    for t in range(x.shape[2] + 1):
        c0, y_pred[:, :, t], cache = gru_cell_forward(x[:, :, t], c0, parameters)
        c[:, :, t] = c0
        caches.append(cache)
    return c, y_pred, caches


# gru_cell_backward -----------------------------------------------------------------------------


def _gru_weights(dz, memories, xt):
    """dWu, dbu, …, from dz by gate and the memory that each gate read."""
    gradients = {}
    for gate in dz:
        gradients["dW" + gate] = dz[gate] @ np.concatenate([memories[gate], xt]).T
        gradients["db" + gate] = dz[gate].sum(axis=1, keepdims=True)
    return gradients


@attempt("gru_cell_backward", "direct-path-missing")
def gru_back_without_the_straight_way(dc_next, cache):
    c_next, c_prev, ut, rt, cct, xt, parameters = cache
    n_a = c_next.shape[0]
    dzc = dc_next * ut * (1 - cct ** 2)
    dzu = dc_next * (cct - c_prev) * ut * (1 - ut)
    dreset = np.dot(parameters["Wc"].T, dzc)[:n_a]
    dzr = dreset * c_prev * rt * (1 - rt)
    dc_prev = np.dot(parameters["Wu"][:, :n_a].T, dzu) + np.dot(parameters["Wr"][:, :n_a].T, dzr) + dreset * rt
    dxt = sum(np.dot(parameters["W" + k][:, n_a:].T, dz) for k, dz in (("u", dzu), ("r", dzr), ("c", dzc)))
    return {"dxt": dxt, "dc_prev": dc_prev,
            **_gru_weights({"u": dzu, "r": dzr, "c": dzc}, {"u": c_prev, "r": c_prev, "c": rt * c_prev}, xt)}


@attempt("gru_cell_backward", "update-gate-without-old-memory")
def gru_back_with_half_of_the_update_gate(dc_next, cache):
    c_next, c_prev, u, r, cc, x, p = cache
    n = len(c_prev)
    dcc = u * dc_next
    du = cc * dc_next
    dz = {"c": (1 - cc * cc) * dcc, "u": u * (1 - u) * du}
    below = p["Wc"].T @ dz["c"]
    dz["r"] = r * (1 - r) * c_prev * below[:n]
    both = p["Wu"].T @ dz["u"] + p["Wr"].T @ dz["r"]
    return {"dxt": below[n:] + both[n:], "dc_prev": below[:n] * r + both[:n] + (1 - u) * dc_next,
            **_gru_weights(dz, {"u": c_prev, "r": c_prev, "c": r * c_prev}, x)}


@attempt("gru_cell_backward", "no-gate-derivatives")
def gru_back_without_slopes_of_the_gates(dc_next, cache):
    c_next, c_prev, ut, rt, cct, xt, parameters = cache
    Wu, Wr, Wc = parameters["Wu"], parameters["Wr"], parameters["Wc"]
    n_a = c_prev.shape[0]
    dzc = (1 - cct ** 2) * ut * dc_next
    dzu = (cct - c_prev) * dc_next
    stacked_reset = np.concatenate([rt * c_prev, xt], axis=0)
    dstacked_reset = Wc.T @ dzc
    dzr = c_prev * dstacked_reset[:n_a]
    stacked = np.concatenate([c_prev, xt], axis=0)
    dstacked = Wu.T @ dzu + Wr.T @ dzr
    return {"dxt": dstacked[n_a:] + dstacked_reset[n_a:],
            "dc_prev": dstacked[:n_a] + rt * dstacked_reset[:n_a] + (1 - ut) * dc_next,
            "dWu": dzu @ stacked.T, "dbu": dzu.sum(1, keepdims=True), "dWr": dzr @ stacked.T,
            "dbr": dzr.sum(1, keepdims=True), "dWc": dzc @ stacked_reset.T, "dbc": dzc.sum(1, keepdims=True)}


@attempt("gru_cell_backward", "reset-path-ungated")
def gru_back_forgets_the_reset_gate_on_the_way(dc_next, cache):
    c_next, c_prev, ut, rt, cct, xt, parameters = cache
    n_a = len(ut)
    dz = {"u": (cct - c_prev) * dc_next * ut * (1 - ut), "c": ut * dc_next * (1 - np.square(cct))}
    back = {"c": parameters["Wc"].T.dot(dz["c"])}
    dz["r"] = back["c"][:n_a] * c_prev * rt * (1 - rt)
    for k in "ur":
        back[k] = parameters["W" + k].T.dot(dz[k])
    total = back["u"] + back["r"] + back["c"]
    gradients = _gru_weights(dz, {"u": c_prev, "r": c_prev, "c": rt * c_prev}, xt)
    gradients["dc_prev"] = total[:n_a] + (1 - ut) * dc_next
    gradients["dxt"] = total[n_a:]
    return gradients


@attempt("gru_cell_backward", "dwc-from-the-plain-stack")
def gru_back_with_one_stack_for_all(dc_next, cache):
    c_next, c_prev, ut, rt, cct, xt, parameters = cache
    n_a = len(ut)
    stacked = np.vstack((c_prev, xt))
    dzc = dc_next * ut * (1 - cct ** 2)
    dzu = dc_next * (cct - c_prev) * ut * (1 - ut)
    dh = parameters["Wc"].T @ dzc
    dzr = dh[:n_a] * c_prev * rt * (1 - rt)
    dg = parameters["Wu"].T @ dzu + parameters["Wr"].T @ dzr
    gradients = {"dxt": dg[n_a:] + dh[n_a:], "dc_prev": dg[:n_a] + rt * dh[:n_a] + (1 - ut) * dc_next}
    for name, dz in zip("urc", (dzu, dzr, dzc)):
        gradients["dW" + name], gradients["db" + name] = dz @ stacked.T, dz.sum(axis=1).reshape(-1, 1)
    return gradients


@attempt("gru_cell_backward", "w-not-split")
def gru_back_with_whole_matrices(dc_next, cache):
    """The rows of the memory are cut off for dc_prev alone."""
    c_next, c_prev, ut, rt, cct, xt, parameters = cache
    Wu, Wr, Wc = parameters["Wu"], parameters["Wr"], parameters["Wc"]
    n_a = len(c_prev)
    dzc = dc_next * ut * (1 - cct ** 2)
    dzu = dc_next * (cct - c_prev) * ut * (1 - ut)
    dzr = np.dot(Wc[:, :n_a].T, dzc) * c_prev * rt * (1 - rt)
    dxt = np.dot(Wu.T, dzu) + np.dot(Wr.T, dzr) + np.dot(Wc.T, dzc)
    dc_prev = np.dot(Wu[:, :n_a].T, dzu) + np.dot(Wr[:, :n_a].T, dzr) + np.dot(Wc[:, :n_a].T, dzc) * rt \
        + dc_next * (1 - ut)
    return {"dxt": dxt, "dc_prev": dc_prev,
            **_gru_weights({"u": dzu, "r": dzr, "c": dzc}, {"u": c_prev, "r": c_prev, "c": rt * c_prev}, xt)}


@attempt("gru_cell_backward", "reset-gate-without-memory")
def gru_back_with_a_reset_gate_that_multiplied_nothing(dc_next, cache):
    _, c_prev, u, r, cc, x, p = cache
    n = c_prev.shape[0]

    def sigmoid_back(gate, d):
        return d * gate * (1 - gate)

    dzc = (1 - cc ** 2) * dc_next * u
    dcandidate = p["Wc"].T @ dzc
    dzr = sigmoid_back(r, dcandidate[:n])
    dzu = sigmoid_back(u, dc_next * (cc - c_prev))
    dstack = p["Wu"].T @ dzu + p["Wr"].T @ dzr
    result = _gru_weights({"u": dzu, "r": dzr, "c": dzc}, {"u": c_prev, "r": c_prev, "c": r * c_prev}, x)
    result["dc_prev"] = (1 - u) * dc_next + dstack[:n] + r * dcandidate[:n]
    result["dxt"] = dstack[n:] + dcandidate[n:]
    return result


@attempt("gru_cell_backward", "biases-without-column")
def gru_back_with_flat_biases(dc_next, cache):
    c_next, c_prev, ut, rt, cct, xt, parameters = cache
    n_a = len(ut)
    dz = {"c": dc_next * ut * (1 - cct ** 2), "u": dc_next * (cct - c_prev) * ut * (1 - ut)}
    dh = parameters["Wc"].T @ dz["c"]
    dz["r"] = dh[:n_a] * c_prev * rt * (1 - rt)
    dg = parameters["Wu"].T @ dz["u"] + parameters["Wr"].T @ dz["r"]
    gradients = _gru_weights(dz, {"u": c_prev, "r": c_prev, "c": rt * c_prev}, xt)
    for k in "urc":
        gradients["db" + k] = np.sum(dz[k], axis=1)
    return {**gradients, "dxt": (dg + dh)[n_a:], "dc_prev": dg[:n_a] + rt * dh[:n_a] + (1 - ut) * dc_next}


@attempt("gru_cell_backward", "update-gate-sign")
def gru_back_with_the_difference_the_wrong_way_round(dc_next, cache):
    c_next, c_prev, ut, rt, cct, xt, parameters = cache
    n_a = len(ut)
    dut = c_prev * dc_next - cct * dc_next
    dzu = dut * ut * (1 - ut)
    dzc = dc_next * ut * (1 - cct ** 2)
    dh = np.matmul(parameters["Wc"].T, dzc)
    dzr = dh[:n_a] * c_prev * rt * (1 - rt)
    dg = np.matmul(parameters["Wu"].T, dzu) + np.matmul(parameters["Wr"].T, dzr)
    gradients = _gru_weights({"u": dzu, "r": dzr, "c": dzc}, {"u": c_prev, "r": c_prev, "c": rt * c_prev}, xt)
    gradients["dxt"], gradients["dc_prev"] = dg[n_a:] + dh[n_a:], dg[:n_a] + rt * dh[:n_a] + (1 - ut) * dc_next
    return gradients


@attempt("gru_cell_backward", "weights-not-transposed")
def gru_back_forgets_to_transpose(dc_next, cache):
    """A shape error: (n_a, n_a + n_x) @ (n_a, m)."""
    c_next, c_prev, ut, rt, cct, xt, parameters = cache
    dzc = dc_next * ut * (1 - cct ** 2)
    dh = parameters["Wc"] @ dzc
    return {"dxt": dh, "dc_prev": dh}


@attempt("gru_cell_backward", "missing-key")
def gru_back_names_its_keys_differently(dc_next, cache):
    c_next, c_prev, ut, rt, cct, xt, parameters = cache
    n_a = len(ut)
    dzc = dc_next * ut * (1 - cct ** 2)
    dzu = dc_next * (cct - c_prev) * ut * (1 - ut)
    dh = parameters["Wc"].T @ dzc
    dzr = dh[:n_a] * c_prev * rt * (1 - rt)
    dg = parameters["Wu"].T @ dzu + parameters["Wr"].T @ dzr
    return {"dx": dg[n_a:] + dh[n_a:], "dc": dg[:n_a] + rt * dh[:n_a] + (1 - ut) * dc_next,
            **_gru_weights({"u": dzu, "r": dzr, "c": dzc}, {"u": c_prev, "r": c_prev, "c": rt * c_prev}, xt)}


@attempt("gru_cell_backward", "update-gate-resets")
def gru_back_with_the_wrong_gate_in_the_stack(dc_next, cache):
    """Γu * c_prev is stacked in the place of Γr * c_prev, and stands on the way back as well."""
    c_next, c_prev, ut, rt, cct, xt, parameters = cache
    n_a = len(ut)
    dzc = dc_next * ut * (1 - cct ** 2)
    dzu = dc_next * (cct - c_prev) * ut * (1 - ut)
    dh = parameters["Wc"].T @ dzc
    dzr = dh[:n_a] * c_prev * rt * (1 - rt)
    dg = parameters["Wu"].T @ dzu + parameters["Wr"].T @ dzr
    return {"dxt": dg[n_a:] + dh[n_a:], "dc_prev": dg[:n_a] + ut * dh[:n_a] + (1 - ut) * dc_next,
            **_gru_weights({"u": dzu, "r": dzr, "c": dzc}, {"u": c_prev, "r": c_prev, "c": ut * c_prev}, xt)}


@attempt("gru_cell_backward", "wrong-results")
def gru_back_returns_a_tuple(dc_next, cache):
    c_next, c_prev, ut, rt, cct, xt, parameters = cache
    n_a = len(ut)
    dzc = dc_next * ut * (1 - cct ** 2)
    dzu = dc_next * (cct - c_prev) * ut * (1 - ut)
    dh = parameters["Wc"].T @ dzc
    dzr = dh[:n_a] * c_prev * rt * (1 - rt)
    dg = parameters["Wu"].T @ dzu + parameters["Wr"].T @ dzr
    return dg[n_a:] + dh[n_a:], dg[:n_a] + rt * dh[:n_a] + (1 - ut) * dc_next


# gru_backward ----------------------------------------------------------------------------------


@attempt("gru_backward", "not-carried-back")
def gru_back_pass_with_every_step_on_its_own(dc, caches):
    n_a, m, T_x = dc.shape
    c_next, c_prev, ut, rt, cct, xt, parameters = caches[0]
    dx = np.zeros((xt.shape[0], m, T_x))
    dWu, dWr, dWc = (np.zeros(parameters[name].shape) for name in ("Wu", "Wr", "Wc"))
    dbu, dbr, dbc = (np.zeros((n_a, 1)) for _ in range(3))
    dc_prevt = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        gradients = gru_cell_backward(dc[:, :, t], caches[t])
        dx[:, :, t] = gradients["dxt"]
        dc_prevt = gradients["dc_prev"]
        dWu += gradients["dWu"]
        dWr += gradients["dWr"]
        dWc += gradients["dWc"]
        dbu += gradients["dbu"]
        dbr += gradients["dbr"]
        dbc += gradients["dbc"]
    return {"dx": dx, "dc0": dc_prevt, "dWu": dWu, "dWr": dWr, "dWc": dWc, "dbu": dbu, "dbr": dbr, "dbc": dbc}


@attempt("gru_backward", "not-carried-back")
def gru_back_pass_where_the_loop_forgets(dc, caches):
    """What comes from the next step is set to zero inside the loop."""
    T_x, total = len(caches), {}
    dx = []
    for t in reversed(range(T_x)):
        dc_from_next = np.zeros(dc.shape[:2])
        step = gru_cell_backward(dc[:, :, t] + dc_from_next, caches[t])
        dc_from_next = step["dc_prev"]
        dx.insert(0, step["dxt"])
        for name in step:
            total[name] = total.get(name, 0) + step[name]
    total["dx"], total["dc0"] = np.stack(dx, axis=2), dc_from_next
    return total


@attempt("gru_backward", "steps-forwards")
def gru_back_pass_from_the_first_step(dc, caches):
    total, dx, carried = {}, [], 0
    for t, cache in enumerate(caches):
        step = gru_cell_backward(dc[..., t] + carried, cache)
        carried = step.pop("dc_prev")
        dx.append(step.pop("dxt"))
        total = {name: total.get(name, 0) + value for name, value in step.items()}
    return {**total, "dx": np.dstack(dx), "dc0": carried}


@attempt("gru_backward", "overwritten-at-each-step")
def gru_back_pass_with_update(dc, caches):
    gradients = {"dx": np.zeros((len(caches[0][5]), *dc.shape[1:]))}
    dc_from_next = np.zeros(dc.shape[:2])
    for t in reversed(range(dc.shape[2])):
        step = gru_cell_backward(dc[:, :, t] + dc_from_next, caches[t])
        dc_from_next = step.pop("dc_prev")
        gradients["dx"][:, :, t] = step.pop("dxt")
        gradients.update(step)
    gradients["dc0"] = dc_from_next
    return gradients


@attempt("gru_backward", "dx-backwards")
def gru_back_pass_appends_dx(dc, caches):
    total, dx, carried = {}, [], np.zeros(dc.shape[:2])
    for t in range(dc.shape[2] - 1, -1, -1):
        step = gru_cell_backward(dc[:, :, t] + carried, caches[t])
        carried = step.pop("dc_prev")
        dx.append(step.pop("dxt"))
        total = {name: total.get(name, 0) + value for name, value in step.items()}
    return {"dx": np.stack(dx, axis=2), "dc0": carried, **total}


@attempt("gru_backward", "next-step-added-up")
def gru_back_pass_piles_up_what_comes_back(dc, caches):
    n_a, m, T_x = dc.shape
    dx, grads = np.zeros((caches[0][5].shape[0], m, T_x)), None
    da = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        g = gru_cell_backward(dc[:, :, t] + da, caches[t])
        da += g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        grads = {k: g[k] if grads is None else grads[k] + g[k] for k in g}
    return {**grads, "dx": dx, "dc0": da}


@attempt("gru_backward", "incoming-gradient-changed")
def gru_back_pass_adds_into_dc(dc, caches):
    T_x = dc.shape[2]
    dx, total = [], {}
    for t in reversed(range(T_x)):
        step = gru_cell_backward(dc[:, :, t], caches[t])
        if t > 0:
            dc[:, :, t - 1] += step["dc_prev"]
        dx = [step["dxt"]] + dx
        for name in ("dWu", "dbu", "dWr", "dbr", "dWc", "dbc"):
            total[name] = total.get(name, 0) + step[name]
    total.update(dx=np.stack(dx, axis=2), dc0=step["dc_prev"])
    return total


@attempt("gru_backward", "carried-back-by-the-gate-alone")
def gru_back_pass_by_one_minus_the_gate(dc, caches):
    """Takes the direct way for the whole of it."""
    n_a, m, T_x = dc.shape
    dx = np.zeros((len(caches[0][5]), m, T_x))
    total = {}
    dc_next = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        dc_t = dc[:, :, t] + dc_next
        step = gru_cell_backward(dc_t, caches[t])
        ut = caches[t][2]
        dc_next = (1 - ut) * dc_t
        dx[:, :, t] = step["dxt"]
        for name in step:
            total[name] = total.get(name, 0) + step[name]
    return {**total, "dx": dx, "dc0": dc_next}


@attempt("gru_backward", "first-step-missing")
def gru_back_pass_stops_early(dc, caches):
    n_a, m, T_x = dc.shape
    parameters = caches[0][6]
    dx = np.zeros((caches[0][5].shape[0], m, T_x))
    g = {"d" + k: np.zeros(parameters[k].shape) for k in ("Wu", "bu", "Wr", "br", "Wc", "bc")}
    back = np.zeros((n_a, m))
    for t in range(T_x - 1, 0, -1):
        step = gru_cell_backward(dc[:, :, t] + back, caches[t])
        back = step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        for k in g:
            g[k] += step[k]
    return {"dx": dx, "dc0": back, **g}


@attempt("gru_backward", "dc0-of-the-last-step")
def gru_back_pass_keeps_the_first_dc_prev(dc, caches):
    """Takes dc0 at the wrong end: the first time round the loop is the last step."""
    T_x, total, dx = len(caches), {}, [None] * len(caches)
    dc0 = None
    carried = 0
    for t in reversed(range(T_x)):
        step = gru_cell_backward(dc[:, :, t] + carried, caches[t])
        carried = step["dc_prev"]
        if dc0 is None:
            dc0 = carried
        dx[t] = step["dxt"]
        total = {k: total.get(k, 0) + step[k] for k in step}
    return {**total, "dx": np.stack(dx, 2), "dc0": dc0}


@attempt("gru_backward", "loss-at-the-last-step-only")
def gru_back_pass_starts_from_the_end_alone(dc, caches):
    n_a, m, T_x = dc.shape
    dc_from_next = dc[:, :, T_x - 1]
    dx, total = np.zeros((len(caches[0][5]), m, T_x)), {}
    for t in reversed(range(T_x)):
        step = gru_cell_backward(dc_from_next, caches[t])
        dc_from_next = step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        for k in ("dWu", "dbu", "dWr", "dbr", "dWc", "dbc"):
            total[k] = total.get(k, 0) + step[k]
    return {**total, "dx": dx, "dc0": dc_from_next}


@attempt("gru_backward", "missing-key")
def gru_back_pass_without_dc0(dc, caches):
    total, dx, carried = {}, [], 0
    for t in reversed(range(dc.shape[2])):
        step = gru_cell_backward(dc[:, :, t] + carried, caches[t])
        carried = step.pop("dc_prev")
        dx.insert(0, step.pop("dxt"))
        total = {name: total.get(name, 0) + value for name, value in step.items()}
    return {"dx": np.stack(dx, axis=2), **total}


@attempt("gru_backward", "return-inside-the-loop")
def gru_back_pass_returns_inside_the_loop(dc, caches):
    n_a, m, T_x = dc.shape
    parameters = caches[0][6]
    dx = np.zeros((caches[0][5].shape[0], m, T_x))
    gradients = {"d" + k: np.zeros(parameters[k].shape) for k in ("Wu", "bu", "Wr", "br", "Wc", "bc")}
    carried = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        step = gru_cell_backward(dc[:, :, t] + carried, caches[t])
        carried = step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        for name in gradients:
            gradients[name] += step[name]
        return {"dx": dx, "dc0": carried, **gradients}


# lstm_cell_forward -----------------------------------------------------------------------------


@attempt("lstm_cell_forward", "output-gate-missing")
def lstm_shows_everything(xt, a_prev, c_prev, parameters):
    concat = np.vstack([a_prev, xt])
    ft = sigmoid(parameters["Wf"].dot(concat) + parameters["bf"])
    it = sigmoid(parameters["Wi"].dot(concat) + parameters["bi"])
    ot = sigmoid(parameters["Wo"].dot(concat) + parameters["bo"])
    cct = np.tanh(parameters["Wc"].dot(concat) + parameters["bc"])
    c_next = ft * c_prev + it * cct
    a_next = np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"].dot(a_next) + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)


@attempt("lstm_cell_forward", "sigmoid-for-the-candidate")
def lstm_with_four_sigmoids(xt, a_prev, c_prev, parameters):
    ft, it, cct, ot = (1 / (1 + np.exp(-(parameters["W" + k] @ np.r_[a_prev, xt] + parameters["b" + k])))
                       for k in "fico")
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)


@attempt("lstm_cell_forward", "prediction-from-memory")
def lstm_predicts_from_its_memory(xt, a_prev, c_prev, parameters):
    n = len(a_prev)

    def z(k):
        return parameters["W" + k][:, :n] @ a_prev + parameters["W" + k][:, n:] @ xt + parameters["b" + k]

    ft, it, cct, ot = sigmoid(z("f")), sigmoid(z("i")), np.tanh(z("c")), sigmoid(z("o"))
    c_next = c_prev * ft
    c_next += cct * it
    a_next = np.tanh(c_next) * ot
    scores = parameters["Wy"] @ c_next + parameters["by"]
    e = np.exp(scores - scores.max(axis=0))
    return a_next, c_next, e / e.sum(axis=0), (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)


@attempt("lstm_cell_forward", "dot-for-elementwise")
def lstm_with_dot_for_the_gates(xt, a_prev, c_prev, parameters):
    """np.dot where element by element is meant: the shapes do not fit."""
    concat = np.concatenate((a_prev, xt), axis=0)
    ft = sigmoid(np.dot(parameters["Wf"], concat) + parameters["bf"])
    it = sigmoid(np.dot(parameters["Wi"], concat) + parameters["bi"])
    cct = np.tanh(np.dot(parameters["Wc"], concat) + parameters["bc"])
    c_next = np.dot(ft, c_prev) + np.dot(it, cct)
    ot = sigmoid(np.dot(parameters["Wo"], concat) + parameters["bo"])
    a_next = np.dot(ot, np.tanh(c_next))
    yt_pred = softmax(np.dot(parameters["Wy"], a_next) + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)


@attempt("lstm_cell_forward", "forget-and-input-swapped")
def lstm_forgets_what_is_new(xt, a_prev, c_prev, parameters):
    p = parameters
    stacked = np.concatenate([a_prev, xt])
    f, i, o = [sigmoid(p["W" + k] @ stacked + p["b" + k]) for k in ("f", "i", "o")]
    g = np.tanh(p["Wc"] @ stacked + p["bc"])
    c = i * c_prev + f * g
    a = o * np.tanh(c)
    return a, c, softmax(p["Wy"] @ a + p["by"]), (a, c, a_prev, c_prev, f, i, g, o, xt, p)


@attempt("lstm_cell_forward", "input-gate-with-forget-weights")
def lstm_copied_a_line(xt, a_prev, c_prev, parameters):
    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]
    bf, bi, bc, bo = parameters["bf"], parameters["bi"], parameters["bc"], parameters["bo"]
    stacked = np.concatenate([a_prev, xt], axis=0)
    ft = sigmoid(Wf @ stacked + bf)
    it = sigmoid(Wf @ stacked + bf)
    cct = np.tanh(Wc @ stacked + bc)
    ot = sigmoid(Wo @ stacked + bo)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)


@attempt("lstm_cell_forward", "bf-for-bi")
def lstm_changed_half_of_a_copied_line(xt, a_prev, c_prev, parameters):
    """Wi with bf."""
    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]
    bf, bi, bc, bo = parameters["bf"], parameters["bi"], parameters["bc"], parameters["bo"]
    stacked = np.concatenate([a_prev, xt], axis=0)
    ft = sigmoid(Wf @ stacked + bf)
    it = sigmoid(Wi @ stacked + bf)
    cct = np.tanh(Wc @ stacked + bc)
    ot = sigmoid(Wo @ stacked + bo)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)


@attempt("lstm_cell_forward", "one-minus-the-forget-gate")
def lstm_like_a_gru(xt, a_prev, c_prev, parameters):
    above = np.concatenate([a_prev, xt])
    keep = sigmoid(parameters["Wf"] @ above + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ above + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ above + parameters["bc"])
    ot = sigmoid(parameters["Wo"] @ above + parameters["bo"])
    c_next = keep * c_prev + (1 - keep) * cct
    a_next = ot * np.tanh(c_next)
    return (a_next, c_next, softmax(parameters["Wy"] @ a_next + parameters["by"]),
            (a_next, c_next, a_prev, c_prev, keep, it, cct, ot, xt, parameters))


@attempt("lstm_cell_forward", "tanh-of-memory-missing")
def lstm_shows_the_bare_memory(xt, a_prev, c_prev, parameters):
    gates = {}
    for k in "fio":
        gates[k] = sigmoid(np.einsum("ij,jm->im", parameters["W" + k], np.vstack([a_prev, xt])) + parameters["b" + k])
    cct = np.tanh(np.einsum("ij,jm->im", parameters["Wc"], np.vstack([a_prev, xt])) + parameters["bc"])
    c_next = np.multiply(gates["f"], c_prev) + np.multiply(gates["i"], cct)
    a_next = np.multiply(gates["o"], c_next)
    yt_pred = softmax(np.einsum("ya,am->ym", parameters["Wy"], a_next) + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, gates["f"], gates["i"], cct, gates["o"], xt,
                                     parameters)


@attempt("lstm_cell_forward", "memory-stacked")
def lstm_looks_at_its_memory(xt, a_prev, c_prev, parameters):
    concat = np.zeros((len(c_prev) + len(xt), xt.shape[1]))
    concat[:len(c_prev)], concat[len(c_prev):] = c_prev, xt
    ft, it, ot = (sigmoid(parameters["W" + k] @ concat + parameters["b" + k]) for k in "fio")
    cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)


@attempt("lstm_cell_forward", "three-results")
def lstm_returns_as_an_rnn_does(xt, a_prev, c_prev, parameters):
    stacked = np.concatenate([a_prev, xt])
    ft, it, ot = (sigmoid(parameters["W" + k] @ stacked + parameters["b" + k]) for k in "fio")
    cct = np.tanh(parameters["Wc"] @ stacked + parameters["bc"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)


@attempt("lstm_cell_forward", "changes-its-inputs")
def lstm_updates_the_memory_in_place(xt, a_prev, c_prev, parameters):
    old = c_prev.copy()
    stacked = np.vstack((a_prev, xt))
    ft, it, ot = (sigmoid(parameters["W" + k] @ stacked + parameters["b" + k]) for k in "fio")
    cct = np.tanh(parameters["Wc"] @ stacked + parameters["bc"])
    c_prev *= ft
    c_prev += it * cct
    a_next = ot * np.tanh(c_prev)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_prev, yt_pred, (a_next, c_prev, a_prev, old, ft, it, cct, ot, xt, parameters)


@attempt("lstm_cell_forward", "no-softmax + sigmoid-for-the-candidate")
def lstm_with_two_slips(xt, a_prev, c_prev, parameters):
    f, i, cc, o = [sigmoid(parameters["W" + k] @ np.vstack([a_prev, xt]) + parameters["b" + k]) for k in "fico"]
    c = f * c_prev + i * cc
    a = o * np.tanh(c)
    return a, c, parameters["Wy"] @ a + parameters["by"], (a, c, a_prev, c_prev, f, i, cc, o, xt, parameters)


@attempt("lstm_cell_forward", "blank-left")
def lstm_half_done(xt, a_prev, c_prev, parameters):
    stacked = np.concatenate([a_prev, xt], axis=0)
    ft = sigmoid(parameters["Wf"] @ stacked + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ stacked + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ stacked + parameters["bc"])
    ot = sigmoid(parameters["Wo"] @ stacked + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = ...
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache


@attempt("lstm_cell_forward", None)
def lstm_misspells_a_key(xt, a_prev, c_prev, parameters):
    """A KeyError."""
    stacked = np.vstack([a_prev, xt])
    ft = sigmoid(parameters["wf"] @ stacked + parameters["bf"])
    return ft, ft * c_prev, softmax(parameters["Wy"] @ ft), (ft,)


# lstm_forward ----------------------------------------------------------------------------------


@attempt("lstm_forward", "memory-not-carried-on")
def lstm_pass_with_the_memory_made_in_the_loop(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a, c, y = np.zeros((n_a, m, T_x)), np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x))
    caches = []
    a_next = a0
    for t in range(T_x):
        c_next = np.zeros((n_a, m))
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t], c[:, :, t], y[:, :, t] = a_next, c_next, yt
        caches.append(cache)
    return a, y, c, caches


@attempt("lstm_forward", "memory-not-carried-on")
def lstm_pass_forgets_c_under_another_name(x, a0, parameters):
    a, c, y_pred, caches = [], [], [], []
    a_next, c_prev = a0, np.zeros_like(a0)
    for t in range(x.shape[2]):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_prev, parameters)
        a.append(a_next)
        c.append(c_next)
        y_pred.append(yt)
        caches.append(cache)
    return np.stack(a, 2), np.stack(y_pred, 2), np.stack(c, 2), caches


@attempt("lstm_forward", "memory-starts-as-a0")
def lstm_pass_starts_both_with_a0(x, a0, parameters):
    steps, state = [], (a0, a0)
    for xt in np.moveaxis(x, 2, 0):
        steps.append(lstm_cell_forward(xt, state[0], state[1], parameters))
        state = steps[-1][:2]
    a, c, y, caches = zip(*steps)
    return np.stack(a, axis=-1), np.stack(y, axis=-1), np.stack(c, axis=-1), list(caches)


@attempt("lstm_forward", "state-and-memory-exchanged-on-the-way")
def lstm_pass_unpacks_in_another_order(x, a0, parameters):
    n_a, m = a0.shape
    T_x = x.shape[2]
    a, c = np.zeros((n_a, m, T_x)), np.zeros((n_a, m, T_x))
    y_pred = np.zeros((parameters["Wy"].shape[0], m, T_x))
    caches = []
    a_next, c_next = a0, np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, y_pred[:, :, t], cache = lstm_cell_forward(x[:, :, t], c_next, a_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        caches.append(cache)
    return a, y_pred, c, caches


@attempt("lstm_forward", "results-of-the-cell-exchanged")
def lstm_pass_takes_c_for_a(x, a0, parameters):
    """Takes the cell's results apart as c, a, … and so hands on one for the other."""
    n_a, m, T_x = len(a0), x.shape[1], x.shape[2]
    a, c = np.zeros((n_a, m, T_x)), np.zeros((n_a, m, T_x))
    y_pred, caches = np.zeros((len(parameters["by"]), m, T_x)), []
    a_next, c_next = a0, np.zeros((n_a, m))
    for t in range(T_x):
        c_next, a_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    return a, y_pred, c, caches


@attempt("lstm_forward", "memory-before-prediction")
def lstm_pass_returns_in_the_order_of_the_cell(x, a0, parameters):
    caches, a, c, y = [], [], [], []
    a_next, c_next = a0, 0 * a0
    for t in range(x.shape[2]):
        a_next, c_next, yt, cache = lstm_cell_forward(x[..., t], a_next, c_next, parameters)
        for kept, value in zip((a, c, y, caches), (a_next, c_next, yt, cache)):
            kept.append(value)
    return np.dstack(a), np.dstack(c), np.dstack(y), caches


@attempt("lstm_forward", "state-stored-as-memory")
def lstm_pass_stores_a_twice(x, a0, parameters):
    T_x = x.shape[2]
    a = np.zeros((*a0.shape, T_x))
    c = np.zeros_like(a)
    y_pred = np.zeros((len(parameters["Wy"]), *x.shape[1:]))
    caches = []
    a_next, c_next = a0, np.zeros_like(a0)
    for t in range(T_x):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    return a, y_pred, c, caches


@attempt("lstm_forward", "a0-never-used")
def lstm_pass_starts_from_nothing(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    for t in range(T_x):
        if t == 0:
            a[:, :, t], c[:, :, t], y[:, :, t], cache = lstm_cell_forward(
                x[:, :, t], np.zeros((n_a, m)), np.zeros((n_a, m)), parameters)
        else:
            a[:, :, t], c[:, :, t], y[:, :, t], cache = lstm_cell_forward(
                x[:, :, t], a[:, :, t - 1], c[:, :, t - 1], parameters)
        caches.append(cache)
    return a, y, c, caches


@attempt("lstm_forward", "overwritten-in-place")
def lstm_pass_overwrites_state_and_memory(x, a0, parameters):
    """All caches hold the same two arrays, as they are after the last step."""
    a, c, y, caches = [], [], [], []
    state, memory = a0.copy(), np.zeros(a0.shape)
    for t in range(x.shape[2]):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], state, memory, parameters)
        state[:], memory[:] = a_next, c_next
        a.append(a_next)
        c.append(c_next)
        y.append(yt)
        caches.append(cache)
    return np.stack(a, 2), np.stack(y, 2), np.stack(c, 2), caches


@attempt("lstm_forward", "same-for-every-step")
def lstm_pass_appends_one_array(x, a0, parameters):
    """A list of one and the same array."""
    a_list, c_list, y_list, caches = [], [], [], []
    a = a0.copy()
    c = np.zeros_like(a0)
    for t in range(x.shape[2]):
        a_new, c_new, y, cache = lstm_cell_forward(x[:, :, t], a.copy(), c.copy(), parameters)
        a[:] = a_new
        c[:] = c_new
        a_list.append(a)
        c_list.append(c)
        y_list.append(y)
        caches.append(cache)
    return np.stack(a_list, 2), np.stack(y_list, 2), np.stack(c_list, 2), caches


@attempt("lstm_forward", "three-results")
def lstm_pass_returns_as_an_rnn_does(x, a0, parameters):
    a, y, caches = [], [], []
    a_next, c_next = a0, np.zeros(a0.shape)
    for t in range(x.shape[2]):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a.append(a_next)
        y.append(yt)
        caches.append(cache)
    return np.stack(a, 2), np.stack(y, 2), caches


@attempt("lstm_forward", None)
def lstm_pass_calls_the_cell_of_the_rnn(x, a0, parameters):
    """Three arguments where the cell takes four."""
    a = np.zeros((*a0.shape, x.shape[2]))
    y_pred, caches = np.zeros((len(parameters["by"]), *x.shape[1:])), []
    for t in range(x.shape[2]):
        a0, y_pred[:, :, t], cache = lstm_cell_forward(x[:, :, t], a0, parameters)
        a[:, :, t] = a0
        caches.append(cache)
    return a, y_pred, caches


@attempt("lstm_forward", "output-gate-missing")
def lstm_pass_with_a_cell_of_its_own_that_is_wrong(x, a0, parameters):
    p, a, c, y, caches = parameters, [], [], [], []
    c0 = np.zeros_like(a0)
    for t in range(x.shape[2]):
        stacked = np.vstack([a0, x[:, :, t]])
        f, i, o = (sigmoid(p["W" + k] @ stacked + p["b" + k]) for k in "fio")
        g = np.tanh(p["Wc"] @ stacked + p["bc"])
        c_next = f * c0 + i * g
        a_next = np.tanh(c_next)
        caches.append((a_next, c_next, a0, c0, f, i, g, o, x[:, :, t], p))
        a0, c0 = a_next, c_next
        a.append(a0)
        c.append(c0)
        y.append(softmax(p["Wy"] @ a0 + p["by"]))
    return np.stack(a, 2), np.stack(y, 2), np.stack(c, 2), caches


# lstm_cell_backward ----------------------------------------------------------------------------


def _lstm_rest(dz, cache, gradients):
    """The gradients of the weights and of what was stacked, from dz by gate."""
    a_prev, xt, parameters = cache[2], cache[8], cache[9]
    stacked, n_a = np.concatenate([a_prev, xt]), len(a_prev)
    below = sum(parameters["W" + k].T @ dz[k] for k in dz)
    gradients = {"da_prev": below[:n_a], "dxt": below[n_a:]} | gradients
    for k in dz:
        gradients["dW" + k] = dz[k] @ stacked.T
        gradients["db" + k] = np.sum(dz[k], axis=1, keepdims=True)
    return gradients


@attempt("lstm_cell_backward", "dc-next-ignored")
def lstm_back_looks_at_a_alone(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    dc = da_next * ot * (1 - np.tanh(c_next) ** 2)
    dz = {"f": dc * c_prev * ft * (1 - ft), "i": dc * cct * it * (1 - it), "c": dc * it * (1 - cct ** 2),
          "o": da_next * np.tanh(c_next) * ot * (1 - ot)}
    return _lstm_rest(dz, cache, {"dc_prev": dc * ft})


@attempt("lstm_cell_backward", "tanh-derivative-of-bare-memory")
def lstm_back_takes_c_for_its_tanh(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dcct = (dc_next * it + ot * (1 - np.square(c_next)) * it * da_next) * (1 - np.square(cct))
    dit = (dc_next * cct + ot * (1 - np.square(c_next)) * cct * da_next) * it * (1 - it)
    dft = (dc_next * c_prev + ot * (1 - np.square(c_next)) * c_prev * da_next) * ft * (1 - ft)
    dc_prev = dc_next * ft + ot * (1 - np.square(c_next)) * ft * da_next
    return _lstm_rest({"f": dft, "i": dit, "c": dcct, "o": dot}, cache, {"dc_prev": dc_prev})


@attempt("lstm_cell_backward", "gate-derivatives-missing")
def lstm_back_without_slopes_of_the_gates(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    dtanh = 1 - np.tanh(c_next) ** 2
    dot = da_next * np.tanh(c_next)
    dcct = (dc_next * it + ot * dtanh * it * da_next) * (1 - cct ** 2)
    dit = dc_next * cct + ot * dtanh * cct * da_next
    dft = dc_next * c_prev + ot * dtanh * c_prev * da_next
    dc_prev = (dc_next + ot * dtanh * da_next) * ft
    return _lstm_rest({"f": dft, "i": dit, "c": dcct, "o": dot}, cache, {"dc_prev": dc_prev})


@attempt("lstm_cell_backward", "brackets-missing")
def lstm_back_with_the_slope_on_one_of_two_terms(da_next, dc_next, cache):
    """A bracket is missing: the slope of the candidate multiplies the second term alone."""
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dcct = dc_next * it + ot * (1 - np.square(np.tanh(c_next))) * it * da_next * (1 - np.square(cct))
    dit = dc_next * cct + ot * (1 - np.square(np.tanh(c_next))) * cct * da_next * it * (1 - it)
    dft = dc_next * c_prev + ot * (1 - np.square(np.tanh(c_next))) * c_prev * da_next * ft * (1 - ft)
    dc_prev = dc_next * ft + ot * (1 - np.square(np.tanh(c_next))) * ft * da_next
    return _lstm_rest({"f": dft, "i": dit, "c": dcct, "o": dot}, cache, {"dc_prev": dc_prev})


@attempt("lstm_cell_backward", "not-split")
def lstm_back_with_whole_matrices(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    dc = dc_next + ot * (1 - np.tanh(c_next) ** 2) * da_next
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dcct = dc * it * (1 - cct ** 2)
    dit = dc * cct * it * (1 - it)
    dft = dc * c_prev * ft * (1 - ft)
    da_prev = np.dot(parameters["Wf"].T, dft) + np.dot(parameters["Wi"].T, dit) \
        + np.dot(parameters["Wc"].T, dcct) + np.dot(parameters["Wo"].T, dot)
    dxt = np.dot(parameters["Wf"].T, dft) + np.dot(parameters["Wi"].T, dit) \
        + np.dot(parameters["Wc"].T, dcct) + np.dot(parameters["Wo"].T, dot)
    return _lstm_rest({"f": dft, "i": dit, "c": dcct, "o": dot}, cache,
                      {"dc_prev": dc * ft, "da_prev": da_prev, "dxt": dxt})


@attempt("lstm_cell_backward", "split-the-other-way-round")
def lstm_back_takes_the_input_for_the_upper_block(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    n_x = xt.shape[0]
    dc = dc_next + da_next * ot * (1 - np.square(np.tanh(c_next)))
    dz = {"f": dc * c_prev * ft * (1 - ft), "i": dc * cct * it * (1 - it), "c": dc * it * (1 - cct ** 2),
          "o": da_next * np.tanh(c_next) * ot * (1 - ot)}
    dxt = sum(p["W" + k][:, :n_x].T @ dz[k] for k in dz)
    da_prev = sum(p["W" + k][:, n_x:].T @ dz[k] for k in dz)
    return _lstm_rest(dz, cache, {"dc_prev": dc * ft, "dxt": dxt, "da_prev": da_prev})


@attempt("lstm_cell_backward", "forget-gate-with-new-memory")
def lstm_back_uses_c_next_for_the_forget_gate(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    tanh_c = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tanh_c ** 2)
    dft = dc * c_next
    dit = dc * cct
    dcct = dc * it
    dot = da_next * tanh_c
    dz = {"f": dft * ft * (1 - ft), "i": dit * it * (1 - it), "c": dcct * (1 - cct ** 2), "o": dot * ot * (1 - ot)}
    return _lstm_rest(dz, cache, {"dc_prev": ft * dc})


@attempt("lstm_cell_backward", "direct-path-missing")
def lstm_back_hands_dc_on_as_it_is(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    dc_prev = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    dz = {"f": dc_prev * c_prev * ft * (1 - ft), "i": dc_prev * cct * it * (1 - it),
          "c": dc_prev * it * (1 - cct ** 2), "o": da_next * np.tanh(c_next) * ot * (1 - ot)}
    return _lstm_rest(dz, cache, {"dc_prev": dc_prev})


@attempt("lstm_cell_backward", "memory-and-candidate-exchanged")
def lstm_back_gives_each_gate_the_others_partner(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, f, i, g, o, x, p = cache

    def slope(gate):
        return gate * (1 - gate)

    dc = dc_next + o * da_next / np.cosh(c_next) ** 2
    dz = {"f": g * dc * slope(f), "i": c_prev * dc * slope(i), "c": i * dc * (1 - g * g),
          "o": np.tanh(c_next) * da_next * slope(o)}
    return _lstm_rest(dz, cache, {"dc_prev": f * dc})


@attempt("lstm_cell_backward", "output-gate-with-a-next")
def lstm_back_takes_a_next_for_the_tanh(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    dot = da_next * a_next * ot * (1 - ot)
    dz = {"f": dc * c_prev * ft * (1 - ft), "i": dc * cct * it * (1 - it), "c": dc * it * (1 - cct ** 2), "o": dot}
    return _lstm_rest(dz, cache, {"dc_prev": ft * dc})


@attempt("lstm_cell_backward", "changes-its-inputs")
def lstm_back_adds_into_dc_next(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    dc_next += da_next * ot * (1 - np.tanh(c_next) ** 2)
    dz = {"f": dc_next * c_prev * ft * (1 - ft), "i": dc_next * cct * it * (1 - it),
          "c": dc_next * it * (1 - cct ** 2), "o": da_next * np.tanh(c_next) * ot * (1 - ot)}
    return _lstm_rest(dz, cache, {"dc_prev": ft * dc_next})


@attempt("lstm_cell_backward", "cache-in-another-order")
def lstm_back_unpacks_in_pairs(da_next, dc_next, cache):
    a_next, a_prev, c_next, c_prev, ft, it, cct, ot, xt, parameters = cache
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    dz = {"f": dc * c_prev * ft * (1 - ft), "i": dc * cct * it * (1 - it), "c": dc * it * (1 - cct ** 2),
          "o": da_next * np.tanh(c_next) * ot * (1 - ot)}
    return _lstm_rest(dz, (0, 0, a_prev, 0, 0, 0, 0, 0, xt, parameters), {"dc_prev": ft * dc})


@attempt("lstm_cell_backward", "biases-not-summed")
def lstm_back_with_biases_for_each_example(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    dz = {"f": dc * c_prev * ft * (1 - ft), "i": dc * cct * it * (1 - it), "c": dc * it * (1 - cct ** 2),
          "o": da_next * np.tanh(c_next) * ot * (1 - ot)}
    gradients = _lstm_rest(dz, cache, {"dc_prev": ft * dc})
    return gradients | {"db" + k: dz[k] for k in dz}


@attempt("lstm_cell_backward", "way-through-the-output-gate-missing")
def lstm_back_forgets_one_of_four_products(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = len(a_prev)
    dc = dc_next + ot * (1 - np.tanh(c_next) ** 2) * da_next
    dz = {"f": dc * c_prev * ft * (1 - ft), "i": dc * cct * it * (1 - it), "c": dc * it * (1 - cct ** 2),
          "o": da_next * np.tanh(c_next) * ot * (1 - ot)}
    below = sum(parameters["W" + k].T @ dz[k] for k in "fic")
    return _lstm_rest(dz, cache, {"dc_prev": dc * ft, "da_prev": below[:n_a], "dxt": below[n_a:]})


# lstm_backward ---------------------------------------------------------------------------------


@attempt("lstm_backward", "neither-carried-back")
def lstm_back_pass_as_it_is_often_handed_in(da, caches):
    """The older course's frame, with da_prevt and dc_prevt never set."""
    (a1, c1, a0, c0, f1, i1, cc1, o1, x1, parameters) = caches[0]
    n_a, m, T_x = da.shape
    n_x, m = x1.shape
    dx = np.zeros((n_x, m, T_x))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    dWf, dWi, dWc, dWo = (np.zeros((n_a, n_a + n_x)) for _ in range(4))
    dbf, dbi, dbc, dbo = (np.zeros((n_a, 1)) for _ in range(4))
    for t in reversed(range(T_x)):
        gradients = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        dx[:, :, t] = gradients["dxt"]
        dWf += gradients["dWf"]
        dWi += gradients["dWi"]
        dWc += gradients["dWc"]
        dWo += gradients["dWo"]
        dbf += gradients["dbf"]
        dbi += gradients["dbi"]
        dbc += gradients["dbc"]
        dbo += gradients["dbo"]
    da0 = gradients["da_prev"]
    return {"dx": dx, "da0": da0, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi, "dWc": dWc, "dbc": dbc,
            "dWo": dWo, "dbo": dbo}


def _lstm_sum(total, step):
    return {k: total.get(k, 0) + v for k, v in step.items() if k[:2] in ("dW", "db")}


@attempt("lstm_backward", "dc-not-carried-back")
def lstm_back_pass_carries_a_alone(da, caches):
    total, dx = {}, []
    da_next, dc_next = np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
    for t in reversed(range(da.shape[2])):
        step = lstm_cell_backward(da[:, :, t] + da_next, dc_next, caches[t])
        da_next = step["da_prev"]
        dx.insert(0, step["dxt"])
        total = _lstm_sum(total, step)
    return {**total, "dx": np.stack(dx, axis=2), "da0": da_next}


@attempt("lstm_backward", "da-not-carried-back")
def lstm_back_pass_carries_c_alone(da, caches):
    T_x, total = da.shape[2], {}
    dx = np.zeros((caches[0][8].shape[0], *da.shape[1:]))
    dc_prevt = np.zeros(da[:, :, 0].shape)
    for t in range(T_x - 1, -1, -1):
        step = lstm_cell_backward(da[:, :, t], dc_prevt, caches[t])
        dc_prevt = step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        total = _lstm_sum(total, step)
    total["dx"] = dx
    total["da0"] = step["da_prev"]
    return total


@attempt("lstm_backward", "overwritten-at-each-step")
def lstm_back_pass_without_plus(da, caches):
    gradients = {}
    dx = np.zeros((caches[0][8].shape[0], *da.shape[1:]))
    da_prevt, dc_prevt = np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
    for t in reversed(range(da.shape[2])):
        step = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        da_prevt, dc_prevt = step["da_prev"], step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        for key in ("dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"):
            gradients[key] = step[key]
    return {"dx": dx, "da0": da_prevt, **gradients}


@attempt("lstm_backward", "steps-forwards")
def lstm_back_pass_in_the_order_of_reading(da, caches):
    total, dx = {}, []
    behind = {"da_prev": 0, "dc_prev": np.zeros(da.shape[:2])}
    for t, cache in enumerate(caches):
        behind = lstm_cell_backward(da[:, :, t] + behind["da_prev"], behind["dc_prev"], cache)
        dx.append(behind["dxt"])
        total = _lstm_sum(total, behind)
    return {**total, "dx": np.dstack(dx), "da0": behind["da_prev"]}


@attempt("lstm_backward", "da-and-dc-exchanged")
def lstm_back_pass_unpacks_the_other_way(da, caches):
    total, dx = {}, [None] * len(caches)
    da_next, dc_next = np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
    for t in reversed(range(len(caches))):
        step = lstm_cell_backward(da[:, :, t] + da_next, dc_next, caches[t])
        da_next, dc_next = step["dc_prev"], step["da_prev"]
        dx[t] = step["dxt"]
        total = _lstm_sum(total, step)
    return {**total, "dx": np.stack(dx, -1), "da0": da_next}


@attempt("lstm_backward", "loss-given-to-the-memory")
def lstm_back_pass_adds_da_to_both(da, caches):
    total, dx = {}, []
    da_next = dc_next = 0
    for t in reversed(range(da.shape[2])):
        from_loss = da[:, :, t]
        step = lstm_cell_backward(from_loss + da_next, from_loss + dc_next, caches[t])
        da_next, dc_next = step["da_prev"], step["dc_prev"]
        dx.append(step["dxt"])
        total = _lstm_sum(total, step)
    return {**total, "dx": np.stack(dx[::-1], axis=2), "da0": da_next}


@attempt("lstm_backward", "incoming-gradient-changed")
def lstm_back_pass_adds_into_da(da, caches):
    total, dx = {}, np.zeros((caches[0][8].shape[0], *da.shape[1:]))
    dc_next = np.zeros(da.shape[:2])
    for t in reversed(range(da.shape[2])):
        step = lstm_cell_backward(da[:, :, t], dc_next, caches[t])
        dc_next = step["dc_prev"]
        if t:
            da[:, :, t - 1] += step["da_prev"]
        dx[:, :, t] = step["dxt"]
        total = _lstm_sum(total, step)
    return {**total, "dx": dx, "da0": step["da_prev"]}


@attempt("lstm_backward", "da0-of-the-memory")
def lstm_back_pass_returns_dc0(da, caches):
    steps = []
    da_next, dc_next = 0, np.zeros(da.shape[:2])
    for from_loss, cache in zip(np.moveaxis(da, 2, 0)[::-1], caches[::-1]):
        steps.append(lstm_cell_backward(from_loss + da_next, dc_next, cache))
        da_next, dc_next = steps[-1]["da_prev"], steps[-1]["dc_prev"]
    gradients = {k: sum(step[k] for step in steps) for k in steps[0] if k[1] in "Wb"}
    gradients["dx"] = np.stack([step["dxt"] for step in reversed(steps)], axis=2)
    gradients["da0"] = dc_next
    return gradients


@attempt("lstm_backward", "dx-backwards")
def lstm_back_pass_leaves_dx_in_the_order_of_the_way(da, caches):
    steps = []
    da_next, dc_next = 0, np.zeros(da.shape[:2])
    for t in reversed(range(len(caches))):
        steps.append(lstm_cell_backward(da[..., t] + da_next, dc_next, caches[t]))
        da_next, dc_next = steps[-1]["da_prev"], steps[-1]["dc_prev"]
    gradients = {k: sum(step[k] for step in steps) for k in steps[0] if k[1] in "Wb"}
    return gradients | {"dx": np.stack([step["dxt"] for step in steps], axis=2), "da0": da_next}


@attempt("lstm_backward", None)
def lstm_back_pass_takes_caches_for_a_pair(da, caches):
    """caches, x = caches, as an older course has it: too many values to unpack."""
    caches, x = caches
    total, dx = {}, np.zeros_like(x)
    return {**total, "dx": dx}


@attempt("lstm_backward", "dc-for-da")
def lstm_back_pass_with_one_variable_for_two_gradients(da, caches):
    """d_next is both da_prev and, a line later, dc_prev."""
    total, dx = {}, np.zeros((len(caches[0][8]), *da.shape[1:]))
    d_next = np.zeros(da.shape[:2])
    for t in reversed(range(da.shape[2])):
        step = lstm_cell_backward(da[:, :, t] + d_next, d_next, caches[t])
        d_next = step["da_prev"]
        d_next = step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        total = _lstm_sum(total, step)
    return {**total, "dx": dx, "da0": step["da_prev"]}


@attempt("lstm_backward", "both-added-up")
def lstm_back_pass_with_plus_on_what_comes_back(da, caches):
    """da_next += … instead of =, for both."""
    total, dx = {}, np.zeros((len(caches[0][8]), *da.shape[1:]))
    da_next, dc_next = np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
    for t in reversed(range(da.shape[2])):
        step = lstm_cell_backward(da[:, :, t] + da_next, dc_next, caches[t])
        da_next += step["da_prev"]
        dc_next += step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        total = _lstm_sum(total, step)
    return {**total, "dx": dx, "da0": da_next}


@attempt("lstm_backward", "return-inside-the-loop")
def lstm_back_pass_returns_inside_the_loop(da, caches):
    total, dx = {}, np.zeros((len(caches[0][8]), *da.shape[1:]))
    da_next, dc_next = np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
    for t in reversed(range(da.shape[2])):
        step = lstm_cell_backward(da[:, :, t] + da_next, dc_next, caches[t])
        da_next, dc_next = step["da_prev"], step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        total = _lstm_sum(total, step)
        return {**total, "dx": dx, "da0": da_next}


# reverse_padded --------------------------------------------------------------------------------


@attempt("reverse_padded", "padding-reversed-along")
def reverse_the_whole_axis(x, lengths):
    return x[:, :, ::-1]


@attempt("reverse_padded", "padding-reversed-along")
def reverse_with_flip_in_a_loop(x, lengths):
    x_reversed = x.copy()
    for i, length in enumerate(lengths):
        x_reversed[:, i, :] = np.flip(x[:, i, :], axis=-1)
    return x_reversed


@attempt("reverse_padded", "cut-after-reversing")
def reverse_all_and_cut(x, lengths):
    """x[:, i, ::-1][:, :length]: for a padded example these are the last steps, padding first."""
    x_reversed = x.copy()
    for i, length in enumerate(lengths):
        x_reversed[:, i, :length] = x[:, i, ::-1][:, :length]
    return x_reversed


@attempt("reverse_padded", "not-reversed")
def reverse_forgets_to_keep(x, lengths):
    x_reversed = x.copy()
    for i, length in enumerate(lengths):
        real = x_reversed[:, i, :length]
        real = real[:, ::-1]
    return x_reversed


@attempt("reverse_padded", "zeros-in-the-padding")
def reverse_into_zeros(x, lengths):
    n_x, m, T_x = x.shape
    result = np.zeros((n_x, m, T_x))
    for i in range(m):
        for t in range(lengths[i]):
            result[:, i, t] = x[:, i, lengths[i] - 1 - t]
    return result


@attempt("reverse_padded", "argument-changed")
def reverse_in_the_callers_array(x, lengths):
    for i in range(x.shape[1]):
        x[:, i, :lengths[i]] = np.flip(x[:, i, :lengths[i]], 1).copy()
    return x


@attempt("reverse_padded", "units-reversed")
def reverse_along_the_wrong_axis(x, lengths):
    out = np.array(x)
    for i, n in enumerate(lengths):
        out[:, i, :n] = np.flip(x[:, i, :n], axis=0)
    return out


@attempt("reverse_padded", "units-reversed-too")
def reverse_with_flip_without_an_axis(x, lengths):
    out = np.array(x)
    for i, n in enumerate(lengths):
        out[:, i, :n] = np.flip(x[:, i, :n])
    return out


@attempt("reverse_padded", "first-step-lost")
def reverse_down_to_index_zero(x, lengths):
    """x[:, i, length - 1:0:-1] ends in front of index 0."""
    out = x.copy()
    for i, length in enumerate(lengths):
        steps = x[:, i, length - 1:0:-1]
        out[:, i, :length - 1] = steps
    return out


@attempt("reverse_padded", "slice-ends-at-minus-one")
def reverse_down_to_minus_one(x, lengths):
    """The slice is empty: an error of NumPy."""
    result = np.copy(x)
    for i in range(len(lengths)):
        result[:, i, :lengths[i]] = x[:, i, lengths[i] - 1:-1:-1]
    return result


@attempt("reverse_padded", "slice-ends-at-zero")
def reverse_with_one_step_missing(x, lengths):
    result = np.copy(x)
    for i, n in enumerate(lengths):
        result[:, i, :n] = x[:, i, n - 1:0:-1]
    return result


@attempt("reverse_padded", None)
def reverse_one_index_too_far(x, lengths):
    """Reads x[:, i, length]: behind the last step of a full example."""
    out = x.copy()
    for i, length in enumerate(lengths):
        for t in range(length):
            out[:, i, t] = x[:, i, length - t]
    return out


@attempt("reverse_padded", "overwritten-before-read")
def reverse_by_overwriting(x, lengths):
    out = x.copy()
    for i, length in enumerate(lengths):
        for t in range(length):
            out[:, i, t] = out[:, i, length - t - 1]
    return out


@attempt("reverse_padded", "overwritten-before-read")
def reverse_swaps_views(x, lengths):
    """a, b = b, a with two views of one array."""
    out = x.copy()
    for i, length in enumerate(lengths):
        for t in range(length // 2):
            out[:, i, t], out[:, i, length - 1 - t] = out[:, i, length - 1 - t], out[:, i, t]
    return out


@attempt("reverse_padded", "not-reversed")
def reverse_swaps_twice(x, lengths):
    """Swaps over the whole length, and so everything back again."""
    out = x.copy()
    for i, length in enumerate(lengths):
        for t in range(length):
            out[:, i, [t, length - 1 - t]] = out[:, i, [length - 1 - t, t]]
    return out


@attempt("reverse_padded", "return-inside-the-loop")
def reverse_returns_inside_the_loop(x, lengths):
    out = x.copy()
    for i, n in enumerate(lengths):
        out[:, i, :n] = x[:, i, :n][:, ::-1]
        return out


@attempt("reverse_padded", "wrong-results")
def reverse_without_return(x, lengths):
    out = x.copy()
    for i, n in enumerate(lengths):
        out[:, i, :n] = x[:, i, :n][:, ::-1]


@attempt("reverse_padded", "no-array")
def reverse_as_a_list(x, lengths):
    return [x[:, i, :n][:, ::-1] for i, n in enumerate(lengths)]


@attempt("reverse_padded", None)
def reverse_along_the_examples(x, lengths):
    """Takes the lengths for those of axis 1."""
    out = x.copy()
    for i, n in enumerate(lengths):
        out[:, :n, i] = x[:, :n, i][:, ::-1]
    return out


# bidirectional_forward -------------------------------------------------------------------------


@attempt("bidirectional_forward", "second-direction-forwards")
def both_ways_that_are_one(x, a0, parameters, lengths=None, cell=RNN):
    m, T_x = x.shape[1:]
    lengths = np.full(m, T_x) if lengths is None else lengths
    a_f, caches_f = hidden_states(x, a0[0], parameters["forward"], cell)
    a_b, caches_b = hidden_states(x, a0[1], parameters["backward"], cell)
    a = np.vstack([a_f, a_b])
    z = np.einsum("ya,amt->ymt", parameters["Wya"], a) + parameters["by"][:, :, None]
    return a, softmax(z), (caches_f, caches_b, lengths)


@attempt("bidirectional_forward", "outputs-not-realigned")
def both_ways_left_in_their_own_order(x, a0, parameters, lengths=None, cell=RNN):
    lengths = np.array([x.shape[2]] * x.shape[1]) if lengths is None else lengths
    there, caches_there = hidden_states(x, a0[0], parameters["forward"], cell)
    back, caches_back = hidden_states(reverse_padded(x, lengths), a0[1], parameters["backward"], cell)
    a = np.concatenate((there, back), axis=0)
    y_pred = np.zeros((len(parameters["by"]), *x.shape[1:]))
    for t in range(x.shape[2]):
        y_pred[:, :, t] = softmax(parameters["Wya"] @ a[:, :, t] + parameters["by"])
    return a, y_pred, (caches_there, caches_back, lengths)


@attempt("bidirectional_forward", "padding-reversed-along")
def both_ways_with_the_whole_axis(x, a0, parameters, lengths=None, cell=RNN):
    if lengths is None:
        lengths = np.full(x.shape[1], x.shape[2])
    a_f, caches_f = hidden_states(x, a0[0], parameters["forward"], cell)
    a_b, caches_b = hidden_states(np.flip(x, axis=2), a0[1], parameters["backward"], cell)
    a = np.concatenate([a_f, np.flip(a_b, axis=2)])
    y_pred = softmax(np.tensordot(parameters["Wya"], a, 1) + parameters["by"][..., None])
    return a, y_pred, (caches_f, caches_b, lengths)


@attempt("bidirectional_forward", "halves-swapped")
def both_ways_with_the_second_on_top(x, a0, parameters, lengths=None, cell=RNN):
    m, T_x = x.shape[1:]
    lengths = np.full(m, T_x) if lengths is None else lengths
    back, caches_back = hidden_states(reverse_padded(x, lengths), a0[1], parameters["backward"], cell)
    there, caches_there = hidden_states(x, a0[0], parameters["forward"], cell)
    a = np.r_[reverse_padded(back, lengths), there]
    z = np.einsum("ya,amt->ymt", parameters["Wya"], a) + parameters["by"][:, :, None]
    return a, softmax(z), (caches_there, caches_back, lengths)


@attempt("bidirectional_forward", "halves-added")
def both_ways_added(x, a0, parameters, lengths=None, cell=RNN):
    """The sum has n_a units, so only half of Wya fits."""
    m, T_x = x.shape[1:]
    lengths = np.full(m, T_x) if lengths is None else lengths
    there, caches_there = hidden_states(x, a0[0], parameters["forward"], cell)
    back, caches_back = hidden_states(reverse_padded(x, lengths), a0[1], parameters["backward"], cell)
    a = there + reverse_padded(back, lengths)
    z = np.einsum("ya,amt->ymt", parameters["Wya"][:, :len(a)], a) + parameters["by"][:, :, None]
    return a, softmax(z), (caches_there, caches_back, lengths)


@attempt("bidirectional_forward", "halves-not-stacked")
def both_ways_side_by_side_in_time(x, a0, parameters, lengths=None, cell=RNN):
    """Concatenates along time: the product with Wya fails."""
    m, T_x = x.shape[1:]
    lengths = np.full(m, T_x) if lengths is None else lengths
    there, caches_there = hidden_states(x, a0[0], parameters["forward"], cell)
    back, caches_back = hidden_states(reverse_padded(x, lengths), a0[1], parameters["backward"], cell)
    a = np.concatenate([there, reverse_padded(back, lengths)], axis=2)
    z = np.tensordot(parameters["Wya"], a, axes=1) + parameters["by"][:, :, None]
    return a, softmax(z), (caches_there, caches_back, lengths)


@attempt("bidirectional_forward", "one-set-of-weights")
def both_ways_with_one_set_of_weights(x, a0, parameters, lengths=None, cell=RNN):
    m, T_x = x.shape[1:]
    lengths = np.full(m, T_x) if lengths is None else lengths
    caches, halves = [], []
    for turn, start in ((False, a0[0]), (True, a0[1])):
        states, cache = hidden_states(reverse_padded(x, lengths) if turn else x, start, parameters["forward"], cell)
        halves.append(reverse_padded(states, lengths) if turn else states)
        caches.append(cache)
    a = np.concatenate(halves)
    z = np.einsum("ya,amt->ymt", parameters["Wya"], a) + parameters["by"][:, :, None]
    return a, softmax(z), (*caches, lengths)


@attempt("bidirectional_forward", "second-goes-on-from-the-first")
def both_ways_as_one_long_way(x, a0, parameters, lengths=None, cell=RNN):
    m, T_x = x.shape[1:]
    lengths = np.full(m, T_x) if lengths is None else lengths
    there, caches_there = hidden_states(x, a0[0], parameters["forward"], cell)
    back, caches_back = hidden_states(reverse_padded(x, lengths), there[..., -1], parameters["backward"], cell)
    a = np.vstack([there, reverse_padded(back, lengths)])
    z = np.einsum("ya,amt->ymt", parameters["Wya"], a) + parameters["by"][:, :, None]
    return a, softmax(z), (caches_there, caches_back, lengths)


@attempt("bidirectional_forward", "lengths-overwritten")
def both_ways_for_full_length_alone(x, a0, parameters, lengths=None, cell=RNN):
    """Sets the lengths in any case."""
    m, T_x = x.shape[1], x.shape[2]
    lengths = np.full(m, T_x)
    there, caches_there = hidden_states(x, a0[0], parameters["forward"], cell)
    back, caches_back = hidden_states(reverse_padded(x, lengths), a0[1], parameters["backward"], cell)
    a = np.vstack([there, reverse_padded(back, lengths)])
    z = np.einsum("ya,amt->ymt", parameters["Wya"], a) + parameters["by"][:, :, None]
    return a, softmax(z), (caches_there, caches_back, lengths)


@attempt("bidirectional_forward", "input-not-reversed")
def both_ways_reverses_the_states_alone(x, a0, parameters, lengths=None, cell=RNN):
    """Runs the second direction forwards and turns its states round."""
    m, T_x = x.shape[1:]
    lengths = np.full(m, T_x) if lengths is None else lengths
    there, caches_there = hidden_states(x, a0[0], parameters["forward"], cell)
    back, caches_back = hidden_states(x, a0[1], parameters["backward"], cell)
    a = np.vstack([there, reverse_padded(back, lengths)])
    z = np.einsum("ya,amt->ymt", parameters["Wya"], a) + parameters["by"][:, :, None]
    return a, softmax(z), (caches_there, caches_back, lengths)


@attempt("bidirectional_forward", "no-softmax")
def both_ways_with_bare_scores(x, a0, parameters, lengths=None, cell=RNN):
    m, T_x = x.shape[1:]
    lengths = np.full(m, T_x) if lengths is None else lengths
    there, caches_there = hidden_states(x, a0[0], parameters["forward"], cell)
    back, caches_back = hidden_states(reverse_padded(x, lengths), a0[1], parameters["backward"], cell)
    a = np.vstack([there, reverse_padded(back, lengths)])
    y_pred = np.stack([parameters["Wya"] @ a[:, :, t] + parameters["by"] for t in range(T_x)], axis=2)
    return a, y_pred, (caches_there, caches_back, lengths)


@attempt("bidirectional_forward", "unusable")
def both_ways_with_a_pair_of_caches(x, a0, parameters, lengths=None, cell=RNN):
    m, T_x = x.shape[1:]
    lengths = np.full(m, T_x) if lengths is None else lengths
    there, caches_there = hidden_states(x, a0[0], parameters["forward"], cell)
    back, caches_back = hidden_states(reverse_padded(x, lengths), a0[1], parameters["backward"], cell)
    a = np.vstack([there, reverse_padded(back, lengths)])
    z = np.einsum("ya,amt->ymt", parameters["Wya"], a) + parameters["by"][:, :, None]
    return a, softmax(z), (caches_there, caches_back)


@attempt("bidirectional_forward", "fails-in-some-cases")
def both_ways_that_needs_the_lengths(x, a0, parameters, lengths=None, cell=RNN):
    """Without lengths there is nothing to enumerate."""
    there, caches_there = hidden_states(x, a0[0], parameters["forward"], cell)
    back, caches_back = hidden_states(reverse_padded(x, lengths), a0[1], parameters["backward"], cell)
    a = np.vstack([there, reverse_padded(back, lengths)])
    z = np.einsum("ya,amt->ymt", parameters["Wya"], a) + parameters["by"][:, :, None]
    return a, softmax(z), (caches_there, caches_back, lengths)


@attempt("bidirectional_forward", None)
def both_ways_with_a_bias_that_does_not_fit(x, a0, parameters, lengths=None, cell=RNN):
    """by (n_y, 1) beside (n_y, m, T_x)."""
    m, T_x = x.shape[1:]
    lengths = np.full(m, T_x) if lengths is None else lengths
    there, caches_there = hidden_states(x, a0[0], parameters["forward"], cell)
    back, caches_back = hidden_states(reverse_padded(x, lengths), a0[1], parameters["backward"], cell)
    a = np.vstack([there, reverse_padded(back, lengths)])
    z = np.tensordot(parameters["Wya"], a, axes=1) + parameters["by"]
    return a, softmax(z), (caches_there, caches_back, lengths)


@attempt("bidirectional_forward", "wrong-results")
def both_ways_without_caches(x, a0, parameters, lengths=None, cell=RNN):
    output = {"Wya": parameters["Wya"][:, :len(a0[0])], "by": parameters["by"]}
    there, _, _ = rnn_forward(x, a0[0], parameters["forward"] | output)
    back, _, _ = rnn_forward(x[:, :, ::-1], a0[1], parameters["backward"] | output)
    a = np.vstack([there, back[:, :, ::-1]])
    return a, softmax(np.tensordot(parameters["Wya"], a, axes=1) + parameters["by"][:, :, None])


# bidirectional_backward ------------------------------------------------------------------------


def _directions(forward, backward, dx):
    """The dict of results, from the gradients of each direction."""
    return {"dx": dx, "da0": (forward["da0"], backward["da0"]), "forward": forward, "backward": backward}


@attempt("bidirectional_backward", "da-not-reversed")
def both_ways_back_turns_dx_alone(da, caches, cell=RNN):
    caches_forward, caches_backward, lengths = caches
    upper, lower = np.split(da, 2, axis=0)
    forward, backward = cell.backward(upper, caches_forward), cell.backward(lower, caches_backward)
    return _directions(forward, backward, forward["dx"] + reverse_padded(backward["dx"], lengths))


@attempt("bidirectional_backward", "dx-not-realigned")
def both_ways_back_turns_da_alone(da, caches, cell=RNN):
    caches_forward, caches_backward, lengths = caches
    n_a = da.shape[0] // 2
    forward = cell.backward(da[:n_a], caches_forward)
    backward = cell.backward(reverse_padded(da[n_a:], lengths), caches_backward)
    return _directions(forward, backward, forward["dx"] + backward["dx"])


@attempt("bidirectional_backward", "nothing-reversed")
def both_ways_back_turns_nothing(da, caches, cell=RNN):
    n_a = len(da) // 2
    gradients = [cell.backward(da[:n_a], caches[0]), cell.backward(da[n_a:], caches[1])]
    return _directions(*gradients, sum(each["dx"] for each in gradients))


@attempt("bidirectional_backward", "padding-reversed-along")
def both_ways_back_flips_the_whole_axis(da, caches, cell=RNN):
    n_a = len(da) // 2
    forward = cell.backward(da[:n_a], caches[0])
    backward = cell.backward(da[n_a:, :, ::-1], caches[1])
    return _directions(forward, backward, forward["dx"] + backward["dx"][:, :, ::-1])


@attempt("bidirectional_backward", "halves-swapped")
def both_ways_back_with_the_halves_swapped(da, caches, cell=RNN):
    caches_forward, caches_backward, lengths = caches
    n_a = da.shape[0] // 2
    backward = cell.backward(reverse_padded(da[:n_a], lengths), caches_backward)
    forward = cell.backward(da[n_a:], caches_forward)
    dx = forward["dx"] + reverse_padded(backward["dx"], lengths)
    return _directions(forward, backward, dx)


@attempt("bidirectional_backward", "dx-concatenated")
def both_ways_back_stacks_dx(da, caches, cell=RNN):
    caches_forward, caches_backward, lengths = caches
    n_a = da.shape[0] // 2
    forward = cell.backward(da[:n_a], caches_forward)
    backward = cell.backward(reverse_padded(da[n_a:], lengths), caches_backward)
    return _directions(forward, backward, np.vstack([forward["dx"], reverse_padded(backward["dx"], lengths)]))


@attempt("bidirectional_backward", "dx-of-forward-alone")
def both_ways_back_overwrites_dx(da, caches, cell=RNN):
    """dx of the second direction is computed, and then the other one is returned."""
    caches_forward, caches_backward, lengths = caches
    n_a = da.shape[0] // 2
    backward = cell.backward(reverse_padded(da[n_a:], lengths), caches_backward)
    dx = reverse_padded(backward.pop("dx"), lengths)
    forward = cell.backward(da[:n_a], caches_forward)
    dx = forward.pop("dx")
    return _directions(forward, backward, dx)


@attempt("bidirectional_backward", "dx-averaged")
def both_ways_back_takes_the_mean(da, caches, cell=RNN):
    caches_forward, caches_backward, lengths = caches
    upper, lower = np.vsplit(da, 2)
    forward = cell.backward(upper, caches_forward)
    backward = cell.backward(reverse_padded(lower, lengths), caches_backward)
    dx = np.mean([forward["dx"], reverse_padded(backward["dx"], lengths)], axis=0)
    return _directions(forward, backward, dx)


@attempt("bidirectional_backward", None)
def both_ways_back_gives_all_of_da_to_both(da, caches, cell=RNN):
    """2 n_a rows for a cell with n_a units: a shape error of the course's function."""
    caches_forward, caches_backward, lengths = caches
    forward = cell.backward(da, caches_forward)
    backward = cell.backward(reverse_padded(da, lengths), caches_backward)
    return _directions(forward, backward, forward["dx"] + reverse_padded(backward["dx"], lengths))


@attempt("bidirectional_backward", "caches-exchanged")
def both_ways_back_takes_the_caches_apart_wrongly(da, caches, cell=RNN):
    caches_backward, caches_forward, lengths = caches
    n_a = da.shape[0] // 2
    forward = cell.backward(da[:n_a], caches_forward)
    backward = cell.backward(reverse_padded(da[n_a:], lengths), caches_backward)
    return _directions(forward, backward, forward["dx"] + reverse_padded(backward["dx"], lengths))


@attempt("bidirectional_backward", "caches-turned-round")
def both_ways_back_turns_the_caches_too(da, caches, cell=RNN):
    n_a, lengths = da.shape[0] // 2, caches[2]
    forward = cell.backward(da[:n_a], caches[0])
    backward = cell.backward(reverse_padded(da[n_a:], lengths), list(reversed(caches[1])))
    return _directions(forward, backward, forward["dx"] + reverse_padded(backward["dx"], lengths))


@attempt("bidirectional_backward", "missing-key")
def both_ways_back_puts_everything_into_one_dict(da, caches, cell=RNN):
    """The second direction's gradients take the places of the first one's."""
    caches_forward, caches_backward, lengths = caches
    n_a = da.shape[0] // 2
    forward = cell.backward(da[:n_a], caches_forward)
    backward = cell.backward(reverse_padded(da[n_a:], lengths), caches_backward)
    dx = forward["dx"] + reverse_padded(backward["dx"], lengths)
    return {**forward, **backward, "dx": dx, "da0": (forward["da0"], backward["da0"])}


@attempt("bidirectional_backward", "wrong-items")
def both_ways_back_with_one_da0(da, caches, cell=RNN):
    caches_forward, caches_backward, lengths = caches
    n_a = da.shape[0] // 2
    forward = cell.backward(da[:n_a], caches_forward)
    backward = cell.backward(reverse_padded(da[n_a:], lengths), caches_backward)
    dx = forward["dx"] + reverse_padded(backward["dx"], lengths)
    return _directions(forward, backward, dx) | {"da0": forward["da0"] + backward["da0"]}


@attempt("bidirectional_backward", "changes-its-inputs")
def both_ways_back_reverses_in_place(da, caches, cell=RNN):
    caches_forward, caches_backward, lengths = caches
    n_a = da.shape[0] // 2
    lower = da[n_a:]
    for i, length in enumerate(lengths):
        lower[:, i, :length] = lower[:, i, :length][:, ::-1].copy()
    forward, backward = cell.backward(da[:n_a], caches_forward), cell.backward(lower, caches_backward)
    return _directions(forward, backward, forward["dx"] + reverse_padded(backward["dx"], lengths))
