"""General patterns: what can be said of a wrong array when no known mistake explains it.

Each pattern looks at one array, the first that is wrong, beside the right one in all cases
(`Evidence`), and returns (mistake id, sentence) or None. They stand in the order of how
much they explain.
"""
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnn_utils.activations import sigmoid, softmax
from rnn_utils.grading.checks import right, wrong_leaves
from rnn_utils.grading.exercise import Case, Exercise
from rnn_utils.grading.results import close, fit
from rnn_utils.grading.running import run


@dataclass(frozen=True)
class Evidence:
    """A wrong array: its name and spec, and (learner's, right) pairs from the cases."""

    exercise: Exercise
    function: Callable
    cases: list
    runs: list
    expected: list
    leaf: str
    spec: object
    pairs: list                                  # of the cases in which it is wrong


def pattern(exercise, function, cases, runs, expected):
    """The first pattern that the first wrong array shows, or None."""
    wrong = wrong_leaves(exercise, runs, expected)
    if not wrong or any(not isinstance(r.values.get(wrong[0]), np.ndarray) for r in runs):
        return None
    leaf = wrong[0]
    spec = next(output.leaves()[leaf] for output in exercise.outputs if leaf in output.leaves())
    pairs = [(r.values[leaf], e.values[leaf]) for r, e in zip(runs, expected)
             if not right(r, e, leaf)]
    if any(mine.dtype.kind not in "fiub" or not np.all(np.isfinite(mine)) for mine, _ in pairs):
        return None
    pairs = [(mine.astype(float), wanted) for mine, wanted in pairs]
    evidence = Evidence(exercise, function, cases, runs, expected, leaf, spec, pairs)
    misshapen = [fit(mine, spec, wanted) for mine, wanted in pairs if mine.shape != wanted.shape]
    looks = OF_SHAPE if misshapen else OF_VALUES
    return next(filter(None, (look(evidence) for look in looks)), None)


def _all(evidence, test):
    return all(test(mine, wanted) for mine, wanted in evidence.pairs)


# Another shape ---------------------------------------------------------------------------------


def _axes_in_another_order(e):
    for order in itertools.permutations(range(e.pairs[0][1].ndim)):
        if _all(e, lambda mine, wanted: mine.ndim == len(order)
                and close(mine.transpose(order), wanted)):
            if len(order) == 2:
                return "transposed", f"`{e.leaf}` is transposed: rows and columns have changed places."
            return "axes-in-another-order", (
                f"`{e.leaf}` has the right numbers, but its axes in another order: they should be "
                f"({', '.join(e.spec.axes.split())}).")
    return None


def _not_summed(e):
    for axis in range(3):
        if _all(e, lambda mine, wanted: mine.ndim > axis and np.size(mine) > np.size(wanted)
                and close(mine.sum(axis).reshape(-1), wanted.reshape(-1))):
            return "not-summed", (f"`{e.leaf}` has the shape {e.pairs[0][0].shape}: summed along axis "
                                  f"{axis} it would be right.")
    return None


def _one_too_many(e):
    *others, last = e.spec.axes.split() or [""]
    thing = THINGS.get(last, "column" if others else "place")
    for says, cut in (("in front", slice(1, None)), ("at the end", slice(None, -1))):
        if _all(e, lambda mine, wanted: mine.ndim and close(mine[..., cut], wanted)):
            return f"one-{thing}-too-many", f"`{e.leaf}` is right, but for one {thing} too many {says}."
        if _all(e, lambda mine, wanted: wanted.ndim and close(mine, wanted[..., cut])):
            return f"one-{thing}-too-few", f"`{e.leaf}` is right, but one {thing} is missing {says}."
    return None


def _one_step_of_all(e):
    for name, step in (("first", 0), ("last", -1)):
        if e.spec.axes.split()[-1:] in (["T_x"], ["T_y"]) and \
                _all(e, lambda mine, wanted: close(mine.reshape(-1), wanted[..., step].reshape(-1))):
            return f"{name}-step-alone", (f"`{e.leaf}` holds the {name} time step alone; it should hold "
                                          "all of them, along its last axis.")
    return None


# The right shape, at the wrong place -------------------------------------------------------------


THINGS = {"T_x": "step", "T_y": "step", "step": "step", "m": "example"}
CAUSES = {
    "right-at-last-step-only": "look at what is handed from one step to the next, and where each is stored",
    "right-at-first-step-only": "look at what is handed from one step to the next, and where each is stored",
    "wrong-at-first-step-only": "look at how you start",
    "wrong-at-last-step-only": "look at how you end",
    "right-at-first-example-only": "with several examples, each has its own numbers",
    "right-at-last-example-only": "with several examples, each has its own numbers",
}


def _at_one_end(e):
    """Right, or wrong, at the first or last step (example, unit) only."""
    for axis, letter in reversed(list(enumerate(e.spec.axes.split()))):
        thing = THINGS.get(letter, "unit")
        ends = None
        for mine, wanted in e.pairs:
            count = wanted.shape[axis]
            if count > 1:
                fine = np.isclose(mine, wanted, rtol=1e-6, atol=1e-9)
                fine = fine.all(axis=tuple(k for k in range(wanted.ndim) if k != axis))
                here = {(word, end) for word in ("right", "wrong") for end in ("last", "first")
                        if np.array_equal(fine == (word == "right"),
                                          np.arange(count) == (0 if end == "first" else count - 1))}
                ends = here if ends is None else ends & here
        for word, end in sorted(ends or ()):
            id = f"{word}-at-{end}-{thing}-only"
            name = "time step" if thing == "step" else thing
            return id, (f"`{e.leaf}` is {word} at the {end} {name} only: "
                        f"{CAUSES.get(id, 'look at what is different there')}.")
    return None


def _single(e, note, says):
    """Right in the case with `note` only (one example, one step)."""
    single = [right(r, x, e.leaf) for r, x, case in zip(e.runs, e.expected, e.cases)
              if note in case.note]
    several = [right(r, x, e.leaf) for r, x, case in zip(e.runs, e.expected, e.cases)
               if note not in case.note]
    return single and all(single) and not any(several) and says


def _one_example(e):
    return _single(e, "m = 1", ("right-for-one-example-only", (
        f"`{e.leaf}` is right for a single example (m = 1) only: with several, look at what "
        "happens along the axis of the examples (a sum, a mean, a division by m).")))


def _one_step(e):
    return _single(e, "T_", ("right-for-one-step-only", (
        f"`{e.leaf}` is right for a single time step only: look at what is handed from one step to "
        "the next, and where each step is stored.")))


def _transposed(e):
    if e.spec.axes and _all(e, lambda mine, wanted: close(mine.T, wanted)):
        return "transposed", f"`{e.leaf}` is transposed: rows and columns have changed places."
    return None


def _moved(e):
    """The steps, examples or units in reverse order, or one place off."""
    for axis, letter in enumerate(e.spec.axes.split()):
        thing = THINGS.get(letter, "unit")
        if _all(e, lambda mine, wanted: close(np.flip(mine, axis), wanted)):
            return f"{thing}s-reversed", f"The {thing}s of `{e.leaf}` are in reverse order."
        for move, word in ((-1, "late"), (1, "early")):
            def moved(mine, wanted):
                inside = [slice(None)] * wanted.ndim
                inside[axis] = slice(None, -1) if move == -1 else slice(1, None)
                return close(np.roll(mine, move, axis)[tuple(inside)], wanted[tuple(inside)])

            long = [pair for pair in e.pairs if pair[1].shape[axis] > 2]
            if long and all(moved(*pair) for pair in long):
                return f"one-{thing}-{word}", f"Each {thing} of `{e.leaf}` is stored one place too {word}."
    return None


def _reordered(e):
    """All steps, examples or units are there, in another order."""
    for axis, letter in reversed(list(enumerate(e.spec.axes.split()))):
        if _all(e, lambda mine, wanted: _same_slices(np.moveaxis(mine, axis, 0),
                                                     np.moveaxis(wanted, axis, 0))):
            thing = THINGS.get(letter, "unit")
            return f"{thing}s-in-another-order", f"The {thing}s of `{e.leaf}` are in another order."
    return None


def _same_slices(mine, wanted):
    return all(any(close(one, other) for other in wanted) for one in mine) and \
        all(any(close(one, other) for other in mine) for one in wanted)


def _wrong_places(e):
    if e.spec.axes and _all(e, lambda mine, wanted: close(np.sort(mine, None), np.sort(wanted, None))):
        return "right-numbers-at-wrong-places", (
            f"`{e.leaf}` holds the right numbers at the wrong places. (A reshape does not transpose; an "
            "index may be at another axis.)")
    return None


def _same_everywhere(e):
    for axis, letter in reversed(list(enumerate(e.spec.axes.split()))):
        thing = THINGS.get(letter, "unit")
        long = [(mine, wanted) for mine, wanted in e.pairs
                if wanted.shape[axis] > 1 and np.any(np.ptp(wanted, axis=axis) > 1e-9)]
        if long and all(np.all(np.ptp(mine, axis=axis) < 1e-9) for mine, _ in long):
            last = all(close(mine.take(-1, axis), wanted.take(-1, axis)) for mine, wanted in long)
            why = " These are the last one's: is one array kept for all, and overwritten each time?" if last else ""
            return f"same-for-every-{thing}", (f"`{e.leaf}` is the same for every {thing}; each {thing} "
                                               f"should have its own numbers.{why}")
    return None


def _unfilled(e):
    if _all(e, lambda mine, wanted: not np.any(mine)):
        return "still-zero", f"`{e.leaf}` is zero: nothing that you compute arrives in it."
    if e.spec.axes and _all(e, lambda mine, wanted: close(np.where(mine == 0, wanted, mine), wanted)):
        return "not-everything-filled", f"`{e.leaf}` is right where you fill it, but zero elsewhere."
    return None


def _not_zero(e):
    if e.spec.axes and _all(e, lambda mine, wanted: np.any(wanted == 0)
                            and close(np.where(wanted == 0, 0, mine), wanted)):
        return "not-zero-where-it-should-be", (f"`{e.leaf}` is right, but for the elements that should "
                                               "be zero.")
    return None


# The right shape, with other numbers ---------------------------------------------------------------


def _sign(e):
    if _all(e, lambda mine, wanted: close(-mine, wanted)):
        return "sign-flipped", f"`{e.leaf}` has the wrong sign everywhere."
    return None


def _other_output(e):
    for other in e.expected[0].values:
        if other != e.leaf and all(close(r.values[e.leaf], x.values[other])
                                   for r, x in zip(e.runs, e.expected)):
            return "outputs-swapped", f"What you return as `{e.leaf}` is what `{other}` should be."
    return None


def _factor(e):
    """A constant factor in each case; named after the sizes that it equals in all of them."""
    factors, sizes = [], []
    for r, x, case in zip(e.runs, e.expected, e.cases):
        mine, wanted = r.values[e.leaf], x.values[e.leaf]
        if case.settle or wanted.size == 0:
            continue
        factor = float(np.sum(mine * wanted) / np.sum(wanted * wanted)) if np.any(wanted) else 0
        if factor == 0 or not close(mine, factor * wanted):
            return None
        factors.append(factor)
        sizes.append(_sizes(e, case, wanted))
    if np.allclose(factors, 1, rtol=0.01):       # another pattern says that it is nearly right
        return None
    count = len(sizes[0])
    squares = [tuple(power * (k == axis) for k in range(count)) for axis in range(count) for power in (2, -2)]
    powers = sorted(itertools.product((0, 1, -1), repeat=count), key=np.count_nonzero)
    for power in powers[1:] + squares:
        if all(np.isclose(factor, np.prod([float(size) ** p for size, p in zip(each.values(), power)]))
               for factor, each in zip(factors, sizes)):
            above = "·".join(name + "²" * (p > 1) for name, p in zip(sizes[0], power) if p > 0) or "1"
            below = "·".join(name + "²" * (p < -1) for name, p in zip(sizes[0], power) if p < 0)
            return "constant-factor", (
                f"`{e.leaf}` is {above}{' / ' * bool(below)}{below} times what it should be: look for a sum "
                "where a mean belongs, or the other way round.")
    if np.allclose(factors, factors[0]):
        return "constant-factor", f"`{e.leaf}` is {factors[0]:.4g} times what it should be, everywhere."
    if e.spec.axes:                              # one number is always a multiple of another
        return "factor-in-each-case", (
            f"`{e.leaf}` is a multiple of what it should be, by another factor for other sizes: look for "
            "a mean or a sum over the wrong axis.")
    return None


def _sizes(e, case, wanted):
    """{axis: size} of a case, from the arguments that the answer's contract describes."""
    specs = getattr(e.exercise.answer, "contract", {}) | {e.leaf: e.spec.axes}
    arrays = case.arguments | {e.leaf: wanted}
    return {axis: size for name, axes in specs.items()
            if isinstance(axes, str) and isinstance(arrays.get(name), np.ndarray)
            for axis, size in zip(axes.split(), arrays[name].shape) if axis.isidentifier()}


def _constant_apart(e):
    if e.spec.axes and _all(e, lambda mine, wanted: np.ptp(mine - wanted) < 1e-9) \
            and any(wanted.size > 1 for _, wanted in e.pairs):
        return "constant-apart", f"`{e.leaf}` is off by the same number everywhere."
    return None


FUNCTIONS = {
    "square": np.square, "root": lambda x: np.sqrt(np.abs(x)), "logarithm": np.log,
    "exponential": np.exp, "tanh": np.tanh, "inverse tanh": np.arctanh, "sigmoid": sigmoid,
    "absolute value": np.abs, "positive part": lambda x: np.maximum(x, 0), "inverse": lambda x: 1 / x,
    "arg max": lambda x: 1.0 * (x == np.max(x, axis=0)) if x.ndim else x,
    "complement (1 minus it)": lambda x: 1 - x, "softmax": lambda x: softmax(x) if x.ndim else x,
    "whole part": np.trunc, "value rounded to whole numbers": np.round,
}
FUNCTIONS |= {f"value rounded to {k} decimal{'s' * (k > 1)}": lambda x, k=k: np.round(x, k)
              for k in range(1, 7)}


def _function_of_it(e):
    for name, function in FUNCTIONS.items():
        if _all(e, lambda mine, wanted: np.any((wanted != 0) & (wanted != 1))
                and np.all(np.isfinite(function(wanted))) and close(mine, function(wanted))):
            id = "rounded" if "rounded" in name else f"{name.split(' (')[0].replace(' ', '-')}-of-it"
            return id, f"What you return as `{e.leaf}` is the {name} of what it should be."
    return None


def _nearly(e):
    if _all(e, lambda mine, wanted: np.max(np.abs(mine - wanted)) < 0.02 * np.max(np.abs(wanted))):
        return "nearly-right", (f"`{e.leaf}` is nearly right: is a small number, such as an ε, too large, "
                                "or is something rounded on the way?")
    return None


def _same_order(e):
    if e.spec.axes and not e.leaf.startswith("d") and max(len(wanted) for _, wanted in e.pairs) > 3 and \
            _all(e, lambda mine, wanted: np.array_equal(np.argsort(mine, 0), np.argsort(wanted, 0))):
        return "right-order-wrong-size", (
            f"In `{e.leaf}` the larger and the smaller elements of each column are where they should be, "
            "but they have other values: is the function around them the right one?")
    return None


def _some_signs(e):
    if e.spec.axes and _all(e, lambda mine, wanted: close(np.abs(mine), np.abs(wanted))):
        return "some-signs", f"Some elements of `{e.leaf}` have the wrong sign."
    return None


def _added_up(e):
    for axis, letter in enumerate(e.spec.axes.split()):
        thing = THINGS.get(letter, "unit")
        for turn in (lambda x: x, lambda x: np.flip(x, axis)):
            if _all(e, lambda mine, wanted: close(mine, turn(np.cumsum(turn(wanted), axis)))):
                return f"{thing}s-added-up", (f"`{e.leaf}` adds the {thing}s up: each one also holds those "
                                              "before it.")
    return None


# What depends on what -----------------------------------------------------------------------------


def _in_some_cases(e):
    """Wrong only in cases of one part, or with one note."""
    wrong = [case for case, r, x in zip(e.cases, e.runs, e.expected) if not right(r, x, e.leaf)]
    for word in dict.fromkeys(case.part or case.note for case in wrong):
        if word and all(word in (case.part, case.note) for case in wrong):
            return f"wrong-with-{word.replace(' ', '-')}", (
                f"`{e.leaf}` is right, but for the case “{word}”: look at what is different there.")
    return None


def _mixed(e):
    """An example that depends on another one, or a step on a later one."""
    case, wanted = e.cases[0], e.expected[0].values[e.leaf]
    for letter, id, says in (
            ("m", "examples-mixed", "one example depends on the others; each column goes its own way"),
            ("T_x", "looks-ahead", "a step depends on later steps, which it cannot know"),
            ("T_y", "steps-mixed", "a step depends on the other steps")):
        if letter in e.spec.axes.split():
            axis = e.spec.axes.split().index(letter)
            last = {name: _last_changed(value, 1 if letter == "m" else 2, wanted.shape[axis])
                    for name, value in case.arguments.items()}
            mine, theirs = _both(e, Case(case.arguments | last))
            first = (slice(None),) * axis + (0,)
            if mine is not None and close(theirs[first], wanted[first]) \
                    and not close(mine[first], e.runs[0].values[e.leaf][first]):
                return id, f"In `{e.leaf}` {says}."
    return None


def _last_changed(value, axis, count):
    """The argument with its last example, or step, changed (if it has such an axis)."""
    if not isinstance(value, np.ndarray) or value.ndim <= axis or value.shape[axis] != count:
        return value
    value = value.copy()
    value[(slice(None),) * axis + (-1,)] += 0.3
    return value


def _both(e, case):
    """The array as the learner's function gives it for a case, and as it should be."""
    mine = run(e.function, case, e.exercise.outputs).values.get(e.leaf)
    theirs = run(e.exercise.answer, case, e.exercise.outputs).values.get(e.leaf)
    if isinstance(mine, np.ndarray) and isinstance(theirs, np.ndarray) and mine.shape == theirs.shape:
        return mine, theirs
    return None, None


def _broken_law(e):
    for law in e.exercise.laws:
        try:
            held = all(bool(law.holds(r.values, case.arguments)) for r, case in zip(e.runs, e.cases))
        except Exception:                        # another array is not what it should be
            continue
        if not held:
            return f"broken: {law.name}", law.says[0].upper() + law.says[1:] + "."
    return None


def _first_wrong_line(e):
    """Where it begins, if the results show every line of the computation."""
    wrong = set(wrong_leaves(e.exercise, e.runs, e.expected))
    if any(not isinstance(r.values[leaf], np.ndarray) for _, leaves in e.exercise.lines for leaf in leaves
           for r in e.runs):
        return None                              # missing, or in a form that does not show it
    for name, leaves in e.exercise.lines:
        if wrong.issuperset(leaves):
            return f"first-wrong-line-{name}", (f"Of your lines, in their order, the first whose result is wrong is "
                                                f"that of `{name}`: look there, and at what goes into it.")
    return None


def _one_direction(e):
    """Of two directions, one on top of the other, only one is wrong."""
    if e.spec.axes.split()[:1] != ["2n_a"]:
        return None
    for half, word, other in ((0, "forward", "backward"), (1, "backward", "forward")):
        if _all(e, lambda mine, wanted: close(np.split(mine, 2)[half], np.split(wanted, 2)[half])):
            return f"{other}-half-wrong", (f"The {word} half of `{e.leaf}` is right, the {other} half is not: look at "
                                           f"what the {other} direction reads, where it starts, with which weights, "
                                           "and in which order its states stand.")
    return None


def _effects(e):
    """An argument, or an array within one, without any effect, or with one that it should not have."""
    most = max(range(len(e.cases)), key=lambda i: len(e.cases[i].arguments))
    for missing in (True, False):
        for i in dict.fromkeys((0, most)):
            rng = np.random.default_rng(1)
            for name, arguments in _shaken(e.cases[i].arguments, rng):
                mine, theirs = _both(e, Case(arguments))
                if mine is None:
                    continue
                mine_moves = not close(mine, e.runs[i].values[e.leaf])
                theirs_moves = not close(theirs, e.expected[i].values[e.leaf])
                if missing and theirs_moves and not mine_moves:
                    return f"no-effect-of-{name}", f"`{e.leaf}` does not depend on `{name}`, and it should."
                if not missing and mine_moves and not theirs_moves:
                    return f"effect-of-{name}", f"`{e.leaf}` depends on `{name}`, and it should not."
    return None


def _shaken(arguments, rng):
    """(name, arguments) with one array changed at a time."""
    for name, value in arguments.items():
        for inner_name, changed in _changed(name, value, rng):
            yield inner_name, arguments | {name: changed}


def _changed(name, value, rng):
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        yield name, _other(value, rng)
    elif isinstance(value, dict):
        for key, inner in value.items():
            for inner_name, changed in _changed(key, inner, rng):
                yield inner_name, value | {key: changed}
    elif isinstance(value, tuple):
        for i, inner in enumerate(value):
            for inner_name, changed in _changed(f"{name}[{i}]", inner, rng):
                yield inner_name, value[:i] + (changed,) + value[i + 1:]


def _other(array, rng):
    if np.all((array == 0) | (array == 1)):      # a mask or a one-hot array stays one
        return 1 - array if array.ndim == 2 else np.roll(array, 1, axis=0)
    return array + rng.uniform(0.05, 0.1, array.shape)


OF_SHAPE = (_other_output, _axes_in_another_order, _not_summed, _one_too_many, _one_step_of_all)
OF_VALUES = (_unfilled, _not_zero, _transposed, _sign, _other_output, _moved, _reordered, _same_everywhere,
             _at_one_end, _factor, _one_example, _constant_apart, _function_of_it, _some_signs, _added_up,
             _wrong_places, _one_step, _in_some_cases, _nearly, _mixed,
             _broken_law, _effects, _one_direction, _first_wrong_line, _same_order)
