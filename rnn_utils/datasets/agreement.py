"""Sentences whose verb depends on a noun far back.

    the cat , which met the old dogs today , which … , was
    the cats , which met the old dogs today , which … , were

A subject, some clauses about other animals, and then a verb that has to agree with the subject.
All nouns come from one pool, and whether one is plural is left to chance, so nothing but the
first noun tells what the verb must be: whoever has forgotten it is right half of the time.
"""
from rnn_utils.datasets.arrays import one_hot_sequence, pad_batch
from rnn_utils.datasets.names import encode

VERBS = ("was", "were")
SINGULAR = ("cat", "dog", "bird", "horse", "goat", "duck", "fox", "mouse")
PLURAL = ("cats", "dogs", "birds", "horses", "goats", "ducks", "foxes", "mice")
DEEDS = ("met", "saw", "heard", "chased")        # in the past tense: the same for one and for many
ADJECTIVES = ("old", "young", "small", "grey")
ADVERBS = ("again", "today", "there", "once")
AGREEMENT_WORDS = ("the", ",", "which", *SINGULAR, *PLURAL, *DEEDS, *ADJECTIVES, *ADVERBS)


def agreement_sentences(number, rng, clauses=(4, 6)):
    """Sentences up to their verb, and whether it is "were"; half of them are plural.

    number  : how many sentences
    rng     : a numpy random Generator
    clauses : the fewest and the most clauses between subject and verb
    returns a list of (words, plural): words are items of `AGREEMENT_WORDS`, 2 without a clause,
            3 + 7 k with k clauses; plural is True or False

    With k clauses there are 16 · 1024ᵏ sentences: from two clauses on hardly one comes twice.
    """
    fewest, most = clauses
    if not 0 <= fewest <= most:
        raise ValueError(f"`clauses` is {tuple(clauses)}; expected the fewest and the most, from 0 on")
    return [_sentence(bool(i % 2), int(rng.integers(fewest, most + 1)), rng)
            for i in rng.permutation(number)]


def agreement_batch(sentences):
    """Sentences as inputs, their verbs as targets.

    sentences : m pairs (words, plural)
    returns x (n_x, m, T_x), y (2, m), mask (m, T_x): a row of x for each of the 31
            `AGREEMENT_WORDS`, a row of y for each of the `VERBS`
    """
    x, mask = pad_batch([one_hot_sequence(encode(words, AGREEMENT_WORDS), len(AGREEMENT_WORDS))
                         for words, _ in sentences])
    y = one_hot_sequence([int(plural) for _, plural in sentences], len(VERBS))
    return x, y, mask


def _sentence(plural, clauses, rng):
    words = ["the", _one_of(PLURAL if plural else SINGULAR, rng)]
    for _ in range(clauses):
        noun = _one_of(SINGULAR + PLURAL, rng)
        words += [",", "which", _one_of(DEEDS, rng), "the", _one_of(ADJECTIVES, rng), noun,
                  _one_of(ADVERBS, rng)]
    return words + [","] * (clauses > 0), plural


def _one_of(words, rng):
    return words[rng.integers(len(words))]
