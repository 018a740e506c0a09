"""What the notebooks claim, asserted over several seeds."""
import numpy as np
import pytest

from rnn_utils import dinosaur_names, random_batches, relu, softmax, train
from rnn_utils.datasets import LANGUAGES, surnames
from rnn_utils.experiments import (first_steps, language_model, languages, letter_pairs, positions,
                                   sentiment, spelling, translation, tunes, two_sentences)
from rnn_utils.experiments.reuse import reuse

SEEDS = [0, 1, 2]


def test_00_the_plain_softmax_breaks_beyond_709_and_ours_does_not():
    with np.errstate(over="ignore", invalid="ignore"):
        assert np.isfinite(np.exp(709.0) / (np.exp(709.0) + np.exp(708.0)))
        assert not np.isfinite(np.exp(710.0) / (np.exp(710.0) + np.exp(709.0)))
    assert softmax(np.array([[710.0], [709.0]]))[0, 0] == pytest.approx(1 / (1 + np.exp(-1)))


@pytest.mark.parametrize("seed", SEEDS)
def test_01_only_the_rnn_recognises_the_pattern_at_unseen_positions(seed):
    accuracies, sizes = positions.positions(seed)
    assert sizes["RNN"] < sizes["standard network"]
    for values in accuracies.values():
        assert min(values[:5]) > 0.98            # both have learned it where they saw it
    assert min(accuracies["RNN"]) > 0.98
    assert 0.45 < np.mean(accuracies["standard network"][6:]) < 0.55


def test_01_the_pair_never_stands_at_unseen_positions_in_training():
    texts, _, answers = positions.words(2000, positions.SEEN, np.random.default_rng(0))
    starts = [text.index("ab" if answer else "ba") for text, answer in zip(texts, answers)]
    assert max(starts) == 4 and min(positions.UNSEEN) > 5
    assert all(sorted(text.replace("c", "").replace("d", "").replace("e", "")) == ["a", "b"]
               for text in texts)


@pytest.mark.parametrize("seed", SEEDS)
def test_02_tanh_stays_in_bounds_over_100_uses_and_relu_explodes(seed):
    assert reuse(np.tanh, seed)[1:].max() < 1
    assert reuse(relu, seed)[-1] > 1e15


@pytest.mark.parametrize("seed", SEEDS)
def test_03_the_sentences_differ_by_exactly_nothing_up_to_teddy_and_by_something_after(seed):
    gaps = two_sentences.differences(seed)
    assert two_sentences.BEARS[3] == "Teddy" and len(gaps) == len(two_sentences.BEARS)
    assert np.all(gaps[:4] == 0) and np.all(gaps[4:] > 1e-3)


def test_04_the_network_written_by_hand_gives_the_probabilities_of_the_table():
    names = ["aba", "abb"]
    parameters = letter_pairs.letter_pair_rnn(names)
    # 27 letters; after a: b twice, end once; after b: a, b and end once; each count + 1
    first, after_a, after_b = 27 + 2, 27 + 3, 27 + 3
    by_hand = -(2 * np.log(3 / first) + 2 * np.log(3 / after_a) + np.log(2 / after_b)
                + np.log(2 / after_b) + np.log(2 / after_a) + np.log(2 / after_b)) / 8
    assert letter_pairs.loss_per_letter(names, parameters) == pytest.approx(by_hand, rel=1e-6)


def test_04_letter_pairs_cost_less_than_two_thirds_of_no_idea_also_on_held_out_names():
    names = dinosaur_names()
    assert letter_pairs.loss_per_letter(names, letter_pairs.letter_pair_rnn(names)) < 2 / 3 * np.log(27)
    held_out = letter_pairs.loss_per_letter(names[1::2], letter_pairs.letter_pair_rnn(names[::2]))
    assert held_out < 2 / 3 * np.log(27)


@pytest.mark.parametrize("seed", SEEDS)
def test_05_analytic_and_numerical_gradients_agree_and_a_forgotten_step_does_not(seed):
    errors = first_steps.gradient_errors(["rex", "ajax"], n_a=3, seed=seed)
    assert set(errors) == {"Wax", "Waa", "Wya", "ba", "by", "x", "a0"} and max(errors.values()) < 1e-7
    wrong = first_steps.gradient_errors(["rex", "ajax"], n_a=3, seed=seed,
                                        loss_and_gradients=first_steps.next_step_forgotten)
    assert min(wrong[name] for name in ("Wax", "Waa", "ba", "a0")) > 0.1
    assert max(wrong[name] for name in ("Wya", "by")) < 1e-7


@pytest.mark.parametrize("seed", SEEDS)
def test_05_gradient_descent_lowers_the_loss(seed):
    losses = first_steps.descend(dinosaur_names()[::66], seed=seed)
    assert losses[0] == pytest.approx(np.log(27), abs=0.2) and losses[-1] < 1


@pytest.mark.parametrize("seed", SEEDS)
def test_06_on_held_out_names_the_rnn_beats_counts_of_two_letters_and_comes_near_three(seed):
    rng = np.random.default_rng(seed)
    names, held_out = language_model.split(rng)
    assert not set(names) & set(held_out) and len(names) + len(held_out) == 1318
    parameters = language_model.letter_model(64, rng)
    assert language_model.held_out_loss(parameters, held_out) > 3
    parameters, _ = train(parameters, random_batches(names, 800, 32, rng))
    loss = language_model.held_out_loss(parameters, held_out)
    assert loss < language_model.ngram_loss(names, held_out, 2) - 0.2
    assert loss < language_model.ngram_loss(names, held_out, 3) + 0.1
    written = language_model.write_names(parameters, 200, rng)
    assert np.mean([name not in set(names) | set(held_out) for name in written]) > 0.75


def test_06_the_baseline_counts_as_by_hand():
    """Two letters in a row, Witten-Bell: p(j | i) = (n_ij + d_i p(j)) / (n_i + d_i)."""
    # from "ab": after nothing (order 0): a, b and end once each, 3 kinds; uniform 1/27 below
    letter = (1 + 3 / 27) / (3 + 3)
    after_one = (1 + 1 * letter) / (1 + 1)       # each context was seen once, with one follower
    assert language_model.ngram_loss(["ab"], ["ab"], 2) == pytest.approx(-np.log(after_one))


@pytest.mark.parametrize("seed", SEEDS)
def test_07_surnames_are_told_apart_though_counting_is_a_little_better(seed):
    rng = np.random.default_rng(seed)
    pairs, held_out = languages.split(rng)
    assert len(held_out) == 400 and sorted(pairs + held_out) == sorted(surnames())
    parameters, _ = languages.learn(pairs, rng)
    right, counted = languages.accuracy(parameters, held_out), languages.naive_bayes(pairs, held_out)
    assert 0.78 < right < counted < 0.95
    # and it is sure of languages it has never heard of
    sure = languages.probabilities(parameters, languages.JAPANESE).max(axis=0)
    assert np.mean(sure > 0.8) > 1 / 3 and not set(languages.JAPANESE) & {name for name, _ in surnames()}


def test_07_naive_bayes_counts_as_by_hand():
    pairs = [("ab", "Greek"), ("ba", "Irish")]
    # one letter at a time: a, b and the end are seen once each, in both: whatever is asked, a tie,
    # which goes to the first language that was counted
    assert languages.naive_bayes(pairs, [("ab", "Greek")], n=1) in (0, 1)
    assert languages.naive_bayes(pairs, pairs, n=2) == 1      # two in a row tell them apart
    assert languages.naive_bayes([(name, LANGUAGES[k]) for k, name in enumerate("abcdef")],
                                 [("a", LANGUAGES[0]), ("f", LANGUAGES[5]), ("f", LANGUAGES[0])],
                                 n=1) == pytest.approx(2 / 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_07_order_decides_the_sentiment_and_a_bag_of_words_is_at_chance(seed):
    rng = np.random.default_rng(seed)
    sentences, unseen = sentiment.split(rng)
    assert not {tuple(words) for words, _ in sentences} & {tuple(words) for words, _ in unseen}
    assert sentiment.bag_of_words(sentences, unseen) == 0.5
    parameters, _ = sentiment.learn(sentences, rng)
    assert sentiment.accuracy(parameters, unseen) > 0.98


def test_07_the_bag_of_words_learns_where_words_decide():
    texts = [(f"the food was {word}".split(), word == "good") for word in ("good", "bad")] * 20
    assert sentiment.bag_of_words(texts, texts) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_07_the_network_writes_bars_and_beats_the_counts(seed):
    rng = np.random.default_rng(seed)
    parts, held_out = tunes.split(rng)
    parameters, _ = tunes.learn(parts, rng)
    counted = [tunes.ngram_loss(parts, held_out, n) for n in (2, 3, 4, 5)]
    assert tunes.held_out_loss(parameters, held_out) < min(counted) - 0.1
    written = {part: [tunes.write(parameters, part, rng, 0.7) for _ in range(60)] for part in tunes.PARTS}
    assert np.nanmean([tunes.whole_bars(tokens) for tokens in written["first part"]]) > 0.9
    first, later = (np.nanmean([tunes.pitch(tokens) for tokens in each]) for each in written.values())
    assert later > first + 0.5
    for tokens in sum(written.values(), []):
        heard = tunes.eight_bars(tokens)
        ends = [start + length for _, start, length in heard]
        assert heard[0][1] == -3 and ends[-1] == 48                       # without a gap
        assert np.allclose([start for _, start, _ in heard[1:]], ends[:-1])


def test_07_whole_bars_and_pitch_by_hand():
    tokens = "D | G2 B d2 B | G3 G2 | c2 c c c | A3 z3 | G".split()
    assert tunes.whole_bars(tokens) == 2 / 4                # 6, 5, 5 and 6 eighths
    assert tunes.pitch("G A z B".split()) == (67 + 69 + 71) / 3


@pytest.mark.parametrize("seed", SEEDS)
def test_07_spelling_is_as_good_as_two_letters_before_and_behind_a_view_of_both_sides(seed):
    rng = np.random.default_rng(seed)
    words, unseen = spelling.split(rng)
    parameters, _ = spelling.learn(words, rng)
    right = spelling.accuracy(parameters, unseen)
    alone, before, both = (spelling.counts(words, unseen, *view) for view in ((0,), (2,), (2, 2)))
    assert alone + 0.05 < right and abs(right - before) < 0.03 and right < both - 0.1


def test_07_counts_of_neighbours_by_hand():
    words = [("ab", ["X", "Y"]), ("cb", ["_", "Z"]), ("cb", ["_", "Z"])]
    assert spelling.counts(words, [("ab", ["X", "Y"])], 0) == 1 / 2       # b alone is Z more often
    assert spelling.counts(words, [("ab", ["X", "Y"])], 1) == 1
    assert spelling.counts(words, [("bb", ["Z", "Z"])], 1) == 1           # unseen: b alone
    assert spelling.counts([("ab", ["X", "Y"]), ("ac", ["W", "_"]), ("ac", ["W", "_"])],
                           [("ab", ["X", "Y"])], 0, 1) == 1               # what follows decides


@pytest.mark.parametrize("seed", SEEDS)
def test_07_unseen_numbers_are_translated_and_99_among_them(seed):
    rng = np.random.default_rng(seed)
    numbers, unseen = translation.split(rng)
    assert sorted(numbers + unseen) == list(range(10000)) and 99 in unseen
    parameters, _ = translation.learn(numbers, rng)
    assert translation.exact(parameters, unseen) > 0.95
    assert translation.translate(parameters, ["quatre vingt dix neuf".split()]) == [["ninety", "nine"]]
    assert translation.word_by_word(unseen) < 0.05


def test_07_word_by_word_is_right_where_french_and_english_agree():
    assert translation.word_by_word([0, 16, 40, 42, 1002, 2000]) == 5 / 6   # 1002: "thousand two"
