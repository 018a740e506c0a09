"""Random problems to test with, and the derivative that gradients are compared with.

All sizes of a problem differ, so that no transposed array can pass unnoticed.
"""
import functools
from collections import namedtuple
from types import SimpleNamespace

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

settings.register_profile("course", deadline=None, derandomize=True, database=None,
                          max_examples=20)
settings.load_profile("course")

Sizes = namedtuple("Sizes", "n_x n_a n_y m T_x")
TOY = Sizes(n_x=5, n_a=4, n_y=3, m=2, T_x=7)

seeds = st.integers(0, 2**32 - 1)


def sizes(largest=8):
    """Five sizes, no two alike; one of them may be 1."""
    numbers = st.lists(st.integers(1, largest), min_size=5, max_size=5, unique=True)
    return numbers.map(lambda five: Sizes(*five))


def problems(largest=8, dtype=np.float64):
    """A random RNN with a random batch, see `problem`."""
    return st.builds(problem, sizes(largest), seeds, st.just(dtype))


def problem(sizes=TOY, seed=0, dtype=np.float64):
    """x, y (one-hot), answers (0 or 1), a0, parameters, lengths and mask, all nonzero.

    What stands in the padding is as random as the rest: only the mask tells it apart.
    """
    n_x, n_a, n_y, m, T_x = sizes
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, T_x + 1, m)
    lengths[rng.integers(m)] = T_x
    return SimpleNamespace(
        sizes=sizes,
        x=normal(rng, (n_x, m, T_x), dtype),
        y=one_hot(rng.integers(n_y, size=(m, T_x)), n_y).astype(dtype),
        answers=rng.integers(2, size=(n_y, m, T_x)).astype(dtype),
        a0=normal(rng, (n_a, m), dtype),
        parameters={
            "Wax": normal(rng, (n_a, n_x), dtype),
            "Waa": normal(rng, (n_a, n_a), dtype),
            "Wya": normal(rng, (n_y, n_a), dtype),
            "ba": normal(rng, (n_a, 1), dtype),
            "by": normal(rng, (n_y, 1), dtype),
        },
        lengths=lengths,
        mask=(np.arange(T_x) < lengths[:, None]).astype(dtype),
    )


def normal(rng, shape, dtype=np.float64):
    """Random numbers of moderate size, so that tanh is neither linear nor saturated."""
    return (0.7 * rng.standard_normal(shape)).astype(dtype)


def one_hot(indices, n):
    """(n, *indices.shape): 1 where the first axis is the index."""
    return (np.arange(n).reshape(-1, *[1] * indices.ndim) == indices).astype(float)


def complex_step(f, x):
    """Gradient of the real function f at x, exact to the last digits: Im f(x + ih) / h.

    Squire and Trapp, SIAM Review 40 (1998), 110-112: nothing is subtracted, so that h
    can be as small as one likes. f must accept complex numbers.
    """
    h = 1e-30
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        stepped = x.astype(complex)
        stepped[i] += 1j * h
        gradient[i] = f(stepped).imag / h
    return gradient


def assert_close(actual, expected, tolerance=1e-12):
    """Same shape, and equal within `tolerance` times the size of the largest number."""
    actual, expected = np.asarray(actual), np.asarray(expected)
    assert actual.shape == expected.shape, f"{actual.shape}, expected {expected.shape}"
    error = np.max(np.abs(actual - expected), initial=0)
    scale = max(1, np.max(np.abs(expected), initial=0))
    assert error <= tolerance * scale, f"error {error:.1e}:\n{actual}\nexpected\n{expected}"


# -- gated cells ------------------------------------------------------------------------------------


def gated_problem(gates, sizes=TOY, seed=0, dtype=np.float64):
    """A problem whose parameters are W (n_a, n_a + n_x) and b of each of `gates`, Wy and by.

    "urc" makes a GRU, "fico" an LSTM; c0 is another random state.
    """
    p = problem(sizes, seed, dtype)
    n_x, n_a, n_y, m, _ = sizes
    rng = np.random.default_rng([seed, 1])
    p.c0 = normal(rng, (n_a, m), dtype)
    p.parameters = ({"W" + gate: normal(rng, (n_a, n_a + n_x), dtype) for gate in gates}
                    | {"b" + gate: normal(rng, (n_a, 1), dtype) for gate in gates}
                    | {"Wy": normal(rng, (n_y, n_a), dtype), "by": normal(rng, (n_y, 1), dtype)})
    return p


def gated_problems(gates, largest=8, dtype=np.float64):
    """A random GRU or LSTM with a random batch, see `gated_problem`."""
    return st.builds(gated_problem, st.just(gates), sizes(largest), seeds, st.just(dtype))


def random_like(array, seed=7):
    return normal(np.random.default_rng(seed), array.shape, array.dtype)


# -- ONNX Runtime, an independent implementation of every cell -----------------------------------------


@functools.cache
def onnx_session(kind, n_a, layers=1, directions=1, **attributes):
    """`layers` layers of ONNX Runtime's "RNN", "GRU" or "LSTM", an output layer and a softmax."""
    import onnxruntime
    from onnx import TensorProto, helper

    def tensor(name, *shape, kind=TensorProto.FLOAT):
        return helper.make_tensor_value_info(name, kind, shape)

    direction = {1: "forward", 2: "bidirectional"}[directions]
    states = ["a0", "c0"] if kind == "LSTM" else ["a0"]
    inputs = [tensor("x", "T", "m", "n_x"), tensor("Wy", directions * n_a, "n_y"),
              tensor("by", "n_y"), tensor("lengths", "m", kind=TensorProto.INT32),
              tensor("flat", 3, kind=TensorProto.INT64)]
    nodes, outputs, below = [], [], "x"
    for k in range(layers):
        inputs += [tensor(f"W{k}", directions, None, None), tensor(f"R{k}", directions, None, n_a),
                   tensor(f"B{k}", directions, None)]
        inputs += [tensor(f"{state}{k}", directions, "m", n_a) for state in states]
        last = [f"{state[0]}_last{k}" for state in states]
        outputs += [tensor(name, directions, "m", n_a) for name in last]
        nodes += [helper.make_node(kind, [below, f"W{k}", f"R{k}", f"B{k}", "lengths",
                                          *(f"{state}{k}" for state in states)],
                                   [f"Y{k}", *last], hidden_size=n_a, direction=direction,
                                   **attributes),
                  # (T, directions, m, n_a) → (T, m, directions * n_a)
                  helper.make_node("Transpose", [f"Y{k}"], [f"turned{k}"], perm=[0, 2, 1, 3]),
                  helper.make_node("Reshape", [f"turned{k}", "flat"], [f"a{k}"])]
        below = f"a{k}"
    nodes += [helper.make_node("MatMul", [below, "Wy"], ["product"]),
              helper.make_node("Add", ["product", "by"], ["z"]),
              helper.make_node("Softmax", ["z"], ["y_pred"], axis=-1)]
    outputs = [tensor(below, "T", "m", directions * n_a), tensor("y_pred", "T", "m", "n_y"),
               *outputs]
    model = helper.make_model(helper.make_graph(nodes, "network", inputs, outputs), ir_version=10,
                              opset_imports=[helper.make_opsetid("", 17)])
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options,
                                        providers=["CPUExecutionProvider"])


def onnx_weights(kind, parameters):
    """W (gates * n_a, n_x), R (gates * n_a, n_a) and B (2 * gates * n_a,) for one direction.

    ONNX has a bias for the input and one for the state; here their sum counts. Its gates are in
    another order, and its GRU's update gate z says how much is kept: z = 1 − Γu = σ(−…).
    """
    if kind == "RNN":
        W, R, bias = (parameters[name] for name in ("Wax", "Waa", "ba"))
    else:
        gates = {"GRU": "urc", "LSTM": "iofc"}[kind]
        n_a = len(parameters["Wc"])
        stacked = np.concatenate([parameters["W" + gate] for gate in gates])
        bias = np.concatenate([parameters["b" + gate] for gate in gates])
        if kind == "GRU":
            stacked[:n_a], bias[:n_a] = -stacked[:n_a], -bias[:n_a]
        R, W = stacked[:, :n_a], stacked[:, n_a:]
    input_bias = random_like(bias)
    return W, R, np.concatenate([input_bias, bias - input_bias])[:, 0]


def onnx_network(kind, x, layers, Wy, by, lengths, **attributes):
    """A network run by ONNX Runtime, in the course's notation.

    layers : for each layer a list of its directions, each a pair of parameters and the states
             (a0,) or (a0, c0) to start from
    returns a and y_pred (zeros in the padding) and a list with each layer's last states, each
             (directions * n_a, m): for an LSTM a and c, one after the other
    """
    directions, n_a = len(layers[0]), len(layers[0][0][1][0])
    flat = np.array([0, 0, directions * n_a])    # 0: this axis keeps its size
    feed = {"x": x.transpose(2, 1, 0), "Wy": Wy.T, "by": by[:, 0],
            "lengths": np.asarray(lengths, np.int32), "flat": flat}
    for k, layer in enumerate(layers):
        weights = zip(*(onnx_weights(kind, parameters) for parameters, _ in layer))
        feed |= {f"{name}{k}": np.stack(arrays) for name, arrays in zip("WRB", weights)}
        states = zip(*(states for _, states in layer))
        feed |= {f"{name}0{k}": np.stack(arrays).transpose(0, 2, 1)
                 for name, arrays in zip("ac", states)}
    feed = {name: np.ascontiguousarray(array) for name, array in feed.items()}
    session = onnx_session(kind, n_a, len(layers), directions, **attributes)
    a, y_pred, *last = session.run(None, feed)
    return (a.transpose(2, 1, 0), y_pred.transpose(2, 1, 0),
            [np.concatenate(list(each.transpose(0, 2, 1))) for each in last])


# -- networks made of any cell --------------------------------------------------------------------------

GATES = {"RNN": "", "GRU": "urc", "LSTM": "fico"}


def hidden_parameters(kind, n_x, n_a, rng, dtype=np.float64):
    """The parameters of an "RNN", "GRU" or "LSTM" without an output layer."""
    if kind == "RNN":
        return {"Wax": normal(rng, (n_a, n_x), dtype), "Waa": normal(rng, (n_a, n_a), dtype),
                "ba": normal(rng, (n_a, 1), dtype)}
    return ({"W" + gate: normal(rng, (n_a, n_a + n_x), dtype) for gate in GATES[kind]}
            | {"b" + gate: normal(rng, (n_a, 1), dtype) for gate in GATES[kind]})


def reference_states(kind, xs, a0, parameters):
    """The state after each of the inputs `xs`, in a form that autograd can differentiate."""
    import autograd.numpy as anp

    def product(W, values):
        return anp.einsum("ij,jm->im", W, values)

    def total(name, state):
        W, n_a = parameters["W" + name], len(state)
        return product(W[:, :n_a], state) + product(W[:, n_a:], xt) + parameters["b" + name]

    def gate(name):                              # σ(z) = (1 + tanh(z/2)) / 2
        return (1 + anp.tanh(total(name, a) / 2)) / 2

    states, a, c = [], a0, 0 * a0
    for xt in xs:
        if kind == "RNN":
            Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
            a = anp.tanh(product(Wax, xt) + product(Waa, a) + ba)
        elif kind == "GRU":
            a = a + gate("u") * (anp.tanh(total("c", gate("r") * a)) - a)
        else:
            c = gate("f") * c + gate("i") * anp.tanh(total("c", a))
            a = gate("o") * anp.tanh(c)
        states.append(a)
    return states


def arrays_in(tree, path=()):
    """(path, array) for each array in nested dicts, lists and tuples."""
    if isinstance(tree, np.ndarray):
        yield path, tree
    else:
        for key, branch in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from arrays_in(branch, (*path, key))


def with_array(tree, path, array):
    """A copy of `tree` with `array` at `path`."""
    if not path:
        return array
    branches = dict(tree) if isinstance(tree, dict) else list(tree)
    branches[path[0]] = with_array(tree[path[0]], path[1:], array)
    return tuple(branches) if isinstance(tree, tuple) else branches


def assert_gradients(gradients, f, values, seed=0):
    """Each array of `gradients` against complex steps of the real function f(**values).

    values    : dict of arrays, or of nested dicts, lists and tuples of them
    gradients : the same, arrays named "d" + name; a `parameters` among the values is left out
                of the way to them: the gradient of parameters["by"] is gradients["dby"]
    One step in a random direction for each array: Im f(x + ihv) / h = Σ v dx.
    """
    rng = np.random.default_rng(seed)
    paths = []
    for path, x in arrays_in(values):
        v = rng.standard_normal(x.shape)
        gradient = gradients
        for key in with_d(path):
            gradient = gradient[key]
        assert gradient.shape == x.shape
        expected = f(**with_array(values, path, x + 1e-30j * v)).imag / 1e-30
        assert_close(np.sum(v * gradient), expected)
        paths.append(with_d(path))
    assert sorted(map(str, paths)) == sorted(str(path) for path, _ in arrays_in(gradients))


def with_d(path):
    """Where the gradient is of the array at `path`: ("parameters", "forward", "Waa") → …, "dWaa"."""
    path = path[1:] if path[0] == "parameters" else path
    last = max(k for k, key in enumerate(path) if isinstance(key, str))
    return tuple("d" + key if k == last else key for k, key in enumerate(path))
