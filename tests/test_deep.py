"""Layers, of every cell and of both directions, against independent implementations and laws."""
import copy
from types import SimpleNamespace

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (GATES, TOY, arrays_in, assert_close, assert_gradients, gated_problem,
                        hidden_parameters, normal, onnx_network, problem, random_like,
                        reference_states, seeds, sizes, with_d)

from rnn_utils import ShapeError, output_backward
from rnn_utils.bidirectional import (bidirectional, bidirectional_backward, bidirectional_forward,
                                     reverse_padded)
from rnn_utils.cells import FAST_GRU, FAST_LSTM, FAST_RNN, GRU, LSTM, RNN, hidden_states
from rnn_utils.deep import deep_rnn_backward, deep_rnn_forward, initialize_deep_rnn

CELLS = {"RNN": RNN, "GRU": GRU, "LSTM": LSTM}
FAST = {"RNN": FAST_RNN, "GRU": FAST_GRU, "LSTM": FAST_LSTM}
EVERY_CELL = pytest.mark.parametrize("kind", CELLS)


def stack(kind, directions=1, layers=3, sizes=TOY, seed=0, dtype=np.float64, equal=False):
    """A random deep network, its layers of different sizes unless `equal`; see `problem`."""
    p = problem(sizes, seed, dtype)
    n_x, n_a, n_y, m, _ = sizes
    rng = np.random.default_rng([seed, 3])
    units = [n_a if equal else n_a + 2 * k for k in range(layers)]

    def both(make):
        return make() if directions == 1 else {"forward": make(), "backward": make()}

    parameters, a0, inputs = [], [], n_x
    for n in units:
        parameters.append(both(lambda n=n: hidden_parameters(kind, inputs, n, rng, dtype)))
        state = both(lambda n=n: normal(rng, (n, m), dtype))
        a0.append(state if directions == 1 else tuple(state.values()))
        inputs = directions * n
    cell = CELLS[kind] if directions == 1 else bidirectional(CELLS[kind], p.lengths)
    return SimpleNamespace(
        kind=kind, directions=directions, cell=cell, sizes=sizes, units=units, x=p.x, y=p.y, a0=a0,
        lengths=p.lengths, mask=p.mask,
        parameters={"layers": parameters, "Wya": normal(rng, (n_y, inputs), dtype),
                    "by": p.parameters["by"]})


def stacks(largest=7, dtype=np.float64, equal=False, directions=(1, 2)):
    return st.builds(stack, st.sampled_from(list(CELLS)), st.sampled_from(directions),
                     st.integers(1, 3), sizes(largest), seeds, st.just(dtype), st.just(equal))


def forward(p):
    return deep_rnn_forward(p.x, p.a0, p.parameters, p.cell)


def one_direction_of(a0, parameters, k):
    """(parameters, a0) for each direction of layer k."""
    layer = parameters["layers"][k]
    return list(zip(layer.values(), a0[k])) if "forward" in layer else [(layer, a0[k])]


# -- forward, against two other implementations -----------------------------------------------


@given(stacks(dtype=np.float32, equal=True))
def test_forward_is_that_of_onnx_runtime(p):
    a, y_pred, _ = forward(p)
    states = 2 if p.kind == "LSTM" else 1
    layers = [[(parameters, (a0, np.zeros_like(a0))[:states])
               for parameters, a0 in one_direction_of(p.a0, p.parameters, k)]
              for k in range(len(p.units))]
    onnx_a, onnx_y_pred, _ = onnx_network(p.kind, p.x, layers, p.parameters["Wya"],
                                          p.parameters["by"], p.lengths)
    real = p.mask == 1
    assert_close(a[:, real], onnx_a[:, real], 1e-6)
    assert_close(y_pred[:, real], onnx_y_pred[:, real], 1e-6)


def reference(kind, x, lengths, a0, parameters):
    """a and z = Wya a + by of each real step, one example after the other: {(i, t): (a, z)}."""
    found = {}
    for i, length in enumerate(lengths):
        steps = [x[:, i:i + 1, t] for t in range(length)]
        for k in range(len(a0)):
            ways = []
            for way, (layer, state) in enumerate(one_direction_of(a0, parameters, k)):
                order = steps[::-1] if way else steps
                states = reference_states(kind, order, state[:, i:i + 1], layer)
                ways.append(states[::-1] if way else states)
            steps = [anp.concatenate(both) for both in zip(*ways)]
        for t, a in enumerate(steps):
            found[i, t] = a, anp.einsum("yk,km->ym", parameters["Wya"], a) + parameters["by"]
    return found


@given(stacks())
def test_forward_is_the_formula_example_by_example(p):
    a, y_pred, _ = forward(p)
    for (i, t), (state, z) in reference(p.kind, p.x, p.lengths, p.a0, p.parameters).items():
        assert_close(a[:, i:i + 1, t], state, 1e-10)
        assert_close(y_pred[:, i:i + 1, t], np.exp(z) / np.sum(np.exp(z)), 1e-10)


# -- laws -----------------------------------------------------------------------------------------


@EVERY_CELL
def test_the_steps_of_a_cell_one_after_the_other_are_its_pass(kind):
    p = problem() if kind == "RNN" else gated_problem(GATES[kind])
    a, y_pred, _ = CELLS[kind].forward(p.x, p.a0, p.parameters)
    state = p.a0
    for t in range(p.sizes.T_x):
        state, yt_pred, cache = CELLS[kind].step(p.x[:, :, t], state, p.parameters)
        assert_close(state[:p.sizes.n_a], a[:, :, t])      # an LSTM hands on its memory too
        assert_close(yt_pred, y_pred[:, :, t])


@EVERY_CELL
@pytest.mark.parametrize("seed", range(3))
def test_one_layer_is_the_cell(kind, seed):
    p = problem(seed=seed) if kind == "RNN" else gated_problem(GATES[kind], seed=seed)
    cell, hidden = CELLS[kind], dict(p.parameters)
    output = {"Wya": hidden.pop(cell.output), "by": hidden.pop("by")}
    a, y_pred, caches = cell.forward(p.x, p.a0, p.parameters)
    a_deep, y_pred_deep, caches_deep = deep_rnn_forward(p.x, [p.a0], {"layers": [hidden], **output},
                                                        cell)
    assert np.array_equal(a, a_deep)
    assert_close(y_pred_deep, y_pred)
    da = random_like(a)
    expected, gradients = cell.backward(da, caches), deep_rnn_backward(da, caches_deep, cell)
    assert gradients.keys() == {"dx", "da0", "layers"}
    assert np.array_equal(gradients["dx"], expected.pop("dx"))
    assert np.array_equal(gradients["da0"][0], expected.pop("da0"))
    [layer] = gradients["layers"]
    assert layer.keys() == expected.keys()
    assert all(np.array_equal(layer[key], expected[key]) for key in expected)


@EVERY_CELL
def test_one_layer_of_both_directions_is_the_bidirectional_network(kind):
    p = stack(kind, directions=2, layers=1)
    flat = {**p.parameters["layers"][0], "Wya": p.parameters["Wya"], "by": p.parameters["by"]}
    a, y_pred, caches = bidirectional_forward(p.x, p.a0[0], flat, p.lengths, CELLS[kind])
    a_deep, y_pred_deep, caches_deep = forward(p)
    assert np.array_equal(a, a_deep) and np.array_equal(y_pred, y_pred_deep)
    da = random_like(a)
    expected = bidirectional_backward(da, caches, CELLS[kind])
    gradients = deep_rnn_backward(da, caches_deep, p.cell)
    assert np.array_equal(gradients["dx"], expected["dx"])
    assert np.array_equal(gradients["da0"], [expected["da0"]])
    found = dict(arrays_in(gradients["layers"][0]))
    for direction in ("forward", "backward"):
        for key, gradient in expected[direction].items():
            assert np.array_equal(found[direction, key], gradient)


@given(stacks(), st.data())
def test_a_tower_is_its_lower_part_with_its_upper_part_on_top(p, data):
    k = data.draw(st.integers(0, len(p.units)))
    a, y_pred, caches = forward(p)
    da = random_like(a)
    gradients = deep_rnn_backward(da, caches, p.cell)
    between = p.x
    for a0, layer in zip(p.a0[:k], p.parameters["layers"][:k]):
        between, _ = hidden_states(between, a0, layer, p.cell)
    upper = p.parameters | {"layers": p.parameters["layers"][k:]}
    a_upper, y_pred_upper, caches_upper = deep_rnn_forward(between, p.a0[k:], upper, p.cell)
    assert np.array_equal(a_upper, a)
    assert_close(y_pred_upper, y_pred)
    gradients_upper = deep_rnn_backward(da, caches_upper, p.cell)
    lower = deep_rnn_backward(gradients_upper["dx"], caches[:k], p.cell)
    parts = {"dx": lower["dx"], "da0": lower["da0"] + gradients_upper["da0"],
             "layers": lower["layers"] + gradients_upper["layers"]}
    found = dict(arrays_in(parts))
    for path, gradient in arrays_in(gradients):
        assert np.array_equal(found[path], gradient)


@given(stacks(), st.data())
def test_without_the_other_direction_nothing_before_step_t_depends_on_the_input_at_t(p, data):
    t = data.draw(st.integers(0, p.sizes.T_x - 1))
    changed = p.x.copy()
    changed[:, :, t] += 1
    a, _, _ = forward(p)
    a_changed, _, _ = deep_rnn_forward(changed, p.a0, p.parameters, p.cell)
    same = a == a_changed
    if p.directions == 1:
        assert np.all(same[:, :, :t])
    reads_it = p.lengths > t if p.directions == 2 else np.full(p.sizes.m, True)
    assert not np.any(same[:, reads_it, t])
    if p.directions == 2 and len(p.units) > 1:   # from the second layer on, every state knows all
        for i in np.flatnonzero(reads_it):
            assert not np.any(same[:, i, :p.lengths[i]])


@given(stacks(directions=[2]))
def test_over_the_reversed_input_both_directions_change_places_in_every_layer(p):
    def swapped(layer, k):
        """Directions swapped; above the lowest layer the two halves of the inputs are too."""
        def inputs_swapped(W, first):
            half = (W.shape[1] - first) // 2
            return np.hstack([W[:, :first], W[:, first + half:], W[:, first:first + half]])

        turned = {}
        for one, other in [("forward", "backward"), ("backward", "forward")]:
            turned[one] = {key: value if k == 0 or key == "Waa" or key.startswith("b")
                           else inputs_swapped(value, 0 if key == "Wax" else p.units[k])
                           for key, value in layer[other].items()}
        return turned

    n = p.units[-1]
    Wya = p.parameters["Wya"]
    parameters = {"layers": [swapped(layer, k) for k, layer in enumerate(p.parameters["layers"])],
                  "Wya": np.hstack([Wya[:, n:], Wya[:, :n]]), "by": p.parameters["by"]}
    a, y_pred, _ = forward(p)
    a_swapped, y_pred_swapped, _ = deep_rnn_forward(
        reverse_padded(p.x, p.lengths), [a0[::-1] for a0 in p.a0], parameters, p.cell)
    real = p.mask == 1
    a_back = reverse_padded(np.concatenate([a_swapped[n:], a_swapped[:n]]), p.lengths)
    assert_close(a_back[:, real], a[:, real])
    assert_close(reverse_padded(y_pred_swapped, p.lengths)[:, real], y_pred[:, real])


@given(stacks())
def test_a_padded_batch_is_its_single_sequences(p):
    a, y_pred, caches = forward(p)
    da = random_like(a) * p.mask
    gradients = deep_rnn_backward(da, caches, p.cell)
    single = {path: np.zeros_like(array) for path, array in arrays_in(gradients)}
    cell = CELLS[p.kind] if p.directions == 1 else bidirectional(CELLS[p.kind])
    for i, length in enumerate(p.lengths):
        a0 = [a0[:, [i]] if p.directions == 1 else tuple(state[:, [i]] for state in a0)
              for a0 in p.a0]
        a_i, y_pred_i, caches_i = deep_rnn_forward(p.x[:, [i], :length], a0, p.parameters, cell)
        assert_close(a[:, [i], :length], a_i)
        assert_close(y_pred[:, [i], :length], y_pred_i)
        for path, gradient in arrays_in(deep_rnn_backward(da[:, [i], :length], caches_i, cell)):
            if path == ("dx",):
                single[path][:, [i], :length] = gradient
            elif path[0] == "da0":
                single[path][:, [i]] = gradient
            else:
                single[path] += gradient
    for path, gradient in arrays_in(gradients):
        assert_close(gradient, single[path])
    assert np.all(gradients["dx"][:, p.mask == 0] == 0)


@given(stacks())
def test_backward_is_linear_in_da(p):
    a, _, caches = forward(p)
    one, two = random_like(a, 1), random_like(a, 2)
    first, second, both = (dict(arrays_in(deep_rnn_backward(da, caches, p.cell)))
                           for da in (one, two, 3 * one - 2 * two))
    for path in both:
        assert_close(both[path], 3 * first[path] - 2 * second[path])


def test_what_happens_to_the_results_does_not_reach_the_caches():
    p = stack("LSTM")
    a, y_pred, caches = forward(p)
    da = random_like(a)
    before = dict(arrays_in(deep_rnn_backward(da, caches, p.cell)))
    a[:], y_pred[:] = 99, 99
    for path, gradient in arrays_in(deep_rnn_backward(da, caches, p.cell)):
        assert np.array_equal(gradient, before[path])


# -- backward, by complex step and by automatic differentiation ----------------------------------


@given(stacks())
def test_backward_by_complex_step(p):
    a, _, caches = forward(p)
    da = random_like(a)

    def f(x, a0, parameters):
        return np.sum(da * deep_rnn_forward(x, a0, p.parameters | parameters, p.cell)[0])

    values = {"x": p.x, "a0": p.a0, "parameters": {"layers": p.parameters["layers"]}}
    assert_gradients(deep_rnn_backward(da, caches, p.cell), f, values)


@given(stacks(largest=6))
def test_the_whole_chain_by_automatic_differentiation(p):
    """From a loss of the real steps to everything there is, output layer included."""
    a, y_pred, caches = forward(p)
    da, gradients = output_backward(y_pred, p.y, a, p.parameters, p.mask)
    gradients |= deep_rnn_backward(da, caches, p.cell)

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


# -- types and arguments ---------------------------------------------------------------------------


@EVERY_CELL
@pytest.mark.parametrize("directions", [1, 2])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_float32_is_kept_everywhere_and_float64_is_the_default(kind, directions, dtype):
    p = stack(kind, directions, dtype=dtype)
    a, y_pred, caches = forward(p)
    gradients = deep_rnn_backward(a, caches, p.cell)
    results = [a, y_pred, *(array for _, array in arrays_in(gradients))]
    assert {result.dtype for result in results} == {np.dtype(dtype)}


@EVERY_CELL
@pytest.mark.parametrize("directions", [1, 2])
def test_the_fast_cells_give_the_same(kind, directions):
    p = stack(kind, directions)
    fast = FAST[kind] if directions == 1 else bidirectional(FAST[kind], p.lengths)
    a, y_pred, caches = forward(p)
    a_fast, y_pred_fast, caches_fast = deep_rnn_forward(p.x, p.a0, p.parameters, fast)
    assert_close(a_fast, a, 1e-10)
    assert_close(y_pred_fast, y_pred, 1e-10)
    da = random_like(a)
    expected = dict(arrays_in(deep_rnn_backward(da, caches, p.cell)))
    found = dict(arrays_in(deep_rnn_backward(da, caches_fast, fast)))
    assert found.keys() == expected.keys()
    for path in expected:
        assert_close(found[path], expected[path], 1e-10)


@EVERY_CELL
@pytest.mark.parametrize("directions", [1, 2])
def test_nothing_is_written_into_the_arguments(kind, directions):
    p = stack(kind, directions)
    da = random_like(np.zeros((directions * p.units[-1], p.sizes.m, p.sizes.T_x)))
    arrays = [p.x, da, *(array for _, array in arrays_in([p.a0, p.parameters]))]
    for array in arrays:
        array.flags.writeable = False
    keys = [path for path, _ in arrays_in([p.a0, p.parameters])]
    before = copy.deepcopy(arrays)
    _, _, caches = forward(p)
    kept = list(caches)
    first = dict(arrays_in(deep_rnn_backward(da, caches, p.cell)))
    for path, gradient in arrays_in(deep_rnn_backward(da, caches, p.cell)):
        assert np.array_equal(gradient, first[path])
    assert all(one is other for one, other in zip(caches, kept, strict=True))
    assert [path for path, _ in arrays_in([p.a0, p.parameters])] == keys
    assert all(np.array_equal(array, other) for array, other in zip(arrays, before))


def with_changed(a0=None, **changed):
    p = stack("RNN", layers=4)
    return p.x, p.a0 if a0 is None else a0(p.a0), p.parameters | changed


MESSAGES = {                                     # n_x = 5, layers of 4, 6, 8, 10, n_y = 3, m = 2
    "one state for all layers": (
        with_changed(lambda a0: a0[0]),
        "`a0` is no list; expected a list with one state for each of the 4 layers"),
    "a state too few": (
        with_changed(lambda a0: a0[1:]),
        "`a0` has 3 items; expected a list with one state for each of the 4 layers"),
    "no layers": (
        (stack("RNN").x, [], {key: stack("RNN").parameters[key] for key in ("Wya", "by")}),
        "`parameters` has no key 'layers'; expected the keys layers, Wya, by, got Wya, by"),
    "layers that are no list": (
        with_changed(layers={}),
        "`layers` is no list of dicts; expected the parameters of each layer"),
    "layers that are no dicts": (
        with_changed(layers=[stack("RNN").x] * 3),
        "`layers` is no list of dicts; expected the parameters of each layer"),
    "a layer that does not fit the one below": (
        with_changed(layers=[stack("RNN", layers=4).parameters["layers"][k] for k in (0, 2, 1, 3)],
                     a0=lambda a0: [a0[k] for k in (0, 2, 1, 3)]),
        "`Wax` is (8, 6); expected (n_a, n_x) with n_a = 8 from `a0` and n_x = 4 from `x`"),
}


@pytest.mark.parametrize("arguments, message", MESSAGES.values(), ids=MESSAGES)
def test_what_does_not_fit_is_said_in_one_sentence(arguments, message):
    with pytest.raises(ShapeError) as error:
        deep_rnn_forward(*arguments)
    assert str(error.value) == message


def test_caches_that_are_none_are_named():
    a, _, _ = forward(stack("RNN"))
    with pytest.raises(ShapeError, match="^`caches` is no list; expected the caches of each layer"):
        deep_rnn_backward(a, None)


def test_a_wrong_gradient_is_named():
    p = stack("RNN")
    a, _, caches = forward(p)
    with pytest.raises(ShapeError, match=r"`da` is \(7, 2, 7\); expected \(n_a, m, T_x\)"):
        deep_rnn_backward(a[:-1], caches)


# -- random parameters -----------------------------------------------------------------------------


@EVERY_CELL
@pytest.mark.parametrize("directions", [1, 2])
def test_initial_parameters_fit_each_other(kind, directions):
    rng = np.random.default_rng(0)
    cell = CELLS[kind] if directions == 1 else bidirectional(CELLS[kind])
    parameters = initialize_deep_rnn(5, [4, 6, 8], 3, rng, cell)
    p = stack(kind, directions)
    shapes, expected = ({path: array.shape for path, array in arrays_in(tree)}
                        for tree in (parameters, p.parameters))
    assert shapes == expected
    _, y_pred, _ = deep_rnn_forward(p.x, p.a0, parameters, p.cell)
    assert y_pred.shape == (3, 2, 7)
    weights = [array for path, array in arrays_in(parameters) if path[-1].startswith("W")]
    for one, other in zip(weights, weights[1:]):
        if one.shape == other.shape:
            assert not np.any(one == other)


@EVERY_CELL
def test_one_initial_layer_is_the_cells_own(kind):
    cell = CELLS[kind]
    deep = initialize_deep_rnn(5, [4], 3, np.random.default_rng(0), cell)
    alone = cell.initialize(5, 4, 3, np.random.default_rng(0))
    assert np.array_equal(deep["Wya"], alone[cell.output])
    assert all(np.array_equal(array, alone[key]) for key, array in deep["layers"][0].items())


@pytest.mark.parametrize("n_a", [4, []])
def test_without_a_list_of_sizes_there_are_no_layers(n_a):
    with pytest.raises(ValueError) as error:
        initialize_deep_rnn(5, n_a, 3, np.random.default_rng(0))
    assert str(error.value) == f"`n_a` is {n_a}; expected a list with each layer's number of units"
