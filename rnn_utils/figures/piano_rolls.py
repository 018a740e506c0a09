"""`piano_roll`: tunes as they would be punched into the roll of a player piano."""
import math

from rnn_utils.figures.canvas import Canvas, title_lines
from rnn_utils.figures.sound import checked_notes
from rnn_utils.figures.style import PALETTE, SMALL, SOFT_INK, house_style

EDGE, WIDEST = 22, 860
NAMES, ABOVE, BETWEEN = 34, 20, 16      # room for the notes' names, for the bars' numbers, between two lines
TUNE = 26                               # for a tune's name
BAR, BARS = 6, 8                        # eighths in a bar, bars on a line
KEYS = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
GROUND, BLACK, LINE, BEAT = "#ffffff", "#f1f3f5", "#c3c8cd", "#e3e6e9"   # the rows of white and black keys; the lines


@house_style()
def piano_roll(tunes, *, given=0, keys=None, title=None, alt=None):
    """Draw tunes in 6/8 as piano rolls: time to the right, eight bars on a line, pitch upwards.

    tunes   a list of notes, or a dict: name -> list of notes. A note is (pitch, start, length): a MIDI number or None
            for a rest, and two numbers of eighths; what starts below 0 is the pick-up before the first bar
    given   so many notes at the beginning of each tune were given and not made: they are drawn as outlines
    keys    (lowest, highest) MIDI number to show, so that rolls of different tunes look alike; None: as the notes need
    title, alt   a heading; the alternative text (None: it is written from the notes)

    Returns a `Picture`. Raises ValueError for no tunes, a tune without a tone, notes of another form.
    """
    tunes = tunes if isinstance(tunes, dict) else {"": tunes}
    tunes = {str(name): checked_notes(notes) for name, notes in tunes.items()}
    if not tunes:
        raise ValueError("`tunes` is empty; expected a list of notes or a dict of them.")
    for name, notes in tunes.items():
        if all(pitch is None for pitch, _, _ in notes):
            raise ValueError(f"the tune {name!r} holds rests only; there is nothing to draw.")
    roll = _Roll(tunes, keys, title)
    roll.canvas.title(EDGE, EDGE - 4, roll.title)
    y = EDGE + 22 * len(roll.title) + (8 if roll.title else 0)
    for name, notes in tunes.items():
        if name:
            roll.canvas.text(EDGE, y + 11, name, size=13, bold=True, across="left", gid="tune")
            y += TUNE
        for line in range(roll.lines(notes)):
            _draw_ground(roll, y + ABOVE, line, notes)
            _draw_notes(roll, y + ABOVE, line, notes, given)
            y += ABOVE + roll.height + BETWEEN
    return roll.canvas.picture(alt or _describe(tunes, given))


class _Roll:
    """The measures that all lines share: the keys from `low` to `high`, how wide an eighth is, how high a key."""

    def __init__(self, tunes, keys, title):
        everything = [note for notes in tunes.values() for note in notes]
        self.pitches = [pitch for pitch, _, _ in everything if pitch is not None]
        shown = [*self.pitches, *(keys or ())]
        self.low, self.high = min(shown) - 1, max(shown) + 1
        self.pickup = _pickup(everything)
        longest = max(_end(notes) for notes in tunes.values())
        eighths = self.pickup + BAR * min(BARS, math.ceil(longest / BAR))
        self.key = max(5, min(9, 150 / (self.high - self.low + 1)))
        self.eighth = min(16, (WIDEST - 2 * EDGE - NAMES) / eighths)
        self.left, self.height = EDGE + NAMES, self.key * (self.high - self.low + 1)
        width = max(360 if title else 0, self.left + self.eighth * eighths + EDGE)
        self.title = title_lines(title, width - 2 * EDGE)
        lines = sum(map(self.lines, tunes.values()))
        self.canvas = Canvas(round(width), round(
            EDGE + 22 * len(self.title) + (8 if self.title else 0) + TUNE * sum(map(bool, tunes))
            + lines * (ABOVE + self.height + BETWEEN) - BETWEEN + EDGE))

    def lines(self, notes):
        return max(1, math.ceil(_end(notes) / (BAR * BARS)))

    def span(self, line, notes):
        """The eighths that a line begins and ends with."""
        first = line * BAR * BARS
        last = min(first + BAR * BARS, BAR * math.ceil(_end(notes) / BAR))
        return (first if line else -_pickup(notes)), last

    def x(self, line, eighths):
        return self.left + self.eighth * (self.pickup + eighths - line * BAR * BARS)

    def y(self, top, pitch):
        """The middle of a key's row."""
        return top + self.key * (self.high - pitch + 0.5)


def _pickup(notes):
    """The whole eighths before the first bar."""
    return math.ceil(max(0, -min(start for _, start, _ in notes)))


def _end(notes):
    return max(start + length for _, start, length in notes)


def _draw_ground(roll, top, line, notes):
    """The keys' rows and names, the bars and beats and the bars' numbers."""
    (first, last), canvas = roll.span(line, notes), roll.canvas
    left, right = roll.x(line, first), roll.x(line, last)
    canvas.tile(left, top, right - left, roll.height, fill=GROUND, layer=0, gid="roll")
    for pitch in range(roll.low, roll.high + 1):
        if "♯" in KEYS[pitch % 12]:
            canvas.tile(left, roll.y(top, pitch) - roll.key / 2, right - left, roll.key, fill=BLACK, layer=0.5)
    for pitch in _named(roll):
        canvas.text(roll.left - 8, roll.y(top, pitch), pitch_name(pitch), size=SMALL, colour=SOFT_INK, across="right",
                    gid="key")
    for eighths in range(3 * math.ceil(first / 3), last + 1, 3):
        x, whole = roll.x(line, eighths), eighths % BAR == 0
        canvas.line([(x, top), (x, top + roll.height)], colour=LINE if whole else BEAT, width=1.2 if whole else 0.8,
                    layer=1, gid="bar" if whole else "beat")
        if whole and eighths < last:
            number = eighths // BAR + 1
            canvas.text(x + 1, top - 9, f"bar {number}" if eighths == max(first, 0) else f"{number}", size=SMALL,
                        colour=SOFT_INK, across="left", gid="number")


def _named(roll):
    """The keys whose names are written: those that the tunes use most, as far as there is room."""
    named = []
    for pitch in sorted(set(roll.pitches), key=lambda pitch: (-roll.pitches.count(pitch), pitch)):
        if all(abs(pitch - other) * roll.key >= 12.5 for other in named):
            named.append(pitch)
    return named


def _draw_notes(roll, top, line, notes, given):
    """The notes of one line; one that goes on into the next line is drawn in both."""
    sounding = [note for note in notes if note[0] is not None]
    first, last = roll.span(line, notes)
    for number, (pitch, start, length) in enumerate(sounding):
        begin, end = max(start, first), min(start + length, last)
        if begin < end:
            hollow = number < given
            colour = PALETTE["orange" if hollow else "blue"]
            left, right = roll.x(line, begin) + 0.8, roll.x(line, end) - 0.8
            roll.canvas.box((left + right) / 2, roll.y(top, pitch), right - left, roll.key - (1.6 if hollow else 0.6),
                            radius=3, fill=colour.fill if hollow else colour.line,
                            line=colour.ink if hollow else colour.line, line_width=1.6 if hollow else 0.4,
                            gid=f"{'given' if hollow else 'note'}-{pitch}")


def pitch_name(pitch):
    """The name of a MIDI number, such as G4 for 67."""
    return f"{KEYS[pitch % 12]}{pitch // 12 - 1}"


def _describe(tunes, given):
    """The alternative text: how long each tune is, what it ranges over, how it begins."""
    said = [f"{'A piano roll' if len(tunes) == 1 else f'{len(tunes)} piano rolls'}, time to the right in bars of "
            f"{BAR} eighths, pitch upwards."]
    for name, notes in tunes.items():
        pitches = [pitch for pitch, _, _ in notes if pitch is not None]
        bars = math.ceil(_end(notes) / BAR)
        said.append(f"{f'{name}: ' * bool(name)}{len(pitches)} note{'s' * (len(pitches) > 1)} over {bars} "
                    f"bar{'s' * (bars > 1)}, from {pitch_name(min(pitches))} to {pitch_name(max(pitches))}, beginning "
                    f"{' '.join(map(pitch_name, pitches[:6]))}{' …' * (len(pitches) > 6)}.")
    if given:
        first = "note, drawn as an outline, was" if given == 1 else f"{given} notes, drawn as outlines, were"
        said.append(f"The first {first} given.")
    return " ".join(said)
