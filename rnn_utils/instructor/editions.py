"""Editions of a notebook: solved, half solved, executed.

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

FOLDER = Path(__file__).parents[2] / "notebooks"     # of the course that this package belongs to


def notebooks(folder):
    """The course's notebooks in a folder, in order."""
    return sorted(path for path in Path(folder).glob("[0-9][0-9]_*.ipynb"))


def read(path):
    return nbformat.read(path, as_version=4)


def write(notebook, path):
    """Store with the same bytes wherever and whenever it is done."""
    Path(path).write_text(nbformat.writes(notebook).rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def exercise_of(cell):
    """The exercise whose stub a cell holds, or None."""
    return _by_cell_id(cell, "ex-", EXERCISES)


def question_of(cell):
    """The concept question that a cell asks for, or None."""
    return _by_cell_id(cell, "question-", QUESTIONS)


def _by_cell_id(cell, prefix, items):
    for id, item in items.items():
        if cell["id"] == prefix + id.replace("_", "-"):
            return item
    return None


def solve(notebook, only=None):
    """A copy with the answers filled in; `only` is a set of ids, None for all of them."""
    solved = copy.deepcopy(notebook)
    for cell in solved.cells:
        exercise, question = exercise_of(cell), question_of(cell)
        if exercise and (only is None or exercise.id in only):
            cell.source = exercise.source.rstrip("\n")
        if question and (only is None or question.id in only):
            right = next(letter for letter, option in question.options.items() if option.right)
            cell.source = re.sub(r"= \.\.\.", f'= "{right}"', cell.source, count=1)
    return solved


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
