"""A sheet in CSS pixels, y downwards, and the few shapes that all diagrams of the course are made of.

One head for every arrow, one corner for every box: what looks alike is drawn by the same line of code. Each
artist carries a `gid` that says what it is ("cell-l1-t2", "arrow-time-l1-t3"), so that a figure can be counted.
"""
import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from rnn_utils.figures.picture import CSS_DPI, Picture, inches
from rnn_utils.figures.style import CARD, INK, MATH, SOFT_INK, TEXT, TITLE, role, wrap

HEAD_LENGTH, HEAD_WIDTH = 8.5, 7.5      # of every arrow
CORNER = 9                              # the radius of a bend
DASHES = (0, (3.6, 2.2))
DOTS = (0, (1.0, 1.5))


class Canvas:
    """An empty card of `width` by `height` CSS px; its methods draw, `picture` ends it.

    They draw as opaque as `alpha`, on the colour `ground`, and count x and y from `origin`.
    """

    def __init__(self, width, height):
        self.width, self.height = int(width), int(height)
        self.alpha, self.ground, self.origin = 1.0, CARD, (0, 0)
        self._heads = []    # of the arrows: (corners, colour)
        self.figure = Figure(figsize=(inches(self.width), inches(self.height)), dpi=CSS_DPI)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_zorder(1)     # what is drawn here lies over a plot's own axes
        self.axes.set_xlim(0, self.width)
        self.axes.set_ylim(self.height, 0)

    def box(self, x, y, width, height, kind="plain", *, radius=9, gid=None, dashed=False, fill=None, line=None,
            line_width=1.6, layer=3):
        """A rounded box around the centre (x, y), in the colours of `kind` (a role)."""
        colour, radius = role(kind), min(radius, width / 2, height / 2)
        outline = _round_box(x + self.origin[0], y + self.origin[1], width, height, radius)
        self.axes.add_artist(PathPatch(
            outline, facecolor=fill or colour.fill, edgecolor=line or colour.line, linewidth=line_width,
            linestyle=DASHES if dashed else "solid", zorder=layer, gid=gid, alpha=self.alpha))

    def tile(self, x, y, width, height, *, fill, line=None, line_width=1.0, gid=None, layer=3):
        """A box with sharp corners whose top left corner is (x, y)."""
        corner = (x + self.origin[0], y + self.origin[1])
        self.axes.add_artist(Rectangle(corner, width, height, facecolor=fill, edgecolor=line or "none",
                                       linewidth=line_width, zorder=layer, gid=gid))

    def text(self, x, y, text, *, size=TEXT, colour=INK, across="center", along="middle", math=False, bold=False,
             mono=False, gid=None, layer=6):
        """`text` at (x, y); with `math`, what stands between dollar signs is a formula.

        "middle" puts the middle of the small letters at y, so that words side by side share a baseline.
        """
        if along == "middle":
            y, along = y + 0.36 * size, "baseline"
        return self.axes.text(
            x + self.origin[0], y + self.origin[1], text, fontsize=size, color=colour, alpha=self.alpha, ha=across,
            va=along, parse_math=math, fontweight="bold" if bold else "normal",
            fontfamily="monospace" if mono else None, zorder=layer, gid=gid)

    def symbol(self, x, y, formula, *, size=MATH, **how):
        """A formula, written without its dollar signs."""
        return self.text(x, y, f"${formula}$", size=size, math=True, **{"along": "center", **how})

    def title(self, x, y, lines):
        """A title's lines (as `title_lines` gives them), from (x, y) downwards."""
        for number, line in enumerate(lines):
            self.text(x, y + 22 * number, line, size=TITLE, bold=True, across="left", along="top", math=True,
                      gid="title")

    def note(self, x, y, text, **how):
        """A remark in the quiet colour."""
        return self.text(x, y, text, **{"size": 11, "colour": SOFT_INK, **how})

    def line(self, points, *, colour=INK, width=1.7, dashes="solid", gid=None, bridge=False, layer=2):
        """A line through `points` with rounded bends; a `bridge` passes over the lines beneath with a gap."""
        points = np.asarray(points, float) + self.origin
        if bridge:
            self.axes.add_artist(PathPatch(
                _rounded(_shortened(points, 9)), facecolor="none", edgecolor=self.ground, linewidth=width + 4.6,
                capstyle="butt", zorder=layer - 0.1, gid="bridge"))
        self.axes.add_artist(PathPatch(
            _rounded(points), facecolor="none", edgecolor=colour, linewidth=width, linestyle=dashes, capstyle="butt",
            joinstyle="round", zorder=layer, gid=gid, alpha=self.alpha))

    def arrow(self, points, *, colour=INK, **how):
        """A line through `points` that ends in the course's one arrow head, its tip on the last point."""
        points = np.asarray(points, float)
        ahead = (points[-1] - points[-2]) / np.linalg.norm(points[-1] - points[-2])
        aside, base = np.array([-ahead[1], ahead[0]]), points[-1] - HEAD_LENGTH * ahead
        self.line([*points[:-1], base + 1.5 * ahead], colour=colour, **how)
        corners = [points[-1], base + aside * HEAD_WIDTH / 2, base + 1.8 * ahead, base - aside * HEAD_WIDTH / 2]
        self._heads.append((np.array(corners) + self.origin, to_rgba(colour, self.alpha)))

    def picture(self, alt):
        """The finished `Picture`."""
        corners, colours = zip(*self._heads) if self._heads else ((), ())
        self.axes.add_artist(PolyCollection(corners, facecolors=colours, edgecolors=colours, linewidths=0.6,
                                            joinstyle="round", zorder=2.9, gid="heads"))
        return Picture(self.figure, self.width, self.height, alt)


def title_lines(title, width):
    """The lines that `title` takes within `width` CSS px; none without a title."""
    return wrap(title, TITLE * 1.12, width) if title else []


def _round_box(x, y, width, height, radius):
    """The outline of a box around (x, y) whose corners are quarter circles (as near as Bézier curves come)."""
    k = radius * 0.4477     # where the control points of a quarter circle lie, from its corner
    right, bottom = x + width / 2, y + height / 2
    left, top = x - width / 2, y - height / 2
    corners = [((left, top), (0, 1), (1, 0)), ((right, top), (-1, 0), (0, 1)),
               ((right, bottom), (0, -1), (-1, 0)), ((left, bottom), (1, 0), (0, -1))]
    vertices, codes = [], []
    for corner, into, out in corners:
        corner, into, out = np.array(corner), np.array(into), np.array(out)
        vertices += [corner + radius * into, corner + k * into, corner + k * out, corner + radius * out]
        codes += [Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
    return Path([*vertices, vertices[0]], [Path.MOVETO, *codes[1:], Path.CLOSEPOLY])


def _shortened(points, by):
    """The same line without `by` CSS px at its start and at its end."""
    points = points.copy()
    for end, beside in ((0, 1), (-1, -2)):
        along = points[beside] - points[end]
        points[end] += along * min(by / np.linalg.norm(along), 0.4)
    return points


def _rounded(points):
    """The path through `points` whose bends are quarter turns of radius CORNER, less where there is no room."""
    vertices, codes = [points[0]], [Path.MOVETO]
    for before, here, after in zip(points, points[1:], points[2:]):
        back, on = before - here, after - here
        radius = min(CORNER, np.linalg.norm(back) / 2, np.linalg.norm(on) / 2)
        vertices += [here + radius * back / np.linalg.norm(back), here, here + radius * on / np.linalg.norm(on)]
        codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
    return Path([*vertices, points[-1]], [*codes, Path.LINETO])
