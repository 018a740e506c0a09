"""Notebook 12: what a second layer can do that no width can, and what depth is worth where it is not needed.

Two tasks with a label for each letter. Do the letters on both sides of it agree, in that they are
both vowels or both consonants? And which sound does it stand for, as in notebooks 07 and 11? All
networks here have layers of two directions; `units` says how many units each layer has in each
direction, the lowest first.

Sources: for one layer against several of the same number of parameters Graves, Mohamed, Hinton
(2013), section 4; for the question that no sum of two answers can answer ("exclusive or") Minsky
and Papert, "Perceptrons" (1969).
"""
import numpy as np

from rnn_utils.bidirectional import bidirectional
from rnn_utils.cells import FAST_RNN
from rnn_utils.datasets import LETTERS, PHONEMES, encode, one_hot_sequence, pad_batch, pronunciation_batch
from rnn_utils.deep import deep_rnn_backward, deep_rnn_forward, initialize_deep_rnn
from rnn_utils.losses import categorical_cross_entropy, output_backward
from rnn_utils.training import flat, random_batches, train

ALPHABET = "aeioubdgmt"                          # as many vowels as consonants
VOWELS = "aeiou"


# ---- networks of several layers --------------------------------------------------------------------

def network(units, n_x, n_y, rng):
    """Random parameters of layers with so many units in each direction."""
    return initialize_deep_rnn(n_x, units, n_y, rng, bidirectional(FAST_RNN))


def count(parameters):
    """How many numbers there are in all parameters."""
    return sum(array.size for array in flat(parameters).values())


def equal_layers(number, most, n_x=len(LETTERS), n_y=len(PHONEMES)):
    """`number` layers of one size, the largest with at most so many parameters: a list of units."""
    n_a = 1
    while count(network([n_a + 1] * number, n_x, n_y, np.random.default_rng(0))) <= most:
        n_a += 1
    return [n_a] * number


def deep_loss(parameters, x, y, mask):
    """The mean loss for one answer, and its gradients; mask (m, T_x) tells where answers are due."""
    weights = mask * (len(mask) / np.sum(mask))
    cell = bidirectional(FAST_RNN, lengths_of(x))
    a, y_pred, caches = deep_rnn_forward(x, first_states(parameters, x), parameters, cell)
    da, gradients = output_backward(y_pred, y, a, parameters, weights)
    return (categorical_cross_entropy(y_pred, y, weights),
            gradients | deep_rnn_backward(da, caches, cell))


def learn(parameters, batches, learning_rate=0.01):
    """Train on each of the batches (x, y, mask): parameters, losses."""
    return train(parameters, batches, deep_loss, learning_rate)


def right(parameters, x, y, mask, forward=deep_rnn_forward):
    """The share of answers that are right; `forward` is the pass of the network."""
    cell = bidirectional(FAST_RNN, lengths_of(x))
    y_pred = forward(x, first_states(parameters, x), parameters, cell)[1]
    is_right = np.argmax(y_pred, axis=0) == np.argmax(y, axis=0)
    return float(np.sum(is_right * mask) / np.sum(mask))


def first_states(parameters, x):
    """Zeros, a pair for each layer."""
    def zeros(layer):
        return np.zeros((len(layer["forward"]["ba"]), x.shape[1]))

    return [(zeros(layer), zeros(layer)) for layer in parameters["layers"]]


def lengths_of(x):
    """How many steps of each example are not padding, (m,)."""
    return np.sum(np.any(x, axis=0), axis=1)


# ---- do both sides agree? --------------------------------------------------------------------------

def agreement_labels(text):
    """1 for each inner letter whose neighbours are both vowels or both consonants, 0 for the others."""
    vowel = [letter in VOWELS for letter in text]
    return [int(left == after) for left, after in zip(vowel, vowel[2:])]


def agreement_batch(m, rng, T_x=8):
    """x (10, m, T_x), y (2, m, T_x), mask (m, T_x) of random letters; those at the ends have no answer."""
    texts = ["".join(text) for text in rng.choice(list(ALPHABET), (m, T_x))]
    x, mask = pad_batch([one_hot_sequence(encode(text, ALPHABET), len(ALPHABET)) for text in texts])
    mask[:, [0, -1]] = 0
    return x, np.eye(2)[:, [[0, *agreement_labels(text), 0] for text in texts]], mask


def agreement_probabilities(networks, text, forward=deep_rnn_forward):
    """P(both sides agree) at each inner letter of a text, a row for each network: (number, len(text) − 2)."""
    x = one_hot_sequence(encode(text, ALPHABET), len(ALPHABET))[:, None]
    return np.array([forward(x, first_states(parameters, x), parameters, bidirectional(FAST_RNN))[1][1, 0, 1:-1]
                     for parameters in networks])


def learn_agreement(units, seed=0, steps=150):
    """Layers with so many units in each direction, trained: parameters, losses."""
    rng = np.random.default_rng(seed)
    parameters = network(units, len(ALPHABET), 2, rng)
    return learn(parameters, [agreement_batch(32, rng) for _ in range(steps)], learning_rate=0.03)


def agreement_accuracy(parameters, forward=deep_rnn_forward):
    """The share of right answers on 1,000 texts that were not trained on."""
    return right(parameters, *agreement_batch(1000, np.random.default_rng(12345)), forward)


# ---- letters and sounds ----------------------------------------------------------------------------

def learn_letters(units, words, seed=0, steps=300):
    """The same for the sounds of letters, trained on the words."""
    rng = np.random.default_rng(seed)
    parameters = network(units, len(LETTERS), len(PHONEMES), rng)
    return learn(parameters, random_batches(words, steps, 32, rng, pronunciation_batch))


def letter_accuracy(parameters, words, forward=deep_rnn_forward):
    """The share of letters whose sound is right."""
    return right(parameters, *pronunciation_batch(words), forward)
