"""The otter edition in the hands of the real otter-grader: assigned, handed in, run.

It needs the extra `instructor` of pyproject.toml, as .ci/run sets it up.
"""
import json
import os
import subprocess
import sys

import pytest

from rnn_utils.grading.exercises import EXERCISES
from rnn_utils.instructor import editions
from rnn_utils.instructor.__main__ import main

pytest.importorskip("otter", reason="otter-grader comes with the extra `instructor`, which is not installed here")

NAME = "02_rnn_cell"
HALF = """def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])
    yt_pred = parameters["Wya"] @ a_next + parameters["by"]
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache"""              # the prediction lacks its softmax: 3 of the 10 points


def otter(folder, *arguments):
    environment = os.environ | {"RNN_UTILS_TRAINING": "short", "RNN_UTILS_PROGRESS": "off", "TQDM_DISABLE": "1"}
    done = subprocess.run([sys.executable, "-m", "otter", *map(str, arguments)], cwd=folder, env=environment,
                          capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("otter") / "course"
    assert main(["otter", str(folder), "--seed", "7", "--points", "rnn_cell_forward=20", "--scale", "0.37"]) == 0
    otter(folder, "assign", f"{NAME}/{NAME}.ipynb", f"{NAME}/dist")
    return folder


def student_notebook(course):
    return editions.read(course / NAME / "dist" / "student" / f"{NAME}.ipynb")


def run(course, notebook, tmp_path):
    """{question: points} that otter gives to a handed-in notebook."""
    editions.write(notebook, tmp_path / f"{NAME}.ipynb")
    (autograder,) = (course / NAME / "dist" / "autograder").glob("*.zip")
    otter(tmp_path, "run", f"{NAME}.ipynb", "-a", autograder, "-o", tmp_path, "--no-logo")
    tests = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["tests"]
    return {test["name"]: (round(test["score"], 6), round(test["max_score"], 6)) for test in tests
            if "max_score" in test}


def test_a_solved_submission_has_full_points_in_otters_own_run(course, tmp_path):
    assert run(course, editions.solve(student_notebook(course)), tmp_path) == {
        "rnn-cell-forward": (20, 20), "rnn-cell-forward-stacked": (3.7, 3.7), "what-a-prev-carries": (0.74, 0.74),
        "stacked-order": (0.74, 0.74)}


def test_a_half_right_submission_has_its_share_and_what_is_blank_has_none(course, tmp_path):
    half = editions.solve(student_notebook(course), {"stacked-order"})
    next(cell for cell in half.cells if cell["id"] == "ex-rnn-cell-forward").source = HALF
    assert {name: score for name, (score, _) in run(course, half, tmp_path).items()} == {
        "rnn-cell-forward": 14, "rnn-cell-forward-stacked": 0, "what-a-prev-carries": 0, "stacked-order": 0.74}


def test_a_blank_submission_has_no_points(course, tmp_path):
    assert {score for score, _ in run(course, student_notebook(course), tmp_path).values()} == {0}


def test_what_students_get_holds_the_stubs_and_no_answer(course):
    text = "".join(path.read_text(encoding="utf-8") for path in (course / NAME / "dist" / "student").rglob("*")
                   if path.is_file())
    for cell in student_notebook(course).cells:
        exercise, question = editions.exercise_of(cell), editions.question_of(cell)
        if exercise:
            assert cell.source == exercise.stub().rstrip("\n")
            assert not any(line in text for line in editions.secrets(exercise))
        if question:
            assert cell.source.startswith("answer = ...\n")
    assert "SOLUTION" not in text and "PROMPT" not in text and "def test_" not in text and "seed=7" not in text


def test_otters_own_clearing_leaves_the_stub_of_every_exercise(course):
    from otter.assign.solutions import replace_solutions

    found = set()
    for path in course.glob("*/*.ipynb"):
        for cell in editions.read(path).cells:
            if exercise := editions.exercise_of(cell):
                found.add(exercise.id)
                cleared = "\n".join(replace_solutions(cell.source.split("\n"), "python"))
                assert cleared == exercise.stub().rstrip("\n")
    assert found == set(EXERCISES)
