"""Right solutions of the exercises of notebooks 09 to 11, added to those before them."""
import numpy as np

from attempts.correct import solves
from rnn_utils import (gru_cell_backward, gru_cell_forward, hidden_states, lstm_cell_backward,
                       lstm_cell_forward, reverse_padded, sigmoid, softmax)
from rnn_utils.cells import RNN


# gru_cell_forward ------------------------------------------------------------------------------


@solves("gru_cell_forward")
def gru_cell_with_split_weights(xt, c_prev, parameters):
    n = len(c_prev)

    def total(gate, memory):
        W = parameters["W" + gate]
        return W[:, :n] @ memory + W[:, n:] @ xt + parameters["b" + gate]

    update, reset = sigmoid(total("u", c_prev)), sigmoid(total("r", c_prev))
    candidate = np.tanh(total("c", reset * c_prev))
    c_next = c_prev + update * (candidate - c_prev)
    yt_pred = softmax(parameters["Wy"] @ c_next + parameters["by"])
    return c_next, yt_pred, (c_next, c_prev, update, reset, candidate, xt, parameters)


@solves("gru_cell_forward")
def gru_cell_with_dot_and_a_concat_of_zeros(xt, c_prev, parameters):
    Wu = parameters["Wu"]
    bu = parameters["bu"]
    Wr = parameters["Wr"]
    br = parameters["br"]
    Wc = parameters["Wc"]
    bc = parameters["bc"]
    n_x, m = xt.shape
    n_a = c_prev.shape[0]
    concat = np.zeros((n_a + n_x, m))
    concat[:n_a, :] = c_prev
    concat[n_a:, :] = xt
    ut = 1 / (1 + np.exp(-np.dot(Wu, concat) - bu))
    rt = 1 / (1 + np.exp(-np.dot(Wr, concat) - br))
    concat2 = concat.copy()
    concat2[:n_a, :] = np.multiply(rt, c_prev)
    cct = np.tanh(np.dot(Wc, concat2) + bc)
    c_next = np.multiply(ut, cct) + np.multiply(1 - ut, c_prev)
    z = np.dot(parameters["Wy"], c_next) + parameters["by"]
    e = np.exp(z - np.max(z))
    yt_pred = e / e.sum(axis=0, keepdims=True)
    cache = (c_next, c_prev, ut, rt, cct, xt, parameters)
    return c_next, yt_pred, cache


@solves("gru_cell_forward")
def gru_cell_with_one_product_for_both_gates(xt, c_prev, parameters):
    """A list of results, a list for a cache."""
    p = parameters
    W, b = np.vstack([p["Wu"], p["Wr"]]), np.vstack([p["bu"], p["br"]])
    ut, rt = np.vsplit(sigmoid(W @ np.vstack([c_prev, xt]) + b), 2)
    cct = np.tanh(p["Wc"] @ np.vstack((rt * c_prev, xt)) + p["bc"])
    c_next = (1 - ut) * c_prev
    c_next += ut * cct
    return [c_next, softmax(p["Wy"] @ c_next + p["by"]), [c_next, c_prev, ut, rt, cct, xt, p]]


@solves("gru_cell_forward")
def gru_cell_with_examples_in_rows(xt, c_prev, parameters):
    x, c = xt.T, c_prev.T
    p = {name: array.T for name, array in parameters.items()}
    row = np.hstack([c, x])
    u = sigmoid(row @ p["Wu"] + p["bu"])
    r = sigmoid(row @ p["Wr"] + p["br"])
    cc = np.tanh(np.hstack([r * c, x]) @ p["Wc"] + p["bc"])
    new = u * cc + (1 - u) * c
    scores = new @ p["Wy"] + p["by"]
    y = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return new.T, y.T, (new.T, c_prev, u.T, r.T, cc.T, xt, parameters)


@solves("gru_cell_forward")
def gru_cell_example_by_example(xt, c_prev, parameters):
    (n_a, m), n_y = c_prev.shape, len(parameters["by"])
    c_next, ut, rt, cct = (np.zeros((n_a, m)) for _ in range(4))
    yt_pred = np.empty((n_y, m))
    for i in range(m):
        c, x = c_prev[:, i], xt[:, i]
        ut[:, i] = sigmoid(parameters["Wu"] @ np.r_[c, x] + parameters["bu"].ravel())
        rt[:, i] = sigmoid(parameters["Wr"] @ np.r_[c, x] + parameters["br"].ravel())
        cct[:, i] = np.tanh(parameters["Wc"] @ np.r_[rt[:, i] * c, x] + parameters["bc"][:, 0])
        c_next[:, i] = ut[:, i] * cct[:, i] + (1 - ut[:, i]) * c
        scores = parameters["Wy"] @ c_next[:, i] + parameters["by"][:, 0]
        yt_pred[:, i] = np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum()
    return c_next, yt_pred, (c_next, c_prev, ut, rt, cct, xt, parameters)


@solves("gru_cell_forward")
def gru_cell_with_einsum_and_in_place_on_a_copy(xt, c_prev, parameters):
    stacked = np.concatenate((c_prev, xt))
    gates = {}
    for name in ("u", "r"):
        gates[name] = sigmoid(np.einsum("ij,jm->im", parameters["W" + name], stacked) + parameters["b" + name])
    stacked[:len(c_prev)] *= gates["r"]
    cct = np.tanh(np.einsum("ij,jm->im", parameters["Wc"], stacked) + parameters["bc"])
    c_next = c_prev.copy()
    c_next *= 1 - gates["u"]
    c_next += gates["u"] * cct
    yt_pred = softmax(np.einsum("ya,am->ym", parameters["Wy"], c_next) + parameters["by"])
    return c_next, yt_pred, (c_next, c_prev, gates["u"], gates["r"], cct, xt, parameters)


# gru_forward -----------------------------------------------------------------------------------


@solves("gru_forward")
def gru_pass_with_lists_and_stack(x, c0, parameters):
    memories, predictions, caches = [], [], []
    c = c0
    for t in range(x.shape[-1]):
        c, y, cache = gru_cell_forward(x[..., t], c, parameters)
        memories.append(c)
        predictions.append(y)
        caches += [cache]
    return np.stack(memories, axis=2), np.stack(predictions, axis=-1), caches


@solves("gru_forward")
def gru_pass_with_caches_and_x_as_in_the_older_course(x, c0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    c_next = np.copy(c0)
    for t in range(0, T_x):
        xt = x[:, :, t]
        c_next, yt, cache = gru_cell_forward(xt, c_next, parameters)
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    caches = (caches, x)
    return c, y, caches


@solves("gru_forward")
def gru_pass_with_enumerate_and_c0_in_front(x, c0, parameters):
    c = np.empty((*c0.shape, x.shape[2] + 1))
    c[..., 0] = c0
    y_pred = np.empty((len(parameters["by"]), *c.shape[1:]))[..., 1:]
    caches = [None] * x.shape[2]
    for t, xt in enumerate(np.moveaxis(x, 2, 0)):
        c[..., t + 1], y_pred[..., t], caches[t] = gru_cell_forward(xt, c[..., t].copy(), parameters)
    return c[..., 1:], y_pred, caches


@solves("gru_forward")
def gru_pass_without_the_cell(x, c0, parameters):
    """The part of the inputs for all steps at once, predictions at the end."""
    p, n_a, T_x = parameters, len(c0), x.shape[2]
    from_x = {g: np.tensordot(p["W" + g][:, n_a:], x, 1) + p["b" + g][:, :, None] for g in "urc"}
    c, caches = np.zeros(c0.shape + (T_x,)), []
    before = c0
    for t in range(T_x):
        u = sigmoid(p["Wu"][:, :n_a] @ before + from_x["u"][..., t])
        r = sigmoid(p["Wr"][:, :n_a] @ before + from_x["r"][..., t])
        cc = np.tanh(p["Wc"][:, :n_a] @ (r * before) + from_x["c"][..., t])
        after = u * cc + (1 - u) * before
        caches.append((after, before, u, r, cc, x[..., t], p))
        c[..., t] = before = after
    y_pred = softmax(np.einsum("ya,amt->ymt", p["Wy"], c) + p["by"][..., None])
    return c, y_pred, caches


@solves("gru_forward")
def gru_pass_by_recursion(x, c0, parameters):
    c, y, cache = gru_cell_forward(x[:, :, 0], c0, parameters)
    if x.shape[2] == 1:
        return c[:, :, None], y[:, :, None], [cache]
    later = gru_pass_by_recursion(x[:, :, 1:], c, parameters)
    return np.dstack([c, later[0]]), np.dstack([y, later[1]]), [cache] + later[2]


@solves("gru_forward")
def gru_pass_with_while_and_dicts(x, c0, parameters):
    results = {}
    t, c_next = 0, c0
    while t < x.shape[2]:
        results[t] = gru_cell_forward(x[:, :, t], c_next, parameters)
        c_next = results[t][0]
        t = t + 1
    c, y_pred, caches = zip(*(results[t] for t in sorted(results)))
    return np.array(c).transpose(1, 2, 0), np.array(y_pred).transpose(1, 2, 0), list(caches)


# gru_cell_backward -----------------------------------------------------------------------------


@solves("gru_cell_backward")
def gru_back_with_split_weights(dc_next, cache):
    c_next, c_prev, ut, rt, cct, xt, p = cache
    n = c_prev.shape[0]
    through_mix = dc_next * ut
    dzc = through_mix * (1 - np.square(cct))
    dzu = dc_next * (cct - c_prev) * ut * (1 - ut)
    dreset_memory = p["Wc"][:, :n].T @ dzc
    dzr = dreset_memory * c_prev * rt * (1 - rt)
    dc_prev = dc_next - through_mix
    dc_prev = dc_prev + rt * dreset_memory + p["Wu"][:, :n].T @ dzu + p["Wr"][:, :n].T @ dzr
    dxt = p["Wc"][:, n:].T @ dzc + p["Wu"][:, n:].T @ dzu + p["Wr"][:, n:].T @ dzr
    gradients = {"dxt": dxt, "dc_prev": dc_prev}
    for gate, dz, memory in (("u", dzu, c_prev), ("r", dzr, c_prev), ("c", dzc, rt * c_prev)):
        gradients["dW" + gate] = np.hstack([dz @ memory.T, dz @ xt.T])
        gradients["db" + gate] = dz.sum(axis=1, keepdims=True)
    return gradients


@solves("gru_cell_backward")
def gru_back_in_the_older_style(dc_next, cache):
    (c_next, c_prev, ut, rt, cct, xt, parameters) = cache
    Wu, Wr, Wc = parameters["Wu"], parameters["Wr"], parameters["Wc"]
    n_x, m = xt.shape
    n_a, m = c_next.shape
    dut = dc_next * cct - dc_next * c_prev
    dcct = dc_next * ut
    dgu = dut * ut * (1 - ut)
    dgc = dcct * (1 - cct ** 2)
    drc = np.dot(Wc[:, :n_a].T, dgc)
    drt = drc * c_prev
    dgr = drt * rt * (1 - rt)
    concat = np.concatenate((c_prev, xt), axis=0)
    concat_r = np.concatenate((rt * c_prev, xt), axis=0)
    dWu = np.dot(dgu, concat.T)
    dWr = np.dot(dgr, concat.T)
    dWc = np.dot(dgc, concat_r.T)
    dbu = np.sum(dgu, axis=1, keepdims=True)
    dbr = np.sum(dgr, axis=1, keepdims=True)
    dbc = np.sum(dgc, axis=1, keepdims=True)
    dc_prev = dc_next * (1 - ut) + drc * rt + np.dot(Wu[:, :n_a].T, dgu) + np.dot(Wr[:, :n_a].T, dgr)
    dxt = np.dot(Wu[:, n_a:].T, dgu) + np.dot(Wr[:, n_a:].T, dgr) + np.dot(Wc[:, n_a:].T, dgc)
    return {"dxt": dxt, "dc_prev": dc_prev, "dWu": dWu, "dbu": dbu, "dWr": dWr, "dbr": dbr, "dWc": dWc, "dbc": dbc,
            "dut": dut, "drt": drt, "dcct": dcct}


@solves("gru_cell_backward")
def gru_back_with_a_step_for_every_operation(dc_next, cache):
    """What comes back to each array is added up under its name, as an automatic derivation does."""
    c_next, c_prev, u, r, cc, x, p = cache
    d = {"c_prev": np.zeros(c_prev.shape), "x": np.zeros(x.shape)}

    def linear(name, dz, memory):
        d["W" + name] = dz @ np.concatenate([memory, x]).T
        d["b" + name] = np.sum(dz, 1).reshape(-1, 1)
        below = p["W" + name].T @ dz
        d["x"] += below[len(memory):]
        return below[:len(memory)]

    d["u"] = cc * dc_next - c_prev * dc_next
    d["c_prev"] += (1 - u) * dc_next
    d["kept"] = linear("c", u * dc_next * (1 - cc * cc), r * c_prev)
    d["c_prev"] += r * d["kept"]
    d["r"] = c_prev * d["kept"]
    d["c_prev"] += linear("u", d["u"] * (u - u ** 2), c_prev)
    d["c_prev"] += linear("r", d["r"] * (r - r ** 2), c_prev)
    names = {"x": "xt"}
    return {"d" + names.get(name, name): array for name, array in d.items()}


@solves("gru_cell_backward")
def gru_back_example_by_example(dc_next, cache):
    _, c_prev, ut, rt, cct, xt, parameters = cache
    n_a, m = c_prev.shape
    g = {"dW" + k: np.zeros_like(parameters["W" + k]) for k in "urc"}
    g.update({"db" + k: np.zeros_like(parameters["b" + k]) for k in "urc"})
    g["dxt"], g["dc_prev"] = np.zeros_like(xt), np.zeros_like(c_prev)
    for i in range(m):
        d, c, u, r, cc, x = (array[:, i] for array in (dc_next, c_prev, ut, rt, cct, xt))
        zc = d * u * (1 - cc ** 2)
        back_c = zc @ parameters["Wc"]
        dz = {"u": d * (cc - c) * u * (1 - u), "r": back_c[:n_a] * c * r * (1 - r), "c": zc}
        for k in dz:
            g["dW" + k] += np.outer(dz[k], np.append(r * c if k == "c" else c, x))
            g["db" + k] += dz[k][:, None]
        back = dz["u"] @ parameters["Wu"] + dz["r"] @ parameters["Wr"]
        g["dxt"][:, i] = back[n_a:] + back_c[n_a:]
        g["dc_prev"][:, i] = d * (1 - u) + back[:n_a] + r * back_c[:n_a]
    return g


@solves("gru_cell_backward")
def gru_back_with_both_gates_in_one_array(dc_next, cache):
    c_next, c_prev, ut, rt, cct, xt, parameters = cache
    n_a = len(dc_next)
    stacked, W = np.vstack([c_prev, xt]), np.vstack([parameters["Wu"], parameters["Wr"]])
    dzc = np.einsum("am,am,am->am", dc_next, ut, 1 - cct ** 2)
    dreset, dx = np.vsplit(parameters["Wc"].T @ dzc, [n_a])
    gates = np.vstack([ut, rt])
    dz = gates * (1 - gates) * np.vstack([dc_next * (cct - c_prev), dreset * c_prev])
    dboth = W.T @ dz
    dW, db = dz @ stacked.T, dz.sum(1, keepdims=True)
    return dict(dxt=dx + dboth[n_a:], dc_prev=dboth[:n_a] + rt * dreset + (1 - ut) * dc_next,
                dWu=dW[:n_a], dWr=dW[n_a:], dbu=db[:n_a], dbr=db[n_a:],
                dWc=dzc @ np.vstack([rt * c_prev, xt]).T, dbc=dzc.sum(1, keepdims=True))


# gru_backward ----------------------------------------------------------------------------------


@solves("gru_backward")
def gru_back_pass_with_a_list_of_steps(dc, caches):
    steps, carried = [], 0
    for t in range(dc.shape[2] - 1, -1, -1):
        steps.append(gru_cell_backward(dc[:, :, t] + carried, caches[t]))
        carried = steps[-1]["dc_prev"]
    gradients = {name: sum(step[name] for step in steps) for name in ("dWu", "dbu", "dWr", "dbr", "dWc", "dbc")}
    gradients["dx"] = np.stack([step["dxt"] for step in steps[::-1]], axis=2)
    gradients["dc0"] = carried
    return gradients


@solves("gru_backward")
def gru_back_pass_adds_into_a_copy(dc, caches):
    dc = dc.copy()
    T_x = len(caches)
    dx, total = [None] * T_x, {}
    for t in reversed(range(T_x)):
        step = gru_cell_backward(dc[:, :, t], caches[t])
        dx[t] = step.pop("dxt")
        dc0 = step.pop("dc_prev")
        if t > 0:
            dc[:, :, t - 1] += dc0
        for name, value in step.items():
            total[name] = total.get(name, 0) + value
    return total | {"dx": np.dstack(dx), "dc0": dc0, "dc": dc}


@solves("gru_backward")
def gru_back_pass_in_the_older_style(dc, caches):
    n_a, m, T_x = dc.shape
    (c1, c0, u1, r1, cc1, x1, parameters) = caches[0]
    n_x, m = x1.shape
    dx = np.zeros((n_x, m, T_x))
    dc_prevt = np.zeros((n_a, m))
    dWu = np.zeros((n_a, n_a + n_x))
    dWr = np.zeros((n_a, n_a + n_x))
    dWc = np.zeros((n_a, n_a + n_x))
    dbu = np.zeros((n_a, 1))
    dbr = np.zeros((n_a, 1))
    dbc = np.zeros((n_a, 1))
    for t in reversed(range(T_x)):
        gradients = gru_cell_backward(dc[:, :, t] + dc_prevt, caches[t])
        dc_prevt = gradients["dc_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWu = dWu + gradients["dWu"]
        dWr = dWr + gradients["dWr"]
        dWc = dWc + gradients["dWc"]
        dbu = dbu + gradients["dbu"]
        dbr = dbr + gradients["dbr"]
        dbc = dbc + gradients["dbc"]
    return {"dx": dx, "dc0": dc_prevt, "dWu": dWu, "dbu": dbu, "dWr": dWr, "dbr": dbr, "dWc": dWc, "dbc": dbc}


@solves("gru_backward")
def gru_back_pass_by_recursion(dc, caches):
    last = gru_cell_backward(dc[..., -1], caches[-1])
    own = {name: value for name, value in last.items() if name not in ("dxt", "dc_prev")}
    if len(caches) == 1:
        return own | {"dx": last["dxt"][..., None], "dc0": last["dc_prev"]}
    before = np.concatenate([dc[..., :-2], (dc[..., -2] + last["dc_prev"])[..., None]], axis=2)
    rest = gru_back_pass_by_recursion(before, caches[:-1])
    for name in own:
        rest[name] = rest[name] + own[name]
    rest["dx"] = np.concatenate([rest["dx"], last["dxt"][..., None]], axis=2)
    return rest


@solves("gru_backward")
def gru_back_pass_with_zip_and_moved_axes(dc, caches):
    backwards = zip(np.moveaxis(dc, -1, 0)[::-1], reversed(caches))
    dx, weights, dc_next = [], None, np.zeros_like(dc[..., 0])
    for from_loss, cache in backwards:
        step = gru_cell_backward(np.add(from_loss, dc_next), cache)
        dc_next = step["dc_prev"]
        dx.insert(0, step["dxt"])
        own = np.array([*step["dWu"].flat, *step["dWr"].flat, *step["dWc"].flat]).reshape(3, len(dc), -1)
        biases = np.concatenate([step["dbu"], step["dbr"], step["dbc"]])
        weights = (own, biases) if weights is None else (weights[0] + own, weights[1] + biases)
    (dWu, dWr, dWc), (dbu, dbr, dbc) = weights[0], np.split(weights[1], 3)
    return {"dx": np.moveaxis(np.array(dx), 0, 2), "dc0": dc_next, "dWu": dWu, "dWr": dWr, "dWc": dWc,
            "dbu": dbu, "dbr": dbr, "dbc": dbc}


# lstm_cell_forward -----------------------------------------------------------------------------


@solves("lstm_cell_forward")
def lstm_cell_in_the_older_style(xt, a_prev, c_prev, parameters):
    Wf = parameters["Wf"]
    bf = parameters["bf"]
    Wi = parameters["Wi"]
    bi = parameters["bi"]
    Wc = parameters["Wc"]
    bc = parameters["bc"]
    Wo = parameters["Wo"]
    bo = parameters["bo"]
    Wy = parameters["Wy"]
    by = parameters["by"]
    n_x, m = xt.shape
    n_y, n_a = Wy.shape
    concat = np.zeros((n_a + n_x, m))
    concat[: n_a, :] = a_prev
    concat[n_a:, :] = xt
    ft = sigmoid(np.dot(Wf, concat) + bf)
    it = sigmoid(np.dot(Wi, concat) + bi)
    cct = np.tanh(np.dot(Wc, concat) + bc)
    c_next = np.multiply(ft, c_prev) + np.multiply(it, cct)
    ot = sigmoid(np.dot(Wo, concat) + bo)
    a_next = np.multiply(ot, np.tanh(c_next))
    yt_pred = softmax(np.dot(Wy, a_next) + by)
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache


@solves("lstm_cell_forward")
def lstm_cell_with_one_product(xt, a_prev, c_prev, parameters):
    W = np.vstack([parameters["W" + gate] for gate in "fioc"])
    b = np.vstack([parameters["b" + gate] for gate in "fioc"])
    z = W @ np.vstack([a_prev, xt]) + b
    n = len(a_prev)
    f, i, o = sigmoid(z[:3 * n]).reshape(3, n, -1)
    candidate = np.tanh(z[3 * n:])
    c = f * c_prev + i * candidate
    a = o * np.tanh(c)
    y = softmax(parameters["Wy"] @ a + parameters["by"])
    return a, c, y, (a, c, a_prev, c_prev, f, i, candidate, o, xt, parameters)


@solves("lstm_cell_forward")
def lstm_cell_with_split_weights_and_lists(xt, a_prev, c_prev, parameters):
    n_a = a_prev.shape[0]

    def z(letter):
        Wa, Wx = np.hsplit(parameters[f"W{letter}"], [n_a])
        return Wa.dot(a_prev) + Wx.dot(xt) + parameters[f"b{letter}"]

    ft, it, ot = [1 / (1 + np.exp(-z(letter))) for letter in "fio"]
    cct = np.tanh(z("c"))
    c_next = c_prev.copy()
    c_next *= ft
    c_next += it * cct
    a_next = np.tanh(c_next)
    a_next *= ot
    scores = np.exp(parameters["Wy"].dot(a_next) + parameters["by"])
    return [a_next, c_next, scores / scores.sum(axis=0),
            [a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters]]


@solves("lstm_cell_forward")
def lstm_cell_with_examples_in_rows_and_tanh_for_sigmoid(xt, a_prev, c_prev, parameters):
    """σ(z) = (1 + tanh(z / 2)) / 2."""
    rows = np.concatenate([a_prev.T, xt.T], axis=1)
    sums = {k: rows @ parameters["W" + k].T + parameters["b" + k].T for k in "fico"}
    gates = {k: 0.5 + 0.5 * np.tanh(0.5 * sums[k]).T for k in "fio"}
    cct = np.tanh(sums["c"]).T
    c_next = np.einsum("am,am->am", gates["f"], c_prev) + np.einsum("am,am->am", gates["i"], cct)
    a_next = gates["o"] * np.tanh(c_next)
    yt_pred = softmax((a_next.T @ parameters["Wy"].T).T + parameters["by"])
    cache = a_next, c_next, a_prev, c_prev, gates["f"], gates["i"], cct, gates["o"], xt, dict(parameters)
    return a_next, c_next, yt_pred, cache


@solves("lstm_cell_forward")
def lstm_cell_unit_by_unit(xt, a_prev, c_prev, parameters):
    above = np.concatenate([a_prev, xt])
    arrays = [np.zeros(c_prev.shape) for _ in range(6)]
    a_next, c_next, ft, it, cct, ot = arrays
    for j in range(c_prev.shape[0]):
        f, i, c, o = (parameters["W" + k][j] @ above + parameters["b" + k][j] for k in "fico")
        ft[j], it[j], cct[j], ot[j] = sigmoid(f), sigmoid(i), np.tanh(c), sigmoid(o)
        c_next[j] = ft[j] * c_prev[j] + it[j] * cct[j]
        a_next[j] = ot[j] * np.tanh(c_next[j])
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)


# lstm_forward ----------------------------------------------------------------------------------


@solves("lstm_forward")
def lstm_pass_in_the_older_style(x, a0, parameters):
    caches = []
    Wy = parameters["Wy"]
    n_x, m, T_x = x.shape
    n_y, n_a = Wy.shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    a_next = a0
    c_next = np.zeros((n_a, m))
    for t in range(T_x):
        xt = x[:, :, t]
        a_next, c_next, yt, cache = lstm_cell_forward(xt, a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    caches = (caches, x)
    return a, y, c, caches


@solves("lstm_forward")
def lstm_pass_with_lists_and_stack(x, a0, parameters):
    state = a0, 0 * a0
    steps = []
    for xt in x.transpose(2, 0, 1):
        steps.append(lstm_cell_forward(xt, *state, parameters))
        state = steps[-1][:2]
    a, c, y, caches = zip(*steps)
    return np.stack(a, 2), np.stack(y, 2), np.stack(c, 2), list(caches)


@solves("lstm_forward")
def lstm_pass_reads_back_what_it_stored(x, a0, parameters):
    n_a, m, T_x = *a0.shape, x.shape[2]
    a, c = np.zeros((n_a, m, T_x)), np.zeros((n_a, m, T_x))
    y_pred, caches = np.zeros((parameters["Wy"].shape[0], m, T_x)), []
    for t in range(T_x):
        before = (a0, np.zeros_like(a0)) if t == 0 else (a[:, :, t - 1], c[:, :, t - 1])
        a[:, :, t], c[:, :, t], y_pred[:, :, t], cache = lstm_cell_forward(x[:, :, t], *before, parameters)
        caches.append(cache)
    return a, y_pred, c, caches


@solves("lstm_forward")
def lstm_pass_without_the_cell(x, a0, parameters):
    """One product for the inputs of all steps and gates, predictions at the end."""
    n_a, T_x = len(a0), x.shape[2]
    W = np.concatenate([parameters["W" + k] for k in "fico"])
    b = np.concatenate([parameters["b" + k] for k in "fico"])
    from_x = np.einsum("gx,xmt->tgm", W[:, n_a:], x) + b
    a_prev, c_prev = a0, np.zeros(a0.shape)
    a, c, caches = [], [], []
    for t in range(T_x):
        f, i, cc, o = np.split(from_x[t] + W[:, :n_a] @ a_prev, 4)
        f, i, cc, o = sigmoid(f), sigmoid(i), np.tanh(cc), sigmoid(o)
        c_next = f * c_prev + i * cc
        a_next = o * np.tanh(c_next)
        caches.append((a_next, c_next, a_prev, c_prev, f, i, cc, o, x[:, :, t], parameters))
        a.append(a_next)
        c.append(c_next)
        a_prev, c_prev = a_next, c_next
    a, c = np.array(a).transpose(1, 2, 0), np.array(c).transpose(1, 2, 0)
    return a, softmax(np.tensordot(parameters["Wy"], a, 1) + parameters["by"][:, :, np.newaxis]), c, caches


@solves("lstm_forward")
def lstm_pass_with_a_generator(x, a0, parameters):
    def steps():
        a, c = a0, np.zeros(a0.shape)
        for t in range(x.shape[2]):
            a, c, y, cache = lstm_cell_forward(x[:, :, t], a, c, parameters)
            yield a[:, :, None], y[:, :, None], c[:, :, None], cache

    a, y_pred, c, caches = map(list, zip(*steps()))
    return np.concatenate(a, axis=2), np.concatenate(y_pred, axis=2), np.concatenate(c, axis=2), caches


# lstm_cell_backward ----------------------------------------------------------------------------


@solves("lstm_cell_backward")
def lstm_back_in_the_older_style(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_x, m = xt.shape
    n_a, m = a_next.shape
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dcct = (dc_next * it + ot * (1 - np.square(np.tanh(c_next))) * it * da_next) * (1 - np.square(cct))
    dit = (dc_next * cct + ot * (1 - np.square(np.tanh(c_next))) * cct * da_next) * it * (1 - it)
    dft = (dc_next * c_prev + ot * (1 - np.square(np.tanh(c_next))) * c_prev * da_next) * ft * (1 - ft)
    concat = np.concatenate((a_prev, xt), axis=0).T
    dWf = np.dot(dft, concat)
    dWi = np.dot(dit, concat)
    dWc = np.dot(dcct, concat)
    dWo = np.dot(dot, concat)
    dbf = np.sum(dft, axis=1, keepdims=True)
    dbi = np.sum(dit, axis=1, keepdims=True)
    dbc = np.sum(dcct, axis=1, keepdims=True)
    dbo = np.sum(dot, axis=1, keepdims=True)
    da_prev = np.dot(parameters["Wf"][:, :n_a].T, dft) + np.dot(parameters["Wi"][:, :n_a].T, dit) \
        + np.dot(parameters["Wc"][:, :n_a].T, dcct) + np.dot(parameters["Wo"][:, :n_a].T, dot)
    dc_prev = dc_next * ft + ot * (1 - np.square(np.tanh(c_next))) * ft * da_next
    dxt = np.dot(parameters["Wf"][:, n_a:].T, dft) + np.dot(parameters["Wi"][:, n_a:].T, dit) \
        + np.dot(parameters["Wc"][:, n_a:].T, dcct) + np.dot(parameters["Wo"][:, n_a:].T, dot)
    return {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}


@solves("lstm_cell_backward")
def lstm_back_with_all_gates_in_one_array(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    n_a = len(a_prev)
    tanh_c = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tanh_c * tanh_c)
    dz = np.concatenate([dc * c_prev * ft * (1 - ft), dc * cct * it * (1 - it), dc * it * (1 - cct * cct),
                         da_next * tanh_c * ot * (1 - ot)])
    W = np.concatenate([p["Wf"], p["Wi"], p["Wc"], p["Wo"]])
    below = W.T @ dz
    dW, db = dz @ np.concatenate([a_prev, xt]).T, dz.sum(axis=1)[:, np.newaxis]
    result = {"da_prev": below[:n_a], "dxt": below[n_a:], "dc_prev": ft * dc}
    for k, letter in enumerate("fico"):
        result["dW" + letter], result["db" + letter] = dW[k * n_a:(k + 1) * n_a], db[k * n_a:(k + 1) * n_a]
    return result


@solves("lstm_cell_backward")
def lstm_back_with_small_functions(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache

    def through_sigmoid(g, dg):
        return dg * g * (1 - g)

    def through_tanh(h, dh):
        return dh * (1 - h ** 2)

    dmemory = through_tanh(np.tanh(c_next), da_next * ot)
    dmemory += dc_next
    dz = {"o": through_sigmoid(ot, da_next * np.tanh(c_next)), "f": through_sigmoid(ft, dmemory * c_prev),
          "i": through_sigmoid(it, dmemory * cct), "c": through_tanh(cct, dmemory * it)}
    n = a_prev.shape[0]
    return {"dc_prev": dmemory * ft, "dmemory": dmemory,
            "da_prev": sum(parameters["W" + k][:, :n].T @ dz[k] for k in dz),
            "dxt": sum(parameters["W" + k][:, n:].T @ dz[k] for k in dz),
            **{"dW" + k: np.hstack((dz[k] @ a_prev.T, dz[k] @ xt.T)) for k in dz},
            **{"db" + k: np.atleast_2d(dz[k].sum(1)).T for k in dz}}


@solves("lstm_cell_backward")
def lstm_back_with_einsum(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, *gates, xt, parameters = cache
    ft, it, cct, ot = gates
    # tanh(c) is a / Γo
    shown = a_next / ot
    dc = dc_next.copy()
    dc += ot * (1 - shown ** 2) * da_next
    dz = np.stack([ft * (1 - ft) * c_prev * dc, it * (1 - it) * cct * dc, (1 - cct ** 2) * it * dc,
                   (1 - ot) * a_next * da_next])
    W = np.stack([parameters["W" + gate] for gate in "fico"])
    stacked = np.vstack([a_prev, xt])
    below = np.einsum("gas,gam->sm", W, dz)
    dW, db = np.einsum("gam,sm->gas", dz, stacked), np.einsum("gam->ga", dz)[:, :, None]
    gradients = dict(zip(("dWf", "dWi", "dWc", "dWo"), dW))
    gradients.update(zip(("dbf", "dbi", "dbc", "dbo"), db))
    gradients.update(da_prev=below[:len(a_prev)], dxt=below[len(a_prev):], dc_prev=ft * dc)
    return gradients


@solves("lstm_cell_backward")
def lstm_back_example_by_example(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    g = {"dxt": 0 * xt, "da_prev": 0 * a_prev, "dc_prev": 0 * c_prev}
    for k in "fico":
        g["dW" + k], g["db" + k] = 0 * p["W" + k], 0 * p["b" + k]
    for e in range(xt.shape[1]):
        dc = dc_next[:, e] + da_next[:, e] * ot[:, e] / np.cosh(c_next[:, e]) ** 2
        dz = {"f": dc * c_prev[:, e] * ft[:, e] * (1 - ft[:, e]), "i": dc * cct[:, e] * it[:, e] * (1 - it[:, e]),
              "c": dc * it[:, e] * (1 - cct[:, e] ** 2), "o": da_next[:, e] * a_next[:, e] * (1 - ot[:, e])}
        g["dc_prev"][:, e] = dc * ft[:, e]
        for k, value in dz.items():
            g["dW" + k] += np.outer(value, np.concatenate([a_prev[:, e], xt[:, e]]))
            g["db" + k][:, 0] += value
            back = value @ p["W" + k]
            g["da_prev"][:, e] += back[:len(dc)]
            g["dxt"][:, e] += back[len(dc):]
    return g


# lstm_backward ---------------------------------------------------------------------------------


@solves("lstm_backward")
def lstm_back_pass_in_the_older_style(da, caches):
    (a1, c1, a0, c0, f1, i1, cc1, o1, x1, parameters) = caches[0]
    n_a, m, T_x = da.shape
    n_x, m = x1.shape
    dx = np.zeros((n_x, m, T_x))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    dWf = np.zeros((n_a, n_a + n_x))
    dWi = np.zeros((n_a, n_a + n_x))
    dWc = np.zeros((n_a, n_a + n_x))
    dWo = np.zeros((n_a, n_a + n_x))
    dbf = np.zeros((n_a, 1))
    dbi = np.zeros((n_a, 1))
    dbc = np.zeros((n_a, 1))
    dbo = np.zeros((n_a, 1))
    for t in reversed(range(T_x)):
        gradients = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        da_prevt = gradients["da_prev"]
        dc_prevt = gradients["dc_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWf += gradients["dWf"]
        dWi += gradients["dWi"]
        dWc += gradients["dWc"]
        dWo += gradients["dWo"]
        dbf += gradients["dbf"]
        dbi += gradients["dbi"]
        dbc += gradients["dbc"]
        dbo += gradients["dbo"]
    da0 = da_prevt
    return {"dx": dx, "da0": da0, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi, "dWc": dWc, "dbc": dbc,
            "dWo": dWo, "dbo": dbo}


@solves("lstm_backward")
def lstm_back_pass_with_a_list_of_steps(da, caches):
    steps = []
    for t in range(len(caches))[::-1]:
        behind = steps[0] if steps else {"da_prev": 0, "dc_prev": np.zeros(da.shape[:2])}
        steps.insert(0, lstm_cell_backward(da[:, :, t] + behind["da_prev"], behind["dc_prev"], caches[t]))
    result = {name: sum(step[name] for step in steps) for name in steps[0]}
    result["dx"] = np.stack([step["dxt"] for step in steps], axis=-1)
    result["da0"] = steps[0]["da_prev"]
    return result


@solves("lstm_backward")
def lstm_back_pass_with_two_copies(da, caches):
    """Adds what comes back into the arrays of the step before."""
    n_a, m, T_x = da.shape
    da, dc = np.concatenate([np.zeros((n_a, m, 1)), da], axis=2), np.zeros((n_a, m, T_x + 1))
    dx, gradients = np.zeros((caches[0][8].shape[0], m, T_x)), {}
    for t in range(T_x, 0, -1):
        step = lstm_cell_backward(da[:, :, t], dc[:, :, t], caches[t - 1])
        da[:, :, t - 1] += step["da_prev"]
        dc[:, :, t - 1] += step["dc_prev"]
        dx[:, :, t - 1] = step["dxt"]
        for gate in "fico":
            for kind in "Wb":
                name = f"d{kind}{gate}"
                gradients[name] = step[name] + (gradients[name] if name in gradients else 0)
    gradients["dx"], gradients["da0"], gradients["dc0"] = dx, da[:, :, 0], dc[:, :, 0]
    return gradients


@solves("lstm_backward")
def lstm_back_pass_by_recursion(da, caches):
    def back(t, da_later, dc_later):
        """The gradients of steps 0 to t."""
        step = lstm_cell_backward(da[:, :, t] + da_later, dc_later, caches[t])
        dx, da0, dc0 = step.pop("dxt")[:, :, None], step.pop("da_prev"), step.pop("dc_prev")
        if t == 0:
            return {"dx": dx, "da0": da0, **step}
        before = back(t - 1, da0, dc0)
        total = {name: before[name] + step[name] for name in step}
        return {"dx": np.concatenate([before["dx"], dx], axis=2), "da0": before["da0"], **total}

    return back(da.shape[2] - 1, 0.0, np.zeros(da.shape[:2]))


@solves("lstm_backward")
def lstm_back_pass_with_weights_at_the_end(da, caches):
    """The loop keeps dz alone; one einsum sums over examples and steps."""
    T_x, parameters, n_a = len(caches), caches[0][-1], len(da)
    W = {k: parameters["W" + k] for k in "fico"}
    dz = {k: np.zeros(da.shape) for k in "fico"}
    da_next, dc_next = np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
    dx = np.zeros((W["f"].shape[1] - n_a, *da.shape[1:]))
    for t in range(T_x - 1, -1, -1):
        a, c, a_prev, c_prev, f, i, cc, o, x, _ = caches[t]
        dat = da[:, :, t] + da_next
        dct = dc_next + dat * o * (1 - np.tanh(c) ** 2)
        dz["f"][:, :, t] = dct * c_prev * f * (1 - f)
        dz["i"][:, :, t] = dct * cc * i * (1 - i)
        dz["c"][:, :, t] = dct * i * (1 - cc ** 2)
        dz["o"][:, :, t] = dat * np.tanh(c) * o * (1 - o)
        below = sum(W[k].T @ dz[k][:, :, t] for k in W)
        da_next, dx[:, :, t], dc_next = below[:n_a], below[n_a:], dct * f
    stacked = np.stack([np.concatenate([cache[2], cache[8]]) for cache in caches], axis=2)
    return {"dx": dx, "da0": da_next, **{"dW" + k: np.einsum("amt,smt->as", dz[k], stacked) for k in W},
            **{"db" + k: dz[k].sum(axis=(1, 2)).reshape(n_a, 1) for k in W}}


# reverse_padded --------------------------------------------------------------------------------


@solves("reverse_padded")
def reverse_with_an_index(x, lengths):
    t = np.arange(x.shape[2])
    index = np.where(t < lengths[:, None], lengths[:, None] - 1 - t, t)
    return np.take_along_axis(x, index[None], axis=2)


@solves("reverse_padded")
def reverse_step_by_step(x, lengths):
    n_x, m, T_x = x.shape
    result = np.zeros((n_x, m, T_x))
    for i in range(m):
        for t in range(T_x):
            if t < lengths[i]:
                result[:, i, t] = x[:, i, lengths[i] - t - 1]
            else:
                result[:, i, t] = x[:, i, t]
    return result


@solves("reverse_padded")
def reverse_with_flip_and_concatenate(x, lengths):
    rows = []
    for i in range(len(lengths)):
        real, padding = x[:, i, :lengths[i]], x[:, i, lengths[i]:]
        rows.append(np.concatenate([np.flip(real, axis=1), padding], axis=1))
    return np.stack(rows, axis=1)


@solves("reverse_padded")
def reverse_by_swapping_on_a_copy(x, lengths):
    x = np.array(x)
    for i, n in enumerate(lengths):
        for t in range(n // 2):
            x[:, i, [t, n - 1 - t]] = x[:, i, [n - 1 - t, t]]
    return x


@solves("reverse_padded")
def reverse_everything_then_roll_it_back(x, lengths):
    out = np.copy(x)
    for example, back, n in zip(np.moveaxis(x, 1, 0), np.moveaxis(out, 1, 0), lengths):
        back[:, :n] = np.roll(example[:, ::-1], n, axis=1)[:, :n]
    return out


@solves("reverse_padded")
def reverse_with_a_list_of_steps(x, lengths):
    x_reversed = x.copy()
    for i, length in enumerate(lengths):
        steps = list(range(length))[::-1]
        x_reversed[:, i, :length] = x[:, i, steps]
    return x_reversed


# bidirectional_forward -------------------------------------------------------------------------


@solves("bidirectional_forward")
def both_ways_with_vstack_and_einsum(x, a0, parameters, lengths=None, cell=RNN):
    n_x, m, T_x = x.shape
    lengths = np.array([T_x] * m) if lengths is None else lengths
    there, caches_there = hidden_states(x, a0[0], parameters["forward"], cell)
    back, caches_back = hidden_states(reverse_padded(x, lengths), a0[1], parameters["backward"], cell)
    a = np.vstack([there, reverse_padded(back, lengths)])
    z = np.einsum("ya,amt->ymt", parameters["Wya"], a) + parameters["by"].reshape(-1, 1, 1)
    e = np.exp(z - z.max(axis=0))
    return [a, e / e.sum(axis=0), [caches_there, caches_back, lengths]]


@solves("bidirectional_forward")
def both_ways_step_by_step(x, a0, parameters, lengths=None, cell=RNN):
    """Predicts in a loop, from the two halves one by one."""
    m, T_x = x.shape[1:]
    if lengths is None:
        lengths = T_x * np.ones(m, dtype=int)
    a_f, caches_f = hidden_states(x, a0[0], parameters["forward"], cell)
    a_r, caches_b = hidden_states(reverse_padded(x, lengths), a0[1], parameters["backward"], cell)
    a_b = reverse_padded(a_r, lengths)
    n_a = a_f.shape[0]
    a = np.zeros((2 * n_a, m, T_x))
    a[:n_a] = a_f
    a[n_a:] = a_b
    y_pred = np.zeros((parameters["Wya"].shape[0], m, T_x))
    for t in range(T_x):
        scores = parameters["Wya"][:, :n_a] @ a_f[:, :, t] + parameters["Wya"][:, n_a:] @ a_b[:, :, t]
        y_pred[:, :, t] = softmax(scores + parameters["by"])
    return a, y_pred, (caches_f, caches_b, lengths)


@solves("bidirectional_forward")
def both_ways_with_the_pass_that_predicts(x, a0, parameters, lengths=None, cell=RNN):
    """Gives the pass half of the output layer, and does not use what it predicts."""
    m, T_x = x.shape[1], x.shape[2]
    if lengths is None:
        lengths = np.repeat(T_x, m)
    n_a = len(a0[0])
    output = {"Wya": parameters["Wya"][:, :n_a], "by": parameters["by"]}
    a_forward, _, caches_forward = cell.forward(x, a0[0], {**parameters["forward"], **output})
    x_reversed = x.copy()
    for i in range(m):
        x_reversed[:, i, :lengths[i]] = np.flip(x[:, i, :lengths[i]], -1)
    a_backward, _, caches_backward = cell.forward(x_reversed, a0[1], {**parameters["backward"], **output})
    for i in range(m):
        a_backward[:, i, :lengths[i]] = a_backward[:, i, :lengths[i]][:, ::-1].copy()
    a = np.concatenate((a_forward, a_backward))
    z = np.dot(parameters["Wya"], a.reshape(2 * n_a, -1)) + parameters["by"]
    return a, softmax(z).reshape(-1, m, T_x), (caches_forward, caches_backward, lengths)


@solves("bidirectional_forward")
def both_ways_by_walking_backwards(x, a0, parameters, lengths=None, cell=RNN):
    """The second direction starts at each example's last real step, without a reversed input."""
    m, T_x = x.shape[1], x.shape[2]
    lengths = np.full(m, T_x) if lengths is None else lengths
    silent = {"Wya": np.zeros((1, len(a0[1]))), "by": np.zeros((1, 1))}
    a_forward, caches_forward = hidden_states(x, a0[0], parameters["forward"], cell)
    a_backward = np.zeros_like(a_forward)
    a_next = a0[1]
    for t in reversed(range(T_x)):
        a_new = cell.step(x[:, :, t], a_next, {**parameters["backward"], **silent})[0]
        a_next = np.where(t < lengths, a_new, a_next)
        a_backward[:, :, t] = a_next
    caches_backward = hidden_states(reverse_padded(x, lengths), a0[1], parameters["backward"], cell)[1]
    a = np.r_[a_forward, a_backward]
    y_pred = softmax(np.tensordot(parameters["Wya"], a, axes=([1], [0])) + parameters["by"][..., None])
    return a, y_pred, (caches_forward, caches_backward, lengths)


@solves("bidirectional_forward")
def both_ways_sequence_by_sequence(x, a0, parameters, lengths=None, cell=RNN):
    """Each example alone, without its padding; the caches come from the batch."""
    m, T_x = x.shape[1], x.shape[2]
    if lengths is None:
        lengths = np.full(m, T_x)
    a = np.zeros((2 * len(a0[0]), m, T_x))
    for i in range(m):
        one = x[:, i:i + 1, :lengths[i]]
        a_forward, _ = hidden_states(one, a0[0][:, i:i + 1], parameters["forward"], cell)
        a_backward, _ = hidden_states(one[:, :, ::-1], a0[1][:, i:i + 1], parameters["backward"], cell)
        a[:, i, :lengths[i]] = np.concatenate([a_forward, a_backward[:, :, ::-1]])[:, 0]
    z = np.tensordot(parameters["Wya"], a, axes=1) + parameters["by"][:, :, None]
    caches = [hidden_states(x, a0[0], parameters["forward"], cell)[1],
              hidden_states(reverse_padded(x, lengths), a0[1], parameters["backward"], cell)[1], lengths]
    return a, softmax(z), tuple(caches)


# bidirectional_backward ------------------------------------------------------------------------


@solves("bidirectional_backward")
def both_ways_back_with_split(da, caches, cell=RNN):
    there, back, lengths = caches
    upper, lower = np.split(da, 2)
    forward = cell.backward(upper, there)
    backward = cell.backward(reverse_padded(lower, lengths), back)
    return {"dx": forward["dx"] + reverse_padded(backward["dx"], lengths), "da0": [forward["da0"], backward["da0"]],
            "forward": forward, "backward": backward}


@solves("bidirectional_backward")
def both_ways_back_in_place(da, caches, cell=RNN):
    n_a = da.shape[0] // 2
    forward = cell.backward(da[:n_a, :, :], caches[0])
    backward = cell.backward(reverse_padded(da[n_a:, :, :], caches[2]), caches[1])
    dx = forward.pop("dx")
    dx += reverse_padded(backward.pop("dx"), caches[2])
    gradients = {"dx": dx, "da0": (forward["da0"], backward["da0"]), "n_a": n_a}
    for name, direction in (("forward", forward), ("backward", backward)):
        gradients[name] = {key: direction[key] for key in ("dWax", "dWaa", "dba")}
    return gradients


@solves("bidirectional_backward")
def both_ways_back_with_an_index(da, caches, cell=RNN):
    caches_forward, caches_backward, lengths = caches
    t = np.arange(da.shape[2])
    index = np.where(t < np.asarray(lengths)[:, None], np.asarray(lengths)[:, None] - 1 - t, t)[None]
    half = len(da) // 2
    directions = {"forward": cell.backward(da[:half], caches_forward),
                  "backward": cell.backward(np.take_along_axis(da[half:], index, axis=2), caches_backward)}
    dx = directions["forward"].pop("dx") + np.take_along_axis(directions["backward"].pop("dx"), index, axis=2)
    return dict(directions, dx=dx, da0=tuple(each.pop("da0") for each in directions.values()))


@solves("bidirectional_backward")
def both_ways_back_with_a_function_inside(da, caches, cell=RNN):
    lengths = caches[2]

    def turn(array):
        turned = np.array(array)
        for i, n in enumerate(lengths):
            turned[:, i, :n] = array[:, i, n - 1::-1]
        return turned

    n_a = int(da.shape[0] / 2)
    forward, backward = cell.backward(da[:n_a].copy(), caches[0]), cell.backward(turn(da[n_a:]), caches[1])
    dx = np.add(forward["dx"], turn(backward["dx"]))
    da0 = forward["da0"], backward["da0"]
    del forward["dx"], backward["dx"], forward["da0"], backward["da0"]
    return {"forward": forward, "backward": backward, "da0": da0, "dx": dx}


@solves("bidirectional_backward")
def both_ways_back_through_the_reversed_network(da, caches, cell=RNN):
    """The backward direction as the forward one of the reversed sequence, in one loop over both."""
    *both, lengths = caches
    halves = np.reshape(da, (2, -1, *da.shape[1:]))
    turns = (lambda array: array, lambda array: reverse_padded(array, lengths))
    gradients, dx, da0 = {}, 0, []
    for name, half, cache, turn in zip(("forward", "backward"), halves, both, turns):
        gradients[name] = cell.backward(turn(half), cache)
        dx = dx + turn(gradients[name].pop("dx"))
        da0.append(gradients[name].pop("da0"))
    return gradients | {"dx": dx, "da0": tuple(da0)}
