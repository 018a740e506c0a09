"""The course's parameters in a standard runtime's layout: ONNX Runtime computes the same with them."""
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import assert_close, hidden_parameters, normal, seeds, sizes

from rnn_utils import (GRU, LSTM, RNN, ShapeError, bidirectional_forward, initialize_bidirectional,
                       to_framework_parameters)
from rnn_utils.cells import FAST_GRU
from rnn_utils.experiments import runtime

CELLS = {"RNN": RNN, "GRU": GRU, "LSTM": LSTM}
GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
kinds = st.sampled_from(sorted(CELLS))


def network(kind, n_x, n_a, n_y, rng, directions=1):
    """Random parameters, biases included, in float32; and the name of the output weights."""
    ways = [hidden_parameters(kind, n_x, n_a, rng, np.float32) for _ in range(directions)]
    output = CELLS[kind].output if directions == 1 else "Wya"
    hidden = ways[0] if directions == 1 else dict(zip(("forward", "backward"), ways))
    return hidden | {output: normal(rng, (n_y, directions * n_a), np.float32),
                     "by": normal(rng, (n_y, 1), np.float32)}, output


def in_the_runtime(kind, parameters, output, x, a0):
    W, R, B = to_framework_parameters(parameters, CELLS[kind])
    model = runtime.onnx_model(CELLS[kind], W, R, B, parameters[output], parameters["by"])
    return runtime.run(runtime.load(model), x, a0)


# -- the runtime is the first witness --------------------------------------------------------------


@given(kinds, sizes(), seeds)
def test_onnx_runtime_computes_the_same(kind, sizes, seed):
    n_x, n_a, n_y, m, T_x = sizes
    rng = np.random.default_rng(seed)
    parameters, output = network(kind, n_x, n_a, n_y, rng)
    x, a0 = normal(rng, (n_x, m, T_x), np.float32), normal(rng, (n_a, m), np.float32)
    a, y_pred = in_the_runtime(kind, parameters, output, x, a0)
    expected_a, expected_y_pred, *_ = CELLS[kind].forward(x, a0, parameters)
    assert_close(a, expected_a, 1e-6)
    assert_close(y_pred, expected_y_pred, 1e-6)


@given(kinds, sizes(), seeds)
def test_onnx_runtime_computes_the_same_in_both_directions(kind, sizes, seed):
    n_x, n_a, n_y, m, T_x = sizes
    rng = np.random.default_rng(seed)
    parameters, output = network(kind, n_x, n_a, n_y, rng, directions=2)
    x = normal(rng, (n_x, m, T_x), np.float32)
    a0 = normal(rng, (n_a, m), np.float32), normal(rng, (n_a, m), np.float32)
    a, y_pred = in_the_runtime(kind, parameters, output, x, a0)
    expected_a, expected_y_pred, _ = bidirectional_forward(x, a0, parameters, None, CELLS[kind])
    assert_close(a, expected_a, 1e-6)
    assert_close(y_pred, expected_y_pred, 1e-6)


# -- the specification's equations are the second ----------------------------------------------------


def logistic(z):
    return 1 / (1 + np.exp(-z))


def states_of_the_specification(kind, x, W, R, B):
    """Ht of the equations of the operators, as the specification writes them, in float64 from zeros."""
    (gates_n_a, n_x), n_a = W.shape, R.shape[1]
    Wb, Rb = B[:gates_n_a], B[gates_n_a:]
    w, r, wb, rb = ([part[k:k + n_a] for k in range(0, gates_n_a, n_a)] for part in (W, R, Wb, Rb))
    H = C = np.zeros((x.shape[1], n_a))
    states = []
    for X in x.transpose(2, 1, 0):
        def total(k, H, X=X):
            return X @ w[k].T + H @ r[k].T + wb[k] + rb[k]

        if kind == "RNN":
            H = np.tanh(total(0, H))
        elif kind == "GRU":                      # z, r, h; linear_before_reset = 0
            z, reset = logistic(total(0, H)), logistic(total(1, H))
            H = (1 - z) * np.tanh(total(2, reset * H)) + z * H
        else:                                    # i, o, f, c
            i, o, f, c = logistic(total(0, H)), logistic(total(1, H)), logistic(total(2, H)), np.tanh(total(3, H))
            C = f * C + i * c
            H = o * np.tanh(C)
        states.append(H.T)
    return np.stack(states, axis=2)


@given(kinds, sizes(), seeds)
def test_the_specifications_equations_compute_the_same(kind, sizes, seed):
    n_x, n_a, n_y, m, T_x = sizes
    rng = np.random.default_rng(seed)
    parameters = hidden_parameters(kind, n_x, n_a, rng)
    x = normal(rng, (n_x, m, T_x))
    W, R, B = to_framework_parameters(parameters, CELLS[kind])
    silent = {CELLS[kind].output: np.zeros((n_y, n_a)), "by": np.zeros((n_y, 1))}
    expected = CELLS[kind].forward(x, np.zeros((n_a, m)), parameters | silent)[0]
    assert_close(states_of_the_specification(kind, x, W[0], R[0], B[0]), expected)


# -- laws ------------------------------------------------------------------------------------------


@given(kinds, sizes(), seeds, st.sampled_from([np.float32, np.float64]))
def test_shapes_types_and_each_number_once(kind, sizes, seed, dtype):
    n_x, n_a, *_ = sizes
    rng, gates = np.random.default_rng(seed), GATES[kind]
    parameters = hidden_parameters(kind, n_x, n_a, rng, dtype)
    before = {name: value.copy() for name, value in parameters.items()}
    W, R, B = to_framework_parameters(parameters, CELLS[kind])
    assert W.shape == (1, gates * n_a, n_x) and R.shape == (1, gates * n_a, n_a) and B.shape == (1, 2 * gates * n_a)
    assert W.dtype == R.dtype == B.dtype == dtype
    given_numbers = np.concatenate([np.abs(value).ravel() for value in parameters.values()])
    numbers = np.abs(np.concatenate([W.ravel(), R.ravel(), B[:, :gates * n_a].ravel()]))
    assert np.array_equal(np.sort(numbers), np.sort(given_numbers)) and not B[:, gates * n_a:].any()
    W[:], R[:], B[:] = 99, 99, 99                # nothing is shared with the arguments
    assert all(np.array_equal(value, before[name]) for name, value in parameters.items())


@given(kinds, sizes(), seeds)
def test_two_directions_are_each_direction_by_itself(kind, sizes, seed):
    parameters = initialize_bidirectional(*sizes[:3], np.random.default_rng(seed), CELLS[kind])
    both = to_framework_parameters(parameters, CELLS[kind])
    for k, way in enumerate(("forward", "backward")):
        for array, alone in zip(both, to_framework_parameters(parameters[way], CELLS[kind])):
            assert np.array_equal(array[k:k + 1], alone)


def test_a_fast_cell_has_the_same_parameters():
    parameters = hidden_parameters("GRU", 3, 5, np.random.default_rng(0))
    for one, other in zip(to_framework_parameters(parameters, FAST_GRU), to_framework_parameters(parameters, GRU)):
        assert np.array_equal(one, other)


# -- what does not fit is named ------------------------------------------------------------------------


@pytest.mark.parametrize("change, cell, message", [
    ({"Wc": np.zeros((5, 9))}, GRU, "`Wc` is (5, 9); expected (n_a, n_a+n_x) with n_a = 5, n_x = 3 from `Wu`"),
    ({"bu": np.zeros(5)}, GRU, "`bu` is (5,); expected (n_a, 1) with n_a = 5 from `Wu`: a column still needs its "
                               "second axis, use bu[:, None]"),
    ({}, RNN, "`parameters` has no key 'Wax'; expected the keys Wax, Waa, ba, got Wu, Wr, Wc, bu, br, bc"),
    ({}, LSTM, "`parameters` has no key 'Wf'; expected the keys Wf, bf, Wi, bi, Wc, bc, Wo, bo, got Wu, Wr, Wc, bu, "
               "br, bc"),
    ({}, "GRU", "`cell` is 'GRU'; expected RNN, GRU or LSTM (rnn_utils.cells)"),
    ({"backward": {}}, GRU, "`parameters` has no key 'forward'; expected the keys forward, backward, got Wu, Wr, Wc, "
                            "bu, br, bc, backward"),
])
def test_what_does_not_fit_is_named(change, cell, message):
    parameters = hidden_parameters("GRU", 3, 5, np.random.default_rng(0))
    parameters = {"W" + gate: parameters["W" + gate] for gate in "urc"} | {
        "b" + gate: parameters["b" + gate] for gate in "urc"} | change
    with pytest.raises(ValueError) as error:
        to_framework_parameters(parameters, cell)
    assert str(error.value) == message
    assert isinstance(error.value, ShapeError) or "cell" in message


# -- the runtime of the notebook -------------------------------------------------------------------------


@pytest.mark.parametrize("package", ["onnx", "onnxruntime"])
def test_without_its_packages_one_sentence_says_so(package, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(runtime.Missing) as error:
        runtime.load(b"")
    assert f"The package {package} is missing" in str(error.value) and "%pip install" in str(error.value)
    assert error.value._render_traceback_() == [str(error.value)]     # all that IPython shows
