"""What of the course's library a learner's function may call while it is graded, as source.

A function under grading runs where the library is not (sandbox.py). It is given what its answer
itself calls, the exercise's helpers, the functions of earlier notebooks and the activations: of
each module just the statements that these need. Whatever needs the answer under test is left out,
and so is `fast`, which has the same answers in other words.
"""
import ast
import functools
import importlib.util
from dataclasses import dataclass
from pathlib import Path

import rnn_utils
from rnn_utils.grading.exercises import EXERCISES

ALWAYS = ("sigmoid", "sigmoid_derivative", "tanh_derivative", "relu", "softmax", "softmax_backward")
WITHOUT = ("rnn_utils.fast", "rnn_utils.grading", "rnn_utils.instructor", "rnn_utils.figures",
           "rnn_utils.experiments")
MISSING = ("`{{name}}` of rnn_utils is not there while `{id}` is graded: a function may call what its exercise "
           "hands it, and NumPy")
# what the course's notebooks say around each exercise, so that it can be said here too
GRADING = """def verified(function, exercise=None):
    return function


def grade(*args, **kwargs):
    return None
"""


@dataclass(frozen=True)
class Module:
    """A module's text, its statements by the names that they bind, and where its imports come from."""

    lines: list
    statements: dict                             # name -> statement
    imported: dict                               # name -> (module, name there), from rnn_utils

    def text(self, statement):
        start = min([statement.lineno] + [each.lineno for each in getattr(statement, "decorator_list", [])])
        return "\n".join(self.lines[start - 1:statement.end_lineno])


@functools.cache
def module(name):
    """The Module of this name."""
    origin = importlib.util.find_spec(name).origin
    source = Path(origin).read_text(encoding="utf-8")
    statements, imported = {}, {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").partition(".")[0] == "rnn_utils":
            imported |= {alias.asname or alias.name: (statement.module, alias.name) for alias in statement.names}
        else:
            statements |= {bound: statement for bound in binds(statement)}
    return Module(source.splitlines(), statements, imported)


def binds(statement):
    """The names that a statement at the top of a module or a cell binds."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).partition(".")[0] for alias in statement.names}
    return {node.id for node in ast.walk(statement)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def reads(node):
    """The names that occur in a statement and are not bound by it alone."""
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


@functools.cache
def home(name, within="rnn_utils"):
    """(module, name) where a name, as imported from `within`, is defined; None if it is not the library's."""
    if _left_out(within):
        return within, name
    known = module(within)
    if name in known.imported:
        origin, original = known.imported[name]
        if f"{origin}.{original}" in WITHOUT:    # a module itself
            return f"{origin}.{original}", original
        return home(original, origin)
    return (within, name) if name in known.statements else None


@functools.cache
def needs(place):
    """All places (module, name) that the one at `place` needs, itself included."""
    found, waiting = set(), [place]
    while waiting:
        within, name = waiting.pop()
        if (within, name) in found:
            continue
        found.add((within, name))
        if not _left_out(within):
            known = module(within)
            waiting += [other for other in (home(each, within) for each in reads(known.statements[name])) if other]
    return frozenset(found)


def _left_out(within):
    return any(within == other or within.startswith(other + ".") for other in WITHOUT)


@functools.cache
def allowed(id):
    """{name: place} of what a learner's function for this exercise may call."""
    exercise, answer = EXERCISES[id], home(id)
    siblings = [each for each in EXERCISES.values() if each.notebook == exercise.notebook]
    names = set(ALWAYS) | set(exercise.helpers) | reads(ast.parse(exercise.source))
    names |= {name for each in siblings for name in reads(ast.parse(each.source)) if name not in EXERCISES}
    names |= {each.id for each in EXERCISES.values() if each.notebook < exercise.notebook}
    places = {name: home(name, answer[0]) or home(name) for name in sorted(names) if name != id}
    places = {name: place for name, place in places.items() if place and _is_defined(place)
              and not any(each == answer or _left_out(each[0]) for each in needs(place))}
    inner = {place for each in places.values() for place in needs(each)}     # which are there anyway
    return places | {name: (within, name) for within, name in sorted(inner)
                     if name in rnn_utils.__all__ and _is_defined((within, name))}


def _is_defined(place):
    """Whether this is a function, a class or a value, no module."""
    within, name = place
    return not _left_out(within) and name in module(within).statements and \
        not isinstance(module(within).statements[name], (ast.Import, ast.ImportFrom))


@functools.cache
def sources(id):
    """{module: source} of these, each module with nothing but what is needed."""
    public = allowed(id)
    places = {place for name in public for place in needs(public[name])}
    texts = {"rnn_utils.grading": GRADING}
    for within in sorted({within for within, _ in places}):
        known = module(within)
        names = {name for each, name in places if each == within}
        statements = {known.statements[name] for name in names}
        for statement in list(statements):       # and what these import from outside, or bind themselves
            statements |= {known.statements[name] for name in reads(statement) if name in known.statements
                           and isinstance(known.statements[name], (ast.Import, ast.ImportFrom))}
        wanted = {name: known.imported[name] for statement in statements for name in reads(statement)
                  if name in known.imported}
        imports = [f"from {origin} import {original} as {name}" for name, (origin, original) in sorted(wanted.items())]
        texts[within] = "\n".join(imports + [known.text(statement) for statement in
                                             sorted(statements, key=lambda each: each.lineno)]) + "\n"
    for name, (within, original) in public.items():      # under each name by which it may be imported
        for package in _parents(within, name):
            texts[package] = texts.get(package, "") + f"from {within} import {original} as {name}\n"
    return texts


def _parents(within, name):
    """The packages from which this name can be imported, beside the module where it is."""
    parts = within.split(".")
    packages = [".".join(parts[:i]) for i in range(1, len(parts))]
    return [package for package in packages if name in module(package).imported]
