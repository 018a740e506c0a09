"""Every notebook also runs solved, where all is full, and half solved, where it just goes on."""
import ast
import linecache
import re
from pathlib import Path

import pytest

from rnn_utils.grading.exercises import EXERCISES, NOTEBOOKS, QUESTIONS
from rnn_utils.instructor import __main__ as command
from rnn_utils.instructor import editions

FOLDER = Path(__file__).parents[1] / "notebooks"


def shown(notebook):
    """The texts of what the stored cells show."""
    return [output.get("data", {}).get("text/plain", "")
            for cell in notebook.cells for output in cell.get("outputs", [])]


def run_here(notebook):
    """The texts of what the cells show when they run in this process, which takes a third of a kernel's time."""
    namespace, texts = {"__name__": "__main__"}, []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            name = f"<cell {cell['id']}>"
            linecache.cache[name] = len(cell.source), None, cell.source.splitlines(keepends=True), name
            statements = ast.parse(cell.source)
            last = statements.body.pop() if isinstance(statements.body[-1], ast.Expr) else None
            exec(compile(statements, name, "exec"), namespace)
            if last:
                texts.append(repr(eval(compile(ast.Expression(last.value), name, "eval"), namespace)))
    return texts


def statuses(texts):
    """{id: status} from the reports among the texts."""
    found = {}
    for text in texts:
        match = re.match(r"[✓✗○] ([\w-]+): (passed|failed|not attempted), (\d+) of (\d+)", text)
        if match:
            found[match[1]] = match[2] if match[2] != "passed" or match[3] == match[4] else "partial"
    return found


@pytest.fixture
def short_trainings(monkeypatch):
    monkeypatch.setenv("RNN_UTILS_TRAINING", "short")


def items_of(name):
    return [id for id, item in (EXERCISES | QUESTIONS).items() if item.notebook == name]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_solved_every_exercise_scores_full(name, short_trainings):
    solved = run_here(editions.solve(editions.read(FOLDER / f"{name}.ipynb")))
    assert statuses(solved) == dict.fromkeys(items_of(name), "passed")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_half_solved_it_runs_and_the_rest_is_not_attempted(name, short_trainings):
    half = set(items_of(name)[::2])
    texts = run_here(editions.solve(editions.read(FOLDER / f"{name}.ipynb"), half))
    assert statuses(texts) == {id: "passed" if id in half else "not attempted"
                                  for id in items_of(name)}


def test_the_committed_notebooks_hold_no_answers():
    for name in NOTEBOOKS:
        assert set(statuses(shown(editions.read(FOLDER / f"{name}.ipynb"))).values()) == {"not attempted"}


def test_solving_leaves_the_given_notebook_and_its_ids_alone():
    notebook = editions.read(FOLDER / "02_rnn_cell.ipynb")
    before = [(cell["id"], cell.source) for cell in notebook.cells]
    solved = editions.solve(notebook)
    assert [(cell["id"], cell.source) for cell in notebook.cells] == before
    assert [cell["id"] for cell in solved.cells] == [id for id, _ in before]
    assert "np.tanh(Wax @ xt" in next(cell.source for cell in solved.cells
                                      if cell["id"] == "ex-rnn-cell-forward")


def test_store_says_which_notebook_is_missing(capsys):
    assert command.main(["store", "notebooks/99_none.ipynb"]) == 1
    assert "no notebook notebooks/99_none.ipynb" in capsys.readouterr().err.replace("\\", "/")


def test_store_says_what_is_no_notebook(tmp_path, capsys):
    for name, content in (("README.md", b"# Text"), ("a.ipynb", b"\xff\xfe"), ("b.ipynb", b"[1]")):
        (tmp_path / name).write_bytes(content)
        assert command.main(["store", str(tmp_path / name)]) == 1
        assert f"{name} is no notebook; expected a file *.ipynb." in capsys.readouterr().err
        assert (tmp_path / name).read_bytes() == content


def test_a_failing_cell_stops_the_store_and_nothing_is_written(tmp_path, monkeypatch, capsys):
    path = tmp_path / "01_broken.ipynb"
    notebook = editions.read(FOLDER / "02_rnn_cell.ipynb")
    notebook.cells = [cell for cell in notebook.cells if cell["id"] == "setup"]
    notebook.cells[0].source = "1 / 0"
    editions.write(notebook, path)
    before = path.read_bytes()
    monkeypatch.setenv("RNN_UTILS_PROGRESS", "off")
    assert command.main(["store", str(path)]) == 1
    assert path.read_bytes() == before and "01_broken.ipynb" in capsys.readouterr().err


def test_executing_twice_gives_the_same_bytes(tmp_path):
    path = FOLDER / "02_rnn_cell.ipynb"
    for name in ("one", "two"):
        editions.write(editions.execute(editions.read(path), FOLDER), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
