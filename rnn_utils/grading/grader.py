"""`grade` and `verified`: run, check, diagnose, report, remember."""
import ast
import difflib
import functools
import inspect
import textwrap
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.random import default_rng

from rnn_utils.grading.checks import checks_of
from rnn_utils.grading.diagnosis import diagnose
from rnn_utils.grading.exercise import is_ours
from rnn_utils.grading.messages import translated
from rnn_utils.grading.progress import record
from rnn_utils.grading.report import Report
from rnn_utils.grading.results import short
from rnn_utils.grading.running import TIME_IS_UP, Elsewhere, random_numbers_kept, run, undisturbed

FRESH = "Run the cell with your function again, then this one."


def grade(function, exercise=None, *, seed=0, diagnosis=True):
    """Grade a function, or the answer to a question, and say which mistake was made.

    function  : the learner's function; for a question the letter of an option, such as "b"
    exercise  : the exercise's id, if the function has another name; the id of a question
    seed      : of the random cases
    diagnosis : whether the report names the mistake and its cause; without, it says what is wrong and no more
    returns a `Report`; in a notebook it shows itself
    """
    report = examine(function, exercise, seed)
    if report.max_points == 0 or is_ours(function):
        return report                            # no exercise, or nobody's own work: no points
    note = record(report)
    report = report if diagnosis else _undiagnosed(report)
    return report if not note else Report(**{**vars(report), "note": note})


def _undiagnosed(report):
    if report.mistake is None:
        return report
    says = next((check.message for check in report.checks if not check.passed and check.message),
                "this is not the right option.")
    return replace(report, mistake=None, message=short(_as_sentence(says), 400))


def verified(function, exercise=None):
    """The learner's function once it passes, and the library's verified one until then.

    Prints which of the two it is, so that nobody takes the one for the other.
    """
    from rnn_utils.grading.exercises import EXERCISES

    name = exercise or _name(function)
    if name not in EXERCISES:
        raise ValueError(f"there is no exercise {name!r}; the exercises are {', '.join(EXERCISES)}")
    if _is_stand_in(function):
        return function
    if examine(function, name, 0).passed:
        print(translated(f"The notebook goes on with your {name}."))
        return function
    print(translated(f"The notebook goes on with the course's {name}, until yours passes."))

    answer = EXERCISES[name].answer

    @functools.wraps(answer)
    def stand_in(*args, **kwargs):
        return answer(*args, **kwargs)

    stand_in.stands_in_for = name
    return stand_in


def _is_stand_in(function):
    return isinstance(_attribute(function, "stands_in_for"), str)


def _name(function):
    name = _attribute(function, "__name__")
    return name if isinstance(name, str) else type(function).__name__


def _attribute(thing, name):
    try:
        return getattr(thing, name, None)
    except Exception:                            # a strange object
        return None


@dataclass(frozen=True)
class Bench:
    """What functions are tried on: cases, the right runs, and the runs of known mistakes as they are needed."""

    cases: list
    expected: list
    tried: dict = field(default_factory=dict)


def bench(exercise, seed):
    """The cases of an exercise, drawn from `seed`, and the answer's runs."""
    cases = exercise.cases(default_rng(seed))
    cases.append(replace(cases[0], note="the first arguments once more"))
    return Bench(cases, [run(exercise.answer, case, exercise.outputs) for case in cases])


def examine(function, name, seed=0, bench=bench):
    """A report in any case, whatever strange object may be given; nothing is remembered.

    `bench` gives the Bench of an exercise and a seed: who grades many keeps it.
    """
    from rnn_utils.grading.exercises import EXERCISES

    try:
        with undisturbed(), random_numbers_kept():   # wrong numbers are reported, not warned of
            return _examine(function, name, seed, bench)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        known = EXERCISES.get(name) if isinstance(name, str) else None
        return Report(name if known else "?", "failed", 0, known.max_points if known else 0,
                      f"This cannot be graded: looking at it ends in {type(error).__name__}. "
                      "Give `grade` a function, written with `def`.")


def _examine(function, name, seed, bench):
    from rnn_utils.grading.exercises import EXERCISES, QUESTIONS

    if name is not None and not isinstance(name, str):
        return Report("?", "failed", 0, 0, "`exercise=` takes the id of an exercise or question, in "
                                           'quotation marks, such as "softmax".')
    if name in QUESTIONS:
        return _examine_choice(function, QUESTIONS[name])
    trouble, exercise = _which(function, name, EXERCISES)
    if trouble:
        name = name or _name(function)
        known = EXERCISES.get(name)
        return Report(name, "failed", 0, known.max_points if known else 0, trouble)
    if _is_stand_in(function):
        return _not_attempted(exercise, f"This is the course's stand-in, not your function. {FRESH}")
    on = bench(exercise, seed)
    runs = _runs(function, on.cases, exercise.outputs)
    blanks = blanks_of(function)
    if is_stub(function, exercise, blanks, runs):
        return _not_attempted(exercise, "Fill in the blanks `...` in the cell above, run it, then "
                                        "run this cell again. The hints are there if you want one.")
    return _report(exercise, function, on, runs, blanks)


def _runs(function, cases, outputs):
    """A run of each case; none after one that did not end."""
    runs = []
    for case in cases:
        endless = runs and runs[-1].failure and runs[-1].failure.type == TIME_IS_UP
        runs.append(runs[-1] if endless else run(function, case, outputs))
    return runs


def _report(exercise, function, on, runs, blanks):
    checks = checks_of(exercise, on.cases, runs, on.expected)
    points = sum(check.points for check in checks)
    printed = runs[0].printed
    if all(check.passed for check in checks):
        return Report(exercise.id, "passed", points, exercise.max_points,
                      "Everything is right.", checks, printed=printed)
    try:
        mistake, says = diagnose(exercise, function, on.cases, runs, on.expected, on.tried)
    except Exception:                            # the checks stand, whatever a pattern stumbles over
        mistake, says = None, None
    message = says or _as_sentence(next(check.message for check in checks
                                        if not check.passed and check.message))
    if blanks:
        message += f" (Still blank: {'line' if len(blanks) == 1 else 'lines'} " \
                   f"{', '.join(map(str, blanks))}.)"
    return Report(exercise.id, "failed", points, exercise.max_points, short(message, 400), checks,
                  mistake=mistake, printed=printed)


def _as_sentence(clause):
    return clause[0].upper() + clause[1:]


def _not_attempted(exercise, message):
    return Report(exercise.id, "not attempted", 0, exercise.max_points, message)


def _which(function, name, exercises):
    """(sentence about what is wrong or None, the exercise)."""
    if inspect.isclass(function):
        return (f"`{function.__name__}` is a class; write a function, with `def`.", None)
    if not callable(function):
        shown = f"`{function!r}`" if isinstance(function, (int, float, str)) else \
            f"a {type(function).__name__}"
        return (f"`grade` takes a function, without calling it: grade({name or 'rnn_cell_forward'}). "
                f"It was given {shown[:60]}.", None)
    own = _name(function)
    wanted = name or own
    if wanted not in exercises:
        return _unknown(function, wanted, exercises), None
    exercise = exercises[wanted]
    parameters = inspect.signature(exercise.answer).parameters
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):              # a builtin without a signature
        return None, exercise
    try:
        signature.bind(*range(max(len(case.arguments) for case in exercise.cases(default_rng(0)))))
    except TypeError:
        got = len(signature.parameters)
        return (f"`{short(own, 40)}` takes {got} {'argument' if got == 1 else 'arguments'}; "
                f"expected {len(parameters)}: ({', '.join(parameters)}).", None)
    return None, exercise


def _unknown(function, name, exercises):
    """Say which exercise a renamed function probably is."""
    try:
        parameters = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        parameters = []
    guesses = [id for id, exercise in exercises.items()
               if parameters and list(inspect.signature(exercise.answer).parameters) == parameters]
    guesses = guesses or difflib.get_close_matches(name, exercises, n=1)
    text = f"There is no exercise `{short(name, 60)}`."
    if guesses:
        text += f" If it is your `{guesses[0]}`, grade it with exercise=\"{guesses[0]}\"."
    else:
        text += " Give the function its name from the exercise, or say which with exercise=\"…\"."
    return text


# What is not attempted yet -------------------------------------------------------------------


def is_stub(function, exercise, blanks, runs):
    """Whether nothing has been written: all blanks are there and no array comes out, or no body."""
    if any(isinstance(value, np.ndarray) and value.size for each in runs for value in each.values.values()):
        return False
    tree = _tree(function)
    if tree is None:
        loads = _ellipses_in_bytecode(function)
        return loads >= exercise.blank_count > 0
    body = [node for node in tree.body
            if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    empty = all(isinstance(node, ast.Pass)
                or isinstance(node, ast.Raise) and "NotImplemented" in ast.dump(node)
                or isinstance(node, ast.Return) and (node.value is None or _is_nothing(node.value))
                for node in body)
    return empty or len(blanks) >= exercise.blank_count > 0


def blanks_of(function):
    """The lines, in the learner's cell, on which a blank `...` is left."""
    tree = _tree(function)
    if tree is None:
        return []
    in_slices = {id(node) for sub in ast.walk(tree) if isinstance(sub, ast.Subscript)
                 for node in ast.walk(sub.slice)}
    first = _first_line(function)
    return sorted(node.lineno + first - 1 for node in ast.walk(tree)
                  if isinstance(node, ast.Constant) and node.value is ... and id(node) not in in_slices)


def _is_nothing(node):
    return isinstance(node, ast.Constant) and node.value in (None, ...)


def _tree(function):
    """The function's syntax tree, or None if its source can't be had."""
    try:
        source = function.source if isinstance(function, Elsewhere) else inspect.getsource(function)
        tree = ast.parse(textwrap.dedent(source)).body[0]
    except (OSError, TypeError, ValueError, SyntaxError, IndexError):
        return None
    return tree if isinstance(tree, ast.FunctionDef) else None


def _first_line(function):
    if isinstance(function, Elsewhere):
        return function.first_line
    return inspect.unwrap(function).__code__.co_firstlineno


def _ellipses_in_bytecode(function):
    import dis

    code = getattr(function, "__code__", None)
    return sum(step.argval is ... for step in dis.get_instructions(code)) if code else 0


# Concept questions ---------------------------------------------------------------------------


def _examine_choice(choice, question):
    letters = ", ".join(question.options)
    if choice is None or choice is ...:
        return Report(question.id, "not attempted", 0, question.max_points,
                      f"Put your answer ({letters}) in place of the `...` and run the cell again.")
    letter = str(choice).strip().strip("().\"'").lower() if isinstance(choice, str) else None
    if letter not in question.options:
        return Report(question.id, "failed", 0, question.max_points,
                      f"The answer is one letter, {letters}, in quotation marks.")
    option = question.options[letter]
    return Report(question.id, "passed" if option.right else "failed",
                  question.max_points if option.right else 0, question.max_points, option.says,
                  mistake=None if option.right else letter)
