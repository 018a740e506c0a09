"""The GRU, forward and backward, against independent implementations and by its laws."""
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

from rnn_utils import ShapeError, categorical_cross_entropy, output_backward, rnn_backward, rnn_forward
from rnn_utils.gru import (gru_backward, gru_cell_backward, gru_cell_forward, gru_forward,
                           gru_loss_and_gradients, initialize_gru)

ONE_STEP, ONE_EXAMPLE = TOY._replace(T_x=1), TOY._replace(m=1)
HIDDEN = ("Wu", "bu", "Wr", "br", "Wc", "bc")


def problem(sizes=TOY, seed=0, dtype=np.float64):
    return gated_problem("urc", sizes, seed, dtype)


def problems(largest=8, dtype=np.float64):
    return gated_problems("urc", largest, dtype)


# -- forward, against two other implementations -----------------------------------------------


def onnx_forward(p, lengths, linear_before_reset=0):
    """c, y_pred and the memory after the last real step of each example."""
    c, y_pred, [last] = onnx_network("GRU", p.x, [[(p.parameters, (p.c0,))]], p.parameters["Wy"],
                                     p.parameters["by"], lengths,
                                     linear_before_reset=linear_before_reset)
    return c, y_pred, last


@given(problems(dtype=np.float32))
def test_forward_is_that_of_onnx_runtime(p):
    c, y_pred, _ = gru_forward(p.x, p.c0, p.parameters)
    whole = np.full(p.sizes.m, p.sizes.T_x)
    onnx_c, onnx_y_pred, onnx_last = onnx_forward(p, whole)
    assert_close(c, onnx_c, 1e-6)
    assert_close(y_pred, onnx_y_pred, 1e-6)
    assert_close(c[:, :, -1], onnx_last, 1e-6)


@given(problems(dtype=np.float32))
def test_the_real_steps_of_a_padded_batch_are_those_of_onnx_runtime(p):
    c, y_pred, _ = gru_forward(p.x, p.c0, p.parameters)
    onnx_c, onnx_y_pred, onnx_last = onnx_forward(p, p.lengths)
    real = p.mask == 1
    assert_close(c[:, real], onnx_c[:, real], 1e-6)
    assert_close(y_pred[:, real], onnx_y_pred[:, real], 1e-6)
    last = np.stack([c[:, i, length - 1] for i, length in enumerate(p.lengths)], axis=1)
    assert_close(last, onnx_last, 1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_the_reset_gate_acts_before_the_product(seed):
    """With linear_before_reset=1 it acts after it: the same only where nothing is reset."""
    p = problem(seed=seed, dtype=np.float32)
    whole = np.full(p.sizes.m, p.sizes.T_x)
    c, _, _ = gru_forward(p.x, p.c0, p.parameters)
    assert_close(c, onnx_forward(p, whole)[0], 1e-6)
    assert np.max(np.abs(c - onnx_forward(p, whole, linear_before_reset=1)[0])) > 1e-2
    p.parameters["br"][:] = 100                  # Γr = 1
    c, _, _ = gru_forward(p.x, p.c0, p.parameters)
    assert_close(c, onnx_forward(p, whole, linear_before_reset=1)[0], 1e-6)


def logistic(z):
    return 1 / (1 + math.exp(-z))


def forward_by_hand(x, c0, parameters):
    """One example, one step and one unit after the other, in Python's own arithmetic."""
    Wu, bu, Wr, br, Wc, bc, Wy, by = (parameters[key].tolist() for key in (*HIDDEN, "Wy", "by"))
    units, choices = range(len(bu)), range(len(by))
    _, m, T_x = x.shape
    c = np.zeros((len(bu), m, T_x))
    y_pred = np.zeros((len(by), m, T_x))

    def product(row, *blocks):
        return math.fsum(weight * value for weight, value in zip(row, sum(blocks, []), strict=True))

    for i in range(m):
        memory = c0[:, i].tolist()
        for t in range(T_x):
            letter = x[:, i, t].tolist()
            update = [logistic(bu[k][0] + product(Wu[k], memory, letter)) for k in units]
            seen = [logistic(br[k][0] + product(Wr[k], memory, letter)) * memory[k] for k in units]
            memory = [(1 - update[k]) * memory[k]
                      + update[k] * math.tanh(bc[k][0] + product(Wc[k], seen, letter)) for k in units]
            powers = [math.exp(by[j][0] + product(Wy[j], memory)) for j in choices]
            c[:, i, t] = memory
            y_pred[:, i, t] = [power / math.fsum(powers) for power in powers]
    return c, y_pred


@given(problems())
def test_forward_is_the_formula_unit_by_unit(p):
    c, y_pred, _ = gru_forward(p.x, p.c0, p.parameters)
    c_by_hand, y_pred_by_hand = forward_by_hand(p.x, p.c0, p.parameters)
    assert_close(c, c_by_hand, 1e-10)
    assert_close(y_pred, y_pred_by_hand, 1e-10)


@given(problems())
def test_the_cell_is_the_formula_unit_by_unit(p):
    xt = p.x[:, :, 0]
    c_next, yt_pred, cache = gru_cell_forward(xt, p.c0, p.parameters)
    c_by_hand, y_pred_by_hand = forward_by_hand(p.x[:, :, :1], p.c0, p.parameters)
    assert_close(c_next, c_by_hand[:, :, 0], 1e-10)
    assert_close(yt_pred, y_pred_by_hand[:, :, 0], 1e-10)
    assert isinstance(cache, tuple) and len(cache) == 7
    ut, rt, cct = cache[2:5]
    Wu, bu, Wr, br, Wc, bc = (p.parameters[key] for key in HIDDEN)
    for expected, actual in [
            (c_next, cache[0]), (p.c0, cache[1]), (xt, cache[5]),
            (bu + np.einsum("ij,jm->im", Wu, np.vstack([p.c0, xt])), np.log(ut / (1 - ut))),
            (br + np.einsum("ij,jm->im", Wr, np.vstack([p.c0, xt])), np.log(rt / (1 - rt))),
            (bc + np.einsum("ij,jm->im", Wc, np.vstack([p.c0 * rt, xt])), np.arctanh(cct))]:
        assert_close(actual, expected, 1e-10)
    assert cache[6] is p.parameters


def test_a_cell_by_hand():
    # Γu = σ(log 3) = 3/4 and Γr = σ(−log 3) = 1/4, so c̃ = tanh(2·(1/4·0.8) + 1·0.5 + 0.1) = tanh 1
    # and c = 3/4 tanh 1 + 1/4·0.8,  ŷ = softmax(c, −c), so ŷ₀/ŷ₁ = exp 2c
    log3 = math.log(3)
    parameters = {"Wu": np.zeros((1, 2)), "bu": np.array([[log3]]),
                  "Wr": np.array([[0.0, -2 * log3]]), "br": np.zeros((1, 1)),
                  "Wc": np.array([[2.0, 1.0]]), "bc": np.array([[0.1]]),
                  "Wy": np.array([[1.0], [-1.0]]), "by": np.zeros((2, 1))}
    c_next, yt_pred, cache = gru_cell_forward(np.array([[0.5]]), np.array([[0.8]]), parameters)
    expected = 0.75 * 0.7615941560 + 0.2
    assert_close(c_next, [[expected]], 1e-10)
    assert_close(yt_pred[0] / yt_pred[1], [math.exp(2 * expected)], 1e-9)
    assert_close(cache[2], [[0.75]])
    assert_close(cache[3], [[0.25]])
    assert_close(cache[4], [[0.7615941560]], 1e-10)


# -- laws of the forward pass -------------------------------------------------------------------


@given(problems(), st.data())
def test_nothing_before_step_t_depends_on_the_input_at_step_t(p, data):
    t = data.draw(st.integers(0, p.sizes.T_x - 1))
    changed = p.x.copy()
    changed[:, :, t] += 1
    c, y_pred, _ = gru_forward(p.x, p.c0, p.parameters)
    c_changed, y_pred_changed, _ = gru_forward(changed, p.c0, p.parameters)
    assert np.array_equal(c[:, :, :t], c_changed[:, :, :t])
    assert np.array_equal(y_pred[:, :, :t], y_pred_changed[:, :, :t])
    assert not np.any(c[:, :, t] == c_changed[:, :, t])


@given(problems(), seeds)
def test_examples_do_not_see_each_other(p, seed):
    rng = np.random.default_rng(seed)
    some = rng.permutation(p.sizes.m)[:rng.integers(1, p.sizes.m + 1)]
    c, y_pred, _ = gru_forward(p.x, p.c0, p.parameters)
    c_some, y_pred_some, _ = gru_forward(p.x[:, some], p.c0[:, some], p.parameters)
    assert_close(c_some, c[:, some])
    assert_close(y_pred_some, y_pred[:, some])


@given(problems(), st.data())
def test_two_halves_in_a_row_are_the_whole(p, data):
    t = data.draw(st.integers(1, max(1, p.sizes.T_x - 1)))
    c, y_pred, caches = gru_forward(p.x, p.c0, p.parameters)
    c_1, y_pred_1, caches_1 = gru_forward(p.x[:, :, :t], p.c0, p.parameters)
    c_2, y_pred_2, caches_2 = gru_forward(p.x[:, :, t:], c_1[:, :, -1], p.parameters)
    assert_close(np.concatenate([c_1, c_2], axis=2), c)
    assert_close(np.concatenate([y_pred_1, y_pred_2], axis=2), y_pred)
    dc = random_like(c)
    whole, first_and_second = gru_backward(dc, caches), gru_backward(dc, caches_1 + caches_2)
    for key in whole:
        assert_close(first_and_second[key], whole[key])


@given(problems())
def test_a_sequence_of_one_step_is_the_cell(p):
    c, y_pred, caches = gru_forward(p.x[:, :, :1], p.c0, p.parameters)
    c_next, yt_pred, _ = gru_cell_forward(p.x[:, :, 0], p.c0, p.parameters)
    assert len(caches) == 1
    assert np.array_equal(c[:, :, 0], c_next) and np.array_equal(y_pred[:, :, 0], yt_pred)
    dc = random_like(c)
    sequence, cell = gru_backward(dc, caches), gru_cell_backward(dc[:, :, 0], caches[0])
    assert np.array_equal(sequence["dx"][:, :, 0], cell["dxt"])
    assert np.array_equal(sequence["dc0"], cell["dc_prev"])
    for key in HIDDEN:
        assert np.array_equal(sequence["d" + key], cell["d" + key])


@given(problems())
def test_each_cache_is_that_of_its_step_also_after_the_last(p):
    c, _, caches = gru_forward(p.x, p.c0, p.parameters)
    assert isinstance(caches, list) and len(caches) == p.sizes.T_x
    c_prev = p.c0
    for t, cache in enumerate(caches):
        alone = gru_cell_forward(p.x[:, :, t], c_prev, p.parameters)[2]
        for item, expected in zip(cache[:6], (c[:, :, t], c_prev, *alone[2:5], p.x[:, :, t])):
            assert np.array_equal(item, expected)
        assert cache[6] is p.parameters
        c_prev = c[:, :, t]


def test_what_happens_to_the_results_does_not_reach_the_caches():
    p = problem()
    c, y_pred, caches = gru_forward(p.x, p.c0, p.parameters)
    dc = random_like(c)
    before = gru_backward(dc, caches)
    c[:], y_pred[:] = 99, 99
    after = gru_backward(dc, caches)
    assert all(np.array_equal(before[key], after[key]) for key in before)


def test_a_saturated_network_stays_finite_without_a_warning():
    p = problem()
    parameters = {key: 1e4 * value for key, value in p.parameters.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loss, gradients = gru_loss_and_gradients(p.x, p.y, p.c0, parameters, p.mask)
    assert np.isfinite(loss)
    assert all(np.all(np.isfinite(gradient)) for gradient in gradients.values())


@given(problems())
def test_a_closed_update_gate_keeps_the_memory_and_its_gradient(p):
    p.parameters["bu"][:] = -1000                # Γu = 0
    c, _, caches = gru_forward(p.x, p.c0, p.parameters)
    assert all(np.array_equal(c[:, :, t], p.c0) for t in range(p.sizes.T_x))
    dc = random_like(c)
    gradients = gru_backward(dc, caches)
    assert_close(gradients["dc0"], np.sum(dc, axis=2))
    assert not np.any(gradients["dx"])


@given(problems())
def test_with_both_gates_open_it_is_an_rnn(p):
    p.parameters["bu"][:], p.parameters["br"][:] = 1000, 1000      # Γu = Γr = 1
    n_a, Wc = p.sizes.n_a, p.parameters["Wc"]
    rnn = {"Waa": Wc[:, :n_a], "Wax": Wc[:, n_a:], "ba": p.parameters["bc"],
           "Wya": p.parameters["Wy"], "by": p.parameters["by"]}
    c, y_pred, caches = gru_forward(p.x, p.c0, p.parameters)
    a, rnn_y_pred, rnn_caches = rnn_forward(p.x, p.c0, rnn)
    assert_close(c, a)
    assert_close(y_pred, rnn_y_pred)
    dc = random_like(c)
    gradients, expected = gru_backward(dc, caches), rnn_backward(dc, rnn_caches)
    assert_close(gradients["dx"], expected["dx"])
    assert_close(gradients["dc0"], expected["da0"])
    assert_close(gradients["dWc"], np.hstack([expected["dWaa"], expected["dWax"]]))
    assert_close(gradients["dbc"], expected["dba"])


# -- backward, by complex step and by automatic differentiation ----------------------------------


def cell_in_blocks(xt, c_prev, Wu, bu, Wr, br, Wc, bc):
    """The cell once more, in a form that autograd can differentiate, without stacking."""
    def product(W, state):
        n_a = len(c_prev)
        return (anp.einsum("ij,jm->im", W[:, :n_a], state)
                + anp.einsum("ij,jm->im", W[:, n_a:], xt))

    def gate(W, b):                              # σ(z) = (1 + tanh(z/2)) / 2
        return (1 + anp.tanh((product(W, c_prev) + b) / 2)) / 2

    candidate = anp.tanh(product(Wc, gate(Wr, br) * c_prev) + bc)
    return c_prev + gate(Wu, bu) * (candidate - c_prev)


@given(problems())
def test_cell_backward_by_complex_step_and_by_automatic_differentiation(p):
    xt = p.x[:, :, 0]
    dc_next = random_like(p.c0)
    _, _, cache = gru_cell_forward(xt, p.c0, p.parameters)
    gradients = gru_cell_backward(dc_next, cache)
    arguments = {"xt": xt, "c_prev": p.c0} | {key: p.parameters[key] for key in HIDDEN}
    assert gradients.keys() == {"d" + name for name in arguments}

    def by_cell(xt, c_prev, **hidden):
        return np.sum(dc_next * gru_cell_forward(xt, c_prev, p.parameters | hidden)[0])

    def by_formula(*arguments):
        return anp.sum(dc_next * cell_in_blocks(*arguments))

    references = autograd.grad(by_formula, tuple(range(8)))(*arguments.values())
    for (name, value), reference in zip(arguments.items(), references):
        def stepped(z, name=name):
            return by_cell(**(arguments | {name: z}))

        assert_close(gradients["d" + name], complex_step(stepped, value))
        assert_close(gradients["d" + name], reference)


@given(problems(largest=6))
def test_backward_by_complex_step(p):
    c, _, caches = gru_forward(p.x, p.c0, p.parameters)
    dc = random_like(c)
    gradients = gru_backward(dc, caches)
    assert gradients.keys() == {"dx", "dc0", *("d" + key for key in HIDDEN)}

    def f(x=p.x, c0=p.c0, **hidden):
        return np.sum(dc * gru_forward(x, c0, p.parameters | hidden)[0])

    assert_close(gradients["dx"], complex_step(lambda x: f(x=x), p.x))
    assert_close(gradients["dc0"], complex_step(lambda c0: f(c0=c0), p.c0))
    for key in HIDDEN:
        assert_close(gradients["d" + key],
                     complex_step(lambda W, key=key: f(**{key: W}), p.parameters[key]))


@given(problems())
def test_backward_by_automatic_differentiation(p):
    c, _, caches = gru_forward(p.x, p.c0, p.parameters)
    dc = random_like(c)
    gradients = gru_backward(dc, caches)

    def f(x, c, *hidden):
        total = 0
        for t in range(p.sizes.T_x):
            c = cell_in_blocks(x[:, :, t], c, *hidden)
            total = total + anp.sum(dc[:, :, t] * c)
        return total

    arguments = [p.x, p.c0, *(p.parameters[key] for key in HIDDEN)]
    references = autograd.grad(f, tuple(range(8)))(*arguments)
    for key, reference in zip(("x", "c0", *HIDDEN), references):
        assert_close(gradients["d" + key], reference)


def names_and_values(p):
    """Everything the loss depends on: x, c0 and each parameter."""
    return {"x": p.x, "c0": p.c0} | {key: p.parameters[key] for key in (*HIDDEN, "Wy", "by")}


@given(problems(largest=5))
def test_the_whole_chain_by_complex_step(p):
    values = names_and_values(p)
    for mask in (None, p.mask):
        loss, gradients = gru_loss_and_gradients(p.x, p.y, p.c0, p.parameters, mask)

        def f(x, c0, mask=mask, **parameters):
            return categorical_cross_entropy(gru_forward(x, c0, parameters)[1], p.y, mask)

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
        loss, gradients = gru_loss_and_gradients(p.x, p.y, p.c0, p.parameters, mask)

        def f(x, c, *parameters, mask=mask):
            *hidden, Wy, by = parameters
            total = 0
            for t in range(p.sizes.T_x):
                c = cell_in_blocks(x[:, :, t], c, *hidden)
                z = anp.einsum("yk,km->ym", Wy, c) + by
                each = anp.log(anp.sum(anp.exp(z), axis=0)) - anp.sum(p.y[:, :, t] * z, axis=0)
                total = total + anp.sum(each if mask is None else mask[:, t] * each)
            return total / p.sizes.m

        assert_close(loss, f(*values.values()))
        references = autograd.grad(f, tuple(range(10)))(*values.values())
        for name, reference in zip(values, references):
            assert_close(gradients["d" + name], reference)


@pytest.mark.parametrize("name", ["x", "c0", *HIDDEN])
def test_backward_accepts_complex_numbers_wherever_they_come_in(name):
    p = problem()
    values = names_and_values(p)
    values[name] = values[name] + 1e-30j
    x, c0 = values.pop("x"), values.pop("c0")
    c, _, caches = gru_forward(x, c0, values)
    dc = random_like(c.real)
    gradients = gru_backward(dc, caches)
    _, _, real_caches = gru_forward(p.x, p.c0, p.parameters)
    for key, gradient in gru_backward(dc, real_caches).items():
        assert gradients[key].dtype == complex
        assert_close(gradients[key].real, gradient)


# -- laws of the backward pass ----------------------------------------------------------------


@given(problems())
def test_a_padded_batch_is_its_single_sequences(p):
    c, y_pred, caches = gru_forward(p.x, p.c0, p.parameters)
    dc = random_like(c) * p.mask
    gradients = gru_backward(dc, caches)
    single = {key: np.zeros_like(value) for key, value in gradients.items()}
    for i, length in enumerate(p.lengths):
        x, c0 = p.x[:, [i], :length], p.c0[:, [i]]
        c_i, y_pred_i, caches_i = gru_forward(x, c0, p.parameters)
        assert_close(c[:, [i], :length], c_i)
        assert_close(y_pred[:, [i], :length], y_pred_i)
        gradients_i = gru_backward(dc[:, [i], :length], caches_i)
        single["dx"][:, [i], :length] = gradients_i.pop("dx")
        single["dc0"][:, [i]] = gradients_i.pop("dc0")
        for key, gradient in gradients_i.items():
            single[key] += gradient
    for key in gradients:
        assert_close(gradients[key], single[key])
    assert np.all(gradients["dx"][:, p.mask == 0] == 0)


@given(problems())
def test_the_loss_of_a_padded_batch_is_that_of_its_single_sequences(p):
    loss, gradients = gru_loss_and_gradients(p.x, p.y, p.c0, p.parameters, p.mask)
    m = p.sizes.m
    single_loss, single = 0, {key: np.zeros_like(value) for key, value in gradients.items()}
    for i, length in enumerate(p.lengths):
        x, y, c0 = p.x[:, [i], :length], p.y[:, [i], :length], p.c0[:, [i]]
        loss_i, gradients_i = gru_loss_and_gradients(x, y, c0, p.parameters)
        single_loss += loss_i / m
        single["dx"][:, [i], :length] = gradients_i.pop("dx") / m
        single["dc0"][:, [i]] = gradients_i.pop("dc0") / m
        for key, gradient in gradients_i.items():
            single[key] += gradient / m
    assert_close(loss, single_loss)
    for key in gradients:
        assert_close(gradients[key], single[key])


@given(problems(), seeds)
def test_the_order_of_the_examples_does_not_matter(p, seed):
    order = np.random.default_rng(seed).permutation(p.sizes.m)
    loss, gradients = gru_loss_and_gradients(p.x, p.y, p.c0, p.parameters, p.mask)
    other_loss, others = gru_loss_and_gradients(p.x[:, order], p.y[:, order], p.c0[:, order],
                                                p.parameters, p.mask[order])
    assert_close(other_loss, loss)
    for key, gradient in gradients.items():
        assert_close(others[key], gradient[:, order] if key in ("dx", "dc0") else gradient)


@given(problems(), st.data())
def test_a_loss_at_step_t_sends_nothing_to_later_inputs(p, data):
    t = data.draw(st.integers(0, p.sizes.T_x - 1))
    c, _, caches = gru_forward(p.x, p.c0, p.parameters)
    dc = np.zeros_like(c)
    dc[:, :, t] = random_like(p.c0)
    gradients = gru_backward(dc, caches)
    assert np.all(gradients["dx"][:, :, t + 1:] == 0)
    assert np.all(gradients["dx"][:, :, :t + 1] != 0)


@given(problems())
def test_backward_is_linear_in_dc(p):
    c, _, caches = gru_forward(p.x, p.c0, p.parameters)
    one, two = random_like(c, 1), random_like(c, 2)
    first, second, both = (gru_backward(dc, caches) for dc in (one, two, 3 * one - 2 * two))
    for key in both:
        assert_close(both[key], 3 * first[key] - 2 * second[key])


# -- types and arguments ---------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [TOY, ONE_STEP, ONE_EXAMPLE])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_float32_is_kept_everywhere_and_float64_is_the_default(dtype, sizes):
    p = problem(sizes, dtype=dtype)
    c, y_pred, caches = gru_forward(p.x, p.c0, p.parameters)
    loss, gradients = gru_loss_and_gradients(p.x, p.y, p.c0, p.parameters, p.mask)
    results = [c, y_pred, *(item for cache in caches for item in cache[:6]), loss,
               *gradients.values(), *gru_backward(c, caches).values(),
               *gru_cell_backward(p.c0, caches[0]).values()]
    assert {result.dtype for result in results} == {np.dtype(dtype)}


@pytest.mark.parametrize("dtype", [np.float64, complex])
def test_the_type_of_dc_counts_too(dtype):
    p = problem(dtype=np.float32)
    c, _, caches = gru_forward(p.x, p.c0, p.parameters)
    dc = random_like(c).astype(dtype)
    if dtype == complex:
        dc = dc + 1j * random_like(c, 8)
    expected, imaginary = gru_backward(dc.real, caches), gru_backward(dc.imag, caches)
    for key, gradient in gru_backward(dc, caches).items():
        assert gradient.dtype == dtype
        assert_close(gradient.real, expected[key])
        assert_close(gradient.imag, imaginary[key])


@pytest.mark.parametrize("dtype", [int, np.int8, np.uint8, bool])
def test_inputs_and_targets_may_be_whole_numbers(dtype):
    p = problem()
    x = p.x > 0
    expected_c, expected_y_pred, _ = gru_forward(x.astype(float), p.c0, p.parameters)
    c, y_pred, _ = gru_forward(x.astype(dtype), p.c0, p.parameters)
    assert_close(c, expected_c)
    assert_close(y_pred, expected_y_pred)
    loss, gradients = gru_loss_and_gradients(x.astype(dtype), p.y.astype(dtype), p.c0,
                                             p.parameters, p.mask.astype(dtype))
    expected_loss, expected = gru_loss_and_gradients(x.astype(float), p.y, p.c0, p.parameters,
                                                     p.mask)
    assert_close(loss, expected_loss)
    for key in expected:
        assert_close(gradients[key], expected[key])


def test_whole_numbers_everywhere_are_not_rounded():
    p = problem()
    whole = {key: np.rint(2 * value).astype(int) for key, value in p.parameters.items()}
    x, c0, y = (np.rint(array).astype(int) for array in (p.x, p.c0, p.y))
    loss, gradients = gru_loss_and_gradients(x, y, c0, whole)
    as_floats = {key: value.astype(float) for key, value in whole.items()}
    expected_loss, expected = gru_loss_and_gradients(x.astype(float), p.y, c0.astype(float),
                                                     as_floats)
    assert_close(loss, expected_loss)
    for key in expected:
        assert_close(gradients[key], expected[key])
    _, _, caches = gru_forward(x, c0, whole)
    dc = np.ones((p.sizes.n_a, p.sizes.m, p.sizes.T_x), int)
    for key, gradient in gru_backward(dc.astype(float), caches).items():
        assert_close(gru_backward(dc, caches)[key], gradient)


def test_nothing_is_written_into_the_arguments():
    p = problem()
    dc = random_like(np.zeros((p.sizes.n_a, p.sizes.m, p.sizes.T_x)))
    for array in [p.x, p.y, p.c0, p.mask, dc, *p.parameters.values()]:
        array.flags.writeable = False
    before = copy.deepcopy(p.parameters)
    _, _, caches = gru_forward(p.x, p.c0, p.parameters)
    for cache in caches:
        for item in cache[:6]:
            item.flags.writeable = False
    gru_cell_forward(p.x[:, :, 0], p.c0, p.parameters)
    gru_backward(dc, caches)
    gru_cell_backward(dc[:, :, 0], caches[0])
    gru_loss_and_gradients(p.x, p.y, p.c0, p.parameters, p.mask)
    assert p.parameters.keys() == before.keys()
    for key in before:
        assert np.array_equal(p.parameters[key], before[key])


def test_two_calls_give_the_same():
    p = problem()
    first_loss, first = gru_loss_and_gradients(p.x, p.y, p.c0, p.parameters, p.mask)
    second_loss, second = gru_loss_and_gradients(p.x, p.y, p.c0, p.parameters, p.mask)
    assert first_loss == second_loss
    assert all(np.array_equal(first[key], second[key]) for key in first)


def test_the_whole_chain_is_made_of_its_parts():
    p = problem()
    c, y_pred, caches = gru_forward(p.x, p.c0, p.parameters)
    dc, output = output_backward(y_pred, p.y, c, {"Wya": p.parameters["Wy"],
                                                  "by": p.parameters["by"]}, p.mask)
    parts = gru_backward(dc, caches) | {"dWy": output["dWya"], "dby": output["dby"]}
    loss, gradients = gru_loss_and_gradients(p.x, p.y, p.c0, p.parameters, p.mask)
    assert loss == categorical_cross_entropy(y_pred, p.y, p.mask)
    assert gradients.keys() == parts.keys()
    assert all(np.array_equal(gradients[key], parts[key]) for key in parts)


# -- what is said when something does not fit: n_x = 5, n_a = 4, n_y = 3, m = 2, T_x = 7 ------------


def with_parameters(**changed):
    p = problem()
    return p.x, p.c0, p.parameters | changed


def without(key):
    x, c0, parameters = with_parameters()
    del parameters[key]
    return x, c0, parameters


def swapped():
    x, c0, parameters = with_parameters()
    return c0, x[:, :, 0], parameters


def backward_with(change):
    p = problem()
    c, _, caches = gru_forward(p.x, p.c0, p.parameters)
    return change(c, caches)


TOY_Wu = problem().parameters["Wu"]
EXPECTED_CACHE = "the 7 items (c_next, c_prev, ut, rt, cct, xt, parameters)"
MESSAGES = {
    "a gate's weights transposed": (
        gru_forward, with_parameters(Wu=TOY_Wu.T),
        "`Wu` is (9, 4); expected (n_a, n_a+n_x) = (4, 9): it looks transposed"),
    "the block of the input alone": (
        gru_forward, with_parameters(Wu=TOY_Wu[:, 4:]),
        "`Wu` is (4, 5); expected (n_a, n_a+n_x) with n_a = 4 from `c0` and n_x = 5 from `x`"),
    "a bias as a row": (
        gru_forward, with_parameters(br=np.ones((1, 4))),
        "`br` is (1, 4); expected (n_a, 1) = (4, 1): it looks transposed"),
    "a gate's weights missing": (
        gru_forward, without("Wr"),
        "`parameters` has no key 'Wr'; expected the keys Wu, bu, Wr, br, Wc, bc, Wy, by, "
        "got Wu, Wc, bu, br, bc, Wy, by"),
    "arguments swapped": (
        gru_cell_forward, swapped(),
        "`xt` is (4, 2) and `c_prev` is (5, 2); expected (n_x, m) and (n_a, m): they look swapped"),
    "batch first": (
        gru_forward, (problem().x.transpose(1, 2, 0), problem().c0, problem().parameters),
        "`x` is (2, 7, 5); expected (n_x, m, T_x) = (5, 2, 7): its axes look like (m, T_x, n_x)"),
    "the cache of one step": (
        gru_backward, backward_with(lambda c, caches: (c, caches[0])),
        f"`caches[0]` is a NumPy array; expected {EXPECTED_CACHE}"),
    "a cache of an RNN": (
        gru_cell_backward, backward_with(lambda c, caches: (c[:, :, 0], caches[0][3:])),
        f"`cache` is a tuple of 4; expected {EXPECTED_CACHE}"),
    "caches that end too early": (
        gru_backward, backward_with(lambda c, caches: (c, caches[:-1])),
        "`caches` has 6 items; expected T_x = 7 from `dc`"),
}


@pytest.mark.parametrize("function, arguments, message", MESSAGES.values(), ids=MESSAGES)
def test_what_does_not_fit_is_said_in_one_sentence(function, arguments, message):
    with pytest.raises(ShapeError) as error:
        function(*arguments)
    assert str(error.value) == message


# -- random parameters -----------------------------------------------------------------------------


def test_initial_parameters_have_their_shapes_and_zero_biases():
    parameters = initialize_gru(5, 4, 3, np.random.default_rng(0))
    assert {key: value.shape for key, value in parameters.items()} == {
        "Wu": (4, 9), "Wr": (4, 9), "Wc": (4, 9), "Wy": (3, 4),
        "bu": (4, 1), "br": (4, 1), "bc": (4, 1), "by": (3, 1)}
    assert not any(np.any(parameters[key]) for key in ("bu", "br", "bc", "by"))
    assert all(value.dtype == np.float64 for value in parameters.values())


@pytest.mark.parametrize("gate_bias", [-2, 0.5])
def test_the_gate_bias_is_that_of_the_update_gate_alone(gate_bias):
    plain = initialize_gru(5, 4, 3, np.random.default_rng(0))
    parameters = initialize_gru(5, 4, 3, np.random.default_rng(0), gate_bias=gate_bias)
    assert np.all(parameters["bu"] == gate_bias) and parameters["bu"].dtype == np.float64
    assert all(np.array_equal(parameters[key], plain[key]) for key in plain if key != "bu")


def test_a_gate_bias_of_minus_two_keeps_the_memory_for_about_eight_steps():
    parameters = initialize_gru(5, 4, 3, np.random.default_rng(0), gate_bias=-2)
    for key in ("Wu", "Wr", "Wc"):
        parameters[key][:] = 0
    c, _, _ = gru_forward(np.zeros((5, 2, 8)), np.ones((4, 2)), parameters)
    assert np.all(np.abs(c[:, :, -1] - math.exp(-1)) < 0.03)


def test_initial_weights_have_mean_zero_and_variance_one_over_n_a():
    parameters = initialize_gru(300, 200, 100, np.random.default_rng(0))
    for key in ("Wu", "Wr", "Wc", "Wy"):
        scaled = parameters[key] * math.sqrt(200)
        assert abs(np.mean(scaled)) < 0.03
        assert abs(np.std(scaled) - 1) < 0.03


def test_the_generator_alone_decides_the_initial_weights():
    one, same, other = (initialize_gru(5, 4, 3, np.random.default_rng(seed)) for seed in (1, 1, 2))
    for key in ("Wu", "Wr", "Wc", "Wy"):
        assert np.array_equal(one[key], same[key])
        assert not np.any(one[key] == other[key])
    assert not np.any(one["Wu"] == one["Wr"]) and not np.any(one["Wr"] == one["Wc"])
