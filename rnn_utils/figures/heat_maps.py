"""`heat_map`: a matrix as a map of colours."""
import math

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from rnn_utils.figures.canvas import Canvas, title_lines
from rnn_utils.figures.frames import EDGE, TICK, WIDEST, Frame, label, names_of, written
from rnn_utils.figures.style import CARD, INK, SOFT_INK, house_style, text_width

# From blue over near-white to orange: any colour vision tells the sign, and 0 looks like nothing. 65 shades: more are
# not told apart, and these few are kept exactly when the PNG is written.
DIVERGING = LinearSegmentedColormap.from_list(
    "signed", ["#003f66", "#0072b2", "#7fbbde", "#f2f2ee", "#f0ab7a", "#d55e00", "#843800"], N=65)
SEQUENTIAL = LinearSegmentedColormap.from_list(
    "positive", ["#f2f2ee", "#a9d3ea", "#3f96c9", "#0b5c92", "#082c47"], N=65)


@house_style()
def heat_map(values, *, rows=None, columns=None, title=None, row_axis=None, column_axis=None, limit=None,
             annotate=False, alt):
    """Draw a matrix as a map of colours.

    values           (rows, columns), finite. With a negative value among them, blue is negative, orange positive
                     and near-white 0, and the same distance from 0 is equally dark; with none, near-white is 0 and
                     darker blue is more.
    rows, columns    the names at the ticks (a text counts as its letters); None for none
    row_axis, column_axis   what the rows, the columns are
    limit            the value of the darkest colour; None for the largest absolute value
    annotate         write each value in its cell
    alt              the alternative text

    Returns a `Picture`. Raises ValueError for values that are not a matrix, names that do not fit it, a bad limit.
    """
    values = np.asarray(values, float)
    if values.ndim != 2 or not values.size or not np.isfinite(values).all():
        raise ValueError(f"`values` must be a matrix of finite numbers, not empty; its shape is {values.shape}.")
    rows, columns = names_of("rows", rows, values.shape[0]), names_of("columns", columns, values.shape[1])
    limit = (float(np.abs(values).max()) or 1.0) if limit is None else float(limit)
    if not (limit > 0 and math.isfinite(limit)):
        raise ValueError(f"`limit` is {limit:g}; expected a number above 0.")
    signed = bool((values < 0).any())
    frame = _map_frame(values.shape, rows, columns, title, row_axis, column_axis, annotate)
    wide, high = frame.width / values.shape[1], frame.height / values.shape[0]
    image = frame.axes.pcolormesh(
        values, cmap=DIVERGING if signed else SEQUENTIAL, vmin=-limit if signed else 0, vmax=limit,
        edgecolors=CARD if min(wide, high) > 9 else "face", linewidth=1.2 if min(wide, high) > 9 else 0.1, gid="cells")
    frame.axes.set(xlim=(0, values.shape[1]), ylim=(values.shape[0], 0))
    _name_ticks(frame.axes.xaxis, columns, wide)
    _name_ticks(frame.axes.yaxis, rows, high)
    if annotate:
        _write_values(frame, values, limit)
    _draw_colour_bar(frame, image)
    return frame.canvas.picture(alt)


def _map_frame(shape, rows, columns, title, row_axis, column_axis, annotate):
    """A card with its title and axes' names, and a frame in which a matrix of this shape has well-made cells."""
    left = EDGE + max((text_width(name, TICK) for name in rows), default=0) + (28 if row_axis else 6)
    right, longest = 86, max((text_width(name, TICK) for name in columns), default=0)
    wide = max(46 if annotate else 12, min(longest + 8, 96), min(34, 560 / shape[1]), 180 / shape[1])
    wide = min(wide, (WIDEST - left - right) / shape[1])
    high = max(24 if annotate else 3, min(26, 300 / shape[0]), 90 / shape[0], 13 if rows else 0)
    high = min(high, max(600 / shape[0], 24 if annotate else 0))
    width = max(round(left + wide * shape[1] + right), 360 if title else 0)
    lines = title_lines(title, width - 2 * EDGE)
    top, below = EDGE + 22 * len(lines) + (10 if lines else 0), (18 if columns else 2) + (24 if column_axis else 0)
    canvas = Canvas(width, round(top + high * shape[0] + below + EDGE - 4))
    canvas.title(EDGE, EDGE - 4, lines)
    frame = Frame(canvas, left, top, left + wide * shape[1], top + high * shape[0])
    if column_axis:
        label(canvas, (frame.left + frame.right) / 2, frame.bottom + below - 6, column_axis, colour=SOFT_INK)
    if row_axis:
        label(canvas, EDGE + 4, (frame.top + frame.bottom) / 2, row_axis, colour=SOFT_INK,
              along="center").set_rotation(90)
    return frame


def _name_ticks(axis, names, room):
    """The names at the middles of the cells, some left out where they would touch."""
    need = 13 if axis.axis_name == "y" else max((text_width(name, TICK) for name in names), default=1) + 4
    places = range(0, len(names), max(1, math.ceil(need / room)))
    axis.set_ticks([place + 0.5 for place in places], [names[place] for place in places])
    for tick in axis.get_ticklabels():
        tick.set_parse_math(False)


def _write_values(frame, values, limit):
    for (row, column), value in np.ndenumerate(values):
        frame.axes.text(column + 0.5, row + 0.5, written(value, 2), ha="center", va="center_baseline", fontsize=TICK,
                        color="#ffffff" if abs(value) > 0.5 * limit else INK, gid="value")


def _draw_colour_bar(frame, image):
    """A slim bar with its numbers, at the right of the map."""
    bar = Frame(frame.canvas, frame.right + 18, frame.top, frame.right + 30, min(frame.bottom, frame.top + 240))
    frame.canvas.figure.colorbar(image, cax=bar.axes)
    bar.axes.tick_params(length=0, labelsize=TICK, pad=5)
    bar.axes.spines[:].set_visible(False)
    bar.number("y", ticks=4 if bar.height < 150 else 6)
    bar.axes.grid(False)
