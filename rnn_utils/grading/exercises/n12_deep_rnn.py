"""Notebook 12: one layer on top of the other, and back down through all of them."""
from dataclasses import dataclass

import numpy as np

from rnn_utils.bidirectional import bidirectional
from rnn_utils.cells import GRU, RNN, initialize_hidden
from rnn_utils.deep import deep_rnn_backward, deep_rnn_forward
from rnn_utils.grading.exercise import Case, Exercise, Law, Option, Question, mistake
from rnn_utils.grading.exercises.common import rnn_parameters
from rnn_utils.grading.results import Array, ByUse, Problem, as_array

NOTEBOOK = "12_deep_rnn"
SIZES, CELLS = "layers of different sizes", "other cells"
MOST = 3                                         # layers in a case
GRADIENTS = {"RNN": ("dWax", "dWaa", "dba"), "GRU": ("dWu", "dbu", "dWr", "dbr", "dWc", "dbc")}


# ---- upwards --------------------------------------------------------------------------------------

def _arguments(rng, n_x, units, n_y, m, T_x, cell=RNN):
    """x, a0 and parameters of a random deep network, all biases and first states nonzero."""
    layers, inputs = [], n_x
    for n_a in units:
        layer = initialize_hidden(inputs, n_a, rng, cell)
        layers.append({name: value + 0.4 * rng.standard_normal(value.shape) for name, value in layer.items()})
        inputs = n_a
    output = rnn_parameters(rng, n_x, units[-1], n_y)
    return {"x": rng.standard_normal((n_x, m, T_x)), "a0": [rng.uniform(-1, 1, (n_a, m)) for n_a in units],
            "parameters": {"layers": layers, "Wya": output["Wya"], "by": output["by"]}}


def _both_ways(rng, n_x, n_a, n_y, m, T_x):
    """The same with two layers of two directions each."""
    one, other = (_arguments(rng, inputs, [n_a], n_y, m, T_x) for inputs in (n_x, n_x))
    upper, upper_other = (_arguments(rng, 2 * n_a, [n_a], n_y, m, T_x) for _ in range(2))
    layers = [{"forward": there["parameters"]["layers"][0], "backward": back["parameters"]["layers"][0]}
              for there, back in ((one, other), (upper, upper_other))]
    Wya = np.concatenate([one["parameters"]["Wya"], other["parameters"]["Wya"]], axis=1)
    return {"x": one["x"], "a0": [(one["a0"][0], other["a0"][0]), (upper["a0"][0], upper_other["a0"][0])],
            "parameters": {"layers": layers, "Wya": Wya, "by": one["parameters"]["by"]}}


def _forward_cases(rng):
    def case(n_x, units, n_y, m, T_x, note="", part=""):
        return Case(_arguments(rng, n_x, units, n_y, m, T_x), note, part)

    def other(arguments, cell):
        return Case(arguments | {"cell": cell}, f"layers of {cell.name}s", CELLS, may_change=("cell",))

    # where all layers are of one size, a wrong connection gives wrong numbers, not an exception
    return [case(5, [5, 5, 5], 3, 4, 6), case(4, [4, 4], 5, 2, 7), case(5, [5, 5, 5], 2, 1, 4, "m = 1"),
            case(4, [4, 4, 4], 3, 5, 1, "T_x = 1"), case(6, [4], 3, 2, 5, "a single layer"),
            case(3, [5, 4, 6], 2, 4, 5, SIZES, SIZES), case(6, [4, 2], 3, 5, 4, SIZES, SIZES),
            other(_arguments(rng, 4, [4, 4, 4], 3, 2, 5, GRU), GRU),
            other(_both_ways(rng, 3, 4, 2, 5, 6), bidirectional(RNN))]


def _vector(arrays):
    """All their numbers in one array; an empty one for a layer that a case does not have."""
    return np.concatenate([np.ravel(array) for array in arrays] or [np.zeros(0)])


def _numbers(tree):
    if isinstance(tree, np.ndarray):
        return np.ravel(tree)
    return _vector([_numbers(tree[key]) for key in sorted(tree)] if isinstance(tree, dict) else map(_numbers, tree))


def _back(caches, arguments):
    """The gradients that the library makes of these caches, for a fixed da."""
    top = arguments["a0"][-1]
    shape = len(np.vstack(top) if isinstance(top, tuple) else top), *arguments["x"].shape[1:]
    da = np.cos(np.arange(np.prod(shape), dtype=float)).reshape(shape)
    if not isinstance(caches, (list, tuple)) or len(caches) != len(arguments["a0"]):
        has = f"has {len(caches)} items" if isinstance(caches, (list, tuple)) else "is no list"
        raise ValueError(f"it {has}; expected the caches of each layer, {len(arguments['a0'])} items")
    gradients = deep_rnn_backward(da, caches, arguments.get("cell", RNN))
    layers = [_numbers([gradients["da0"][k], gradients["layers"][k]]) for k in range(len(caches))]
    layers += [np.zeros(0)] * (MOST - len(layers))
    return {"dx": gradients["dx"]} | {f"gradients of layer {k + 1}": layers[k] for k in range(MOST)}


_LOOP = 'zip(a0, parameters["layers"])'
_LAYER = "a, caches_layer = hidden_states(a, a0_layer, layer, cell)"
_KEEP = "caches.append(caches_layer)"
_Z = 'z = np.tensordot(parameters["Wya"], a, axes=1) + parameters["by"][:, :, None]'
_SOFTMAX = "y_pred = softmax(z)"
_CALL = "hidden_states(a, a0_layer, layer, cell)"


def _layer_with(old, new):
    return _LAYER, _LAYER.replace(old, new)


DEEP_RNN_FORWARD = Exercise(
    answer=deep_rnn_forward,
    notebook=NOTEBOOK,
    outputs=(Array("a", "n_a m T_x"), Array("y_pred", "n_y m T_x"),
             ByUse("caches", (Array("dx", "n_x m T_x"), *(Array(f"gradients of layer {k + 1}") for k in range(MOST))),
                   _back, "deep_rnn_backward")),
    points={"a": 3, "y_pred": 2, "caches": 2, SIZES: 1, CELLS: 1, "form": 1},
    cases=_forward_cases,
    blanks=("a =", "a, caches_layer =", "z =", "y_pred ="),
    laws=(Law("each column sums to 1", lambda values, arguments: np.allclose(np.sum(values["y_pred"], axis=0), 1),
              "the probabilities of a step do not sum to 1"),),
    mistakes=(
        mistake("every-layer-fed-with-x", "Every layer reads x. Only the lowest does; each other layer reads the states "
                "of the layer below it.", _layer_with("(a,", "(x,")),
        mistake("one-set-of-weights", "All layers use the weights of the first; each has a set of its own in "
                '`parameters["layers"]`.', _layer_with(" layer,", ' parameters["layers"][0],')),
        mistake("top-weights-for-all", "All layers use the weights of the top one; each has a set of its own in "
                '`parameters["layers"]`.', _layer_with(" layer,", ' parameters["layers"][-1],')),
        mistake("first-a0-for-all", "All layers start from the a0 of the first; `a0` is a list with a state for each "
                "layer.", _layer_with("a0_layer,", "a0[0],")),
        mistake("top-a0-for-all", "All layers start from the a0 of the top one; `a0` is a list with a state for each "
                "layer.", _layer_with("a0_layer,", "a0[-1],")),
        mistake("a0-never-used", "`a0` is never used: each layer starts from its own state in that list.",
                _layer_with("a0_layer,", "tuple(map(np.zeros_like, a0_layer)) if isinstance(a0_layer, tuple) "
                                         "else np.zeros_like(a0_layer),")),
        mistake("layers-from-the-top", "You walk through the layers from the top to the bottom; x goes into the first "
                "of the list, which is the lowest.", (_LOOP, 'zip(a0[::-1], parameters["layers"][::-1])')),
        mistake("weights-in-reverse-order", "Each layer has its own a0, but the weights are taken in reverse order: "
                "both lists begin with the lowest layer.", (_LOOP, 'zip(a0, parameters["layers"][::-1])')),
        mistake("a0-in-reverse-order", "Each layer has its own weights, but the states a0 are taken in reverse order: "
                "both lists begin with the lowest layer.", (_LOOP, 'zip(a0[::-1], parameters["layers"])')),
        mistake("last-state-handed-up", "Each layer above the first starts from the last state of the one below; it "
                "starts from a state of its own, in `a0`.",
                (_LAYER, _LAYER.replace("a0_layer,", "a[:, :, -1] if caches else a0_layer,"))),
        mistake("one-step-late", "A layer reads, at step t, the state that the layer below had at step t − 1. It should "
                "read that of the same step t: a[1]⟨3⟩ goes into a[2]⟨3⟩.",
                (_LAYER, "below = a if not caches else np.concatenate([before[:, :, None], a[:, :, :-1]], axis=2)\n"
                         "        before = np.vstack(a0_layer) if isinstance(a0_layer, tuple) else a0_layer\n"
                         "        " + _LAYER.replace("(a,", "(below,"))),
        mistake("last-step-alone-goes-up", "Each layer hands up its last state only, the same for all steps; the "
                "layer above needs the state of every step.",
                (_LAYER, _LAYER.replace("(a,", "(a if not caches else np.repeat(a[:, :, -1:], x.shape[2], axis=2),"))),
        mistake("first-step-alone-goes-up", "Each layer hands up its first state only, the same for all steps; the "
                "layer above needs the state of every step.",
                (_LAYER, _LAYER.replace("(a,", "(a if not caches else np.repeat(a[:, :, :1], x.shape[2], axis=2),"))),
        mistake("predictions-go-up", "A layer hands a softmax of its states to the one above; what goes up are the "
                "states themselves.", (_LAYER, _LAYER.replace("(a,", "(softmax(a) if caches else a,"))),
        mistake("second-tanh-between", "There is a tanh between the layers. The cell has one inside already: its states "
                "go up as they are.", (_LAYER, _LAYER.replace("(a,", "(np.tanh(a) if caches else a,"))),
        mistake("input-added", "You add what went into a layer to what comes out of it. That is a residual network, "
                "another design; here, the states alone go up.",
                (_LAYER, _LAYER.replace("a, caches", "a_layer, caches") + "\n        a = a + a_layer if caches else a_layer")),
        mistake("starts-from-a0", "What goes into the lowest layer is a0, and it should be x. The states of a0 come in "
                "from the left, as the second argument of `hidden_states`.", ("a = x", "a = a0[0]")),
        mistake("all-parameters-for-a-layer", "`hidden_states` gets the parameters of the whole network; give it those "
                "of this layer.", _layer_with(" layer,", " parameters,")),
        mistake("all-a0-for-a-layer", "`hidden_states` gets the whole list `a0`; give it the state of this layer.",
                _layer_with("a0_layer,", "a0,")),
        mistake("top-layer-left-out", "The top layer is left out: the loop runs over all layers.",
                (_LOOP, 'list(zip(a0, parameters["layers"]))[:max(1, len(a0) - 1)]')),
        mistake("lowest-layer-left-out", "The lowest layer is left out, and the second one reads x: the loop runs over "
                "all layers.", (_LOOP, 'list(zip(a0, parameters["layers"]))[len(a0) > 1:]')),
        mistake("lowest-layer-alone", "Only the lowest layer is run: the loop ends, or the function returns, after one "
                "round.", (_KEEP, _KEEP + "\n        break")),
        mistake("cell-left-out", "`cell` is not handed on, so every layer is taken for an RNN: `hidden_states` needs it "
                "as its last argument.", (_CALL, _CALL.replace(", cell", ""))),
        mistake("prediction-from-the-lowest-layer", "The prediction is made from the states of the lowest layer; only "
                "the top one predicts.",
                (_KEEP, _KEEP + "\n        lowest = a if len(caches) == 1 else lowest"),
                (_Z, _Z.replace("a, axes", "lowest, axes"))),
        mistake("prediction-from-all-layers", "The prediction is made from the states of all layers together; only the "
                "top one predicts.", ("caches = []", "caches, everything = [], 0"),
                (_KEEP, _KEEP + "\n        everything = everything + a"), (_Z, _Z.replace("a, axes", "everything, axes"))),
        mistake("mean-of-all-layers", "The prediction is made from the mean of all layers' states; only the top one "
                "predicts.", ("caches = []", "caches, everything = [], 0"),
                (_KEEP, _KEEP + "\n        everything = everything + a"),
                (_Z, _Z.replace("a, axes", "everything / len(caches), axes"))),
        mistake("prediction-from-x", "The prediction is made from x; make it from the states of the top layer.",
                (_Z, _Z.replace("a, axes", "x, axes"))),
        mistake("cell-forward-for-hidden-states", "`cell.forward` predicts at every step, and a layer has no output "
                "layer for that: `hidden_states` runs the cell without predictions.",
                (_LAYER, "a, y_layer, caches_layer = cell.forward(a, a0_layer, layer)")),
        mistake("prediction-from-the-layer-below", "The prediction is made from the states that went into the top "
                "layer; make it from those that come out.", (_LAYER, "below = a\n        " + _LAYER),
                (_Z, _Z.replace("a, axes", "below if len(caches) > 1 else a, axes"))),
        mistake("states-of-the-lowest-layer", "The prediction is right, but `a` should hold the states of the top layer, "
                "not those of the lowest.", (_KEEP, _KEEP + "\n        lowest = a if len(caches) == 1 else lowest"),
                ("return a,", "return lowest,")),
        mistake("states-of-all-layers", "The states of all layers are returned; `a` should hold those of the top layer "
                "alone.", ("caches = []", "caches, states = [], []"), (_KEEP, _KEEP + "\n        states.append(a)"),
                ("return a,", "return states,")),
        mistake("no-softmax", "The softmax is missing: y_pred is made of probabilities.", (_SOFTMAX, "y_pred = z")),
        mistake("no-output-bias", "The bias `by` is missing from z.", (' + parameters["by"][:, :, None]', "")),
        mistake("matrix-product-with-three-axes", "`@` takes the last two axes of `a`, the examples and the steps, for its "
                "matrix. The sum goes over the units, axis 0: `np.tensordot(…, …, axes=1)` does that for all steps at "
                "once.", (_Z, _Z.replace('np.tensordot(parameters["Wya"], a, axes=1)', 'parameters["Wya"] @ a'))),
        mistake("bias-without-its-axis", "`by` is (n_y, 1) and z has three axes; without a third axis, `[:, :, None]`, "
                "the bias is added along the wrong ones.", ("[:, :, None]", "")),
        mistake("softmax-over-the-examples", "The softmax is taken over the examples; at each step it goes over the "
                "output units, axis 0.", (_SOFTMAX, "y_pred = softmax(z.transpose(1, 0, 2)).transpose(1, 0, 2)")),
        mistake("caches-of-the-top-layer-alone", "The caches of the top layer alone are returned; the way back needs "
                "those of every layer, in a list.", ("y_pred, caches", "y_pred, caches_layer")),
        mistake("caches-of-the-first-for-all", "The caches of the first layer are stored for every layer; each has its "
                "own.", (_KEEP, "caches.append(caches[0] if caches else caches_layer)")),
        mistake("caches-of-the-top-for-all", "The caches of the top layer are stored for every layer; each has its "
                "own.", ("y_pred, caches", "y_pred, [caches_layer] * len(caches)")),
        mistake("caches-from-the-top", "The list of caches begins with the top layer; it should begin with the lowest, "
                "as all the other lists.", (_KEEP, "caches.insert(0, caches_layer)")),
        mistake("caches-in-one-long-list", "The caches of all the layers are put into one long list; keep those of each "
                "layer together: append, don't extend.", (_KEEP, "caches.extend(caches_layer)")),
    ),
)


# ---- and back down --------------------------------------------------------------------------------

@dataclass(frozen=True)
class Tower:
    """{"dx": …, "da0": […], "layers": [{…}, …]}; a layer's gradients are one leaf, as `cell.backward` gives them."""

    name: str

    def collect(self, value, arguments):
        L, names = len(arguments["caches"]), GRADIENTS[arguments.get("cell", RNN).name]
        if not isinstance(value, dict):
            problem = Problem("should be a dict with the keys dx, da0, layers", "wrong-results", self.name)
            return {leaf: problem for leaf in self.leaves()}
        found = {"dx": as_array(value["dx"]) if "dx" in value else self._missing("dx")}
        for key, one in (("da0", as_array), ("layers", lambda layer: _layer_gradients(layer, names))):
            items = value.get(key)
            if isinstance(items, np.ndarray) and items.ndim == 3:        # stacked layers of one size
                items = list(items)
            if not isinstance(items, (list, tuple)) or len(items) != L:
                has = f"has {len(items)} items" if isinstance(items, (list, tuple)) else "is no list"
                problem = Problem(f"{has}; expected one for each of the {L} layers", "wrong-items", key) \
                    if key in value else self._missing(key)
                items, one = [problem] * L, lambda problem: problem
            found |= {f"{key}[{k}]": one(items[k]) if k < L else np.zeros(0) for k in range(MOST)}
        return found

    def _missing(self, key):
        return Problem(f"is missing: `{self.name}` needs the keys dx, da0, layers", "missing-key", key)

    def leaves(self):
        return {"dx": Array("dx", "n_x m T_x")} | {f"da0[{k}]": Array(f"da0[{k}]", "n_a m") for k in range(MOST)} \
            | {f"layers[{k}]": Array(f"layers[{k}]") for k in range(MOST)}


def _layer_gradients(layer, names):
    """The gradients of a layer's parameters in one array, or the Problem with the first that is none."""
    if not isinstance(layer, dict):
        return as_array(layer) if layer is None or layer is ... else \
            Problem("is no dict with the gradients of that layer's parameters", "wrong-items")
    arrays = [as_array(layer[name]) if name in layer else Problem(f"has no key '{name}'", "missing-key")
              for name in names]
    return next((array for array in arrays if isinstance(array, Problem)), None) or _vector(arrays)


def _backward_cases(rng):
    def case(n_x, units, n_y, m, T_x, note="", part="", cell=None):
        arguments = _arguments(rng, n_x, units, n_y, m, T_x, cell or RNN)
        caches = deep_rnn_forward(**arguments, cell=cell or RNN)[2]
        return Case({"da": rng.standard_normal((units[-1], m, T_x)), "caches": caches} | ({"cell": cell} if cell else {}),
                    note, part, may_change=("cell",))

    return [case(5, [5, 5, 5], 3, 4, 6), case(4, [4, 4], 5, 2, 7), case(5, [5, 5, 5], 2, 1, 4, "m = 1"),
            case(4, [4, 4, 4], 3, 5, 1, "T_x = 1"), case(6, [4], 3, 2, 5, "a single layer"),
            case(3, [5, 4, 6], 2, 4, 5, SIZES, SIZES), case(6, [4, 2], 3, 5, 4, SIZES, SIZES),
            case(4, [4, 4, 4], 3, 2, 5, "layers of GRUs", CELLS, GRU)]


_DOWN = "for k in reversed(range(L)):"
_PASS = "layer = cell.backward(da_layer, caches[k])"
_HAND = 'da_layer = layer.pop("dx")'
_STATE = 'da0[k] = layer.pop("da0")'
_STORE = "layers[k] = layer"
_RETURN = 'return {"dx": da_layer, "da0": da0, "layers": layers}'

DEEP_RNN_BACKWARD = Exercise(
    answer=deep_rnn_backward,
    notebook=NOTEBOOK,
    outputs=(Tower("gradients"),),
    points={"dx": 1} | {f"{key}[{k}]": 1 for key in ("da0", "layers") for k in range(MOST)}
    | {SIZES: 1, CELLS: 1, "form": 1},
    cases=_backward_cases,
    blanks=("da_layer =", "layer =", "da0[k] ="),
    mistakes=(
        mistake("layers-walked-upwards", "You walk through the layers upwards, from the lowest to the top. On the way "
                "back the top layer comes first: the loss is up there.", (_DOWN, "for k in range(L):")),
        mistake("da-for-every-layer", "Every layer gets `da`, the gradient from the loss. Only the top one does; each "
                "other layer gets the dx of the layer above it.", (_PASS, _PASS.replace("da_layer", "da"))),
        mistake("nothing-handed-down", "The dx of a layer is not handed down: it is the gradient of the states of the "
                "layer below.", (_HAND, 'layer.pop("dx")')),
        mistake("zeros-handed-down", "The layers below the top one get zeros; each gets the dx of the layer above it.",
                (_PASS, _PASS.replace("da_layer", "da_layer if k == L - 1 else np.zeros_like(da_layer)"))),
        mistake("da-added-on-the-way-down", "You add `da` to what goes down from layer to layer. The losses look at the "
                "top layer alone, so `da` comes in once, up there.", (_HAND, _HAND + " + (da if k else 0)")),
        mistake("da-added-at-every-layer", "You add `da` to what goes into a layer. The losses look at the top layer "
                "alone, so `da` comes in once, up there.", (_PASS, _PASS.replace("da_layer", "da_layer + da"))),
        mistake("dx-added-to-what-came-in", "You add the dx of a layer to what came into it from above. The two "
                "gradients that meet are added within `cell.backward`; what goes down is dx alone.",
                (_HAND, 'da_layer = da_layer + layer.pop("dx")')),
        mistake("dx-of-the-top-layer", "You return the dx of the top layer. It belongs to the states below it; x went "
                "into the lowest layer.", (_HAND, _HAND + "\n        dx = da_layer if k == L - 1 else dx"),
                (_RETURN, _RETURN.replace("da_layer", "dx"))),
        mistake("da-returned-as-dx", "What you return as dx is `da`, the gradient that came in at the top.",
                (_RETURN, _RETURN.replace("da_layer", "da"))),
        mistake("dx-added-up", "You add up the dx of all layers. Each goes to the layer below; only that of the lowest "
                "layer belongs to x.", ("da_layer = da\n", "da_layer, dx = da, 0\n"), (_HAND, _HAND + "\n        dx = dx + da_layer"),
                (_RETURN, _RETURN.replace("da_layer", "dx"))),
        mistake("caches-of-the-top-for-all", "Every layer goes back through the caches of the top one; each has its own, "
                "`caches[k]`.", (_PASS, _PASS.replace("[k]", "[-1]"))),
        mistake("caches-of-the-first-for-all", "Every layer goes back through the caches of the lowest one; each has its "
                "own, `caches[k]`.", (_PASS, _PASS.replace("[k]", "[0]"))),
        mistake("caches-of-the-layer-below", "Each layer goes back through the caches of the one below, "
                "`caches[k - 1]`; its own are `caches[k]`.", (_PASS, _PASS.replace("[k]", "[k - 1]"))),
        mistake("caches-in-reverse-order", "The caches are taken from the wrong end: the first item belongs to the lowest "
                "layer, k = 0.", (_PASS, _PASS.replace("[k]", "[L - 1 - k]"))),
        mistake("all-caches-for-a-layer", "`cell.backward` gets the caches of all the layers; give it those of this layer, "
                "`caches[k]`.", (_PASS, _PASS.replace("[k]", ""))),
        mistake("whole-dict-handed-down", "The whole dict of gradients is handed down; only its dx goes to the layer "
                "below.", (_HAND, "da_layer = layer")),
        mistake("lists-from-the-top", "The lists begin with the top layer, in the order in which you went through them. "
                "They should begin with the lowest.", (_STATE, _STATE.replace("[k]", "[L - 1 - k]")),
                (_STORE, "layers[L - 1 - k] = layer")),
        mistake("da0-from-the-top", "The list `da0` begins with the top layer; it should begin with the lowest, as a0 "
                "does.", (_STATE, _STATE.replace("[k]", "[L - 1 - k]"))),
        mistake("layers-from-the-top", 'The list "layers" begins with the top layer; it should begin with the lowest, as '
                "the parameters do.", (_STORE, "layers[L - 1 - k] = layer")),
        mistake("one-da0-for-all", "The same da0 stands there for every layer, that of the lowest; each layer started "
                "from a state of its own.", (_RETURN, _RETURN.replace('"da0": da0', '"da0": [da0[0]] * L'))),
        mistake("da0-of-the-top-for-all", "The same da0 stands there for every layer, that of the top one; each layer "
                "started from a state of its own.", (_RETURN, _RETURN.replace('"da0": da0', '"da0": [da0[-1]] * L'))),
        mistake("da0-added-up", "The da0 of the layers are added up; each layer started from a state of its own, so each "
                "keeps its own da0.", (_RETURN, _RETURN.replace('"da0": da0', '"da0": [sum(da0)] * L'))),
        mistake("da0-of-one-layer", "`da0` is that of a single layer; it should be a list with one for each layer, the "
                "lowest first.", (_RETURN, _RETURN.replace('"da0": da0', '"da0": da0[0]'))),
        mistake("same-gradients-for-all", "The gradients of the lowest layer are returned for every layer; each has "
                "weights of its own.", (_RETURN, _RETURN.replace("layers}", "[layers[0]] * L}"))),
        mistake("top-gradients-for-all", "The gradients of the top layer are returned for every layer; each has weights "
                "of its own.", (_RETURN, _RETURN.replace("layers}", "[layers[-1]] * L}"))),
        mistake("gradients-added-up", "The gradients of all layers are added up, as if they shared their weights; each "
                "layer has a set of its own.",
                (_RETURN, "total = {name: sum(each[name] for each in layers[::-1]) for name in layers[0]}\n"
                          "    " + _RETURN.replace("layers}", "[total] * L}"))),
        mistake("da0-handed-down", "The layer below gets da0, and dx is kept as da0: it is dx that belongs to the states "
                "of the layer below, one for each step.", (_HAND, 'da_layer = layer.pop("da0")'),
                (_STATE, 'da0[k] = layer.pop("dx")')),
        mistake("last-step-alone-goes-down", "Only the last step of dx goes down to the next layer. Each step of a layer "
                "was an input of the one above, so all steps go down.",
                (_PASS, _PASS.replace("da_layer", "da_layer if k == L - 1 else da_layer * (np.arange(da.shape[2]) "
                                                  "== da.shape[2] - 1)"))),
        mistake("handed-down-one-step-early", "What goes down from step t arrives at step t − 1 of the layer below. It "
                "belongs to the same step t: a[1]⟨3⟩ went into a[2]⟨3⟩.",
                (_PASS, "below = da_layer\n        if k < L - 1:\n"
                        "            below = np.concatenate([da_layer[:, :, 1:], np.zeros_like(da_layer[:, :, :1])], 2)\n"
                        "        " + _PASS.replace("da_layer", "below"))),
        mistake("mean-over-the-layers", "What goes down is divided by the number of layers; nothing is averaged here, a "
                "gradient goes down whole.", (_HAND, _HAND + " / L")),
        mistake("lowest-layer-left-out", "The lowest layer is left out: the loop goes down to k = 0.",
                (_DOWN, "for k in reversed(range(L > 1, L)):")),
        mistake("top-layer-left-out", "The top layer is left out, and `da` goes into the one below it: the loop begins "
                "with k = L − 1.", (_DOWN, "for k in reversed(range(max(1, L - 1))):")),
        mistake("cell-left-out", "`cell` is not used, so every layer is taken for an RNN: go back with `cell.backward`.",
                (_PASS, _PASS.replace("cell.", "RNN."))),
    ),
)

EXERCISES = (DEEP_RNN_FORWARD, DEEP_RNN_BACKWARD)
QUESTIONS = (
    Question("what-goes-into-a-cell", NOTEBOOK, {
        "a": Option(False, "x⟨4⟩ goes into layer 1 only. What layer 3 knows of it, it knows from the layers below."),
        "b": Option(False, "Almost: a[3]⟨3⟩ comes from the left. But from below comes the state of the same step, a[2]⟨4⟩; "
                           "it is ready by then, for the layers are run one after the other."),
        "c": Option(True, "Yes: its own state of the step before, from the left, and the state of the layer below of the "
                          "same step."),
    }),
    Question("where-the-gradient-comes-from", NOTEBOOK, {
        "a": Option(False, "The loss looks at the top layer alone. A lower state has an effect on it only by way of the "
                           "states that read it."),
        "b": Option(True, "Yes: the state was read twice, by its own layer one step later, and by the layer above at the "
                          "same step. Two effects, so two gradients are added."),
        "c": Option(False, "That is half of it, and the half you know from notebook 05. Who else has read this state?"),
    }),
    Question("why-width-does-not-help", NOTEBOOK, {
        "a": Option(False, "It had more parameters than the deep one, and more units than there are letters. And it can "
                           "tell vowels on either side apart perfectly well."),
        "b": Option(False, "The neighbours are one step away, and each direction has just read its own."),
        "c": Option(True, "Yes: Wya adds what the one half says and what the other half says, and no sum can tell “both "
                          "or neither” from “one of them”. A second layer reads both halves before the prediction."),
    }),
)
