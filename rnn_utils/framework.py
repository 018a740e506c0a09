"""From the course's notation into the layout of a standard runtime, that of the ONNX operators.

    W (directions, gates n_a, n_x)      multiplies x⟨t⟩
    R (directions, gates n_a, n_a)      multiplies a⟨t−1⟩
    B (directions, 2 gates n_a)         two biases, which are added to each other

The gates stand one below the other: those of a GRU in the order z r h, those of an LSTM i o f c;
an RNN is like one gate. The course has one matrix for each gate, whose first n_a columns belong to
a⟨t−1⟩, and one bias. In the letters of the operators:

    GRU     z = 1 − Γu = σ(−(Wu [c⟨t−1⟩; x⟨t⟩] + bu)), how much is kept;  r = Γr;  h = c̃
            with linear_before_reset = 0: the reset gate acts before the product
    LSTM    i = Γi,  o = Γo,  f = Γf,  c = c̃, without peepholes

Source: the ONNX operator specification, operators RNN, GRU and LSTM (version 14; the later
version 22 has the same layout).
"""
import numpy as np

from rnn_utils import gru, lstm, rnn
from rnn_utils.cells import RNN, Cell
from rnn_utils.shapes import contract, precondition

PARAMETERS = {"RNN": rnn.HIDDEN, "GRU": gru.HIDDEN, "LSTM": lstm.HIDDEN}


def _parameters_fit(parameters, cell=RNN):
    name = cell.name if isinstance(cell, Cell) else repr(cell)
    if name not in PARAMETERS:
        raise ValueError(f"`cell` is {name}; expected RNN, GRU or LSTM (rnn_utils.cells)")
    spec = PARAMETERS[name]
    if isinstance(parameters, dict) and {"forward", "backward"} & parameters.keys():
        spec = {"forward": spec, "backward": spec}
    contract(parameters=spec)(lambda parameters: None)(parameters)


@precondition(_parameters_fit)
def to_framework_parameters(parameters, cell=RNN):
    """The parameters of a cell as W, R and B of the ONNX operator of that name.

    parameters : those of the cell, or {"forward": {…}, "backward": {…}}, those of two directions;
                 an output layer among them is left alone
    cell       : which cell: RNN, GRU, LSTM (rnn_utils.cells)
    returns W, R, B of the shapes (directions, gates n_a, n_x), (directions, gates n_a, n_a) and
            (directions, 2 gates n_a): 1 or 2 directions, of an RNN 1 gate, of a GRU 3, an LSTM 4
    """
    ways = [parameters]
    if "forward" in parameters:
        ways = [parameters["forward"], parameters["backward"]]
    W, R, B = [], [], []
    for way in ways:
        if cell.name == "RNN":
            stacked = np.concatenate([way["Waa"], way["Wax"]], axis=1)
            bias = way["ba"]
        elif cell.name == "GRU":
            # z r h, one below the other: z = 1 − Γu, and 1 − σ(s) = σ(−s)
            stacked = np.concatenate([-way["Wu"], way["Wr"], way["Wc"]], axis=0)
            bias = np.concatenate([-way["bu"], way["br"], way["bc"]], axis=0)
        else:
            # i o f c, one below the other
            stacked = np.concatenate([way["Wi"], way["Wo"], way["Wf"], way["Wc"]], axis=0)
            bias = np.concatenate([way["bi"], way["bo"], way["bf"], way["bc"]], axis=0)
        # of [a⟨t−1⟩; x⟨t⟩], the columns for a come first
        n_a = len(bias) // {"RNN": 1, "GRU": 3, "LSTM": 4}[cell.name]
        R.append(stacked[:, :n_a])
        W.append(stacked[:, n_a:])
        # two biases that are added to each other: ours, and zeros
        B.append(np.concatenate([bias, np.zeros_like(bias)], axis=0)[:, 0])
    return np.stack(W), np.stack(R), np.stack(B)
