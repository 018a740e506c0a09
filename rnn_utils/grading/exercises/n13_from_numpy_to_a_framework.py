"""Notebook 13: the parameters in a runtime's layout, and the input projection out of the loop."""
import itertools
import time
from functools import partial

import numpy as np

from rnn_utils.cells import GRU, LSTM, RNN
from rnn_utils.framework import to_framework_parameters
from rnn_utils.grading.counting import count_products
from rnn_utils.grading.exercise import Case, Exercise, Law, Option, Question, mistake
from rnn_utils.grading.exercises.common import rnn_parameters
from rnn_utils.grading.results import Array
from rnn_utils.rnn import rnn_forward, rnn_forward_hoisted

NOTEBOOK = "13_from_numpy_to_a_framework"


# ---- into the layout of a runtime -------------------------------------------------------------

BOTH = "both directions"


def _parameters(cell, n_x, n_a, rng):
    """Those of a whole network, so that an output layer lies among them, as in the notebook."""
    parameters = cell.initialize(n_x, n_a, 2, rng)
    return {name: value + 0.5 * rng.standard_normal(value.shape) for name, value in parameters.items()}


def _biases_added(values):
    """B as it works: its two halves are added, so it does not matter how a bias is split between them."""
    B = values.get("B")
    if isinstance(B, np.ndarray) and B.ndim == 2 and B.shape[1] % 2 == 0:
        half = B.shape[1] // 2
        values["B"] = np.concatenate([B[:, :half] + B[:, half:], np.zeros_like(B[:, half:])], axis=1)
    return values


def _layout_cases(rng):
    def case(cell, n_x, n_a, part="", directions=1):
        ways = [_parameters(cell, n_x, n_a, rng) for _ in range(directions)]
        parameters = ways[0] if directions == 1 else dict(zip(("forward", "backward"), ways))
        note = (f"an {cell.name}" if cell is not GRU else "a GRU") + ", two directions" * (directions == 2)
        return Case({"parameters": parameters, "cell": cell}, note, part, settle=_biases_added)

    return [case(RNN, 3, 5), case(RNN, 4, 2), case(RNN, 1, 6),
            case(GRU, 3, 5, "GRU"), case(GRU, 4, 2, "GRU"), case(GRU, 2, 3, "GRU", 2),
            case(LSTM, 3, 5, "LSTM"), case(LSTM, 4, 2, "LSTM"), case(LSTM, 2, 3, "LSTM", 2),
            case(RNN, 3, 4, BOTH, 2), case(RNN, 5, 2, BOTH, 2)]


_WAYS = 'ways = [parameters["forward"], parameters["backward"]]'
_RNN = 'stacked = np.concatenate([way["Waa"], way["Wax"]], axis=1)'
_GRU_W, _GRU_B = '-way["Wu"], way["Wr"], way["Wc"]', '-way["bu"], way["br"], way["bc"]'
_LSTM_W, _LSTM_B = 'way["Wi"], way["Wo"], way["Wf"], way["Wc"]', 'way["bi"], way["bo"], way["bf"], way["bc"]'
_W, _R = "W.append(stacked[:, n_a:])", "R.append(stacked[:, :n_a])"
_B = "B.append(np.concatenate([bias, np.zeros_like(bias)], axis=0)[:, 0])"
_RETURN = "return np.stack(W), np.stack(R), np.stack(B)"


def _lstm_order(gates):
    """The edits that put weights and biases of the LSTM's gates in another order."""
    return tuple((was, ", ".join(f'way["{letter}{gate}"]' for gate in gates))
                 for letter, was in (("W", _LSTM_W), ("b", _LSTM_B)))


# the orders that have a name, or change a single pair, are explained one by one below
NAMED = {"iofc", "ifco", "fico", "ifoc", "iocf", "fioc"}
OTHER_ORDERS = tuple(
    mistake(f"lstm-in-the-order-{'-'.join(order)}", f"The LSTM's gates are in the order {' '.join(order)}. ONNX has "
            "i o f c: input, output, forget, candidate.", *_lstm_order(order))
    for order in map("".join, itertools.permutations("iofc")) if order not in NAMED)

TO_FRAMEWORK_PARAMETERS = Exercise(
    answer=to_framework_parameters,
    notebook=NOTEBOOK,
    outputs=(Array("W", "directions gates·n_a n_x"), Array("R", "directions gates·n_a n_a"),
             Array("B", "directions 2·gates·n_a")),
    points={"W": 1, "R": 1, "B": 1, "GRU": 2, "LSTM": 2, BOTH: 2, "form": 1},
    cases=_layout_cases,
    blanks=("stacked =", "bias =", "R.append(", "W.append(", "B.append(", "return np.stack"),
    mistakes=(
        mistake("w-and-r-exchanged", "W and R are exchanged: W multiplies the input, so it has n_x columns; R "
                "multiplies the state, so it has n_a.", (_W, "W.append(stacked[:, :n_a])"),
                (_R, "R.append(stacked[:, n_a:])")),
        mistake("columns-of-x-first", "You cut the matrices as if the columns for x came first. In the course the "
                "state is on top of the stack, so the first n_a columns belong to it.",
                (_W, "W.append(stacked[:, :stacked.shape[1] - n_a])"),
                (_R, "R.append(stacked[:, stacked.shape[1] - n_a:])")),
        mistake("rows-for-columns", "You cut off rows; what belongs to the state and what to the input are columns of "
                "`stacked`, so it is its second axis that is cut.", (_W, "W.append(stacked[n_a:])"),
                (_R, "R.append(stacked[:n_a])")),
        mistake("rnn-blocks-exchanged", "In the RNN's `stacked`, Wax stands in front of Waa; the columns for the state "
                "come first, as in the gates of a GRU.",
                (_RNN, 'stacked = np.concatenate([way["Wax"], way["Waa"]], axis=1)')),
        mistake("transposed", "W and R are transposed: a row is a unit of a gate, a column is what it listens to.",
                (_W, "W.append(stacked[:, n_a:].T)"), (_R, "R.append(stacked[:, :n_a].T)")),
        mistake("w-transposed", "W is transposed: its rows are the units of the gates, its n_x columns the inputs.",
                (_W, "W.append(stacked[:, n_a:].T)")),
        mistake("r-transposed", "R is transposed: its rows are the units of the gates, its n_a columns the units of "
                "the state that they listen to.", (_R, "R.append(stacked[:, :n_a].T)")),
        mistake("z-not-negated", "The update gate of your GRU has the course's sense. ONNX's z says how much is kept, "
                "1 − Γu: change the sign of its weights and of its bias.",
                (_GRU_W, _GRU_W[1:]), (_GRU_B, _GRU_B[1:])),
        mistake("z-bias-not-negated", "In the GRU, the weights of the update gate have changed their sign, but its "
                "bias has not: 1 − σ(s) = σ(−s), and the bias is a part of s.", (_GRU_B, _GRU_B[1:])),
        mistake("z-weights-not-negated", "In the GRU, the bias of the update gate has changed its sign, but its "
                "weights have not: 1 − σ(s) = σ(−s), and the whole of s changes its sign.", (_GRU_W, _GRU_W[1:])),
        mistake("one-minus-the-weights", "You take 1 − Wu. It is the gate that becomes 1 − Γu; its weights and its "
                "bias only change their sign, as 1 − σ(s) = σ(−s).",
                ('-way["Wu"]', '1 - way["Wu"]'), ('-way["bu"]', '1 - way["bu"]')),
        mistake("one-minus-the-bias", "You take 1 − bu. It is the gate that becomes 1 − Γu; its bias only changes its "
                "sign, as its weights do: 1 − σ(s) = σ(−s).", ('-way["bu"]', '1 - way["bu"]')),
        mistake("all-gates-negated", "All three blocks of the GRU have changed their sign; only that of the update "
                "gate does, since only z has the other sense.",
                (_GRU_W, '-way["Wu"], -way["Wr"], -way["Wc"]'), (_GRU_B, '-way["bu"], -way["br"], -way["bc"]')),
        mistake("reset-negated", "In the GRU it is the reset gate that has changed its sign; it should be the update "
                "gate, whose z says how much is kept.",
                (_GRU_W, 'way["Wu"], -way["Wr"], way["Wc"]'), (_GRU_B, 'way["bu"], -way["br"], way["bc"]')),
        mistake("gru-in-the-order-r-z-h", "The GRU's gates are in PyTorch's order, r z h. ONNX has the update gate "
                "first: z r h.", (_GRU_W, 'way["Wr"], -way["Wu"], way["Wc"]'),
                (_GRU_B, 'way["br"], -way["bu"], way["bc"]')),
        mistake("gru-candidate-first", "In your GRU the candidate comes first; the order is z r h, the candidate last.",
                (_GRU_W, 'way["Wc"], -way["Wu"], way["Wr"]'), (_GRU_B, 'way["bc"], -way["bu"], way["br"]')),
        mistake("lstm-in-the-order-i-f-c-o", "The LSTM's gates are in the order of PyTorch and Keras, i f c o. ONNX "
                "has i o f c.", *_lstm_order("ifco")),
        mistake("lstm-in-the-courses-order", "The LSTM's gates are in the order in which the course names them, f i c "
                "o. ONNX has i o f c.", *_lstm_order("fico")),
        mistake("lstm-in-the-order-i-f-o-c", "In the LSTM, the output gate and the forget gate have changed places: "
                "the order is i o f c.", *_lstm_order("ifoc")),
        mistake("lstm-in-the-order-i-o-c-f", "In the LSTM, the forget gate and the candidate have changed places: the "
                "order is i o f c.", *_lstm_order("iocf")),
        mistake("lstm-in-the-order-f-i-o-c", "The LSTM's gates are in the order f i o c; the input gate comes first, "
                "and the forget gate is the third: i o f c.", *_lstm_order("fioc")),
        mistake("lstm-biases-in-another-order", "The LSTM's weights are in the right order, but its biases are not: "
                "both go i o f c.", _lstm_order("ifco")[1]),
        mistake("lstm-weights-in-another-order", "The LSTM's biases are in the right order, but its weights are not: "
                "both go i o f c.", _lstm_order("ifco")[0]),
        *OTHER_ORDERS,
        mistake("biases-side-by-side", "Your biases stand side by side. They stand one below the other, as the weights "
                "do; n_a is counted from their number.", ('way["bc"]], axis=0)', 'way["bc"]], axis=1)')),
        mistake("gates-side-by-side", "Your gates stand side by side. They stand one below the other: each block keeps "
                "its columns, and the rows become three or four times as many.",
                ('way["Wc"]], axis=0)', 'way["Wc"]], axis=1)')),
        mistake("bias-twice", "B holds the bias twice. Its two halves are added to each other, so it counts double: "
                "put zeros into one of them.", ("[bias, np.zeros_like(bias)]", "[bias, bias]")),
        mistake("bias-once", "B has only half of its length: it holds two biases for each gate, one for x and one for "
                "the state. Ours is one; zeros take the other place.", (_B, "B.append(bias[:, 0])")),
        mistake("bias-is-a-column", "Your biases are columns; in B a direction has a row of numbers, so an axis too "
                "many is there.", (")[:, 0])", "))")),
        mistake("bias-missing", "B is zero: put the course's bias into one of its halves.",
                ("[bias, np.zeros_like(bias)]", "[0 * bias, 0 * bias]")),
        mistake("biases-of-a-gate-side-by-side", "You put a zero behind each number of the bias. All of the first "
                "biases come first, then all of the second ones.",
                (_B, "B.append(np.concatenate([bias, np.zeros_like(bias)], axis=1).ravel())")),
        mistake("no-axis-of-directions", "The first axis is missing: it counts the directions, and is there for one "
                "direction, too.", (_RETURN, "return np.concatenate(W), np.concatenate(R), np.concatenate(B)")),
        mistake("first-direction-alone", "You return the arrays of the first direction, without the axis that counts "
                "the directions; stack all there are.", (_RETURN, "return W[0], R[0], B[0]")),
        mistake("directions-last", "The axis of the directions is the last one; it should be the first.",
                (_RETURN, "return np.stack(W, axis=-1), np.stack(R, axis=-1), np.stack(B, axis=-1)")),
        mistake("lists-returned", "You return lists; `np.stack` makes one array of a list of arrays, with a new axis "
                "in front.", (_RETURN, "return W, R, B")),
        mistake("directions-exchanged", 'The two directions have changed places: "forward" comes first.',
                (_WAYS, 'ways = [parameters["backward"], parameters["forward"]]')),
        mistake("forward-twice", 'Both directions hold the parameters "forward"; the second one has its own.',
                (_WAYS, 'ways = [parameters["forward"], parameters["forward"]]')),
        mistake("backward-twice", 'Both directions hold the parameters "backward"; the first one has its own.',
                (_WAYS, 'ways = [parameters["backward"], parameters["backward"]]')),
        mistake("forward-direction-alone", "With two directions, only the forward one is there; the axis of the "
                "directions has two items then.", (_WAYS, 'ways = [parameters["forward"]]')),
    ),
)


# ---- out of the loop ----------------------------------------------------------------------------

ONCE, AFTER, FASTER = "one product for all inputs", "one product for all predictions", "faster than rnn_forward"
MANY = 60                                        # steps of the case in which products and time are looked at


def _products(function, x, a0, parameters):
    """How many products the function makes with the inputs or with Wax, and how many with Wya.

    The time of the loop would not do: on a busy machine, that of one product for all steps and
    that of a product a step differ by less than the time of the same function from run to run.
    """
    count = getattr(function, "count_products", partial(count_products, function))
    return count((x, a0, parameters), [[[0], [2, "Wax"]], [[2, "Wya"]]])


def _is_faster(function, arguments, factor=1.5, rounds=2, seconds=0.5):
    """Whether the best time of `function` is less than that of `rnn_forward` by the factor.

    They take turns, at least for so many rounds, and on a busy machine for so many seconds. The
    answer takes a fifth of the time of `rnn_forward` or less, which looks at all shapes at each step.
    """
    best = {function: np.inf, rnn_forward: np.inf}
    begin = time.perf_counter()
    while rounds > 0 or time.perf_counter() - begin < seconds:
        for each in best:
            start = time.perf_counter()
            each(*arguments)
            best[each] = min(best[each], time.perf_counter() - start)
        rounds -= 1
        if rounds <= 0 and factor * best[function] < best[rnn_forward]:
            return True
    return False


def _watched_case(arguments, note):
    """Where all is right, it is looked at how: products are counted, and if they are few, time is taken."""
    seen = {}

    def drive(function, x, a0, parameters):
        seen.clear()
        returned = function(x.copy(), a0.copy(), parameters)
        if _right(returned, rnn_forward(x, a0, parameters)):
            seen["few products"], seen["few predictions"] = (
                count < MANY / 2 for count in _products(function, x, a0, parameters))
            if seen["few products"] and seen["few predictions"]:
                seen["faster"] = _is_faster(function, (x, a0, parameters))
        return returned

    return Case(arguments, note, drive=drive, settle=lambda values: values | {
        name: np.array(float(value)) for name, value in seen.items()})


def _right(returned, expected):
    return isinstance(returned, (tuple, list)) and len(returned) == 2 and all(
        isinstance(mine, np.ndarray) and mine.shape == right.shape and np.allclose(mine, right)
        for mine, right in zip(returned, expected))


def _hoisted_cases(rng):
    def arguments(n_x, n_a, n_y, m, T_x):
        return {"x": rng.standard_normal((n_x, m, T_x)), "a0": rng.uniform(-1, 1, (n_a, m)),
                "parameters": rnn_parameters(rng, n_x, n_a, n_y)}

    return [Case(arguments(3, 5, 2, 4, 6)), Case(arguments(5, 3, 4, 2, 7)), Case(arguments(4, 6, 3, 1, 5), "m = 1"),
            Case(arguments(2, 4, 5, 3, 1), "T_x = 1"), _watched_case(arguments(27, 40, 20, 2, MANY), f"{MANY} steps")]


_INPUT = "from_input = np.tensordot(Wax, x, axes=1) + ba[:, :, None]"
_STEP = "a_next = np.tanh(from_input[:, :, t] + Waa @ a_next)"
_STORE = "        a[:, :, t] = a_next\n"
_PREDICT = "y_pred = softmax(np.tensordot(Wya, a, axes=1) + by[:, :, None])"

RNN_FORWARD_HOISTED = Exercise(
    answer=rnn_forward_hoisted,
    notebook=NOTEBOOK,
    outputs=(Array("a", "n_a m T_x"), Array("y_pred", "n_y m T_x")),
    points={"a": 3, "y_pred": 2, ONCE: 1, AFTER: 1, FASTER: 2, "form": 1},
    cases=_hoisted_cases,
    blanks=("from_input =", "a_next = np", "a[:, :, t] =", "y_pred ="),
    laws=(
        Law(ONCE, lambda values, arguments: arguments["x"].shape[2] != MANY or values["few products"] == 1,
            "the inputs are multiplied step by step; make one product for all steps, before the loop"),
        Law(AFTER, lambda values, arguments: arguments["x"].shape[2] != MANY or values["few predictions"] == 1,
            "the predictions are made step by step; make one product for all of them, after the loop"),
        Law(FASTER, lambda values, arguments: arguments["x"].shape[2] != MANY or values.get("faster") == 1,
            "the results are right, but they take as long as those of `rnn_forward`: what is still done number by "
            "number, or step by step?"),
    ),
    mistakes=(
        mistake("projection-in-the-loop", "The product with x is still made anew at each step. It needs no state: "
                "make it once, for all steps, before the loop.",
                (_STEP, "a_next = np.tanh(Wax @ x[:, :, t] + ba + Waa @ a_next)")),
        mistake("prediction-in-the-loop", "Each prediction is made in the loop, and no step needs it: make all of "
                "them at once, after the loop.",
                ("    a_next = a0\n", "    a_next, y_pred = a0, np.zeros((len(by),) + a.shape[1:], dtype)\n"),
                (_STORE, _STORE + "        y_pred[:, :, t] = softmax(Wya @ a_next + by)\n"),
                (f"    # ŷ⟨t⟩ = softmax(Wya a⟨t⟩ + by), for all steps at once\n    {_PREDICT}\n", "")),
        mistake("input-by-a-matrix-product", "`@` takes the last two axes of `x`, the examples and the steps, for its "
                "matrix. The sum goes over the input units, axis 0: `np.tensordot(Wax, x, axes=1)` does that for all "
                "steps at once.", (_INPUT, "from_input = Wax @ x + ba[:, :, None]")),
        mistake("ba-without-its-axis", "`ba` is (n_a, 1) and the input's part has three axes; without a third axis, "
                "`[:, :, None]`, the bias is added along the wrong ones.", (" + ba[:, :, None]", " + ba")),
        mistake("prediction-by-a-matrix-product", "`@` takes the last two axes of `a`, the examples and the steps, for "
                "its matrix. The sum goes over the hidden units, axis 0: `np.tensordot(Wya, a, axes=1)` does that for "
                "all steps at once.", (_PREDICT, "y_pred = softmax(Wya @ a + by[:, :, None])")),
        mistake("by-without-its-axis", "`by` is (n_y, 1) and the product has three axes; without a third axis, "
                "`[:, :, None]`, the bias is added along the wrong ones.", (" + by[:, :, None]", " + by")),
        mistake("state-never-used", "The state never enters: Waa times the state of the step before has to stay in the "
                "loop.", (_STEP, "a_next = np.tanh(from_input[:, :, t])")),
        mistake("a0-at-every-step", "The product with Waa is made with `a0` at every step, as if it could be taken out "
                "of the loop, too. It can't: it needs the state of the step before.",
                (_STEP, _STEP.replace("@ a_next", "@ a0"))),
        mistake("a0-never-used", "`a0` is never used: the state before the first step is `a0`, not zeros.",
                ("    a_next = a0\n", "    a_next = np.zeros_like(a0)\n")),
        mistake("no-ba", "The bias `ba` is missing: it does not depend on the step, so it goes with the input, before "
                "the loop.", (" + ba[:, :, None]", "")),
        mistake("ba-twice", "The bias `ba` is added twice, before the loop and in it; once is enough.",
                (_STEP, _STEP.replace("Waa @ a_next", "Waa @ a_next + ba"))),
        mistake("tanh-of-the-input-alone", "The tanh is taken of the input's part alone; it goes around the sum with "
                "the state's part.", (_STEP, "a_next = np.tanh(from_input[:, :, t]) + Waa @ a_next")),
        mistake("tanh-before-the-loop", "A tanh is taken before the loop already; first both parts are added, then "
                "there is one tanh.", (_INPUT, "from_input = np.tanh(np.tensordot(Wax, x, axes=1) + ba[:, :, None])")),
        mistake("no-tanh", "The tanh is missing: it goes around the sum of both parts.",
                (_STEP, "a_next = from_input[:, :, t] + Waa @ a_next")),
        mistake("first-input-at-every-step", "Every step takes the input's part of the first step: use that of step t.",
                ("from_input[:, :, t]", "from_input[:, :, 0]")),
        mistake("last-input-at-every-step", "Every step takes the input's part of the last step: use that of step t.",
                ("from_input[:, :, t]", "from_input[:, :, -1]")),
        mistake("input-one-step-late", "Step t takes the input's part of step t − 1: the indices are off by one.",
                ("from_input[:, :, t]", "from_input[:, :, t - 1]")),
        mistake("inputs-in-reverse", "Step t takes the input's part of the step that is as far from the end; use that "
                "of step t.", ("from_input[:, :, t]", "from_input[:, :, -1 - t]")),
        mistake("examples-and-steps-mixed-up", "The input's part has the right numbers at the wrong places: examples "
                "and steps are mixed up. A reshape does not transpose: do both in the order of x.",
                (_INPUT, "from_input = (Wax @ x.transpose(0, 2, 1).reshape(len(x), -1)).reshape(a.shape) + "
                         "ba[:, :, None]")),
        mistake("waa-transposed", "Waa is transposed: its columns listen to the units of the state before.",
                ("Waa @ a_next", "Waa.T @ a_next")),
        mistake("input-added-twice", "The input's part is added twice.",
                (_STEP, _STEP.replace("[:, :, t] +", "[:, :, t] * 2 +"))),
        mistake("inputs-added-up", "You add up the input's parts of all steps so far; each step takes its own alone.",
                (_INPUT, _INPUT.replace("np.tensordot(Wax, x", "np.tensordot(Wax, np.cumsum(x, axis=2)"))),
        mistake("no-softmax", "The softmax is missing: y_pred is made of probabilities.",
                (_PREDICT, "y_pred = np.tensordot(Wya, a, axes=1) + by[:, :, None]")),
        mistake("no-by", "The bias `by` is missing from the prediction.", (" + by[:, :, None]", "")),
        mistake("softmax-over-the-examples", "The softmax is taken over the examples; it goes over the output units, "
                "axis 0, of each example and step.",
                (_PREDICT, "z = np.tensordot(Wya, a, axes=1) + by[:, :, None]\n"
                           "    y_pred = softmax(z.transpose(1, 0, 2)).transpose(1, 0, 2)")),
        mistake("softmax-over-the-steps", "The softmax is taken over the time steps; it goes over the output units, "
                "axis 0, of each example and step.",
                (_PREDICT, "z = np.tensordot(Wya, a, axes=1) + by[:, :, None]\n"
                           "    y_pred = softmax(z.transpose(2, 1, 0)).transpose(2, 1, 0)")),
        mistake("sigmoid-for-softmax", "The prediction is a sigmoid; it should be a softmax over the output units.",
                (_PREDICT, "y_pred = 1 / (1 + np.exp(-np.tensordot(Wya, a, axes=1) - by[:, :, None]))")),
        mistake("prediction-of-the-last-state", "All predictions are made from the last state; each is made from the "
                "state of its own step.", (_PREDICT, _PREDICT.replace("Wya, a,", "Wya, 0 * a + a_next[:, :, None],"))),
        mistake("prediction-before-the-loop", "The predictions are made from states that are not computed yet: they "
                "come after the loop.", ("    a_next = a0\n", f"    {_PREDICT}\n    a_next = a0\n"),
                (f"    # ŷ⟨t⟩ = softmax(Wya a⟨t⟩ + by), for all steps at once\n    {_PREDICT}\n", "")),
        mistake("a-not-stored", "`a` is still zeros: store each state at its step.", (_STORE, "")),
        mistake("stored-at-the-first-step", "Every state is stored at t = 0, over the one before.",
                ("a[:, :, t] =", "a[:, :, 0] =")),
        mistake("a-one-step-late", "`a` at step t holds the state before step t: store it after it is computed.",
                (f"        {_STEP}\n{_STORE}", f"{_STORE}        {_STEP}\n")),
        mistake("results-exchanged", "The results have changed places: return `a`, then `y_pred`.",
                ("return a, y_pred", "return y_pred, a")),
        mistake("last-state-returned", "You return the last state; return `a`, the states of all steps.",
                ("return a, y_pred", "return a_next, y_pred")),
    ),
)

EXERCISES = (TO_FRAMEWORK_PARAMETERS, RNN_FORWARD_HOISTED)
QUESTIONS = (
    Question("gates-in-another-order", NOTEBOOK, {
        "a": Option(False, "All four blocks have the same shape, so nothing can notice. That is why this mistake is so "
                           "common."),
        "b": Option(True, "Yes: the shapes fit, the numbers are probabilities, and all of it is wrong. Only a "
                          "comparison with a network that you trust tells."),
        "c": Option(False, "A name says what is meant, not what is in it: a runtime takes the rows as they come."),
    }),
    Question("what-stays-in-the-loop", NOTEBOOK, {
        "a": Option(False, "The inputs are all there before the first step, so that product can be made for all of "
                           "them at once."),
        "b": Option(True, "Yes: its other factor is the state of the step before, which does not exist until that step "
                          "is done. This is what makes a recurrent network sequential."),
        "c": Option(False, "The predictions need the states, but no state needs a prediction: when the loop is over, "
                           "they can all be made at once."),
    }),
    Question("twice-as-fast-products", NOTEBOOK, {
        "a": Option(False, "Only if the products took all of the time. How long are they in the chart, beside the "
                           "whole of the first bar?"),
        "b": Option(True, "Yes: where the products are a tenth or less of the time, it is all the rest that counts, "
                          "the calls between them above all."),
        "c": Option(False, "The time does not grow; each product ends a little sooner. But how much of the whole is "
                           "that?"),
    }),
)
