"""Notebook 01: one-hot columns, padding with a mask, and what a standard network can't do."""
import numpy as np

from rnn_utils.datasets import one_hot_sequence, pad_batch
from rnn_utils.grading.exercise import Case, Exercise, Law, Option, Question, mistake
from rnn_utils.grading.results import Array


def _one_hot_cases(rng):
    return [
        Case({"indices": [3, 0, 3, 2, 5], "n_x": 7}),
        Case({"indices": [2, 1, 1, 0], "n_x": 6}),
        Case({"indices": [0, 2, 1, 3, 3, 0], "n_x": 4}, "more steps than symbols"),
        Case({"indices": np.array([0, 4, 3]), "n_x": 5}, "a NumPy array of indices"),
        Case({"indices": [1], "n_x": 3}, "T_x = 1"),
    ]


ONE_HOT_SEQUENCE = Exercise(
    answer=one_hot_sequence,
    notebook="01_why_sequences",
    outputs=(Array("x", "n_x T_x", whole=True),),
    points={"x": 9, "form": 1},
    cases=_one_hot_cases,
    blanks=("x =", "x[indices[t], t] ="),
    laws=(Law("exactly one 1 in each column",
              lambda values, arguments: np.all(values["x"].sum(axis=0) == 1),
              "some columns do not have exactly one 1"),),
    mistakes=(
        mistake("rows-for-steps", "Your x has a row for each step; here a step is a column: "
                "(n_x, T_x).", ("np.zeros((n_x, T_x))", "np.zeros((T_x, n_x))"),
                ("x[indices[t], t]", "x[t, indices[t]]")),
        mistake("counted-from-one", "Every 1 is one row too high: indices count from 0, so index k "
                "belongs to row k.", ("x[indices[t], t]", "x[indices[t] - 1, t]")),
        mistake("index-for-one", "You store the index itself; the place already says which symbol it "
                "is, so store a 1.", ("t] = 1", "t] = indices[t]")),
        mistake("zeros-and-ones-exchanged", "Zeros and ones have changed places: start from zeros and "
                "set one element of each column to 1.", ("np.zeros(", "np.ones("), ("t] = 1", "t] = 0")),
        mistake("ones-everywhere", "Every element is 1: start from `np.zeros`, so that only the row "
                "of the index is 1.", ("np.zeros(", "np.ones(")),
        mistake("nothing-set", "x is still all zeros: set the element in row `indices[t]`, column `t`.",
                ("t] = 1", "t] = 0")),
        mistake("last-step-missing", "The last column is empty: the loop ends one step too early.",
                ("range(T_x)", "range(T_x - 1)")),
        mistake("first-step-missing", "The first column is empty: the loop starts one step too late.",
                ("range(T_x)", "range(1, T_x)")),
        mistake("steps-backwards", "The columns are in reverse order: step t belongs in column t.",
                ("x[indices[t], t]", "x[indices[t], T_x - 1 - t]")),
        mistake("bag-of-symbols", "All symbols are in every column: `x[indices[t]]` without a step sets a "
                "whole row; write `x[indices[t], t]`.", ("x[indices[t], t]", "x[indices[t]]")),
        mistake("one-row-for-each-step", "You set row t in column t: the row must be the index, "
                "`indices[t]`.", ("x[indices[t], t]", "x[t % n_x, t]")),
        mistake("as-many-rows-as-seen", "The number of rows must be n_x, the size of the whole alphabet, "
                "even where the largest symbols do not occur.",
                ("np.zeros((n_x, T_x))", "np.zeros((max(indices) + 1, T_x))")),
        mistake("stays-on", "Once set, the 1 of a symbol stays on in all later columns: set column t "
                "only.", ("x[indices[t], t]", "x[indices[t], t:]")),
        mistake("row-and-column-exchanged", "Row and column have changed places in the assignment: "
                "`x[row, column]` is `x[indices[t], t]`.", ("x[indices[t], t]", "x[t, indices[t]]")),
    ),
)


def _pad_cases(rng):
    def sequences(n_x, *lengths):
        return [rng.standard_normal((n_x, T)) for T in lengths]

    with_zeros = sequences(4, 3, 6, 2, 4, 1)
    with_zeros[0][:, 1] = 0                      # a real step may be all zeros
    with_zeros[1][:, 5] = 0
    return [
        Case({"sequences": with_zeros}),
        Case({"sequences": sequences(2, 5, 3, 1)}),
        Case({"sequences": sequences(3, 4)}, "m = 1"),
        Case({"sequences": sequences(5, 2, 2, 2)}, "sequences of equal length"),
    ]


PAD_BATCH = Exercise(
    answer=pad_batch,
    notebook="01_why_sequences",
    outputs=(Array("x", "n_x m T_x"), Array("mask", "m T_x", whole=True)),
    points={"x": 5, "mask": 4, "form": 1},
    cases=_pad_cases,
    blanks=("T_x =", "x =", "mask =", "x[:, i, :T_i] =", "mask[i, :T_i] ="),
    mistakes=(
        mistake("padding-in-front", "You pad in front: the sequences end together. Let them start "
                "together, at t = 0, with the zeros behind them.",
                ("x[:, i, :T_i]", "x[:, i, T_x - T_i:]"), ("mask[i, :T_i]", "mask[i, T_x - T_i:]")),
        mistake("cut-to-the-shortest", "You cut to the shortest sequence, so data are lost: T_x is the "
                "longest.", ("max(", "min("), ("= sequences[i]\n", "= sequences[i][:, :T_x]\n")),
        mistake("mask-inverted", "Your mask is 1 on the padding and 0 on the real steps; it should be the "
                "other way round.", ("np.zeros((m, T_x))", "np.ones((m, T_x))"),
                ("mask[i, :T_i] = 1", "mask[i, :T_i] = 0")),
        mistake("mask-all-ones", "Your mask is 1 everywhere, also on the padding.",
                ("np.zeros((m, T_x))", "np.ones((m, T_x))")),
        mistake("mask-all-zeros", "Your mask is 0 everywhere: set it to 1 on the T_i real steps.",
                ("mask[i, :T_i] = 1", "mask[i, :T_i] = 0")),
        mistake("mask-transposed", "Your mask is (T_x, m); the examples come first: (m, T_x).",
                ("np.zeros((m, T_x))", "np.zeros((T_x, m))"), ("mask[i, :T_i]", "mask[:T_i, i]")),
        mistake("mask-from-zeros", "You take all-zero columns for padding, but a real step may be all "
                "zeros too: fill the mask from the lengths T_i.",
                ("    return", "    mask = np.any(x != 0, axis=0).astype(float)\n    return")),
        mistake("mask-one-short", "The last real step of each sequence is masked out: the mask is one "
                "step too short.", ("mask[i, :T_i]", "mask[i, :T_i - 1]")),
        mistake("mask-one-long", "The mask lets one step of padding in: it is one step too long.",
                ("mask[i, :T_i]", "mask[i, :T_i + 1]")),
        mistake("mask-at-the-last-step-only", "Your mask is 1 at the last real step only; all T_i steps "
                "are real.", ("mask[i, :T_i]", "mask[i, T_i - 1]")),
        mistake("mask-holds-lengths", "Your mask holds the length T_i; a mask holds 1 and 0.",
                ("mask[i, :T_i] = 1", "mask[i, :T_i] = T_i")),
        mistake("padded-with-ones", "The padding of x is 1; zeros add nothing to a product, so pad with "
                "zeros.", ("np.zeros((n_x, m, T_x))", "np.ones((n_x, m, T_x))")),
        mistake("examples-first", "Your x is (m, n_x, T_x); the units come first: (n_x, m, T_x).",
                ("np.zeros((n_x, m, T_x))", "np.zeros((m, n_x, T_x))"), ("x[:, i, :T_i]", "x[i, :, :T_i]")),
        mistake("steps-second", "Your x is (n_x, T_x, m); the steps come last: (n_x, m, T_x).",
                ("np.zeros((n_x, m, T_x))", "np.zeros((n_x, T_x, m))"), ("x[:, i, :T_i]", "x[:, :T_i, i]")),
        mistake("first-length-for-all", "You take the length of the first sequence for T_x; it is the "
                "longest of all.", ("max(sequence.shape[1] for sequence in sequences)",
                                    "sequences[0].shape[1]")),
        mistake("one-step-too-many", "T_x is one step too long: it is the length of the longest sequence.",
                ("for sequence in sequences)", "for sequence in sequences) + 1")),
        mistake("last-example-missing", "The last example is left empty: the loop ends one example too "
                "early.", ("range(m)", "range(m - 1)")),
    ),
)

EXERCISES = (ONE_HOT_SEQUENCE, PAD_BATCH)
QUESTIONS = (
    Question("why-not-flatten", "01_why_sequences", {
        "a": Option(False, "It has five times as many parameters as the RNN. They are just not shared between "
                           "the positions."),
        "b": Option(False, "More of the same training would not help: the pair never stands at those "
                           "positions, so their weights never see it."),
        "c": Option(True, "Yes. What it learned at position 2 is stored in the weights of position 2, and "
                          "is of no use at position 9."),
    }),
    Question("why-a-mask", "01_why_sequences", {
        "a": Option(True, "Yes. Zeros are an input like any other: the network goes on and predicts. Only the "
                          "mask knows that nobody asked."),
        "b": Option(False, "The hidden state also comes from the state before and from the bias, so it is not "
                           "zero, and a prediction is made from it."),
        "c": Option(False, "Padding has made the lengths equal already. The mask is there to tell padding "
                           "from data afterwards."),
    }),
)
