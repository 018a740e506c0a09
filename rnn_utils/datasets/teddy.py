"""Sentences whose first word is a name, or not: only what comes later tells.

    he said teddy roosevelt was a great president      1 1: a person's name
    he said teddy bears were a great bargain           0 0: none

All is in small letters, as a microphone hears it: capitals would not help anyway, as either
sentence may begin with a capital. The sentences come in twins: the same opening and the same
first word, once a name and once not. Whoever has read no further than that is right for
exactly one of the two. Often the second word tells; where it is a surname as well as a thing
("rose stone was …"), one has to wait for what follows.
"""
from rnn_utils.datasets.arrays import one_hot_sequence, pad_batch
from rnn_utils.datasets.names import encode

OPENINGS = ("", "he said", "she said", "they say that", "i know that", "we heard that")
FIRST_WORDS = tuple("""teddy rose will may mark grace hope faith joy bill jack frank grant drew penny
    ruby pearl amber jade opal crystal ivy lily daisy violet iris heather holly hazel olive ginger
    basil rosemary jasmine poppy cherry robin jay martin angel star dawn april june august summer
    autumn carol melody sandy cliff glen""".split())
# what follows a name, what follows anything else, and what may be either
SURNAMES = tuple("""roosevelt adams baxter carlson davis evans harris jenkins morris nelson roberts
    watson""".split())
THINGS = tuple("bears books boxes cakes cards lamps mugs posters rings shirts stamps toys".split())
EITHER = tuple("ball bell berry bush case cross lamb page pepper rice stone wood".split())
SECOND_WORDS = (*zip(SURNAMES, THINGS), *zip(EITHER, EITHER))
# how it goes on about a person, and about a thing: the first word apart is the first, second, fourth
ENDINGS = (("sang last night", "cost ten dollars"), ("was born in paris", "was made in paris"),
           ("was a great president", "was a great bargain"))
TEDDY_WORDS = tuple(dict.fromkeys(" ".join(
    (*OPENINGS, *FIRST_WORDS, *SURNAMES, *THINGS, *EITHER, *sum(ENDINGS, ()), "were")).split()))
NO_NAME, NAME = 0, 1


def teddy_beginnings():
    """All combinations of a first and a second word.

    returns a list of (first, (second of a name, second of a thing)): the two second words are
            the same where the word may be either
    """
    return [(first, second) for first in FIRST_WORDS for second in SECOND_WORDS]


def teddy_sentences(number, rng, beginnings=None):
    """Sentences with a label for each word, in twins: one about a person, one about a thing.

    number     : how many sentences; even, as the two of a pair follow each other
    rng        : a numpy random Generator
    beginnings : a list of which combinations to draw from; None: all `teddy_beginnings`
    returns a list of (words, labels): words are 5 to 9 items of `TEDDY_WORDS`; labels one for each
            word, 1 where it is a part of a person's name, else 0

    Twins are the same word for word until one of them says what it is about.
    """
    if number % 2 or number < 0:
        raise ValueError(f"`number` is {number}; expected an even number: sentences come in pairs")
    beginnings = teddy_beginnings() if beginnings is None else beginnings
    sentences = []
    for k in rng.integers(len(beginnings), size=number // 2):
        opening, ending = (_one_of(options, rng) for options in (OPENINGS, ENDINGS))
        for label in (NAME, NO_NAME):
            sentences.append(_sentence(opening, beginnings[k], ending, label))
    return sentences


def teddy_batch(sentences):
    """Sentences as inputs, their labels as targets of equal length.

    sentences : m pairs (words, labels)
    returns x (n_x, m, T_x), y (2, m, T_x), mask (m, T_x): a row of x for each of the
            `TEDDY_WORDS`, the rows of y are "no name" and "name"
    """
    x, mask = pad_batch([one_hot_sequence(encode(words, TEDDY_WORDS), len(TEDDY_WORDS))
                         for words, _ in sentences])
    y, _ = pad_batch([one_hot_sequence(labels, 2) for _, labels in sentences])
    return x, y, mask


def ambiguous_word(words):
    """Where the first word stands that may be a name."""
    return next(t for t, word in enumerate(words) if word in FIRST_WORDS)


def told_after(one, other):
    """How many words after the first ambiguous one two twins (words, labels) differ."""
    words, others = one[0], other[0]
    apart = next(t for t, (word, another) in enumerate(zip(words, others)) if word != another)
    return apart - ambiguous_word(words)


def _sentence(opening, beginning, ending, label):
    first, second = beginning
    named = 0 if label == NAME else 1
    before, after = opening.split(), ending[named].split()
    if second[named] in THINGS and after[0] == "was":
        after[0] = "were"
    words = before + [first, second[named]] + after
    return words, [NO_NAME] * len(before) + [label] * 2 + [NO_NAME] * len(after)


def _one_of(options, rng):
    return options[rng.integers(len(options))]
