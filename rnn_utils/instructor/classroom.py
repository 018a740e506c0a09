"""One submission, graded: from the content of a file to what is known of each of its exercises.

What comes out is plain data, ready for JSON: one item for each exercise and question, each with
its points and a reason in words. Whatever is wrong with a submission stays with that submission.
"""
import functools
import threading
from dataclasses import asdict, dataclass

from rnn_utils.grading.exercises import EXERCISES, QUESTIONS
from rnn_utils.grading.grader import bench, examine
from rnn_utils.grading.report import Check, Report
from rnn_utils.instructor import sandbox, submissions
from rnn_utils.instructor.output import Trouble

ITEMS = EXERCISES | QUESTIONS
NOT_GRADED = "not graded"                        # a status beside those of a Report: somebody has to look
ONE_AT_A_TIME = threading.Lock()                 # grading sets NumPy's and Python's names back in the whole process


@dataclass(frozen=True)
class Settings:
    """What must be equal for two results to be comparable."""

    seed: int
    only: tuple = ()                             # ids of exercises and questions, () for all
    sandboxed: bool = True
    limits: sandbox.Limits = sandbox.Limits()


@functools.lru_cache(maxsize=len(EXERCISES))
def _kept(id, seed):
    return bench(EXERCISES[id], seed)


def kept_bench(exercise, seed):
    """The cases and expected values, made once in each process and run."""
    return _kept(exercise.id, seed)


def grade_content(content, file, settings):
    """{"trouble", "again", "items"} of one file; it raises nothing.

    content : bytes
    file    : its name, from which the notebook is guessed where the content does not say it
    """
    try:
        with ONE_AT_A_TIME:
            return _grade(content, file, settings)
    except Trouble as trouble:                   # of this machine, not of this submission
        return ungraded(file, str(trouble), settings, again=True)
    except Exception as error:
        return ungraded(file, f"Grading this file ended in {type(error).__name__}: {str(error)[:200]}", settings,
                        again=True)


def ungraded(file, says, settings, again=False):
    """The result where nothing could be graded: an item for each exercise that must have been there."""
    wanted = items_of(submissions.notebooks_of([], file), settings)
    return {"trouble": says, "again": again,
            "items": [_item(Report(item.id, NOT_GRADED, 0, item.max_points, says)) for item in wanted]}


def items_of(notebooks, settings):
    """The exercises and questions of these notebooks that are to be graded."""
    return [item for item in ITEMS.values() if item.notebook in notebooks
            and (not settings.only or item.id in settings.only)]


def _grade(content, file, settings):
    try:
        cells = submissions.read(content)
    except submissions.Unreadable as error:
        return ungraded(file, str(error), settings)
    notebooks = submissions.notebooks_of(cells, file)
    if not notebooks:
        return ungraded(file, "Nothing in this notebook is an exercise of the course: no cell has the id of one, no "
                              "function the name of one.", settings)
    with sandbox.Sandbox(settings.limits, settings.sandboxed) as box:
        items = [_item(_report(item, cells, box, settings)) for item in items_of(notebooks, settings)]
    return {"trouble": "", "again": False, "items": items}


def _report(item, cells, box, settings):
    if item.id in QUESTIONS:
        answer, note = submissions.choice(cells, item)
        if answer is None:
            return Report(item.id, "not attempted", 0, item.max_points, note)
        return _noted(examine(answer, item.id), note)
    found, why, broken = submissions.candidates(cells, item)
    if not found:
        return Report(item.id, "failed" if broken else "not attempted", 0, item.max_points, why,
                      mistake="cannot-be-run" if broken else None)
    best = None
    for candidate in found:
        report = _of_candidate(item, candidate, cells, box, settings)
        if len(found) > 1:
            report = _noted(report, f"{len(found)} cells define `{item.id}` in different ways; the best of them "
                                    f"counts, cell {candidate.cell.number}.")
        if best is None or (report.points, report.status == "failed") > (best.points, best.status == "failed"):
            best = report
        if best.points == best.max_points:
            break
    return best


def _of_candidate(exercise, candidate, cells, box, settings):
    try:
        with box.function(exercise, candidate, cells) as function:
            report = examine(function, exercise.id, settings.seed, kept_bench)
        return _noted(report, candidate.note, "" if report.passed else function.note)
    except sandbox.NotThere as error:
        return _noted(Report(exercise.id, "failed", 0, exercise.max_points, f"The function cannot be run. {error}",
                             mistake="cannot-be-run"), candidate.note)


def _noted(report, *notes):
    return Report(**{**vars(report), "note": " ".join(filter(None, (report.note, *notes)))})


# To JSON and back ------------------------------------------------------------------------------------


def _item(report):
    """A Report as plain data; the checks' points may be NumPy's."""
    return asdict(report) | {"checks": [asdict(check) | {"passed": bool(check.passed)} for check in report.checks]}


def report_of(item):
    """The Report again."""
    return Report(**item | {"checks": [Check(**check) for check in item["checks"]]})
