"""What a learner reads: one sentence, then the checks with their points."""
import html
from dataclasses import dataclass, field

from rnn_utils.grading.messages import translated
from rnn_utils.grading.results import short


@dataclass(frozen=True)
class Check:
    """One line of a report. `max_points` is 0 for checks that only inform."""

    name: str
    passed: bool
    message: str = ""
    points: int = 0
    max_points: int = 0


@dataclass(frozen=True)
class Report:
    """The outcome of grading one exercise or question.

    status     : 'passed', 'failed' or 'not attempted'
    points     : out of `max_points`
    checks     : list of `Check`
    mistake    : id of the recognised mistake, or None
    message    : one sentence: what, where, and the likely cause
    """

    exercise: str
    status: str
    points: int
    max_points: int
    message: str
    checks: list = field(default_factory=list)
    mistake: str | None = None
    printed: str = ""
    note: str = ""

    @property
    def passed(self):
        return self.status == "passed"

    def __str__(self):
        mark = {"passed": "✓", "failed": "✗"}.get(self.status, "○")
        lines = [f"{mark} {self.exercise}: {self.status}, {self.points} of {self.max_points} points",
                 f"  {translated(self.message)}"]
        for check in self.checks:
            points = f" ({check.points}/{check.max_points})" if check.max_points else ""
            says = f": {translated(check.message)}" if self._news(check) else ""
            lines.append(f"  {'✓' if check.passed else '✗'} {translated(check.name)}{points}{says}")
        if self.printed:
            lines += [f"  {translated('Your function printed:')}"] + [f"    {line}" for line in self.printed_lines()]
        if self.note:
            lines.append(f"  {translated(self.note)}")
        return "\n".join(lines)

    __repr__ = __str__

    def _news(self, check):
        """Whether a check's message says more than the report's own message."""
        return check.message and check.message.lower() not in self.message.lower()

    def printed_lines(self, most=12):
        lines = [short(line, 200) for line in self.printed.rstrip("\n").split("\n")]
        return lines if len(lines) <= most else lines[:most] + [f"… and {len(lines) - most} lines more"]

    def _repr_html_(self):
        """A card in JupyterLab's own colours, so that it is legible in every theme."""
        mark, word, edge = {
            "passed": ("✓", "passed", "var(--jp-success-color1, #2e7d32)"),
            "failed": ("✗", "not yet", "var(--jp-warn-color1, #b25600)"),
        }.get(self.status, ("○", "not attempted yet", "var(--jp-border-color1, #888)"))
        parts = [f'<div style="border-left: 4px solid {edge}; padding: 0.5em 1em; margin: 0.3em 0; '
                 'color: var(--jp-ui-font-color1, inherit); '
                 'background: var(--jp-layout-color2, transparent); line-height: 1.5">'
                 f'<div><b>{mark} {html.escape(self.exercise)}</b>: {translated(word)}'
                 f'<span style="float: right">{translated(f"{self.points} of {self.max_points} points")}</span></div>'
                 f'<div style="margin: 0.4em 0">{code(translated(self.message))}</div>']
        fine = [check for check in self.checks if check.passed and not check.max_points]
        if fine:                                 # what is right and earns nothing: one line for all
            parts.append(f"<div>✓ {' · '.join(code(translated(check.name)) for check in fine)}</div>")
        parts += [_line(check, self._news(check)) for check in self.checks if check not in fine]
        if self.printed:
            text = html.escape("\n".join(self.printed_lines()))
            parts.append(f'<div style="margin-top: 0.4em">{translated("Your function printed:")}</div>'
                         f'<pre style="margin: 0; color: inherit; background: transparent">{text}</pre>')
        if self.note:
            parts.append(f'<div style="margin-top: 0.4em">{code(translated(self.note))}</div>')
        return "".join(parts) + "</div>"


def _line(check, with_message):
    points = (f'<span style="float: right; white-space: nowrap">{check.points}/{check.max_points}</span>'
              if check.max_points else "")
    says = f": {code(translated(check.message))}" if with_message else ""
    return f'<div>{"✓" if check.passed else "✗"} {code(translated(check.name))}{says}{points}</div>'


def code(text):
    """Escaped text with `names` set as code."""
    parts = html.escape(text).split("`")
    for i in range(1, len(parts) - 1, 2):
        parts[i] = f'<code style="color: inherit; padding: 0">{parts[i]}</code>'
    return "".join(parts) if len(parts) % 2 else html.escape(text)
