"""Axes by name: what may go in, and one sentence that says what is wrong.

A contract gives each argument its axes in the course's notation,

    @contract(xt="n_x m", a_prev="n_a m", parameters={"Wax": "n_a n_x", "ba": "n_a 1"})

and is checked at every call: an axis has one size wherever its name occurs.
When an array does not fit, `ShapeError` names the argument, its shape, the axes
that were expected, where their sizes come from, and a likely cause.

A spec is a string of axes ("n_x m"; "n_a n_a+n_x" for two blocks side by side),
a dict of specs (by key), a tuple of (name, spec) pairs (a cache), or
`Steps(axis, spec)` (one item for each time step); a None among them stands for anything.
None is fine for an argument whose default it is.
"""
import functools
import inspect
import itertools
import re
from dataclasses import dataclass

import numpy as np


class ShapeError(ValueError):
    """An argument does not have the axes it should; the message says which and why."""


@dataclass(frozen=True)
class Steps:
    """A list that holds one item, described by `spec`, for each step along `axis`."""

    axis: str
    spec: object


def contract(**specs):
    """Decorator: check the named arguments of a function against `specs` at each call."""

    def decorate(function):
        parameters = inspect.signature(function).parameters
        may_be_none = {name for name in parameters if parameters[name].default is None}

        @functools.wraps(function)
        def checked(*args, **kwargs):
            given = dict(zip(parameters, args), **kwargs)
            arrays = []                          # (name, shape, axes) of every array there is
            for name, spec in specs.items():
                if name in given and not (given[name] is None and name in may_be_none):
                    _collect(f"`{name}`", given[name], spec, arrays)
            if not _agree(arrays):
                raise ShapeError(_explain(arrays))
            for name, spec in specs.items():
                if isinstance(spec, Steps) and name in given and len(given[name]) == 0:
                    raise ShapeError(f"`{name}` is empty; expected one item for each of the {spec.axis} "
                                     "steps, at least one")
            return function(*args, **kwargs)

        checked.contract = specs
        return checked

    return decorate


def precondition(test):
    """Decorator: call `test` with the same arguments first; it raises what is wrong with them."""

    def decorate(function):
        @functools.wraps(function)
        def tested(*args, **kwargs):
            test(*args, **kwargs)
            return function(*args, **kwargs)

        return tested

    return decorate


def _collect(name, value, spec, arrays):
    """Append (name, shape, axes) to `arrays` for each array that `spec` describes in `value`."""
    if spec is None:
        return
    if isinstance(spec, str):
        axes = _axes(spec)
        if not isinstance(value, np.ndarray):
            raise ShapeError(f"{name} is {_kind(value)}; expected a NumPy array {_show(axes)}")
        if value.dtype.kind not in "fciub":
            raise ShapeError(f"{name} holds {value.dtype}; expected numbers {_show(axes)}")
        arrays.append((name, value.shape, axes))
    elif isinstance(spec, dict):
        if not isinstance(value, dict):
            keys = f" with the keys {', '.join(spec)}" if spec else ""
            raise ShapeError(f"{name} is {_kind(value)}; expected a dict{keys}")
        for key, inner in spec.items():
            if key not in value:
                raise ShapeError(f"{name} has no key '{key}'; expected the keys {', '.join(spec)}, "
                                 f"got {', '.join(map(str, value)) or 'none'}")
            _collect(f"`{key}`", value[key], inner, arrays)
    elif isinstance(spec, Steps):
        if not isinstance(value, (list, tuple)):
            raise ShapeError(f"{name} is {_kind(value)}; expected a list with one item "
                             f"for each of the {spec.axis} steps")
        arrays.append((name, (len(value),), (spec.axis,)))
        for t, item in enumerate(value):
            _collect(f"{name[:-1]}[{t}]`", item, spec.spec, arrays)
    else:
        if not isinstance(value, (list, tuple)) or len(value) != len(spec):
            raise ShapeError(f"{name} is {_kind(value)}; expected the {len(spec)} items "
                             f"{_show([inner_name for inner_name, _ in spec])}")
        for (inner_name, inner), item in zip(spec, value):
            _collect(f"`{inner_name}` in {name}", item, inner, arrays)


@functools.cache
def _axes(spec):
    return tuple(spec.split())


def _fits(shape, axes, sizes, name=""):
    """Whether `shape` agrees with `sizes` {axis: (size, the array it comes from)}.

    Axes seen for the first time are added to `sizes`.
    """
    if len(shape) != len(axes):
        return False
    for size, axis in zip(shape, axes):
        if axis.isdigit():
            expected = int(axis)
        elif "+" in axis:                        # two blocks side by side: n_a+n_x
            blocks = axis.split("+")
            unknown = [block for block in blocks if block not in sizes]
            if len(set(unknown)) == 1:           # what the others leave is its size
                rest = size - sum(sizes[block][0] for block in blocks if block in sizes)
                if rest < 0:
                    return False
                sizes[unknown[0]] = (rest // len(unknown), name)
                unknown = []
            expected = size if unknown else sum(sizes[block][0] for block in blocks)
        else:
            expected = sizes.setdefault(axis, (size, name))[0]
        if size != expected:
            return False
    return True


def _agree(arrays):
    """Whether one size per axis fits all of `arrays`."""
    sizes = {}
    return all(_fits(shape, axes, sizes, name) for name, shape, axes in arrays)


def _sizes(arrays):
    """The sizes on which `arrays` agree, and the arrays that do not fit them."""
    sizes, misfits = {}, []
    for array in arrays:
        name, shape, axes = array
        with_this = dict(sizes)
        if _fits(shape, axes, with_this, name):
            sizes = with_this
        else:
            misfits.append(array)
    return sizes, misfits


def _explain(arrays):
    """One sentence: what is wrong with which argument, what was expected, the likely cause."""
    kinds = {}                                   # of a list's steps one, and one that differs
    for name, shape, axes in arrays:
        kind = kinds.setdefault(re.sub(r"\[\d+\]", "", name), {})
        if len(kind) < 2:
            kind.setdefault(shape, (name, shape, axes))
    arrays = [array for kind in kinds.values() for array in kind.values()]
    # does another order of axes, or of arguments, explain everything?
    clauses = (_reordered(arrays, {}, 1) or _swapped(arrays)
               or _reordered(arrays, {}, 2) or _reordered(arrays, {}, 3))
    if clauses:
        return "; ".join(clauses)
    # The culprit is the array without which the others agree: if there are several such,
    # the last, judged by those before it; if none, the first that does not fit.
    alone = [array for array in arrays if _agree([each for each in arrays if each != array])]
    name, shape, axes = alone[-1] if alone else _sizes(arrays)[1][0]
    sizes = _sizes([each for each in arrays if each[0] != name])[0]
    sources = {}                                 # array -> the sizes that are known from it
    for axis in dict.fromkeys(axis for axis_or_sum in axes for axis in axis_or_sum.split("+")):
        if axis in sizes:
            size, source = sizes[axis]
            sources.setdefault(source, []).append(f"{axis} = {size}")
    known = " and ".join(f"{', '.join(each)} from {source}" for source, each in sources.items())
    if len(axes) == len(shape) == 1:
        return f"{name} has {shape[0]} items; expected {known}"
    return (f"{name} is {_show(shape)}; expected {_show(axes)}{' with ' * bool(known)}{known}"
            f"{_cause(name, shape, axes, sizes)}")


def _swapped(arrays):
    """A clause for the two arrays that, given for each other, make all fit, or None."""
    for i, j in itertools.combinations(range(len(arrays)), 2):
        (one, shape, axes), (other, other_shape, other_axes) = arrays[i], arrays[j]
        swapped = list(arrays)
        swapped[i], swapped[j] = (one, other_shape, axes), (other, shape, other_axes)
        if _agree(swapped):
            return [f"{one} is {_show(shape)} and {other} is {_show(other_shape)}; expected "
                    f"{_show(axes)} and {_show(other_axes)}: they look swapped"]
    return None


# How people who think of (n, m) or (n, m, T) as something else order their axes: where each
# of ours is in theirs. For three, batch first (m, T, n) is the first.
ORDERS = {2: [(1, 0)], 3: [(2, 0, 1), (2, 1, 0), (1, 0, 2), (0, 2, 1)]}


def _reordered(arrays, sizes, count):
    """A clause for each of the at most `count` arrays that, reordered, make all fit, or None."""
    if not arrays:
        return []
    (name, shape, axes), *rest = arrays
    sizes_as_it_is = dict(sizes)
    if _fits(shape, axes, sizes_as_it_is, name):
        clauses = _reordered(rest, sizes_as_it_is, count)
        if clauses is not None:
            return clauses
    for order in ORDERS.get(len(shape), []) if count else []:
        moved = tuple(shape[k] for k in order)
        sizes_moved = dict(sizes)
        if _fits(moved, axes, sizes_moved, name):
            clauses = _reordered(rest, sizes_moved, count - 1)
            if clauses is not None:
                theirs = [axes[order.index(k)] for k in range(len(shape))]
                looks = ("it looks transposed" if len(shape) == 2 else
                         f"its axes look like {_show(theirs)}")
                return [f"{name} is {_show(shape)}; expected {_show(axes)} = {_show(moved)}: "
                        f"{looks}"] + clauses
    return None


def _cause(name, shape, axes, sizes):
    """Why an array may have an axis too few or too many, as the end of a sentence, or ""."""
    if len(shape) == len(axes) - 1:
        for k in sorted(range(len(axes)), key=lambda k: axes[k] != "m"):
            if _fits(shape[:k] + (1,) + shape[k:], axes, dict(sizes)):
                single = {"m": "example", "T": "step", "n": "unit"}.get(axes[k][0], "item")
                needs = ("a column still needs its second axis" if axes[k] == "1" else
                         f"a single {single} still needs its axis {axes[k]}")
                index = ", ".join("None" if i == k else ":" for i in range(len(axes)))
                return f": {needs}, use {name.split('`')[1]}[{index}]"
        for k, axis in enumerate(axes):
            if _fits(shape, axes[:k] + axes[k + 1:], dict(sizes)):
                return f": its axis {axis} is missing"
    if len(shape) == 3 and _fits(shape[:2], axes, dict(sizes)):
        return ": one time step is expected here, index it with [:, :, t]"
    return ""


def _kind(value):
    """What `value` is, with its article."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return "a NumPy array"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    name = type(value).__name__
    return ("an " if name[0] in "aeiou" else "a ") + name


def _show(parts):
    """A shape or its axes, as in (n_x, m)."""
    return "(" + ", ".join(map(str, parts)) + ("," if len(parts) == 1 else "") + ")"
