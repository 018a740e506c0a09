"""What is said when an array does not fit: every argument of every contract, and the wording."""
import functools
import inspect
import itertools
import re

import numpy as np
import pytest
from strategies import problem

import rnn_utils
from rnn_utils import (ShapeError, bidirectional_forward, binary_cross_entropy,
                       categorical_cross_entropy, deep_rnn_forward, encoder_decoder_forward,
                       initialize_bidirectional, initialize_deep_rnn, initialize_encoder_decoder,
                       initialize_rnn, many_to_one_forward, one_to_many_forward, output_backward,
                       rnn_backward, rnn_cell_backward, rnn_cell_forward, rnn_cell_forward_stacked,
                       rnn_forward, rnn_loss_and_gradients)
from rnn_utils.shapes import Steps, contract

# -- every contract, by the axes it names ---------------------------------------------------------

SIZES = {"n_x": 5, "n_a": 4, "n_y": 3, "m": 2, "T_x": 7, "T_y": 6, "1": 1}
WRONG_SIZE = 23                                  # the size of nothing else
WITH_CONTRACT = [getattr(rnn_utils, name) for name in rnn_utils.__all__
                 if hasattr(getattr(rnn_utils, name), "contract")]


def size(axis):
    return sum(SIZES[block] for block in axis.split("+"))


def example(spec):
    """Something that fits `spec`."""
    if isinstance(spec, str):
        return np.full([size(axis) for axis in spec.split()], 0.5)
    if isinstance(spec, dict):
        return {key: example(inner) for key, inner in spec.items()}
    if isinstance(spec, Steps):
        return [example(spec.spec) for _ in range(size(spec.axis))]
    return tuple(example(inner) for _, inner in spec)


def networks():
    """{function: arguments} of networks made of cells: what is inside, the cells' contracts say."""
    rng = np.random.default_rng(0)
    n_x, n_a, n_y, m, T_x, T_y = (SIZES[axis] for axis in ("n_x", "n_a", "n_y", "m", "T_x", "T_y"))
    x, y, a0 = (example(spec) for spec in ("n_x m T_x", "n_y m T_y", "n_a m"))
    mask, y_mask, lengths = np.ones((m, T_x)), np.ones((m, T_y)), np.array([T_x, 3])
    rnn, writer = initialize_rnn(n_x, n_a, n_y, rng), initialize_rnn(n_y, n_a, n_y, rng)
    translator = initialize_encoder_decoder(n_x, n_a, n_y, rng)
    both, deep = initialize_bidirectional(n_x, n_a, n_y, rng), initialize_deep_rnn(n_x, [3, n_a], n_y, rng)
    answer, answer_cache = many_to_one_forward(x, a0, rnn, mask)
    written, written_cache = one_to_many_forward(y[:, :, 0], y, a0, writer)
    target, target_cache = encoder_decoder_forward(x, y, a0, translator, mask)
    _, _, both_caches = bidirectional_forward(x, (a0, a0), both, lengths)
    states = [np.zeros((3, m)), a0]
    a, _, deep_caches = deep_rnn_forward(x, states, deep)
    calls = {
        "many_to_one_forward": {"x": x, "a0": a0, "parameters": rnn, "mask": mask},
        "many_to_one_backward": {"y_pred": answer, "y": answer, "cache": answer_cache, "parameters": rnn},
        "one_to_many_forward": {"x": y[:, :, 0], "y": y, "a0": a0, "parameters": writer},
        "one_to_many_backward": {"y_pred": written, "y": y, "cache": written_cache, "parameters": writer,
                                 "mask": y_mask},
        "encoder_decoder_forward": {"x": x, "y": y, "a0": a0, "parameters": translator, "mask": mask},
        "encoder_decoder_backward": {"y_pred": target, "y": y, "cache": target_cache, "parameters": translator,
                                     "T_x": T_x, "mask": y_mask},
        "greedy_decode": {"x": x, "a0": a0, "parameters": translator, "end": 0, "max_length": 5, "mask": mask},
        "reverse_padded": {"x": x, "lengths": lengths},
        "bidirectional_forward": {"x": x, "a0": (a0, a0), "parameters": both, "lengths": lengths},
        "bidirectional_backward": {"da": np.ones((2 * n_a, m, T_x)), "caches": both_caches},
        "deep_rnn_forward": {"x": x, "a0": states, "parameters": deep},
        "deep_rnn_backward": {"da": a, "caches": deep_caches},
        "sample": {"parameters": initialize_rnn(n_x, n_a, n_x, rng), "a0": a0[:, :1], "rng": rng, "end": 0,
                   "x1": np.ones((n_x, 1))},
    }
    return {getattr(rnn_utils, name): arguments for name, arguments in calls.items()}


@functools.cache
def arguments_of(function):
    """Arguments by name that fit."""
    return networks().get(function) or example(function.contract)


def at(value, path):
    """What is at `path` in nested dicts, lists and tuples."""
    return functools.reduce(lambda inner, key: inner[key], path, value)


def places(name, spec, path):
    """(name in a message, spec, where it is) of everything in an argument; of a list, step 1."""
    if spec is None:
        return
    yield name, spec, path
    if isinstance(spec, dict):
        for key, inner in spec.items():
            yield from places(f"`{key}`", inner, [*path, key])
    elif isinstance(spec, Steps):
        yield from places(f"`{name.strip('`')}[1]`", spec.spec, [*path, 1])
    elif isinstance(spec, tuple):
        for i, (inner_name, inner) in enumerate(spec):
            yield from places(f"`{inner_name}` in {name}", inner, [*path, i])


def places_of(function):
    return [place for argument, spec in function.contract.items()
            for place in places(f"`{argument}`", spec, [argument])]


ARRAYS = [pytest.param(function, *place, id=f"{function.__name__}-{place[0].replace('`', '')}")
          for function in WITH_CONTRACT for place in places_of(function)
          if isinstance(place[1], str)]
OTHERS = [pytest.param(function, *place, id=f"{function.__name__}-{place[0].replace('`', '')}")
          for function in WITH_CONTRACT for place in places_of(function)
          if not isinstance(place[1], str)]


def with_replaced(value, path, new):
    """A copy of nested dicts, lists and tuples with `new` at `path`."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_replaced(value[path[0]], path[1:], new)
    return tuple(copy) if isinstance(value, tuple) else copy


def complaint(function, path, new):
    """The message of the one ShapeError that `function` raises for `new` at `path`."""
    arguments = with_replaced(arguments_of(function), path, new)
    with pytest.raises(ShapeError) as error:
        function(**arguments)
    message = str(error.value)
    assert "\n" not in message and ". " not in message and not message.endswith(".")
    return message


def show(parts):
    return "(" + ", ".join(map(str, parts)) + ("," if len(parts) == 1 else "") + ")"


def disagrees(shape, axes, others):
    """Whether `shape` contradicts the specs `others`, or itself."""
    told = {axis for other in others for axis in other} | {"1"}
    return any(each != size(axis) and (axis in told or axes.count(axis) > 1)
               for each, axis in zip(shape, axes))


def other_axes(function, spec):
    """The axes of each other array, as sets."""
    specs = [inner for _, inner, _ in places_of(function) if isinstance(inner, str)]
    specs += [inner.axis for _, inner, _ in places_of(function) if isinstance(inner, Steps)]
    others = [set(other.replace("+", " ").split()) for other in specs]
    others.remove(set(spec.replace("+", " ").split()))
    return others


def must_be_blamed(function, spec, shape):
    """Whether no other array could be the one to blame for `shape` instead of `spec`'s."""
    others = other_axes(function, spec)
    return all(disagrees(shape, spec.split(), others[:i] + others[i + 1:])
               for i in range(max(len(others), 1)))


@pytest.mark.parametrize("function", WITH_CONTRACT, ids=lambda function: function.__name__)
def test_what_fits_is_accepted(function):
    arguments = arguments_of(function)
    function(**arguments)
    positional = itertools.takewhile(arguments.__contains__, inspect.signature(function).parameters)
    function(*[arguments[name] for name in positional])


@pytest.mark.parametrize("function, name, spec, path", ARRAYS)
def test_what_is_no_array_of_numbers_is_named(function, name, spec, path):
    axes = show(spec.split())
    array = at(arguments_of(function), path)
    expected = f"expected a NumPy array {axes}"
    n = len(array)
    assert complaint(function, path, array.tolist()) == f"{name} is a list of {n}; {expected}"
    assert complaint(function, path, 3) == f"{name} is an int; {expected}"
    assert complaint(function, path, np.float64(3)) == f"{name} is a float64; {expected}"
    assert complaint(function, path, array.astype(object)) == (
        f"{name} holds object; expected numbers {axes}")
    parameter = inspect.signature(function).parameters.get(path[-1])
    if parameter is None or parameter.default is not None:
        assert complaint(function, path, None) == f"{name} is None; {expected}"


@pytest.mark.parametrize("function, name, spec, path", ARRAYS)
def test_an_axis_too_many_or_too_few_is_named(function, name, spec, path):
    array = at(arguments_of(function), path)
    for wrong in [array[0, ...], array[..., 0], array[None], array[..., None]]:
        expected = f"{name} is {show(wrong.shape)}; expected {show(spec.split())}"
        assert complaint(function, path, wrong).startswith(expected)


@pytest.mark.parametrize("function, name, spec, path", ARRAYS)
def test_axes_in_another_order_are_recognised(function, name, spec, path):
    array, axes = at(arguments_of(function), path), spec.split()
    orders = {1: [], 2: [(1, 0)], 3: [(1, 2, 0), (2, 1, 0), (1, 0, 2), (0, 2, 1)]}[array.ndim]
    for order in orders:                         # for three the first is batch first, (m, T, n)
        wrong = array.transpose(order)
        others = other_axes(function, spec)
        if must_be_blamed(function, spec, wrong.shape):
            looks = ("it looks transposed" if array.ndim == 2 else
                     f"its axes look like {show([axes[k] for k in order])}")
            message = complaint(function, path, wrong)
            assert message.startswith(f"{name} is {show(wrong.shape)}; expected {show(axes)} = ")
            if {*axes} <= set().union(*others):  # else there is more than one way to read it
                assert message.endswith(f"{show(axes)} = {show(array.shape)}: {looks}")
        elif disagrees(wrong.shape, axes, others):
            complaint(function, path, wrong)


@pytest.mark.parametrize("function, name, spec, path", ARRAYS)
def test_a_wrong_size_is_named_with_the_right_one(function, name, spec, path):
    axes = spec.split()
    for k, axis in enumerate(axes):
        shape = [*at(arguments_of(function), path).shape]
        shape[k] = WRONG_SIZE
        if must_be_blamed(function, spec, shape):
            message = complaint(function, path, np.ones(shape))
            one = f"{name} has {WRONG_SIZE} items; expected {axis} = "
            assert message.startswith(one if len(axes) == 1 else
                                      f"{name} is {show(shape)}; expected {show(axes)}")
            for block in set(axis.split("+")) - {"1"}:
                assert f"{block} = {SIZES[block]}" in message


def test_most_arrays_can_only_be_blamed_themselves():
    """So that the two tests above do not pass because there is nothing to test."""
    transposed = [must_be_blamed(function, spec, example(spec).T.shape)
                  for function, _, spec, _ in (param.values for param in ARRAYS)
                  if len(set(spec.split())) > 1]
    assert len(transposed) > 30 and sum(transposed) > 0.8 * len(transposed)


@pytest.mark.parametrize("function, name, spec, path", OTHERS)
def test_dicts_caches_and_lists_must_be_complete(function, name, spec, path):
    value = at(arguments_of(function), path)
    array = np.ones((2, 2))
    if isinstance(spec, dict):
        keys = ", ".join(spec)
        for key in spec:
            rest = {other: value[other] for other in spec if other != key}
            assert complaint(function, path, rest) == (
                f"{name} has no key '{key}'; expected the keys {keys}, "
                f"got {', '.join(rest) or 'none'}")
        keys = f" with the keys {keys}" if spec else ""
        for wrong, kind in [(array, "a NumPy array"), ([array], "a list of 1"), (None, "None")]:
            assert complaint(function, path, wrong) == (
                f"{name} is {kind}; expected a dict{keys}")
    elif isinstance(spec, Steps):
        told_elsewhere = {spec.axis} <= set().union(*other_axes(function, spec.axis))
        for wrong in [value[:-1], value + value[:1], []] if told_elsewhere else []:
            assert complaint(function, path, wrong).startswith(
                f"{name} has {len(wrong)} items; expected {spec.axis} = {len(value)} from ")
        if not told_elsewhere:
            assert complaint(function, path, []) == (
                f"{name} is empty; expected one item for each of the {spec.axis} steps, at least one")
        for wrong, kind in [(array, "a NumPy array"), ({}, "a dict"), (None, "None")]:
            assert complaint(function, path, wrong) == (
                f"{name} is {kind}; expected a list with one item for each of the "
                f"{spec.axis} steps")
    else:
        items = f"expected the {len(spec)} items {show([inner for inner, _ in spec])}"
        for wrong, kind in [(value[:-1], f"a tuple of {len(spec) - 1}"), (array, "a NumPy array"),
                            ([], "a list of 0"), (None, "None")]:
            assert complaint(function, path, wrong) == f"{name} is {kind}; {items}"


@pytest.mark.parametrize("function", [
    binary_cross_entropy, categorical_cross_entropy, output_backward, rnn_backward,
    rnn_cell_backward, rnn_cell_forward, rnn_cell_forward_stacked, rnn_forward,
    rnn_loss_and_gradients], ids=lambda function: function.__name__)
def test_every_argument_is_in_the_contract(function):
    assert function.contract.keys() == inspect.signature(function).parameters.keys()


@pytest.mark.parametrize("function", WITH_CONTRACT, ids=lambda function: function.__name__)
def test_the_docstring_promises_what_the_contract_checks(function):
    lines = inspect.getdoc(function).splitlines()
    for argument, spec in function.contract.items():
        line = next(line for line in lines if re.match(rf"[\w, ]*\b{argument}\b[\w, ]*: ", line))
        named = spec if isinstance(spec, dict) else {argument: spec}
        for name, axes in named.items():
            stated = re.search(rf"\b{name}\b[\w, ]*:? \(([^)]*)\)", line)
            if isinstance(axes, str) and (stated or named is not spec):    # a key may be left out
                stated = stated[1].replace(" + ", "+").replace("2 n_a", "n_a+n_a").rstrip(",")
                assert stated.split(", ") == axes.split()


# -- the wording, on the mistakes that people make ------------------------------------------------

p = problem()                                    # n_x = 5, n_a = 4, n_y = 3, m = 2, T_x = 7
a, y_pred, caches = rnn_forward(p.x, p.a0, p.parameters)
xt, Wa = p.x[:, :, 0], np.hstack([p.parameters["Waa"], p.parameters["Wax"]])
Wax, Waa, Wya, ba = (p.parameters[key] for key in ("Wax", "Waa", "Wya", "ba"))


def batch_first(x):
    return x.transpose(1, 2, 0)


def parameters_with(**changed):
    return p.parameters | changed


MESSAGES = {
    "a single example of one step": (
        rnn_cell_forward, (xt[:, 0], p.a0[:, :1], p.parameters),
        "`xt` is (5,); expected (n_x, m) with n_x = 5 from `Wax` and m = 1 from `a_prev`: "
        "a single example still needs its axis m, use xt[:, None]"),
    "a single example and its state": (
        rnn_cell_forward, (xt[:, 0], p.a0[:, 0], p.parameters),
        "`xt` is (5,); expected (n_x, m) with n_x = 5 from `Wax`: "
        "a single example still needs its axis m, use xt[:, None]"),
    "a single sequence": (
        rnn_forward, (p.x[:, 0], p.a0[:, :1], p.parameters),
        "`x` is (5, 7); expected (n_x, m, T_x) with n_x = 5 from `Wax` and m = 1 from `a0`: "
        "a single example still needs its axis m, use x[:, None, :]"),
    "a single sequence and its state": (
        rnn_forward, (p.x[:, 0], p.a0[:, 0], p.parameters),
        "`x` is (5, 7); expected (n_x, m, T_x) with n_x = 5 from `Wax`: "
        "a single example still needs its axis m, use x[:, None, :]"),
    "a single sequence of predictions": (
        categorical_cross_entropy, (y_pred[:, 0], p.y[:, 0]),
        "`y_pred` is (3, 7); expected (n_y, m, T_y): "
        "a single example still needs its axis m, use y_pred[:, None, :]"),
    "a single step": (
        rnn_forward, (xt, p.a0, p.parameters),
        "`x` is (5, 2); expected (n_x, m, T_x) with n_x = 5 from `Wax` and m = 2 from `a0`: "
        "a single step still needs its axis T_x, use x[:, :, None]"),
    "all steps for the cell": (
        rnn_cell_forward, (p.x, p.a0, p.parameters),
        "`xt` is (5, 2, 7); expected (n_x, m) with n_x = 5 from `Wax` and m = 2 from `a_prev`: "
        "one time step is expected here, index it with [:, :, t]"),
    "all hidden states for a0": (
        rnn_forward, (p.x, a, p.parameters),
        "`a0` is (4, 2, 7); expected (n_a, m) with n_a = 4 from `Wax` and m = 2 from `x`: "
        "one time step is expected here, index it with [:, :, t]"),
    "a bias without its second axis": (
        rnn_forward, (p.x, p.a0, parameters_with(ba=ba[:, 0])),
        "`ba` is (4,); expected (n_a, 1) with n_a = 4 from `a0`: "
        "a column still needs its second axis, use ba[:, None]"),
    "a bias as a row": (
        rnn_forward, (p.x, p.a0, parameters_with(ba=ba.T)),
        "`ba` is (1, 4); expected (n_a, 1) = (4, 1): it looks transposed"),
    "weights transposed": (
        rnn_forward, (p.x, p.a0, parameters_with(Wax=Wax.T)),
        "`Wax` is (5, 4); expected (n_a, n_x) = (4, 5): it looks transposed"),
    "all weights transposed": (
        rnn_forward, (p.x, p.a0, parameters_with(Wax=Wax.T, Wya=Wya.T)),
        "`Wax` is (5, 4); expected (n_a, n_x) = (4, 5): it looks transposed; "
        "`Wya` is (4, 3); expected (n_y, n_a) = (3, 4): it looks transposed"),
    "a matrix that is not square": (
        rnn_forward, (p.x, p.a0, parameters_with(Waa=np.ones((4, 5)))),
        "`Waa` is (4, 5); expected (n_a, n_a) with n_a = 4 from `a0`"),
    "blocks that do not fill the stacked matrix": (
        rnn_cell_forward_stacked, (xt, p.a0, Wa[:, :-1], ba),
        "`Wa` is (4, 8); expected (n_a, n_a+n_x) with n_a = 4 from `a_prev` and n_x = 5 from `xt`"),
    "batch first": (
        rnn_forward, (batch_first(p.x), p.a0, p.parameters),
        "`x` is (2, 7, 5); expected (n_x, m, T_x) = (5, 2, 7): its axes look like (m, T_x, n_x)"),
    "everything batch first": (
        rnn_loss_and_gradients, (batch_first(p.x), batch_first(p.y), p.a0.T, p.parameters),
        "`x` is (2, 7, 5); expected (n_x, m, T_x) = (5, 2, 7): its axes look like (m, T_x, n_x); "
        "`y` is (2, 7, 3); expected (n_y, m, T_x) = (3, 2, 7): its axes look like (m, T_x, n_y); "
        "`a0` is (2, 4); expected (n_a, m) = (4, 2): it looks transposed"),
    "one of two batch first": (
        categorical_cross_entropy, (batch_first(y_pred), p.y),
        "`y_pred` is (2, 7, 3); expected (n_y, m, T_y) = (3, 2, 7): "
        "its axes look like (m, T_y, n_y)"),
    "the other of two batch first": (
        categorical_cross_entropy, (y_pred, batch_first(p.y)),
        "`y` is (2, 7, 3); expected (n_y, m, T_y) = (3, 2, 7): its axes look like (m, T_y, n_y)"),
    "arguments swapped": (
        rnn_cell_forward, (p.a0, xt, p.parameters),
        "`xt` is (4, 2) and `a_prev` is (5, 2); expected (n_x, m) and (n_a, m): "
        "they look swapped"),
    "indices for one-hot": (
        categorical_cross_entropy, (y_pred, np.argmax(p.y, axis=0)),
        "`y` is (2, 7); expected (n_y, m, T_y) with n_y = 3, m = 2, T_y = 7 from `y_pred`: "
        "its axis n_y is missing"),
    "a step too few": (
        binary_cross_entropy, (y_pred, p.y[:, :, 1:]),
        "`y` is (3, 2, 6); expected (n_y, m, T_y) with n_y = 3, m = 2, T_y = 7 from `y_pred`"),
    "a mask transposed": (
        binary_cross_entropy, (y_pred, p.y, p.mask.T),
        "`mask` is (7, 2); expected (m, T_y) = (2, 7): it looks transposed"),
    "the mask of a single sequence": (
        binary_cross_entropy, (y_pred[:, :1], p.y[:, :1], p.mask[0]),
        "`mask` is (7,); expected (m, T_y) with m = 1, T_y = 7 from `y_pred`: "
        "a single example still needs its axis m, use mask[None, :]"),
    "an exercise that returned None": (
        rnn_forward, (p.x, None, p.parameters),
        "`a0` is None; expected a NumPy array (n_a, m)"),
    "caches that end too early": (
        rnn_backward, (a, caches[:-1]), "`caches` has 6 items; expected T_x = 7 from `da`"),
    "the cache of one step": (
        rnn_backward, (a, caches[0]),
        "`caches[0]` is a NumPy array; expected the 4 items (a_next, a_prev, xt, parameters)"),
    "caches as a pair with x": (
        rnn_backward, (a, (caches, p.x)),
        "`caches[0]` is a list of 7; expected the 4 items (a_next, a_prev, xt, parameters)"),
    "caches of another batch": (
        rnn_backward, (a[:, :1], caches),
        "`da` is (4, 1, 7); expected (n_a, m, T_x) with n_a = 4, m = 2 from "
        "`a_next` in `caches[0]` and T_x = 7 from `caches`"),
    "an empty dict": (
        rnn_forward, (p.x, p.a0, {}),
        "`parameters` has no key 'Wax'; expected the keys Wax, Waa, ba, Wya, by, got none"),
}


@pytest.mark.parametrize("function, arguments, message", MESSAGES.values(), ids=MESSAGES)
def test_the_sentence(function, arguments, message):
    with pytest.raises(ShapeError) as error:
        function(*arguments)
    assert str(error.value) == message


@pytest.mark.parametrize("function, arguments, message", MESSAGES.values(), ids=MESSAGES)
def test_the_sentence_is_the_same_by_keyword(function, arguments, message):
    names = inspect.signature(function).parameters
    with pytest.raises(ShapeError) as error:
        function(**dict(zip(names, arguments)))
    assert str(error.value) == message


def test_following_the_advice_helps():
    rnn_cell_forward(xt[:, 0][:, None], p.a0[:, :1], p.parameters)
    rnn_forward(p.x[:, 0][:, None, :], p.a0[:, :1], p.parameters)
    rnn_forward(xt[:, :, None], p.a0, parameters_with(ba=ba[:, 0][:, None]))
    binary_cross_entropy(y_pred[:, :1], p.y[:, :1], p.mask[0][None, :])


# -- what a contract leaves alone -----------------------------------------------------------------


def test_other_keys_and_other_numbers_are_welcome():
    rnn_forward(p.x, p.a0, parameters_with(note=np.ones(99)))
    for dtype in (np.float32, int, bool, complex):
        rnn_cell_forward(xt.astype(dtype), p.a0, p.parameters)
    rnn_backward(a, tuple(caches))
    rnn_cell_backward(a[:, :, 0], list(caches[0]))


def test_a_shape_error_is_a_value_error():
    assert issubclass(ShapeError, ValueError)


def test_python_itself_counts_the_arguments():
    with pytest.raises(TypeError, match=r"rnn_forward\(\) missing 1 required .* 'parameters'"):
        rnn_forward(p.x, p.a0)
    with pytest.raises(TypeError, match=r"rnn_forward\(\) takes 3 positional arguments"):
        rnn_forward(p.x, p.a0, p.parameters, 1)
    with pytest.raises(TypeError, match="unexpected keyword argument 'weights'"):
        rnn_forward(p.x, p.a0, weights=p.parameters)


def test_a_function_keeps_its_name_signature_and_docstring():
    @contract(x="n m")
    def double(x, factor=2):
        """Twice x."""
        return factor * x

    assert double.__name__ == "double" and double.__doc__ == "Twice x."
    assert list(inspect.signature(double).parameters) == ["x", "factor"]
    assert np.array_equal(double(np.ones((1, 2))), [[2, 2]])
    assert np.array_equal(double(x=np.ones((1, 2)), factor=3), [[3, 3]])
    with pytest.raises(ShapeError, match=r"`x` is \(2,\); expected \(n, m\)"):
        double(np.ones(2))


def test_only_an_argument_whose_default_is_none_may_be_none():
    @contract(x="n", mask="n", scale="n")
    def f(x, mask=None, scale=1):
        return "ran"

    ones = np.ones(3)
    assert f(ones) == f(ones, None) == f(ones, mask=ones) == "ran"
    for arguments in [(None,), (ones, ones, None)]:
        with pytest.raises(ShapeError, match="is None"):
            f(*arguments)


def test_thousands_of_steps_are_no_problem_to_explain():
    step = (xt * 0 + 1, p.a0)

    @contract(da="n_a m T_x", caches=Steps("T_x", (("xt", "n_x m"), ("a", "n_a m"))))
    def f(da, caches):
        return "ran"

    many = [step] * 3000
    assert f(np.ones((4, 2, 3000)), many) == "ran"
    many[1234] = (step[0].T, step[1])
    with pytest.raises(ShapeError, match=r"`xt` in `caches\[1234\]` is \(2, 5\).*transposed"):
        f(np.ones((4, 2, 3000)), many)
    each_its_own = [(np.ones((5, m)), np.ones((4, m))) for m in range(1, 3001)]
    with pytest.raises(ShapeError, match=r"`xt` in `caches\[0\]` is \(5, 1\)"):
        f(np.ones((4, 2, 3000)), each_its_own)


def test_axes_of_any_name_and_of_a_fixed_size():
    @contract(pairs="2 k", both="k+k 3")
    def f(pairs, both):
        return "ran"

    assert f(np.ones((2, 5)), np.ones((10, 3))) == "ran"
    for arguments, message in [
            ((np.ones((4, 5)), np.ones((10, 3))), "`pairs` is (4, 5); expected (2, k) with k = 5 from `both`"),
            ((np.ones((2, 5)), np.ones((9, 3))),
             "`both` is (9, 3); expected (k+k, 3) with k = 5 from `pairs`"),
            ((np.ones(2), np.ones((2, 3))),
             "`pairs` is (2,); expected (2, k) with k = 1 from `both`: a single item still needs its axis k, "
             "use pairs[:, None]")]:
        with pytest.raises(ShapeError) as error:
            f(*arguments)
        assert str(error.value) == message


def test_blame_falls_on_the_one_that_the_others_outvote():
    @contract(a="n", b="n", c="n")
    def f(a, b, c):
        return "ran"

    two, three = np.ones(2), np.ones(3)
    for name, arguments in [("a", (three, two, two)), ("b", (two, three, two)),
                            ("c", (two, two, three))]:
        with pytest.raises(ShapeError, match=f"^`{name}` has 3 items; expected n = 2 from `"):
            f(*arguments)
