"""Notebook 07: from letters to phonemes, one label for each letter as soon as it is read."""
from collections import Counter, defaultdict

import numpy as np

from rnn_utils.architectures import many_to_many_loss
from rnn_utils.datasets import (LETTERS, PHONEMES, aligned_pronunciations,
                                pronunciation_batch)
from rnn_utils.rnn import initialize_rnn, rnn_forward
from rnn_utils.training import random_batches, train


def split(rng, held_out=600):
    """(training words, held-out words), each with one label for each letter."""
    words = aligned_pronunciations()
    order = rng.permutation(len(words))
    return [words[i] for i in order[held_out:]], [words[i] for i in order[:held_out]]


def learn(words, rng, n_a=64, steps=400):
    """An RNN trained on the words: parameters, losses."""
    parameters = initialize_rnn(len(LETTERS), n_a, len(PHONEMES), rng)
    batches = random_batches(words, steps, 64, rng, pronunciation_batch)
    return train(parameters, batches, many_to_many_loss)


def spoken(parameters, words):
    """The most probable label for each letter of each word: lists of labels."""
    x, _, mask = pronunciation_batch([(word, [PHONEMES[0]] * len(word)) for word in words])
    y_pred = rnn_forward(x, np.zeros((len(parameters["ba"]), len(words))), parameters)[1]
    best = np.argmax(y_pred, axis=0)
    return [[PHONEMES[k] for k in best[i, :len(word)]] for i, word in enumerate(words)]


def accuracy(parameters, words):
    """The share of letters whose label is right."""
    pairs = zip(spoken(parameters, [word for word, _ in words]), words)
    return float(np.mean([said == label for guess, (_, labels) in pairs
                          for said, label in zip(guess, labels)]))


def counts(words, held_out, before, after=0):
    """The same share for the most frequent label of a letter with its neighbours.

    before, after : how many letters before and after it are looked at; where such a
                    neighbourhood was never seen, one letter less, the farthest first
    """
    seen = defaultdict(Counter)
    for word, labels in words:
        for t, label in enumerate(labels):
            for neighbours in _neighbours(word, t, before, after):
                seen[neighbours][label] += 1
    right = [next(seen[neighbours].most_common(1)[0][0] for neighbours in
                  _neighbours(word, t, before, after) if neighbours in seen) == labels[t]
             for word, labels in held_out for t in range(len(word))]
    return float(np.mean(right))


def _neighbours(word, t, before, after):
    """The letter at t with what stands around it, from the widest view to the letter alone."""
    padded = "^" * before + word + "$" * after
    views = [(b, a) for b in range(before + 1) for a in range(after + 1)]
    return [(b, padded[t + before - b:t + before + a + 1])
            for b, a in sorted(views, key=lambda view: (-sum(view), -view[1]))]
