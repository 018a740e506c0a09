"""`draw_architectures`: which inputs and which outputs, five networks made of the same cell on one card.

Each is drawn as `draw_network` draws it, only smaller, on a tile of its own with its name and an example.
"""
from dataclasses import dataclass

from rnn_utils.figures.canvas import Canvas, title_lines
from rnn_utils.figures.networks import Plan, Shape, Words, draw_plan
from rnn_utils.figures.style import SOFT_INK, house_style

EDGE, GUTTER = 22, 14       # around the tiles, between them
HEAD, INSIDE = 50, 10       # of a tile: over its network, around it
CELLS = ((40, 0),)          # their width, the same on every tile


@dataclass(frozen=True)
class Architecture:
    """One kind of network: its name, what it is good for, its shape, and what goes in and comes out."""

    name: str
    example: str
    width: int
    shape: Shape
    below: tuple
    above: tuple


ROWS = (
    (Architecture("one to one", "length → weight", 160, Shape.checked(1, recurrent=False), ("12 m",), ("8 t",)),
     Architecture("one to many", "which part → tune", 296, Shape.checked(3, inputs=[0], feed_back=True),
                  ("first part",), ("G", "B", "d")),
     Architecture("many to one", "surname → language", 332, Shape.checked(4, outputs=[3]),
                  ("s", "a", "l", "o"), ("Finnish",))),
    (Architecture("many to many, equal lengths", "letters → phonemes", 323, Shape.checked(4),
                  ("s", "h", "i", "p"), ("SH", "_", "IH", "P")),
     Architecture("many to many, unequal lengths", "French → English", 479, Shape.checked(5, encoder=3),
                  ("quatre", "vingt", "deux"), ("eighty", "two"))),
)


@house_style()
def draw_architectures(*, title=None):
    """Draw the five architectures side by side: one or many inputs, one or many outputs.

    title   a heading

    Returns a `Picture`.
    """
    width = 2 * EDGE + max(sum(each.width for each in row) + GUTTER * (len(row) - 1) for row in ROWS)
    lines = title_lines(title, width - 2 * EDGE)
    y = EDGE + 22 * len(lines) + (10 if lines else 0)
    rows = [[(each, *_planned(each)) for each in row] for row in ROWS]
    heights = [HEAD + max(_lowest(plan, row) for _, _, plan in row) for row in rows]
    canvas = Canvas(width, y + sum(heights) + GUTTER * (len(rows) - 1) + EDGE)
    canvas.title(EDGE, EDGE - 4, lines)
    for row, height in zip(rows, heights):
        x = EDGE
        for each, words, plan in row:
            _draw_tile(canvas, x, y, height, each)
            canvas.origin = (x + (each.width - plan.width) / 2, y + HEAD + _drop(plan, row))
            draw_plan(canvas, each.shape, plan, words)
            canvas.origin = (0, 0)
            x += each.width + GUTTER
        y += height + GUTTER
    return canvas.picture(_describe())


def _planned(each):
    words = Words.checked(each.shape, None, each.below, each.above)
    return words, Plan(each.shape, words, sizes=CELLS, widest=each.width, edge=INSIDE, group_gap=34)


def _drop(plan, row):
    """How much lower a network stands for the cells of its row to be in line."""
    return max(other.y_cell[0, 0] for _, _, other in row) - plan.y_cell[0, 0]


def _lowest(plan, row):
    """The height that a network takes in its row, under the heads of the tiles."""
    return plan.height + _drop(plan, row)


def _draw_tile(canvas, x, y, height, each):
    canvas.ground = "#ffffff"
    canvas.box(x + each.width / 2, y + height / 2, each.width, height, radius=12, fill=canvas.ground, line="#c9ced4",
               line_width=1.2, layer=-1, gid="tile")
    canvas.text(x + 14, y + 22, each.name, size=13, bold=True, across="left", gid="tile-name")
    canvas.text(x + 14, y + 42, each.example, colour=SOFT_INK, across="left", gid="tile-example")


def _describe():
    """The alternative text: of each network what goes in and what comes out, and an example."""
    said = ["Five architectures made of the same cell."]
    for each in (each for row in ROWS for each in row):
        how = _how(each.shape)
        said.append(f"{each.name.capitalize()} ({each.example}): {how}, {' '.join(each.below)} → "
                    f"{' '.join(each.above)}.")
    return " ".join(said)


def _how(shape):
    ins, outs = len(shape.inputs), len(shape.outputs)
    if not shape.recurrent:
        return "a standard network without time"
    steps = f"{ins} input{'s' * (ins > 1)}, {outs} output{'s' * (outs > 1)}"
    if shape.encoder:
        return f"{steps}, read by an encoder and written by a decoder that is fed what it wrote"
    return f"{steps}{', each fed back as the next input' * shape.feed_back}"
