"""Opens the course in JupyterLab, or runs its checks. It needs nothing but Python 3.11 or newer.

    python3 start.py [arguments for jupyter lab]    open the course
    python3 start.py test [arguments for pytest]    run every check of the course
    python3 start.py test-instructor [the same]     run those that need nbgrader and otter-grader
    python3 start.py --help                         print this text

The first start makes a virtual environment in .venv and installs there what the course needs,
with uv if you have it and with pip otherwise. A set-up that was interrupted is completed by the
next start.

You work on copies: whatever is missing in work/ is copied there from notebooks/. Nothing in work/
is ever overwritten or deleted. To begin a notebook afresh, rename or move yours and start again.

Examples:   python3 start.py --no-browser --port=9000
            python3 start.py test tests/test_start.py -x
"""
# The syntax stays that of Python 3.6, so that an old Python can say that it is too old.

import csv
import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
THIS_PYTHON = "{}.{}".format(*sys.version_info[:2])
ROOT = Path(__file__).resolve().parent
NOTEBOOKS = ROOT / "notebooks"
WORK = ROOT / "work"
COPIED = WORK / ".copied.json"  # which version of each notebook the learner's copy was made from
VENV = ROOT / ".venv"
VENV_COMMANDS = VENV / ("Scripts" if os.name == "nt" else "bin")
VENV_PYTHON = VENV_COMMANDS / ("python.exe" if os.name == "nt" else "python")
MARKER = VENV / "course.json"  # what was installed; written only when all of it was
LOG = VENV / "setup.log"
FIRST_PAGE = "00_start_here.ipynb"
NEVER_COPIED = {".ipynb_checkpoints", "__pycache__", ".DS_Store", "progress.json"}

AGAIN = "run the same command again"
DISK_FULL = "The disk is full: make room (about 1 GB) and " + AGAIN + "."
NO_PERMISSION = "Writing was not permitted{}: move the course to a folder of your own and " + AGAIN + "."
NO_DOWNLOAD = (
    "The download failed: check the internet connection (and the proxy, if there is one) and "
    + AGAIN
    + "; nothing is lost."
)
NOT_OFFERED = (
    "A package was not found for Python {} on this system: check the internet connection, and "
    + AGAIN
    + ", if need be with another version of Python."
).format(THIS_PYTHON)
TELLING = re.compile("error|cause|failed|warning", re.IGNORECASE)
# What stands in the output of pip or uv, and what it means; the first that fits is said.
CAUSES = (
    (("no space left", "not enough space on the disk", "disk quota"), DISK_FULL),
    (
        ("connection refused", "connection reset", "connection broken", "connection error", "failed to fetch")
        + ("max retries", "timed out", "name resolution", "dns error", "network is unreachable")
        + ("certificate verify", "proxyerror"),
        NO_DOWNLOAD,
    ),
    (("permission denied", "access is denied", "read-only file system"), NO_PERMISSION.format("")),
    (("no matching distribution", "no solution found"), NOT_OFFERED),
    (("",), "The set-up failed: " + AGAIN + ", and if it fails again, look for the reason in the lines below."),
)


class Trouble(Exception):
    """One sentence that says what is wrong and what to do, the exit code, and lines to show below."""

    def __init__(self, sentence, code=1, details=""):
        super().__init__(sentence)
        self.code = code
        self.details = details


def main(arguments):
    """Do what the command line asks for. -> exit code"""
    if arguments[:1] in (["-h"], ["--help"]):
        say(__doc__.strip())
        return 0
    try:
        check_python()
        if arguments[:1] == ["test"]:
            set_up({"test"})
            return run_checks(arguments[1:])
        if arguments[:1] == ["test-instructor"]:
            set_up({"test", "instructor", "dask"})
            return run_checks(["tests/instructor"] + arguments[1:])
        set_up(set())
        copy_notebooks()
        return open_jupyterlab(arguments)
    except Trouble as trouble:
        say(str(trouble) + trouble.details, sys.stderr)
        return trouble.code
    except OSError as error:
        say(explain(error), sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\nSet-up interrupted: {} and it will be completed.".format(AGAIN), sys.stderr)
        return 130


def say(text, stream=None):
    """Print at once, also where the terminal lacks a character."""
    stream = stream or sys.stdout
    encoding = stream.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), file=stream, flush=True)


def check_python():
    if sys.version_info[:2] < OLDEST_PYTHON:
        raise Trouble(
            "This course needs Python {}.{} or newer and this is Python {}.{}: install a newer one "
            "from python.org or with your package manager, and start the course with it.".format(
                *OLDEST_PYTHON + tuple(sys.version_info[:2])
            ),
            code=2,
        )


def explain(error):
    """The sentence for an OSError that nobody expected."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return DISK_FULL
    where = " ({})".format(error.filename) if error.filename else ""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NO_PERMISSION.format(where)
    return "The system reports '{}'{}: mend this and {}.".format(error.strerror or error, where, AGAIN)


# ---------------------------------------------------------------- set-up


def set_up(extras):
    """Install what pyproject.toml asks for, with its `extras`, into .venv, unless it is there."""
    marker = read_json(MARKER)
    wanted = {
        "pyproject": fingerprint(ROOT / "pyproject.toml"),
        "python": THIS_PYTHON,
        "folder": str(ROOT),
    }
    have = set(marker.get("extras", []))
    installed = extras <= have and all(marker.get(key) == wanted[key] for key in wanted)
    if installed and venv_is_complete(extras):
        return
    say("Setting up the course in .venv; the first time, this takes a few minutes.")
    anew = not venv_can_be_kept(marker)
    if MARKER.exists():
        MARKER.unlink()
    if not anew and not marker:  # an earlier set-up was not completed
        forget_half_installed_packages()
    install(sorted(extras | have), anew)
    write_json(MARKER, dict(wanted, extras=sorted(extras | have)))
    say("The set-up is complete.")


def venv_can_be_kept(marker):
    """Whether .venv runs, and was made in this folder and by this version of Python."""
    answer = ask_venv([])
    made_here = answer == [THIS_PYTHON] and marker.get("folder", str(ROOT)) == str(ROOT)
    if answer and not made_here:
        say("The old .venv belongs to another Python or to another folder, so a new one replaces it.")
    return made_here


def venv_is_complete(extras):
    """Whether .venv's Python is the right one and finds what this file is going to start."""
    modules = ["rnn_utils", "jupyterlab"]
    modules += ["pytest", "nbval", "xdist"] * ("test" in extras) + ["nbgrader", "otter"] * ("instructor" in extras)
    modules += ["distributed"] * ("dask" in extras)
    return ask_venv(modules) == [THIS_PYTHON] + modules


def ask_venv(modules):
    """The version of .venv's Python and those of the `modules` that it finds; [] if it does not run."""
    question = "import sys; from importlib.util import find_spec; version = '%d.%d' % sys.version_info[:2]; "
    question += "print(version, *filter(find_spec, sys.argv[1:]))"
    command = [str(VENV_PYTHON), "-I", "-c", question] + modules
    try:
        answer = subprocess.run(
            command,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return answer.stdout.decode("ascii", "replace").split() if answer.returncode == 0 else []


def forget_half_installed_packages():
    """Let pip and uv install again whatever an interruption left half installed."""
    for record in package_records("*"):
        if not is_whole(record):
            shutil.rmtree(str(record))


def package_records(name):
    """The folders in which .venv keeps note of its packages."""
    return [*VENV.glob("lib/python*/site-packages/" + name + ".dist-info")] + [
        *VENV.glob("Lib/site-packages/" + name + ".dist-info")
    ]


def is_whole(record):
    """Whether each file of a package is there in its full size."""
    try:
        with (record / "RECORD").open(encoding="utf-8", newline="") as lines:
            sizes = {row[0]: row[2] for row in csv.reader(lines) if len(row) == 3 and row[2]}
        return bool(sizes) and all((record.parent / name).stat().st_size == int(sizes[name]) for name in sizes)
    except (OSError, ValueError, csv.Error):
        return False


def install(extras, anew):
    """Install the course with uv if it is there and can do it, else with pip."""
    course = "." + ("[{}]".format(",".join(extras)) if extras else "")
    output = []
    uv = shutil.which("uv")
    if uv and install_with_uv(uv, course, anew, output):
        return
    if uv and not has_ensurepip():
        raise failure(output)
    if uv:
        say("uv could not do it, so pip tries.")
    if not install_with_pip(course, anew, output):
        raise failure(output)


def install_with_uv(uv, course, anew, output):
    make = [uv, "venv", "--clear", "--python", base_python(), str(VENV)]
    add = [uv, "pip", "install", "--python", str(VENV_PYTHON), "pip", "-e", course]
    return (not anew or run(make, output)) and run(add, output)


def install_with_pip(course, anew, output):
    make = [base_python(), "-m", "venv"] + ["--clear"] * anew + [str(VENV)]
    add = [str(VENV_PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "-e", course]
    if anew or not package_records("pip-*"):
        if not has_ensurepip():
            raise Trouble(
                "This Python cannot make virtual environments because its ensurepip is missing: install it (Debian "
                "and Ubuntu: sudo apt install python{}-venv) or install uv, and {}.".format(THIS_PYTHON, AGAIN)
            )
        if not run(make, output):
            return False
    return run(add, output)


def has_ensurepip():
    return importlib.util.find_spec("ensurepip") is not None


def base_python():
    """The Python behind the one that runs this file, which may itself belong to the .venv to be replaced."""
    return getattr(sys, "_base_executable", None) or sys.executable


def run(command, output):
    """Run one step, add what it prints to `output`, and show which package it is at. -> whether it succeeded"""
    with subprocess.Popen(
        command,
        cwd=str(ROOT),
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as child:
        try:
            for line in child.stdout:
                output.append(line)
                if line.startswith(("Collecting", "Installing", "Resolved", "Downloading", "Prepared", "Installed")):
                    say("  " + line.split(" (from")[0].strip()[:76])
        except BaseException:
            child.terminate()
            child.wait()
            raise
    return child.returncode == 0


def failure(output):
    """The Trouble that the output of a failed step tells of; all of that output is kept in LOG."""
    text = "".join(output)
    lines = [line.rstrip()[:160] for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "subprocess" not in line and TELLING.search(line)]
    details = "".join("\n    " + line.strip() for line in (telling or lines)[-5:])
    try:
        VENV.mkdir(exist_ok=True)
        LOG.write_text(text, encoding="utf-8")
        details += "\nThe whole output is in {}.".format(LOG)
    except OSError:  # a full disk or a folder without permission, as the sentence is going to say
        pass
    return Trouble(cause_of(text), details=details)


def cause_of(text):
    """What the output of a failed step means, in one sentence."""
    return next(sentence for signs, sentence in CAUSES if any(sign in text.lower() for sign in signs))


# ---------------------------------------------------------------- the learner's copies


def copy_notebooks():
    """Copy what is missing in work/ from notebooks/, and say which copies are older than their source."""
    if not NOTEBOOKS.is_dir():
        raise Trouble("The folder notebooks/ is missing beside start.py: download the whole course again.")
    versions = read_json(COPIED)
    before = dict(versions)
    newer = []
    for source in sorted(NOTEBOOKS.rglob("*")):
        name = source.relative_to(NOTEBOOKS)
        if not source.is_file() or NEVER_COPIED.intersection(name.parts):
            continue
        copy = WORK / name
        version = fingerprint(source)
        if copy_if_missing(source, copy) or fingerprint(copy) == version:
            versions[name.as_posix()] = version
        elif versions.setdefault(name.as_posix(), version) != version:
            newer.append(name.as_posix())
    if versions != before:
        write_json(COPIED, versions)
    if newer:
        say(
            "A newer version exists of {}: to get it, rename or move yours in work/ and start again.".format(
                ", ".join(newer)
            )
        )


def copy_if_missing(source, copy):
    """Put a copy there, whole or not at all, and never in the place of something else. -> whether it was made"""
    if os.path.lexists(str(copy)):
        return False
    copy.parent.mkdir(parents=True, exist_ok=True)
    part = copy.with_name(".{}.{}.part".format(copy.name, os.getpid()))
    try:
        part.write_bytes(source.read_bytes())
        try:
            os.link(str(part), str(copy))  # unlike a renaming, this fails if `copy` has appeared meanwhile
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links
            if os.path.lexists(str(copy)):
                return False
            os.replace(str(part), str(copy))
        return True
    finally:
        if part.exists():
            part.unlink()


def fingerprint(path):
    """A hash of a file's content; None for what is no file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def read_json(path):
    """The dict in a file; an empty one if the file is missing or spoilt."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def write_json(path, value):
    """Write a file that is there whole or not at all."""
    part = path.with_name("{}.{}.part".format(path.name, os.getpid()))
    try:
        part.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        os.replace(str(part), str(path))
    finally:
        if part.exists():
            part.unlink()


# ---------------------------------------------------------------- starting


def open_jupyterlab(arguments):
    """Run JupyterLab on the course until the learner stops it. -> exit code"""
    ours = ["--ServerApp.root_dir=" + str(ROOT), "--LabApp.default_url=/lab/tree/{}/{}".format(WORK.name, FIRST_PAGE)]
    given = {argument.split("=")[0] for argument in arguments}
    command = [str(VENV_PYTHON), "-m", "jupyterlab"] + [option for option in ours if option.split("=")[0] not in given]
    if getattr(os, "geteuid", lambda: None)() == 0:  # root, as in a container
        command.append("--allow-root")
    settings = [str(ROOT / "course_settings")]
    if os.environ.get("JUPYTER_CONFIG_PATH"):
        settings.append(os.environ["JUPYTER_CONFIG_PATH"])
    variables = {
        "JUPYTER_CONFIG_PATH": os.pathsep.join(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(VENV / "workspaces"),  # else the tabs of other projects open here
    }
    say("Opening JupyterLab; Ctrl+C here stops it.")
    code, interrupted = run_until_it_ends(command + arguments, variables)
    return 0 if interrupted else code


def run_checks(arguments):
    """Run pytest on everything or on what `arguments` select. -> its exit code"""
    command = [str(VENV_PYTHON), "-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    return run_until_it_ends(command + arguments, {"RNN_UTILS_PROGRESS": "off"})[0]


def run_until_it_ends(command, variables):
    """Run a command in the foreground; Ctrl+C is for it to answer. -> its exit code, and whether Ctrl+C was pressed"""
    interrupted = False
    child = subprocess.Popen(command, cwd=str(ROOT), env=environment(**variables))
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    while True:
        try:
            return child.wait(), interrupted
        except KeyboardInterrupt:
            interrupted = True
            if sys.stdin is None or not sys.stdin.isatty():  # only a terminal passes Ctrl+C on to the child as well
                child.terminate()


# Products of the course's sizes are quicker on one thread; on two, with the cores busy, many times slower. Who sets
# one of these in the shell is obeyed, and so none of the others is set: OpenBLAS asks its own variable first.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def environment(**variables):
    """The caller's environment without what would lead .venv's Python astray, its commands first on the path."""
    threads = {} if any(name in os.environ for name in ONE_THREAD) else dict.fromkeys(ONE_THREAD, "1")
    result = {**threads, **os.environ, **variables}
    for name in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX"):
        result.pop(name, None)
    result["PIP_USER"] = "0"
    result["PATH"] = os.pathsep.join([str(VENV_COMMANDS)] + [result["PATH"]] * ("PATH" in result))
    return result


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end: tidy up as after Ctrl+C
    sys.exit(main(sys.argv[1:]))
