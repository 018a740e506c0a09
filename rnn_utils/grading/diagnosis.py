"""Which mistake was it? The learner's results beside those of known wrong variants.

In the order of how much they explain: one known mistake; a mistake in a helper that the
function calls; two known mistakes at once; a known mistake in the first wrong array;
then general patterns (right only at the last step, transposed, sign flipped, …).
"""
import functools
import itertools

import numpy as np

from rnn_utils.grading.checks import changed_sentence, problems, right, wrong_leaves
from rnn_utils.grading.exercise import Case
from rnn_utils.grading.results import Problem, close
from rnn_utils.grading.running import run


def diagnose(exercise, function, cases, runs, expected):
    """(mistake id or None, sentence or None) for results that are not right."""
    for explain in (_one_mistake, _helper_mistake, _two_mistakes, _first_wrong_array, _pattern,
                    _form):
        found = explain(exercise, function, cases, runs, expected)
        if found:
            return found
    return None, None


def alike(one, other):
    """Whether two runs came to the same end: values, problems, failure, changed inputs."""
    if (one.failure is None) != (other.failure is None) or one.changed != other.changed:
        return False
    if one.failure:
        return (one.failure.type, one.failure.text) == (other.failure.type, other.failure.text)
    return (one.problem == other.problem and one.values.keys() == other.values.keys()
            and all(_same_leaf(one.values[leaf], other.values[leaf]) for leaf in one.values))


def _same_leaf(one, other):
    if isinstance(one, Problem) or isinstance(other, Problem):
        return type(one) is type(other) and one == other
    return close(one, other)


def _explains(variant, exercise, cases, runs):
    """Whether the variant ends like the learner's function in every case (stops at the first not)."""
    return all(alike(run(variant, case, exercise.outputs), learned)
               for case, learned in zip(cases, runs))


@functools.lru_cache(maxsize=None)
def variants(exercise_id):
    """{mistake: wrong function} of an exercise."""
    from rnn_utils.grading.exercises import EXERCISES

    exercise = EXERCISES[exercise_id]
    return {known: known.function or exercise.variant(known.edits) for known in exercise.mistakes}


def _one_mistake(exercise, function, cases, runs, expected):
    for known, variant in variants(exercise.id).items():
        if _explains(variant, exercise, cases, runs):
            return known.id, known.says
    return None


def _helper_mistake(exercise, function, cases, runs, expected):
    """The function is right, but the function of an earlier exercise that it calls is not."""
    for helper in exercise.helpers:
        for known, wrong_helper in variants(helper).items():
            if _explains(exercise.variant(helpers={helper: wrong_helper}), exercise, cases, runs):
                return known.id, f"The `{helper}` that it calls has a mistake: {known.says}"
    return None


def _two_mistakes(exercise, function, cases, runs, expected):
    editable = [known for known in exercise.mistakes if known.edits]
    for one, other in itertools.combinations(editable, 2):
        for first, second in ((one, other), (other, one)):
            try:
                variant = exercise.variant(first.edits + second.edits)
            except (ValueError, SyntaxError):    # the two edits touch the same place
                continue
            if _explains(variant, exercise, cases, runs):
                return f"{one.id} + {other.id}", f"Two things at once. {one.says} And: {other.says}"
            break
    return None


def _first_wrong_array(exercise, function, cases, runs, expected):
    wrong = wrong_leaves(exercise, runs, expected)
    best = None
    for known, variant in variants(exercise.id).items():
        results = [run(variant, case, exercise.outputs) for case in cases]
        fitting = [leaf for leaf in wrong
                   if not all(right(r, e, leaf) for r, e in zip(results, expected))
                   and all(leaf in r.values and leaf in mine.values
                           and isinstance(r.values[leaf], np.ndarray)
                           and _same_leaf(r.values[leaf], mine.values[leaf])
                           for r, mine in zip(results, runs))]
        # it must explain the first wrong array: what is wrong later may follow from it
        if fitting and fitting[0] == wrong[0] and (best is None or len(fitting) > best[0]):
            best = len(fitting), known
    if best:
        return best[1].id, f"In `{wrong[0]}`: {best[1].says}"
    return None


def _form(exercise, function, cases, runs, expected):
    """Nothing known: what kind of thing is wrong with the form of the result."""
    for learned, wanted in zip(runs, expected):
        if learned.failure:
            return None
        if learned.problem:
            return "wrong-results", None
        for problem in problems(exercise, learned, wanted).values():
            return problem.kind, None
    if any(learned.changed for learned in runs):
        return "changes-its-inputs", _sentence(changed_sentence(
            next(learned for learned in runs if learned.changed)))
    return None


def _sentence(text):
    return text[0].upper() + text[1:] + "."


# General patterns, for the first wrong array -----------------------------------------------


def _pattern(exercise, function, cases, runs, expected):
    wrong = wrong_leaves(exercise, runs, expected)
    if not wrong or any(not isinstance(r.values.get(wrong[0]), np.ndarray) for r in runs):
        return None
    leaf = wrong[0]
    spec = next(output.leaves()[leaf] for output in exercise.outputs if leaf in output.leaves())
    pairs = [(r.values[leaf], e.values[leaf]) for r, e in zip(runs, expected)]
    for look in (_steps, _one_example, _transposed, _sign, _other_output, _factor, _constant_apart):
        found = look(leaf, spec, pairs, runs, expected, cases)
        if found:
            return found
    return _no_effect(exercise, function, leaf, cases, expected)


def _steps(leaf, spec, pairs, runs, expected, cases):
    """Right only at the last step, or only at the first."""
    axes = spec.axes.split()
    if not axes or axes[-1] not in ("T_x", "T_y"):
        return None
    long = [(mine, wanted) for mine, wanted in pairs
            if mine.shape == wanted.shape and wanted.shape[-1] > 1]
    if not long:
        return None
    for name, inside, outside, id in (("last", -1, slice(0, -1), "right-at-last-step-only"),
                                      ("first", 0, slice(1, None), "right-at-first-step-only")):
        if all(close(mine[..., inside], wanted[..., inside]) for mine, wanted in long) and \
                not any(close(mine[..., outside], wanted[..., outside]) for mine, wanted in long):
            return id, (f"`{leaf}` is right at the {name} time step only: look at what is handed "
                        "from one step to the next.")
    return None


def _one_example(leaf, spec, pairs, runs, expected, cases):
    single = [close(mine, wanted) for (mine, wanted), case in zip(pairs, cases)
              if "m = 1" in case.note]
    several = [close(mine, wanted) for (mine, wanted), case in zip(pairs, cases)
               if "m = 1" not in case.note]
    if single and several and all(single) and not any(several):
        return "right-for-one-example-only", (
            f"`{leaf}` is right for a single example (m = 1) only: with several, look at what "
            "happens along the axis of the examples (a sum, a mean, a division by m).")
    return None


def _transposed(leaf, spec, pairs, runs, expected, cases):
    if all(wanted.ndim > 1 and close(mine.T, wanted) for mine, wanted in pairs):
        return "transposed", f"`{leaf}` is transposed: rows and columns have changed places."
    return None


def _sign(leaf, spec, pairs, runs, expected, cases):
    if all(close(-mine, wanted) for mine, wanted in pairs):
        return "sign-flipped", f"`{leaf}` has the wrong sign everywhere."
    return None


def _other_output(leaf, spec, pairs, runs, expected, cases):
    for other in expected[0].values:
        if other != leaf and all(close(r.values[leaf], e.values[other])
                                 for r, e in zip(runs, expected)):
            return "outputs-swapped", f"What you return as `{leaf}` is what `{other}` should be."
    return None


def _factor(leaf, spec, pairs, runs, expected, cases):
    """A constant factor in each case; named after the size that it equals in all of them."""
    factors = []
    for mine, wanted in pairs:
        if mine.shape != wanted.shape or not np.any(wanted) or not np.all(np.isfinite(mine)):
            return None
        factor = float(np.sum(mine * wanted) / np.sum(wanted * wanted))
        if factor == 0 or not close(mine, factor * wanted):
            return None
        factors.append(factor)
    sizes = [_sizes(case) for case in cases]
    for name in sizes[0]:
        for power, word in ((1, "too large"), (-1, "too small")):
            if all(np.isclose(f, s.get(name, np.nan) ** power) for f, s in zip(factors, sizes)):
                return "constant-factor", (f"`{leaf}` is {name} times {word}: look for a sum where "
                                           "a mean belongs, or the other way round.")
    if np.allclose(factors, factors[0]):
        return "constant-factor", f"`{leaf}` is {factors[0]:.4g} times what it should be, everywhere."
    return "factor-in-each-case", (f"`{leaf}` is a multiple of what it should be, by another factor "
                                   "for other sizes: look for a mean or a sum over the wrong axis.")


def _sizes(case):
    """m and T of a case, read off its three-axis arrays; m alone off two-axis ones."""
    sizes = {}
    for value in case.arguments.values():
        if isinstance(value, np.ndarray) and value.ndim == 3:
            sizes |= {"m": value.shape[1], "T": value.shape[2]}
        elif isinstance(value, np.ndarray) and value.ndim == 2:
            sizes.setdefault("m", value.shape[1])
    return sizes


def _constant_apart(leaf, spec, pairs, runs, expected, cases):
    gaps = [mine - wanted for mine, wanted in pairs if mine.shape == wanted.shape]
    if len(gaps) == len(pairs) and all(np.ptp(gap) < 1e-9 for gap in gaps) and gaps[0].size > 1:
        return "constant-apart", f"`{leaf}` is off by the same number everywhere."
    return None


def _no_effect(exercise, function, leaf, cases, expected):
    """An argument, or an array in a dict argument, that never shows in the wrong array."""
    case = cases[0]
    rng = np.random.default_rng(1)
    mine = run(function, case, exercise.outputs).values.get(leaf)
    for name, arguments in _shaken(case, rng):
        shaken = Case(arguments)
        answered = run(exercise.answer, shaken, exercise.outputs).values.get(leaf)
        learned = run(function, shaken, exercise.outputs).values.get(leaf)
        if isinstance(answered, np.ndarray) and not close(answered, expected[0].values[leaf]) \
                and isinstance(learned, np.ndarray) and close(learned, mine):
            return f"no-effect-of-{name}", f"`{leaf}` does not depend on `{name}`, and it should."
    return None


def _shaken(case, rng):
    """(name, arguments) with one array changed at a time."""
    for name, value in case.arguments.items():
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            yield name, case.arguments | {name: _other(value, rng)}
        elif isinstance(value, dict):
            for key, inner in value.items():
                yield key, case.arguments | {name: value | {key: _other(inner, rng)}}


def _other(array, rng):
    if np.all((array == 0) | (array == 1)):      # a mask or a one-hot array stays one
        return 1 - array if array.ndim == 2 else np.roll(array, 1, axis=0)
    return array + rng.uniform(0.05, 0.1, array.shape)
