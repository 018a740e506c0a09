"""Sentences with names: nothing up to the ambiguous word may tell, and twins differ in what they should."""
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import seeds

from rnn_utils.datasets import teddy
from rnn_utils.datasets.teddy import (FIRST_WORDS, TEDDY_WORDS, ambiguous_word, teddy_batch,
                                      teddy_beginnings, teddy_sentences, told_after)


def sentences(number=400, seed=0, beginnings=None):
    return teddy_sentences(number, np.random.default_rng(seed), beginnings)


def twins(*arguments):
    found = sentences(*arguments)
    return list(zip(found[::2], found[1::2]))


def test_there_are_more_than_forty_ambiguous_words_and_no_word_has_two_roles():
    assert len(FIRST_WORDS) >= 40 and {"teddy", "rose", "will", "may"} <= set(FIRST_WORDS)
    roles = [*FIRST_WORDS, *teddy.SURNAMES, *teddy.THINGS, *teddy.EITHER,
             *{word for text in (*teddy.OPENINGS, *sum(teddy.ENDINGS, ())) for word in text.split()}]
    assert len(set(roles)) == len(roles) and set(TEDDY_WORDS) == {*roles, "were"}
    assert len(set(TEDDY_WORDS)) == len(TEDDY_WORDS)
    assert len(set(teddy_beginnings())) == len(FIRST_WORDS) * 24


def test_the_two_sentences_of_the_lecture_can_be_said():
    texts = {" ".join(words): labels for words, labels in
             sentences(2000, 0, [("teddy", ("roosevelt", "bears"))])}
    assert texts["he said teddy roosevelt was a great president"] == [0, 0, 1, 1, 0, 0, 0, 0]
    assert texts["he said teddy bears were a great bargain"] == [0] * 8


@given(st.integers(0, 40), seeds)
def test_twins_are_alike_up_to_where_one_is_told_and_differ_in_their_labels(pairs, seed):
    for (words, labels), (others, none) in twins(2 * pairs, seed):
        first = ambiguous_word(words)
        named = words[first:first + 2]
        assert 5 <= len(words) == len(labels) <= 9 and 5 <= len(others) == len(none) <= 9
        assert words[:first + 1] == others[:first + 1] and named[0] in FIRST_WORDS
        assert [t for t, label in enumerate(labels) if label] == [first, first + 1]
        assert not any(none) and named[1] in teddy.SURNAMES + teddy.EITHER
        assert others[first + 1] in teddy.THINGS + teddy.EITHER
        assert set(words) | set(others) <= set(TEDDY_WORDS)
        after = told_after((words, labels), (others, none))
        assert words[:first + after] == others[:first + after]
        assert words[first + after] != others[first + after]


def test_a_half_is_told_by_the_second_word_and_the_others_later():
    after = Counter(told_after(*pair) for pair in twins(6000))
    assert sorted(after) == [1, 2, 3, 5]
    for words, share in ((1, 1 / 2), (2, 1 / 6), (3, 1 / 6), (5, 1 / 6)):
        assert abs(after[words] / 3000 - share) < 4 * np.sqrt(share * (1 - share) / 3000)


def test_things_in_the_plural_have_a_plural_verb():
    for _, (words, _) in twins(600):
        second, verb = words[ambiguous_word(words) + 1:][:2]
        assert (verb == "were") == (second in teddy.THINGS and verb != "cost")


def test_only_the_given_beginnings_are_drawn_and_each_of_them():
    chosen = teddy_beginnings()[5:400:40]
    seen = {(one[0][ambiguous_word(one[0])], (one[0][ambiguous_word(one[0]) + 1],
                                              other[0][ambiguous_word(one[0]) + 1]))
            for one, other in twins(400, 0, chosen)}
    assert seen == set(chosen)


def test_one_seed_one_list():
    assert sentences(seed=1) == sentences(seed=1) != sentences(seed=2)
    assert sentences(0) == []


@pytest.mark.parametrize("number", [3, -2])
def test_sentences_come_in_pairs(number):
    with pytest.raises(ValueError, match="pairs"):
        sentences(number)


def test_a_batch_holds_the_words_their_labels_and_what_is_real():
    examples = sentences(10, 3)
    x, y, mask = teddy_batch(examples)
    T_x = max(len(words) for words, _ in examples)
    assert x.shape == (len(TEDDY_WORDS), 10, T_x) and y.shape == (2, 10, T_x) and mask.shape == (10, T_x)
    for i, (words, labels) in enumerate(examples):
        T_i = len(words)
        assert mask[i].tolist() == [1] * T_i + [0] * (T_x - T_i)
        assert [TEDDY_WORDS[k] for k in x[:, i, :T_i].argmax(axis=0)] == words
        assert y[:, i, :T_i].argmax(axis=0).tolist() == labels
    assert np.array_equal(x.sum(axis=0), mask) and np.array_equal(y.sum(axis=0), mask)
