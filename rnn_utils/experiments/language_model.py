"""Notebook 06: a network that guesses letters, beside counts of letters, on names it never saw."""
from collections import Counter, defaultdict

import numpy as np

from rnn_utils.datasets import LETTERS, decode, dinosaur_names, next_letter_batch
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


def write_names(parameters, number, rng, temperature=1.0, sample=sample):
    """Names that the network writes, without the end of a name."""
    a0 = np.zeros((parameters["Waa"].shape[0], 1))
    end = LETTERS.index("\n")
    indices = [sample(parameters, a0, rng, end, 20, temperature) for _ in range(number)]
    return [decode([i for i in name if i != end]) for name in indices]


def ngram_loss(names, held_out, n):
    """The same loss for counts of n letters in a row, smoothed as Witten and Bell (1991) do.

    The chance of a letter after a context is mixed with that after the context's last n − 2
    letters, and so on; the mixture trusts a context more, the fewer different letters follow it.
    """
    counts = [defaultdict(Counter) for _ in range(n)]
    for text in (_padded(name, n) for name in names):
        for i in range(n - 1, len(text)):
            for length in range(n):
                counts[length][text[i - length:i]][text[i]] += 1

    def chance(context, letter):
        p = 1 / len(LETTERS)
        for length in range(n):
            seen = counts[length].get(context[len(context) - length:])
            if seen:
                p = (seen[letter] + len(seen) * p) / (seen.total() + len(seen))
        return p

    losses = [-np.log(chance(text[i - n + 1:i], text[i]))
              for text in (_padded(name, n) for name in held_out) for i in range(n - 1, len(text))]
    return float(np.mean(losses))


def _padded(name, n):
    return "\n" * (n - 1) + name + "\n"
