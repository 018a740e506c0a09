"""Wrong attempts at the exercises of notebook 12, added to those of the notebooks before."""
import numpy as np

from attempts.wrong import attempt
from rnn_utils import softmax
from rnn_utils.cells import RNN, hidden_states


def predicted(a, parameters):
    """softmax(Wya a + by), right, for attempts that go wrong before it."""
    return softmax(np.einsum("ya,amt->ymt", parameters["Wya"], a) + parameters["by"][:, :, None])


# deep_rnn_forward ------------------------------------------------------------------------------


@attempt("deep_rnn_forward", "every-layer-fed-with-x")
def tower_that_forgets_to_hand_on(x, a0, parameters, cell=RNN):
    caches = []
    for l in range(len(a0)):
        out, c = hidden_states(x, a0[l], parameters["layers"][l], cell)
        caches.append(c)
    return out, predicted(out, parameters), caches


@attempt("deep_rnn_forward", "every-layer-fed-with-x")
def tower_as_a_comprehension(x, a0, parameters, cell=RNN):
    runs = [hidden_states(x, state, layer, cell) for state, layer in zip(a0, parameters["layers"])]
    a = runs[-1][0]
    return a, predicted(a, parameters), [caches for _, caches in runs]


@attempt("deep_rnn_forward", "one-set-of-weights")
def tower_with_the_weights_taken_out_of_the_loop(x, a0, parameters, cell=RNN):
    weights, a, caches = parameters["layers"][0], x, []
    for start in a0:
        a, c = hidden_states(a, start, weights, cell)
        caches += [c]
    return a, predicted(a, parameters), caches


@attempt("deep_rnn_forward", "first-a0-for-all")
def tower_with_one_first_state(x, a0, parameters, cell=RNN):
    start, caches = a0[0], []
    for layer in parameters["layers"]:
        x, c = hidden_states(x, start, layer, cell)
        caches.append(c)
    return x, predicted(x, parameters), caches


@attempt("deep_rnn_forward", "a0-never-used")
def tower_that_always_starts_from_zeros(x, a0, parameters, cell=RNN):
    a, caches = x, []
    for state, layer in zip(a0, parameters["layers"]):
        nothing = state * 0 if isinstance(state, np.ndarray) else (state[0] * 0, state[1] * 0)
        a, c = hidden_states(a, nothing, layer, cell)
        caches.append(c)
    return a, predicted(a, parameters), caches


@attempt("deep_rnn_forward", "layers-from-the-top")
def tower_upside_down(x, a0, parameters, cell=RNN):
    a, caches = x, []
    for k in range(len(a0) - 1, -1, -1):
        a, c = hidden_states(a, a0[k], parameters["layers"][k], cell)
        caches.append(c)
    return a, predicted(a, parameters), caches


@attempt("deep_rnn_forward", "prediction-from-the-lowest-layer")
def tower_that_predicts_downstairs(x, a0, parameters, cell=RNN):
    layers = parameters["layers"]
    a, c = hidden_states(x, a0[0], layers[0], cell)
    y_pred, caches = predicted(a, parameters), [c]
    for k in range(1, len(layers)):
        a, c = hidden_states(a, a0[k], layers[k], cell)
        caches.append(c)
    return a, y_pred, caches


@attempt("deep_rnn_forward", "prediction-from-all-layers")
def tower_that_predicts_on_every_floor(x, a0, parameters, cell=RNN):
    a, caches, z = x, [], parameters["by"][:, :, None]
    for state, layer in zip(a0, parameters["layers"]):
        a, c = hidden_states(a, state, layer, cell)
        caches.append(c)
        z = z + np.tensordot(parameters["Wya"], a, axes=1)
    return a, softmax(z), caches


@attempt("deep_rnn_forward", "one-step-late")
def tower_with_the_slip_of_a_formula(x, a0, parameters, cell=RNN):
    """a[2]⟨3⟩ from a[1]⟨2⟩."""
    a, caches = x, []
    for l, layer in enumerate(parameters["layers"]):
        if l > 0:
            start = a0[l - 1] if isinstance(a0[l - 1], np.ndarray) else np.concatenate(a0[l - 1])
            late = np.empty_like(a)
            late[:, :, 0] = start
            late[:, :, 1:] = a[:, :, :-1]
            a = late
        a, c = hidden_states(a, a0[l], layer, cell)
        caches.append(c)
    return a, predicted(a, parameters), caches


@attempt("deep_rnn_forward", "cell-left-out")
def tower_of_rnns_only(x, a0, parameters, cell=RNN):
    a, caches = x, []
    for state, layer in zip(a0, parameters["layers"]):
        a, c = hidden_states(a, state, layer)
        caches.append(c)
    return a, predicted(a, parameters), caches


@attempt("deep_rnn_forward", "last-state-handed-up")
def tower_that_carries_its_state_upstairs(x, a0, parameters, cell=RNN):
    state, caches = a0[0], []
    for layer in parameters["layers"]:
        x, c = hidden_states(x, state, layer, cell)
        state = x[:, :, -1]
        caches.append(c)
    return x, predicted(x, parameters), caches


@attempt("deep_rnn_forward", "last-step-alone-goes-up")
def tower_as_without_return_sequences(x, a0, parameters, cell=RNN):
    T_x, caches = x.shape[2], []
    for k, layer in enumerate(parameters["layers"]):
        if k:
            x = np.tile(x[:, :, -1][:, :, None], (1, 1, T_x))
        x, c = hidden_states(x, a0[k], layer, cell)
        caches.append(c)
    return x, predicted(x, parameters), caches


@attempt("deep_rnn_forward", "caches-of-the-top-layer-alone")
def tower_that_keeps_the_last_cache(x, a0, parameters, cell=RNN):
    a = x
    for k in range(len(a0)):
        a, caches = hidden_states(a, a0[k], parameters["layers"][k], cell)
    return a, predicted(a, parameters), caches


@attempt("deep_rnn_forward", "caches-in-one-long-list")
def tower_that_adds_lists(x, a0, parameters, cell=RNN):
    a, caches = x, []
    for k in range(len(a0)):
        a, c = hidden_states(a, a0[k], parameters["layers"][k], cell)
        caches += c
    return a, predicted(a, parameters), caches


@attempt("deep_rnn_forward", "input-added")
def tower_with_shortcuts(x, a0, parameters, cell=RNN):
    a, caches = x, []
    for k, (state, layer) in enumerate(zip(a0, parameters["layers"])):
        out, c = hidden_states(a, state, layer, cell)
        a = out if k == 0 else a + out
        caches.append(c)
    return a, predicted(a, parameters), caches


@attempt("deep_rnn_forward", "no-softmax")
def tower_that_returns_scores(x, a0, parameters, cell=RNN):
    caches = []
    for state, layer in zip(a0, parameters["layers"]):
        x, c = hidden_states(x, state, layer, cell)
        caches.append(c)
    return x, np.einsum("ya,amt->ymt", parameters["Wya"], x) + parameters["by"][:, :, None], caches


@attempt("deep_rnn_forward", "states-of-all-layers")
def tower_that_returns_every_floor(x, a0, parameters, cell=RNN):
    everything, caches, a = [], [], x
    for state, layer in zip(a0, parameters["layers"]):
        a, c = hidden_states(a, state, layer, cell)
        everything.append(a)
        caches.append(c)
    return everything, predicted(a, parameters), caches


@attempt("deep_rnn_forward")
def tower_that_takes_the_list_for_an_array(x, a0, parameters, cell=RNN):
    a, caches = hidden_states(x, a0, parameters["layers"], cell)
    return a, predicted(a, parameters), [caches]


@attempt("deep_rnn_forward", "bias-without-its-axis")
def tower_with_a_bias_of_two_axes(x, a0, parameters, cell=RNN):
    caches = []
    for k in range(len(a0)):
        x, c = hidden_states(x, a0[k], parameters["layers"][k], cell)
        caches.append(c)
    return x, softmax(np.tensordot(parameters["Wya"], x, 1) + parameters["by"]), caches


@attempt("deep_rnn_forward", "matrix-product-with-three-axes")
def tower_with_a_plain_product_on_top(x, a0, parameters, cell=RNN):
    caches, Wya, by = [], parameters["Wya"], parameters["by"]
    for state, layer in zip(a0, parameters["layers"]):
        x, c = hidden_states(x, state, layer, cell)
        caches.append(c)
    return x, softmax(Wya @ x + by), caches


# deep_rnn_backward -----------------------------------------------------------------------------


@attempt("deep_rnn_backward", "layers-walked-upwards")
def down_but_up(da, caches, cell=RNN):
    da0, layers = [], []
    for cache in caches:
        gradients = cell.backward(da, cache)
        da = gradients["dx"]
        da0.append(gradients["da0"])
        layers.append(gradients)
    return {"dx": da, "da0": da0, "layers": layers}


@attempt("deep_rnn_backward", "da-for-every-layer")
def down_with_the_loss_everywhere(da, caches, cell=RNN):
    results = [cell.backward(da, cache) for cache in caches]
    return {"dx": results[0]["dx"], "da0": [r["da0"] for r in results], "layers": results}


@attempt("deep_rnn_backward", "da-added-on-the-way-down")
def down_with_the_loss_added(da, caches, cell=RNN):
    L = len(caches)
    da0, layers, gradient = [0] * L, [0] * L, 0
    for k in range(L - 1, -1, -1):
        layers[k] = cell.backward(gradient + da, caches[k])
        gradient, da0[k] = layers[k]["dx"], layers[k]["da0"]
    return {"dx": gradient, "da0": da0, "layers": layers}


@attempt("deep_rnn_backward", "lists-from-the-top")
def down_and_appended(da, caches, cell=RNN):
    da0, layers = [], []
    for cache in reversed(caches):
        gradients = cell.backward(da, cache)
        da = gradients.pop("dx")
        da0.append(gradients.pop("da0"))
        layers.append(gradients)
    return {"dx": da, "da0": da0, "layers": layers}


@attempt("deep_rnn_backward", "layers-from-the-top")
def down_with_one_list_turned_round(da, caches, cell=RNN):
    results = []
    for cache in reversed(caches):
        results.append(cell.backward(da, cache))
        da = results[-1]["dx"]
    return {"dx": da, "da0": [r["da0"] for r in results][::-1], "layers": results}


@attempt("deep_rnn_backward", "dx-of-the-top-layer")
def down_with_the_first_dx(da, caches, cell=RNN):
    gradients, results = None, []
    for cache in reversed(caches):
        gradients = cell.backward(da if gradients is None else gradients["dx"], cache)
        results = [gradients] + results
    return {"dx": results[-1]["dx"], "da0": [r["da0"] for r in results], "layers": results}


@attempt("deep_rnn_backward", "dx-added-up")
def down_with_a_sum_of_dx(da, caches, cell=RNN):
    results = []
    for cache in reversed(caches):
        results.insert(0, cell.backward(da, cache))
        da = results[0]["dx"]
    return {"dx": sum(r["dx"] for r in results), "da0": [r["da0"] for r in results], "layers": results}


@attempt("deep_rnn_backward", "caches-of-the-top-for-all")
def down_through_one_cache(da, caches, cell=RNN):
    results, top = [], caches[-1]
    for _ in caches:
        results.insert(0, cell.backward(da, top))
        da = results[0]["dx"]
    return {"dx": da, "da0": [r["da0"] for r in results], "layers": results}


@attempt("deep_rnn_backward", "caches-in-reverse-order")
def down_with_caches_from_the_wrong_end(da, caches, cell=RNN):
    L, results = len(caches), {}
    for k, cache in zip(reversed(range(L)), caches):
        results[k] = cell.backward(da, cache)
        da = results[k]["dx"]
    return {"dx": da, "da0": [results[k]["da0"] for k in range(L)], "layers": [results[k] for k in range(L)]}


@attempt("deep_rnn_backward", "da0-of-one-layer")
def down_with_the_last_da0(da, caches, cell=RNN):
    layers = []
    for cache in reversed(caches):
        gradients = cell.backward(da, cache)
        da = gradients["dx"]
        layers.insert(0, gradients)
    return {"dx": da, "da0": gradients["da0"], "layers": layers}


@attempt("deep_rnn_backward", "same-gradients-for-all")
def down_with_one_dict_filled_again_and_again(da, caches, cell=RNN):
    """The list holds the same dict several times."""
    da0, layers, one = [], [], {}
    for cache in reversed(caches):
        one.update(cell.backward(da, cache))
        da = one["dx"]
        da0.insert(0, one["da0"])
        layers.insert(0, one)
    return {"dx": da, "da0": da0, "layers": layers}


@attempt("deep_rnn_backward", "gradients-added-up")
def down_with_shared_weights(da, caches, cell=RNN):
    da0, total = [], {}
    for cache in reversed(caches):
        gradients = cell.backward(da, cache)
        da = gradients.pop("dx")
        da0.insert(0, gradients.pop("da0"))
        for name, value in gradients.items():
            total[name] = total.get(name, 0) + value
    return {"dx": da, "da0": da0, "layers": [total] * len(caches)}


@attempt("deep_rnn_backward", "nothing-handed-down")
def down_that_takes_dx_out_and_drops_it(da, caches, cell=RNN):
    da0, layers = [], []
    for cache in caches:
        gradients = cell.backward(da, cache)
        dx, state = gradients.pop("dx"), gradients.pop("da0")
        da0.append(state)
        layers.append(gradients)
    return {"dx": da, "da0": da0, "layers": layers}


@attempt("deep_rnn_backward", "cell-left-out")
def down_through_rnns_only(da, caches, cell=RNN):
    from rnn_utils import rnn_backward

    da0, layers = [], []
    for cache in caches[::-1]:
        gradients = rnn_backward(da, cache)
        da = gradients.pop("dx")
        da0 = [gradients.pop("da0")] + da0
        layers = [gradients] + layers
    return {"dx": da, "da0": da0, "layers": layers}


@attempt("deep_rnn_backward", "handed-down-one-step-early")
def down_with_the_slip_of_a_formula(da, caches, cell=RNN):
    """As if a[2]⟨3⟩ came from a[1]⟨2⟩."""
    results = []
    for k, cache in enumerate(reversed(caches)):
        results.insert(0, cell.backward(da, cache))
        da = results[0]["dx"]
        if k < len(caches) - 1:
            early = np.zeros_like(da)
            early[:, :, :-1] = da[:, :, 1:]
            da = early
    return {"dx": da, "da0": [r["da0"] for r in results], "layers": results}


@attempt("deep_rnn_backward", "all-caches-for-a-layer")
def down_with_all_the_caches_at_once(da, caches, cell=RNN):
    results = []
    for _ in caches:
        results.insert(0, cell.backward(da, caches))
        da = results[0]["dx"]
    return {"dx": da, "da0": [r["da0"] for r in results], "layers": results}


@attempt("deep_rnn_backward", "wrong-items")
def down_that_forgets_to_stop_early(da, caches, cell=RNN):
    """Only the two upper layers' gradients are in the lists."""
    results = []
    for cache in reversed(caches):
        results.insert(0, cell.backward(da, cache))
        da = results[0]["dx"]
    return {"dx": da, "da0": [r["da0"] for r in results], "layers": results[1:]}


@attempt("deep_rnn_backward", "missing-key")
def down_with_other_names(da, caches, cell=RNN):
    results = []
    for cache in reversed(caches):
        results.insert(0, cell.backward(da, cache))
        da = results[0]["dx"]
    return {"dx": da, "da0": [r["da0"] for r in results], "dlayers": results}


@attempt("deep_rnn_backward", "wrong-results")
def down_with_a_tuple(da, caches, cell=RNN):
    results = []
    for cache in reversed(caches):
        results.insert(0, cell.backward(da, cache))
        da = results[0]["dx"]
    return da, [r["da0"] for r in results], results


@attempt("deep_rnn_backward", "dx-added-to-what-came-in")
def back_that_adds_two_gradients_up(da, caches, cell=RNN):
    L = len(caches)
    da0, layers, into = [None] * L, [None] * L, da
    for k in range(L - 1, -1, -1):
        gradients = cell.backward(into, caches[k])
        into = into + gradients.pop("dx")
        da0[k], layers[k] = gradients.pop("da0"), gradients
    return {"dx": into, "da0": da0, "layers": layers}


@attempt("deep_rnn_backward", "da-added-at-every-layer")
def back_with_the_loss_in_every_layer(da, caches, cell=RNN):
    L = len(caches)
    da0, layers, into = [None] * L, [None] * L, np.zeros_like(da)
    into = into + da
    for k in range(L - 1, -1, -1):
        gradients = cell.backward(into + da, caches[k])
        into, da0[k] = gradients.pop("dx"), gradients.pop("da0")
        layers[k] = gradients
    return {"dx": into, "da0": da0, "layers": layers}


@attempt("deep_rnn_backward", "caches-of-the-layer-below")
def back_with_an_index_too_low(da, caches, cell=RNN):
    L, into = len(caches), da
    da0, layers = [None] * L, [None] * L
    for k in range(L - 1, -1, -1):
        layers[k] = cell.backward(into, caches[k - 1])
        into, da0[k] = layers[k].pop("dx"), layers[k].pop("da0")
    return {"dx": into, "da0": da0, "layers": layers}


@attempt("deep_rnn_forward", "prediction-from-x")
def tower_that_predicts_from_x(x, a0, parameters, cell=RNN):
    a, caches = x, []
    for state, layer in zip(a0, parameters["layers"]):
        a, c = hidden_states(a, state, layer, cell)
        caches.append(c)
    z = np.tensordot(parameters["Wya"], x, axes=1) + parameters["by"][:, :, None]
    return a, softmax(z), caches


@attempt("deep_rnn_forward", "cell-forward-for-hidden-states")
def tower_of_whole_passes(x, a0, parameters, cell=RNN):
    a, caches = x, []
    for state, layer in zip(a0, parameters["layers"]):
        a, _, c = cell.forward(a, state, layer)
        caches.append(c)
    return a, predicted(a, parameters), caches
