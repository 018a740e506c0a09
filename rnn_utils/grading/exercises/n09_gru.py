"""Notebook 09: the GRU, cell and pass, forwards and backwards."""
import numpy as np

from rnn_utils.grading.exercise import Case, Exercise, Law, Option, Question, mistake
from rnn_utils.grading.results import Array, ByUse, Items, Table
from rnn_utils.gru import gru_backward, gru_cell_backward, gru_cell_forward, gru_forward

NOTEBOOK = "09_gru"


def _parameters(rng, n_x, n_a, n_y):
    """Weights at which gates and candidate are neither open nor shut; biases are not zero."""
    def normal(size, *shape):
        return size * rng.standard_normal(shape)

    weights = {"W" + gate: normal(0.6, n_a, n_a + n_x) for gate in "urc"}
    biases = {"b" + gate: normal(0.5, n_a, 1) for gate in "urc"}
    return weights | biases | {"Wy": normal(1, n_y, n_a), "by": normal(0.5, n_y, 1)}


# ---- the cell ---------------------------------------------------------------------------------

def _cell_arguments(rng, n_x, n_a, n_y, m):
    return {"xt": rng.standard_normal((n_x, m)), "c_prev": rng.uniform(-1, 1, (n_a, m)),
            "parameters": _parameters(rng, n_x, n_a, n_y)}


def _cell_cases(rng):
    return [Case(_cell_arguments(rng, 3, 5, 2, 4)), Case(_cell_arguments(rng, 6, 2, 4, 3)),
            Case(_cell_arguments(rng, 4, 6, 3, 1), "m = 1")]


_UT, _RT = "ut = sigmoid(Wu @ stacked + bu)", "rt = sigmoid(Wr @ stacked + br)"
_CCT = "cct = np.tanh(Wc @ stacked_reset + bc)"
_STACK, _STACK_RESET = "np.concatenate([c_prev, xt], axis=0)", "np.concatenate([rt * c_prev, xt], axis=0)"
_NEXT = "ut * cct + (1 - ut) * c_prev"
_SCORES = "Wy @ c_next + by"
_CACHE = "(c_next, c_prev, ut, rt, cct, xt, parameters)"
_N_A = "c_prev.shape[0]"

GRU_CELL_FORWARD = Exercise(
    answer=gru_cell_forward,
    notebook=NOTEBOOK,
    outputs=(Array("c_next", "n_a m"), Array("yt_pred", "n_y m"),
             Items("cache", (Array("c_next", "n_a m"), Array("c_prev", "n_a m"), Array("ut", "n_a m"),
                             Array("rt", "n_a m"), Array("cct", "n_a m"), Array("xt", "n_x m"),
                             Table("parameters", (
                                 *(Array("W" + gate, "n_a n_a+n_x") for gate in "urc"),
                                 *(Array("b" + gate, "n_a 1") for gate in "urc"),
                                 Array("Wy", "n_y n_a"), Array("by", "n_y 1")))))),
    points={"c_next": 5, "yt_pred": 2, "cache": 2, "form": 1},
    cases=_cell_cases,
    blanks=("stacked =", "ut =", "rt =", "stacked_reset =", "cct =", "c_next =", "yt_pred =", "cache ="),
    lines=(*((name, (f"cache: {name}",)) for name in ("ut", "rt", "cct")), ("c_next", ("c_next",)),
           ("yt_pred", ("yt_pred",))),
    laws=(Law("each column of yt_pred sums to 1",
              lambda values, arguments: np.allclose(values["yt_pred"].sum(axis=0), 1),
              "a prediction is not a probability distribution over the n_y units"),
          Law("c_next lies between the candidate and the old memory",
              lambda values, arguments: np.all(
                  (values["c_next"] - values["cache: cct"]) * (values["c_next"] - arguments["c_prev"]) <= 1e-12),
              "each unit of c_next is a mixture of the candidate and the old memory, so it lies between the two")),
    mistakes=(
        # what goes into c_next
        mistake("update-gate-turned", "Γu and 1 − Γu have changed places: an open update gate lets the candidate in, "
                "c_next = Γu * c̃ + (1 − Γu) * c_prev.", (_NEXT, "(1 - ut) * cct + ut * c_prev")),
        mistake("old-memory-forgotten", "`c_next` has only its new part: what Γu does not renew is kept, "
                "(1 − Γu) * c_prev.", (_NEXT, "ut * cct")),
        mistake("old-memory-not-gated", "All of `c_prev` is added; only 1 − Γu of it is kept.",
                (_NEXT, "ut * cct + c_prev")),
        mistake("candidate-not-gated", "All of the candidate is added; only Γu of it comes in.",
                (_NEXT, "cct + (1 - ut) * c_prev")),
        mistake("update-gate-on-both", "Γu multiplies both parts; the old memory gets what is left, 1 − Γu.",
                (_NEXT, "ut * cct + ut * c_prev")),
        mistake("one-minus-update-on-both", "1 − Γu multiplies both parts; the candidate comes in by Γu.",
                (_NEXT, "(1 - ut) * cct + (1 - ut) * c_prev")),
        mistake("candidate-for-memory", "`c_next` is the candidate: mix it with the old memory, by the update gate.",
                (_NEXT, "cct")),
        mistake("no-gates-at-the-end", "Candidate and old memory are simply added; the update gate mixes them.",
                (_NEXT, "cct + c_prev")),
        mistake("reset-gate-at-the-end", "The reset gate mixes old and new; that is the update gate's work. The reset "
                "gate acts inside the candidate.", (_NEXT, "rt * cct + (1 - rt) * c_prev")),
        mistake("reset-gate-keeps", "The old memory is kept by Γr; it is kept by 1 − Γu.",
                (_NEXT, "ut * cct + rt * c_prev")),
        mistake("reset-memory-kept", "What is kept is Γr * c_prev; the reset gate acts inside the candidate alone, "
                "and `c_prev` itself is kept by 1 − Γu.", (_NEXT, "ut * cct + (1 - ut) * (rt * c_prev)")),
        mistake("old-memory-subtracted", "One of the signs is a minus: the two parts are added.",
                (_NEXT, "ut * cct - (1 - ut) * c_prev")),
        mistake("brackets-missing", "`1 - ut * c_prev` multiplies first: put 1 − Γu in brackets.",
                (_NEXT, "ut * cct + 1 - ut * c_prev")),
        mistake("tanh-of-the-memory", "`c_next` goes through another tanh; it is the mixture itself, so that a "
                "memory can stay exactly as it was.", (_NEXT, f"np.tanh({_NEXT})")),
        # the candidate
        mistake("no-reset-gate", "The candidate gets `c_prev` where Γr * c_prev belongs: the reset gate has no "
                "effect.", (_STACK_RESET, _STACK)),
        mistake("reset-after-the-product", "Γr acts after the product with Wc. Some libraries do it so; here it "
                "multiplies `c_prev` first, and then comes the product.",
                (_CCT, f"cct = np.tanh(rt * (Wc[:, :{_N_A}] @ c_prev) + Wc[:, {_N_A}:] @ xt + bc)")),
        mistake("reset-after-the-bias", "Γr acts after the product with Wc and the bias. Here it multiplies `c_prev` "
                "first, and then comes the product.",
                (_CCT, f"cct = np.tanh(rt * (Wc[:, :{_N_A}] @ c_prev + bc) + Wc[:, {_N_A}:] @ xt)")),
        mistake("reset-of-everything", "Γr multiplies the whole product, also what comes from `xt`; it multiplies "
                "`c_prev` alone.", (_CCT, f"cct = np.tanh(rt * (Wc @ {_STACK}) + bc)")),
        mistake("reset-of-the-candidate", "Γr multiplies the candidate; it multiplies `c_prev` before the candidate "
                "is made.", (_CCT, f"cct = rt * np.tanh(Wc @ {_STACK} + bc)")),
        mistake("reset-gate-turned", "You use 1 − Γr; an open reset gate lets the candidate see the memory, "
                "Γr * c_prev.", (_STACK_RESET, _STACK_RESET.replace("rt *", "(1 - rt) *"))),
        mistake("update-gate-resets", "The candidate sees Γu * c_prev; it is the reset gate Γr that multiplies "
                "here.", (_STACK_RESET, _STACK_RESET.replace("rt *", "ut *"))),
        mistake("c-prev-overwritten", "The name `c_prev` gets a new value, Γr * c⟨t−1⟩, and is then taken for the old "
                "memory once more: give that product a name of its own.",
                (f"stacked_reset = {_STACK_RESET}",
                 "c_prev = rt * c_prev\n    stacked_reset = np.concatenate([c_prev, xt], axis=0)")),
        mistake("reset-gate-for-memory", "The candidate gets Γr itself; it gets Γr * c_prev.",
                (_STACK_RESET, _STACK_RESET.replace("rt * c_prev", "rt"))),
        mistake("reset-gate-added", "Γr is added to `c_prev`; a gate multiplies.",
                (_STACK_RESET, _STACK_RESET.replace("rt * c_prev", "rt + c_prev"))),
        mistake("candidate-by-sigmoid", "The candidate goes through a sigmoid; only gates do. It takes `np.tanh`, "
                "which also reaches below 0.", (_CCT, _CCT.replace("np.tanh", "sigmoid"))),
        mistake("candidate-without-tanh", "The candidate is the bare sum; it still has to go through `np.tanh`.",
                (_CCT, _CCT.replace("np.tanh", ""))),
        mistake("candidate-by-relu", "The candidate goes through a ReLU; it takes `np.tanh`.",
                (_CCT, "cct = np.maximum(0, Wc @ stacked_reset + bc)")),
        mistake("candidate-without-memory", "The candidate sees `xt` alone; it sees Γr * c_prev as well.",
                (_CCT, f"cct = np.tanh(Wc[:, {_N_A}:] @ xt + bc)")),
        mistake("candidate-without-input", "The candidate sees the memory alone; it needs `xt` as well.",
                (_CCT, f"cct = np.tanh(Wc[:, :{_N_A}] @ (rt * c_prev) + bc)")),
        # the gates
        mistake("gates-by-tanh", "The gates go through tanh; a gate is a sigmoid, between 0 and 1.",
                (_UT, _UT.replace("sigmoid", "np.tanh")), (_RT, _RT.replace("sigmoid", "np.tanh"))),
        mistake("update-gate-by-tanh", "The update gate goes through tanh; a gate is a sigmoid, between 0 and 1.",
                (_UT, _UT.replace("sigmoid", "np.tanh"))),
        mistake("reset-gate-by-tanh", "The reset gate goes through tanh; a gate is a sigmoid, between 0 and 1.",
                (_RT, _RT.replace("sigmoid", "np.tanh"))),
        mistake("gates-without-sigmoid", "The gates are bare sums; each goes through `sigmoid`, so that it lies "
                "between 0 and 1.", (_UT, _UT.replace("sigmoid", "")), (_RT, _RT.replace("sigmoid", ""))),
        mistake("update-gate-without-sigmoid", "The update gate is a bare sum; it goes through `sigmoid`.",
                (_UT, _UT.replace("sigmoid", ""))),
        mistake("reset-gate-without-sigmoid", "The reset gate is a bare sum; it goes through `sigmoid`.",
                (_RT, _RT.replace("sigmoid", ""))),
        mistake("gates-by-softmax", "The gates go through softmax, so that the units of a column compete; each unit "
                "of a gate is a `sigmoid` of its own.",
                (_UT, _UT.replace("sigmoid", "softmax")), (_RT, _RT.replace("sigmoid", "softmax"))),
        mistake("update-gate-of-the-reset-memory", "The update gate reads Γr * c⟨t−1⟩; both gates read c⟨t−1⟩ itself, only "
                "the candidate sees it through Γr.", (_UT, "ut = 0"),
                (_RT, _RT + f"\n    ut = sigmoid(Wu @ {_STACK_RESET} + bu)")),
        mistake("gates-exchanged", "The two gates have changed places: `ut` is made with Wu and bu, `rt` with Wr and "
                "br.", (_UT, "ut = sigmoid(Wr @ stacked + br)"), (_RT, "rt = sigmoid(Wu @ stacked + bu)")),
        mistake("wu-for-both", "The reset gate is made with Wu; its weights are Wr.", (_RT, _RT.replace("Wr", "Wu"))),
        mistake("wr-for-both", "The update gate is made with Wr; its weights are Wu.", (_UT, _UT.replace("Wu", "Wr"))),
        mistake("one-gate-for-both", "Both gates are made with Wu and bu, so they are the same; the reset gate has Wr "
                "and br.", (_RT, "rt = sigmoid(Wu @ stacked + bu)")),
        mistake("reset-gate-for-both", "Both gates are made with Wr and br, so they are the same; the update gate has "
                "Wu and bu.", (_UT, "ut = sigmoid(Wr @ stacked + br)")),
        mistake("weights-exchanged", "Wu and Wr have changed places.",
                (_UT, _UT.replace("Wu", "Wr")), (_RT, _RT.replace("Wr", "Wu"))),
        mistake("wc-in-the-update-gate", "The update gate is made with Wc; its weights are Wu.",
                (_UT, _UT.replace("Wu", "Wc"))),
        mistake("wc-in-the-reset-gate", "The reset gate is made with Wc; its weights are Wr.",
                (_RT, _RT.replace("Wr", "Wc"))),
        mistake("wu-in-the-candidate", "The candidate is made with Wu; its weights are Wc.",
                (_CCT, _CCT.replace("Wc", "Wu"))),
        mistake("wr-in-the-candidate", "The candidate is made with Wr; its weights are Wc.",
                (_CCT, _CCT.replace("Wc", "Wr"))),
        mistake("biases-exchanged", "bu and br have changed places.",
                (_UT, _UT.replace("bu", "br")), (_RT, _RT.replace("br", "bu"))),
        mistake("br-in-the-update-gate", "The update gate has the bias br; its own is bu.",
                (_UT, _UT.replace("bu", "br"))),
        mistake("bu-in-the-reset-gate", "The reset gate has the bias bu; its own is br.",
                (_RT, _RT.replace("br", "bu"))),
        mistake("no-bu", "The bias `bu` of the update gate is missing.", (_UT, _UT.replace(" + bu", ""))),
        mistake("no-br", "The bias `br` of the reset gate is missing.", (_RT, _RT.replace(" + br", ""))),
        mistake("no-bc", "The bias `bc` of the candidate is missing.", (_CCT, _CCT.replace(" + bc", ""))),
        mistake("no-gate-biases", "Both gates lack their bias, `bu` and `br`.",
                (_UT, _UT.replace(" + bu", "")), (_RT, _RT.replace(" + br", ""))),
        mistake("no-biases", "The biases `bu`, `br` and `bc` are missing.", (_UT, _UT.replace(" + bu", "")),
                (_RT, _RT.replace(" + br", "")), (_CCT, _CCT.replace(" + bc", ""))),
        # the stacks
        mistake("blocks-exchanged", "You stack [x⟨t⟩; c⟨t−1⟩]. The shapes fit, but the first n_a columns of Wu, Wr "
                "and Wc belong to the memory, so c⟨t−1⟩ must be on top.",
                (_STACK, "np.concatenate([xt, c_prev], axis=0)"),
                (_STACK_RESET, "np.concatenate([xt, rt * c_prev], axis=0)")),
        mistake("blocks-exchanged-in-the-gates", "The gates get [x⟨t⟩; c⟨t−1⟩]. The shapes fit, but the memory must "
                "be on top.", (_STACK, "np.concatenate([xt, c_prev], axis=0)")),
        mistake("blocks-exchanged-in-the-candidate", "The candidate gets [x⟨t⟩; Γr * c⟨t−1⟩]. The shapes fit, but the "
                "memory must be on top.", (_STACK_RESET, "np.concatenate([xt, rt * c_prev], axis=0)")),
        # the prediction
        mistake("prediction-from-c-prev", "`yt_pred` is made from `c_prev`, the memory before this step; it comes "
                "from the new one, `c_next`.", (_SCORES, "Wy @ c_prev + by")),
        mistake("prediction-from-the-candidate", "`yt_pred` is made from the candidate; it comes from `c_next`.",
                (_SCORES, "Wy @ cct + by")),
        mistake("prediction-of-tanh", "`yt_pred` is made from tanh(c_next), as in an LSTM; here it comes from "
                "`c_next` itself.", (_SCORES, "Wy @ np.tanh(c_next) + by")),
        mistake("no-softmax", "`yt_pred` is still the scores Wy c + by: softmax turns them into probabilities.",
                (f"softmax({_SCORES})", _SCORES)),
        mistake("sigmoid-for-softmax", "`yt_pred` went through a sigmoid, which looks at each unit alone; softmax "
                "makes the units of a column sum to 1.", (f"softmax({_SCORES})", f"sigmoid({_SCORES})")),
        mistake("tanh-for-softmax", "`yt_pred` went through tanh; the prediction is a softmax.",
                (f"softmax({_SCORES})", f"np.tanh({_SCORES})")),
        mistake("softmax-over-examples", "Your softmax runs along axis 1, over the examples; each column is one "
                "example, so it belongs on axis 0.", (f"softmax({_SCORES})", f"softmax(({_SCORES}).T).T")),
        mistake("softmax-over-everything", "Your softmax divides by the sum of the whole array; each column (each "
                "example) has its own sum, axis 0.",
                (f"softmax({_SCORES})", f"np.exp({_SCORES}) / np.sum(np.exp({_SCORES}))")),
        mistake("no-by", "The bias `by` is missing from the scores of the prediction.", (_SCORES, "Wy @ c_next")),
        # what is handed back
        mistake("results-exchanged", "The first two results have changed places: return `c_next`, then `yt_pred`.",
                ("return c_next, yt_pred, cache", "return yt_pred, c_next, cache")),
        mistake("candidate-returned", "You return the candidate; return `c_next`.",
                ("return c_next,", "return cct,")),
        mistake("no-cache", "Return the cache as well, as the third result: backward will need it.",
                ("return c_next, yt_pred, cache", "return c_next, yt_pred")),
        mistake("cache-gates-exchanged", "The cache has `rt` before `ut`: it is " + _CACHE + ".",
                ("ut, rt, cct, xt, parameters)", "rt, ut, cct, xt, parameters)")),
        mistake("cache-memories-exchanged", "The cache has `c_prev` before `c_next`: it is " + _CACHE + ".",
                ("(c_next, c_prev, ut", "(c_prev, c_next, ut")),
        mistake("cache-with-one-memory", "The cache holds `c_next` twice; its second item is `c_prev`, the memory "
                "before this step.", ("(c_next, c_prev, ut", "(c_next, c_next, ut")),
        mistake("cache-with-reset-memory", "The cache holds Γr * c_prev; its second item is `c_prev` itself.",
                ("(c_next, c_prev, ut", "(c_next, rt * c_prev, ut")),
        mistake("cache-with-sums", "The cache holds the gates before their sigmoid; it keeps `ut` and `rt` themselves.",
                (_CACHE, "(c_next, c_prev, Wu @ stacked + bu, Wr @ stacked + br, cct, xt, parameters)")),
        mistake("cache-candidate-before-gates", "The cache has the candidate before the gates: it is " + _CACHE + ".",
                ("ut, rt, cct, xt, parameters)", "cct, ut, rt, xt, parameters)")),
        mistake("cache-like-the-rnn", "The cache lacks gates and candidate: it is " + _CACHE + ".",
                (_CACHE, "(c_next, c_prev, xt, parameters)")),
        mistake("cache-without-parameters", "The cache has to end with `parameters`: backward needs the weights.",
                (", xt, parameters)\n", ", xt)\n")),
        mistake("cache-also-with-prediction", "The cache has an item too many: `yt_pred` is not needed; it is "
                + _CACHE + ".", (", xt, parameters)\n", ", xt, yt_pred, parameters)\n")),
    ),
)


# ---- the pass ---------------------------------------------------------------------------------

def _pass_arguments(rng, n_x, n_a, n_y, m, T_x):
    return {"x": rng.standard_normal((n_x, m, T_x)), "c0": rng.uniform(-1, 1, (n_a, m)),
            "parameters": _parameters(rng, n_x, n_a, n_y)}


def _pass_cases(rng):
    return [Case(_pass_arguments(rng, 3, 5, 2, 4, 6)), Case(_pass_arguments(rng, 5, 3, 4, 2, 7)),
            Case(_pass_arguments(rng, 4, 6, 3, 1, 5), "m = 1"), Case(_pass_arguments(rng, 2, 4, 5, 3, 1), "T_x = 1")]


_WEIGHTS = (Array("dWu", "n_a n_a+n_x"), Array("dbu", "n_a 1"), Array("dWr", "n_a n_a+n_x"),
            Array("dbr", "n_a 1"), Array("dWc", "n_a n_a+n_x"), Array("dbc", "n_a 1"))


def _backward_through(caches, arguments):
    """The gradients that `gru_backward` makes of these caches, for a fixed dc.

    An older form of the course returns the pair (caches, x); its list is taken.
    """
    if len(caches) == 2 and isinstance(caches[0], (list, tuple)) and isinstance(caches[1], np.ndarray):
        caches = caches[0]
    shape = arguments["c0"].shape + arguments["x"].shape[2:]
    dc = np.cos(np.arange(np.prod(shape), dtype=float)).reshape(shape)
    return gru_backward(dc, caches)


_CELL = "gru_cell_forward(x[:, :, t], c_next, parameters)"
_LOOP = "range(T_x)"

GRU_FORWARD = Exercise(
    answer=gru_forward,
    notebook=NOTEBOOK,
    outputs=(Array("c", "n_a m T_x"), Array("y_pred", "n_y m T_x"),
             ByUse("caches", (Array("dx", "n_x m T_x"), Array("dc0", "n_a m"), *_WEIGHTS),
                   _backward_through, "gru_backward")),
    points={"c": 4, "y_pred": 3, "caches": 2, "form": 1},
    cases=_pass_cases,
    blanks=("c_next =", "c_next, yt_pred, cache =", "c[:, :, t] =", "y_pred[:, :, t] =", "caches.append("),
    helpers=("gru_cell_forward",),
    mistakes=(
        mistake("c0-at-every-step", "Each step gets `c0`, so nothing is remembered: hand the cell the memory of the "
                "step before, `c_next`.", (_CELL, _CELL.replace("c_next", "c0"))),
        mistake("c0-never-used", "`c0` is never used: the memory before the first step is `c0`, not zeros.",
                ("c_next = c0", "c_next = np.zeros((n_a, m))")),
        mistake("candidate-handed-on", "The next step gets the candidate; it gets the memory, `c_next`.",
                ("        caches.append(cache)", "        caches.append(cache)\n        c_next = cache[4]")),
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
        mistake("c-one-step-late", "`c` at step t holds the memory before step t: store `c_next` after the cell has "
                "run.", ("c[:, :, t] = c_next", "c[:, :, t] = cache[1]")),
        mistake("candidate-stored", "`c` holds the candidates; store the memory, `c_next`.",
                ("c[:, :, t] = c_next", "c[:, :, t] = cache[4]")),
        mistake("c-not-stored", "`c` is still zeros: store each `c_next` in `c[:, :, t]`.",
                ("        c[:, :, t] = c_next\n", "")),
        mistake("prediction-not-stored", "`y_pred` is still zeros: store each `yt_pred` in `y_pred[:, :, t]`.",
                ("        y_pred[:, :, t] = yt_pred\n", "")),
        mistake("c-holds-the-last-memory", "`c` holds the last memory at every step: store inside the loop, at "
                "position t.", ("c[:, :, t] = c_next", "c[:] = c_next[:, :, None]")),
        mistake("y-holds-the-last-prediction", "`y_pred` holds the last prediction at every step: store inside the "
                "loop, at position t.", ("y_pred[:, :, t] = yt_pred", "y_pred[:] = yt_pred[:, :, None]")),
        mistake("memories-added-up", "You add each memory to the one before; c⟨t⟩ takes the place of c⟨t−1⟩.",
                ("c[:, :, t] = c_next", "c[:, :, t] = c[:, :, t - 1] + c_next")),
        mistake("caches-empty", "`caches` is empty: append the cache of each step.",
                ("        caches.append(cache)\n", "")),
        mistake("last-cache-only", "`caches` holds the last step only: append to the list instead of replacing it.",
                ("caches.append(cache)", "caches = [cache]")),
        mistake("caches-backwards", "`caches` is in reverse order: append at its end, so that `caches[t]` belongs to "
                "step t.", ("caches.append(cache)", "caches.insert(0, cache)")),
        mistake("memories-for-caches", "`caches` holds arrays; it has to be a list with the whole cache of each step.",
                ("caches.append(cache)", "caches.append(c_next)")),
        mistake("caches-with-c0", "In your caches the memory before each step is `c0`; that is right for the first "
                "step only.", ("caches.append(cache)", "caches.append((cache[0], c0, *cache[2:]))")),
        mistake("caches-with-one-memory", "Your caches hold the new memory twice; the second item is the one before "
                "the step.", ("caches.append(cache)", "caches.append((cache[0], *cache[:1], *cache[2:]))")),
        mistake("one-array-for-all-memories", "Your caches all hold the same array, which every step overwrites "
                "(`[:] =`): let each step make a new one.",
                ("c_next = c0", "memory = c0.copy()"),
                (f"c_next, yt_pred, cache = {_CELL}",
                 "c_next, yt_pred, cache = gru_cell_forward(x[:, :, t], memory, parameters)\n"
                 "        memory[:] = c_next\n        cache = (memory, *cache[1:])")),
        mistake("results-of-the-cell-exchanged", "You take the cell's results in another order: it returns the new "
                "memory, then the prediction, then the cache.", ("c_next, yt_pred, cache =", "yt_pred, c_next, cache =")),
        mistake("c0-stored-too", "`c` begins with `c0`, so it is one step too long: store c⟨1⟩ at position 0.",
                ("return c, y_pred", "return np.concatenate([c0[:, :, None], c], axis=2), y_pred")),
        mistake("stored-one-step-early", "Each result is stored one position too early: step t belongs at position t.",
                ("c[:, :, t] =", "c[:, :, t - 1] ="), ("y_pred[:, :, t] =", "y_pred[:, :, t - 1] =")),
        mistake("results-exchanged", "The first two results have changed places: return `c`, then `y_pred`.",
                ("return c, y_pred, caches", "return y_pred, c, caches")),
        mistake("last-memory-returned", "You return the last memory; return `c`, the memories of all steps.",
                ("return c, y_pred", "return c_next, y_pred")),
        mistake("last-prediction-returned", "You return the last prediction; return `y_pred`, the predictions of all "
                "steps.", ("return c, y_pred", "return c, yt_pred")),
        mistake("loop-over-the-examples", "Your loop runs over the m examples; it should run over the T_x time steps, "
                "the last axis of x.", ("T_x = x.shape[2]", "T_x = x.shape[1]")),
        mistake("as-many-steps-as-examples", "Your loop goes round once for each of the m examples; it "
                "should go round once for each of the T_x time steps, the last axis of x.", (_LOOP, "range(m)")),
        mistake("examples-and-steps-exchanged", "`m` and `T_x` have changed places: the second axis of x is the "
                "examples, the last one is time.", ("n_a, m = c0.shape", "n_a, T_x = c0.shape"),
                ("T_x = x.shape[2]", "m = x.shape[2]")),
    ),
)


# ---- the cell backwards -------------------------------------------------------------------------

def _cell_backward_cases(rng):
    def case(n_x, n_a, n_y, m, note=""):
        cache = gru_cell_forward(**_cell_arguments(rng, n_x, n_a, n_y, m))[2]
        return Case({"dc_next": rng.standard_normal((n_a, m)), "cache": cache}, note)

    return [case(3, 5, 2, 4), case(6, 2, 4, 3), case(4, 6, 3, 1, "m = 1")]


_DZC, _DZU = "(1 - cct ** 2) * (ut * dc_next)", "ut * (1 - ut) * ((cct - c_prev) * dc_next)"
_DZR = "rt * (1 - rt) * (c_prev * dstacked_reset[:n_a])"
_DSTACKED = "Wu.T @ dzu + Wr.T @ dzr"
_DXT = "dstacked[n_a:] + dstacked_reset[n_a:]"
_DC_PREV = "dstacked[:n_a] + rt * dstacked_reset[:n_a] + (1 - ut) * dc_next"

GRU_CELL_BACKWARD = Exercise(
    answer=gru_cell_backward,
    notebook=NOTEBOOK,
    outputs=(Table("gradients", (Array("dxt", "n_x m"), Array("dc_prev", "n_a m"), *_WEIGHTS), shown=False),),
    points={"dxt": 1, "dc_prev": 2, "dWu": 1, "dbu": 1, "dWr": 1, "dbr": 1, "dWc": 1, "dbc": 1, "form": 1},
    cases=_cell_backward_cases,
    blanks=("dzc =", "dzu =", "stacked_reset =", "dstacked_reset =", "dWc =", "dzr =", "stacked =", "dstacked =",
            "dWu =", "dWr =", "dxt =", "dc_prev ="),
    lines=(("dzc", ("dbc",)), ("dzu", ("dbu",)), ("dWc", ("dWc",)), ("dzr", ("dbr",)), ("dWu", ("dWu",)),
           ("dWr", ("dWr",)), ("dstacked", ("dxt", "dc_prev")), ("dxt", ("dxt",)), ("dc_prev", ("dc_prev",))),
    mistakes=(
        # the ways into c_prev
        mistake("direct-path-missing", "`dc_prev` lacks the direct way: c⟨t−1⟩ also goes straight into c⟨t⟩, so "
                "(1 − Γu) * dc_next belongs to it. That way is what a GRU is for.",
                (_DC_PREV, "dstacked[:n_a] + rt * dstacked_reset[:n_a]")),
        mistake("reset-path-missing", "`dc_prev` lacks the way through the candidate, which saw Γr * c⟨t−1⟩.",
                (_DC_PREV, "dstacked[:n_a] + (1 - ut) * dc_next")),
        mistake("gates-path-missing", "`dc_prev` lacks the way through the gates: both of them have read c⟨t−1⟩.",
                (_DC_PREV, "rt * dstacked_reset[:n_a] + (1 - ut) * dc_next")),
        mistake("direct-path-alone", "`dc_prev` has only the direct way, (1 − Γu) * dc_next; c⟨t−1⟩ was also read by "
                "the gates and the candidate.", (_DC_PREV, "(1 - ut) * dc_next")),
        mistake("direct-path-by-the-gate", "On the direct way stands Γu; it is 1 − Γu that kept c⟨t−1⟩.",
                (_DC_PREV, _DC_PREV.replace("(1 - ut)", "ut"))),
        mistake("direct-path-ungated", "The direct way lets all of `dc_next` through; it is multiplied by 1 − Γu.",
                (_DC_PREV, _DC_PREV.replace("(1 - ut) * ", ""))),
        mistake("reset-path-ungated", "On the way through the candidate Γr is missing: it saw Γr * c⟨t−1⟩, so back "
                "goes Γr times the gradient.", (_DC_PREV, _DC_PREV.replace("rt * ", ""))),
        mistake("reset-path-turned", "On the way through the candidate stands 1 − Γr; it is Γr that c⟨t−1⟩ was "
                "multiplied by.", (_DC_PREV, _DC_PREV.replace("rt * ", "(1 - rt) * "))),
        mistake("three-paths-averaged", "You take the mean of the ways into `dc_prev`; they are added.",
                (_DC_PREV, f"({_DC_PREV}) / 3")),
        # the derivatives
        mistake("no-gate-derivatives", "The derivative of the sigmoid is missing: behind each gate the gradient is "
                "multiplied by Γ(1 − Γ).", (_DZU, _DZU.replace("ut * (1 - ut) * ", "")),
                (_DZR, _DZR.replace("rt * (1 - rt) * ", ""))),
        mistake("no-update-gate-derivative", "In `dzu` the derivative of the sigmoid is missing, Γu(1 − Γu).",
                (_DZU, _DZU.replace("ut * (1 - ut) * ", ""))),
        mistake("no-reset-gate-derivative", "In `dzr` the derivative of the sigmoid is missing, Γr(1 − Γr).",
                (_DZR, _DZR.replace("rt * (1 - rt) * ", ""))),
        mistake("tanh-derivative-of-the-gates", "For the gates you use 1 − Γ², the derivative of tanh; a gate is a "
                "sigmoid, so it is Γ(1 − Γ).", (_DZU, _DZU.replace("ut * (1 - ut)", "(1 - ut ** 2)")),
                (_DZR, _DZR.replace("rt * (1 - rt)", "(1 - rt ** 2)"))),
        mistake("tanh-derivative-of-the-update-gate", "In `dzu` stands 1 − Γu², the derivative of tanh; for a sigmoid "
                "it is Γu(1 − Γu).", (_DZU, _DZU.replace("ut * (1 - ut)", "(1 - ut ** 2)"))),
        mistake("tanh-derivative-of-the-reset-gate", "In `dzr` stands 1 − Γr², the derivative of tanh; for a sigmoid "
                "it is Γr(1 − Γr).", (_DZR, _DZR.replace("rt * (1 - rt)", "(1 - rt ** 2)"))),
        mistake("gate-derivatives-of-sigmoids", "You take the sigmoid of the gates once more; they are sigmoids "
                "already, so the derivative is Γ(1 − Γ).",
                (_DZU, _DZU.replace("ut * (1 - ut)", "sigmoid(ut) * (1 - sigmoid(ut))")),
                (_DZR, _DZR.replace("rt * (1 - rt)", "sigmoid(rt) * (1 - sigmoid(rt))"))),
        mistake("gate-derivatives-halved", "Of the gates' derivative Γ(1 − Γ) only 1 − Γ is there.",
                (_DZU, _DZU.replace("ut * (1 - ut)", "(1 - ut)")), (_DZR, _DZR.replace("rt * (1 - rt)", "(1 - rt)"))),
        mistake("no-tanh-derivative", "In `dzc` the derivative of tanh is missing, 1 − c̃².",
                (_DZC, "ut * dc_next")),
        mistake("sigmoid-derivative-of-the-candidate", "For the candidate you use c̃(1 − c̃), the derivative of a "
                "sigmoid; it is a tanh, so it is 1 − c̃².", (_DZC, _DZC.replace("(1 - cct ** 2)", "cct * (1 - cct)"))),
        mistake("square-of-the-bracket", "You square the whole bracket, (1 − c̃)²; the derivative of tanh is 1 − c̃².",
                (_DZC, _DZC.replace("(1 - cct ** 2)", "(1 - cct) ** 2"))),
        mistake("tanh-derivative-without-square", "You use 1 − c̃; the derivative of tanh is 1 − c̃².",
                (_DZC, _DZC.replace("cct ** 2", "cct"))),
        mistake("tanh-derivative-twice", "You take the tanh of `cct` once more; it is a tanh already, so the "
                "derivative is 1 − c̃².", (_DZC, _DZC.replace("cct ** 2", "np.tanh(cct) ** 2"))),
        mistake("tanh-derivative-of-the-memory", "The derivative of tanh is taken at `c_next`; it belongs at the "
                "candidate, the value that tanh gave.", (_DZC, _DZC.replace("cct ** 2", "c_next ** 2"))),
        # what goes into the gates and the candidate
        mistake("candidate-ungated", "`dzc` gets all of `dc_next`; the candidate came in by Γu, so back goes "
                "Γu * dc_next.", (_DZC, "(1 - cct ** 2) * dc_next")),
        mistake("candidate-by-what-was-kept", "In `dzc` stands 1 − Γu; the candidate came in by Γu.",
                (_DZC, _DZC.replace("ut *", "(1 - ut) *"))),
        mistake("update-gate-without-old-memory", "`dzu` counts the candidate alone; a larger Γu also keeps less of "
                "c⟨t−1⟩: (c̃ − c⟨t−1⟩) * dc_next.", (_DZU, _DZU.replace("(cct - c_prev)", "cct"))),
        mistake("update-gate-without-candidate", "`dzu` counts the old memory alone; a larger Γu also lets in more "
                "of the candidate: (c̃ − c⟨t−1⟩) * dc_next.", (_DZU, _DZU.replace("(cct - c_prev)", "-c_prev"))),
        mistake("update-gate-without-both", "`dzu` lacks the factor that Γu had: a larger Γu moves c⟨t⟩ from the old "
                "memory towards the candidate.", (_DZU, _DZU.replace("(cct - c_prev) * ", ""))),
        mistake("update-gate-sign", "The sign of `dzu` is wrong: a larger Γu moves c⟨t⟩ towards the candidate, "
                "c̃ − c⟨t−1⟩.", (_DZU, _DZU.replace("cct - c_prev", "c_prev - cct"))),
        mistake("update-gate-sum", "In `dzu` candidate and old memory are added; Γu takes from one what it gives to "
                "the other: c̃ − c⟨t−1⟩.", (_DZU, _DZU.replace("cct - c_prev", "cct + c_prev"))),
        mistake("update-gate-from-the-new-memory", "In `dzu` stands c⟨t⟩; a larger Γu moves c⟨t⟩ by c̃ − c⟨t−1⟩.",
                (_DZU, _DZU.replace("cct - c_prev", "cct - c_next"))),
        mistake("reset-gate-without-memory", "`dzr` lacks the factor c⟨t−1⟩: the reset gate multiplied it.",
                (_DZR, _DZR.replace("c_prev * ", ""))),
        mistake("reset-gate-without-the-candidate", "`dzr` comes from `dc_next`; the reset gate acted inside the "
                "candidate, so it gets its part of `dstacked_reset`.",
                (_DZR, _DZR.replace("dstacked_reset[:n_a]", "dc_next"))),
        mistake("reset-gate-before-wc", "`dzr` comes from `dzc`; on the way back Wc comes first, so it gets its part "
                "of `dstacked_reset`.", (_DZR, _DZR.replace("dstacked_reset[:n_a]", "dzc"))),
        mistake("reset-gate-with-the-new-memory", "In `dzr` stands c⟨t⟩; the reset gate multiplied c⟨t−1⟩.",
                (_DZR, _DZR.replace("c_prev * ", "c_next * "))),
        # the products
        mistake("wu-and-wr-exchanged", "On the way back `dzu` goes through Wr and `dzr` through Wu; each gate has its "
                "own weights.", (_DSTACKED, "Wr.T @ dzu + Wu.T @ dzr")),
        mistake("reset-gate-not-gone-back", "`dstacked` has the update gate alone; the reset gate read the same "
                "stack.", (_DSTACKED, "Wu.T @ dzu")),
        mistake("update-gate-not-gone-back", "`dstacked` has the reset gate alone; the update gate read the same "
                "stack.", (_DSTACKED, "Wr.T @ dzr")),
        mistake("dwc-from-the-plain-stack", "`dWc` is made with [c⟨t−1⟩; x⟨t⟩]; Wc was multiplied by "
                "[Γr * c⟨t−1⟩; x⟨t⟩].", ("dzc @ stacked_reset.T", f"dzc @ {_STACK}.T")),
        mistake("gates-from-the-reset-stack", "`dWu` and `dWr` are made with [Γr * c⟨t−1⟩; x⟨t⟩]; the gates read "
                "[c⟨t−1⟩; x⟨t⟩].", ("dzu @ stacked.T", "dzu @ stacked_reset.T"),
                ("dzr @ stacked.T", "dzr @ stacked_reset.T")),
        mistake("update-gate-resets", "Where c⟨t−1⟩ went into the candidate you have Γu * c⟨t−1⟩, forwards or back; the "
                "gate there is Γr.", (_STACK_RESET, _STACK_RESET.replace("rt *", "ut *")),
                (_DC_PREV, _DC_PREV.replace("rt *", "ut *"))),
        mistake("weights-not-transposed", "Going back takes the transpose of each weight matrix.", (".T @ dz", " @ dz")),
        mistake("gradients-of-the-gates-exchanged", "`dWu` and `dWr` have changed places.",
                ("dWu = dzu", "dWu = dzr"), ("dWr = dzr", "dWr = dzu")),
        mistake("blocks-exchanged-in-the-weights", "The columns of `dWu`, `dWr` and `dWc` are in another order: the "
                "memory's come first, as in [c⟨t−1⟩; x⟨t⟩].",
                (_STACK, "np.concatenate([xt, c_prev], axis=0)"),
                (_STACK_RESET, "np.concatenate([xt, rt * c_prev], axis=0)")),
        mistake("weights-transposed", "`dWu`, `dWr` and `dWc` are transposed: each has the shape of its weights, "
                "(n_a, n_a + n_x).", ("dzu @ stacked.T", "stacked @ dzu.T"), ("dzr @ stacked.T", "stacked @ dzr.T"),
                ("dzc @ stacked_reset.T", "stacked_reset @ dzc.T")),
        # the two blocks
        mistake("w-not-split", "`dxt` is not split off: of the n_a + n_x rows the last n_x belong to x⟨t⟩, the first "
                "n_a to the memory.", (_DXT, "dstacked + dstacked_reset")),
        mistake("dxt-without-candidate", "`dxt` lacks what comes from the candidate: it read x⟨t⟩ too.",
                (_DXT, "dstacked[n_a:]")),
        mistake("dxt-without-gates", "`dxt` lacks what comes from the gates: they read x⟨t⟩ too.",
                (_DXT, "dstacked_reset[n_a:]")),
        mistake("dxt-with-the-reset-gate", "In `dxt` Γr multiplies what comes from the candidate; the reset gate "
                "never touched x⟨t⟩.",
                (_DXT, "dstacked[n_a:] + (Wc.T @ (rt * dzc))[n_a:]")),
        mistake("blocks-exchanged", "You take the rows of the two blocks in the wrong order: the first n_a belong to "
                "the memory, the last n_x to x⟨t⟩.",
                (_DXT, "dstacked[:-n_a] + dstacked_reset[:-n_a]"),
                (_DC_PREV, "dstacked[-n_a:] + rt * dstacked_reset[-n_a:] + (1 - ut) * dc_next")),
        # the examples
        mistake("biases-not-summed", "The gradients of the biases are not summed over the examples: each was added to "
                "all m columns.", ("np.sum(dzc, axis=1, keepdims=True)", "dzc"),
                ("np.sum(dzu, axis=1, keepdims=True)", "dzu"), ("np.sum(dzr, axis=1, keepdims=True)", "dzr")),
        mistake("biases-without-column", "The gradients of the biases have lost their second axis; keepdims=True "
                "keeps it.", (", axis=1, keepdims=True)", ", axis=1)")),
        mistake("biases-averaged", "The gradients of the biases are means over the examples; they are sums (the loss "
                "has its 1/m already).", ("np.sum(", "np.mean(")),
        mistake("weights-averaged", "`dWu`, `dWr` and `dWc` are divided by m; the 1/m of the loss is in `dc_next` "
                "already.", ("@ stacked.T", "@ stacked.T / xt.shape[1]"),
                ("@ stacked_reset.T", "@ stacked_reset.T / xt.shape[1]")),
        mistake("everything-averaged", "The gradients of all weights and biases are divided by m; the 1/m of the loss "
                "is in `dc_next` already.", ("@ stacked.T", "@ stacked.T / xt.shape[1]"),
                ("@ stacked_reset.T", "@ stacked_reset.T / xt.shape[1]"), ("np.sum(", "np.mean(")),
        # the rest
        mistake("cache-gates-exchanged", "You take the gates out of the cache in another order: it is " + _CACHE + ".",
                ("c_next, c_prev, ut, rt, cct, xt, parameters = cache",
                 "c_next, c_prev, rt, ut, cct, xt, parameters = cache")),
        mistake("cache-memories-exchanged", "You take the two memories out of the cache in another order: it is "
                + _CACHE + ".", ("c_next, c_prev, ut, rt, cct, xt, parameters = cache",
                                 "c_prev, c_next, ut, rt, cct, xt, parameters = cache")),
        mistake("incoming-gradient-changed", "Your function multiplies `dc_next` in place, so the caller's array is "
                "changed: make a new array.",
                ("    # zc = Wc", "    dc_next *= 1 - ut\n    # zc = Wc"),
                (_DC_PREV, _DC_PREV.replace("(1 - ut) * ", ""))),
    ),
)


# ---- the pass backwards -------------------------------------------------------------------------

def _pass_backward_cases(rng):
    def case(n_x, n_a, n_y, m, T_x, note=""):
        caches = gru_forward(**_pass_arguments(rng, n_x, n_a, n_y, m, T_x))[2]
        return Case({"dc": rng.standard_normal((n_a, m, T_x)), "caches": caches}, note)

    return [case(3, 5, 2, 4, 6), case(6, 3, 4, 2, 5), case(2, 4, 3, 1, 7, "m = 1"), case(5, 4, 2, 3, 1, "T_x = 1")]


_BACK = 'dc_from_next = step["dc_prev"]'
_SUM = "gradients[name] += step[name]"

GRU_BACKWARD = Exercise(
    answer=gru_backward,
    notebook=NOTEBOOK,
    outputs=(Table("gradients", (Array("dx", "n_x m T_x"), Array("dc0", "n_a m"), *_WEIGHTS), shown=False),),
    points={"dx": 1, "dc0": 2, "dWu": 1, "dbu": 1, "dWr": 1, "dbr": 1, "dWc": 1, "dbc": 1, "form": 1},
    cases=_pass_backward_cases,
    blanks=("dc_from_loss =", "step =", "dc_from_next = step", "dx[:, :, t] =", "gradients[name] +="),
    helpers=("gru_cell_backward",),
    mistakes=(
        mistake("not-carried-back", "What comes from step t+1 is not carried back: c⟨t⟩ also changed every later "
                "step. Give the cell dc_from_loss + dc_from_next.", ("dc_from_loss + dc_from_next", "dc_from_loss")),
        mistake("loss-at-the-last-step-only", "Only the last step's loss is used: at every step add `dc[:, :, t]` to "
                "what comes from step t+1.",
                ("dc_from_loss = dc[:, :, t]", "dc_from_loss = dc[:, :, t] * (t == T_x - 1)")),
        mistake("loss-not-added", "`dc` is not used: what comes from the loss at step t has to be added to what comes "
                "from step t+1.", ("dc_from_loss + dc_from_next", "dc_from_next")),
        mistake("same-dc-at-every-step", "Every step gets the gradient of the last step's loss; step t needs "
                "`dc[:, :, t]`.", ("dc_from_loss = dc[:, :, t]", "dc_from_loss = dc[:, :, -1]")),
        mistake("steps-forwards", "You go through the steps from the first to the last; the gradient comes from the "
                "future, so start at the last step.", ("reversed(range(T_x))", "range(T_x)")),
        mistake("first-step-missing", "The loop stops before t = 0: the first step has to go back too, to c0.",
                ("reversed(range(T_x))", "range(T_x - 1, 0, -1)")),
        mistake("last-step-missing", "The loop begins at T_x − 2: the last step, t = T_x − 1, has to be included.",
                ("reversed(range(T_x))", "reversed(range(T_x - 1))")),
        mistake("overwritten-at-each-step", "The gradients of the weights are overwritten at each step: the same "
                "weights worked at every step, so add them up with +=.", ("gradients[name] +=", "gradients[name] =")),
        mistake("weights-of-the-last-step-only", "The gradients of the weights come from the last step alone: the "
                "same weights worked at every step, so add all of them up.",
                (_SUM, "gradients[name] += (t == T_x - 1) * step[name]")),
        mistake("averaged-over-steps", "The gradients of the weights are divided by T_x; the loss sums over the "
                "steps, so they are sums.", (_SUM, _SUM + " / T_x")),
        mistake("weights-not-summed-up", "The gradients of the weights are still zeros: add those of each step.",
                (_SUM, "gradients[name] += 0")),
        mistake("last-cache-at-every-step", "Every step uses the last cache; step t needs `caches[t]`.",
                ("caches[t])", "caches[-1])")),
        mistake("first-cache-at-every-step", "Every step uses the first cache; step t needs `caches[t]`.",
                ("caches[t])", "caches[0])")),
        mistake("cache-of-the-step-before", "Step t uses the cache of step t−1: the indices are off by one.",
                ("caches[t])", "caches[t - 1])")),
        mistake("caches-backwards", "You go through `dc` backwards but through the caches forwards: step t needs the "
                "cache of step t.", ("caches[t])", "caches[T_x - 1 - t])")),
        mistake("next-step-added-twice", "What comes from step t+1 is added twice; it is added once to what comes "
                "from the loss at step t.", ("dc_from_loss + dc_from_next", "dc_from_loss + 2 * dc_from_next")),
        mistake("loss-added-twice", "What comes from the loss at step t is added twice; the second gradient is the "
                "one that comes from step t+1.", ("dc_from_loss + dc_from_next", "dc_from_loss + dc_from_loss")),
        mistake("two-gradients-averaged", "You take the mean of the two gradients that meet at c⟨t⟩; it is their sum.",
                ("dc_from_loss + dc_from_next", "(dc_from_loss + dc_from_next) / 2")),
        mistake("next-step-added-up", "What comes from step t+1 is added to what came before it; it has to take its "
                "place, as it carries all the later steps already.",
                (_BACK, 'dc_from_next = dc_from_next + step["dc_prev"]')),
        mistake("future-without-the-cell", "What comes from step t+1 skipped the cell: pass on its `dc_prev`, not the "
                "gradient that went into it.",
                (_BACK, "dc_from_next = dc_from_loss + dc_from_next"),
                ('"dc0": dc_from_next', '"dc0": step["dc_prev"]')),
        mistake("carried-back-by-the-gate-alone", "Only (1 − Γu) of the gradient is carried back; c⟨t⟩ was also read "
                "by the gates and the candidate of step t+1: pass on the whole `dc_prev`.",
                (_BACK, "dc_from_next = (1 - caches[t][2]) * (dc_from_loss + dc_from_next)")),
        mistake("dc-prev-without-the-next", "What goes on to step t−1 comes from the loss at step t alone; it has to "
                "carry the steps behind it as well.",
                (_BACK, 'dc_from_next = gru_cell_backward(dc_from_loss, caches[t])["dc_prev"]')),
        mistake("dc0-not-returned", "`dc0` is zero: it is what leaves the first step, the last `dc_prev` that your "
                "loop computed.", ('"dc0": dc_from_next', '"dc0": np.zeros((n_a, m))')),
        mistake("dc0-of-the-last-step", "`dc0` is the `dc_prev` of the last step; it is what leaves the first step, at "
                "the very end of your loop.", (_BACK, f"{_BACK}\n        dc0 = dc_from_next if t == T_x - 1 else dc0"),
                ('"dc0": dc_from_next', '"dc0": dc0')),
        mistake("dc0-before-the-cell", "`dc0` is what goes into the first step; it has to go back through that cell "
                "too: dc0 is the `dc_prev` of step 0.", ('"dc0": dc_from_next', '"dc0": dc_from_loss')),
        mistake("dx-not-stored", "`dx` is still zeros: store `dxt` of each step in `dx[:, :, t]`.",
                ('        dx[:, :, t] = step["dxt"]\n', "")),
        mistake("dx-one-step-early", "`dx` is stored one position too early: step t belongs at position t.",
                ("dx[:, :, t] =", "dx[:, :, t - 1] =")),
        mistake("dx-backwards", "`dx` is stored in reverse order: step t belongs at position t.",
                ("dx[:, :, t] =", "dx[:, :, T_x - 1 - t] =")),
        mistake("dx-of-the-first-step-everywhere", "`dx` holds one step's gradient everywhere: store at position t.",
                ('dx[:, :, t] = step["dxt"]', 'dx[:] = step["dxt"][:, :, None]')),
        mistake("incoming-gradient-changed", "Your function adds to `dc` in place, so the caller's array is changed: "
                "add the two gradients into a new array.",
                ("dc_from_loss = dc[:, :, t]", "dc_from_loss = dc[:, :, t]\n        dc_from_loss += dc_from_next\n"
                 "        dc_from_next = 0")),
        mistake("loop-over-the-examples", "Your loop runs over the m examples; it should run over the T_x time steps, "
                "the last axis of dc.", ("n_a, m, T_x = dc.shape", "n_a, T_x, m = dc.shape")),
    ),
)

EXERCISES = (GRU_CELL_FORWARD, GRU_FORWARD, GRU_CELL_BACKWARD, GRU_BACKWARD)

QUESTIONS = (
    Question("update-gate-at-zero", NOTEBOOK, {
        "a": Option(False, "That would be Γu = 1: then c⟨t⟩ is the candidate, and the old memory is gone. With Γu = 0 "
                           "it is the other way round."),
        "b": Option(False, "Γu multiplies the candidate; what multiplies the old memory is 1 − Γu, which is 1. And the "
                           "gradient takes the same way back, by the same factor."),
        "c": Option(True, "Yes: 1 − Γu is 1, forwards and backwards. No product with weights, no slope of tanh. That "
                          "is the way the noun takes to the verb."),
    }),
    Question("why-the-bias", NOTEBOOK, {
        "a": Option(True, "Yes: half of the memory is replaced at each step before anything has been learned, so "
                          "after 40 steps next to nothing of the noun arrives, and for a long time nothing tells "
                          "the gates to close."),
        "b": Option(False, "Both networks can do the same; training can move the bias anywhere. The question is "
                           "whether there is a gradient that moves it."),
        "c": Option(False, "Both read the very same batches in the same order. What differs is what reaches the noun "
                           "at the very beginning."),
    }),
    Question("why-the-reset-gate", NOTEBOOK, {
        "a": Option(False, "Forgetting is the update gate's work: where Γu is 1, the old memory is replaced. Γr only "
                           "decides what the candidate gets to see."),
        "b": Option(True, "Yes: where Γr is 0, the candidate is made as if the sequence began here. Γu then decides "
                          "whether it is let in, and the memory itself is untouched."),
        "c": Option(False, "The candidate is a tanh, so it never leaves −1 to 1. What does Γr multiply, and who reads "
                           "the product?"),
    }),
)
