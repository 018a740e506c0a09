"""Where learners' functions run: a process without network, files, home and answers, under bubblewrap.

`Sandbox` starts one process (child.py), which loads NumPy once and forks for each function.
`Sandbox.function` gives a callable that stands for a learner's function: calling it sends the
arguments and brings back the result, what was printed, and what was changed in place, so that
the grader grades it like any other function. What comes back is only ever data (protocol.py).
"""
import contextlib
import functools
import inspect
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator

from rnn_utils.grading import counting
from rnn_utils.grading.exercises import EXERCISES
from rnn_utils.grading.results import short
from rnn_utils.grading.running import Elsewhere, FailedElsewhere, Failure, TimeUp, explained
from rnn_utils.instructor import library, protocol, submissions
from rnn_utils.instructor.output import Trouble

HERE = Path(__file__).parent
INSIDE = ("child.py", "protocol.py", "lockdown.py")
SYSTEM = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64")   # shared libraries
START = 30                                       # seconds until NumPy must be loaded
ELEMENTS = 1 << 14                               # of an array in a result, beside twice what was sent


@dataclass(frozen=True)
class Limits:
    """What a learner's code may use."""

    seconds: float = 4                           # for one call; below the grader's own limit
    total: float = 30                            # for all calls of one function
    memory: int = 2 << 30                        # bytes of one process


class NotThere(Exception):
    """One sentence: why there is no function to be called."""


# The command -----------------------------------------------------------------------------------------


@functools.cache
def bubblewrap():
    """The arguments that build the sandbox; Trouble if there is no bubblewrap."""
    program = shutil.which("bwrap")
    if program is None:
        raise Trouble("Submissions are run under bubblewrap, and there is no `bwrap` here: install it (on Linux it is "
                      "the package bubblewrap), or say --unsandboxed if you trust everybody whose code this is.")
    from rnn_utils.instructor.lockdown import MACHINES

    if platform.machine() not in MACHINES:
        raise Trouble(f"The sandbox knows the system calls of {' and '.join(MACHINES)}, not those of "
                      f"{platform.machine()}; --unsandboxed grades those whom you trust.")
    command = [program, "--unshare-user", "--unshare-all", "--new-session", "--die-with-parent",
               "--uid", "65534", "--gid", "65534", "--hostname", "sandbox",
               "--clearenv", "--setenv", "HOME", "/home", "--dir", "/home", "--chdir", "/home"]
    for library in ("OMP", "OPENBLAS", "MKL"):
        command += ["--setenv", f"{library}_NUM_THREADS", "1"]
    roots = [path for path in SYSTEM if os.path.isdir(path)]
    for path in roots:
        link = os.path.islink(path)
        command += ["--symlink", os.readlink(path), path] if link else ["--ro-bind", path, path]
    command += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    python = Path(python_program())
    libraries = Path(sysconfig.get_path("stdlib")).resolve().parent
    for path in (python, libraries):
        if not any(path.is_relative_to(root) for root in roots):
            command += ["--ro-bind", str(path), str(path)]
    hidden = _hidden([Path(path).resolve() for path in roots] + [libraries])
    for path in hidden:
        command += ["--tmpfs", path]
    for path in _numpy():
        command += ["--ro-bind", str(path), str(path)]
    for name in INSIDE:
        command += ["--ro-bind", str(HERE / name), f"/grader/{name}"]
    for path in (*hidden, "/"):
        command += ["--remount-ro", path]
    return tuple(command)


def python_program():
    return os.path.realpath(sys.executable)


def _numpy():
    """NumPy's folder, and the one that its wheels keep libraries in."""
    folder = Path(np.__file__).resolve().parent
    return [path for path in (folder, folder.with_name("numpy.libs")) if path.is_dir()]


def _hidden(roots):
    """Folders below the roots that are left out: installed packages, and the course, wherever it is."""
    packages = {str(path) for root in roots for name in ("site-packages", "dist-packages")
                for path in root.glob(f"python3*/{name}") if path.is_dir()}
    course = HERE.parent.resolve()
    if any(course.is_relative_to(root) for root in roots) and not any(course.is_relative_to(path) for path in packages):
        packages.add(str(course))
    return sorted(packages)


@functools.cache
def check(sandboxed=True):
    """Start a sandbox once, to see that it can be; Trouble with the reason otherwise."""
    with Sandbox(sandboxed=sandboxed) as sandbox:
        sandbox.start()


# The process -----------------------------------------------------------------------------------------


class Sandbox:
    """The process that forks for each function; it is started when it is needed, and again after it was killed."""

    def __init__(self, limits=Limits(), sandboxed=True):
        self.limits, self.sandboxed = limits, sandboxed
        self.process = self.control = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.process is not None:             # it ends by itself once nobody holds the other end
            self.control.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(1)
        self.stop()

    def start(self):
        if self.process is not None:
            return
        if not hasattr(socket, "send_fds"):
            raise Trouble("Grading a class needs Linux, or with --unsandboxed macOS.")
        self.control, theirs = socket.socketpair()
        inside = "/grader" if self.sandboxed else str(HERE)
        command = [*(bubblewrap() if self.sandboxed else ()), python_program(), "-I", "-S", "-B", f"{inside}/child.py",
                   str(theirs.fileno()), str(_numpy()[0].parent)]
        with tempfile.TemporaryFile() as complaints:
            self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
                                            stdout=subprocess.DEVNULL, stderr=complaints, start_new_session=True,
                                            env=None if self.sandboxed else {"OPENBLAS_NUM_THREADS": "1"})
            theirs.close()
            self.control.settimeout(START)
            try:
                ready = self.control.recv(1)
            except OSError:
                ready = b""
            if ready != b"r":
                self.stop()
                complaints.seek(0)
                says = " ".join(complaints.read(2000).decode(errors="replace").split())[-300:]
                raise Trouble(f"The sandbox does not start: {says or 'NumPy was not loaded in time'}. Without one, "
                              "--unsandboxed grades those whom you trust.")

    def stop(self):
        """Kill the process and all that it has forked."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.control.close()
            self.process = None

    @contextlib.contextmanager
    def function(self, exercise, candidate, cells):
        """A callable for a learner's function (submissions.Candidate); NotThere if it cannot be made."""
        self.start()
        mine, theirs = socket.socketpair()
        with mine:
            with theirs:
                settings = f"{self.limits.memory} {int(self.limits.total) + 1}"
                socket.send_fds(self.control, [settings.encode()], [theirs.fileno()])
            remote = Remote(self, mine, exercise, candidate)
            remote.define(cells)
            yield remote
        self._wait()

    def _wait(self):
        """Until the fork has ended; one that does not is killed."""
        if self.process is not None:
            self.control.settimeout(1)
            try:
                ended = self.control.recv(1)
            except OSError:
                ended = b""
            if ended != b"e":
                self.stop()


# The function ----------------------------------------------------------------------------------------


class Remote(Elsewhere):
    """A learner's function, as it is called from here."""

    def __init__(self, sandbox, channel, exercise, candidate):
        super().__init__(candidate.name, candidate.source, candidate.first_line, candidate.signature)
        self.sandbox, self.channel, self.exercise, self.candidate = sandbox, channel, exercise, candidate
        self.until = time.monotonic() + sandbox.limits.total
        self.over = None                         # what every further call ends in
        self.note = ""

    def define(self, cells):
        """Have the function made, with what it needs of the notebook and of the library."""
        id, cell, there = self.exercise.id, self.candidate.cell, library.allowed(self.exercise.id)
        given = {name for name in there if name in self.exercise.helpers or name in EXERCISES
                 and EXERCISES[name].notebook == self.exercise.notebook}
        statements, names = submissions.needed(cells, self.candidate, given)
        self.calls = names
        task = {"library": library.sources(id), "missing": library.MISSING.format(id=id), "cell": cell.name,
                "names": {name: there[name][0] for name in sorted(names) if name in there},
                "cells": statements, "function": self.candidate.name}
        try:
            with self._ending():
                self._send(protocol.encode(task), self._deadline())
                reply = self._receive(self._deadline(), ELEMENTS)
                troubles = [self._trouble(each) for each in reply["troubles"]]
                there = reply["there"]
        except TimeUp as up:
            raise NotThere(f"What it needs of the notebook does not end within {up.args[0]:g} s.") from None
        except FailedElsewhere as error:
            raise NotThere(f"What it needs of the notebook ends in {error}.") from None
        if there is not True:
            raise NotThere(troubles[0] if troubles else "It is no function once its cell has been run.")
        self.note = troubles[0] if troubles else ""

    def _trouble(self, told):
        cell = int(told["cell"].strip("<cell >"))
        return f"In line {protocol.whole(told['number'])} of cell {cell}: {self._failure(told, '').says()}."

    def __call__(self, *arguments, **named):
        if self.over is not None:
            raise self.over
        elements = ELEMENTS + len(protocol.encode([arguments, named], [])) // 4
        functions = []
        frame = protocol.encode({"arguments": arguments, "named": named, "random": np.random.get_state(),
                                 "elements": elements}, functions)
        np.random.random_sample()                # the next call finds other random numbers, as it would here
        with self._ending():
            deadline = self._deadline()
            self._send(frame, deadline)
            reply = self._receive(deadline, elements)
            while "function" in reply:
                self._send(_call_back(functions, reply), deadline)
                reply = self._receive(deadline, elements)
            sys.stdout.write(str(reply["printed"])[:10_000])
            failure = self._failure(reply["failed"], self.candidate.cell.source) if "failed" in reply else None
            if failure is None and reply["changed"] is not None:
                carry_over([arguments, named], reply["changed"])
        if failure is not None:
            raise FailedElsewhere(failure)
        return reply["returned"]

    def count_products(self, arguments, groups):
        """How many products it makes with the arrays of each group, as the process there says."""
        frame = protocol.encode({"counting": inspect.getsource(counting), "arguments": list(arguments),
                                 "groups": groups})
        with self._ending():
            deadline = self._deadline()
            self._send(frame, deadline)
            counts = self._receive(deadline, ELEMENTS)["counts"]
            return [protocol.whole(count) for _, count in zip(groups, counts, strict=True)]

    def _failure(self, told, source):
        """The Failure that was told of, with the learner's line out of `source`."""
        kind = told["type"] if str(told["type"]).isidentifier() else "Error"
        text = short(" ".join(str(told["text"]).split()), 150)
        number, lines = protocol.whole(told["number"]), source.split("\n")
        if not 1 <= number <= len(lines) or not source:
            return Failure(kind, text, original=text)
        names = {name: {key: _shaped(inner) for key, inner in shape.items()} if isinstance(shape, dict)
                 else _shaped(shape) for name, shape in told["shapes"].items()}
        return explained(kind, text, lines[number - 1].strip(), number, names)

    # the wire

    def _deadline(self):
        return min(time.monotonic() + self.sandbox.limits.seconds, self.until)

    @contextlib.contextmanager
    def _ending(self):
        """Whatever goes wrong in talking to the process ends it, and all further calls alike."""
        try:
            yield
        except BaseException as error:
            if isinstance(error, TimeUp):
                self.over = error
            elif isinstance(error, (EOFError, OSError)):
                self.over = FailedElsewhere(Failure("ProcessEnded", (
                    "the process in which your function runs came to its end: did it exit, crash, or use more than "
                    "it may?")))
            else:                                # garbled, or not what was asked for
                self.over = FailedElsewhere(Failure("NoResult", "what came back is not a result of a function"))
            self.sandbox.stop()
            if not isinstance(error, Exception | TimeUp):
                raise
            raise self.over from None

    def _send(self, frame, deadline):
        self._patience(deadline)
        try:
            self.channel.sendall(frame)
        except TimeoutError:
            raise TimeUp(self.sandbox.limits.seconds) from None

    def _receive(self, deadline, elements):
        text, arrays = protocol.lengths(self._read(protocol.LENGTHS.size, deadline))
        value = protocol.decode(self._read(text, deadline), self._read(arrays, deadline), elements=elements)
        if not isinstance(value, dict):
            raise protocol.Garbled("no answer")
        return value

    def _read(self, length, deadline):
        content = bytearray()
        while len(content) < length:
            self._patience(deadline)
            try:
                part = self.channel.recv(min(length - len(content), 1 << 16))
            except TimeoutError:
                continue
            if not part:
                raise EOFError
            content += part
        return bytes(content)

    def _patience(self, deadline):
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeUp(self.sandbox.limits.seconds)
        self.channel.settimeout(left)


def _call_back(functions, reply):
    """The frame that answers a call of one of our own functions, among the arguments."""
    function = functions[protocol.whole(reply["function"], len(functions) - 1)]
    try:
        return protocol.encode({"returned": function(*reply["arguments"])})
    except Exception as error:                   # the learner's function gave it something strange
        return protocol.encode({"raised": short(str(error), 300), "type": type(error).__name__})


def _shaped(shape):
    """An array of this shape that takes no memory."""
    return np.broadcast_to(0.0, tuple(protocol.whole(size) for size in shape))


def carry_over(old, new):
    """Do to the arguments what was done to their copies over there; returns what stands in the place of `old`."""
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray) and (old.shape, old.dtype) == (new.shape, new.dtype):
        old[...] = new
    elif isinstance(old, dict) and isinstance(new, dict):
        merged = {key: carry_over(old[key], value) if key in old else value for key, value in new.items()}
        old.clear()
        old.update(merged)
    elif isinstance(old, list) and isinstance(new, list):
        old[:] = [carry_over(old[i], value) if i < len(old) else value for i, value in enumerate(new)]
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        for one, other in zip(old, new):
            carry_over(one, other)
    elif isinstance(old, Generator) and isinstance(new, Generator):
        old.bit_generator.state = new.bit_generator.state
    elif not callable(old) and not protocol.is_record(old):
        return new
    return old
