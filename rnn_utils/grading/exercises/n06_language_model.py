"""Notebook 06: gradients kept in bounds, Adam, and writing letter by letter."""
import copy
import inspect

import numpy as np

from rnn_utils.grading.exercise import Case, Exercise, Law, Option, Question, mistake
from rnn_utils.grading.exercises.common import rnn_parameters
from rnn_utils.grading.results import Array, Table
from rnn_utils.gradients import clip_by_norm, clip_by_value
from rnn_utils.optimizers import adam_step
from rnn_utils.sampling import sample

NOTEBOOK = "06_language_model"
IN_BOUNDS = "gradients that are small already"

_GRADIENTS = (Array("dWax", "n_a n_x"), Array("dWaa", "n_a n_a"), Array("dba", "n_a 1"))


def _gradients(rng, n_x, n_a, size):
    return {"dWax": size * rng.standard_normal((n_a, n_x)), "dWaa": size * rng.standard_normal((n_a, n_a)),
            "dba": size * rng.standard_normal((n_a, 1))}


def _clip_cases(rng):
    def case(n_x, n_a, size, limit, note="", part=""):
        return Case({"gradients": _gradients(rng, n_x, n_a, size), "limit": limit}, note, part,
                    may_change=("gradients",))

    return [case(3, 5, 4.0, 1.5), case(6, 2, 10.0, 3.0), case(2, 4, 5.0, 0.5),
            case(4, 3, 0.05, 2.0, part=IN_BOUNDS),
            case(2, 3, 0.6, 4.0, part=IN_BOUNDS),    # its norm is below the limit, its square above
            Case({"gradients": {"dWax": np.zeros((3, 2)), "dWaa": np.zeros((3, 3)),
                                "dba": np.zeros((3, 1))}, "limit": 1.0}, "zeros", IN_BOUNDS,
                 may_change=("gradients",))]


_CLIP = "clipped[name] = np.clip(gradient, -limit, limit)"

CLIP_BY_VALUE = Exercise(
    answer=clip_by_value,
    notebook=NOTEBOOK,
    outputs=(Table("gradients", _GRADIENTS, shown=False),),
    points={"dWax": 2, "dWaa": 2, "dba": 2, IN_BOUNDS: 3, "form": 1},
    cases=_clip_cases,
    blanks=("clipped[name] =",),
    mistakes=(
        mistake("nothing-clipped", "The gradients come back as they were: nothing is clipped. (`np.clip` gives a new array; "
                "is it kept, under its name?)",
                (_CLIP, "clipped[name] = gradient")),
        mistake("clipped-from-above-only", "You clip from above only: what is below −limit has to be raised, "
                "too.", (_CLIP, "clipped[name] = np.minimum(gradient, limit)")),
        mistake("clipped-from-below-only", "You clip from below only: what is above the limit has to be "
                "lowered, too.", (_CLIP, "clipped[name] = np.maximum(gradient, -limit)")),
        mistake("negative-ones-lost", "Negative gradients become 0: the range goes from −limit to limit, not "
                "from 0.", ("np.clip(gradient, -limit, limit)", "np.clip(gradient, 0, limit)")),
        mistake("sign-lost", "You clip the absolute values, so every gradient is positive: the sign has to "
                "stay.", ("np.clip(gradient,", "np.clip(np.abs(gradient),")),
        mistake("everything-at-the-limit", "Every element is set to ±limit, also the small ones; those within "
                "the range stay as they are.", (_CLIP, "clipped[name] = np.sign(gradient) * limit")),
        mistake("large-ones-to-zero", "Elements beyond the limit become 0; they should become ±limit.",
                (_CLIP, "clipped[name] = np.where(np.abs(gradient) > limit, 0, gradient)")),
        mistake("limit-of-one", "The range is fixed at ±1: use the argument `limit`.",
                ("-limit, limit)", "-1, 1)")),
        mistake("scaled-to-the-largest", "You scale each array so that its largest element is the limit; clipping "
                "by value leaves all elements within the range alone.",
                (_CLIP, "clipped[name] = gradient * min(1, limit / max(np.max(np.abs(gradient)), 1e-30))")),
        mistake("clipped-by-norm", "This is clipping by norm, which scales all elements; clipping by value looks "
                "at each element alone.",
                (_CLIP, "clipped[name] = gradient * min(1, limit / max(np.sqrt(sum(np.sum(g ** 2) for g in "
                        "gradients.values())), 1e-30))")),
        mistake("half-the-range", "The range is half as wide as it should be: from −limit to limit.",
                ("-limit, limit)", "-limit / 2, limit / 2)")),
        mistake("last-array-only", "Only one array comes back: put each under its own name.",
                ("clipped[name] =", "clipped = {name: gradient for name in []}\n        clipped[name] =")),
        mistake("large-ones-become-positive", "What is below −limit becomes +limit: it should become −limit.",
                (_CLIP, "clipped[name] = np.where(np.abs(gradient) > limit, limit, gradient)")),
        mistake("limits-exchanged", "The two limits have changed places, so every element becomes −limit: the lower one "
                "comes first.", ("-limit, limit)", "limit, -limit)")),
        mistake("minimum-and-maximum-exchanged", "Minimum and maximum have changed places, so every element becomes "
                "the limit: at most limit, at least −limit.",
                (_CLIP, "clipped[name] = np.maximum(np.minimum(gradient, -limit), limit)")),
        mistake("python-min-and-max", "Python's min and max want one yes or no for a whole array: use `np.clip`, or "
                "`np.minimum` and `np.maximum`, which look at each element.",
                (_CLIP, "clipped[name] = min(max(gradient, -limit), limit)")),
        mistake("one-end-given", "You give one end of the range, and `clip` takes the lower one first: give both, the limit "
                "with a minus and the limit.", (_CLIP, "clipped[name] = gradient.clip(limit)")),
        mistake("all-at-plus-or-minus-limit", "Every element becomes limit or −limit, also the small ones; those within "
                "the range stay as they are.", (_CLIP, "clipped[name] = np.where(gradient > limit, limit, -limit)")),
        mistake("squashed-by-tanh", "tanh bends the small elements, too; those within the range stay as they are.",
                (_CLIP, "clipped[name] = limit * np.tanh(gradient / limit)")),
    ),
)

_NORM = "norm = np.sqrt(squares)"
_SQUARES = "squares = sum(np.sum(gradient ** 2) for gradient in gradients.values())"
_SCALE = "scale = limit / norm if norm > limit else 1.0"
_SCALED = "clipped[name] = gradient * scale"

CLIP_BY_NORM = Exercise(
    answer=clip_by_norm,
    notebook=NOTEBOOK,
    outputs=(Table("gradients", _GRADIENTS, shown=False),),
    points={"dWax": 2, "dWaa": 2, "dba": 2, IN_BOUNDS: 3, "form": 1},
    cases=_clip_cases,
    blanks=("squares =", "norm =", "scale =", "clipped[name] ="),
    laws=(Law("the global norm is at most the limit",
              lambda values, arguments: np.sqrt(sum(np.sum(values[name] ** 2) for name in
                                                    ("dWax", "dWaa", "dba"))) <= arguments["limit"] * (1 + 1e-9),
              "the norm of all gradients together is still above the limit"),),
    mistakes=(
        mistake("nothing-clipped", "The gradients come back as they were, also where their norm is above the limit: return the "
                "scaled ones.",
                (_SCALED, "clipped[name] = gradient")),
        mistake("norm-of-each-array", "You take a norm for each array; there is one norm over all of them "
                "together, so that their directions stay as they are.",
                (_SCALED, "clipped[name] = gradient * min(1, limit / max(np.sqrt(np.sum(gradient ** 2)), 1e-30))")),
        mistake("norm-without-root", "The root is missing: the norm is the square root of the sum of squares.",
                (_NORM, "norm = squares")),
        mistake("sum-of-norms", "You add the norms of the arrays; add their squares, and take one root at the "
                "end.", (_SQUARES, "squares = sum(np.sqrt(np.sum(g ** 2)) for g in gradients.values()) ** 2")),
        mistake("sum-without-squares", "You sum the elements without squaring them, so positive and negative ones "
                "cancel.", ("np.sum(gradient ** 2)", "np.sum(gradient)"), (_NORM, "norm = np.abs(squares)")),
        mistake("sum-of-absolute-values", "This is the sum of absolute values; the norm here is the root of the "
                "sum of squares.", ("np.sum(gradient ** 2)", "np.sum(np.abs(gradient))"), (_NORM, "norm = squares")),
        mistake("mean-for-sum", "You take the mean of the squares; the norm is made from their sum.",
                ("np.sum(gradient ** 2)", "np.mean(gradient ** 2)")),
        mistake("largest-element", "You take the largest element for the norm; it is the root of the sum of all "
                "squares.", (_NORM, "norm = max(np.max(np.abs(g)) for g in gradients.values())")),
        mistake("small-ones-scaled-up", "Gradients below the limit are scaled up to it; they should stay as they "
                "are.", (_SCALE, "scale = limit / norm if norm > 0 else 1.0")),
        mistake("small-ones-scaled-up-and-zero-divided", "Gradients below the limit are scaled up to it, and zeros "
                "are divided by zero; scale only where the norm is above the limit.", (_SCALE, "scale = limit / norm")),
        mistake("factor-upside-down", "The factor is upside down: multiply by limit / norm.",
                ("limit / norm if", "norm / limit if")),
        mistake("divided-by-norm-only", "You scale to the norm 1: the factor is limit / norm.",
                ("limit / norm if", "1 / norm if")),
        mistake("clipped-by-value", "This is clipping by value, element by element; here all elements are scaled "
                "by one factor.", (_SCALED, "clipped[name] = np.clip(gradient, -limit, limit)")),
        mistake("one-array-forgotten", "The norm leaves out an array: sum over all of them.",
                ("for gradient in gradients.values())", "for gradient in list(gradients.values())[:-1])")),
        mistake("last-array-counts", "Only the last array is in the norm: add up the squares of all.",
                (_SQUARES, "squares = [np.sum(gradient ** 2) for gradient in gradients.values()][-1]")),
        mistake("norm-so-far", "You scale each array by the norm of those so far: first go through all arrays for the "
                "norm, then scale all of them by one factor.",
                (_SCALED, "so_far = np.sqrt(sum(np.sum(g ** 2) for g in list(gradients.values())[:len(clipped) + 1]))\n"
                 "        clipped[name] = gradient * min(1, limit / max(so_far, 1e-30))")),
        mistake("square-compared", "You compare the sum of squares with the limit: compare its root, the norm.",
                (_SCALE, _SCALE.replace("norm > limit", "squares > limit"))),
        mistake("small-ones-to-zero", "Gradients below the limit become 0: their factor is 1.",
                (_SCALE, "scale = limit / norm if norm > limit else 0.0")),
        mistake("condition-upside-down", "The condition is upside down: scale where the norm is above the limit.",
                (_SCALE, _SCALE.replace("norm > limit", "0 < norm < limit"))),
        mistake("sum-squared", "You square the sum of each array; sum the squares of its elements.",
                ("np.sum(gradient ** 2)", "np.sum(gradient) ** 2")),
        mistake("largest-singular-value", "`np.linalg.norm(…, 2)` of a matrix is its largest singular value; without "
                "the 2 it is the root of the sum of squares.",
                (_SQUARES, "squares = sum(np.linalg.norm(gradient, 2) ** 2 for gradient in gradients.values())")),
    ),
)


def three_steps(function, parameters, gradients, settings):
    """Three steps of an optimizer, each with the state of the one before: the parameters after each."""
    state, history = None, []
    for step in gradients:
        parameters, state = function(parameters, step, state, *settings)
        history.append({name: np.array(value) for name, value in parameters.items()})
    return {name: np.stack([after[name] for after in history], axis=-1) for name in history[0]}


def _adam_cases(rng):
    def case(n_x, n_a, *settings):
        gradients = [_gradients(rng, n_x, n_a, 2.0) for _ in range(3)]
        parameters = {name[1:]: rng.standard_normal(value.shape) for name, value in gradients[0].items()}
        return Case({"parameters": parameters, "gradients": gradients, "settings": settings},
                    drive=three_steps)

    return [case(3, 5, 0.1, 0.8, 0.9, 0.01), case(6, 2, 0.02, 0.6, 0.95, 0.1), case(2, 4)]


_ADAM_STEP = "learning_rate * mean_hat / (np.sqrt(square_hat) + epsilon)"

ADAM_STEP = Exercise(
    answer=adam_step,
    notebook=NOTEBOOK,
    outputs=(Table("parameters", (Array("Wax", "n_a n_x step"), Array("Waa", "n_a n_a step"),
                                  Array("ba", "n_a 1 step")), shown=False),),
    points={"Wax": 3, "Waa": 3, "ba": 3, "form": 1},
    cases=_adam_cases,
    blanks=("mean =", "square =", "mean_hat =", "square_hat =", "new_parameters[name] ="),
    mistakes=(
        mistake("no-bias-correction", "Neither average is corrected: at the start both are far too small. Divide "
                "them by 1 − βᵗ.", ("mean / (1 - beta1 ** t)", "mean"), ("square / (1 - beta2 ** t)", "square")),
        mistake("mean-not-corrected", "The mean is not corrected: divide it by 1 − β₁ᵗ.",
                ("mean / (1 - beta1 ** t)", "mean")),
        mistake("square-not-corrected", "The mean square is not corrected: divide it by 1 − β₂ᵗ.",
                ("square / (1 - beta2 ** t)", "square")),
        mistake("t-starts-at-zero", "t starts at 0, so the first step divides by 1 − β⁰ = 0: the first step has "
                "t = 1.", ("+ 1 if state else 1", "+ 1 if state else 0")),
        mistake("t-does-not-count", "Every step is corrected like the first: divide by 1 − β to the power of t, `** t`, and "
                "let t grow by 1 at each step.",
                ('state["t"] + 1 if state else 1', "1")),
        mistake("gradient-not-squared", "The second average is that of the gradient itself; it is that of its "
                "square.", ("* gradient ** 2", "* np.abs(gradient)")),
        mistake("square-forgotten", "The second average is that of the gradient itself, and negative numbers have no "
                "root; it is that of its square.", ("* gradient ** 2", "* gradient")),
        mistake("share-squared-too", "You square the share 1 − β₂ as well: only the gradient is squared.",
                ("(1 - beta2) * gradient ** 2", "((1 - beta2) * gradient) ** 2")),
        mistake("brackets-missing-in-the-correction", "The brackets are missing: without them, the mean is divided by 1 and "
                "β to the power of t is subtracted. Divide by `(1 - …)`.",
                ("mean / (1 - beta1 ** t)", "mean / 1 - beta1 ** t"), ("square / (1 - beta2 ** t)", "square / 1 - beta2 ** t")),
        mistake("first-beta-in-both-corrections", "Both averages are corrected with β₁; the mean square has its own, β₂.",
                ("(1 - beta2 ** t)", "(1 - beta1 ** t)")),
        mistake("epsilon-beside-the-fraction", "ε stands beside the fraction: put brackets around the root and ε, so that "
                "both are below the line.", ("(np.sqrt(square_hat) + epsilon)", "np.sqrt(square_hat) + epsilon")),
        mistake("half-for-root", "`** 1/2` is half of the first power, since the power comes first: use `np.sqrt`.",
                ("np.sqrt(square_hat)", "square_hat ** 1/2")),
        mistake("root-missing", "The root of the mean square is missing below the fraction line.",
                ("np.sqrt(square_hat)", "square_hat")),
        mistake("epsilon-inside-root", "ε is inside the root; it is added after it.",
                ("(np.sqrt(square_hat) + epsilon)", "np.sqrt(square_hat + epsilon)")),
        mistake("epsilon-missing", "ε is missing below the fraction line.",
                ("(np.sqrt(square_hat) + epsilon)", "np.sqrt(square_hat)")),
        mistake("uphill", "The step goes uphill: it is subtracted.", ("value - learning_rate", "value + learning_rate")),
        mistake("betas-exchanged", "β₁ and β₂ have changed places in the averages.",
                ("beta1 * mean + (1 - beta1)", "beta2 * mean + (1 - beta2)"),
                ("beta2 * square + (1 - beta2)", "beta1 * square + (1 - beta1)")),
        mistake("averages-without-factor", "A factor is missing in the averages: the new gradient, or its square, enters "
                "them times 1 − β.",
                ("(1 - beta1) * gradient", "gradient"), ("(1 - beta2) * gradient ** 2", "gradient ** 2")),
        mistake("no-memory", "The averages forget: each step begins with zeros again. Start from the state that "
                "the step before returned.",
                ("mean, square = state[name] if state else (np.zeros_like(value), np.zeros_like(value))",
                 "mean, square = np.zeros_like(value), np.zeros_like(value)")),
        mistake("plain-gradient", "The step is made of the gradient itself; it is made of its running average.",
                ("learning_rate * mean_hat", "learning_rate * gradient")),
        mistake("no-learning-rate", "The learning rate is missing: it multiplies the step.",
                ("learning_rate * mean_hat", "mean_hat")),
        mistake("plain-gradient-descent", "This is plain gradient descent; Adam divides a running mean by the root "
                "of a running mean square.", (_ADAM_STEP, "learning_rate * gradient")),
        mistake("corrected-averages-kept", "You keep the corrected averages for the next step; the correction is "
                "for this step only, keep the bare ones.",
                ("new_state[name] = (mean, square)", "new_state[name] = (mean_hat, square_hat)")),
        mistake("epsilon-before-the-correction", "ε is added to the root of the uncorrected mean square: first divide by "
                "1 − β₂ᵗ, then take the root, then add ε.",
                (_ADAM_STEP, "learning_rate * np.sqrt(1 - beta2 ** t) / (1 - beta1 ** t) * mean / "
                             "(np.sqrt(square) + epsilon)")),
        mistake("beta-times-t", "β is multiplied by t in the correction; it is β to the power of t, `** t`.",
                ("beta1 ** t", "beta1 * t"), ("beta2 ** t", "beta2 * t")),
        mistake("mean-squared", "The second average is made from the square of the mean; it is that of the gradient's "
                "square.", ("* gradient ** 2", "* mean ** 2")),
        mistake("shares-exchanged", "The shares have changed places: the average keeps β of what it was, and takes 1 − β "
                "of what is new.", ("beta1 * mean + (1 - beta1) * gradient", "(1 - beta1) * mean + beta1 * gradient"),
                ("beta2 * square + (1 - beta2) * gradient", "(1 - beta2) * square + beta2 * gradient")),
        mistake("step-for-value", "You return the step alone: the new value is the old one minus the step.",
                ("value - learning_rate", "learning_rate")),
        mistake("minus-step-for-value", "You return the step alone: the new value is the old one minus the step.",
                ("value - learning_rate", "-learning_rate")),
        mistake("betas-fixed", "β₁ and β₂ are fixed at 0.9 and 0.999: use the arguments.",
                ("    t = state", "    beta1, beta2 = 0.9, 0.999\n    t = state")),
        mistake("t-counts-parameters", "t grows with each parameter: it counts the steps, so it grows once in a call, "
                "before the loop.", ('state["t"] + 1 if state else 1', 'state["t"] if state else 0'),
                ("        gradient =", "        t += 1\n        gradient ="),
                ("    return new_p", '    new_state["t"] = t\n    return new_p')),
    ),
)


def writing(*extras):
    """Calls a `sample` with `extras`: a prefix, x1. Who leaves these two out is not asked about them."""

    def drive(function, **arguments):
        np.random.seed(0)                        # whoever draws from there draws the same each time
        if not extras or _takes(function, len(arguments) + len(extras)):
            return function(*arguments.values(), *extras)
        written = function(*copy.deepcopy(arguments).values())
        return written if written is None else sample(*arguments.values(), *extras)

    return drive


def _takes(function, count):
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:
        return False
    except ValueError:                           # a builtin without a signature
        pass
    return True


def _sample_cases(rng):
    def case(n_x, n_a, max_length=None, temperature=None, end=0, note="", likely_end=0.0, extras=()):
        parameters = rnn_parameters(rng, n_x, n_a, n_x)
        parameters["Wya"] *= 3                   # so that each letter depends on the state before
        parameters["by"][end] += likely_end
        arguments = {"parameters": parameters, "a0": rng.uniform(-1, 1, (n_a, 1)),
                     "rng": np.random.default_rng(int(rng.integers(1000))), "end": end}
        if max_length is not None:
            arguments |= {"max_length": max_length, "temperature": temperature}
        return Case(arguments, note, drive=writing(*extras), may_change=("rng",))

    def cold(*sizes, extras, **settings):
        """A case in which the same is written whatever is drawn: ten times warmer it still is."""
        while True:
            made = case(*sizes, extras=extras, **settings)
            warmer = made.arguments | {"temperature": 10 * made.arguments["temperature"]}
            written = [sample(*(warmer | {"rng": np.random.default_rng(k)}).values(), *extras) for k in range(8)]
            if all(each == written[0] for each in written):
                return made

    # the first one so warm that no two draws of it are alike
    return [case(7, 4, 25, 3.0, likely_end=-50), case(6, 5, 12, 1.5, end=3, likely_end=-20),
            case(9, 6, 30, 0.5, likely_end=-20), case(5, 4, 40, 1.0, end=2, note="an early end", likely_end=3.0),
            case(8, 3, 40, 1.0, note="an early end", likely_end=0.5),
            case(3, 6, 9, 1.0, end=1, note="an early end", likely_end=20.0), case(4, 3, 1, 1.0, note="max_length = 1"),
            # so cold that it does not matter whether a letter is drawn where one is given
            cold(7, 5, 8, 0.004, note="a prefix", likely_end=-20, extras=((4, 2, 5),)),
            case(6, 4, 15, 1.0, note="x1", likely_end=-20, extras=((), np.eye(6)[:, 3:4])),
            case(5, 3, note="neither max_length nor temperature given", likely_end=-20)]


_CHOICE = "index = int(rng.choice(n_x, p=p))"

SAMPLE = Exercise(
    answer=sample,
    notebook=NOTEBOOK,
    outputs=(Array("indices", "T", whole=True, listed=True),),
    points={"indices": 9, "form": 1},
    cases=_sample_cases,
    blanks=("a_next, yt_pred, cache =", "p = yt_pred", "p = p /", "index = int", "indices.append(", "xt = one"),
    helpers=("rnn_cell_forward",),
    mistakes=(
        mistake("arg-max", "You always take the most probable letter, so there is nothing random in it: draw with "
                "`rng.choice(n_x, p=p)`.", (_CHOICE, "index = int(np.argmax(p))")),
        mistake("all-equally-likely", "You draw all letters with the same chance: give the probabilities, p=p.",
                ("rng.choice(n_x, p=p)", "rng.choice(n_x)")),
        mistake("one-dimensional-x", "The next input has one axis only; the cell needs a column, (n_x, 1).",
                ("xt = one_hot_sequence([index], n_x)", "xt = np.zeros(n_x)\n        xt[index] = 1")),
        mistake("end-ignored", "The sequence goes on after the end: stop once `end` has been drawn.",
                ("        if index == end:\n            break\n", "")),
        mistake("end-left-out", "The end itself is missing in the result: append the index, then look whether it "
                "was the end.", ("        indices.append(index)\n        if index == end:\n            break\n",
                                 "        if index == end:\n            break\n        indices.append(index)\n")),
        mistake("temperature-ignored", "The temperature has no effect: raise the probabilities to the power of "
                "1/temperature.", ("yt_pred[:, 0] ** (1 / temperature)", "yt_pred[:, 0]")),
        mistake("temperature-upside-down", "The temperature works the wrong way round: the power is "
                "1/temperature.", ("** (1 / temperature)", "** temperature")),
        mistake("not-normalised", "After the power the probabilities no longer sum to 1: divide them by their "
                "sum.", ("        p = p / np.sum(p)\n", "")),
        mistake("input-never-changes", "The network never hears what it chose: the choice is the next input.",
                ("        xt = one_hot_sequence([index], n_x)\n", "")),
        mistake("state-not-handed-on", "Each step starts from `a0`: hand on the new hidden state.",
                ("rnn_cell_forward(xt, a_next,", "rnn_cell_forward(xt, a0,")),
        mistake("a0-never-used", "`a0` is never used: it is the hidden state to start from.",
                ("a_next = a0", "a_next = np.zeros_like(a0)")),
        mistake("prediction-fed-back", "The next input is the whole prediction; it is the letter that was drawn, "
                "one-hot.", ("xt = one_hot_sequence([index], n_x)", "xt = yt_pred")),
        mistake("best-fed-back", "You draw one letter and feed back another, the most probable: the letter that was drawn "
                "is the next input.", ("one_hot_sequence([index]", "one_hot_sequence([int(np.argmax(p))]")),
        mistake("ones-stay-in-the-input", "The ones of earlier letters stay in the input: make a new column at each step.",
                ("xt = one_hot_sequence([index], n_x)", "xt = xt.copy()\n        xt[index] = 1")),
        mistake("index-for-one", "The next input holds the index; a one-hot column holds a 1.",
                ("xt = one_hot_sequence([index], n_x)", "xt = index * one_hot_sequence([index], n_x)")),
        mistake("starts-with-the-end", "The first input is the end of a name; it is the zero vector, as in "
                "training.", ("np.zeros((n_x, 1)) if x1 is None", "one_hot_sequence([end], n_x) if x1 is None")),
        mistake("inputs-pile-up", "Earlier letters stay in the input: it is a new column at each step.",
                ("xt = one_hot_sequence([index], n_x)", "xt = xt + one_hot_sequence([index], n_x)")),
        mistake("other-defaults", "Called without them, your function takes another max_length or temperature than 50 "
                "and 1.0: the defaults stand in the `def` line.",
                ("max_length=50, temperature=1.0", "max_length=20, temperature=1.0")),
        mistake("one-too-many", "The sequence can become one item too long: at most max_length.",
                ("range(max_length)", "range(max_length + 1)")),
        mistake("one-too-few", "The sequence ends one item too early: up to max_length are allowed.",
                ("range(max_length)", "range(max_length - 1)")),
        mistake("global-random-numbers", "You draw from `np.random`; draw from the `rng` that is given, so that the same "
                "rng writes the same name again.", ("rng.choice", "np.random.choice")),
        mistake("another-draw", "Your letters may come with the right chances, but they are drawn in another way: draw "
                "once in each step, with `rng.choice(n_x, p=p)`, so that the same rng writes the same name.",
                (_CHOICE, "index = int(np.argmax(rng.multinomial(1, p)))")),
        mistake("softmax-of-probabilities", "You take a softmax of the prediction, which is one already: the probabilities "
                "to the power of 1/temperature, divided by their sum.",
                ("yt_pred[:, 0] ** (1 / temperature)", "np.exp(yt_pred[:, 0] / temperature)")),
        mistake("ends-at-zero", "You stop at the index 0; stop at `end`.", ("index == end", "index == 0")),
        mistake("end-appended", "You append an end where max_length has been reached; the sequence just stops there.",
                ("    return indices", "    if indices[-1] != end:\n        indices.append(end)\n    return indices")),
    ),
)

EXERCISES = (CLIP_BY_VALUE, CLIP_BY_NORM, ADAM_STEP, SAMPLE)

QUESTIONS = (
    Question("why-held-out", NOTEBOOK, {
        "a": Option(False, "Training takes the same time either way. The names are held out for an honest "
                           "judgement afterwards."),
        "b": Option(True, "Yes. On its training names a network can score well by learning them by heart; new "
                          "names show what it has understood."),
        "c": Option(False, "They are drawn by chance from the same list, so they are no harder than the others."),
    }),
    Question("clip-and-direction", NOTEBOOK, {
        "a": Option(False, "It cuts the large elements and leaves the small ones, so their ratio changes, and with "
                           "it the direction."),
        "b": Option(False, "One of them multiplies everything by the same factor. What does that do to a "
                           "direction?"),
        "c": Option(True, "Yes: one factor for all elements makes the step shorter and leaves its direction as it "
                          "is."),
    }),
    Question("low-temperature", NOTEBOOK, {
        "a": Option(True, "Yes: a high power makes the likely ones still likelier. In the limit the most probable "
                          "letter is always taken."),
        "b": Option(False, "That is a high temperature: p to the power of nearly 0 makes all letters equal."),
        "c": Option(False, "The weights stay as they are. Temperature only changes how the network's "
                           "probabilities are used."),
    }),
)
