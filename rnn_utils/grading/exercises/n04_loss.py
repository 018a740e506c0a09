"""Notebook 04: the two cross-entropies over time, and the way back through the output layer."""
from dataclasses import replace
from functools import partial

import numpy as np

from rnn_utils.activations import sigmoid, softmax
from rnn_utils.grading.exercise import Case, Exercise, Law, Option, Question, mistake
from rnn_utils.grading.exercises.common import one_hot_targets, padding_mask
from rnn_utils.grading.results import Array, Table
from rnn_utils.losses import binary_cross_entropy, categorical_cross_entropy, output_backward

FINITE = "predictions of exactly 0 and 1"
PADDED = "padding masked"


def _finite_and_large(values, least):
    """What a certain and wrong prediction costs depends on what one puts in place of log(0), but it is much."""
    loss = values.get("loss")
    if isinstance(loss, np.ndarray) and loss.shape == () and least < abs(loss) < np.inf:
        return values | {"loss": np.array(10 * np.sign(loss))}
    return values


def _one_decimal(values):
    """So that it does not matter what was added to a small probability to keep the logarithm finite."""
    loss = values.get("loss")
    if isinstance(loss, np.ndarray) and loss.shape == () and np.isfinite(loss):
        return values | {"loss": np.array(np.round(loss, 1))}
    return values


def _cost_and_sure(arguments, of_truth):
    """The loss without what is paid for certain and wrong predictions, and how many of these there are."""
    p = of_truth(arguments["y_pred"], arguments["y"])
    sure = p == 0
    return -np.sum(np.log(np.where(sure, 1, p))) / arguments["y"].shape[1], np.sum(sure)


def _loss_cases(predict, targets, of_truth, *surely_wrong):
    """Cases of a loss: with every size distinct, m = 1, padding, and predictions that are certain."""

    def cases(rng):
        # no probability so small that 1e-7, added to keep the logarithm finite, would show
        def case(n_y, m, T_y, note="", part="", masked=False):
            y_pred = predict(0.5 * rng.standard_normal((n_y, m, T_y)))
            arguments = {"y_pred": y_pred, "y": targets(rng, n_y, m, T_y)}
            if masked:
                arguments["mask"] = padding_mask(m, T_y)
            return Case(arguments, note, part)

        sure = case(4, 3, 5, part=FINITE)
        y_pred, y = sure.arguments["y_pred"], sure.arguments["y"]
        y_pred[:, :, :2] = y[:, :, :2]           # certain and right: these steps cost nothing
        wrong = []
        for others in surely_wrong:
            each = case(3, 2, 4, "predictions that are sure and wrong", FINITE)
            y_pred, y = each.arguments["y_pred"], each.arguments["y"]
            y_pred[:, :, :2] = others(y_pred, y)[:, :, :2]
            cost, count = _cost_and_sure(each.arguments, of_truth)
            # with 1e-7 for a probability of 0 each costs 16; a bound of 1e-3, which is too high, makes it 7
            wrong.append(replace(each, settle=partial(_finite_and_large, least=cost + 8 * count / y.shape[1])))
        # two predictions of three are as good as a coin, one is nearly certain and wrong: for the right unit
        # log 2 + log 2 + log 10⁴ = 10.597, and for both units twice that
        y = np.array([[[1.0, 0, 1]], [[0, 1, 0]]])
        unlikely = Case({"y_pred": np.where(y == 1, [0.5, 0.5, 1e-4], [0.5, 0.5, 1 - 1e-4]), "y": y},
                        "a prediction that is nearly sure and wrong", settle=_one_decimal)
        return [case(3, 4, 5), case(2, 5, 3), case(4, 1, 6, "m = 1"), case(5, 3, 1, "T_y = 1"), unlikely,
                case(3, 4, 6, part=PADDED, masked=True), case(2, 3, 5, part=PADDED, masked=True),
                sure, *wrong]

    return cases


def _answers(rng, n_y, m, T_y):
    y = rng.integers(2, size=(n_y, m, T_y)).astype(float)
    y[0, 0, :2] = [1, 0][:T_y]                   # each answer at least once, where there are two steps
    return y


_LOG_YES = "log_yes = np.log(np.maximum(y_pred, 1e-30))"
_LOG_NO = "log_no = np.log(np.maximum(1 - y_pred, 1e-30))"
_BINARY = "losses = -(y * log_yes + (1 - y) * log_no)"
_POINTS = {"loss": 5, PADDED: 2, FINITE: 2, "form": 1}

_NOT_NEGATIVE = Law("the loss is not negative", lambda values, arguments: not values["loss"] < 0,
                    "the loss is negative, and a cross-entropy never is: look for a minus, brackets or a logarithm "
                    "that is missing")

# mistakes that both losses share: in how the losses of the steps become one number
_SUMMED = (
    mistake("not-averaged-over-examples", "The loss is summed over the examples: divide by m, so that it "
            "does not grow with the batch.", ("np.sum(losses) / m", "np.sum(losses)")),
    mistake("averaged-over-everything", "You average over units and steps as well: sum over these, and "
            "divide by m alone.", ("np.sum(losses) / m", "np.mean(losses)")),
    mistake("averaged-over-steps", "You divide by the number of steps as well: the loss of a sequence is "
            "the sum over its steps, L = Σ L⟨t⟩.", ("np.sum(losses) / m",
                                                  "np.sum(losses) / m / y.shape[2]")),
    mistake("divided-by-steps-for-examples", "You divide by the number of steps instead of the number of "
            "examples: m is the second axis.", ("m = y.shape[1]", "m = y.shape[2]")),
    mistake("divided-by-units", "You divide by the number of units instead of the number of examples: m is "
            "the second axis.", ("m = y.shape[1]", "m = y.shape[0]")),
    mistake("divided-by-real-steps", "With a mask you divide by the number of real steps; it is divided by "
            "m, as without a mask.", ("losses = losses * mask", "losses = losses * mask\n"
                                      "        m = np.sum(mask)")),
    mistake("mask-ignored", "The mask has no effect: steps of padding still cost something. Multiply the "
            "losses by the mask before you sum.", ("losses = losses * mask", "pass")),
    mistake("mask-of-the-first-example", "Every example gets the mask of the first one: `mask` has a row for each, and "
            "(m, T_y) fits the last two axes of the losses.", ("losses * mask", "losses * mask[0]")),
    mistake("mask-inverted", "Your mask works the wrong way round: it keeps the padding and drops the real "
            "steps.", ("losses * mask", "losses * (1 - mask)")),
    mistake("one-loss-for-each-example", "You return one loss for each example; sum over the units and "
            "steps, then average over the examples.", ("np.sum(losses) / m", "np.sum(losses, axis=(0, 2))")),
    mistake("one-loss-for-each-step", "You return one loss for each step; sum over the steps as well.",
            ("np.sum(losses) / m", "np.sum(losses, axis=(0, 1)) / m")),
    mistake("squared-error", "This is the squared error; the loss here is a cross-entropy, with a "
            "logarithm.", ("losses = -(y", "losses = (y_pred - y) ** 2 # (y")),
    mistake("last-step-only", "Only the last step counts in your loss: sum over all steps.",
            ("np.sum(losses) / m", "np.sum(losses[:, :, -1]) / m")),
    mistake("first-step-only", "Only the first step counts in your loss: sum over all steps. (Does your "
            "loop return too early?)", ("np.sum(losses) / m", "np.sum(losses[:, :, 0]) / m")),
    mistake("first-example-only", "Only the first example counts in your loss: it is the mean over all "
            "m examples.", ("np.sum(losses) / m", "np.sum(losses[:, 0])")),
    mistake("averaged-over-units", "You average over the units as well: their losses are summed.",
            ("np.sum(losses) / m", "np.sum(losses) / m / y.shape[0]")),
    mistake("averaged-over-real-steps", "You average over all real steps of the batch: sum over the steps, "
            "and divide by the number of examples alone.",
            ("np.sum(losses) / m", "np.sum(losses) / (m * y.shape[2] if mask is None else np.sum(mask))")),
    mistake("averaged-over-each-length", "You divide each example's loss by its number of real steps; the "
            "loss of a sequence is the sum over its steps.",
            ("np.sum(losses) / m", "np.mean(np.sum(losses, axis=(0, 2)) / "
             "(y.shape[2] if mask is None else np.sum(mask, axis=1)))")),
)

BINARY_CROSS_ENTROPY = Exercise(
    answer=binary_cross_entropy,
    notebook="04_loss",
    outputs=(Array("loss"),),
    points=_POINTS,
    cases=_loss_cases(sigmoid, _answers, lambda y_pred, y: np.where(y == 1, y_pred, 1 - y_pred),
                      lambda y_pred, y: np.where(y == 1, 0, y_pred),
                      lambda y_pred, y: np.where(y == 0, 1, y_pred)),
    blanks=("log_yes =", "log_no =", "losses =", "return np"),
    laws=(_NOT_NEGATIVE,),
    mistakes=_SUMMED + (
        mistake("minus-missing", "The minus is missing: log of a probability is negative, a loss is "
                "positive.", (_BINARY, "losses = y * log_yes + (1 - y) * log_no")),
        mistake("only-the-yes-term", "Only the term −y log ŷ is there: where y = 0 nothing is paid. Add "
                "−(1 − y) log(1 − ŷ).", (_BINARY, "losses = -y * log_yes")),
        mistake("only-the-no-term", "Only the term −(1 − y) log(1 − ŷ) is there; −y log ŷ is missing.",
                (_BINARY, "losses = -(1 - y) * log_no")),
        mistake("yes-term-always", "The first term lacks its y: −log ŷ is paid only where the answer is yes.",
                ("y * log_yes", "log_yes")),
        mistake("no-term-always", "The second term lacks its 1 − y: −log(1 − ŷ) is paid only where the answer "
                "is no.", ("(1 - y) * log_no", "log_no")),
        mistake("same-answer-twice", "Both terms are multiplied by y; the second one is multiplied by 1 − y.",
                ("(1 - y) * log_no", "y * log_no")),
        mistake("same-log-twice", "Both terms have log ŷ; the second one is (1 − y) log(1 − ŷ).",
                (_LOG_NO, "log_no = log_yes")),
        mistake("sign-of-the-second-term", "The second term has the wrong sign: "
                "−y log ŷ − (1 − y) log(1 − ŷ).", ("+ (1 - y) * log_no", "- (1 - y) * log_no")),
        mistake("answers-exchanged", "y and 1 − y have changed places: a yes (y = 1) pays −log ŷ.",
                (_BINARY, "losses = -(1 - y) * log_yes - y * log_no")),
        mistake("prediction-and-answer-exchanged", "y and ŷ have changed places: the logarithm is taken of "
                "the prediction ŷ.", (_LOG_YES, "log_yes = np.log(np.maximum(y, 1e-30))"),
                (_LOG_NO, "log_no = np.log(np.maximum(1 - y, 1e-30))"),
                (_BINARY, "losses = -y_pred * log_yes - (1 - y_pred) * log_no")),
        mistake("log-of-zero", "A prediction of exactly 0 or 1 makes log(0): keep the logarithm's argument "
                "above 0, for example with np.maximum(ŷ, 1e-30).",
                (_LOG_YES, "log_yes = np.log(y_pred)"), (_LOG_NO, "log_no = np.log(1 - y_pred)")),
        mistake("log-of-zero-when-wrong", "A prediction of exactly 0 for a yes, or 1 for a no, costs infinity: "
                "keep the logarithm's argument above 0, for example with np.maximum.",
                (_LOG_YES, "log_yes = np.log(y_pred)"), (_LOG_NO, "log_no = np.log(1 - y_pred)"),
                ("np.sum(losses)", "np.nansum(losses)")),
        mistake("log-of-zero-on-one-side", "Where ŷ is exactly 1, log(1 − ŷ) is log(0): keep 1 − ŷ above 0, "
                "too. (To a computer 1 − 1e-30 is exactly 1, so clipping ŷ there does nothing.)",
                (_LOG_NO, "log_no = np.log(1 - y_pred)")),
        mistake("bound-too-high", "Small predictions cost too little: what keeps the logarithm's argument above 0 has to be "
                "far below any prediction, such as 1e-30.", (_LOG_YES, _LOG_YES.replace("1e-30", "0.05")),
                (_LOG_NO, _LOG_NO.replace("1e-30", "0.05"))),
        mistake("sure-and-wrong-for-free", "Where a prediction is sure and wrong, nothing is paid, and it should cost "
                "most: keep the logarithm's argument above 0, instead of leaving the logarithm out.",
                (_LOG_YES, "log_yes = np.log(np.where(y_pred > 0, y_pred, 1))"),
                (_LOG_NO, "log_no = np.log(np.where(y_pred < 1, 1 - y_pred, 1))")),
        mistake("log-of-one-plus", "The second logarithm is of 1 + ŷ; it is of 1 − ŷ, the probability of a no.",
                (_LOG_NO, "log_no = np.log(1 + y_pred)")),
        mistake("one-minus-the-logarithm", "You take 1 − log ŷ; the second term has the logarithm of 1 − ŷ.",
                (_LOG_NO, "log_no = 1 - log_yes")),
        mistake("sigmoid-twice", "`y_pred` already holds probabilities; you take the sigmoid once more.",
                (_LOG_YES, "y_pred = 1 / (1 + np.exp(-y_pred))\n    " + _LOG_YES)),
        mistake("wrong-answers-counted", "You count the wrong answers. That can't be differentiated; the loss "
                "is a cross-entropy, with a logarithm.",
                (_BINARY, "losses = 1.0 * ((y_pred > 0.5) != (y == 1))")),
        mistake("log-base-2", "This is the logarithm of base 2; the loss uses the natural one, `np.log`.",
                ("log_yes = np.log(", "log_yes = np.log2("), ("log_no = np.log(", "log_no = np.log2(")),
        mistake("log-base-10", "This is the logarithm of base 10; the loss uses the natural one, `np.log`.",
                ("log_yes = np.log(", "log_yes = np.log10("), ("log_no = np.log(", "log_no = np.log10(")),
    ),
)

_CHOICE = "losses = -(y * np.log(np.maximum(y_pred, 1e-30)))"

CATEGORICAL_CROSS_ENTROPY = Exercise(
    answer=categorical_cross_entropy,
    notebook="04_loss",
    outputs=(Array("loss"),),
    points=_POINTS,
    cases=_loss_cases(softmax, one_hot_targets, lambda y_pred, y: np.sum(y * y_pred, axis=0),
                      lambda y_pred, y: np.roll(y, 1, axis=0)),
    blanks=("losses =", "return np"),
    laws=(_NOT_NEGATIVE,),
    mistakes=_SUMMED + (
        mistake("minus-missing", "The minus is missing: log of a probability is negative, a loss is "
                "positive.", ("losses = -(y", "losses = (y")),
        mistake("binary-loss", "This is the binary cross-entropy, with a term (1 − y) log(1 − ŷ). With a "
                "softmax one of the units is right, and only its probability is paid for.",
                (_CHOICE, _CHOICE + " - (1 - y) * np.log(np.maximum(1 - y_pred, 1e-30))")),
        mistake("every-unit-pays", "y is left out, so every unit pays −log ŷ; only the right one does: "
                "multiply by y.", ("losses = -(y * np.log", "losses = -(np.log")),
        mistake("probability-without-log", "You add up −y ŷ; the loss is −y log ŷ.",
                (_CHOICE, "losses = -y * y_pred")),
        mistake("one-minus-probability", "You pay 1 − ŷ for the right unit; the loss is −log ŷ, which grows "
                "without end where the network was sure and wrong.", (_CHOICE, "losses = y * (1 - y_pred)")),
        mistake("prediction-and-answer-exchanged", "y and ŷ have changed places: the logarithm is taken of "
                "the prediction ŷ.", (_CHOICE, "losses = -y_pred * np.log(np.maximum(y, 1e-30))")),
        mistake("entropy", "You take −ŷ log ŷ, the entropy of the prediction; the true answer y is not in "
                "it.", ("losses = -(y * np.log", "losses = -(y_pred * np.log")),
        mistake("log-of-zero", "A prediction of exactly 0 makes log(0), and 0 · log(0) is not a number: keep "
                "the logarithm's argument above 0, for example with np.maximum(ŷ, 1e-30).",
                ("np.log(np.maximum(y_pred, 1e-30))", "np.log(y_pred)")),
        mistake("log-of-zero-when-wrong", "A prediction of exactly 0 for the right unit costs infinity: keep "
                "the logarithm's argument above 0, for example with np.maximum.",
                ("np.log(np.maximum(y_pred, 1e-30))", "np.log(y_pred)"),
                ("np.sum(losses)", "np.nansum(losses)")),
        mistake("bound-too-high", "Small predictions cost too little: what keeps the logarithm's argument above 0 has to be "
                "far below any prediction, such as 1e-30.", (_CHOICE, _CHOICE.replace("1e-30", "0.01"))),
        mistake("sure-and-wrong-for-free", "Where a prediction is sure and wrong, nothing is paid, and it should cost "
                "most: keep the logarithm's argument above 0, instead of leaving the logarithm out.",
                (_CHOICE, "losses = -(y * np.log(np.where(y_pred > 0, y_pred, 1)))")),
        mistake("highest-for-right", "You take the probability of the unit that the network likes best; the "
                "loss is about the right one, where y is 1.",
                ("losses = -(y * np.log", "losses = -((y_pred == np.max(y_pred, axis=0)) * np.log")),
        mistake("wrong-answers-counted", "You count the wrong answers. That can't be differentiated; the loss "
                "is a cross-entropy, with a logarithm.",
                (_CHOICE, "losses = (np.argmax(y_pred, axis=0) != np.argmax(y, axis=0))[None] / 1")),
        mistake("softmax-twice", "`y_pred` already holds probabilities; you take the softmax once more.",
                ("np.log(np.maximum(y_pred, 1e-30))",
                 "np.log(np.exp(y_pred) / np.sum(np.exp(y_pred), axis=0, keepdims=True))")),
        mistake("log-base-2", "This is the logarithm of base 2; the loss uses the natural one, `np.log`.",
                ("np.log(", "np.log2(")),
        mistake("log-base-10", "This is the logarithm of base 10; the loss uses the natural one, `np.log`.",
                ("np.log(", "np.log10(")),
    ),
)


def _backward_cases(rng):
    def case(n_y, n_a, m, T_y, note="", part="", binary=False):
        predict, targets = (sigmoid, _answers) if binary else (softmax, one_hot_targets)
        arguments = {"y_pred": predict(rng.standard_normal((n_y, m, T_y))),
                     "y": targets(rng, n_y, m, T_y),
                     "a": rng.uniform(-1, 1, (n_a, m, T_y)),
                     "parameters": {"Wya": rng.standard_normal((n_y, n_a)),
                                    "by": rng.standard_normal((n_y, 1))}}
        if part:
            arguments["mask"] = padding_mask(m, T_y)
        return Case(arguments, note, part)

    return [case(3, 5, 4, 6), case(2, 6, 3, 5, "sigmoid outputs", binary=True),
            case(4, 3, 1, 5, "m = 1"), case(3, 4, 5, 1, "T_y = 1"),
            case(2, 5, 4, 6, part=PADDED), case(4, 2, 3, 5, part=PADDED)]


OUTPUT_BACKWARD = Exercise(
    answer=output_backward,
    notebook="04_loss",
    outputs=(Array("da", "n_a m T_y"),
             Table("gradients", (Array("dWya", "n_y n_a"), Array("dby", "n_y 1")), shown=False)),
    points={"da": 3, "dWya": 2, "dby": 2, PADDED: 2, "form": 1},
    cases=_backward_cases,
    blanks=("dz =", "dby =", "dWya +=", "da[:, :, t] ="),
    mistakes=(
        mistake("sign", "Every gradient has the wrong sign: dz is ŷ − y, not y − ŷ.",
                ("(y_pred - y)", "(y - y_pred)")),
        mistake("not-divided-by-m", "Every gradient is m times too large: the loss is a mean over the m "
                "examples, so dz = (ŷ − y) / m.", ("(y_pred - y) / m", "(y_pred - y)")),
        mistake("divided-by-steps", "You divide by T_y as well; the loss sums over the steps, only the "
                "examples are averaged.", ("(y_pred - y) / m", "(y_pred - y) / m / T_y")),
        mistake("divided-by-steps-for-examples", "You divide by T_y instead of m.",
                ("(y_pred - y) / m", "(y_pred - y) / T_y")),
        mistake("activation-counted-twice", "You multiply by ŷ(1 − ŷ). That derivative is in ŷ − y already: "
                "it is what makes the loss and its activation such a good pair.",
                ("(y_pred - y) / m", "(y_pred - y) * y_pred * (1 - y_pred) / m")),
        mistake("gradient-of-a-yes-or-no", "You send back the derivative of the binary loss with respect to "
                "ŷ. dz is about the scores z, behind the activation, where it is much simpler.",
                ("(y_pred - y) / m", "((1 - y) / (1 - y_pred) - y / y_pred) / m")),
        mistake("gradient-of-a-choice", "You send back −y/ŷ, the derivative with respect to ŷ. dz is about the "
                "scores z, behind the activation, where it is much simpler.",
                ("(y_pred - y) / m", "-y / y_pred / m")),
        mistake("only-the-right-unit", "Only the unit with y = 1 gets a gradient; the others must go down too, "
                "by what they were given.", ("(y_pred - y) / m", "y * (y_pred - y) / m")),
        mistake("divided-by-real-steps", "With a mask you divide by the number of real steps; it is divided "
                "by m, as without a mask.", ("dz = dz * mask", "dz = dz * mask * m / np.sum(mask)")),
        mistake("product-of-sums", "For `dWya` you sum over the steps before you multiply; multiply at each "
                "step, then sum.", ("dWya += dz[:, :, t] @ a[:, :, t].T",
                                    "dWya += dz[:, :, t] @ np.sum(a, axis=2).T")),
        mistake("y-pred-for-dz", "You send back ŷ itself; what goes back is the error, ŷ − y.",
                ("(y_pred - y)", "y_pred")),
        mistake("mask-ignored", "The mask has no effect: padding still sends gradients back. Multiply dz by "
                "the mask.", ("dz = dz * mask", "pass")),
        mistake("mask-of-the-first-example", "Every example gets the mask of the first one: `mask` has a row for each, "
                "and (m, T_y) fits the last two axes of dz.", ("dz * mask", "dz * mask[0]")),
        mistake("mask-inverted", "Your mask works the wrong way round: only the padding sends gradients "
                "back.", ("dz * mask", "dz * (1 - mask)")),
        mistake("overwritten-at-each-step", "`dWya` is overwritten at each step, so only the last one counts: "
                "the same Wya worked at every step, add its gradients up with +=.",
                ("dWya += ", "dWya = ")),
        mistake("dby-of-the-last-step", "`dby` comes from the last step only: sum over the steps as well.",
                ("np.sum(dz, axis=(1, 2))[:, None]", "np.sum(dz[:, :, -1], axis=1, keepdims=True)")),
        mistake("dby-not-summed-over-steps", "`dby` is summed over the examples but not over the steps.",
                ("np.sum(dz, axis=(1, 2))[:, None]", "np.sum(dz, axis=1)")),
        mistake("dby-not-summed-over-examples", "`dby` is summed over the steps but not over the examples: "
                "by was added to each of them.",
                ("np.sum(dz, axis=(1, 2))[:, None]", "np.sum(dz, axis=2)")),
        mistake("dby-averaged", "`dby` is a mean; it is a sum over examples and steps (the 1/m is in dz "
                "already).", ("np.sum(dz, axis=(1, 2))[:, None]",
                              "np.mean(dz, axis=(1, 2))[:, None]")),
        mistake("dby-averaged-over-examples", "`dby` is averaged over the examples once more; the 1/m is in "
                "dz already, so sum.", ("np.sum(dz, axis=(1, 2))[:, None]",
                                        "np.sum(np.mean(dz, axis=1), axis=1)[:, None]")),
        mistake("dby-without-column", "`dby` has lost its second axis: by is a column (n_y, 1), so its "
                "gradient is one too.", ("np.sum(dz, axis=(1, 2))[:, None]", "np.sum(dz, axis=(1, 2))")),
        mistake("dwya-transposed", "`dWya` is transposed: it has the shape of Wya, (n_y, n_a).",
                ("np.zeros_like(Wya, dtype=np.result_type(dz, a))", "np.zeros(Wya.T.shape)"),
                ("dz[:, :, t] @ a[:, :, t].T", "a[:, :, t] @ dz[:, :, t].T")),
        mistake("dwya-from-predictions", "`dWya` is made from ŷ; it is made from the error dz.",
                ("dWya += dz[:, :, t]", "dWya += y_pred[:, :, t] / m")),
        mistake("dwya-divided-by-m-again", "`dWya` is divided by m once more; the 1/m is in dz already.",
                ("@ a[:, :, t].T", "@ a[:, :, t].T / m")),
        mistake("da-at-the-last-step-only", "`da` is filled at the last step only: every step's prediction "
                "depends on its own a⟨t⟩.", ("        da[:, :, t] = Wya.T @ dz[:, :, t]\n",
                                             "    da[:, :, t] = Wya.T @ dz[:, :, t]\n")),
        mistake("da-added-up", "`da` at step t also holds what belongs to the steps before; the steps "
                "meet in backpropagation through time, not here.",
                ("da[:, :, t] = Wya.T @ dz[:, :, t]",
                 "da[:, :, t] = da[:, :, t - 1] + Wya.T @ dz[:, :, t]")),
        mistake("da-with-tanh", "You multiply `da` by the derivative of tanh; that is the cell's part and "
                "comes later, in rnn_cell_backward.",
                ("da[:, :, t] = Wya.T @ dz[:, :, t]",
                 "da[:, :, t] = (1 - a[:, :, t] ** 2) * (Wya.T @ dz[:, :, t])")),
        mistake("da-not-masked", "`da` comes from the error before it was masked: padding must send nothing "
                "back.", ("dz = (y_pred - y) / m", "dz = error = (y_pred - y) / m"),
                ("Wya.T @ dz[:, :, t]", "Wya.T @ error[:, :, t]")),
    ),
)

EXERCISES = (BINARY_CROSS_ENTROPY, CATEGORICAL_CROSS_ENTROPY, OUTPUT_BACKWARD)
QUESTIONS = (
    Question("uniform-loss", "04_loss", {
        "a": Option(False, "A loss near 0 means that it was sure, and right. One who shares out evenly gave the "
                           "right letter only 1/27."),
        "b": Option(False, "27 is the number of letters; the loss is the logarithm of it, as the right one was "
                           "given the probability 1/27."),
        "c": Option(True, "Yes: −log(1/27) = log 27 ≈ 3.30. Remember this number: a network that starts far "
                          "above it is sure of something wrong."),
    }),
    Question("which-loss", "04_loss", {
        "a": Option(True, "Yes: each genre is a question of its own, and several can be answered with yes."),
        "b": Option(False, "A softmax shares out 1 among the genres, so comedy and romance would have to "
                           "compete. It is for exactly one right answer."),
        "c": Option(False, "They differ: with softmax the probabilities sum to 1, with sigmoids each is free."),
    }),
    Question("batch-twice-as-large", "04_loss", {
        "a": Option(False, "It would if examples were summed. They are averaged, so that the size of the batch "
                           "does not matter."),
        "b": Option(True, "Yes: it is a mean over the examples. (Longer names do cost more, as steps are "
                          "summed.)"),
        "c": Option(False, "Twice the sum, divided by twice the examples: nothing is halved."),
    }),
)
