"""`rnn-course otter OUT`: notebooks in the format of otter-grader's `otter assign`.

    02_rnn_cell/02_rnn_cell.ipynb    with the answers, which `otter assign` takes out

Raw cells mark each exercise as a question, with one hidden test for each share of its points.
"""
import nbformat

from rnn_utils.grading.exercise import Exercise
from rnn_utils.instructor import choices, editions


def add_command(commands):
    command = commands.add_parser("otter", help="notebooks for otter-grader 7: otter assign, otter run")
    choices.add_choices(command)
    choices.add_points(command)
    command.set_defaults(run=otter)


def otter(options):
    points = choices.points(options)
    made = choices.chosen(options)
    out = choices.write_all(options, {f"{name}/{name}.ipynb": master(name, notebook, points, options)
                                      for name, notebook in made.items()})
    name = next(iter(made))
    print(f"{len(made)} notebooks are in {out}: cd there, and otter assign {name}/{name}.ipynb {name}/dist")


def master(name, notebook, points, options):
    """The notebook as `otter assign` wants it."""
    made = editions.without_outputs(notebook)
    files = [choices.MESSAGES] * (editions.FOLDER / choices.MESSAGES).is_file()
    cells = [_raw("assignment-config", f"# ASSIGNMENT CONFIG\nname: {name}\nexport_cell: false\nfiles: {files}\n"
                                       "tests:\n  ok_format: false")]
    for cell in made.cells:
        item = editions.exercise_of(cell) or editions.question_of(cell)
        if item:
            cell.source = editions.with_marks(cell, marked)
        cells += _question(cell, item, points[item.id], options) if item else [cell]
    made.cells = cells
    return made


def marked(lines, stub):
    """The lines between otter's marks, and the stub as the prompt that takes their place."""
    indent = lines[0][:len(lines[0]) - len(lines[0].lstrip())]
    return [f"{indent}# BEGIN SOLUTION NO PROMPT", *lines, f"{indent}# END SOLUTION",
            f'{indent}""" # BEGIN PROMPT', *stub, f'{indent}""" # END PROMPT']


def _question(cell, item, points, options):
    """The cell with the raw cells and the tests around it; otter runs these tests right behind it.

    The question's points are the sum of the tests': given once more, rounding could make them differ.
    """
    name = editions.dashed(item.id)
    return [_raw(f"begin-{name}", f"# BEGIN QUESTION\nname: {name}\ncheck_cell: false"),
            _raw(f"begin-solution-{name}", "# BEGIN SOLUTION"), cell, _raw(f"end-solution-{name}", "# END SOLUTION"),
            _raw(f"begin-tests-{name}", "# BEGIN TESTS"),
            *[_test(item, i, check, points * share / item.max_points, options)
              for i, (check, share) in enumerate(_shares(item).items())],
            _raw(f"end-tests-{name}", "# END TESTS"), _raw(f"end-{name}", "# END QUESTION")]


def _shares(item):
    """{name of the check in the report: points}; a question has one, without a check."""
    if not isinstance(item, Exercise):
        return {"": item.max_points}
    return {"inputs left unchanged" if name == "form" else name: share for name, share in item.points.items()}


def _test(item, i, check, points, options):
    arguments = editions.settings(options.seed, options.diagnosis)
    name = item.id if isinstance(item, Exercise) else "answer"
    passed = f"{check!r} in [check.name for check in report.checks if check.points]" if check else "report.passed"
    return nbformat.v4.new_code_cell("\n".join([
        '""" # BEGIN TEST CONFIG',
        "hidden: true",
        f"points: {round(points, 6)}",
        '""" # END TEST CONFIG',
        f"def test_{i}({name}):",
        "    from rnn_utils.grading import grade",
        f'    report = grade({name}, exercise="{item.id}"{arguments})',
        f"    assert {passed}, report.message",
    ]), id=f"test-{editions.dashed(item.id)}-{i}")


def _raw(id, source):
    return nbformat.v4.new_raw_cell(source, id=id)
