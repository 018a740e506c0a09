"""What the drawings of cells are made of: values, weights, operations, sums, and names as they stand in the code."""
from rnn_utils.figures.style import INK, SOFT_INK, role

PILL, BOX, SUM = 32, 38, 30     # heights of a value, of a weight or an operation, of a plus sign


def value(canvas, x, y, formula, kind, code, shape, where):
    """Something that goes in or out: its symbol, its name in the code, its shape."""
    canvas.box(x, y, 64, PILL, kind, radius=16, gid=f"value-{code}")
    canvas.symbol(x, y, formula, size=16)
    if where == "below":
        in_code(canvas, x, y + 30, code)
        canvas.symbol(x, y + 50, shape, size=14, colour=SOFT_INK)
    else:
        aside, across = (-42, "right") if where == "left" else (42, "left")
        in_code(canvas, x + aside, y - 9, code, across=across)
        canvas.symbol(x + aside, y + 9, shape, size=14, colour=SOFT_INK, across=across)


def weight(canvas, x, y, formula, shape, where, size=(56, BOX)):
    """A matrix to multiply by, or a bias to add."""
    canvas.box(x, y, *size, "plain", radius=8, fill="#ffffff", gid="weight")
    canvas.symbol(x, y, formula, size=16)
    if where == "above":
        canvas.symbol(x, y - size[1] / 2 - 13, shape, size=14, colour=SOFT_INK)
    else:
        aside, across = (-36, "right") if where == "left" else (36, "left")
        canvas.symbol(x + aside, y, shape, size=14, colour=SOFT_INK, across=across)


def plus(canvas, x, y):
    canvas.box(x, y, SUM, SUM, "plain", radius=SUM / 2, fill="#ffffff", gid="sum")
    canvas.line([(x - 6, y), (x + 6, y)], layer=5)
    canvas.line([(x, y - 6), (x, y + 6)], layer=5)


def times(canvas, x, y):
    """The product of two vectors, unit by unit."""
    canvas.box(x, y, SUM, SUM, "plain", radius=SUM / 2, fill="#ffffff", gid="product")
    for rise in (-4.6, 4.6):
        canvas.line([(x - 4.6, y - rise), (x + 4.6, y + rise)], layer=5)


def dot(canvas, x, y, kind):
    """A fork: the same value goes both ways."""
    canvas.axes.plot([x], [y], "o", color=role(kind).line, markersize=6, zorder=5, alpha=canvas.alpha)


def operation(canvas, x, y, name, width=64, height=BOX):
    canvas.box(x, y, width, height, "gate", radius=8, gid="operation")
    canvas.text(x, y, name, size=13)


def in_code(canvas, x, y, name, colour=INK, **how):
    """A name as it stands in the code."""
    canvas.text(x, y, name, size=12, colour=colour, mono=True, **how)
