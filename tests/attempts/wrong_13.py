"""Wrong attempts at the exercises of notebook 13, added to those of the notebooks before."""
import time

import numpy as np

from attempts.wrong import attempt
from rnn_utils import RNN, rnn_cell_forward, rnn_forward, softmax


# to_framework_parameters -----------------------------------------------------------------------


def _layout(parameters, cell, gru="urc", lstm="iofc", minus="u", cut=None, biases=None, end=None):
    """The right way, but for what is given."""
    ways = [parameters["forward"], parameters["backward"]] if "forward" in parameters else [parameters]
    arrays = []
    for p in ways:
        if cell.name == "RNN":
            stacked, b = np.hstack([p["Waa"], p["Wax"]]), p["ba"]
            n_a = len(b)
        else:
            order = gru if cell.name == "GRU" else lstm
            signs = [-1 if cell.name == "GRU" and k in minus else 1 for k in order]
            stacked = np.vstack([s * p["W" + k] for s, k in zip(signs, order)])
            b = np.vstack([s * p["b" + k] for s, k in zip(signs, order)])
            n_a = len(p["bc"])
        W, R = cut(stacked, n_a) if cut else (stacked[:, n_a:], stacked[:, :n_a])
        arrays.append((W, R, biases(b, n_a) if biases else np.vstack([b, 0 * b])[:, 0]))
    results = [list(each) for each in zip(*arrays)]
    return end(results) if end else tuple(np.stack(each) for each in results)


@attempt("to_framework_parameters", "lstm-in-the-order-i-f-c-o")
def layout_as_for_pytorch_lstm(parameters, cell=RNN):
    return _layout(parameters, cell, lstm="ifco")


@attempt("to_framework_parameters", "gru-in-the-order-r-z-h + lstm-in-the-order-i-f-c-o")
def layout_as_for_pytorch(parameters, cell=RNN):
    return _layout(parameters, cell, gru="ruc", lstm="ifco")


@attempt("to_framework_parameters", "lstm-in-the-courses-order")
def layout_in_the_order_of_the_course(parameters, cell=RNN):
    return _layout(parameters, cell, lstm="fico")


@attempt("to_framework_parameters", "lstm-in-the-order-c-i-o-f")
def layout_with_the_candidate_first(parameters, cell=RNN):
    return _layout(parameters, cell, lstm="ciof")


@attempt("to_framework_parameters", "lstm-in-the-order-o-i-f-c")
def layout_with_the_output_first(parameters, cell=RNN):
    return _layout(parameters, cell, lstm="oifc")


@attempt("to_framework_parameters", "one-column-too-few")
def layout_without_the_first_column(parameters, cell=RNN):
    return _layout(parameters, cell, cut=lambda stacked, n_a: (stacked[:, n_a + 1:], stacked[:, :n_a]))


@attempt("to_framework_parameters", "z-not-negated")
def layout_with_gamma_for_z(parameters, cell=RNN):
    return _layout(parameters, cell, minus="")


@attempt("to_framework_parameters", "z-not-negated + bias-twice")
def layout_with_two_mistakes(parameters, cell=RNN):
    return _layout(parameters, cell, minus="", biases=lambda b, n_a: np.tile(b[:, 0], 2))


@attempt("to_framework_parameters", "all-gates-negated")
def layout_with_a_minus_everywhere(parameters, cell=RNN):
    return _layout(parameters, cell, minus="urc")


@attempt("to_framework_parameters", "columns-of-x-first")
def layout_as_if_x_were_on_top(parameters, cell=RNN):
    return _layout(parameters, cell, cut=lambda s, n_a: (s[:, :-n_a], s[:, -n_a:]))


@attempt("to_framework_parameters", "w-and-r-exchanged")
def layout_with_exchanged_names(parameters, cell=RNN):
    return _layout(parameters, cell, cut=lambda s, n_a: (s[:, :n_a], s[:, n_a:]))


@attempt("to_framework_parameters", "transposed")
def layout_with_columns_for_units(parameters, cell=RNN):
    """As Keras has them."""
    return _layout(parameters, cell, cut=lambda s, n_a: (s[:, n_a:].T, s[:, :n_a].T))


@attempt("to_framework_parameters", "r-transposed")
def layout_with_r_the_other_way(parameters, cell=RNN):
    return _layout(parameters, cell, cut=lambda s, n_a: (s[:, n_a:], s[:, :n_a].T))


@attempt("to_framework_parameters", "bias-once")
def layout_with_one_bias(parameters, cell=RNN):
    return _layout(parameters, cell, biases=lambda b, n_a: b.ravel())


@attempt("to_framework_parameters", "bias-twice")
def layout_with_the_bias_for_both(parameters, cell=RNN):
    return _layout(parameters, cell, biases=lambda b, n_a: np.concatenate([b, b]).ravel())


@attempt("to_framework_parameters", "bias-is-a-column")
def layout_with_columns_of_biases(parameters, cell=RNN):
    return _layout(parameters, cell, biases=lambda b, n_a: np.concatenate([b, 0 * b]))


@attempt("to_framework_parameters", "biases-of-a-gate-side-by-side")
def layout_with_a_zero_behind_each_number(parameters, cell=RNN):
    return _layout(parameters, cell, biases=lambda b, n_a: np.stack([b, 0 * b], axis=1).ravel())


@attempt("to_framework_parameters")
def layout_with_pairs_of_biases_gate_by_gate(parameters, cell=RNN):
    """Both biases of the first gate, both of the second, …: right for an RNN alone."""
    return _layout(parameters, cell, biases=lambda b, n_a: np.concatenate(
        [np.append(b[k:k + n_a, 0], np.zeros(n_a)) for k in range(0, len(b), n_a)]))


@attempt("to_framework_parameters", "no-axis-of-directions")
def layout_without_the_first_axis(parameters, cell=RNN):
    return _layout(parameters, cell, end=lambda results: tuple(np.concatenate(each) for each in results))


@attempt("to_framework_parameters", "lists-returned")
def layout_in_lists(parameters, cell=RNN):
    return _layout(parameters, cell, end=tuple)


@attempt("to_framework_parameters", "directions-last")
def layout_with_the_directions_last(parameters, cell=RNN):
    return _layout(parameters, cell, end=lambda results: [np.stack(each, axis=-1) for each in results])


@attempt("to_framework_parameters", "forward-direction-alone")
def layout_of_the_forward_direction(parameters, cell=RNN):
    return _layout(parameters.get("forward", parameters), cell)


@attempt("to_framework_parameters", "directions-exchanged")
def layout_with_the_backward_direction_first(parameters, cell=RNN):
    return _layout(parameters, cell, end=lambda results: tuple(np.stack(each[::-1]) for each in results))


@attempt("to_framework_parameters", "changes-its-inputs")
def layout_that_negates_in_place(parameters, cell=RNN):
    for p in ([parameters["forward"], parameters["backward"]] if "forward" in parameters else [parameters]):
        if cell.name == "GRU":
            p["Wu"] *= -1
            p["bu"] *= -1
    return _layout(parameters, cell, minus="")


@attempt("to_framework_parameters")
def layout_for_one_direction_only(parameters, cell=RNN):
    """Never heard of "forward"."""
    return _layout({name: value for name, value in parameters.items() if name != "forward"}, cell)


@attempt("to_framework_parameters")
def layout_for_an_rnn_alone(parameters, cell=RNN):
    W, R, b = parameters["Wax"], parameters["Waa"], parameters["ba"]
    return W[None], R[None], np.append(b, 0 * b)[None]


@attempt("to_framework_parameters", "gates-side-by-side")
def layout_with_gates_in_a_row(parameters, cell=RNN):
    if "forward" in parameters:
        pairs = zip(*(layout_with_gates_in_a_row(parameters[k], cell) for k in ("forward", "backward")))
        return tuple(np.concatenate(pair) for pair in pairs)
    if cell.name == "RNN":
        return _layout(parameters, cell)
    p = parameters
    blocks = [-p["Wu"], p["Wr"], p["Wc"]] if cell.name == "GRU" else [p["W" + k] for k in "iofc"]
    b = np.vstack([-p["bu"], p["br"], p["bc"]]) if cell.name == "GRU" else np.vstack([p["b" + k] for k in "iofc"])
    stacked, n_a = np.hstack(blocks), len(p["bc"])
    return stacked[None, :, n_a:], stacked[None, :, :n_a], np.vstack([b, 0 * b])[None, :, 0]


# rnn_forward_hoisted -----------------------------------------------------------------------------


def _hoisted(x, a0, parameters, from_input=None, step=None, predict=None):
    """The right way, but for what is given."""
    p, T_x = parameters, x.shape[2]
    z = np.tensordot(p["Wax"], x, axes=1) + p["ba"][:, :, None] if from_input is None else from_input
    step = step or (lambda z, a_next, t: np.tanh(z[:, :, t] + p["Waa"] @ a_next))
    a, a_next = np.zeros(a0.shape + (T_x,)), a0
    for t in range(T_x):
        a_next = a[:, :, t] = step(z, a_next, t)
    predict = predict or (lambda a: softmax(np.tensordot(p["Wya"], a, axes=1) + p["by"][:, :, None]))
    return a, predict(a)


@attempt("rnn_forward_hoisted", "projection-in-the-loop + prediction-in-the-loop")
def hoisted_as_in_the_textbook(x, a0, parameters):
    return rnn_forward(x, a0, parameters)[:2]


@attempt("rnn_forward_hoisted", "projection-in-the-loop")
def hoisted_in_a_loop_of_its_own(x, a0, parameters):
    """A loop before the loop: as many products as before."""
    z = np.stack([parameters["Wax"] @ x[:, :, t] + parameters["ba"] for t in range(x.shape[2])], axis=2)
    return _hoisted(x, a0, parameters, z)


@attempt("rnn_forward_hoisted", "projection-in-the-loop")
def hoisted_again_and_again(x, a0, parameters):
    """The product for all steps, at each step."""
    p = parameters
    return _hoisted(x, a0, p, step=lambda z, a, t: np.tanh(
        (np.tensordot(p["Wax"], x, axes=1) + p["ba"][:, :, None])[:, :, t] + p["Waa"] @ a), from_input=())


@attempt("rnn_forward_hoisted", "projection-in-the-loop")
def hoisted_into_one_stack(x, a0, parameters):
    """The cell of notebook 02 with its one product."""
    Wa = np.concatenate([parameters["Waa"], parameters["Wax"]], axis=1)
    return _hoisted(x, a0, parameters, (), step=lambda z, a, t: np.tanh(
        Wa @ np.concatenate([a, x[:, :, t]]) + parameters["ba"]))


@attempt("rnn_forward_hoisted", "projection-in-the-loop")
def hoisted_with_dot_in_the_loop(x, a0, parameters):
    p = parameters
    return _hoisted(x, a0, p, (), step=lambda z, a, t: np.tanh(p["Wax"].dot(x[:, :, t]) + p["ba"] + p["Waa"].dot(a)))


@attempt("rnn_forward_hoisted", "prediction-in-the-loop")
def hoisted_with_predictions_in_the_loop(x, a0, parameters):
    Wax, Waa, Wya, ba, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
    z = np.tensordot(Wax, x, 1) + ba[:, :, np.newaxis]
    a, y_pred = np.zeros(z.shape), np.zeros((len(by),) + x.shape[1:])
    now = a0
    for t in range(x.shape[-1]):
        now = np.tanh(z[:, :, t] + np.matmul(Waa, now))
        a[:, :, t] = now
        y_pred[:, :, t] = softmax(Wya @ now + by)
    return a, y_pred


@attempt("rnn_forward_hoisted", "prediction-in-the-loop")
def hoisted_with_a_list_of_predictions(x, a0, parameters):
    """After the loop, and yet one at a time."""
    a, _ = _hoisted(x, a0, parameters)
    z = [parameters["Wya"] @ a[:, :, t] + parameters["by"] for t in range(x.shape[2])]
    return a, np.stack([softmax(each) for each in z], axis=2)


@attempt("rnn_forward_hoisted", "projection-in-the-loop")
def hoisted_with_a_written_out_product_in_the_loop(x, a0, parameters):
    p = parameters
    return _hoisted(x, a0, p, (), step=lambda z, a, t: np.tanh(
        (p["Wax"][:, :, None] * x[None, :, :, t]).sum(axis=1) + p["ba"] + p["Waa"] @ a))


@attempt("rnn_forward_hoisted", "input-by-a-matrix-product")
def hoisted_with_at_for_three_axes(x, a0, parameters):
    return _hoisted(x, a0, parameters, parameters["Wax"] @ x + parameters["ba"][:, :, None])


@attempt("rnn_forward_hoisted", "ba-without-its-axis")
def hoisted_with_a_flat_bias(x, a0, parameters):
    return _hoisted(x, a0, parameters, np.einsum("ax,xmt->amt", parameters["Wax"], x) + parameters["ba"])


@attempt("rnn_forward_hoisted")
def hoisted_and_slow(x, a0, parameters):
    """Takes its time."""
    time.sleep(0.03)
    return _hoisted(x, a0, parameters)


@attempt("rnn_forward_hoisted")
def hoisted_number_by_number(x, a0, parameters):
    """One product for the inputs, and then each number by itself."""
    Waa, (n_a, m) = parameters["Waa"], a0.shape

    def step(z, a, t):
        return np.array([[np.tanh(z[i, k, t] + Waa[i] @ a[:, k]) for k in range(m)] for i in range(n_a)])

    return _hoisted(x, a0, parameters, step=step)


@attempt("rnn_forward_hoisted", "a0-at-every-step")
def hoisted_too_much(x, a0, parameters):
    """No loop at all."""
    p = parameters
    a = np.tanh(np.tensordot(p["Wax"], x, axes=1) + (p["Waa"] @ a0 + p["ba"])[:, :, None])
    return a, softmax(np.tensordot(p["Wya"], a, axes=1) + p["by"][:, :, None])


@attempt("rnn_forward_hoisted", "state-never-used")
def hoisted_without_a_state(x, a0, parameters):
    return _hoisted(x, a0, parameters, step=lambda z, a, t: np.tanh(z[:, :, t]))


@attempt("rnn_forward_hoisted", "no-ba")
def hoisted_without_bias(x, a0, parameters):
    return _hoisted(x, a0, parameters, np.tensordot(parameters["Wax"], x, axes=1))


@attempt("rnn_forward_hoisted", "ba-twice")
def hoisted_with_both_biases(x, a0, parameters):
    p = parameters
    return _hoisted(x, a0, p, step=lambda z, a, t: np.tanh(z[:, :, t] + p["Waa"] @ a + p["ba"]))


@attempt("rnn_forward_hoisted", "tanh-of-the-input-alone")
def hoisted_with_a_bracket_too_early(x, a0, parameters):
    return _hoisted(x, a0, parameters, step=lambda z, a, t: np.tanh(z[:, :, t]) + parameters["Waa"] @ a)


@attempt("rnn_forward_hoisted", "tanh-before-the-loop")
def hoisted_with_two_tanh(x, a0, parameters):
    z = np.tanh(np.tensordot(parameters["Wax"], x, axes=1) + parameters["ba"][:, :, None])
    return _hoisted(x, a0, parameters, z)


@attempt("rnn_forward_hoisted", "examples-and-steps-mixed-up")
def hoisted_with_a_reshape_that_does_not_transpose(x, a0, parameters):
    n_x, m, T_x = x.shape
    flat = np.transpose(x, (0, 2, 1)).reshape(n_x, T_x * m)
    z = (parameters["Wax"] @ flat + parameters["ba"]).reshape(-1, m, T_x)
    return _hoisted(x, a0, parameters, z)


@attempt("rnn_forward_hoisted", "input-one-step-late")
def hoisted_one_step_late(x, a0, parameters):
    return _hoisted(x, a0, parameters, step=lambda z, a, t: np.tanh(z[:, :, t - 1] + parameters["Waa"] @ a))


@attempt("rnn_forward_hoisted", "no-softmax")
def hoisted_with_scores(x, a0, parameters):
    return _hoisted(x, a0, parameters, predict=lambda a: np.einsum("yi,imt->ymt", parameters["Wya"], a)
                    + parameters["by"][:, :, None])


@attempt("rnn_forward_hoisted", "softmax-over-the-steps")
def hoisted_with_a_softmax_over_time(x, a0, parameters):
    def predict(a):
        powers = np.exp(np.tensordot(parameters["Wya"], a, axes=1) + parameters["by"][:, :, None])
        return powers / powers.sum(axis=-1, keepdims=True)

    return _hoisted(x, a0, parameters, predict=predict)


@attempt("rnn_forward_hoisted", "prediction-of-the-last-state")
def hoisted_with_one_prediction(x, a0, parameters):
    return _hoisted(x, a0, parameters, predict=lambda a: np.repeat(
        softmax(parameters["Wya"] @ a[:, :, -1] + parameters["by"])[:, :, None], a.shape[2], axis=2))


@attempt("rnn_forward_hoisted", "waa-transposed")
def hoisted_with_waa_from_the_right(x, a0, parameters):
    return _hoisted(x, a0, parameters, step=lambda z, a, t: np.tanh(z[:, :, t] + (a.T @ parameters["Waa"]).T))


@attempt("rnn_forward_hoisted", "wrong-results")
def hoisted_with_caches(x, a0, parameters):
    return (*_hoisted(x, a0, parameters), [])


@attempt("rnn_forward_hoisted", "results-exchanged")
def hoisted_in_another_order(x, a0, parameters):
    return _hoisted(x, a0, parameters)[::-1]


@attempt("rnn_forward_hoisted", "changes-its-inputs")
def hoisted_in_place(x, a0, parameters):
    state, states = a0, []
    for z in np.moveaxis(np.tensordot(parameters["Wax"], x, axes=1), 2, 0):
        state[:] = np.tanh(z + parameters["ba"] + parameters["Waa"] @ state)
        states.append(state.copy())
    a = np.stack(states, axis=2)
    return a, softmax(np.tensordot(parameters["Wya"], a, axes=1) + parameters["by"][:, :, None])


@attempt("rnn_forward_hoisted", "stored-at-the-first-step")
def hoisted_over_and_over(x, a0, parameters):
    p, a_next = parameters, a0
    a = np.zeros(a0.shape + x.shape[2:])
    for t in range(x.shape[2]):
        a_next = rnn_cell_forward(x[:, :, t], a_next, p)[0]
        a[:, :, 0] = a_next
    return a, softmax(np.tensordot(p["Wya"], a, axes=1) + p["by"][:, :, None])
