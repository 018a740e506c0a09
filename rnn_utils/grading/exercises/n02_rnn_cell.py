"""Notebook 02: one cell of the RNN, in its two forms."""
from rnn_utils.grading.exercise import Case, Exercise, Law, Option, Question, mistake
from rnn_utils.grading.exercises.common import rnn_parameters
from rnn_utils.grading.results import Array, Items, Table
from rnn_utils.rnn import rnn_cell_forward, rnn_cell_forward_stacked

import numpy as np


def _cell_cases(rng):
    def case(n_x, n_a, n_y, m, note=""):
        return Case({"xt": rng.standard_normal((n_x, m)), "a_prev": rng.uniform(-1, 1, (n_a, m)),
                     "parameters": rnn_parameters(rng, n_x, n_a, n_y)}, note)

    return [case(3, 5, 2, 4), case(6, 2, 4, 3), case(4, 6, 3, 1, "m = 1")]


_SUM = "Wax @ xt + Waa @ a_prev + ba"
_SCORES = "Wya @ a_next + by"

RNN_CELL_FORWARD = Exercise(
    answer=rnn_cell_forward,
    notebook="02_rnn_cell",
    outputs=(Array("a_next", "n_a m"), Array("yt_pred", "n_y m"),
             Items("cache", (Array("a_next", "n_a m"), Array("a_prev", "n_a m"), Array("xt", "n_x m"),
                             Table("parameters", (Array("Wax", "n_a n_x"), Array("Waa", "n_a n_a"),
                                                  Array("Wya", "n_y n_a"), Array("ba", "n_a 1"),
                                                  Array("by", "n_y 1")))))),
    points={"a_next": 4, "yt_pred": 3, "cache": 2, "form": 1},
    cases=_cell_cases,
    blanks=("a_next =", "yt_pred =", "cache ="),
    laws=(Law("each column of yt_pred sums to 1",
              lambda values, arguments: np.allclose(values["yt_pred"].sum(axis=0), 1),
              "a prediction is not a probability distribution over the n_y units"),),
    mistakes=(
        mistake("prediction-from-a-prev", "`yt_pred` is made from `a_prev`, the state before this step; "
                "the prediction comes from the new state, `a_next`.",
                (_SCORES, "Wya @ a_prev + by")),
        mistake("sigmoid-for-softmax", "`yt_pred` went through a sigmoid, which looks at each unit "
                "alone; softmax makes the units of a column compete and sum to 1.",
                (f"softmax({_SCORES})", f"1 / (1 + np.exp(-({_SCORES})))")),
        mistake("softmax-over-examples", "Your softmax runs along axis 1, over the examples; each column "
                "is one example, so it belongs on axis 0.",
                (f"softmax({_SCORES})", f"softmax(({_SCORES}).T).T")),
        mistake("softmax-over-everything", "Your softmax divides by the sum of the whole array; each "
                "column (each example) has its own sum, axis 0.",
                (f"softmax({_SCORES})", f"np.exp({_SCORES}) / np.sum(np.exp({_SCORES}))")),
        mistake("no-softmax", "`yt_pred` is still the scores Wya a + by: softmax turns them into "
                "probabilities.", (f"softmax({_SCORES})", _SCORES)),
        mistake("tanh-for-softmax", "`yt_pred` went through tanh; the prediction is a softmax.",
                (f"softmax({_SCORES})", f"np.tanh({_SCORES})")),
        mistake("softmax-of-tanh", "`yt_pred` went through tanh before the softmax; the softmax takes "
                "the scores Wya a + by as they are.",
                (f"softmax({_SCORES})", f"softmax(np.tanh({_SCORES}))")),
        mistake("no-ba", "The bias `ba` is missing from the sum inside the tanh.", (" + ba", "")),
        mistake("ba-outside-tanh", "The bias `ba` is added after the tanh; it belongs inside, in the sum.",
                (f"np.tanh({_SUM})", "np.tanh(Wax @ xt + Waa @ a_prev) + ba")),
        mistake("no-by", "The bias `by` is missing from the scores of the prediction.", (" + by", "")),
        mistake("no-tanh", "`a_next` is the bare sum: it still has to go through `np.tanh`.",
                (f"np.tanh({_SUM})", _SUM)),
        mistake("sigmoid-for-tanh", "`a_next` went through a sigmoid; this cell uses `np.tanh`, which "
                "also reaches below 0.", (f"np.tanh({_SUM})", f"1 / (1 + np.exp(-({_SUM})))")),
        mistake("relu-for-tanh", "`a_next` went through a ReLU; this cell uses `np.tanh`.",
                (f"np.tanh({_SUM})", f"np.maximum(0, {_SUM})")),
        mistake("softmax-for-tanh", "`a_next` went through a softmax; the hidden state uses `np.tanh`, "
                "only the prediction uses softmax.", (f"np.tanh({_SUM})", f"softmax({_SUM})")),
        mistake("tanh-twice", "The tanh of `a_next` is taken twice; once is enough.",
                (f"np.tanh({_SUM})", f"np.tanh(np.tanh({_SUM}))")),
        mistake("tanh-of-each-term", "You take the tanh of the two products and then add; add first, and "
                "take one tanh of the sum.",
                (f"np.tanh({_SUM})", "np.tanh(Wax @ xt) + np.tanh(Waa @ a_prev) + ba")),
        mistake("tanh-of-one-term", "Only one of the terms is inside the tanh; the whole sum belongs "
                "there.", (f"np.tanh({_SUM})", "np.tanh(Wax @ xt) + Waa @ a_prev + ba")),
        mistake("no-a-prev", "`a_next` does not use `a_prev`: without Waa a⟨t−1⟩ the cell remembers "
                "nothing.", ("Waa @ a_prev + ", "")),
        mistake("no-xt", "`a_next` does not use `xt`: the term Wax x⟨t⟩ is missing.", ("Wax @ xt + ", "")),
        mistake("waa-transposed", "`Waa` is used transposed. It is square, so the shapes do not show it: "
                "write `Waa @ a_prev`.", ("Waa @ a_prev", "Waa.T @ a_prev")),
        mistake("minus-for-plus", "One of the signs in the sum is a minus; all three terms are added.",
                ("+ Waa @ a_prev", "- Waa @ a_prev")),
        mistake("ba-subtracted", "The bias `ba` is subtracted; it is added.", ("+ ba", "- ba")),
        mistake("by-subtracted", "The bias `by` is subtracted; it is added.", ("+ by", "- by")),
        mistake("bias-twice", "The bias `ba` is added twice, once for each product; once is enough.",
                ("+ ba", "+ ba + ba")),
        mistake("prediction-for-state", "The two results have changed places: return `a_next` first, then "
                "`yt_pred`.", ("return a_next, yt_pred, cache", "return yt_pred, a_next, cache")),
        mistake("cache-in-another-order", "The cache has `a_prev` and `a_next` in each other's place: it "
                "is (a_next, a_prev, xt, parameters).",
                ("(a_next, a_prev, xt", "(a_prev, a_next, xt")),
        mistake("cache-without-parameters", "The cache has to end with `parameters`: backward needs the "
                "weights.", (", xt, parameters)", ", xt)")),
        mistake("cache-with-prediction", "The cache holds `yt_pred` in the place of another item: it is "
                "(a_next, a_prev, xt, parameters).", ("a_prev, xt, parameters)", "yt_pred, xt, parameters)")),
        mistake("cache-also-with-prediction", "The cache has an item too many: `yt_pred` is not needed; it "
                "is (a_next, a_prev, xt, parameters).", ("a_prev, xt, parameters)",
                                                         "a_prev, xt, yt_pred, parameters)")),
        mistake("cache-with-one-state", "The cache holds `a_next` twice; the second item is the state "
                "before this step, `a_prev`.", ("(a_next, a_prev, xt", "(a_next, a_next, xt")),
        mistake("cache-with-old-state-only", "The cache holds `a_prev` twice; its first item is the new "
                "state, `a_next`.", ("(a_next, a_prev, xt", "(a_prev, a_prev, xt")),
        mistake("cache-with-sum", "The first item of the cache is the sum before the tanh; it is `a_next`, "
                "behind the tanh.", ("(a_next, a_prev, xt, parameters)",
                                     f"({_SUM}, a_prev, xt, parameters)")),
        mistake("cache-without-a-next", "The cache has to begin with `a_next`: backward needs it for the "
                "derivative of tanh.", ("(a_next, a_prev, xt", "(a_prev, xt")),
        mistake("no-cache", "Return the cache as well, as the third result: backward will need it.",
                ("return a_next, yt_pred, cache", "return a_next, yt_pred")),
    ),
)


def _stacked_cases(rng):
    def case(n_x, n_a, m, note=""):
        return Case({"xt": rng.standard_normal((n_x, m)), "a_prev": rng.uniform(-1, 1, (n_a, m)),
                     "Wa": 0.5 * rng.standard_normal((n_a, n_a + n_x)),
                     "ba": 0.5 * rng.standard_normal((n_a, 1))}, note)

    return [case(3, 5, 4), case(6, 2, 3), case(4, 6, 1, "m = 1")]


_STACK = "np.concatenate([a_prev, xt], axis=0)"

RNN_CELL_FORWARD_STACKED = Exercise(
    answer=rnn_cell_forward_stacked,
    notebook="02_rnn_cell",
    outputs=(Array("a_next", "n_a m"),),
    points={"a_next": 9, "form": 1},
    cases=_stacked_cases,
    blanks=("stacked =", "a_next ="),
    mistakes=(
        mistake("blocks-exchanged", "You stack [x⟨t⟩; a⟨t−1⟩]. The shapes fit, but the first n_a columns "
                "of Wa are Waa, so a⟨t−1⟩ must be on top.", ("[a_prev, xt]", "[xt, a_prev]")),
        mistake("side-by-side", "`axis=1` puts the arrays side by side; the examples must stay columns, "
                "so stack along axis 0.", ("axis=0", "axis=1")),
        mistake("no-ba", "The bias `ba` is missing from the sum inside the tanh.", (" + ba", "")),
        mistake("ba-outside-tanh", "The bias `ba` is added after the tanh; it belongs inside.",
                ("np.tanh(Wa @ stacked + ba)", "np.tanh(Wa @ stacked) + ba")),
        mistake("ba-subtracted", "The bias `ba` is subtracted; it is added.", ("+ ba", "- ba")),
        mistake("no-tanh", "`a_next` is the bare sum: it still has to go through `np.tanh`.",
                ("np.tanh(Wa @ stacked + ba)", "Wa @ stacked + ba")),
        mistake("sigmoid-for-tanh", "`a_next` went through a sigmoid; this cell uses `np.tanh`.",
                ("np.tanh(Wa @ stacked + ba)", "1 / (1 + np.exp(-(Wa @ stacked + ba)))")),
        mistake("relu-for-tanh", "`a_next` went through a ReLU; this cell uses `np.tanh`.",
                ("np.tanh(Wa @ stacked + ba)", "np.maximum(0, Wa @ stacked + ba)")),
        mistake("softmax-for-tanh", "`a_next` went through a softmax; the hidden state uses `np.tanh`.",
                ("np.tanh(Wa @ stacked + ba)", "(lambda e: e / np.sum(e, axis=0))(np.exp(Wa @ stacked + ba))")),
        mistake("tanh-twice", "The tanh is taken twice; once is enough.",
                ("np.tanh(Wa @ stacked + ba)", "np.tanh(np.tanh(Wa @ stacked + ba))")),
        mistake("tanh-before-product", "The tanh is taken of the stacked inputs; it comes last, around "
                "Wa [a⟨t−1⟩; x⟨t⟩] + ba.", ("np.tanh(Wa @ stacked + ba)", "Wa @ np.tanh(stacked) + ba")),
        mistake("only-a-prev", "Only the first n_a columns of Wa are used, so `xt` has no effect.",
                ("Wa @ stacked", "Wa[:, :a_prev.shape[0]] @ a_prev")),
        mistake("only-xt", "Only the last n_x columns of Wa are used, so `a_prev` has no effect.",
                ("Wa @ stacked", "Wa[:, a_prev.shape[0]:] @ xt")),
        mistake("a-prev-twice", "The lower block of the stack is `a_prev` again; it should be `xt`.",
                ("[a_prev, xt]", "[a_prev, a_prev]")),
        mistake("stack-returned", "You return the stacked input; return `a_next`.",
                ("return a_next", "return stacked")),
    ),
)

EXERCISES = (RNN_CELL_FORWARD, RNN_CELL_FORWARD_STACKED)
QUESTIONS = (
    Question("what-a-prev-carries", "02_rnn_cell", {
        "a": Option(False, "The input of the step before is in it, but so are all the others: that step got its "
                           "own `a_prev` from the step before it."),
        "b": Option(True, "Yes. Each step folds its input into what it was given, so the state sums up the "
                          "whole past, as well as n_a numbers can."),
        "c": Option(False, "The prediction is made from the state, but it is not handed on. (A network that "
                           "writes text gets its own last letter as an *input*.)"),
    }),
    Question("stacked-order", "02_rnn_cell", {
        "a": Option(False, "The stack has n_a + n_x rows in either order, so the product goes through. That is "
                           "the danger."),
        "b": Option(False, "The order of the terms does not matter, but here the wrong weights meet the wrong "
                           "numbers: `Waa` would be multiplied with parts of the input."),
        "c": Option(True, "Yes: the worst kind of mistake, one that nothing complains about. Here the grader "
                          "knows it by name."),
    }),
)
