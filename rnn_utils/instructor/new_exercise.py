"""`rnn-course new-exercise ID`: put the cells of a new exercise, or question, into its notebook.

The function in `rnn_utils/` and its entry in `rnn_utils/grading/exercises/` come first: the stub is
made from them.
"""
import nbformat

from rnn_utils.grading.exercises import EXERCISES, QUESTIONS
from rnn_utils.instructor import editions
from rnn_utils.instructor.output import Trouble

TO_WRITE = "To be written."                      # the tests find what is left of it
HINTS = "".join(f"<details>\n<summary>Hint {number}</summary>\n\n{TO_WRITE}\n\n" for number in (1, 2, 3)) \
    + "</details>\n" * 2 + "</details>"


def add_command(commands):
    command = commands.add_parser("new-exercise", help="put the cells of a new exercise or question into its notebook")
    command.add_argument("id", metavar="ID", help="the function's name, or the question's id; its entry in "
                                                  "grading/exercises/ is there already")
    command.add_argument("--after", metavar="CELL", help="the cell behind which to put it; by default, the last one "
                                                         "before the questions, or before the end")
    command.set_defaults(run=new_exercise)


def new_exercise(options):
    item = (EXERCISES | QUESTIONS).get(options.id)
    if item is None:
        raise Trouble(f"There is no exercise {options.id!r} yet: write the function in rnn_utils/ and its `Exercise` "
                      "in rnn_utils/grading/exercises/ first.")
    path = editions.FOLDER / f"{item.notebook}.ipynb"
    if not path.is_file():
        raise Trouble(f"The notebook {item.notebook}.ipynb, which {options.id} names, is not in {editions.FOLDER}.")
    notebook = editions.read(path)
    ids = [cell["id"] for cell in notebook.cells]
    made = cells_of_question(item) if options.id in QUESTIONS else cells(item)
    there = [cell["id"] for cell in made if cell["id"] in ids]
    if there:
        raise Trouble(f"{path.name} has a cell {there[0]} already, and nothing is ever overwritten.")
    if options.after and options.after not in ids:
        raise Trouble(f"{path.name} has no cell {options.after!r}; there are {', '.join(ids)}.")
    place = ids.index(options.after) + 1 if options.after else \
        next((i for i, id in enumerate(ids) if id.startswith("ask-") and options.id in EXERCISES), len(ids) - 1)
    notebook.cells[place:place] = made
    editions.write(notebook, path)
    print(f"{path.name} has {len(made)} cells more, behind {ids[place - 1]}. Write in JupyterLab what is still to be "
          f"written there, then: rnn-course store {path}")


def cells(exercise):
    """Statement, stub, hints, check, and the line from which on the notebook uses the function."""
    id, dashed = exercise.id, editions.dashed(exercise.id)
    new_text, new_code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    return [new_text(f"### Exercise: `{id}`\n\n{TO_WRITE}", id=f"task-{dashed}"),
            new_code(exercise.stub().rstrip("\n"), id=f"ex-{dashed}"), new_text(HINTS, id=f"hints-{dashed}"),
            new_code(f"grade({id})", id=f"check-{dashed}"),
            new_code(f"{id} = verified({id})", id=f"use-{dashed}")]


def cells_of_question(question):
    """Its text with the options, and the cell that takes the answer."""
    options = "\n".join(f"- **{letter})** {TO_WRITE}" for letter in question.options)
    return [nbformat.v4.new_markdown_cell(f"### Question\n\n{TO_WRITE}\n\n{options}", id=f"ask-{question.id}"),
            nbformat.v4.new_code_cell(f'answer = ...\ngrade(answer, exercise="{question.id}")',
                                      id=f"question-{question.id}")]
