"""Notebooks as learners leave them: what is found in them, and why not."""
import ast
import inspect
import json

import pytest

from rnn_utils.grading.exercises import EXERCISES, QUESTIONS
from rnn_utils.instructor import library, submissions
from rnn_utils.instructor.submissions import Unreadable, candidates, choice, needed, notebooks_of

EXERCISE = EXERCISES["rnn_cell_forward"]
ANSWER = EXERCISE.source


def cells(*sources, **ids):
    """Code cells; those given by name have it as their id (with _ for -)."""
    made = [{"cell_type": "code", "source": source} for source in sources]
    made += [{"cell_type": "code", "source": source, "id": id.replace("_", "-")} for id, source in ids.items()]
    return submissions.read(json.dumps({"cells": made}).encode())


def the_one(*sources, **ids):
    found, why, _ = candidates(cells(*sources, **ids), EXERCISE)
    assert len(found) == 1 and not why, why
    return found[0]


# Reading -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content, says", [
    (b"", "empty"), (b"  \n", "empty"), (b"not JSON", "not JSON"), (b'{"cells": [', "not JSON"), (b"\xff\xfe\x00", "UTF-8"),
    (b"[1, 2]", "no cells"), (b"{}", "no cells"), (b'{"cells": []}', "no cells"), (b'{"cells": 3}', "no cells"),
    (b"[" * 10 ** 5, "not JSON"), (b'{"worksheets": 1}', "no cells"),
])
def test_what_is_no_notebook_is_said_in_words(content, says):
    with pytest.raises(Unreadable, match=says):
        submissions.read(content)


@pytest.mark.parametrize("cell", [1, None, "text", {}, {"source": 3}, {"source": [1, None]}, {"metadata": 4, "source": "a = 1"},
                                  {"source": "x = (", "id": 7}, {"source": "a\0b"}, {"source": "(" * 10 ** 4}])
def test_a_strange_cell_harms_no_other(cell):
    found = submissions.read(json.dumps({"cells": [cell, {"source": ANSWER}]}).encode())
    assert candidates(found, EXERCISE)[0][0].cell.number == 2


def test_other_forms_of_a_notebook_are_read():
    lines = ANSWER.splitlines(keepends=True)
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": lines}]}]}
    assert candidates(submissions.read(json.dumps(old).encode()), EXERCISE)[0]
    marked = "\ufeff" + json.dumps({"cells": [{"source": ANSWER.replace("\n", "\r\n"), "cell_type": "code"}]})
    assert candidates(submissions.read(marked.encode()), EXERCISE)[0][0].source == ANSWER.rstrip("\n")


def test_magics_are_passed_over():
    for magic in ("%%time\n", "%matplotlib inline\n", "!pip install torch\n", "np.tanh?\n", "x = 1\n?x\n"):
        assert the_one(magic + ANSWER).name == "rnn_cell_forward"
    assert not candidates(cells("%%bash\n" + ANSWER), EXERCISE)[0]
    text = 'text = """\n%s\n""" \\\n % 3\n'      # it parses as it is, so nothing is taken out
    assert "%s" in cells(text + ANSWER)[0].source


# Finding an exercise ---------------------------------------------------------------------------------


def test_it_is_found_by_its_name_where_the_ids_are_lost():
    assert the_one("a = 1", ANSWER, "def other(): pass").cell.number == 2


def test_it_is_found_by_the_cell_where_it_has_another_name():
    candidate = the_one(ex_rnn_cell_forward="def helper(x): pass\n" + ANSWER.replace("rnn_cell_forward", "mine") +
                        "def test(): pass\n")
    assert candidate.name == "mine" and "`mine`" in candidate.note


def test_an_untouched_stub_beside_a_copy_does_not_hide_the_copy():
    found, _, _ = candidates(cells(ANSWER, ex_rnn_cell_forward=EXERCISE.stub()), EXERCISE)
    assert {each.source for each in found} == {ANSWER.rstrip(), EXERCISE.stub().rstrip()}
    assert len(candidates(cells(ANSWER, ANSWER, ex_rnn_cell_forward=ANSWER), EXERCISE)[0]) == 1


def test_the_last_definition_in_a_cell_counts():
    candidate = the_one(EXERCISE.stub() + "\n\n" + ANSWER)
    assert candidate.source == ANSWER.rstrip() and candidate.first_line > len(ANSWER.splitlines())


def test_a_lambda_and_a_markdown_cell_are_found_too():
    assert the_one("rnn_cell_forward = lambda xt, a_prev, parameters: None").signature.parameters.keys() == \
        {"xt", "a_prev", "parameters"}
    made = submissions.read(json.dumps({"cells": [{"cell_type": "markdown", "source": ANSWER}]}).encode())
    assert "markdown" in candidates(made, EXERCISE)[0][0].note


@pytest.mark.parametrize("made, says, broken", [
    (lambda: cells("a = 1"), "no cell `ex-rnn-cell-forward`", False),
    (lambda: cells(ex_rnn_cell_forward="# gone"), "defines no function", False),
    (lambda: cells(ANSWER.replace("return", "retrun (")), "not valid Python", True),
    (lambda: cells(ex_rnn_cell_forward="def f(:"), "in line 1: def f(:", True),
    (lambda: cells(rnn_cell_forward="x" * 300_000, ex_rnn_cell_forward="y" * 300_000), "300,000 characters", True),
])
def test_where_it_is_not_found_the_reason_is_said(made, says, broken):
    found, why, is_broken = candidates(made(), EXERCISE)
    assert not found and says in why and is_broken == broken


def test_the_signature_is_read_off_the_source():
    for text in ("a, b=1, *c, d, e=2, **f", "a, /, b, *, c", "", "*args, **kwargs"):
        namespace = {}
        exec(f"def rnn_cell_forward({text}): pass", namespace)
        real = inspect.signature(namespace["rnn_cell_forward"]).parameters.values()
        mine = the_one(f"def rnn_cell_forward({text}): pass").signature.parameters.values()
        assert [(each.name, each.kind, each.default is each.empty) for each in mine] == \
            [(each.name, each.kind, each.default is each.empty) for each in real]


def test_the_notebook_is_known_by_what_is_in_it():
    assert notebooks_of(cells(ANSWER), "05_backpropagation_through_time.ipynb") == ["02_rnn_cell"]
    assert notebooks_of(cells(question_uniform_loss="answer = 'a'"), "x.ipynb") == ["04_loss"]
    assert notebooks_of(cells("a = 1"), "mine_04_loss (3).ipynb") == ["04_loss"]
    assert notebooks_of(cells("a = 1"), "holiday.ipynb") == []
    assert notebooks_of(cells(ex_softmax="", ex_rnn_forward="", question_uniform_loss=""), "x.ipynb") == [
        "00_start_here", "03_forward_pass", "04_loss"]


# Questions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source, given", [
    ('answer = "b"\ngrade(answer, exercise="stacked-order")', "b"), ('grade("c", exercise="stacked-order")', "c"),
    ("mine = 'a'\ngrade(mine, exercise='stacked-order')", "a"), ("answer = ...", ...), ("", ...), ("answer = 2", 2),
    ("answer = 'a' if x else 'b'", "'a' if x else 'b'"), ("answer = (", ...),
])
def test_the_letter_is_read_without_running_anything(source, given):
    assert choice(cells(question_stacked_order=source), QUESTIONS["stacked-order"])[0] == given


def test_of_two_answers_the_last_counts_and_a_blank_copy_does_not():
    asked = ['answer = {}\ngrade(answer, exercise="stacked-order")'.format(each) for each in ('"a"', '"b"', "...")]
    letter, note = choice(cells(*asked), QUESTIONS["stacked-order"])
    assert letter == "b" and "2" not in note[:1] and "last one counts" in note
    assert choice(cells("a = 1"), QUESTIONS["stacked-order"])[1].startswith("The notebook has no cell")


# What a function needs ---------------------------------------------------------------------------------


def picked(made, given=()):
    """The statements that are picked for the exercise, as text."""
    [candidate] = candidates(made, EXERCISE)[0]
    return [ast.unparse(ast.parse(source).body[i]) for _, source, numbers in needed(made, candidate, given)[0]
            for i in numbers]


def test_only_what_the_function_needs_is_run():
    body = "def rnn_cell_forward(xt, a_prev, parameters):\n    x = 1\n    return squash(xt) + TABLE[0] + x + late"
    made = cells("import numpy as np\nimport torch", "x = training()\nTABLE = {}\nTABLE[0] = 1\nTABLE.update(a=2)\nprint(TABLE, np.mean(x), TABLE.get(0))",
                 "def squash(z):\n    return np.tanh(z) * EPS", "EPS = 1\nx = 2", body + "\nrnn_cell_forward(1, 2, 3)",
                 "EPS = 9\nlate = 1\nrnn_cell_forward = verified(rnn_cell_forward)")
    texts = picked(made)
    assert [text.splitlines()[0] for text in texts] == [
        "import numpy as np", "TABLE = {}", "TABLE[0] = 1", "TABLE.update(a=2)", "def squash(z):", "EPS = 1",
        "def rnn_cell_forward(xt, a_prev, parameters):", "late = 1"]


def test_what_the_library_gives_is_not_taken_from_the_notebook():
    made = cells("def softmax(z): pass", "def rnn_cell_forward(z):\n    return softmax(z)")
    assert len(picked(made)) == 2 and len(picked(made, {"softmax"})) == 1


# What there is of the library ---------------------------------------------------------------------------


@pytest.mark.parametrize("id", EXERCISES)
def test_what_may_be_called_does_not_hold_the_answer(id):
    answer = EXERCISES[id].source
    texts = library.sources(id)
    assert not any(f"def {id}(" in text for text in texts.values())
    others = [each.source for each in EXERCISES.values() if each.id != id]
    for line in answer.splitlines():             # those that are its own, and that a learner has to write
        if line not in EXERCISES[id].stub() and len(line.strip()) > 40 and not any(line in each for each in others):
            assert not any(line.strip() in text for text in texts.values()), line
    assert not [name for name in texts if name.startswith(library.WITHOUT) and name != "rnn_utils.grading"]
    assert set(EXERCISES[id].helpers) <= set(library.allowed(id))


def test_a_function_of_an_earlier_notebook_may_be_called_and_one_that_needs_the_answer_may_not():
    assert {"softmax", "rnn_cell_forward", "categorical_cross_entropy"} <= set(library.allowed("rnn_backward"))
    assert "rnn_backward" not in library.allowed("rnn_cell_backward")
    assert "RNN" not in library.allowed("rnn_cell_forward") and "RNN" in library.allowed("bidirectional_forward")
