"""start.py: the set-up, the learner's copies and the launch, without network and within seconds.

Each test works on a course of its own in a temporary folder. Where the set-up is tested, `Machine` stands for the
programs that start.py calls: it notes each call and leaves in .venv what the real program would leave there.
"""

import ast
import errno
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import types
from pathlib import Path

import pytest

START = Path(__file__).resolve().parents[1] / "start.py"
THIS_PYTHON = "{}.{}".format(*sys.version_info[:2])
MODULES = {"": ["rnn_utils", "jupyterlab"], "test": ["pytest", "nbval", "xdist"], "instructor": ["nbgrader", "otter"],
           "dask": ["distributed"]}
HAND_BACK = "run the same command again"


@pytest.fixture
def start(tmp_path):
    """start.py as a module, from a small course of its own."""
    course = tmp_path / "course"
    (course / "notebooks" / "images").mkdir(parents=True)
    (course / "notebooks" / "00_start_here.ipynb").write_text("welcome")
    (course / "notebooks" / "01_cell.ipynb").write_text("the cell")
    (course / "notebooks" / "images" / "cell.png").write_bytes(b"\x89PNG\r\n\x00")
    (course / "pyproject.toml").write_text("version 1")
    shutil.copy(START, course / "start.py")
    return load(course / "start.py")


def load(path):
    spec = importlib.util.spec_from_file_location("start_under_test", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Machine:
    """uv, pip, venv, JupyterLab and pytest, as start.py sees them."""

    PIPE, STDOUT, DEVNULL, TimeoutExpired = "a pipe", "with stdout", "nothing", subprocess.TimeoutExpired

    def __init__(self, start):
        self.start = start
        self.commands = []
        self.environments = []
        self.output = {}  # step -> what it prints; an exception in its place is raised
        self.code = {}  # step -> its exit code

    @property
    def steps(self):
        """The names of the calls so far; the question that each start asks .venv's Python is left out."""
        return [step for step in map(self.name, self.commands) if step != "ask"]

    def name(self, command):
        if Path(command[0]).name == "uv":
            return "uv venv" if command[1] == "venv" else "uv install"
        if command[1:2] == ["-I"]:
            return "ask"
        clear = " --clear" if "--clear" in command else ""
        return {"pip": "pip install", "venv": "venv" + clear}.get(command[2], command[2])

    def run(self, command, **options):
        self.commands.append(command)
        self.environments.append(options["env"])
        version = self.start.VENV_PYTHON.read_text()  # raises FileNotFoundError as subprocess.run does
        found = [module for module in command[4:] if module in self.installed()]
        answer = " ".join([version] + found).encode()
        return types.SimpleNamespace(returncode=int(version == "broken"), stdout=answer)

    def Popen(self, command, **options):
        self.commands.append(command)
        self.environments.append(options["env"])
        step = self.name(command)
        code = self.code.get(step, 0)
        if code == 0 and not self.output.get(step):
            self.effect(step, command)
        return Child(self.output.get(step, ["Collecting numpy (from rnn-course)\n"]), code)

    def effect(self, step, command):
        start = self.start
        if "venv" in step.split():
            if "--clear" in command:
                shutil.rmtree(start.VENV, ignore_errors=True)
            start.VENV_COMMANDS.mkdir(parents=True, exist_ok=True)
            start.VENV_PYTHON.write_text(THIS_PYTHON)
        if step.startswith("venv"):
            package(start, "pip")
        if "install" in step:
            assert not start.MARKER.exists(), "an interruption now would leave the marker of a complete set-up"
            extras = re.findall(r"\w+", command[-1])  # ".[instructor,test]" -> instructor, test
            installed = self.installed() | {module for extra in ["", *extras] for module in MODULES[extra]}
            (start.VENV / "modules").write_text(" ".join(sorted(installed)))

    def installed(self):
        note = self.start.VENV / "modules"
        return set(note.read_text().split()) if note.exists() else set()


class Child:
    """A process that has already printed what it prints."""

    def __init__(self, output, code):
        self.stdout = map(self.line, output)
        self.returncode = code
        self.waits = []  # exceptions that wait() raises first
        self.terminated = 0

    @staticmethod
    def line(line):
        if isinstance(line, BaseException):
            raise line
        return line

    def wait(self):
        if self.waits:
            raise self.waits.pop(0)
        return self.returncode

    def terminate(self):
        self.terminated += 1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.fixture
def machine(start, monkeypatch):
    machine = Machine(start)
    monkeypatch.setattr(start, "subprocess", machine)
    monkeypatch.setattr(start, "signal", types.SimpleNamespace(signal=lambda *_: None, SIGTERM=signal.SIGTERM))
    offer_uv(start, monkeypatch, None)
    return machine


def offer_uv(start, monkeypatch, uv):
    monkeypatch.setattr(start, "shutil", types.SimpleNamespace(which=lambda name: uv, rmtree=shutil.rmtree))


def without_ensurepip(start, monkeypatch):
    util = types.SimpleNamespace(find_spec=lambda name: None if name == "ensurepip" else object())
    monkeypatch.setattr(start, "importlib", types.SimpleNamespace(util=util))


def package(start, name, missing=(), shorter=()):
    """An installed package in .venv, of which files may be `missing` or `shorter` than they should be."""
    site = start.VENV / ("Lib/site-packages" if os.name == "nt" else "lib/python3.99/site-packages")
    record = site / f"{name}-1.0.dist-info"
    files = {f"{name}/__init__.py": "pass\n", f"{name}/data, with comma.txt": "12345", f"{record.name}/METADATA": "x"}
    for file, text in files.items():
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        if file not in missing:
            (site / file).write_text(text[:-1] if file in shorter else text, newline="\n")
    rows = [f'"{file}",sha256=abc,{len(text)}' for file, text in files.items()]
    rows += [f"{name}/__pycache__/__init__.cpython-399.pyc,,", f"{record.name}/RECORD,,"]
    if "RECORD" not in missing:
        (record / "RECORD").write_text("\n".join(rows) + "\n")
    return record


def assert_one_sentence(text):
    """What is wrong, then what to do, in one sentence, and no traceback."""
    assert text.endswith(".") and not re.search(r"[.!?]\s+[A-Z]", text), text
    assert ":" in text, text
    assert "Traceback" not in text and len(text) < 260, text


# ---------------------------------------------------------------- one file, any Python


def test_an_old_python_can_read_it():
    tree = ast.parse(START.read_text(encoding="utf-8"), feature_version=(3, 6))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module.split(".")[0])
    assert {"os", "pathlib"} <= imported
    assert imported <= sys.stdlib_module_names - {"__future__"}


def test_every_function_fits_on_one_screen():
    tree = ast.parse(START.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    lengths = {function.name: function.end_lineno - function.lineno + 1 for function in functions}
    assert len(lengths) > 20
    assert max(lengths.values()) <= 40, lengths


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13)])
@pytest.mark.parametrize("arguments", [[], ["test"], ["--no-browser"]])
def test_an_old_python_is_refused_in_one_sentence(start, machine, monkeypatch, capsys, version, arguments):
    old = types.SimpleNamespace(version_info=version, stdout=sys.stdout, stderr=sys.stderr)
    monkeypatch.setattr(start, "sys", old)
    assert start.main(arguments) == 2
    message = capsys.readouterr().err.strip()
    assert_one_sentence(message)
    assert "needs Python 3.11" in message and "this is Python 3.{}:".format(version[1]) in message
    assert machine.commands == [] and not start.VENV.exists() and not start.WORK.exists()


def test_the_oldest_python_is_accepted(start, machine, monkeypatch):
    monkeypatch.setattr(start, "sys", types.SimpleNamespace(version_info=(3, 11, 0)))
    start.check_python()


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_says_both_commands_and_does_nothing(start, machine, capsys, option):
    assert start.main([option]) == 0
    text = capsys.readouterr().out
    assert "python3 start.py test" in text and "jupyter lab" in text
    assert machine.commands == [] and not start.WORK.exists()


def test_windows_has_its_own_paths(start, monkeypatch):
    monkeypatch.setitem(sys.modules, "os", types.SimpleNamespace(**{**vars(os), "name": "nt"}))
    assert load(start.ROOT / "start.py").VENV_PYTHON == start.VENV / "Scripts" / "python.exe"
    monkeypatch.setitem(sys.modules, "os", types.SimpleNamespace(**{**vars(os), "name": "posix"}))
    assert load(start.ROOT / "start.py").VENV_PYTHON == start.VENV / "bin" / "python"


# ---------------------------------------------------------------- set-up


def test_the_first_start_sets_up_copies_and_opens(start, machine, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # any folder will do
    assert start.main([]) == 0
    assert machine.steps == ["venv --clear", "pip install", "jupyterlab"]
    pip = next(command for command in machine.commands if "pip" in command)
    assert pip[0] == str(start.VENV_PYTHON) and pip[-2:] == ["-e", "."]
    assert (start.WORK / "00_start_here.ipynb").read_text() == "welcome"
    marker = json.loads(start.MARKER.read_text())
    assert marker == {
        "pyproject": start.fingerprint(start.ROOT / "pyproject.toml"),
        "python": THIS_PYTHON,
        "folder": str(start.ROOT),
        "extras": [],
    }


def test_the_checks_get_their_extra(start, machine):
    assert start.main(["test"]) == 0
    assert machine.steps == ["venv --clear", "pip install", "pytest"]
    assert next(command for command in machine.commands if "pip" in command)[-1] == ".[test]"
    assert json.loads(start.MARKER.read_text())["extras"] == ["test"]
    assert not start.WORK.exists()


def test_the_second_start_installs_nothing(start, machine, capsys):
    start.main([])
    machine.commands.clear()
    capsys.readouterr()
    assert start.main([]) == 0
    assert machine.steps == ["jupyterlab"] and len(machine.commands) == 2  # the other is one question to .venv's Python
    assert "Setting up" not in capsys.readouterr().out


def test_the_course_needs_no_more_than_the_checks(start, machine):
    start.main(["test"])
    start.main([])
    start.main(["test"])
    assert machine.steps == ["venv --clear", "pip install", "pytest", "jupyterlab", "pytest"]


def test_the_checks_need_more_than_the_course(start, machine):
    start.main([])
    start.main(["test"])
    start.main([])
    assert machine.steps == ["venv --clear", "pip install", "jupyterlab", "pip install", "pytest", "jupyterlab"]


def test_the_course_runs_on_one_thread_unless_told_otherwise(start, machine, monkeypatch):
    for name in start.ONE_THREAD:
        monkeypatch.delenv(name, raising=False)
    start.main([])
    assert {machine.environments[-1][name] for name in start.ONE_THREAD} == {"1"}
    # and then no other variable is asked before the one that was set
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    start.main([])
    assert {name: machine.environments[-1].get(name) for name in start.ONE_THREAD} == dict.fromkeys(
        start.ONE_THREAD) | {"OMP_NUM_THREADS": "3"}


def test_a_changed_pyproject_is_installed_into_the_same_venv(start, machine):
    start.main(["test"])
    (start.ROOT / "pyproject.toml").write_text("version 2")
    start.main([])
    assert machine.steps[3:] == ["pip install", "jupyterlab"]
    start.main(["test"])  # the extra was kept
    assert machine.steps[5:] == ["pytest"]


def test_what_a_learner_removed_comes_back(start, machine):
    start.main([])
    (start.VENV / "modules").write_text("rnn_utils")  # without jupyterlab
    start.main([])
    assert machine.steps[3:] == ["pip install", "jupyterlab"]


def test_a_spoilt_marker_is_repaired_in_the_same_venv(start, machine):
    start.main([])
    start.MARKER.write_text('{"pyproject": "a3')
    start.main([])
    assert machine.steps[3:] == ["pip install", "jupyterlab"]


@pytest.mark.parametrize("harm", ["broken", "another version", "moved", "another version, no marker"])
def test_a_venv_that_cannot_work_is_made_anew(start, machine, harm):
    start.main([])
    if harm == "broken":
        start.VENV_PYTHON.write_text("broken")
    elif harm == "moved":
        marker = json.loads(start.MARKER.read_text())
        start.MARKER.write_text(json.dumps({**marker, "folder": "/elsewhere"}))
    else:
        start.VENV_PYTHON.write_text("3.5")
    if harm.endswith("no marker"):
        start.MARKER.unlink()
    start.main([])
    assert machine.steps[3:] == ["venv --clear", "pip install", "jupyterlab"]
    start.main([])
    assert machine.steps[6:] == ["jupyterlab"]


def test_a_venv_of_the_learner_is_kept(start, machine):
    """One that works and has no marker: it is completed, not replaced."""
    start.VENV_COMMANDS.mkdir(parents=True)
    start.VENV_PYTHON.write_text(THIS_PYTHON)
    record = package(start, "pip")
    start.main([])
    assert machine.steps == ["pip install", "jupyterlab"] and record.exists()


@pytest.mark.parametrize("arguments", [[], ["test"]])
def test_an_interrupted_installation_is_completed_by_the_next_start(start, machine, capsys, arguments):
    machine.output["pip install"] = ["Collecting numpy\n", KeyboardInterrupt()]
    assert start.main(arguments) == 130
    message = capsys.readouterr().err.strip()
    assert_one_sentence(message)
    assert "Set-up interrupted" in message and HAND_BACK in message and "completed" in message
    assert not start.MARKER.exists() and not start.WORK.exists()
    machine.output.clear()
    assert start.main(arguments) == 0
    assert machine.steps[2:-1] == ["pip install"]


def test_an_interrupted_step_is_ended(start, machine, monkeypatch):
    child = Child([KeyboardInterrupt()], 0)
    monkeypatch.setattr(machine, "Popen", lambda *_, **__: child)
    with pytest.raises(KeyboardInterrupt):
        start.run(["pip"], [])
    assert child.terminated == 1


def test_a_venv_without_pip_gets_one_and_keeps_its_packages(start, machine):
    """As after an interruption before pip was there, or when uv made it."""
    start.VENV_COMMANDS.mkdir(parents=True)
    start.VENV_PYTHON.write_text(THIS_PYTHON)
    record = package(start, "extra")
    start.main([])
    assert machine.steps == ["venv", "pip install", "jupyterlab"] and record.exists()


def test_half_installed_packages_are_installed_again(start, machine):
    start.main([])
    whole = package(start, "whole")
    halves = [
        package(start, "a", missing=["RECORD"]),
        package(start, "b", missing=["b/__init__.py"]),
        package(start, "c", shorter=["c/data, with comma.txt"]),
    ]
    for number, after_a_power_cut in enumerate([b"", b"\0" * 90, b"\xff" * 90, b"a,sha256=b,many\n"]):
        halves.append(package(start, f"d{number}"))
        (halves[-1] / "RECORD").write_bytes(after_a_power_cut)
    assert start.is_whole(whole) and not any(map(start.is_whole, halves))
    (start.ROOT / "pyproject.toml").write_text("version 2")
    start.main([])
    assert all(half.exists() for half in halves), "no set-up was interrupted, so these are none of our business"
    start.MARKER.unlink()
    start.main([])
    assert whole.exists() and not any(half.exists() for half in halves)


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_a_real_set_up(start, tmp_path, sign):
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "uv").write_text("#!/bin/sh\necho Resolved\nexec sleep 60\n")
    (programs / "uv").chmod(0o755)
    path = os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)])
    process = subprocess.Popen(
        [sys.executable, str(start.ROOT / "start.py")],
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a background job ignores it
    )
    while "Resolved" not in process.stdout.readline():
        assert process.poll() is None
    began = time.monotonic()
    process.send_signal(sign)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130 and time.monotonic() - began < 20
    assert_one_sentence(errors.strip())
    assert "Set-up interrupted" in errors


# ---------------------------------------------------------------- uv


def test_uv_is_used_when_it_is_there(start, machine, monkeypatch):
    offer_uv(start, monkeypatch, "/programs/uv")
    assert start.main(["test"]) == 0
    assert machine.steps == ["uv venv", "uv install", "pytest"]
    make, add = [command for command in machine.commands if command[0] == "/programs/uv"]
    assert make[make.index("--python") + 1] == start.base_python() and make[-1] == str(start.VENV)
    assert add[add.index("--python") + 1] == str(start.VENV_PYTHON)
    assert add[-3:] == ["pip", "-e", ".[test]"]  # pip too, for a learner's own packages
    start.main([])
    assert machine.steps[3:] == ["jupyterlab"]


def test_uv_updates_without_making_a_venv(start, machine, monkeypatch):
    start.main([])
    offer_uv(start, monkeypatch, "/programs/uv")
    (start.ROOT / "pyproject.toml").write_text("version 2")
    start.main([])
    assert machine.steps[3:] == ["uv install", "jupyterlab"]


@pytest.mark.parametrize("failing", ["uv venv", "uv install"])
def test_when_uv_fails_pip_is_tried(start, machine, monkeypatch, capsys, failing):
    offer_uv(start, monkeypatch, "/programs/uv")
    machine.code[failing] = 2
    assert start.main([]) == 0
    assert machine.steps[-4:] == [failing, "venv --clear", "pip install", "jupyterlab"]
    assert "uv could not do it, so pip tries." in capsys.readouterr().out
    assert start.MARKER.exists()


def test_when_uv_fails_and_pip_cannot_be_had_the_reason_is_that_of_uv(start, machine, monkeypatch, capsys):
    offer_uv(start, monkeypatch, "/programs/uv")
    without_ensurepip(start, monkeypatch)
    machine.code["uv install"] = 2
    machine.output["uv install"] = ["error: Failed to fetch: numpy\n", "  cause: dns error\n"]
    assert start.main([]) == 1
    assert "The download failed" in capsys.readouterr().err
    assert machine.steps == ["uv venv", "uv install"]


# ---------------------------------------------------------------- what can go wrong


def test_a_missing_ensurepip_is_named(start, machine, monkeypatch, capsys):
    without_ensurepip(start, monkeypatch)
    assert start.main([]) == 1
    message = capsys.readouterr().err.strip()
    assert_one_sentence(message)
    assert f"python{THIS_PYTHON}-venv" in message and "uv" in message and HAND_BACK in message
    assert machine.steps == [] and not start.VENV.exists()


def test_a_missing_ensurepip_does_not_matter_once_pip_is_there(start, machine, monkeypatch):
    start.main([])
    without_ensurepip(start, monkeypatch)
    (start.ROOT / "pyproject.toml").write_text("version 2")
    assert start.main([]) == 0


RETRYING = "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(...)': /numpy/\n"
NO_MATCH = "ERROR: No matching distribution found for numpy>=2.0\n"
FAILURES = [
    ([RETRYING, NO_MATCH], "download failed"),
    (["error: Failed to fetch: numpy\n", "  cause: dns error\n"], "download failed"),
    (["pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.\n"], "download failed"),
    (["WARNING: ... ProxyError('Cannot connect to proxy.', OSError('407'))\n"], "download failed"),
    (["Max retries exceeded with url: /numpy/ (Caused by SSLError(...))\n"], "download failed"),
    ([NO_MATCH], "not found for Python"),
    ([RETRYING, "ERROR: Could not install packages: [Errno 28] No space left on device\n"], "disk is full"),
    (["Error: [Errno 13] Permission denied: 'course/.venv'\n"], "not permitted"),
    (["Collecting networkx (from numpy)\n", "Collecting async-timeout\n", "Segmentation fault\n"], "set-up failed"),
]


@pytest.mark.parametrize("output, cause", FAILURES)
@pytest.mark.parametrize("step", ["venv --clear", "pip install"])
def test_a_failed_step_is_explained(start, machine, capsys, output, cause, step):
    machine.code[step] = 1
    machine.output[step] = output
    assert start.main([]) == 1
    message, *lines = capsys.readouterr().err.strip().splitlines()
    assert_one_sentence(message)
    assert cause in message and HAND_BACK in message
    assert output[-1].strip() in [line.strip() for line in lines]
    assert start.LOG.read_text().endswith("".join(output))
    assert not start.MARKER.exists() and not start.WORK.exists()
    machine.code.clear(), machine.output.clear()
    assert start.main([]) == 0


def test_the_lines_that_tell_are_shown_and_they_are_few(start):
    trouble = start.failure(["ERROR: the reason\n", "error: subprocess-exited-with-error\n"] + ["exit code: 1\n"] * 20)
    assert "ERROR: the reason" in trouble.details and "exit code" not in trouble.details
    trouble = start.failure([f"ERROR: {number} {'long ' * 100}\n" for number in range(50)])
    lines = trouble.details.splitlines()
    assert len(lines) <= 7 and max(map(len, lines)) < 200 + len(str(start.LOG))


def test_a_log_that_cannot_be_written_is_not_mentioned(start):
    start.VENV.write_text("a file where the folder should be")
    trouble = start.failure(["ERROR: No space left on device\n"])
    assert "disk is full" in str(trouble) and "setup.log" not in trouble.details


OS_ERRORS = [
    (OSError(errno.ENOSPC, "No space left on device", "x"), "disk is full"),
    (PermissionError(errno.EACCES, "Permission denied", "the/file"), "not permitted (the/file)"),
    (OSError(errno.EROFS, "Read-only file system", "the/file"), "not permitted (the/file)"),
    (OSError(errno.EIO, "Input/output error", "the/file"), "'Input/output error' (the/file)"),
    (OSError("strange"), "'strange'"),
]


@pytest.mark.parametrize("error, cause", OS_ERRORS)
@pytest.mark.parametrize("function", ["set_up", "copy_notebooks", "open_jupyterlab"])
def test_an_error_of_the_system_is_explained(start, machine, monkeypatch, capsys, error, cause, function):
    def fail(*_):
        raise error

    monkeypatch.setattr(start, function, fail)
    assert start.main([]) == 1
    message = capsys.readouterr().err.strip()
    assert_one_sentence(message)
    assert cause in message and HAND_BACK in message


def test_a_course_without_notebooks_is_named(start, machine, capsys):
    shutil.rmtree(start.NOTEBOOKS)
    assert start.main([]) == 1
    assert_one_sentence(capsys.readouterr().err.strip())


def test_a_terminal_without_the_character_still_gets_the_message(start, tmp_path):
    with open(tmp_path / "out", "w", encoding="ascii") as terminal:
        start.say("écrit", terminal)
    assert (tmp_path / "out").read_text(encoding="ascii") == "?crit\n"


# ---------------------------------------------------------------- steps that really run


def test_a_step_is_shown_kept_and_judged(start, capsys):
    output = []
    program = "import sys; print('Collecting numpy>=2 (from rnn-course)\\nother'); sys.stderr.write('why'); exit({})"
    assert start.run([sys.executable, "-c", program.format(0)], output) is True
    assert sorted(line.strip() for line in output) == ["Collecting numpy>=2 (from rnn-course)", "other", "why"]
    assert capsys.readouterr().out == "  Collecting numpy>=2\n"
    assert start.run([sys.executable, "-c", program.format(3)], output) is False


def test_the_question_to_the_venv(start, monkeypatch, tmp_path):
    monkeypatch.setattr(start, "VENV_PYTHON", Path(sys.executable))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rnn_nowhere.py").write_text("")  # the folder one stands in does not count
    assert start.ask_venv(["json", "rnn_nowhere", "os"]) == [THIS_PYTHON, "json", "os"]
    monkeypatch.setattr(start, "VENV_PYTHON", tmp_path / "missing")
    assert start.ask_venv(["json"]) == []
    (tmp_path / "fails").write_text("#!/bin/sh\necho 3.11\nexit 1\n")
    (tmp_path / "fails").chmod(0o755)
    monkeypatch.setattr(start, "VENV_PYTHON", tmp_path / "fails")
    assert start.ask_venv([]) == []


def test_the_base_python_is_not_that_of_a_venv(start):
    command = [start.base_python(), "-I", "-c", "import sys; print(sys.prefix)"]
    answer = subprocess.run(command, capture_output=True, text=True)
    assert Path(answer.stdout.strip()).resolve() == Path(sys.base_prefix).resolve()


def test_the_callers_environment_does_not_confuse(start, monkeypatch):
    for name in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "MPLBACKEND"):
        monkeypatch.setenv(name, "astray")
    monkeypatch.setenv("PATH", "the rest")
    environment = start.environment(ADDED="yes")
    kept = {name for name, value in environment.items() if value == "astray"}
    assert kept == {"MPLBACKEND"} and environment["PIP_USER"] == "0" and environment["ADDED"] == "yes"
    assert environment["PATH"].split(os.pathsep) == [str(start.VENV_COMMANDS), "the rest"]
    assert os.environ["PYTHONHOME"] == "astray" and "ADDED" not in os.environ


def test_every_program_gets_that_environment(start, machine, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "astray")
    start.main(["test"])
    start.main([])
    assert len(machine.environments) >= 6
    assert not any("PYTHONPATH" in environment for environment in machine.environments)


# ---------------------------------------------------------------- the learner's copies


def announced(start, capsys):
    capsys.readouterr()
    start.copy_notebooks()
    return capsys.readouterr().out.strip()


def test_everything_is_copied_but_what_tools_leave_behind(start):
    for name in (".ipynb_checkpoints/01_cell.ipynb", "images/.ipynb_checkpoints/x", "__pycache__/a", "progress.json"):
        (start.NOTEBOOKS / name).parent.mkdir(exist_ok=True)
        (start.NOTEBOOKS / name).write_text("left behind")
    start.copy_notebooks()
    copies = {path.relative_to(start.WORK).as_posix() for path in start.WORK.rglob("*") if path.is_file()}
    assert copies == {"00_start_here.ipynb", "01_cell.ipynb", "images/cell.png", ".copied.json"}
    assert (start.WORK / "images/cell.png").read_bytes() == b"\x89PNG\r\n\x00"


def test_a_copy_can_be_written_even_if_its_source_cannot(start):
    (start.NOTEBOOKS / "01_cell.ipynb").chmod(0o444)
    start.copy_notebooks()
    assert (start.WORK / "01_cell.ipynb").stat().st_mode & 0o200


def test_nothing_in_work_is_overwritten_or_deleted(start, capsys):
    start.WORK.mkdir()
    (start.WORK / "01_cell.ipynb").write_text("mine")
    (start.WORK / "notes.txt").write_text("also mine")
    start.copy_notebooks()
    (start.NOTEBOOKS / "01_cell.ipynb").write_text("the cell, improved")
    (start.NOTEBOOKS / "00_start_here.ipynb").unlink()
    start.copy_notebooks()
    assert (start.WORK / "01_cell.ipynb").read_text() == "mine"
    assert (start.WORK / "notes.txt").read_text() == "also mine"
    assert (start.WORK / "00_start_here.ipynb").read_text() == "welcome"


def test_a_deleted_copy_comes_back(start):
    start.copy_notebooks()
    (start.WORK / "01_cell.ipynb").unlink()
    (start.NOTEBOOKS / "02_new.ipynb").write_text("new")
    start.copy_notebooks()
    assert (start.WORK / "01_cell.ipynb").read_text() == "the cell"
    assert (start.WORK / "02_new.ipynb").read_text() == "new"


def test_a_newer_version_is_announced_until_it_is_there(start, capsys):
    assert announced(start, capsys) == ""
    (start.WORK / "01_cell.ipynb").write_text("my solution")
    assert announced(start, capsys) == ""
    (start.NOTEBOOKS / "01_cell.ipynb").write_text("the cell, improved")
    for _ in range(2):
        sentence = announced(start, capsys)
        assert_one_sentence(sentence)
        assert "01_cell.ipynb" in sentence and "00_start_here" not in sentence
        assert "rename or move yours" in sentence and "start again" in sentence
    (start.WORK / "01_cell.ipynb").rename(start.WORK / "01_mine.ipynb")
    assert announced(start, capsys) == ""
    assert (start.WORK / "01_cell.ipynb").read_text() == "the cell, improved"
    assert announced(start, capsys) == ""


def test_several_newer_versions_are_announced_in_one_sentence(start, capsys):
    start.copy_notebooks()
    (start.NOTEBOOKS / "01_cell.ipynb").write_text("b")
    (start.NOTEBOOKS / "images/cell.png").write_text("c")
    sentence = announced(start, capsys)
    assert_one_sentence(sentence)
    assert "01_cell.ipynb, images/cell.png" in sentence


def test_who_has_the_newest_is_told_nothing(start, capsys):
    start.copy_notebooks()
    for folder in (start.NOTEBOOKS, start.WORK):
        (folder / "01_cell.ipynb").write_text("the cell, improved")
    assert announced(start, capsys) == ""
    (start.WORK / "01_cell.ipynb").write_text("solved")
    assert announced(start, capsys) == ""


@pytest.mark.parametrize("memory", ["", '{"01_cell', "[]", "null", None])
def test_a_lost_memory_is_tolerated_and_made_again(start, capsys, memory):
    start.copy_notebooks()
    (start.WORK / "01_cell.ipynb").write_text("mine")
    start.COPIED.unlink()
    if memory is not None:
        start.COPIED.write_text(memory)
    assert announced(start, capsys) == ""
    assert (start.WORK / "01_cell.ipynb").read_text() == "mine"
    (start.NOTEBOOKS / "01_cell.ipynb").write_text("the cell, improved")
    assert "01_cell.ipynb" in announced(start, capsys)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_an_interrupted_copy_leaves_nothing_half(start, monkeypatch, error):
    whole = Path.write_bytes

    def half(path, content):
        whole(path, content[:2])
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", half)
        with pytest.raises(error):
            start.copy_notebooks()
    assert [path for path in start.WORK.rglob("*") if path.is_file()] == []
    start.copy_notebooks()
    assert (start.WORK / "00_start_here.ipynb").read_text() == "welcome"


@pytest.mark.parametrize("hard_links", [True, False])
def test_what_appears_meanwhile_is_not_overwritten(start, monkeypatch, hard_links):
    copy = start.WORK / "00_start_here.ipynb"
    link = os.link

    def late(part, target):
        if Path(target) == copy:
            copy.write_text("mine")
        if not hard_links:
            raise OSError(errno.EPERM, "no hard links here")
        link(part, target)

    monkeypatch.setattr(os, "link", late)
    start.copy_notebooks()
    assert copy.read_text() == "mine"
    assert (start.WORK / "01_cell.ipynb").read_text() == "the cell"
    assert list(start.WORK.rglob("*.part")) == []


@pytest.mark.skipif(os.name == "nt", reason="makes a symbolic link")
def test_a_link_to_nowhere_is_the_learners_too(start):
    start.WORK.mkdir()
    (start.WORK / "01_cell.ipynb").symlink_to("nowhere")
    start.copy_notebooks()
    assert (start.WORK / "01_cell.ipynb").is_symlink()


def test_an_interrupted_note_leaves_the_old_one(start, monkeypatch):
    start.copy_notebooks()
    before = start.COPIED.read_text()
    write = Path.write_text

    def half(path, text, **options):
        write(path, text[:5], **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", half)
    with pytest.raises(KeyboardInterrupt):
        start.write_json(start.COPIED, {"other": 1})
    assert start.COPIED.read_text() == before
    assert list(start.WORK.rglob("*.part")) == []


# ---------------------------------------------------------------- starting


def launched(machine):
    return machine.commands[-1], machine.environments[-1]


def test_jupyterlab_opens_the_first_page_of_the_whole_course(start, machine, monkeypatch):
    monkeypatch.delenv("JUPYTER_CONFIG_PATH", raising=False)
    start.main(["--no-browser", "--port=9000"])
    command, environment = launched(machine)
    assert command[:3] == [str(start.VENV_PYTHON), "-m", "jupyterlab"]
    assert "--ServerApp.root_dir=" + str(start.ROOT) in command
    assert "--LabApp.default_url=/lab/tree/work/00_start_here.ipynb" in command
    assert command[-2:] == ["--no-browser", "--port=9000"]
    assert environment["JUPYTER_CONFIG_PATH"] == str(start.ROOT / "course_settings")
    assert Path(environment["JUPYTERLAB_WORKSPACES_DIR"]).is_relative_to(start.VENV)


def test_an_option_given_twice_would_be_ignored_so_ours_gives_way(start, machine):
    start.main(["--LabApp.default_url=/lab"])
    command, _ = launched(machine)
    assert [option for option in command if "default_url" in option] == ["--LabApp.default_url=/lab"]
    assert "--ServerApp.root_dir=" + str(start.ROOT) in command


def test_the_callers_own_jupyter_settings_stay(start, machine, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "theirs")
    start.main([])
    _, environment = launched(machine)
    assert environment["JUPYTER_CONFIG_PATH"] == os.pathsep.join([str(start.ROOT / "course_settings"), "theirs"])


@pytest.mark.parametrize("user, allowed", [(0, True), (1000, False), (None, False)])
def test_root_is_allowed_only_to_root(start, machine, monkeypatch, user, allowed):
    if user is None:  # as on Windows
        monkeypatch.delattr(os, "geteuid", raising=False)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    start.main([])
    assert ("--allow-root" in launched(machine)[0]) == allowed


def test_jupyterlab_reads_the_settings_of_the_course(monkeypatch):
    import jupyterlab
    from jupyterlab_server.settings_utils import get_settings

    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(START.parent / "course_settings"))
    schemas = Path(jupyterlab.__file__).parent / "schemas"
    name = "@jupyterlab/apputils-extension:notification"
    settings, _ = get_settings(str(schemas.parent), str(schemas), "", schema_name=name)
    defaults = {name: value["default"] for name, value in settings["schema"]["properties"].items()}
    assert defaults["fetchNews"] == "false" and defaults["checkForUpdates"] is False


@pytest.mark.parametrize("code", [0, 1, 5])
def test_the_checks_are_run_by_two_workers_and_their_exit_code_is_ours(start, machine, monkeypatch, code):
    monkeypatch.delenv("MPLBACKEND", raising=False)
    machine.code["pytest"] = code
    assert start.main(["test", "-x", "tests/test_rnn.py"]) == code
    command, environment = launched(machine)
    assert command == [str(start.VENV_PYTHON), *"-m pytest -n 2 --dist loadfile --no-loadscope-reorder -x tests/test_rnn.py".split()]
    assert environment["RNN_UTILS_PROGRESS"] == "off" and "MPLBACKEND" not in environment


def test_what_instructors_need_is_set_up_and_tested_by_a_word_of_its_own(start, machine):
    machine.code["pytest"] = 1
    assert start.main(["test-instructor", "-x"]) == 1
    command, _ = launched(machine)
    assert command[1:] == "-m pytest -n 2 --dist loadfile --no-loadscope-reorder tests/instructor -x".split()
    assert json.loads(start.MARKER.read_text())["extras"] == ["dask", "instructor", "test"]
    (start.VENV / "modules").write_text("rnn_utils jupyterlab pytest nbval xdist nbgrader")  # otter got lost
    start.main(["test-instructor"])
    assert "otter" in machine.installed()


def test_the_exit_code_of_jupyterlab_is_ours(start, machine):
    machine.code["jupyterlab"] = 3
    assert start.main([]) == 3


@pytest.mark.parametrize("terminal, ended", [(True, 0), (False, 2)])
def test_ctrl_c_is_for_jupyterlab_to_answer(start, machine, monkeypatch, capsys, terminal, ended):
    """In a terminal it gets Ctrl+C itself, asks, and goes on until it ends; elsewhere it is ended by us."""
    start.main([])
    capsys.readouterr()
    child = Child([], 2)
    child.waits = [KeyboardInterrupt(), KeyboardInterrupt()]
    monkeypatch.setattr(machine, "Popen", lambda *_, **__: child)
    standard_input = types.SimpleNamespace(isatty=lambda: terminal)
    monkeypatch.setattr(sys, "stdin", standard_input)
    assert start.main([]) == 0
    assert child.waits == [] and child.terminated == ended
    assert capsys.readouterr().err == ""


def test_a_program_really_runs_in_the_folder_of_the_course(start, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(start, "signal", types.SimpleNamespace(signal=lambda *_: None, SIGTERM=signal.SIGTERM))
    program = "import os, sys; open('here', 'w').write(os.environ['A']); sys.exit(7)"
    assert start.run_until_it_ends([sys.executable, "-c", program], {"A": "b"}) == (7, False)
    assert (start.ROOT / "here").read_text() == "b"
