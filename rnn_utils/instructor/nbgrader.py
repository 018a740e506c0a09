"""`rnn-course nbgrader OUT`: a course folder for nbgrader, one assignment a notebook.

    source/02_rnn_cell/02_rnn_cell.ipynb    with the answers, which nbgrader takes out
    nbgrader_config.py                      what nbgrader must be told

Each exercise is a cell whose blanks nbgrader calls solutions, and a cell of its own for the
points, behind the check and before the notebook goes on with a verified function.
"""
import nbformat

from rnn_utils.instructor import choices, editions

CONFIG = '''"""For nbgrader, in this folder: nbgrader generate_assignment 02_rnn_cell"""
import os

os.environ["RNN_UTILS_PROGRESS"] = "off"         # grading keeps no learner's progress
os.environ["RNN_UTILS_TRAINING"] = "short"       # no point depends on how a training comes out
os.environ["TQDM_DISABLE"] = "1"

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "rnn-course"
c.ClearSolutions.code_stub = {"python": ""}      # the notebooks bring their own blanks
c.Execute.timeout = 120
'''


def add_command(commands):
    command = commands.add_parser("nbgrader", help="a course folder for nbgrader 0.9")
    choices.add_choices(command)
    choices.add_points(command)
    command.set_defaults(run=nbgrader)


def nbgrader(options):
    points = choices.points(options)
    made = choices.chosen(options)
    files = {f"source/{name}/{name}.ipynb": assignment(editions.linked(notebook, made, "../{}/{}.ipynb"), points,
                                                       options)
             for name, notebook in made.items()}
    out = choices.write_all(options, files | {"nbgrader_config.py": CONFIG})
    print(f"{len(made)} assignments are in {out}: cd there, and nbgrader generate_assignment {next(iter(made))}")


def assignment(notebook, points, options):
    """The notebook as nbgrader's source: solutions marked, and a cell for the points of each exercise and question."""
    made = editions.without_outputs(notebook)
    cells = []
    for cell in made.cells:
        cells.append(cell)
        exercise, question = editions.exercise_of(cell), editions.question_of(cell)
        if exercise or question:
            cell.source = editions.with_marks(cell, marked)
            cell.metadata["nbgrader"] = _marks(cell["id"], solution=True)
        graded = editions.exercise_of(cell, "check") or question
        if graded:
            cells.append(_points_cell(graded, points[graded.id], "answer" if question else graded.id, options))
    made.cells = cells
    return made


def marked(lines, stub):
    """The lines between nbgrader's marks; the stub stands in a string, and is what nbgrader leaves."""
    indent = lines[0][:len(lines[0]) - len(lines[0].lstrip())]
    begin, quotes, end = (indent + text for text in ("### BEGIN SOLUTION", '"""', "### END SOLUTION"))
    return [begin, *lines, quotes, end, *stub, begin, quotes, end]


def _points_cell(item, points, name, options):
    """nbgrader reads the points from what the last line shows: a float, never negative."""
    arguments = editions.settings(options.seed, options.diagnosis)
    cell = nbformat.v4.new_code_cell("\n".join([
        f"# The points for {item.id}: nbgrader counts them here.",
        "### BEGIN HIDDEN TESTS",
        "from rnn_utils.grading import grade",
        f'_report = grade({name}, exercise="{item.id}"{arguments})',
        *["answer = ..."] * (name == "answer"),  # else a cell that fails further down would leave this one's answer
        "print(_report)",
        f"round({float(points)} * _report.points / {item.max_points}, 2)",
        "### END HIDDEN TESTS",
    ]), id=f"points-{editions.dashed(item.id)}")
    cell.metadata["nbgrader"] = _marks(cell["id"], grade=True, locked=True, points=points)
    return cell


def _marks(id, **marks):
    return nbformat.from_dict({"schema_version": 3, "grade_id": id, "cell_type": "code", "grade": False,
                               "solution": False, "locked": False, "task": False} | marks)
