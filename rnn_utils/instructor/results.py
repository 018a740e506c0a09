"""What an instructor gets of a graded class: a table of points, a page for each student, a page about the class.

Everything that comes from students, names of files included, is escaped: in HTML, and in the CSV
against cells that a spreadsheet would take for formulas.
"""
import csv
import html
import io
import re
from collections import Counter
from dataclasses import asdict
from hashlib import sha256

from rnn_utils.grading.exercises import EXERCISES, NOTEBOOKS
from rnn_utils.grading.report import Report, code
from rnn_utils.instructor.classroom import ITEMS, NOT_GRADED, report_of

COLUMNS = ("student", "exercise", "points", "max_points", "status", "mistake", "reason", "file")
STYLE = """:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em }
table { border-collapse: collapse } th, td { text-align: left; padding: 0.2em 1em 0.2em 0; vertical-align: top }
th:nth-child(2), td:nth-child(2) { text-align: right; white-space: nowrap }
.bar { background: #0072b2; height: 0.9em; min-width: 1px }
.notice { border-left: 4px solid #d55e00; padding: 0.3em 1em; margin: 1em 0 }
nav { margin: 1em 0 } code, pre { font-size: 0.9em; overflow-wrap: anywhere }"""
WITHOUT_SANDBOX = ("The students' code was run without a sandbox (--unsandboxed), in the account of whoever graded: "
                   "it could have done anything there, and these points are only as good as the trust in the class.")


def merged(results, only=()):
    """{student: {exercise: (item, file)}}: of several notebooks with an exercise, the one with the most points.

    only : the exercises and questions that everybody had to hand in, if these were said
    """
    students = {}
    for result in results:
        mine = students.setdefault(result["student"], {})
        for item in result["items"]:
            before = mine.get(item["exercise"])
            if before is None or (item["points"], before[0]["status"] == NOT_GRADED) > (before[0]["points"], False):
                mine[item["exercise"]] = item, result["file"]
    for mine in students.values():
        for id in set(only) - set(mine):
            missing = Report(id, "not handed in", 0, ITEMS[id].max_points,
                             f"No notebook {ITEMS[id].notebook} of this student is there.")
            mine[id] = asdict(missing), ""
    order = list(ITEMS)
    return {student: dict(sorted(mine.items(), key=lambda pair: order.index(pair[0])))
            for student, mine in sorted(students.items())}


def reason(item):
    """The words that go with an item's points, in one line."""
    message = item["message"] if item["message"].endswith((".", "?", "!", ")")) else item["message"] + "."
    return " ".join(f"{message} {item['note']}".split())


# The table -----------------------------------------------------------------------------------------


def table(results, ignored=(), only=()):
    """The CSV text; a file in which no exercise can be found, and a student without any, have a line of their own."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    students = merged(results, only)
    for student, mine in students.items():
        for id, (item, file) in mine.items():
            rows.writerow(map(_harmless, (student, id, item["points"], item["max_points"], item["status"],
                                          item["mistake"] or "", reason(item), file)))
        for result in results:
            if result["student"] == student and not result["items"]:
                rows.writerow(map(_harmless, (student, "", 0, "", NOT_GRADED, "", result["trouble"], result["file"])))
    for file in ignored:
        student = file.partition("/")[0]
        if student not in students:
            rows.writerow(map(_harmless, (student, "", 0, "", NOT_GRADED, "", "This is no notebook.", file)))
    return text.getvalue()


def totals(results, only=()):
    """The CSV text with one line for each student: all points, of how many."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("student", "points", "max_points"))
    for student, mine in merged(results, only).items():
        rows.writerow(map(_harmless, (student, *_sum(mine))))
    return text.getvalue()


def _harmless(value):
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


# A page for each student ------------------------------------------------------------------------------


def page(title, *parts):
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>\n'
            f"<style>{STYLE}</style></head>\n<body><h1>{html.escape(title)}</h1>\n" + "\n".join(parts) +
            "</body></html>\n")


def feedback_name(student):
    """A file name for a student's page: readable, and no two alike."""
    plain = re.sub(r"[^\w-]+", "-", student).strip("-")[:60]
    mark = sha256(student.encode()).hexdigest()[:6]
    return f"{plain}.html" if plain == student else f"{plain or 'student'}-{mark}.html"


def feedback(student, mine, troubles, sandboxed):
    """The page of one student: every report as the notebook would show it."""
    points, most = _sum(mine)
    parts = [_notice(f"{file}: {says}") for file, says in troubles]
    parts.append(f"<p>Together {points} of {most} points.</p>")
    for notebook, (title, _) in NOTEBOOKS.items():
        items = [(item, file) for id, (item, file) in mine.items() if ITEMS[id].notebook == notebook]
        if items:
            parts.append(f"<h2>{html.escape(notebook[:2])} · {html.escape(title)}</h2>")
            parts += [_notice(f"{item['exercise']}: not graded. {reason(item)}") if item["status"] == NOT_GRADED
                      else report_of(item)._repr_html_() for item, _ in items]
    if not sandboxed:
        parts.append(_notice(WITHOUT_SANDBOX))
    return page(student, *parts)


def _notice(text):
    return f'<div class="notice">{code(text)}</div>'


def _sum(mine):
    return sum(item["points"] for item, _ in mine.values()), sum(item["max_points"] for item, _ in mine.values())


# The page about the class -------------------------------------------------------------------------------


def class_page(results, ignored, settings):
    """Distribution, hardest exercises, commonest mistakes, and what somebody has to look at."""
    students = merged(results, settings.only)
    parts = [] if settings.sandboxed else [_notice(WITHOUT_SANDBOX)]
    parts.append(f"<p>{len(students)} students, {len(results)} files; cases drawn from the seed {settings.seed}. "
                 'All rows are in <a href="points.csv">points.csv</a>, the sums in '
                 '<a href="totals.csv">totals.csv</a>.</p>')
    return page("The class", *parts, _distribution(students), _hardest(students), _mistakes(students),
                _to_look_at(results, ignored), _links(students))


def _distribution(students):
    shares = [points / most for points, most in map(_sum, students.values()) if most]
    counts = Counter(min(int(10 * share), 9) for share in shares)
    rows = [(f"{10 * k} to {10 * (k + 1)} %", counts[k], counts[k] / max(counts.values(), default=1), "")
            for k in range(10)]
    return _bars("Points", ("share of the points", "students", "", ""), rows)


def _hardest(students):
    by_exercise = {}
    for mine in students.values():
        for id, (item, _) in mine.items():
            if item["status"] != NOT_GRADED:
                by_exercise.setdefault(id, []).append(item)
    rows = []
    for id, items in by_exercise.items():
        share = sum(item["points"] for item in items) / sum(item["max_points"] for item in items)
        passed = sum(item["status"] == "passed" for item in items)
        missing = sum(item["status"] == "not attempted" for item in items)
        rows.append((id, f"{100 * share:.0f} %", share, f"{passed} of {len(items)} passed" +
                     f", {missing} not attempted" * bool(missing)))
    return _bars("Exercises, the hardest first", ("exercise", "mean", "", ""), sorted(rows, key=lambda row: row[2]))


def _mistakes(students):
    says = {(id, known.id): known.says for id, exercise in EXERCISES.items() for known in exercise.mistakes}
    counts = Counter((id, item["mistake"]) for mine in students.values() for id, (item, _) in mine.items()
                     if item["mistake"] and id in EXERCISES)
    most = max(counts.values(), default=1)
    rows = [(f"{id}: {name}", count, count / most, says.get((id, name), ""))
            for (id, name), count in counts.most_common()]
    return _bars("Mistakes, the commonest first", ("mistake", "students", "", "what they are told"), rows)


def _bars(title, heads, rows):
    cells = "".join(f'<tr><td>{html.escape(str(name))}</td><td>{html.escape(str(count))}</td>'
                    f'<td style="width: 12em"><div class="bar" style="width: {100 * share:.0f}%"></div></td>'
                    f"<td>{code(text)}</td></tr>\n" for name, count, share, text in rows)
    head = "".join(f"<th>{html.escape(each)}</th>" for each in heads)
    return f"<h2>{html.escape(title)}</h2>\n<table><tr>{head}</tr>\n{cells}</table>" if rows else ""


def _to_look_at(results, ignored):
    rows = [f"{result['student']}, {result['file']}: {result['trouble']}" for result in results if result["trouble"]]
    rows += [f"{result['student']}, {item['exercise']}: {item['note']}" for result in results
             for item in result["items"] if item["note"]]
    rows += [f"{file}: no notebook, so it was not looked at." for file in ignored]
    items = "".join(f"<li>{code(row)}</li>\n" for row in rows)
    return f"<h2>Worth a look</h2>\n<ul>{items}</ul>" if rows else ""


def _links(students):
    rows = "".join(f'<tr><td><a href="feedback/{html.escape(feedback_name(student))}">{html.escape(student)}</a></td>'
                   f'<td>{_sum(mine)[0]} of {_sum(mine)[1]}</td></tr>\n'
                   for student, mine in students.items())
    return f"<h2>Students</h2>\n<table><tr><th>student</th><th>points</th></tr>\n{rows}</table>"
