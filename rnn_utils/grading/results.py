"""What a function returns, taken apart into named arrays.

A spec says what an output must be; `collect` turns what a learner returned into
{leaf name: array or Problem}. A `Problem` is one clause about what is wrong with a
leaf ("is still blank"), so that one bad output never hides the others.
"""
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from dataclasses import dataclass

from rnn_utils.grading.messages import translated

import numpy as np

AXES = {"n_x": "input unit", "n_a": "hidden unit", "2n_a": "hidden unit", "n_y": "output unit", "m": "example",
        "T_x": "time step", "T_y": "time step", "step": "step", "directions": "direction", "gates·n_a": "row",
        "2·gates·n_a": "place"}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a leaf, as the end of a sentence that starts with its name."""

    says: str
    kind: str                                    # becomes the mistake's id if nothing explains more
    name: str = ""                               # of the whole output, where that is what is wrong

    @property
    def blank(self):
        return self.kind == "blank-left"

    def of(self, leaf):
        return f"`{self.name or leaf}` {self.says}"


@dataclass(frozen=True)
class Array:
    """An array with named axes ("n_a m"; "" for one number); it may hold whole numbers if `whole`."""

    name: str
    axes: str = ""
    whole: bool = False
    listed: bool = False                         # a list of numbers will do

    def collect(self, value, arguments):
        return {self.name: as_array(np.array(value) if self.listed and isinstance(value, (list, tuple))
                                    else value)}

    def leaves(self):
        return {self.name: self}


@dataclass(frozen=True)
class Items:
    """A tuple or list of a fixed length, item by item; `parts` are specs."""

    name: str
    parts: tuple

    def collect(self, value, arguments):
        names = ", ".join(part.name for part in self.parts)
        if isinstance(value, (tuple, list)) and len(value) == len(self.parts):
            return {f"{self.name}: {leaf}": item
                    for part, inner in zip(self.parts, value)
                    for leaf, item in part.collect(inner, arguments).items()}
        problem = _blank(value, self.name) or Problem(f"has {_items(value)}; expected ({names})", "wrong-items", self.name)
        # the arrays that are there are kept under numbers, so that two wrong results can be told apart
        given = {f"{self.name} #{i}": np.array(item) for i, item in enumerate(value)
                 if isinstance(item, np.ndarray)} if isinstance(value, (tuple, list)) else {}
        return {leaf: problem for leaf in self.leaves()} | given

    def leaves(self):
        return {f"{self.name}: {leaf}": spec
                for part in self.parts for leaf, spec in part.leaves().items()}


@dataclass(frozen=True)
class Table:
    """A dict with at least these keys; `parts` are Arrays, named like the keys.

    Where `shown` is false (a dict of gradients that is itself the result), a leaf is
    simply called by its key.
    """

    name: str
    parts: tuple
    shown: bool = True

    def _leaf(self, key):
        return f"{self.name}[{key!r}]" if self.shown else key

    def collect(self, value, arguments):
        if not isinstance(value, dict):
            keys = ", ".join(part.name for part in self.parts)
            problem = _blank(value) or Problem(f"should be in a dict with the keys {keys}; "
                                               f"`{self.name}` is {_count(value)}", "wrong-results")
            return {leaf: problem for leaf in self.leaves()}
        got = short(", ".join(map(str, value)), 100) or "none"
        return {self._leaf(part.name): as_array(value[part.name]) if part.name in value
                else Problem(f"is missing: `{self.name}` has no key '{part.name}' (it has {got})", "missing-key")
                for part in self.parts}

    def leaves(self):
        return {self._leaf(part.name): part for part in self.parts}


@dataclass(frozen=True)
class ByUse:
    """Something judged by what can be done with it: `use(value, arguments)` gives a dict of arrays.

    `parts` are the Arrays that come out; `user` is the name of the function that uses it.
    """

    name: str
    parts: tuple
    use: Callable
    user: str

    def collect(self, value, arguments):
        problem = _blank(value, self.name)
        if problem is None:
            try:
                arrays = self.use(value, arguments)
                return {self._leaf(part.name): as_array(arrays[part.name]) for part in self.parts}
            except Exception as error:           # whatever is wrong with it, it says so itself
                problem = Problem(f"cannot be used by `{self.user}`: {short(str(error), 200)}",
                                  "unusable", self.name)
        return {leaf: problem for leaf in self.leaves()}

    def _leaf(self, part):
        return f"{part} that {self.user} makes of your {self.name}"

    def leaves(self):
        return {self._leaf(part.name): part for part in self.parts}


def collect(outputs, returned, arguments):
    """Take `returned` apart; returns (values by leaf, problem with the whole or None)."""
    if isinstance(returned, (Coroutine, AsyncGenerator)):
        getattr(returned, "close", str)()        # nobody will await it
        return {}, "your function is defined with `async`; a plain `def` is what is needed"
    if isinstance(returned, Generator):
        return {}, "your function gives a generator: use `return` where you have `yield`"
    if len(outputs) == 1:
        if returned is None:
            return {}, (f"your function returns nothing; expected `{outputs[0].name}` "
                        "(is the `return` line there?)")
        if isinstance(returned, (tuple, list)) and len(returned) == 1 \
                and not isinstance(outputs[0], ByUse) and not getattr(outputs[0], "listed", False):
            name = outputs[0].name
            return {}, (f"your function returns a {type(returned).__name__} with one item; "
                        f"return `{name}` itself (is there a comma behind it?)")
        return outputs[0].collect(returned, arguments), None
    names = ", ".join(output.name for output in outputs)
    if returned is None or returned is ...:
        return {}, f"your function returns nothing; expected {names} (is the `return` line there?)"
    if not isinstance(returned, (tuple, list)) or len(returned) != len(outputs):
        return {}, f"your function returns {_count(returned)}; expected {len(outputs)}: {names}"
    values = {}
    for output, value in zip(outputs, returned):
        values |= output.collect(value, arguments)
    return values, None


def as_array(value):
    """A copy of `value` as an array of numbers, or the Problem that it is none."""
    problem = _blank(value)
    if problem:
        return problem
    if isinstance(value, (list, tuple)):
        return Problem(f"is a {type(value).__name__}; expected a NumPy array", "no-array")
    if not isinstance(value, (np.ndarray, np.generic, int, float, complex)):
        return Problem(f"is {_count(value)}; expected a NumPy array", "no-array")
    if isinstance(value, np.matrix) or np.ma.is_masked(value):
        kind = "a NumPy matrix" if isinstance(value, np.matrix) else "a masked array"
        return Problem(f"is {kind}; expected a plain NumPy array", "no-array")
    array = np.array(value)
    if array.dtype.kind not in "fciub":
        return Problem(f"holds {array.dtype} items; expected numbers", "no-array")
    return array


def fit(array, spec, expected):
    """The Problem with an array's shape, type or finiteness beside the expected one, or None."""
    if array.shape != expected.shape:
        axes = ", ".join(spec.axes.split())
        if not axes and expected.ndim:           # all numbers of several arrays, one behind the other
            return Problem(f"holds {array.size} numbers; expected {expected.size}", "wrong-shape")
        text = f"has the shape {array.shape}; expected {expected.shape or 'one number'}"
        if axes and len(spec.axes.split()) == expected.ndim:
            text += f" = ({axes})"
        if array.ndim == expected.ndim and array.T.shape == expected.shape:
            return Problem(text + ": it looks transposed", "transposed")
        if array.size == expected.size and array.ndim < expected.ndim:
            back = [k for k in range(expected.ndim) if array.shape[:k] + (1,) + array.shape[k:] == expected.shape]
            index = ", ".join([":"] * max(back, default=0) + ["None"])
            return Problem(text + f": an axis got lost{f'; `[{index}]` puts it back' if back else ''}", "lost-axis")
        return Problem(text, "wrong-shape")
    if array.dtype.kind == "c":
        return Problem("holds complex numbers; expected real ones", "wrong-dtype")
    if array.dtype.kind in "iub" and not spec.whole and not np.array_equal(array, expected):
        return Problem(f"holds {array.dtype} numbers, which cannot store fractions; expected float64",
                       "wrong-dtype")
    if array.dtype.kind == "f" and array.dtype.itemsize < 8 and not spec.whole:
        return Problem(f"is {array.dtype}; expected float64, as the inputs are", "wrong-dtype")
    if not np.all(np.isfinite(array)):
        where = tuple(np.argwhere(~np.isfinite(array))[0])
        why = " (the root of a negative number, or 0 divided by 0?)" if np.isnan(array[where]) else ""
        return Problem(f"is {array[where]}{place(where, spec)}{why}", "not-finite")
    return None


def place(index, spec):
    """' at hidden unit 2, example 0, time step 3', counted from 0, as in code."""
    axes = spec.axes.split()
    parts = [f"{translated(AXES.get(axis, 'index'))} {i}" for axis, i in zip(axes, index) if axis != "1"]
    return f" at {', '.join(parts)}" if parts else ""


def close(array, expected):
    """Whether two arrays are equal up to rounding (and have one shape)."""
    if array.shape != expected.shape:
        return False
    gap = np.abs(array - 1.0 * expected)
    if np.isnan(gap).any():                      # NaN, or one infinity less another
        return bool(np.allclose(array, expected, rtol=1e-6, atol=1e-9, equal_nan=True))
    return bool((gap <= 1e-9 + 1e-6 * np.abs(expected)).all())


def short(text, most):
    """The text, cut to `most` characters."""
    return text if len(text) <= most else text[:most - 2].rstrip() + " …"


def _blank(value, name=""):
    if value is ... or value is None:
        return Problem("is still blank" if value is ... else "is None", "blank-left", name)
    return None


def _items(value):
    if not isinstance(value, (tuple, list)):
        return f"no items: it is {_count(value)}"
    return f"{len(value)} items" if len(value) != 1 else "one item"


def _count(value):
    if isinstance(value, (tuple, list)):
        if len(value) == 1:
            return "one result" if isinstance(value, tuple) else "a list of one item"
        return f"{len(value)} results" if isinstance(value, tuple) else f"a list of {len(value)} items"
    if value is None:
        return "nothing"
    if isinstance(value, np.ndarray):
        return f"one array {value.shape}"
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"
