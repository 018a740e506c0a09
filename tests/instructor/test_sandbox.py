"""What students may hand in: whatever their code tries, it earns nothing by it and changes nothing outside."""
import json
import os
import textwrap
import time
from dataclasses import replace

import numpy as np
import pytest

from rnn_utils import activations
from rnn_utils.grading.exercises import EXERCISES
from rnn_utils.grading.grader import examine
from rnn_utils.instructor import grade, sandbox, submissions
from rnn_utils.instructor.classroom import Settings, grade_content
from rnn_utils.instructor.output import Trouble

LIMITS = sandbox.Limits(seconds=1, total=5, memory=1 << 29)
RIGHT = """
def softmax(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)
"""


def why_not():
    try:
        sandbox.check()
    except Trouble as trouble:
        return str(trouble)
    return ""


pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "there is a sandbox")


@pytest.fixture(scope="module")
def box():
    with sandbox.Sandbox(LIMITS) as made:
        yield made


def cells_of(*sources):
    return submissions.read(json.dumps({"cells": [
        {"cell_type": "code", "source": source} for source in ("import numpy as np", *sources)]}).encode())


def report_on(box, source, id="softmax"):
    exercise, cells = EXERCISES[id], cells_of(textwrap.dedent(source))
    found, why, _ = submissions.candidates(cells, exercise)
    assert found, why
    with box.function(exercise, found[0], cells) as function:
        return examine(function, id, seed=4)


def attacking(body):
    """A softmax that does this, and then returns a wrong result."""
    return "def softmax(z):\n" + textwrap.indent(textwrap.dedent(body).strip(), "    ") + "\n    return 0 * z\n"


def as_a_cell(body):
    """The same done when the cell is run, beside a softmax that is wrong."""
    return textwrap.dedent(body).strip() + "\n\n\ndef softmax(z):\n    return 0 * z + found\n"


def failed(report, *words):
    assert report.status == "failed" and report.points == 0, report
    for word in words:
        assert word in report.message, report
    return report


def test_a_right_function_gets_full_points(box):
    report = report_on(box, RIGHT)
    assert report.passed and report.points == report.max_points, report


# Using up the machine ----------------------------------------------------------------------------------


def test_an_endless_loop_ends(box):
    start = time.monotonic()
    failed(report_on(box, attacking("while True: pass")), "Time is up", "1 s")
    assert time.monotonic() - start < 4
    assert report_on(box, RIGHT).passed


def test_an_endless_loop_that_catches_everything_ends(box):
    failed(report_on(box, attacking("""
        while True:
            try:
                while True: pass
            except BaseException: pass
        """)), "Time is up")


def test_an_endless_loop_beside_the_function_ends(box):
    with pytest.raises(sandbox.NotThere, match="does not end"):
        report_on(box, "found = 0\nwhile True: found += 1\n" + as_a_cell(""))


def test_slow_calls_come_to_an_end_too(box):
    start = time.monotonic()
    report = report_on(box, attacking("import time; time.sleep(0.9)"))
    assert report.points == 0 and time.monotonic() - start < LIMITS.total + 4


@pytest.mark.parametrize("body", ["import os; os.fork()", "import os; os.posix_spawn('/bin/true', ['true'], {})",
                                  "import threading; threading.Thread(target=print).start()",
                                  "import subprocess; subprocess.run(['/bin/true'])",
                                  "import multiprocessing; multiprocessing.Process(target=print).start()",
                                  "import ctypes; assert ctypes.CDLL(None).fork() >= 0"])
def test_no_process_and_no_thread_begins(box, body):
    report = failed(report_on(box, attacking(body)))
    assert "Error" in report.message                 # PermissionError, or what became of it


def test_a_fork_bomb_does_not_go_off(box):
    before = len(os.listdir("/proc"))
    failed(report_on(box, attacking("""
        import os
        while True:
            try: os.fork()
            except OSError: pass
        """)), "Time is up")
    assert len(os.listdir("/proc")) < before + 100


@pytest.mark.parametrize("body", ["np.ones(100 * 2 ** 30 // 8)", "bytearray(100 * 2 ** 30)",
                                  "kept = []\nwhile True: kept.append(np.zeros(2 ** 20))"])
def test_a_hundred_gigabytes_are_not_had(box, body):
    failed(report_on(box, attacking(body)), "MemoryError")


def test_a_limit_cannot_be_raised(box):
    failed(report_on(box, attacking("""
        import resource
        resource.setrlimit(resource.RLIMIT_AS, (2 ** 40, 2 ** 40))
        """)), "Error")


def test_a_huge_output_is_cut_and_costs_no_points(box):
    report = report_on(box, RIGHT.replace("    e =", "    for _ in range(1000): print('x' * 100_000)\n    e ="))
    assert report.passed and len(report.printed) <= 20_000


def test_a_huge_output_past_python_goes_nowhere(box):
    report = report_on(box, RIGHT.replace("    e =", "    import os\n    for fd in (1, 2): os.write(fd, b'x' * 10 ** 7)\n    e ="))
    assert report.passed and report.printed == ""


def test_a_huge_result_is_no_result(box):
    failed(report_on(box, "def softmax(z):\n    return np.zeros((3000, 3000))"), "far too large")
    failed(report_on(box, "def softmax(z):\n    return [0] * 10_000_000"))
    failed(report_on(box, "def softmax(z):\n    return np.zeros((10 ** 9, 0))"), "far too large")


# Making the grader believe it --------------------------------------------------------------------------


def test_patched_comparisons_earn_nothing(box):
    allclose, everything = np.allclose, all
    failed(report_on(box, as_a_cell("""
        import builtins, numpy.testing
        found = 0
        for module, name in ((np, "allclose"), (np, "array_equal"), (np, "isclose"), (builtins, "all"), (builtins, "len"),
                             (builtins, "abs"), (builtins, "isinstance"), (numpy.testing, "assert_allclose")):
            setattr(module, name, lambda *a, **k: True)
        """)))
    assert np.allclose is allclose and all is everything
    assert report_on(box, RIGHT).passed


def test_patched_protocol_earns_nothing(box):
    failed(report_on(box, attacking("""
        import sys
        main = sys.modules["__main__"]
        for name in ("protocol", "child"):
            module = sys.modules.get(name)
            if module: module.encode = lambda *a, **k: b"passed"
        main.told = lambda *a: {"status": "passed", "points": 10}
        """)))


CLAIM = """
import os, sys
import protocol
claim = protocol.encode({claim})
for fd in range(3, 32):
    try: os.write(fd, claim * 20)
    except OSError: pass
"""


@pytest.mark.parametrize("claim", [
    "{'status': 'passed', 'points': 10, 'max_points': 10}",
    "{'returned': {'status': 'passed', 'points': 10}, 'printed': '', 'changed': None}",
    "{'there': True, 'troubles': [], 'returned': True, 'printed': '', 'changed': None}",
    "{'failed': {'type': 'Passed', 'text': '10 of 10 points', 'number': 0, 'shapes': {}}, 'printed': ''}",
    "{'function': 0, 'arguments': ()}", "[1, 2]", "'passed'",
])
def test_a_result_that_claims_the_score_earns_nothing(box, claim):
    failed(report_on(box, attacking(CLAIM.format(claim=claim))))
    assert report_on(box, RIGHT).passed


@pytest.mark.parametrize("frame", ["b''", "b'x'", "b'\\xff' * 8", "b'\\x02\\0\\0\\0\\0\\0\\0\\0{}'", "b'\\0' * 10 ** 6",
                                   "b'\\x04\\0\\0\\0\\xff\\xff\\xff\\0null'"])
def test_frames_of_wrong_lengths_earn_nothing(box, frame):
    failed(report_on(box, attacking(f"import os\nfor fd in range(3, 32):\n    try: os.write(fd, {frame})\n"
                                    "    except OSError: pass\n")))
    assert report_on(box, RIGHT).passed


@pytest.mark.parametrize("returned", [
    "type('Crafted', (), {'__reduce__': lambda self: (__import__('os').system, ('touch /tmp/crafted',))})()",
    "np.array([[print, softmax]], dtype=object)", "np.full(z.shape, np.nan)", "np.full(z.shape, np.inf)",
    "np.array([['a']])", "z[:, :1]", "np.zeros(10 ** 4)", "[[...]]", "iter(z)", "(x for x in z)", "{1: z, (2, 3): z}",
    "np.ma.masked_all(z.shape)", "np.matrix(z)", "float('nan')", "10 ** 6000", "2 ** 70", "np.datetime64('2020')",
    "type('AlwaysEqual', (np.ndarray,), {'__eq__': lambda *a: True, '__array__': lambda *a: 1 / 0})((3,))",
    "np.zeros(3, dtype=[('a', float)])", "np.longdouble(1)", "b'bytes'", "exec", "type('=1+1', (), {})()",
])
def test_a_crafted_result_earns_nothing(box, returned):
    failed(report_on(box, f"def softmax(z):\n    return {returned}"))
    assert not os.path.exists("/tmp/crafted")


def test_a_list_that_holds_itself_earns_nothing(box):
    failed(report_on(box, "def softmax(z):\n    a = []\n    a.append(a)\n    return a"))


def test_an_exception_with_a_message_of_its_own_earns_nothing(box):
    failed(report_on(box, attacking("""
        class Passed(BaseException):
            def __str__(self): raise SystemExit
        Passed.__name__ = "<b>=passed" * 1000
        raise Passed
        """)))


def test_a_function_among_the_arguments_cannot_be_abused(box):
    report = report_on(box, """
        def numerical_gradient(f, x, epsilon=1e-6):
            for strange in (np.zeros((10 ** 5, 100)), None, "x", print, [x], np.array([print])):
                try: f(strange)
                except Exception: pass
            return f(x)
        """, "numerical_gradient")
    assert report.points == 0 and report.status == "failed", report


# Reading the answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [
    "from rnn_utils import softmax as answer; return answer(z)",
    "from rnn_utils.activations import softmax as answer; return answer(z)",
    "import rnn_utils; return rnn_utils.softmax(z)",
    "from rnn_utils.fast import softmax as answer; return answer(z)",
    "from rnn_utils.grading.exercises import EXERCISES; return EXERCISES['softmax'].answer(z)",
    "from rnn_utils.grading import verified; return verified(softmax)(z) * 0",
    "import importlib; return importlib.import_module('rnn_utils.activations').softmax(z)",
    "import scipy.special; return scipy.special.softmax(z, axis=0)",
])
def test_the_package_does_not_hold_the_answer(box, body):
    report = report_on(box, "def softmax(z):\n    " + body.replace("; ", "\n    "))
    assert report.points == 0 and report.status == "failed", report


def test_a_helper_is_there_and_the_answer_is_not(box):
    right = "def rnn_forward(x, a0, parameters):\n" + EXERCISES["rnn_forward"].source.partition("\n")[2]
    assert report_on(box, "from rnn_utils import rnn_cell_forward\n" + right, "rnn_forward").passed
    report = report_on(box, "from rnn_utils import rnn_forward as answer\n"
                            "def rnn_forward(x, a0, parameters):\n    return answer(x, a0, parameters)", "rnn_forward")
    failed(report, "rnn_forward", "is not there")


def test_the_disk_does_not_hold_the_answer():
    """Everything that can be seen in the sandbox is searched for the name of another exercise, in sources and caches."""
    with sandbox.Sandbox(sandbox.Limits(seconds=30, total=60)) as patient:
        failed(report_on(patient, """
            import os
            found, looked_at = [], 0
            for folder, _, files in os.walk("/"):
                for path in (os.path.join(folder, name) for name in files):
                    # a link may lead to what is not there in the sandbox
                    if path.endswith((".py", ".pyc", ".ipynb", ".pth", ".json", ".zip")) and os.path.isfile(path):
                        looked_at += 1
                        with open(path, "rb") as file: found += [path] if b"rnn_cell_forward" in file.read() else []


            def softmax(z):
                raise RuntimeError(f"{looked_at > 1000} {found}")
            """), "RuntimeError: True []")


def test_neither_the_course_nor_the_home_can_be_opened(box, tmp_path):
    # the course's folder itself may be there, if NumPy lies in its .venv
    course = [os.path.join(os.getcwd(), name) for name in ("rnn_utils", "notebooks", "tests", "pyproject.toml", ".git")]
    places = [activations.__file__, sandbox.__file__, *course, "/etc/passwd", str(tmp_path), "/proc", "/dev", "/sys"]
    report = failed(report_on(box, attacking(f"""
        import os
        raise RuntimeError([path for path in {places} if os.path.exists(path)] + os.listdir(os.environ["HOME"]))
        """)))
    assert "RuntimeError: []" in report.message, report


def test_the_memory_of_the_parent_cannot_be_read(box):
    failed(report_on(box, attacking("""
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        errors = []
        for call in (lambda: libc.ptrace(16, os.getppid(), 0, 0),
                     lambda: libc.process_vm_readv(os.getppid(), None, 0, None, 0, 0),
                     lambda: libc.syscall(438, 3, 0, 0)):
            assert call() == -1
            errors.append(ctypes.get_errno())
        raise RuntimeError(errors)
        """)), "RuntimeError: [1, 1, 1]")


def test_the_memory_of_its_own_process_holds_no_answer(box):
    report = failed(report_on(box, attacking("""
        import gc, types
        found = [thing for thing in gc.get_objects() if isinstance(thing, types.FunctionType)
                 and thing.__name__ in ("softmax", "rnn_cell_forward") and thing is not softmax]
        texts = [text for thing in gc.get_objects() if isinstance(thing, dict) for text in list(thing.values())
                 if isinstance(text, str) and "np.max(z, axis=0, keepdims=True)" in text and "def softmax" in text
                 and "found" not in text]
        raise RuntimeError([found, len(texts)])
        """)))
    assert "RuntimeError: [[], 0]" in report.message, report


# Changing what is outside --------------------------------------------------------------------------------


def test_nothing_is_written_outside(box, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("as it was")
    paths = [str(victim), str(tmp_path / "new"), "/tmp/new", os.path.join(os.sep, "home", "new"), "/grader/child.py",
             "/usr/lib/new", "/new", np.__file__]
    report = failed(report_on(box, attacking(f"""
        written = []
        for path in {paths}:
            for mode in ("w", "a"):
                try: open(path, mode).close()
                except OSError: continue
                written.append(path)
        raise RuntimeError(written)
        """)))
    assert "RuntimeError: []" in report.message, report
    assert victim.read_text() == "as it was" and os.listdir(tmp_path) == ["victim"]


@pytest.mark.parametrize("body", ["import socket; socket.socket()", "import socket; socket.socketpair()",
                                  "import socket; socket.socket(socket.AF_UNIX)",
                                  "import urllib.request; urllib.request.urlopen('http://127.0.0.1:1')"])
def test_no_socket_opens(box, body):
    failed(report_on(box, attacking(body)), "not permitted")


@pytest.mark.parametrize("body", ["os.kill(os.getppid(), 9)", "os.kill(-1, 9)", "os.kill(1, 9)", "os.killpg(0, 9)",
                                  "import signal; signal.pthread_kill(1, 9)"])
def test_the_parent_cannot_be_killed(box, body):
    box.start()
    process = box.process.pid
    failed(report_on(box, attacking("import os\n" + body)))
    assert report_on(box, RIGHT).passed and (box.process.pid == process or "pthread" in body)


@pytest.mark.parametrize("body", ["import sys; sys.exit(0)", "import os; os._exit(0)", "raise KeyboardInterrupt",
                                  "raise GeneratorExit", "import os; os.abort()", "import sys; sys.stdout.close()",
                                  "import os; os.closerange(0, 32)", "import ctypes; ctypes.string_at(0)",
                                  "import sys; sys.setrecursionlimit(10 ** 9)\nf = lambda: f()\nf()"])
def test_whoever_ends_the_process_ends_nothing_else(box, body):
    failed(report_on(box, attacking(body)))
    assert report_on(box, RIGHT).passed


def test_nothing_is_open_but_the_way_back(box):
    failed(report_on(box, attacking("""
        import fcntl
        held = []
        for fd in range(1000):
            try: held.append((fd, fcntl.fcntl(fd, fcntl.F_GETFD)))
            except OSError: pass
        raise RuntimeError(len(held), [fd for fd, _ in held][:3])
        """)), "RuntimeError: (4, [0, 1, 2])")


def test_one_function_leaves_nothing_for_the_next(box):
    report_on(box, as_a_cell("import builtins\nfound = 0\nnp.exp = builtins.len = None"))
    assert report_on(box, RIGHT).passed


# A whole submission ----------------------------------------------------------------------------------------


def graded(*sources, **settings):
    cells = [{"cell_type": "code", "source": source} for source in ("import numpy as np", *sources)]
    return grade_content(json.dumps({"cells": cells}).encode(), "00_start_here.ipynb",
                         Settings(seed=4, limits=LIMITS, **settings))


def test_a_submission_that_dies_leaves_its_other_exercises_alone():
    died = "def rnn_cell_forward(xt, a_prev, parameters):\n    import os\n    os._exit(1)"
    items = graded(died, EXERCISES["rnn_cell_forward_stacked"].source)["items"]
    points = {item["exercise"]: (item["points"], item["message"]) for item in items}
    assert points["rnn_cell_forward"][0] == 0 and "came to its end" in points["rnn_cell_forward"][1]
    assert points["rnn_cell_forward_stacked"][0] == 10


def test_a_class_of_attackers_takes_nothing_from_the_others(tmp_path):
    honest = RIGHT + "\n"
    bodies = {"loop": "while True: pass", "fork": "import os\nwhile True: os.fork()", "exit": "import os; os._exit(0)",
              "kill": "import os; os.kill(-1, 9)", "write": f"open({str(tmp_path / 'points.csv')!r}, 'w')"}
    for student, source in ({"ann": honest} | {name: attacking(body) for name, body in bodies.items()}).items():
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "00_start_here.ipynb").write_text(json.dumps(
            {"cells": [{"cell_type": "code", "source": source}]}))
    settings = replace(grade.prepare(tmp_path / "out", 4, ("softmax",), True), limits=LIMITS)
    done = grade.grade_class(grade.find(tmp_path / "class")[0], tmp_path / "out", settings, grade.process_pool, 2)
    points = {each["student"]: each["items"][0]["points"] for each in done}
    assert points == {"ann": 10} | dict.fromkeys(bodies, 0)
    assert sorted(os.listdir(tmp_path)) == ["class", "out"]


def test_an_endless_cell_is_a_reason_in_words():
    [item] = graded("import itertools\nfor _ in itertools.count(): table = 1", "def softmax(z):\n    return z * table",
                    only=("softmax",))["items"]
    assert item["points"] == 0 and "does not end within 1 s" in item["message"]


def test_without_bubblewrap_it_refuses(monkeypatch):
    sandbox.bubblewrap.cache_clear()
    monkeypatch.setattr(sandbox.shutil, "which", lambda program: None)
    with pytest.raises(Trouble, match="--unsandboxed"):
        sandbox.bubblewrap()
    sandbox.bubblewrap.cache_clear()
