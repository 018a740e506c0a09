"""Notebook 07: French numbers into English ones, with an encoder and a decoder."""
import numpy as np

from rnn_utils.architectures import (encoder_decoder_forward, encoder_decoder_loss, greedy_decode,
                                     initialize_encoder_decoder)
from rnn_utils.datasets import (ENGLISH, FRENCH, encode, english_words, french_words,
                                one_hot_sequence, pad_batch)
from rnn_utils.losses import categorical_cross_entropy
from rnn_utils.training import steps_of, train

END = ENGLISH.index("\n")
LONGEST = 10                                     # words, with the end


def split(rng, held_out=1000):
    """(training numbers, held-out numbers) of 0 to 9999; 99 is held out."""
    order = [n for n in rng.permutation(10000) if n != 99] + [99]
    return [int(n) for n in order[:-held_out]], [int(n) for n in order[-held_out:]]


def number_batch(numbers):
    """x (n_x, m, T_x), x_mask (m, T_x), y (n_y, m, T_y), y_mask (m, T_y): French and English."""
    x, x_mask = pad_batch([_french(french_words(n)) for n in numbers])
    y, y_mask = pad_batch([one_hot_sequence(encode(english_words(n) + ["\n"], ENGLISH), len(ENGLISH))
                           for n in numbers])
    return x, x_mask, y, y_mask


def learn(numbers, rng, n_a=100, steps=1500):
    """Encoder and decoder trained on the numbers: parameters, losses; the last steps are smaller.

    Nine of ten numbers have four digits, so those with fewer are drawn more often: of each
    batch a quarter has at most three digits, and a quarter at most two.
    """
    parameters = initialize_encoder_decoder(len(FRENCH), n_a, len(ENGLISH), rng)
    groups = [np.array([n for n in numbers if n < top]) for top in (10000, 10000, 1000, 100)]
    batches = [number_batch([int(n) for group in groups for n in rng.choice(group, 8)])
               for _ in range(steps_of(steps))]
    early, late = batches[:2 * len(batches) // 3], batches[2 * len(batches) // 3:]
    parameters, losses = train(parameters, early, encoder_decoder_loss, learning_rate=0.004)
    parameters, more = train(parameters, late, encoder_decoder_loss, learning_rate=0.0005)
    return parameters, np.concatenate([losses, more])


def held_out_loss(parameters, numbers, encoder_decoder_forward=encoder_decoder_forward):
    """Mean loss for each English word of `numbers`, their ends included."""
    x, x_mask, y, y_mask = number_batch(numbers)
    a0 = np.zeros((len(parameters["encoder"]["ba"]), len(numbers)))
    y_pred, _ = encoder_decoder_forward(x, y, a0, parameters, x_mask)
    return float(categorical_cross_entropy(y_pred, y, y_mask) * len(numbers) / y_mask.sum())


def translate(parameters, texts, greedy_decode=greedy_decode):
    """English for French, each a list of words."""
    x, mask = pad_batch([_french(words) for words in texts])
    a0 = np.zeros((len(parameters["encoder"]["ba"]), len(texts)))
    indices = greedy_decode(x, a0, parameters, END, LONGEST, mask)
    return [[ENGLISH[k] for k in row if k != END] for row in indices]


def exact(parameters, numbers):
    """The share of numbers whose translation is right word for word."""
    translations = translate(parameters, [french_words(n) for n in numbers])
    return float(np.mean([words == english_words(n) for words, n in zip(translations, numbers)]))


def word_by_word(numbers, forgiven=()):
    """The same share for a dictionary that translates each French word alone.

    forgiven : English words that do not count, whether they are missing or too many
    """
    values = {word: n for n in (*range(17), 20, 30, 40, 50, 60, 100, 1000) for word in french_words(n)}
    values |= {"vingts": 20, "cents": 100}
    names = {word: english_words(n)[-1] for word, n in values.items()} | {"et": "and"}
    pairs = [([names[word] for word in french_words(n)], english_words(n)) for n in numbers]
    return float(np.mean([[word for word in guess if word not in forgiven]
                          == [word for word in right if word not in forgiven]
                          for guess, right in pairs]))


def _french(words):
    return one_hot_sequence(encode(words, FRENCH), len(FRENCH))
