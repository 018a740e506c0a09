"""Notebook 10: the LSTM, its cell and its pass, forwards and backwards."""
import numpy as np

from rnn_utils.grading.exercise import Case, Exercise, Law, Option, Question, mistake
from rnn_utils.grading.results import Array, ByUse, Items, Table
from rnn_utils.lstm import lstm_backward, lstm_cell_backward, lstm_cell_forward, lstm_forward

NOTEBOOK = "10_lstm"

WEIGHTS = tuple(Array(f"d{kind}{gate}", axes) for gate in "fico"
                for kind, axes in (("W", "n_a n_a+n_x"), ("b", "n_a 1")))


def lstm_parameters(rng, n_x, n_a, n_y):
    """Weights of a size at which no gate is quite open or shut; biases are not zero."""
    parameters = {}
    for gate in "fico":
        parameters["W" + gate] = 0.7 * rng.standard_normal((n_a, n_a + n_x))
        parameters["b" + gate] = 0.5 * rng.standard_normal((n_a, 1))
    return parameters | {"Wy": rng.standard_normal((n_y, n_a)), "by": 0.5 * rng.standard_normal((n_y, 1))}


# ---- one step ---------------------------------------------------------------------------------

def _cell_arguments(rng, n_x, n_a, n_y, m):
    """The memory may be beyond 1, other than the hidden state."""
    return {"xt": rng.standard_normal((n_x, m)), "a_prev": rng.uniform(-1, 1, (n_a, m)),
            "c_prev": 1.5 * rng.standard_normal((n_a, m)), "parameters": lstm_parameters(rng, n_x, n_a, n_y)}


def _cell_cases(rng):
    return [Case(_cell_arguments(rng, 3, 5, 2, 4)), Case(_cell_arguments(rng, 6, 2, 4, 3)),
            Case(_cell_arguments(rng, 4, 6, 3, 1), "m = 1")]


_STACK = "np.concatenate([a_prev, xt], axis=0)"
_F, _I, _O = (f"{gate}t = sigmoid(W{gate} @ stacked + b{gate})" for gate in "fio")
_CANDIDATE = "cct = np.tanh(Wc @ stacked + bc)"
_MEMORY = "c_next = ft * c_prev + it * cct"
_STATE = "a_next = ot * np.tanh(c_next)"
_SCORES = "Wy @ a_next + by"
_MADE = {"f": "ft", "i": "it", "c": "cct", "o": "ot"}
_CACHE = "cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)"
_NAMES = "(a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)"

LSTM_CELL_FORWARD = Exercise(
    answer=lstm_cell_forward,
    notebook=NOTEBOOK,
    outputs=(Array("a_next", "n_a m"), Array("c_next", "n_a m"), Array("yt_pred", "n_y m"),
             Items("cache", (*(Array(name, "n_a m") for name in ("a_next", "c_next", "a_prev", "c_prev",
                                                                 "ft", "it", "cct", "ot")),
                             Array("xt", "n_x m"),
                             Table("parameters", (*(Array("W" + gate, "n_a n_a+n_x") for gate in "fico"),
                                                  *(Array("b" + gate, "n_a 1") for gate in "fico"),
                                                  Array("Wy", "n_y n_a"), Array("by", "n_y 1")))))),
    points={"a_next": 2, "c_next": 3, "yt_pred": 2, "cache": 2, "form": 1},
    cases=_cell_cases,
    blanks=("stacked =", "ft =", "it =", "cct =", "ot =", "c_next =", "a_next =", "yt_pred =",
            "return a_next"),
    lines=(*((name, (f"cache: {name}",)) for name in ("ft", "it", "cct", "ot")), ("c_next", ("c_next",)),
           ("a_next", ("a_next",)), ("yt_pred", ("yt_pred",))),
    laws=(Law("each column of yt_pred sums to 1",
              lambda values, arguments: np.allclose(values["yt_pred"].sum(axis=0), 1),
              "a prediction is not a probability distribution over the n_y units"),),
    mistakes=(
        mistake("output-gate-missing", "The output gate is missing: `a_next` is tanh of the memory times Γo, `ot`.",
                (_STATE, "a_next = np.tanh(c_next)")),
        mistake("sigmoid-for-the-candidate", "The candidate went through a sigmoid; it is not a gate but what may be "
                "written, and takes `np.tanh`.", (_CANDIDATE, "cct = sigmoid(Wc @ stacked + bc)")),
        mistake("prediction-from-memory", "`yt_pred` is made from the memory, `c_next`; what the cell shows is the "
                "hidden state, `a_next`.", (_SCORES, "Wy @ c_next + by")),
        mistake("prediction-past-the-output-gate", "`yt_pred` is made from tanh of the memory, past the output gate; "
                "it comes from `a_next`.", (_SCORES, "Wy @ np.tanh(c_next) + by")),
        mistake("prediction-from-a-prev", "`yt_pred` is made from `a_prev`, the state before this step; it comes from "
                "the new one, `a_next`.", (_SCORES, "Wy @ a_prev + by")),
        mistake("dot-for-elementwise", "`np.dot` is the matrix product. A gate works element by element, each unit of "
                "the memory has its own: write `*`.",
                (_MEMORY, "c_next = np.dot(ft, c_prev) + np.dot(it, cct)"), at=("c_next", "a_next")),
        mistake("matmul-for-elementwise", "`@` is the matrix product. A gate works element by element, each unit of "
                "the memory has its own: write `*`.", (_MEMORY, "c_next = ft @ c_prev + it @ cct"), at=("c_next", "a_next")),
        mistake("weights-on-the-right", "The weights stand on the left of the product: each row of `Wf` meets each column of "
                "the stack.", *((f"W{gate} @ stacked", f"stacked @ W{gate}") for gate in "fioc"), at=("ft", "it", "ot", "cct")),
        mistake("forget-and-input-swapped", "Γf and Γi have changed places: Γf multiplies the old memory, Γi the "
                "candidate.", (_MEMORY, "c_next = it * c_prev + ft * cct")),
        mistake("input-and-output-swapped", "Γi and Γo have changed places: Γi multiplies the candidate, Γo the "
                "tanh of the memory.", (_MEMORY, "c_next = ft * c_prev + ot * cct"),
                (_STATE, "a_next = it * np.tanh(c_next)")),
        mistake("forget-and-output-swapped", "Γf and Γo have changed places: Γf multiplies the old memory, Γo the "
                "tanh of the new one.", (_MEMORY, "c_next = ot * c_prev + it * cct"),
                (_STATE, "a_next = ft * np.tanh(c_next)")),
        mistake("input-gate-with-forget-weights", "`it` is made with Wf and bf; it has its own, Wi and bi.",
                (_I, "it = sigmoid(Wf @ stacked + bf)")),
        mistake("forget-gate-with-input-weights", "`ft` is made with Wi and bi; it has its own, Wf and bf.",
                (_F, "ft = sigmoid(Wi @ stacked + bi)")),
        mistake("output-gate-with-forget-weights", "`ot` is made with Wf and bf; it has its own, Wo and bo.",
                (_O, "ot = sigmoid(Wf @ stacked + bf)")),
        mistake("output-gate-with-input-weights", "`ot` is made with Wi and bi; it has its own, Wo and bo.",
                (_O, "ot = sigmoid(Wi @ stacked + bi)")),
        mistake("weights-of-f-and-i-exchanged", "`ft` and `it` are made with each other's weights: Wf, bf belong to "
                "`ft`, and Wi, bi to `it`.", (_F, "ft = sigmoid(Wi @ stacked + bi)"),
                (_I, "it = sigmoid(Wf @ stacked + bf)")),
        mistake("weights-of-i-and-o-exchanged", "`it` and `ot` are made with each other's weights: Wi, bi belong to "
                "`it`, and Wo, bo to `ot`.", (_I, "it = sigmoid(Wo @ stacked + bo)"),
                (_O, "ot = sigmoid(Wi @ stacked + bi)")),
        mistake("weights-of-f-and-o-exchanged", "`ft` and `ot` are made with each other's weights: Wf, bf belong to "
                "`ft`, and Wo, bo to `ot`.", (_F, "ft = sigmoid(Wo @ stacked + bo)"),
                (_O, "ot = sigmoid(Wf @ stacked + bf)")),
        mistake("forget-gate-missing", "The forget gate is missing: the old memory is multiplied by Γf, `ft`. (The "
                "first LSTM, of 1997, had none.)", (_MEMORY, "c_next = c_prev + it * cct")),
        mistake("input-gate-missing", "The input gate is missing: the candidate is multiplied by Γi, `it`.",
                (_MEMORY, "c_next = ft * c_prev + cct")),
        mistake("gates-missing-from-the-memory", "The memory is added up without its gates: Γf multiplies the old "
                "one, Γi the candidate.", (_MEMORY, "c_next = c_prev + cct")),
        mistake("one-minus-the-input-gate", "You keep 1 − Γi of the old memory, as a GRU does; here it has a gate of "
                "its own, Γf.", (_MEMORY, "c_next = (1 - it) * c_prev + it * cct")),
        mistake("one-minus-the-forget-gate", "You let in 1 − Γf of the candidate, as a GRU does; here it has a gate of "
                "its own, Γi.", (_MEMORY, "c_next = ft * c_prev + (1 - ft) * cct")),
        mistake("forget-gate-upside-down", "Your forget gate works upside down: where Γf is 1, the old memory is kept.",
                (_MEMORY, "c_next = (1 - ft) * c_prev + it * cct")),
        mistake("old-memory-missing", "The old memory is missing from `c_next`: Γf of it is kept.",
                (_MEMORY, "c_next = it * cct")),
        mistake("nothing-written", "The candidate is missing from `c_next`: Γi of it is added.",
                (_MEMORY, "c_next = ft * c_prev")),
        mistake("memory-subtracted", "One of the two terms of `c_next` is subtracted; they are added.",
                (_MEMORY, "c_next = ft * c_prev - it * cct")),
        mistake("gates-on-each-other", "You multiply the two parts of the memory; they are added.",
                (_MEMORY, "c_next = ft * c_prev * (it * cct)")),
        mistake("memory-from-a-prev", "The old memory is `c_prev`; you keep a part of the hidden state, `a_prev`.",
                (_MEMORY, "c_next = ft * a_prev + it * cct")),
        mistake("memory-squashed", "`c_next` itself went through tanh; the memory stays as it is, and its tanh goes "
                "into `a_next` only.", (_MEMORY, "c_next = np.tanh(ft * c_prev + it * cct)"),
                (_STATE, "a_next = ot * c_next")),
        mistake("memory-squashed-twice", "`c_next` itself went through tanh; the memory stays as it is, and its tanh "
                "goes into `a_next` only, once.", (_MEMORY, "c_next = np.tanh(ft * c_prev + it * cct)")),
        mistake("tanh-of-memory-missing", "The tanh of the memory is missing: `a_next` is Γo times tanh(c⟨t⟩).",
                (_STATE, "a_next = ot * c_next")),
        mistake("sigmoid-of-memory", "You take the sigmoid of the memory; `a_next` is Γo times its tanh.",
                (_STATE, "a_next = ot * sigmoid(c_next)")),
        mistake("tanh-around-the-gate", "The output gate is inside the tanh; it multiplies the tanh.",
                (_STATE, "a_next = np.tanh(ot * c_next)")),
        mistake("state-from-old-memory", "`a_next` is made from the old memory, `c_prev`; it shows the new one, "
                "`c_next`.", (_STATE, "a_next = ot * np.tanh(c_prev)")),
        mistake("state-from-candidate", "`a_next` is made from the candidate; it shows the memory, `c_next`.",
                (_STATE, "a_next = ot * cct")),
        mistake("no-tanh-of-candidate", "The candidate is the bare sum: it still has to go through `np.tanh`.",
                (_CANDIDATE, "cct = Wc @ stacked + bc")),
        mistake("candidate-sees-gated-state", "Your candidate sees `a_prev` through a gate, as in a GRU; here it sees "
                "all of it.", (_CANDIDATE, "cct = np.tanh(Wc @ np.concatenate([ft * a_prev, xt]) + bc)")),
        mistake("tanh-for-the-gates", "The gates went through tanh, so they can be negative; a gate is between 0 and "
                "1, `sigmoid`.", ("sigmoid(", "np.tanh(")),
        mistake("tanh-for-the-forget-gate", "`ft` went through tanh; a gate is between 0 and 1, `sigmoid`.",
                (_F, _F.replace("sigmoid", "np.tanh"))),
        mistake("tanh-for-the-input-gate", "`it` went through tanh; a gate is between 0 and 1, `sigmoid`.",
                (_I, _I.replace("sigmoid", "np.tanh"))),
        mistake("tanh-for-the-output-gate", "`ot` went through tanh; a gate is between 0 and 1, `sigmoid`.",
                (_O, _O.replace("sigmoid", "np.tanh"))),
        mistake("gates-by-softmax", "The gates went through softmax, so that the units of a column compete; each unit of a "
                "gate is a `sigmoid` of its own.",
                *((gate, gate.replace("sigmoid", "softmax")) for gate in (_F, _I, _O))),
        mistake("tanh-of-the-candidate-twice", "The candidate goes through tanh a second time on its way into `c_next`; "
                "once is enough.", (_MEMORY, "c_next = ft * c_prev + it * np.tanh(cct)")),
        mistake("output-gate-added", "The output gate is added to the tanh; a gate multiplies.",
                (_STATE, "a_next = ot + np.tanh(c_next)")),
        mistake("gates-without-sigmoid", "The gates are bare sums; a gate is between 0 and 1, `sigmoid`.",
                ("sigmoid(", "(")),
        mistake("blocks-exchanged", "You stack [x⟨t⟩; a⟨t−1⟩]. The shapes fit, but the first n_a columns of the "
                "weights belong to a⟨t−1⟩, so it must be on top.", ("[a_prev, xt]", "[xt, a_prev]")),
        mistake("memory-stacked", "You stack the memory, `c_prev`, on the input; the gates and the candidate see the "
                "hidden state, `a_prev`.", ("[a_prev, xt]", "[c_prev, xt]")),
        mistake("side-by-side", "`axis=1` puts the arrays side by side; the examples must stay columns, so stack "
                "along axis 0.", ("axis=0", "axis=1")),
        mistake("only-a-prev", "Only the first n_a columns of the weights are used, so `xt` has no effect.",
                (_STACK, "np.concatenate([a_prev, 0 * xt], axis=0)")),
        mistake("only-xt", "Only the last n_x columns of the weights are used, so `a_prev` has no effect.",
                (_STACK, "np.concatenate([0 * a_prev, xt], axis=0)")),
        mistake("no-bf", "The bias `bf` is missing from the forget gate.", (" + bf", "")),
        mistake("no-bi", "The bias `bi` is missing from the input gate.", (" + bi", "")),
        mistake("no-bc", "The bias `bc` is missing from the candidate.", (" + bc", "")),
        mistake("no-bo", "The bias `bo` is missing from the output gate.", (" + bo", "")),
        mistake("no-by", "The bias `by` is missing from the scores of the prediction.", (" + by", "")),
        mistake("no-biases", "The biases `bf`, `bi`, `bc` and `bo` are missing.",
                (" + bf", ""), (" + bi", ""), (" + bc", ""), (" + bo", "")),
        # a copied line of which one letter was not changed
        *(mistake(f"b{other}-for-b{gate}", f"The bias of `{_MADE[gate]}` is b{other}; its own is b{gate}.",
                  (f"@ stacked + b{gate})", f"@ stacked + b{other})"))
          for gate in "fico" for other in "fico" if gate != other),
        *(mistake(f"W{other}-for-W{gate}", f"The weights of `{_MADE[gate]}` are W{other}; its own are W{gate}.",
                  (f"W{gate} @ stacked", f"W{other} @ stacked"))
          for gate in "fico" for other in "fico" if gate != other),
        mistake("biases-outside", "The biases are added behind sigmoid and tanh; they belong inside, in the sums.",
                *((f"stacked + b{gate})", f"stacked) + b{gate}") for gate in "fico")),
        mistake("no-softmax", "`yt_pred` is still the scores Wy a + by: softmax turns them into probabilities.",
                (f"softmax({_SCORES})", _SCORES)),
        mistake("sigmoid-for-softmax", "`yt_pred` went through a sigmoid; softmax makes the units of a column compete "
                "and sum to 1.", (f"softmax({_SCORES})", f"sigmoid({_SCORES})")),
        mistake("softmax-over-examples", "Your softmax runs along axis 1, over the examples; each column is one "
                "example, so it belongs on axis 0.", (f"softmax({_SCORES})", f"softmax(({_SCORES}).T).T")),
        mistake("softmax-over-everything", "Your softmax divides by the sum of the whole array; each column has its "
                "own sum, axis 0.", (f"softmax({_SCORES})", f"np.exp({_SCORES}) / np.sum(np.exp({_SCORES}))")),
        mistake("state-and-memory-exchanged", "State and memory have changed places: return `a_next` first, then "
                "`c_next`.", ("return a_next, c_next, yt_pred, cache", "return c_next, a_next, yt_pred, cache")),
        mistake("prediction-before-memory", "Memory and prediction have changed places: `c_next` is the second result, "
                "`yt_pred` the third.",
                ("return a_next, c_next, yt_pred, cache", "return a_next, yt_pred, c_next, cache")),
        mistake("three-results", "Four results are needed, the memory and the cache among them: a_next, c_next, "
                "yt_pred, cache.",
                ("return a_next, c_next, yt_pred, cache", "return a_next, yt_pred, cache")),
        mistake("cache-with-old-and-new-exchanged", "The cache has old and new in each other's place: it is "
                f"{_NAMES}.",
                (_CACHE, _CACHE.replace("a_next, c_next, a_prev, c_prev", "a_prev, c_prev, a_next, c_next"))),
        mistake("cache-with-a-and-c-exchanged", "The cache has states and memories in each other's place: it is "
                f"{_NAMES}.",
                (_CACHE, _CACHE.replace("a_next, c_next, a_prev, c_prev", "c_next, a_next, c_prev, a_prev"))),
        mistake("cache-in-pairs", f"The cache stands in another order; it is {_NAMES}.",
                (_CACHE, _CACHE.replace("a_next, c_next, a_prev, c_prev", "a_next, a_prev, c_next, c_prev"))),
        mistake("cache-with-f-and-i-exchanged", f"The cache has `ft` and `it` in each other's place; it is {_NAMES}.",
                (_CACHE, _CACHE.replace("ft, it, cct, ot", "it, ft, cct, ot"))),
        mistake("cache-with-candidate-last", f"The cache has `cct` and `ot` in each other's place; it is {_NAMES}.",
                (_CACHE, _CACHE.replace("ft, it, cct, ot", "ft, it, ot, cct"))),
        mistake("cache-without-parameters", "The cache has to end with `parameters`: backward needs the weights.",
                (_CACHE, _CACHE.replace(", parameters)", ")"))),
        mistake("cache-without-memories", f"The cache lacks the memories: it is {_NAMES}.",
                (_CACHE, _CACHE.replace("a_next, c_next, a_prev, c_prev", "a_next, a_prev"))),
        mistake("cache-also-with-prediction", f"The cache has an item too many, `yt_pred`; it is {_NAMES}.",
                (_CACHE, _CACHE.replace("ot, xt", "ot, yt_pred, xt"))),
        mistake("cache-with-stacked", "The cache holds the stack [a⟨t−1⟩; x⟨t⟩] in the place of `xt`.",
                (_CACHE, _CACHE.replace("ot, xt", "ot, stacked"))),
    ),
)


# ---- all steps --------------------------------------------------------------------------------

def _pass_arguments(rng, n_x, n_a, n_y, m, T_x):
    return {"x": rng.standard_normal((n_x, m, T_x)), "a0": rng.uniform(-1, 1, (n_a, m)),
            "parameters": lstm_parameters(rng, n_x, n_a, n_y)}


def _pass_cases(rng):
    return [Case(_pass_arguments(rng, 3, 5, 2, 4, 6)), Case(_pass_arguments(rng, 5, 3, 4, 2, 7)),
            Case(_pass_arguments(rng, 4, 6, 3, 1, 5), "m = 1"),
            Case(_pass_arguments(rng, 2, 4, 5, 3, 1), "T_x = 1")]


def backward_through(caches, arguments):
    """The gradients that `lstm_backward` makes of these caches, for a fixed da.

    An older form of the course returns the pair (caches, x); its list is taken.
    """
    if len(caches) == 2 and isinstance(caches[0], (list, tuple)) and isinstance(caches[1], np.ndarray):
        caches = caches[0]
    shape = arguments["a0"].shape + arguments["x"].shape[2:]
    da = np.cos(np.arange(np.prod(shape), dtype=float)).reshape(shape)
    return lstm_backward(da, caches)


_CELL = "lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)"
_STEP = f"a_next, c_next, yt_pred, cache = {_CELL}"
_NO_MEMORY = "c_next = np.zeros((n_a, m), dtype)"
_LOOP = "range(T_x)"

LSTM_FORWARD = Exercise(
    answer=lstm_forward,
    notebook=NOTEBOOK,
    outputs=(Array("a", "n_a m T_x"), Array("y_pred", "n_y m T_x"), Array("c", "n_a m T_x"),
             ByUse("caches", (Array("dx", "n_x m T_x"), Array("da0", "n_a m"), *WEIGHTS),
                   backward_through, "lstm_backward")),
    points={"a": 3, "y_pred": 2, "c": 2, "caches": 2, "form": 1},
    cases=_pass_cases,
    blanks=("a_next =", "c_next =", "a_next, c_next, yt_pred, cache =", "a[:, :, t] =", "c[:, :, t] =",
            "y_pred[:, :, t] =", "caches.append("),
    helpers=("lstm_cell_forward",),
    mistakes=(
        mistake("memory-not-carried-on", "Each step starts with an empty memory: put the cell's second result into "
                "`c_next`, and hand that to the next step.", (_CELL, _CELL.replace("c_next", "np.zeros((n_a, m))"))),
        mistake("a0-at-every-step", "Each step gets `a0` as the state before it: hand the cell the one of the step "
                "before, `a_next`.", (_CELL, _CELL.replace("a_next", "a0"))),
        mistake("nothing-carried-on", "Each step gets `a0` and an empty memory, so nothing is remembered: hand the "
                "cell `a_next` and `c_next` of the step before.",
                (_CELL, _CELL.replace("a_next, c_next", "a0, np.zeros((n_a, m))"))),
        mistake("memory-starts-as-a0", "The memory starts as `a0`; it starts empty, c0 = 0, shaped like a0.",
                (_NO_MEMORY, "c_next = a0")),
        mistake("memory-starts-with-ones", "The memory starts with ones; it starts empty, c0 = 0.",
                (_NO_MEMORY, "c_next = np.ones((n_a, m), dtype)")),
        mistake("a0-never-used", "`a0` is never used: the state before the first step is `a0`, not zeros.",
                ("a_next = a0", "a_next = np.zeros((n_a, m))")),
        mistake("state-and-memory-exchanged-on-the-way", "You hand on state and memory in each other's place: the cell "
                "takes xt, a_prev, c_prev, parameters.", (_CELL, _CELL.replace("a_next, c_next", "c_next, a_next"))),
        mistake("state-for-memory", "You hand on the state twice; the third argument of the cell is the memory, "
                "`c_next`.", (_CELL, _CELL.replace("a_next, c_next", "a_next, a_next"))),
        mistake("memory-for-state", "You hand on the memory twice; the second argument of the cell is the state, "
                "`a_next`.", (_CELL, _CELL.replace("a_next, c_next", "c_next, c_next"))),
        mistake("first-input-at-every-step", "Every step reads the first input: take x⟨t⟩, `x[:, :, t]`.",
                ("x[:, :, t]", "x[:, :, 0]")),
        mistake("last-input-at-every-step", "Every step reads the last input: take x⟨t⟩, `x[:, :, t]`.",
                ("x[:, :, t]", "x[:, :, -1]")),
        mistake("input-one-step-late", "Step t reads the input of step t−1: the indices are off by one.",
                ("x[:, :, t]", "x[:, :, t - 1]")),
        mistake("steps-backwards", "You go through the time steps in reverse; forward means from t = 0 to T_x − 1.",
                (_LOOP, "reversed(range(T_x))")),
        mistake("last-step-missing", "The last time step is never computed: the loop ends one step too early.",
                (_LOOP, "range(T_x - 1)")),
        mistake("first-step-missing", "The first time step is never computed: the loop starts one step too late.",
                (_LOOP, "range(1, T_x)")),
        mistake("a-not-stored", "`a` is still zeros: store each `a_next` in `a[:, :, t]`.",
                ("        a[:, :, t] = a_next\n", "")),
        mistake("c-not-stored", "`c` is still zeros: store each `c_next` in `c[:, :, t]`.",
                ("        c[:, :, t] = c_next\n", "")),
        mistake("prediction-not-stored", "`y_pred` is still zeros: store each `yt_pred` in `y_pred[:, :, t]`.",
                ("        y_pred[:, :, t] = yt_pred\n", "")),
        mistake("state-stored-as-memory", "`c` holds the hidden states; it is for the memories, `c_next`.",
                ("c[:, :, t] = c_next", "c[:, :, t] = a_next")),
        mistake("memory-stored-as-state", "`a` holds the memories; it is for the hidden states, `a_next`.",
                ("a[:, :, t] = a_next", "a[:, :, t] = c_next")),
        mistake("a-and-c-exchanged", "States and memories are stored in each other's place: `a` is for `a_next`, `c` "
                "for `c_next`.", ("a[:, :, t] = a_next", "a[:, :, t] = c_next"),
                ("        c[:, :, t] = c_next", "        c[:, :, t] = a_next")),
        mistake("c-one-step-late", "`c` at step t holds the memory before step t: store `c_next` after the cell has "
                "run.", ("c[:, :, t] = c_next", "c[:, :, t] = cache[3]")),
        mistake("a-one-step-late", "`a` at step t holds the state before step t: store `a_next` after the cell has "
                "run.", ("a[:, :, t] = a_next", "a[:, :, t] = cache[2]")),
        mistake("all-at-the-first-step", "Every result is stored at t = 0, over the one before: use position t.",
                ("a[:, :, t] = a_next", "a[:, :, 0] = a_next"),
                ("c[:, :, t] = c_next", "c[:, :, 0] = c_next"),
                ("y_pred[:, :, t] = yt_pred", "y_pred[:, :, 0] = yt_pred")),
        mistake("caches-empty", "`caches` is empty: append the cache of each step.",
                ("        caches.append(cache)\n", "")),
        mistake("last-cache-only", "`caches` holds the last step only: append to the list instead of replacing it.",
                ("caches.append(cache)", "caches = [cache]")),
        mistake("caches-backwards", "`caches` is in reverse order: append at its end, so that `caches[t]` belongs to "
                "step t.", ("caches.append(cache)", "caches.insert(0, cache)")),
        mistake("states-for-caches", "`caches` holds arrays; it has to be a list with the whole cache of each step.",
                ("caches.append(cache)", "caches.append(a_next)")),
        mistake("one-array-for-all-memories", "Your caches all hold the same memory, which every step overwrites: let "
                "each step make a new one.",
                (_STEP, f"a_next, new, yt_pred, cache = {_CELL}\n        c_next[:] = new"),
                ("caches.append(cache)", "caches.append((cache[0], c_next, *cache[2:]))")),
        mistake("overwritten-in-place", "Each step writes its state and memory into the same two arrays (`[:] =`), and "
                "your caches hold these as what was before their step, so they change in them as well: let each step "
                "have new ones.",
                ("a_next = a0", "a_next = a0.copy()"),
                (_STEP, f"new_a, new_c, yt_pred, cache = {_CELL}\n        a_next[:], c_next[:] = new_a, new_c")),
        mistake("results-of-the-cell-exchanged", "You take the cell's results in another order: it returns a_next, "
                "c_next, yt_pred, cache.", (_STEP, _STEP.replace("a_next, c_next, yt_pred", "c_next, a_next, yt_pred", 1))),
        mistake("memory-before-prediction", "The results stand in another order: return a, y_pred, c, caches.",
                ("return a, y_pred, c, caches", "return a, c, y_pred, caches")),
        mistake("three-results", "Four results are needed, the memories among them: a, y_pred, c, caches.",
                ("return a, y_pred, c, caches", "return a, y_pred, caches")),
        mistake("last-state-returned", "You return the last state; return `a`, the states of all steps.",
                ("return a, y_pred, c", "return a_next, y_pred, c")),
        mistake("last-memory-returned", "You return the last memory; return `c`, the memories of all steps.",
                ("return a, y_pred, c,", "return a, y_pred, c_next,")),
        mistake("last-prediction-returned", "You return the last prediction; return `y_pred`, the predictions of all "
                "steps.", ("return a, y_pred", "return a, yt_pred")),
        mistake("loop-over-the-examples", "Your loop runs over the m examples; it should run over the T_x time steps, "
                "the last axis of x.", ("T_x = x.shape[2]", "T_x = x.shape[1]")),
        mistake("as-many-steps-as-examples", "Your loop goes round once for each of the m examples; it "
                "should go round once for each of the T_x time steps, the last axis of x.", (_LOOP, "range(m)")),
        mistake("examples-and-steps-exchanged", "`m` and `T_x` have changed places: the second axis of x is the "
                "examples, the last one is time.", ("n_a, m = a0.shape", "n_a, T_x = a0.shape"),
                ("T_x = x.shape[2]", "m = x.shape[2]")),
    ),
)


# ---- one step back ----------------------------------------------------------------------------

def _back_cases(rng):
    def case(n_x, n_a, n_y, m, note=""):
        cache = lstm_cell_forward(**_cell_arguments(rng, n_x, n_a, n_y, m))[3]
        return Case({"da_next": rng.standard_normal((n_a, m)), "dc_next": rng.standard_normal((n_a, m)),
                     "cache": cache}, note)

    return [case(3, 5, 2, 4), case(6, 2, 4, 3), case(4, 6, 3, 1, "m = 1")]


_FROM_A = "dc_from_a = (1 - np.tanh(c_next) ** 2) * (ot * da_next)"
_DC = "dc = dc_from_a + dc_next"
_KEPT = "dc_prev = ft * dc"
_DZF = "dzf = ft * (1 - ft) * (c_prev * dc)"
_DZI = "dzi = it * (1 - it) * (cct * dc)"
_DZC = "dzc = (1 - cct ** 2) * (it * dc)"
_DZO = "dzo = ot * (1 - ot) * (np.tanh(c_next) * da_next)"
_BOTH = "dstacked = Wf.T @ dzf + Wi.T @ dzi + Wc.T @ dzc + Wo.T @ dzo"


def _each(replace, by):
    """One edit for each of the four: X stands for f, i, c and o."""
    return [(replace.replace("X", gate), by.replace("X", gate)) for gate in "fico"]


LSTM_CELL_BACKWARD = Exercise(
    answer=lstm_cell_backward,
    notebook=NOTEBOOK,
    outputs=(Table("gradients", (Array("dc_prev", "n_a m"), *WEIGHTS, Array("da_prev", "n_a m"),
                                 Array("dxt", "n_x m")), shown=False),),
    points={"dc_prev": 2, "dWf, dbf": 1, "dWi, dbi": 1, "dWc, dbc": 1, "dWo, dbo": 1, "da_prev": 2, "dxt": 1,
            "form": 1},
    cases=_back_cases,
    blanks=("dc_from_a =", "dc =", "dc_prev =", "dzf =", "dzi =", "dzc =", "dzo =", "stacked =", "dstacked =",
            "da_prev =", "dxt ="),
    lines=(("dc", ("dc_prev", "dbf", "dbi", "dbc")), ("dc_prev", ("dc_prev",)),
           *((f"dz{gate}", (f"db{gate}",)) for gate in "fico"), *((f"dW{gate}", (f"dW{gate}",)) for gate in "fico"),
           ("dstacked", ("da_prev", "dxt")), ("da_prev", ("da_prev",)), ("dxt", ("dxt",))),
    mistakes=(
        mistake("dc-next-ignored", "`dc_next` is not used: the memory also goes on to step t+1, and what comes back "
                "from there has to be added.", (_DC, "dc = dc_from_a")),
        mistake("dc-from-a-ignored", "What reaches the memory through `a_next` is missing: c⟨t⟩ had two effects, so "
                "dc is a sum of two.", (_DC, "dc = dc_next")),
        mistake("dc-next-for-dc-prev-only", "The gates and the candidate don't hear of `dc_next`: they all made c⟨t⟩, "
                "so each needs the whole sum, dc.",
                (_DZF, _DZF.replace("dc)", "dc_from_a)")), (_DZI, _DZI.replace("dc)", "dc_from_a)")),
                (_DZC, _DZC.replace("dc)", "dc_from_a)"))),
        mistake("dc-next-not-for-dc-prev", "`dc_prev` leaves out `dc_next`: it is Γf times the whole of dc.",
                (_KEPT, "dc_prev = ft * dc_from_a")),
        mistake("dc-prev-from-dc-next-only", "`dc_prev` leaves out what came through `a_next`: it is Γf times the "
                "whole of dc.", (_KEPT, "dc_prev = ft * dc_next")),
        mistake("direct-path-missing", "The direct path is missing: c⟨t−1⟩ is multiplied by Γf on its way to c⟨t⟩, so "
                "`dc_prev` is dc times `ft`.", (_KEPT, "dc_prev = dc")),
        mistake("dc-prev-through-the-input-gate", "`dc_prev` goes through Γi; the old memory was multiplied by Γf.",
                (_KEPT, "dc_prev = it * dc")),
        mistake("dc-prev-times-memory", "`dc_prev` is dc times `c_prev`, which is what Γf gets; c⟨t−1⟩ itself gets dc "
                "times `ft`.", (_KEPT, "dc_prev = c_prev * dc")),
        mistake("dc-prev-upside-down", "`dc_prev` uses 1 − Γf; it is dc times `ft`.",
                (_KEPT, "dc_prev = (1 - ft) * dc")),
        mistake("dc-prev-zero", "`dc_prev` is zero: nothing goes back along the memory. It is dc times `ft`.",
                (_KEPT, "dc_prev = np.zeros_like(c_prev)")),
        mistake("tanh-derivative-missing", "The derivative of tanh is missing on the way from `a_next` to the memory: "
                "1 − tanh²(c⟨t⟩).", (_FROM_A, "dc_from_a = ot * da_next")),
        mistake("tanh-derivative-of-bare-memory", "You use 1 − c²; the memory is not a tanh yet: the derivative is "
                "1 − tanh²(c).", (_FROM_A, "dc_from_a = (1 - c_next ** 2) * (ot * da_next)")),
        mistake("square-of-the-bracket", "You square the whole bracket, (1 − tanh(c))²; the derivative of tanh is "
                "1 − tanh²(c).", (_FROM_A, _FROM_A.replace("(1 - np.tanh(c_next) ** 2)", "(1 - np.tanh(c_next)) ** 2"))),
        mistake("tanh-squared", "You use tanh²(c); the derivative of tanh is what is missing to 1, 1 − tanh²(c).",
                (_FROM_A, _FROM_A.replace("(1 - np.tanh(c_next) ** 2)", "np.tanh(c_next) ** 2"))),
        mistake("square-of-the-candidates-bracket", "You square the whole bracket, (1 − c̃)²; the derivative of tanh is "
                "1 − c̃².", (_DZC, _DZC.replace("(1 - cct ** 2)", "(1 - cct) ** 2"))),
        mistake("two-effects-multiplied", "The two gradients that meet at c⟨t⟩ are multiplied; two effects add up.",
                (_DC, "dc = dc_from_a * dc_next")),
        mistake("dc-next-added-to-dc-prev", "`dc_next` is added to `dc_prev` once more; it is in dc already.",
                (_KEPT, "dc_prev = ft * dc + dc_next")),
        mistake("output-gate-without-memory", "`dzo` lacks the factor tanh(c⟨t⟩), which Γo multiplied.",
                (_DZO, _DZO.replace("(np.tanh(c_next) * da_next)", "da_next"))),
        mistake("tanh-derivative-of-a-next", "You use 1 − a², as in an RNN; here a is Γo times tanh(c), so the "
                "derivative is 1 − tanh²(c).", (_FROM_A, "dc_from_a = (1 - a_next ** 2) * (ot * da_next)")),
        mistake("tanh-derivative-of-old-memory", "The derivative of tanh is taken at `c_prev`; a⟨t⟩ was made from "
                "`c_next`.", (_FROM_A, _FROM_A.replace("c_next", "c_prev"))),
        mistake("output-gate-missing", "Γo is missing on the way from `a_next` to the memory: a⟨t⟩ was Γo times tanh.",
                (_FROM_A, "dc_from_a = (1 - np.tanh(c_next) ** 2) * da_next")),
        mistake("dc-next-through-tanh", "`dc_next` went through the output gate and the tanh; it comes straight from "
                "step t+1 and is added behind them.",
                (_DC, "dc = dc_from_a + (1 - np.tanh(c_next) ** 2) * ot * dc_next")),
        mistake("dc-next-through-the-slope", "`dc_next` went through the derivative of tanh; it comes straight from "
                "step t+1 and is added behind it.", (_DC, "dc = dc_from_a + (1 - np.tanh(c_next) ** 2) * dc_next")),
        mistake("gate-derivatives-missing", "The derivatives of the gates are missing: each Γ is a sigmoid, so its "
                "gradient goes back through Γ(1 − Γ).", ("ft * (1 - ft) * ", ""), ("it * (1 - it) * ", ""),
                ("ot * (1 - ot) * ", "")),
        mistake("forget-gate-derivative-missing", "The derivative of the forget gate is missing: Γf(1 − Γf).",
                ("ft * (1 - ft) * ", "")),
        mistake("input-gate-derivative-missing", "The derivative of the input gate is missing: Γi(1 − Γi).",
                ("it * (1 - it) * ", "")),
        mistake("output-gate-derivative-missing", "The derivative of the output gate is missing: Γo(1 − Γo).",
                ("ot * (1 - ot) * ", "")),
        mistake("tanh-derivative-for-gates", "You use 1 − Γ², the derivative of tanh; a gate is a sigmoid: Γ(1 − Γ).",
                ("ft * (1 - ft)", "(1 - ft ** 2)"), ("it * (1 - it)", "(1 - it ** 2)"),
                ("ot * (1 - ot)", "(1 - ot ** 2)")),
        mistake("brackets-missing", "The derivatives of gates and candidate multiply only what comes through `a_next`, "
                "not `dc_next`: put the sum of the two in brackets.",
                (_DZF, "dzf = c_prev * dc_next + ft * (1 - ft) * (c_prev * dc_from_a)"),
                (_DZI, "dzi = cct * dc_next + it * (1 - it) * (cct * dc_from_a)"),
                (_DZC, "dzc = it * dc_next + (1 - cct ** 2) * (it * dc_from_a)")),
        mistake("candidate-brackets-missing", "The derivative of the candidate multiplies only what comes through "
                "`a_next`, not `dc_next`: put the sum of the two in brackets.",
                (_DZC, "dzc = it * dc_next + (1 - cct ** 2) * (it * dc_from_a)")),
        mistake("half-the-gate-derivatives", "You use 1 − Γ; the derivative of a sigmoid is Γ(1 − Γ).",
                ("ft * (1 - ft)", "(1 - ft)"), ("it * (1 - it)", "(1 - it)"), ("ot * (1 - ot)", "(1 - ot)")),
        mistake("candidate-derivative-missing", "The derivative of the candidate's tanh is missing: 1 − c̃².",
                (_DZC, "dzc = it * dc")),
        mistake("all-derivatives-missing", "The derivatives of gates and candidate are missing: Γ(1 − Γ) for each "
                "gate, 1 − c̃² for the candidate.", ("ft * (1 - ft) * ", ""), ("it * (1 - it) * ", ""),
                ("ot * (1 - ot) * ", ""), (_DZC, "dzc = it * dc")),
        mistake("candidate-with-sigmoid-derivative", "You use c̃(1 − c̃), the derivative of a sigmoid; the candidate "
                "is a tanh: 1 − c̃².", (_DZC, "dzc = cct * (1 - cct) * (it * dc)")),
        mistake("candidate-tanh-twice", "You take the tanh of `cct` once more; it is a tanh already, so its derivative "
                "is 1 − c̃².", (_DZC, "dzc = (1 - np.tanh(cct) ** 2) * (it * dc)")),
        mistake("candidate-without-input-gate", "The input gate is missing from the candidate's gradient: c̃ was "
                "multiplied by Γi.", (_DZC, "dzc = (1 - cct ** 2) * dc")),
        mistake("candidate-through-the-forget-gate", "The candidate's gradient goes through Γf; c̃ was multiplied by "
                "Γi.", (_DZC, "dzc = (1 - cct ** 2) * (ft * dc)")),
        mistake("memory-and-candidate-exchanged", "Γf and Γi have each other's partner: Γf multiplied `c_prev`, Γi "
                "multiplied `cct`.", (_DZF, _DZF.replace("c_prev", "cct")), (_DZI, _DZI.replace("cct", "c_prev"))),
        mistake("forget-gate-with-new-memory", "The forget gate's gradient uses `c_next`; Γf multiplied the old "
                "memory, `c_prev`.", (_DZF, _DZF.replace("c_prev", "c_next"))),
        mistake("forget-gate-with-a-prev", "The forget gate's gradient uses `a_prev`; Γf multiplied the old memory, "
                "`c_prev`.", (_DZF, _DZF.replace("c_prev", "a_prev"))),
        mistake("output-gate-without-tanh", "The output gate's gradient uses the bare memory; Γo multiplied "
                "tanh(c⟨t⟩).", (_DZO, _DZO.replace("np.tanh(c_next)", "c_next"))),
        mistake("output-gate-with-old-memory", "The output gate's gradient uses the old memory; Γo multiplied tanh of "
                "the new one.", (_DZO, _DZO.replace("c_next", "c_prev"))),
        mistake("output-gate-from-dc", "The output gate's gradient comes from dc; Γo made a⟨t⟩, so it comes from "
                "`da_next`.", (_DZO, _DZO.replace("da_next", "dc"))),
        mistake("output-gate-with-a-next", "The output gate's gradient uses `a_next`; Γo multiplied tanh(c⟨t⟩), and "
                "`a_next` has Γo in it already.", (_DZO, _DZO.replace("np.tanh(c_next)", "a_next"))),
        mistake("gates-from-da-next", "The gates of the memory take `da_next`; they made c⟨t⟩, so their gradients come "
                "from dc.", (_DZF, _DZF.replace("dc)", "da_next)")), (_DZI, _DZI.replace("dc)", "da_next)")),
                (_DZC, _DZC.replace("dc)", "da_next)"))),
        mistake("not-split", "`dstacked` is not split: its first n_a rows are `da_prev`, the others `dxt`, as the "
                "first n_a columns of each W belong to a⟨t−1⟩.", ("da_prev = dstacked[:n_a]", "da_prev = dstacked"),
                ("dxt = dstacked[n_a:]", "dxt = dstacked")),
        mistake("split-the-other-way-round", "You split as if x⟨t⟩ were on top: the first n_a columns of each W belong "
                "to a⟨t−1⟩, so the first n_a rows of `dstacked` are `da_prev`.",
                ("da_prev = dstacked[:n_a]", "da_prev = dstacked[xt.shape[0]:]"),
                ("dxt = dstacked[n_a:]", "dxt = dstacked[:xt.shape[0]]")),
        mistake("halves-exchanged", "`da_prev` and `dxt` have each other's rows of `dstacked`: the first n_a are "
                "`da_prev`.", ("da_prev = dstacked[:n_a]", "da_prev = dstacked[n_a:]"),
                ("dxt = dstacked[n_a:]", "dxt = dstacked[:n_a]")),
        mistake("way-through-the-output-gate-missing", "a⟨t−1⟩ and x⟨t⟩ also had their say in Γo: the product of Wo "
                "and `dzo` is missing.", (" + Wo.T @ dzo", "")),
        mistake("way-through-the-candidate-missing", "a⟨t−1⟩ and x⟨t⟩ also had their say in c̃: the product of Wc and "
                "`dzc` is missing.", (" + Wc.T @ dzc", "")),
        mistake("way-through-the-input-gate-missing", "a⟨t−1⟩ and x⟨t⟩ also had their say in Γi: the product of Wi and "
                "`dzi` is missing.", (" + Wi.T @ dzi", "")),
        mistake("way-through-the-forget-gate-missing", "a⟨t−1⟩ and x⟨t⟩ also had their say in Γf: the product of Wf "
                "and `dzf` is missing.", ("Wf.T @ dzf + ", "")),
        mistake("through-the-candidate-only", "a⟨t−1⟩ and x⟨t⟩ went into the gates too: add the products of all four "
                "weights.", (_BOTH, "dstacked = Wc.T @ dzc")),
        mistake("through-the-gates-only", "a⟨t−1⟩ and x⟨t⟩ went into all four sums; only one way is there.",
                (_BOTH, "dstacked = Wf.T @ dzf")),
        mistake("da-next-added-to-da-prev", "`da_next` is added to `da_prev`; a⟨t−1⟩ reaches a⟨t⟩ through the gates "
                "and the candidate only.", ("da_prev = dstacked[:n_a]", "da_prev = dstacked[:n_a] + da_next")),
        mistake("weights-not-transposed", "Going back takes the transpose of each weight matrix.",
                (".T @ dz", " @ dz")),
        mistake("weights-of-f-and-i-exchanged", "The gradients of the forget and the input gate go through each "
                "other's weights.", ("Wf.T @ dzf + Wi.T @ dzi", "Wf.T @ dzi + Wi.T @ dzf")),
        mistake("gradients-of-f-and-i-exchanged", "`dzf` and `dzi` have changed places: `dWf` and `dbf` belong to the "
                "forget gate.", (_DZF, _DZI.replace("dzi", "dzf")), (_DZI, _DZF.replace("dzf", "dzi"), )),
        mistake("weights-from-a-next", "The gradients of the weights are made with `a_next`; they multiplied `a_prev`.",
                ("[a_prev, xt]", "[a_next, xt]")),
        mistake("weights-from-c-prev", "The gradients of the weights are made with the memory; they multiplied "
                "`a_prev`.",
                ("[a_prev, xt]", "[c_prev, xt]")),
        mistake("weights-with-blocks-exchanged", "The gradients of the weights have their blocks exchanged: the first "
                "n_a columns belong to a⟨t−1⟩.", ("[a_prev, xt]", "[xt, a_prev]")),
        mistake("weights-transposed", "The gradients of the weights are transposed: they have the shape (n_a, n_a + "
                "n_x).",
                *_each("dWX = dzX @ stacked.T", "dWX = stacked @ dzX.T")),
        mistake("weights-averaged", "The gradients of the weights are divided by m; the 1/m of the loss is in "
                "`da_next` already.", *_each("dWX = dzX @ stacked.T", "dWX = dzX @ stacked.T / xt.shape[1]")),
        mistake("everything-averaged", "The gradients of weights and biases are divided by m; the 1/m of the loss is "
                "in `da_next` already.", *_each("dWX = dzX @ stacked.T", "dWX = dzX @ stacked.T / xt.shape[1]"),
                ("np.sum(dz", "np.mean(dz")),
        mistake("biases-averaged", "The gradients of the biases are means over the examples; they are sums.",
                ("np.sum(dz", "np.mean(dz")),
        mistake("biases-over-the-units", "The gradients of the biases are summed over the units, axis 0; sum over the "
                "examples, axis 1.", ("axis=1, keepdims", "axis=0, keepdims")),
        mistake("biases-without-column", "The gradients of the biases have lost their second axis: a bias is a column "
                "(n_a, 1); keepdims=True keeps it.", (", axis=1, keepdims=True)", ", axis=1)")),
        mistake("biases-not-summed", "The gradients of the biases are not summed over the examples: a bias was added "
                "to each of the m columns.", *_each("np.sum(dzX, axis=1, keepdims=True)", "dzX")),
        mistake("cache-in-another-order", f"You take the cache apart in another order: it is {_NAMES}.",
                ("a_next, c_next, a_prev, c_prev, ft,", "a_next, a_prev, c_next, c_prev, ft,")),
        mistake("gates-in-another-order", f"You take the cache apart in another order: it is {_NAMES}.",
                ("ft, it, cct, ot, xt, parameters = cache", "ft, it, ot, cct, xt, parameters = cache")),
    ),
)


# ---- all steps back ---------------------------------------------------------------------------

def _back_pass_cases(rng):
    def case(n_x, n_a, n_y, m, T_x, note=""):
        caches = lstm_forward(**_pass_arguments(rng, n_x, n_a, n_y, m, T_x))[3]
        return Case({"da": rng.standard_normal((n_a, m, T_x)), "caches": caches}, note)

    return [case(3, 5, 2, 4, 6), case(6, 3, 4, 2, 5), case(2, 4, 3, 1, 7, "m = 1"), case(5, 4, 2, 3, 1, "T_x = 1")]


_BACK = "lstm_cell_backward(da_from_loss + da_from_next, dc_from_next, caches[t])"
_SUM = "da_from_loss + da_from_next"
_A_ON, _C_ON = 'da_from_next = step["da_prev"]', 'dc_from_next = step["dc_prev"]'
_ADD = "gradients[name] += step[name]"

LSTM_BACKWARD = Exercise(
    answer=lstm_backward,
    notebook=NOTEBOOK,
    outputs=(Table("gradients", (Array("dx", "n_x m T_x"), Array("da0", "n_a m"), *WEIGHTS), shown=False),),
    points={"dx": 2, "da0": 3, "dWf, dbf": 1, "dWi, dbi": 1, "dWc, dbc": 1, "dWo, dbo": 1, "form": 1},
    cases=_back_pass_cases,
    blanks=("da_from_loss =", "step =", "da_from_next = step", "dc_from_next = step", "dx[:, :, t] =",
            "gradients[name] +="),
    helpers=("lstm_cell_backward",),
    mistakes=(
        mistake("da-not-carried-back", "What comes back along the hidden state is not used: a⟨t⟩ also changed every "
                "later step. Give the cell da_from_loss + da_from_next.", (_SUM, "da_from_loss")),
        mistake("dc-not-carried-back", "What comes back along the memory is not used: c⟨t⟩ also went on to step t+1. "
                "Give the cell `dc_from_next`.", ("dc_from_next, caches", "np.zeros((n_a, m)), caches")),
        mistake("neither-carried-back", "Neither da_prev nor dc_prev is carried back to the step before, so each step "
                "learns from its own loss alone (with T_x = 1 nobody would see it). Both go back.",
                (f"{_SUM}, dc_from_next", "da_from_loss, np.zeros((n_a, m))")),
        mistake("da-and-dc-exchanged", "What comes back along the state and along the memory have changed places: "
                "da_prev belongs to `da_from_next`, dc_prev to `dc_from_next`.",
                (_A_ON, _A_ON.replace('"da_prev"', '"dc_prev"')),
                (_C_ON, _C_ON.replace('"dc_prev"', '"da_prev"')), ('"da0": da_from_next', '"da0": dc_from_next')),
        mistake("dc-goes-the-way-of-da", "What comes back along the memory is added to da; it has a place of its own, "
                "the second argument of the cell.", (_BACK, "lstm_cell_backward(da_from_loss + da_from_next + "
                                                     "dc_from_next, np.zeros((n_a, m)), caches[t])")),
        mistake("da-for-dc", "You give the cell `da_from_next` twice; the second argument is what comes back along the "
                "memory, `dc_from_next`.", ("dc_from_next, caches", "da_from_next, caches")),
        mistake("dc-for-da", "What comes back along the memory stands for both; the first argument takes what comes "
                "back along the state. Keep the two under two names.", (_SUM, "da_from_loss + dc_from_next")),
        mistake("loss-given-to-the-memory", "You add `da` to `dc_from_next` too; the loss looks at a⟨t⟩ only, and the "
                "cell itself sees to the way from there to c⟨t⟩.", ("dc_from_next, caches", "da_from_loss + "
                                                                   "dc_from_next, caches")),
        mistake("loss-at-the-last-step-only", "Only the last step's loss is used: at every step add `da[:, :, t]` to "
                "what comes from step t+1.",
                ("da_from_loss = da[:, :, t]", "da_from_loss = da[:, :, t] * (t == T_x - 1)")),
        mistake("loss-not-added", "`da` is not used: what comes from the loss at step t has to be added to what comes "
                "from step t+1.", (_SUM, "da_from_next")),
        mistake("same-da-at-every-step", "Every step gets the gradient of the last step's loss; step t needs "
                "`da[:, :, t]`.", ("da_from_loss = da[:, :, t]", "da_from_loss = da[:, :, -1]")),
        mistake("steps-forwards", "You go through the steps from the first to the last; the gradient comes from the "
                "future, so start at the last step.", ("reversed(range(T_x))", "range(T_x)")),
        mistake("overwritten-at-each-step", "The gradients of the weights are overwritten at each step: the same "
                "weights worked at every step, so add them up with +=.", (_ADD, "gradients[name] = step[name]")),
        mistake("biases-overwritten", "The gradients of the biases are overwritten at each step: add the steps up.",
                (_ADD, 'gradients[name] = step[name] + gradients[name] * ("W" in name)')),
        mistake("weights-overwritten", "The gradients of the weight matrices are overwritten at each step: add the "
                "steps up.", (_ADD, 'gradients[name] = step[name] + gradients[name] * ("b" in name)')),
        mistake("weights-of-the-last-step-only", "The gradients of the weights come from the last step alone: the same "
                "weights worked at every step, so add all of them up.", (_ADD, f"{_ADD} * (t == T_x - 1)")),
        mistake("averaged-over-steps", "The gradients of the weights are divided by T_x; the loss sums over the steps, "
                "so they are sums.", (_ADD, f"{_ADD} / T_x")),
        mistake("first-step-missing", "The loop stops before t = 0: the first step has to go back too, to a0.",
                ("reversed(range(T_x))", "range(T_x - 1, 0, -1)")),
        mistake("last-step-missing", "The loop begins at T_x − 2: the last step, t = T_x − 1, has to be included.",
                ("reversed(range(T_x))", "reversed(range(T_x - 1))")),
        mistake("last-cache-at-every-step", "Every step uses the last cache; step t needs `caches[t]`.",
                ("caches[t])", "caches[-1])")),
        mistake("first-cache-at-every-step", "Every step uses the first cache; step t needs `caches[t]`.",
                ("caches[t])", "caches[0])")),
        mistake("cache-of-the-step-before", "Step t uses the cache of step t−1: the indices are off by one.",
                ("caches[t])", "caches[t - 1])")),
        mistake("caches-backwards", "You go through `da` backwards but through the caches forwards: step t needs the "
                "cache of step t.", ("caches[t])", "caches[T_x - 1 - t])")),
        mistake("next-step-added-twice", "What comes back along the hidden state is added twice; once is enough.",
                (_SUM, "da_from_loss + 2 * da_from_next")),
        mistake("loss-added-twice", "What comes from the loss at step t is added twice; the second gradient is the one "
                "that comes from step t+1.", (_SUM, "da_from_loss + da_from_loss")),
        mistake("two-gradients-averaged", "You take the mean of the two gradients that meet at a⟨t⟩; it is their sum.",
                (_SUM, "(da_from_loss + da_from_next) / 2")),
        mistake("da-added-up", "What comes back along the hidden state is added to what came before it; it has to take "
                "its place.", (_A_ON, 'da_from_next = da_from_next + step["da_prev"]')),
        mistake("dc-added-up", "What comes back along the memory is added to what came before it; it has to take its "
                "place.", (_C_ON, 'dc_from_next = dc_from_next + step["dc_prev"]')),
        mistake("both-added-up", "What comes back is added to what came before it; it has to take its place, as it "
                "carries all the later steps already.", (_A_ON, 'da_from_next = da_from_next + step["da_prev"]'),
                (_C_ON, 'dc_from_next = dc_from_next + step["dc_prev"]')),
        mistake("da0-of-the-memory", "`da0` is what comes back along the memory, the gradient of c0; a0 gets what "
                "comes back along the state.", ('"da0": da_from_next', '"da0": dc_from_next')),
        mistake("da0-with-the-memory", "`da0` has the gradient of c0 added to it; c0 is fixed at 0, and a0 gets what "
                "comes back along the state alone.", ('"da0": da_from_next', '"da0": da_from_next + dc_from_next')),
        mistake("da0-not-returned", "`da0` is zero: it is what leaves the first step, the last `da_prev` that your "
                "loop computed.", ('"da0": da_from_next', '"da0": np.zeros((n_a, m))')),
        mistake("da0-before-the-cell", "`da0` is what goes into the first step; it has to go back through that cell "
                "too: da0 is the `da_prev` of step 0.", ('"da0": da_from_next', '"da0": da_from_loss')),
        mistake("da0-of-the-last-step", "`da0` is the `da_prev` of the last step; it is what leaves the first step, at "
                "the very end of your loop.", (_A_ON, f"{_A_ON}\n        da0 = da_from_next if t == T_x - 1 else da0"),
                ('"da0": da_from_next', '"da0": da0')),
        mistake("dx-not-stored", "`dx` is still zeros: store `dxt` of each step in `dx[:, :, t]`.",
                ('        dx[:, :, t] = step["dxt"]\n', "")),
        mistake("dx-one-step-early", "`dx` is stored one position too early: step t belongs at position t.",
                ("dx[:, :, t] =", "dx[:, :, t - 1] =")),
        mistake("dx-backwards", "`dx` is stored in reverse order: step t belongs at position t.",
                ("dx[:, :, t] =", "dx[:, :, T_x - 1 - t] =")),
        mistake("dx-of-the-first-step-everywhere", "`dx` holds one step's gradient everywhere: store at position t.",
                ('dx[:, :, t] = step["dxt"]', 'dx[:] = step["dxt"][:, :, None]')),
        mistake("incoming-gradient-changed", "Your function adds to `da` in place, so the caller's array is changed: "
                "add the two gradients into a new array.",
                ("da_from_loss = da[:, :, t]", "da_from_loss = da[:, :, t]\n        da_from_loss += da_from_next\n"
                 "        da_from_next = 0")),
        mistake("loop-over-the-examples", "Your loop runs over the m examples; it should run over the T_x time steps, "
                "the last axis of da.", ("n_a, m, T_x = da.shape", "n_a, T_x, m = da.shape")),
    ),
)

EXERCISES = (LSTM_CELL_FORWARD, LSTM_FORWARD, LSTM_CELL_BACKWARD, LSTM_BACKWARD)

QUESTIONS = (
    Question("output-gate-shut", NOTEBOOK, {
        "a": Option(False, "The memory does not go through the output gate on its way to the next step: "
                           "c⟨t⟩ is made before Γo is asked."),
        "b": Option(True, "Yes: a⟨t⟩ is 0, so prediction and gates see nothing of it, while c⟨t⟩ is handed on as it "
                          "is. A unit can keep something now and show it later."),
        "c": Option(False, "Whether something is written is up to Γi. What is written now may well be shown at a "
                           "later step."),
    }),
    Question("why-the-memory-keeps-its-gradient", NOTEBOOK, {
        "a": Option(False, "The slope of tanh is at most 1 in every network, and the same tanh is used here. Look "
                           "for a way back that meets none."),
        "b": Option(False, "All networks of the experiment had the same number of parameters, and the RNN had the "
                           "most units."),
        "c": Option(True, "Yes: along the memory, one step back is a multiplication by Γf, element by element. Where "
                          "the gate is open, the gradient passes nearly as it came."),
    }),
    Question("which-check-finds-it", NOTEBOOK, {
        "a": Option(False, "With a single step there is nothing behind it to hand anything back, so the mistake "
                           "makes no difference. That is what makes it so common."),
        "b": Option(True, "Yes: from two steps on, the numerical gradient knows that c⟨1⟩ changed everything "
                          "later, and yours does not."),
        "c": Option(False, "It often does: a gradient that sees only the step itself still points roughly "
                           "downhill. Training goes on, and only what is far away is never learned."),
    }),
)
