"""The solved edition by its command: every exercise of a chosen notebook, executed, at full points."""
import re

from rnn_utils.grading.exercises import EXERCISES, QUESTIONS
from rnn_utils.instructor import editions
from rnn_utils.instructor.__main__ import main


def test_the_solved_edition_is_executed_and_scores_full_with_other_cases(tmp_path):
    assert main(["solved", str(tmp_path / "out"), "--notebooks", "02", "--seed", "11"]) == 0
    (path,) = (tmp_path / "out").iterdir()
    text = str([cell.outputs for cell in editions.read(path).cells if cell.cell_type == "code"])
    wanted = {id for id, item in (EXERCISES | QUESTIONS).items() if item.notebook == "02_rnn_cell"}
    passed = re.findall(r"✓ ([\w-]+): passed, (\d+) of (\d+) points", text)
    assert {id for id, points, most in passed if points == most} == wanted


def test_a_failing_notebook_is_not_written(tmp_path, monkeypatch, capsys):
    notebook = editions.read(editions.FOLDER / "02_rnn_cell.ipynb")
    notebook.cells = notebook.cells[:2]
    notebook.cells[1].source = "1 / 0"
    editions.write(notebook, tmp_path / "02_rnn_cell.ipynb")
    monkeypatch.setattr(editions, "FOLDER", tmp_path)
    assert main(["solved", str(tmp_path / "out")]) == 1
    assert "02_rnn_cell: a cell fails" in capsys.readouterr().err and not list((tmp_path / "out").iterdir())
