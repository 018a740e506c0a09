"""Small data that ships with the course, and the arrays that networks read.

Letters become indices (`encode`), indices become one-hot columns
(`one_hot_sequence`), and sequences of several lengths become one batch with a mask
(`pad_batch`). Where the data come from and who holds rights: data/PROVENANCE.md.
"""
from rnn_utils.datasets.agreement import (AGREEMENT_WORDS, VERBS, agreement_batch,
                                          agreement_sentences)
from rnn_utils.datasets.arrays import one_hot_sequence, pad_batch
from rnn_utils.datasets.jigs import NOTES, jigs, notes
from rnn_utils.datasets.names import LETTERS, decode, dinosaur_names, encode, next_letter_batch
from rnn_utils.datasets.negation import (SENTENCE_WORDS, SENTIMENTS, negation_sentences,
                                         sentence_batch)
from rnn_utils.datasets.number_words import (ENGLISH, FRENCH, english_number, english_words,
                                        french_number, french_words)
from rnn_utils.datasets.pronunciations import (PHONEMES, align, aligned_pronunciations,
                                               pronunciation_batch, pronunciations)
from rnn_utils.datasets.surnames import LANGUAGES, surname_batch, surnames
from rnn_utils.datasets.teddy import (TEDDY_WORDS, teddy_batch, teddy_beginnings,
                                      teddy_sentences)

__all__ = ["AGREEMENT_WORDS", "ENGLISH", "FRENCH", "LANGUAGES", "LETTERS", "NOTES", "PHONEMES",
           "SENTENCE_WORDS", "SENTIMENTS", "TEDDY_WORDS", "VERBS", "agreement_batch", "agreement_sentences",
           "align", "aligned_pronunciations", "decode", "dinosaur_names", "encode",
           "english_number", "english_words", "french_number", "french_words", "jigs",
           "negation_sentences", "next_letter_batch", "notes", "one_hot_sequence", "pad_batch",
           "pronunciation_batch", "pronunciations", "sentence_batch", "surname_batch",
           "surnames", "teddy_batch", "teddy_beginnings", "teddy_sentences"]
