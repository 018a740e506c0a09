"""Notebook 05: the cell backwards, the pass backwards, and two ways to check a gradient."""
import numpy as np

from rnn_utils.grading.exercise import Case, Exercise, Option, Question, mistake
from rnn_utils.grading.exercises.common import one_hot_targets, padding_mask, rnn_parameters
from rnn_utils.grading.results import Array, Table
from rnn_utils.gradients import numerical_gradient
from rnn_utils.rnn import (rnn_backward, rnn_cell_backward, rnn_cell_forward, rnn_forward,
                           rnn_loss_and_gradients)

PADDED = "padding masked"


def _cell_cases(rng):
    def case(n_x, n_a, n_y, m, note=""):
        cache = rnn_cell_forward(rng.standard_normal((n_x, m)), rng.uniform(-1, 1, (n_a, m)),
                                 rnn_parameters(rng, n_x, n_a, n_y))[2]
        return Case({"da_next": rng.standard_normal((n_a, m)), "cache": cache}, note)

    return [case(3, 5, 2, 4), case(6, 2, 4, 3), case(4, 6, 3, 1, "m = 1")]


_DZ = "(1 - a_next ** 2) * da_next"

RNN_CELL_BACKWARD = Exercise(
    answer=rnn_cell_backward,
    notebook="05_backpropagation_through_time",
    outputs=(Table("gradients", (Array("dxt", "n_x m"), Array("dWax", "n_a n_x"), Array("da_prev", "n_a m"),
                                 Array("dWaa", "n_a n_a"), Array("dba", "n_a 1")), shown=False),),
    points={"dxt": 1, "dWax": 2, "da_prev": 2, "dWaa": 2, "dba": 2, "form": 1},
    cases=_cell_cases,
    blanks=("dz =", "dxt =", "dWax =", "da_prev =", "dWaa =", "dba ="),
    mistakes=(
        mistake("no-tanh-factor", "The derivative of tanh is missing: before anything else the gradient "
                "goes back through tanh, dz = (1 − a²) * da_next.", (_DZ, "da_next")),
        mistake("tanh-factor-of-a-prev", "The derivative of tanh is taken at `a_prev`; it belongs at "
                "`a_next`, the value that tanh gave.", ("a_next ** 2", "a_prev ** 2")),
        mistake("tanh-factor-without-square", "You use 1 − a; the derivative of tanh is 1 − a².",
                ("1 - a_next ** 2", "1 - a_next")),
        mistake("tanh-factor-twice", "You take the tanh of `a_next` once more; it is a tanh already, so the "
                "derivative is 1 − a_next².", ("a_next ** 2", "np.tanh(a_next) ** 2")),
        mistake("tanh-factor-squared-late", "You square 1 − a; it is 1 − a², one minus the square.",
                ("(1 - a_next ** 2)", "(1 - a_next) ** 2")),
        mistake("sigmoid-factor", "You use a(1 − a), the derivative of the sigmoid; for tanh it is 1 − a².",
                ("(1 - a_next ** 2)", "a_next * (1 - a_next)")),
        mistake("tanh-factor-sign", "The sign is wrong: the derivative of tanh is 1 − a², not a² − 1.",
                ("(1 - a_next ** 2)", "(a_next ** 2 - 1)")),
        mistake("tanh-factor-without-one", "You use a²; the derivative of tanh is 1 − a².",
                ("1 - a_next ** 2", "a_next ** 2")),
        mistake("tanh-factor-doubled", "You use 1 − 2a; the derivative of tanh is 1 − a², with the square.",
                ("1 - a_next ** 2", "1 - 2 * a_next")),
        mistake("tanh-factor-added", "You add the derivative of tanh to `da_next`; by the chain rule they are "
                "multiplied.", (_DZ, "(1 - a_next ** 2) + da_next")),
        mistake("tanh-factor-of-the-gradient", "The derivative of tanh is taken at `da_next`; it belongs at "
                "`a_next`, and `da_next` is what it multiplies.", (_DZ, "(1 - da_next ** 2) * a_next")),
        mistake("tanh-factor-counted-twice", "The derivative of tanh, 1 − a², is multiplied in twice; once is "
                "enough.", (_DZ, "(1 - a_next ** 2) ** 2 * da_next")),
        mistake("tanh-factor-alone", "dz is the derivative of tanh alone: multiply it by `da_next`, the "
                "gradient that comes in.", (_DZ, "1 - a_next ** 2 + 0 * da_next")),
        mistake("tanh-factor-plus", "You use 1 + a²; the derivative of tanh is 1 − a².",
                ("1 - a_next ** 2", "1 + a_next ** 2")),
        mistake("slope-from-z", "You use 1 − z², with the z in front of the tanh; the derivative of tanh is 1 − a², with "
                "the value that tanh gave, `a_next`.", (_DZ, '(1 - (Wax @ xt + Waa @ a_prev + parameters["ba"]) ** 2) * da_next')),
        mistake("brackets-missing-in-the-slope", "Only a² is multiplied by `da_next`: put 1 − a² in brackets, then "
                "multiply.", (_DZ, "1 - a_next ** 2 * da_next")),
        mistake("incoming-gradient-changed", "Your function multiplies `da_next` in place, so the caller's "
                "array is changed: make a new array, dz = (1 − a²) * da_next.",
                (f"dz = {_DZ}", "dz = da_next\n    dz *= 1 - a_next ** 2")),
        mistake("dxt-without-tanh", "`dxt` comes from `da_next`; it has to come from dz, at the input of the tanh.",
                ("Wax.T @ dz", "Wax.T @ da_next")),
        mistake("da-prev-without-tanh", "`da_prev` comes from `da_next`; it has to come from dz, at the input "
                "of the tanh.", ("Waa.T @ dz", "Waa.T @ da_next")),
        mistake("dwax-without-tanh", "`dWax` comes from `da_next`; it has to come from dz, at the input of the tanh.",
                ("dz @ xt.T", "da_next @ xt.T")),
        mistake("dwaa-without-tanh", "`dWaa` comes from `da_next`; it has to come from dz, at the input of the tanh.",
                ("dz @ a_prev.T", "da_next @ a_prev.T")),
        mistake("dba-without-tanh", "`dba` comes from `da_next`; it has to come from dz, at the input of the tanh.",
                ("np.sum(dz,", "np.sum(da_next,")),
        mistake("waa-not-transposed", "`da_prev` uses Waa; going back takes the transpose, Waa.T. Waa is "
                "square, so the shapes do not show it.", ("Waa.T @ dz", "Waa @ dz")),
        mistake("dwaa-from-a-next", "`dWaa` is made with `a_next`; Waa was multiplied by `a_prev`.",
                ("dz @ a_prev.T", "dz @ a_next.T")),
        mistake("dwaa-transposed", "`dWaa` is transposed: it is dz @ a_prev.T, so that element (i, j) belongs "
                "to Waa[i, j].", ("dz @ a_prev.T", "a_prev @ dz.T")),
        mistake("dwax-transposed", "`dWax` is transposed: it has the shape of Wax, (n_a, n_x).",
                ("dz @ xt.T", "xt @ dz.T")),
        mistake("dba-not-summed", "`dba` is not summed over the examples: ba was added to each of the m "
                "columns, so its gradient is the sum of theirs, (n_a, 1).",
                ("np.sum(dz, axis=1, keepdims=True)", "dz")),
        mistake("dba-over-the-units", "`dba` is summed over the units, axis 0; sum over the examples, "
                "axis 1.", ("np.sum(dz, axis=1", "np.sum(dz, axis=0")),
        mistake("dba-without-column", "`dba` has lost its second axis: ba is a column (n_a, 1), so its "
                "gradient is one too; keepdims=True keeps it.", (", axis=1, keepdims=True)", ", axis=1)")),
        mistake("dba-summed-over-everything", "`dba` is one number: sum over the examples only, axis 1.",
                ("np.sum(dz, axis=1, keepdims=True)", "np.sum(dz)")),
        mistake("dba-averaged", "`dba` is a mean over the examples; it is their sum (the loss has its 1/m "
                "already).", ("np.sum(dz, axis=1", "np.mean(dz, axis=1")),
        mistake("weights-averaged", "`dWax` and `dWaa` are divided by m; the 1/m of the loss is in "
                "`da_next` already.", ("dz @ xt.T", "dz @ xt.T / xt.shape[1]"),
                ("dz @ a_prev.T", "dz @ a_prev.T / xt.shape[1]")),
        mistake("everything-averaged", "The gradients of Wax, Waa and ba are divided by m; the 1/m of the "
                "loss is in `da_next` already.", ("dz @ xt.T", "dz @ xt.T / xt.shape[1]"),
                ("dz @ a_prev.T", "dz @ a_prev.T / xt.shape[1]"), ("np.sum(dz,", "np.mean(dz,")),
        mistake("cache-in-another-order", "You take the cache apart in another order: it is "
                "(a_next, a_prev, xt, parameters).",
                ("a_next, a_prev, xt, parameters = cache", "a_prev, a_next, xt, parameters = cache")),
    ),
)


def _pass_cases(rng):
    def case(n_x, n_a, n_y, m, T_x, note=""):
        caches = rnn_forward(rng.standard_normal((n_x, m, T_x)), rng.uniform(-1, 1, (n_a, m)),
                             rnn_parameters(rng, n_x, n_a, n_y))[2]
        return Case({"da": rng.standard_normal((n_a, m, T_x)), "caches": caches}, note)

    return [case(3, 5, 2, 4, 6), case(6, 3, 4, 2, 5), case(2, 4, 3, 1, 7, "m = 1"),
            case(5, 4, 2, 3, 1, "T_x = 1")]


_STEP = "rnn_cell_backward(da_from_loss + da_from_next, caches[t])"

RNN_BACKWARD = Exercise(
    answer=rnn_backward,
    notebook="05_backpropagation_through_time",
    outputs=(Table("gradients", (Array("dx", "n_x m T_x"), Array("da0", "n_a m"), Array("dWax", "n_a n_x"),
                                 Array("dWaa", "n_a n_a"), Array("dba", "n_a 1")), shown=False),),
    points={"dx": 1, "da0": 2, "dWax": 2, "dWaa": 2, "dba": 2, "form": 1},
    cases=_pass_cases,
    blanks=("da_from_loss =", "step =", "da_from_next = step", "dx[:, :, t] =", "dWax +=", "dWaa +=",
            "dba +="),
    helpers=("rnn_cell_backward",),
    mistakes=(
        mistake("next-step-not-added", "What comes from step t+1 is not added, or it stays zero: a⟨t⟩ also changed "
                "every later step. Give the cell da_from_loss + da_from_next, and make da_from_next anew at each step.",
                ("da_from_loss + da_from_next", "da_from_loss")),
        mistake("loss-at-the-last-step-only", "Only the last step's loss is used: at every step add "
                "`da[:, :, t]` to what comes from step t+1.",
                ("da_from_loss = da[:, :, t]", "da_from_loss = da[:, :, t] * (t == T_x - 1)")),
        mistake("loss-not-added", "`da` is not used: what comes from the loss at step t has to be added to "
                "what comes from step t+1.", ("da_from_loss + da_from_next", "da_from_next")),
        mistake("steps-forwards", "You go through the steps from the first to the last; the gradient comes "
                "from the future, so start at the last step: reversed(range(T_x)).",
                ("reversed(range(T_x))", "range(T_x)")),
        mistake("overwritten-at-each-step", "The gradients of the weights come from one step alone: the same "
                "weights worked at every step, so add them up with +=, within the loop.",
                ("dWax += ", "dWax = "), ("dWaa += ", "dWaa = "), ("dba += ", "dba = ")),
        mistake("dwax-overwritten", "`dWax` is overwritten at each step: add the steps up with +=.",
                ("dWax += ", "dWax = ")),
        mistake("dwaa-overwritten", "`dWaa` is overwritten at each step: add the steps up with +=.",
                ("dWaa += ", "dWaa = ")),
        mistake("dba-overwritten", "`dba` is overwritten at each step: add the steps up with +=.",
                ("dba += ", "dba = ")),
        mistake("averaged-over-steps", "The gradients of the weights are divided by T_x; the loss sums over "
                "the steps, so they are sums.", ('step["dWax"]', 'step["dWax"] / T_x'),
                ('step["dWaa"]', 'step["dWaa"] / T_x'), ('step["dba"]', 'step["dba"] / T_x')),
        mistake("first-step-missing", "The loop stops before t = 0: the first step has to go back too, to a0.",
                ("reversed(range(T_x))", "range(T_x - 1, 0, -1)")),
        mistake("last-step-missing", "The loop begins at T_x − 2: the last step, t = T_x − 1, has to be "
                "included.", ("reversed(range(T_x))", "reversed(range(T_x - 1))")),
        mistake("last-cache-at-every-step", "Every step uses the last cache; step t needs `caches[t]`.",
                ("caches[t])", "caches[-1])")),
        mistake("first-cache-at-every-step", "Every step uses the first cache; step t needs `caches[t]`.",
                ("caches[t])", "caches[0])")),
        mistake("cache-of-the-step-before", "Step t uses the cache of step t−1: the indices are off by one.",
                ("caches[t])", "caches[t - 1])")),
        mistake("caches-backwards", "You go through `da` backwards but through the caches forwards: step t "
                "needs the cache of step t.", ("caches[t])", "caches[T_x - 1 - t])")),
        mistake("weights-of-the-last-step-only", "The gradients of the weights come from the last step alone: "
                "the same weights worked at every step, so add all of them up.",
                ("dWax += ", "dWax += (t == T_x - 1) * "), ("dWaa += ", "dWaa += (t == T_x - 1) * "),
                ("dba += ", "dba += (t == T_x - 1) * ")),
        mistake("next-step-added-twice", "What comes from step t+1 is added twice; it is added once to what "
                "comes from the loss at step t.",
                ("da_from_loss + da_from_next", "da_from_loss + 2 * da_from_next")),
        mistake("loss-added-twice", "What comes from the loss at step t is added twice; the second gradient is "
                "the one that comes from step t+1.", ("da_from_loss + da_from_next",
                                                      "da_from_loss + da_from_loss")),
        mistake("two-gradients-averaged", "You take the mean of the two gradients that meet at a⟨t⟩; it is "
                "their sum.", ("da_from_loss + da_from_next", "(da_from_loss + da_from_next) / 2")),
        mistake("two-gradients-multiplied", "You multiply the two gradients that meet at a⟨t⟩; they are added.",
                ("da_from_loss + da_from_next",
                 "da_from_loss * (da_from_next if t < T_x - 1 else 1)")),
        mistake("da0-of-the-last-step", "`da0` is the `da_prev` of the last step; it is what leaves the first "
                "step, at the very end of your loop.",
                ('da_from_next = step["da_prev"]', 'da_from_next = step["da_prev"]\n'
                 '        da0 = da_from_next if t == T_x - 1 else da0'), ('"da0": da_from_next', '"da0": da0')),
        mistake("dx-one-step-early", "`dx` is stored one position too early: step t belongs at position t.",
                ("dx[:, :, t] =", "dx[:, :, t - 1] =")),
        mistake("same-da-at-every-step", "Every step gets the gradient of the last step's loss; step t needs "
                "`da[:, :, t]`.", ("da_from_loss = da[:, :, t]", "da_from_loss = da[:, :, -1]")),
        mistake("next-step-added-up", "What comes from step t+1 is added to what came before it; it has to "
                "take its place, as it carries all the later steps already.",
                ('da_from_next = step["da_prev"]', 'da_from_next = da_from_next + step["da_prev"]')),
        mistake("da0-not-returned", "`da0` is zero: it is what leaves the first step, the last "
                "`da_prev` that your loop computed.",
                ('"da0": da_from_next', '"da0": np.zeros((n_a, m))')),
        mistake("da0-before-the-cell", "`da0` is what goes into the first step; it has to go back through "
                "that cell too: da0 is the `da_prev` of step 0.",
                ('"da0": da_from_next', '"da0": da_from_loss')),
        mistake("dx-not-stored", "`dx` is still zeros: store `dxt` of each step in `dx[:, :, t]`.",
                ('        dx[:, :, t] = step["dxt"]\n', "")),
        mistake("dx-backwards", "`dx` is stored in reverse order: step t belongs at position t.",
                ("dx[:, :, t] =", "dx[:, :, T_x - 1 - t] =")),
        mistake("dx-of-the-first-step-everywhere", "`dx` holds one step's gradient everywhere: store at "
                "position t.", ('dx[:, :, t] = step["dxt"]', 'dx[:] = step["dxt"][:, :, None]')),
        mistake("incoming-gradient-changed", "Your function adds to `da` in place, so the caller's array is "
                "changed: add the two gradients into a new array.",
                ("da_from_loss = da[:, :, t]", "da_from_loss = da[:, :, t]\n"
                 "        da_from_loss += da_from_next\n        da_from_next = 0")),
        mistake("da-prev-without-the-next", "What goes on to step t−1 comes from the loss at step t alone; it "
                "has to carry the steps behind it as well.",
                ('da_from_next = step["da_prev"]',
                 'da_from_next = rnn_cell_backward(da_from_loss, caches[t])["da_prev"]')),
        mistake("future-without-the-cell", "What comes from step t+1 skipped the cell: pass on its `da_prev`, "
                "not the gradient that went into it.",
                ('da_from_next = step["da_prev"]', "da_from_next = da_from_loss + da_from_next"),
                ('"da0": da_from_next', '"da0": step["da_prev"]')),
        mistake("loop-over-the-examples", "Your loop runs over the m examples; it should run over the T_x "
                "time steps, the last axis of da.", ("n_a, m, T_x = da.shape", "n_a, T_x, m = da.shape")),
    ),
)


def _numerical_cases(rng):
    """Cubic functions: with a large ε their differences show exactly which points were used."""
    def cubic(shape, sign):
        weights = rng.standard_normal(shape)
        return lambda x: float(np.sum(weights * x ** 3) + sign * np.sum(x) ** 2)

    def case(shape, epsilon, note="", sign=1):
        return Case({"f": cubic(shape, sign), "x": rng.uniform(0.5, 1.5, shape), "epsilon": epsilon}, note)

    default = case((2, 3), 0)
    del default.arguments["epsilon"]
    return [case((3, 2), 0.25), case((4,), 0.1, "x with one axis"), case((2, 4, 3), 0.05),
            case((4, 3), 0.2, "a function that falls", -1), default]


_TWO_POINTS = "(f_plus - f_minus) / (2 * epsilon)"

NUMERICAL_GRADIENT = Exercise(
    answer=numerical_gradient,
    notebook="05_backpropagation_through_time",
    outputs=(Array("gradient", "x"),),
    points={"gradient": 9, "form": 1},
    cases=_numerical_cases,
    blanks=("x[i] =", "f_plus =", "f_minus =", "gradient[i] ="),
    mistakes=(
        mistake("one-sided", "This is the one-sided difference (f(x + ε) − f(x)) / ε, whose error shrinks "
                "with ε; the central one's shrinks with ε².",
                (_TWO_POINTS, "(f_plus - f(x)) / epsilon")),
        mistake("one-sided-backward", "This is the one-sided difference (f(x) − f(x − ε)) / ε, whose error "
                "shrinks with ε; the central one's shrinks with ε².",
                (_TWO_POINTS, "(f(x) - f_minus) / epsilon")),
        mistake("divided-by-epsilon", "Your gradient is twice too large: the two points are 2ε apart.",
                ("/ (2 * epsilon)", "/ epsilon")),
        mistake("second-point-not-moved", "Your second point is x itself; it is x − ε. (From x + ε you have "
                "to go down by 2ε to get there.)", ("x[i] = value - epsilon", "x[i] = value")),
        mistake("first-point-not-moved", "Your first point is x itself; it is x + ε, so that the two are 2ε "
                "apart.", ("x[i] = value + epsilon", "x[i] = value")),
        mistake("replaced-by-epsilon", "You put ε in the place of x[i]; add it to the value that is there.",
                ("value + epsilon", "epsilon"), ("value - epsilon", "-epsilon")),
        mistake("no-difference", "You divide f(x + ε) alone; the gradient is made from a difference.",
                (_TWO_POINTS, "f_plus / (2 * epsilon)")),
        mistake("brackets-missing", "Only the second value is divided: put the difference in brackets before "
                "you divide.", (_TWO_POINTS, "f_plus - f_minus / (2 * epsilon)")),
        mistake("rows-moved-together", "You move a whole row of x at once; move one element, x[i], where i has "
                "an index for each axis.", ("np.ndindex(x.shape)", "np.ndindex(x.shape[:1])"),
                ("value = x[i]", "value = x[i].copy()")),
        mistake("half-epsilon-upside-down", "`/ 2 * epsilon` divides by 2 and multiplies by ε: write "
                "`/ (2 * epsilon)`.", ("/ (2 * epsilon)", "/ 2 * epsilon")),
        mistake("divided-by-two-alone", "You divide by 2; the two points are 2ε apart.", ("/ (2 * epsilon)", "/ 2")),
        mistake("multiplied-by-epsilon", "You multiply by 2ε; the difference is divided by it.",
                ("/ (2 * epsilon)", "* (2 * epsilon)")),
        mistake("absolute-difference", "You take the absolute value of the difference; where f falls, the gradient is "
                "negative.", (_TWO_POINTS, "abs(f_plus - f_minus) / (2 * epsilon)")),
        mistake("not-divided", "The difference still has to be divided by the distance of the two points, "
                "2ε.", (" / (2 * epsilon)", "")),
        mistake("sign", "The sign is wrong: it is f(x + ε) − f(x − ε).",
                ("f_plus - f_minus", "f_minus - f_plus")),
        mistake("added-for-subtracted", "You add the two values; the gradient is their difference.",
                ("f_plus - f_minus", "f_plus + f_minus")),
        mistake("all-elements-at-once", "All elements of x move together: move one, x[i], and leave the "
                "others where they are.", ("x[i] = value + epsilon", "x += epsilon"),
                ("x[i] = value - epsilon", "x -= 2 * epsilon"), ("        x[i] = value\n",
                                                                 "        x += epsilon\n")),
        mistake("not-put-back", "x[i] is not put back after its turn, so the next element is tried at "
                "another point.", ("        x[i] = value\n", "")),
        mistake("put-back-too-early", "Both values are f(x + ε) or both f(x − ε): call `f` right after each "
                "move.", ("f_minus = f(x)", "f_minus = f_plus")),
        mistake("epsilon-ignored", "`epsilon` has no effect: use the argument, not a number of your own.",
                ("value + epsilon", "value + 1e-5"), ("value - epsilon", "value - 1e-5"),
                ("2 * epsilon", "2 * 1e-5")),
        mistake("epsilon-relative", "You scale x[i] by 1 ± ε; add and subtract ε.",
                ("value + epsilon", "value * (1 + epsilon)"), ("value - epsilon", "value * (1 - epsilon)")),
        mistake("half-steps", "You move by ε/2 but divide by 2ε: move by ε to each side.",
                ("value + epsilon", "value + epsilon / 2"), ("value - epsilon", "value - epsilon / 2")),
        mistake("first-element-only", "Only one element of the gradient is filled: the loop returns or "
                "stops too early.", ("        gradient[i] =", "        gradient[(0,) * x.ndim] =")),
        mistake("x-changed", "Your function changes the x it was given: work on a copy, or put every element "
                "back.", ("x = np.array(x, dtype=float)", "x = np.asarray(x)"),
                ("        x[i] = value\n", "")),
    ),
)


def _chain_cases(rng):
    def case(n_x, n_a, n_y, m, T_x, note="", part=""):
        arguments = {"x": rng.standard_normal((n_x, m, T_x)), "y": one_hot_targets(rng, n_y, m, T_x),
                     "a0": rng.uniform(-1, 1, (n_a, m)), "parameters": rnn_parameters(rng, n_x, n_a, n_y)}
        if part:
            arguments["mask"] = padding_mask(m, T_x)
        return Case(arguments, note, part)

    return [case(3, 5, 2, 4, 6), case(5, 3, 4, 2, 7), case(4, 6, 3, 1, 5, "m = 1"),
            case(2, 4, 5, 3, 1, "T_x = 1"), case(3, 6, 2, 4, 5, part=PADDED)]


RNN_LOSS_AND_GRADIENTS = Exercise(
    answer=rnn_loss_and_gradients,
    notebook="05_backpropagation_through_time",
    outputs=(Array("loss"),
             Table("gradients", (Array("dWya", "n_y n_a"), Array("dby", "n_y 1"), Array("dx", "n_x m T_x"),
                                 Array("da0", "n_a m"), Array("dWax", "n_a n_x"), Array("dWaa", "n_a n_a"),
                                 Array("dba", "n_a 1")), shown=False)),
    points={"loss": 1, "dWya": 1, "dby": 1, "dx": 1, "da0": 1, "dWax": 1, "dWaa": 1, "dba": 1,
            PADDED: 1, "form": 1},
    cases=_chain_cases,
    blanks=("a, y_pred, caches =", "loss =", "da, output_gradients =", "gradients =",
            "gradients.update("),
    helpers=("rnn_forward", "rnn_backward", "output_backward", "categorical_cross_entropy"),
    mistakes=(
        mistake("a0-never-used", "`a0` is never used: it is the state the forward pass starts from.",
                ("rnn_forward(x, a0, parameters)", "rnn_forward(x, np.zeros_like(a0), parameters)")),
        mistake("loss-without-mask", "The loss does not get the mask, so padding is paid for.",
                ("categorical_cross_entropy(y_pred, y, mask)", "categorical_cross_entropy(y_pred, y)")),
        mistake("gradients-without-mask", "`output_backward` does not get the mask, so padding sends "
                "gradients back.", ("parameters, mask)\n    gradients", "parameters)\n    gradients")),
        mistake("mask-ignored", "The mask has no effect: both the loss and `output_backward` need it.",
                ("y_pred, y, mask)", "y_pred, y)"), ("parameters, mask)\n    gradients",
                                                     "parameters)\n    gradients")),
        mistake("output-gradients-missing", "dWya and dby are missing: put what `output_backward` returned "
                "into the same dict.", ("    gradients.update(output_gradients)\n", "")),
        mistake("only-output-gradients", "Only dWya and dby are there: the gradients of `rnn_backward` are "
                "missing.", ("return loss, gradients", "return loss, output_gradients")),
        mistake("prediction-and-answer-exchanged-in-loss", "y and ŷ have changed places in the loss: the "
                "prediction comes first.", ("cross_entropy(y_pred, y, mask)", "cross_entropy(y, y_pred, mask)")),
        mistake("prediction-and-answer-exchanged-in-backward", "Every gradient has the wrong sign: `output_backward` "
                "takes the prediction first, then the true answer, and `da` goes on as it is.",
                ("output_backward(y_pred, y,", "output_backward(y, y_pred,")),
        mistake("states-for-gradients", "`rnn_backward` gets the states a; it needs their gradients, da.",
                ("rnn_backward(da, caches)", "rnn_backward(a, caches)")),
        mistake("binary-loss", "This is the binary cross-entropy; the network ends in a softmax, so the loss "
                "is the categorical one.", ("loss = categorical_cross_entropy(y_pred, y, mask)",
                                            "loss = categorical_cross_entropy(y_pred, y, mask) + "
                                            "categorical_cross_entropy(1 - y_pred, 1 - y, mask)")),
        mistake("results-exchanged", "The two results have changed places: return the loss first.",
                ("return loss, gradients", "return gradients, loss")),
        mistake("loss-alone", "Return the gradients as well, as the second result.",
                ("return loss, gradients", "return loss")),
        mistake("caches-backwards", "The caches are handed over in reverse order; `rnn_backward` goes "
                "backwards by itself.", ("rnn_backward(da, caches)", "rnn_backward(da, caches[::-1])")),
        mistake("da-backwards", "`da` is handed over in reverse order; `rnn_backward` goes backwards by "
                "itself.", ("rnn_backward(da, caches)", "rnn_backward(da[:, :, ::-1], caches)")),
        mistake("divided-by-m-again", "The gradients are divided by m once more; the 1/m is in `da` already.",
                ("rnn_backward(da, caches)", "rnn_backward(da / y.shape[1], caches)")),
    ),
)

EXERCISES = (RNN_CELL_BACKWARD, RNN_BACKWARD, NUMERICAL_GRADIENT, RNN_LOSS_AND_GRADIENTS)
QUESTIONS = (
    Question("why-sum-over-steps", "05_backpropagation_through_time", {
        "a": Option(False, "The size is set by the learning rate. The sum is there because of where Waa was "
                           "used."),
        "b": Option(True, "Yes: turn one number of Waa, and every step of the network changes. The gradient "
                          "collects the effects of all of them."),
        "c": Option(False, "The examples are added up too, by the product dz @ a_prev.T. The sum over steps "
                           "comes on top of that."),
    }),
    Question("two-gradients", "05_backpropagation_through_time", {
        "a": Option(False, "Step t−1 came before: a⟨t⟩ can't have changed it. Gradients come from where an "
                           "effect went, and that is forward."),
        "b": Option(False, "The last step's loss does reach a⟨t⟩, but by way of step t+1, which carries all "
                           "that comes later."),
        "c": Option(True, "Yes: a⟨t⟩ changed the loss at t, and by way of a⟨t+1⟩ everything later. Both are "
                          "added."),
    }),
    Question("why-in-reverse", "05_backpropagation_through_time", {
        "a": Option(True, "Yes: what step t+1 hands back must be there before step t can be done. Behind the "
                          "last step there is nothing, so that is where to start."),
        "b": Option(False, "The caches are in the order of the steps; the backward pass takes them from the "
                           "end."),
        "c": Option(False, "Try it: forwards, the gradient from the next step is not there yet. The grader has a "
                           "name for this mistake."),
    }),
)
