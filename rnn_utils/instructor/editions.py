"""Editions of a notebook: solved, half solved, executed, or with less in it for a class.

The committed notebooks are the only source. An exercise's cell is called `ex-<id>` and
its answer is the library's function; a question's cell is called `question-<id>` and
its answer is the right option. (In cell ids, `_` is written `-`.)
"""
import copy
import os
import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from rnn_utils.grading.exercises import EXERCISES, QUESTIONS
from rnn_utils.instructor.output import Trouble

FOLDER = Path(__file__).parents[2] / "notebooks"     # of the course that this package belongs to


def notebooks(folder):
    """The course's notebooks in a folder, in order."""
    return sorted(path for path in Path(folder).glob("[0-9][0-9]_*.ipynb"))


def of_the_course():
    """Those that this package belongs to; Trouble if there are none, as where it was installed without them."""
    paths = notebooks(FOLDER)
    if not paths:
        raise Trouble(f"There are no notebooks in {FOLDER}: use the `rnn-course` of the course's own folder, which "
                      "start.py sets up.")
    return paths


def read(path):
    return nbformat.read(path, as_version=4)


def write(notebook, path):
    """Store with the same bytes wherever and whenever it is done."""
    Path(path).write_text(nbformat.writes(notebook).rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def dashed(id):
    """An exercise's id as it is written in the ids of its cells."""
    return id.replace("_", "-")


def exercise_of(cell, kind="ex"):
    """The exercise that a cell belongs to: its stub, or its `hints`, `check`, `use`; None for other cells."""
    return _by_cell_id(cell, f"{kind}-", EXERCISES)


def question_of(cell):
    """The concept question that a cell asks for, or None."""
    return _by_cell_id(cell, "question-", QUESTIONS)


def _by_cell_id(cell, prefix, items):
    for id, item in items.items():
        if cell["id"] == prefix + dashed(id):
            return item
    return None


# Answers ---------------------------------------------------------------------------------------


def solve(notebook, only=None):
    """A copy with the answers filled in; `only` is a set of ids, None for all of them."""
    solved = copy.deepcopy(notebook)
    for cell in solved.cells:
        exercise, question = exercise_of(cell), question_of(cell)
        if exercise and (only is None or exercise.id in only):
            cell.source = exercise.source.rstrip("\n")
        if question and (only is None or question.id in only):
            cell.source = answered(cell.source, question)
    return solved


def answered(source, question):
    """The text of a question's cell with the right option in place of the `...`."""
    right = next(letter for letter, option in question.options.items() if option.right)
    return re.sub(r"= \.\.\.", f'= "{right}"', source, count=1)


def blocks(exercise):
    """The answer as a list of (given, answer's lines, stub's lines): runs of given lines and of blanks.

    Where `given` is true, the two lists are the same; else they are the lines that the learner
    writes, one below the other and equally indented.
    """
    found = []
    for line, blanked in zip(exercise.source.splitlines(), exercise.stub().splitlines()):
        kind = line == blanked or len(line) - len(line.lstrip())
        if not found or found[-1][0] != kind:
            found.append((kind, [], []))
        found[-1][1].append(line)
        found[-1][2].append(blanked)
    return [(kind is True, lines, stub) for kind, lines, stub in found]


def with_marks(cell, marked):
    """The text of an exercise's or question's cell, solved: `marked(lines, stub)` gives the lines for each blank."""
    exercise, question = exercise_of(cell), question_of(cell)
    if exercise:
        parts = blocks(exercise)
    else:                                        # its first line takes the answer
        blank, _, check = cell.source.partition("\n")
        parts = [(False, [answered(blank, question)], [blank]), (True, [check], [check])]
    return "\n".join(line for given, lines, stub in parts for line in (lines if given else marked(lines, stub)))


def secrets(exercise):
    """The lines that a learner has to write, without their indentation: no student edition may hold them.

    (What the stub's docstring says anyway, such as the order of a cache, is no secret.)
    """
    lines = [line.strip() for given, lines, _ in blocks(exercise) if not given for line in lines]
    return [line for line in lines if line not in exercise.stub()]


# Execution -------------------------------------------------------------------------------------


def execute(notebook, folder, timeout=600, short=False):
    """A copy executed from top to bottom, in `folder`; raises CellExecutionError.

    It runs as a new learner's would: no points are kept, no progress bars are drawn. With
    `short`, its trainings end after a few steps: to see that it runs, not what comes out.
    """
    executed = copy.deepcopy(notebook)
    client = NotebookClient(executed, timeout=timeout, kernel_name="python3", coalesce_streams=True,
                            resources={"metadata": {"path": str(folder)}})
    client.execute(env=os.environ | {"RNN_UTILS_PROGRESS": "off", "TQDM_DISABLE": "1",
                                     "RNN_UTILS_TRAINING": "short" if short else "whole"})
    return tidy(executed)


def tidy(notebook):
    """Without what differs from run to run: timings, kernel versions, transient outputs."""
    notebook.metadata = nbformat.from_dict({
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    })
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({key: value for key, value in cell.metadata.items()
                                            if key in ("tags", "jupyter")})
    return notebook


def without_outputs(notebook):
    """A copy that looks as if it had never run."""
    cleared = copy.deepcopy(notebook)
    for cell in cleared.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return cleared


# Less, or other cases, for a class -------------------------------------------------------------


def give(notebook, ids):
    """A copy in which the functions of these exercises are given: the library's, and no task.

    Stub, hints and check are gone, and so is the statement, from its heading to its cell's end.
    """
    given = copy.deepcopy(notebook)
    for id in ids:
        heading = re.compile(rf"^(#+) Exercise: `{id}`.*", re.MULTILINE | re.DOTALL)
        for cell in given.cells:
            if cell.cell_type == "markdown":
                cell.source = heading.sub(rf"\1 Given: `{id}`\n\nHere the course's own function is used.", cell.source)
            elif exercise := exercise_of(cell, "use"):
                if exercise.id == id:
                    cell.source, cell.outputs = f"from rnn_utils import {id}", []
    gone = {f"{kind}-{dashed(id)}" for id in ids for kind in ("ex", "hints", "check")}
    given.cells = [cell for cell in given.cells if cell["id"] not in gone]
    return given


def without_hints(notebook):
    less = copy.deepcopy(notebook)
    less.cells = [cell for cell in less.cells if not exercise_of(cell, "hints")]
    return less


def graded_with(notebook, seed=None, diagnosis=True):
    """A copy whose checks are called with this seed, if there is one, and with or without diagnosis."""
    changed = copy.deepcopy(notebook)
    for cell in changed.cells:
        question = question_of(cell)
        if question or exercise_of(cell, "check"):
            arguments = settings(None if question else seed, diagnosis)
            cell.source = re.sub(r"^(grade\(.*)\)$", rf"\g<1>{arguments})", cell.source, flags=re.MULTILINE)
    return changed


def settings(seed=None, diagnosis=True):
    """The keyword arguments of `grade`, as text behind the others."""
    return (f", seed={seed}" if seed is not None else "") + ("" if diagnosis else ", diagnosis=False")


def linked(notebook, names, pattern="{}.ipynb"):
    """A copy whose links to other notebooks fit: `pattern` for those among `names`, plain text for the others."""
    changed = copy.deepcopy(notebook)

    def link(match):
        text, name = match.groups()
        return f"[{text}]({pattern.format(name, name)})" if name in names else text

    for cell in changed.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"\[([^\]]*)\]\((\d\d_\w+)\.ipynb\)", link, cell.source)
    return changed
