"""What an exercise is: an answer, cases to try it on, points, and the mistakes people make."""
import ast
import functools
import inspect
import linecache
import textwrap
import zlib
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One call: the arguments by name, in the order of the signature."""

    arguments: dict
    note: str = ""                               # what is special, e.g. "m = 1"
    part: str = ""                               # cases of one part earn points of their own
    settle: Callable | None = None               # of the values by name: keeps of them what counts
    drive: Callable | None = None                # calls the function, several times if need be
    may_change: tuple = ()                       # the arguments that may be changed in place


@dataclass(frozen=True)
class Mistake:
    """A known mistake: an edit of the answer's source, or a function, and what to tell.

    `edits` are pairs (replace, by), each of which must occur in the answer's source;
    `function` stands for the whole answer instead, where an edit can't say it. Where it ends in
    an error that other mistakes end in as well, `at` holds the names on the left of its line.
    """

    id: str
    says: str
    edits: tuple = ()
    function: Callable | None = None
    at: tuple = ()


def mistake(id, says, *edits, function=None, at=()):
    """`mistake("no-bias", "…", ("+ ba", ""))`, with as many edits as it takes."""
    return Mistake(id, says, tuple(edits), function, at)


@dataclass(frozen=True)
class Law:
    """Something that holds for every right result: `holds(values, arguments)`."""

    name: str
    holds: Callable
    says: str


@dataclass(frozen=True)
class Exercise:
    """One graded function. `id` is its name, and the library's function is its answer.

    outputs : specs of `results.py`, in the order in which the function returns them
    points  : {name: points}, for each output (or each key of a dict), each part of the cases
              and those laws that earn some; 'form' counts for structure, shapes and unchanged
              inputs
    cases   : function of a numpy Generator, returns the cases
    blanks  : the beginnings of the answer's lines that the learner writes: "a_next =" leaves
              `a_next = ...`, "caches.append(" leaves `caches.append(...)`, "return x" leaves `return ...`
    helpers : exercises whose functions this one may call
    lines   : (name, leaves) in the order of the computation: if all these leaves are wrong, and nothing
              before them is, the line that makes `name` is where to look
    """

    answer: Callable
    notebook: str
    outputs: tuple
    points: dict
    cases: Callable
    mistakes: tuple
    blanks: tuple
    laws: tuple = ()
    helpers: tuple = ()
    lines: tuple = ()

    @property
    def id(self):
        return self.answer.__name__

    @property
    def max_points(self):
        return sum(self.points.values())

    @functools.cached_property
    def source(self):
        """The answer's source, without its decorators: the mathematics alone."""
        return plain_source(self.answer)

    def stub(self):
        """What the notebook gives the learner: the answer with its blanks."""
        return "".join(self._blanked(line) for line in self.source.splitlines(keepends=True))

    def _blanked(self, line):
        start = next((start for start in self.blanks if line.strip().startswith(start)), None)
        if start is None:
            return line
        indent = line[:line.index(start)]
        if start.endswith("("):
            return f"{indent}{start}...)\n"
        if start.startswith("return "):
            return f"{indent}return ...\n"
        return line[:line.index("=") + 1] + " ...\n"

    @functools.cached_property
    def blank_count(self):
        return self.stub().count("...")

    def variant(self, edits=(), helpers=None):
        """The answer after `edits`, calling `helpers` (name -> function) instead of the library's."""
        source = self.source
        for replace, by in edits:
            if replace not in source:
                raise ValueError(f"{self.id}: {replace!r} does not occur in the answer's source")
            source = source.replace(replace, by)
        answer = inspect.unwrap(self.answer)
        namespace = dict(answer.__globals__) | (helpers or {}) | {"__name__": f"variant of {self.id}"}
        exec(_compiled(source, self.id), namespace)
        return namespace[self.id]


@functools.lru_cache(maxsize=10_000)             # a diagnosis tries the same variants again and again
def _compiled(source, id):
    """The code, under a name by which Python finds the line that fails."""
    name = f"<variant {zlib.crc32(source.encode()):08x} of {id}>"
    linecache.cache[name] = len(source), None, source.splitlines(keepends=True), name
    return compile(source, name, "exec")


@dataclass(frozen=True)
class Option:
    """One option of a question: whether it is right, and why or why not."""

    right: bool
    says: str


@dataclass(frozen=True)
class Question:
    """A concept question; its text and options stand in the notebook, the reasons here."""

    id: str
    notebook: str
    options: dict                                # letter -> Option
    max_points: int = 2


def plain_source(function):
    """Source of a function without decorators, at the left margin."""
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
    definition = ast.parse(source).body[0]
    return "\n".join(source.splitlines()[definition.lineno - 1:]) + "\n"


def is_ours(function):
    """Whether a function is the library's own, or stands in for one."""
    try:
        return str(getattr(function, "__module__", "")).partition(".")[0] == "rnn_utils"
    except Exception:                            # a strange object is not ours
        return False
