"""Notebook 00: the warm-up, softmax, and a question about the shapes."""
import numpy as np

from rnn_utils.activations import softmax
from rnn_utils.grading.exercise import Case, Exercise, Law, Option, Question, mistake
from rnn_utils.grading.results import Array


def _cases(rng):
    return [
        Case({"z": rng.standard_normal((4, 3))}),
        Case({"z": 3 * rng.standard_normal((3, 5))}),
        Case({"z": rng.standard_normal((6, 1))}, "m = 1"),
        Case({"z": np.array([[1000.0, -1000.0], [999.0, -1002.0], [0.0, -1001.0]])},
             part="scores of ±1000"),
        Case({"z": np.array([[1000.0], [-1000.0]])}, part="scores of ±1000"),
    ]


_EXP = "exponentials = np.exp(z - np.max(z, axis=0, keepdims=True))"
_SHARE = "p = exponentials / np.sum(exponentials, axis=0, keepdims=True)"

SOFTMAX = Exercise(
    answer=softmax,
    notebook="00_start_here",
    outputs=(Array("p", "n_y m"),),
    points={"p": 6, "scores of ±1000": 3, "form": 1},
    cases=_cases,
    blanks=("exponentials =", "p ="),
    laws=(Law("each column sums to 1",
              lambda values, arguments: np.allclose(values["p"].sum(axis=0), 1),
              "the sum over the units of a column is not 1"),),
    mistakes=(
        mistake("no-maximum", "Your softmax is right for small scores, but exp(1000) is too large for "
                "a float: subtract each column's largest score before `np.exp`.",
                (" - np.max(z, axis=0, keepdims=True)", "")),
        mistake("maximum-of-everything", "You subtract the largest score of the whole array; each "
                "column has its own. With one maximum for all, a column of low scores becomes 0 / 0.",
                ("np.max(z, axis=0, keepdims=True)", "np.max(z)")),
        mistake("over-the-examples", "Your shares sum to 1 along each row, over the examples. A column "
                "is one example: sum over the units, axis 0.",
                ("axis=0", "axis=1")),
        mistake("sum-over-the-examples", "You divide by the sum along axis 1, over the examples. A "
                "column is one example: sum over the units, axis 0.",
                ("np.sum(exponentials, axis=0", "np.sum(exponentials, axis=1")),
        mistake("sum-over-everything", "You divide by the sum of the whole array, so all examples "
                "together share 1. Each column needs its own sum: axis 0.",
                ("np.sum(exponentials, axis=0, keepdims=True)", "np.sum(exponentials)")),
        mistake("no-division", "You return exponentials; they become shares once you divide by "
                "their sum in each column.", (" / np.sum(exponentials, axis=0, keepdims=True)", "")),
        mistake("no-exponential", "You divide the scores by their sum, without taking `np.exp` first; "
                "shares made this way can be negative.",
                (_EXP, "exponentials = z")),
        mistake("sign-of-the-score", "Your largest score gets the smallest share: the exponent has "
                "the wrong sign.",
                ("np.exp(z - np.max(z, axis=0, keepdims=True))",
                 "np.exp(-(z - np.min(z, axis=0, keepdims=True)))")),
        mistake("sign-of-the-score-and-no-maximum", "Your largest score gets the smallest share: the "
                "exponent has the wrong sign.",
                ("np.exp(z - np.max(z, axis=0, keepdims=True))", "np.exp(-z)")),
        mistake("sigmoid", "This is the sigmoid, which looks at each score alone; softmax compares the "
                "scores of a column with each other.",
                (_EXP, ""), (_SHARE, "p = 1 / (1 + np.exp(-z))")),
        mistake("logarithm", "You return log-probabilities: take `np.exp` of them once more.",
                (_SHARE, "p = np.log(exponentials / np.sum(exponentials, axis=0, keepdims=True))")),
        mistake("maximum-subtracted-above-only", "The maximum is subtracted above the fraction line "
                "only; the sum below needs the same exponentials.",
                ("np.sum(exponentials, axis=0", "np.sum(np.exp(z), axis=0")),
        mistake("arg-max", "You put 1 on the largest score and 0 elsewhere; softmax gives every unit a "
                "share, larger for larger scores.",
                (_SHARE, "p = 1.0 * (z == np.max(z, axis=0, keepdims=True))")),
    ),
)

EXERCISES = (SOFTMAX,)

QUESTIONS = (
    Question("mini-batch-axes", "00_start_here", {
        "a": Option(False, "The first axis counts the units of one time step (here the 5000 words of a "
                           "vocabulary), the second the examples, the third the time steps."),
        "b": Option(True, "Yes: 5000 units, 20 examples, 10 time steps. `x[:, :, t]` is one time step of "
                          "all examples, (5000, 20)."),
        "c": Option(False, "Some frameworks use that order. Here the units come first, so that a column is "
                           "one example and `Wax @ xt` works as it is written."),
    }),
    Question("softmax-plus-constant", "00_start_here", {
        "a": Option(True, "Yes: each exponential is multiplied by the same e¹⁰⁰, above and below the fraction "
                          "line, and it cancels. That is why subtracting the maximum is allowed."),
        "b": Option(False, "They can't all grow: they still have to sum to 1."),
        "c": Option(False, "It would if you multiplied the scores. Adding the same number multiplies every "
                           "exponential by the same factor, and that cancels."),
    }),
)
