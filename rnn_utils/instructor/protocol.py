"""The language between the grader and the process in which a learner's code runs.

A frame is

    length of the text (4 bytes) · length of the arrays (4 bytes) · text · arrays

where the text is JSON and the arrays are the raw bytes of NumPy arrays, one behind the other.
Nothing that is read can run anything: there are numbers, texts, lists, tuples, dicts and arrays
of numbers, and names for everything else. Whatever else comes is `Garbled`.

Both sides use this file; inside the sandbox it stands alone, with NumPy and the standard library.
"""
import collections.abc
import dataclasses
import json
import math
import struct

import numpy as np
from numpy.random import PCG64, Generator

LENGTHS = struct.Struct("<II")
MOST_BYTES = 1 << 24                             # of one frame
DEPTH = 30                                       # of lists in lists
NUMBERS = "biufc"                                # the kinds of arrays that travel as they are
UNFINISHED = {"generator": collections.abc.Generator, "coroutine": collections.abc.Coroutine,
              "async_generator": collections.abc.AsyncGenerator}


class Garbled(Exception):
    """What came is not of this language."""


class TooLarge(Exception):
    """A value is larger than may be sent."""


class Thing:
    """Stands for a value that did not travel: an instance of a class that has the value's class's name."""


class Function:
    """Stands for a function of the other side: `number` is its place in `Writer.functions`."""

    def __init__(self, number):
        self.number = number


class Record:
    """Stands for an instance of a dataclass: it has the same fields, functions among them."""


# Writing ---------------------------------------------------------------------------------------


def encode(value, functions=None, elements=None):
    """A frame. Functions are put into the list `functions`; without one they are things like others.

    elements : the most numbers that one array may have, None: any
    """
    return Writer(functions, elements).frame(value)


class Writer:
    """Puts one value into a frame; what occurs in it several times is written once."""

    def __init__(self, functions, elements):
        self.functions, self.elements = functions, elements
        self.arrays = []
        self.written = {}                        # id -> number; the values are kept, so that no id is used twice
        self.kept = []

    def frame(self, value):
        text = json.dumps(self.node(value, 0)).encode()
        arrays = b"".join(self.arrays)
        if len(text) + len(arrays) > MOST_BYTES:
            raise TooLarge(f"a result of {len(text) + len(arrays)} bytes is too large to be graded")
        return LENGTHS.pack(len(text), len(arrays)) + text + arrays

    def node(self, value, depth):
        """What stands for a value in the JSON text."""
        if depth > DEPTH:
            raise TooLarge(f"lists inside of lists, more than {DEPTH} deep, are too much to be graded")
        if value is None or isinstance(value, (bool, float, int, str)) and not isinstance(value, np.generic):
            return self.plain(value)
        if value is ...:
            return {"blank": True}
        if isinstance(value, complex) and not isinstance(value, np.generic):
            return {"complex": [value.real, value.imag]}
        if isinstance(value, np.generic):
            return {"scalar": self.array(np.array(value))}
        if isinstance(value, Generator) and isinstance(value.bit_generator, PCG64):
            return {"rng": value.bit_generator.state}
        if self.functions is not None and is_record(value):
            return {"record": [type(value).__name__, self.node(vars(value), depth + 1)]}
        if self.functions is not None and callable(value):
            self.functions.append(value)
            return {"function": len(self.functions) - 1}
        if isinstance(value, (np.ndarray, list, tuple, dict)):
            if id(value) not in self.written:
                node = self.container(value, depth)
                self.written[id(value)] = len(self.written)
                self.kept.append(value)
                return node
            return {"same": self.written[id(value)]}
        return {"thing": type(value).__name__}

    def plain(self, value):
        for kind in (bool, float, int, str):     # of subclasses their plain value
            if isinstance(value, kind):
                return kind(value)
        return None

    def container(self, value, depth):
        if isinstance(value, np.ndarray):
            return {"array": self.array(value)}
        if isinstance(value, dict):
            return {"dict": [[key if isinstance(key, str) else self.node(key, depth + 1), self.node(item, depth + 1)]
                             for key, item in value.items()]}
        return {"tuple" if isinstance(value, tuple) else "list": [self.node(item, depth + 1) for item in value]}

    def array(self, value):
        special = "matrix" if isinstance(value, np.matrix) else "masked" if np.ma.is_masked(value) else ""
        value = np.asarray(value)
        if value.dtype.kind not in NUMBERS:
            return [value.dtype.name, [], "strange"]
        if self.elements is not None and extent(value.shape) > self.elements:
            raise TooLarge(f"an array of the shape {value.shape} is far too large for these arguments")
        self.arrays.append(value.tobytes())
        return [value.dtype.str, list(value.shape), special]


def is_record(value):
    return isinstance(value, Record) or dataclasses.is_dataclass(value) and not isinstance(value, type)


def extent(shape):
    """The number of elements, where an axis without any counts as one."""
    return math.prod(max(size, 1) for size in shape)


# Reading ---------------------------------------------------------------------------------------


def lengths(head):
    """(length of the text, length of the arrays) from the first bytes of a frame."""
    text, arrays = LENGTHS.unpack(head)
    if text + arrays > MOST_BYTES:
        raise Garbled(f"a frame of {text + arrays} bytes")
    return text, arrays


def decode(text, arrays, function=None, elements=None):
    """The value in a frame, from its two parts; `function` makes a callable of a `Function`.

    elements : the most numbers that one array may have, None: any
    """
    try:
        reader = Reader(arrays, function, elements)
        value = reader.value(json.loads(text), 0)
        if reader.at != len(arrays):
            raise Garbled("arrays of another length")
        return value
    except Garbled:
        raise
    except Exception as error:                   # wrong JSON, wrong types, recursion, a dtype that is none
        raise Garbled(f"{type(error).__name__}: {error}") from None


class Reader:
    """Takes one value out of a frame; each step tests what it is given."""

    def __init__(self, arrays, function, elements):
        self.arrays, self.function, self.elements = arrays, function, elements
        self.at = 0
        self.read = []                           # what may be referred to as "same"

    def value(self, node, depth):
        if depth > DEPTH:
            raise Garbled("too deep")
        if node is None or isinstance(node, (bool, int, float, str)):
            return node
        [(kind, inner)] = node.items()
        if kind in ("list", "tuple", "dict", "array"):
            made = getattr(self, "a_" + kind)(inner, depth + 1)
            self.read.append(made)
            return made
        if kind == "same":
            return self.read[whole(inner, len(self.read) - 1)]
        if kind == "scalar":
            array = self.a_array(inner, depth)
            if array.shape != ():
                raise Garbled("a scalar with axes")
            return array[()]
        if kind == "record" and self.function is not None:
            record = a_thing(inner[0], Record)
            vars(record).update(self.value(inner[1], depth + 1))
            return record
        if kind == "function" and self.function is not None:
            return self.function(Function(whole(inner)))
        return {"blank": lambda: ..., "complex": lambda: complex(*map(float, inner)),
                "rng": lambda: a_generator(inner), "thing": lambda: a_thing(inner)}[kind]()

    def a_list(self, items, depth):
        return [self.value(item, depth) for item in items]

    def a_tuple(self, items, depth):
        return tuple(self.a_list(items, depth))

    def a_dict(self, pairs, depth):
        return {self.value(key, depth): self.value(item, depth) for key, item in pairs}

    def a_array(self, inner, depth):
        name, shape, special = inner
        if special == "strange":                 # of texts, of objects: known by its dtype alone
            return np.array("", dtype="U1") if str(name).startswith("str") else np.array(None, dtype=object)
        dtype = np.dtype(name)
        if dtype.kind not in NUMBERS or dtype.hasobject or dtype.names:
            raise Garbled(f"an array of {name}")
        shape = tuple(whole(size) for size in shape)
        if len(shape) > 30 or self.elements is not None and extent(shape) > self.elements:
            raise Garbled("an array of more elements than there may be")
        size = math.prod(shape) * dtype.itemsize
        if size > len(self.arrays) - self.at:
            raise Garbled("an array of another length")
        array = np.frombuffer(self.arrays, dtype, math.prod(shape), self.at).reshape(shape).copy()
        self.at += size
        if special == "masked":
            return np.ma.masked_all(shape)
        return np.asmatrix(array) if special == "matrix" and array.ndim == 2 else array


def whole(value, most=1 << 31):
    """A whole number from 0 to `most`, as it is."""
    if type(value) is not int or not 0 <= value <= most:
        raise Garbled("no such number")
    return value


def a_generator(state):
    """A Generator in this state of its PCG64."""
    inner = state["state"]
    made = Generator(PCG64(0))
    made.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {name: whole(inner[name], (1 << 128) - 1) for name in ("state", "inc")},
        "has_uint32": whole(state["has_uint32"], 1), "uinteger": whole(state["uinteger"], (1 << 32) - 1)}
    return made


def a_thing(name, base=Thing):
    """An instance of a class of which the name is known."""
    if not isinstance(name, str) or not name.isidentifier() or len(name) > 60:
        name = "object"
    made = type(name, (base,), {})
    if name in UNFINISHED:
        UNFINISHED[name].register(made)
    return made()
