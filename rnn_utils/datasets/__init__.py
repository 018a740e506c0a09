"""Small data that ships with the course, and the arrays that networks read.

Letters become indices (`encode`), indices become one-hot columns
(`one_hot_sequence`), and sequences of several lengths become one batch with a mask
(`pad_batch`). Where the data come from and who holds rights: data/PROVENANCE.md.
"""
from rnn_utils.datasets.arrays import one_hot_sequence, pad_batch
from rnn_utils.datasets.names import LETTERS, decode, dinosaur_names, encode, next_letter_batch

__all__ = ["LETTERS", "decode", "dinosaur_names", "encode", "next_letter_batch",
           "one_hot_sequence", "pad_batch"]
