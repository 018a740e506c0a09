"""`rnn-course refresh`: make anew what follows from something else, so that nothing is edited twice.

The stub in a notebook follows from the answer in `rnn_utils/`; the table of notebooks in README.md
from the entries in `rnn_utils/grading/exercises/`.
"""
import re

from rnn_utils.grading.exercises import EXERCISES, NOTEBOOKS
from rnn_utils.instructor import editions

README = editions.FOLDER.parent / "README.md"


def add_command(commands):
    command = commands.add_parser("refresh", help="make the notebooks' stubs and README's table anew from the code")
    command.set_defaults(run=lambda options: refresh())


def refresh():
    """Put stubs and table in step, and say which were not."""
    changed = []
    for path in editions.of_the_course():
        notebook = editions.read(path)
        stale = [cell for cell in notebook.cells
                 if (exercise := editions.exercise_of(cell)) and cell.source != exercise.stub().rstrip("\n")]
        for cell in stale:
            cell.source = editions.exercise_of(cell).stub().rstrip("\n")
            changed.append(f"{path.name}: {cell['id']}")
        if stale:
            editions.write(notebook, path)
    text = README.read_text(encoding="utf-8")
    if with_table(text) != text:
        README.write_text(with_table(text), encoding="utf-8", newline="\n")
        changed.append("README.md: the table of notebooks")
    print("\n".join(changed) or "Everything was in step.")


def with_table(text):
    """README's text with the table as it should be."""
    return re.sub(r"(?:^\| \d\d \|.*\n)+", "".join(f"{row}\n" for row in rows()), text, count=1, flags=re.MULTILINE)


def rows():
    """A row for each notebook: its number, title, question and exercises."""
    for name, (title, question) in NOTEBOOKS.items():
        ids = ", ".join(f"`{id}`" for id, exercise in EXERCISES.items() if exercise.notebook == name)
        yield f"| {name[:2]} | [{title}](notebooks/{name}.ipynb) | {question} | {ids} |"
