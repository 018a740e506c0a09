"""Counts of n symbols in a row: the baseline for every network that guesses the next one."""
from collections import Counter, defaultdict

import numpy as np


def ngram_loss(sequences, held_out, n, kinds, given=0):
    """Mean loss for each symbol of `held_out`, guessed from the n − 1 symbols before it.

    sequences, held_out : lists of sequences of symbols, to count in and to judge on
    kinds               : how many different symbols there are
    given               : so many symbols at the beginning of each are known, not guessed

    Smoothed as Witten and Bell (1991) do: the chance of a symbol after a context is mixed with
    that after the context's last n − 2 symbols, and so on; the mixture trusts a context more,
    the fewer different symbols follow it.
    """
    counts = [defaultdict(Counter) for _ in range(n)]
    for symbols, i in _places(sequences, n, given):
        for length in range(n):
            counts[length][symbols[i - length:i]][symbols[i]] += 1

    def chance(symbols, i):
        p = 1 / kinds
        for length in range(n):
            seen = counts[length].get(symbols[i - length:i])
            if seen:
                p = (seen[symbols[i]] + len(seen) * p) / (seen.total() + len(seen))
        return p

    return float(np.mean([-np.log(chance(symbols, i)) for symbols, i in _places(held_out, n, given)]))


def _places(sequences, n, given):
    """Each sequence with n None before it, and each index in it where a symbol is guessed."""
    for sequence in sequences:
        symbols = (None,) * n + tuple(sequence)
        for i in range(n + given, len(symbols)):
            yield symbols, i
