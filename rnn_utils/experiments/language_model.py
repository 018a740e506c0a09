"""Notebook 06: a network that guesses letters, beside counts of letters, on names it never saw."""
import numpy as np

from rnn_utils.datasets import LETTERS, decode, dinosaur_names, encode, next_letter_batch
from rnn_utils.experiments import ngrams
from rnn_utils.losses import categorical_cross_entropy
from rnn_utils.rnn import initialize_rnn, rnn_forward
from rnn_utils.sampling import sample


def split(rng, held_out=132):
    """(training names, held-out names): a tenth of the names is never trained on."""
    names = dinosaur_names()
    order = rng.permutation(len(names))
    return [names[i] for i in order[held_out:]], [names[i] for i in order[:held_out]]


def letter_model(n_a, rng):
    """An untrained RNN that reads letters and predicts letters."""
    return initialize_rnn(len(LETTERS), n_a, len(LETTERS), rng)


def held_out_loss(parameters, names):
    """Mean loss for each letter of `names` (the end of a name counts as one)."""
    x, y, mask = next_letter_batch(names)
    y_pred = rnn_forward(x, np.zeros((parameters["Waa"].shape[0], len(names))), parameters)[1]
    return float(categorical_cross_entropy(y_pred, y, mask) * len(names) / mask.sum())


def write_names(parameters, number, rng, temperature=1.0, sample=sample, beginning=""):
    """Names that the network writes, without the end of a name; `beginning` is given to it."""
    a0 = np.zeros((parameters["Waa"].shape[0], 1))
    end = LETTERS.index("\n")
    indices = [sample(parameters, a0, rng, end, 20, temperature, encode(beginning))
               for _ in range(number)]
    return [decode([i for i in name if i != end]) for name in indices]


def ngram_loss(names, held_out, n):
    """The same loss for counts of n letters in a row (the end of a name counts as one)."""
    names, held_out = ([name + "\n" for name in each] for each in (names, held_out))
    return ngrams.ngram_loss(names, held_out, n, len(LETTERS))
