"""Five ways to run the same recurrent network over the same arrays.

    textbook    rnn_utils.rnn, .gru, .lstm
    fast        rnn_utils.fast
    PyTorch     torch.nn.RNN, GRU, LSTM with a linear layer and a softmax, and its autograd
    JAX         the same network in jax.numpy, with `scan`, compiled by `jit`, and its `vjp`
    limit       what no NumPy program can be faster than: the bare matrix products with one
                tanh for each gate, without anything between them; the better of two orientations

All start from the same arrays in the course's shapes and hand back a (n_a, m, T_x) and y_pred
(n_y, m, T_x); backward starts from the same da (n_a, m, T_x) and hands back the gradients of x, of
the first state and of all weights but those of the output layer. PyTorch's and JAX's copies of the
arrays and of the weights are made beforehand, their rearrangement into what suits them is not.

A contender is a function of a problem → forward(), both(), each without arguments.
"""
import os

import numpy as np

from rnn_utils import fast, gru, lstm, rnn

GATES = {"RNN": "a", "GRU": "urc", "LSTM": "ifco"}
TEXTBOOK = {"RNN": rnn, "GRU": gru, "LSTM": lstm}


def problem(cell, n_x, n_a, m, T_x, dtype, seed=0):
    """A random network with n_y = n_x, as for a language model, and a random batch."""
    rng = np.random.default_rng(seed)

    def normal(*shape, scale=1 / np.sqrt(n_a)):
        return (scale * rng.standard_normal(shape)).astype(dtype)

    if cell == "RNN":
        parameters = {"Wax": normal(n_a, n_x), "Waa": normal(n_a, n_a), "ba": normal(n_a, 1), "Wya": normal(n_x, n_a)}
    else:
        parameters = {"W" + gate: normal(n_a, n_a + n_x) for gate in GATES[cell]}
        parameters |= {"b" + gate: normal(n_a, 1) for gate in GATES[cell]} | {"Wy": normal(n_x, n_a)}
    parameters["by"] = normal(n_x, 1)
    return {"cell": cell, "parameters": parameters, "x": normal(n_x, m, T_x, scale=1), "a0": normal(n_a, m),
            "da": normal(n_a, m, T_x, scale=1)}


def textbook(problem):
    return _passes(TEXTBOOK[problem["cell"]], problem)


def our_fast(problem):
    return _passes(fast, problem)


def _passes(module, problem):
    name = problem["cell"].lower()
    run, back = getattr(module, name + "_forward"), getattr(module, name + "_backward")

    def forward():
        return run(problem["x"], problem["a0"], problem["parameters"])

    def both():
        a, y_pred, *_, caches = forward()
        return a, y_pred, back(problem["da"], caches)

    return forward, both


def _stacked(problem, gates):
    """Waa, Wax and ba, or those of all gates in this order, one below the other."""
    parameters, n_a = problem["parameters"], len(problem["a0"])
    if problem["cell"] == "RNN":
        return parameters["Waa"], parameters["Wax"], parameters["ba"][:, 0]
    W = np.concatenate([parameters["W" + gate] for gate in gates])
    b = np.concatenate([parameters["b" + gate] for gate in gates])
    return W[:, :n_a], W[:, n_a:], b[:, 0]


def pytorch(problem):
    import torch

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", 1)))
    cell, parameters = problem["cell"], problem["parameters"]
    x, a0, da = (torch.from_numpy(problem[name]) for name in ("x", "a0", "da"))
    n_a, n_x = len(a0), len(x)
    # PyTorch's GRU lets the reset gate act after the product, and its z is 1 − Γu: as much work
    Waa, Wax, ba = _stacked(problem, {"RNN": "a", "GRU": "ruc", "LSTM": "ifco"}[cell])
    network = getattr(torch.nn, cell)(n_x, n_a, dtype=x.dtype)
    output = torch.nn.Linear(n_a, n_x, dtype=x.dtype)
    weights = {network.weight_ih_l0: Wax, network.weight_hh_l0: Waa, network.bias_ih_l0: ba,
               network.bias_hh_l0: np.zeros_like(ba), output.weight: parameters["Wya" if cell == "RNN" else "Wy"],
               output.bias: parameters["by"][:, 0]}
    with torch.no_grad():
        for place, values in weights.items():
            place.copy_(torch.from_numpy(np.ascontiguousarray(values)))

    def states(x, a0):
        first = a0.T[None].contiguous()
        a, _ = network(x.permute(2, 1, 0), (first, torch.zeros_like(first)) if cell == "LSTM" else first)
        return a

    @torch.no_grad()
    def predict(a):
        a = a.detach()
        return a.permute(2, 1, 0), torch.softmax(output(a), -1).permute(2, 1, 0)

    @torch.no_grad()
    def forward():
        return predict(states(x, a0))

    def both():
        network.zero_grad(set_to_none=True)
        leaf, first = x.detach().requires_grad_(), a0.detach().requires_grad_()
        a = states(leaf, first)
        results = predict(a)
        a.permute(2, 1, 0).backward(da)
        return *results, {"dx": leaf.grad, "da0": first.grad}

    return forward, both


def jax(problem):
    import jax
    from jax import numpy as jnp

    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_platforms", "cpu")
    cell, n_a = problem["cell"], len(problem["a0"])
    sigmoid, tanh = jax.nn.sigmoid, jnp.tanh
    order = {"RNN": "a", "GRU": "urc", "LSTM": "fioc"}[cell]

    def rnn_step(a, z, Waa):
        a = tanh(z + a @ Waa.T)
        return a, a

    def gru_step(c, z, Waa):
        u, r = jnp.split(sigmoid(z[:, :2 * n_a] + c @ Waa[:2 * n_a].T), 2, axis=1)
        c = u * tanh(z[:, 2 * n_a:] + (r * c) @ Waa[2 * n_a:].T) + (1 - u) * c
        return c, c

    def lstm_step(state, z, Waa):
        a, c = state
        z = z + a @ Waa.T
        f, i, o = jnp.split(sigmoid(z[:, :3 * n_a]), 3, axis=1)
        c = f * c + i * tanh(z[:, 3 * n_a:])
        a = o * tanh(c)
        return (a, c), a

    step = {"RNN": rnn_step, "GRU": gru_step, "LSTM": lstm_step}[cell]

    def states(x, a0, Waa, Wax, ba):
        z = x.transpose(2, 1, 0) @ Wax.T + ba    # for all steps at once
        first = (a0.T, jnp.zeros_like(a0.T)) if cell == "LSTM" else a0.T
        _, a = jax.lax.scan(lambda state, z: step(state, z, Waa), first, z)
        return a.transpose(2, 1, 0)

    def predict(a, Wy, by):
        return jax.nn.softmax(a.transpose(2, 1, 0) @ Wy.T + by[:, 0], -1).transpose(2, 1, 0)

    @jax.jit
    def forward(arrays, output):
        a = states(*arrays)
        return a, predict(a, *output)

    @jax.jit
    def both(arrays, output, da):
        a, back = jax.vjp(states, *arrays)
        return a, predict(a, *output), back(da)

    parameters = problem["parameters"]
    arrays = tuple(map(jnp.asarray, (problem["x"], problem["a0"], *_stacked(problem, order))))
    output = jnp.asarray(parameters["Wya" if cell == "RNN" else "Wy"]), jnp.asarray(parameters["by"])
    da = jnp.asarray(problem["da"])

    def both_and_name():
        a, y_pred, (dx, da0, *_) = jax.block_until_ready(both(arrays, output, da))
        return a, y_pred, {"dx": dx, "da0": da0}

    return lambda: jax.block_until_ready(forward(arrays, output)), both_and_name


def limit(problem, columns):
    """The bare products. columns: the examples are the columns of every array, as in the course."""
    (n_x, m, T_x), n_a, dtype = problem["x"].shape, len(problem["a0"]), problem["x"].dtype
    # what depends on the step before: one product with all gates, but the GRU's candidate waits for its gates
    heights = {"RNN": [n_a], "GRU": [2 * n_a, n_a], "LSTM": [4 * n_a]}[problem["cell"]]
    n_z = sum(heights)

    def some(*shape):
        """Numbers to multiply: for `columns` as they stand, else transposed, in both cases without gaps."""
        return np.full(shape if columns else shape[::-1], 0.01, dtype)

    def product(left, right, out=None):
        return left.dot(right, out) if columns else right.dot(left, out)

    Waa, back = [some(height, n_a) for height in heights], [some(n_a, height) for height in heights]
    z, dz, a = [some(height, m) for height in heights], [some(height, m) for height in heights], some(n_a, m)
    Wax, Wy, x, all_a = some(n_z, n_x), some(n_x, n_a), some(n_x, T_x * m), some(n_a, T_x * m)
    all_dz, x_rows, a_rows, Wx_T = some(n_z, T_x * m), some(T_x * m, n_x), some(T_x * m, n_a), some(n_x, n_z)
    tanh = fast._tanh_for(problem["a0"], dtype)

    def forward():
        product(Wax, x)
        with np.errstate(all="ignore"):
            for _ in range(T_x):
                for W, z_gates in zip(Waa, z):
                    product(W, a, z_gates)
                    tanh(z_gates, z_gates)
        product(Wy, all_a)

    def both():
        forward()
        for _ in range(T_x):
            for W, dz_gates in zip(back, dz):
                product(W, dz_gates, a)
        product(all_dz, a_rows)
        product(all_dz, x_rows)
        product(Wx_T, all_dz)

    return forward, both


CONTENDERS = {"fast": our_fast, "textbook": textbook, "PyTorch": pytorch, "JAX": jax,
              "limit (columns)": lambda problem: limit(problem, columns=True),
              "limit (rows)": lambda problem: limit(problem, columns=False)}
