"""The names and the arrays that are made of them."""
import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_utils import (LETTERS, decode, dinosaur_names, encode, next_letter_batch,
                       one_hot_sequence, pad_batch)

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
