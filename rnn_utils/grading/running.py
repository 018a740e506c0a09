"""Calling a learner's function: on copies, its prints kept aside, whatever it does.

Nothing that a learner writes may end in a raw traceback. What happened comes back as
a `Run`: the values, or the failure with the learner's own line and the shapes on it.
"""
import ast
import builtins
import contextlib
import copy
import io
import linecache
import signal
import threading
import traceback
import warnings
from dataclasses import dataclass, field

import numpy as np
from numpy.random import get_state, set_state

from rnn_utils.grading.results import collect, short
from rnn_utils.grading.wording import in_plain_words

SECONDS = 5                                      # for one call; the cases are tiny
TIME_IS_UP = "Time is up"
NUMPY = dict(vars(np))                           # as it is before a learner's code runs


@dataclass(frozen=True)
class Failure:
    """An exception: its type, its message in plain words, the learner's line, the arrays on that line.

    `original` is the message as it was raised, by which two failures are told apart.
    """

    type: str
    text: str
    line: str = ""
    number: int = 0
    shapes: str = ""
    original: str = ""

    @property
    def target(self):
        """The name on the left of the line, "" where it assigns nothing."""
        return self.line.partition(" = ")[0] if " = " in self.line else ""

    def says(self):
        text = f"{self.type}: {self.text}" if self.text else self.type
        if self.line:
            text += f" — in line {self.number} of your cell: {self.line}"
        if self.shapes:
            text += f" — there, {self.shapes}"
        return text


@dataclass
class Run:
    """One call: values by leaf, or what went wrong; changed arguments; printed text."""

    values: dict = field(default_factory=dict)
    failure: Failure | None = None
    problem: str | None = None                   # with the result as a whole
    changed: tuple = ()
    printed: str = ""


class TimeUp(BaseException):
    """Not an Exception, so that a learner's `except Exception` does not swallow it; holds the seconds."""


class FailedElsewhere(Exception):
    """What a function that runs in another process ended in: its `failure`."""

    def __init__(self, failure):
        super().__init__(failure.says())
        self.failure = failure


class Elsewhere:
    """A learner's function that runs in another process; what the helpers do that it calls, the library does.

    A subclass calls it; here is what the grader asks of a function before and after. `calls` are the names that
    it uses.
    """

    calls = frozenset()

    def __init__(self, name, source, first_line, signature):
        self.__name__, self.__signature__, self.__module__ = name, signature, "__main__"
        self.source, self.first_line = source, first_line


class Printed(io.StringIO):
    """What was printed; it stays open, even for a function that closes `sys.stdout`."""

    def close(self):
        pass


def run(function, case, outputs):
    """Call `function` on a copy of the case's arguments and take the result apart."""
    arguments = copy.deepcopy(case.arguments)
    printed = Printed()
    result = Run()
    try:
        with (contextlib.redirect_stdout(printed), contextlib.redirect_stderr(Printed()),
              time_limit(SECONDS)):
            with undisturbed():
                leave_nan_behind(arguments)
                returned = case.drive(function, **arguments) if case.drive else \
                    function(*arguments.values())
            result.values, result.problem = collect(outputs, returned, case.arguments)
            if case.settle:
                result.values = case.settle(result.values)
    except KeyboardInterrupt:
        raise
    except TimeUp as up:
        result.failure = Failure(TIME_IS_UP, f"no result after {up.args[0]:g} s: is there a loop "
                                             "that never ends?")
    except BaseException as error:               # also SystemExit and whatever a learner raises
        result.failure = failure_of(error, function)
    result.changed = tuple(name for name in arguments if name not in case.may_change
                           and not same(arguments[name], case.arguments[name]))
    result.printed = printed.getvalue()
    return result


def leave_nan_behind(arguments):
    """Free memory full of NaN, so that what `np.empty` finds there is not right by luck."""
    left = [np.full(value.shape, np.nan) for value in arguments.values() if isinstance(value, np.ndarray)]
    del left


def same(value, original):
    """Whether an argument is still what it was (up to the last digits)."""
    try:
        return _same(value, original)
    except Exception:                            # something strange stands where an array was
        return False


def _same(value, original):
    if isinstance(original, np.ndarray):
        return isinstance(value, np.ndarray) and (
            np.array_equal(value, original) or value.shape == original.shape and bool(
                np.allclose(value, original, rtol=1e-14, atol=0, equal_nan=True)))
    if isinstance(original, dict):
        return value.keys() == original.keys() and \
            all(_same(value[key], original[key]) for key in original)
    if isinstance(original, (list, tuple)):
        return type(value) is type(original) and len(value) == len(original) \
            and all(map(_same, value, original))
    return callable(original) or type(value) is type(original) and value == original


def failure_of(error, function):
    """Type, message, the last line that is the learner's own, and the shapes on it."""
    if isinstance(error, FailedElsewhere):
        return error.failure
    try:
        text = short(" ".join(str(error).split()), 150)
    except BaseException:                        # an exception whose own message fails
        text = ""
    filename = getattr(getattr(function, "__code__", None), "co_filename", None)
    own = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == filename:
            own = frame, number
    if own is None:
        return Failure(type(error).__name__, text, original=text)
    frame, number = own
    line = linecache.getline(filename, number).strip()
    return explained(type(error).__name__, text, line, number, frame.f_locals)


def explained(type, text, line, number, names):
    """The Failure on a learner's line, where these `names` have a value."""
    return Failure(type, in_plain_words(type, text, line), short(line, 80), number, short(shapes_on(line, names), 100),
                   text)


def shapes_on(line, names):
    """'`Wax` is (5, 3), `parameters["ba"]` is (5, 1)': the arrays that occur on a line."""
    try:
        nodes = list(ast.walk(ast.parse(line.rstrip(":"))))
    except (SyntaxError, ValueError):
        return ""
    arrays = {node.id: names.get(node.id) for node in nodes if isinstance(node, ast.Name)}
    for node in nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) \
                and isinstance(node.slice, ast.Constant) and isinstance(names.get(node.value.id), dict):
            arrays[ast.unparse(node).replace("'", '"')] = names[node.value.id].get(node.slice.value)
    return ", ".join(f"`{name}` is {array.shape}" for name, array in sorted(arrays.items())
                     if isinstance(array, np.ndarray))


@contextlib.contextmanager
def undisturbed():
    """Undo what the code inside does to NumPy's and Python's own names, to settings and warnings."""
    vars(np).update(NUMPY)
    python = dict(vars(builtins))
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            yield
    finally:
        vars(builtins).update(python)            # whoever rebinds `all` or `np.allclose` earns
        vars(np).update(NUMPY)                   # nothing by it


@contextlib.contextmanager
def random_numbers_kept():
    """NumPy's global random numbers go on behind it as if nothing had been drawn or seeded."""
    state = get_state()
    try:
        yield
    finally:
        set_state(state)


@contextlib.contextmanager
def time_limit(seconds):
    """Raise TimeUp after `seconds`, where the platform has an alarm for the main thread."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(signum, frame):
        signal.setitimer(signal.ITIMER_REAL, 0.2)    # and again, if an `except:` swallows it
        raise TimeUp(seconds)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
