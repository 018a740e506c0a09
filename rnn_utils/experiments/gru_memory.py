"""Notebook 09: the sentences of notebook 08 once more, read by a memory that can stay as it is.

    dL/dc⟨t−1⟩ = (1 − Γu) * dL/dc⟨t⟩ + what comes by way of the gates and of the candidate

While Γu is small, the first term is nearly all, and nearly the whole: over k steps it leaves
(1 − Γu)ᵏ of a gradient. An untrained update gate is open by about σ(bu), whatever is read. So bu
decides how far back a gradient reaches before anything has been learned, and thereby what can be
learned: half of a memory lost at each step, bu = 0, or an eighth, bu = −2. (Tallec and Ollivier,
"Can recurrent neural networks warp time?", ICLR 2018, choose the bias by how long to remember.)
"""
import functools

import numpy as np

from rnn_utils.activations import sigmoid
from rnn_utils.cells import FAST_GRU, FAST_RNN, GRU
from rnn_utils.datasets.agreement import (AGREEMENT_WORDS, PLURAL, SINGULAR, VERBS,
                                          agreement_batch, agreement_sentences)
from rnn_utils.experiments import agreement
from rnn_utils.gradients import numerical_gradient, relative_error
from rnn_utils.gru import gru_backward, gru_cell_backward, gru_forward, initialize_gru

HALF_OPEN, NEARLY_CLOSED = 0.0, -2.0             # biases of the update gate, to begin with


def word_gru(rng, gate_bias, n_a=32):
    """An untrained GRU that reads words and answers with a verb, made like `agreement.word_rnn`.

    The recurrent weights are N(0, 1/n_a); those of the words are N(0, 1), in the gates and in the
    candidate, as one-hot words pick single columns out of them.
    """
    parameters = initialize_gru(len(AGREEMENT_WORDS), n_a, len(VERBS), rng, gate_bias)
    for name in ("Wu", "Wr", "Wc"):
        parameters[name][:, n_a:] *= np.sqrt(n_a)
    return parameters


def three_networks(seed=0):
    """{name: (cell, parameters)}, untrained; the two GRUs differ in their bias bu alone."""
    return {"RNN": (FAST_RNN, agreement.word_rnn(np.random.default_rng(seed))),
            "GRU, bias 0": (FAST_GRU, word_gru(np.random.default_rng(seed), HALF_OPEN)),
            "GRU, bias −2": (FAST_GRU, word_gru(np.random.default_rng(seed), NEARLY_CLOSED))}


def learn(parameters, sentences, seed=0, cell=FAST_GRU, steps=400):
    """Train as in notebook 08: parameters, losses; one seed, one order."""
    return agreement.learn(parameters, sentences, np.random.default_rng(seed), steps, cell)


def memory_gradient_norms(dc_last, caches, cell_backward=gru_cell_backward):
    """`gradient_norms_through_time` for a GRU: ‖dL/dc⟨t⟩‖ for a loss at the last step, (T_x,)."""
    norms, dc_next = [], dc_last
    for cache in reversed(caches):
        norms.append(np.mean(np.sqrt(np.sum(dc_next ** 2, axis=0))))
        dc_next = cell_backward(dc_next, cache)["dc_prev"]
    return np.array(norms[::-1])


def norms_against_lag(parameters, clauses=6, seed=1, cell_backward=gru_cell_backward):
    """How much of the gradient at the verb arrives k words further back: (T_x,), 1 at lag 0.

    parameters    : of an RNN, or of a GRU
    cell_backward : the cell of the GRU, backwards
    """
    rng = np.random.default_rng(seed)
    if "Waa" in parameters:
        norms = agreement.norms_over_sentences(clauses, parameters, rng)
    else:
        through = functools.partial(memory_gradient_norms, cell_backward=cell_backward)
        norms = agreement.norms_over_sentences(clauses, parameters, rng, gradient_norms=through,
                                               cell=GRU)
    return norms[::-1] / norms[-1]


def direct_path(gate_bias, T_x):
    """(1 − σ(bu))ᵏ for k = 0 … T_x − 1: what an untrained update gate lets through by itself."""
    return (1 - sigmoid(gate_bias)) ** np.arange(T_x)


def twin_sentences(rng, clauses=4):
    """One sentence, once of one animal and once of many: (words, words); only the subject differs."""
    words = agreement_sentences(1, rng, (clauses, clauses))[0][0]
    which = (SINGULAR + PLURAL).index(words[1]) % len(SINGULAR)
    return tuple([words[0], subject, *words[2:]] for subject in (SINGULAR[which], PLURAL[which]))


def read(words, parameters, forward=gru_forward):
    """What a GRU does at each word: c, ut, rt (n_a, T_x), and whether it says "were" at the end."""
    x = agreement_batch([(words, False)])[0]
    c, y_pred, caches = forward(x, np.zeros((len(parameters["bu"]), 1)), parameters)
    ut, rt = (np.stack([cache[i][:, 0] for cache in caches], axis=1) for i in (2, 3))
    return c[:, 0], ut, rt, bool(y_pred[1, 0, -1] > 0.5)


def telling_unit(c_one, c_many):
    """The unit whose memory tells one from many best, on the average of all words: its index."""
    return int(np.argmax(np.mean(np.abs(c_many - c_one), axis=1)))


def gradient_errors(forward=gru_forward, backward=gru_backward, seed=0):
    """Relative error of each gradient of a pass beside the numerical one: {name: error}."""
    n_x, n_a, n_y, m, T_x = 3, 4, 2, 5, 6
    rng = np.random.default_rng(seed)
    values = initialize_gru(n_x, n_a, n_y, rng) | {"x": rng.standard_normal((n_x, m, T_x)),
                                                   "c0": rng.uniform(-1, 1, (n_a, m))}
    dc = rng.standard_normal((n_a, m, T_x))

    def loss(name, value):                       # its gradient with respect to c is dc
        changed = values | {name: value}
        return np.sum(dc * gru_forward(changed["x"], changed["c0"], changed)[0])

    gradients = backward(dc, forward(values["x"], values["c0"], values)[2])
    return {name: relative_error(gradients["d" + name],
                                 numerical_gradient(functools.partial(loss, name), values[name]))
            for name in ("Wu", "bu", "Wr", "br", "Wc", "bc", "x", "c0")}
