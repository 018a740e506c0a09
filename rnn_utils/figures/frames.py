"""What the plots share: axes placed in CSS px, their numbers and names, and how numbers and names are written."""
import math
import re

import numpy as np
from matplotlib.ticker import FuncFormatter, LogFormatterMathtext, LogLocator, MaxNLocator, NullLocator

from rnn_utils.figures.canvas import Canvas, title_lines
from rnn_utils.figures.style import CARD, HAIR, SOFT_INK, text_width

EDGE = 22       # from the outermost thing to the edge of the card
WIDEST = 860
TICK, NAME, FORMULA, POWER = 11, 12, 14, 13      # type sizes: numbers at an axis, names, names with formulas, 10⁻³


class Frame:
    """Axes between four edges given in CSS px, y downwards like the canvas they lie on."""

    def __init__(self, canvas, left, top, right, bottom):
        self.canvas, self.left, self.top, self.right, self.bottom = canvas, left, top, right, bottom
        self.axes = canvas.figure.add_axes((0, 0, 1, 1), facecolor="none")
        self.axes.spines[:].set_visible(False)
        self.axes.set_axisbelow(True)
        self.axes.tick_params(length=0, labelsize=TICK, pad=5)
        self.axes.set(xticks=[], yticks=[])
        self.place()

    def place(self, **edges):
        """Move some of the edges."""
        vars(self).update(edges)
        wide, high = self.canvas.width, self.canvas.height
        self.axes.set_position((self.left / wide, 1 - self.bottom / high, self.width / wide, self.height / high))

    @property
    def width(self):
        return self.right - self.left

    @property
    def height(self):
        return self.bottom - self.top

    def x_of(self, value):
        """Where a value lies across, in CSS px."""
        return self.left + self.width * _share(value, self.axes.get_xlim(), self.axes.get_xscale() == "log")

    def y_of(self, value):
        """Where a value lies along, in CSS px."""
        return self.bottom - self.height * _share(value, self.axes.get_ylim(), self.axes.get_yscale() == "log")

    def number(self, axis, log=False, ticks=6, whole=False):
        """Round numbers at an axis ("x" or "y"), a hair line at each of them, in the scale that the axis has."""
        axis = self.axes.xaxis if axis == "x" else self.axes.yaxis
        low, high = sorted(axis.get_view_interval())
        if log and high / low > 50:
            axis.set_major_locator(LogLocator(numticks=ticks + 1))
            axis.set_major_formatter(LogFormatterMathtext())
            axis.set_tick_params(labelsize=POWER)
        else:
            axis.set_major_locator(LogLocator(subs=(1, 2, 5)) if log else MaxNLocator(
                ticks, integer=whole, steps=[1, 2, 2.5, 5, 10]))
            axis.set_major_formatter(FuncFormatter(lambda value, _: written(value, 6)))
        axis.set_minor_locator(NullLocator())
        axis.grid(True, color=HAIR, linewidth=0.8)


def _share(value, limits, log):
    value, low, high = (math.log(number) for number in (value, *limits)) if log else (value, *limits)
    return (value - low) / (high - low)


def plot_frame(width, height, title, x_label, y_label, *, left=EDGE + 46, right=EDGE, above=0, below=24):
    """A card with its title and labels, and on it a frame for a plot of this `height`.

    The y axis' label stands over the axis, where it is read without turning one's head; `above` and `below` are
    left free over and under the frame.
    """
    lines = title_lines(title, width - 2 * EDGE)
    y_over = EDGE + 22 * len(lines) + (10 if lines else 0)
    top = y_over + (24 if y_label else 0) + above
    canvas = Canvas(width, top + height + below + (20 if x_label else 0) + EDGE - 8)
    canvas.title(EDGE, EDGE - 4, lines)
    frame = Frame(canvas, left, top, width - right, top + height)
    if y_label:
        label(canvas, EDGE, y_over + 5, y_label, colour=SOFT_INK, across="left")
    if x_label:
        label(canvas, (frame.left + frame.right) / 2, frame.bottom + below + 12, x_label, colour=SOFT_INK)
    return frame


def note_value(canvas, x, y, text, **how):
    """A value beside its mark, on a patch of the card so that no grid line runs through it."""
    canvas.text(x, y, text, size=TICK, gid="value", **how).set_bbox(
        {"facecolor": CARD, "edgecolor": "none", "pad": 1.2, "alpha": 0.85})


def label(canvas, x, y, text, **how):
    """A name that may hold formulas between dollar signs."""
    return canvas.text(x, y, text, math=True, **{"size": size_of(text), "gid": "label", **how})


def size_of(text):
    """The type size of a name: larger where a formula's raised letters must stay legible."""
    return FORMULA if "$" in text else NAME


def width_of(text):
    """About the width of a name in CSS px; in a formula, a command prints one letter."""
    printed = re.sub(r"[${}^_]", "", re.sub(r"\\[a-zA-Z]+", "m", text)) if "$" in text else text
    return text_width(printed, size_of(text))


def written(number, digits=3):
    """A number as a reader expects it: 0.123, 12,300, 2.3e−9."""
    if number and not 1e-3 <= abs(number) < 1e6:
        mantissa, exponent = f"{number:.{min(digits, 3) - 1}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        text = f"{mantissa}e{int(exponent)}"
    else:
        text = f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.{digits}g}"
    return text.replace("-", "−")


def names_of(what, names, count):
    """The names at an axis, as texts: as many as `count`, or none."""
    names = [] if names is None else [str(name) for name in names]
    if names and len(names) != count:
        raise ValueError(f"`{what}` has {len(names)} names; expected {count}.")
    return names


def levels_of(baseline, log=False):
    """The horizontal lines of a plot, checked: name -> number."""
    levels = {str(name): float(level) for name, level in dict(baseline or {}).items()}
    for name, level in levels.items():
        if not math.isfinite(level) or (log and level <= 0):
            raise ValueError(f"the baseline {name!r} is {level:g}; expected a finite number"
                             f"{' above 0, since the axis is logarithmic' * log}.")
    return levels


def spread(levels, gap):
    """The levels, pushed apart until no two are closer than `gap`."""
    order, places = np.argsort(levels, kind="stable"), np.array(levels, float)
    for _ in range(300):
        for above, below in zip(order, order[1:]):
            close = gap - (places[below] - places[above])
            if close > 0:
                places[above], places[below] = places[above] - close / 2, places[below] + close / 2
    return places
