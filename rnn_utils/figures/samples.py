"""`word_columns`: what a network wrote at several moments, side by side."""
from rnn_utils.figures.canvas import Canvas
from rnn_utils.figures.style import PALETTE, SOFT_INK, house_style

EDGE, WIDTH, GUTTER, LINE, HEAD = 22, 200, 16, 21, 46
LONGEST = 24                                     # letters that fit into a column


@house_style()
def word_columns(columns, *, title=None, alt):
    """Draw lists of words as columns, in the order given.

    columns     a dict: heading -> list of words; long words are cut, empty ones are shown as a dot
    title       over the figure
    alt         the alternative text

    Returns a `Picture`. Raises ValueError for no columns, or a column without words.
    """
    if not columns or not all(columns.values()):
        raise ValueError("`columns` needs at least one heading, and each heading a list of words.")
    top = EDGE + (30 if title else 0)
    height = HEAD + LINE * max(map(len, columns.values())) + 8
    canvas = Canvas(2 * EDGE + len(columns) * (WIDTH + GUTTER) - GUTTER, top + height + EDGE)
    if title:
        canvas.text(EDGE, EDGE + 8, title, size=15, bold=True, across="left")
    for place, (heading, words) in enumerate(columns.items()):
        x = EDGE + place * (WIDTH + GUTTER)
        canvas.box(x + WIDTH / 2, top + height / 2, WIDTH, height, radius=12, fill="#ffffff",
                   line=PALETTE["blue"].line, gid="column")
        canvas.text(x + 16, top + 22, str(heading), bold=True, across="left", colour=SOFT_INK)
        for row, word in enumerate(words):
            shown = word if len(word) <= LONGEST else word[:LONGEST - 1] + "…"
            canvas.text(x + 16, top + HEAD + LINE * row + 8, shown or "·", across="left", gid="word")
    return canvas.picture(alt)
