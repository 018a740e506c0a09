"""Notebook 07: jigs written by a network that is told one thing only, which part is wanted."""
import numpy as np

from rnn_utils.architectures import one_to_many_forward, one_to_many_loss
from rnn_utils.datasets import NOTES, jigs, notes, one_hot_sequence, pad_batch
from rnn_utils.experiments import ngrams
from rnn_utils.losses import categorical_cross_entropy
from rnn_utils.rnn import initialize_rnn
from rnn_utils.sampling import sample
from rnn_utils.training import random_batches, train

PARTS = ("first part", "later part")
SYMBOLS = NOTES + PARTS                          # one alphabet for what goes in and what comes out
END = SYMBOLS.index("\n")
KEYS = (59, 84)                                  # the lowest and the highest of the notes


def split(rng, held_out=0.1):
    """(training parts, held-out parts), each (part, tokens); no tune is in both."""
    titles = sorted({title for title, _, _ in jigs()})
    hidden = {titles[i] for i in rng.permutation(len(titles))[:int(held_out * len(titles))]}
    parts = [(PARTS[min(number, 2) - 1], tokens, title in hidden) for title, number, tokens in jigs()]
    return ([(part, tokens) for part, tokens, held in parts if not held],
            [(part, tokens) for part, tokens, held in parts if held])


def one_input(parts):
    """x (n_x, m): for each of the m parts its symbol, "first part" or "later part"."""
    return one_hot_sequence([SYMBOLS.index(part) for part in parts], len(SYMBOLS))


def tune_batch(pairs):
    """m pairs (part, tokens) as x (n_x, m), y (n_x, m, T_y), mask (m, T_y); y ends with the end."""
    y, mask = pad_batch([one_hot_sequence([SYMBOLS.index(token) for token in tokens] + [END],
                                          len(SYMBOLS)) for _, tokens in pairs])
    return one_input([part for part, _ in pairs]), y, mask


def learn(pairs, rng, n_a=64, steps=450):
    """An RNN trained on the parts: parameters, losses."""
    parameters = initialize_rnn(len(SYMBOLS), n_a, len(SYMBOLS), rng)
    return train(parameters, random_batches(pairs, steps, 16, rng, tune_batch), one_to_many_loss)


def held_out_loss(parameters, pairs, one_to_many_forward=one_to_many_forward):
    """Mean loss for each symbol of `pairs`."""
    x, y, mask = tune_batch(pairs)
    y_pred = one_to_many_forward(x, y, np.zeros((len(parameters["ba"]), len(pairs))), parameters)[0]
    return float(categorical_cross_entropy(y_pred, y, mask) * len(pairs) / mask.sum())


def write(parameters, part, rng, temperature=1.0):
    """Tokens that the network writes for a part, without the end."""
    a0 = np.zeros((len(parameters["ba"]), 1))
    indices = sample(parameters, a0, rng, END, 80, temperature, x1=one_input([part]))
    return [SYMBOLS[k] for k in indices if SYMBOLS[k] in NOTES and k != END]


def eight_bars(tokens):
    """The notes of a tune for a picture or a player, cut or filled with rests to eight bars.

    returns a list of (pitch, start, length) from −3 to 48 eighths; a longer upbeat begins at 0
    """
    heard = notes(tokens)
    first = min((start for _, start, _ in heard), default=0)
    later = -first if first < -3 else 0
    heard = [(pitch, start + later, min(length, 48 - start - later))
             for pitch, start, length in heard if start + later < 48]
    begin, end = first + later, max((start + length for _, start, length in heard), default=0)
    return ([(None, -3, begin + 3)] if begin > -3 else []) + heard + (
        [(None, end, 48 - end)] if end < 48 else [])


def joined(parts):
    """Parts of eight bars, as `eight_bars` gives them, one after the other."""
    return [(pitch, start + 51 * k, length) for k, part in enumerate(parts)
            for pitch, start, length in part]


def pitch(tokens):
    """The mean pitch of a tune, in semitones (middle C is 60); NaN without a note."""
    pitches = [pitch for pitch, _, _ in notes(tokens) if pitch is not None]
    return float(np.mean(pitches)) if pitches else np.nan


def whole_bars(tokens):
    """The share of bars that hold six eighths; of the first and the last one, any upbeat."""
    bars = " ".join(tokens).split("|")[1:-1]
    return float(np.mean([sum(length for _, _, length in notes(bar.split())) == 6
                          for bar in bars])) if bars else np.nan


def ngram_loss(pairs, held_out, n):
    """The same loss for counts of n symbols in a row, of which the part is the first."""
    texts, held_out = ([(part, *tokens, "\n") for part, tokens in each] for each in (pairs, held_out))
    return ngrams.ngram_loss(texts, held_out, n, len(SYMBOLS), given=1)
