"""The grader on what learners write: right in many ways, wrong in many more, and very strange.

Right solutions are in `attempts/correct.py`, wrong attempts in `attempts/wrong.py`; those of later
notebooks in files with their numbers, which add to these.
"""
import asyncio
import builtins
import decimal
import functools
import inspect
import operator
import random
import sys
import time
import warnings

import numpy as np
import pytest

from attempts import correct_06_08, correct_09_11, correct_12, correct_13, wrong_06_08, wrong_09_11, wrong_12, wrong_13  # noqa: F401
from attempts.correct import CORRECT
from attempts.wrong import WRONG
from kept import benches_kept  # noqa: F401
from rnn_utils.grading import Report, grade, grader, running, verified
from rnn_utils.grading.exercises import EXERCISES

pytestmark = pytest.mark.usefixtures("benches_kept")
RIGHT = [(id, function) for id, functions in CORRECT.items() for function in functions]
ATTEMPTS = [(id, function, name) for id, attempts in WRONG.items() for function, name in attempts]
SECONDS = {}                                     # (id, function) -> how long it took the processor


@functools.cache
def report_of(id, function):
    start = time.process_time()
    report = grade(function, exercise=id)
    SECONDS[id, function] = time.process_time() - start
    return report


@pytest.fixture(autouse=True)
def no_pattern_may_stumble(monkeypatch):
    """`grade` stays calm when a diagnosis fails; here that is an error."""
    diagnose, stumbles = grader.diagnose, []

    def watched(*args):
        try:
            return diagnose(*args)
        except Exception as error:
            stumbles.append(error)
            raise

    monkeypatch.setattr(grader, "diagnose", watched)
    yield
    assert not stumbles, stumbles


def one_by_one(rows):
    return {"argvalues": rows, "ids": [f"{row[0]}:{row[1].__name__}" for row in rows]}


# Right, however it is written ----------------------------------------------------------------


@pytest.mark.parametrize("id, function", **one_by_one(RIGHT))
def test_a_right_solution_passes_however_it_is_written(id, function):
    report = report_of(id, function)
    assert report.status == "passed" and report.mistake is None, report
    assert report.points == report.max_points


@pytest.mark.parametrize("id, function", **one_by_one(RIGHT[::3]))
def test_it_passes_with_other_numbers_too(id, function):
    assert grade(function, exercise=id, seed=11).passed


def test_each_exercise_has_several_right_and_many_wrong_attempts():
    assert CORRECT.keys() == WRONG.keys()
    for id in EXERCISES:
        right, wrong = len(CORRECT.get(id, ())), len(WRONG.get(id, ()))
        assert right >= 4 and wrong >= 12, \
            f"tests/attempts/ has {right} right and {wrong} wrong attempts at {id}; it needs 4 and 12, as learners write them"


# Wrong, in whatever way ----------------------------------------------------------------------


def lines_of_the_answer(id):
    """What stands behind the = of the lines that a learner has to write, where it is long."""
    exercise = EXERCISES[id]
    pairs = zip(exercise.source.splitlines(), exercise.stub().splitlines())
    written = [line.strip().split("=", 1)[-1].strip() for line, blank in pairs if line != blank]
    return [line for line in written if len(line) > 20 and line not in exercise.stub()]


@pytest.mark.parametrize("id, function, name", **one_by_one(ATTEMPTS))
def test_a_wrong_attempt_is_rejected_and_named(id, function, name):
    report = report_of(id, function)
    assert report.status == "failed" and report.points < report.max_points, report
    if name:
        assert report.mistake and set(report.mistake.split(" + ")) == set(name.split(" + ")), report
    assert 0 < len(report.message) <= 400
    assert "Traceback" not in str(report) and 'File "' not in str(report)
    assert "cannot be graded" not in report.message
    own = inspect.getsource(function)
    for line in lines_of_the_answer(id):
        assert line not in report.message or line in own


@pytest.mark.parametrize("id, function, name", **one_by_one(ATTEMPTS[::9]))
def test_it_is_rejected_with_other_numbers_too(id, function, name):
    report = grade(function, exercise=id, seed=11)
    assert report.status == "failed" and report.points < report.max_points


def test_most_wrong_attempts_are_named():
    reports = [report_of(id, function) for id, function, _ in ATTEMPTS]
    named = sum(report.mistake is not None for report in reports)
    print(f"{named} of {len(reports)} wrong attempts are named")
    assert named >= 0.9 * len(reports)


def test_grading_takes_less_than_a_second():
    """Of the processor's time, with nothing kept: the longest of each exercise, of those the ten longest."""
    for id, function, _ in ATTEMPTS:
        report_of(id, function)
    longest = {id: function for id, function in sorted(SECONDS, key=SECONDS.get)}
    seconds = {}
    for id, function in sorted(longest.items(), key=SECONDS.get)[-10:]:
        start = time.process_time()
        grader.examine(function, id, bench=grader.bench)
        seconds[id, function.__name__] = time.process_time() - start
    slowest = max(seconds, key=seconds.get)
    print(f"the slowest: {seconds[slowest]:.2f} s for {slowest}")
    assert seconds[slowest] < 2                  # under 1 s on a quiet machine


# Calm, whatever comes ------------------------------------------------------------------------


def assert_calm(report, id=None):
    """A Report, no points, that can be shown."""
    assert isinstance(report, Report) and report.status in ("failed", "not attempted")
    assert report.points < max(report.max_points, 1)
    assert 0 < len(report.message) <= 400
    assert report.exercise and str(report) and report._repr_html_()
    return report


class Callable:
    """An instance with __call__, wrong."""

    def __call__(self, z):
        return z


class Hostile:
    """Raises at whatever is done with it."""

    def __getattr__(self, name):
        raise RuntimeError("no")

    def __eq__(self, other):
        raise RuntimeError("no")

    def __array__(self, *args, **kwargs):
        raise RuntimeError("no")

    def __len__(self):
        raise RuntimeError("no")

    def __iter__(self):
        raise RuntimeError("no")

    def __bool__(self):
        raise RuntimeError("no")

    def __repr__(self):
        raise RuntimeError("no")

    __hash__ = None


class HostileCallable(Hostile):
    def __call__(self, *args):
        return Hostile()


async def asynchronous(z):
    return z


async def asynchronous_generator(z):
    yield z


def generator(z):
    yield z


def endless_wrapper(z):
    return z


endless_wrapper.__wrapped__ = endless_wrapper
NOT_FUNCTIONS = [None, ..., 0, 3.5, True, 10 ** 5000, "softmax", b"softmax", "a" * 10_000, [], {}, (), set(),
                 np.zeros((3, 2)), np, object(), Hostile(), NotImplemented, type, Callable, Exception,
                 slice(3), range(4), iter([]), decimal.Decimal(1), property(), staticmethod(len)]
CALLABLES = [Callable(), HostileCallable(), functools.partial(max, 0), functools.partial(pow), len, print,
             np.exp, np.tanh, str.upper, "text".join, operator.itemgetter(0), operator.attrgetter("T"),
             lambda: None, lambda z: None, lambda z: z, lambda *z: z, lambda **z: z, lambda a, b, c, d, e, f: a,
             lambda z, /: ..., lambda *, z: z, generator, asynchronous, asynchronous_generator,
             endless_wrapper, np.vectorize(abs), np.frompyfunc(abs, 1, 1), functools.lru_cache(abs), dict, int,
             list, warnings.warn, id, iter, sys.exc_info, asyncio.sleep, inspect.currentframe]


@pytest.mark.parametrize("thing", NOT_FUNCTIONS + CALLABLES, ids=lambda thing: type(thing).__name__)
@pytest.mark.parametrize("id", [None, "softmax", "rnn_cell_forward", "pad_batch"])
def test_whatever_is_given_to_grade_ends_in_a_report(thing, id):
    assert_calm(grade(thing, exercise=id))


@pytest.mark.parametrize("thing", [Callable(), HostileCallable(), len, None, Hostile()],
                         ids=lambda thing: type(thing).__name__)
def test_verified_gives_the_librarys_function_for_it(thing):
    z = np.array([[0.0, 1.0], [2.0, -1.0]])
    assert np.allclose(verified(thing, exercise="softmax")(z), EXERCISES["softmax"].answer(z))


@pytest.mark.parametrize("exercise", [3, [], {}, len, ("softmax",), "soft max", "", Hostile(), "x" * 500,
                                      b"softmax"],
                         ids=lambda exercise: type(exercise).__name__)
def test_whatever_is_given_for_the_exercise_ends_in_a_report(exercise):
    assert_calm(grade(generator, exercise=exercise))


def test_a_question_takes_anything():
    for answer in (None, ..., 3, "", "ab", b"a", [], np.zeros(2), Hostile(), len, "z" * 1000):
        assert_calm(grade(answer, exercise="mini-batch-axes"))


# What a function may raise


class Mute(Exception):
    def __str__(self):
        raise ValueError("no words")


class NoText(Exception):
    def __str__(self):
        return 3


class Loud(BaseException):
    def __str__(self):
        raise SystemExit("out of its own message")


ERRORS = [Exception, ValueError("x" * 100_000), Mute(), NoText(), Loud(), SystemExit(0), SystemExit("bye"),
          GeneratorExit, asyncio.CancelledError(), StopIteration(3), MemoryError, RecursionError("deep"),
          ExceptionGroup("several", [ValueError(1), TypeError(2)]), BaseException("base"), AssertionError,
          KeyError(Ellipsis), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), Warning("careful"),
          ImportError("No module named 'torch'"), ValueError("a\nb\n  c"), OSError(2, "nothing there"),
          np.linalg.LinAlgError("Singular matrix"), ValueError("<b>&`"), ValueError("\ud800")]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: getattr(error, "__name__", type(error).__name__))
@pytest.mark.parametrize("id", ["softmax", "rnn_backward"])
def test_whatever_a_function_raises_is_said_with_its_line(error, id):
    def raises(*args):
        raise error

    report = assert_calm(grade(raises, exercise=id))
    kind = error if isinstance(error, type) else type(error)
    assert report.points == 0 and report.mistake is None
    assert kind.__name__ in report.message and "raise error" in report.message
    assert "Traceback" not in str(report)


def missing_return(z):
    z.max()


SLIPS = [                                        # what fails on a z of shape (4, 3), and words of what is said
    (lambda z: z @ z, "do not fit the product"), (lambda z: np.dot(z, z), "(4,3) and (4,3) do not fit the product"),
    (lambda z: np.tensordot(z, z, axes=1), "sums over have different sizes"),
    (lambda z: z + z.T, "the shapes (4,3) and (3,4) do not fit element by element"),
    (lambda z: z * z.T, "the matrix product is `@`"),
    (lambda z: z[:1].__iadd__(z), "an array of shape (1,3) cannot take up a result of shape (4,3)"),
    (lambda z: z.__setitem__(0, z), "an array of shape (4,3) is put where the shape is (3,)"),
    (lambda z: np.concatenate([z, z.T]), "the same size along every axis but the one"),
    (lambda z: np.concatenate([z, z[0]]), "the same number of axes"),
    (lambda z: np.concatenate(z, z), "go into one list: [a, b]"), (lambda z: np.array([z, z[0]]), "different shapes"),
    (lambda z: z[:, 3], "there is no index 3 along axis 1, which has the size 3"),
    (lambda z: [a for a, b in [z]], "more values than the 2 names"), (lambda z: [a for a, b in [z[:1]]], "1 values for"),
    (lambda z: {"Wa": z}["wa"], "there is no key 'wa'"), (lambda z: missing_return(z) + z, "lack its `return`"),
    (lambda z: z ^ 2, "write `**`"), (lambda z: max(z, 0), "there are `np.maximum`"),
    (lambda z: z.__iadd__(...), "a blank `...` is still to be filled"),
    (lambda z: z @ 3.0, "no matrix but a single number"),
    (lambda z: missing_return(z)[0], "lack its `return`"), (lambda z: missing_return(z).T, "lack its `return`"),
]


@pytest.mark.parametrize("slip, says", SLIPS, ids=[says for _, says in SLIPS])
def test_what_numpy_says_of_common_slips_is_put_into_plain_words(slip, says):
    report = assert_calm(grade(slip, exercise="softmax"))
    assert says in report.message and report.mistake is None


def test_a_product_that_fails_is_no_known_mistake_if_it_fails_elsewhere():
    def cell(xt, a_prev, c_prev, parameters):
        return parameters["Wf"] @ a_prev         # there is a known mistake with `@`, of a gate and the memory

    assert assert_calm(grade(cell, exercise="lstm_cell_forward")).mistake is None


def test_who_gives_no_defaults_is_told_when_they_are_missed():
    def sample(parameters, a0, rng, end, max_length, temperature):
        return EXERCISES["sample"].answer(parameters, a0, rng, end, max_length, temperature)

    report = assert_calm(grade(sample))
    assert "'max_length'" in report.message and report.mistake == "fails-in-some-cases"


def test_a_return_inside_a_loop_is_said_only_of_what_is_wrong():
    def right(z):
        for _ in range(3):
            return right_softmax(z)

    def wrong(z):
        p = np.zeros(z.shape)
        for j in range(z.shape[1]):
            p[:, j] = right_softmax(z[:, j])
            return p

    assert grade(right, exercise="softmax").passed
    assert assert_calm(grade(wrong, exercise="softmax")).mistake == "return-inside-the-loop"


def test_a_keyboard_interrupt_still_interrupts():
    def softmax(z):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(softmax)


def test_recursion_without_end():
    def softmax(z):
        return softmax(z)

    assert "RecursionError" in assert_calm(grade(softmax)).message


def swallows_everything(z):
    while True:
        try:
            z = z + 1
            time.sleep(0.01)
        except Exception:
            pass


@pytest.mark.skipif(not hasattr(running.signal, "SIGALRM"), reason="needs an alarm")
@pytest.mark.parametrize("loop", [lambda z: [None for _ in iter(int, 1)], swallows_everything])
def test_a_loop_that_never_ends_is_ended_once(loop, monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.2)
    start = time.perf_counter()
    report = assert_calm(grade(loop, exercise="softmax"))
    assert "loop that never ends" in report.message and time.perf_counter() - start < 3


def test_leaving_the_interpreter_is_not_allowed():
    def softmax(z):
        sys.exit(0)

    assert "SystemExit" in assert_calm(grade(softmax)).message


# What a function may do on the way


def right_softmax(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


def test_printing_a_lot_is_kept_short(capsys):
    def softmax(z):
        print("word " * 100_000)
        print("\n".join(map(str, range(10_000))))
        print("to the other stream", file=sys.stderr)
        return right_softmax(z)

    report = grade(softmax)
    assert report.passed and len(str(report)) < 5000 and len(report._repr_html_()) < 10_000
    assert capsys.readouterr() == ("", "")


def test_closing_or_replacing_standard_output_does_no_harm(capsys):
    def softmax(z):
        sys.stdout.close()
        sys.stdout = None
        return right_softmax(z)

    assert grade(softmax).passed
    print("still there")
    assert capsys.readouterr().out == "still there\n"


def test_warnings_numpy_settings_and_random_numbers_are_put_back():
    def softmax(z):
        np.seterr(all="raise")
        np.random.seed(3)
        np.random.rand()
        warnings.simplefilter("error")
        warnings.warn("careful")
        return right_softmax(z)

    np.random.seed(5)
    state, errors, filters = np.random.get_state()[1].copy(), np.geterr(), list(warnings.filters)
    assert "UserWarning: careful" in assert_calm(grade(softmax)).message
    assert np.array_equal(np.random.get_state()[1], state)
    assert np.geterr() == errors and warnings.filters == filters


def test_warnings_of_a_right_function_are_not_shown():
    def softmax(z):
        warnings.warn("careful", DeprecationWarning)
        np.float64(1) / np.float64(0)
        return right_softmax(z)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert grade(softmax).passed


ALWAYS = ("allclose", "isclose", "array_equal", "isfinite", "all", "any")


def patches_numpy(z):
    for name in ALWAYS:
        setattr(np, name, lambda *args, **kwargs: True)
    np.sum = np.max = np.exp = np.array = np.zeros
    return np.zeros_like(z)


def patches_python(z):
    for name in ("all", "any", "isinstance", "bool"):
        setattr(builtins, name, lambda *args: True)
    return 0 * z


@pytest.mark.parametrize("cheat", [patches_numpy, patches_python])
def test_rebinding_names_of_numpy_or_python_earns_nothing(cheat):
    before = [getattr(np, name) for name in (*ALWAYS, "sum", "exp", "array")], builtins.all, builtins.bool
    assert assert_calm(grade(cheat, exercise="softmax")).points == 0
    assert before == ([getattr(np, name) for name in (*ALWAYS, "sum", "exp", "array")],
                      builtins.all, builtins.bool)
    assert grade(right_softmax, exercise="softmax").passed


def test_names_of_numpy_that_were_rebound_earlier_do_not_help():
    original = np.allclose
    try:
        np.allclose = lambda *args, **kwargs: True
        assert grade(lambda z: 0 * z, exercise="softmax").points == 0
        assert np.allclose is original
    finally:
        np.allclose = original


def test_random_results_are_no_results():
    rng = random.Random(0)
    report = assert_calm(grade(lambda z: right_softmax(z) + rng.random(), exercise="softmax"))
    assert report.mistake == "keeps-something-between-calls"


def test_right_at_the_first_call_only():
    calls = []

    def softmax(z):
        calls.append(z.shape)
        return right_softmax(z) * (calls.count(z.shape) == 1)

    assert assert_calm(grade(softmax)).mistake == "keeps-something-between-calls"


# What a function may do with its arguments


def clears(parameters):
    parameters.clear()


def puts_itself_in(parameters):
    parameters["Wax"] = parameters


def puts_something_strange_in(parameters):
    parameters["ba"] = Hostile()


def adds_a_key(parameters):
    parameters["dWax"] = 0


def makes_lists(parameters):
    parameters["ba"] = parameters["ba"].tolist()


def makes_it_another_shape(parameters):
    parameters["Wax"].shape = parameters["Wax"].shape[::-1]


def makes_it_another_type(parameters):
    parameters["Wax"].dtype = int


@pytest.mark.parametrize("change", [
    clears, puts_itself_in, puts_something_strange_in, adds_a_key, makes_lists, makes_it_another_shape,
    makes_it_another_type, lambda p: p.pop("by"), lambda p: p["ba"].fill(0), lambda p: p["ba"].sort(axis=0),
    lambda p: p.update(ba=p["ba"] + 1), lambda p: p["Waa"].resize((1, 1), refcheck=False)])
def test_changed_parameters_are_noticed(change):
    def cell(xt, a_prev, parameters):
        kept = {key: value.copy() for key, value in parameters.items()}
        result = EXERCISES["rnn_cell_forward"].answer(xt.copy(), a_prev.copy(), kept)
        change(parameters)
        return result

    report = assert_calm(grade(cell, exercise="rnn_cell_forward"))
    assert report.mistake == "changes-its-inputs" and "`parameters`" in report.message


@pytest.mark.parametrize("change", [
    list.clear, list.reverse, lambda sequences: sequences.append(sequences[0]),
    lambda sequences: sequences.append(sequences), lambda sequences: sequences.__setitem__(0, None),
    lambda sequences: sequences.__setitem__(0, Hostile()), lambda sequences: sequences[0].fill(3)])
def test_changed_lists_are_noticed(change):
    def pad(sequences):
        result = EXERCISES["pad_batch"].answer([sequence.copy() for sequence in sequences])
        change(sequences)
        return result

    report = assert_calm(grade(pad, exercise="pad_batch"))
    assert report.mistake == "changes-its-inputs" and "`sequences`" in report.message


# What a function may return

itself = []
itself.append(itself)
around = {}
around["dWya"] = around["dx"] = around
nested = 0.5
for _ in range(500):
    nested = [nested]


class Unfriendly(float):
    def __array__(self, *args, **kwargs):
        raise RuntimeError("no")


class Subclass(np.ndarray):
    def __eq__(self, other):
        return True

    def __array_function__(self, *args, **kwargs):
        raise RuntimeError("no")


class Keyless(dict):
    def __getitem__(self, key):
        raise RuntimeError("no")

    def __contains__(self, key):
        return True


RESULTS = {
    "None": None, "Ellipsis": ..., "NaN": np.nan, "inf": np.inf, "text": "0.5", "bytes": b"0.5", "True": True,
    "a number": 0.5, "a long number": 10 ** 400, "complex": 1j, "a class": int, "a function": len,
    "Decimal": decimal.Decimal("0.5"), "a set": {1, 2}, "an empty list": [], "an empty tuple": (),
    "an empty dict": {}, "a list in itself": itself, "a dict in itself": around, "a deep list": nested,
    "a huge list": [[0.0] * 300] * 300, "a generator": (i for i in range(3)), "an iterator": iter([1, 2]),
    "an error": ValueError("no"), "hostile": Hostile(), "many hostile": [Hostile(), Hostile()],
    "unfriendly": Unfriendly(0.5), "a keyless dict": Keyless(), "a dict of many": dict.fromkeys(range(10_000)),
    "hostile keys": {Ellipsis: 1, (1, 2): 2, None: 3}, "NotImplemented": NotImplemented,
    "objects": np.array([None, "a", 3]), "texts": np.array([["a", "b"]]),
    "dates": np.array(["2024-01-01"], "M8[D]"),
    "records": np.zeros(3, [("x", float)]), "no axes": np.array(0.5), "empty": np.zeros((0, 3)),
    "many axes": np.zeros((1,) * 12), "float16": np.zeros((2, 2), "float16"), "booleans": np.ones((5, 4), bool),
    "unsigned": np.ones((5, 4), "uint8"), "masked": np.ma.masked, "a masked array": np.ma.masked_all((5, 4)),
    "a matrix": np.ones((5, 4)).view(np.matrix), "a subclass": np.zeros((5, 4)).view(Subclass),
    "NaN array": np.full((5, 4), np.nan), "complex array": np.ones((5, 4), complex),
    "long": np.ones((5, 4), np.longdouble),
    "read-only": np.broadcast_to(0.0, (5, 4)), "a scalar type": np.str_("a"), "memory": memoryview(b"abc"),
}


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
@pytest.mark.parametrize("id", ["softmax", "pad_batch", "rnn_cell_forward", "binary_cross_entropy",
                                "rnn_cell_backward"])
def test_whatever_a_function_returns_ends_in_a_report_without_points(result, id):
    outputs = EXERCISES[id].outputs
    keys = {part.name: result for output in outputs for part in getattr(output, "parts", ())}
    report = assert_calm(grade(lambda *args: result, exercise=id))
    assert report.points == 0 and "cannot be graded" not in report.message
    if len(outputs) > 1:
        assert assert_calm(grade(lambda *args: (result,) * len(outputs), exercise=id)).points == 0
    if keys:
        last = keys if len(outputs) == 1 else (result,) * (len(outputs) - 1) + (keys,)
        assert assert_calm(grade(lambda *args: last, exercise=id)).points == 0


STRANGE_CACHES = {
    "in itself": itself, "texts": ["a"] * 6, "a text": "caches", "a number": 6, "hostile": Hostile(),
    "of hostile": [Hostile()] * 6, "tuples of hostile": [(Hostile(),) * 4] * 6, "a dict": {0: 1},
    "a pair of nothing": ([], np.zeros(3)), "a pair in itself": (itself, np.zeros(3)), "many": [()] * 100_000,
    "an object array": np.array([None] * 6), "a generator": (i for i in range(6)), "empty dicts": [{}] * 6,
    "keyless": [(np.zeros((5, 4)), np.zeros((5, 4)), np.zeros((3, 4)), Keyless())] * 6,
}


@pytest.mark.parametrize("caches", STRANGE_CACHES.values(), ids=STRANGE_CACHES)
def test_strange_caches_cost_the_points_of_the_caches(caches):
    def forward(x, a0, parameters):
        a, y_pred, _ = EXERCISES["rnn_forward"].answer(x, a0, parameters)
        return a, y_pred, caches

    report = assert_calm(grade(forward, exercise="rnn_forward"))
    assert {check.name: check.points for check in report.checks if check.max_points}["caches"] == 0
    assert report.mistake


@pytest.mark.parametrize("form", [
    lambda a: a.view(np.matrix), lambda a: a + 0j, lambda a: a.astype(object), lambda a: a.tolist(),
    lambda a: a.astype("float32"), lambda a: a.astype(str), np.ma.masked_less_equal],
                         ids=["matrix", "complex", "object", "list", "float32", "text", "masked"])
def test_right_numbers_in_a_form_that_will_not_do(form):
    function = functools.partial(form, value=0.2) if form is np.ma.masked_less_equal else form
    report = assert_calm(grade(lambda z: function(right_softmax(z)), exercise="softmax"))
    assert report.mistake in ("no-array", "wrong-dtype"), report
