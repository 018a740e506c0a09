"""Right solutions of the exercises of notebook 12, added to those of the notebooks before."""
import numpy as np

from attempts.correct import solves
from rnn_utils import softmax
from rnn_utils.cells import RNN, hidden_states


# deep_rnn_forward ------------------------------------------------------------------------------


@solves("deep_rnn_forward")
def tower_with_a_list_of_all_states(x, a0, parameters, cell=RNN):
    states, caches = [x], []
    for l in range(len(a0)):
        states_of_layer, cache = hidden_states(states[-1], a0[l], parameters["layers"][l], cell)
        states += [states_of_layer]
        caches += [cache]
    y_pred = softmax(np.einsum("ya,amt->ymt", parameters["Wya"], states[-1]) + parameters["by"][:, None])
    return states[-1], y_pred, caches


@solves("deep_rnn_forward")
def tower_by_recursion(x, a0, parameters, cell=RNN):
    def climb(inputs, first_states, layers):
        if not layers:
            return inputs, ()
        a, cache = hidden_states(inputs, first_states[0], layers[0], cell)
        top, caches = climb(a, first_states[1:], layers[1:])
        return top, (cache, *caches)

    a, caches = climb(x, a0, parameters["layers"])
    y_pred = np.empty((len(parameters["by"]), *x.shape[1:]))
    for t in range(x.shape[2]):
        y_pred[:, :, t] = softmax(parameters["Wya"] @ a[:, :, t] + parameters["by"])
    return a, y_pred, caches


@solves("deep_rnn_forward")
def tower_lowest_layer_first_then_the_others(x, a0, parameters, cell=RNN):
    Wya, by, layers = parameters["Wya"], parameters["by"], parameters["layers"]
    a, first = hidden_states(x, a0[0], layers[0], cell)
    caches = [first]
    for k in range(1, len(layers)):
        a, c = hidden_states(a, a0[k], layers[k], cell)
        caches.append(c)
    scores = Wya @ a.reshape(len(a), -1) + by
    e = np.exp(scores - scores.max(axis=0))
    return a, (e / e.sum(axis=0)).reshape(-1, *x.shape[1:]), caches


@solves("deep_rnn_forward")
def tower_of_whole_passes_with_an_output_layer_of_no_use(x, a0, parameters, cell=RNN):
    a, caches = x.copy(), []
    for start, weights in zip(a0, parameters["layers"]):
        units = len(start) if isinstance(start, np.ndarray) else len(start[0]) + len(start[1])
        a, _, cache = cell.forward(a, start, {**weights, cell.output: np.ones((2, units)), "by": np.zeros((2, 1))})
        caches.append(cache)
    z = np.moveaxis(np.matmul(parameters["Wya"], np.moveaxis(a, 2, 0)), 0, 2) + parameters["by"][..., np.newaxis]
    return a, softmax(z), caches


@solves("deep_rnn_forward")
def tower_that_keeps_every_layer_in_a_dict(x, a0, parameters, cell=RNN):
    A, caches = {0: x}, {}
    L = len(parameters["layers"])
    for l in range(1, L + 1):
        A[l], caches[l] = hidden_states(A[l - 1], a0[l - 1], parameters["layers"][l - 1], cell=cell)
    z = np.dot(A[L].transpose(2, 1, 0), parameters["Wya"].T).transpose(2, 1, 0) + parameters["by"].reshape(-1, 1, 1)
    return A[L], softmax(z), list(caches.values())


# deep_rnn_backward -----------------------------------------------------------------------------


@solves("deep_rnn_backward")
def down_with_lists_filled_from_the_front(da, caches, cell=RNN):
    da0, layers = [], []
    for cache in caches[::-1]:
        gradients = cell.backward(da, cache)
        da = gradients["dx"]
        da0.insert(0, gradients["da0"])
        layers.insert(0, gradients)
    return {"dx": da, "da0": da0, "layers": layers}


@solves("deep_rnn_backward")
def down_by_recursion(da, caches, cell=RNN):
    *below, top = caches
    gradients = cell.backward(da, top)
    dx, da0 = gradients.pop("dx"), gradients.pop("da0")
    if not below:
        return dict(dx=dx, da0=[da0], layers=[gradients])
    rest = down_by_recursion(dx, below, cell)
    return dict(dx=rest["dx"], da0=rest["da0"] + [da0], layers=rest["layers"] + [gradients])


@solves("deep_rnn_backward")
def down_then_turned_round(da, caches, cell=RNN):
    results = []
    for k in range(len(caches) - 1, -1, -1):
        results.append(cell.backward(results[-1]["dx"] if results else da, caches[k]))
    results.reverse()
    return {"dx": results[0]["dx"], "da0": tuple(r["da0"] for r in results), "layers": tuple(results),
            "number of layers": len(caches)}


@solves("deep_rnn_backward")
def down_with_a_counter(da, caches, cell=RNN):
    k = len(caches)
    grads = {"da0": {}, "layers": {}, "dx": da}
    while k > 0:
        k -= 1
        g = cell.backward(grads["dx"], caches[k])
        grads["dx"] = g["dx"]
        grads["da0"][k] = g["da0"]
        grads["layers"][k] = {name: g[name] for name in g if name not in ("dx", "da0")}
    L = range(len(caches))
    return {"dx": grads["dx"], "da0": [grads["da0"][i] for i in L], "layers": [grads["layers"][i] for i in L]}
