"""The nbgrader edition in the hands of the real nbgrader: released, handed in, graded.

It needs the extra `instructor` of pyproject.toml, as .ci/run sets it up.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rnn_utils.grading.exercises import EXERCISES, QUESTIONS
from rnn_utils.instructor import editions
from rnn_utils.instructor.__main__ import main

pytest.importorskip("nbgrader", reason="nbgrader comes with the extra `instructor`, which is not installed here")

NAME = "02_rnn_cell"
ITEMS = {id: item for id, item in (EXERCISES | QUESTIONS).items() if item.notebook == NAME}
HALF = """def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])
    yt_pred = parameters["Wya"] @ a_next + parameters["by"]
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache"""              # the prediction lacks its softmax: 3 of the 10 points


def nbgrader(folder, *arguments):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    done = subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=folder,
                          env=os.environ | {"PATH": path}, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder in which three students handed in notebook 02, all of it graded by nbgrader."""
    folder = tmp_path_factory.mktemp("nbgrader") / "course"
    assert main(["nbgrader", str(folder), "--seed", "7", "--points", "rnn_cell_forward=20"]) == 0
    nbgrader(folder, "generate_assignment", NAME)
    release = editions.read(folder / "release" / NAME / f"{NAME}.ipynb")
    solved = editions.solve(release)
    half = editions.solve(release, {"stacked-order"})
    next(cell for cell in half.cells if cell["id"] == "ex-rnn-cell-forward").source = HALF
    for student, notebook in (("solved", solved), ("half", half), ("blank", release)):
        handed_in = folder / "submitted" / student / NAME
        handed_in.mkdir(parents=True)
        editions.write(notebook, handed_in / f"{NAME}.ipynb")
    nbgrader(folder, "autograde", NAME)
    return folder


@pytest.fixture(scope="module")
def scores(course):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {student: {grade.name: (grade.score, grade.max_score)
                          for grade in gradebook.find_submission_notebook(NAME, NAME, student).grades}
                for student in ("solved", "half", "blank")}


def cell_name(id):
    return f"points-{editions.dashed(id)}"


def test_the_solved_one_has_full_points_and_they_are_those_that_were_asked_for(scores):
    points = {id: item.max_points for id, item in ITEMS.items()} | {"rnn_cell_forward": 20}
    assert scores["solved"] == {cell_name(id): (number, number) for id, number in points.items()}


def test_the_blank_one_has_none(scores):
    assert len(scores["blank"]) == len(ITEMS) and {score for score, _ in scores["blank"].values()} == {0}


def test_the_half_right_one_has_its_share(scores):
    earned = {name: score for name, (score, _) in scores["half"].items()}
    assert earned == {"points-rnn-cell-forward": 14, "points-rnn-cell-forward-stacked": 0,
                      "points-what-a-prev-carries": 0, "points-stacked-order": 2}


def test_the_release_holds_the_stubs_and_no_answer(course):
    text = (course / "release" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    release = editions.read(course / "release" / NAME / f"{NAME}.ipynb")
    for id, exercise in EXERCISES.items():
        if exercise.notebook == NAME:
            (cell,) = [cell for cell in release.cells if cell["id"] == f"ex-{editions.dashed(id)}"]
            assert [line for line in cell.source.splitlines() if line.strip()] == \
                [line for line in exercise.stub().splitlines() if line.strip()]
            assert not any(line in text for line in editions.secrets(exercise))
    assert "SOLUTION" not in text and "HIDDEN" not in text and "seed=7" not in text
    assert not re.search(r'answer = \\?"', text)


def test_nbgraders_own_preprocessors_leave_no_answer_in_any_notebook(course):
    from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions

    for path in sorted((course / "source").glob("*/*.ipynb")):
        notebook = editions.read(path)
        for step in (ClearSolutions(code_stub={"python": ""}), ClearHiddenTests()):
            notebook, _ = step.preprocess(notebook, {})
        for cell in notebook.cells:
            if exercise := editions.exercise_of(cell):
                compile(cell.source, cell["id"], "exec")
                assert "".join(cell.source.split()) == "".join(exercise.stub().split())
            if editions.question_of(cell):
                assert "answer = ..." in cell.source and 'answer = "' not in cell.source
