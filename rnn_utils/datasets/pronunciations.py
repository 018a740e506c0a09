"""English words and how they are spoken, letter by letter: "ache" is EY K _ _.

The CMU Pronouncing Dictionary says which phonemes a word has, not which letter stands for
which. `align` finds that out from the words alone, by expectation-maximisation: guess how likely
each letter is to stand for each sound, weigh every way to align a word by these chances,
count what each letter stood for by these weights, and take the counts for the next guess.

Sources: Dempster, Laird and Rubin, "Maximum likelihood from incomplete data via the EM
algorithm", Journal of the Royal Statistical Society B 39 (1977), 1-38; for letters that
are silent or stand for two phonemes Black, Lenzo and Pagel, "Issues in building general
letter to sound rules", 3rd ESCA Workshop on Speech Synthesis (1998), 77-80.
"""
import functools
from importlib import resources

import numpy as np

from rnn_utils.datasets.arrays import one_hot_sequence, pad_batch
from rnn_utils.datasets.names import LETTERS, encode

SILENT = "_"
# two phonemes of one letter, as in bo(x), e(x)am, c(u)te, c(u)re, (o)nce, tab(l)e
JOINED = ("K S", "G Z", "Y UW", "Y UH", "W AH", "AH L")
# index 0 is no sound at all; then the 39 phonemes of the dictionary, then the joined ones
PHONEMES = (SILENT, *"""AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P
    R S SH T TH UH UW V W Y Z ZH""".split(), *JOINED)


def pronunciations():
    """6,000 English words with their phonemes, stress dropped (see data/PROVENANCE.md).

    returns a list of (word, phonemes): 3 to 6 letters a to z, and a list of at most as many
            items of `PHONEMES`
    """
    text = resources.files("rnn_utils.datasets").joinpath("data/cmudict_short.tsv")
    rows = [row.split("\t") for row in text.read_text(encoding="utf-8").splitlines()[1:]]
    return [(word, phonemes.split()) for word, phonemes in rows]


def aligned_pronunciations():
    """The same words with one label for each letter: its sound, two joined, or "_" for none.

    returns a list of (word, labels): labels are len(word) items of `PHONEMES`
    """
    return [(word, list(labels)) for word, labels in _aligned()]


@functools.cache                                           # the same each time
def _aligned():
    pairs = pronunciations()
    labels, log_likelihoods = align(pairs)
    return [(word, labels[i]) for i, (word, phonemes) in enumerate(pairs)]


def align(pairs, rounds=10):
    """Which letter stands for which phoneme, found by expectation-maximisation.

    pairs  : a list of (word, phonemes), phonemes a list of items of `PHONEMES`
    rounds : how often the chances are improved; they begin all equal
    returns labels, for each word a list of len(word) items of `PHONEMES`; and log_likelihoods
            (rounds,), for each round the log of the chance, before it, that all the words
            are spoken as they are (in nats; it never falls)

    It weighs all the ways to align a word, and their number grows fast with its length.
    """
    ways, words = _all_ways(pairs)
    rows, letters = _numbered(pairs, ways, words)
    chance = np.where(letters == 0, 1, 1 / len(PHONEMES))   # padding is certain
    log_likelihoods = []
    for _ in range(rounds):
        # expectation: a way is as likely as its labels together, ∏ p(label | letter),
        # and counts by its share of all the ways of the word
        weight = np.prod(chance[rows], axis=1)
        total = np.bincount(words, weight)
        share = weight / total[words]
        # maximisation: p(label | letter) = count of letter and label / count of the letter
        count = sum(np.bincount(column, share, len(chance)) for column in rows.T)
        chance = count / np.bincount(letters, count)[letters]
        log_likelihoods.append(np.sum(np.log(total)))
    return _likeliest(ways, words, np.prod(chance[rows], axis=1)), np.array(log_likelihoods)


def alignments(n_letters, phonemes):
    """Every way to give each letter one label, the phonemes staying in their order.

    n_letters : how many letters the word has
    phonemes  : a list of items of `PHONEMES`
    returns a list of lists of n_letters items of `PHONEMES`, those that sound early first
    """
    if not phonemes:
        return [[SILENT] * n_letters]
    if len(phonemes) > 2 * n_letters:
        return []
    ways = [phonemes[:1] + rest for rest in alignments(n_letters - 1, phonemes[1:])]
    two = " ".join(phonemes[:2])
    if two in JOINED:
        ways += [[two] + rest for rest in alignments(n_letters - 1, phonemes[2:])]
    return ways + [[SILENT] + rest for rest in alignments(n_letters - 1, phonemes)]


def _all_ways(pairs):
    """The ways to align all words, one after the other, and the index of the word of each."""
    ways, words = [], []
    for i, (word, phonemes) in enumerate(pairs):
        ways_of_word = alignments(len(word), phonemes)
        if not ways_of_word:
            raise ValueError(f"{word!r} has too few letters for {' '.join(phonemes)!r}")
        ways += ways_of_word
        words += [i] * len(ways_of_word)
    return ways, np.array(words)


def _numbered(pairs, ways, words):
    """Each way as a row of numbers of (letter, label), 0 behind the end; each number's letter."""
    numbers = {("", ""): 0}
    rows = np.zeros((len(ways), max(map(len, ways))), int)
    for row, way, i in zip(rows, ways, words):
        row[:len(way)] = [numbers.setdefault(pair, len(numbers)) for pair in zip(pairs[i][0], way)]
    letters, letter_of_number = np.unique([letter for letter, _ in numbers], return_inverse=True)
    return rows, letter_of_number


def _likeliest(ways, words, weight):
    """For each word the likeliest way; of several that differ only by rounding, the first."""
    best = np.zeros(words[-1] + 1)
    np.maximum.at(best, words, weight)
    good = np.flatnonzero(weight > (1 - 1e-9) * best[words])
    first = good[np.unique(words[good], return_index=True)[1]]
    return [ways[k] for k in first]


def pronunciation_batch(aligned):
    """Words as inputs, the labels of their letters as targets of equal length.

    aligned : m pairs (word, labels)
    returns x (n_x, m, T_x), y (n_y, m, T_x), mask (m, T_x): a row of x for each of the 27
            `LETTERS`, a row of y for each of the 46 `PHONEMES`; T_x = longest word, without an end
    """
    x, mask = pad_batch([one_hot_sequence(encode(word), len(LETTERS)) for word, _ in aligned])
    y, _ = pad_batch([one_hot_sequence(encode(labels, PHONEMES), len(PHONEMES))
                      for _, labels in aligned])
    return x, y, mask
