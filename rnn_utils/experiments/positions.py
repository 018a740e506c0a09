"""Notebook 01: is a pattern learned at some positions recognised at others?

A sequence is a word over five letters, and each letter gets a tag: "yes" where an `a`
is directly followed by a `b` (the tag is on the `b`), "no" elsewhere. Every word has
either `ab` or `ba` in it, so the letters that occur say nothing; only their order does.
In training the pair stands early in the word; in the test it also stands at positions
where it never was before.
"""
import numpy as np

from rnn_utils import fast
from rnn_utils.activations import softmax
from rnn_utils.datasets import one_hot_sequence, pad_batch
from rnn_utils.losses import output_backward
from rnn_utils.optimizers import adam_step
from rnn_utils.rnn import initialize_rnn

LETTERS = "abcde"
SHORTEST, LONGEST = 9, 12
SEEN = range(0, 5)                               # where the pair starts in training
UNSEEN = range(6, 11)                            # … and where it never does


def words(number, starts, rng):
    """(words, starts, answers): half of the words have `ab` at their start, half have `ba`."""
    texts, answers, where = [], rng.integers(2, size=number), rng.choice(starts, size=number)
    for answer, start in zip(answers, where):
        length = rng.integers(max(SHORTEST, start + 2), LONGEST + 1)
        word = rng.choice(list("cde"), size=length)
        word[start:start + 2] = list("ab" if answer else "ba")
        texts.append("".join(word))
    return texts, where, answers


def batch(texts):
    """x (n_x, m, LONGEST), tags y (2, m, LONGEST) as one-hot columns (no, yes), mask (m, LONGEST)."""
    x, mask = pad_batch([one_hot_sequence([LETTERS.index(letter) for letter in text], len(LETTERS))
                         for text in texts])
    missing = LONGEST - x.shape[2]
    x, mask = np.pad(x, ((0, 0), (0, 0), (0, missing))), np.pad(mask, ((0, 0), (0, missing)))
    yes = np.zeros(mask.shape, int)
    for i, text in enumerate(texts):
        if "ab" in text:
            yes[i, text.index("ab") + 1] = 1
    return x, np.eye(2)[:, yes], mask


class StandardNetwork:
    """One hidden layer on the whole padded word, flattened: each position has weights of its own."""

    def __init__(self, rng, n_hidden=8):
        n_in, n_out = len(LETTERS) * LONGEST, 2 * LONGEST
        self.parameters = {"W1": rng.standard_normal((n_hidden, n_in)) / np.sqrt(n_hidden),
                           "b1": np.zeros((n_hidden, 1)),
                           "W2": rng.standard_normal((n_out, n_hidden)) / np.sqrt(n_hidden),
                           "b2": np.zeros((n_out, 1))}

    def forward(self, x):
        flat = x.transpose(0, 2, 1).reshape(-1, x.shape[1])
        hidden = np.tanh(self.parameters["W1"] @ flat + self.parameters["b1"])
        scores = self.parameters["W2"] @ hidden + self.parameters["b2"]
        return flat, hidden, softmax(scores.reshape(2, LONGEST, -1)).transpose(0, 2, 1)

    def predict(self, x):
        return self.forward(x)[2]

    def gradients(self, x, y, mask):
        flat, hidden, y_pred = self.forward(x)
        dz2 = ((y_pred - y) * mask / x.shape[1]).transpose(0, 2, 1).reshape(-1, x.shape[1])
        dz1 = (1 - hidden ** 2) * (self.parameters["W2"].T @ dz2)
        return {"dW2": dz2 @ hidden.T, "db2": dz2.sum(axis=1, keepdims=True),
                "dW1": dz1 @ flat.T, "db1": dz1.sum(axis=1, keepdims=True)}


class RecurrentNetwork:
    """An RNN that tags each letter as it reads it: one cell for all positions."""

    def __init__(self, rng, n_a=8):
        self.parameters = initialize_rnn(len(LETTERS), n_a, 2, rng)

    def _a0(self, x):
        return np.zeros((self.parameters["Waa"].shape[0], x.shape[1]))

    def predict(self, x):
        return fast.rnn_forward(x, self._a0(x), self.parameters)[1]

    def gradients(self, x, y, mask):
        a, y_pred, caches = fast.rnn_forward(x, self._a0(x), self.parameters)
        da, output_gradients = output_backward(y_pred, y, a, self.parameters, mask)
        return fast.rnn_backward(da, caches) | output_gradients


def train(network, steps, rng, m=64):
    """Adam on fresh words with the pair at the seen positions; changes `network.parameters`."""
    state = None
    for _ in range(steps):
        gradients = network.gradients(*batch(words(m, SEEN, rng)[0]))
        network.parameters, state = adam_step(network.parameters, gradients, state)


def accuracy(network, starts, rng, number=500):
    """Share of fresh words whose pair, at one of `starts`, gets the right tag (chance: 0.5)."""
    texts, where, answers = words(number, starts, rng)
    y_pred = network.predict(batch(texts)[0])
    tags = y_pred[1, np.arange(number), where + 1] > 0.5
    return float(np.mean(tags == answers))


def size(network):
    """Number of parameters."""
    return sum(value.size for value in network.parameters.values())


def positions(seed=0, steps=400):
    """Train both networks where the pair starts early, and test it everywhere.

    returns accuracies: {network: [accuracy where the pair starts at 0, 1, …, LONGEST − 2]},
            and sizes: {network: number of parameters}
    """
    rng = np.random.default_rng(seed)
    networks = {"standard network": StandardNetwork(rng), "RNN": RecurrentNetwork(rng)}
    accuracies = {}
    for name, network in networks.items():
        train(network, steps, rng)
        accuracies[name] = [accuracy(network, [start], rng) for start in range(LONGEST - 1)]
    return accuracies, {name: size(network) for name, network in networks.items()}
