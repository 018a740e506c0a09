"""Which mistake was it? The learner's results beside those of known wrong variants.

In the order of how much they explain: arguments in another order; a return inside a loop;
something kept between calls; one known mistake; a mistake in a helper that the function calls; two known mistakes
at once; a known mistake in the first wrong case, or in the first wrong array; then general
patterns (right only at the last step, transposed, sign flipped, …), which are in `patterns.py`.
A mistake that would also break what is right comes after the patterns that are EXACT.
"""
import ast
import functools
import inspect
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnn_utils.grading.checks import changed_sentence, problems, right, wrong_leaves
from rnn_utils.grading.exercise import Exercise, is_ours, plain_source
from rnn_utils.grading.patterns import pattern
from rnn_utils.grading.results import Problem, close
from rnn_utils.grading.running import Elsewhere, run


# patterns that say all there is to say of an array
EXACT = {"sign-flipped", "constant-factor", "outputs-swapped"}


@dataclass(frozen=True)
class Attempt:
    """A function with its runs beside the right ones, and the runs of known mistakes, as needed."""

    exercise: Exercise
    function: Callable
    cases: list
    runs: list
    expected: list
    tried: dict                                  # (mistake, number of the case) -> run

    def run_of(self, known, i):
        if (known, i) not in self.tried:
            variant = variants(self.exercise.id)[known]
            self.tried[known, i] = run(variant, self.cases[i], self.exercise.outputs)
        return self.tried[known, i]

    def runs_of(self, known):
        return [self.run_of(known, i) for i in range(len(self.cases))]

    def ends_like(self, variant):
        """Whether a variant ends like the function in every case (stops at the first not)."""
        return all(alike(run(variant, case, self.exercise.outputs), mine)
                   for case, mine in zip(self.cases, self.runs))


def diagnose(exercise, function, cases, runs, expected, tried):
    """(mistake id or None, sentence or None) for results that are not right."""
    attempt = Attempt(exercise, function, cases, runs, expected, tried)
    found = None
    for explain in (_argument_order, _return_inside_a_loop, _kept_between_calls, _one_mistake, _helper_mistake):
        found = found or explain(attempt)
    if any(isinstance(value, np.ndarray) for each in runs for value in each.values.values()):
        for explain in (_two_mistakes, _first_wrong_case, _first_wrong_array):
            found = found or explain(attempt)
        seen = None if found else pattern(exercise, function, cases, runs, expected)
        found = found or (seen if seen and seen[0] in EXACT else _first_wrong_array(attempt, whole=False)) or seen
    return found or _form(attempt) or (None, None)


def alike(one, other):
    """Whether two runs came to the same end: values, problems, failure, changed inputs."""
    if (one.failure is None) != (other.failure is None) or one.changed != other.changed:
        return False
    if one.failure:
        return (one.failure.type, one.failure.original) == (other.failure.type, other.failure.original)
    return (one.problem == other.problem and one.values.keys() == other.values.keys()
            and all(_same_leaf(one.values[leaf], other.values[leaf]) for leaf in one.values))


def _same_leaf(one, other):
    if isinstance(one, Problem) or isinstance(other, Problem):
        return type(one) is type(other) and one == other
    return close(one, other)


@functools.lru_cache(maxsize=None)
def variants(exercise_id):
    """{mistake: wrong function} of an exercise."""
    from rnn_utils.grading.exercises import EXERCISES

    exercise = EXERCISES[exercise_id]
    return {known: known.function or exercise.variant(known.edits) for known in exercise.mistakes}


def _argument_order(attempt):
    """Whether all is right once the arguments are given by name."""
    try:
        mine = list(inspect.signature(attempt.function).parameters)
    except (TypeError, ValueError):              # a builtin
        return None
    wanted = list(inspect.signature(attempt.exercise.answer).parameters)
    if mine == wanted or sorted(mine) != sorted(wanted):
        return None

    def by_name(*arguments):
        return attempt.function(**dict(zip(wanted, arguments)))

    if all(alike(run(by_name, case, attempt.exercise.outputs), right_run)
           for case, right_run in zip(attempt.cases, attempt.expected)):
        return "arguments-in-another-order", ("The arguments of your function stand in another order: "
                                              f"expected ({', '.join(wanted)}).")
    return None


def _return_inside_a_loop(attempt):
    """A loop that never goes round a second time."""
    if any(mine.failure for mine in attempt.runs):
        return None
    try:
        elsewhere = isinstance(attempt.function, Elsewhere)
        tree = ast.parse(attempt.function.source if elsewhere else plain_source(attempt.function))
    except (OSError, TypeError, ValueError, SyntaxError, IndexError):
        return None                              # its source can't be had
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For)]
    if any(isinstance(statement, ast.Return) for loop in loops for statement in loop.body):
        return "return-inside-the-loop", ("The `return` stands inside the loop, so the loop ends after its first "
                                          "round: move it out, below the loop and to the left.")
    return None


def _kept_between_calls(attempt):
    """The last case is the first once more."""
    first, again = attempt.runs[0], attempt.runs[-1]
    if alike(first, again) or first.failure and again.failure:
        return None
    return "keeps-something-between-calls", (
        "Called twice with the same arguments, your function gives two different results: it keeps "
        "something from call to call (a global name, a list as a default argument), draws random "
        "numbers, or leaves a part of `np.empty` unfilled.")


def _one_mistake(attempt):
    for known in attempt.exercise.mistakes:
        failures = [mine.failure for mine in attempt.runs if mine.failure and known.at]
        if all(failure.target in known.at for failure in failures if failure.target) and \
                all(alike(attempt.run_of(known, i), mine) for i, mine in enumerate(attempt.runs)):
            return known.id, known.says
    return None


def _helper_mistake(attempt):
    """The function is right, but the function of an earlier exercise that it calls is not."""
    elsewhere = isinstance(attempt.function, Elsewhere)
    called = attempt.function.calls if elsewhere else \
        getattr(getattr(attempt.function, "__code__", None), "co_names", ())
    for helper in attempt.exercise.helpers:
        if helper in called and (elsewhere or is_ours(attempt.function.__globals__.get(helper))):
            continue                             # it calls the library's, which is right
        for known, wrong_helper in variants(helper).items():
            if attempt.ends_like(attempt.exercise.variant(helpers={helper: wrong_helper})):
                return known.id, f"In what `{helper}` does: {known.says}"
    return None


def _two_mistakes(attempt):
    """Two known mistakes which together make wrong what is wrong, and nothing else."""
    mine = _marks(attempt.runs, attempt.expected)
    marks = {known: _marks(attempt.runs_of(known), attempt.expected)
             for known in attempt.exercise.mistakes if known.edits}
    within = [known for known in marks if marks[known] <= mine]
    for one, other in itertools.combinations(within, 2):
        if marks[one] | marks[other] != mine:
            continue
        for first, second in ((one, other), (other, one)):
            try:
                variant = attempt.exercise.variant(first.edits + second.edits)
            except (ValueError, SyntaxError):    # the two edits touch the same place
                continue
            if attempt.ends_like(variant):
                return f"{one.id} + {other.id}", f"Two things at once. {one.says} And: {other.says}"
            break
    return None


def _marks(runs, expected):
    """What is wrong, as a set: which arrays in which cases, in which shape, which arguments are changed, what else."""
    return {(i, mark) for i, (mine, wanted) in enumerate(zip(runs, expected))
            for mark in [leaf for leaf in wanted.values if not right(mine, wanted, leaf)]
            + [f"{leaf} {np.shape(mine.values[leaf])}" for leaf, value in wanted.values.items()
               if isinstance(mine.values.get(leaf), np.ndarray) and np.shape(mine.values[leaf]) != np.shape(value)]
            + [f"changed {name}" for name in mine.changed]
            + ["failure"] * bool(mine.failure) + ["problem"] * bool(mine.problem)}


def _first_wrong_case(attempt):
    """A known mistake that explains the first case that is wrong, and more than half of those that are."""
    wrong = [i for i, (mine, wanted) in enumerate(zip(attempt.runs, attempt.expected)) if not alike(mine, wanted)]
    if not wrong or attempt.runs[wrong[0]].failure or attempt.runs[wrong[0]].problem:
        return None
    fitting = [(sum(alike(attempt.run_of(known, i), attempt.runs[i]) for i in wrong), known)
               for known in attempt.exercise.mistakes
               if alike(attempt.run_of(known, wrong[0]), attempt.runs[wrong[0]])]
    explained, known = max(fitting, key=lambda pair: pair[0], default=(0, None))
    return (known.id, known.says) if 2 * explained > len(wrong) else None


def _first_wrong_array(attempt, whole=True):
    """A known mistake that explains the first wrong array: what is wrong later may follow from it.

    whole : leave out those that would make something else wrong as well that is right here, since
            their sentences may say too much
    """
    wrong = wrong_leaves(attempt.exercise, attempt.runs, attempt.expected)
    best = None
    for known in attempt.exercise.mistakes:
        results = attempt.runs_of(known)
        fitting = [leaf for leaf in wrong
                   if not all(right(r, e, leaf) for r, e in zip(results, attempt.expected))
                   and all(leaf in r.values and leaf in mine.values
                           and isinstance(r.values[leaf], np.ndarray)
                           and _same_leaf(r.values[leaf], mine.values[leaf])
                           for r, mine in zip(results, attempt.runs))]
        if fitting and fitting[0] == wrong[0] and (best is None or len(fitting) > best[0]) \
                and not (whole and set(wrong_leaves(attempt.exercise, results, attempt.expected)) - set(wrong)):
            best = len(fitting), known
    if best:
        return best[1].id, f"In `{wrong[0]}`: {best[1].says}"
    return None


def _form(attempt):
    """Nothing known: what kind of thing is wrong with the form of the result."""
    runs = attempt.runs
    if any(mine.failure for mine in runs):
        fine = [alike(*pair) for pair in zip(runs, attempt.expected) if not pair[0].failure]
        return ("fails-in-some-cases", None) if fine and all(fine) else None
    for mine, wanted in zip(runs, attempt.expected):
        if mine.problem:
            return "wrong-results", None
        for problem in problems(attempt.exercise, mine, wanted).values():
            return problem.kind, None
    if any(mine.changed for mine in runs):
        says = changed_sentence(next(mine for mine in runs if mine.changed))
        return "changes-its-inputs", says[0].upper() + says[1:] + "."
    return None
