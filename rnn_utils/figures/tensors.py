"""`draw_mini_batch`: the array x of a mini-batch, one of its slices, one column of that slice."""
from rnn_utils.figures.canvas import Canvas
from rnn_utils.figures.style import INK, SOFT_INK, house_style, role

TOP, HIGH = 160, 210        # the front of the block: where it begins, how high it is
WIDE, DEEP = 130, 80        # how wide and how deep the block is
X_BLOCK, X_SLICE, X_COLUMN = 92, 470, 746
UP = TOP - DEEP / 2         # where the slice and the column begin: beside the middle of the block
ROWS, COLUMNS, SHEETS = 14, 20, 10      # drawn at most; what is more is left out with dots


@house_style()
def draw_mini_batch(n_x=5000, m=20, T_x=10):
    """Draw a mini-batch of shape (n_x, m, T_x), the slice of one time step and the column of one example in it.

    n_x, m, T_x   how many units a step of an example has, how many examples, how many time steps

    Returns a `Picture`. Raises ValueError for a size that is not a whole number from 1.
    """
    for name, size in (("n_x", n_x), ("m", m), ("T_x", T_x)):
        if isinstance(size, bool) or not hasattr(size, "__index__") or size < 1:
            raise ValueError(f"`{name}` is {size!r}; expected a whole number from 1.")
    canvas = Canvas(840, 450)
    step, example = min(2, T_x - 1), min(6, m - 1)
    _draw_block(canvas, n_x, m, T_x, step)
    _pull_out(canvas, X_BLOCK + WIDE + DEEP + 34, X_SLICE - 16, f"xt = x[:, :, {step}]")
    _draw_slice(canvas, n_x, m, step, example)
    _pull_out(canvas, X_SLICE + WIDE + 18, X_COLUMN - 16, f"xt[:, {example}]")
    _draw_column(canvas, n_x, step, example)
    return canvas.picture(
        f"A mini-batch x as a block of shape (n_x, m, T_x) = ({n_x}, {m}, {T_x}): {n_x} units high, {m} examples "
        f"wide, {T_x} time steps deep. The slice of time step {step + 1}, xt of shape ({n_x}, {m}), is pulled out of "
        f"it, and from that the column of example {example + 1}, of shape ({n_x},), in which one unit is 1.")


def _draw_block(canvas, n_x, m, T_x, step):
    """The sheets of all time steps, one behind the other, and the three axes."""
    orange, sheets = role("input"), min(T_x, SHEETS)
    shift = min(DEEP / max(sheets - 1, 1), 24)
    for sheet in reversed(range(sheets)):
        chosen = sheet == step
        fill, line = (orange.line, orange.ink) if chosen else (orange.fill, orange.line)
        canvas.tile(X_BLOCK + shift * sheet, TOP - shift * sheet, WIDE, HIGH, fill=fill, line=line, line_width=1.2,
                    gid=f"sheet-t{sheet + 1}")
    left, bottom, right, depth = X_BLOCK - 12, TOP + HIGH + 12, X_BLOCK + WIDE + 10, shift * (sheets - 1)
    canvas.arrow([(left, TOP), (left, TOP + HIGH)], colour=SOFT_INK, width=1.3, gid="axis-units")
    canvas.arrow([(X_BLOCK, bottom), (X_BLOCK + WIDE, bottom)], colour=SOFT_INK, width=1.3, gid="axis-examples")
    if depth:
        canvas.arrow([(right, TOP + HIGH + 2), (right + depth, TOP + HIGH + 2 - depth)], colour=SOFT_INK, width=1.3,
                     gid="axis-steps")
    _axis_name(canvas, left - 8, TOP + HIGH / 2 - 8, "n_x", f"{n_x}", "units", across="right")
    _axis_name(canvas, X_BLOCK + WIDE / 2, bottom + 18, "m", _count(m, "example"))
    _axis_name(canvas, right + depth / 2 + 14, bottom - depth / 2 + 4, "T_x", _count(T_x, "time step"), across="left")
    _heading(canvas, X_BLOCK + (WIDE + depth) / 2, TOP - depth, "x", ["n_x", "m", "T_x"], [n_x, m, T_x])


def _axis_name(canvas, x, y, symbol, *lines, across="center"):
    canvas.symbol(x, y, symbol, across=across)
    for row, line in enumerate(lines):
        canvas.note(x, y + 20 + 16 * row, line, across=across)


def _pull_out(canvas, start, end, code):
    """The arrow from the whole to its part, and how the code takes it."""
    canvas.arrow([(start, UP + HIGH / 2), (end, UP + HIGH / 2)], gid="arrow-part")
    canvas.text((start + end) / 2 - 4, UP + HIGH / 2 - 16, code, mono=True)


def _draw_slice(canvas, n_x, m, step, example):
    """One time step: a column for each example, in each of them one unit that is 1."""
    orange, columns, rows = role("input"), min(m, COLUMNS), _rows(n_x)
    width = WIDE / columns
    canvas.tile(X_SLICE, UP, WIDE, HIGH, fill=orange.fill, line=orange.ink, line_width=1.4, gid="slice")
    canvas.tile(X_SLICE + width * example, UP - 5, width, HIGH + 10, fill=role("mark").line, line=INK, line_width=1.2,
                layer=4, gid="mark")
    for column in range(columns):
        x, (y, height) = X_SLICE + width * column, rows[_hot(column, example, len(rows))]
        canvas.tile(x + 1, y + 1, width - 2, height - 2, fill=orange.ink, layer=5, gid="one")
        if column:
            canvas.line([(x, UP), (x, UP + HIGH)], colour=orange.line, width=0.6, layer=3.5)
    if n_x > ROWS:
        _dots(canvas, X_SLICE + WIDE / 2)
    _heading(canvas, X_SLICE + WIDE / 2, UP, rf"x^{{\langle {step + 1}\rangle}}", ["n_x", "m"], [n_x, m])
    canvas.note(X_SLICE + WIDE / 2, UP + HIGH + 24, f"time step {step + 1} of every example")


def _draw_column(canvas, n_x, step, example):
    """One example at one time step: zeros and a single one."""
    orange, rows, width = role("input"), _rows(n_x), 34
    hot = _hot(example, example, len(rows))
    for row, (y, height) in enumerate(rows):
        number, ink, fill = ("1", "#ffffff", orange.ink) if row == hot else ("0", SOFT_INK, orange.fill)
        canvas.tile(X_COLUMN, y, width, height, fill=fill, line=orange.line, gid=f"unit-{row + 1}")
        canvas.text(X_COLUMN + width / 2, y + height / 2 - 0.5, number, size=min(11, height - 3), colour=ink)
    if n_x > ROWS:
        _dots(canvas, X_COLUMN + width / 2)
    _heading(canvas, X_COLUMN + width / 2, UP, rf"x^{{({example + 1})\langle {step + 1}\rangle}}", ["n_x"], [n_x])
    canvas.note(X_COLUMN + width / 2, UP + HIGH + 24, f"example {example + 1}")
    canvas.note(X_COLUMN + width / 2, UP + HIGH + 40, f"at time step {step + 1}")


def _rows(n_x):
    """The top (y) and the height of each drawn row; a gap before the last stands for the rows left out."""
    rows, gap = min(n_x, ROWS), 26 if n_x > ROWS else 0
    height = (HIGH - gap) / rows
    return [(UP + height * row + (gap if row == rows - 1 else 0), height) for row in range(rows)]


def _hot(column, example, rows):
    """Which drawn row holds the 1 of a column: scattered, and in view for the marked one."""
    scattered = (2, 6, 0, 9, 4, 11, 5, 1, 8, 3, 10, 7, 0, 12, 6, 2, 9, 4, 11, 1)
    return min(4, rows - 1) if column == example else scattered[column] % rows


def _dots(canvas, x):
    """What is left out, in the gap before the last row."""
    last = _rows(ROWS + 1)[-1][0]
    for row in range(3):
        canvas.axes.plot([x], [last - 18 + 5 * row], "o", markersize=2.4, color=INK, zorder=6)


def _heading(canvas, x, top, symbol, names, sizes):
    """Above a thing: its symbol, its shape in letters and in numbers."""
    shape = ", ".join(names) if len(names) > 1 else f"{names[0]}{{,}}"
    canvas.symbol(x, top - 42, rf"{symbol}\ \ ({shape})", gid="shape")
    canvas.note(x, top - 20, f"({', '.join(map(str, sizes))}{',' * (len(sizes) == 1)})", size=12)


def _count(number, what):
    return f"{number} {what}{'s' * (number != 1)}"
