"""What docs/instructors.md tells an instructor to do, done in a copy of the course.

First everything is left half done, and the checks say in a sentence what is missing. Then all of it
is completed and given away as an archive, and the course that comes out of it passes.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from rnn_utils.instructor import editions

ROOT = Path(__file__).parents[2]
ONE, TWO, OWN = "00_start_here", "02_rnn_cell", "my_notes"
MISTAKE = '''        mistake("sum-doubled", "The sum inside the tanh is doubled; the formula has each term once.",
                (_SUM, f"2 * ({_SUM})")),
'''
EXERCISE = '''
from rnn_utils.activations import last_column

LAST_COLUMN = Exercise(
    answer=last_column,
    notebook="00_start_here",
    outputs=(Array("last", "n_x 1"),),
    points={"last": 4, "form": 1},
    cases=lambda rng: [Case({"x": rng.standard_normal((3, 5))}), Case({"x": rng.standard_normal((4, 1))}, "one column")],
    blanks=("last =",),
    mistakes=(mistake("first-column", "This is the first column; the last one has the index −1.", ("-1:", ":1")),),
)
EXERCISES += (LAST_COLUMN,)
'''
FUNCTION = '''

def last_column(x):
    """The last column of x.

    x : (n_x, m)
    returns last (n_x, 1)
    """
    last = x[:, -1:]
    return last
'''


def edit(path, replace, by):
    text = path.read_text(encoding="utf-8")
    assert replace in text, f"{path.name} has no {replace!r}"
    path.write_text(text.replace(replace, by, 1), encoding="utf-8")


class Course:
    """A copy of the course with two of its notebooks, which is all that these checks need."""

    def __init__(self, folder):
        self.folder = folder
        shutil.copytree(ROOT / "rnn_utils", folder / "rnn_utils",
                        ignore=shutil.ignore_patterns("__pycache__", "data"))
        for name in ("README.md", "conftest.py", "pyproject.toml", "tests/nbval.cfg", "tests/test_notebooks.py",
                     "tests/test_grader.py", "tests/kept.py", f"notebooks/{ONE}.ipynb", f"notebooks/{TWO}.ipynb"):
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        listed = folder / "rnn_utils/grading/exercises/__init__.py"
        text = listed.read_text(encoding="utf-8")
        entries = text[text.index("NOTEBOOKS = {"):text.index("\n}\n")]
        kept = "".join(re.findall(rf'    "(?:{ONE}|{TWO})": \([^)]*\),\n', entries))
        listed.write_text(text.replace(entries, "NOTEBOOKS = {\n" + kept.rstrip("\n")), encoding="utf-8")
        self.run("refresh")

    def command(self, *arguments):
        environment = os.environ | {"PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run([sys.executable, *arguments], cwd=self.folder, env=environment, capture_output=True,
                              text=True, encoding="utf-8", timeout=300)

    def run(self, *arguments):
        done = self.command("-m", "rnn_utils.instructor", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def check(self):
        """What the checks of texts, stubs, mistakes and own notebooks say: exit code, and all that they print."""
        done = self.command("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", f"notebooks/{OWN}.ipynb", "-k",
                            "(test_notebooks and not path_the_readme and not module_stands and not lead_somewhere) or "
                            "(known_mistake and (sum-doubled or first-column)) or my_notes")
        return done.returncode, done.stdout + done.stderr

    def notebook(self, name):
        return self.folder / "notebooks" / f"{name}.ipynb"

    def change(self, name, what):
        """Open a notebook, let `what` change it, and save it as JupyterLab does, with details of its own."""
        notebook = editions.read(self.notebook(name))
        what(notebook)
        notebook.metadata["language_info"] = {"name": "python", "version": "3.12.1"}
        editions.write(notebook, self.notebook(name))


def cell(notebook, id):
    return next(cell for cell in notebook.cells if cell["id"] == id)


def reworded(notebook):
    cell(notebook, "idea").source += "\n\nIn our class we call it the *notepad*."


def own_notebook(seed):
    cells = [nbformat.v4.new_code_cell("import numpy as np\nnp.random.default_rng(0).integers(1000, size=3)", id="draw")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    executed = editions.execute(editions.tidy(notebook), ROOT)
    cells[0].source = cells[0].source.replace("rng(0)", f"rng({seed})")
    executed.cells[0].source = cells[0].source
    return executed


SAYS = [
    "02_rnn_cell.ipynb was saved by another program: `rnn-course store notebooks/02_rnn_cell.ipynb`",
    "What is stored in notebooks/my_notes.ipynb is not what the cells give now",
    "'Wax @ x_t' does not occur in the answer's source",
    "02_rnn_cell.ipynb has a cell ex-rnn-cell-forward-stacked, but rnn_utils/grading/exercises/n02_rnn_cell.py has",
    "00_start_here.ipynb has no cells for the exercise last_column: `rnn-course new-exercise last_column` puts them in",
    "README.md should have the row",
    "notebooks/messages.json lacks 1 sentences",
]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course with everything begun and nothing finished."""
    course = Course(tmp_path_factory.mktemp("adapting") / "course")
    exercises = course.folder / "rnn_utils/grading/exercises"
    course.change(TWO, reworded)
    editions.write(own_notebook(seed=1), course.notebook(OWN))
    edit(exercises / "n02_rnn_cell.py", '        mistake("no-ba"',
         MISTAKE.replace("_SUM,", '"Wax @ x_t",') + '        mistake("no-ba"')
    edit(exercises / "n02_rnn_cell.py", "EXERCISES = (RNN_CELL_FORWARD, RNN_CELL_FORWARD_STACKED)",
         "EXERCISES = (RNN_CELL_FORWARD,)")
    with open(exercises / "n00_start_here.py", "a", encoding="utf-8") as file:
        file.write(EXERCISE)
    with open(course.folder / "rnn_utils/activations.py", "a", encoding="utf-8") as file:
        file.write(FUNCTION)
    edit(course.folder / "rnn_utils/__init__.py", "from rnn_utils.activations import (",
         "from rnn_utils.activations import (last_column, ")
    messages = course.folder / "notebooks/messages.json"
    course.run("messages", str(messages))
    table = json.loads(messages.read_text(encoding="utf-8"))
    table.pop("Everything is right.")
    messages.write_text(json.dumps(table), encoding="utf-8")
    return course


@pytest.fixture(scope="module")
def half_done(course):
    return course.check()


@pytest.mark.parametrize("sentence", SAYS)
def test_what_is_left_half_done_is_said_in_a_sentence(half_done, sentence):
    code, said = half_done
    assert code == 1 and sentence in said, said


def test_completed_and_given_away_the_changed_course_passes(course, half_done, tmp_path):
    edit(course.folder / "rnn_utils/grading/exercises/n02_rnn_cell.py", '"Wax @ x_t"', "_SUM")
    course.run("new-exercise", "last_column")
    again = course.command("-m", "rnn_utils.instructor", "new-exercise", "last_column")
    assert again.returncode == 1 and "nothing is ever overwritten" in again.stderr
    _, said = course.check()
    assert "the statement of last_column is still to be written" in said
    assert "a hint of last_column is still to be written" in said

    def written(notebook):
        for id in ("task-last-column", "hints-last-column"):
            cell(notebook, id).source = cell(notebook, id).source.replace("To be written.", "Count from the end.")

    def without_the_exercise(notebook):
        cell(notebook, "use-rnn-cell-forward-stacked").update(
            id="4c0f", source="from rnn_utils import rnn_cell_forward_stacked")      # an id as JupyterLab makes them
        notebook.cells = [each for each in notebook.cells if not each["id"].endswith("-rnn-cell-forward-stacked")]

    course.change(ONE, written)
    course.change(TWO, without_the_exercise)
    course.run("messages", "new.json", "--from", "notebooks/messages.json")
    os.replace(course.folder / "new.json", course.folder / "notebooks/messages.json")
    course.run("refresh")
    course.run("store", f"notebooks/{OWN}.ipynb", f"notebooks/{ONE}.ipynb", f"notebooks/{TWO}.ipynb")

    given = Course.__new__(Course)
    given.folder = tmp_path / "colleague"
    with zipfile.ZipFile(shutil.make_archive(tmp_path / "course", "zip", course.folder)) as archive:
        archive.extractall(given.folder)
    code, said = given.check()
    assert code == 0, said
    assert "our class" in given.notebook(TWO).read_text(encoding="utf-8")
