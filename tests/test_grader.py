"""The grader: every answer scores full, every stub scores 0, every known mistake is named."""
import inspect
import json
import os

import numpy as np
import pytest

from kept import benches_kept  # noqa: F401
from rnn_utils.grading import course_map, grade, progress, verified
from rnn_utils.grading.diagnosis import variants
from rnn_utils.grading.exercises import EXERCISES, NOTEBOOKS, QUESTIONS

pytestmark = pytest.mark.usefixtures("benches_kept")
MISTAKES = [(id, mistake) for id, exercise in EXERCISES.items() for mistake in exercise.mistakes]
SEEDS = [0, 7]


def a_stub(exercise):
    """The stub as a notebook would define it, but without source (as after `exec`)."""
    namespace = dict(inspect.unwrap(exercise.answer).__globals__)
    exec(exercise.stub(), namespace)
    return namespace[exercise.id]


@pytest.fixture
def progress_file(tmp_path, monkeypatch):
    path = tmp_path / "progress.json"
    monkeypatch.setenv("RNN_UTILS_PROGRESS", str(path))
    return path


@pytest.mark.parametrize("id", EXERCISES)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_answer_scores_full(id, seed):
    report = grade(EXERCISES[id].variant(), seed=seed)
    assert report.status == "passed" and report.mistake is None
    assert report.points == report.max_points == 10, report


@pytest.mark.parametrize("id", EXERCISES)
def test_the_stub_is_not_attempted(id):
    report = grade(a_stub(EXERCISES[id]))
    assert (report.status, report.points, report.max_points) == ("not attempted", 0, 10)


@pytest.mark.parametrize("id, mistake", MISTAKES, ids=[f"{id}:{m.id}" for id, m in MISTAKES])
def test_a_known_mistake_is_rejected_and_recognised_as_itself(id, mistake):
    report = grade(variants(id)[mistake])
    assert report.status == "failed" and report.points < report.max_points
    assert report.mistake == mistake.id, f"the mistake {mistake.id} of {id} is taken for {report.mistake}: {report}"
    assert report.message == mistake.says


@pytest.mark.parametrize("id, mistake", MISTAKES[::7], ids=[f"{id}:{m.id}" for id, m in MISTAKES[::7]])
def test_other_cases_tell_the_same(id, mistake):
    assert grade(variants(id)[mistake], seed=7).mistake == mistake.id


@pytest.mark.parametrize("id", EXERCISES)
def test_each_exercise_knows_at_least_eight_mistakes(id):
    ids = [mistake.id for mistake in EXERCISES[id].mistakes]
    assert len(ids) == len(set(ids)) >= 8, f"{id} knows {len(set(ids))} mistakes; at least eight, each with its own id"


@pytest.mark.parametrize("id, mistake", MISTAKES, ids=[f"{id}:{m.id}" for id, m in MISTAKES])
def test_what_a_mistake_says_is_short_and_does_not_show_the_line(id, mistake):
    assert 20 < len(mistake.says) < 260
    exercise = EXERCISES[id]
    for line, blanked in zip(exercise.source.splitlines(), exercise.stub().splitlines()):
        answer = line.split("=", 1)[-1].strip()
        if line != blanked and len(answer) > 15 and answer not in exercise.answer.__doc__:
            assert answer not in mistake.says


@pytest.mark.parametrize("id", EXERCISES)
def test_sizes_of_a_case_are_all_distinct(id):
    """So that no transposed or exchanged axis can pass unseen."""
    exercise = EXERCISES[id]
    case = exercise.cases(np.random.default_rng(0))[0]
    arrays = [value for value in case.arguments.values() if isinstance(value, np.ndarray)]
    for array in arrays:
        assert len(set(array.shape)) == array.ndim, f"{id}: {array.shape}"


def test_every_part_has_points_and_the_points_sum_to_ten():
    for id, exercise in EXERCISES.items():
        parts = {case.part for case in exercise.cases(np.random.default_rng(0)) if case.part}
        assert parts <= set(exercise.points), f"{id}: {parts - set(exercise.points)} has cases and no points"
        assert exercise.max_points == 10, f"{id}: the points add up to {exercise.max_points}; expected 10"


# Partial credit and messages ------------------------------------------------------------------


def test_right_state_and_wrong_prediction_earn_a_part():
    def rnn_cell_forward(xt, a_prev, parameters):
        p = parameters
        a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
        return a_next, p["Wya"] @ a_next + p["by"], (a_next, a_prev, xt, parameters)

    report = grade(rnn_cell_forward)
    assert (report.status, report.mistake, report.points) == ("failed", "no-softmax", 7)
    assert {check.name: check.points for check in report.checks if check.max_points} == {
        "inputs left unchanged": 1, "a_next": 4, "yt_pred": 0, "cache": 2}


def test_a_half_filled_stub_is_graded_and_the_blank_is_named():
    def rnn_cell_forward(xt, a_prev, parameters):
        p = parameters
        a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
        yt_pred = ...
        cache = (a_next, a_prev, xt, parameters)
        return a_next, yt_pred, cache

    report = grade(rnn_cell_forward)
    assert report.status == "failed" and report.points == 6
    assert "`yt_pred` is still blank" in report.message.replace("Y", "y", 1)
    assert "line" in report.message


def test_zeros_earn_nothing():
    def rnn_cell_forward(xt, a_prev, parameters):
        return np.zeros_like(a_prev), np.zeros((parameters["by"].shape[0], xt.shape[1])), None

    assert grade(rnn_cell_forward).points == 0


def test_two_mistakes_at_once_are_both_named():
    def rnn_cell_forward(xt, a_prev, parameters):
        p = parameters
        a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev)
        yt_pred = 1 / (1 + np.exp(-(p["Wya"] @ a_next + p["by"])))
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)

    assert set(grade(rnn_cell_forward).mistake.split(" + ")) == {"no-ba", "sigmoid-for-softmax"}


def test_a_mistake_in_a_helper_is_found_through_the_function_that_calls_it():
    exercise = EXERCISES["rnn_forward"]
    wrong_cell = EXERCISES["rnn_cell_forward"].variant([(" + ba", "")])
    report = grade(exercise.variant(helpers={"rnn_cell_forward": wrong_cell}))
    assert report.mistake == "no-ba" and "`rnn_cell_forward`" in report.message


def test_an_exception_shows_the_learners_line_and_the_shapes_on_it():
    def rnn_cell_forward(xt, a_prev, parameters):
        Wax = parameters["Wax"]
        a_next = np.tanh(Wax @ xt.T)
        return a_next

    report = grade(rnn_cell_forward)
    assert report.mistake is None and report.points == 0
    assert "a_next = np.tanh(Wax @ xt.T)" in report.message
    assert "`Wax` is (5, 3)" in report.message and "`xt` is (3, 4)" in report.message
    assert "Traceback" not in str(report)


@pytest.mark.parametrize("transform, id", [
    (lambda p: -p, "sign-flipped"), (lambda p: 2 * p, "constant-factor"),
    (lambda p: p + 0.25, "constant-apart"), (lambda p: p[::-1] * 0 + np.nan, "not-finite"),
    (lambda p: p.tolist(), "no-array"), (lambda p: p.astype("float32"), "wrong-dtype"),
    (lambda p: p.T if p.shape[0] != p.shape[1] else p, "transposed")])
def test_general_patterns(transform, id):
    answer = EXERCISES["softmax"].variant()

    def softmax(z):
        return transform(answer(z))

    report = grade(softmax)
    assert report.status == "failed" and report.mistake == id, report


def test_an_argument_without_effect_is_named():
    answer = EXERCISES["rnn_forward"].variant()

    def rnn_forward(x, a0, parameters):
        tilted = parameters | {"by": np.linspace(-1, 1, parameters["by"].size)[:, None]}
        a, y_pred, caches = answer(x, a0, tilted)
        return a, y_pred, caches

    report = grade(rnn_forward)
    assert report.mistake == "no-effect-of-by" and "`by`" in report.message


def test_right_at_the_last_step_only():
    answer = EXERCISES["rnn_forward"].variant()

    def rnn_forward(x, a0, parameters):
        a, y_pred, caches = answer(x, a0, parameters)
        a[:, :, :-1] *= 1.5
        return a, y_pred, caches

    assert grade(rnn_forward).mistake == "right-at-last-step-only"


LINES = [(id, name) for id, exercise in EXERCISES.items() for name, _ in exercise.lines]


@pytest.mark.parametrize("id, name", LINES)
def test_the_first_wrong_line_is_named_where_nothing_else_explains_it(id, name):
    exercise = EXERCISES[id]
    line = next(line for line in exercise.source.splitlines() if line.startswith(f"    {name} = "))
    spoilt = f"{line}\n    {name} = {name} * np.cos(2 + 2.3 * np.arange({name}.size)).reshape({name}.shape)"
    mistake = grade(exercise.variant([(line + "\n", spoilt + "\n")])).mistake
    assert mistake in [f"first-wrong-line-{name}"] + [f"broken: {law.name}" for law in exercise.laws]


def test_of_two_directions_the_wrong_one_is_named():
    exercise = EXERCISES["bidirectional_forward"]
    for half, name in (("forward", "a_forward"), ("backward", "a_backward")):
        spoilt = f"    {name} = {name} * np.cos(x[:1] + {name} ** 2)\n    a = np.concatenate("
        assert grade(exercise.variant([("    a = np.concatenate(", spoilt)])).mistake == f"{half}-half-wrong"


def test_changed_inputs_are_reported_and_cost_a_point():
    answer = EXERCISES["rnn_cell_forward"].variant()

    def rnn_cell_forward(xt, a_prev, parameters):
        result = answer(xt.copy(), a_prev.copy(), parameters)
        a_prev[:] = 0
        return result

    report = grade(rnn_cell_forward)
    assert report.status == "failed" and report.points == 9
    assert report.mistake == "changes-its-inputs" and "`a_prev`" in report.message


def test_what_a_function_prints_is_shown_once():
    answer = EXERCISES["softmax"].variant()

    def softmax(z):
        print("shape", z.shape)
        return answer(z)

    report = grade(softmax)
    assert report.passed and report.printed == "shape (4, 3)\n"


def test_a_renamed_function_is_told_its_exercise():
    def my_cell(xt, a_prev, parameters):
        return None

    report = grade(my_cell)
    assert report.status == "failed" and 'exercise="rnn_cell_forward"' in report.message
    assert grade(EXERCISES["softmax"].variant(), exercise="softmax").passed


def test_a_report_in_html_uses_the_themes_colours_and_escapes():
    def softmax(z):
        raise ValueError("<b>bold</b>")

    page = grade(softmax)._repr_html_()
    assert "var(--jp-" in page and "&lt;b&gt;" in page and "<b>bold" not in page


# verified() -----------------------------------------------------------------------------------


def test_verified_gives_the_learners_function_once_it_passes():
    right, wrong = EXERCISES["softmax"].variant(), EXERCISES["softmax"].variant([("axis=0", "axis=1")])
    z = np.array([[1.0, 2.0, 0.5], [0.0, 1.0, 3.0]])
    assert verified(right) is right
    stand_in = verified(wrong)
    assert stand_in is not wrong and np.allclose(stand_in(z), right(z))
    assert verified(stand_in) is stand_in
    assert grade(stand_in).status == "not attempted"


def test_verified_says_which_exercises_there_are():
    with pytest.raises(ValueError, match="there is no exercise 'len'.*softmax"):
        verified(len)


# Questions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", QUESTIONS)
def test_each_question_has_one_right_option_and_a_reason_for_every_one(id):
    question = QUESTIONS[id]
    assert sum(option.right for option in question.options.values()) == 1
    for letter, option in question.options.items():
        report = grade(letter, exercise=id)
        assert report.passed == option.right and report.message == option.says
        assert report.points == (2 if option.right else 0) and len(option.says) > 30
    assert grade(..., exercise=id).status == "not attempted"
    assert grade("z", exercise=id).status == "failed"
    assert grade(3, exercise=id).status == "failed"


# Progress -------------------------------------------------------------------------------------


def test_the_best_result_counts_and_survives_another_process(progress_file):
    grade(EXERCISES["softmax"].variant([(" - np.max(z, axis=0, keepdims=True)", "")]))
    assert progress().points == 6
    grade(EXERCISES["softmax"].variant())
    grade(EXERCISES["softmax"].variant([("axis=0", "axis=1")]))
    assert progress().points == 10
    stored = json.loads(progress_file.read_text(encoding="utf-8"))
    assert stored["exercises"]["softmax"] == {"points": 10, "max_points": 10, "status": "passed"}
    assert [name for name in os.listdir(progress_file.parent)] == ["progress.json"]


def test_an_unreadable_file_is_set_aside_not_overwritten(progress_file):
    progress_file.write_text("{broken", encoding="utf-8")
    grade(EXERCISES["softmax"].variant())
    assert progress().points == 10
    assert (progress_file.parent / "progress.json.unreadable").read_text(encoding="utf-8") == "{broken"


def test_the_librarys_own_functions_and_stubs_earn_nothing(progress_file):
    grade(EXERCISES["softmax"].answer)
    grade(a_stub(EXERCISES["softmax"]))
    assert progress().points == 0 and not progress_file.exists()


def test_a_folder_that_cannot_be_written_is_said_and_does_no_harm(tmp_path, monkeypatch):
    monkeypatch.setenv("RNN_UTILS_PROGRESS", str(tmp_path / "missing" / "progress.json"))
    report = grade(EXERCISES["softmax"].variant())
    assert report.passed and "could not be saved" in report.note


def test_progress_lists_every_notebook_and_marks_the_done_ones(progress_file):
    for id, exercise in EXERCISES.items():
        if exercise.notebook == "01_why_sequences":
            grade(exercise.variant())
    for id, question in QUESTIONS.items():
        if question.notebook == "01_why_sequences":
            grade(next(k for k, option in question.options.items() if option.right), exercise=id)
    rows = {row.notebook: row.done for row in progress().rows}
    assert list(rows) == list(NOTEBOOKS) and [n for n in rows if rows[n]] == ["01_why_sequences"]
    assert [done for *_, done in course_map()] == list(rows.values())
    assert "4 of 4 done, 24 of 24 points" in str(progress())
