"""Points so far, kept in one small JSON file beside the learner's notebooks.

The file is `progress.json` in the folder that the notebook runs in, so every kernel
finds it. The environment variable RNN_UTILS_PROGRESS names another file, or is "off".
It is written whole to a temporary file first and then put in place in one move; a file
that cannot be read is set aside, never overwritten. The best result of each exercise counts.
"""
import html
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rnn_utils.grading.messages import translated

ENVIRONMENT = "RNN_UTILS_PROGRESS"


def where():
    """The progress file, or None if progress is switched off."""
    setting = os.environ.get(ENVIRONMENT)
    if setting == "off":
        return None
    return Path(setting) if setting else Path.cwd() / "progress.json"


def load(path):
    """{exercise id: {"points", "max_points", "status"}}; a broken file is set aside."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return {name: entry for name, entry in stored["exercises"].items()
                if isinstance(entry["points"], int) and isinstance(entry["status"], str)}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        aside = path.with_name(path.name + ".unreadable")
        count = 1
        while aside.exists():
            count += 1
            aside = path.with_name(f"{path.name}.unreadable-{count}")
        path.rename(aside)
        return {}


def record(report):
    """Remember a report if it is the best so far; returns a sentence if that failed, else ''."""
    path = where()
    if path is None or report.status == "not attempted":
        return ""
    try:
        exercises = load(path)
        best = exercises.get(report.exercise, {"points": -1})
        if report.points > best["points"]:
            exercises[report.exercise] = {"points": report.points, "max_points": report.max_points,
                                          "status": report.status}
            _write(path, {"version": 1, "exercises": dict(sorted(exercises.items()))})
    except OSError as error:
        return f"Your points could not be saved in {path.name}: {error.strerror}."
    return ""


def _write(path, content):
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.write("\n")
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


@dataclass(frozen=True)
class Row:
    """A notebook's line: how many of its exercises are passed, and the points."""

    notebook: str
    title: str
    passed: int
    exercises: int
    points: int
    max_points: int

    @property
    def done(self):
        return self.exercises > 0 and self.passed == self.exercises


class Progress:
    """The learner's points over the whole course, as a table."""

    def __init__(self, rows):
        self.rows = rows

    @property
    def points(self):
        return sum(row.points for row in self.rows)

    @property
    def max_points(self):
        return sum(row.max_points for row in self.rows)

    def __str__(self):
        lines = [f"{'✓' if row.done else '○'} {row.notebook}: {row.passed} of {row.exercises} done, "
                 f"{row.points} of {row.max_points} points" for row in self.rows]
        return "\n".join(lines + [f"Together: {self.points} of {self.max_points} points"])

    __repr__ = __str__

    def _repr_html_(self):
        cell = 'style="text-align: left; padding: 0.2em 1em 0.2em 0"'
        rows = "".join(
            f'<tr><td {cell}>{"✓" if row.done else "○"}</td>'
            f'<td {cell}>{html.escape(row.title)}</td>'
            f'<td {cell}><progress value="{row.points}" max="{row.max_points}" '
            f'aria-label="{row.points} of {row.max_points} points"></progress></td>'
            f'<td {cell}>{translated(f"{row.passed} of {row.exercises} done")}</td>'
            f'<td {cell}>{translated(f"{row.points} of {row.max_points} points")}</td></tr>' for row in self.rows)
        return ('<table style="color: var(--jp-ui-font-color1, inherit)">' + rows +
                f'<tr><td {cell}></td><td {cell}><b>{translated("Together")}</b></td><td {cell}></td><td {cell}></td>'
                f'<td {cell}><b>{translated(f"{self.points} of {self.max_points} points")}</b></td></tr></table>')


def progress():
    """The points so far; shows a table in a notebook."""
    from rnn_utils.grading.exercises import EXERCISES, NOTEBOOKS, QUESTIONS

    path = where()
    try:
        stored = load(path) if path else {}
    except OSError:
        stored = {}
    rows = []
    for notebook, (title, _) in NOTEBOOKS.items():
        items = [item for item in (EXERCISES | QUESTIONS).values() if item.notebook == notebook]
        entries = [stored.get(item.id, {"points": 0, "status": ""}) for item in items]
        rows.append(Row(notebook, f"{notebook[:2]} · {title}", sum(entry["status"] == "passed" for entry in entries),
                        len(items), sum(min(entry["points"], item.max_points)
                                        for entry, item in zip(entries, items)),
                        sum(item.max_points for item in items)))
    return Progress(rows)


def course_map():
    """The notebooks as `figures.draw_course_map` wants them: (number, title, question, done)."""
    from rnn_utils.grading.exercises import NOTEBOOKS

    return [(int(row.notebook[:2]), *NOTEBOOKS[row.notebook], row.done) for row in progress().rows]
