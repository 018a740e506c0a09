"""The data that ship with the course and the arrays that are made of them."""
import itertools
import math
import re
import string
from collections import Counter, defaultdict
from importlib import resources

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_utils import (LETTERS, decode, dinosaur_names, encode, next_letter_batch,
                       one_hot_sequence, pad_batch)
from rnn_utils.datasets import (ENGLISH, FRENCH, LANGUAGES, NOTES, PHONEMES, SENTENCE_WORDS,
                                SENTIMENTS, align, aligned_pronunciations, english_number,
                                english_words, french_number, french_words, jigs,
                                negation_sentences, notes, pronunciation_batch, pronunciations,
                                sentence_batch, surname_batch, surnames)
from rnn_utils.datasets.jigs import _is_regular, _parts, _tokens
from rnn_utils.datasets.pronunciations import JOINED, alignments

words = st.text(string.ascii_lowercase, max_size=9)


def test_there_are_1318_names_unique_sorted_and_of_small_letters():
    names = dinosaur_names()
    assert len(names) == 1318
    assert names == sorted(set(names))
    assert set("".join(names)) == set(string.ascii_lowercase)
    assert "tyrannosaurus" in names and all(len(name) > 2 for name in names)


def test_reading_the_names_twice_gives_two_lists():
    dinosaur_names().clear()
    assert len(dinosaur_names()) == 1318


def test_the_end_of_a_name_comes_before_the_letters():
    assert LETTERS == "\n" + string.ascii_lowercase
    assert encode("\naz") == [0, 1, 26]


@given(words)
def test_decode_undoes_encode(word):
    indices = encode(word + "\n")
    assert all(type(index) is int for index in indices)
    assert decode(indices) == word + "\n"
    assert decode(np.array(indices, int)) == word + "\n"


@given(st.lists(st.integers(0, 26)))
def test_encode_undoes_decode(indices):
    assert encode(decode(indices)) == indices


def test_other_alphabets_work_as_well():
    assert encode("cab", letters="abc") == [2, 0, 1]
    assert decode([2, 0, 1], letters="abc") == "cab"


def test_a_letter_that_is_not_in_the_alphabet_is_named():
    with pytest.raises(ValueError, match="'T' in 'T. rex' is not one of the 27 letters"):
        encode("T. rex")


@given(st.lists(st.integers(0, 6), min_size=1, max_size=9))
def test_one_hot_has_a_single_one_in_each_column_at_the_index(indices):
    x = one_hot_sequence(indices, 7)
    assert x.shape == (7, len(indices)) and x.dtype == np.float64
    assert [list(column) for column in x.T] == [
        [1.0 if unit == index else 0.0 for unit in range(7)] for index in indices]
    assert np.array_equal(x, one_hot_sequence(np.array(indices), 7))


def test_one_hot_of_nothing_has_no_columns():
    assert one_hot_sequence([], 3).shape == (3, 0)


@pytest.mark.parametrize("bad", [3, -1])
def test_an_index_out_of_range_is_named(bad):
    message = rf"`indices\[1\]` is {bad}; expected 0 to 2, as n_x is 3"
    with pytest.raises(ValueError, match=message):
        one_hot_sequence([0, bad, 1], 3)


def test_pad_batch_by_hand():
    x, mask = pad_batch([np.array([[1, 2, 3], [4, 5, 6]]), np.array([[7], [8]])])
    assert np.array_equal(x, [[[1, 2, 3], [7, 0, 0]], [[4, 5, 6], [8, 0, 0]]])
    assert np.array_equal(mask, [[1, 1, 1], [1, 0, 0]])
    assert x.dtype == mask.dtype == np.float64


@given(st.lists(st.integers(0, 6), min_size=1, max_size=5), st.integers(1, 4))
def test_pad_batch_keeps_each_sequence_and_fills_up_with_zeros(lengths, n_x):
    rng = np.random.default_rng(0)
    sequences = [rng.standard_normal((n_x, length)) for length in lengths]
    x, mask = pad_batch(sequences)
    assert x.shape == (n_x, len(lengths), max(lengths))
    assert mask.shape == (len(lengths), max(lengths))
    for i, length in enumerate(lengths):
        assert np.array_equal(x[:, i, :length], sequences[i])
        assert not np.any(x[:, i, length:])
        assert list(mask[i]) == [1] * length + [0] * (max(lengths) - length)


def test_pad_batch_is_a_copy():
    sequence = np.ones((2, 3))
    x, _ = pad_batch([sequence])
    x[:] = 5
    assert np.all(sequence == 1)


@pytest.mark.parametrize("sequences, message", [
    ([], "`sequences` is empty; expected at least one array (n_x, T_i)"),
    ([np.ones((2, 3)), np.ones((3, 2))],
     "`sequences[1]` is (3, 2); expected (n_x, T_i) with n_x = 2 from `sequences[0]`"),
    ([np.ones((2, 3)), np.ones(2)], "`sequences[1]` is (2,); expected (n_x, T_i)"),
    ([np.ones(4)], "`sequences[0]` is (4,); expected (n_x, T_i)"),
    ([np.ones((2, 1, 3))], "`sequences[0]` is (2, 1, 3); expected (n_x, T_i)"),
    ([[[1, 2], [3, 4]]], "`sequences[0]` is a list; expected a NumPy array (n_x, T_i)"),
    ("cat", "`sequences[0]` is a str; expected a NumPy array (n_x, T_i)"),
])
def test_what_pad_batch_cannot_pad_is_named(sequences, message):
    with pytest.raises(ValueError) as error:
        pad_batch(sequences)
    assert str(error.value) == message


def test_next_letter_batch_by_hand():
    x, y, mask = next_letter_batch(["ba", "a"], letters="\nab")
    none, end, a, b = [0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]
    assert np.array_equal(x[:, 0].T, [none, b, a])      # nothing read yet, then b, then a
    assert np.array_equal(y[:, 0].T, [b, a, end])
    assert np.array_equal(x[:, 1].T, [none, a, none])   # the last step is padding
    assert np.array_equal(y[:, 1].T, [a, end, none])
    assert np.array_equal(mask, [[1, 1, 1], [1, 1, 0]])


@given(st.lists(words, min_size=1, max_size=4))
def test_each_target_is_the_next_input_and_the_last_is_the_end(names):
    x, y, mask = next_letter_batch(names)
    assert x.shape == y.shape == (27, len(names), max(map(len, names)) + 1)
    for i, name in enumerate(names):
        length = len(name) + 1
        assert decode(np.argmax(y[:, i, :length], axis=0)) == name + "\n"
        assert list(np.sum(y[:, i], axis=0)) == list(mask[i])
        assert not np.any(x[:, i, 0])
        assert np.array_equal(x[:, i, 1:length], y[:, i, :length - 1])
        assert not np.any(x[:, i, length:])
        assert sum(mask[i]) == length


def test_a_batch_of_all_names_fits_together():
    x, y, mask = next_letter_batch(dinosaur_names())
    assert np.sum(mask) == np.sum(y) == sum(len(name) + 1 for name in dinosaur_names())
    assert np.sum(x) == np.sum(mask) - 1318


def rows_of(name):
    """The lines of a data file below its heading, split at the tabs."""
    text = resources.files("rnn_utils.datasets").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


# ---------------------------------------------------------------- surnames


def test_there_are_400_surnames_of_each_language_in_order():
    pairs = surnames()
    assert Counter(language for _, language in pairs) == dict.fromkeys(LANGUAGES, 400)
    assert pairs == sorted(set(pairs), key=lambda pair: pair[::-1])
    assert LANGUAGES == tuple(sorted(LANGUAGES))
    lengths = {len(surname) for surname, _ in pairs}
    assert (min(lengths), max(lengths)) == (3, 14)
    assert set("".join(surname for surname, _ in pairs)) == set(string.ascii_lowercase)
    assert {("young", "English"), ("virtanen", "Finnish"), ("bianchi", "Italian")} <= set(pairs)


def test_two_surnames_have_two_languages():
    languages = defaultdict(set)
    for surname, language in surnames():
        languages[surname].add(language)
    assert {surname: each for surname, each in languages.items() if len(each) > 1} == {
        "rossi": {"Finnish", "Italian"}, "sokolov": {"Italian", "Russian"}}


def test_surname_batch_by_hand():
    x, y, mask = surname_batch([("ab", "Irish"), ("c", "English"), ("zzz", "Russian")])
    assert x.shape == (27, 3, 3) and y.shape == (6, 3)
    assert np.array_equal(mask, [[1, 1, 0], [1, 0, 0], [1, 1, 1]])
    assert np.argwhere(x.transpose(1, 2, 0)).tolist() == [
        [0, 0, 1], [0, 1, 2], [1, 0, 3], [2, 0, 26], [2, 1, 26], [2, 2, 26]]
    assert np.array_equal(y.T, [[0, 0, 0, 1, 0, 0], [1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1]])


def test_an_unknown_language_is_named():
    with pytest.raises(ValueError, match="'Welsh' in .* is not one of the 6"):
        surname_batch([("jones", "Welsh")])


# ---------------------------------------------------------------- jigs

FIRST_JIG = """d | g2 g g d B | c2 c c2 e | g2 g g d B | A2 A A2 d | g2 g g d B | c2 c c2 A
               | B G B c A F | G2 G G2""".split()


def test_a_jig_by_hand():
    assert jigs()[1] == ("BATTLE THE CASH -- JIG", 2, FIRST_JIG)


def test_parts_are_numbered_within_their_tune():
    abc = dict(rows_of("jigs.tsv"))
    for title, number, tokens in jigs():
        assert _tokens(_parts(abc[title])[number - 1]) == tuple(tokens) or titles_of("jigs.tsv", title) > 1
    assert Counter(number for _, number, _ in jigs()).keys() >= {1, 2, 3}


def titles_of(name, title):
    return sum(row[0] == title for row in rows_of(name))


def test_each_jig_has_eight_bars_of_six_eighths():
    tunes = [tokens for _, _, tokens in jigs()]
    assert len(tunes) == 608 == len(set(map(tuple, tunes)))
    for tokens in tunes:
        bars = " ".join(tokens).split(" | ")
        lengths = [sum(eighths(token) for token in bar.split()) for bar in bars]
        assert len(bars) in (8, 9) and sum(lengths) == 48, tokens
        assert all(length == 6 for length in lengths[1:-1])
        assert (lengths[0] == 6) == (len(bars) == 8)
        assert min(lengths) > 0 and tokens[-1] != "|"
        assert notes(tokens)[0][1] == (0 if lengths[0] == 6 else -lengths[0])


def eighths(token):
    """The length of a token, read another way: the digits and slash behind the letters."""
    written = token.lstrip("_=^").lstrip(string.ascii_letters).lstrip(",'")
    return {"": 1, "2": 2, "3": 3, "/2": 1 / 2, "3/2": 3 / 2}[written]


def test_the_tokens_are_just_those_that_at_least_five_parts_have():
    tunes = [set(tokens) for _, _, tokens in jigs()]
    assert NOTES[:2] == ("\n", "|") and len(NOTES) == len(set(NOTES)) == 71
    assert set.union(*tunes) == set(NOTES) - {"\n"}
    assert min(sum(token in tokens for tokens in tunes) for token in NOTES[1:]) == 5


def test_what_is_said_to_be_left_out_is_left_out():
    parts = [part for _, abc in rows_of("jigs.tsv") for part in _parts(abc)]
    regular = {_tokens(part) for part in parts if _is_regular(part)}
    assert len(rows_of("jigs.tsv")) == 391 and len(parts) == 836
    assert sum(map(_is_regular, parts)) == 836 - 152 and len(regular) == 836 - 152 - 18
    # what is rare among those that are left is taken out until nothing is
    kept, before = regular, None
    while kept != before:
        before, number = kept, Counter(token for tokens in kept for token in set(tokens))
        kept = {tokens for tokens in kept if all(number[token] >= 5 for token in tokens)}
    assert len(regular) - len(kept) == 58 and {tuple(tokens) for _, _, tokens in jigs()} == kept


def test_joined_the_tokens_are_a_piece_of_their_tune():
    tunes = [written_out(abc) for _, abc in rows_of("jigs.tsv")]
    for _, _, tokens in jigs():
        assert any("".join(tokens).replace("|", "") in tune for tune in tunes), tokens


def written_out(abc):
    """A tune without its lines, broken rhythms and single slashes written as lengths."""
    sixteenths = re.sub(r"(?<=[A-Ga-gz,'])/(?!\d)", "/2", re.sub(r"[|:\[\]]+\d?", "", abc))
    pairs = re.sub(r"([A-Ga-gz][,']?)>([_=^]?[A-Ga-gz][,']?)(?![\d/])", r"\g<1>3/2\2/2", sixteenths)
    return re.sub(r"([A-Ga-gz][,']?)<([_=^]?[A-Ga-gz][,']?)(?![\d/])", r"\1/2\g<2>3/2", pairs)


@pytest.mark.parametrize("abc, bars", [
    ("A>B", [[["A", 1.5], ["B", .5]]]),
    ("A2<=B2", [[["A", 1], ["=B", 3]]]),
    ("A>>B", [[["A", 1.75], ["B", .25]]]),
    ("c/d//e3/2f/4g,3", [[["c", .5], ["d", .25], ["e", 1.5], ["f", .25], ["g,", 3]]]),
    ("A|B|]", [[["A", 1]], [["B", 1]]]),          # a double line ends a part of 48 eighths only
])
def test_abc_by_hand(abc, bars):
    assert _parts(abc) == [bars]


def test_parts_end_at_repeats_and_the_second_ending_is_a_part_of_its_own():
    assert _parts("|:A|B|1c:|2d:||:e||f::g|]") == [
        [[["A", 1]], [["B", 1]], [["c", 1]]], [[["d", 1]]], [[["e", 1]], [["f", 1]]], [[["g", 1]]]]


# G major, as the white and black keys of a piano give it
SCALE = dict(zip("B, C D E F G A B c d e f g a b c' d'".split(),
                 [59, 60, 62, 64, 66, 67, 69, 71, 72, 74, 76, 78, 79, 81, 83, 84, 86]))


def test_the_scale_of_g():
    assert notes(list(SCALE)) == [(pitch, t, 1.0) for t, pitch in enumerate(SCALE.values())]


def test_notes_by_hand():
    tokens = ["d", "|", "G2", "z", "=f", "f/2", "F3/2", "|", "f", "^c", "c", "|", "c", "_B", "\n", "A"]
    assert notes(tokens) == [
        (74, -1.0, 1.0), (67, 0.0, 2.0), (None, 2.0, 1.0), (77, 3.0, 1.0), (77, 4.0, 0.5),
        (65, 4.5, 1.5),                           # natural in all octaves until the line
        (78, 6.0, 1.0), (73, 7.0, 1.0), (73, 8.0, 1.0), (72, 9.0, 1.0), (70, 10.0, 1.0)]
    assert notes([]) == notes(["\n", "G"]) == notes(["|", "|"]) == []


def test_only_what_is_shorter_than_a_bar_is_an_upbeat():
    for before, first in (("G3 A2", -5), ("G3 A3", 0), ("G3 A3 B", 0), ("", 0), ("| G", 0)):
        assert notes([*before.split(), "|", "d", "|", "e"])[0][1] == first
    assert notes(["G", "A"])[0][1] == 0           # no line at all


@given(st.lists(st.sampled_from(NOTES), max_size=30))
def test_whatever_a_network_writes_can_be_played(tokens):
    until_end = tokens[:tokens.index("\n")] if "\n" in tokens else tokens
    heard = notes(tokens)
    assert [length for _, _, length in heard] == [eighths(t) for t in until_end if t != "|"]
    assert [start - heard[0][1] for _, start, _ in heard] == [
        sum(length for _, _, length in heard[:i]) for i in range(len(heard))]
    assert not heard or -6 < heard[0][1] <= 0
    for (pitch, _, _), token in zip(heard, [token for token in until_end if token != "|"]):
        if token[0] == "z":
            assert pitch is None
        else:                                     # at most altered by a half tone or two
            assert abs(pitch - SCALE[re.search(r"[A-Ga-g][,']?", token)[0]]) <= 2


@pytest.mark.parametrize("token", ["H", "", "G2x", "||", "2", "G|"])
def test_what_is_not_a_note_is_named(token):
    with pytest.raises(ValueError, match=f"{re.escape(repr(token))} is not a note"):
        notes(["G", token])


# ---------------------------------------------------------------- pronunciations


@pytest.fixture(scope="module")
def aligned():
    return aligned_pronunciations()


def test_there_are_6000_words_with_no_more_phonemes_than_letters():
    pairs = pronunciations()
    words = [word for word, _ in pairs]
    assert len(words) == 6000 and words == sorted(set(words))
    assert {len(word) for word in words} == {3, 4, 5, 6}
    assert all(1 <= len(phonemes) <= len(word) for word, phonemes in pairs)
    used = set().union(*(phonemes for _, phonemes in pairs))
    assert used == set(PHONEMES) - {"_", *JOINED} and len(used) == 39
    assert len(PHONEMES) == len(set(PHONEMES)) == 46 and PHONEMES[0] == "_"
    assert ("water", ["W", "AO", "T", "ER"]) in pairs


@pytest.mark.parametrize("n_letters, phonemes", [
    (3, ["K", "S"]), (2, ["K", "S", "T"]), (4, ["S", "S"]), (2, ["S", "K"]), (2, ["K", "S"]),
    (2, []), (0, []), (0, ["T"]), (3, ["K", "S", "K", "S"]), (1, ["K", "S", "K", "S"]), (1, ["S", "T"]),
])
def test_all_ways_to_align_are_found_and_no_other(n_letters, phonemes):
    by_trying = [list(labels) for labels in itertools.product(("_", "K", "S", "T", "K S"), repeat=n_letters)
                 if " ".join(label for label in labels if label != "_").split() == phonemes]
    found = alignments(n_letters, phonemes)
    assert sorted(found) == sorted(by_trying)


def test_the_ways_that_sound_early_come_first():
    assert alignments(3, ["K", "S"]) == [
        ["K", "S", "_"], ["K", "_", "S"], ["K S", "_", "_"], ["_", "K", "S"], ["_", "K S", "_"],
        ["_", "_", "K S"]]


def test_two_rounds_by_hand():
    # "hi" is aligned in two ways, "i" in one; so after a round p(AY | i) = (1/2 + 1) / 2 = 3/4
    # and p(AY | h) = 1/2, and "hi" is as likely as 1/2 · 1/4 + 1/2 · 3/4
    labels, log_likelihoods = align([("hi", ["AY"]), ("i", ["AY"])], rounds=2)
    assert labels == [["_", "AY"], ["AY"]]
    by_hand = [math.log(2 / 46 ** 2) + math.log(1 / 46), math.log(1 / 2) + math.log(3 / 4)]
    assert log_likelihoods == pytest.approx(by_hand, abs=1e-12)


def test_of_two_ways_that_are_as_likely_the_one_that_sounds_early_is_taken():
    assert align([("bb", ["B"]), ("abb", ["AE", "B"]), ("bba", ["B", "AE"])])[0] == [
        ["B", "_"], ["AE", "B", "_"], ["B", "_", "AE"]]


def align_with_dictionaries(pairs, rounds):
    """Expectation-maximisation once more, word by word."""
    chance = defaultdict(lambda: 1 / 46)
    log_likelihoods = []
    for _ in range(rounds + 1):
        counts, letters, best, total_log = Counter(), Counter(), [], 0
        for word, phonemes in pairs:
            ways = {tuple(way): math.prod(chance[pair] for pair in zip(word, way))
                    for way in alignments(len(word), phonemes)}
            best.append(max(ways.values()))
            total_log += math.log(sum(ways.values()))
            for way, weight in ways.items():
                for letter, label in zip(word, way):
                    counts[letter, label] += weight / sum(ways.values())
                    letters[letter] += weight / sum(ways.values())
        chance_before = chance
        chance = {(letter, label): counts[letter, label] / letters[letter] for letter, label in counts}
        log_likelihoods.append(total_log)
    return chance_before, best, log_likelihoods[:-1]


def test_the_alignment_is_the_one_that_a_second_program_finds_likeliest():
    pairs = pronunciations()[::15]
    labels, log_likelihoods = align(pairs, rounds=4)
    chance, best, by_word = align_with_dictionaries(pairs, rounds=4)
    assert log_likelihoods == pytest.approx(by_word, rel=1e-12)
    for (word, _), labels_of_word, weight in zip(pairs, labels, best):
        assert math.prod(chance[pair] for pair in zip(word, labels_of_word)) == pytest.approx(weight)


def test_the_likelihood_never_falls():
    _, log_likelihoods = align(pronunciations()[::4], rounds=25)
    assert log_likelihoods.shape == (25,)
    assert np.all(np.diff(log_likelihoods) > -1e-8)
    assert log_likelihoods[-1] - log_likelihoods[1] > 1000 and log_likelihoods[-1] < 0


def test_more_rounds_and_another_order_of_the_words_align_the_same(aligned):
    pairs = pronunciations()
    assert [list(labels) for _, labels in aligned] == align(pairs, rounds=15)[0]
    assert [list(labels) for _, labels in aligned[::-1]] == align(pairs[::-1])[0]


def test_without_silence_the_labels_are_the_phonemes(aligned):
    assert len(aligned) == 6000
    for (word, labels), (same_word, phonemes) in zip(aligned, pronunciations(), strict=True):
        assert word == same_word and len(labels) == len(word)
        assert " ".join(label for label in labels if label != "_").split() == phonemes
    used = Counter(label for _, labels in aligned for label in labels)
    assert used.keys() == set(PHONEMES)


@pytest.mark.parametrize("word, labels", [
    ("ache", "EY K _ _"), ("knight", "_ N AY _ _ T"), ("phone", "F _ OW N _"),
    ("though", "DH _ OW _ _ _"), ("queen", "K W IY _ N"), ("enough", "IH N _ AH F _"),
    ("abbey", "AE B _ _ IY"), ("make", "M EY K _"), ("maker", "M EY K _ ER"),
    ("cute", "K Y+UW T _"), ("cure", "K Y+UH R _"), ("once", "W+AH N S _"),
    ("table", "T EY B AH+L _"), ("fixed", "F IH K+S _ T"), ("exert", "IH G+Z _ ER T"),
    ("wren", "_ R EH N"), ("water", "W AO T _ ER"),
])
def test_words_aligned_by_hand(aligned, word, labels):
    assert dict(aligned)[word] == [label.replace("+", " ") for label in labels.split()]


def test_an_x_is_always_two_phonemes_and_a_final_e_nearly_always_silent(aligned):
    of_x = {label for word, labels in aligned for letter, label in zip(word, labels) if letter == "x"}
    assert of_x == {"K S", "G Z"}
    of_e = [labels[-1] for word, labels in aligned if word[-1] == "e"]
    assert of_e.count("_") > 0.95 * len(of_e)


def test_a_word_with_too_few_letters_is_named():
    with pytest.raises(ValueError, match="'tv' has too few letters for 'T IY V IY'"):
        align([("tee", ["T", "IY"]), ("tv", ["T", "IY", "V", "IY"])])


def test_pronunciation_batch_by_hand():
    x, y, mask = pronunciation_batch([("ax", ["AE", "K S"]), ("ebb", ["EH", "B", "_"])])
    assert x.shape == (27, 2, 3) and y.shape == (46, 2, 3)
    assert np.array_equal(mask, [[1, 1, 0], [1, 1, 1]])
    assert np.argwhere(x.transpose(1, 2, 0)).tolist() == [
        [0, 0, 1], [0, 1, 24], [1, 0, 5], [1, 1, 2], [1, 2, 2]]
    assert [PHONEMES[k] for _, _, k in np.argwhere(y.transpose(1, 2, 0))] == ["AE", "K S", "EH", "B", "_"]
    assert np.array_equal(np.sum(y, axis=0), mask)


# ---------------------------------------------------------------- number words

FRENCH_BY_HAND = {
    0: "zéro", 1: "un", 10: "dix", 16: "seize", 17: "dix-sept", 19: "dix-neuf", 20: "vingt",
    21: "vingt et un", 22: "vingt-deux", 31: "trente et un", 61: "soixante et un",
    69: "soixante-neuf", 70: "soixante-dix", 71: "soixante et onze", 72: "soixante-douze",
    79: "soixante-dix-neuf", 80: "quatre-vingts", 81: "quatre-vingt-un", 90: "quatre-vingt-dix",
    91: "quatre-vingt-onze", 99: "quatre-vingt-dix-neuf", 100: "cent", 101: "cent un",
    180: "cent quatre-vingts", 200: "deux cents", 201: "deux cent un", 271: "deux cent soixante et onze",
    1000: "mille", 1001: "mille un", 1100: "mille cent", 1800: "mille huit cents",
    1999: "mille neuf cent quatre-vingt-dix-neuf", 2000: "deux mille", 2080: "deux mille quatre-vingts",
    4004: "quatre mille quatre", 9999: "neuf mille neuf cent quatre-vingt-dix-neuf"}

ENGLISH_BY_HAND = {
    0: "zero", 8: "eight", 12: "twelve", 13: "thirteen", 15: "fifteen", 18: "eighteen", 20: "twenty",
    21: "twenty-one", 40: "forty", 80: "eighty", 81: "eighty-one", 99: "ninety-nine",
    100: "one hundred", 101: "one hundred and one", 200: "two hundred", 270: "two hundred and seventy",
    1000: "one thousand", 1001: "one thousand and one", 1100: "one thousand one hundred",
    1999: "one thousand nine hundred and ninety-nine", 2000: "two thousand",
    2080: "two thousand and eighty", 9999: "nine thousand nine hundred and ninety-nine"}


@pytest.mark.parametrize("in_words, by_hand", [(french_number, FRENCH_BY_HAND), (english_number, ENGLISH_BY_HAND)])
def test_numbers_by_hand(in_words, by_hand):
    assert {n: in_words(n) for n in by_hand} == by_hand


VALUES = dict(zip("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
                  " vingt trente quarante cinquante soixante".split(), [*range(17), 20, 30, 40, 50, 60]))
VALUES |= dict(zip("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
                   " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
                   .split(), [*range(20), *range(20, 100, 10)]))


def value(words):
    """The number that words in French or English stand for: what follows is added, or multiplies."""
    thousands = last = below = 0
    for word in words:
        if word in ("mille", "thousand"):
            thousands, below, last = 1000 * max(below, 1), 0, 0
        elif word in ("cent", "cents", "hundred"):
            below, last = 100 * max(below, 1), 0
        elif word in ("vingt", "vingts") and last == 4:
            below += 80 - last
            last = 0
        elif word not in ("et", "and"):
            last = VALUES[word]
            below += last
    return thousands + below


def test_all_ten_thousand_numbers_are_read_back():
    assert [value(french_words(n)) for n in range(10000)] == list(range(10000))
    assert [value(english_words(n)) for n in range(10000)] == list(range(10000))


def test_french_is_spelled_by_the_traditional_rules():
    for n in range(10000):
        text, below_100 = french_number(n), n % 100
        assert (" et " in text) == (below_100 in (21, 31, 41, 51, 61, 71)), text
        assert ("vingts" in text) == (below_100 == 80), text
        assert ("cents" in text) == (below_100 == 0 and n // 100 % 10 > 1), text
        assert not re.search(r"\bun (cent|mille)|milles|zéro.", text), text
        # a hyphen between two words of what is below a hundred, and nowhere else
        words = [word for word in re.split(r"\b(?:mille|cents?)\b|\bet\b", text)[-1].split()]
        assert len(words) <= 1 and ("-" in text) == ("-" in "".join(words)), text


def test_english_is_spelled_with_and_before_the_last_part_and_a_hyphen_after_tens():
    for n in range(10000):
        text = english_number(n)
        assert text.count(" and ") == (n > 100 and n % 100 > 0), text
        assert text.count("-") == (n % 100 > 20 and n % 10 > 0), text


def test_the_words_are_those_of_the_vocabularies():
    french = {word for n in range(10000) for word in french_words(n)}
    english = {word for n in range(10000) for word in english_words(n)}
    assert french == set(FRENCH[1:]) and len(FRENCH) == 28 and FRENCH[0] == "\n"
    assert english == set(ENGLISH[1:]) and len(ENGLISH) == 32 and ENGLISH[0] == "\n"
    assert french_words(1991) == ["mille", "neuf", "cent", "quatre", "vingt", "onze"]
    assert english_words(1991) == ["one", "thousand", "nine", "hundred", "and", "ninety", "one"]


@pytest.mark.parametrize("in_words", [french_number, english_number, french_words, english_words])
@pytest.mark.parametrize("n", [-1, 10000, 2.5])
def test_a_number_that_has_no_words_is_named(in_words, n):
    with pytest.raises(ValueError, match=f"`n` is {n}; expected a whole number from 0 to 9999"):
        in_words(n)


# ---------------------------------------------------------------- sentences with negation

POSITIVE = {"good", "nice", "fine", "lovely", "pleasant", "charming"}
NEGATIVE = {"bad", "poor", "dull", "nasty", "dreary", "boring"}


@pytest.fixture(scope="module")
def all_sentences():
    return negation_sentences(41472, np.random.default_rng(0))


def bag(words):
    return tuple(sorted(words))


def sentiment(clause):
    """Whether a clause speaks well of its subject: each "not" turns the adjective round."""
    (adjective,) = [word for word in clause if word in POSITIVE | NEGATIVE]
    assert "not" not in clause[clause.index(adjective):]
    return (-1) ** clause.count("not") * (1 if adjective in POSITIVE else -1) > 0


def test_both_clauses_say_what_the_label_says(all_sentences):
    for words, positive in all_sentences:
        comma = words.index(",")
        assert positive is sentiment(words[:comma]) is sentiment(words[comma + 1:]), words


def test_each_bag_of_words_is_as_often_positive_as_negative(all_sentences):
    labels = defaultdict(list)
    for words, positive in all_sentences:
        labels[bag(words)].append(positive)
    assert len(labels) == 6912
    assert all(sum(each) * 2 == len(each) for each in labels.values())


@given(st.integers(1, 100), st.integers(0, 1000))
def test_no_bag_of_words_is_right_more_than_half_of_the_time(half, seed):
    sentences = negation_sentences(4 * half, np.random.default_rng(seed))
    training, held_out = sentences[:2 * half], sentences[2 * half:]
    votes = Counter()
    for words, positive in training:
        votes[bag(words)] += 1 if positive else -1
    # whatever it says of a bag (here: what it saw of it, else a guess by its words)
    says = [(votes[bag(words)] or hash(bag(words)) % 2) > 0 for words, _ in held_out]
    assert sum(said == positive for said, (_, positive) in zip(says, held_out)) == half
    for (words, positive), (others, other) in zip(sentences[::2], sentences[1::2]):
        assert bag(words) == bag(others) and words != others and positive != other


def test_no_sentence_occurs_twice_and_the_seed_decides_which(all_sentences):
    assert len({tuple(words) for words, _ in all_sentences}) == len(all_sentences) == 41472
    few = negation_sentences(20, np.random.default_rng(1))
    assert few == negation_sentences(20, np.random.default_rng(1))
    assert few != negation_sentences(20, np.random.default_rng(2))
    assert negation_sentences(0, np.random.default_rng(1)) == []


def test_the_examples_are_among_the_sentences(all_sentences):
    labels = {" ".join(words): positive for words, positive in all_sentences}
    assert labels["the food was not good , it was bad"] is False
    assert labels["the food was not bad , it was good"] is True
    assert labels["the food was good , it was not bad"] is True
    assert labels["i do not think the film was not really dull , it was not very nice"] is False


def test_not_is_near_far_and_double(all_sentences):
    distances, numbers = Counter(), Counter()
    for words, positive in all_sentences:
        clause = words[:words.index(",")]
        adjective = next(i for i, word in enumerate(clause) if word in POSITIVE | NEGATIVE)
        distances.update(adjective - i for i, word in enumerate(clause) if word == "not")
        numbers[clause.count("not"), positive] += 1
    assert sorted(distances) == [1, 2, 5, 6, 7]
    assert {number for number, _ in numbers} == {0, 1, 2}
    assert all(numbers[number, True] == numbers[number, False] for number in range(3))


def test_the_words_of_the_sentences_are_the_vocabulary(all_sentences):
    used = {word for words, _ in all_sentences for word in words}
    assert used == set(SENTENCE_WORDS) and len(SENTENCE_WORDS) == 30
    assert POSITIVE | NEGATIVE <= used
    lengths = {len(words) for words, _ in all_sentences}
    assert (min(lengths), max(lengths)) == (9, 19)


@pytest.mark.parametrize("number", [3, -2, 41474])
def test_a_number_of_sentences_that_there_cannot_be_is_named(number):
    with pytest.raises(ValueError, match=f"`number` is {number}; expected an even number from 0 to 41472"):
        negation_sentences(number, np.random.default_rng(0))


def test_sentence_batch_by_hand():
    x, y, mask = sentence_batch([("it was not bad".split(), True), ("it was".split(), False)])
    assert x.shape == (30, 2, 4) and y.shape == (2, 2)
    assert [SENTENCE_WORDS[k] for _, _, k in np.argwhere(x.transpose(1, 2, 0))] == "it was not bad it was".split()
    assert np.array_equal(mask, [[1, 1, 1, 1], [1, 1, 0, 0]])
    assert [SENTIMENTS[k] for k in np.argmax(y, axis=0)] == ["positive", "negative"]
    assert np.array_equal(np.sum(y, axis=0), [1, 1])
