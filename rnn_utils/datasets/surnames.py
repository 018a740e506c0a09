"""Surnames and the language that each comes from: from many letters to one answer."""
from importlib import resources

from rnn_utils.datasets.arrays import one_hot_sequence, pad_batch
from rnn_utils.datasets.names import LETTERS, encode

LANGUAGES = ("English", "Finnish", "Greek", "Irish", "Italian", "Russian")


def surnames():
    """The 2,400 surnames with their languages, 400 for each (see data/PROVENANCE.md).

    returns a list of (surname, language): 3 to 14 letters a to z, and an item of `LANGUAGES`;
            one language after the other, each in alphabetical order

    Two names are in two languages: "rossi" (Finnish, Italian), "sokolov" (Italian, Russian).
    """
    text = resources.files("rnn_utils.datasets").joinpath("data/surnames.tsv")
    rows = text.read_text(encoding="utf-8").splitlines()[1:]
    return [tuple(row.split("\t")) for row in rows]


def surname_batch(pairs):
    """Surnames as inputs, their languages as targets.

    pairs : m pairs (surname, language)
    returns x (n_x, m, T_x), y (n_y, m), mask (m, T_x): a row of x for each of the 27 `LETTERS`,
            a row of y for each of the 6 `LANGUAGES`; T_x = longest surname, without an end
    """
    x, mask = pad_batch([one_hot_sequence(encode(surname), len(LETTERS)) for surname, _ in pairs])
    y = one_hot_sequence(encode([language for _, language in pairs], LANGUAGES), len(LANGUAGES))
    return x, y, mask
