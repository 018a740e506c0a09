"""A class graded: results, interrupted runs, broken submissions, and what the pages say. Nothing here needs bubblewrap."""
import csv
import inspect
import json
import os
import re
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

from rnn_utils.grading import Check, grader
from rnn_utils.grading.exercises import EXERCISES, QUESTIONS
from rnn_utils.instructor import classroom, grade, results, sandbox
from rnn_utils.instructor.__main__ import main
from rnn_utils.instructor.classroom import Settings, grade_content
from rnn_utils.instructor.output import Trouble

ANSWER = EXERCISES["rnn_cell_forward"].source
STACKED = EXERCISES["rnn_cell_forward_stacked"].source
WRONG = ANSWER.replace(" + ba)", ")")
FILE = "02_rnn_cell.ipynb"
HERE = Settings(seed=3, sandboxed=False)


def graded_alone(source, id="rnn_cell_forward"):
    """The item of one exercise, of a notebook with this source."""
    [item] = grade_content(notebook(source), FILE, Settings(seed=3, only=(id,), sandboxed=False))["items"]
    return item




RIGHT = next(letter for letter, option in QUESTIONS["stacked-order"].options.items() if option.right)


def notebook(*sources, letter=RIGHT):
    sources = ("import numpy as np\nfrom rnn_utils import softmax", *sources,
               f'answer = "{letter}"\ngrade(answer, exercise="stacked-order")')
    return json.dumps({"cells": [{"cell_type": "code", "source": source} for source in sources]}).encode()


def put(folder, **students):
    for student, content in students.items():
        (folder / student).mkdir(parents=True)
        (folder / student / FILE).write_bytes(content)


def rows(out):
    with open(out / "points.csv", encoding="utf-8", newline="") as file:
        return {(row["student"], row["exercise"]): row for row in csv.DictReader(file)}


@pytest.fixture
def fake(monkeypatch):
    """Grading made quick: the points are the length of the content; a file "boom" raises, one "dies" breaks the pool."""
    graded = []

    def grade_content(content, file, settings):
        graded.append(file)
        if content == b"boom":
            raise RuntimeError("<b>boom</b>")
        if content == b"dies":
            raise BrokenProcessPool
        report = grader.Report("softmax", "failed", len(content), 10, "Said <b>so</b>", mistake="no-maximum")
        return {"trouble": "", "again": False, "items": [classroom._item(report)]}

    monkeypatch.setattr(grade, "grade_content", grade_content)
    return graded


def class_of(tmp_path, **contents):
    folder = tmp_path / "submissions"
    put(folder, **contents)
    return grade.find(folder)[0]


def graded(found, out, seed=1, make=ThreadPoolExecutor, processes=2, **settings):
    return grade.grade_class(found, out, grade.prepare(out, seed, (), True), make, processes)


# One submission, really graded -------------------------------------------------------------------------


def test_a_submission_is_graded_as_in_the_notebook():
    items = {item["exercise"]: item for item in grade_content(notebook(WRONG, STACKED), FILE, HERE)["items"]}
    assert list(items) == [id for id, item in (EXERCISES | QUESTIONS).items() if item.notebook == "02_rnn_cell"]
    assert items["rnn_cell_forward_stacked"]["points"] == 10 and items["stacked-order"]["status"] == "passed"
    namespace = dict(vars(__import__("rnn_utils.rnn").rnn))
    exec(WRONG, namespace)
    here = grader.examine(namespace["rnn_cell_forward"], "rnn_cell_forward", 3)
    there = classroom.report_of(items["rnn_cell_forward"])
    assert there.mistake == here.mistake == "no-ba"
    assert (there.points, there.message, there.checks) == (here.points, here.message, here.checks)
    assert items["what-a-prev-carries"]["status"] == "not attempted" and "no cell" in \
        items["what-a-prev-carries"]["message"]


def test_blanks_are_seen_and_a_blank_line_is_named():
    stub = graded_alone(EXERCISES["rnn_cell_forward"].stub())
    half = graded_alone(re.sub(r"yt_pred = .*", "yt_pred = ...", ANSWER))
    assert stub["status"] == "not attempted" and "blanks" in stub["message"]
    line = next(i for i, text in enumerate(ANSWER.splitlines(), 1) if "yt_pred = " in text)
    assert 0 < half["points"] < 10 and f"Still blank: line {line}" in half["message"]


def test_the_learners_own_line_is_shown_with_its_shapes():
    item = graded_alone(ANSWER.replace("Wax @ xt", "Wax.T @ xt"))
    assert "a_next = np.tanh(Wax.T @ xt" in item["message"] and "`xt` is (" in item["message"]


def test_what_is_changed_in_place_and_what_is_printed_comes_back():
    wrong = "def rnn_cell_forward(xt, a_prev, parameters):\n    print('hello')\n    xt *= 2\n    parameters['x'] = 1\n" + \
        "\n".join(ANSWER.splitlines()[1:])
    item = graded_alone(wrong)
    unchanged = next(check for check in item["checks"] if check["name"] == "inputs left unchanged")
    assert not unchanged["passed"] and "`xt` and `parameters`" in unchanged["message"]
    assert item["printed"] == "hello\n"


@pytest.mark.parametrize("id", ["numerical_gradient", "sample", "adam_step", "bidirectional_forward"])
def test_functions_cells_random_numbers_and_steps_pass_through(id):
    content = json.dumps({"cells": [{"cell_type": "code", "source": EXERCISES[id].source}]}).encode()
    [item] = grade_content(content, "x", Settings(seed=3, only=(id,), sandboxed=False))["items"]
    assert item["status"] == "passed", item["message"]


def test_global_random_numbers_are_the_same_as_in_a_notebook():
    source = EXERCISES["sample"].source.replace("rng.choice", "np.random.choice")
    content = json.dumps({"cells": [{"cell_type": "code", "source": source}]}).encode()
    [item] = grade_content(content, "x", Settings(seed=3, only=("sample",), sandboxed=False))["items"]
    assert item["mistake"] == "global-random-numbers", item["message"]


def test_the_better_of_two_cells_counts():
    items = grade_content(notebook(ANSWER, WRONG, STACKED), FILE, HERE)["items"]
    assert items[0]["status"] == "passed" and "the best of them counts" in items[0]["note"]
    half = ANSWER.replace("softmax(Wya @ a_next + by)", "Wya @ a_next + by")
    for sources in ((half, WRONG), (WRONG, half)):
        [item] = grade_content(notebook(*sources), FILE, Settings(3, ("rnn_cell_forward",), False))["items"]
        assert item["mistake"] == "no-softmax" and item["points"] > 0


def test_other_seeds_give_other_cases_and_equal_ones_the_same():
    one, again, other = (classroom.kept_bench(EXERCISES["softmax"], seed) for seed in (1, 1, 2))
    assert one is again
    assert (one.cases[0].arguments["z"] != other.cases[0].arguments["z"]).all()


@pytest.mark.parametrize("content, file, items", [
    (b"not JSON", FILE, 4), (b"not JSON", "x.ipynb", 0), (b'{"cells": [{"source": "a = 1"}]}', "x.ipynb", 0)])
def test_what_cannot_be_read_has_a_reason(content, file, items):
    result = grade_content(content, file, HERE)
    assert result["trouble"] and len(result["items"]) == items
    assert all(item["status"] == "not graded" and item["message"] == result["trouble"] for item in result["items"])


def test_trouble_of_the_machine_is_no_zero_and_is_tried_again(monkeypatch):
    monkeypatch.setattr(sandbox.Sandbox, "start", lambda self: (_ for _ in ()).throw(Trouble("No sandbox today.")))
    result = grade_content(notebook(ANSWER), FILE, HERE)
    assert result["again"] and {item["status"] for item in result["items"]} == {"not graded"}


# The class ---------------------------------------------------------------------------------------------


def test_students_are_folders_or_files(tmp_path):
    for name in ("ann/02_rnn_cell.ipynb", "ann/extra/03_forward_pass.ipynb", "bob_02_rnn_cell.ipynb", "cy.ipynb",
                 "dora/answers.html", ".git/x.ipynb", "ann/.ipynb_checkpoints/y.ipynb", "eve/02_rnn_cell.ipynb.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "cy.ipynb")
    found, ignored = grade.find(tmp_path)
    assert [each.student for each in found] == ["ann", "ann", "bob", "cy", "eve"]
    assert sorted(ignored) == ["dora/answers.html", "empty", "link.ipynb"]
    table = results.table([], ignored)
    assert "dora,,0,,not graded" in table and "empty,,0,,not graded" in table


@pytest.mark.parametrize("make", [lambda path: path / "none", lambda path: path])
def test_a_folder_without_notebooks_is_said_in_a_sentence(tmp_path, make):
    with pytest.raises(Trouble, match="expected"):
        grade.find(make(tmp_path))


def test_one_that_raises_and_one_that_breaks_the_pool_stop_no_other(tmp_path, fake):
    found = class_of(tmp_path, ann=b"12", bob=b"boom", cy=b"dies", dora=b"123", eve=b"1")
    done = {each["student"]: each for each in graded(found, tmp_path / "out")}
    points = {student: each["items"][0]["points"] for student, each in done.items() if not each["trouble"]}
    assert points == {"ann": 2, "dora": 3, "eve": 1}
    assert "died of it" in done["cy"]["trouble"] and "RuntimeError" in done["bob"]["trouble"]
    grade.write(tmp_path / "out", list(done.values()), [], Settings(1))
    assert rows(tmp_path / "out")["cy", "rnn_cell_forward"]["status"] == "not graded"


def test_a_real_pool_survives_a_process_that_dies(tmp_path, monkeypatch):
    found = class_of(tmp_path, ann=notebook(ANSWER), bob=b"dies", cy=notebook(WRONG))
    monkeypatch.setattr(grade, "grade_content", _dies_or_grades)
    done = {each["student"]: each for each in grade.grade_class(
        found, tmp_path / "out", grade.prepare(tmp_path / "out", 3, ("rnn_cell_forward",), False), grade.process_pool, 1)}
    assert done["ann"]["items"][0]["points"] == 10 and done["cy"]["items"][0]["mistake"] == "no-ba"
    assert "died of it" in done["bob"]["trouble"]


def _dies_or_grades(content, file, settings):
    return os._exit(1) if content == b"dies" else grade_content(content, file, settings)


def test_an_interrupted_run_goes_on_where_it_was(tmp_path, fake):
    found = class_of(tmp_path, ann=b"1", bob=b"12", cy=b"123")

    class Interrupted(ThreadPoolExecutor):
        def submit(self, *arguments):
            if len(fake) == 2:
                raise KeyboardInterrupt
            future = super().submit(*arguments)
            future.result()
            return future

    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        graded(found[:2], out, make=lambda n: Interrupted(1))
        graded(found, out, make=lambda n: Interrupted(1))
    del fake[:]
    assert [each["items"][0]["points"] for each in graded(found, out, seed=None)] == [1, 2, 3]
    assert fake == ["cy/" + FILE]                # the other two were there, under the seed of the first run
    (tmp_path / "submissions" / "ann" / FILE).write_bytes(b"changed")
    del fake[:]
    assert graded(found, out, seed=None)[0]["items"][0]["points"] == 7 and fake == ["ann/" + FILE]
    with pytest.raises(Trouble, match="holds a run with --seed 1.*say the same, or name a new folder"):
        graded(found, out, seed=2)               # other cases, so perhaps other points


def test_a_second_run_takes_the_exercises_of_the_first_and_no_others(tmp_path):
    grade.prepare(tmp_path / "out", 3, ("softmax", "rnn_cell_forward"), False)
    again = grade.prepare(tmp_path / "out", None, (), False)
    assert (again.seed, again.only) == (3, ("softmax", "rnn_cell_forward"))
    for seed, only, sandboxed in ((4, (), False), (None, ("softmax",), False), (None, (), True)):
        with pytest.raises(Trouble, match="--seed 3 --exercises softmax,rnn_cell_forward --unsandboxed: say the same"):
            grade.prepare(tmp_path / "out", seed, only, sandboxed)


def test_what_somebody_has_edited_is_kept(tmp_path, fake, capsys):
    found, out = class_of(tmp_path, ann=b"1", bob=b"12"), tmp_path / "out"
    done = graded(found, out)
    (out / "totals.csv").write_text("my own", encoding="utf-8")      # before there was one
    grade.write(out, done, [], Settings(1))
    assert (out / "totals.edited.csv").read_text(encoding="utf-8") == "my own"
    (out / "totals.edited.csv").unlink()
    assert (out / "totals.csv").read_text(encoding="utf-8").splitlines() == [
        "student,points,max_points", *(f"{each['student']},{each['items'][0]['points']},{each['items'][0]['max_points']}"
                                       for each in done)]
    for name in ("points.csv", "feedback/ann.html"):
        (out / name).write_text("by hand", encoding="utf-8")
    for k in range(2):
        grade.write(out, done, [], Settings(1))
    kept = sorted(str(path.relative_to(out)) for path in out.rglob("*.edited*"))
    assert kept == ["feedback/ann.edited.html", "points.edited.csv"]
    assert all((out / name).read_text(encoding="utf-8") == "by hand" for name in kept)
    assert len(rows(out)) == 2 and "kept as points.edited.csv" in capsys.readouterr().err
    (out / "points.csv").write_text("again", encoding="utf-8")
    grade.write(out, done, [], Settings(1))
    assert (out / "points.edited-2.csv").read_text(encoding="utf-8") == "again"


def test_after_a_change_of_the_course_all_is_graded_anew(tmp_path, fake, monkeypatch):
    found, out = class_of(tmp_path, ann=b"1"), tmp_path / "out"
    graded(found, out)
    graded(found, out)
    assert len(fake) == 1
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "cases.py").write_text("m = 3")
    before = grade._course.__wrapped__(tmp_path)
    (tmp_path / "inner" / "cases.py").write_text("m = 4")
    assert grade._course.__wrapped__(tmp_path) != before
    monkeypatch.setattr(grade, "_course", lambda: "another")
    graded(found, out)
    assert len(fake) == 2


def test_no_more_processes_than_cores(tmp_path, monkeypatch):
    class_of(tmp_path, ann=notebook(ANSWER))
    asked = []
    monkeypatch.setattr(grade, "process_pool", lambda processes: asked.append(processes) or ThreadPoolExecutor(1))
    monkeypatch.setattr(grade, "cores", lambda: 2)
    for jobs in ("0", "1", "64"):
        assert main(["grade", str(tmp_path / "submissions"), "--out", str(tmp_path / jobs), "--jobs", jobs,
                     "--exercises", "rnn_cell_forward, softmax", "--unsandboxed"]) == 0
    assert asked == [1, 1, 2]


HOISTED = EXERCISES["rnn_forward_hoisted"]


@pytest.mark.parametrize("known", [None, *(each for each in HOISTED.mistakes if "in-the-loop" in each.id)],
                         ids=lambda known: known.id if known else "right")
def test_products_are_counted_there_as_in_a_notebook(known):
    source = HOISTED.source
    for replace, by in known.edits if known else ():
        source = source.replace(replace, by)
    namespace = dict(vars(inspect.getmodule(inspect.unwrap(HOISTED.answer))))
    exec(source, namespace)
    here = grader.grade(namespace[HOISTED.id], seed=3)
    content = json.dumps({"cells": [{"cell_type": "code", "source": source}]}).encode()
    [there] = grade_content(content, "x", Settings(seed=3, only=(HOISTED.id,), sandboxed=False))["items"]
    assert (there["points"], there["mistake"]) == (here.points, here.mistake)
    assert there["mistake"] == (known and known.id)


@pytest.mark.parametrize("before, old, new", [
    ("from numpy.typing import NDArray", "(xt,", "(xt: NDArray,"),
    ("from typing import Optional, Dict", "(xt, a_prev, parameters)", "(xt, a_prev: Optional[int], parameters: Dict)"),
    ("from __future__ import annotations\nfrom numpy.typing import NDArray", "(xt,", "(xt: NDArray,"),
    ("from numpy import *", "np.tanh", "tanh")])
def test_annotations_and_stars_cost_no_points(before, old, new):
    assert graded_alone(f"{before}\n{ANSWER.replace(old, new)}")["points"] == 10


def test_half_a_result_is_not_taken_for_one(tmp_path, fake):
    found = class_of(tmp_path, ann=b"1")
    graded(found, tmp_path / "out")
    [stored] = (tmp_path / "out" / "graded").iterdir()
    stored.write_text(stored.read_text(encoding="utf-8")[:40], encoding="utf-8")
    graded(found, tmp_path / "out")
    assert len(fake) == 2 and not list((tmp_path / "out").rglob("*.part"))


def test_any_executor_will_do(tmp_path, fake):
    class AtOnce:
        def submit(self, function, *arguments):
            future = Future()
            future.set_result(function(*arguments))
            return future

    found = class_of(tmp_path, **{f"student-{i}": b"x" * i for i in range(9)})
    assert [each["items"][0]["points"] for each in graded(found, tmp_path / "out", make=lambda n: AtOnce())] == list(range(9))


def test_a_folder_of_somebody_elses_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(Trouble, match="not empty"):
        grade.prepare(tmp_path, 1, (), True)
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(Trouble, match="run.json"):
        grade.prepare(tmp_path, None, (), True)
    assert sorted(os.listdir(tmp_path)) == ["run.json", "thesis.txt"]


def test_a_seed_is_drawn_and_recorded(tmp_path):
    seeds = {grade.prepare(tmp_path / name, None, (), True).seed for name in "ab"}
    assert len(seeds) == 2
    assert json.loads((tmp_path / "a" / "run.json").read_text())["seed"] in seeds


# Tables and pages ----------------------------------------------------------------------------------------


def result(student, file, *reports, trouble=""):
    return {"student": student, "file": file, "trouble": trouble, "items": [classroom._item(each) for each in reports]}


def test_of_two_files_the_better_counts_and_what_had_to_be_there_is_missed():
    report = grader.Report("softmax", "failed", 3, 10, "No.", mistake="no-maximum")
    better = grader.Report("softmax", "passed", 10, 10, "Yes.")
    merged = results.merged([result("ann", "1", report), result("ann", "2", better), result("ann", "3", report)],
                            ("softmax", "rnn_forward"))
    assert merged["ann"]["softmax"][0]["points"] == 10 and merged["ann"]["softmax"][1] == "2"
    assert merged["ann"]["rnn_forward"][0]["status"] == "not handed in"


def test_what_students_write_is_escaped_everywhere():
    evil = '"><script>alert(1)</script>'
    report = grader.Report("softmax", "failed", 3, 10, evil, [Check("x", False, evil)], mistake=evil, printed=evil, note=evil)
    made = [result(evil, evil, report), result("=1+1", "@file", trouble=evil)]
    for text in (results.feedback(evil, results.merged(made)[evil], [(evil, evil)], True),
                 results.class_page(made, [evil], Settings(1))):
        assert "<script" not in text and "&lt;script" in text
    cells = [cell for row in csv.reader(results.table(made).splitlines()) for cell in row]
    assert "'=1+1" in cells and "'@file" in cells and not any(cell.startswith(("=", "@")) for cell in cells)
    names = {results.feedback_name(name) for name in (evil, "../../x", "a/b", "a-b", "a b", "...", "ann")}
    assert len(names) == 7 and all(re.fullmatch(r"[\w-]+\.html", name) for name in names)


def test_the_class_page_tells_the_hardest_exercise_and_the_commonest_mistake():
    wrong = grader.Report("softmax", "failed", 2, 10, "No.", mistake="no-maximum")
    other = grader.Report("softmax", "failed", 4, 10, "No.", mistake="over-the-examples")
    right = grader.Report("rnn_forward", "passed", 10, 10, "Yes.")
    text = results.class_page([result("ann", "a", wrong, right), result("bob", "b", wrong), result("cy", "c", other)],
                              [], Settings(77))
    assert text.index("softmax</td>") < text.index("rnn_forward</td>") and "0 of 3 passed" in text and "27 %" in text
    assert text.index("softmax: no-maximum") < text.index("softmax: over-the-examples") and "seed 77" in text
    assert "exp(1000)" in text                   # what those who made it are told
    assert "unsandboxed" not in text


def test_without_a_sandbox_the_results_say_so(tmp_path):
    put(tmp_path / "class", ann=notebook(ANSWER))
    assert main(["grade", str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--unsandboxed", "--jobs", "1"]) == 0
    for page in ("class.html", "feedback/ann.html"):
        assert "without a sandbox" in (tmp_path / "out" / page).read_text(encoding="utf-8")
    assert rows(tmp_path / "out")["ann", "rnn_cell_forward"]["points"] == "10"
    assert not json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["sandboxed"]


def test_without_bubblewrap_it_refuses(tmp_path, monkeypatch, capsys):
    put(tmp_path / "class", ann=notebook(ANSWER))
    sandbox.bubblewrap.cache_clear()
    sandbox.check.cache_clear()
    monkeypatch.setattr(sandbox.shutil, "which", lambda program: None)
    assert main(["grade", str(tmp_path / "class"), "--out", str(tmp_path / "out")]) == 1
    assert "--unsandboxed" in capsys.readouterr().err and not (tmp_path / "out" / "points.csv").exists()
    sandbox.bubblewrap.cache_clear()


def test_results_do_not_go_among_the_submissions(tmp_path, capsys):
    put(tmp_path, ann=notebook(ANSWER))
    assert main(["grade", str(tmp_path), "--out", str(tmp_path / "results"), "--unsandboxed"]) == 1
    assert "outside" in capsys.readouterr().err and os.listdir(tmp_path) == ["ann"]


def test_an_exercise_that_is_not_there_is_said_before_anything_is_graded(tmp_path, capsys):
    assert main(["grade", str(tmp_path), "--out", str(tmp_path / "out"), "--exercises", "softmix"]) == 1
    assert "softmix" in capsys.readouterr().err and not (tmp_path / "out").exists()
