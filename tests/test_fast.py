"""The textbook's passes and their fast form: the same tests for both, and both give the same."""
import time
import tracemalloc
import warnings
from collections import namedtuple

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (TOY, Sizes, assert_close, assert_gradients, gated_problem, onnx_network, problem, random_like,
                        reference_states, seeds, sizes)

from rnn_utils import ShapeError, fast, gru, lstm, rnn

Pass = namedtuple("Pass", "kind forward backward state output gates")


def passes(kind, module):
    """Forward and backward of a cell; the name of its first state and that of its output weights."""
    name = kind.lower()
    state, output, gates = {"RNN": ("a0", "Wya", ""), "GRU": ("c0", "Wy", "urc"), "LSTM": ("a0", "Wy", "fico")}[kind]
    return Pass(kind, getattr(module, name + "_forward"), getattr(module, name + "_backward"), state, output, gates)


KINDS = ("RNN", "GRU", "LSTM")
TEXTBOOK = {kind: passes(kind, module) for kind, module in zip(KINDS, (rnn, gru, lstm))}
FAST = {kind: passes(kind, fast) for kind in KINDS}
EITHER = pytest.mark.parametrize("cell", [*TEXTBOOK.values(), *FAST.values()],
                                 ids=[f"{form}-{kind}" for form in ("textbook", "fast") for kind in KINDS])
EACH = pytest.mark.parametrize("kind", KINDS)


def problem_for(kind, sizes=TOY, seed=0, dtype=np.float64):
    p = gated_problem(FAST[kind].gates, sizes, seed, dtype) if kind != "RNN" else problem(sizes, seed, dtype)
    p.first = p.c0 if kind == "GRU" else p.a0
    return p


def forward(cell, p):
    """The states, the predictions and the caches; for an LSTM the memory as well, before the caches."""
    return cell.forward(p.x, p.first, p.parameters)


def backward(cell, p, d_states=None):
    states, *_, caches = forward(cell, p)
    return cell.backward(random_like(states) if d_states is None else d_states, caches)


def hidden(cell, parameters):
    return {key: value for key, value in parameters.items() if key not in (cell.output, "by")}


# -- the same tests for both ------------------------------------------------------------------------


@EITHER
@given(sizes(), seeds)
def test_forward_is_that_of_onnx_runtime(cell, sizes, seed):
    p = problem_for(cell.kind, sizes, seed, np.float32)
    first = (p.first, np.zeros_like(p.first)) if cell.kind == "LSTM" else (p.first,)
    states, y_pred, *_ = forward(cell, p)
    expected, expected_y_pred, _ = onnx_network(cell.kind, p.x, [[(p.parameters, first)]], p.parameters[cell.output],
                                                p.parameters["by"], np.full(sizes.m, sizes.T_x))
    assert_close(states, expected, 1e-6)
    assert_close(y_pred, expected_y_pred, 1e-6)


@EITHER
@given(sizes(), seeds)
def test_forward_is_the_formula(cell, sizes, seed):
    p = problem_for(cell.kind, sizes, seed)
    states, y_pred, *_ = forward(cell, p)
    expected = np.stack(reference_states(cell.kind, list(p.x.transpose(2, 0, 1)), p.first, p.parameters), axis=2)
    assert_close(states, expected, 1e-10)
    z = np.einsum("yk,kmt->ymt", p.parameters[cell.output], expected) + p.parameters["by"][:, :, None]
    assert_close(y_pred, np.exp(z) / np.exp(z).sum(axis=0), 1e-10)


@EITHER
@given(sizes(largest=6), seeds)
def test_backward_by_complex_step(cell, sizes, seed):
    p = problem_for(cell.kind, sizes, seed)
    d_states = random_like(forward(cell, p)[0])

    def loss(parameters, x, **first):
        return np.sum(d_states * cell.forward(x, first[cell.state], p.parameters | parameters)[0])

    assert_gradients(backward(cell, p, d_states), loss,
                     {"parameters": hidden(cell, p.parameters), "x": p.x, cell.state: p.first})


@EITHER
@given(sizes(), seeds)
def test_backward_by_automatic_differentiation(cell, sizes, seed):
    p = problem_for(cell.kind, sizes, seed)
    gradients = backward(cell, p)
    d_states = random_like(forward(cell, p)[0])

    def loss(x, first, parameters):
        states = reference_states(cell.kind, [x[:, :, t] for t in range(sizes.T_x)], first, parameters)
        return sum(anp.sum(d_states[:, :, t] * state) for t, state in enumerate(states))

    dx, dfirst, expected = autograd.grad(loss, (0, 1, 2))(p.x, p.first, hidden(cell, p.parameters))
    assert_close(gradients["dx"], dx)
    assert_close(gradients["d" + cell.state], dfirst)
    for key, gradient in expected.items():
        assert_close(gradients["d" + key], gradient)


@EITHER
@given(sizes(), seeds, st.data())
def test_nothing_before_step_t_depends_on_the_input_at_step_t(cell, sizes, seed, data):
    p = problem_for(cell.kind, sizes, seed)
    t = data.draw(st.integers(0, sizes.T_x - 1))
    states, y_pred, *_ = forward(cell, p)
    p.x[:, :, t] += 1
    changed, y_pred_changed, *_ = forward(cell, p)
    assert np.array_equal(states[:, :, :t], changed[:, :, :t])
    assert np.array_equal(y_pred[:, :, :t], y_pred_changed[:, :, :t])
    assert not np.any(states[:, :, t] == changed[:, :, t])


@EITHER
@given(sizes(), seeds)
def test_examples_do_not_see_each_other(cell, sizes, seed):
    p = problem_for(cell.kind, sizes, seed)
    some = np.random.default_rng(seed).permutation(sizes.m)[:-1]
    states, y_pred, *_ = forward(cell, p)
    gradients = backward(cell, p, p.mask * random_like(states))
    p.x, p.first = p.x[:, some], p.first[:, some]
    assert_close(forward(cell, p)[0], states[:, some])
    assert_close(forward(cell, p)[1], y_pred[:, some])
    of_some = backward(cell, p, (p.mask * random_like(states))[:, some])
    assert_close(of_some["dx"], gradients["dx"][:, some])
    assert_close(of_some["d" + cell.state], gradients["d" + cell.state][:, some])


@EITHER
@given(sizes(), seeds)
def test_a_padded_batch_is_its_single_sequences(cell, sizes, seed):
    p = problem_for(cell.kind, sizes, seed)
    d_states = p.mask * random_like(forward(cell, p)[0])
    gradients = backward(cell, p, d_states)
    total = {key: 0 for key in gradients}
    for i, length in enumerate(p.lengths):
        one = problem_for(cell.kind, sizes, seed)
        one.x, one.first = p.x[:, [i], :length], p.first[:, [i]]
        for key, gradient in backward(cell, one, d_states[:, [i], :length]).items():
            total[key] = total[key] + gradient if key not in ("dx", "d" + cell.state) else 0
        assert_close(gradients["dx"][:, [i], :length], backward(cell, one, d_states[:, [i], :length])["dx"])
    for key in total.keys() - {"dx", "d" + cell.state}:
        assert_close(gradients[key], total[key])
    assert np.all(gradients["dx"][:, p.mask == 0] == 0)


@EITHER
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_float32_is_kept_everywhere_and_float64_is_the_default(cell, dtype):
    p = problem_for(cell.kind, dtype=dtype)
    results = [*forward(cell, p)[:-1], *backward(cell, p).values()]
    assert {result.dtype for result in results} == {np.dtype(dtype)}


@EITHER
def test_one_float64_among_float32_makes_all_of_it_float64(cell):
    p = problem_for(cell.kind, dtype=np.float32)
    d_states = random_like(forward(cell, p)[0]).astype(np.float64)
    assert {gradient.dtype for gradient in backward(cell, p, d_states).values()} == {np.dtype(np.float64)}
    p.parameters["by"] = p.parameters["by"].astype(np.float64)
    assert {result.dtype for result in forward(cell, p)[:-1]} == {np.dtype(np.float64)}


@EITHER
@pytest.mark.parametrize("dtype", [int, np.uint8, bool])
def test_whole_numbers_everywhere_are_not_rounded(cell, dtype):
    p, whole = problem_for(cell.kind), problem_for(cell.kind)
    p.x, whole.x = (p.x > 0).astype(float), (p.x > 0).astype(dtype)
    p.first, whole.first = np.rint(p.first), np.rint(p.first).astype(int)
    p.parameters = {key: np.rint(2 * value) for key, value in p.parameters.items()}
    whole.parameters = {key: value.astype(int) for key, value in p.parameters.items()}
    d_states = np.rint(3 * random_like(forward(cell, p)[0]))
    for result, expected in zip(forward(cell, whole)[:-1], forward(cell, p)[:-1]):
        assert_close(result, expected)
    expected = backward(cell, p, d_states)
    for key, gradient in backward(cell, whole, d_states.astype(int)).items():
        assert_close(gradient, expected[key])


@EITHER
def test_nothing_is_written_into_the_arguments(cell):
    p = problem_for(cell.kind)
    states, *_, caches = forward(cell, p)
    d_states = random_like(states)
    for array in (p.x, p.first, d_states, *p.parameters.values()):
        array.flags.writeable = False
    keys = list(p.parameters)
    cell.backward(d_states, forward(cell, p)[-1])
    assert list(p.parameters) == keys


@EITHER
def test_a_second_call_gives_the_same(cell):
    p = problem_for(cell.kind)
    states, *_, caches = forward(cell, p)
    first, second = (cell.backward(random_like(states), caches) for _ in range(2))
    assert np.array_equal(states, forward(cell, p)[0])
    assert all(np.array_equal(first[key], second[key]) for key in first)


@EITHER
def test_what_happens_to_predictions_and_gradients_does_not_reach_the_caches(cell):
    p = problem_for(cell.kind)
    states, y_pred, *_, caches = forward(cell, p)
    gradients = cell.backward(random_like(states), caches)
    expected = {key: gradient.copy() for key, gradient in gradients.items()}
    y_pred[:] = 99
    for gradient in gradients.values():
        gradient[:] = 99
    again = cell.backward(random_like(states), caches)
    assert all(np.array_equal(again[key], expected[key]) for key in expected)


@EITHER
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_saturated_network_stays_finite_without_a_warning(cell, dtype):
    p = problem_for(cell.kind, Sizes(n_x=5, n_a=40, n_y=3, m=8, T_x=7), dtype=dtype)
    p.parameters = {key: 1000 * value for key, value in p.parameters.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        results = [*forward(cell, p)[:-1], *backward(cell, p).values()]
    assert all(np.all(np.isfinite(result)) for result in results)


# -- both give the same -----------------------------------------------------------------------------


def assert_same(kind, p, tolerance):
    outputs, expected = forward(FAST[kind], p)[:-1], forward(TEXTBOOK[kind], p)[:-1]
    for output, other in zip(outputs, expected, strict=True):
        assert_close(output, other, tolerance)
    gradients, expected = backward(FAST[kind], p), backward(TEXTBOOK[kind], p)
    assert gradients.keys() == expected.keys()
    for key in expected:
        assert_close(gradients[key], expected[key], tolerance)


@EACH
@pytest.mark.parametrize("dtype, tolerance", [(np.float64, 1e-10), (np.float32, 1e-4)])
@given(st.data())
def test_fast_gives_what_the_textbook_gives(kind, dtype, tolerance, data):
    assert_same(kind, problem_for(kind, data.draw(sizes()), data.draw(seeds), dtype), tolerance)


@EACH
@pytest.mark.parametrize("dtype, tolerance", [(np.float64, 1e-10), (np.float32, 1e-4)])
@pytest.mark.parametrize("sizes", [
    Sizes(1, 1, 1, 1, 1), Sizes(3, 5, 2, 1, 4), Sizes(3, 5, 2, 4, 1), Sizes(3, 1, 2, 4, 6), Sizes(1, 5, 2, 4, 6),
    Sizes(3, 5, 1, 4, 6), Sizes(0, 5, 2, 4, 6), Sizes(2, 3, 4, 1, 2500), Sizes(2, 3, 4, 300, 9), Sizes(2, 3, 4, 2000, 3),
    Sizes(7, 33, 5, 20, 11), Sizes(3, 257, 2, 290, 5)], ids=str)
def test_fast_gives_what_the_textbook_gives_at_the_edges_and_over_several_blocks(kind, dtype, tolerance, sizes):
    p = problem_for(kind, sizes, dtype=dtype)
    p.parameters = {key: value / max(1, sizes.n_a / 4) for key, value in p.parameters.items()}
    assert_same(kind, p, tolerance)


@EACH
@given(sizes(), seeds, st.integers(1, 20))
def test_blocks_do_not_change_the_gradients(kind, sizes, seed, columns):
    p = problem_for(kind, sizes, seed)
    expected = backward(FAST[kind], p)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast, "COLUMNS", columns)
        for key, gradient in backward(FAST[kind], p).items():
            assert_close(gradient, expected[key])


@given(st.sampled_from([5, 255, 256, 600]), st.integers(0, 3000), st.integers(0, 50))
def test_blocks_are_all_the_steps_once_and_from_the_last_to_the_first(n_a, m, T_x):
    size, blocks = fast._blocks(n_a, m, T_x)
    assert [t for block in blocks for t in range(T_x)[block][::-1]] == list(range(T_x))[::-1]
    assert all(len(range(T_x)[block]) == size for block in blocks[:-1])
    least = 2 * fast.COLUMNS if n_a >= 256 else fast.COLUMNS
    assert size * max(m, 1) >= least or len(blocks) <= 1
    assert (size - 1) * max(m, 1) < least


@EACH
@pytest.mark.parametrize("sizes", [TOY, Sizes(n_x=5, n_a=40, n_y=3, m=8, T_x=7)], ids=["few", "many"])
def test_both_kinds_of_tanh_are_used_and_accept_any_number(kind, sizes):
    used = fast._tanh_for(problem_for(kind, sizes).first, np.dtype(float))
    assert used is (np.tanh if sizes is TOY else fast._tanh_by_exp)
    z = np.array([-np.inf, -1000, -20, -0.5, -1e-9, 0, 1e-9, 0.5, 20, 1000, np.inf])
    with np.errstate(over="ignore"):
        used(z, out := np.empty_like(z))
    assert np.max(np.abs(out - np.tanh(z))) < 3e-16


@EACH
def test_any_order_in_memory_will_do(kind):
    p = problem_for(kind)
    d_states = random_like(forward(FAST[kind], p)[0])
    expected, expected_gradients = forward(FAST[kind], p)[0], backward(FAST[kind], p, d_states)

    def otherwise(array):                        # the same numbers: reversed axes, and holes between them
        holes = np.zeros(tuple(2 * n for n in array.shape[::-1]), array.dtype)
        view = holes[(slice(None, None, 2),) * array.ndim].T
        view[...] = array
        return view

    p.x, p.first = otherwise(p.x), otherwise(p.first)
    p.parameters = {key: otherwise(value) for key, value in p.parameters.items()}
    assert np.array_equal(forward(FAST[kind], p)[0], expected)
    for key, gradient in backward(FAST[kind], p, otherwise(d_states)).items():
        assert np.array_equal(gradient, expected_gradients[key])


@EACH
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_without_predictions_without_steps_and_without_examples(kind, dtype):
    cell, p = FAST[kind], problem_for(kind, dtype=dtype)
    expected, expected_gradients = forward(cell, p)[0], backward(cell, p)
    p.parameters |= {cell.output: np.zeros((0, p.sizes.n_a), dtype), "by": np.zeros((0, 1), dtype)}
    states, y_pred, *_ = forward(cell, p)
    assert y_pred.shape == (0, p.sizes.m, p.sizes.T_x) and y_pred.dtype == dtype
    assert np.array_equal(states, expected)
    assert all(np.array_equal(gradient, expected_gradients[key]) for key, gradient in backward(cell, p).items())
    for axis in (1, 2):
        p = problem_for(kind, dtype=dtype)
        p.x = np.take(p.x, [], axis=axis)
        p.first = p.first[:, :p.x.shape[1]]
        states, y_pred, *_ = forward(cell, p)
        assert states.shape == (p.sizes.n_a, *p.x.shape[1:]) and states.dtype == dtype
        assert y_pred.shape == (p.sizes.n_y, *p.x.shape[1:]) and y_pred.dtype == dtype
        assert not any(np.any(gradient) for gradient in backward(cell, p).values())


# -- what fast alone promises --------------------------------------------------------------------------


@EACH
def test_the_states_are_read_only_because_backward_needs_them(kind):
    for states in (forward(FAST[kind], problem_for(kind))[k] for k in ((0, 2) if kind == "LSTM" else (0,))):
        with pytest.raises(ValueError, match="read-only"):
            states[:] = 0
        states.copy()[:] = 0


@EACH
def test_what_happens_to_the_arguments_does_not_reach_the_caches(kind):
    cell, p = FAST[kind], problem_for(kind)
    states, *_, caches = forward(cell, p)
    expected = cell.backward(random_like(states), caches)
    for array in (p.x, p.first, *p.parameters.values()):
        array[:] = 99
    after = cell.backward(random_like(states), caches)
    assert all(np.array_equal(after[key], expected[key]) for key in expected)


@EACH
def test_what_does_not_fit_is_said_in_one_sentence(kind):
    cell, p = FAST[kind], problem_for(kind)
    states, *_, caches = forward(cell, p)
    name = "dc" if kind == "GRU" else "da"
    with pytest.raises(ShapeError, match=rf"`{cell.state}` is \(4, 3\); expected \(n_a, m\) with .*m = 2"):
        cell.forward(p.x, np.zeros((4, 3)), p.parameters)
    with pytest.raises(ShapeError, match="`parameters` has no key 'by'"):
        cell.forward(p.x, p.first, hidden(cell, p.parameters) | {cell.output: p.parameters[cell.output]})
    with pytest.raises(ShapeError, match=rf"`{name}` is \(4, 2, 6\); expected \(n_a, m, T_x\) with .*T_x = 7"):
        cell.backward(np.zeros((4, 2, 6)), caches)
    with pytest.raises(ShapeError, match="`caches` is a list of 7; expected the .* items"):
        cell.backward(states, forward(TEXTBOOK[kind], p)[-1])
    for other in set(KINDS) - {kind}:
        with pytest.raises(ShapeError, match="`caches` is a tuple of .; expected the . items"):
            cell.backward(states, forward(FAST[other], problem_for(other))[-1])


@EACH
def test_what_has_been_right_once_is_looked_at_again_when_it_changes(kind):
    cell, p = FAST[kind], problem_for(kind)
    for _ in range(2):
        states, *_, caches = forward(cell, p)
        cell.backward(states, caches)
    for x in (p.x.tolist(), p.x.astype(str), p.x[:, :1], None):
        with pytest.raises(ShapeError):
            cell.forward(x, p.first, p.parameters)
    name = FAST[kind].gates[:1] or "ax"
    for changed in ({"W" + name: p.parameters["by"]}, {"by": None}, {"by": p.parameters["by"][:, 0]}):
        with pytest.raises(ShapeError):
            cell.forward(p.x, p.first, p.parameters | changed)
    with pytest.raises(ShapeError):
        cell.backward(states, caches[:-1])
    assert np.array_equal(cell.forward(x=p.x, parameters=p.parameters, **{cell.state: p.first})[0], states)


@EACH
def test_float32_gradients_stay_close_over_ten_thousand_steps(kind):
    wide = problem_for(kind, Sizes(n_x=6, n_a=16, n_y=1, m=4, T_x=10_000))
    wide.parameters = {key: value / 3 for key, value in wide.parameters.items()}
    narrow = problem_for(kind, wide.sizes)
    for key in ("x", "first"):
        setattr(narrow, key, getattr(wide, key).astype(np.float32))
        setattr(wide, key, getattr(narrow, key).astype(np.float64))
    narrow.parameters = {key: value.astype(np.float32) for key, value in wide.parameters.items()}
    wide.parameters = {key: value.astype(np.float64) for key, value in narrow.parameters.items()}
    d_states = random_like(np.empty((16, 4, 10_000), np.float32))
    gradients, expected = backward(FAST[kind], narrow, d_states), backward(FAST[kind], wide, d_states.astype(float))
    for key in expected:
        error = np.linalg.norm(gradients[key] - expected[key]) / np.linalg.norm(expected[key])
        assert error < 1e-6, f"{key}: {error:.1e}"


def peak(kind, T_x):
    p = problem_for(kind, Sizes(n_x=8, n_a=16, n_y=4, m=8, T_x=T_x))
    d_states = np.ones((16, 8, T_x))
    tracemalloc.start()
    try:
        backward(FAST[kind], p, d_states)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@EACH
def test_memory_grows_with_the_number_of_steps_and_not_faster(kind):
    short, long = peak(kind, 2_000), peak(kind, 8_000)
    assert 3.5 < long / short < 4.2


@EACH
def test_fast_is_faster(kind):
    p = problem_for(kind, Sizes(n_x=27, n_a=50, n_y=26, m=1, T_x=30))

    def best(cell):
        def once():
            begin = time.process_time()
            backward(cell, p)
            return time.process_time() - begin
        return min(once() for _ in range(20))

    assert best(TEXTBOOK[kind]) > 2 * best(FAST[kind])      # about nine times, on a quiet machine
