"""Dinosaur names, letter by letter: the course's first real data."""
from importlib import resources

import numpy as np

from rnn_utils.datasets.arrays import one_hot_sequence, pad_batch

LETTERS = "\nabcdefghijklmnopqrstuvwxyz"        # index 0 is the end of a name


def dinosaur_names():
    """The 1,318 genus names, lower case, in alphabetical order (see data/PROVENANCE.md)."""
    text = resources.files("rnn_utils.datasets").joinpath("data/dinosaurs.txt")
    return text.read_text(encoding="utf-8").split()


def encode(text, letters=LETTERS):
    """The index of each letter of `text` in `letters`, as a list of int."""
    for letter in text:
        if letter not in letters:
            known = f"{len(letters)} letters {letters!r}" if isinstance(letters, str) else f"{len(letters)} words"
            raise ValueError(f"{letter!r} in {text!r} is not one of the {known}")
    return [letters.index(letter) for letter in text]


def decode(indices, letters=LETTERS):
    """The text that `indices` stand for: the inverse of `encode`."""
    return "".join(letters[i] for i in indices)


def next_letter_batch(names, letters=LETTERS):
    """Names as inputs and targets of a network that guesses each next letter.

    names : m texts
    returns x (n_x, m, T_x), y (n_x, m, T_x), mask (m, T_x), with n_x = len(letters)

    x starts with a column of zeros (nothing has been read yet) and y ends with the
    end of the name, so that y⟨t⟩ is the letter that follows x⟨t⟩; T_x = longest name + 1.
    """
    n_x = len(letters)
    targets = [one_hot_sequence(encode(name + "\n", letters), n_x) for name in names]
    y, mask = pad_batch(targets)
    x = np.zeros_like(y)
    x[:, :, 1:] = y[:, :, :-1] * mask[:, 1:]     # shifted by one; no input in the padding
    return x, y, mask
