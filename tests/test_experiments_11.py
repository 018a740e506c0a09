"""Notebook 11: the networks that it compares, by hand, and what it claims over several seeds."""
import functools

import numpy as np
import pytest
from strategies import assert_close, assert_gradients, normal

from rnn_utils.bidirectional import bidirectional_forward
from rnn_utils.cells import FAST_GRU, FAST_RNN, GRU, RNN
from rnn_utils.datasets import pronunciation_batch, teddy_batch
from rnn_utils.experiments import both_directions, spelling

# the third, 0, is that of the notebook, whose printed claims nbval compares
SEEDS = [1, 2]


# -- the networks ------------------------------------------------------------------------------------


def toy_batch(rng, n_x=5, n_y=3, m=4, T_x=6):
    lengths = np.array([6, 2, 4, 1])
    mask = (np.arange(T_x) < lengths[:, None]).astype(float)
    y = np.eye(n_y)[:, rng.integers(n_y, size=(m, T_x))]
    return normal(rng, (n_x, m, T_x)), y, mask


@pytest.mark.parametrize("cell, fast", [(RNN, FAST_RNN), (GRU, FAST_GRU)])
def test_the_loss_is_the_mean_over_the_real_steps_and_the_gradients_are_its_own(cell, fast):
    rng = np.random.default_rng(0)
    x, y, mask = toy_batch(rng)
    parameters = both_directions.network(5, 8, 3, rng, 2, cell)
    loss, gradients = both_directions.bidirectional_loss(parameters, x, y, mask, cell)

    def by_hand(parameters):
        each = []
        for i, T_i in enumerate(mask.sum(axis=1).astype(int)):     # one by one: no padding at all
            zeros = np.zeros((4, 1))
            y_pred = bidirectional_forward(x[:, i:i + 1, :T_i], (zeros, zeros), parameters, None, cell)[1]
            each.append(np.sum(y[:, i:i + 1, :T_i] * np.log(y_pred)))
        return -sum(each) / mask.sum()

    assert loss == pytest.approx(by_hand(parameters))
    wanted = {key: gradients[key] for key in ("forward", "backward", "dWya", "dby")}
    assert_gradients(wanted, by_hand, {"parameters": parameters})
    quick_loss, quick = both_directions.bidirectional_loss(parameters, x, y, mask, fast)
    assert quick_loss == pytest.approx(loss)
    for way in ("forward", "backward"):
        for name, gradient in gradients[way].items():
            assert_close(quick[way][name], gradient, 1e-9)


def test_both_kinds_have_as_many_hidden_units():
    rng = np.random.default_rng(0)
    one, two = (both_directions.network(7, 12, 3, rng, directions, FAST_RNN) for directions in (1, 2))
    assert len(one["ba"]) == 12 and len(two["forward"]["ba"]) == len(two["backward"]["ba"]) == 6
    assert one["Wya"].shape == two["Wya"].shape == (3, 12)


def test_a_delay_moves_the_answers_and_nothing_else():
    x, y, mask = toy_batch(np.random.default_rng(0))
    late_x, late_y, late_mask = both_directions.delayed(x, y, mask, 2)
    assert late_x.shape == (5, 4, 8) and late_y.shape == (3, 4, 8) and late_mask.shape == (4, 8)
    assert np.array_equal(late_x[:, :, :6], x) and not late_x[:, :, 6:].any()
    assert np.array_equal(late_y[:, :, 2:], y) and np.array_equal(late_mask[:, 2:], mask)
    assert not late_y[:, :, :2].any() and not late_mask[:, :2].any()
    assert all(np.array_equal(*pair) for pair in zip(both_directions.delayed(x, y, mask, 0), (x, y, mask)))


@pytest.mark.parametrize("delay", [0, 1, 3])
def test_with_a_delay_just_so_many_more_steps_are_heard(delay):
    """Change x from step s on: the labels up to step s − 1 − delay stay, the next one's scores do not."""
    rng = np.random.default_rng(0)
    parameters = both_directions.network(5, 6, 3, rng, 1, RNN)
    x, y, mask = toy_batch(rng)
    other, s = x.copy(), 4
    other[:, :, s:] = normal(rng, (5, 4, 2))
    first, second = (both_directions.predictions(parameters, both_directions.delayed(each, y, mask, delay)[0],
                                                 mask, RNN)[:, :, delay:] for each in (x, other))
    changed = np.max(np.abs(first - second), axis=(0, 1)) > 1e-9
    assert np.flatnonzero(changed)[0] == s - delay


# -- teddy roosevelt and teddy bears -----------------------------------------------------------------


@functools.cache
def names(seed, directions, delay=0):
    """The share of right labels on first words, and on all words without a delay; the best possible."""
    rng = np.random.default_rng(seed)
    sentences, held_out = both_directions.split(rng)
    parameters, _ = both_directions.learn_names(sentences, rng, directions, delay)
    everywhere = both_directions.accuracy(parameters, held_out) if delay == 0 else None
    return (both_directions.first_word_accuracy(parameters, held_out, delay), everywhere,
            both_directions.best_possible(held_out, delay))


@pytest.mark.parametrize("seed", SEEDS)
def test_11_one_direction_is_at_chance_on_the_first_word_and_both_are_always_right(seed):
    first, everywhere, best = names(seed, 1)
    assert first == pytest.approx(0.5, abs=0.01) and best == 0.5 and everywhere < 0.93
    first, everywhere, _ = names(seed, 2)
    assert first > 0.995 and everywhere > 0.995


@pytest.mark.parametrize("seed", SEEDS)
def test_11_each_word_waited_for_brings_what_it_can_bring_and_not_more(seed):
    for delay in (2, 5):
        first, _, best = names(seed, 1, delay)
        assert best - 0.02 < first <= best + 0.002
    assert best == 1


def test_held_out_sentences_have_combinations_never_seen_of_words_that_are_all_known():
    sentences, held_out = both_directions.split(np.random.default_rng(0))
    assert len(sentences) == 2000 and len(held_out) == 1000

    def pairs(part):
        return {tuple(words[(t := both_directions.ambiguous_word(words)):t + 2]) for words, _ in part}

    assert not pairs(sentences) & pairs(held_out)
    assert {word for words, _ in held_out for word in words} <= {word for words, _ in sentences for word in words}
    for part in (sentences, held_out):
        assert np.mean([max(labels) for _, labels in part]) == 0.5


def test_the_best_possible_is_counted_over_twins():
    stone = ("rose stone was born".split(), [1, 1, 0, 0]), ("rose stone was made".split(), [0] * 4)
    bears = ("teddy roosevelt sang".split(), [1, 1, 0]), ("teddy bears cost".split(), [0] * 3)
    shares = [both_directions.best_possible([*stone, *bears], k) for k in range(4)]
    assert shares == [0.5, 0.75, 0.75, 1.0]


def test_the_share_on_first_words_is_of_first_words_alone():
    rng = np.random.default_rng(0)
    sentences = both_directions.split(rng, 20, 10)[1]
    x, y, mask = teddy_batch(sentences)

    def forward(*_):
        """Right on all words but the ambiguous ones of the first three sentences."""
        y_pred = y.copy()
        for i, (words, _) in enumerate(sentences[:3]):
            y_pred[:, i, both_directions.ambiguous_word(words)] = \
                y_pred[::-1, i, both_directions.ambiguous_word(words)]
        return None, y_pred, None

    parameters = both_directions.network(len(x), 4, 2, rng, 2, FAST_RNN)
    assert both_directions.first_word_accuracy(parameters, sentences, forward=forward) == pytest.approx(0.7)
    assert both_directions.accuracy(parameters, sentences, forward) == pytest.approx(1 - 3 / mask.sum())


# -- the vowel before a silent e ---------------------------------------------------------------------


@functools.cache
def words_of(seed):
    """(training words, held-out words), aligned once for all trainings."""
    return spelling.split(np.random.default_rng(seed), 1200)


@functools.cache
def letters(seed, directions, delay=0):
    """The share of right sounds over all letters, and over vowels before a silent e."""
    words, held_out = words_of(seed)
    parameters, _ = both_directions.learn_letters(words, np.random.default_rng(seed), directions, delay)
    return (both_directions.letter_accuracy(parameters, held_out, delay),
            both_directions.vowel_accuracy(parameters, held_out, delay))


@pytest.mark.parametrize("seed", SEEDS)
def test_11_both_directions_hear_the_silent_e_and_one_does_not(seed):
    (one, vowel_of_one), (both, vowel_of_both) = letters(seed, 1), letters(seed, 2)
    assert both > one + 0.1 and both > 0.87
    assert vowel_of_one < 0.45 and vowel_of_both > 0.62 and vowel_of_both > vowel_of_one + 0.25


@pytest.mark.parametrize("seed", SEEDS)
def test_11_counts_that_look_to_both_sides_stay_ahead(seed):
    words, held_out = words_of(seed)
    counts = spelling.counts(words, held_out, 2, 2)
    assert letters(seed, 2)[0] < counts < letters(seed, 2)[0] + 0.04
    assert 0.7 < both_directions.vowel_rule(held_out) < 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_11_two_letters_of_future_are_nearly_all_and_waiting_longer_costs_memory(seed):
    now, two, four = (letters(seed, 1, delay)[0] for delay in (0, 2, 4))
    both = letters(seed, 2)[0]
    assert now + 0.06 < two < both + 0.01 and four < two - 0.05
    assert letters(seed, 1, 2)[1] > letters(seed, 1)[1] + 0.3


def test_words_with_a_silent_e():
    words = [("made", ["M", "EY", "D", "_"]), ("mad", ["M", "AE", "D"]), ("cafe", ["K", "AE", "F", "EY"]),
             ("gene", ["JH", "IY", "N", "_"]), ("piece", ["P", "IY", "_", "S", "_"]),
             ("see", ["S", "IY", "_"]), ("love", ["L", "AH", "V", "_"]), ("edge", ["EH", "_", "JH", "_"])]
    found = both_directions.silent_e_words(words)
    assert [word for word, _ in found] == ["made", "gene", "love"]
    assert both_directions.vowel_rule(words) == pytest.approx(2 / 3)


def test_the_shares_over_letters_count_each_letter_once_and_vowels_alone():
    words = [("made", ["M", "EY", "D", "_"]), ("no", ["N", "OW"]), ("love", ["L", "AH", "V", "_"])]
    _, y, _ = pronunciation_batch(words)

    def forward(x, *_):
        y_pred = y[:, [0, 2]].copy() if x.shape[1] == 2 else y.copy()
        y_pred[:, 0, 1] = np.roll(y_pred[:, 0, 1], 1)     # the a of "made" is wrong
        return None, y_pred, None

    parameters = both_directions.network(27, 4, 46, np.random.default_rng(0), 2, FAST_GRU)
    assert both_directions.letter_accuracy(parameters, words, forward=forward) == pytest.approx(9 / 10)
    assert both_directions.vowel_accuracy(parameters, words, forward=forward) == pytest.approx(1 / 2)
    assert both_directions.sounds(parameters, ["made", "no", "love"], forward)[1:] == ["N OW", "L AH V _"]
