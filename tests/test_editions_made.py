"""What `rnn-course` makes for a class: no answers in it, nothing overwritten, what was asked for and no more."""
import ast
import re

import pytest

from rnn_utils.grading import grade
from rnn_utils.grading.exercises import EXERCISES, NOTEBOOKS, QUESTIONS
from rnn_utils.instructor import editions
from rnn_utils.instructor.__main__ import main


def made(*arguments):
    """{name: notebook} of an edition; the last argument is its folder."""
    assert main([str(argument) for argument in arguments]) == 0
    return {path.stem: editions.read(path) for path in sorted(arguments[-1].rglob("*.ipynb"))}


@pytest.fixture(scope="module")
def student(tmp_path_factory):
    return made("student", tmp_path_factory.mktemp("edition") / "student")


@pytest.fixture(scope="module")
def nbgrader(tmp_path_factory):
    return made("nbgrader", "--points", "softmax=25", "--scale", "2", "--seed", "7",
                tmp_path_factory.mktemp("edition") / "nbgrader")


@pytest.fixture(scope="module")
def otter(tmp_path_factory):
    return made("otter", "--seed", "7", tmp_path_factory.mktemp("edition") / "otter")


def source(notebook, id):
    (cell,) = [cell for cell in notebook.cells if cell["id"] == id]
    return cell.source


# No answer leaks --------------------------------------------------------------------------------


def everything(cell):
    """All that stands in a cell: its text, and the texts of its outputs."""
    outputs = [output.get("text", "") + "".join(map(str, output.get("data", {}).values()))
               for output in cell.get("outputs", [])]
    return "\n".join([cell.source, *outputs])


def leaks(notebook, name):
    """(cell, line) wherever a line stands that a learner has to write: any, and a short one in its own notebook."""
    texts = {cell["id"]: everything(cell) for cell in notebook.cells}
    return [(id, line) for exercise in EXERCISES.values() for line in editions.secrets(exercise)
            for id, text in texts.items()
            if line in text and (len(line) > 25 or exercise.notebook == name
                                 and re.search(rf"^\s*{re.escape(line)}\s*$", text, re.MULTILINE))]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_line_of_an_answer_is_in_a_student_edition(student, name):
    assert leaks(student[name], name) == []


def test_the_search_for_answers_finds_them(student):
    name = "05_backpropagation_through_time"
    solved = editions.solve(student[name])
    found = {cell for cell, _ in leaks(solved, name)}
    assert found == {f"ex-{editions.dashed(id)}" for id, exercise in EXERCISES.items() if exercise.notebook == name}


def test_every_question_is_open_in_a_student_edition(student):
    asked = [cell.source for notebook in student.values() for cell in notebook.cells if editions.question_of(cell)]
    assert len(asked) == len(QUESTIONS) and all(text.startswith("answer = ...\n") for text in asked)


# What can be chosen -----------------------------------------------------------------------------


def test_a_choice_of_notebooks_exercises_cases_and_help(tmp_path):
    edition = made("student", "--without", "rnn_cell_forward", "--seed", "3", "--no-hints", "--no-diagnosis", "--clear",
                   "--notebooks", "02,03_forward_pass", tmp_path / "out")
    assert list(edition) == ["02_rnn_cell", "03_forward_pass"]
    cell = edition["02_rnn_cell"]
    ids = [each["id"] for each in cell.cells]
    assert not any(id.startswith("hints-") for notebook in edition.values() for id in [c["id"] for c in notebook.cells])
    assert not any(each.get("outputs") or each.get("execution_count") for each in cell.cells)
    assert {"ex-rnn-cell-forward", "check-rnn-cell-forward"}.isdisjoint(ids)
    assert source(cell, "use-rnn-cell-forward") == "from rnn_utils import rnn_cell_forward"
    assert "Given: `rnn_cell_forward`" in source(cell, "cell-exercise")
    assert "Write one time step" not in source(cell, "cell-exercise")
    assert source(cell, "check-rnn-cell-forward-stacked") == "grade(rnn_cell_forward_stacked, seed=3, diagnosis=False)"
    assert source(cell, "question-stacked-order").endswith('grade(answer, exercise="stacked-order", diagnosis=False)')
    assert "(03_forward_pass.ipynb)" in source(cell, "remember")
    assert ".ipynb" not in source(edition["03_forward_pass"], "remember")       # a link into nothing became plain text


def test_only_some_exercises(tmp_path):
    edition = made("student", "--exercises", "softmax, rnn_forward", tmp_path / "out")
    stubs = [cell["id"] for notebook in edition.values() for cell in notebook.cells if cell["id"].startswith("ex-")]
    assert stubs == ["ex-softmax", "ex-rnn-forward"]


def test_without_a_choice_the_student_edition_is_the_course(student):
    assert list(student) == list(NOTEBOOKS)
    for name, notebook in student.items():
        assert notebook == editions.read(editions.FOLDER / f"{name}.ipynb")


def test_where_a_function_is_given_it_is_there(tmp_path):
    edition = made("student", "--without", ",".join(EXERCISES), tmp_path / "out")
    lines = [cell.source for notebook in edition.values() for cell in notebook.cells if cell["id"].startswith("use-")]
    for line in lines:
        exec(line, {})
    assert len(lines) == len(EXERCISES)


def test_a_translation_goes_with_the_notebooks(tmp_path, monkeypatch):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in ("02_rnn_cell.ipynb",):
        (folder / name).write_bytes((editions.FOLDER / name).read_bytes())
    (folder / "messages.json").write_text('{"passed": "bestanden"}', encoding="utf-8")
    monkeypatch.setattr(editions, "FOLDER", folder)
    made("student", tmp_path / "student")
    made("nbgrader", tmp_path / "nbgrader")
    edition = made("otter", tmp_path / "otter")
    for place in ("student", "nbgrader/source/02_rnn_cell", "otter/02_rnn_cell"):
        assert (tmp_path / place / "messages.json").read_text(encoding="utf-8") == '{"passed": "bestanden"}'
    assert "files: ['messages.json']" in edition["02_rnn_cell"].cells[0].source


# For other graders ------------------------------------------------------------------------------


def test_nbgraders_cells_hold_the_answer_between_marks_and_the_signature_outside(nbgrader):
    for name, notebook in nbgrader.items():
        for cell in notebook.cells:
            exercise = editions.exercise_of(cell)
            if not exercise:
                continue
            marks = cell.metadata["nbgrader"]
            assert marks["solution"] and not marks["grade"] and marks["grade_id"] == cell["id"]
            tree = ast.parse(cell.source)
            assert cell.source.startswith(f"def {exercise.id}(") and len(tree.body) == 1
            kept, inside = [], False             # what nbgrader leaves of it
            for line in cell.source.splitlines():
                inside = inside and "### END SOLUTION" not in line or "### BEGIN SOLUTION" in line
                if not inside and "### END SOLUTION" not in line:
                    kept.append(line)
            assert "\n".join(kept) == exercise.stub().rstrip("\n")


def test_nbgrader_counts_each_exercise_and_question_once_with_the_points_asked_for(nbgrader):
    cells = [cell for notebook in nbgrader.values() for cell in notebook.cells
             if cell.metadata.get("nbgrader", {}).get("grade")]
    points = {cell.metadata["nbgrader"]["grade_id"]: cell.metadata["nbgrader"]["points"] for cell in cells}
    items = EXERCISES | QUESTIONS
    wanted = {f"points-{editions.dashed(id)}": 2 * item.max_points for id, item in items.items()}
    assert points == wanted | {"points-softmax": 25} and len(cells) == len(items)
    for cell in cells:
        assert cell.metadata["nbgrader"]["locked"] and not cell.outputs
        last = cell.source.splitlines()[-2]
        assert re.fullmatch(r"round\([\d.]+ \* _report\.points / \d+, 2\)", last)    # a float, never negative


def test_the_points_are_counted_before_the_notebook_goes_on_with_a_verified_function(nbgrader):
    for notebook in nbgrader.values():
        ids = [cell["id"] for cell in notebook.cells]
        for id in EXERCISES:
            if f"ex-{editions.dashed(id)}" in ids:
                check = ids.index(f"check-{editions.dashed(id)}")
                assert ids[check:check + 3] == [f"{kind}-{editions.dashed(id)}" for kind in ("check", "points", "use")]


@pytest.mark.parametrize("earned, cell", [("10 of 10", "right"), ("7 of 10", "half"), ("0 of 10", "stub")])
def test_the_cell_for_the_points_ends_in_the_points(nbgrader, earned, cell, capsys):
    function = {"right": EXERCISES["rnn_cell_forward"].answer,
                "half": EXERCISES["rnn_cell_forward"].variant([("softmax(Wya @ a_next + by)", "Wya @ a_next + by")]),
                "stub": EXERCISES["rnn_cell_forward"].variant([("np.tanh(Wax @ xt + Waa @ a_prev + ba)", "...")])}[cell]
    lines = source(nbgrader["02_rnn_cell"], "points-rnn-cell-forward").splitlines()
    names = {"rnn_cell_forward": function}
    exec("\n".join(lines[:-2]), names)
    points = eval(lines[-2], names)
    assert isinstance(points, float) and points == 2 * int(earned.split()[0])
    printed = capsys.readouterr()
    assert printed.err == "" and earned in printed.out


def test_otters_raw_cells_are_in_pairs_around_each_exercise_and_question(otter):
    for name, notebook in otter.items():
        raw = [cell.source.split("\n")[0] for cell in notebook.cells if cell.cell_type == "raw"]
        items = [item for item in (EXERCISES | QUESTIONS).values() if item.notebook == name]
        around = ["# BEGIN QUESTION", "# BEGIN SOLUTION", "# END SOLUTION", "# BEGIN TESTS", "# END TESTS",
                  "# END QUESTION"]
        assert raw == ["# ASSIGNMENT CONFIG", *around * len(items)]
        assert not any("### BEGIN" in cell.source for cell in notebook.cells)       # otter refuses three of them


def test_otters_tests_share_out_all_points_and_are_hidden(otter):
    for item in (EXERCISES | QUESTIONS).values():
        name = editions.dashed(item.id)
        tests = [cell.source for cell in otter[item.notebook].cells if re.fullmatch(rf"test-{name}-\d+", cell["id"])]
        shares = [float(re.search(r"^points: (.*)$", test, re.MULTILINE)[1]) for test in tests]
        assert sum(shares) == pytest.approx(item.max_points) and all("hidden: true" in test for test in tests)


def test_otters_tests_pass_with_the_answer_and_in_part_with_a_half_right_one(otter):
    half = EXERCISES["rnn_cell_forward"].variant([("softmax(Wya @ a_next + by)", "Wya @ a_next + by")])
    for function, wanted in ((EXERCISES["rnn_cell_forward"].answer, 10), (half, 7)):
        earned = 0
        for cell in otter["02_rnn_cell"].cells:
            if re.fullmatch(r"test-rnn-cell-forward-\d", cell["id"]):
                names = {}
                exec(cell.source, names)
                try:
                    next(value for name, value in names.items() if name.startswith("test_"))(function)
                    earned += int(re.search(r"points: (\d+)", cell.source)[1])
                except AssertionError as error:
                    assert "still the scores" in str(error)      # the learner is told which mistake it is
        assert earned == wanted


def test_the_seed_of_the_cases_that_count_is_in_the_hidden_tests_alone(nbgrader, otter):
    for notebook in [*nbgrader.values(), *otter.values()]:
        for cell in notebook.cells:
            assert ("seed=7" in cell.source) == cell["id"].startswith(("points-", "test-")), cell["id"]


# What is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["student", "solved", "nbgrader", "otter"])
def test_a_folder_with_something_in_it_is_left_as_it_is(command, tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert main([command, str(tmp_path)]) == 1
    said = capsys.readouterr().err.strip()
    assert "is not empty, and nothing is ever overwritten" in said and said.count("\n") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("arguments, says", [
    (["--notebooks", "77"], "There is no notebook '77'"),
    (["--without", "rnn_cel_forward"], "There is no exercise 'rnn_cel_forward'; there are, for example, rnn_cell_f"),
    (["--exercises", "which-loss"], "There is no exercise 'which-loss'")])
def test_what_is_not_there_is_named_and_nothing_is_written(arguments, says, tmp_path, capsys):
    assert main(["student", str(tmp_path / "out"), *arguments]) == 1
    assert says in capsys.readouterr().err and not (tmp_path / "out").exists()


@pytest.mark.parametrize("arguments, says", [(["--points", "softmax=many"], "'many' should be a number above 0"),
                                             (["--scale", "-1"], "'-1' should be a number above 0"),
                                             (["--seed", "-1"], "'-1' should be a whole number, 0 or more")])
def test_numbers_that_will_not_do_are_refused(arguments, says, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["otter", str(tmp_path / "out"), *arguments])
    assert says in capsys.readouterr().err


def test_points_for_what_is_no_exercise_are_refused(tmp_path, capsys):
    assert main(["nbgrader", str(tmp_path / "out"), "--points", "sofmax=3"]) == 1
    assert "'sofmax'; there are, for example, softmax" in capsys.readouterr().err and not (tmp_path / "out").exists()


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path, capsys):
    (tmp_path / "file").write_text("mine")
    assert main(["student", str(tmp_path / "file")]) == 1 and main(["student", str(tmp_path / "file/in")]) == 1
    assert capsys.readouterr().err.count("a file: name a new folder.") == 2


# Reports without a diagnosis ---------------------------------------------------------------------


def test_without_diagnosis_a_report_says_what_is_wrong_but_not_which_mistake_it_is():
    half = EXERCISES["rnn_cell_forward"].variant([("softmax(Wya @ a_next + by)", "Wya @ a_next + by")])
    full, bare = (grade(half, "rnn_cell_forward", diagnosis=diagnosis) for diagnosis in (True, False))
    assert full.mistake == "no-softmax" and "softmax turns them into" in full.message
    assert bare.mistake is None and bare.message.startswith("`yt_pred` is wrong, first at") and bare.points == 7
    assert "softmax turns" not in str(bare) + bare._repr_html_()


def test_without_diagnosis_a_question_gives_no_reason_away():
    report = grade("a", exercise="stacked-order", diagnosis=False)
    assert (report.mistake, report.message) == (None, "This is not the right option.") and report.points == 0


def test_without_the_courses_folder_every_command_says_which_folder_is_meant(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(editions, "FOLDER", tmp_path / "notebooks")
    for arguments in (["student", str(tmp_path / "out")], ["store"], ["refresh"]):
        assert main(arguments) == 1
        assert "There are no notebooks in" in capsys.readouterr().err
