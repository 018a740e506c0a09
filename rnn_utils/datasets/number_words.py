"""Numbers in words, French and English: the same meaning in unequal lengths.

    99  quatre-vingt-dix-neuf   ninety-nine
    71  soixante et onze        seventy-one

French is written in the traditional orthography: hyphens below a hundred, but none around
"et"; "vingt" and "cent" with an s where they are multiplied and nothing follows. (Since
the rectifications of 1990, Journal officiel, 6 December 1990, there may be a hyphen between
all words; split into words the two are the same.) English is British, with its "and".
Sources: Grevisse and Goosse, "Le bon usage", and Huddleston and Pullum, "The Cambridge Grammar
of the English Language" (2002), each on the cardinal numerals.
"""
from rnn_utils.shapes import precondition

_FRENCH_UNITS = """zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze
    quinze seize""".split()
_FRENCH_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
_ENGLISH_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen""".split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

# index 0 is the end of a number
FRENCH = ("\n", *_FRENCH_UNITS, *_FRENCH_TENS.values(), "vingts", "et", "cent", "cents", "mille")
ENGLISH = ("\n", *_ENGLISH_UNITS, *_ENGLISH_TENS, "hundred", "thousand", "and")


def _check_number(n):
    if n not in range(10000):
        raise ValueError(f"`n` is {n}; expected a whole number from 0 to 9999")


@precondition(_check_number)
def french_number(n):
    """The whole number n, 0 to 9999, in French: "deux mille quatre-vingts"."""
    thousands, hundreds, rest = n // 1000, n // 100 % 10, n % 100
    words = []
    if thousands > 1:                            # 1000 is "mille" alone, and 100 "cent"
        words.append(_FRENCH_UNITS[thousands])
    if thousands:
        words.append("mille")
    if hundreds > 1:
        words.append(_FRENCH_UNITS[hundreds])
    if hundreds:
        words.append("cents" if hundreds > 1 and rest == 0 else "cent")
    if rest or n == 0:
        words.append(_french_below_100(rest))
    return " ".join(words)


def _french_below_100(n):
    if n <= 16:
        return _FRENCH_UNITS[n]
    if n < 20:
        return "dix-" + _FRENCH_UNITS[n - 10]
    if n == 80:
        return "quatre-vingts"
    if n > 80:                                   # four times twenty, and on to 99
        return "quatre-vingt-" + _french_below_100(n - 80)
    tens = min(n // 10 * 10, 60)                 # sixty goes on to 79
    if n == tens:
        return _FRENCH_TENS[tens]
    if n - tens in (1, 11):
        return _FRENCH_TENS[tens] + " et " + _FRENCH_UNITS[n - tens]
    return _FRENCH_TENS[tens] + "-" + _french_below_100(n - tens)


@precondition(_check_number)
def english_number(n):
    """The whole number n, 0 to 9999, in English: "two thousand and eighty"."""
    thousands, hundreds, rest = n // 1000, n // 100 % 10, n % 100
    words = []
    if thousands:
        words += [_ENGLISH_UNITS[thousands], "thousand"]
    if hundreds:
        words += [_ENGLISH_UNITS[hundreds], "hundred"]
    if words and rest:
        words.append("and")
    if rest or n == 0:
        words.append(_english_below_100(rest))
    return " ".join(words)


def _english_below_100(n):
    if n < 20:
        return _ENGLISH_UNITS[n]
    tens = _ENGLISH_TENS[n // 10 - 2]
    return tens if n % 10 == 0 else tens + "-" + _ENGLISH_UNITS[n % 10]


def french_words(n):
    """The words of `french_number(n)`, a list of items of `FRENCH` without the end."""
    return french_number(n).replace("-", " ").split()


def english_words(n):
    """The words of `english_number(n)`, a list of items of `ENGLISH` without the end."""
    return english_number(n).replace("-", " ").split()
