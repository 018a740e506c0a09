"""Notebook 11: what one direction cannot know, what both can, and what it costs to wait.

Two tasks with a label for each step: is a word part of a person's name ("teddy roosevelt was …",
"teddy bears were …"), and which sound does a letter stand for ("mad", "made"). Everything here
takes networks of one direction or of two; their parameters tell which. A network of one direction
may also answer `delay` steps late, so that it hears a little of the future.

Sources: for two directions, and for the late answer that comes near to them, Schuster and Paliwal
(1997), section II; for both measured side by side Graves and Schmidhuber, "Framewise phoneme
classification with bidirectional LSTM and other neural network architectures", Neural Networks 18
(2005), 602-610.
"""
import functools

import numpy as np

from rnn_utils.architectures import many_to_many_loss
from rnn_utils.bidirectional import (bidirectional_backward, bidirectional_forward,
                                     initialize_bidirectional)
from rnn_utils.cells import FAST_GRU, FAST_RNN, predictions_backward
from rnn_utils.datasets import LETTERS, PHONEMES, pronunciation_batch
from rnn_utils.datasets.teddy import (TEDDY_WORDS, ambiguous_word, teddy_batch,
                                      teddy_beginnings, teddy_sentences, told_after)
from rnn_utils.losses import categorical_cross_entropy
from rnn_utils.training import random_batches, train

VOWELS = "aeiou"
# what a child learns at school: before a silent e, a vowel says its name
VOWEL_NAMES = {"a": ("EY",), "e": ("IY",), "i": ("AY",), "o": ("OW",), "u": ("UW", "Y UW")}


# ---- a network of one direction or of two ---------------------------------------------------------

def network(n_x, n_a, n_y, rng, directions, cell):
    """Random parameters; `n_a` hidden units in all, so that both kinds have as many."""
    if directions == 1:
        return cell.initialize(n_x, n_a, n_y, rng)
    return initialize_bidirectional(n_x, n_a // 2, n_y, rng, cell)


def bidirectional_loss(parameters, x, y, mask, cell=FAST_RNN):
    """`many_to_many_loss` for both directions: the mean loss for one answer, and its gradients."""
    weights = mask * (len(mask) / np.sum(mask))
    a, y_pred, caches = bidirectional_forward(x, _zeros(parameters, x), parameters,
                                              _lengths(mask), cell)
    output = {cell.output: parameters["Wya"], "by": parameters["by"]}
    da, gradients = predictions_backward(y_pred, y, a, output, weights, cell)
    gradients["dWya"] = gradients.pop("d" + cell.output)
    return (categorical_cross_entropy(y_pred, y, weights),
            gradients | bidirectional_backward(da, caches, cell))


def learn(parameters, items, rng, batch, steps, cell):
    """Train on batches of 32 of the items: parameters, losses. `batch` makes x, y, mask of items."""
    loss = bidirectional_loss if "backward" in parameters else many_to_many_loss
    batches = random_batches(items, steps, 32, rng, batch)
    return train(parameters, batches, functools.partial(loss, cell=cell), learning_rate=0.02)


def predictions(parameters, x, mask, cell, forward=bidirectional_forward):
    """y_pred (n_y, m, T_x); `forward` is the pass of a network of both directions."""
    if "backward" in parameters:
        return forward(x, _zeros(parameters, x), parameters, _lengths(mask), cell)[1]
    a0 = np.zeros((parameters[cell.output].shape[1], x.shape[1]))
    return cell.forward(x, a0, parameters)[1]


def delayed(x, y, mask, delay):
    """The same batch, each answer due `delay` steps late: (…, T_x + delay), zeros to fill up."""
    late, early = ((0, 0), (0, 0), (delay, 0)), ((0, 0), (0, 0), (0, delay))
    return np.pad(x, early), np.pad(y, late), np.pad(mask, late[1:])


def right(parameters, batch, cell, delay=0, forward=bidirectional_forward):
    """Which labels are right, (m, T_x), and the mask of the batch (x, y, mask)."""
    x, _, late_mask = delayed(*batch, delay)
    y_pred = predictions(parameters, x, late_mask, cell, forward)[:, :, delay:]
    return np.argmax(y_pred, axis=0) == np.argmax(batch[1], axis=0), batch[2]


def _zeros(parameters, x):
    n_a = parameters["Wya"].shape[1] // 2
    return np.zeros((n_a, x.shape[1])), np.zeros((n_a, x.shape[1]))


def _lengths(mask):
    return np.sum(mask, axis=1).astype(int)


# ---- teddy roosevelt and teddy bears --------------------------------------------------------------

def split(rng, training=2000, held_out=1000):
    """(training sentences, held-out sentences): no first and second word together in both."""
    beginnings = teddy_beginnings()
    order = rng.permutation(len(beginnings))
    fifth = len(order) // 5
    return (teddy_sentences(training, rng, [beginnings[k] for k in order[fifth:]]),
            teddy_sentences(held_out, rng, [beginnings[k] for k in order[:fifth]]))


def learn_names(sentences, rng, directions=2, delay=0, n_a=32, steps=100):
    """An RNN with `n_a` hidden units in all, trained on the sentences: parameters, losses."""
    parameters = network(len(TEDDY_WORDS), n_a, 2, rng, directions, FAST_RNN)
    return learn(parameters, sentences, rng, lambda some: delayed(*teddy_batch(some), delay), steps,
                 FAST_RNN)


def first_word_accuracy(parameters, sentences, delay=0, forward=bidirectional_forward):
    """The share of sentences in which the word that may be a name is labelled right."""
    is_right, _ = right(parameters, teddy_batch(sentences), FAST_RNN, delay, forward)
    places = [ambiguous_word(words) for words, _ in sentences]
    return float(np.mean(is_right[np.arange(len(sentences)), places]))


def accuracy(parameters, sentences, forward=bidirectional_forward):
    """The share of all words whose label is right."""
    is_right, mask = right(parameters, teddy_batch(sentences), FAST_RNN, forward=forward)
    return float(np.sum(is_right * mask) / np.sum(mask))


def best_possible(sentences, future):
    """The most that anyone can get right of the first words who has heard `future` more words.

    Twins that are still the same word for word get the same answer: right for one of the two.
    """
    told = [told_after(*sentences[i:i + 2]) <= future for i in range(0, len(sentences), 2)]
    return float(np.mean(np.where(told, 1, 0.5)))


def name_probabilities(networks, text, forward=bidirectional_forward):
    """P(name) at each word of a text, a row for each of the networks: (number, T_x)."""
    words = text.split()
    x, _, mask = teddy_batch([(words, [0] * len(words))])
    return np.array([predictions(parameters, x, mask, FAST_RNN, forward)[1, 0]
                     for parameters in networks])


# ---- the vowel before a silent e ------------------------------------------------------------------

def silent_e_words(words):
    """Those that end in consonant, vowel, consonant, silent e, as "made": (word, labels)."""
    return [(word, labels) for word, labels in words
            if len(word) > 3 and word[-1] == "e" and labels[-1] == PHONEMES[0]
            and [letter in VOWELS for letter in word[-4:-1]] == [False, True, False]]


def learn_letters(words, rng, directions=2, delay=0, n_a=64, steps=300):
    """A GRU with `n_a` hidden units in all, trained on the words: parameters, losses."""
    parameters = network(len(LETTERS), n_a, len(PHONEMES), rng, directions, FAST_GRU)
    return learn(parameters, words, rng, lambda some: delayed(*pronunciation_batch(some), delay),
                 steps, FAST_GRU)


def letter_accuracy(parameters, words, delay=0, forward=bidirectional_forward):
    """The share of letters whose sound is right."""
    is_right, mask = right(parameters, pronunciation_batch(words), FAST_GRU, delay, forward)
    return float(np.sum(is_right * mask) / np.sum(mask))


def vowel_accuracy(parameters, words, delay=0, forward=bidirectional_forward):
    """The same for the vowel before a silent e, over the words that have one."""
    words = silent_e_words(words)
    is_right, _ = right(parameters, pronunciation_batch(words), FAST_GRU, delay, forward)
    places = [len(word) - 3 for word, _ in words]
    return float(np.mean(is_right[np.arange(len(words)), places]))


def vowel_rule(words):
    """The same for the rule that such a vowel says its name."""
    return float(np.mean([labels[-3] in VOWEL_NAMES[word[-3]]
                          for word, labels in silent_e_words(words)]))


def sounds(parameters, words, forward=bidirectional_forward):
    """What a network makes of words: a text each, the sounds of the letters one after the other."""
    x, _, mask = pronunciation_batch([(word, PHONEMES[:1] * len(word)) for word in words])
    best = np.argmax(predictions(parameters, x, mask, FAST_GRU, forward), axis=0)
    return [" ".join(PHONEMES[k] for k in best[i, :len(word)]) for i, word in enumerate(words)]
