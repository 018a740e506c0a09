"""`curves`, `bars` and `tokens`: the plots of the course's experiments."""
import math
from dataclasses import dataclass

import numpy as np
from matplotlib.patheffects import withStroke

from rnn_utils.figures.canvas import DASHES, DOTS
from rnn_utils.figures.frames import (EDGE, WIDEST, label, levels_of, note_value, plot_frame, spread,
                                      width_of, written)
from rnn_utils.figures.style import CARD, INK, PALETTE, SERIES, SOFT_INK, house_style, text_width


WORD = 13   # the type size of the words of a sequence


# ---- curves -----------------------------------------------------------------------------------------------------

@house_style()
def curves(series, *, x=None, title=None, x_label=None, y_label=None, log=False, baseline=None, band=None,
           bounds=None, alt):
    """Draw curves, each named at its end, or in a legend where the names would collide.

    series     dict: name -> values (T,), or (values, low, high) with the edges of a shaded region around them;
               a value that is not finite leaves a gap. At most seven.
    x          (T,) where the values lie; None for 1, 2, 3, …
    log        a logarithmic y axis; a value that is not above 0 leaves a gap
    baseline   dict: name -> number, each a dashed horizontal line
    band       (name, low, high), a shaded region: numbers, or (T,)
    bounds     (name, dict: name of a curve -> values (T,)): beside each of these curves a thin dashed one of the same
               colour, such as what theory allows
    title, x_label, y_label, alt   the heading, what the axes show, the alternative text

    Returns a `Picture`. Raises ValueError for values that are not 1-D or do not fit x, or for nothing to draw.
    """
    x = None if x is None else np.asarray(x, float)
    lines = {str(name): _parts(name, values, x, log) for name, values in dict(series).items()}
    if not 0 < len(lines) <= len(SERIES):
        raise ValueError(f"`series` holds {len(lines)} curves; expected 1 to {len(SERIES)}.")
    levels, bounds = levels_of(baseline, log), _bounds(bounds, lines, x, log)
    frame = plot_frame(760, 270, title, x_label, y_label, above=24 if bounds else 0)
    frame.axes.set_yscale("log" if log else "linear")
    _draw_bounds(frame, bounds, list(lines), x)
    names = [_draw_band(frame.axes, band, x, lines, log)] if band else []
    names += [_draw_curve(frame.axes, name, parts, x, order) for order, (name, parts) in enumerate(lines.items())]
    names += _draw_levels(frame.axes, levels)
    frame.axes.margins(x=0.015, y=0.06)
    frame.axes.autoscale_view()
    frame.number("y", log)
    frame.number("x", ticks=8, whole=x is None or bool(np.all(x == np.round(x))))
    frame.axes.xaxis.grid(False)
    _write_names(frame, names)
    return frame.canvas.picture(alt)


@dataclass
class _Name:
    """A curve's name: the height of its end, how its line looks, the colour of the text."""

    text: str
    level: float
    colour: str
    ink: str
    width: float = 2.0
    dashes: object = "solid"
    marker: str = ""


def _parts(name, values, x, log):
    """A curve as [values, low, high], the edges None without a region, NaN where nothing can be drawn."""
    has_region = isinstance(values, tuple) and len(values) == 3 and np.ndim(values[0]) == 1
    parts = [np.array(part, float) for part in (values if has_region else (values,))]
    length = x.size if x is not None else parts[0].size
    for part in parts:
        if part.shape != (length,) or not length:
            raise ValueError(f"the curve {name!r} has shape {part.shape}; expected ({length or 'T'},).")
        part[~np.isfinite(part) | ((part <= 0) & log)] = np.nan
    if np.isnan(parts[0]).all():
        raise ValueError(f"the curve {name!r} has no value that can be drawn.")
    return parts if has_region else [*parts, None, None]


def _draw_curve(axes, name, parts, x, order):
    (values, low, high), colour = parts, PALETTE[SERIES[order]]
    x = np.arange(1, len(values) + 1) if x is None else x
    if low is not None:
        axes.fill_between(x, low, high, color=colour.line, alpha=0.16, linewidth=0, gid=f"region-{name}")
    each = max(1, len(values) // 8) if len(values) > 24 else 1      # few enough markers to see the line
    axes.plot(x, values, color=colour.line, linewidth=2, marker=colour.marker, markersize=6.5, markeredgecolor=CARD,
              markeredgewidth=0.8, markevery=(each * order // len(SERIES), each), gid=f"curve-{name}")
    return _Name(name, values[np.isfinite(values)][-1], colour.line, colour.ink, marker=colour.marker)


def _bounds(bounds, lines, x, log):
    """The bounds, checked: (name, dict: name of a curve -> values), or None."""
    if bounds is None:
        return None
    name, values = bounds
    values = {str(curve): np.asarray(bound, float) for curve, bound in dict(values).items()}
    for curve, bound in values.items():
        if curve not in lines:
            raise ValueError(f"`bounds` holds {curve!r}, which is none of the curves: {', '.join(map(repr, lines))}.")
        _parts(f"{name} of {curve}", bound, lines[curve][0] if x is None else x, log)
    return str(name), values


def _draw_bounds(frame, bounds, curves, x):
    """Over its curve each bound, thin and dashed, and over the plot what the dashes mean."""
    if bounds is None:
        return
    name, values = bounds
    for curve, bound in values.items():
        (bound, _, _), order = _parts(name, bound, x, frame.axes.get_yscale() == "log"), curves.index(curve)
        frame.axes.plot(np.arange(1, len(bound) + 1) if x is None else x, bound, color=PALETTE[SERIES[order]].line,
                        linewidth=1.3, linestyle=DASHES, gid=f"bound-{curve}", zorder=3,
                        path_effects=[withStroke(linewidth=3.5, foreground=CARD)])    # also seen where both are one
    y = frame.top - 13
    frame.canvas.line([(frame.left, y), (frame.left + 26, y)], colour=SOFT_INK, width=1.3, dashes=DASHES, gid="dashes")
    label(frame.canvas, frame.left + 34, y, name, colour=SOFT_INK, across="left", gid="bounds-name")


def _draw_levels(axes, levels):
    """The baselines, and their names."""
    names = []
    for order, (name, level) in enumerate(levels.items()):
        names.append(_Name(name, level, INK, INK, 1.4, (DASHES, DOTS)[order % 2]))
        axes.axhline(level, color=INK, linewidth=1.4, linestyle=names[-1].dashes, gid=f"baseline-{name}")
    return names


def _draw_band(axes, band, x, lines, log):
    name, low, high = band
    x = np.arange(1, max(len(values) for values, _, _ in lines.values()) + 1) if x is None else x
    try:
        low, high = (np.broadcast_to(np.asarray(edge, float), x.shape) for edge in (low, high))
    except ValueError:
        raise ValueError(f"the edges of the band {name!r} must be numbers or have shape {x.shape}.") from None
    axes.fill_between(x, low, high, color="#8a929b", alpha=0.2, linewidth=0, gid=f"band-{name}")
    middle = math.sqrt(low[-1] * high[-1]) if log else (low[-1] + high[-1]) / 2
    return _Name(str(name), middle, "#c3c8cd", SOFT_INK, 8)


def _write_names(frame, names):
    """Each name at its curve's end if there is room for all of them, else all in a legend over the plot."""
    wide = max(width_of(name.text) for name in names)
    levels = [frame.y_of(name.level) for name in names]
    places = spread(levels, 16)
    if wide > 200 or max(abs(place - level) for place, level in zip(places, levels)) > 26:
        return _write_legend(frame, names)
    frame.place(right=frame.canvas.width - EDGE - wide - 24)
    for name, level, place in zip(names, levels, places):
        frame.canvas.line([(frame.right + 4, level), (frame.right + 18, place)], colour=name.colour, width=1.2)
        label(frame.canvas, frame.right + 23, place, name.text, colour=name.ink, across="left", gid="name")


def _write_legend(frame, names):
    """Samples of the lines and their names, in rows."""
    x, y = frame.left, frame.top + 6
    for name in names:
        if x > frame.left and x + 34 + width_of(name.text) > frame.canvas.width - EDGE:
            x, y = frame.left, y + 20
        frame.canvas.line([(x, y), (x + 26, y)], colour=name.colour, width=name.width, dashes=name.dashes)
        frame.canvas.axes.plot([x + 13], [y], name.marker or " ", color=name.colour, markersize=6.5,
                               markeredgecolor=CARD, markeredgewidth=0.8, zorder=5)
        label(frame.canvas, x + 34, y, name.text, across="left", gid="name")
        x += 34 + width_of(name.text) + 22
    frame.place(top=y + 20)


# ---- bars -------------------------------------------------------------------------------------------------------

@house_style()
def bars(values, *, title=None, x_label=None, y_label=None, log=False, line=None, alt):
    """Draw horizontal bars, one per name, the value written at the end of each.

    values     dict: name -> number
    log        a logarithmic x axis; then every value must be above 0
    line       (name, number), a threshold drawn across the bars
    title, x_label, y_label, alt   the heading, what the bars measure, what they are of, the alternative text

    Returns a `Picture`. Raises ValueError for no values, or values that are not finite or cannot be drawn.
    """
    values = {str(name): float(value) for name, value in dict(values).items()}
    if not values:
        raise ValueError("`values` is empty; expected a dict of names and numbers.")
    numbers = [*values.values(), *([float(line[1])] if line else [])]
    if not np.isfinite(numbers).all() or (log and min(numbers) <= 0):
        raise ValueError(f"`values` and `line` must be finite{' and above 0 on a logarithmic axis' * log}.")
    names = max(map(width_of, values))
    if names > 320:
        raise ValueError("the names of the bars are too long to stand beside them; write less.")
    frame = plot_frame(720, 32 * len(values) + 10, title, x_label, y_label, left=EDGE + round(names) + 10,
                       above=22 if line else 0)
    start = _scale_bars(frame, numbers, log)
    shares = not log and all(0 <= number <= 1 for number in numbers)
    frame.axes.set_ylim(len(values) - 0.4, -0.6)
    for row, (name, value) in enumerate(values.items()):
        frame.axes.barh(row, value - start, left=start, height=0.62, color=PALETTE["blue"].line, gid=f"bar-{name}")
        label(frame.canvas, frame.left - 10, frame.y_of(row), name, across="right", gid="name")
        aside, across = (-6, "right") if value < 0 else (6, "left")
        note_value(frame.canvas, frame.x_of(value) + aside, frame.y_of(row),
                   f"{value:.2f}" if shares else written(value), across=across)
    if line:
        x, text = frame.x_of(float(line[1])), f"{line[0]}: {written(float(line[1]))}"
        frame.axes.axvline(float(line[1]), color=CARD, linewidth=4, alpha=0.8)
        frame.axes.axvline(float(line[1]), color=INK, linewidth=1.4, linestyle=DASHES, gid="line")
        across = "left" if x + width_of(text) < frame.right else "right"
        label(frame.canvas, x, frame.top - 11, text, across=across, gid="line-name")
    return frame.canvas.picture(alt)


def _scale_bars(frame, numbers, log):
    """The scale of the x axis, with room for the values at the ends of the bars; returns where the bars start."""
    if log:
        low, high = 10 ** math.floor(math.log10(min(numbers)) - 0.3), max(numbers)
        frame.axes.set_xscale("log")
        frame.axes.set_xlim(low, high * (high / low) ** 0.1)
    else:
        low, high = min(0, *numbers), max(0, *numbers)
        room = 0.1 * (high - low or 1)
        frame.axes.set_xlim(low - room * (low < 0), high + room * (high > 0 or low == high))
    frame.number("x", log)
    return low if log else 0


# ---- one value per word -----------------------------------------------------------------------------------------

@house_style()
def tokens(words, values, *, title=None, y_label=None, baseline=None, alt):
    """Draw one value per word or letter of a sequence, each above its word.

    words      (T,) texts; a text counts as its letters
    values     (T,) numbers
    baseline   dict: name -> number, each a dashed horizontal line
    title, y_label, alt   the heading, what the values are, the alternative text

    Returns a `Picture`. Raises ValueError if the numbers of words and values differ or a value is not finite.
    """
    words, values = [str(word) for word in words], np.asarray(values, float)
    if values.shape != (len(words),) or not words or not np.isfinite(values).all():
        raise ValueError(f"`values` has shape {values.shape}; expected one finite number for each of the {len(words)} "
                         "words.")
    levels = levels_of(baseline)
    longest, left = max(text_width(word, WORD) for word in words), EDGE + 46
    right = EDGE + round(max(map(width_of, levels), default=-12)) + 12
    pitch = min(max(46, longest + 10), (WIDEST - left - right) / len(words))
    slanted = longest + 2 > pitch
    if slanted and pitch < 20:
        raise ValueError(f"{len(words)} words do not fit side by side; draw fewer.")
    width = round(max(left + pitch * len(words) + right, 320 if title or y_label else 0))
    frame = plot_frame(width, 190, title, None, y_label, left=left, right=right,
                       below=26 if not slanted else round(14 + 0.75 * longest))
    _draw_stems(frame, values, levels, pitch)
    for step, (word, value) in enumerate(zip(words, values)):
        x, how = frame.x_of(step), {"size": WORD, "gid": f"token-t{step + 1}"}
        if slanted:
            frame.canvas.text(x + 5, frame.bottom + 10, word, across="right", **how).set(
                rotation=45, rotation_mode="anchor")
        else:
            frame.canvas.text(x, frame.bottom + 14, word, **how)
        if pitch >= 34:
            aside = 15 if value < 0 else -15
            note_value(frame.canvas, x, frame.y_of(value) + aside, written(value, 2), colour=SOFT_INK)
    for name, place in zip(levels, spread([frame.y_of(level) for level in levels.values()], 16)):
        label(frame.canvas, frame.right + 8, place, name, across="left", gid="name")
    return frame.canvas.picture(alt)


def _draw_stems(frame, values, levels, pitch):
    steps, blue = range(len(values)), PALETTE["blue"]
    frame.axes.vlines(steps, 0, values, color=blue.line, linewidth=min(3, pitch / 4), gid="stems")
    frame.axes.plot(steps, values, "o", color=blue.line, markersize=min(10, pitch / 2), gid="dots", clip_on=False)
    frame.axes.axhline(0, color=SOFT_INK, linewidth=1)
    _draw_levels(frame.axes, levels)
    low, high = min(0, *values, *levels.values()), max(0, *values, *levels.values())
    room = 0.16 * (high - low or 1)
    frame.axes.set(xlim=(-0.6, len(values) - 0.4), ylim=(low - room * (low < 0), high + room))
    frame.number("y", ticks=5)
