"""The committed notebooks: complete, in step with the exercises, stored as they were executed.

nbval (see pyproject.toml) compares the outputs; what it cannot see is checked here: cells that
never ran, pictures (presence, size, alternative text), stubs that drifted from their answers.
"""
import base64
import re
import struct
from pathlib import Path

import nbformat
import pytest

from rnn_utils.grading.exercises import EXERCISES, NOTEBOOKS, QUESTIONS
from rnn_utils.instructor import editions, messages, refresh
from rnn_utils.instructor.new_exercise import TO_WRITE

ROOT = Path(__file__).parents[1]
PATHS = [ROOT / "notebooks" / f"{name}.ipynb" for name in NOTEBOOKS]
every_notebook = pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def cell_of(notebook, id):
    found = [cell for cell in notebook.cells if cell["id"] == id]
    assert len(found) == 1, f"the notebook needs one cell with the id `{id}`; it has {len(found)}"
    return found[0]


def dashed(id):
    return id.replace("_", "-")


def test_the_folder_holds_the_notebooks_of_the_course_and_no_others():
    there = {path.stem for path in editions.notebooks(ROOT / "notebooks")}
    assert there == set(NOTEBOOKS), (
        f"only in notebooks/ or only in NOTEBOOKS of rnn_utils/grading/exercises/__init__.py: "
        f"{', '.join(there ^ set(NOTEBOOKS))}; both must list each notebook whose name begins with a number")


@every_notebook
def test_every_code_cell_was_executed_in_order_without_an_error(path):
    cells = code_cells(editions.read(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1)), \
        f"{path.name} was edited but not executed from top to bottom: `rnn-course store notebooks/{path.name}`"
    for cell in cells:
        assert cell.source.strip(), f"cell {cell['id']} is empty"
        for output in cell.outputs:
            assert output.output_type != "error" and output.get("name") != "stderr", \
                f"{path.name}: the cell {cell['id']} ends in an error or a warning"
            assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {}), \
                f"{cell['id']}: a progress bar is another one each time; `train` draws none while storing"


@every_notebook
def test_it_is_stored_as_the_store_command_writes_it(path, tmp_path):
    notebook = editions.read(path)
    nbformat.validate(notebook)
    editions.write(editions.tidy(notebook), tmp_path / "again.ipynb")
    assert (tmp_path / "again.ipynb").read_bytes() == path.read_bytes(), \
        f"{path.name} was saved by another program: `rnn-course store notebooks/{path.name}` brings it into form"
    assert path.stat().st_size < 900_000


@every_notebook
def test_cell_ids_are_human_and_unique(path):
    ids = [cell["id"] for cell in editions.read(path).cells]
    assert len(ids) == len(set(ids))
    for id in ids:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id), \
            f"{path.name} has a cell with the id {id}; ids are small letters and figures, with - between words"


@every_notebook
def test_every_cell_of_an_exercise_or_question_belongs_to_one(path):
    items = {id for id, item in (EXERCISES | QUESTIONS).items() if item.notebook == path.stem}
    known = {f"{kind}-{dashed(id)}" for id in items for kind in ("ex", "hints", "ask", "question")}
    for cell in editions.read(path).cells:
        assert cell["id"] in known or not re.match("(ex|hints|ask|question)-", cell["id"]), (
            f"{path.name} has a cell {cell['id']}, but rnn_utils/grading/exercises/n{path.stem}.py has nothing of that "
            "name: delete the cells of a dropped exercise, or put its entry back")


@every_notebook
def test_code_cells_fit_without_scrolling(path):
    for cell in code_cells(editions.read(path)):
        lines = cell.source.splitlines()
        most = 36 if cell["id"].startswith("ex-") else 16
        assert len(lines) <= most, f"{cell['id']} has {len(lines)} lines"
        assert max(map(len, lines)) <= 100, f"{cell['id']} has a line of {max(map(len, lines))}"


@every_notebook
def test_pictures_are_there_with_their_size_and_an_alternative_text(path):
    count = 0
    for cell in code_cells(editions.read(path)):
        for output in cell.outputs:
            page = output.get("data", {}).get("text/html", "")
            for tag in re.findall(r"<img[^>]*>", page):
                count += 1
                width, height = (int(re.search(rf'{side}="(\d+)"', tag)[1]) for side in ("width", "height"))
                picture = base64.b64decode(re.search(r'base64,([^"]+)"', tag)[1])
                assert picture[:8] == b"\x89PNG\r\n\x1a\n"
                assert struct.unpack(">II", picture[16:24]) == (2 * width, 2 * height)
                assert len(re.search(r'alt="([^"]*)"', tag)[1]) > 30, cell["id"]
            assert "image/png" not in output.get("data", {}), f"{cell['id']}: no alternative text"
    assert count >= 2, f"{path.name} has {count} pictures"
    drawn = [cell["id"] for cell in code_cells(editions.read(path))
             if re.search(r"^(draw_\w+|heat_map|curves|bars|tokens|word_columns|piano_roll|gates)\(", cell.source, re.M)]
    assert count == len(drawn), drawn


@every_notebook
def test_it_has_what_every_notebook_has(path):
    notebook = editions.read(path)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert notebook.cells[0].source.startswith("# ") and "you will" in notebook.cells[0].source
    assert re.search(r"^## Experiment: ", text, re.M)
    assert "## What you should remember" in notebook.cells[-1].source
    assert "**Next:**" in notebook.cells[-1].source
    assert sum(question.notebook == path.stem for question in QUESTIONS.values()) in (2, 3)
    assert sum(exercise.notebook == path.stem for exercise in EXERCISES.values()) >= 1


@every_notebook
def test_links_to_other_notebooks_lead_somewhere(path):
    for cell in editions.read(path).cells:
        for target in re.findall(r"\]\(([^)#]+\.ipynb)\)", cell.source):
            assert (path.parent / target).is_file(), target


@every_notebook
def test_nothing_in_it_depends_on_one_machine(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/home/|/Users/|/tmp/|/work/|site-packages|0x[0-9a-f]{8}", text)


@pytest.mark.parametrize("id", EXERCISES)
def test_an_exercise_has_its_cells_and_the_stub_is_in_step_with_its_answer(id):
    exercise = EXERCISES[id]
    notebook = editions.read(ROOT / "notebooks" / f"{exercise.notebook}.ipynb")
    order = [cell["id"] for cell in notebook.cells]
    wanted = [f"{kind}-{dashed(id)}" for kind in ("ex", "hints", "check", "use")]
    assert set(wanted) & set(order), \
        f"{exercise.notebook}.ipynb has no cells for the exercise {id}: `rnn-course new-exercise {id}` puts them in"
    stub, hints, check, use = (cell_of(notebook, cell_id) for cell_id in wanted)
    start = order.index(wanted[0])
    assert order[start:start + 4] == wanted, f"the cells {', '.join(wanted)} must follow one another"
    assert stub.source == exercise.stub().rstrip("\n"), \
        f"the stub of {id} differs from its answer in rnn_utils: `rnn-course refresh` makes it anew"
    assert check.source == f"grade({id})" and use.source == f"{id} = verified({id})"
    text = "\n".join(cell.source for cell in notebook.cells[:start])
    assert f"Exercise: `{id}`" in text, f"no heading “Exercise: `{id}`” stands before its stub"
    assert TO_WRITE not in notebook.cells[start - 1].source, f"the statement of {id} is still to be written"


@pytest.mark.parametrize("id", EXERCISES)
def test_three_hints_unfold_one_after_the_other_and_never_give_the_answer(id):
    exercise = EXERCISES[id]
    notebook = editions.read(ROOT / "notebooks" / f"{exercise.notebook}.ipynb")
    hints = cell_of(notebook, f"hints-{dashed(id)}").source
    assert re.findall(r"<summary>(.*?)</summary>\n\n", hints) == ["Hint 1", "Hint 2", "Hint 3"]
    assert hints.count("</details>") == 3 and hints.rindex("<details>") < hints.index("</details>")
    assert TO_WRITE not in hints, f"a hint of {id} is still to be written"
    squeezed = re.sub(r"\s|`", "", hints)
    for line, blanked in zip(exercise.source.splitlines(), exercise.stub().splitlines()):
        answer = re.sub(r"\s", "", re.split(r"[^=]=\s|return ", line, maxsplit=1)[-1])
        if line != blanked and len(answer) > 10:
            assert answer not in squeezed, f"a hint of {id} gives the line `{line.strip()}`"


@pytest.mark.parametrize("id", QUESTIONS)
def test_a_question_has_its_cells_and_a_reason_for_each_option(id):
    question = QUESTIONS[id]
    notebook = editions.read(ROOT / "notebooks" / f"{question.notebook}.ipynb")
    options = re.findall(r"^- \*\*([a-z])\)\*\* ", cell_of(notebook, f"ask-{id}").source, re.M)
    assert TO_WRITE not in cell_of(notebook, f"ask-{id}").source, f"the question {id} is still to be written"
    assert options == list(question.options), \
        f"the question {id} offers {', '.join(options)}; its reasons in grading/exercises/ are for " \
        f"{', '.join(question.options)}"
    assert cell_of(notebook, f"question-{id}").source == f'answer = ...\ngrade(answer, exercise="{id}")'


def test_the_readme_lists_every_notebook_and_exercise():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for row in refresh.rows():
        assert row in readme.splitlines(), f"README.md should have the row “{row}”: `rnn-course refresh`"
    assert readme == refresh.with_table(readme), "README.md lists notebooks that are not there: `rnn-course refresh`"


def test_a_translation_of_this_course_has_every_sentence():
    """Holds for a course that has one: notebooks/messages.json goes to the learners with the notebooks."""
    path = editions.FOLDER / "messages.json"
    table = messages.read(path) if path.exists() else dict.fromkeys(messages.sentences())
    missing = [sentence for sentence in messages.sentences() if sentence not in table]
    assert not missing and len(table) == len(messages.sentences()), (
        f"notebooks/messages.json lacks {len(missing)} sentences and has "
        f"{len(table) + len(missing) - len(messages.sentences())} that are no longer said: `rnn-course messages "
        "NEW.json --from notebooks/messages.json`")


def test_every_path_the_readme_names_exists():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", readme):
        assert (ROOT / target).exists(), target
    tree = readme.split("## Where things are", 1)[1].split("```")[1]
    folder = ROOT
    for line in tree.strip().splitlines():
        name = line.split()[0]
        if not line.startswith(" "):
            folder = ROOT / name if name.endswith("/") else ROOT
            assert (ROOT / name).exists(), name
        else:
            assert (folder / name).exists(), name


def test_every_module_stands_on_the_readmes_map():
    tree = (ROOT / "README.md").read_text(encoding="utf-8").split("## Where things are", 1)[1]
    for path in (ROOT / "rnn_utils").iterdir():
        if path.name not in ("__init__.py", "__pycache__"):
            assert f"  {path.name}" in tree, f"README.md's map lacks {path.name}"
