"""Notebook 07: sentences whose sentiment is in the order of the words, not in the words."""
import numpy as np

from rnn_utils.architectures import many_to_one_forward, many_to_one_loss
from rnn_utils.datasets import SENTENCE_WORDS, SENTIMENTS, negation_sentences, sentence_batch
from rnn_utils.rnn import initialize_rnn
from rnn_utils.training import random_batches, train


def split(rng, training=2000, held_out=400):
    """(training sentences, held-out sentences); both hold whole pairs."""
    sentences = negation_sentences(training + held_out, rng)
    return sentences[:training], sentences[training:]


def learn(sentences, rng, n_a=32, steps=400):
    """An RNN trained on the sentences: parameters, losses."""
    parameters = initialize_rnn(len(SENTENCE_WORDS), n_a, len(SENTIMENTS), rng)
    batches = random_batches(sentences, steps, 32, rng, sentence_batch)
    return train(parameters, batches, many_to_one_loss)


def accuracy(parameters, sentences):
    """The share of sentences whose sentiment is the more probable one."""
    x, y, mask = sentence_batch(sentences)
    a0 = np.zeros((len(parameters["ba"]), len(sentences)))
    y_pred = many_to_one_forward(x, a0, parameters, mask)[0]
    return float(np.mean(np.argmax(y_pred, axis=0) == np.argmax(y, axis=0)))


def bag_of_words(sentences, held_out, steps=300):
    """The same share for logistic regression on how often each word occurs."""
    x, y = _bag(sentences)
    held_out_x, held_out_y = _bag(held_out)
    w, b = np.zeros(len(x)), 0.0
    for _ in range(steps):
        dz = (1 / (1 + np.exp(-(w @ x + b))) - y) / len(y)
        w, b = w - 0.5 * x @ dz, b - 0.5 * np.sum(dz)
    return float(np.mean((w @ held_out_x + b > 0) == held_out_y))


def _bag(sentences):
    """How often each word occurs, (30, number), and whether it is positive, (number,)."""
    x, y, _ = sentence_batch(sentences)
    return np.sum(x, axis=2), y[1]
