"""The learner's messages in another language: all of them can be found, and all of them are translated."""
import json
import re

import numpy as np
import pytest

from attempts import wrong_06_08, wrong_09_11, wrong_12, wrong_13  # noqa: F401
from attempts.wrong import WRONG
from rnn_utils.grading import grade
from rnn_utils.grading.exercises import EXERCISES, QUESTIONS
from rnn_utils.grading.messages import translated
from rnn_utils.instructor import messages
from rnn_utils.instructor.__main__ import main

GERMAN = {"Everything is right.": "Alles ist richtig.", "passed": "bestanden",
          "{0} of {1} points": "{0} von {1} Punkten",
          "Two things at once. {0} And: {1}": "Zwei Dinge auf einmal. {0} Und: {1}",
          "The bias `ba` is missing from the sum inside the tanh.": "In der Summe im tanh fehlt der Bias `ba`.",
          "The bias `by` is missing from the scores of the prediction.": "Der Vorhersage fehlt der Bias `by`.",
          "`{0}` is transposed: rows and columns have changed places.": "Bei `{0}` sind Zeilen und Spalten vertauscht.",
          " (in the case with {0})": " (im Fall mit {0})"}


@pytest.fixture
def german(tmp_path, monkeypatch):
    (tmp_path / "messages.json").write_text(json.dumps(GERMAN), encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def right_cell(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    e = np.exp(p["Wya"] @ a_next + p["by"])
    return a_next, e / e.sum(axis=0), (a_next, a_prev, xt, parameters)


def cell_without_biases(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev)
    e = np.exp(p["Wya"] @ a_next)
    return a_next, e / e.sum(axis=0), (a_next, a_prev, xt, parameters)


def test_a_file_beside_the_notebook_translates_what_the_learner_sees(german):
    page = grade(right_cell, exercise="rnn_cell_forward")._repr_html_()
    assert "Alles ist richtig." in page and "bestanden" in page and "10 von 10 Punkten" in page
    report = grade(cell_without_biases, exercise="rnn_cell_forward")
    assert ("Zwei Dinge auf einmal. In der Summe im tanh fehlt der Bias `ba`. Und: Der Vorhersage fehlt der Bias "
            "`by`.") in str(report)
    assert report.mistake == "no-ba + no-by" and report.message.startswith("Two things")


def test_parts_names_and_ends_of_sentences_are_translated_one_by_one(german):
    assert translated("`Wax` is transposed: rows and columns have changed places. (in the case with m = 1)") == \
        "Bei `Wax` sind Zeilen und Spalten vertauscht. (im Fall mit m = 1)"
    assert translated("The bias `ba` is missing from the …") == "In der Summe im tanh fehlt der Bias `ba`."
    assert translated("No such sentence.") == "No such sentence."


def test_a_file_that_is_no_translation_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for text in ("{", "[]", '{"": "x", "{0}{0}": "x"}', '{"Everything is right.": 3}', '{"Everything is right.": ""}',
                 "\udc80"):
        (tmp_path / "messages.json").write_bytes(text.encode("utf-8", "surrogateescape"))
        assert "Everything is right." in grade(right_cell, exercise="rnn_cell_forward")._repr_html_()


def test_the_environment_can_name_another_file(tmp_path, monkeypatch):
    (tmp_path / "de.json").write_text(json.dumps(GERMAN), encoding="utf-8")
    monkeypatch.setenv("RNN_UTILS_MESSAGES", str(tmp_path / "de.json"))
    assert translated("Everything is right.") == "Alles ist richtig."


def test_the_list_holds_what_every_exercise_and_question_says():
    listed = set(messages.sentences())
    for exercise in EXERCISES.values():
        assert {known.says for known in exercise.mistakes} <= listed
    for question in QUESTIONS.values():
        assert {option.says for option in question.options.values()} <= listed


# names stay as they are, and what the library says of shapes
NAMES = re.compile(r"`[^`]*`|\([^)]*\)|\w+(, \w+){2,}|: \w+, \w+|\b(list|tuple|nan|loss|gradients|d[A-Z]\w+|dba)\b|"
                   r"has \d+ items; expected|a \w+ of \d+; expected the \d+ items")
SAMPLE = [(id, function) for id, attempts in WRONG.items() for function, _ in attempts]


def test_nothing_that_reports_say_is_missing_in_the_list(tmp_path, monkeypatch):
    """In a made-up language, where each sentence is in capitals, no word in small letters is left."""
    table = {sentence: f"«{re.sub(r'[a-z]', 'X', sentence)}»" for sentence in messages.sentences()}
    path = tmp_path / "capitals.json"
    path.write_text(json.dumps(table), encoding="utf-8")
    monkeypatch.setenv("RNN_UTILS_MESSAGES", str(path))
    left = {}
    for id, function in SAMPLE[::17]:
        text = translated(grade(function, exercise=id).message)
        prose = NAMES.sub("", text)
        if "Error" not in text and re.search(r"[a-z]{3,}", prose):
            left[function.__name__] = text
    assert not left


# The command ------------------------------------------------------------------------------------


def test_the_command_writes_all_and_takes_over_what_is_translated(tmp_path, capsys):
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps({"Everything is right.": "Alles ist richtig.", "Gone.": "Weg."}), encoding="utf-8")
    assert main(["messages", str(new), "--from", str(old)]) == 0
    table = json.loads(new.read_text(encoding="utf-8"))
    assert table["Everything is right."] == "Alles ist richtig." and list(table) == messages.sentences()
    assert "1 of 2 earlier ones are no longer said" in capsys.readouterr().out
    before = new.read_bytes()
    assert main(["messages", str(new)]) == 1 and new.read_bytes() == before
    assert "nothing is ever overwritten" in capsys.readouterr().err


def test_a_file_of_another_kind_is_refused_in_a_sentence(tmp_path, capsys):
    (tmp_path / "list.json").write_text("[1]", encoding="utf-8")
    assert main(["messages", str(tmp_path / "new.json"), "--from", str(tmp_path / "list.json")]) == 1
    assert "one JSON object" in capsys.readouterr().err and not (tmp_path / "new.json").exists()
