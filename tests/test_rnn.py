"""The RNN, forward and backward, against independent implementations and by its laws."""
import copy
import functools
import math
import warnings

import autograd
import autograd.numpy as anp
import numpy as np
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper
from strategies import TOY, assert_close, complex_step, normal, problem, problems, seeds

from rnn_utils import (categorical_cross_entropy, initialize_rnn, output_backward, rnn_backward,
                       rnn_cell_backward, rnn_cell_forward, rnn_cell_forward_stacked, rnn_forward,
                       rnn_forward_hoisted, rnn_loss_and_gradients)

ONE_STEP, ONE_EXAMPLE = TOY._replace(T_x=1), TOY._replace(m=1)


def random_like(array, seed=7):
    return normal(np.random.default_rng(seed), array.shape, array.dtype)


# -- forward, against two other implementations -----------------------------------------------


@functools.cache
def onnx_session(n_a):
    """ONNX Runtime's RNN with an output layer and a softmax; its arrays are (T, m, units)."""
    def tensor(name, *shape, kind=TensorProto.FLOAT):
        return helper.make_tensor_value_info(name, kind, shape)

    inputs = [tensor("x", "T", "m", "n_x"), tensor("W", 1, n_a, "n_x"), tensor("R", 1, n_a, n_a),
              tensor("B", 1, 2 * n_a), tensor("lengths", "m", kind=TensorProto.INT32),
              tensor("a0", 1, "m", n_a), tensor("Wy", n_a, "n_y"), tensor("by", "n_y"),
              tensor("direction", 1, kind=TensorProto.INT64)]
    nodes = [helper.make_node("RNN", ["x", "W", "R", "B", "lengths", "a0"], ["Y", "last"],
                              hidden_size=n_a, activations=["Tanh"]),
             helper.make_node("Squeeze", ["Y", "direction"], ["a"]),
             helper.make_node("MatMul", ["a", "Wy"], ["product"]),
             helper.make_node("Add", ["product", "by"], ["z"]),
             helper.make_node("Softmax", ["z"], ["y_pred"], axis=-1)]
    outputs = [tensor("a", "T", "m", n_a), tensor("y_pred", "T", "m", "n_y"),
               tensor("last", 1, "m", n_a)]
    model = helper.make_model(helper.make_graph(nodes, "rnn", inputs, outputs), ir_version=10,
                              opset_imports=[helper.make_opsetid("", 17)])
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options,
                                        providers=["CPUExecutionProvider"])


def onnx_forward(p, lengths):
    """a, y_pred and the state after the last real step of each example."""
    Wax, Waa, Wya, ba, by = p.parameters.values()
    input_bias = random_like(ba)                 # ONNX has two biases; their sum counts
    feed = {"x": p.x.transpose(2, 1, 0), "W": Wax[None], "R": Waa[None],
            "B": np.concatenate([input_bias, ba - input_bias]).T,
            "lengths": lengths.astype(np.int32), "a0": p.a0.T[None], "Wy": Wya.T, "by": by[:, 0],
            "direction": np.array([1])}
    feed = {name: np.ascontiguousarray(array) for name, array in feed.items()}
    a, y_pred, last = onnx_session(p.sizes.n_a).run(None, feed)
    return a.transpose(2, 1, 0), y_pred.transpose(2, 1, 0), last[0].T


@given(problems(dtype=np.float32))
def test_forward_is_that_of_onnx_runtime(p):
    a, y_pred, _ = rnn_forward(p.x, p.a0, p.parameters)
    whole = np.full(p.sizes.m, p.sizes.T_x)
    onnx_a, onnx_y_pred, onnx_last = onnx_forward(p, whole)
    assert_close(a, onnx_a, 1e-6)
    assert_close(y_pred, onnx_y_pred, 1e-6)
    assert_close(a[:, :, -1], onnx_last, 1e-6)


@given(problems(dtype=np.float32))
def test_the_real_steps_of_a_padded_batch_are_those_of_onnx_runtime(p):
    a, y_pred, _ = rnn_forward(p.x, p.a0, p.parameters)
    onnx_a, onnx_y_pred, onnx_last = onnx_forward(p, p.lengths)
    real = p.mask == 1
    assert_close(a[:, real], onnx_a[:, real], 1e-6)
    assert_close(y_pred[:, real], onnx_y_pred[:, real], 1e-6)
    last = np.stack([a[:, i, length - 1] for i, length in enumerate(p.lengths)], axis=1)
    assert_close(last, onnx_last, 1e-6)


def forward_by_hand(x, a0, parameters):
    """One example, one step and one unit after the other, in Python's own arithmetic."""
    Wax, Waa, Wya, ba, by = (parameters[key].tolist() for key in ("Wax", "Waa", "Wya", "ba", "by"))
    units, choices = range(len(ba)), range(len(by))
    (n_x, m, T_x), x = x.shape, x.tolist()
    a = np.zeros((len(ba), m, T_x))
    y_pred = np.zeros((len(by), m, T_x))
    for i in range(m):
        state = [a0[k, i] for k in units]
        for t in range(T_x):
            state = [math.tanh(math.fsum([ba[k][0]]
                                         + [Wax[k][j] * x[j][i][t] for j in range(n_x)]
                                         + [Waa[k][j] * state[j] for j in units])) for k in units]
            powers = [math.exp(math.fsum([by[c][0]] + [Wya[c][k] * state[k] for k in units]))
                      for c in choices]
            a[:, i, t] = state
            y_pred[:, i, t] = [power / math.fsum(powers) for power in powers]
    return a, y_pred


@given(problems())
def test_forward_is_the_formula_unit_by_unit(p):
    a, y_pred, _ = rnn_forward(p.x, p.a0, p.parameters)
    a_by_hand, y_pred_by_hand = forward_by_hand(p.x, p.a0, p.parameters)
    assert_close(a, a_by_hand, 1e-10)
    assert_close(y_pred, y_pred_by_hand, 1e-10)


@given(problems(dtype=np.float32))
def test_the_hoisted_form_is_that_of_onnx_runtime(p):
    a, y_pred = rnn_forward_hoisted(p.x, p.a0, p.parameters)
    onnx_a, onnx_y_pred, _ = onnx_forward(p, np.full(p.sizes.m, p.sizes.T_x))
    assert a.dtype == y_pred.dtype == np.float32
    assert_close(a, onnx_a, 1e-6)
    assert_close(y_pred, onnx_y_pred, 1e-6)


@given(problems())
def test_the_hoisted_form_is_the_formula_unit_by_unit(p):
    before = [p.x.copy(), p.a0.copy()]
    a, y_pred = rnn_forward_hoisted(p.x, p.a0, p.parameters)
    a_by_hand, y_pred_by_hand = forward_by_hand(p.x, p.a0, p.parameters)
    assert_close(a, a_by_hand, 1e-10)
    assert_close(y_pred, y_pred_by_hand, 1e-10)
    assert np.array_equal(p.x, before[0]) and np.array_equal(p.a0, before[1])


@given(problems())
def test_the_cell_is_the_formula_unit_by_unit(p):
    a_next, yt_pred, cache = rnn_cell_forward(p.x[:, :, 0], p.a0, p.parameters)
    a_by_hand, y_pred_by_hand = forward_by_hand(p.x[:, :, :1], p.a0, p.parameters)
    assert_close(a_next, a_by_hand[:, :, 0], 1e-10)
    assert_close(yt_pred, y_pred_by_hand[:, :, 0], 1e-10)
    assert isinstance(cache, tuple) and len(cache) == 4
    for item, expected in zip(cache, (a_next, p.a0, p.x[:, :, 0])):
        assert np.array_equal(item, expected)
    assert cache[3] is p.parameters


def test_a_cell_by_hand():
    # a = tanh(2·0.5 − 1·0.25 + 0.25) = tanh 1,  ŷ = softmax(a, −a), so ŷ₀/ŷ₁ = exp 2a
    parameters = {"Wax": np.array([[2.0]]), "Waa": np.array([[-1.0]]), "ba": np.array([[0.25]]),
                  "Wya": np.array([[1.0], [-1.0]]), "by": np.zeros((2, 1))}
    a_next, yt_pred, _ = rnn_cell_forward(np.array([[0.5]]), np.array([[0.25]]), parameters)
    assert_close(a_next, [[0.7615941560]], 1e-10)
    assert_close(yt_pred[0] / yt_pred[1], [math.exp(2 * 0.7615941560)], 1e-9)


# -- laws of the forward pass -------------------------------------------------------------------


@given(problems())
def test_one_stacked_product_is_the_same_cell(p):
    Wa = np.hstack([p.parameters["Waa"], p.parameters["Wax"]])
    a_next = rnn_cell_forward_stacked(p.x[:, :, 0], p.a0, Wa, p.parameters["ba"])
    assert_close(a_next, rnn_cell_forward(p.x[:, :, 0], p.a0, p.parameters)[0])


@given(problems(), st.data())
def test_nothing_before_step_t_depends_on_the_input_at_step_t(p, data):
    t = data.draw(st.integers(0, p.sizes.T_x - 1))
    changed = p.x.copy()
    changed[:, :, t] += 1
    a, y_pred, _ = rnn_forward(p.x, p.a0, p.parameters)
    a_changed, y_pred_changed, _ = rnn_forward(changed, p.a0, p.parameters)
    assert np.array_equal(a[:, :, :t], a_changed[:, :, :t])
    assert np.array_equal(y_pred[:, :, :t], y_pred_changed[:, :, :t])
    assert not np.any(a[:, :, t] == a_changed[:, :, t])


@given(problems(), seeds)
def test_examples_do_not_see_each_other(p, seed):
    rng = np.random.default_rng(seed)
    some = rng.permutation(p.sizes.m)[:rng.integers(1, p.sizes.m + 1)]
    a, y_pred, _ = rnn_forward(p.x, p.a0, p.parameters)
    a_some, y_pred_some, _ = rnn_forward(p.x[:, some], p.a0[:, some], p.parameters)
    assert_close(a_some, a[:, some])
    assert_close(y_pred_some, y_pred[:, some])


@given(problems(), st.data())
def test_two_halves_in_a_row_are_the_whole(p, data):
    t = data.draw(st.integers(1, max(1, p.sizes.T_x - 1)))
    a, y_pred, caches = rnn_forward(p.x, p.a0, p.parameters)
    a_1, y_pred_1, caches_1 = rnn_forward(p.x[:, :, :t], p.a0, p.parameters)
    a_2, y_pred_2, caches_2 = rnn_forward(p.x[:, :, t:], a_1[:, :, -1], p.parameters)
    assert_close(np.concatenate([a_1, a_2], axis=2), a)
    assert_close(np.concatenate([y_pred_1, y_pred_2], axis=2), y_pred)
    da = random_like(a)
    whole, first_and_second = rnn_backward(da, caches), rnn_backward(da, caches_1 + caches_2)
    for key in whole:
        assert_close(first_and_second[key], whole[key])


@given(problems())
def test_a_sequence_of_one_step_is_the_cell(p):
    a, y_pred, caches = rnn_forward(p.x[:, :, :1], p.a0, p.parameters)
    a_next, yt_pred, _ = rnn_cell_forward(p.x[:, :, 0], p.a0, p.parameters)
    assert len(caches) == 1
    assert np.array_equal(a[:, :, 0], a_next) and np.array_equal(y_pred[:, :, 0], yt_pred)
    da = random_like(a)
    sequence, cell = rnn_backward(da, caches), rnn_cell_backward(da[:, :, 0], caches[0])
    assert np.array_equal(sequence["dx"][:, :, 0], cell["dxt"])
    assert np.array_equal(sequence["da0"], cell["da_prev"])
    for key in ("dWax", "dWaa", "dba"):
        assert np.array_equal(sequence[key], cell[key])


@given(problems())
def test_each_cache_is_that_of_its_step_also_after_the_last(p):
    a, _, caches = rnn_forward(p.x, p.a0, p.parameters)
    assert isinstance(caches, list) and len(caches) == p.sizes.T_x
    a_prev = p.a0
    for t, cache in enumerate(caches):
        assert np.array_equal(cache[0], a[:, :, t])
        assert np.array_equal(cache[1], a_prev)
        assert np.array_equal(cache[2], p.x[:, :, t])
        assert cache[3] is p.parameters
        a_prev = a[:, :, t]


def test_what_happens_to_the_results_does_not_reach_the_caches():
    p = problem()
    a, y_pred, caches = rnn_forward(p.x, p.a0, p.parameters)
    da = random_like(a)
    before = rnn_backward(da, caches)
    a[:], y_pred[:] = 99, 99
    after = rnn_backward(da, caches)
    assert all(np.array_equal(before[key], after[key]) for key in before)


def test_a_saturated_network_stays_finite_without_a_warning():
    p = problem()
    parameters = {key: 1e4 * value for key, value in p.parameters.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loss, gradients = rnn_loss_and_gradients(p.x, p.y, p.a0, parameters, p.mask)
    assert np.isfinite(loss)
    assert all(np.all(np.isfinite(gradient)) for gradient in gradients.values())


# -- backward, by complex step and by automatic differentiation ----------------------------------


def cell_from_stacked(xt, a_prev, Wax, Waa, ba):
    """The cell once more, in a form that autograd can differentiate."""
    together = anp.concatenate([xt, a_prev], axis=0)
    return anp.tanh(anp.einsum("ij,jm->im", anp.concatenate([Wax, Waa], axis=1), together) + ba)


@given(problems())
def test_cell_backward_by_complex_step_and_by_automatic_differentiation(p):
    xt, (Wax, Waa, ba) = p.x[:, :, 0], (p.parameters[key] for key in ("Wax", "Waa", "ba"))
    da_next = random_like(p.a0)
    a_next, _, cache = rnn_cell_forward(xt, p.a0, p.parameters)
    gradients = rnn_cell_backward(da_next, cache)
    assert gradients.keys() == {"dxt", "da_prev", "dWax", "dWaa", "dba"}
    arguments = {"xt": xt, "a_prev": p.a0, "Wax": Wax, "Waa": Waa, "ba": ba}

    def by_cell(xt, a_prev, **hidden):
        return np.sum(da_next * rnn_cell_forward(xt, a_prev, p.parameters | hidden)[0])

    def by_formula(*arguments):
        return anp.sum(da_next * cell_from_stacked(*arguments))

    references = autograd.grad(by_formula, tuple(range(5)))(*arguments.values())
    for (name, value), reference in zip(arguments.items(), references):
        def stepped(z, name=name):
            return by_cell(**(arguments | {name: z}))

        assert_close(gradients["d" + name], complex_step(stepped, value))
        assert_close(gradients["d" + name], reference)


@given(problems(largest=6))
def test_backward_by_complex_step(p):
    a, _, caches = rnn_forward(p.x, p.a0, p.parameters)
    da = random_like(a)
    gradients = rnn_backward(da, caches)
    assert gradients.keys() == {"dx", "da0", "dWax", "dWaa", "dba"}

    def f(x=p.x, a0=p.a0, **hidden):
        return np.sum(da * rnn_forward(x, a0, p.parameters | hidden)[0])

    assert_close(gradients["dx"], complex_step(lambda x: f(x=x), p.x))
    assert_close(gradients["da0"], complex_step(lambda a0: f(a0=a0), p.a0))
    for key in ("Wax", "Waa", "ba"):
        assert_close(gradients["d" + key],
                     complex_step(lambda W, key=key: f(**{key: W}), p.parameters[key]))


@given(problems())
def test_backward_by_automatic_differentiation(p):
    a, _, caches = rnn_forward(p.x, p.a0, p.parameters)
    da = random_like(a)
    gradients = rnn_backward(da, caches)

    def f(x, a, *hidden):
        total = 0
        for t in range(p.sizes.T_x):
            a = cell_from_stacked(x[:, :, t], a, *hidden)
            total = total + anp.sum(da[:, :, t] * a)
        return total

    arguments = [p.x, p.a0, *(p.parameters[key] for key in ("Wax", "Waa", "ba"))]
    references = autograd.grad(f, tuple(range(5)))(*arguments)
    for key, reference in zip(("dx", "da0", "dWax", "dWaa", "dba"), references):
        assert_close(gradients[key], reference)


def names_and_values(p):
    """Everything the loss depends on: x, a0 and each parameter."""
    return {"x": p.x, "a0": p.a0} | p.parameters


@given(problems(largest=6))
def test_the_whole_chain_by_complex_step(p):
    values = names_and_values(p)
    for mask in (None, p.mask):
        loss, gradients = rnn_loss_and_gradients(p.x, p.y, p.a0, p.parameters, mask)

        def f(x, a0, mask=mask, **parameters):
            return categorical_cross_entropy(rnn_forward(x, a0, parameters)[1], p.y, mask)

        assert gradients.keys() == {"d" + name for name in values}
        assert_close(loss, f(**values))
        for name, value in values.items():
            def stepped(z, name=name, f=f):
                return f(**(values | {name: z}))

            assert_close(gradients["d" + name], complex_step(stepped, value))


@given(problems())
def test_the_whole_chain_by_automatic_differentiation(p):
    values = names_and_values(p)
    for mask in (None, p.mask):
        loss, gradients = rnn_loss_and_gradients(p.x, p.y, p.a0, p.parameters, mask)

        def f(x, a, Wax, Waa, Wya, ba, by, mask=mask):
            total = 0
            for t in range(p.sizes.T_x):
                a = cell_from_stacked(x[:, :, t], a, Wax, Waa, ba)
                z = anp.einsum("yk,km->ym", Wya, a) + by
                each = anp.log(anp.sum(anp.exp(z), axis=0)) - anp.sum(p.y[:, :, t] * z, axis=0)
                total = total + anp.sum(each if mask is None else mask[:, t] * each)
            return total / p.sizes.m

        assert_close(loss, f(*values.values()))
        references = autograd.grad(f, tuple(range(7)))(*values.values())
        for name, reference in zip(values, references):
            assert_close(gradients["d" + name], reference)


@pytest.mark.parametrize("name", ["x", "a0", "Wax", "Waa", "ba"])
def test_backward_accepts_complex_numbers_wherever_they_come_in(name):
    p = problem()
    values = names_and_values(p)
    values[name] = values[name] + 1e-30j
    x, a0 = values.pop("x"), values.pop("a0")
    a, _, caches = rnn_forward(x, a0, values)
    da = random_like(a.real)
    gradients = rnn_backward(da, caches)
    _, _, real_caches = rnn_forward(p.x, p.a0, p.parameters)
    for key, gradient in rnn_backward(da, real_caches).items():
        assert gradients[key].dtype == complex
        assert_close(gradients[key].real, gradient)


# -- laws of the backward pass ----------------------------------------------------------------


@given(problems())
def test_a_padded_batch_is_its_single_sequences(p):
    a, y_pred, _ = rnn_forward(p.x, p.a0, p.parameters)
    loss, gradients = rnn_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    m = p.sizes.m
    single_loss, single = 0, {key: np.zeros_like(value) for key, value in gradients.items()}
    for i, length in enumerate(p.lengths):
        x, y, a0 = p.x[:, [i], :length], p.y[:, [i], :length], p.a0[:, [i]]
        a_i, y_pred_i, _ = rnn_forward(x, a0, p.parameters)
        assert_close(a[:, [i], :length], a_i)
        assert_close(y_pred[:, [i], :length], y_pred_i)
        loss_i, gradients_i = rnn_loss_and_gradients(x, y, a0, p.parameters)
        single_loss += loss_i / m
        single["dx"][:, [i], :length] = gradients_i.pop("dx") / m
        single["da0"][:, [i]] = gradients_i.pop("da0") / m
        for key, gradient in gradients_i.items():
            single[key] += gradient / m
    assert_close(loss, single_loss)
    for key in gradients:
        assert_close(gradients[key], single[key])
    assert np.all(gradients["dx"][:, p.mask == 0] == 0)


@given(problems(), seeds)
def test_the_order_of_the_examples_does_not_matter(p, seed):
    order = np.random.default_rng(seed).permutation(p.sizes.m)
    loss, gradients = rnn_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    other_loss, others = rnn_loss_and_gradients(p.x[:, order], p.y[:, order], p.a0[:, order],
                                                p.parameters, p.mask[order])
    assert_close(other_loss, loss)
    for key, gradient in gradients.items():
        assert_close(others[key], gradient[:, order] if key in ("dx", "da0") else gradient)


@given(problems(), st.data())
def test_a_loss_at_step_t_sends_nothing_to_later_inputs(p, data):
    t = data.draw(st.integers(0, p.sizes.T_x - 1))
    a, _, caches = rnn_forward(p.x, p.a0, p.parameters)
    da = np.zeros_like(a)
    da[:, :, t] = random_like(p.a0)
    gradients = rnn_backward(da, caches)
    assert np.all(gradients["dx"][:, :, t + 1:] == 0)
    assert np.all(gradients["dx"][:, :, :t + 1] != 0)


@given(problems())
def test_backward_is_linear_in_da(p):
    a, _, caches = rnn_forward(p.x, p.a0, p.parameters)
    one, two = random_like(a, 1), random_like(a, 2)
    first, second, both = (rnn_backward(da, caches) for da in (one, two, 3 * one - 2 * two))
    for key in both:
        assert_close(both[key], 3 * first[key] - 2 * second[key])


# -- types and arguments ---------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [TOY, ONE_STEP, ONE_EXAMPLE])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_float32_is_kept_everywhere_and_float64_is_the_default(dtype, sizes):
    p = problem(sizes, dtype=dtype)
    a, y_pred, caches = rnn_forward(p.x, p.a0, p.parameters)
    Wa = np.hstack([p.parameters["Waa"], p.parameters["Wax"]])
    stacked = rnn_cell_forward_stacked(p.x[:, :, 0], p.a0, Wa, p.parameters["ba"])
    loss, gradients = rnn_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    results = [a, y_pred, *(item for cache in caches for item in cache[:3]), stacked, loss,
               *gradients.values(), *rnn_backward(a, caches).values(),
               *rnn_cell_backward(p.a0, caches[0]).values()]
    assert {result.dtype for result in results} == {np.dtype(dtype)}


@pytest.mark.parametrize("dtype", [int, np.int8, np.uint8, bool])
def test_inputs_and_targets_may_be_whole_numbers(dtype):
    p = problem()
    x = p.x > 0
    expected_a, expected_y_pred, _ = rnn_forward(x.astype(float), p.a0, p.parameters)
    a, y_pred, _ = rnn_forward(x.astype(dtype), p.a0, p.parameters)
    assert_close(a, expected_a)
    assert_close(y_pred, expected_y_pred)
    loss, gradients = rnn_loss_and_gradients(x.astype(dtype), p.y.astype(dtype), p.a0,
                                             p.parameters, p.mask.astype(dtype))
    expected_loss, expected = rnn_loss_and_gradients(x.astype(float), p.y, p.a0, p.parameters,
                                                     p.mask)
    assert_close(loss, expected_loss)
    for key in expected:
        assert_close(gradients[key], expected[key])


def test_whole_numbers_everywhere_are_not_rounded():
    p = problem()
    whole = {key: np.rint(2 * value).astype(int) for key, value in p.parameters.items()}
    x, a0, y = (np.rint(array).astype(int) for array in (p.x, p.a0, p.y))
    loss, gradients = rnn_loss_and_gradients(x, y, a0, whole)
    as_floats = {key: value.astype(float) for key, value in whole.items()}
    expected_loss, expected = rnn_loss_and_gradients(x.astype(float), p.y, a0.astype(float),
                                                     as_floats)
    assert_close(loss, expected_loss)
    for key in expected:
        assert_close(gradients[key], expected[key])
    _, _, caches = rnn_forward(x, a0, whole)
    da = np.ones((p.sizes.n_a, p.sizes.m, p.sizes.T_x), int)
    for key, gradient in rnn_backward(da.astype(float), caches).items():
        assert_close(rnn_backward(da, caches)[key], gradient)


def test_nothing_is_written_into_the_arguments():
    p = problem()
    da = random_like(np.zeros((p.sizes.n_a, p.sizes.m, p.sizes.T_x)))
    for array in [p.x, p.y, p.a0, p.mask, da, *p.parameters.values()]:
        array.flags.writeable = False
    before = copy.deepcopy(p.parameters)
    _, _, caches = rnn_forward(p.x, p.a0, p.parameters)
    for cache in caches:
        cache[0].flags.writeable = False
    rnn_cell_forward(p.x[:, :, 0], p.a0, p.parameters)
    rnn_backward(da, caches)
    rnn_cell_backward(da[:, :, 0], caches[0])
    rnn_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    assert p.parameters.keys() == before.keys()
    for key in before:
        assert np.array_equal(p.parameters[key], before[key])


def test_two_calls_give_the_same():
    p = problem()
    first_loss, first = rnn_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    second_loss, second = rnn_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    assert first_loss == second_loss
    assert all(np.array_equal(first[key], second[key]) for key in first)


def test_the_whole_chain_is_made_of_its_parts():
    p = problem()
    a, y_pred, caches = rnn_forward(p.x, p.a0, p.parameters)
    da, parts = output_backward(y_pred, p.y, a, p.parameters, p.mask)
    parts |= rnn_backward(da, caches)
    loss, gradients = rnn_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    assert loss == categorical_cross_entropy(y_pred, p.y, p.mask)
    assert gradients.keys() == parts.keys()
    assert all(np.array_equal(gradients[key], parts[key]) for key in parts)


# -- random parameters -----------------------------------------------------------------------------


def test_initial_parameters_have_their_shapes_and_zero_biases():
    parameters = initialize_rnn(5, 4, 3, np.random.default_rng(0))
    assert {key: value.shape for key, value in parameters.items()} == {
        "Wax": (4, 5), "Waa": (4, 4), "Wya": (3, 4), "ba": (4, 1), "by": (3, 1)}
    assert not np.any(parameters["ba"]) and not np.any(parameters["by"])
    assert all(value.dtype == np.float64 for value in parameters.values())


def test_initial_weights_have_mean_zero_and_variance_one_over_n_a():
    parameters = initialize_rnn(300, 200, 100, np.random.default_rng(0))
    for key in ("Wax", "Waa", "Wya"):
        scaled = parameters[key] * math.sqrt(200)
        assert abs(np.mean(scaled)) < 0.03
        assert abs(np.std(scaled) - 1) < 0.03


def test_the_generator_alone_decides_the_initial_weights():
    one, same, other = (initialize_rnn(5, 4, 3, np.random.default_rng(seed)) for seed in (1, 1, 2))
    for key in ("Wax", "Waa", "Wya"):
        assert np.array_equal(one[key], same[key])
        assert not np.any(one[key] == other[key])
    assert not np.any(one["Wax"][:, :4] == one["Waa"])
