"""Both directions, with every cell, against independent implementations and by their laws."""
import copy
from types import SimpleNamespace

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (TOY, arrays_in, assert_close, assert_gradients, hidden_parameters, normal,
                        onnx_network, problem, problems, random_like, reference_states, seeds,
                        sizes, with_d)

from rnn_utils import ShapeError, output_backward
from rnn_utils.bidirectional import (bidirectional, bidirectional_backward, bidirectional_forward,
                                     initialize_bidirectional, reverse_padded)
from rnn_utils.cells import (FAST_GRU, FAST_LSTM, FAST_RNN, GRU, LSTM, RNN, hidden_states)

CELLS = {"RNN": RNN, "GRU": GRU, "LSTM": LSTM}
FAST = {"RNN": FAST_RNN, "GRU": FAST_GRU, "LSTM": FAST_LSTM}
EVERY_CELL = pytest.mark.parametrize("kind", CELLS)


def two_ways(kind, sizes=TOY, seed=0, dtype=np.float64):
    """A random bidirectional network with a random padded batch; see `problem`."""
    p = problem(sizes, seed, dtype)
    n_x, n_a, n_y, m, _ = sizes
    rng = np.random.default_rng([seed, 2])
    return SimpleNamespace(
        kind=kind, cell=CELLS[kind], sizes=sizes, x=p.x, y=p.y, lengths=p.lengths, mask=p.mask,
        a0=(p.a0, normal(rng, (n_a, m), dtype)),
        parameters={"forward": hidden_parameters(kind, n_x, n_a, rng, dtype),
                    "backward": hidden_parameters(kind, n_x, n_a, rng, dtype),
                    "Wya": normal(rng, (n_y, 2 * n_a), dtype), "by": p.parameters["by"]})


def two_ways_of_any_kind(largest=8, dtype=np.float64):
    return st.builds(two_ways, st.sampled_from(list(CELLS)), sizes(largest), seeds, st.just(dtype))


def forward(p, lengths):
    return bidirectional_forward(p.x, p.a0, p.parameters, lengths, p.cell)


def swapped(p):
    """The same network with its directions changing places."""
    n_a = p.sizes.n_a
    Wya = p.parameters["Wya"]
    parameters = {"forward": p.parameters["backward"], "backward": p.parameters["forward"],
                  "Wya": np.hstack([Wya[:, n_a:], Wya[:, :n_a]]), "by": p.parameters["by"]}
    return p.a0[::-1], parameters


def halves_swapped(a):
    n_a = len(a) // 2
    return np.concatenate([a[n_a:], a[:n_a]])


# -- reversing ------------------------------------------------------------------------------------


@given(problems())
def test_each_example_is_reversed_within_its_own_length(p):
    expected = p.x.copy()
    for i, length in enumerate(p.lengths):
        for t in range(length):
            expected[:, i, t] = p.x[:, i, length - 1 - t]
    assert np.array_equal(reverse_padded(p.x, p.lengths), expected)


@given(problems())
def test_reversed_twice_it_is_what_it_was(p):
    there = reverse_padded(p.x, p.lengths)
    assert np.array_equal(reverse_padded(there, p.lengths), p.x)


def test_a_batch_without_padding_is_turned_round_as_a_whole():
    p = problem()
    assert np.array_equal(reverse_padded(p.x, np.full(2, 7)), p.x[:, :, ::-1])


def test_an_example_of_no_length_stays_as_it_is():
    p = problem()
    assert np.array_equal(reverse_padded(p.x, np.array([0, 1])), p.x)


@pytest.mark.parametrize("dtype", [np.float32, int, bool, complex])
def test_reversing_gives_a_new_array_of_the_same_kind(dtype):
    x = problem().x.astype(dtype)
    x.flags.writeable = False
    there = reverse_padded(x, np.array([7, 3]))
    assert there.dtype == dtype and not np.shares_memory(there, x)


@pytest.mark.parametrize("lengths, message", [
    (np.array([7, 8]), "`lengths[1]` is 8; expected 0 to T_x = 7"),
    (np.array([-1, 7]), "`lengths[0]` is -1; expected 0 to T_x = 7"),
    (np.array([7, 3], np.float32), "`lengths` holds float32; expected whole numbers, "
                                   "use lengths.astype(int)"),
    (np.array([7, 3, 2]), "`lengths` has 3 items; expected m = 2 from `x`"),
    ([7, 3], "`lengths` is a list of 2; expected a NumPy array (m,)"),
])
def test_lengths_that_do_not_fit_are_named(lengths, message):
    p = two_ways("RNN")
    for function, arguments in [(reverse_padded, (p.x, lengths)),
                                (bidirectional_forward, (p.x, p.a0, p.parameters, lengths))]:
        with pytest.raises(ValueError) as error:
            function(*arguments)
        assert str(error.value) == message


# -- forward, against two other implementations -----------------------------------------------


@given(two_ways_of_any_kind(dtype=np.float32), st.booleans())
def test_forward_is_that_of_onnx_runtime(p, padded):
    lengths = p.lengths if padded else np.full(p.sizes.m, p.sizes.T_x)
    a, y_pred, _ = forward(p, lengths if padded else None)
    states = 2 if p.kind == "LSTM" else 1
    layer = [(p.parameters[direction], (a0, np.zeros_like(a0))[:states])
             for direction, a0 in zip(("forward", "backward"), p.a0)]
    onnx_a, onnx_y_pred, last = onnx_network(p.kind, p.x, [layer], p.parameters["Wya"],
                                             p.parameters["by"], lengths)
    real = np.arange(p.sizes.T_x) < lengths[:, None]
    assert_close(a[:, real], onnx_a[:, real], 1e-6)
    assert_close(y_pred[:, real], onnx_y_pred[:, real], 1e-6)
    n_a = p.sizes.n_a
    last_forward = np.stack([a[:n_a, i, length - 1] for i, length in enumerate(lengths)], axis=1)
    assert_close(np.concatenate([last_forward, a[n_a:, :, 0]]), last[0], 1e-6)


def reference(kind, x, lengths, a0, parameters):
    """a and z = Wya a + by of each real step, one example after the other: {(i, t): (a, z)}."""
    found = {}
    for i, length in enumerate(lengths):
        steps = [x[:, i:i + 1, t] for t in range(length)]
        a_forward = reference_states(kind, steps, a0[0][:, i:i + 1], parameters["forward"])
        a_backward = reference_states(kind, steps[::-1], a0[1][:, i:i + 1], parameters["backward"])
        for t in range(length):
            a = anp.concatenate([a_forward[t], a_backward[length - 1 - t]])
            found[i, t] = a, anp.einsum("yk,km->ym", parameters["Wya"], a) + parameters["by"]
    return found


@given(two_ways_of_any_kind(), st.booleans())
def test_forward_is_the_formula_example_by_example(p, padded):
    lengths = p.lengths if padded else np.full(p.sizes.m, p.sizes.T_x)
    a, y_pred, _ = forward(p, lengths if padded else None)
    for (i, t), (state, z) in reference(p.kind, p.x, lengths, p.a0, p.parameters).items():
        assert_close(a[:, i:i + 1, t], state, 1e-10)
        assert_close(y_pred[:, i:i + 1, t], np.exp(z) / np.sum(np.exp(z)), 1e-10)


# -- laws of the forward pass -------------------------------------------------------------------


@given(two_ways_of_any_kind(), st.data())
def test_each_half_depends_on_its_own_side_of_the_sequence(p, data):
    i = data.draw(st.integers(0, p.sizes.m - 1))
    t = data.draw(st.integers(0, p.lengths[i] - 1))
    changed = p.x.copy()
    changed[:, i, t] += 1
    a, _, _ = forward(p, p.lengths)
    a_changed, _, _ = bidirectional_forward(changed, p.a0, p.parameters, p.lengths, p.cell)
    same = a == a_changed
    n_a, length = p.sizes.n_a, p.lengths[i]
    assert np.all(same[:n_a, i, :t]) and not np.any(same[:n_a, i, t])
    assert not np.any(same[n_a:, i, t]) and np.all(same[n_a:, i, t + 1:length])
    others = np.arange(p.sizes.m) != i
    assert_close(a[:, others], a_changed[:, others])


@given(two_ways_of_any_kind(), st.booleans())
def test_over_the_reversed_input_it_is_itself_reversed_with_its_directions_swapped(p, padded):
    lengths = p.lengths if padded else None
    whole = p.lengths if padded else np.full(p.sizes.m, p.sizes.T_x)
    a, y_pred, caches = forward(p, lengths)
    x_reversed = reverse_padded(p.x, whole)
    a_swapped, y_pred_swapped, caches_swapped = bidirectional_forward(
        x_reversed, *swapped(p), lengths, p.cell)
    real = np.arange(p.sizes.T_x) < whole[:, None]
    assert np.array_equal(reverse_padded(halves_swapped(a_swapped), whole)[:, real], a[:, real])
    assert_close(reverse_padded(y_pred_swapped, whole)[:, real], y_pred[:, real])
    da = random_like(a) * real
    gradients = bidirectional_backward(da, caches, p.cell)
    gradients_swapped = bidirectional_backward(reverse_padded(halves_swapped(da), whole),
                                               caches_swapped, p.cell)
    assert_close(reverse_padded(gradients_swapped["dx"], whole), gradients["dx"])
    for one, other in [("forward", "backward"), ("backward", "forward")]:
        for key, gradient in gradients[one].items():
            assert_close(gradients_swapped[other][key], gradient)
    for one, other in zip(gradients["da0"], gradients_swapped["da0"][::-1]):
        assert_close(one, other)


@given(two_ways_of_any_kind())
def test_a_palindrome_read_by_two_equal_cells_looks_the_same_from_both_ends(p):
    x = p.x + p.x[:, :, ::-1]
    p.parameters["backward"] = p.parameters["forward"]
    a, _, _ = bidirectional_forward(x, (p.a0[0], p.a0[0]), p.parameters, cell=p.cell)
    assert np.array_equal(a[:p.sizes.n_a], a[p.sizes.n_a:, :, ::-1])


@given(two_ways_of_any_kind())
def test_the_upper_half_is_the_cell_itself(p):
    a, _, (caches_forward, _, _) = forward(p, p.lengths)
    a_alone, caches = hidden_states(p.x, p.a0[0], p.parameters["forward"], p.cell)
    assert np.array_equal(a[:p.sizes.n_a], a_alone)
    da = random_like(a_alone)
    gradients, alone = p.cell.backward(da, caches_forward), p.cell.backward(da, caches)
    assert all(np.array_equal(gradients[key], alone[key]) for key in alone)


@given(two_ways_of_any_kind())
def test_a_padded_batch_is_its_single_sequences(p):
    a, y_pred, caches = forward(p, p.lengths)
    da = random_like(a) * p.mask
    gradients = bidirectional_backward(da, caches, p.cell)
    single = {path: np.zeros_like(array) for path, array in arrays_in(gradients)}
    for i, length in enumerate(p.lengths):
        x, a0 = p.x[:, [i], :length], tuple(state[:, [i]] for state in p.a0)
        a_i, y_pred_i, caches_i = bidirectional_forward(x, a0, p.parameters, cell=p.cell)
        assert_close(a[:, [i], :length], a_i)
        assert_close(y_pred[:, [i], :length], y_pred_i)
        gradients_i = bidirectional_backward(da[:, [i], :length], caches_i, p.cell)
        for path, gradient in arrays_in(gradients_i):
            if path == ("dx",):
                single[path][:, [i], :length] = gradient
            elif path[0] == "da0":
                single[path][:, [i]] = gradient
            else:
                single[path] += gradient
    for path, gradient in arrays_in(gradients):
        assert_close(gradient, single[path])
    assert np.all(gradients["dx"][:, p.mask == 0] == 0)


@given(two_ways_of_any_kind(), seeds)
def test_what_stands_in_the_padding_does_not_matter(p, seed):
    other = np.where(p.mask, p.x, normal(np.random.default_rng(seed), p.x.shape))
    a, y_pred, caches = forward(p, p.lengths)
    a_other, y_pred_other, caches_other = bidirectional_forward(other, p.a0, p.parameters,
                                                                p.lengths, p.cell)
    real = p.mask == 1
    assert np.array_equal(a[:, real], a_other[:, real])
    assert np.array_equal(y_pred[:, real], y_pred_other[:, real])
    da = random_like(a) * p.mask
    gradients = dict(arrays_in(bidirectional_backward(da, caches, p.cell)))
    for path, gradient in arrays_in(bidirectional_backward(da, caches_other, p.cell)):
        assert_close(gradient, gradients[path])


@given(two_ways_of_any_kind())
def test_no_lengths_are_full_lengths(p):
    a, y_pred, caches = forward(p, None)
    a_full, y_pred_full, caches_full = forward(p, np.full(p.sizes.m, p.sizes.T_x))
    assert np.array_equal(a, a_full) and np.array_equal(y_pred, y_pred_full)
    assert np.array_equal(caches[2], caches_full[2])


def test_what_happens_to_the_results_does_not_reach_the_caches():
    p = two_ways("GRU")
    a, y_pred, caches = forward(p, p.lengths)
    da = random_like(a)
    before = dict(arrays_in(bidirectional_backward(da, caches, p.cell)))
    a[:], y_pred[:] = 99, 99
    for path, gradient in arrays_in(bidirectional_backward(da, caches, p.cell)):
        assert np.array_equal(gradient, before[path])


# -- backward, by complex step and by automatic differentiation ----------------------------------


def without_output(parameters):
    return {key: parameters[key] for key in ("forward", "backward")}


@given(two_ways_of_any_kind(), st.booleans())
def test_backward_by_complex_step(p, padded):
    lengths = p.lengths if padded else None
    a, _, caches = forward(p, lengths)
    da = random_like(a)                          # in the padding too: that is a step like others

    def f(x, a0, parameters):
        return np.sum(da * bidirectional_forward(x, a0, p.parameters | parameters, lengths,
                                                 p.cell)[0])

    values = {"x": p.x, "a0": p.a0, "parameters": without_output(p.parameters)}
    assert_gradients(bidirectional_backward(da, caches, p.cell), f, values)


@given(two_ways_of_any_kind())
def test_the_whole_chain_by_automatic_differentiation(p):
    """From a loss of the real steps to everything there is, output layer included."""
    a, y_pred, caches = forward(p, p.lengths)
    da, gradients = output_backward(y_pred, p.y, a, p.parameters, p.mask)
    gradients |= bidirectional_backward(da, caches, p.cell)

    def f(values):
        total = 0
        for (i, t), (_, z) in reference(p.kind, values["x"], p.lengths, values["a0"],
                                        values["parameters"]).items():
            total += anp.log(anp.sum(anp.exp(z))) - anp.sum(p.y[:, i:i + 1, t] * z)
        return total / p.sizes.m

    references = autograd.grad(f)({"x": p.x, "a0": p.a0, "parameters": p.parameters})
    found = dict(arrays_in(gradients))
    expected = {with_d(path): gradient for path, gradient in arrays_in(references)}
    assert found.keys() == expected.keys()
    for path, gradient in expected.items():
        assert_close(found[path], gradient)


@given(two_ways_of_any_kind())
def test_backward_is_linear_in_da(p):
    a, _, caches = forward(p, p.lengths)
    one, two = random_like(a, 1), random_like(a, 2)
    first, second, both = (dict(arrays_in(bidirectional_backward(da, caches, p.cell)))
                           for da in (one, two, 3 * one - 2 * two))
    for path in both:
        assert_close(both[path], 3 * first[path] - 2 * second[path])


# -- types and arguments ---------------------------------------------------------------------------


@EVERY_CELL
@pytest.mark.parametrize("sizes", [TOY, TOY._replace(T_x=1), TOY._replace(m=1)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_float32_is_kept_everywhere_and_float64_is_the_default(kind, sizes, dtype):
    p = two_ways(kind, sizes, dtype=dtype)
    a, y_pred, caches = forward(p, p.lengths)
    gradients = bidirectional_backward(a, caches, p.cell)
    results = [a, y_pred, *(array for _, array in arrays_in(gradients))]
    assert {result.dtype for result in results} == {np.dtype(dtype)}


@EVERY_CELL
def test_the_fast_cells_give_the_same(kind):
    p = two_ways(kind)
    a, y_pred, caches = forward(p, p.lengths)
    a_fast, y_pred_fast, caches_fast = bidirectional_forward(p.x, p.a0, p.parameters, p.lengths,
                                                             FAST[kind])
    assert_close(a_fast, a, 1e-10)
    assert_close(y_pred_fast, y_pred, 1e-10)
    da = random_like(a)
    expected = dict(arrays_in(bidirectional_backward(da, caches, p.cell)))
    found = dict(arrays_in(bidirectional_backward(da, caches_fast, FAST[kind])))
    assert found.keys() == expected.keys()
    for path in expected:
        assert_close(found[path], expected[path], 1e-10)


@EVERY_CELL
def test_nothing_is_written_into_the_arguments(kind):
    p = two_ways(kind)
    da = random_like(np.zeros((2 * p.sizes.n_a, p.sizes.m, p.sizes.T_x)))
    arrays = [p.x, p.lengths, da, *p.a0, *(array for _, array in arrays_in(p.parameters))]
    for array in arrays:
        array.flags.writeable = False
    keys = [path for path, _ in arrays_in(p.parameters)]
    before = copy.deepcopy(arrays)
    _, _, caches = forward(p, p.lengths)
    bidirectional_backward(da, caches, p.cell)
    bidirectional_backward(da, caches, p.cell)
    assert [path for path, _ in arrays_in(p.parameters)] == keys
    assert all(np.array_equal(array, other) for array, other in zip(arrays, before))


def with_parameters(**changed):
    p = two_ways("RNN")
    return p.x, p.a0, p.parameters | changed


def without(key):
    x, a0, parameters = with_parameters()
    del parameters[key]
    return x, a0, parameters


def backward_with(change):
    p = two_ways("RNN")
    a, _, caches = forward(p, p.lengths)
    return change(a, caches)


MESSAGES = {                                     # n_x = 5, n_a = 4, n_y = 3, m = 2, T_x = 7
    "one state for both directions": (
        bidirectional_forward, (problem().x, problem().a0, with_parameters()[2]),
        "`a0` is a NumPy array; expected the 2 items (forward, backward)"),
    "the output layer of one direction": (
        bidirectional_forward, with_parameters(Wya=np.ones((3, 4))),
        "`Wya` is (3, 4); expected (n_y, n_a+n_a) with n_y = 3 from `by` and "
        "n_a = 4 from `forward` in `a0`"),
    "no backward direction": (
        bidirectional_forward, without("backward"),
        "`parameters` has no key 'backward'; expected the keys forward, backward, Wya, by, "
        "got forward, Wya, by"),
    "a direction without its weights": (
        bidirectional_forward, with_parameters(backward={}),
        "`parameters` has no key 'Wax'; expected the keys Wax, Waa, ba, Wya, by, got Wya, by"),
    "batch first": (
        bidirectional_forward, (problem().x.transpose(1, 2, 0), *with_parameters()[1:]),
        "`x` is (2, 7, 5); expected (n_x, m, T_x) = (5, 2, 7): its axes look like (m, T_x, n_x)"),
    "the caches of one direction": (
        bidirectional_backward, backward_with(lambda a, caches: (a, caches[0])),
        "`caches` is a list of 7; expected the 3 items (caches_forward, caches_backward, lengths)"),
    "the gradient of one direction": (
        bidirectional_backward, backward_with(lambda a, caches: (a[:4], caches)),
        "`da` is (2, 2, 7); expected (n_a, m, T_x) with n_a = 4, m = 2 from "
        "`a_next` in `caches[0]` and T_x = 7 from `caches`"),
}


@pytest.mark.parametrize("function, arguments, message", MESSAGES.values(), ids=MESSAGES)
def test_what_does_not_fit_is_said_in_one_sentence(function, arguments, message):
    with pytest.raises(ShapeError) as error:
        function(*arguments)
    assert str(error.value) == message


# -- random parameters, and both directions as a cell ----------------------------------------------


@EVERY_CELL
def test_initial_parameters_fit_and_differ_between_the_directions(kind):
    rng = np.random.default_rng(0)
    parameters = initialize_bidirectional(5, 4, 3, rng, CELLS[kind])
    assert parameters.keys() == {"forward", "backward", "Wya", "by"}
    expected = hidden_parameters(kind, 5, 4, rng)
    for direction in ("forward", "backward"):
        shapes = {key: value.shape for key, value in parameters[direction].items()}
        assert shapes == {key: value.shape for key, value in expected.items()}
    for key in expected:
        if key.startswith("W"):
            assert not np.any(parameters["forward"][key] == parameters["backward"][key])
    assert parameters["Wya"].shape == (3, 8) and not np.any(parameters["by"])
    p = two_ways(kind)
    _, y_pred, _ = bidirectional_forward(p.x, p.a0, parameters, cell=p.cell)
    assert y_pred.shape == (3, 2, 7)


def test_initial_output_weights_have_mean_zero_and_variance_one_over_their_number():
    parameters = initialize_bidirectional(5, 200, 100, np.random.default_rng(0))
    scaled = parameters["Wya"] * np.sqrt(400)
    assert abs(np.mean(scaled)) < 0.03 and abs(np.std(scaled) - 1) < 0.03


@EVERY_CELL
def test_two_directions_under_the_face_of_a_cell(kind):
    p = two_ways(kind)
    cell = bidirectional(p.cell, p.lengths)
    assert cell.name == f"bidirectional {kind}" and cell.step is None
    a, y_pred, caches = cell.forward(p.x, p.a0, p.parameters)
    expected_a, expected_y_pred, expected_caches = forward(p, p.lengths)
    assert np.array_equal(a, expected_a) and np.array_equal(y_pred, expected_y_pred)
    da = random_like(a)
    expected = dict(arrays_in(bidirectional_backward(da, expected_caches, p.cell)))
    for path, gradient in arrays_in(cell.backward(da, caches)):
        assert np.array_equal(gradient, expected[path])
    one, other = (initialize(5, 4, 3, np.random.default_rng(0)) for initialize in (
        cell.initialize, lambda *sizes: initialize_bidirectional(*sizes, p.cell)))
    assert all(np.array_equal(array, dict(arrays_in(other))[path])
               for path, array in arrays_in(one))
    states, _ = hidden_states(p.x, p.a0, without_output(p.parameters), cell)
    assert np.array_equal(states, a)
