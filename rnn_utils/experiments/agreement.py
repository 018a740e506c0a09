"""Notebook 08: was or were? The noun that decides stands up to 44 words before the verb.

A network reads "the cat , which met the old dogs today , … ," and gives one answer, the verb.
Training and accuracy take any cell: parameters come from outside, `cell` says how to use them.

How far an RNN can learn depends on how loud its words are, as the slope of tanh is 1 near 0 only.
With weights of size 1 for the words it stays at chance from three clauses on. With 1/√n_a it
often learns 4 to 6 clauses, but not 12 to 16.
"""
import functools

import numpy as np

from rnn_utils.architectures import many_to_one_forward, many_to_one_loss
from rnn_utils.cells import FAST_RNN, RNN, predictions_backward
from rnn_utils.datasets.agreement import (AGREEMENT_WORDS, VERBS, agreement_batch,
                                          agreement_sentences)
from rnn_utils.rnn import gradient_norms_through_time, initialize_rnn
from rnn_utils.training import random_batches, train


def word_rnn(rng, n_a=32, size=1.0):
    """An untrained RNN that reads words and answers with a verb.

    Waa is N(0, 1/n_a), as ever. Wax is N(0, size²): a one-hot word picks a single column out of
    it, so this is the size of what each unit hears of a word.
    """
    parameters = initialize_rnn(len(AGREEMENT_WORDS), n_a, len(VERBS), rng)
    return parameters | {"Wax": size * rng.standard_normal(parameters["Wax"].shape)}


def split(rng, clauses=(4, 6), training=2000, held_out=1000):
    """(training sentences, held-out sentences), half of each plural.

    Without a clause there are only 16 different sentences, so the same come in both; of those
    with two clauses or more, hardly one does.
    """
    return (agreement_sentences(training, rng, clauses),
            agreement_sentences(held_out, rng, clauses))


def learn(parameters, sentences, rng, steps=400, cell=FAST_RNN, learning_rate=0.005):
    """Train on batches of 32 of the sentences with Adam: parameters, losses."""
    batches = random_batches(sentences, steps, 32, rng, agreement_batch)
    return train(parameters, batches, functools.partial(many_to_one_loss, cell=cell), learning_rate)


def accuracy(parameters, sentences, cell=FAST_RNN):
    """The share of sentences whose verb is the more probable one; chance is 1/2."""
    x, y, mask = agreement_batch(sentences)
    a0 = np.zeros((parameters[cell.output].shape[1], len(sentences)))
    y_pred = many_to_one_forward(x, a0, parameters, mask, cell)[0]
    return float(np.mean(np.argmax(y_pred, axis=0) == np.argmax(y, axis=0)))


def held_out_accuracy(clauses, seed=0, steps=400, size=1.0):
    """The same share for an RNN trained from scratch, on sentences that it has not seen."""
    rng = np.random.default_rng(seed)
    parameters = word_rnn(rng, size=size)        # the same ones, whatever the clauses
    sentences, held_out = split(rng, clauses)
    parameters, _ = learn(parameters, sentences, rng, steps)
    return accuracy(parameters, held_out)


def norms_over_sentences(clauses, parameters, rng, m=64,
                         gradient_norms=gradient_norms_through_time, cell=RNN):
    """‖dL/da⟨t⟩‖ at each word of sentences with so many clauses, L the loss of the verb: (T_x,).

    gradient_norms : function of dL/da at the last step and the caches of `cell.forward`
    """
    x, y, _ = agreement_batch(agreement_sentences(m, rng, (clauses, clauses)))
    a0 = np.zeros((parameters[cell.output].shape[1], m))
    a, y_pred, caches = cell.forward(x, a0, parameters)
    da = predictions_backward(y_pred[:, :, -1:], y[:, :, None], a[:, :, -1:], parameters, cell=cell)[0]
    return np.asarray(gradient_norms(da[:, :, 0], caches))
