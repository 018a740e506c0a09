"""Sentences whose verb agrees with a noun far back: nothing but that noun may tell."""
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import seeds

from rnn_utils.datasets import agreement
from rnn_utils.datasets.agreement import AGREEMENT_WORDS, VERBS, agreement_batch, agreement_sentences

IRREGULAR = {"fox": "foxes", "mouse": "mice"}


def sentences(number=400, clauses=(4, 6), seed=0):
    return agreement_sentences(number, np.random.default_rng(seed), clauses)


def nouns(words):
    """The nouns of a sentence, found without its grammar."""
    return [word for word in words if word in agreement.SINGULAR + agreement.PLURAL]


def test_each_noun_has_its_plural_and_no_word_occurs_twice():
    assert list(agreement.PLURAL) == [IRREGULAR.get(noun, noun + "s") for noun in agreement.SINGULAR]
    assert len(set(AGREEMENT_WORDS)) == len(AGREEMENT_WORDS) == 31
    assert VERBS == ("was", "were") and not set(VERBS) & set(AGREEMENT_WORDS)


@given(st.integers(0, 60), st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted), seeds)
def test_a_sentence_is_a_subject_and_clauses_and_ends_before_its_verb(number, clauses, seed):
    fewest, most = clauses
    for words, plural in sentences(number, clauses, seed):
        count = words.count("which")
        assert fewest <= count <= most
        assert len(words) == (3 + 7 * count if count else 2)
        assert words[0] == "the" and words[-1] == ("," if count else words[1])
        assert words[1] in (agreement.PLURAL if plural is True else agreement.SINGULAR)
        assert [words[2 + 7 * k:4 + 7 * k] for k in range(count)] == [[",", "which"]] * count
        assert len(nouns(words)) == 1 + count and set(words) <= set(AGREEMENT_WORDS)


def test_four_to_six_clauses_are_30_to_45_words_and_each_number_of_them_occurs():
    lengths = Counter(len(words) for words, _ in sentences())
    assert sorted(lengths) == [31, 38, 45] and min(lengths.values()) > 80


@pytest.mark.parametrize("number, plural", [(400, 200), (7, 3), (1, 0), (0, 0)])
def test_half_of_the_subjects_are_plural_in_random_order(number, plural):
    answers = [answer for _, answer in sentences(number)]
    assert len(answers) == number and sum(answers) == plural
    if number == 400:
        assert 80 < sum(answers[:200]) < 120 and 80 < sum(answers[::2]) < 120


@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_other_nouns_are_the_verb_is_a_toss_up(seed):
    """Each position, counted from the verb, and the majority: 4 standard deviations of chance."""
    examples, limit = sentences(2000, seed=seed), 4 / np.sqrt(2000) / 2
    is_plural = [[noun in agreement.PLURAL for noun in nouns(words)] for words, _ in examples]
    answers = np.array([plural for _, plural in examples])
    for back in range(1, 5):
        guesses = np.array([numbers[-back] for numbers in is_plural])
        assert abs(np.mean(guesses == answers) - 0.5) < limit
    majority = np.array([np.mean(numbers[1:]) > 0.5 for numbers in is_plural])
    assert abs(np.mean(majority == answers) - 0.5) < limit
    clauses = np.array([words.count("which") for words, _ in examples])
    assert abs(np.corrcoef(clauses, answers)[0, 1]) < 4 / np.sqrt(2000)


def test_subjects_and_other_animals_come_from_one_pool():
    subjects, others = Counter(), Counter()
    for words, _ in sentences(2000):
        subject, *rest = nouns(words)
        subjects[subject] += 1
        others.update(rest)
    assert set(subjects) == set(others) == set(agreement.SINGULAR + agreement.PLURAL)
    for counts in (subjects, others):
        shares = np.array(list(counts.values())) / counts.total()
        assert np.all(np.abs(shares - 1 / 16) < 0.03)


def test_long_sentences_hardly_ever_come_twice():
    texts = [" ".join(words) for words, _ in sentences(3000)]
    assert len(set(texts)) == 3000


def test_one_seed_one_list():
    assert sentences(seed=1) == sentences(seed=1) != sentences(seed=2)


def test_clauses_must_be_the_fewest_and_the_most():
    for clauses in ((6, 4), (-1, 2)):
        with pytest.raises(ValueError, match="the fewest and the most"):
            sentences(clauses=clauses)


def test_a_batch_holds_the_words_the_verbs_and_what_is_real():
    examples = sentences(9, clauses=(0, 3), seed=3)
    x, y, mask = agreement_batch(examples)
    T_x = max(len(words) for words, _ in examples)
    assert x.shape == (31, 9, T_x) and y.shape == (2, 9) and mask.shape == (9, T_x)
    for i, (words, plural) in enumerate(examples):
        assert mask[i].sum() == len(words) and np.all(mask[i, :len(words)] == 1)
        assert [AGREEMENT_WORDS[k] for k in x[:, i, :len(words)].argmax(axis=0)] == words
        assert VERBS[y[:, i].argmax()] == ("were" if plural else "was")
    assert np.array_equal(x.sum(axis=0), mask) and np.all(y.sum(axis=0) == 1)
