"""Notebook 13: a network as an ONNX model, and ONNX Runtime, which runs it and knows nothing of us.

A model is bytes; written to a file, it runs wherever there is an ONNX runtime. In it everything is
float32, and time comes first: X (T_x, m, n_x), Y (T_x, directions, m, n_a).

Source: the ONNX operator specification, RNN, GRU and LSTM of opset 17 (which has them as of 14).
"""
import numpy as np

from rnn_utils.bidirectional import bidirectional_forward, initialize_bidirectional
from rnn_utils.datasets import one_hot_sequence


class Missing(ImportError):
    """A package that is needed here and is not there; a notebook shows the sentence and no traceback."""

    def _render_traceback_(self):
        return [str(self)]


def _packages():
    """onnx and onnxruntime, which nothing else in the course needs."""
    try:
        import onnx
        import onnxruntime
    except ImportError as error:
        raise Missing(f"The package {error.name} is missing: this notebook runs its networks with ONNX Runtime. Type "
                      "`%pip install onnx onnxruntime` in a cell, run it, and restart the kernel.") from None
    return onnx, onnxruntime


def onnx_model(cell, W, R, B, Wy, by):
    """One operator for all time steps, an output layer and a softmax: an ONNX model, as bytes.

    cell    : which cell: RNN, GRU, LSTM (rnn_utils.cells)
    W, R, B : from `to_framework_parameters`
    Wy, by  : the output layer, (n_y, directions n_a) and (n_y, 1)
    """
    onnx, _ = _packages()
    directions, _, n_a = R.shape
    one = onnx.helper.make_node
    attributes = {"linear_before_reset": 0} if cell.name == "GRU" else {}
    nodes = [
        one(cell.name, ["X", "W", "R", "B", "", "a0"], ["Y"], hidden_size=n_a,
            direction="bidirectional" if directions == 2 else "forward", **attributes),
        # (T_x, directions, m, n_a) → (T_x, m, directions n_a)
        one("Transpose", ["Y"], ["turned"], perm=[0, 2, 1, 3]),
        one("Reshape", ["turned", "shape"], ["a"]),
        one("MatMul", ["a", "Wy"], ["product"]),
        one("Add", ["product", "by"], ["z"]),
        one("Softmax", ["z"], ["y_pred"], axis=-1),
    ]
    weights = {"W": W, "R": R, "B": B, "Wy": Wy.T, "by": by[:, 0]}
    constants = {name: np.ascontiguousarray(array, np.float32) for name, array in weights.items()}
    constants["shape"] = np.array([0, 0, directions * n_a])      # 0: this axis keeps its size
    graph = onnx.helper.make_graph(
        nodes, "network",
        [_arrays("X", "T_x", "m", W.shape[2]), _arrays("a0", directions, "m", n_a)],
        [_arrays("a", "T_x", "m", directions * n_a), _arrays("y_pred", "T_x", "m", len(by))],
        [onnx.numpy_helper.from_array(array, name) for name, array in constants.items()])
    model = onnx.helper.make_model(graph, ir_version=8, opset_imports=[onnx.helper.make_opsetid("", 17)])
    onnx.checker.check_model(model)
    return model.SerializeToString()


def _arrays(name, *shape):
    onnx, _ = _packages()
    return onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)


def load(model):
    """An ONNX Runtime session that runs `model`, with one thread."""
    _, onnxruntime = _packages()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def run(session, x, a0):
    """The network over all time steps, from arrays in the course's shapes and back into them.

    x  : (n_x, m, T_x), the inputs
    a0 : (n_a, m), the hidden state before the first step; of two directions a pair of them.
         An LSTM's memory there is 0.
    returns a (n_a or 2 n_a, m, T_x), y_pred (n_y, m, T_x), both float32
    """
    starts = [a0] if isinstance(a0, np.ndarray) else a0
    a, y_pred = session.run(["a", "y_pred"], {
        "X": np.ascontiguousarray(x.transpose(2, 1, 0), np.float32),
        "a0": np.stack([start.T for start in starts]).astype(np.float32)})
    return a.transpose(2, 1, 0), y_pred.transpose(2, 1, 0)


def sampler(session):
    """`sample` of notebook 06, step by step in `session`; the parameters it is given stay unread."""
    def sample(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=()):
        n_x = session.get_inputs()[0].shape[2]
        xt, a_next, indices = np.zeros((n_x, 1)), a0, []
        for t in range(max_length):
            a, y_pred = run(session, xt[:, :, None], a_next)
            a_next = a[:, :, 0]
            p = y_pred[:, 0, 0].astype(float) ** (1 / temperature)
            index = int(rng.choice(n_x, p=p / np.sum(p)))
            indices.append(prefix[t] if t < len(prefix) else index)
            if indices[-1] == end:
                break
            xt = one_hot_sequence(indices[-1:], n_x)
        return indices

    return sample


def largest_difference(cell, directions, rng, translate, n_x=5, n_a=4, n_y=3, m=6, T_x=7):
    """Between the predictions of the course and those of ONNX Runtime, for a random network.

    cell       : which cell: RNN, GRU, LSTM (rnn_utils.cells)
    directions : 1 or 2
    translate  : `to_framework_parameters`
    """
    initialize = cell.initialize if directions == 1 else initialize_bidirectional
    parameters = initialize(n_x, n_a, n_y, rng, *[cell] * (directions - 1))
    parameters = _shaken(parameters, rng)        # a new network's biases are 0, which would hide them
    x, a0 = rng.standard_normal((n_x, m, T_x)), rng.uniform(-1, 1, (directions, n_a, m))
    if directions == 1:
        output, a0 = cell.output, a0[0]
        y_pred = cell.forward(x, a0, parameters)[1]
    else:
        output, a0 = "Wya", tuple(a0)
        y_pred = bidirectional_forward(x, a0, parameters, None, cell)[1]
    model = onnx_model(cell, *translate(parameters, cell), parameters[output], parameters["by"])
    return float(np.max(np.abs(run(load(model), x, a0)[1] - y_pred)))


def _shaken(parameters, rng):
    """Nested parameters with a little added to each number."""
    if isinstance(parameters, dict):
        return {name: _shaken(value, rng) for name, value in parameters.items()}
    return parameters + 0.3 * rng.standard_normal(parameters.shape)
