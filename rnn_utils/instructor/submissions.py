"""Notebooks as learners leave them: read what can be read, and find each exercise in it.

Cells may be doubled, moved, emptied, without their ids, of another kind; the file may have any
name. An exercise is found by its cell's id, else by its function's name. Nothing is run here:
the code is only parsed. Of the notebook's other statements those are picked which the function
needs, so that no training has to run before a function can be graded.
"""
import ast
import builtins
import inspect
import json
import re
import symtable
from dataclasses import dataclass, field

from rnn_utils.grading.exercises import EXERCISES, NOTEBOOKS, QUESTIONS
from rnn_utils.instructor.library import binds, reads

MOST_BYTES = 100_000_000                         # of a file; stored pictures make them large
MOST_SOURCE = 200_000                            # characters of a cell
CANDIDATES = 3                                   # cells with the same function that are tried


class Unreadable(Exception):
    """One sentence: why a file cannot be read as a notebook."""


@dataclass
class Cell:
    """One cell: its place, counted from 1, its ids, and its statements, unless it does not parse."""

    number: int
    ids: tuple
    kind: str
    source: str
    statements: list = field(default_factory=list)
    trouble: str = ""

    @property
    def name(self):
        return f"<cell {self.number}>"


@dataclass(frozen=True)
class Candidate:
    """A function that may be the learner's for an exercise."""

    cell: Cell
    statement: ast.stmt
    name: str                                    # which it has in the notebook
    note: str = ""

    @property
    def source(self):
        """From its decorators to its end, as it stands in the cell."""
        return "\n".join(self.cell.source.splitlines()[self.first_line - 1:self.statement.end_lineno])

    @property
    def first_line(self):
        return min([self.statement.lineno] +
                   [each.lineno for each in getattr(self.statement, "decorator_list", [])])

    @property
    def parameters(self):
        return (self.statement.value if isinstance(self.statement, ast.Assign) else self.statement).args

    @property
    def signature(self):
        """As `inspect` would have it; of default values only that they are there."""
        arguments, kinds = self.parameters, inspect.Parameter
        positional = [(each, kinds.POSITIONAL_ONLY) for each in arguments.posonlyargs] + \
            [(each, kinds.POSITIONAL_OR_KEYWORD) for each in arguments.args]
        required = len(positional) - len(arguments.defaults)
        parameters = [kinds(each.arg, kind, default=kinds.empty if i < required else None)
                      for i, (each, kind) in enumerate(positional)]
        if arguments.vararg:
            parameters.append(kinds(arguments.vararg.arg, kinds.VAR_POSITIONAL))
        parameters += [kinds(each.arg, kinds.KEYWORD_ONLY, default=kinds.empty if default is None else None)
                       for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults)]
        if arguments.kwarg:
            parameters.append(kinds(arguments.kwarg.arg, kinds.VAR_KEYWORD))
        return inspect.Signature(parameters)


# Reading -------------------------------------------------------------------------------------------


def read(content):
    """The cells of a notebook file's bytes; Unreadable with the reason otherwise."""
    if not content.strip():
        raise Unreadable("The file is empty.")
    if len(content) > MOST_BYTES:
        raise Unreadable(f"The file has {len(content):,} bytes; that is too large for a notebook.")
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("The file is not a text in UTF-8, so it is no notebook.") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"The file is not JSON, so it is no notebook ({str(error)[:100]}).") from None
    if not isinstance(notebook, dict):
        raise Unreadable("The file is JSON, but no notebook: it has no cells.")
    sheets = notebook.get("worksheets")          # of an old format
    cells = notebook.get("cells") or [cell for sheet in sheets if isinstance(sheet, dict)
                                      for cell in sheet.get("cells") or []] if isinstance(sheets, list) \
        else notebook.get("cells")
    if not isinstance(cells, list) or not cells:
        raise Unreadable("The file is JSON, but no notebook: it has no cells.")
    return [_cell(number, cell) for number, cell in enumerate(cells, 1) if isinstance(cell, dict)]


def _cell(number, cell):
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    source = source.replace("\r\n", "\n") if isinstance(source, str) else ""
    metadata = cell.get("metadata") if isinstance(cell.get("metadata"), dict) else {}
    nbgrader = metadata.get("nbgrader") if isinstance(metadata.get("nbgrader"), dict) else {}
    made = Cell(number, (cell.get("id"), nbgrader.get("grade_id")), str(cell.get("cell_type", "code")), source)
    if made.kind == "code" or re.search(r"^def \w+\(", source, re.M):
        _parse(made)
    return made


def _parse(cell):
    """Fill in the cell's statements, or what is wrong with it."""
    if len(cell.source) > MOST_SOURCE:
        cell.trouble = f"cell {cell.number} has {len(cell.source):,} characters, too many to be code"
        return
    for source in (cell.source, without_magics(cell.source)):
        try:
            cell.statements, cell.source, cell.trouble = ast.parse(source).body, source, ""
            return
        except SyntaxError as error:
            line = (error.text or "").strip()
            cell.trouble = (f"cell {cell.number} is not valid Python: {error.msg}, in line {error.lineno}"
                            f"{': ' * bool(line)}{line[:80]}")
        except (ValueError, RecursionError, MemoryError) as error:
            cell.trouble = f"cell {cell.number} cannot be read as Python ({type(error).__name__})"


def without_magics(source):
    """The lines that only a notebook understands (%time, !pip, help?) made to do nothing."""
    lines = source.split("\n")
    if lines[0].startswith("%%"):
        if lines[0].split()[0] not in ("%%time", "%%timeit", "%%capture", "%%prun"):
            return "\n" * (len(lines) - 1)       # another language
        lines[0] = ""
    return "\n".join(re.sub(r"^(\s*)([%!?].*|[\w.]+\?{1,2})$", r"\1pass", line) for line in lines)


# Finding ---------------------------------------------------------------------------------------------


def cell_id(prefix, item):
    return prefix + item.id.replace("_", "-")


def notebooks_of(cells, file_name):
    """The course's notebooks that are in a file, by what is in it, else by its name; most often it is one."""
    votes, certain = dict.fromkeys(NOTEBOOKS, 0), set()
    for item in (EXERCISES | QUESTIONS).values():
        prefix = "ex-" if item.id in EXERCISES else "question-"
        if any(cell_id(prefix, item) in cell.ids for cell in cells):
            votes[item.notebook] += 2
            certain.add(item.notebook)
        if item.id in EXERCISES and any(defined_here(cell, item.id) for cell in cells):
            votes[item.notebook] += 1
        if item.id in QUESTIONS and any(asks(cell, item.id) for cell in cells):
            votes[item.notebook] += 1
    named = next((name for name in NOTEBOOKS if name in file_name), None)
    best = max(votes, key=lambda name: (votes[name], name == named))
    return sorted(certain | {best}) if votes[best] else [named] * bool(named)


def defined_here(cell, name):
    """The statements of a cell that define a function of this name."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [each for each in cell.statements
            if isinstance(each, functions) and each.name == name
            or isinstance(each, ast.Assign) and isinstance(each.value, ast.Lambda)
            and any(getattr(target, "id", None) == name for target in each.targets)]


def candidates(cells, exercise):
    """(Candidates for an exercise's function, why there is none, whether that is because its cell is broken)."""
    code = [cell for cell in cells if cell.kind == "code"]
    own = [cell for cell in cells if cell_id("ex-", exercise) in cell.ids]
    found = [Candidate(cell, defined_here(cell, exercise.id)[-1], exercise.id) for cell in code
             if defined_here(cell, exercise.id)]
    if not found:                                # in a cell that was made a text
        found = [Candidate(cell, defined_here(cell, exercise.id)[-1], exercise.id,
                           f"Cell {cell.number} is a {cell.kind} cell; it was read as code.")
                 for cell in cells if cell.kind != "code" and defined_here(cell, exercise.id)]
    if not found:                                # under another name, in the exercise's cell
        wanted = list(inspect.signature(exercise.answer).parameters)
        for cell in own:
            functions = [each for each in cell.statements if isinstance(each, ast.FunctionDef)]
            functions.sort(key=lambda each: [arg.arg for arg in each.args.args] == wanted)
            found += [Candidate(cell, each, each.name, f"The function is called `{each.name}` there.")
                      for each in functions[-1:]]
    if found:
        distinct = {each.source: each for each in found}
        chosen = list(distinct.values())[-CANDIDATES:]
        return sorted(chosen, key=lambda each: each.cell in own, reverse=True), "", False
    broken = [cell for cell in cells if cell.trouble and (cell in own or f"def {exercise.id}" in cell.source)]
    if broken:
        return [], f"The function cannot be run: {broken[-1].trouble}.", True
    if own:
        return [], f"The exercise's cell (cell {own[-1].number}) defines no function.", False
    return [], (f"The notebook has no cell `{cell_id('ex-', exercise)}`, and no cell of it defines "
                f"`{exercise.id}`."), False


# Questions ---------------------------------------------------------------------------------------------


def asks(cell, id):
    return cell.kind == "code" and re.search(rf"""exercise\s*=\s*["']{re.escape(id)}["']""", cell.source)


def choice(cells, question):
    """(the answer as it stands there, `...` if it is blank, None if there is none; the reason or a note)."""
    own = [cell for cell in cells if cell_id("question-", question) in cell.ids or asks(cell, question.id)]
    if not own:
        return None, f"The notebook has no cell `{cell_id('question-', question)}`."
    given = [_letter(cell) for cell in own]
    answered = [each for each in given if each is not ...]
    note = f"{len(own)} cells answer this question; the last one counts." if len(answered) > 1 else ""
    return (answered or given)[-1], note or (own[-1].trouble and f"{own[-1].trouble[0].upper()}{own[-1].trouble[1:]}.")


def _letter(cell):
    """The value that a question's cell hands to `grade`, if it can be seen without running it; else `...`."""
    values = {}
    for statement in cell.statements:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            values[getattr(statement.targets[0], "id", "")] = statement.value
    calls = [node for statement in cell.statements for node in ast.walk(statement)
             if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "grade" and node.args]
    node = calls[-1].args[0] if calls else values.get("answer")
    if isinstance(node, ast.Name):
        node = values.get(node.id, node)
    if isinstance(node, ast.Constant):
        return node.value
    return ... if node is None else ast.unparse(node)[:40]


# What a function needs of the notebook ---------------------------------------------------------------


def needed(cells, candidate, given):
    """([[cell's name, its source, numbers of its statements]] to run before a function can be called, names needed).

    given : the names that come from the course's library, whatever the notebook binds them to
    """
    before = [cell for cell in cells if cell.kind == "code" and cell.number < candidate.cell.number]
    after = [cell for cell in cells if cell.kind == "code" and cell.number > candidate.cell.number]
    near = before + [candidate.cell]
    picked = {(candidate.cell.number, candidate.cell.statements.index(candidate.statement))}
    # nobody can tell which names a star stands for
    picked |= {(cell.number, i) for cell in near for i, statement in enumerate(cell.statements)
               if isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*"}
    done = set(given) | {candidate.name}
    waiting = names_needed(candidate.cell, candidate.statement)
    while waiting - done:
        name = (waiting - done).pop()
        done.add(name)
        for group in (near, after):
            touching = [(cell, i) for cell in group for i, statement in enumerate(cell.statements)
                        if name in concerns(statement)]
            for cell, i in touching:
                if (cell.number, i) not in picked:
                    picked.add((cell.number, i))
                    waiting |= names_needed(cell, cell.statements[i])
            if touching or hasattr(builtins, name):
                break
    cells = [[cell.name, cell.source, sorted(i for number, i in picked if number == cell.number)]
             for cell in near + after if any(number == cell.number for number, _ in picked)]
    return cells, waiting


def concerns(statement):
    """The names that a statement binds, or whose value it changes (`table[k] = …`, `names.append(…)`)."""
    names = set(binds(statement))
    for node in ast.walk(statement) if not isinstance(statement, (ast.FunctionDef, ast.ClassDef)) else ():
        called = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        place = node.value.func if called else node
        if called or isinstance(getattr(place, "ctx", None), (ast.Store, ast.Del)):
            inside = isinstance(place, (ast.Attribute, ast.Subscript))
            while isinstance(place, (ast.Attribute, ast.Subscript)):
                place = place.value
            if inside and isinstance(place, ast.Name):
                names.add(place.id)
    return names


def names_needed(cell, statement):
    """The names from outside that a statement reads; of a function those that are not its own."""
    if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return reads(statement)
    arguments = statement.args
    names = set()
    for node in [*statement.decorator_list, *arguments.defaults, *filter(None, arguments.kw_defaults)]:
        names |= reads(node)
    top = symtable.symtable(cell.source, cell.name, "exec")
    tables = [table for table in top.get_children() if table.get_name() == statement.name]
    while tables:
        table = tables.pop()
        names |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
        tables += table.get_children()
    return names
