"""The LSTM, forward and backward, against independent implementations and by its laws."""
import copy
import math
import warnings

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (TOY, assert_close, complex_step, gated_problem, gated_problems,
                        onnx_network, random_like, seeds)

from rnn_utils import ShapeError, categorical_cross_entropy, output_backward
from rnn_utils.lstm import (initialize_lstm, lstm_backward, lstm_cell_backward, lstm_cell_forward,
                            lstm_forward, lstm_loss_and_gradients)

ONE_STEP, ONE_EXAMPLE = TOY._replace(T_x=1), TOY._replace(m=1)
HIDDEN = ("Wf", "bf", "Wi", "bi", "Wc", "bc", "Wo", "bo")


def problem(sizes=TOY, seed=0, dtype=np.float64):
    return gated_problem("fico", sizes, seed, dtype)


def problems(largest=8, dtype=np.float64):
    return gated_problems("fico", largest, dtype)


def nothing(p):
    """c0 = 0, the memory that every pass starts from."""
    return np.zeros_like(p.a0)


# -- forward, against two other implementations -----------------------------------------------


def onnx_forward(p, lengths):
    """a, y_pred and the hidden state and memory after the last real step of each example."""
    a, y_pred, last = onnx_network("LSTM", p.x, [[(p.parameters, (p.a0, nothing(p)))]],
                                   p.parameters["Wy"], p.parameters["by"], lengths)
    return a, y_pred, *last


@given(problems(dtype=np.float32))
def test_forward_is_that_of_onnx_runtime(p):
    a, y_pred, c, _ = lstm_forward(p.x, p.a0, p.parameters)
    whole = np.full(p.sizes.m, p.sizes.T_x)
    onnx_a, onnx_y_pred, onnx_a_last, onnx_c_last = onnx_forward(p, whole)
    assert_close(a, onnx_a, 1e-6)
    assert_close(y_pred, onnx_y_pred, 1e-6)
    assert_close(a[:, :, -1], onnx_a_last, 1e-6)
    assert_close(c[:, :, -1], onnx_c_last, 1e-6)


@given(problems(dtype=np.float32))
def test_the_real_steps_of_a_padded_batch_are_those_of_onnx_runtime(p):
    a, y_pred, c, _ = lstm_forward(p.x, p.a0, p.parameters)
    onnx_a, onnx_y_pred, onnx_a_last, onnx_c_last = onnx_forward(p, p.lengths)
    real = p.mask == 1
    assert_close(a[:, real], onnx_a[:, real], 1e-6)
    assert_close(y_pred[:, real], onnx_y_pred[:, real], 1e-6)
    for states, onnx_last in [(a, onnx_a_last), (c, onnx_c_last)]:
        last = np.stack([states[:, i, length - 1] for i, length in enumerate(p.lengths)], axis=1)
        assert_close(last, onnx_last, 1e-6)


@given(problems(dtype=np.float32))
def test_the_cell_from_any_memory_is_that_of_onnx_runtime(p):
    a_next, c_next, yt_pred, _ = lstm_cell_forward(p.x[:, :, 0], p.a0, p.c0, p.parameters)
    onnx_a, onnx_y_pred, [_, onnx_c] = onnx_network(
        "LSTM", p.x[:, :, :1], [[(p.parameters, (p.a0, p.c0))]], p.parameters["Wy"],
        p.parameters["by"], np.ones(p.sizes.m))
    assert_close(a_next, onnx_a[:, :, 0], 1e-6)
    assert_close(yt_pred, onnx_y_pred[:, :, 0], 1e-6)
    assert_close(c_next, onnx_c, 1e-6)


def logistic(z):
    return 1 / (1 + math.exp(-z))


def forward_by_hand(x, a0, c0, parameters):
    """One example, one step and one unit after the other, in Python's own arithmetic."""
    Wf, bf, Wi, bi, Wc, bc, Wo, bo, Wy, by = (parameters[key].tolist()
                                              for key in (*HIDDEN, "Wy", "by"))
    units, choices = range(len(bf)), range(len(by))
    _, m, T_x = x.shape
    a, c = np.zeros((len(bf), m, T_x)), np.zeros((len(bf), m, T_x))
    y_pred = np.zeros((len(by), m, T_x))

    def total(row, bias, values):
        return math.fsum([bias[0], *(w * value for w, value in zip(row, values, strict=True))])

    for i in range(m):
        state, memory = a0[:, i].tolist(), c0[:, i].tolist()
        for t in range(T_x):
            before = state + x[:, i, t].tolist()
            for k in units:
                memory[k] *= logistic(total(Wf[k], bf[k], before))
                memory[k] += (logistic(total(Wi[k], bi[k], before))
                              * math.tanh(total(Wc[k], bc[k], before)))
            state = [logistic(total(Wo[k], bo[k], before)) * math.tanh(memory[k]) for k in units]
            powers = [math.exp(total(Wy[j], by[j], state)) for j in choices]
            a[:, i, t], c[:, i, t] = state, memory
            y_pred[:, i, t] = [power / math.fsum(powers) for power in powers]
    return a, y_pred, c


@given(problems())
def test_forward_is_the_formula_unit_by_unit(p):
    *results, _ = lstm_forward(p.x, p.a0, p.parameters)
    for result, by_hand in zip(results, forward_by_hand(p.x, p.a0, nothing(p), p.parameters),
                               strict=True):
        assert_close(result, by_hand, 1e-10)


@given(problems())
def test_the_cell_is_the_formula_unit_by_unit(p):
    xt = p.x[:, :, 0]
    a_next, c_next, yt_pred, cache = lstm_cell_forward(xt, p.a0, p.c0, p.parameters)
    a_by_hand, y_pred_by_hand, c_by_hand = forward_by_hand(p.x[:, :, :1], p.a0, p.c0, p.parameters)
    assert_close(a_next, a_by_hand[:, :, 0], 1e-10)
    assert_close(c_next, c_by_hand[:, :, 0], 1e-10)
    assert_close(yt_pred, y_pred_by_hand[:, :, 0], 1e-10)
    assert isinstance(cache, tuple) and len(cache) == 10
    ft, it, cct, ot = cache[4:8]
    for actual, expected in zip((*cache[:4], cache[8]), (a_next, c_next, p.a0, p.c0, xt)):
        assert np.array_equal(actual, expected)
    for gate, z in [("f", np.log(ft / (1 - ft))), ("i", np.log(it / (1 - it))),
                    ("c", np.arctanh(cct)), ("o", np.log(ot / (1 - ot)))]:
        product = np.einsum("ij,jm->im", p.parameters["W" + gate], np.vstack([p.a0, xt]))
        assert_close(z, p.parameters["b" + gate] + product, 1e-10)
    assert cache[9] is p.parameters


def test_a_cell_by_hand():
    # Γf = σ(log 3) = 3/4, Γi = σ(0) = 1/2, Γo = σ(−log 3) = 1/4, c̃ = tanh(2·0.5 + 0.1) = tanh 1.1
    # c = 3/4·0.8 + 1/2 tanh 1.1,  a = 1/4 tanh c,  ŷ = softmax(a, −a), so ŷ₀/ŷ₁ = exp 2a
    log3 = math.log(3)
    parameters = {"Wf": np.array([[0.0, 2 * log3]]), "bf": np.zeros((1, 1)),
                  "Wi": np.zeros((1, 2)), "bi": np.zeros((1, 1)),
                  "Wc": np.array([[0.2, 2.0]]), "bc": np.zeros((1, 1)),
                  "Wo": np.zeros((1, 2)), "bo": np.array([[-log3]]),
                  "Wy": np.array([[1.0], [-1.0]]), "by": np.zeros((2, 1))}
    a_next, c_next, yt_pred, cache = lstm_cell_forward(
        np.array([[0.5]]), np.array([[0.5]]), np.array([[0.8]]), parameters)
    memory = 0.6 + 0.5 * 0.8004990218
    assert_close(c_next, [[memory]], 1e-10)
    assert_close(a_next, [[math.tanh(memory) / 4]], 1e-10)
    assert_close(yt_pred[0] / yt_pred[1], [math.exp(math.tanh(memory) / 2)], 1e-9)
    for item, expected in zip(cache[4:8], (0.75, 0.5, 0.8004990218, 0.25)):
        assert_close(item, [[expected]], 1e-10)


# -- laws of the forward pass -------------------------------------------------------------------


@given(problems(), st.data())
def test_nothing_before_step_t_depends_on_the_input_at_step_t(p, data):
    t = data.draw(st.integers(0, p.sizes.T_x - 1))
    changed = p.x.copy()
    changed[:, :, t] += 1
    results = lstm_forward(p.x, p.a0, p.parameters)[:3]
    results_changed = lstm_forward(changed, p.a0, p.parameters)[:3]
    for result, result_changed in zip(results, results_changed):
        assert np.array_equal(result[:, :, :t], result_changed[:, :, :t])
    for k in (0, 2):
        assert not np.any(results[k][:, :, t] == results_changed[k][:, :, t])


@given(problems(), seeds)
def test_examples_do_not_see_each_other(p, seed):
    rng = np.random.default_rng(seed)
    some = rng.permutation(p.sizes.m)[:rng.integers(1, p.sizes.m + 1)]
    results = lstm_forward(p.x, p.a0, p.parameters)[:3]
    results_of_some = lstm_forward(p.x[:, some], p.a0[:, some], p.parameters)[:3]
    for result, result_of_some in zip(results, results_of_some):
        assert_close(result_of_some, result[:, some])


@given(problems())
def test_the_cell_taken_step_by_step_is_the_pass(p):
    a, y_pred, c, caches = lstm_forward(p.x, p.a0, p.parameters)
    a_next, c_next = p.a0, nothing(p)
    for t in range(p.sizes.T_x):
        a_next, c_next, yt_pred, _ = lstm_cell_forward(p.x[:, :, t], a_next, c_next, p.parameters)
        assert_close(a_next, a[:, :, t])
        assert_close(c_next, c[:, :, t])
        assert_close(yt_pred, y_pred[:, :, t])
    da = random_like(a)
    gradients = lstm_backward(da, caches)
    da_prev, dc_prev = nothing(p), nothing(p)
    for t in reversed(range(p.sizes.T_x)):
        step = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, caches[t])
        da_prev, dc_prev = step["da_prev"], step["dc_prev"]
        assert_close(gradients["dx"][:, :, t], step["dxt"])
    assert_close(gradients["da0"], da_prev)


@given(problems())
def test_a_sequence_of_one_step_is_the_cell(p):
    a, y_pred, c, caches = lstm_forward(p.x[:, :, :1], p.a0, p.parameters)
    a_next, c_next, yt_pred, _ = lstm_cell_forward(p.x[:, :, 0], p.a0, nothing(p), p.parameters)
    assert len(caches) == 1
    assert np.array_equal(a[:, :, 0], a_next) and np.array_equal(y_pred[:, :, 0], yt_pred)
    assert np.array_equal(c[:, :, 0], c_next)
    da = random_like(a)
    sequence = lstm_backward(da, caches)
    cell = lstm_cell_backward(da[:, :, 0], nothing(p), caches[0])
    assert np.array_equal(sequence["dx"][:, :, 0], cell["dxt"])
    assert np.array_equal(sequence["da0"], cell["da_prev"])
    for key in HIDDEN:
        assert np.array_equal(sequence["d" + key], cell["d" + key])


@given(problems())
def test_each_cache_is_that_of_its_step_also_after_the_last(p):
    a, _, c, caches = lstm_forward(p.x, p.a0, p.parameters)
    assert isinstance(caches, list) and len(caches) == p.sizes.T_x
    a_prev, c_prev = p.a0, nothing(p)
    for t, cache in enumerate(caches):
        alone = lstm_cell_forward(p.x[:, :, t], a_prev, c_prev, p.parameters)[3]
        for item, expected in zip(cache[:9], (a[:, :, t], c[:, :, t], a_prev, c_prev, *alone[4:8],
                                              p.x[:, :, t])):
            assert np.array_equal(item, expected)
        assert cache[9] is p.parameters
        a_prev, c_prev = a[:, :, t], c[:, :, t]


def test_what_happens_to_the_results_does_not_reach_the_caches():
    p = problem()
    a, y_pred, c, caches = lstm_forward(p.x, p.a0, p.parameters)
    da = random_like(a)
    before = lstm_backward(da, caches)
    a[:], y_pred[:], c[:] = 99, 99, 99
    after = lstm_backward(da, caches)
    assert all(np.array_equal(before[key], after[key]) for key in before)


def test_a_saturated_network_stays_finite_without_a_warning():
    p = problem()
    parameters = {key: 1e4 * value for key, value in p.parameters.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loss, gradients = lstm_loss_and_gradients(p.x, p.y, p.a0, parameters, p.mask)
    assert np.isfinite(loss)
    assert all(np.all(np.isfinite(gradient)) for gradient in gradients.values())


@given(problems())
def test_with_forget_open_and_input_closed_the_memory_and_its_gradient_are_kept(p):
    p.parameters["bf"][:], p.parameters["bi"][:] = 1000, -1000     # Γf = 1, Γi = 0
    caches, a_next, c_next = [], p.a0, p.c0
    for t in range(p.sizes.T_x):
        a_next, c_next, _, cache = lstm_cell_forward(p.x[:, :, t], a_next, c_next, p.parameters)
        assert np.array_equal(c_next, p.c0)
        caches.append(cache)
    dc = dc_next = random_like(p.c0)
    for cache in reversed(caches):
        dc = lstm_cell_backward(np.zeros_like(dc), dc, cache)["dc_prev"]
        assert np.array_equal(dc, dc_next)


@given(problems())
def test_with_output_open_and_nothing_remembered_it_is_tanh_twice(p):
    p.parameters["bf"][:] = -1000                # Γf = 0: each step starts anew
    p.parameters["bi"][:] = p.parameters["bo"][:] = 1000           # Γi = Γo = 1
    a, _, c, _ = lstm_forward(p.x, p.a0, p.parameters)
    a_prev = p.a0
    for t in range(p.sizes.T_x):
        stacked = np.concatenate([a_prev, p.x[:, :, t]])
        assert_close(c[:, :, t], np.tanh(p.parameters["Wc"] @ stacked + p.parameters["bc"]))
        assert_close(a[:, :, t], np.tanh(c[:, :, t]))
        a_prev = a[:, :, t]


# -- backward, by complex step and by automatic differentiation ----------------------------------


def cell_in_blocks(xt, a_prev, c_prev, Wf, bf, Wi, bi, Wc, bc, Wo, bo):
    """The cell once more, in a form that autograd can differentiate, without stacking."""
    def total(W, b):
        n_a = len(a_prev)
        return (anp.einsum("ij,jm->im", W[:, :n_a], a_prev)
                + anp.einsum("ij,jm->im", W[:, n_a:], xt) + b)

    def gate(W, b):                              # σ(z) = (1 + tanh(z/2)) / 2
        return (1 + anp.tanh(total(W, b) / 2)) / 2

    c_next = gate(Wf, bf) * c_prev + gate(Wi, bi) * anp.tanh(total(Wc, bc))
    return gate(Wo, bo) * anp.tanh(c_next), c_next


@given(problems())
def test_cell_backward_by_complex_step_and_by_automatic_differentiation(p):
    xt = p.x[:, :, 0]
    da_next, dc_next = random_like(p.a0), random_like(p.a0, 8)
    *_, cache = lstm_cell_forward(xt, p.a0, p.c0, p.parameters)
    gradients = lstm_cell_backward(da_next, dc_next, cache)
    arguments = ({"xt": xt, "a_prev": p.a0, "c_prev": p.c0}
                 | {key: p.parameters[key] for key in HIDDEN})
    assert gradients.keys() == {"d" + name for name in arguments}

    def by_cell(xt, a_prev, c_prev, **hidden):
        a_next, c_next, _, _ = lstm_cell_forward(xt, a_prev, c_prev, p.parameters | hidden)
        return np.sum(da_next * a_next) + np.sum(dc_next * c_next)

    def by_formula(*arguments):
        a_next, c_next = cell_in_blocks(*arguments)
        return anp.sum(da_next * a_next) + anp.sum(dc_next * c_next)

    references = autograd.grad(by_formula, tuple(range(11)))(*arguments.values())
    for (name, value), reference in zip(arguments.items(), references):
        def stepped(z, name=name):
            return by_cell(**(arguments | {name: z}))

        assert_close(gradients["d" + name], complex_step(stepped, value))
        assert_close(gradients["d" + name], reference)


@given(problems(largest=6))
def test_backward_by_complex_step(p):
    a, _, _, caches = lstm_forward(p.x, p.a0, p.parameters)
    da = random_like(a)
    gradients = lstm_backward(da, caches)
    assert gradients.keys() == {"dx", "da0", *("d" + key for key in HIDDEN)}

    def f(x=p.x, a0=p.a0, **hidden):
        return np.sum(da * lstm_forward(x, a0, p.parameters | hidden)[0])

    assert_close(gradients["dx"], complex_step(lambda x: f(x=x), p.x))
    assert_close(gradients["da0"], complex_step(lambda a0: f(a0=a0), p.a0))
    for key in HIDDEN:
        assert_close(gradients["d" + key],
                     complex_step(lambda W, key=key: f(**{key: W}), p.parameters[key]))


@given(problems())
def test_backward_by_automatic_differentiation(p):
    a, _, _, caches = lstm_forward(p.x, p.a0, p.parameters)
    da = random_like(a)
    gradients = lstm_backward(da, caches)

    def f(x, a, *hidden):
        total, c = 0, nothing(p)
        for t in range(p.sizes.T_x):
            a, c = cell_in_blocks(x[:, :, t], a, c, *hidden)
            total = total + anp.sum(da[:, :, t] * a)
        return total

    arguments = [p.x, p.a0, *(p.parameters[key] for key in HIDDEN)]
    references = autograd.grad(f, tuple(range(10)))(*arguments)
    for key, reference in zip(("x", "a0", *HIDDEN), references):
        assert_close(gradients["d" + key], reference)


def names_and_values(p):
    """Everything the loss depends on: x, a0 and each parameter."""
    return {"x": p.x, "a0": p.a0} | {key: p.parameters[key] for key in (*HIDDEN, "Wy", "by")}


@given(problems(largest=5))
def test_the_whole_chain_by_complex_step(p):
    values = names_and_values(p)
    for mask in (None, p.mask):
        loss, gradients = lstm_loss_and_gradients(p.x, p.y, p.a0, p.parameters, mask)

        def f(x, a0, mask=mask, **parameters):
            return categorical_cross_entropy(lstm_forward(x, a0, parameters)[1], p.y, mask)

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
        loss, gradients = lstm_loss_and_gradients(p.x, p.y, p.a0, p.parameters, mask)

        def f(x, a, *parameters, mask=mask):
            *hidden, Wy, by = parameters
            total, c = 0, nothing(p)
            for t in range(p.sizes.T_x):
                a, c = cell_in_blocks(x[:, :, t], a, c, *hidden)
                z = anp.einsum("yk,km->ym", Wy, a) + by
                each = anp.log(anp.sum(anp.exp(z), axis=0)) - anp.sum(p.y[:, :, t] * z, axis=0)
                total = total + anp.sum(each if mask is None else mask[:, t] * each)
            return total / p.sizes.m

        assert_close(loss, f(*values.values()))
        references = autograd.grad(f, tuple(range(12)))(*values.values())
        for name, reference in zip(values, references):
            assert_close(gradients["d" + name], reference)


@pytest.mark.parametrize("name", ["x", "a0", *HIDDEN])
def test_backward_accepts_complex_numbers_wherever_they_come_in(name):
    p = problem()
    values = names_and_values(p)
    values[name] = values[name] + 1e-30j
    x, a0 = values.pop("x"), values.pop("a0")
    a, _, _, caches = lstm_forward(x, a0, values)
    da = random_like(a.real)
    gradients = lstm_backward(da, caches)
    _, _, _, real_caches = lstm_forward(p.x, p.a0, p.parameters)
    for key, gradient in lstm_backward(da, real_caches).items():
        assert gradients[key].dtype == complex
        assert_close(gradients[key].real, gradient)


# -- laws of the backward pass ----------------------------------------------------------------


@given(problems())
def test_a_padded_batch_is_its_single_sequences(p):
    *results, caches = lstm_forward(p.x, p.a0, p.parameters)
    da = random_like(results[0]) * p.mask
    gradients = lstm_backward(da, caches)
    single = {key: np.zeros_like(value) for key, value in gradients.items()}
    for i, length in enumerate(p.lengths):
        x, a0 = p.x[:, [i], :length], p.a0[:, [i]]
        *results_i, caches_i = lstm_forward(x, a0, p.parameters)
        for result, result_i in zip(results, results_i):
            assert_close(result[:, [i], :length], result_i)
        gradients_i = lstm_backward(da[:, [i], :length], caches_i)
        single["dx"][:, [i], :length] = gradients_i.pop("dx")
        single["da0"][:, [i]] = gradients_i.pop("da0")
        for key, gradient in gradients_i.items():
            single[key] += gradient
    for key in gradients:
        assert_close(gradients[key], single[key])
    assert np.all(gradients["dx"][:, p.mask == 0] == 0)


@given(problems())
def test_the_loss_of_a_padded_batch_is_that_of_its_single_sequences(p):
    loss, gradients = lstm_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    m = p.sizes.m
    single_loss, single = 0, {key: np.zeros_like(value) for key, value in gradients.items()}
    for i, length in enumerate(p.lengths):
        x, y, a0 = p.x[:, [i], :length], p.y[:, [i], :length], p.a0[:, [i]]
        loss_i, gradients_i = lstm_loss_and_gradients(x, y, a0, p.parameters)
        single_loss += loss_i / m
        single["dx"][:, [i], :length] = gradients_i.pop("dx") / m
        single["da0"][:, [i]] = gradients_i.pop("da0") / m
        for key, gradient in gradients_i.items():
            single[key] += gradient / m
    assert_close(loss, single_loss)
    for key in gradients:
        assert_close(gradients[key], single[key])


@given(problems(), seeds)
def test_the_order_of_the_examples_does_not_matter(p, seed):
    order = np.random.default_rng(seed).permutation(p.sizes.m)
    loss, gradients = lstm_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    other_loss, others = lstm_loss_and_gradients(p.x[:, order], p.y[:, order], p.a0[:, order],
                                                 p.parameters, p.mask[order])
    assert_close(other_loss, loss)
    for key, gradient in gradients.items():
        assert_close(others[key], gradient[:, order] if key in ("dx", "da0") else gradient)


@given(problems(), st.data())
def test_a_loss_at_step_t_sends_nothing_to_later_inputs(p, data):
    t = data.draw(st.integers(0, p.sizes.T_x - 1))
    a, _, _, caches = lstm_forward(p.x, p.a0, p.parameters)
    da = np.zeros_like(a)
    da[:, :, t] = random_like(p.a0)
    gradients = lstm_backward(da, caches)
    assert np.all(gradients["dx"][:, :, t + 1:] == 0)
    assert np.all(gradients["dx"][:, :, :t + 1] != 0)


@given(problems())
def test_backward_is_linear_in_da(p):
    a, _, _, caches = lstm_forward(p.x, p.a0, p.parameters)
    one, two = random_like(a, 1), random_like(a, 2)
    first, second, both = (lstm_backward(da, caches) for da in (one, two, 3 * one - 2 * two))
    for key in both:
        assert_close(both[key], 3 * first[key] - 2 * second[key])


# -- types and arguments ---------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [TOY, ONE_STEP, ONE_EXAMPLE])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_float32_is_kept_everywhere_and_float64_is_the_default(dtype, sizes):
    p = problem(sizes, dtype=dtype)
    a, y_pred, c, caches = lstm_forward(p.x, p.a0, p.parameters)
    loss, gradients = lstm_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    results = [a, y_pred, c, *(item for cache in caches for item in cache[:9]), loss,
               *gradients.values(), *lstm_backward(a, caches).values(),
               *lstm_cell_backward(p.a0, p.c0, caches[0]).values()]
    assert {result.dtype for result in results} == {np.dtype(dtype)}


@pytest.mark.parametrize("dtype", [np.float64, complex])
def test_the_type_of_da_counts_too(dtype):
    p = problem(dtype=np.float32)
    a, _, _, caches = lstm_forward(p.x, p.a0, p.parameters)
    da = random_like(a).astype(dtype)
    if dtype == complex:
        da = da + 1j * random_like(a, 8)
    expected, imaginary = lstm_backward(da.real, caches), lstm_backward(da.imag, caches)
    for key, gradient in lstm_backward(da, caches).items():
        assert gradient.dtype == dtype
        assert_close(gradient.real, expected[key])
        assert_close(gradient.imag, imaginary[key])


@pytest.mark.parametrize("dtype", [int, np.int8, np.uint8, bool])
def test_inputs_and_targets_may_be_whole_numbers(dtype):
    p = problem()
    x = p.x > 0
    expected = lstm_forward(x.astype(float), p.a0, p.parameters)[:3]
    for result, as_float in zip(lstm_forward(x.astype(dtype), p.a0, p.parameters), expected):
        assert_close(result, as_float)
    loss, gradients = lstm_loss_and_gradients(x.astype(dtype), p.y.astype(dtype), p.a0,
                                              p.parameters, p.mask.astype(dtype))
    expected_loss, expected = lstm_loss_and_gradients(x.astype(float), p.y, p.a0, p.parameters,
                                                      p.mask)
    assert_close(loss, expected_loss)
    for key in expected:
        assert_close(gradients[key], expected[key])


def test_whole_numbers_everywhere_are_not_rounded():
    p = problem()
    whole = {key: np.rint(2 * value).astype(int) for key, value in p.parameters.items()}
    x, a0, y = (np.rint(array).astype(int) for array in (p.x, p.a0, p.y))
    loss, gradients = lstm_loss_and_gradients(x, y, a0, whole)
    as_floats = {key: value.astype(float) for key, value in whole.items()}
    expected_loss, expected = lstm_loss_and_gradients(x.astype(float), p.y, a0.astype(float),
                                                      as_floats)
    assert_close(loss, expected_loss)
    for key in expected:
        assert_close(gradients[key], expected[key])
    _, _, _, caches = lstm_forward(x, a0, whole)
    da = np.ones((p.sizes.n_a, p.sizes.m, p.sizes.T_x), int)
    for key, gradient in lstm_backward(da.astype(float), caches).items():
        assert_close(lstm_backward(da, caches)[key], gradient)


def test_nothing_is_written_into_the_arguments():
    p = problem()
    da = random_like(np.zeros((p.sizes.n_a, p.sizes.m, p.sizes.T_x)))
    for array in [p.x, p.y, p.a0, p.c0, p.mask, da, *p.parameters.values()]:
        array.flags.writeable = False
    before = copy.deepcopy(p.parameters)
    _, _, _, caches = lstm_forward(p.x, p.a0, p.parameters)
    for cache in caches:
        for item in cache[:9]:
            item.flags.writeable = False
    lstm_cell_forward(p.x[:, :, 0], p.a0, p.c0, p.parameters)
    lstm_backward(da, caches)
    lstm_cell_backward(da[:, :, 0], p.c0, caches[0])
    lstm_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    assert p.parameters.keys() == before.keys()
    for key in before:
        assert np.array_equal(p.parameters[key], before[key])


def test_two_calls_give_the_same():
    p = problem()
    first_loss, first = lstm_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    second_loss, second = lstm_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    assert first_loss == second_loss
    assert all(np.array_equal(first[key], second[key]) for key in first)


def test_the_whole_chain_is_made_of_its_parts():
    p = problem()
    a, y_pred, _, caches = lstm_forward(p.x, p.a0, p.parameters)
    da, output = output_backward(y_pred, p.y, a, {"Wya": p.parameters["Wy"],
                                                  "by": p.parameters["by"]}, p.mask)
    parts = lstm_backward(da, caches) | {"dWy": output["dWya"], "dby": output["dby"]}
    loss, gradients = lstm_loss_and_gradients(p.x, p.y, p.a0, p.parameters, p.mask)
    assert loss == categorical_cross_entropy(y_pred, p.y, p.mask)
    assert gradients.keys() == parts.keys()
    assert all(np.array_equal(gradients[key], parts[key]) for key in parts)


# -- what is said when something does not fit: n_x = 5, n_a = 4, n_y = 3, m = 2, T_x = 7 ------------


def with_parameters(**changed):
    p = problem()
    return p.x, p.a0, p.parameters | changed


def without(key):
    x, a0, parameters = with_parameters()
    del parameters[key]
    return x, a0, parameters


def swapped():
    p = problem()
    return p.a0, p.x[:, :, 0], p.c0, p.parameters


def backward_with(change):
    p = problem()
    a, _, _, caches = lstm_forward(p.x, p.a0, p.parameters)
    return change(a, caches)


TOY_Wf = problem().parameters["Wf"]
EXPECTED_CACHE = "the 10 items (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)"
MESSAGES = {
    "a gate's weights transposed": (
        lstm_forward, with_parameters(Wf=TOY_Wf.T),
        "`Wf` is (9, 4); expected (n_a, n_a+n_x) = (4, 9): it looks transposed"),
    "the block of the input alone": (
        lstm_forward, with_parameters(Wf=TOY_Wf[:, 4:]),
        "`Wf` is (4, 5); expected (n_a, n_a+n_x) with n_a = 4 from `a0` and n_x = 5 from `x`"),
    "a bias as a row": (
        lstm_forward, with_parameters(bo=np.ones((1, 4))),
        "`bo` is (1, 4); expected (n_a, 1) = (4, 1): it looks transposed"),
    "a gate's weights missing": (
        lstm_forward, without("Wi"),
        "`parameters` has no key 'Wi'; expected the keys Wf, bf, Wi, bi, Wc, bc, Wo, bo, Wy, by, "
        "got Wf, Wc, Wo, bf, bi, bc, bo, Wy, by"),
    "arguments swapped": (
        lstm_cell_forward, swapped(),
        "`xt` is (4, 2) and `a_prev` is (5, 2); expected (n_x, m) and (n_a, m): they look swapped"),
    "batch first": (
        lstm_forward, (problem().x.transpose(1, 2, 0), problem().a0, problem().parameters),
        "`x` is (2, 7, 5); expected (n_x, m, T_x) = (5, 2, 7): its axes look like (m, T_x, n_x)"),
    "all memories for c_prev": (
        lstm_cell_forward, (problem().x[:, :, 0], problem().a0, np.ones((4, 2, 7)),
                            problem().parameters),
        "`c_prev` is (4, 2, 7); expected (n_a, m) with n_a = 4 from `a_prev` and m = 2 from `xt`: "
        "one time step is expected here, index it with [:, :, t]"),
    "the cache of one step": (
        lstm_backward, backward_with(lambda a, caches: (a, caches[0])),
        f"`caches[0]` is a NumPy array; expected {EXPECTED_CACHE}"),
    "the cache in the place of dc_next": (
        lstm_cell_backward, backward_with(lambda a, caches: (a[:, :, 0], caches[0], a[:, :, 0])),
        "`dc_next` is a tuple of 10; expected a NumPy array (n_a, m)"),
    "caches that end too early": (
        lstm_backward, backward_with(lambda a, caches: (a, caches[:-1])),
        "`caches` has 6 items; expected T_x = 7 from `da`"),
}


@pytest.mark.parametrize("function, arguments, message", MESSAGES.values(), ids=MESSAGES)
def test_what_does_not_fit_is_said_in_one_sentence(function, arguments, message):
    with pytest.raises(ShapeError) as error:
        function(*arguments)
    assert str(error.value) == message


# -- random parameters -----------------------------------------------------------------------------


def test_initial_parameters_have_their_shapes_and_zero_biases_but_for_the_forget_gate():
    parameters = initialize_lstm(5, 4, 3, np.random.default_rng(0))
    assert {key: value.shape for key, value in parameters.items()} == {
        "Wf": (4, 9), "Wi": (4, 9), "Wc": (4, 9), "Wo": (4, 9), "Wy": (3, 4),
        "bf": (4, 1), "bi": (4, 1), "bc": (4, 1), "bo": (4, 1), "by": (3, 1)}
    assert not any(np.any(parameters[key]) for key in ("bi", "bc", "bo", "by"))
    assert np.all(parameters["bf"] == 1)
    assert all(value.dtype == np.float64 for value in parameters.values())


@pytest.mark.parametrize("forget_bias", [0, 2.5])
def test_the_forget_bias_is_that_of_the_forget_gate_alone(forget_bias):
    plain = initialize_lstm(5, 4, 3, np.random.default_rng(0))
    parameters = initialize_lstm(5, 4, 3, np.random.default_rng(0), forget_bias=forget_bias)
    assert np.all(parameters["bf"] == forget_bias) and parameters["bf"].dtype == np.float64
    assert all(np.array_equal(parameters[key], plain[key]) for key in plain if key != "bf")


def test_initial_weights_have_mean_zero_and_variance_one_over_n_a():
    parameters = initialize_lstm(300, 200, 100, np.random.default_rng(0))
    for key in ("Wf", "Wi", "Wc", "Wo", "Wy"):
        scaled = parameters[key] * math.sqrt(200)
        assert abs(np.mean(scaled)) < 0.03
        assert abs(np.std(scaled) - 1) < 0.03


def test_the_generator_alone_decides_the_initial_weights():
    one, same, other = (initialize_lstm(5, 4, 3, np.random.default_rng(seed)) for seed in (1, 1, 2))
    weights = ("Wf", "Wi", "Wc", "Wo")
    for key in (*weights, "Wy"):
        assert np.array_equal(one[key], same[key])
        assert not np.any(one[key] == other[key])
    assert not any(np.any(one[key] == one[next_key]) for key, next_key in zip(weights, weights[1:]))
