"""Notebook 03: the cell over all time steps."""
import numpy as np

from rnn_utils.grading.exercise import Case, Exercise, Option, Question, mistake
from rnn_utils.grading.exercises.common import rnn_parameters
from rnn_utils.grading.results import Array, ByUse
from rnn_utils.rnn import rnn_backward, rnn_forward


def _cases(rng):
    def case(n_x, n_a, n_y, m, T_x, note=""):
        return Case({"x": rng.standard_normal((n_x, m, T_x)), "a0": rng.uniform(-1, 1, (n_a, m)),
                     "parameters": rnn_parameters(rng, n_x, n_a, n_y)}, note)

    return [case(3, 5, 2, 4, 6), case(5, 3, 4, 2, 7), case(4, 6, 3, 1, 5, "m = 1"),
            case(2, 4, 5, 3, 1, "T_x = 1")]


def backward_through(caches, arguments):
    """The gradients that `rnn_backward` makes of these caches, for a fixed da.

    An older form of the course returns the pair (caches, x); its list is taken.
    """
    if len(caches) == 2 and isinstance(caches[0], (list, tuple)) and isinstance(caches[1], np.ndarray):
        caches = caches[0]
    shape = arguments["a0"].shape + arguments["x"].shape[2:]
    da = np.cos(np.arange(np.prod(shape), dtype=float)).reshape(shape)
    return rnn_backward(da, caches)


_CELL = "rnn_cell_forward(x[:, :, t], a_next, parameters)"
_LOOP = "range(T_x)"

RNN_FORWARD = Exercise(
    answer=rnn_forward,
    notebook="03_forward_pass",
    outputs=(Array("a", "n_a m T_x"), Array("y_pred", "n_y m T_x"),
             ByUse("caches", (Array("dx", "n_x m T_x"), Array("da0", "n_a m"), Array("dWax", "n_a n_x"),
                              Array("dWaa", "n_a n_a"), Array("dba", "n_a 1")),
                   backward_through, "rnn_backward")),
    points={"a": 4, "y_pred": 3, "caches": 2, "form": 1},
    cases=_cases,
    blanks=("a_next =", "a_next, yt_pred, cache =", "a[:, :, t] =", "y_pred[:, :, t] =",
            "caches.append("),
    helpers=("rnn_cell_forward",),
    mistakes=(
        mistake("a0-at-every-step", "Each step gets `a0`, so nothing is remembered: hand the cell the state "
                "of the step before, `a_next`.", (_CELL, _CELL.replace("a_next", "a0"))),
        mistake("a0-never-used", "`a0` is never used: the state before the first step is `a0`, not zeros.",
                ("a_next = a0", "a_next = np.zeros((n_a, m))")),
        mistake("first-input-at-every-step", "Every step reads the first input: take x⟨t⟩, `x[:, :, t]`.",
                ("x[:, :, t]", "x[:, :, 0]")),
        mistake("last-input-at-every-step", "Every step reads the last input: take x⟨t⟩, `x[:, :, t]`.",
                ("x[:, :, t]", "x[:, :, -1]")),
        mistake("input-one-step-late", "Step t reads the input of step t−1: the indices are off by one.",
                ("x[:, :, t]", "x[:, :, t - 1]")),
        mistake("steps-backwards", "You go through the time steps in reverse; forward means from t = 0 to "
                "T_x − 1.", (_LOOP, "reversed(range(T_x))")),
        mistake("last-step-missing", "The last time step is never computed: the loop ends one step too "
                "early.", (_LOOP, "range(T_x - 1)")),
        mistake("first-step-missing", "The first time step is never computed: the loop starts one step too "
                "late.", (_LOOP, "range(1, T_x)")),
        mistake("a-one-step-late", "`a` at step t holds the state before step t: store `a_next` after the "
                "cell has run.", ("a[:, :, t] = a_next", "a[:, :, t] = cache[1]")),
        mistake("a-not-stored", "`a` is still zeros: store each `a_next` in `a[:, :, t]`. (An array of whole "
                "numbers would cut off what is behind the point.)",
                ("        a[:, :, t] = a_next\n", "")),
        mistake("prediction-not-stored", "`y_pred` is still zeros: store each `yt_pred` in "
                "`y_pred[:, :, t]`.", ("        y_pred[:, :, t] = yt_pred\n", "")),
        mistake("a-holds-the-last-state", "`a` holds the last state at every step: store inside the loop, "
                "at position t.", ("a[:, :, t] = a_next", "a[:] = a_next[:, :, None]")),
        mistake("y-holds-the-last-prediction", "`y_pred` holds the last prediction at every step: store "
                "inside the loop, at position t.", ("y_pred[:, :, t] = yt_pred",
                                                    "y_pred[:] = yt_pred[:, :, None]")),
        mistake("stored-at-the-first-step", "Every state is stored at t = 0, over the one before: use "
                "position t.", ("a[:, :, t] = a_next", "a[:, :, 0] = a_next")),
        mistake("states-added-up", "You add each state to the one before; a⟨t⟩ takes the place of "
                "a⟨t−1⟩.", ("        a[:, :, t] = a_next\n",
                             "        a[:, :, t] = a[:, :, t - 1] + a_next\n")),
        mistake("caches-empty", "`caches` is empty: append the cache of each step.",
                ("        caches.append(cache)\n", "")),
        mistake("last-cache-only", "`caches` holds the last step only: append to the list instead of "
                "replacing it.", ("caches.append(cache)", "caches = [cache]")),
        mistake("caches-backwards", "`caches` is in reverse order: append at its end, so that `caches[t]` "
                "belongs to step t.", ("caches.append(cache)", "caches.insert(0, cache)")),
        mistake("one-array-for-all-states", "Your caches all hold the same array, which every step overwrites: "
                "let each step make a new one.",
                ("a_next = a0", "state = a0.copy()"),
                (f"a_next, yt_pred, cache = {_CELL}",
                 "a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], state, parameters)\n"
                 "        state[:] = a_next\n        cache = (state, *cache[1:])")),
        mistake("caches-with-a0", "In your caches the state before each step is `a0`; that is right for the "
                "first step only.", ("caches.append(cache)", "caches.append((cache[0], a0, *cache[2:]))")),
        mistake("caches-with-one-state", "Your caches hold the new state twice; the second item is the state "
                "before the step.", ("caches.append(cache)", "caches.append((cache[0], *cache[:1], *cache[2:]))")),
        mistake("a0-stored-too", "`a` begins with `a0`, so it is one step too long: store a⟨1⟩ at position 0.",
                ("return a, y_pred", "return np.concatenate([a0[:, :, None], a], axis=2), y_pred")),
        mistake("stored-one-step-early", "Each result is stored one position too early: step t belongs at "
                "position t.", ("a[:, :, t] =", "a[:, :, t - 1] ="), ("y_pred[:, :, t] =", "y_pred[:, :, t - 1] =")),
        mistake("states-for-caches", "`caches` holds arrays; it has to be a list with the whole cache of each step.",
                ("caches.append(cache)", "caches.append(a_next)")),
        mistake("stored-in-each-others-place", "State and prediction are stored in each other's place: "
                "`a` is for `a_next`, `y_pred` for `yt_pred`.",
                ("a[:, :, t] = a_next", "a[:, :, t] = yt_pred"),
                ("y_pred[:, :, t] = yt_pred", "y_pred[:, :, t] = cache[0]")),
        mistake("results-exchanged", "The first two results have changed places: return `a`, then "
                "`y_pred`.", ("return a, y_pred, caches", "return y_pred, a, caches")),
        mistake("last-state-returned", "You return the last state; return `a`, the states of all steps.",
                ("return a, y_pred", "return a_next, y_pred")),
        mistake("last-prediction-returned", "You return the last prediction; return `y_pred`, the "
                "predictions of all steps.", ("return a, y_pred", "return a, yt_pred")),
        mistake("loop-over-the-examples", "Your loop runs over the m examples; it should run over the "
                "T_x time steps, the last axis of x.", ("T_x = x.shape[2]", "T_x = x.shape[1]")),
    ),
)

EXERCISES = (RNN_FORWARD,)
QUESTIONS = (
    Question("what-a-prediction-sees", "03_forward_pass", {
        "a": Option(True, "Yes: its own input, everything before it by way of the hidden state, and the "
                          "state it all started from."),
        "b": Option(False, "Then it would be a standard network, used anew at each step. By way of a⟨2⟩ the earlier inputs have "
                           "their say as well."),
        "c": Option(False, "It can't: when step 3 is computed, the later inputs have not been read. That is "
                           "why Teddy stays a riddle."),
    }),
    Question("parameters-and-length", "03_forward_pass", {
        "a": Option(False, "That is what the flattened network of notebook 01 would need. Here each further "
                           "step uses the same cell."),
        "b": Option(True, "Yes: the same cell is used 1000 times instead of 10. It takes longer, and the "
                          "caches grow, but the parameters stay."),
        "c": Option(False, "The number of examples changes the columns of the arrays, never the weights."),
    }),
)
