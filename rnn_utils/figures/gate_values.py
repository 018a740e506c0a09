"""`gates`: how open each gate was at each word, under the words as they are read."""
import math

import numpy as np

from rnn_utils.figures.canvas import Canvas, title_lines
from rnn_utils.figures.frames import EDGE, TICK, WIDEST, label, width_of, written
from rnn_utils.figures.heat_maps import DIVERGING, SEQUENTIAL
from rnn_utils.figures.style import HAIR, SOFT_INK, TEXT, house_style, role, text_width

ROW, WORD, BETWEEN = 22, 24, 20     # heights: of a gate's row, of the words over the rows; between two lines
LEAST = 26                          # how wide a word's column is at least
EMPTY = "#eceff2"                   # what is not filled of a cell


@house_style()
def gates(values, words, *, mark=(), limit=1.0, title=None, alt):
    """Draw what gates did along a sentence: a row for each gate, a cell under each word, filled as the gate is open.

    values       dict: name -> (T,) numbers, such as the mean over the units, or one unit. With a negative value among
                 them, a cell is filled from its middle: upwards and orange above 0, downwards and blue below
    words        (T,) texts, wrapped into as many lines as they need; a text counts as its letters
    mark         the steps (counted from 0) of words to highlight
    limit        the value that fills a cell
    title, alt   the heading, the alternative text

    Returns a `Picture`. Raises ValueError for no values, values that do not fit the words or are beyond `limit`.
    """
    words = [str(word) for word in words]
    values = {str(name): np.asarray(row, float) for name, row in dict(values).items()}
    mark = _check(values, words, mark, limit)
    signed = any((row < 0).any() for row in values.values())
    left = EDGE + max(map(width_of, values)) + 12
    lines = _lines(words, mark, WIDEST - left - EDGE)
    key = _key(signed, limit)
    width = round(max(left + max(x + wide for line in lines for _, x, wide in line) + EDGE, left + 200))
    heading = title_lines(title, width - 2 * EDGE)
    top = EDGE + 22 * len(heading) + (10 if heading else 0) + 30
    high = WORD + ROW * len(values)
    canvas = Canvas(width, round(top + len(lines) * (high + BETWEEN) - BETWEEN + EDGE))
    canvas.title(EDGE, EDGE - 4, heading)
    _draw_key(canvas, left, top - 26, key, signed)
    for number, line in enumerate(lines):
        y = top + number * (high + BETWEEN)
        for step, x, wide in line:
            _draw_word(canvas, left + x, y, wide, words[step], step, step in mark)
        for row, (name, numbers) in enumerate(values.items()):
            y_row = y + WORD + ROW * row
            label(canvas, left - 10, y_row + ROW / 2, name, across="right", gid="gate")
            for step, x, wide in line:
                _draw_cell(canvas, left + x, y_row, wide, numbers[step] / limit, signed, f"value-{name}-t{step + 1}")
    return canvas.picture(alt)


def _check(values, words, mark, limit):
    """Raise a ValueError for what cannot be drawn; the marked steps as a set."""
    if not values:
        raise ValueError("`values` is empty; expected a dict of names and numbers.")
    if not (math.isfinite(limit) and limit > 0):
        raise ValueError(f"`limit` is {limit!r}; expected a number above 0.")
    for name, row in values.items():
        if row.shape != (len(words),) or not words or not np.isfinite(row).all():
            raise ValueError(f"the values of {name!r} have shape {row.shape}; expected one finite number for each of "
                             f"the {len(words)} words.")
        if np.abs(row).max() > limit * (1 + 1e-9):
            raise ValueError(f"{name!r} has a value of {written(row[np.abs(row).argmax()])}, which is beyond `limit`, "
                             f"{written(limit)}.")
    mark = {mark} if hasattr(mark, "__index__") else set(mark)
    if not mark <= set(range(len(words))):
        raise ValueError(f"`mark` holds {sorted(mark)}; expected steps from 0 to {len(words) - 1}.")
    return mark


def _lines(words, mark, room):
    """The words wrapped like a text: per line, a list of (step, left edge, width)."""
    lines, x = [[]], 0
    for step, word in enumerate(words):
        wide = max(LEAST, round(text_width(word, TEXT) * (1.12 if step in mark else 1)) + 8)
        if lines[-1] and x + wide > room:
            lines.append([])
            x = 0
        lines[-1].append((step, x, wide))
        x += wide
    return lines


def _draw_word(canvas, x, y, wide, word, step, marked):
    if marked:
        canvas.box(x + wide / 2, y + 10, wide - 2, 20, "mark", radius=5, fill=role("mark").line,
                   line=role("mark").line, layer=0.6, gid=f"mark-t{step + 1}")
    canvas.text(x + wide / 2, y + 10, word, bold=marked, gid=f"word-t{step + 1}")


def _draw_cell(canvas, x, y, wide, share, signed, gid=None):
    """A cell with its filling: from the bottom, or from the middle where values may be negative."""
    x, y, wide, high = x + 1, y + 1.5, wide - 2, ROW - 3
    canvas.tile(x, y, wide, high, fill=EMPTY, layer=1)
    colour = DIVERGING(0.5 + share / 2) if signed else SEQUENTIAL(0.25 + 0.6 * share)
    base = y + high / (2 if signed else 1)
    filled = share * (base - y)
    canvas.tile(x, min(base - filled, base), wide, abs(filled), fill=colour, layer=2, gid=gid)
    if signed:
        canvas.line([(x, base), (x + wide, base)], colour=HAIR, width=1, layer=3)


def _key(signed, limit):
    """The samples of the key: (share of the limit, how it is written)."""
    shares = (-1, 0, 1) if signed else (0, 0.5, 1)
    return [(share, written(share * limit)) for share in shares]


def _draw_key(canvas, x, y, key, signed):
    """What an empty, a half full and a full cell mean."""
    for share, text in key:
        _draw_cell(canvas, x, y - ROW / 2, LEAST, share, signed)
        canvas.text(x + LEAST + 6, y, text, size=TICK, colour=SOFT_INK, across="left", gid="key")
        x += LEAST + 6 + text_width(text, TICK) + 18
