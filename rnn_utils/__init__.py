"""rnn_utils: the verified helper package of the course on recurrent neural networks.

The public names; each is explained by `help(name)`, and most by the notebook that teaches them.
Data are in `rnn_utils.datasets`, pictures in `rnn_utils.figures`, grading in `rnn_utils.grading`.
"""
from rnn_utils.activations import (relu, sigmoid, sigmoid_derivative, softmax, softmax_backward,
                                   tanh_derivative)
from rnn_utils.architectures import (encoder_decoder_backward, encoder_decoder_forward,
                                     greedy_decode, initialize_encoder_decoder,
                                     many_to_one_backward, many_to_one_forward,
                                     one_to_many_backward, one_to_many_forward)
from rnn_utils.bidirectional import (bidirectional_backward, bidirectional_forward,
                                     initialize_bidirectional, reverse_padded)
from rnn_utils.cells import GRU, LSTM, RNN, hidden_states
from rnn_utils.datasets import (LETTERS, decode, dinosaur_names, encode, next_letter_batch,
                                one_hot_sequence, pad_batch)
from rnn_utils.deep import deep_rnn_backward, deep_rnn_forward, initialize_deep_rnn
from rnn_utils.framework import to_framework_parameters
from rnn_utils.gradients import (clip_by_norm, clip_by_value, numerical_gradient,
                                 relative_error)
from rnn_utils.gru import (gru_backward, gru_cell_backward, gru_cell_forward, gru_forward,
                           gru_loss_and_gradients, initialize_gru)
from rnn_utils.losses import binary_cross_entropy, categorical_cross_entropy, output_backward
from rnn_utils.lstm import (initialize_lstm, lstm_backward, lstm_cell_backward,
                            lstm_cell_forward, lstm_forward, lstm_loss_and_gradients)
from rnn_utils.optimizers import adam_step, gradient_descent_step, momentum_step
from rnn_utils.rnn import (gradient_norms_through_time, initialize_rnn, rnn_backward,
                           rnn_cell_backward, rnn_cell_forward, rnn_cell_forward_stacked,
                           rnn_forward, rnn_forward_hoisted, rnn_loss_and_gradients)
from rnn_utils.sampling import sample
from rnn_utils.shapes import ShapeError
from rnn_utils.training import random_batches, running_mean, train

__version__ = "0.1.0"

__all__ = [
    "GRU", "LETTERS", "LSTM", "RNN", "ShapeError", "adam_step", "bidirectional_backward",
    "bidirectional_forward", "binary_cross_entropy", "categorical_cross_entropy",
    "clip_by_norm", "clip_by_value", "decode", "deep_rnn_backward", "deep_rnn_forward",
    "dinosaur_names", "encode", "encoder_decoder_backward", "encoder_decoder_forward",
    "gradient_descent_step", "gradient_norms_through_time", "greedy_decode", "gru_backward",
    "gru_cell_backward", "gru_cell_forward", "gru_forward", "gru_loss_and_gradients",
    "hidden_states", "initialize_bidirectional", "initialize_deep_rnn",
    "initialize_encoder_decoder", "initialize_gru", "initialize_lstm", "initialize_rnn",
    "lstm_backward", "lstm_cell_backward", "lstm_cell_forward", "lstm_forward",
    "lstm_loss_and_gradients", "many_to_one_backward", "many_to_one_forward", "momentum_step",
    "next_letter_batch", "numerical_gradient", "one_hot_sequence", "one_to_many_backward",
    "one_to_many_forward", "output_backward", "pad_batch", "random_batches", "relative_error",
    "relu", "reverse_padded", "rnn_backward", "rnn_cell_backward", "rnn_cell_forward",
    "rnn_cell_forward_stacked", "rnn_forward", "rnn_forward_hoisted", "rnn_loss_and_gradients",
    "running_mean", "sample", "sigmoid", "sigmoid_derivative", "softmax", "softmax_backward",
    "tanh_derivative", "to_framework_parameters", "train",
]
