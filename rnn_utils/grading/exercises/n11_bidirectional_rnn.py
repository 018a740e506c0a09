"""Notebook 11: each example reversed within its own length, both directions, and back through both."""
from dataclasses import dataclass

import numpy as np

from rnn_utils.bidirectional import bidirectional_backward, bidirectional_forward, reverse_padded
from rnn_utils.cells import RNN, Cell
from rnn_utils.grading.exercise import Case, Exercise, Law, Option, Question, mistake
from rnn_utils.grading.exercises.common import rnn_parameters
from rnn_utils.grading.results import Array, ByUse, Items, Problem, Table
from rnn_utils.rnn import rnn_backward, rnn_cell_forward, rnn_forward

NOTEBOOK = "11_bidirectional_rnn"
PADDED = "sequences of several lengths"


# ---- each within its own length ---------------------------------------------------------------

def _reverse_cases(rng):
    def case(n_x, m, T_x, lengths=None, note=""):
        arguments = {"x": rng.standard_normal((n_x, m, T_x)),
                     "lengths": np.full(m, T_x) if lengths is None else np.array(lengths)}
        return Case(arguments, note, PADDED if lengths else "")

    return [case(3, 4, 6), case(2, 5, 7, (4, 7, 1, 6, 3), "padding"), case(5, 3, 4, (2, 4, 3), "padding"),
            case(4, 1, 5, note="m = 1"), case(3, 1, 6, (5,), "padding, m = 1"), case(2, 3, 1, note="T_x = 1")]


_LINE = "x_reversed[:, i, :length] = x[:, i, :length][:, ::-1]"
_COPY = "x_reversed = x.copy()"

REVERSE_PADDED = Exercise(
    answer=reverse_padded,
    notebook=NOTEBOOK,
    outputs=(Array("x_reversed", "n_x m T_x"),),
    points={"x_reversed": 4, PADDED: 5, "form": 1},
    cases=_reverse_cases,
    blanks=("x_reversed =", "x_reversed[:, i, :length] ="),
    mistakes=(
        mistake("padding-reversed-along", "You reverse the whole row, so that the padding comes first. Reverse the "
                "real steps only, `:length`, and leave the padding where it is.",
                (_LINE, "x_reversed[:, i] = x[:, i, ::-1]")),
        mistake("not-reversed", "In the end nothing is reversed: a step of −1, `::-1`, goes through the time steps from "
                "the last to the first. (Who swaps steps in pairs stops in the middle.)", (_LINE, "x_reversed[:, i, :length] = x[:, i, :length]")),
        mistake("units-reversed", "You reverse the units of each step; it is the time steps that change places.",
                (_LINE, "x_reversed[:, i, :length] = x[:, i, :length][::-1]")),
        mistake("units-reversed-too", "You reverse the units along with the time steps; only the last axis, time, is "
                "turned round.", (_LINE, "x_reversed[:, i, :length] = x[:, i, :length][::-1, ::-1]")),
        mistake("zeros-in-the-padding", "You start from zeros, so what stood in the padding is lost: start from a copy "
                "of x.", (_COPY, "x_reversed = np.zeros_like(x)")),
        mistake("argument-changed", "You reverse `x` itself, so the caller's array is changed: work on a copy.",
                (_COPY, "x_reversed = x")),
        mistake("overwritten-before-read", "You read from the array that you write to: by the time the second half is "
                "filled, the first is overwritten. Read from `x`, write to the copy.",
                (_LINE, "for t in range(length):\n"
                        "            x_reversed[:, i, t] = x_reversed[:, i, length - 1 - t]")),
        mistake("last-real-step-left-out", "The last real step stays where it is: `:length` already ends in front of "
                "the padding.", (_LINE, _LINE.replace(":length]", ":length - 1]"))),
        mistake("first-step-left-out", "The first step stays where it is: all the real steps are turned round, from "
                "index 0 on.", (_LINE, _LINE.replace(":length]", "1:length]"))),
        mistake("one-step-of-padding", "One step of padding is reversed along: the real steps are counted 0 to "
                "length − 1, which is `:length`.", (_LINE, _LINE.replace(":length]", ":length + 1]"))),
        mistake("cut-after-reversing", "You reverse the whole row and then cut it, so that padding comes first: cut out "
                "the real steps, `:length`, and then reverse them.",
                (_LINE, "x_reversed[:, i, :length] = x[:, i, ::-1][:, :length]")),
        mistake("first-step-lost", "A slice that ends at 0 stops in front of it, so the first step is lost: cut out "
                "`:length` first, then reverse with `::-1`.",
                (_LINE, "x_reversed[:, i, :length - 1] = x[:, i, length - 1:0:-1]")),
        mistake("slice-ends-at-zero", "A slice that ends at 0 stops in front of it, so one step is missing: cut out "
                "`:length` first, then reverse with `::-1`.",
                (_LINE, "x_reversed[:, i, :length] = x[:, i, length - 1:0:-1]")),
        mistake("slice-ends-at-minus-one", "In a slice −1 means the last step, so `length - 1:-1:-1` is empty: cut out "
                "`:length` first, then reverse with `::-1`.",
                (_LINE, "x_reversed[:, i, :length] = x[:, i, length - 1:-1:-1]")),
        mistake("length-of-the-first", "Every example is reversed within the length of the first one: each has a "
                "length of its own.", ("enumerate(lengths)", "enumerate([lengths[0]] * len(lengths))")),
        mistake("shortest-length", "Every example is reversed within the shortest length: each has a length of its "
                "own.", ("enumerate(lengths)", "enumerate([min(lengths)] * len(lengths))")),
        mistake("examples-exchanged", "The examples change places as well: example i is made from example i, only its "
                "steps are turned round.", (_LINE, _LINE.replace("x[:, i, :l", "x[:, -1 - i, :l"))),
        mistake("moved-to-the-end", "The real steps are reversed, and then moved to the end, behind the padding: they "
                "belong at the beginning, `:length`.",
                (_LINE, "x_reversed[:, i] = np.roll(x[:, i], -length, axis=1)\n"
                        "        x_reversed[:, i, x.shape[2] - length:] = x[:, i, :length][:, ::-1]")),
        mistake("padding-reversed-too", "The padding is reversed as well, on its own; leave it as it is.",
                (_LINE, _LINE + "\n        x_reversed[:, i, length:] = x[:, i, length:][:, ::-1]")),
        mistake("padding-reversed-instead", "You reverse what stands behind the real steps, the padding: `:length` "
                "are the real ones.", (_LINE, _LINE.replace(":length]", "length:]"))),
        mistake("last-step-everywhere", "You copy the last real step to every step; all the steps are needed, in "
                "reverse.", (_LINE, "x_reversed[:, i, :length] = x[:, i, length - 1][:, None]")),
    ),
)


# ---- both directions --------------------------------------------------------------------------

def _network(rng, n_x, n_a, n_y):
    forward, backward = rnn_parameters(rng, n_x, n_a, n_y), rnn_parameters(rng, n_x, n_a, n_y)
    return {"forward": {name: forward[name] for name in ("Wax", "Waa", "ba")},
            "backward": {name: backward[name] for name in ("Wax", "Waa", "ba")},
            "Wya": np.concatenate([forward["Wya"], backward["Wya"]], axis=1), "by": forward["by"]}


def _batch(rng, n_x, n_a, n_y, m, T_x):
    a0 = rng.uniform(-1, 1, (n_a, m)), rng.uniform(-1, 1, (n_a, m))
    return {"x": rng.standard_normal((n_x, m, T_x)), "a0": a0, "parameters": _network(rng, n_x, n_a, n_y)}


def _real(lengths, T_x):
    """1 where a step is real, (m, T_x)."""
    return (np.arange(T_x) < np.array(lengths)[:, None]).astype(float)


def _without_padding(mask):
    """Keeps of the values what counts: whatever stands in the padding, nobody will read it."""
    def settle(values):
        return {name: value * mask if isinstance(value, np.ndarray) and value.shape[1:] == mask.shape else value
                for name, value in values.items()}

    return settle


ANOTHER_CELL = "another cell"


def _loud_cell():
    """An RNN that hears everything twice as loud: who ignores the `cell` gets other numbers."""
    def step(xt, a_prev, parameters):
        return rnn_cell_forward(2 * xt, a_prev, parameters)

    def forward(x, a0, parameters):
        return rnn_forward(2 * x, a0, parameters)

    def backward(da, caches):
        gradients = rnn_backward(da, caches)
        return gradients | {"dx": 2 * gradients["dx"]}

    return Cell("another", RNN.initialize, step, forward, backward)


LOUD = _loud_cell()


def _forward_cases(rng):
    def case(n_x, n_a, n_y, m, T_x, lengths=None, note=""):
        arguments = _batch(rng, n_x, n_a, n_y, m, T_x)
        if note == ANOTHER_CELL:
            return Case(arguments | {"lengths": np.full(m, T_x), "cell": LOUD}, note)
        if lengths is None:
            return Case(arguments, note)
        return Case(arguments | {"lengths": np.array(lengths)}, note, PADDED,
                    settle=_without_padding(_real(lengths, T_x)))

    return [case(3, 5, 2, 4, 6), case(6, 3, 4, 2, 5), case(5, 4, 3, 2, 7, (4, 7), "padding"),
            case(4, 2, 3, 5, 6, (6, 2, 5, 1, 3), "padding"), case(4, 6, 3, 1, 5, note="m = 1"),
            case(2, 4, 5, 3, 1, note="T_x = 1"), case(5, 2, 3, 4, 6, note=ANOTHER_CELL)]


_STATES = (Array("forward", "n_a m"), Array("backward", "n_a m"))
_CELL = (Array("dWax", "n_a n_x"), Array("dWaa", "n_a n_a"), Array("dba", "n_a 1"))


def _back(caches, arguments):
    """The gradients that the library makes of these caches, for a fixed da that is 0 in the padding."""
    m, T_x = arguments["x"].shape[1:]
    shape = 2 * len(arguments["a0"][0]), m, T_x
    da = np.cos(np.arange(np.prod(shape), dtype=float)).reshape(shape)
    da = da * _real(arguments.get("lengths", [T_x] * m), T_x)
    gradients = bidirectional_backward(da, caches, arguments.get("cell", RNN))
    inner = {f"{way} {name}": gradients[way][name] for way in ("forward", "backward")
             for name in ("dWax", "dWaa", "dba")}
    return {"dx": gradients["dx"], "forward da0": gradients["da0"][0], "backward da0": gradients["da0"][1]} | inner


_THERE = 'a_forward, caches_forward = hidden_states(x, a0_forward, parameters["forward"], cell)'
_TURNED = "x_reversed = reverse_padded(x, lengths)"
_BACK_AGAIN = "a_backward = reverse_padded(a_reversed, lengths)"
_BOTH = "a = np.concatenate([a_forward, a_backward], axis=0)"
_STARTS = "a0_forward, a0_backward = a0"
_Z = 'z = np.tensordot(parameters["Wya"], a, axes=1) + parameters["by"][:, :, None]'
_SOFTMAX = "y_pred = softmax(z)"

BIDIRECTIONAL_FORWARD = Exercise(
    answer=bidirectional_forward,
    notebook=NOTEBOOK,
    outputs=(Array("a", "2n_a m T_x"), Array("y_pred", "n_y m T_x"),
             ByUse("caches", (Array("dx", "n_x m T_x"), Array("forward da0", "n_a m"), Array("forward dWax", "n_a n_x"),
                              Array("forward dWaa", "n_a n_a"), Array("forward dba", "n_a 1"),
                              Array("backward da0", "n_a m"), Array("backward dWax", "n_a n_x"),
                              Array("backward dWaa", "n_a n_a"), Array("backward dba", "n_a 1")),
                   _back, "bidirectional_backward")),
    points={"a": 3, "y_pred": 2, "caches": 1, PADDED: 3, "form": 1},
    cases=_forward_cases,
    blanks=("a_forward, caches_forward =", "x_reversed =", "a_backward =", "a =", "z =", "y_pred ="),
    helpers=("reverse_padded",),
    laws=(Law("each column sums to 1", lambda values, arguments: np.allclose(
        np.sum(values["y_pred"], axis=0), _real(arguments["lengths"], values["y_pred"].shape[2])
        if "lengths" in arguments else 1), "the probabilities of a step do not sum to 1"),),
    mistakes=(
        mistake("cell-ignored", "Both directions are RNNs, whatever `cell` says: hand `cell` on, so that any cell will do.",
                ('parameters["forward"], cell)', 'parameters["forward"], RNN)'),
                ('parameters["backward"], cell)', 'parameters["backward"], RNN)')),
        mistake("cell-ignored-forwards", "The first direction is an RNN, whatever `cell` says: hand `cell` on, so that any "
                "cell will do.", ('parameters["forward"], cell)', 'parameters["forward"], RNN)')),
        mistake("cell-ignored-backwards", "The second direction is an RNN, whatever `cell` says: hand `cell` on, so that any "
                "cell will do.", ('parameters["backward"], cell)', 'parameters["backward"], RNN)')),
        mistake("second-direction-forwards", "The second direction reads the sequence forwards, too: give it the "
                "reversed input, and turn its states round again.",
                (_TURNED, "x_reversed = x"), (_BACK_AGAIN, "a_backward = a_reversed")),
        mistake("input-not-reversed", "The second direction reads the sequence forwards, too: reverse its input.",
                (_TURNED, "x_reversed = x")),
        mistake("outputs-not-realigned", "The states of the second direction are not turned round again: its first "
                "state belongs to the last step. Reverse them, so that both states of step t have read x⟨t⟩.",
                (_BACK_AGAIN, "a_backward = a_reversed")),
        mistake("padding-reversed-along", "The padding is reversed along, so the second direction begins in it. "
                "Reverse each example within its own length, and its states likewise.",
                (_TURNED, "x_reversed = x[:, :, ::-1]"), (_BACK_AGAIN, "a_backward = a_reversed[:, :, ::-1]")),
        mistake("input-with-its-padding", "The input is reversed together with its padding: reverse each example "
                "within its own length.", (_TURNED, "x_reversed = x[:, :, ::-1]")),
        mistake("states-with-their-padding", "The states are turned round together with the padding: turn them round "
                "as the input was, each example within its own length.",
                (_BACK_AGAIN, "a_backward = a_reversed[:, :, ::-1]")),
        mistake("halves-swapped", "The two halves are swapped: the forward states come first, the backward ones below "
                "them.", (_BOTH, "a = np.concatenate([a_backward, a_forward], axis=0)")),
        mistake("halves-not-stacked", "The two halves do not stand one below the other: a is (2 n_a, m, T_x). "
                "Concatenate them along the units, axis 0; they are not added up, and not put side by side.",
                (_BOTH, "a = a_forward + a_backward")),
        mistake("halves-added", "The two halves are added up; they stand one below the other, so that a is "
                "(2 n_a, m, T_x) and each keeps its own weights in Wya.", (_BOTH, "a = a_forward + a_backward"),
                (_Z, _Z.replace('parameters["Wya"]', 'parameters["Wya"][:, :len(a)]'))),
        mistake("states-interleaved", "Forward and backward units take turns in `a`; all the forward ones come first, "
                "then all the backward ones.",
                (_BOTH, "a = np.stack([a_forward, a_backward], axis=1).reshape(-1, m, T_x)")),
        mistake("forward-states-twice", "Both halves of `a` are the forward states; the second half is for the "
                "backward ones.", (_BOTH, "a = np.concatenate([a_forward, a_forward], axis=0)")),
        mistake("backward-states-twice", "Both halves of `a` are the backward states; the first half is for the "
                "forward ones.", (_BOTH, "a = np.concatenate([a_backward, a_backward], axis=0)")),
        mistake("one-set-of-weights", 'Both directions use the parameters "forward"; the second one has its own, '
                '"backward".', ('parameters["backward"], cell)', 'parameters["forward"], cell)')),
        mistake("backward-weights-for-both", 'Both directions use the parameters "backward"; the first one has its '
                'own, "forward".', ('parameters["forward"], cell)', 'parameters["backward"], cell)')),
        mistake("weights-exchanged", 'The two sets of parameters are exchanged: "forward" is for the direction that '
                "reads from left to right.", ('parameters["forward"], cell)', 'parameters["?"], cell)'),
                ('parameters["backward"], cell)', 'parameters["forward"], cell)'),
                ('parameters["?"], cell)', 'parameters["backward"], cell)')),
        mistake("forward-a0-for-both", "Both directions start from the forward a0; a0 is a pair, and its second item "
                "is for the second direction.", ("(x_reversed, a0_backward", "(x_reversed, a0_forward")),
        mistake("backward-a0-for-both", "Both directions start from the backward a0; a0 is a pair, and its first item "
                "is for the first direction.", ("(x, a0_forward", "(x, a0_backward")),
        mistake("lengths-overwritten", "You set `lengths` in any case, so those that are given are lost: only where it "
                "is None are all of them T_x.", ("if lengths is None:", "if True:")),
        mistake("a0-exchanged", "The two initial states are exchanged: a0 is (forward, backward).",
                (_STARTS, "a0_backward, a0_forward = a0")),
        mistake("a0-never-used", "`a0` is never used: each direction starts from its own half of it.",
                (_STARTS, "a0_forward, a0_backward = np.zeros_like(a0[0]), np.zeros_like(a0[1])")),
        mistake("second-goes-on-from-the-first", "The second direction starts from the last state of the first; it "
                "starts from a state of its own, the second item of a0.",
                ("(x_reversed, a0_backward", "(x_reversed, a_forward[:, :, -1]")),
        mistake("forward-direction-reversed-too", "The first direction reads the reversed input as well; it reads x "
                "as it is.", (_THERE, _THERE.replace("(x,", "(reverse_padded(x, lengths),"))),
        mistake("forward-states-reversed-too", "The forward states are turned round as well; they are in order "
                "already.", (_BOTH, _BOTH.replace("[a_forward", "[reverse_padded(a_forward, lengths)"))),
        mistake("examples-reversed", "You reverse the order of the examples; it is the time steps that are turned "
                "round.", (_TURNED, "x_reversed = x[:, ::-1]"), (_BACK_AGAIN, "a_backward = a_reversed[:, ::-1]")),
        mistake("no-softmax", "The softmax is missing: y_pred is made of probabilities.", (_SOFTMAX, "y_pred = z")),
        mistake("no-output-bias", "The bias `by` is missing from z.", (' + parameters["by"][:, :, None]', "")),
        mistake("prediction-from-forward-alone", "The prediction is made from the forward half alone: Wya works on "
                "both halves, (n_y, 2 n_a).",
                (_Z, _Z.replace('parameters["Wya"], a,', 'parameters["Wya"][:, :len(a_forward)], a_forward,'))),
        mistake("prediction-from-backward-alone", "The prediction is made from the backward half alone: Wya works on "
                "both halves, (n_y, 2 n_a).",
                (_Z, _Z.replace('parameters["Wya"], a,', 'parameters["Wya"][:, len(a_forward):], a_backward,'))),
        mistake("prediction-before-realigning", "`a` is right, but the prediction is made from backward states that "
                "are not turned round again: make it from `a`.",
                (_Z, _Z.replace("a, axes", "np.concatenate([a_forward, a_reversed]), axes"))),
        mistake("softmax-over-the-examples", "The softmax is taken over the examples; at each step it goes over the "
                "output units, axis 0.", (_SOFTMAX, "y_pred = softmax(z.transpose(1, 0, 2)).transpose(1, 0, 2)")),
        mistake("caches-exchanged", "The two lists of caches are exchanged: return (caches_forward, caches_backward, "
                "lengths).", ("(caches_forward, caches_backward,", "(caches_backward, caches_forward,")),
        mistake("caches-turned-round", "The caches of the second direction are turned round; leave them in the order "
                "in which it ran, as its backward pass expects them.",
                ("caches_backward, lengths)", "caches_backward[::-1], lengths)")),
    ),
)


# ---- and back through both --------------------------------------------------------------------

@dataclass(frozen=True)
class Branches:
    """A dict whose values are not all arrays; `parts` are specs, named like the keys."""

    name: str
    parts: tuple

    def collect(self, value, arguments):
        keys = ", ".join(part.name for part in self.parts)
        if not isinstance(value, dict):
            problem = Problem(f"should be a dict with the keys {keys}", "wrong-results", self.name)
            return {leaf: problem for leaf in self.leaves()}
        found = {}
        for part in self.parts:
            missing = Problem(f"is missing: `{self.name}` needs the keys {keys}", "missing-key", part.name)
            found |= part.collect(value[part.name], arguments) if part.name in value \
                else {leaf: missing for leaf in part.leaves()}
        return found

    def leaves(self):
        return {leaf: spec for part in self.parts for leaf, spec in part.leaves().items()}


def _backward_cases(rng):
    def case(n_x, n_a, n_y, m, T_x, lengths=None, note=""):
        lengths = np.array(lengths or [T_x] * m)
        cell = {"cell": LOUD} if note == ANOTHER_CELL else {}
        caches = bidirectional_forward(**_batch(rng, n_x, n_a, n_y, m, T_x), lengths=lengths, **cell)[2]
        da = rng.standard_normal((2 * n_a, m, T_x)) * _real(lengths, T_x)
        return Case({"da": da, "caches": caches} | cell, note)

    return [case(3, 5, 2, 4, 6), case(5, 3, 4, 2, 7, (4, 7), "padding"), case(4, 2, 3, 5, 6, (6, 2, 5, 1, 3), "padding"),
            case(2, 4, 3, 1, 5, note="m = 1"), case(4, 3, 2, 5, 1, note="T_x = 1"),
            case(5, 2, 3, 4, 6, note=ANOTHER_CELL)]


_DA_FORWARD, _DA_BACKWARD = "da_forward = da[:n_a]", "da_backward = reverse_padded(da[n_a:], lengths)"
_DX_BACKWARD = 'dx_backward = reverse_padded(backward.pop("dx"), lengths)'
_DX = "dx = dx_forward + dx_backward"
_DA0 = 'da0 = (forward.pop("da0"), backward.pop("da0"))'
_RETURNED = '"forward": forward, "backward": backward}'

BIDIRECTIONAL_BACKWARD = Exercise(
    answer=bidirectional_backward,
    notebook=NOTEBOOK,
    outputs=(Branches("gradients", (Array("dx", "n_x m T_x"), Items("da0", _STATES), Table("forward", _CELL),
                                    Table("backward", _CELL))),),
    points={"dx": 1, "da0: forward": 1, "da0: backward": 1, "form": 1}
    | {f"{way}[{name!r}]": 1 for way in ("forward", "backward") for name in ("dWax", "dWaa", "dba")},
    cases=_backward_cases,
    blanks=("da_forward =", "da_backward =", "forward =", "backward =", "dx_backward =", "dx ="),
    helpers=("reverse_padded",),
    mistakes=(
        mistake("cell-ignored", "You go back through RNNs, whatever `cell` says: `cell.backward` goes back through any.",
                ("cell.backward(da_forward", "RNN.backward(da_forward"),
                ("cell.backward(da_backward", "RNN.backward(da_backward")),
        mistake("halves-swapped", "The halves of da are swapped: the first n_a rows belong to the forward states, the "
                "others to the backward ones.", (_DA_FORWARD, "da_forward = da[n_a:]"),
                (_DA_BACKWARD, _DA_BACKWARD.replace("[n_a:]", "[:n_a]"))),
        mistake("forward-half-for-both", "Both directions get the first half of da; the second half, from row n_a on, "
                "belongs to the backward states.", (_DA_BACKWARD, _DA_BACKWARD.replace("[n_a:]", "[:n_a]"))),
        mistake("backward-half-for-both", "Both directions get the second half of da; the first n_a rows belong to the "
                "forward states.", (_DA_FORWARD, "da_forward = da[n_a:]")),
        mistake("every-second-row", "You take every second row of da; the forward states are its first n_a rows, the "
                "backward ones all that follow.", (_DA_FORWARD, "da_forward = da[::2]"),
                (_DA_BACKWARD, _DA_BACKWARD.replace("[n_a:]", "[1::2]"))),
        mistake("da-not-reversed", "The backward half of da is not reversed: that direction ran over the reversed "
                "steps, so its gradients have to go in reversed.", (_DA_BACKWARD, "da_backward = da[n_a:]")),
        mistake("dx-not-realigned", "The dx of the backward direction is not turned round again: it comes out in the "
                "order in which that direction ran.", (_DX_BACKWARD, 'dx_backward = backward.pop("dx")')),
        mistake("nothing-reversed", "Nothing is reversed: the backward direction ran over the reversed steps, so its "
                "gradients go in reversed, and its dx comes out reversed.",
                (_DA_BACKWARD, "da_backward = da[n_a:]"), (_DX_BACKWARD, 'dx_backward = backward.pop("dx")')),
        mistake("padding-reversed-along", "The padding is reversed along: reverse da, and then dx, each example within "
                "its own length.", (_DA_BACKWARD, "da_backward = da[n_a:][:, :, ::-1]"),
                (_DX_BACKWARD, 'dx_backward = backward.pop("dx")[:, :, ::-1]')),
        mistake("da-with-its-padding", "The backward half of da is reversed together with its padding: reverse each "
                "example within its own length.", (_DA_BACKWARD, "da_backward = da[n_a:][:, :, ::-1]")),
        mistake("dx-with-its-padding", "The dx of the backward direction is turned round together with its padding: "
                "turn each example round within its own length.",
                (_DX_BACKWARD, 'dx_backward = backward.pop("dx")[:, :, ::-1]')),
        mistake("dx-of-forward-alone", "The dx of the backward direction is not added: x⟨t⟩ has an effect on either "
                "direction.", (_DX, "dx = dx_forward")),
        mistake("dx-of-backward-alone", "The dx of the forward direction is not added: x⟨t⟩ has an effect on either "
                "direction.", (_DX, "dx = dx_backward")),
        mistake("dx-averaged", "You take the mean of the two dx; two effects add up.",
                (_DX, "dx = (dx_forward + dx_backward) / 2")),
        mistake("dx-subtracted", "You subtract one dx from the other; two effects add up.",
                (_DX, "dx = dx_forward - dx_backward")),
        mistake("dx-multiplied", "You multiply the two dx; two effects add up.", (_DX, "dx = dx_forward * dx_backward")),
        mistake("dx-concatenated", "You put the two dx one below the other; x is there only once, so its gradient is "
                "the sum, (n_x, m, T_x).", (_DX, "dx = np.concatenate([dx_forward, dx_backward], axis=0)")),
        mistake("dx-turned-round-as-a-whole", "The sum of the two dx is turned round; only that of the backward "
                "direction came out reversed.", (_DX_BACKWARD, 'dx_backward = backward.pop("dx")'),
                (_DX, "dx = reverse_padded(dx_forward + dx_backward, lengths)")),
        mistake("forward-half-reversed-too", "The forward half of da is reversed as well; that direction ran over the "
                "steps as they are.", (_DA_FORWARD, "da_forward = reverse_padded(da[:n_a], lengths)")),
        mistake("forward-half-reversed-instead", "The forward half of da is reversed, and the backward half is not; it "
                "should be the other way round.", (_DA_FORWARD, "da_forward = reverse_padded(da[:n_a], lengths)"),
                (_DA_BACKWARD, "da_backward = da[n_a:]")),
        mistake("caches-exchanged", "Each direction goes back through the caches of the other one.",
                ("(da_forward, caches_forward)", "(da_forward, caches_backward)"),
                ("(da_backward, caches_backward)", "(da_backward, caches_forward)")),
        mistake("forward-caches-for-both", "Both directions go back through the forward caches; the second one has its "
                "own.", ("(da_backward, caches_backward)", "(da_backward, caches_forward)")),
        mistake("backward-caches-for-both", "Both directions go back through the backward caches; the first one has "
                "its own.", ("(da_forward, caches_forward)", "(da_forward, caches_backward)")),
        mistake("caches-turned-round", "The caches of the backward direction are turned round; they are in the order "
                "in which it ran, as `cell.backward` expects them.",
                ("(da_backward, caches_backward)", "(da_backward, caches_backward[::-1])")),
        mistake("da0-exchanged", "The two da0 are exchanged: return (forward, backward).",
                (_DA0, 'da0 = (backward.pop("da0"), forward.pop("da0"))')),
        mistake("da0-added", "The two da0 are added, and the sum is given for both; each direction starts from a state "
                "of its own.", (_DA0, 'da0 = (forward.pop("da0") + backward.pop("da0"),) * 2')),
        mistake("gradients-exchanged", "The gradients of the two directions are exchanged in the dict.",
                (_RETURNED, '"forward": backward, "backward": forward}')),
        mistake("gradients-added", "The gradients of the two directions are added up; each direction has weights of "
                "its own, so each keeps its own gradients.",
                (f"return {{\"dx\": dx, \"da0\": da0, {_RETURNED}",
                 "both = {name: forward[name] + backward[name] for name in forward}\n"
                 '    return {"dx": dx, "da0": da0, "forward": both, "backward": both}')),
        mistake("same-gradients-twice", "The gradients of the forward direction are returned for both.",
                (_RETURNED, '"forward": forward, "backward": forward}')),
    ),
)

EXERCISES = (REVERSE_PADDED, BIDIRECTIONAL_FORWARD, BIDIRECTIONAL_BACKWARD)
QUESTIONS = (
    Question("live-captions", NOTEBOOK, {
        "a": Option(False, "Both directions cost about twice as much as one, no more. That is not what keeps them out "
                           "of a live broadcast."),
        "b": Option(True, "Yes: the second direction begins at the last word, which has not been spoken yet. One can "
                          "wait for the end, or for a few words at least; or do without."),
        "c": Option(False, "Each example is reversed within its own length, so any length will do. The length has to "
                           "be known, though, and that is the trouble."),
    }),
    Question("where-the-padding-goes", NOTEBOOK, {
        "a": Option(False, "The mask keeps padding out of the loss. But by then the second direction has read it, "
                           "before any real word, and its states on the real words have changed."),
        "b": Option(True, "Yes: it would start with a hundred steps of nothing, and how many there are depends on who "
                          "else is in the batch. The same sentence would get another answer in another batch."),
        "c": Option(False, "Nothing fails, no shape is wrong, and the training even learns to live with it in part. "
                           "That is what makes this mistake so hard to find."),
    }),
    Question("what-the-first-state-knows", NOTEBOOK, {
        "a": Option(False, "That is true of the forward half. What has the backward half read when it arrives at the "
                           "first word?"),
        "b": Option(False, "The backward direction starts at the last word and walks to the first, so it has read all "
                           "of them by then, not only the last."),
        "c": Option(True, "Yes: the forward half has read one word, the backward half all of them. At the last word it "
                          "is the other way round."),
    }),
)
