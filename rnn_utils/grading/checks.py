"""The checks of one exercise, in the order in which a learner should mend things.

runs? · structure · shapes and types · finite · inputs untouched · values · laws.
A check holds over all cases; its message is about the first case that fails.
"""
from rnn_utils.grading.report import Check
from rnn_utils.grading.results import Problem, close, fit, place

import numpy as np


def checks_of(exercise, cases, runs, expected):
    """The list of Checks, with points, for `runs` beside the `expected` runs."""
    names = ", ".join(output.name for output in exercise.outputs)
    plain = [row for row in zip(cases, runs, expected) if not row[0].part]
    values = [_value_check(exercise, name, leaves, plain)
              for output in exercise.outputs for name, leaves in _groups(output, exercise.points)]
    parts = dict.fromkeys(case.part for case in cases if case.part)
    leaves = {leaf: spec for output in exercise.outputs for leaf, spec in output.leaves().items()}
    values += [_value_check(exercise, part, leaves,
                            [row for row in zip(cases, runs, expected) if row[0].part == part])
               for part in parts]
    count = len(cases)
    form = [_first("runs", ((case, run.failure and run.failure.says())
                            for case, run in zip(cases, runs)), count)]
    if not all(run.failure for run in runs):     # otherwise there is nothing to look at
        form += [
            _first(f"returns {names}", ((case, run.problem) for case, run in zip(cases, runs)), count),
            _first("shapes and types", _misfits(exercise, cases, runs, expected, finite=False), count),
            _first("all numbers finite", _misfits(exercise, cases, runs, expected, finite=True), count),
            _first("inputs left unchanged",
                   ((case, changed_sentence(run)) for case, run in zip(cases, runs)), count),
        ]
    earned = all(check.passed for check in form) and any(check.passed for check in values)
    points = exercise.points["form"]
    later = "counts once a result is right" if form[-1].passed and not earned else form[-1].message
    form[-1] = Check(form[-1].name, form[-1].passed, later, points if earned else 0, points)
    return form + values + [check for law in exercise.laws
                            for check in _law_check(law, cases, runs, exercise.points.get(law.name, 0))]


def changed_sentence(run):
    if not run.changed:
        return None
    names = " and ".join(f"`{name}`" for name in run.changed)
    return f"your function changes its argument {names} in place; work on a copy"


def problems(exercise, run, expected_run):
    """{leaf: Problem} for what is missing or does not fit in one run."""
    found = {}
    for output in exercise.outputs:
        for leaf, spec in output.leaves().items():
            value = run.values.get(leaf)
            problem = value if isinstance(value, Problem) or value is None else \
                fit(value, spec, expected_run.values[leaf])
            if problem is not None:
                found[leaf] = problem
    return found


def wrong_leaves(exercise, runs, expected):
    """Leaves, in order, whose values are not right in every case (shape problems included)."""
    return [leaf for output in exercise.outputs for leaf in output.leaves()
            if not all(right(run, expected_run, leaf) for run, expected_run in zip(runs, expected))]


def right(run, expected_run, leaf):
    value = run.values.get(leaf)
    return isinstance(value, np.ndarray) and close(value, expected_run.values[leaf])


def _misfits(exercise, cases, runs, expected, finite):
    for case, run, expected_run in zip(cases, runs, expected):
        says = None
        if run.values:
            for leaf, problem in problems(exercise, run, expected_run).items():
                if (problem.kind == "not-finite") == finite:
                    says = problem.of(leaf)
                    break
        yield case, says


def _groups(output, points):
    """(name, leaves) for each check of an output: the whole, single leaves, or those that share points ("dWf, dbf")."""
    leaves = output.leaves()
    if output.name in points:
        return [(output.name, leaves)]
    name_of = {leaf: name for name in points for leaf in name.split(", ")}
    groups = {}
    for leaf, spec in leaves.items():
        groups.setdefault(name_of[leaf], {})[leaf] = spec
    return list(groups.items())


def _value_check(exercise, name, leaves, rows):
    """Whether these leaves are right in all rows (case, run, expected run); with points."""

    def message(run, expected_run):
        if not run.values:
            return ""
        found = problems(exercise, run, expected_run)
        for leaf, spec in leaves.items():
            if leaf in found:
                return found[leaf].of(leaf)
            value, wanted = run.values[leaf], expected_run.values[leaf]
            if not close(value, wanted):
                if value.ndim and not spec.axes:
                    return f"some numbers in `{leaf}` are wrong"
                where = tuple(np.argwhere(~np.isclose(value, wanted, rtol=1e-6, atol=1e-9))[0])
                return f"`{leaf}` is wrong{_first_place(where, spec)}; yours is {float(value[where]):.4g}"
        return None

    check = _first(name, ((case, message(run, expected_run)) for case, run, expected_run in rows),
                   len(rows))
    points = exercise.points[name]
    return Check(check.name, check.passed, check.message, points if check.passed else 0, points)


def _first_place(where, spec):
    text = place(where, spec)
    return f", first{text}" if text else ""


def _law_check(law, cases, runs, points):
    """A Check of the law over all cases; none if the results are not such that it can be asked."""
    arrays = [value for run in runs for value in run.values.values() if isinstance(value, np.ndarray)]
    if not all(np.all(np.isfinite(array)) for array in arrays):
        return []
    try:
        held = [bool(law.holds(run.values, case.arguments)) for case, run in zip(cases, runs)]
    except Exception:                            # a missing value, a wrong shape: said elsewhere
        return []
    return [Check(law.name, all(held), "" if all(held) else law.says, points if all(held) else 0, points)]


def _first(name, sentences, count):
    """A Check that passes if no case has a sentence (None is fine, '' fails without words)."""
    failing = [(case, says) for case, says in sentences if says is not None]
    if not failing:
        return Check(name, True)
    case, says = failing[0]
    if says and case.note and len(failing) < count:
        says += f" (in the case with {case.note})"
    return Check(name, False, says)
