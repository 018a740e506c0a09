"""Sentences whose sentiment is in the order of their words, not in the words.

    the food was not good , it was bad       negative
    the food was not bad , it was good       positive

Each sentence says one thing twice, with a good word and with a bad one, and denies one of the
two. Exchange the two adjectives: the words are the same, the sentiment is the opposite. So
whoever only looks at which words there are (a bag of words) is right half of the time.
"""
from itertools import product

from rnn_utils.datasets.arrays import one_hot_sequence, pad_batch
from rnn_utils.datasets.names import encode

SENTIMENTS = ("negative", "positive")
GOOD = ("good", "nice", "fine", "lovely", "pleasant", "charming")
BAD = ("bad", "poor", "dull", "nasty", "dreary", "boring")
NOUNS = ("food", "film", "book", "play", "music", "hotel", "party", "service")
# how a clause begins, whether it denies, how much: "not" stands near the adjective, far, or twice
FORMS = tuple(product(("", "i do not think"), ("", "not"), ("", "very", "really")))
SENTENCE_WORDS = (*"the it was not very really i do think ,".split(), *NOUNS, *GOOD, *BAD)


def negation_sentences(number, rng):
    """Different sentences about a thing, in pairs of the same words: one for, one against it.

    number : how many sentences; even, and at most 41,472
    rng    : a numpy random Generator
    returns a list of (words, positive): words are 9 to 19 items of `SENTENCE_WORDS`, positive is
            True or False

    The two of a pair follow each other. Cut the list between pairs, and in every piece each
    bag of words is as often positive as negative.
    """
    frames = [forms for forms in product(FORMS, FORMS) if _denies(forms[0]) != _denies(forms[1])]
    pairs = list(product(NOUNS, frames, GOOD, BAD))
    if number % 2 or not 0 <= number <= 2 * len(pairs):
        raise ValueError(f"`number` is {number}; expected an even number from 0 to {2 * len(pairs)}")
    sentences = []
    for k in rng.choice(len(pairs), number // 2, replace=False):
        noun, forms, good, bad = pairs[k]
        sentences.append(_sentence(noun, forms, (good, bad)))
        sentences.append(_sentence(noun, forms, (bad, good)))
    return sentences


def sentence_batch(sentences):
    """Sentences as inputs, their sentiments as targets.

    sentences : m pairs (words, positive)
    returns x (n_x, m, T_x), y (2, m), mask (m, T_x): a row of x for each of the 30
            `SENTENCE_WORDS`, a row of y for each of the `SENTIMENTS`
    """
    x, mask = pad_batch([one_hot_sequence(encode(words, SENTENCE_WORDS), len(SENTENCE_WORDS))
                         for words, _ in sentences])
    y = one_hot_sequence([int(positive) for _, positive in sentences], len(SENTIMENTS))
    return x, y, mask


def _sentence(noun, forms, adjectives):
    """Two clauses that say the same, and whether that is something good."""
    first = _clause("the " + noun, forms[0], adjectives[0])
    second = _clause("it", forms[1], adjectives[1])
    return first + [","] + second, (adjectives[0] in GOOD) != _denies(forms[0])


def _denies(form):
    """Whether "not" is there an odd number of times: denied twice is not denied."""
    return " ".join(form).count("not") % 2 == 1


def _clause(subject, form, adjective):
    opening, negation, adverb = form
    return f"{opening} {subject} was {negation} {adverb} {adjective}".split()
