"""Notebook 10: which capital came last? Three cells of the same size, one task that needs a memory.

    g d F b a C e h d b …  →  c

Of 40 letters two are capitals, both among the first eight; at the end the network names the
second of them. It has to keep a letter over more than 30 steps, and to put another in its place
when a second capital comes. Chance is 1/8.

Each network may spend the same number of parameters. The gated ones begin as keepers, with
gates that are nearly shut or open (Tallec, Ollivier, "Can recurrent neural networks warp time?",
ICLR 2018, section 2). What comes closest to that in an RNN is Waa = I (Le, Jaitly, Hinton, "A
simple way to initialize recurrent networks of rectified linear units", 2015, section 2).
"""
import functools

import numpy as np

from rnn_utils.architectures import many_to_one_forward, many_to_one_loss
from rnn_utils.cells import FAST_GRU, FAST_LSTM, FAST_RNN, GRU, LSTM, RNN
from rnn_utils.datasets import encode, one_hot_sequence, pad_batch
from rnn_utils.gradients import numerical_gradient, relative_error
from rnn_utils.gru import gru_cell_backward
from rnn_utils.lstm import initialize_lstm, lstm_backward, lstm_cell_backward, lstm_forward
from rnn_utils.rnn import rnn_cell_backward
from rnn_utils.training import steps_of, train

LETTERS = "abcdefgh"
SYMBOLS = LETTERS + LETTERS.upper()
CHANCE = 1 / len(LETTERS)
CELLS = {"RNN": FAST_RNN, "GRU": FAST_GRU, "LSTM": FAST_LSTM}
BUDGET = 3650                                    # the most parameters that a network may have


# ---- the task ---------------------------------------------------------------------------------

def strings(number, rng, T_x=40, early=8):
    """A list of (text, answer): `text` has T_x letters, two capitals among the first `early`."""
    found = []
    for _ in range(number):
        letters = [LETTERS[i] for i in rng.integers(len(LETTERS), size=T_x)]
        first, second = np.sort(rng.choice(early, 2, replace=False))
        answer = letters[second]
        for t in (first, second):
            letters[t] = letters[t].upper()
        found.append(("".join(letters), answer))
    return found


def string_batch(items):
    """(text, answer) pairs as x (16, m, T_x), y (8, m), mask (m, T_x)."""
    x, mask = pad_batch([one_hot_sequence(encode(text, SYMBOLS), len(SYMBOLS)) for text, _ in items])
    return x, one_hot_sequence(encode([answer for _, answer in items], LETTERS), len(LETTERS)), mask


# ---- three networks of one size -----------------------------------------------------------------

def count(parameters):
    """How many numbers there are in all parameters."""
    return sum(array.size for array in parameters.values())


def units(cell, most=BUDGET):
    """The largest n_a with which a network of this cell has at most so many parameters."""
    n_a = 1
    while count(cell.initialize(len(SYMBOLS), n_a + 1, len(LETTERS), np.random.default_rng(0))) <= most:
        n_a += 1
    return n_a


def network(name, rng, keep=3.0):
    """An untrained RNN, GRU or LSTM of at most `BUDGET` parameters.

    keep : the biases with which gates begin: +keep for Γf, −keep for Γu and Γi, so that the
           memory is kept for about 1 / σ(−keep) steps: 2 at 0, 21 at 3

    As in notebook 08, each unit hears a number of size 1 at every step.
    """
    cell = CELLS[name]
    n_a = units(cell)
    parameters = cell.initialize(len(SYMBOLS), n_a, len(LETTERS), rng)
    for bias, start in {"bu": -keep, "bf": keep, "bi": -keep}.items():
        if bias in parameters:
            parameters[bias] = np.full((n_a, 1), start)
    for weights in ("Wax", "Wu", "Wr", "Wf", "Wi", "Wc", "Wo"):
        if weights in parameters:                # the input's columns come last
            parameters[weights][:, -len(SYMBOLS):] = rng.standard_normal((n_a, len(SYMBOLS)))
    return parameters


def helped_rnn(rng):
    """The RNN with the best start we know for it: it keeps its state, and inputs hardly disturb."""
    parameters = network("RNN", rng)
    n_a = len(parameters["Waa"])
    return parameters | {"Waa": np.eye(n_a), "Wax": 0.1 * rng.standard_normal(parameters["Wax"].shape)}


def batches_of(rng, steps=400):
    """A list of batches of 32 new strings each."""
    return [string_batch(strings(32, rng)) for _ in range(steps_of(steps))]


def learn(name, parameters, batches, learning_rate=0.01):
    """Train with Adam: parameters, losses."""
    loss = functools.partial(many_to_one_loss, cell=CELLS[name])
    return train(parameters, batches, loss, learning_rate)


def accuracy(name, parameters, rng, number=1000):
    """The share of new strings whose answer is the most probable letter; chance is 1/8."""
    x, y, mask = string_batch(strings(number, rng))
    a0 = np.zeros((parameters[CELLS[name].output].shape[1], number))
    y_pred = many_to_one_forward(x, a0, parameters, mask, CELLS[name])[0]
    return float(np.mean(np.argmax(y_pred, axis=0) == np.argmax(y, axis=0)))


def compared(seed=0, steps=400):
    """All networks trained on the same strings: {name: losses}, {name: accuracy}, {name: parameters}."""
    rng = np.random.default_rng(seed)
    batches = batches_of(rng, steps)
    # steps as long as those of the others throw the helped RNN off its balance
    starts = {"RNN": (network("RNN", rng), 0.01), "RNN, helped": (helped_rnn(rng), 0.001),
              "GRU": (network("GRU", rng), 0.01), "LSTM": (network("LSTM", rng), 0.01)}
    losses, accuracies, trained = {}, {}, {}
    for label, (parameters, learning_rate) in starts.items():
        name = label.partition(",")[0]
        trained[label], losses[label] = learn(name, parameters, batches, learning_rate)
        accuracies[label] = accuracy(name, trained[label], np.random.default_rng(seed + 1000))
    return losses, accuracies, trained


# ---- looking inside -----------------------------------------------------------------------------

def gates_over(text, parameters, unit=None, forward=lstm_forward):
    """What an LSTM's gates did on a text: {name: (T_x,)}, of one unit, or the mean over all."""
    x = one_hot_sequence(encode(text, SYMBOLS), len(SYMBOLS))[:, None, :]
    caches = forward(x, np.zeros((len(parameters["bf"]), 1)), parameters)[3]
    places = {r"$\Gamma_f$": 4, r"$\Gamma_i$": 5, r"$\Gamma_o$": 7}
    units = slice(None) if unit is None else unit
    return {name: np.array([np.mean(cache[place][units]) for cache in caches])
            for name, place in places.items()}


def capitals(text):
    """The steps at which a text has its capitals."""
    return [t for t, letter in enumerate(text) if letter.isupper()]


def most_forgetful_unit(text, parameters):
    """The unit whose forget gate is most nearly shut at the last capital."""
    x = one_hot_sequence(encode(text, SYMBOLS), len(SYMBOLS))[:, None, :]
    caches = lstm_forward(x, np.zeros((len(parameters["bf"]), 1)), parameters)[3]
    return int(np.argmin(caches[capitals(text)[-1]][4]))


def norms_against_lag(name, parameters, rng, m=64, cell_backward=lstm_cell_backward):
    """How much of a gradient at the last step arrives k steps further back, for k = 0 … T_x − 1.

    It is that of all the cell hands on: a of an RNN, c of a GRU, a and c together of an LSTM.

    cell_backward : of the LSTM
    returns an array (T_x,), 1 at lag 0
    """
    x, _, _ = string_batch(strings(m, rng))
    cell = {"RNN": RNN, "GRU": GRU, "LSTM": LSTM}[name]
    n_a = parameters[cell.output].shape[1]
    caches = cell.forward(x, np.zeros((n_a, m)), parameters)[2]

    def lstm_step(gradient, cache):
        step = cell_backward(gradient[:n_a], gradient[n_a:], cache)
        return np.concatenate([step["da_prev"], step["dc_prev"]])

    step = {"RNN": lambda da, cache: rnn_cell_backward(da, cache)["da_prev"],
            "GRU": lambda dc, cache: gru_cell_backward(dc, cache)["dc_prev"], "LSTM": lstm_step}[name]
    gradient = rng.standard_normal((n_a, m))
    if name == "LSTM":                           # the loss looks at a alone
        gradient = np.concatenate([gradient, np.zeros((n_a, m))])
    norms = []
    for cache in reversed(caches):
        norms.append(np.mean(np.linalg.norm(gradient, axis=0)))
        gradient = step(gradient, cache)
    return np.array(norms) / norms[0]


def gradient_errors(T_x=5, forward=lstm_forward, backward=lstm_backward, seed=0):
    """Relative error of each gradient of a small LSTM beside the numerical one: {name: error}."""
    rng = np.random.default_rng(seed)
    n_x, n_a, m = 3, 4, 2
    parameters = initialize_lstm(n_x, n_a, 2, rng)
    x, a0 = rng.standard_normal((n_x, m, T_x)), rng.uniform(-1, 1, (n_a, m))
    da = rng.standard_normal((n_a, m, T_x))      # a loss at every step: the sum of da * a
    gradients = backward(da, forward(x, a0, parameters)[3])

    def loss(x=x, a0=a0, **changed):
        return float(np.sum(da * lstm_forward(x, a0, parameters | changed)[0]))

    inner = {name: value for name, value in parameters.items() if name not in ("Wy", "by")}
    return {"d" + name: relative_error(gradients["d" + name], numerical_gradient(
                lambda changed, name=name: loss(**{name: changed}), value))
            for name, value in ({"x": x, "a0": a0} | inner).items()}


def nothing_carried_back(da, caches):
    """A wrong backward pass: neither da_prev nor dc_prev goes on to the step before."""
    total = {}
    dx = np.zeros((len(caches[0][8]), *da.shape[1:]))
    for t in reversed(range(da.shape[2])):
        step = lstm_cell_backward(da[:, :, t], np.zeros(da.shape[:2]), caches[t])
        dx[:, :, t] = step["dxt"]
        total = {name: step[name] + total.get(name, 0) for name in step if name[1] in "Wb"}
    return {"dx": dx, "da0": step["da_prev"], **total}
