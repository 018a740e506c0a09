"""Jigs: tunes in parts of eight bars, each part a list of notes.

They come in ABC notation, where a letter is a pitch and what follows it a length: `G2` is
a G of two eighths, `c/2` a C of half an eighth in the octave above, `|` the end of a bar.
Here a note and its length are one token: whatever tokens a network writes can be played,
and joined they are ABC again (M:6/8, L:1/8, K:G).
Source: "The abc music standard 2.1" (2011), sections 4.1 to 4.9 and 11.3.
"""
import functools
import re
from fractions import Fraction
from importlib import resources

# index 0 is the end of a part; then the bar line, the rests, and the notes from low to high
NOTES = ("\n", *"""| z z2 B,  D D/2 D3/2 D2 D3  E E/2 E3/2 E2 E3  F F/2 F3/2 F2 F3 ^F
    G G/2 G3/2 G2 G3  A A/2 A3/2 A2 A3  B B/2 B3/2 B2 B3  c c/2 c3/2 c2 c3 ^c
    d d/2 d3/2 d2 d3 ^d  e e/2 e3/2 e2 e3  =f f f/2 f2  g g/2 g3/2 g2 g3
    a a/2 a2 a3  b b/2 b3/2 b2  c'""".split())

SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
ACCIDENTALS = {"_": -1, "=": 0, "^": 1}
NOTE = r"([_=^]?[A-Ga-gz][,']*)(\d*)(/*)(\d*)"
SYMBOL = re.compile(NOTE + r"|([<>]+)|([|:\[\]]+\d?)")     # a note, a broken rhythm, or a line


def jigs():
    """Parts of jigs in G, in the order of the file (see data/PROVENANCE.md).

    returns a list of (title, number, tokens): the number of the part in its tune, from 1, and
            its items of `NOTES` without the end; a bar line between two bars

    A part is what stands between two repeat signs or double lines (of two endings, the
    first); we keep those of eight bars with six eighths in each, where the notes before the
    first bar line, the upbeat, are missing in the last bar. So of the 391 tunes' 836 parts
    152 are left out for their length, 18 because they occur twice, and 58 because of
    a token that fewer than 5 parts have: 608 are left.
    """
    return [(title, number, list(part)) for part, (title, number) in _regular_parts().items()
            if set(part) <= set(NOTES)]


@functools.cache                                           # reading the fractions takes most of a second
def _regular_parts():
    """{tokens of a part, in a tuple: (title, number)}, each once, where it comes first."""
    text = resources.files("rnn_utils.datasets").joinpath("data/jigs.tsv")
    rows = text.read_text(encoding="utf-8").splitlines()[1:]
    parts = {}
    for title, abc in (row.split("\t") for row in rows):
        for number, part in enumerate(_parts(abc), 1):
            if _is_regular(part):
                parts.setdefault(_tokens(part), (title, number))
    return parts


def notes(tokens):
    """What is heard of `tokens`, for a piano roll or to be played.

    tokens : items of `NOTES` in any order, or other notes in ABC; heard up to the end "\\n"
    returns a list of (pitch, start, length), one for each note: pitch as a MIDI number
            (middle C is 60; None for a rest), start and length in eighths

    The first whole bar starts at 0, and an upbeat before it. In the key of G an F is an F sharp;
    an accidental holds until the bar line, in all octaves.
    """
    heard, start, upbeat = [], 0.0, None
    altered = {"F": 1}
    for token in tokens:
        if token == "\n":
            break
        if token == "|":
            altered = {"F": 1}
            if upbeat is None:                   # less than a bar before the first line
                upbeat = start if start < 6 else 0.0
            continue
        match = re.fullmatch(NOTE, token)
        if match is None:
            raise ValueError(f"{token!r} is not a note such as 'G', '=f2' or \"c'/2\", "
                             "a bar line '|' or the end")
        length = float(_length(*match.groups()[1:]))
        heard.append((_pitch(match[1], altered), start, length))
        start += length
    return [(pitch, start - (upbeat or 0.0), length) for pitch, start, length in heard]


def _pitch(name, altered):
    """The MIDI number of a note's name, or None; an accidental is noted in `altered`."""
    letter = name.strip("_=^,'")
    if letter == "z":
        return None
    if name[0] in ACCIDENTALS:
        altered[letter.upper()] = ACCIDENTALS[name[0]]
    octave = letter.islower() + name.count("'") - name.count(",")
    return 60 + 12 * octave + SEMITONES[letter.upper()] + altered.get(letter.upper(), 0)


def _length(number, slashes, divisor):
    """What is written after a note's name, in eighths: "3/2" is 3/2, "/" is 1/2, "" is 1."""
    return Fraction(int(number or 1), int(divisor or 2 ** len(slashes)))


def _parts(abc):
    """The parts of a tune: lists of bars, which are lists of [name, length in eighths]."""
    parts, bars, factor = [], [[]], 1
    for name, number, slashes, divisor, broken, line in SYMBOL.findall(abc + ":"):
        if name:
            bars[-1].append([name, factor * _length(number, slashes, divisor)])
            factor = 1
        elif broken:
            # A>B: the first note is half as long again, the second one half as long
            less = Fraction(1, 2 ** len(broken))
            first, factor = (2 - less, less) if broken[0] == ">" else (less, 2 - less)
            bars[-1][-1][1] *= first
        elif ":" in line or (line.startswith(("||", "|]")) and _eighths(sum(bars, [])) == 48):
            # a double line inside of a part only ends a line of print
            parts.append([bar for bar in bars if bar])
            bars = [[]]
        else:
            bars.append([])
    return [part for part in parts if part]


def _eighths(bar):
    return sum(length for name, length in bar)


def _is_regular(bars):
    """Whether these are eight bars of six eighths, where an upbeat counts to the last one."""
    eighths = [_eighths(bar) for bar in bars]
    if len(eighths) == 9:
        eighths[0] += eighths.pop()
    return eighths == [6] * 8


def _tokens(bars):
    """One token for each note, in a tuple, with a bar line between two bars."""
    spell = {1: ""}                                        # a length of one is not written
    return tuple(token for bar in bars for token in
                 ["|"] + [name + spell.get(length, str(length).replace("1/", "/"))
                          for name, length in bar])[1:]
