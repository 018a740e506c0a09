"""Notebook 08: how large a gradient still is after many steps back."""
from rnn_utils.grading.exercise import Case, Exercise, Option, Question, mistake
from rnn_utils.grading.exercises.common import rnn_parameters
from rnn_utils.grading.results import Array
from rnn_utils.rnn import gradient_norms_through_time, rnn_forward

NOTEBOOK = "08_vanishing_and_exploding_gradients"
ONE_EXAMPLE, ONE_STEP = "a single example", "a single step"


def _cases(rng):
    def case(n_x, n_a, n_y, m, T_x, note="", part=""):
        caches = rnn_forward(rng.standard_normal((n_x, m, T_x)), rng.uniform(-1, 1, (n_a, m)),
                             rnn_parameters(rng, n_x, n_a, n_y))[2]
        return Case({"da_last": rng.standard_normal((n_a, m)), "caches": caches}, note, part)

    return [case(3, 5, 2, 4, 6), case(6, 3, 4, 2, 5), case(2, 4, 3, 1, 7, "m = 1", ONE_EXAMPLE),
            case(5, 4, 2, 3, 1, "T_x = 1", ONE_STEP)]


_EACH = "np.sqrt(np.sum(da_next ** 2, axis=0))"
_STORED = "norms[t] = np.mean(norm_of_each)"
_BACK = 'rnn_cell_backward(da_next, caches[t])["da_prev"]'
_LOOP = "reversed(range(T_x))"
_DZ = "((1 - caches[t][0] ** 2) * da_next)"

GRADIENT_NORMS_THROUGH_TIME = Exercise(
    answer=gradient_norms_through_time,
    notebook=NOTEBOOK,
    outputs=(Array("norms", "T_x", listed=True),),
    points={"norms": 5, ONE_EXAMPLE: 2, ONE_STEP: 2, "form": 1},
    cases=_cases,
    blanks=("norm_of_each =", "norms[t] =", "da_next = rnn_cell"),
    helpers=("rnn_cell_backward",),
    mistakes=(
        mistake("not-handed-on", "Each step starts from `da_last` again: give the cell what the step after it "
                "handed back.", ("rnn_cell_backward(da_next,", "rnn_cell_backward(da_last,")),
        mistake("never-goes-back", "The gradient is the same at every step: let the cell of step t take it one "
                "step further back.", (_BACK, "da_next")),
        mistake("da-last-at-every-step", "You add `da_last` at every step; the loss is at the last step only, so "
                "it comes in once, at the start.", (_BACK, _BACK + " + da_last")),
        mistake("gradients-added-up", "You add what the cell hands back to what came before; it has to take its "
                "place.", (_BACK, "da_next + " + _BACK)),
        mistake("one-norm-for-all-examples", "You take one norm of the whole array; take a norm for each example, "
                "then their mean.", (_EACH, "np.sqrt(np.sum(da_next ** 2))")),
        mistake("one-norm-divided-by-m", "You take one norm of the whole array and divide it by m; take a norm for "
                "each example, then their mean.", (_EACH, "np.sqrt(np.sum(da_next ** 2)) / da_next.shape[1]")),
        mistake("root-after-the-mean", "You take the mean of the squared norms and then its root; take the root for "
                "each example first, then the mean.",
                (_EACH, "np.sum(da_next ** 2, axis=0)"), (_STORED, "norms[t] = np.sqrt(np.mean(norm_of_each))")),
        mistake("mean-before-the-norm", "You take the mean of the examples' gradients first, in which they cancel; "
                "take their norms first.", (_EACH, "np.sqrt(np.sum(np.mean(da_next, axis=1) ** 2))")),
        mistake("norm-without-root", "The root is missing: the norm is the square root of the sum of squares.",
                (_EACH, "np.sum(da_next ** 2, axis=0)")),
        mistake("norm-over-the-examples", "The squares are summed over the examples, axis 1; the norm of one "
                "example sums over its hidden units, axis 0.", ("axis=0", "axis=1")),
        mistake("norms-summed", "You sum the norms of the examples; take their mean.",
                ("np.mean(norm_of_each)", "np.sum(norm_of_each)")),
        mistake("largest-norm", "You take the largest norm; take the mean over the examples.",
                ("np.mean(norm_of_each)", "np.max(norm_of_each)")),
        mistake("sum-of-absolute-values", "This is the sum of absolute values; the norm here is the root of the sum "
                "of squares.", (_EACH, "np.sum(np.abs(da_next), axis=0)")),
        mistake("largest-element", "This is the largest element; the norm here is the root of the sum of squares.",
                (_EACH, "np.max(np.abs(da_next), axis=0)")),
        mistake("mean-over-the-units", "You take the mean of the squares over the hidden units; the norm is made "
                "from their sum.", ("np.sum(da_next ** 2", "np.mean(da_next ** 2")),
        mistake("sum-without-squares", "You sum the units without squaring them, so positive and negative ones "
                "cancel.", (_EACH, "np.abs(np.sum(da_next, axis=0))")),
        mistake("by-lag", "Your norms are in the order of the way back; `norms[t]` belongs to step t, so the norm "
                "of `da_last` comes last.", ("norms[t] =", "norms[T_x - 1 - t] =")),
        mistake("one-step-early", "You measure after the cell has run, so each norm is that of the step before: "
                "measure first, then go back.",
                (f"{_LOOP}:\n", f"{_LOOP}:\n        da_next = {_BACK}\n"),
                (f"        da_next = {_BACK}\n    return", "    return")),
        mistake("stored-one-step-early", "Each norm is stored one position too early: that of `da_last` belongs to "
                "the last step.", ("norms[t] =", "norms[t - 1] =")),
        mistake("last-step-missing", "The loop leaves out the last step: `norms[-1]` is the norm of `da_last` "
                "itself.", (_LOOP, "reversed(range(T_x - 1))")),
        mistake("first-step-missing", "The loop stops before t = 0: the first step has a norm too.",
                (_LOOP, "range(T_x - 1, 0, -1)")),
        mistake("starts-with-zeros", "You start from zeros, so nothing can come back: start from `da_last`.",
                ("da_next = da_last", "da_next = np.zeros_like(da_last)")),
        mistake("starts-with-ones", "`da_last` is not used: it is the gradient to start from.",
                ("da_next = da_last", "da_next = np.ones_like(da_last)")),
        mistake("steps-forwards", "You go through the steps from the first to the last; the gradient starts at the "
                "last one.", (_LOOP, "range(T_x)")),
        mistake("same-norm-everywhere", "Every step holds the norm of the first: store each at its own position t.",
                ("norms[t] =", "norms[:] =")),
        mistake("stored-at-the-end", "Every norm is stored at the last position, over the one before: use "
                "position t.", ("norms[t] =", "norms[-1] =")),
        mistake("norms-added-up", "You add the norms of all later steps; `norms[t]` is that of step t alone.",
                (_STORED, "norms[t] = np.mean(norm_of_each) + (norms[t + 1] if t < T_x - 1 else 0)")),
        mistake("gradient-of-the-input", "These are the norms of `dxt`, the gradient of the input; the question is "
                "what arrives at the hidden state.", ("da_next ** 2", f"{_BACK.replace('da_prev', 'dxt')} ** 2")),
        mistake("behind-the-tanh", "These are the norms of dz, behind the tanh; measure at the hidden state, before "
                "the cell has run.", ("da_next ** 2", f"{_DZ} ** 2")),
        mistake("last-cache-at-every-step", "Every step uses the last cache; step t needs `caches[t]`.",
                ("caches[t]", "caches[-1]")),
        mistake("first-cache-at-every-step", "Every step uses the first cache; step t needs `caches[t]`.",
                ("caches[t]", "caches[0]")),
        mistake("cache-of-the-step-before", "Step t uses the state of step t−1: take `caches[t]`, and of it the slope at "
                "`a_next`, its first item.",
                ("caches[t]", "caches[t - 1]")),
        mistake("caches-backwards", "You go through the steps backwards but through the caches forwards: step t "
                "needs the cache of step t.", ("caches[t]", "caches[T_x - 1 - t]")),
        mistake("slope-missing", "The slope of tanh is missing on the way back: each step multiplies by 1 − a² "
                "before it goes through Waa.", (_BACK, 'caches[t][3]["Waa"].T @ da_next')),
        mistake("waa-not-transposed", "You go back through Waa; the way back takes its transpose.",
                (_BACK, f'caches[t][3]["Waa"] @ {_DZ}')),
        mistake("slope-without-waa", "You go back through the tanh alone; behind it comes Waa, transposed.",
                (_BACK, _DZ)),
        mistake("slope-behind-waa", "Tanh and Waa come in the wrong order: on the way back first the slope 1 − a², then "
                "Waa, transposed.", (_BACK, '(1 - caches[t][0] ** 2) * (caches[t][3]["Waa"].T @ da_next)')),
        mistake("largest-singular-value", "`np.linalg.norm(…, 2)` of the whole array is its largest singular value; take "
                "a norm for each example, axis=0, then their mean.", (_EACH, "np.linalg.norm(da_next, 2)")),
        mistake("mean-of-absolute-values", "This is the mean of all absolute values; take a norm for each example, the root "
                "of the sum of squares, then their mean.", (_EACH, "np.mean(np.abs(da_next))")),
        mistake("relative-to-the-last", "Your norms are divided by the last one; return them as they are.",
                ("return norms", "return norms / norms[-1]")),
        mistake("relative-to-the-first", "Your norms are divided by the first one; return them as they are.",
                ("return norms", "return norms / norms[0]")),
        mistake("logarithms", "These are logarithms of the norms; return the norms themselves.",
                ("return norms", "return np.log(norms)")),
        mistake("logarithms-to-ten", "These are logarithms of the norms; return the norms themselves.",
                ("return norms", "return np.log10(norms)")),
        mistake("not-averaged", "You keep a norm for each example; take the mean over the examples.",
                ("np.zeros(T_x,", "np.zeros((T_x, da_last.shape[1]),"), ("np.mean(norm_of_each)", "norm_of_each")),
        mistake("a0-counted-too", "Your result begins with the norm at a0, so it is one step too long: the T_x "
                "steps are enough.",
                ("return norms", "return np.concatenate([[np.mean(np.sqrt(np.sum(da_next ** 2, axis=0)))], norms])")),
    ),
)

EXERCISES = (GRADIENT_NORMS_THROUGH_TIME,)

QUESTIONS = (
    Question("radius-above-one", NOTEBOOK, {
        "a": Option(False, "Waa is only half of a step. The other half is the slope of tanh, which is below 1 "
                           "wherever the state is not 0."),
        "b": Option(True, "Yes: Waa could stretch it by 1.4 at each step, but the slopes take their share, and they "
                          "depend on what was read. In the experiment they won."),
        "c": Option(False, "The gradient passes through Waa at every step, whatever the loss is. What else does it "
                           "pass through?"),
    }),
    Question("why-the-verb-is-hard", NOTEBOOK, {
        "a": Option(False, "The same network with the same 32 units gets it right when there is one clause or none. "
                           "One unit would do to remember one bit."),
        "b": Option(False, "All nouns come from the same pool, but the subject is always the second word. With a "
                           "clause or none the network finds that out."),
        "c": Option(True, "Yes: what the loss says about the verb has shrunk to almost nothing by the time it "
                          "arrives at the noun, so no weight learns that the noun mattered."),
    }),
    Question("clipping-against-vanishing", NOTEBOOK, {
        "a": Option(True, "Yes: it shortens what is too long and leaves alone what is short. Information that has "
                          "faded away cannot be scaled back out of the sum."),
        "b": Option(False, "Clipping never makes a gradient longer. And the global norm may be fine: the nearby "
                           "steps fill it, the distant ones are missing."),
        "c": Option(False, "A small limit makes every step shorter, and the little that comes from far back is "
                           "shortened along with the rest."),
    }),
)
