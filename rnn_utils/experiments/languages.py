"""Notebook 07: which language a surname comes from, and what happens with a language never seen."""
from collections import Counter

import numpy as np

from rnn_utils.architectures import many_to_one_forward, many_to_one_loss
from rnn_utils.datasets import LANGUAGES, LETTERS, surname_batch, surnames
from rnn_utils.rnn import initialize_rnn
from rnn_utils.training import random_batches, train

# common surnames of Japan: a language that is not among the six
JAPANESE = """sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida
    yamada sasaki yamaguchi matsumoto inoue kimura hayashi shimizu saito""".split()


def split(rng, held_out=400):
    """(training pairs, held-out pairs) of surname and language."""
    pairs = surnames()
    order = rng.permutation(len(pairs))
    return [pairs[i] for i in order[held_out:]], [pairs[i] for i in order[:held_out]]


def learn(pairs, rng, n_a=48, steps=500):
    """An RNN trained on the pairs: parameters, losses."""
    parameters = initialize_rnn(len(LETTERS), n_a, len(LANGUAGES), rng)
    batches = random_batches(pairs, steps, 64, rng, surname_batch)
    return train(parameters, batches, many_to_one_loss)


def probabilities(parameters, names, many_to_one_forward=many_to_one_forward):
    """What the network makes of each name: (6, number of names)."""
    x, _, mask = surname_batch([(name, LANGUAGES[0]) for name in names])
    a0 = np.zeros((len(parameters["ba"]), len(names)))
    return many_to_one_forward(x, a0, parameters, mask)[0]


def accuracy(parameters, pairs):
    """The share of pairs whose language is the most probable one."""
    best = np.argmax(probabilities(parameters, [name for name, _ in pairs]), axis=0)
    return float(np.mean([LANGUAGES[k] == language for k, (_, language) in zip(best, pairs)]))


def naive_bayes(pairs, held_out, n=3):
    """The same share for counts: p(language) ∝ ∏ p(n letters | language), each count + 1/2."""
    counts = {language: Counter() for language in LANGUAGES}
    for name, language in pairs:
        counts[language].update(_pieces(name, n))
    kinds = len(set().union(*counts.values())) + 1

    def score(name, language):
        seen = counts[language]
        return sum(np.log((seen[piece] + 0.5) / (seen.total() + 0.5 * kinds))
                   for piece in _pieces(name, n))

    best = [max(LANGUAGES, key=lambda language: score(name, language)) for name, _ in held_out]
    return float(np.mean([guess == language for guess, (_, language) in zip(best, held_out)]))


def _pieces(name, n):
    padded = "^" * (n - 1) + name + "$"
    return [padded[i:i + n] for i in range(len(padded) - n + 1)]
