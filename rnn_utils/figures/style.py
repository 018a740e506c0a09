"""How the course looks: colours by name and by role, a second cue for each, type sizes, one set of rcParams.

The colours are those of Okabe and Ito (2008), which people with any colour vision tell apart. Colour never
stands alone: each one comes with a line style, a marker and a hatch of its own, in the same order.
"""
import contextlib
from dataclasses import dataclass

import matplotlib

CARD = "#fcfcfa"    # the opaque near-white that every figure stands on, in light and dark themes
INK = "#24292f"     # text and neutral lines
SOFT_INK = "#5b636d"    # what is said in passing: shapes, notes, axes
HAIR = "#d9dce0"    # grid lines and quiet borders

SMALL, TEXT, MATH, TITLE = 11, 12, 15, 15   # type sizes in CSS px; a subscript is 0.7 of MATH


@dataclass(frozen=True)
class Colour:
    """One colour of the palette: the line, a soft fill, a text colour dark enough to read, and its second cues."""

    line: str
    fill: str
    ink: str
    dashes: object
    marker: str
    hatch: str


PALETTE = {
    "blue": Colour("#0072b2", "#d9eaf5", "#00568a", "solid", "o", ""),
    "orange": Colour("#e69f00", "#fdeecb", "#8a5a00", (0, (5, 1.6)), "s", "//"),
    "green": Colour("#009e73", "#d3eee5", "#00694c", (0, (1.2, 1.2)), "^", ".."),
    "purple": Colour("#cc79a7", "#f7e4ee", "#96406f", (0, (7, 1.6, 1.2, 1.6)), "D", "xx"),
    "sky": Colour("#56b4e9", "#e2f2fc", "#1a6e9f", (0, (3, 1, 1, 1, 1, 1)), "v", "\\\\"),
    "vermillion": Colour("#d55e00", "#fbe3d3", "#a84700", (0, (3.2, 1.8)), "P", "--"),
    "black": Colour("#24292f", "#e7e9ec", "#24292f", (0, (9, 2)), "X", "++"),
    "yellow": Colour("#f0e442", "#fcf8c4", "#6b6500", "solid", "*", "oo"),
}

# The same thing has the same colour in every figure of the course.
ROLES = {"input": "orange", "state": "blue", "output": "green", "gradient": "vermillion", "memory": "purple",
         "gate": "sky", "plain": "black", "mark": "yellow"}

SERIES = ("blue", "orange", "green", "purple", "sky", "vermillion", "black")   # the order of curves in a chart

_OWN = {
    "font.family": ["sans-serif"], "font.sans-serif": ["DejaVu Sans"], "font.monospace": ["DejaVu Sans Mono"],
    "mathtext.fontset": "cm", "font.size": TEXT, "text.color": INK, "axes.labelcolor": SOFT_INK,
    "axes.edgecolor": SOFT_INK, "xtick.color": SOFT_INK, "ytick.color": SOFT_INK, "figure.facecolor": CARD,
    "axes.facecolor": CARD, "lines.linewidth": 2.0, "axes.linewidth": 1.0,
}
_NOT_STYLE = {"backend", "backend_fallback", "interactive", "toolbar", "webagg.open_in_browser"}


@contextlib.contextmanager
def house_style():
    """The course's rcParams, and nothing of the learner's own, for as long as the `with` block (or call) lasts."""
    defaults = {key: value for key, value in matplotlib.rcParamsDefault.items() if key not in _NOT_STYLE}
    with matplotlib.rc_context(defaults | _OWN):
        yield


def role(name):
    """The `Colour` that the thing called `name` has everywhere in the course."""
    return PALETTE[ROLES[name]]


def text_width(text, size):
    """About how wide `text` is in CSS px at this type size, erring to the wide side.

    An estimate by kinds of letter rather than a measurement, so that a figure whose size depends on its words
    has the same size on every machine.
    """
    return sum(_EMS.get(letter, 0.74 if letter.isupper() else 0.64) for letter in str(text)) * size


_EMS = {letter: em for letters, em in (("ijlI|'", 0.3), (" .,:;!f", 0.36), ("trJ()[]/\\-", 0.43), ("cszLTFE", 0.6),
                                       ("w", 0.82), ("mM@%W…", 1.0)) for letter in letters}


def wrap(text, size, width):
    """The words of `text` in lines no wider than `width` CSS px (a single word may be wider)."""
    lines = [""]
    for word in str(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
