"""`word_columns`: what a network wrote at several moments, side by side."""
from rnn_utils.figures.canvas import Canvas
from rnn_utils.figures.style import PALETTE, SOFT_INK, house_style

EDGE, GUTTER, LINE, HEAD = 22, 16, 21, 46
LETTER = 8.3                                     # CSS px that a letter takes, rather too many


@house_style()
def word_columns(columns, *, width=200, title=None, alt):
    """Draw lists of words as columns, in the order given.

    columns     a dict: heading -> list of words; long words are cut, empty ones are shown as a dot
    width       of a column, in CSS px
    title       over the figure
    alt         the alternative text

    Returns a `Picture`. Raises ValueError for no columns, or a column without words.
    """
    if not columns or not all(columns.values()):
        raise ValueError("`columns` needs at least one heading, and each heading a list of words.")
    longest = int(width / LETTER)
    top = EDGE + (30 if title else 0)
    height = HEAD + LINE * max(map(len, columns.values())) + 8
    canvas = Canvas(2 * EDGE + len(columns) * (width + GUTTER) - GUTTER, top + height + EDGE)
    if title:
        canvas.text(EDGE, EDGE + 8, title, size=15, bold=True, across="left")
    for place, (heading, words) in enumerate(columns.items()):
        x = EDGE + place * (width + GUTTER)
        canvas.box(x + width / 2, top + height / 2, width, height, radius=12, fill="#ffffff",
                   line=PALETTE["blue"].line, gid="column")
        canvas.text(x + 16, top + 22, str(heading), bold=True, across="left", colour=SOFT_INK)
        for row, word in enumerate(words):
            shown = word if len(word) <= longest else word[:longest - 1] + "…"
            canvas.text(x + 16, top + HEAD + LINE * row + 8, shown or "·", across="left", gid="word")
    return canvas.picture(alt)
