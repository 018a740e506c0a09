"""What runs inside the sandbox: it has NumPy ready, and forks a process for each function that is graded.

It is started as a program, beside `protocol.py` and `lockdown.py`; nothing else of the course is
there. The parent sends a socket for each function; the forked process gives up what it does not
need (lockdown.py), gets the learner's statements and the pieces of the library that they may
call, and then answers one call after the other. Cases, answers and points never come here.
"""
import __future__
import ast
import contextlib
import importlib
import importlib.abc
import importlib.machinery
import io
import os
import random
import socket
import sys
import warnings

sys.path[:] = [os.path.dirname(os.path.abspath(__file__)), *sys.path, sys.argv[2]]     # the last has NumPy
import lockdown
import protocol

import numpy as np

MOST_PRINTED = 10_000                            # characters of one call; what is more is dropped
TEXT = 1000                                      # the most characters of an exception's message


def main(control):
    """Fork a process for each socket that comes through `control`, one after the other; tell when each has ended."""
    with socket.socket(fileno=control) as control:
        control.sendall(b"r")
        while True:
            settings, sockets, _, _ = socket.recv_fds(control, 64, 1)
            if not sockets:
                os._exit(0)                      # the parent has let go
            memory, seconds = map(int, settings.split())
            process = os.fork()
            if process == 0:
                control.close()
                work(sockets[0], memory, seconds)
            os.close(sockets[0])
            os.waitpid(process, 0)
            control.sendall(b"e")


def work(channel, memory, seconds):
    """Give up what is not needed, then serve one function; never returns."""
    try:
        os.dup2(1, 2)                            # both are /dev/null
        lockdown.limit(memory, seconds)
        lockdown.forbid()
        serve(channel)
    finally:
        os._exit(0)


# Talking to the parent -------------------------------------------------------------------------


def receive(channel, functions=None):
    """The next value from the parent; `functions` says how to call one of the parent's."""
    text, arrays = protocol.lengths(read(channel, protocol.LENGTHS.size))
    return protocol.decode(read(channel, text), read(channel, arrays), functions)


def read(channel, length):
    parts = []
    while length:
        part = os.read(channel, min(length, 1 << 16))
        if not part:
            os._exit(0)                          # the parent has heard enough
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def send(channel, frame):
    while frame:
        frame = frame[os.write(channel, frame):]


# The function and its calls ----------------------------------------------------------------------


def serve(channel):
    task = receive(channel)
    sys.meta_path.insert(0, Library(task["library"], task["missing"]))
    namespace = {"__name__": "__main__", "np": np}
    for name, module in task["names"].items():
        namespace[name] = getattr(importlib.import_module(module), name)
    troubles = []
    with quiet():
        for cell, source, numbers in task["cells"]:
            tree = ast.parse(source)
            for number in numbers:
                statement = ast.Module([tree.body[number]], [])
                try:                             # annotations are not looked up: their names may not be there
                    exec(compile(statement, cell, "exec", __future__.annotations.compiler_flag), namespace)
                except BaseException as error:
                    troubles.append({"cell": cell} | told(error, cell))
    function = namespace.get(task["function"])
    send(channel, protocol.encode({"there": callable(function), "troubles": troubles}))
    while True:
        answer(channel, function, task["cell"])


def answer(channel, function, cell):
    """Do one call and send what came of it."""
    call = receive(channel, lambda number: Remote(channel, number))
    if "counting" in call:
        return send(channel, protocol.encode({"counts": counts(function, call)}))
    arguments, named, elements = call["arguments"], call["named"], call["elements"]
    before = protocol.encode([arguments, named], [])
    np.random.set_state(call["random"])
    random.seed(call["random"][1].tobytes())
    printed = Printed()
    try:
        with quiet(), contextlib.redirect_stdout(printed):
            returned = function(*arguments, **named)
        after = protocol.encode([arguments, named], [])
        frame = protocol.encode({"returned": returned, "printed": printed.text(),
                                 "changed": None if after == before else [arguments, named]}, elements=elements)
    except BaseException as error:               # also SystemExit, and what goes wrong in encoding a strange result
        frame = protocol.encode({"failed": told(error, cell), "printed": printed.text()})
    send(channel, frame)


def counts(function, call):
    """How many products the function makes (grading/counting.py, which is sent along)."""
    namespace = {}
    exec(call["counting"], namespace)
    with quiet():
        return namespace["count_products"](function, call["arguments"], call["groups"])


@contextlib.contextmanager
def quiet():
    with contextlib.redirect_stderr(Printed()), contextlib.redirect_stdout(Printed()), \
            warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


class Printed(io.StringIO):
    """The beginning of what is printed; it stays open, even for a function that closes `sys.stdout`."""

    def write(self, text):
        if self.tell() < MOST_PRINTED:
            super().write(text[:MOST_PRINTED])
        return len(text)

    def text(self):
        return self.getvalue()[:MOST_PRINTED]

    def close(self):
        pass


class Remote:
    """A function of the parent's, among the arguments: calling it asks the parent."""

    def __init__(self, channel, function):
        self.channel, self.function = channel, function

    def __call__(self, *arguments):
        send(self.channel, protocol.encode({"function": self.function.number, "arguments": arguments}))
        reply = receive(self.channel)
        if "raised" in reply:
            raise type(reply["type"], (ValueError,), {})(reply["raised"])
        return reply["returned"]


def told(error, cell):
    """What the parent needs to explain an exception: its type and text, the learner's line, the shapes there."""
    try:
        text = str(error)[:TEXT]
    except BaseException:                        # an exception whose own message fails
        text = ""
    number, names = 0, {}
    if isinstance(error, SyntaxError):
        number = error.lineno or 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == cell:
            number, names = trace.tb_lineno, trace.tb_frame.f_locals
        trace = trace.tb_next
    return {"type": type(error).__name__[:80], "text": text, "number": number, "shapes": shapes(names)}


def shapes(names):
    """{name: shape} of the arrays among these, and {name: {key: shape}} of the dicts of arrays."""
    found = {}
    for name, value in list(names.items())[:100]:
        if type(value) is np.ndarray:
            found[name] = list(value.shape)
        elif type(value) is dict:
            inner = {key: list(item.shape) for key, item in list(value.items())[:30]
                     if type(item) is np.ndarray and type(key) is str}
            if inner:
                found[name] = inner
    return found


# What is there of the course's library --------------------------------------------------------------


class Library(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """`rnn_utils` made of the pieces that were sent; every other name fails once it is used."""

    def __init__(self, sources, missing):
        self.sources, self.missing = sources, missing

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "rnn_utils":
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def exec_module(self, module):
        missing = self.missing

        def __getattr__(name):
            if name.startswith("__"):
                raise AttributeError(name)
            return NotHere(missing.format(name=name))

        module.__getattr__ = __getattr__
        source = self.sources.get(module.__name__, "")
        exec(compile(source, f"<{module.__name__}>", "exec"), vars(module))


class NotHereError(Exception):
    """Something of the library was used that is not there while a function is graded."""


class NotHere:
    """Stands for what is not there; whatever is done with it says so."""

    def __init__(self, says):
        vars(self)["says"] = says

    def __call__(self, *args, **kwargs):
        raise NotHereError(vars(self)["says"])

    def __getattr__(self, name):
        raise NotHereError(vars(self)["says"])


if __name__ == "__main__":
    main(int(sys.argv[1]))
