"""Right solutions of every exercise, as different learners write them: all must pass.

`CORRECT` maps an exercise's id to a list of functions.
"""
import numpy as np

from rnn_utils import (categorical_cross_entropy, output_backward, rnn_backward, rnn_cell_backward,
                       rnn_cell_forward, rnn_forward, softmax)

CORRECT = {}


def solves(exercise):
    def keep(function):
        CORRECT.setdefault(exercise, []).append(function)
        return function

    return keep


# softmax ---------------------------------------------------------------------------------------


@solves("softmax")
def softmax_in_one_line(z):
    return np.exp(z - z.max(axis=0)) / np.exp(z - z.max(axis=0)).sum(axis=0)


@solves("softmax")
def softmax_with_logsumexp(scores):
    top = scores.max(0, keepdims=True)
    logsumexp = top + np.log(np.exp(scores - top).sum(0, keepdims=True))
    return np.exp(scores - logsumexp)


@solves("softmax")
def softmax_column_by_column(z):
    p = np.empty_like(z)
    for j in range(z.shape[1]):
        column = z[:, j]
        e = np.exp(column - np.max(column))
        p[:, j] = e / e.sum()
    return p


@solves("softmax")
def softmax_in_place_on_a_copy(z):
    z = z.copy()
    z -= np.amax(z, axis=0)[None, :]
    np.exp(z, out=z)
    z /= z.sum(axis=0)[np.newaxis]
    return z


@solves("softmax")
def softmax_with_default_axis(z, axis=0, eps=0.0):
    """With arguments of its own, and blanks left above."""
    exponentials = ...
    p = ...
    exponentials = np.exp(z - np.max(z, axis=axis, keepdims=True))
    p = exponentials / (exponentials.sum(axis=axis, keepdims=True) + eps)
    return p


@solves("softmax")
def softmax_of_differences(z):
    # pᵢ = 1 / Σⱼ exp(zⱼ − zᵢ); exp(1000) = inf is fine below a fraction line
    with np.errstate(over="ignore"):
        return 1 / np.sum(np.exp(z[:, None, :] - z[None, :, :]), axis=0)


@solves("softmax")
def softmax_with_apply(z):
    def one(v):
        shifted = np.exp(v - max(v))
        return shifted / sum(shifted)

    return np.apply_along_axis(one, 0, z)


softmax_transposed_twice = lambda z: (lambda e: (e.T / e.T.sum(axis=1, keepdims=True)).T)(
    np.exp(z - z.max(axis=0)))
CORRECT["softmax"].append(softmax_transposed_twice)


# one_hot_sequence ------------------------------------------------------------------------------


@solves("one_hot_sequence")
def one_hot_with_eye(indices, n_x):
    return np.eye(n_x)[:, indices]


@solves("one_hot_sequence")
def one_hot_with_eye_transposed(indices, n_x):
    return np.eye(n_x)[np.asarray(indices)].T


@solves("one_hot_sequence")
def one_hot_with_fancy_indices(idx, size):
    x = np.zeros((size, len(idx)))
    x[idx, np.arange(len(idx))] = 1.0
    return x


@solves("one_hot_sequence")
def one_hot_with_comparison(indices, n_x):
    return (np.arange(n_x)[:, None] == np.array(indices)[None, :]).astype(float)


@solves("one_hot_sequence")
def one_hot_of_whole_numbers(indices, n_x):
    x = np.zeros((n_x, len(indices)), dtype=int)
    for t, k in enumerate(indices):
        x[k][t] = 1
    return x


@solves("one_hot_sequence")
def one_hot_from_columns(indices, n_x):
    columns = []
    for index in indices:
        column = np.zeros(n_x)
        column[index] = 1
        columns.append(column)
    return np.stack(columns, axis=1)


@solves("one_hot_sequence")
def one_hot_from_lists(indices, n_x):
    return np.array([[1.0 if i == index else 0.0 for index in indices] for i in range(n_x)])


@solves("one_hot_sequence")
def one_hot_by_recursion(indices, n_x):
    column = np.zeros((n_x, 1))
    column[indices[0], 0] = 1
    if len(indices) == 1:
        return column
    return np.hstack([column, one_hot_by_recursion(indices[1:], n_x)])


# pad_batch -------------------------------------------------------------------------------------


@solves("pad_batch")
def pad_with_np_pad(sequences):
    lengths = [s.shape[1] for s in sequences]
    T = max(lengths)
    x = np.stack([np.pad(s, ((0, 0), (0, T - n))) for s, n in zip(sequences, lengths)], axis=1)
    mask = (np.arange(T)[None, :] < np.array(lengths)[:, None]).astype(float)
    return x, mask


@solves("pad_batch")
def pad_as_a_list_with_a_boolean_mask(sequences):
    m, T_x = len(sequences), max(len(s[0]) for s in sequences)
    x = np.zeros([sequences[0].shape[0], m, T_x])
    mask = np.zeros([m, T_x], dtype=bool)
    for i, s in enumerate(sequences):
        x[:, i, :s.shape[1]] = s
        mask[i, :s.shape[1]] = True
    return [x, mask]


@solves("pad_batch")
def pad_step_by_step(sequences):
    n_x = sequences[0].shape[0]
    T_x = 0
    for sequence in sequences:
        if sequence.shape[1] > T_x:
            T_x = sequence.shape[1]
    x = np.zeros((n_x, len(sequences), T_x))
    mask = np.zeros((len(sequences), T_x), dtype=int)
    for i in range(len(sequences)):
        for t in range(T_x):
            if t < sequences[i].shape[1]:
                x[:, i, t] = sequences[i][:, t]
                mask[i, t] = 1
    return x, mask


@solves("pad_batch")
def pad_with_concatenate(seqs):
    longest = max(seqs, key=lambda s: s.shape[1]).shape[1]
    blocks, masks = [], []
    for s in seqs:
        gap = longest - s.shape[1]
        blocks.append(np.concatenate([s, np.zeros((s.shape[0], gap))], axis=1)[:, None, :])
        masks.append(np.r_[np.ones(s.shape[1]), np.zeros(gap)])
    return np.concatenate(blocks, axis=1), np.vstack(masks)


@solves("pad_batch")
def pad_examples_first_and_move(sequences):
    m, T_x = len(sequences), max(sequence.shape[-1] for sequence in sequences)
    x = np.zeros((m, sequences[0].shape[0], T_x))
    mask = np.ones((m, T_x))
    for k, sequence in enumerate(sequences):
        x[k, :, :sequence.shape[1]] = sequence
        mask[k, sequence.shape[1]:] = 0
    return np.moveaxis(x, 0, 1), mask


# rnn_cell_forward ------------------------------------------------------------------------------


@solves("rnn_cell_forward")
def cell_with_dot(xt, a_prev, parameters):
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    Wya = parameters["Wya"]
    ba = parameters["ba"]
    by = parameters["by"]
    a_next = np.tanh(np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba)
    yt_pred = softmax(np.dot(Wya, a_next) + by)
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache


@solves("rnn_cell_forward")
def cell_with_einsum_and_a_list_for_the_cache(x, h, p):
    z = np.einsum("ij,jm->im", p["Wax"], x) + np.einsum("ij,jm->im", p["Waa"], h) + p["ba"]
    h_new = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    scores = np.matmul(p["Wya"], h_new) + p["by"]
    e = np.exp(scores)
    return [h_new, e / np.sum(e, axis=0), [h_new, h, x, p]]


@solves("rnn_cell_forward")
def cell_example_by_example(xt, a_prev, parameters):
    Wax, Waa, Wya, ba, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
    a_next = np.zeros(a_prev.shape)
    yt_pred = np.zeros((by.shape[0], xt.shape[1]))
    for i in range(xt.shape[1]):
        a_next[:, i] = np.tanh(Wax @ xt[:, i] + Waa @ a_prev[:, i] + ba[:, 0])
        yt_pred[:, i] = softmax((Wya @ a_next[:, i] + by[:, 0])[:, None])[:, 0]
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)


@solves("rnn_cell_forward")
def cell_stacked_with_copies_in_the_cache(xt, a_prev, parameters):
    W = np.hstack([parameters["Waa"], parameters["Wax"]])
    a_next = np.tanh(W @ np.vstack([a_prev, xt]) + parameters["ba"])
    cache = (a_next.copy(), a_prev.copy(), xt.copy(), dict(parameters))
    return a_next, softmax(parameters["Wya"] @ a_next + parameters["by"]), cache


@solves("rnn_cell_forward")
def cell_with_transposes(xt, a_prev, parameters):
    p = parameters
    pre = xt.T.dot(p["Wax"].T) + a_prev.T.dot(p["Waa"].T) + p["ba"].ravel()
    a_next = np.tanh(pre).T
    yt_pred = softmax((a_next.T @ p["Wya"].T + p["by"].T).T)
    return a_next, yt_pred, (a_next, a_prev, xt, p)


# rnn_cell_forward_stacked ----------------------------------------------------------------------


@solves("rnn_cell_forward_stacked")
def stacked_with_vstack(xt, a_prev, Wa, ba):
    return np.tanh(Wa @ np.vstack((a_prev, xt)) + ba)


@solves("rnn_cell_forward_stacked")
def stacked_with_zeros(xt, a_prev, Wa, ba):
    n_a, m = a_prev.shape
    concat = np.zeros((n_a + xt.shape[0], m))
    concat[:n_a, :] = a_prev
    concat[n_a:, :] = xt
    return np.tanh(np.dot(Wa, concat) + ba)


@solves("rnn_cell_forward_stacked")
def stacked_taken_apart_again(xt, a_prev, Wa, ba):
    n_a = a_prev.shape[0]
    return np.tanh(Wa[:, :n_a] @ a_prev + Wa[:, n_a:] @ xt + ba)


@solves("rnn_cell_forward_stacked")
def stacked_with_the_bias_as_a_column(x, a, W, b):
    ones = np.ones((1, x.shape[1]))
    return np.tanh(np.concatenate([W, b], axis=1) @ np.concatenate([a, x, ones]))


@solves("rnn_cell_forward_stacked")
def stacked_with_r(xt, a_prev, Wa, ba):
    z = np.einsum("ij,jk", Wa, np.r_[a_prev, xt])
    z += ba
    return np.tanh(z, out=z)


CORRECT["rnn_cell_forward_stacked"].append(
    lambda xt, a_prev, Wa, ba: np.tanh(np.matmul(Wa, np.append(a_prev, xt, axis=0)) + ba))


# rnn_forward -----------------------------------------------------------------------------------


@solves("rnn_forward")
def pass_of_the_older_course(x, a0, parameters):
    """It returns the pair (caches, x)."""
    caches = []
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    a_next = a0
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    caches = (caches, x)
    return a, y_pred, caches


@solves("rnn_forward")
def pass_with_lists_and_stack(x, a0, parameters):
    states, predictions, caches = [], [], ()
    state = a0
    for xt in np.moveaxis(x, 2, 0):
        state, prediction, cache = rnn_cell_forward(xt, state, parameters)
        states.append(state)
        predictions.append(prediction)
        caches += (cache,)
    return np.stack(states, axis=2), np.stack(predictions, axis=-1), caches


@solves("rnn_forward")
def pass_without_the_cell(x, a0, parameters):
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    inputs = np.tensordot(Wax, x, axes=1) + ba[:, :, None]
    a = np.empty(a0.shape + x.shape[2:])
    before = a0
    caches = []
    for t in range(x.shape[2]):
        a[..., t] = np.tanh(inputs[..., t] + Waa @ before)
        caches.append((a[..., t], before, x[..., t], parameters))
        before = a[..., t]
    y_pred = softmax(np.einsum("ya,amt->ymt", parameters["Wya"], a) + parameters["by"][:, :, None])
    return a, y_pred, caches


@solves("rnn_forward")
def pass_with_the_initial_state_in_front(x, a0, parameters):
    T_x = x.shape[-1]
    a = np.concatenate([a0[:, :, None], np.zeros((*a0.shape, T_x))], axis=2)
    y_pred, caches = [None] * T_x, []
    t = 0
    while t < T_x:
        a[:, :, t + 1], y_pred[t], cache = rnn_cell_forward(x[:, :, t], a[:, :, t], parameters)
        caches.append(cache)
        t += 1
    return a[:, :, 1:], np.array(y_pred).transpose(1, 2, 0), caches


@solves("rnn_forward")
def pass_by_recursion(x, a0, parameters):
    a_next, yt_pred, cache = rnn_cell_forward(x[:, :, 0], a0, parameters)
    if x.shape[2] == 1:
        return a_next[:, :, None], yt_pred[:, :, None], [cache]
    a, y_pred, caches = pass_by_recursion(x[:, :, 1:], a_next, parameters)
    return (np.concatenate([a_next[:, :, None], a], axis=2),
            np.dstack([yt_pred, y_pred]), [cache] + caches)


@solves("rnn_forward")
def pass_example_by_example(x, a0, parameters):
    parts = [pass_of_the_older_course(x[:, [i]], a0[:, [i]], parameters) for i in range(x.shape[1])]
    a = np.concatenate([part[0] for part in parts], axis=1)
    y_pred = np.concatenate([part[1] for part in parts], axis=1)
    before = np.concatenate([a0[:, :, None], a], axis=2)
    caches = [[a[:, :, t], before[:, :, t], x[:, :, t], parameters] for t in range(x.shape[2])]
    return a, y_pred, caches


# binary_cross_entropy --------------------------------------------------------------------------


@solves("binary_cross_entropy")
def binary_with_clip(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    if mask is not None:
        losses *= mask
    return np.sum(losses) / y.shape[1]


@solves("binary_cross_entropy")
def binary_with_the_epsilon_of_another_library(y_pred, y, mask=None):
    losses = -(y * np.log(y_pred + 1e-7) + (1 - y) * np.log(1 - y_pred + 1e-7)).sum(axis=0)
    return np.sum(losses if mask is None else losses * mask) / y.shape[1]


@solves("binary_cross_entropy")
def binary_clipped_as_another_library_does(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-7, 1 - 1e-7)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum(axis=0)
    return np.sum(losses if mask is None else losses * mask) / y.shape[1]


@solves("binary_cross_entropy")
def binary_with_epsilon_and_a_float(yhat, y, mask=None, eps=1e-12):
    m = y.shape[1]
    mask = np.ones(y.shape[1:]) if mask is None else mask
    total = 0.0
    for i in range(m):
        for t in range(y.shape[2]):
            if mask[i, t]:
                total -= np.sum(y[:, i, t] * np.log(yhat[:, i, t] + eps)
                                + (1 - y[:, i, t]) * np.log(1 - yhat[:, i, t] + eps))
    return float(total / m)


@solves("binary_cross_entropy")
def binary_of_the_given_answer(y_pred, y, mask=None):
    p = np.where(y == 1, y_pred, 1 - y_pred)
    per_step = -np.log(np.maximum(p, 1e-30)).sum(axis=0)
    if mask is not None:
        per_step = np.where(mask > 0, per_step, 0)
    return np.mean(np.sum(per_step, axis=1))


@solves("binary_cross_entropy")
def binary_as_an_array_without_axes(y_pred, y, mask=None):
    if mask is None:
        mask = 1
    else:
        mask = mask[None, :, :].astype(bool)
    yes = np.log(np.maximum(y_pred, 1e-300))
    no = np.log1p(-np.minimum(y_pred, 1 - 1e-16))
    return np.array(-np.sum(mask * (y * yes + (1 - y) * no)) / y.shape[1])


@solves("binary_cross_entropy")
def binary_with_einsum(y_pred, y, mask=None):
    safe = np.clip(y_pred, 1e-10, 1 - 1e-10)
    logs = y * np.log(safe / (1 - safe)) + np.log(1 - safe)
    weights = np.ones(y_pred.shape[1:]) if mask is None else mask
    return -np.einsum("nmt,mt->", logs, weights) / y_pred.shape[1]


@solves("binary_cross_entropy")
def binary_of_masked_inputs(y_pred, y, mask=None):
    if mask is not None:
        y_pred, y = y_pred * mask, y * mask
    m = y.shape[1]
    losses = np.zeros_like(y_pred)
    losses[y == 1] = -np.log(np.maximum(y_pred[y == 1], 1e-30))
    losses[y == 0] = -np.log(np.maximum((1 - y_pred)[y == 0], 1e-30))
    return losses.sum() / m


# categorical_cross_entropy ---------------------------------------------------------------------


@solves("categorical_cross_entropy")
def categorical_with_the_epsilon_of_another_library(y_pred, y, mask=None):
    losses = -(y * np.log(y_pred + 1e-7)).sum(axis=0)
    return np.sum(losses if mask is None else losses * mask) / y.shape[1]


@solves("categorical_cross_entropy")
def categorical_clipped_as_another_library_does(y_pred, y, mask=None):
    losses = -y * np.log(np.clip(y_pred, 1e-7, 1 - 1e-7))
    return np.sum(losses if mask is None else losses * mask) / y.shape[1]


@solves("categorical_cross_entropy")
def categorical_with_epsilon(y_pred, y, mask=None):
    loss = -np.sum(y * np.log(y_pred + 1e-12), axis=0)
    if mask is not None:
        loss = loss * mask
    return loss.sum() / y.shape[1]


@solves("categorical_cross_entropy")
def categorical_of_the_right_unit(y_pred, y, mask=None):
    p = np.take_along_axis(y_pred, np.argmax(y, axis=0)[None], axis=0)[0]
    losses = -np.log(np.clip(p, 1e-15, 1.0))
    return np.mean((losses * (1 if mask is None else mask)).sum(axis=1))


@solves("categorical_cross_entropy")
def categorical_in_a_loop(y_pred, y, mask=None):
    n_y, m, T = y.shape
    loss = 0
    for t in range(T):
        step = -(y[:, :, t] * np.log(np.maximum(y_pred[:, :, t], 1e-20))).sum(axis=0)
        loss += (step if mask is None else step * mask[:, t]).sum()
    return float(loss) / m


@solves("categorical_cross_entropy")
def categorical_with_where(predictions, targets, mask=None):
    logs = np.log(np.where(predictions > 0, predictions, 1e-30))
    if mask is not None:
        targets = targets * mask[np.newaxis]
    return -np.vdot(targets, logs) / targets.shape[1]


@solves("categorical_cross_entropy")
def categorical_with_probability_of_the_right_unit(y_pred, y, mask=None):
    p = np.sum(y * y_pred, axis=0)
    if mask is not None:
        p[mask == 0] = 1
    return -np.log(np.maximum(p, 1e-30)).sum() / p.shape[0]


@solves("categorical_cross_entropy")
def categorical_with_tensordot(y_pred, y, mask=None):
    m = y_pred.shape[1]
    logs = np.log(np.maximum(y_pred, np.finfo(float).tiny))
    if mask is None:
        mask = np.ones(y.shape[1:])
    return np.array(-np.tensordot(y * mask, logs, axes=3) / m)


# output_backward -------------------------------------------------------------------------------


@solves("output_backward")
def output_backward_with_einsum(y_pred, y, a, parameters, mask=None):
    dz = (y_pred - y) / y.shape[1]
    if mask is not None:
        dz = dz * mask[None, :, :]
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2)).reshape(-1, 1),
                 "dz": dz}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


@solves("output_backward")
def output_backward_flat(y_pred, y, a, parameters, mask=None):
    n_y, m, T = y.shape
    dz = y_pred - y
    dz = dz if mask is None else np.where(mask, dz, 0)
    dz = dz.reshape(n_y, m * T) / m
    da = (parameters["Wya"].T @ dz).reshape(-1, m, T)
    return [da, dict(dWya=dz @ a.reshape(-1, m * T).T, dby=dz.sum(axis=1, keepdims=True))]


@solves("output_backward")
def output_backward_in_loops(y_pred, y, a, parameters, mask=None):
    Wya, by = parameters["Wya"], parameters["by"]
    m, T = y.shape[1], y.shape[2]
    da, dWya, dby = np.zeros(a.shape), np.zeros(Wya.shape), np.zeros(by.shape)
    for t in range(T):
        for i in range(m):
            weight = 1 if mask is None else mask[i, t]
            error = weight * (y_pred[:, i, t] - y[:, i, t]) / m
            dWya = dWya + np.outer(error, a[:, i, t])
            dby = dby + error[:, None]
            da[:, i, t] = error @ Wya
    return da, {"dWya": dWya, "dby": dby}


@solves("output_backward")
def output_backward_divided_at_the_end(y_pred, y, a, parameters, mask=None):
    m = y.shape[1]
    error = y_pred.copy()
    error -= y
    if mask is not None:
        error[:, mask == 0] = 0
    dWya = np.tensordot(error, a, axes=([1, 2], [1, 2])) / m
    dby = np.sum(error, axis=(1, 2), keepdims=True)[:, :, 0] / m
    da = np.tensordot(parameters["Wya"], error, axes=(0, 0)) / m
    return da, {"dby": dby, "dWya": dWya}


@solves("output_backward")
def output_backward_by_lists(y_pred, y, a, parameters, mask=None):
    mask = np.ones(y.shape[1:], dtype=bool) if mask is None else mask.astype(bool)
    dz = [(y_pred[..., t] - y[..., t]) * mask[:, t] / y.shape[1] for t in range(y.shape[2])]
    return (np.stack([parameters["Wya"].T.dot(d) for d in dz], axis=2),
            {"dWya": sum(d.dot(a[..., t].T) for t, d in enumerate(dz)),
             "dby": sum(d.sum(1, keepdims=True) for d in dz)})


# rnn_cell_backward -----------------------------------------------------------------------------


@solves("rnn_cell_backward")
def cell_backward_of_the_older_course(da_next, cache):
    (a_next, a_prev, xt, parameters) = cache
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    dtanh = (1 - a_next ** 2) * da_next
    dxt = np.dot(Wax.T, dtanh)
    dWax = np.dot(dtanh, xt.T)
    da_prev = np.dot(Waa.T, dtanh)
    dWaa = np.dot(dtanh, a_prev.T)
    dba = np.sum(dtanh, axis=1, keepdims=True)
    gradients = {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba,
                 "dtanh": dtanh}
    return gradients


@solves("rnn_cell_backward")
def cell_backward_with_einsum(grad, cache):
    h, h_prev, x, p = cache
    g = np.multiply(np.subtract(1, np.square(h)), grad)
    return dict(da_prev=np.einsum("ij,im->jm", p["Waa"], g), dxt=np.einsum("ij,im->jm", p["Wax"], g),
                dWax=np.einsum("im,jm->ij", g, x), dWaa=np.einsum("im,jm->ij", g, h_prev),
                dba=np.einsum("im->i", g)[:, np.newaxis])


@solves("rnn_cell_backward")
def cell_backward_from_the_sum(da_next, cache):
    _, a_prev, xt, parameters = cache
    z = parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"]
    dz = da_next / np.cosh(z) ** 2
    return {"dxt": (dz.T @ parameters["Wax"]).T, "da_prev": (dz.T @ parameters["Waa"]).T,
            "dWax": (xt @ dz.T).T, "dWaa": (a_prev @ dz.T).T, "dba": dz @ np.ones((dz.shape[1], 1))}


@solves("rnn_cell_backward")
def cell_backward_example_by_example(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    out = {"dxt": np.zeros_like(xt), "da_prev": np.zeros_like(a_prev),
           "dWax": np.zeros_like(parameters["Wax"]), "dWaa": np.zeros_like(parameters["Waa"]),
           "dba": np.zeros_like(parameters["ba"])}
    for i in range(xt.shape[1]):
        dz = (1 - a_next[:, i] * a_next[:, i]) * da_next[:, i]
        out["dxt"][:, i] = parameters["Wax"].T @ dz
        out["da_prev"][:, i] = parameters["Waa"].T @ dz
        out["dWax"] += np.outer(dz, xt[:, i])
        out["dWaa"] += np.outer(dz, a_prev[:, i])
        out["dba"][:, 0] += dz
    return out


@solves("rnn_cell_backward")
def cell_backward_stacked(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    n_a = a_prev.shape[0]
    dz = da_next.copy()
    dz *= 1 - a_next ** 2
    W = np.concatenate([parameters["Waa"], parameters["Wax"]], axis=1)
    below = W.T @ dz
    dW = dz @ np.concatenate([a_prev, xt]).T
    return {"da_prev": below[:n_a], "dxt": below[n_a:], "dWaa": dW[:, :n_a], "dWax": dW[:, n_a:],
            "dba": dz.sum(axis=-1).reshape(n_a, 1)}


# rnn_backward ----------------------------------------------------------------------------------


@solves("rnn_backward")
def backward_of_the_older_course(da, caches):
    (a1, a0, x1, parameters) = caches[0]
    n_a, m, T_x = da.shape
    n_x, m = x1.shape
    dx = np.zeros((n_x, m, T_x))
    dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da_prevt = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        gradients = rnn_cell_backward(da[:, :, t] + da_prevt, caches[t])
        dxt, da_prevt, dWaxt, dWaat, dbat = (gradients["dxt"], gradients["da_prev"], gradients["dWax"],
                                             gradients["dWaa"], gradients["dba"])
        dx[:, :, t] = dxt
        dWax += dWaxt
        dWaa += dWaat
        dba += dbat
    da0 = da_prevt
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@solves("rnn_backward")
def backward_with_lists(da, caches):
    grads, carry = [], 0
    for t in range(len(caches) - 1, -1, -1):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        grads.insert(0, g)
    total = {k: sum(g[k] for g in grads) for k in ("dWax", "dWaa", "dba")}
    return {**total, "dx": np.stack([g["dxt"] for g in grads], axis=2), "da0": carry, "steps": grads}


@solves("rnn_backward")
def backward_without_the_cell(da, caches):
    a_next, a_prev, xt, p = (caches[0])
    a = np.stack([c[0] for c in caches], axis=2)
    before = np.stack([c[1] for c in caches], axis=2)
    x = np.stack([c[2] for c in caches], axis=2)
    dz = np.zeros(da.shape)
    carry = np.zeros(da.shape[:2])
    for t in range(da.shape[2])[::-1]:
        dz[:, :, t] = (1 - a[:, :, t] ** 2) * (da[:, :, t] + carry)
        carry = p["Waa"].T @ dz[:, :, t]
    return {"dx": np.einsum("ax,amt->xmt", p["Wax"], dz), "da0": carry,
            "dWax": np.einsum("amt,xmt->ax", dz, x), "dWaa": np.einsum("amt,bmt->ab", dz, before),
            "dba": dz.sum(axis=(1, 2))[:, None]}


@solves("rnn_backward")
def backward_by_recursion(da, caches):
    def back(t, carry):
        step = rnn_cell_backward(da[..., t] + carry, caches[t])
        if t == 0:
            return {"dx": step["dxt"][..., None], "da0": step["da_prev"], "dWax": step["dWax"],
                    "dWaa": step["dWaa"], "dba": step["dba"]}
        rest = back(t - 1, step["da_prev"])
        return {"dx": np.concatenate([rest["dx"], step["dxt"][..., None]], axis=2), "da0": rest["da0"],
                **{key: rest[key] + step[key] for key in ("dWax", "dWaa", "dba")}}

    return back(da.shape[2] - 1, np.zeros(da.shape[:2]))


@solves("rnn_backward")
def backward_on_a_fresh_copy(da, caches):
    """Adds what comes from behind into its own copy of da."""
    da = np.array(da)
    T = da.shape[2]
    n_a, m = caches[0][1].shape
    sums = dict.fromkeys(("dWax", "dWaa", "dba"), 0.0)
    dx = np.empty((caches[0][2].shape[0], m, T))
    for t in range(T - 1, -1, -1):
        step = rnn_cell_backward(da[:, :, t], caches[t])
        if t > 0:
            da[:, :, t - 1] += step["da_prev"]
        dx[:, :, t] = step["dxt"]
        sums = {key: value + step[key] for key, value in sums.items()}
    return {"dx": dx, "da0": step["da_prev"], **sums}


# numerical_gradient ----------------------------------------------------------------------------


@solves("numerical_gradient")
def numerical_with_fresh_copies(f, x, epsilon=1e-6):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += epsilon
        down[i] -= epsilon
        gradient[i] = (f(up) - f(down)) / (2 * epsilon)
    return gradient


@solves("numerical_gradient")
def numerical_over_a_flat_view(f, x, epsilon=1e-6):
    point = np.array(x, dtype=float)
    flat = point.ravel()                         # a view
    values = []
    for k in range(flat.size):
        keep = flat[k]
        flat[k] = keep + epsilon
        above = f(point)
        flat[k] = keep - epsilon
        below = f(point)
        flat[k] = keep
        values.append((above - below) / epsilon / 2)
    return np.array(values).reshape(x.shape)


@solves("numerical_gradient")
def numerical_with_unit_vectors(f, x, h=1e-6):
    n = x.size
    E = np.eye(n).reshape((n,) + x.shape)
    return np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in E]).reshape(x.shape)


@solves("numerical_gradient")
def numerical_with_nditer(f, x, epsilon=1e-6):
    x = x + 0.0
    gradient = np.empty_like(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        x[i] += epsilon
        plus = f(x)
        x[i] -= 2 * epsilon
        minus = f(x)
        x[i] += epsilon
        gradient[i] = 0.5 * (plus - minus) / epsilon
        it.iternext()
    return gradient


@solves("numerical_gradient")
def numerical_in_place_and_put_back(f, x, epsilon=1e-6):
    """Moves x itself, and puts each element back to what it was."""
    slopes = {}
    for i, value in np.ndenumerate(x):
        x[i] = value + epsilon
        slopes[i] = f(x) / (2 * epsilon)
        x[i] = value - epsilon
        slopes[i] -= f(x) / (2 * epsilon)
        x[i] = value
    gradient = np.zeros_like(x)
    for i, slope in slopes.items():
        gradient[i] = slope
    return gradient


# rnn_loss_and_gradients ------------------------------------------------------------------------


@solves("rnn_loss_and_gradients")
def chain_with_a_new_dict(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    loss = float(categorical_cross_entropy(y_pred, y, mask))
    da, out = output_backward(y_pred, y, a, parameters, mask=mask)
    return loss, {**rnn_backward(da, caches), **out}


@solves("rnn_loss_and_gradients")
def chain_with_a_union(inputs, targets, start, params, keep=None):
    states, predictions, caches = rnn_forward(inputs, start, params)
    back = output_backward(predictions, targets, states, params, keep)
    gradients = rnn_backward(back[0], caches) | back[1]
    gradients["da"] = back[0]
    return [categorical_cross_entropy(predictions, targets, keep), gradients]


@solves("rnn_loss_and_gradients")
def chain_with_a_mask_of_ones(x, y, a0, parameters, mask=None):
    if mask is None:
        mask = np.ones(y.shape[1:])
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, gradients = output_backward(y_pred, y, a, parameters, mask)
    for key, value in rnn_backward(da, caches).items():
        gradients[key] = value
    losses = -np.log(np.maximum((y * y_pred).sum(axis=0), 1e-30)) * mask
    return losses.sum() / y.shape[1], gradients


@solves("rnn_loss_and_gradients")
def chain_by_hand(x, y, a0, parameters, mask=None):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    m, T = x.shape[1:]
    a, p, state = [a0], [], a0
    for t in range(T):
        state = np.tanh(Wax @ x[:, :, t] + Waa @ state + parameters["ba"])
        a.append(state)
        p.append(softmax(Wya @ state + parameters["by"]))
    g = {"d" + key: np.zeros_like(value) for key, value in parameters.items()}
    g["dx"] = np.zeros_like(x)
    loss, carry = 0, np.zeros_like(a0)
    for t in range(T - 1, -1, -1):
        weight = np.ones(m) if mask is None else mask[:, t]
        loss -= np.sum(weight * y[:, :, t] * np.log(p[t])) / m
        dz = weight * (p[t] - y[:, :, t]) / m
        g["dWya"] += dz @ a[t + 1].T
        g["dby"] += dz.sum(1, keepdims=True)
        d = (1 - a[t + 1] ** 2) * (Wya.T @ dz + carry)
        g["dWax"] += d @ x[:, :, t].T
        g["dWaa"] += d @ a[t].T
        g["dba"] += d.sum(1, keepdims=True)
        g["dx"][:, :, t] = Wax.T @ d
        carry = Waa.T @ d
    g["da0"] = carry
    return loss, g


@solves("rnn_loss_and_gradients")
def chain_with_keyword_arguments(x, y, a0, parameters, mask=None):
    forward = rnn_forward(x=x, a0=a0, parameters=parameters)
    loss = categorical_cross_entropy(y_pred=forward[1], y=y, mask=mask)
    da, head = output_backward(forward[1], y, a=forward[0], parameters=parameters, mask=mask)
    body = rnn_backward(da=da, caches=forward[2])
    return np.array(loss), dict(list(head.items()) + list(body.items()))
