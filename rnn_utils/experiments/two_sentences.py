"""Notebook 03: at which word can a network that reads forwards tell two sentences apart?"""
import numpy as np

from rnn_utils.datasets import one_hot_sequence, pad_batch
from rnn_utils.rnn import initialize_rnn, rnn_forward

PRESIDENT = "He said , Teddy Roosevelt was a great President !".split()
BEARS = "He said , Teddy bears are on sale !".split()


def sentence_batch(*sentences):
    """Words as one-hot columns over the words that occur: x (n_x, m, T_x), mask (m, T_x)."""
    vocabulary = sorted({word for sentence in sentences for word in sentence})
    return pad_batch([one_hot_sequence([vocabulary.index(word) for word in sentence],
                                       len(vocabulary)) for sentence in sentences])


def differences(seed=0, n_a=20, n_y=2):
    """Largest difference between the two sentences' predictions at each step they both have.

    returns an array (T,): exactly 0 as long as the words read so far are the same
    """
    rng = np.random.default_rng(seed)
    x, mask = sentence_batch(PRESIDENT, BEARS)
    parameters = initialize_rnn(x.shape[0], n_a, n_y, rng)
    y_pred = rnn_forward(x, np.zeros((n_a, 2)), parameters)[1]
    both = int(mask.sum(axis=1).min())
    return np.max(np.abs(y_pred[:, 0] - y_pred[:, 1]), axis=0)[:both]
