"""What a prediction costs: cross-entropies over time, with a mask for padding.

Both losses are summed over units and time steps and averaged over the m examples.
They are the negative log-likelihoods of a Bernoulli and of a categorical output
(Goodfellow, Bengio, Courville: Deep Learning, 2016, sections 6.2.2.2 and 6.2.2.3).
"""
import numpy as np

from rnn_utils.shapes import contract


@contract(y_pred="n_y m T_y", y="n_y m T_y", mask="m T_y")
def binary_cross_entropy(y_pred, y, mask=None):
    """Loss of independent yes/no outputs (each from a sigmoid).

    y_pred : (n_y, m, T_y), predicted probabilities
    y      : (n_y, m, T_y), true answers, 0 or 1
    mask   : (m, T_y), 1 for a real step and 0 for padding; None: all are real
    returns the loss, one number: summed over units and steps, mean over the m examples
    """
    m = y.shape[1]
    # L = −(y log ŷ + (1 − y) log(1 − ŷ)), with log(0) kept finite
    log_yes = np.log(np.maximum(y_pred, 1e-30))
    log_no = np.log(np.maximum(1 - y_pred, 1e-30))
    losses = -(y * log_yes + (1 - y) * log_no)
    if mask is not None:
        losses = losses * mask
    return np.sum(losses) / m


@contract(y_pred="n_y m T_y", y="n_y m T_y", mask="m T_y")
def categorical_cross_entropy(y_pred, y, mask=None):
    """Loss of one choice out of n_y at each step (a softmax output).

    y_pred : (n_y, m, T_y), predicted probabilities, each column 1 in sum
    y      : (n_y, m, T_y), the true choices, one-hot
    mask   : (m, T_y), 1 for a real step and 0 for padding; None: all are real
    returns the loss, one number: summed over units and steps, mean over the m examples
    """
    m = y.shape[1]
    # L = −Σ y log ŷ, with log(0) kept finite
    losses = -(y * np.log(np.maximum(y_pred, 1e-30)))
    if mask is not None:
        losses = losses * mask
    return np.sum(losses) / m


@contract(y_pred="n_y m T_y", y="n_y m T_y", a="n_a m T_y",
          parameters={"Wya": "n_y n_a", "by": "n_y 1"}, mask="m T_y")
def output_backward(y_pred, y, a, parameters, mask=None):
    """From the loss back through the output layer, to its parameters and to every a⟨t⟩.

    y_pred, y  : (n_y, m, T_y), predictions and true answers
    a          : (n_a, m, T_y), the hidden states the predictions were made from
    parameters : dict with Wya (n_y, n_a)
    mask       : (m, T_y), 1 for a real step and 0 for padding; None: all are real
    returns da (n_a, m, T_y), and gradients: a dict with dWya (n_y, n_a), dby (n_y, 1)

    The same for sigmoid with binary and softmax with categorical cross-entropy.
    """
    Wya = parameters["Wya"]
    T_y, m = y.shape[2], y.shape[1]
    # dL/dz = (ŷ − y) / m, for z⟨t⟩ = Wya a⟨t⟩ + by
    dz = (y_pred - y) / m
    if mask is not None:
        dz = dz * mask
    da = np.zeros_like(a, dtype=np.result_type(dz, Wya))
    dWya = np.zeros_like(Wya, dtype=np.result_type(dz, a))
    dby = np.sum(dz, axis=(1, 2))[:, None]
    for t in range(T_y):
        dWya += dz[:, :, t] @ a[:, :, t].T
        da[:, :, t] = Wya.T @ dz[:, :, t]
    return da, {"dWya": dWya, "dby": dby}
