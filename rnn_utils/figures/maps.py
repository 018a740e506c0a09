"""`draw_course_map`: the notebooks of the course as cards, in the order in which they are read."""
from rnn_utils.figures.canvas import Canvas
from rnn_utils.figures.style import PALETTE, SOFT_INK, house_style, wrap

EDGE, CARD_WIDTH, ACROSS, GUTTER_X, GUTTER_Y = 22, 254, 3, 27, 30
TITLE_SIZE, QUESTION_SIZE = 13, 11.5
BADGE = 26      # the circle with a notebook's number
QUIET, QUIET_INK = "#c9ced4", "#8a929b"     # the edge of a card, the way between cards


@house_style()
def draw_course_map(notebooks):
    """Draw the course as a map of cards, three in a row, joined by arrows in reading order.

    notebooks   a list of (number, short title, one-line question, done): `done` is True, False, or None where it
                is not known. A notebook that is done carries a ✓ besides its colour.

    Returns a `Picture`. Raises ValueError for an empty list or an entry of another form.
    """
    cards = [_checked(card) for card in notebooks]
    if not cards:
        raise ValueError("`notebooks` is empty; expected a list of (number, title, question, done).")
    cards = [(card, wrap(card[1], TITLE_SIZE * 1.12, CARD_WIDTH - 3 * BADGE),
              wrap(card[2], QUESTION_SIZE, CARD_WIDTH - 26)) for card in cards]
    rows = [cards[first:first + ACROSS] for first in range(0, len(cards), ACROSS)]
    heights = [max(_height(title, question) for _, title, question in row) for row in rows]
    canvas = Canvas(2 * EDGE + len(rows[0]) * (CARD_WIDTH + GUTTER_X) - GUTTER_X,
                    2 * EDGE + sum(heights) + (len(rows) - 1) * GUTTER_Y)
    y = EDGE
    for row, height in zip(rows, heights):
        for place, card in enumerate(row):
            _draw_card(canvas, EDGE + place * (CARD_WIDTH + GUTTER_X), y, height, *card)
        _draw_ways(canvas, y, height, len(row), last=row is rows[-1])
        y += height + GUTTER_Y
    return canvas.picture(_describe([card for card, _, _ in cards]))


def _checked(card):
    try:
        number, title, question, done = card
    except (TypeError, ValueError):
        raise ValueError(f"{card!r} is not a notebook; expected (number, title, question, done).") from None
    if done not in (True, False, None):
        raise ValueError(f"`done` of notebook {number} is {done!r}; expected True, False or None.")
    return number, str(title), str(question), done


def _head(title):
    """The height of a card's first part: its number and its title."""
    return max(BADGE, 18 * len(title))


def _height(title, question):
    return 14 + _head(title) + 8 + 16 * len(question) + 10


def _draw_card(canvas, x, y, height, card, title, question):
    number, _, _, done = card
    colour, middle = PALETTE["green" if done else "blue"], y + 14 + _head(title) / 2
    canvas.box(x + CARD_WIDTH / 2, y + height / 2, CARD_WIDTH, height, radius=12, fill="#eaf6f1" if done else "#ffffff",
               line=colour.line if done else QUIET, line_width=1.5, gid=f"notebook-{number}")
    canvas.box(x + 14 + BADGE / 2, middle, BADGE, BADGE, radius=BADGE / 2, fill=colour.fill, line=colour.line)
    canvas.text(x + 14 + BADGE / 2, middle, f"{number}", colour=colour.ink, bold=True)
    for row, line in enumerate(title):
        canvas.text(x + 24 + BADGE, middle + 18 * row - 9 * (len(title) - 1), line, size=TITLE_SIZE, bold=True,
                    across="left")
    for row, line in enumerate(question):
        canvas.text(x + 16, y + 14 + _head(title) + 16 + 16 * row, line, size=QUESTION_SIZE, colour=SOFT_INK,
                    across="left")
    if done:
        canvas.text(x + CARD_WIDTH - 20, middle, "✓", size=16, colour=colour.ink, bold=True, gid="done")


def _draw_ways(canvas, y, height, cards, last):
    """The arrows from card to card, and from the end of a row down to the beginning of the next."""
    beside, step = y + height / 2, CARD_WIDTH + GUTTER_X
    for place in range(cards - 1):
        x = EDGE + place * step + CARD_WIDTH
        canvas.arrow([(x + 4, beside), (x + GUTTER_X - 4, beside)], colour=QUIET_INK, width=1.5, gid="arrow-next")
    if not last:
        first, end = EDGE + CARD_WIDTH / 2, EDGE + (cards - 1) * step + CARD_WIDTH / 2
        top, half = y + height, y + height + GUTTER_Y / 2 - 3
        canvas.arrow([(end, top + 2), (end, half), (first, half), (first, top + GUTTER_Y - 3)], colour=QUIET_INK,
                     width=1.5, gid="arrow-next")


def _describe(cards):
    done = [f"{number}" for number, _, _, finished in cards if finished]
    said = f"A map of {len(cards)} notebook{'s' * (len(cards) > 1)} in reading order: "
    said += "; ".join(f"{number} {title}" for number, title, _, _ in cards) + "."
    if any(finished is not None for _, _, _, finished in cards):
        said += f" Done: {', '.join(done)} ({len(done)} of {len(cards)})." if done else " None is done yet."
    return said
