"""Wrong attempts at every exercise, as learners write them: none may pass, most must be named.

`WRONG` maps an exercise's id to a list of (function, name): the mistake that the grader must
name, or None where it is free to name another one or none.
"""
import numpy as np

from rnn_utils import (categorical_cross_entropy, output_backward, rnn_backward, rnn_cell_backward,
                       rnn_cell_forward, rnn_forward, sigmoid, softmax)

WRONG = {}


def attempt(exercise, mistake=None):
    def keep(function):
        WRONG.setdefault(exercise, []).append((function, mistake))
        return function

    return keep


# softmax ---------------------------------------------------------------------------------------


@attempt("softmax", "no-maximum")
def softmax_straight_from_the_formula(z):
    e = np.exp(z)
    return e / np.sum(e, axis=0)


@attempt("softmax", "maximum-of-everything")
def softmax_with_one_maximum(z):
    e = np.exp(z - z.max())
    return e / e.sum(axis=0, keepdims=True)


@attempt("softmax", "over-the-examples")
def softmax_as_with_batch_first(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@attempt("softmax", "sum-over-everything")
def softmax_of_the_whole_array(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum()


@attempt("softmax", "maximum-of-everything + sum-over-everything")
def softmax_of_the_whole_array_with_one_maximum(z):
    e = np.exp(z - z.max())
    return e / e.sum()


@attempt("softmax")
def softmax_without_keepdims_over_rows(z):
    """Broadcasts only for square arrays."""
    e = np.exp(z - np.max(z, axis=1))
    return e / np.sum(e, axis=1)


@attempt("softmax", "transposed")
def softmax_transposed_result(z):
    e = np.exp(z.T - z.T.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@attempt("softmax", "constant-factor")
def softmax_divided_by_the_mean(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.mean(axis=0)


@attempt("softmax", "changes-its-inputs")
def softmax_in_place(z):
    z -= z.max(axis=0)
    e = np.exp(z)
    return e / e.sum(axis=0)


@attempt("softmax")
def softmax_divides_by_the_largest(z):
    shifted = z / z.max(axis=0)
    return np.exp(shifted) / np.exp(shifted).sum(axis=0)


@attempt("softmax", "not-everything-filled")
def softmax_of_columns_first_only(z):
    p = np.zeros_like(z)
    e = np.exp(z[:, 0] - z[:, 0].max())
    p[:, 0] = e / e.sum()
    return p


@attempt("softmax", "same-for-every-example")
def softmax_first_column_for_all(z):
    e = np.exp(z[:, :1] - z[:, :1].max())
    return e / e.sum() + 0 * z


@attempt("softmax", "logarithm")
def log_softmax(z):
    shifted = z - z.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))


@attempt("softmax", "rounded")
def softmax_rounded(z):
    e = np.exp(z - z.max(axis=0))
    return np.round(e / e.sum(axis=0), 3)


@attempt("softmax", "wrong-dtype")
def softmax_in_single_precision(z):
    e = np.exp((z - z.max(axis=0)).astype(np.float32))
    return e / e.sum(axis=0)


@attempt("softmax", "no-array")
def softmax_as_a_list(z):
    return [list(np.exp(c - c.max()) / np.exp(c - c.max()).sum()) for c in z.T]


@attempt("softmax", "sigmoid")
def softmax_as_a_sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))


@attempt("softmax", "no-exponential")
def softmax_shares_of_the_scores(z):
    return z / z.sum(axis=0)


@attempt("softmax")
def softmax_with_powers_of_two(z):
    e = 2 ** (z - z.max(axis=0))
    return e / e.sum(axis=0)


@attempt("softmax", "nearly-right")
def softmax_with_epsilon_far_too_large(z, eps=0.01):
    e = np.exp(z - z.max(axis=0))
    return e / (e.sum(axis=0) + eps)


@attempt("softmax", "wrong-with-scores-of-±1000")
def softmax_clips_large_scores(z):
    e = np.exp(np.clip(z, -500, 500))
    return e / e.sum(axis=0)


@attempt("softmax", "no-division")
def softmax_forgets_to_divide(z):
    exponentials = np.exp(z - np.max(z, axis=0, keepdims=True))
    p = exponentials / np.sum(exponentials, axis=0, keepdims=True)
    return exponentials


# one_hot_sequence ------------------------------------------------------------------------------


@attempt("one_hot_sequence", "rows-for-steps")
def one_hot_rows(indices, n_x):
    return np.eye(n_x)[indices]


@attempt("one_hot_sequence", "counted-from-one")
def one_hot_counted_from_one(indices, n_x):
    x = np.zeros((n_x, len(indices)))
    for t, k in enumerate(indices):
        x[k - 1, t] = 1
    return x


@attempt("one_hot_sequence", "wrong-shape")
def one_hot_one_row_down(indices, n_x):
    x = np.zeros((n_x + 1, len(indices)))
    for t, k in enumerate(indices):
        x[k + 1, t] = 1
    return x


@attempt("one_hot_sequence", "fails-in-some-cases")
def one_hot_square(indices, n_x):
    """Right only as long as there are not more steps than symbols."""
    x = np.zeros((n_x, n_x))
    for t, k in enumerate(indices):
        x[k, t] = 1
    return x[:, :len(indices)]


@attempt("one_hot_sequence", "bag-of-symbols")
def one_hot_bag(indices, n_x):
    x = np.zeros((n_x, len(indices)))
    x[indices] = 1
    return x


@attempt("one_hot_sequence", "no-array")
def one_hot_as_lists(indices, n_x):
    return [[int(i == k) for k in indices] for i in range(n_x)]


@attempt("one_hot_sequence", "last-step-missing")
def one_hot_stops_early(indices, n_x):
    x = np.zeros((n_x, len(indices)))
    t = 0
    while t < len(indices) - 1:
        x[indices[t], t] = 1
        t += 1
    return x


@attempt("one_hot_sequence", "not-everything-filled")
def one_hot_without_repeats(indices, n_x):
    """Sees each symbol once only."""
    x = np.zeros((n_x, len(indices)))
    for k in set(map(int, indices)):
        x[k, list(indices).index(k)] = 1
    return x


@attempt("one_hot_sequence", "right-numbers-at-wrong-places")
def one_hot_reshaped(indices, n_x):
    return np.eye(n_x)[indices].reshape(n_x, len(indices))


@attempt("one_hot_sequence")
def one_hot_for_lists_only(indices, n_x):
    x = np.zeros((n_x, len(indices)))
    if isinstance(indices, list):
        for t in range(len(indices)):
            x[indices[t], t] = 1
    return x


@attempt("one_hot_sequence", "last-step-alone")
def one_hot_of_the_last_symbol(indices, n_x):
    for index in indices:
        x = np.zeros((n_x, 1))
        x[index] = 1
    return x


@attempt("one_hot_sequence", "lost-axis")
def one_hot_flat(indices, n_x):
    x = np.zeros(n_x * len(indices))
    for t, k in enumerate(indices):
        x[k * len(indices) + t] = 1
    return x


@attempt("one_hot_sequence", "index-for-one")
def one_hot_with_the_index_as_a_value(indices, n_x):
    x = np.zeros((n_x, len(indices)))
    for t, index in enumerate(indices):
        x[index][t] = index
    return x


@attempt("one_hot_sequence", "as-many-rows-as-seen")
def one_hot_of_what_occurs(indices, n_x):
    return np.eye(max(indices) + 1)[:, indices]


@attempt("one_hot_sequence", "zeros-and-ones-exchanged")
def one_cold(indices, n_x):
    return 1 - np.eye(n_x)[:, indices]


@attempt("one_hot_sequence", "nothing-set")
def one_hot_into_a_temporary(indices, n_x):
    x = np.zeros((n_x, len(indices)))
    for t in range(len(indices)):
        column = x[:, t].copy()
        column[indices[t]] = 1
    return x


@attempt("one_hot_sequence")
def one_hot_counts(indices, n_x):
    x = np.zeros((n_x, len(indices)))
    for t, k in enumerate(indices):
        x[k, t] += 1
        if t:
            x[:, t] += x[:, t - 1]
    return x


@attempt("one_hot_sequence", "arguments-in-another-order")
def one_hot_with_exchanged_arguments(n_x, indices):
    return np.eye(n_x)[:, indices]


# pad_batch -------------------------------------------------------------------------------------


@attempt("pad_batch", "padding-in-front")
def pad_in_front(sequences):
    T = max(s.shape[1] for s in sequences)
    x = np.stack([np.pad(s, ((0, 0), (T - s.shape[1], 0))) for s in sequences], axis=1)
    mask = np.stack([np.r_[np.zeros(T - s.shape[1]), np.ones(s.shape[1])] for s in sequences])
    return x, mask


@attempt("pad_batch", "mask-all-ones")
def pad_with_a_mask_of_ones(sequences):
    T = max(s.shape[1] for s in sequences)
    x = np.stack([np.pad(s, ((0, 0), (0, T - s.shape[1]))) for s in sequences], axis=1)
    return x, np.ones(x.shape[1:])


@attempt("pad_batch", "examples-in-another-order")
def pad_sorted_by_length(sequences):
    """As some frameworks want it: the longest first."""
    sequences = sorted(sequences, key=lambda s: -s.shape[1])
    T = sequences[0].shape[1]
    x, mask = np.zeros((sequences[0].shape[0], len(sequences), T)), np.zeros((len(sequences), T))
    for i, s in enumerate(sequences):
        x[:, i, :s.shape[1]] = s
        mask[i, :s.shape[1]] = 1
    return x, mask


@attempt("pad_batch", "examples-first")
def pad_examples_first(sequences):
    T = max(s.shape[1] for s in sequences)
    x = np.array([np.pad(s, ((0, 0), (0, T - s.shape[1]))) for s in sequences])
    mask = np.array([np.arange(T) < s.shape[1] for s in sequences])
    return x, mask


@attempt("pad_batch", "axes-in-another-order")
def pad_steps_first(sequences):
    T = max(s.shape[1] for s in sequences)
    x = np.zeros((T, len(sequences), sequences[0].shape[0]))
    mask = np.zeros((len(sequences), T))
    for i, s in enumerate(sequences):
        x[:s.shape[1], i] = s.T
        mask[i, :s.shape[1]] = 1
    return x, mask


@attempt("pad_batch", "wrong-shape")
def pad_with_a_mask_for_each_unit(sequences):
    T = max(s.shape[1] for s in sequences)
    x = np.zeros((sequences[0].shape[0], len(sequences), T))
    mask = np.zeros(x.shape)
    for i, s in enumerate(sequences):
        x[:, i, :s.shape[1]] = s
        mask[:, i, :s.shape[1]] = 1
    return x, mask


@attempt("pad_batch", "not-zero-where-it-should-be")
def pad_by_repeating_the_last_step(sequences):
    T = max(s.shape[1] for s in sequences)
    x = np.stack([np.pad(s, ((0, 0), (0, T - s.shape[1])), mode="edge") for s in sequences], axis=1)
    mask = np.array([[float(t < s.shape[1]) for t in range(T)] for s in sequences])
    return x, mask


@attempt("pad_batch", "mask-from-zeros")
def pad_with_a_mask_of_nonzeros(sequences):
    T = max(s.shape[1] for s in sequences)
    x = np.zeros((sequences[0].shape[0], len(sequences), T))
    for i, s in enumerate(sequences):
        x[:, i, :s.shape[1]] = s
    return x, (np.abs(x).sum(axis=0) > 0).astype(float)


@attempt("pad_batch")
def pad_with_a_mask_of_each_element(sequences):
    T = max(s.shape[1] for s in sequences)
    x = np.zeros((sequences[0].shape[0], len(sequences), T))
    for i, s in enumerate(sequences):
        x[:, i, :s.shape[1]] = s
    return x, (x != 0).astype(float)


@attempt("pad_batch", "first-length-for-all")
def pad_to_the_first(sequences):
    T = sequences[0].shape[1]
    x, mask = np.zeros((sequences[0].shape[0], len(sequences), T)), np.zeros((len(sequences), T))
    for i in range(len(sequences)):
        T_i = sequences[i].shape[1]
        x[:, i, :T_i] = sequences[i]
        mask[i, :T_i] = 1
    return x, mask


@attempt("pad_batch", "wrong-shape")
def pad_returns_lengths(sequences):
    T = max(s.shape[1] for s in sequences)
    x = np.stack([np.pad(s, ((0, 0), (0, T - s.shape[1]))) for s in sequences], axis=1)
    return x, np.array([s.shape[1] for s in sequences])


@attempt("pad_batch", "wrong-results")
def pad_without_mask(sequences):
    T = max(s.shape[1] for s in sequences)
    return np.stack([np.pad(s, ((0, 0), (0, T - s.shape[1]))) for s in sequences], axis=1)


@attempt("pad_batch", "outputs-swapped")
def pad_mask_first(sequences):
    T = max(s.shape[1] for s in sequences)
    x = np.stack([np.pad(s, ((0, 0), (0, T - s.shape[1]))) for s in sequences], axis=1)
    return np.array([np.arange(T) < s.shape[1] for s in sequences]).astype(float), x


@attempt("pad_batch")
def pad_by_resizing(sequences):
    """np.resize repeats the data until the shape is full."""
    T = max(s.shape[1] for s in sequences)
    x = np.stack([np.resize(s, (s.shape[0], T)) for s in sequences], axis=1)
    mask = np.array([np.arange(T) < s.shape[1] for s in sequences]) * 1.0
    return x, mask


@attempt("pad_batch", "not-finite")
def pad_with_nan(sequences):
    T = max(s.shape[1] for s in sequences)
    x = np.full((sequences[0].shape[0], len(sequences), T), np.nan)
    mask = np.zeros((len(sequences), T))
    for i, s in enumerate(sequences):
        x[:, i, :s.shape[1]] = s
        mask[i, :s.shape[1]] = 1
    return x, mask


@attempt("pad_batch")
def pad_with_whole_numbers(sequences):
    T = max(s.shape[1] for s in sequences)
    x = np.zeros((sequences[0].shape[0], len(sequences), T), dtype=int)
    mask = np.zeros((len(sequences), T), dtype=int)
    for i, s in enumerate(sequences):
        x[:, i, :s.shape[1]] = s
        mask[i, :s.shape[1]] = 1
    return x, mask


@attempt("pad_batch")
def pad_all_at_one_example(sequences):
    """The index of the example is forgotten."""
    T = max(s.shape[1] for s in sequences)
    x, mask = np.zeros((sequences[0].shape[0], len(sequences), T)), np.zeros((len(sequences), T))
    for s in sequences:
        x[:, 0, :s.shape[1]] = s
        mask[0, :s.shape[1]] = 1
    return x, mask


@attempt("pad_batch", "mask-inverted")
def pad_with_a_mask_of_the_padding(sequences):
    T = max(s.shape[1] for s in sequences)
    x = np.stack([np.pad(s, ((0, 0), (0, T - s.shape[1]))) for s in sequences], axis=1)
    return x, np.array([np.arange(T) >= s.shape[1] for s in sequences]).astype(int)


# rnn_cell_forward ------------------------------------------------------------------------------


@attempt("rnn_cell_forward", "prediction-from-a-prev")
def cell_predicts_from_the_old_state(xt, a_prev, parameters):
    Wax, Waa, Wya, ba, by = [parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by")]
    a_next = np.tanh(np.dot(Waa, a_prev) + np.dot(Wax, xt) + ba)
    yt_pred = softmax(np.dot(Wya, a_prev) + by)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)


@attempt("rnn_cell_forward")
def cell_with_stars_for_products(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] * a_prev + p["ba"])
    return a_next, softmax(p["Wya"] @ a_next + p["by"]), (a_next, a_prev, xt, p)


@attempt("rnn_cell_forward", "softmax-over-examples")
def cell_with_softmax_over_examples_by_hand(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    e = np.exp(p["Wya"] @ a_next + p["by"])
    return a_next, e / e.sum(axis=1, keepdims=True), (a_next, a_prev, xt, p)


@attempt("rnn_cell_forward")
def cell_with_the_bias_of_the_output_as_a_number(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    return a_next, softmax(p["Wya"] @ a_next + p["by"][0]), (a_next, a_prev, xt, p)


@attempt("rnn_cell_forward", "right-at-first-unit-only")
def cell_with_the_first_bias_only(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"][0])
    return a_next, softmax(p["Wya"] @ a_next + p["by"]), (a_next, a_prev, xt, p)


@attempt("rnn_cell_forward", "tanh-twice")
def cell_with_tanh_twice(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"]))
    return a_next, softmax(p["Wya"] @ a_next + p["by"]), (a_next, a_prev, xt, p)


@attempt("rnn_cell_forward", "no-ba + no-by")
def cell_without_biases(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev)
    return a_next, softmax(p["Wya"] @ a_next), (a_next, a_prev, xt, p)


@attempt("rnn_cell_forward", "lost-axis")
def cell_with_squeezed_results(xt, a_prev, parameters):
    """Right, unless there is one example."""
    p = parameters
    a_next = np.squeeze(np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"]))
    return a_next, np.squeeze(softmax(p["Wya"] @ a_next + p["by"])), (a_next, a_prev, xt, p)


@attempt("rnn_cell_forward", "right-for-one-example-only")
def cell_averages_the_examples(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev.mean(axis=1, keepdims=True) + p["ba"])
    return a_next, softmax(p["Wya"] @ a_next + p["by"]), (a_next, a_prev, xt, p)


@attempt("rnn_cell_forward", "changes-its-inputs")
def cell_overwrites_the_old_state(xt, a_prev, parameters):
    p = parameters
    old = a_prev.copy()
    a_prev[:] = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    return a_prev, softmax(p["Wya"] @ a_prev + p["by"]), (a_prev, old, xt, p)


@attempt("rnn_cell_forward")
def cell_overwrites_the_old_state_and_caches_it(xt, a_prev, parameters):
    p = parameters
    a_prev[...] = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    return a_prev, softmax(p["Wya"] @ a_prev + p["by"]), (a_prev, a_prev, xt, p)


@attempt("rnn_cell_forward", "changes-its-inputs")
def cell_takes_the_weights_out_of_the_dict(xt, a_prev, parameters):
    kept = dict(parameters)
    Wax, Waa = parameters.pop("Wax"), parameters.pop("Waa")
    a_next = np.tanh(Wax @ xt + Waa @ a_prev + parameters["ba"])
    return a_next, softmax(parameters["Wya"] @ a_next + parameters["by"]), (a_next, a_prev, xt, kept)


@attempt("rnn_cell_forward", "wrong-items")
def cell_with_a_dict_for_the_cache(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    cache = {"a_next": a_next, "a_prev": a_prev, "xt": xt, "parameters": p}
    return a_next, softmax(p["Wya"] @ a_next + p["by"]), cache


@attempt("rnn_cell_forward", "cache-with-sum")
def cell_caches_the_sum_before_tanh(xt, a_prev, parameters):
    p = parameters
    z = p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"]
    a_next = np.tanh(z)
    return a_next, softmax(p["Wya"] @ a_next + p["by"]), (z, a_prev, xt, p)


@attempt("rnn_cell_forward", "wrong-items")
def cell_caches_the_weights_one_by_one(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    return (a_next, softmax(p["Wya"] @ a_next + p["by"]),
            (a_next, a_prev, xt, p["Wax"], p["Waa"], p["Wya"], p["ba"], p["by"]))


@attempt("rnn_cell_forward", "no-cache")
def cell_returns_two_things(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    return a_next, softmax(p["Wya"] @ a_next + p["by"])


@attempt("rnn_cell_forward", "waa-transposed")
def cell_with_rows_for_states(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(np.dot(p["Wax"], xt) + np.dot(a_prev.T, p["Waa"]).T + p["ba"])
    return a_next, softmax(np.dot(p["Wya"], a_next) + p["by"]), (a_next, a_prev, xt, p)


@attempt("rnn_cell_forward", "arg-max-of-it")
def cell_with_the_most_likely_class(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    y = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, (y == y.max(axis=0)).astype(float), (a_next, a_prev, xt, p)


@attempt("rnn_cell_forward", "arguments-in-another-order")
def cell_with_the_state_first(a_prev, xt, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    return a_next, softmax(p["Wya"] @ a_next + p["by"]), (a_next, a_prev, xt, p)


@attempt("rnn_cell_forward", "tanh-of-each-term")
def cell_with_tanh_of_all_three_terms(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt) + np.tanh(p["Waa"] @ a_prev) + p["ba"]
    yt = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt, [a_next, a_prev, xt, p]


@attempt("rnn_cell_forward", "no-softmax")
def cell_without_softmax_and_with_the_old_state_twice(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    return a_next, p["Wya"] @ a_next + p["by"], (a_next, a_prev, xt, p)


@attempt("rnn_cell_forward", "keeps-something-between-calls")
def cell_keeps_a_global_state(xt, a_prev, parameters, memory={}):
    p = parameters
    a_prev = memory.get(a_prev.shape, a_prev)
    a_next = memory[a_prev.shape] = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    return a_next, softmax(p["Wya"] @ a_next + p["by"]), (a_next, a_prev, xt, p)


# rnn_cell_forward_stacked ----------------------------------------------------------------------


@attempt("rnn_cell_forward_stacked", "blocks-exchanged")
def stacked_input_on_top(xt, a_prev, Wa, ba):
    return np.tanh(Wa @ np.vstack([xt, a_prev]) + ba)


@attempt("rnn_cell_forward_stacked")
def stacked_by_adding(xt, a_prev, Wa, ba):
    n_a = a_prev.shape[0]
    stacked = np.zeros((Wa.shape[1], xt.shape[1]))
    stacked[:n_a] += a_prev
    stacked[-xt.shape[0]:] = xt
    stacked[-1] = 0
    return np.tanh(Wa @ stacked + ba)


@attempt("rnn_cell_forward_stacked", "side-by-side")
def stacked_side_by_side(xt, a_prev, Wa, ba):
    return np.tanh(Wa @ np.hstack([a_prev, xt]) + ba)


@attempt("rnn_cell_forward_stacked", "no-ba")
def stacked_without_bias(xt, a_prev, Wa, ba):
    return np.tanh(np.matmul(Wa, np.r_[a_prev, xt]))


@attempt("rnn_cell_forward_stacked", "transposed")
def stacked_returned_transposed(xt, a_prev, Wa, ba):
    return np.tanh(np.hstack([a_prev.T, xt.T]) @ Wa.T + ba.T)


@attempt("rnn_cell_forward_stacked")
def stacked_by_reshape(xt, a_prev, Wa, ba):
    stacked = np.concatenate([a_prev.ravel("F"), xt.ravel("F")]).reshape(-1, xt.shape[1])
    return np.tanh(Wa @ stacked + ba)


@attempt("rnn_cell_forward_stacked", "tanh-twice")
def stacked_with_tanh_twice(xt, a_prev, Wa, ba):
    return np.tanh(np.tanh(Wa @ np.vstack([a_prev, xt]) + ba))


@attempt("rnn_cell_forward_stacked", "softmax-for-tanh")
def stacked_with_softmax(xt, a_prev, Wa, ba):
    return softmax(Wa @ np.vstack([a_prev, xt]) + ba)


@attempt("rnn_cell_forward_stacked")
def stacked_returns_a_prediction_too(xt, a_prev, Wa, ba):
    a_next = np.tanh(Wa @ np.vstack([a_prev, xt]) + ba)
    return a_next, softmax(a_next)


@attempt("rnn_cell_forward_stacked", "wrong-results")
def stacked_with_a_comma(xt, a_prev, Wa, ba):
    return np.tanh(Wa @ np.vstack([a_prev, xt]) + ba),


@attempt("rnn_cell_forward_stacked", "wrong-results")
def stacked_returns_nothing(xt, a_prev, Wa, ba):
    stacked = np.vstack([a_prev, xt])
    a_next = np.tanh(Wa @ stacked + ba)


@attempt("rnn_cell_forward_stacked")
def stacked_with_one_bias_for_all(xt, a_prev, Wa, ba):
    return np.tanh(Wa @ np.vstack([a_prev, xt]) + ba.sum())


@attempt("rnn_cell_forward_stacked", "right-for-one-example-only")
def stacked_with_the_bias_once_for_each_example(xt, a_prev, Wa, ba):
    return np.tanh(Wa @ np.vstack([a_prev, xt]) + xt.shape[1] * ba)


@attempt("rnn_cell_forward_stacked", "same-for-every-example")
def stacked_for_one_example(xt, a_prev, Wa, ba):
    stacked = np.vstack([a_prev, xt])[:, :1]
    return np.tanh(Wa @ stacked + ba) + 0 * a_prev


@attempt("rnn_cell_forward_stacked", "sigmoid-for-tanh")
def stacked_with_a_sigmoid(xt, a_prev, Wa, ba):
    return sigmoid(Wa @ np.vstack([a_prev, xt]) + ba)


@attempt("rnn_cell_forward_stacked", "blocks-exchanged + no-ba")
def stacked_with_exchanged_blocks_and_no_bias(xt, a_prev, Wa, ba):
    return np.tanh(Wa @ np.vstack([xt, a_prev]))


@attempt("rnn_cell_forward_stacked", "changes-its-inputs")
def stacked_in_place(xt, a_prev, Wa, ba):
    a_prev[:] = np.tanh(Wa @ np.vstack([a_prev, xt]) + ba)
    return a_prev


# rnn_forward -----------------------------------------------------------------------------------


def _room(x, a0, parameters):
    T_x = x.shape[2]
    return np.zeros((*a0.shape, T_x)), np.zeros((parameters["by"].shape[0], x.shape[1], T_x))


@attempt("rnn_forward", "a0-at-every-step")
def pass_never_updates_the_state(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    caches = []
    a_prev = a0
    for t in range(x.shape[2]):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_prev, parameters)
        a[:, :, t], y_pred[:, :, t] = a_next, yt
        caches.append(cache)
    return a, y_pred, caches


@attempt("rnn_forward", "a0-never-used")
def pass_starts_from_a(x, a0, parameters):
    """`a[:, :, t - 1]` at t = 0 is the last step, still zero."""
    a, y_pred = _room(x, a0, parameters)
    caches = []
    for t in range(x.shape[2]):
        a[:, :, t], y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], a[:, :, t - 1], parameters)
        caches.append(cache)
    return a, y_pred, caches


@attempt("rnn_forward", "a0-stored-too")
def pass_keeps_the_initial_state_in_a(x, a0, parameters):
    a = np.zeros((*a0.shape, x.shape[2] + 1))
    _, y_pred = _room(x, a0, parameters)
    a[:, :, 0] = a0
    caches = []
    for t in range(x.shape[2]):
        a[:, :, t + 1], y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], a[:, :, t], parameters)
        caches.append(cache)
    return a, y_pred, caches


@attempt("rnn_forward", "stored-one-step-early")
def pass_stores_one_place_too_early(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    caches, state = [], a0
    for t in range(x.shape[2]):
        state, yt, cache = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t - 1], y_pred[:, :, t - 1] = state, yt
        caches.append(cache)
    return a, y_pred, caches


@attempt("rnn_forward", "axes-in-another-order")
def pass_with_time_first(x, a0, parameters):
    states, predictions, caches, state = [], [], [], a0
    for t in range(x.shape[2]):
        state, yt, cache = rnn_cell_forward(x[:, :, t], state, parameters)
        states.append(state)
        predictions.append(yt)
        caches.append(cache)
    return np.array(states), np.array(predictions), caches


@attempt("rnn_forward", "axes-in-another-order")
def pass_with_examples_and_time_exchanged(x, a0, parameters):
    states, predictions, caches, state = [], [], [], a0
    for t in range(x.shape[2]):
        state, yt, cache = rnn_cell_forward(x[:, :, t], state, parameters)
        states.append(state)
        predictions.append(yt)
        caches.append(cache)
    return np.stack(states, axis=1), np.stack(predictions, axis=1), caches


@attempt("rnn_forward", "right-numbers-at-wrong-places")
def pass_reshapes_instead_of_moving_axes(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    states, predictions, caches, state = [], [], [], a0
    for t in range(x.shape[2]):
        state, yt, cache = rnn_cell_forward(x[:, :, t], state, parameters)
        states.append(state)
        predictions.append(yt)
        caches.append(cache)
    return np.array(states).reshape(a.shape), np.array(predictions).reshape(y_pred.shape), caches


@attempt("rnn_forward", "no-array")
def pass_returns_lists(x, a0, parameters):
    states, predictions, caches, state = [], [], [], a0
    for t in range(x.shape[2]):
        state, yt, cache = rnn_cell_forward(x[:, :, t], state, parameters)
        states.append(state)
        predictions.append(yt)
        caches.append(cache)
    return states, predictions, caches


@attempt("rnn_forward", "one-array-for-all-states")
def pass_with_one_buffer_for_the_state(x, a0, parameters):
    """The caches all hold the same array, overwritten at every step."""
    a, y_pred = _room(x, a0, parameters)
    state, caches = a0.copy(), []
    for t in range(x.shape[2]):
        state[:], y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = state
        caches.append((state, cache[1], cache[2], parameters))
    return a, y_pred, caches


@attempt("rnn_forward", "changes-its-inputs")
def pass_overwrites_a0(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    caches = []
    for t in range(x.shape[2]):
        before = a0.copy()
        a0[:], y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], before, parameters)
        a[:, :, t] = a0
        caches.append((cache[0], before, cache[2], parameters))
    return a, y_pred, caches


@attempt("rnn_forward", "keeps-something-between-calls")
def pass_with_caches_as_a_default(x, a0, parameters, caches=[]):
    a, y_pred = _room(x, a0, parameters)
    state = a0
    for t in range(x.shape[2]):
        state, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = state
        caches.append(cache)
    return a, y_pred, caches


@attempt("rnn_forward", "right-at-first-step-only")
def pass_with_the_prediction_as_the_next_input(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    caches, state, xt = [], a0, x[:, :, 0]
    for t in range(x.shape[2]):
        state, yt, cache = rnn_cell_forward(xt, state, parameters)
        a[:, :, t], y_pred[:, :, t] = state, yt
        caches.append(cache)
        xt = np.resize(yt, xt.shape)
    return a, y_pred, caches


@attempt("rnn_forward", "caches-with-one-state")
def pass_caches_the_new_state_as_the_old(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    caches, state = [], a0
    for t in range(x.shape[2]):
        state, y_pred[:, :, t], _ = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = state
        caches.append((state, state, x[:, :, t], parameters))
    return a, y_pred, caches


@attempt("rnn_forward", "caches-with-a0")
def pass_caches_the_initial_state_always(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    caches, state = [], a0
    for t in range(x.shape[2]):
        state, y_pred[:, :, t], _ = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = state
        caches.append((state, a0, x[:, :, t], parameters))
    return a, y_pred, caches


@attempt("rnn_forward", "last-cache-only")
def pass_returns_the_last_cache(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    state = a0
    for t in range(x.shape[2]):
        state, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = state
    return a, y_pred, [cache]


@attempt("rnn_forward", "states-for-caches")
def pass_returns_one_cache(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    state = a0
    for t in range(x.shape[2]):
        state, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = state
    return a, y_pred, cache


@attempt("rnn_forward")
def pass_returns_inside_the_loop(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    state, caches = a0, []
    for t in range(x.shape[2]):
        state, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = state
        caches.append(cache)
        return a, y_pred, caches


@attempt("rnn_forward")
def pass_with_time_and_examples_of_x_exchanged(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    caches, state = [], a0
    for t in range(x.shape[2]):
        state, yt, cache = rnn_cell_forward(x[:, t, :], state, parameters)
        a[:, :, t], y_pred[:, :, t] = state, yt
        caches.append(cache)
    return a, y_pred, caches


@attempt("rnn_forward")
def pass_skips_every_other_step(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    caches, state = [], a0
    for t in range(0, x.shape[2], 2):
        state, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = state
        caches.append(cache)
    return a, y_pred, caches


@attempt("rnn_forward", "no-ba")
def pass_with_its_own_cell_without_bias(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    caches, state, p = [], a0, parameters
    for t in range(x.shape[2]):
        before, xt = state, x[:, :, t]
        state = np.tanh(p["Wax"] @ xt + p["Waa"] @ before)
        a[:, :, t], y_pred[:, :, t] = state, softmax(p["Wya"] @ state + p["by"])
        caches.append((state, before, xt, p))
    return a, y_pred, caches


@attempt("rnn_forward", "prediction-from-a-prev")
def pass_with_its_own_cell_and_the_old_prediction(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    caches, state, p = [], a0, parameters
    for t in range(x.shape[2]):
        before, xt = state, x[:, :, t]
        y_pred[:, :, t] = softmax(p["Wya"] @ before + p["by"])
        a[:, :, t] = state = np.tanh(p["Wax"] @ xt + p["Waa"] @ before + p["ba"])
        caches.append((state, before, xt, p))
    return a, y_pred, caches


@attempt("rnn_forward", "wrong-dtype")
def pass_in_single_precision(x, a0, parameters):
    a, y_pred = (each.astype("float32") for each in _room(x, a0, parameters))
    caches, state = [], a0
    for t in range(x.shape[2]):
        state, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = state
        caches.append(cache)
    return a, y_pred, caches


@attempt("rnn_forward", "a0-never-used + a-one-step-late")
def pass_with_zeros_first_and_stored_late(x, a0, parameters):
    a, y_pred = _room(x, a0, parameters)
    caches, state = [], np.zeros_like(a0)
    for t in range(x.shape[2]):
        a[:, :, t] = state
        state, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], state, parameters)
        caches.append(cache)
    return a, y_pred, caches


# binary_cross_entropy --------------------------------------------------------------------------


@attempt("binary_cross_entropy", "log-of-zero")
def binary_without_care(y_pred, y, mask=None):
    losses = -(y * np.log(y_pred) + (1 - y) * np.log(1 - y_pred))
    if mask is not None:
        losses = losses * mask
    return losses.sum() / y.shape[1]


@attempt("binary_cross_entropy", "log-of-zero-when-wrong")
def binary_hides_nan(y_pred, y, mask=None):
    losses = -(y * np.log(y_pred) + (1 - y) * np.log(1 - y_pred))
    if mask is not None:
        losses = losses * mask
    return np.nansum(losses) / y.shape[1]


@attempt("binary_cross_entropy", "log-of-zero-on-one-side")
def binary_clips_at_one(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-30, 1 - 1e-30)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    if mask is not None:
        losses = losses * mask
    return losses.sum() / y.shape[1]


@attempt("binary_cross_entropy", "log-of-zero-on-one-side")
def binary_guards_one_side_only(y_pred, y, mask=None):
    losses = -(y * np.log(np.maximum(y_pred, 1e-30)) + (1 - y) * np.log(1 - y_pred))
    if mask is not None:
        losses = losses * mask
    return losses.sum() / y.shape[1]


@attempt("binary_cross_entropy", "log-of-zero")
def binary_with_epsilon_behind_the_log(y_pred, y, mask=None, eps=1e-12):
    losses = -(y * (np.log(y_pred) + eps) + (1 - y) * (np.log(1 - y_pred) + eps))
    if mask is not None:
        losses = losses * mask
    return losses.sum() / y.shape[1]


@attempt("binary_cross_entropy")
def binary_with_epsilon_far_too_large(y_pred, y, mask=None, eps=1e-2):
    losses = -(y * np.log(y_pred + eps) + (1 - y) * np.log(1 - y_pred + eps))
    if mask is not None:
        losses = losses * mask
    return losses.sum() / y.shape[1]


@attempt("binary_cross_entropy", "log-of-one-plus")
def binary_with_log1p(y_pred, y, mask=None):
    losses = -(y * np.log(np.maximum(y_pred, 1e-15)) + (1 - y) * np.log1p(y_pred))
    if mask is not None:
        losses = losses * mask
    return losses.sum() / y.shape[1]


@attempt("binary_cross_entropy", "one-minus-the-logarithm")
def binary_of_log_one_minus(y_pred, y, mask=None):
    """1 − log ŷ for log(1 − ŷ)."""
    log = np.log(np.maximum(y_pred, 1e-15))
    losses = -(y * log + (1 - y) * (1 - log))
    if mask is not None:
        losses = losses * mask
    return losses.sum() / y.shape[1]


@attempt("binary_cross_entropy", "averaged-over-everything")
def binary_as_a_mean(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    if mask is not None:
        losses = losses * mask
    return losses.mean()


@attempt("binary_cross_entropy", "averaged-over-real-steps")
def binary_as_a_mean_over_real_steps(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum(axis=0)
    if mask is None:
        return losses.mean()
    return (losses * mask).sum() / mask.sum()


@attempt("binary_cross_entropy", "averaged-over-each-length")
def binary_with_each_example_by_its_own_length(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum(axis=0)
    if mask is None:
        mask = np.ones(losses.shape)
    return np.mean((losses * mask).sum(axis=1) / mask.sum(axis=1))


@attempt("binary_cross_entropy", "not-averaged-over-examples")
def binary_as_a_sum(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    mask = 1 if mask is None else mask
    return -np.sum(mask * (y * np.log(p) + (1 - y) * np.log(1 - p)))


@attempt("binary_cross_entropy", "wrong-with-padding-masked")
def binary_masks_the_prediction(y_pred, y, mask=None):
    if mask is not None:
        y_pred = y_pred * mask
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / y.shape[1]


@attempt("binary_cross_entropy", "wrong-with-padding-masked")
def binary_masks_the_answer(y_pred, y, mask=None):
    if mask is not None:
        y = y * mask
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / y.shape[1]


@attempt("binary_cross_entropy")
def binary_without_a_mask(y_pred, y):
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / y.shape[1]


@attempt("binary_cross_entropy", "mask-ignored")
def binary_ignores_the_mask(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / y.shape[1]


@attempt("binary_cross_entropy", "fails-in-some-cases")
def binary_with_a_mask_always_there(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    return -np.sum(mask * (y * np.log(p) + (1 - y) * np.log(1 - p))) / y.shape[1]


@attempt("binary_cross_entropy", "fails-in-some-cases")
def binary_with_the_mask_transposed(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    if mask is not None:
        losses = losses * mask.T
    return losses.sum() / y.shape[1]


@attempt("binary_cross_entropy", "wrong-with-padding-masked")
def binary_with_the_first_mask_for_all(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    if mask is not None:
        losses = losses * mask[1]
    return losses.sum() / y.shape[1]


@attempt("binary_cross_entropy", "sigmoid-twice")
def binary_of_logits(y_pred, y, mask=None):
    p = np.clip(sigmoid(y_pred), 1e-15, 1 - 1e-15)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    if mask is not None:
        losses = losses * mask
    return losses.sum() / y.shape[1]


@attempt("binary_cross_entropy", "minus-missing")
def binary_log_likelihood(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    gains = y * np.log(p) + (1 - y) * np.log(1 - p)
    return (gains if mask is None else gains * mask).sum() / y.shape[1]


@attempt("binary_cross_entropy", "answers-exchanged")
def binary_with_yes_and_no_exchanged(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    losses = np.where(y == 0, -np.log(p), -np.log(1 - p))
    return (losses if mask is None else losses * mask).sum() / y.shape[1]


@attempt("binary_cross_entropy")
def binary_rounds_the_prediction(y_pred, y, mask=None):
    p = np.clip(np.round(y_pred), 1e-15, 1 - 1e-15)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return (losses if mask is None else losses * mask).sum() / y.shape[1]


@attempt("binary_cross_entropy", "changes-its-inputs")
def binary_clips_in_place(y_pred, y, mask=None):
    np.clip(y_pred, 1e-15, 1 - 1e-15, out=y_pred)
    losses = -(y * np.log(y_pred) + (1 - y) * np.log(1 - y_pred))
    return (losses if mask is None else losses * mask).sum() / y.shape[1]


@attempt("binary_cross_entropy", "constant-factor")
def binary_halved(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return (losses if mask is None else losses * mask).sum() / (2 * y.shape[1])


@attempt("binary_cross_entropy", "mask-ignored + minus-missing")
def binary_without_mask_and_minus(y_pred, y, mask=None):
    return np.sum(y * np.log(np.maximum(y_pred, 1e-30))
                  + (1 - y) * np.log(np.maximum(1 - y_pred, 1e-30))) / y.shape[1]


# categorical_cross_entropy ---------------------------------------------------------------------


@attempt("categorical_cross_entropy", "log-of-zero")
def categorical_without_care(y_pred, y, mask=None):
    losses = -y * np.log(y_pred)
    return (losses if mask is None else losses * mask).sum() / y.shape[1]


@attempt("categorical_cross_entropy", "log-of-zero-when-wrong")
def categorical_hides_nan(y_pred, y, mask=None):
    losses = -y * np.log(y_pred)
    return np.nansum(losses if mask is None else losses * mask) / y.shape[1]


@attempt("categorical_cross_entropy", "log-of-zero-when-wrong")
def categorical_of_the_right_unit_unguarded(y_pred, y, mask=None):
    losses = -np.log((y * y_pred).sum(axis=0))
    return (losses if mask is None else losses * mask).sum() / y.shape[1]


@attempt("categorical_cross_entropy", "binary-loss")
def categorical_as_binary(y_pred, y, mask=None):
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return (losses if mask is None else losses * mask).sum() / y.shape[1]


@attempt("categorical_cross_entropy", "highest-for-right")
def categorical_of_the_largest(y_pred, y, mask=None):
    losses = -np.log(np.maximum(y_pred.max(axis=0), 1e-30))
    return (losses if mask is None else losses * mask).sum() / y.shape[1]


@attempt("categorical_cross_entropy", "wrong-answers-counted")
def categorical_as_error_rate(y_pred, y, mask=None):
    losses = (y_pred.argmax(axis=0) != y.argmax(axis=0)).astype(float)
    return (losses if mask is None else losses * mask).sum() / y.shape[1]


@attempt("categorical_cross_entropy")
def categorical_argmax_over_examples(y_pred, y, mask=None):
    right = np.take_along_axis(y_pred, y.argmax(axis=1)[:, None], axis=1)
    return -np.log(np.maximum(right, 1e-30)).sum() / y.shape[1]


@attempt("categorical_cross_entropy")
def categorical_by_step_means(y_pred, y, mask=None):
    losses = -(y * np.log(np.maximum(y_pred, 1e-30))).sum(axis=0)
    if mask is not None:
        losses = losses * mask
        return (losses.sum(axis=0) / mask.sum(axis=0)).sum()
    return losses.mean(axis=0).sum()


@attempt("categorical_cross_entropy", "averaged-over-everything")
def categorical_as_a_mean_over_everything(y_pred, y, mask=None):
    losses = -(y * np.log(np.maximum(y_pred, 1e-15)))
    return np.mean(losses if mask is None else losses * mask)


@attempt("categorical_cross_entropy", "averaged-over-real-steps")
def categorical_as_the_mean_of_the_steps(y_pred, y, mask=None):
    losses = -(y * np.log(np.maximum(y_pred, 1e-15))).sum(axis=0)
    return losses.mean() if mask is None else losses[mask > 0].mean()


@attempt("categorical_cross_entropy", "averaged-over-units")
def categorical_averaged_over_units(y_pred, y, mask=None):
    losses = -(y * np.log(np.maximum(y_pred, 1e-15))).mean(axis=0)
    return (losses if mask is None else losses * mask).sum() / y.shape[1]


@attempt("categorical_cross_entropy")
def categorical_masks_the_logs_only_on_the_first_unit(y_pred, y, mask=None):
    losses = -(y * np.log(np.maximum(y_pred, 1e-15)))
    if mask is not None:
        losses[0] *= mask
    return losses.sum() / y.shape[1]


@attempt("categorical_cross_entropy", "wrong-with-padding-masked")
def categorical_masks_the_prediction(y_pred, y, mask=None):
    if mask is not None:
        y_pred = y_pred * mask
    return -(y * np.log(np.maximum(y_pred, 1e-15))).sum() / y.shape[1]


@attempt("categorical_cross_entropy", "one-loss-for-each-example")
def categorical_for_each_example(y_pred, y, mask=None):
    losses = -(y * np.log(np.maximum(y_pred, 1e-30)))
    return (losses if mask is None else losses * mask).sum(axis=2).sum(axis=0)


@attempt("categorical_cross_entropy", "wrong-shape")
def categorical_as_an_array_of_one(y_pred, y, mask=None):
    losses = -(y * np.log(np.maximum(y_pred, 1e-30)))
    return (losses if mask is None else losses * mask).sum(keepdims=True) / y.shape[1]


@attempt("categorical_cross_entropy", "log-base-2")
def categorical_in_bits(y_pred, y, mask=None):
    losses = -y * np.log(np.maximum(y_pred, 1e-12)) / np.log(2)
    return np.sum(losses if mask is None else losses * mask) / y.shape[1]


@attempt("categorical_cross_entropy", "arguments-in-another-order")
def categorical_with_the_answer_first(y, y_pred, mask=None):
    losses = -y * np.log(np.maximum(y_pred, 1e-12))
    return np.sum(losses if mask is None else losses * mask) / y.shape[1]


@attempt("categorical_cross_entropy", "log-of-zero")
def categorical_with_epsilon_squared(y_pred, y, mask=None, eps=1e-200):
    losses = -y * np.log(np.maximum(y_pred, eps ** 2))
    return np.sum(losses if mask is None else losses * mask) / y.shape[1]


@attempt("categorical_cross_entropy", "last-step-only")
def categorical_of_the_last_step(y_pred, y, mask=None):
    for t in range(y.shape[2]):
        loss = -np.sum(y[:, :, t] * np.log(np.maximum(y_pred[:, :, t], 1e-30))
                       * (1 if mask is None else mask[:, t])) / y.shape[1]
    return loss


@attempt("categorical_cross_entropy", "return-inside-the-loop")
def categorical_returns_in_the_loop(y_pred, y, mask=None):
    loss = 0
    for t in range(y.shape[2]):
        loss -= np.sum(y[:, :, t] * np.log(np.maximum(y_pred[:, :, t], 1e-30))
                       * (1 if mask is None else mask[:, t])) / y.shape[1]
        return loss


@attempt("categorical_cross_entropy", "first-example-only")
def categorical_of_the_first_example(y_pred, y, mask=None):
    losses = -(y * np.log(np.maximum(y_pred, 1e-30))).sum(axis=0)
    return (losses if mask is None else losses * mask)[0].sum()


@attempt("categorical_cross_entropy", "minus-missing + not-averaged-over-examples")
def categorical_without_minus_and_mean(y_pred, y, mask=None):
    losses = y * np.log(np.maximum(y_pred, 1e-30))
    return np.sum(losses if mask is None else losses * mask)


@attempt("categorical_cross_entropy")
def categorical_multiplies_probabilities(y_pred, y, mask=None):
    p = np.maximum((y * y_pred).sum(axis=0), 1e-30)
    if mask is not None:
        p = np.where(mask > 0, p, 1)
    return -np.log(p.prod(axis=1).mean())


# output_backward -------------------------------------------------------------------------------


def _error(y_pred, y, mask):
    dz = (y_pred - y) / y.shape[1]
    return dz if mask is None else dz * mask


@attempt("output_backward", "sign")
def output_backward_with_answer_minus_prediction(y_pred, y, a, parameters, mask=None):
    dz = -_error(y_pred, y, mask)
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


@attempt("output_backward", "not-divided-by-m")
def output_backward_without_m(y_pred, y, a, parameters, mask=None):
    dz = _error(y_pred, y, mask) * y.shape[1]
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


@attempt("output_backward", "constant-factor")
def output_backward_with_the_weights_divided_only(y_pred, y, a, parameters, mask=None):
    dz = _error(y_pred, y, mask)
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz * y.shape[1]), gradients


@attempt("output_backward", "gradient-of-a-yes-or-no")
def output_backward_of_the_whole_binary_derivative(y_pred, y, a, parameters, mask=None):
    """dL/dŷ in place of dL/dz."""
    dz = (-y / y_pred + (1 - y) / (1 - y_pred)) / y.shape[1]
    dz = dz if mask is None else dz * mask
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


@attempt("output_backward", "wrong-with-sigmoid-outputs")
def output_backward_of_the_categorical_loss_only(y_pred, y, a, parameters, mask=None):
    dz = (y_pred * y.sum(axis=0) - y) / y.shape[1]
    dz = dz if mask is None else dz * mask
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


@attempt("output_backward", "only-the-right-unit")
def output_backward_of_the_right_unit_only(y_pred, y, a, parameters, mask=None):
    dz = y * _error(y_pred, y, mask)
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


@attempt("output_backward", "dby-without-column")
def output_backward_with_a_flat_bias(y_pred, y, a, parameters, mask=None):
    dz = _error(y_pred, y, mask)
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": np.einsum("ymt->y", dz)}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


@attempt("output_backward", "dby-not-summed-over-steps")
def output_backward_with_a_bias_for_each_step(y_pred, y, a, parameters, mask=None):
    dz = _error(y_pred, y, mask)
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=1)}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


@attempt("output_backward")
def output_backward_with_the_bias_summed_over_units(y_pred, y, a, parameters, mask=None):
    dz = _error(y_pred, y, mask)
    dby = np.full(parameters["by"].shape, dz.sum())
    return (np.einsum("ya,ymt->amt", parameters["Wya"], dz),
            {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dby})


@attempt("output_backward", "overwritten-at-each-step")
def output_backward_overwrites_the_weights(y_pred, y, a, parameters, mask=None):
    dz = _error(y_pred, y, mask)
    da = np.zeros(a.shape)
    for t in range(y.shape[2]):
        dWya = np.dot(dz[:, :, t], a[:, :, t].T)
        da[:, :, t] = np.dot(parameters["Wya"].T, dz[:, :, t])
    return da, {"dWya": dWya, "dby": dz.sum(axis=(1, 2)).reshape(-1, 1)}


@attempt("output_backward", "overwritten-at-each-step + dby-of-the-last-step")
def output_backward_overwrites_both(y_pred, y, a, parameters, mask=None):
    dz = _error(y_pred, y, mask)
    da = np.zeros(a.shape)
    for t in range(y.shape[2]):
        dWya = np.dot(dz[:, :, t], a[:, :, t].T)
        dby = np.sum(dz[:, :, t], axis=1, keepdims=True)
        da[:, :, t] = np.dot(parameters["Wya"].T, dz[:, :, t])
    return da, {"dWya": dWya, "dby": dby}


@attempt("output_backward", "product-of-sums")
def output_backward_with_summed_states(y_pred, y, a, parameters, mask=None):
    """Product of sums for sum of products."""
    dz = _error(y_pred, y, mask)
    dWya = dz.sum(axis=2) @ a.sum(axis=2).T
    return (np.einsum("ya,ymt->amt", parameters["Wya"], dz),
            {"dWya": dWya, "dby": dz.sum(axis=(1, 2))[:, None]})


@attempt("output_backward", "mask-ignored")
def output_backward_with_the_mask_on_da_only(y_pred, y, a, parameters, mask=None):
    dz = _error(y_pred, y, None)
    da = np.einsum("ya,ymt->amt", parameters["Wya"], dz)
    return (da if mask is None else da * mask,
            {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]})


@attempt("output_backward", "divided-by-real-steps")
def output_backward_divided_by_real_steps(y_pred, y, a, parameters, mask=None):
    dz = (y_pred - y) * (1 if mask is None else mask)
    dz = dz / (y.shape[1] if mask is None else mask.sum())
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


@attempt("output_backward", "missing-key")
def output_backward_with_other_keys(y_pred, y, a, parameters, mask=None):
    dz = _error(y_pred, y, mask)
    gradients = {"Wya": np.einsum("ymt,amt->ya", dz, a), "by": dz.sum(axis=(1, 2))[:, None]}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


@attempt("output_backward", "wrong-results")
def output_backward_returns_three_arrays(y_pred, y, a, parameters, mask=None):
    dz = _error(y_pred, y, mask)
    return (np.einsum("ya,ymt->amt", parameters["Wya"], dz),
            np.einsum("ymt,amt->ya", dz, a), dz.sum(axis=(1, 2))[:, None])


@attempt("output_backward")
def output_backward_returns_gradients_first(y_pred, y, a, parameters, mask=None):
    dz = _error(y_pred, y, mask)
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]}
    return gradients, np.einsum("ya,ymt->amt", parameters["Wya"], dz)


@attempt("output_backward", "changes-its-inputs")
def output_backward_in_place(y_pred, y, a, parameters, mask=None):
    y_pred -= y
    dz = y_pred / y.shape[1] * (1 if mask is None else mask)
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


@attempt("output_backward", "da-at-the-last-step-only")
def output_backward_of_the_last_prediction(y_pred, y, a, parameters, mask=None):
    dz = _error(y_pred, y, mask)
    da = np.zeros(a.shape)
    da[:, :, -1] = parameters["Wya"].T @ dz[:, :, -1]
    return da, {"dWya": dz[:, :, -1] @ a[:, :, -1].T, "dby": dz[:, :, -1].sum(axis=1, keepdims=True)}


@attempt("output_backward", "da-with-tanh")
def output_backward_through_tanh(y_pred, y, a, parameters, mask=None):
    dz = _error(y_pred, y, mask)
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz) * (1 - a * a), gradients


@attempt("output_backward", "sign + not-divided-by-m")
def output_backward_with_the_sign_and_without_m(y_pred, y, a, parameters, mask=None):
    dz = -_error(y_pred, y, mask) * y.shape[1]
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


# rnn_cell_backward -----------------------------------------------------------------------------


def _gradients(dz, a_prev, xt, parameters):
    return {"dxt": parameters["Wax"].T @ dz, "da_prev": parameters["Waa"].T @ dz, "dWax": dz @ xt.T,
            "dWaa": dz @ a_prev.T, "dba": dz.sum(axis=1, keepdims=True)}


@attempt("rnn_cell_backward", "no-tanh-factor")
def cell_backward_without_tanh(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    return _gradients(da_next, a_prev, xt, parameters)


@attempt("rnn_cell_backward", "tanh-factor-twice")
def cell_backward_with_tanh_of_the_state(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    return _gradients((1 - np.square(np.tanh(a_next))) * da_next, a_prev, xt, parameters)


@attempt("rnn_cell_backward", "tanh-factor-of-the-gradient")
def cell_backward_with_the_factor_of_the_gradient(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    return _gradients((1 - da_next ** 2) * a_next, a_prev, xt, parameters)


@attempt("rnn_cell_backward", "examples-mixed")
def cell_backward_with_a_matrix_product(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    return _gradients((1 - a_next ** 2) @ da_next.T @ da_next, a_prev, xt, parameters)


@attempt("rnn_cell_backward", "tanh-factor-counted-twice")
def cell_backward_with_the_factor_applied_twice(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    return _gradients((1 - a_next ** 2) ** 2 * da_next, a_prev, xt, parameters)


@attempt("rnn_cell_backward", "waa-not-transposed")
def cell_backward_with_waa_as_it_is(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    g = _gradients((1 - a_next ** 2) * da_next, a_prev, xt, parameters)
    g["da_prev"] = np.dot(parameters["Waa"], (1 - a_next ** 2) * da_next)
    return g


@attempt("rnn_cell_backward", "dwaa-from-a-next")
def cell_backward_with_the_new_state_for_dwaa(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = (1 - a_next ** 2) * da_next
    return _gradients(dz, a_next, xt, parameters)


@attempt("rnn_cell_backward", "dba-not-summed")
def cell_backward_with_the_bias_not_summed(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next ** 2)
    return _gradients(dz, a_prev, xt, parameters) | {"dba": dz}


@attempt("rnn_cell_backward", "dba-without-column")
def cell_backward_with_a_flat_bias(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next ** 2)
    return _gradients(dz, a_prev, xt, parameters) | {"dba": np.sum(dz, 1)}


@attempt("rnn_cell_backward", "transposed")
def cell_backward_with_a_row_for_the_bias(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next ** 2)
    return _gradients(dz, a_prev, xt, parameters) | {"dba": np.sum(dz, axis=1)[None, :]}


@attempt("rnn_cell_backward", "dba-averaged")
def cell_backward_with_the_bias_divided_by_m(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next ** 2)
    g = _gradients(dz, a_prev, xt, parameters)
    g["dba"] /= xt.shape[1]
    return g


@attempt("rnn_cell_backward", "right-for-one-example-only")
def cell_backward_with_the_bias_of_the_last_example(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next ** 2)
    return _gradients(dz, a_prev, xt, parameters) | {"dba": dz[:, -1:]}


@attempt("rnn_cell_backward", "missing-key")
def cell_backward_with_a_key_of_the_older_cell(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    g = _gradients(da_next * (1 - a_next ** 2), a_prev, xt, parameters)
    g["da_next"] = g.pop("da_prev")
    return g


@attempt("rnn_cell_backward", "wrong-results")
def cell_backward_as_a_tuple(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    g = _gradients(da_next * (1 - a_next ** 2), a_prev, xt, parameters)
    return g["dxt"], g["da_prev"], g["dWax"], g["dWaa"], g["dba"]


@attempt("rnn_cell_backward", "no-effect-of-Waa")
def cell_backward_with_the_chain_cut(da_next, cache):
    """da_prev without the weights."""
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next ** 2)
    return _gradients(dz, a_prev, xt, parameters) | {"da_prev": dz}


@attempt("rnn_cell_backward", "outputs-swapped")
def cell_backward_with_weights_exchanged(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    g = _gradients(da_next * (1 - a_next ** 2), a_prev, xt, parameters)
    g["dWax"], g["dWaa"] = g["dWaa"], g["dWax"]
    return g


@attempt("rnn_cell_backward", "incoming-gradient-changed")
def cell_backward_in_place(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    da_next *= 1 - a_next ** 2
    return _gradients(da_next, a_prev, xt, parameters)


@attempt("rnn_cell_backward", "changes-its-inputs")
def cell_backward_squares_the_state_in_place(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    a_next **= 2
    return _gradients(da_next * (1 - a_next), a_prev, xt, parameters)


@attempt("rnn_cell_backward", "dwax-without-tanh + dwaa-without-tanh")
def cell_backward_with_the_tanh_factor_missing_in_the_weights(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    g = _gradients(da_next * (1 - a_next ** 2), a_prev, xt, parameters)
    g["dWax"], g["dWaa"] = da_next @ xt.T, da_next @ a_prev.T
    return g


@attempt("rnn_cell_backward", "sigmoid-factor")
def cell_backward_of_a_sigmoid(da_next, cache):
    a, a_prev, xt, parameters = cache
    return _gradients(da_next * a * (1 - a), a_prev, xt, parameters)


@attempt("rnn_cell_backward", "right-for-one-example-only")
def cell_backward_of_one_example(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next ** 2)
    g = _gradients(dz, a_prev, xt, parameters)
    g["dWax"] = np.outer(dz[:, 0], xt[:, 0])
    g["dWaa"] = np.outer(dz[:, 0], a_prev[:, 0])
    return g


@attempt("rnn_cell_backward", "waa-not-transposed + dwaa-transposed")
def cell_backward_with_dwaa_and_da_prev_wrong(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next ** 2)
    return _gradients(dz, a_prev, xt, parameters) | {"dWaa": a_prev @ dz.T, "da_prev": parameters["Waa"] @ dz}


# rnn_backward ----------------------------------------------------------------------------------


def _sums(da, caches):
    _, _, xt, parameters = caches[0]
    return (np.zeros((xt.shape[0], *da.shape[1:])), np.zeros(parameters["Wax"].shape),
            np.zeros(parameters["Waa"].shape), np.zeros(parameters["ba"].shape))


@attempt("rnn_backward", "next-step-not-added")
def backward_without_the_future(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    for t in range(da.shape[2]):
        g = rnn_cell_backward(da[:, :, t], caches[t])
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
        if t == 0:
            da0 = g["da_prev"]
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "steps-forwards")
def backward_forwards(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry = 0
    for t, cache in enumerate(caches):
        g = rnn_cell_backward(da[:, :, t] + carry, cache)
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "caches-backwards")
def backward_with_caches_in_the_other_order(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry, T = 0, da.shape[2]
    for t in reversed(range(T)):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[T - 1 - t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "overwritten-at-each-step")
def backward_overwrites(da, caches):
    dx, *_ = _sums(da, caches)
    carry = 0
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
    return {"dx": dx, "da0": carry, **{key: g[key] for key in ("dWax", "dWaa", "dba")}}


@attempt("rnn_backward", "weights-of-the-last-step-only")
def backward_keeps_the_last_step(da, caches):
    dx, *_ = _sums(da, caches)
    carry, first = 0, None
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        first = first or g
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
    return {"dx": dx, "da0": carry, **{key: first[key] for key in ("dWax", "dWaa", "dba")}}


@attempt("rnn_backward", "constant-factor")
def backward_averages_the_steps(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry, T = 0, da.shape[2]
    for t in reversed(range(T)):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax += g["dWax"] / T
        dWaa += g["dWaa"] / T
        dba += g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "first-step-missing")
def backward_stops_before_zero(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry = np.zeros(da.shape[:2])
    for t in range(da.shape[2] - 1, 0, -1):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "da0-of-the-last-step")
def backward_returns_the_da0_of_the_last_step(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry, da0 = 0, None
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        da0 = carry if da0 is None else da0
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "incoming-gradient-changed")
def backward_in_place(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward(da[:, :, t], caches[t])
        if t:
            da[:, :, t - 1] += g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": g["da_prev"], "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "next-step-added-twice")
def backward_adds_the_future_twice(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry = 0
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward(da[:, :, t] + carry + carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "two-gradients-multiplied")
def backward_multiplies_for_adding(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry = np.ones(da.shape[:2])
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward(da[:, :, t] * carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "two-gradients-averaged")
def backward_averages_the_two_gradients(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry = np.zeros(da.shape[:2])
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward((da[:, :, t] + carry) / 2, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "right-at-last-step-only")
def backward_hands_on_dxt(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry = 0
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = np.resize(g["dxt"], da.shape[:2])
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "dx-one-step-early")
def backward_stores_dx_one_step_off(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry = 0
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t - 1] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward")
def backward_adds_dx_up(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry = 0
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, :t + 1] += g["dxt"][:, :, None]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "dx-backwards")
def backward_collects_dx_in_reverse(da, caches):
    _, dWax, dWaa, dba = _sums(da, caches)
    carry, dxs = 0, []
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        dxs.append(g["dxt"])
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": np.stack(dxs, axis=2), "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "no-tanh-factor")
def backward_with_its_own_cell_without_tanh(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry = 0
    for t in reversed(range(da.shape[2])):
        a_next, a_prev, xt, parameters = caches[t]
        g = _gradients(da[:, :, t] + carry, a_prev, xt, parameters)
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "missing-key")
def backward_without_da0(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry = 0
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward")
def backward_of_a_pair(da, caches):
    """As in an older course, where caches is a pair; here it is the list."""
    caches, x = caches
    return backward_without_the_future(da, caches)


@attempt("rnn_backward")
def backward_truncated_to_three_steps(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry, T = 0, da.shape[2]
    for t in reversed(range(T)):
        g = rnn_cell_backward(da[:, :, t] + (carry if (T - t) % 3 else 0), caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@attempt("rnn_backward", "next-step-not-added + overwritten-at-each-step")
def backward_without_future_and_overwritten(da, caches):
    dx, *_ = _sums(da, caches)
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward(da[:, :, t], caches[t])
        dx[:, :, t] = g["dxt"]
    return {"dx": dx, "da0": g["da_prev"], "dWax": g["dWax"], "dWaa": g["dWaa"], "dba": g["dba"]}


@attempt("rnn_backward", "right-at-last-step-only")
def backward_clips_what_it_carries(da, caches):
    dx, dWax, dWaa, dba = _sums(da, caches)
    carry = 0
    for t in reversed(range(da.shape[2])):
        g = rnn_cell_backward(da[:, :, t] + np.clip(carry, -0.1, 0.1), caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}


# numerical_gradient ----------------------------------------------------------------------------


@attempt("numerical_gradient", "one-sided")
def numerical_one_sided(f, x, epsilon=1e-6):
    base = f(x)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += epsilon
        gradient[i] = (f(up) - base) / epsilon
    return gradient


@attempt("numerical_gradient", "half-epsilon-upside-down")
def numerical_with_wrong_brackets(f, x, epsilon=1e-6):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = epsilon
        gradient[i] = (f(x + step) - f(x - step)) / 2 * epsilon
    return gradient


@attempt("numerical_gradient", "brackets-missing")
def numerical_with_half_of_it_divided(f, x, epsilon=1e-6):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = epsilon
        gradient[i] = f(x + step) - f(x - step) / (2 * epsilon)
    return gradient


@attempt("numerical_gradient", "rows-moved-together")
def numerical_along_the_first_axis(f, x, epsilon=1e-6):
    """Moves a whole row at once."""
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        step = np.zeros_like(x)
        step[i] = epsilon
        gradient[i] = (f(x + step) - f(x - step)) / (2 * epsilon)
    return gradient


@attempt("numerical_gradient")
def numerical_for_matrices_only(f, x, epsilon=1e-6):
    gradient = np.zeros_like(x)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            step = np.zeros_like(x)
            step[i, j] = epsilon
            gradient[i, j] = (f(x + step) - f(x - step)) / (2 * epsilon)
    return gradient


@attempt("numerical_gradient", "all-elements-at-once")
def numerical_of_everything_at_once(f, x, epsilon=1e-6):
    slope = (f(x + epsilon) - f(x - epsilon)) / (2 * epsilon)
    return np.full(x.shape, slope)


@attempt("numerical_gradient", "wrong-shape")
def numerical_as_a_number(f, x, epsilon=1e-6):
    return (f(x + epsilon) - f(x - epsilon)) / (2 * epsilon)


@attempt("numerical_gradient", "epsilon-ignored")
def numerical_with_an_epsilon_of_its_own(f, x, epsilon=1e-6):
    h = 1e-5
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


@attempt("numerical_gradient", "epsilon-ignored")
def numerical_with_a_tiny_epsilon_of_its_own(f, x, epsilon=1e-6):
    h = 1e-7
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


@attempt("numerical_gradient", "lost-axis")
def numerical_flat(f, x, epsilon=1e-6):
    values = []
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = epsilon
        values.append((f(x + step) - f(x - step)) / (2 * epsilon))
    return np.array(values)


@attempt("numerical_gradient", "right-numbers-at-wrong-places")
def numerical_column_by_column(f, x, epsilon=1e-6):
    values = []
    for i in np.ndindex(x.shape[::-1]):
        step = np.zeros_like(x)
        step[i[::-1]] = epsilon
        values.append((f(x + step) - f(x - step)) / (2 * epsilon))
    return np.array(values).reshape(x.shape)


@attempt("numerical_gradient")
def numerical_with_copies_that_are_none(f, x, epsilon=1e-6):
    """`up = x` is no copy: both names are the same array."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x, x
        up[i] += epsilon
        down[i] -= epsilon
        gradient[i] = (f(up) - f(down)) / (2 * epsilon)
    return gradient


@attempt("numerical_gradient", "x-changed")
def numerical_leaves_x_moved(f, x, epsilon=1e-6):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += epsilon
        up = f(x)
        x[i] -= 2 * epsilon
        gradient[i] = (up - f(x)) / (2 * epsilon)
    return gradient


@attempt("numerical_gradient", "no-array")
def numerical_as_a_list(f, x, epsilon=1e-6):
    return [(f(x + epsilon) - f(x - epsilon)) / (2 * epsilon) for _ in x]


@attempt("numerical_gradient", "sign")
def numerical_below_minus_above(f, x, epsilon=1e-6):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = epsilon
        gradient[i] = (f(x - step) - f(x + step)) / (2 * epsilon)
    return gradient


@attempt("numerical_gradient")
def numerical_of_whole_steps(f, x, epsilon=1e-6):
    """Uses the size of x as its step."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = epsilon * x[i]
        gradient[i] = (f(x + step) - f(x - step)) / (2 * epsilon * x[i])
    return gradient


@attempt("numerical_gradient")
def numerical_with_five_points(f, x, epsilon=1e-6):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        h = np.zeros_like(x)
        h[i] = epsilon
        gradient[i] = (8 * (f(x + h) - f(x - h)) - f(x + 2 * h) + f(x - 2 * h)) / (12 * epsilon)
    return gradient


@attempt("numerical_gradient", "return-inside-the-loop")
def numerical_returns_the_first(f, x, epsilon=1e-6):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = epsilon
        gradient[i] = (f(x + step) - f(x - step)) / (2 * epsilon)
        return gradient


@attempt("numerical_gradient", "rounded")
def numerical_of_absolute_differences(f, x, epsilon=1e-6):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = epsilon
        gradient[i] = np.round((f(x + step) - f(x - step)) / (2 * epsilon))
    return gradient


# rnn_loss_and_gradients ------------------------------------------------------------------------


@attempt("rnn_loss_and_gradients", "a0-never-used")
def chain_from_zeros(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, 0 * a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    return categorical_cross_entropy(y_pred, y, mask), rnn_backward(da, caches) | out


@attempt("rnn_loss_and_gradients", "mask-ignored")
def chain_without_mask(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters)
    return categorical_cross_entropy(y_pred, y), rnn_backward(da, caches) | out


@attempt("rnn_loss_and_gradients", "prediction-and-answer-exchanged-in-loss")
def chain_with_the_answer_first(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    return categorical_cross_entropy(y, y_pred, mask), rnn_backward(da, caches) | out


@attempt("rnn_loss_and_gradients")
def chain_with_the_error_for_da(x, y, a0, parameters, mask=None):
    """Forgets Wya on the way back; runs only where n_y fits."""
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    return categorical_cross_entropy(y_pred, y, mask), rnn_backward(y_pred - y, caches) | out


@attempt("rnn_loss_and_gradients", "output-gradients-missing")
def chain_without_the_output_layer(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    return categorical_cross_entropy(y_pred, y, mask), rnn_backward(da, caches)


@attempt("rnn_loss_and_gradients", "missing-key")
def chain_with_nested_gradients(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    gradients = rnn_backward(da, caches)
    gradients["output"] = out
    return categorical_cross_entropy(y_pred, y, mask), gradients


@attempt("rnn_loss_and_gradients", "blank-left")
def chain_with_the_result_of_update(x, y, a0, parameters, mask=None):
    """dict.update returns None."""
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    gradients = rnn_backward(da, caches).update(out)
    return categorical_cross_entropy(y_pred, y, mask), gradients


@attempt("rnn_loss_and_gradients", "changes-its-inputs")
def chain_with_a_step_of_learning(x, y, a0, parameters, mask=None):
    """Changes the parameters on the way."""
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    gradients = rnn_backward(da, caches) | out
    for key in parameters:
        parameters[key] -= 0.1 * gradients["d" + key]
    return categorical_cross_entropy(y_pred, y, mask), gradients


@attempt("rnn_loss_and_gradients")
def chain_with_the_last_step_only(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    last = np.zeros_like(da)
    last[:, :, -1] = da[:, :, -1]
    return categorical_cross_entropy(y_pred, y, mask), rnn_backward(last, caches) | out


@attempt("rnn_loss_and_gradients", "constant-factor")
def chain_with_the_loss_per_step(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    return categorical_cross_entropy(y_pred, y, mask) / x.shape[2], rnn_backward(da, caches) | out


@attempt("rnn_loss_and_gradients", "constant-factor")
def chain_with_the_loss_summed(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    return categorical_cross_entropy(y_pred, y, mask) * x.shape[1], rnn_backward(da, caches) | out


@attempt("rnn_loss_and_gradients", "squared-error")
def chain_with_squared_error(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    weights = 1 if mask is None else mask
    return np.sum(weights * (y_pred - y) ** 2) / x.shape[1], rnn_backward(da, caches) | out


@attempt("rnn_loss_and_gradients", "divided-by-m-again")
def chain_divides_by_m_again(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    g = {key: value / x.shape[1] for key, value in rnn_backward(da, caches).items()}
    return categorical_cross_entropy(y_pred, y, mask), g | out


@attempt("rnn_loss_and_gradients", "constant-factor")
def chain_divides_everything_by_m_again(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    g = rnn_backward(da, caches) | out
    return categorical_cross_entropy(y_pred, y, mask), {k: v / x.shape[1] for k, v in g.items()}


@attempt("rnn_loss_and_gradients")
def chain_without_the_future(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    return categorical_cross_entropy(y_pred, y, mask), backward_without_the_future(da, caches) | out


@attempt("rnn_loss_and_gradients", "wrong-with-padding-masked")
def chain_masks_the_inputs(x, y, a0, parameters, mask=None):
    if mask is not None:
        x = x * mask
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters)
    return categorical_cross_entropy(y_pred, y), rnn_backward(da, caches) | out


@attempt("rnn_loss_and_gradients", "wrong-with-padding-masked")
def chain_masks_the_predictions(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    if mask is not None:
        y_pred = y_pred * mask
    da, out = output_backward(y_pred, y, a, parameters)
    return categorical_cross_entropy(y_pred, y), rnn_backward(da, caches) | out


@attempt("rnn_loss_and_gradients", "wrong-results")
def chain_returns_predictions_too(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    return categorical_cross_entropy(y_pred, y, mask), rnn_backward(da, caches) | out, a


@attempt("rnn_loss_and_gradients", "fails-in-some-cases")
def chain_needs_a_mask(x, y, a0, parameters, mask):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    return categorical_cross_entropy(y_pred, y, mask), rnn_backward(da, caches) | out


@attempt("rnn_loss_and_gradients")
def chain_of_step_by_step_losses(x, y, a0, parameters, mask=None):
    """Each step back on its own, all with the first cache."""
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    g = rnn_backward(da, [caches[0]] * len(caches))
    return categorical_cross_entropy(y_pred, y, mask), g | out


@attempt("rnn_loss_and_gradients", "outputs-swapped")
def chain_with_weights_in_the_wrong_place(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    da, out = output_backward(y_pred, y, a, parameters, mask)
    g = rnn_backward(da, caches) | out
    g["dba"], g["dby"] = g["dby"], g["dba"]
    return categorical_cross_entropy(y_pred, y, mask), g


@attempt("rnn_loss_and_gradients", "a0-never-used + mask-ignored")
def chain_from_zeros_and_without_mask(x, y, a0, parameters, mask=None):
    a, y_pred, caches = rnn_forward(x, np.zeros(a0.shape), parameters)
    da, out = output_backward(y_pred, y, a, parameters)
    return categorical_cross_entropy(y_pred, y), rnn_backward(da, caches) | out


# at the edges: slips that only small probabilities, falling functions or one wrong output show ------------


@attempt("numerical_gradient", "absolute-difference")
def numerical_without_a_sign(f, x, epsilon=1e-6):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += epsilon
        down[i] -= epsilon
        gradient[i] = np.abs(f(up) - f(down)) / (2 * epsilon)
    return gradient


@attempt("numerical_gradient")
def numerical_that_only_climbs(f, x, epsilon=1e-6):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        move = np.zeros(x.shape)
        move[i] = epsilon
        gradient[i] = max(f(x + move) - f(x - move), 0) / (2 * epsilon)
    return gradient


@attempt("numerical_gradient", "divided-by-two-alone")
def numerical_without_epsilon_below(f, x, epsilon=1e-6):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        move = np.zeros(x.shape)
        move[i] = epsilon
        gradient[i] = (f(x + move) - f(x - move)) / 2
    return gradient


@attempt("binary_cross_entropy")
def binary_with_a_high_floor(y_pred, y, mask=None):
    log_yes, log_no = np.log(np.maximum(y_pred, 0.1)), np.log(np.maximum(1 - y_pred, 0.1))
    losses = -(y * log_yes + (1 - y) * log_no)
    return np.sum(losses if mask is None else losses * mask) / y.shape[1]


@attempt("binary_cross_entropy", "sure-and-wrong-for-free")
def binary_that_forgives_certainty(y_pred, y, mask=None):
    with np.errstate(divide="ignore"):
        log_yes = np.where(y_pred > 0, np.log(y_pred), 0)
        log_no = np.where(1 - y_pred > 0, np.log(1 - y_pred), 0)
    losses = -(y * log_yes + (1 - y) * log_no)
    return np.sum(losses if mask is None else losses * mask) / y.shape[1]


@attempt("categorical_cross_entropy")
def categorical_with_a_high_floor(y_pred, y, mask=None):
    losses = -y * np.log(np.clip(y_pred, 0.02, 1))
    return np.sum(losses if mask is None else losses * mask) / y.shape[1]


@attempt("categorical_cross_entropy", "sure-and-wrong-for-free")
def categorical_that_forgives_certainty(y_pred, y, mask=None):
    with np.errstate(divide="ignore"):
        losses = -y * np.where(y_pred > 0, np.log(y_pred), 0)
    return np.sum(losses if mask is None else losses * mask) / y.shape[1]


@attempt("categorical_cross_entropy", "mask-of-the-first-example")
def categorical_with_one_mask(y_pred, y, mask=None):
    losses = -np.sum(y * np.log(np.maximum(y_pred, 1e-30)), axis=0)
    return np.sum(losses if mask is None else losses * mask[0]) / y.shape[1]


@attempt("output_backward", "mask-of-the-first-example")
def output_backward_with_one_mask(y_pred, y, a, parameters, mask=None):
    dz = (y_pred - y) / y.shape[1] if mask is None else (y_pred - y) * mask[0] / y.shape[1]
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


@attempt("output_backward", "sign-flipped")
def output_backward_with_the_bias_uphill(y_pred, y, a, parameters, mask=None):
    dz = (y_pred - y) / y.shape[1] * (1 if mask is None else mask)
    gradients = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": -dz.sum(axis=(1, 2))[:, None]}
    return np.einsum("ya,ymt->amt", parameters["Wya"], dz), gradients


def _cell_gradients(da_next, cache, slope=lambda a, z: 1 - a ** 2, dz=None):
    a_next, a_prev, xt, parameters = cache
    if dz is None:
        z = parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"]
        dz = slope(a_next, z) * da_next
    return {"dxt": parameters["Wax"].T @ dz, "dWax": dz @ xt.T, "da_prev": parameters["Waa"].T @ dz,
            "dWaa": dz @ a_prev.T, "dba": dz.sum(axis=1, keepdims=True)}


@attempt("rnn_cell_backward", "slope-from-z")
def cell_back_with_the_slope_of_z(da_next, cache):
    return _cell_gradients(da_next, cache, lambda a, z: 1 - z ** 2)


@attempt("rnn_cell_backward", "brackets-missing-in-the-slope")
def cell_back_without_brackets(da_next, cache):
    return _cell_gradients(da_next, cache, dz=1 - cache[0] ** 2 * da_next)


@attempt("rnn_cell_backward", "sign-flipped")
def cell_back_with_dxt_uphill(da_next, cache):
    gradients = _cell_gradients(da_next, cache)
    return gradients | {"dxt": -gradients["dxt"]}


@attempt("rnn_cell_backward", "constant-factor")
def cell_back_with_one_of_two_averaged(da_next, cache):
    gradients = _cell_gradients(da_next, cache)
    return gradients | {"dWax": gradients["dWax"] / da_next.shape[1]}
