"""Notebook 07: which steps have an input, which an output, and an encoder with its decoder."""
import numpy as np

from rnn_utils.architectures import (encoder_decoder_backward, encoder_decoder_forward, greedy_decode,
                                     many_to_one_backward, many_to_one_forward, one_to_many_backward,
                                     one_to_many_forward)
from rnn_utils.grading.exercise import Case, Exercise, Law, Option, Question, mistake
from rnn_utils.grading.exercises.common import one_hot_targets, rnn_parameters
from rnn_utils.grading.results import Array, ByUse

NOTEBOOK = "07_architectures"
PADDED = "sequences of several lengths"
ENDED = "after the end"
SOME_END = "some that end early"

_CELL = (Array("da0", "n_a m"), Array("dWax", "n_a n_x"), Array("dWaa", "n_a n_a"), Array("dba", "n_a 1"))


def _wave(*shape):
    """Fixed numbers of both signs, for a loss that no prediction is right for."""
    return np.cos(np.arange(np.prod(shape), dtype=float)).reshape(shape)


def _with_lists(cache):
    """The cache, where an older form of the course has pairs (caches, x) with the lists of these."""
    if not isinstance(cache, (tuple, list)):
        return cache
    return tuple(item[0] if isinstance(item, (tuple, list)) and len(item) == 2
                 and isinstance(item[0], (tuple, list)) and isinstance(item[1], np.ndarray) else item for item in cache)


# ---- many-to-one ------------------------------------------------------------------------------

def _many_to_one_cases(rng):
    def case(n_x, n_a, n_y, m, T_x, lengths=None, note=""):
        arguments = {"x": rng.standard_normal((n_x, m, T_x)), "a0": rng.uniform(-1, 1, (n_a, m)),
                     "parameters": rnn_parameters(rng, n_x, n_a, n_y)}
        if lengths is None:
            return Case(arguments, note)
        return Case(arguments | {"mask": _mask(lengths, T_x)}, note, PADDED)

    return [case(3, 5, 2, 4, 6), case(5, 3, 4, 2, 7, (4, 7), "padding"), case(4, 2, 3, 5, 6, (6, 2, 5, 1, 3), "padding"),
            case(4, 6, 3, 1, 5, note="m = 1"), case(2, 4, 5, 3, 1, note="T_x = 1")]


def _mask(lengths, T):
    return (np.arange(T) < np.array(lengths)[:, None]).astype(float)


def _back_from_one(cache, arguments):
    parameters = arguments["parameters"]
    shape = parameters["by"].shape[0], arguments["x"].shape[1]
    return many_to_one_backward(_wave(*shape), np.zeros(shape), _with_lists(cache), parameters)


_LAST = "last = np.sum(mask, axis=1).astype(int) - 1"
_PICK = "y_pred = y_steps[:, np.arange(m), last]"
_PASS = "a, y_steps, caches = cell.forward(x, a0, parameters)"

MANY_TO_ONE_FORWARD = Exercise(
    answer=many_to_one_forward,
    notebook=NOTEBOOK,
    outputs=(Array("y_pred", "n_y m"),
             ByUse("cache", (Array("dx", "n_x m T_x"), *_CELL), _back_from_one, "many_to_one_backward")),
    points={"y_pred": 3, "cache": 2, PADDED: 4, "form": 1},
    cases=_many_to_one_cases,
    blanks=("a, y_steps, caches =", "last =", "y_pred ="),
    mistakes=(
        mistake("last-column-for-all", "You take the prediction in the last column. A shorter sequence has padding "
                "there: its last real step comes earlier.", (_LAST, "last = np.full(m, T_x - 1)")),
        mistake("first-step", "You take the prediction after the first step, when nearly nothing has been read; take the "
                "one after the last real step.",
                (_PICK, "y_pred = y_steps[:, :, 0]")),
        mistake("one-step-early", "You take the step before the last real one: T_i steps are counted 0 to T_i − 1.",
                (_LAST, _LAST.replace("- 1", "- 2"))),
        mistake("one-step-late", "You take the step behind the last real one: T_i steps are counted 0 to T_i − 1.",
                (_LAST, _LAST.replace(" - 1", ""))),
        mistake("mean-of-all-steps", "You average the predictions of all steps; only the one after the last real "
                "step has read everything.", (_PICK, "y_pred = np.mean(y_steps, axis=2)")),
        mistake("mean-of-real-steps", "You average the predictions of the real steps; only the last of them has read "
                "everything.", (_PICK, "y_pred = np.sum(y_steps * mask, axis=2) / np.sum(mask, axis=1)")),
        mistake("sum-of-steps", "You add up the predictions of all steps; take the one of the last real step.",
                (_PICK, "y_pred = np.sum(y_steps, axis=2)")),
        mistake("largest-over-time", "You take the largest probability over time; take the prediction of the last "
                "real step.", (_PICK, "y_pred = np.max(y_steps, axis=2)")),
        mistake("zeros-for-the-shorter", "Sequences that end early get zeros: you multiply the last column by its "
                "mask. Take each example's own last step.", (_PICK, "y_pred = y_steps[:, :, -1] * mask[:, -1]")),
        mistake("length-of-the-first-example", "All examples are read as far as the first one is long; each has a "
                "length of its own.", (_LAST, "last = np.full(m, int(np.sum(mask[0])) - 1)")),
        mistake("shortest-length", "All examples are read as far as the shortest one is long; each has a length of "
                "its own.", (_LAST, "last = np.full(m, int(np.min(np.sum(mask, axis=1))) - 1)")),
        mistake("every-last-step-for-every-example", "`y_steps[:, :, last]` takes all the last steps for each "
                "example, (n_y, m, m). Beside `last` give the examples, too: `np.arange(m)`.",
                (_PICK, "y_pred = y_steps[:, :, last]")),
        mistake("all-steps-returned", "You return a prediction for every step; one answer is asked for, (n_y, m).",
                (_PICK, "y_pred = y_steps")),
        mistake("state-for-prediction", "You return the hidden state; what is asked for is the prediction made from "
                "it.", (_PICK, "y_pred = a[:, np.arange(m), last]")),
        mistake("lengths-of-the-steps", "You sum the mask over the examples: that counts how many are still there at "
                "each step. For the length of each example sum over the steps, axis=1.",
                ("np.sum(mask, axis=1)", "np.sum(mask, axis=0)")),
        mistake("a0-never-used", "`a0` is never used: it is the state from which reading begins.",
                (_PASS, _PASS.replace("a0", "np.zeros_like(a0)"))),
        mistake("read-backwards", "You read the sequences backwards, padding first; read x as it is.",
                (_PASS, _PASS.replace("(x,", "(x[:, :, ::-1],"))),
        mistake("softmax-twice", "Another softmax is taken of the prediction; it is one already.",
                (_PICK, _PICK + "\n    y_pred = np.exp(y_pred) / np.sum(np.exp(y_pred), axis=0)")),
        mistake("first-example-for-all", "Each answer is made from the first example: take example i's own "
                "prediction.", ("np.arange(m), last]", "np.zeros(m, int), last]")),
        mistake("prediction-of-the-mean-state", "The prediction is made from the mean of the states; only the last real one "
                "has read everything.",
                (_PICK, 'mean = np.sum(a * mask, axis=2) / np.sum(mask, axis=1)\n'
                        '    e = np.exp(parameters["Wya"] @ mean + parameters["by"])\n'
                        '    y_pred = e / np.sum(e, axis=0)')),
        mistake("padding-read-as-zeros", "You set the padding to zero and take the last column: reading zeros changes the "
                "state, too. Take the prediction after the last real step.",
                (_PASS, _PASS.replace("(x,", "(x * mask,")), (_LAST, "last = np.full(m, T_x - 1)")),
        mistake("scores-for-probabilities", "These are the scores, before the softmax; `y_steps` holds the predictions.",
                (_PICK, 'y_pred = parameters["Wya"] @ a[:, np.arange(m), last] + parameters["by"]')),
    ),
)


# ---- one-to-many ------------------------------------------------------------------------------

def _one_to_many_cases(rng):
    def case(n_a, n_y, m, T_y, note=""):
        return Case({"x": one_hot_targets(rng, n_y, m, 1)[:, :, 0], "y": one_hot_targets(rng, n_y, m, T_y),
                     "a0": rng.uniform(-1, 1, (n_a, m)), "parameters": rnn_parameters(rng, n_y, n_a, n_y)}, note)

    return [case(5, 7, 4, 6), case(3, 6, 2, 8), case(4, 5, 1, 7, "m = 1"), case(6, 4, 3, 1, "T_y = 1")]


def _back_from_many(cache, arguments):
    y = arguments["y"]
    return one_to_many_backward(_wave(*y.shape), np.zeros(y.shape), _with_lists(cache), arguments["parameters"])


_FIRST = "inputs[:, :, 0] = x"
_FED = "inputs[:, :, 1:] = y[:, :, :-1]"
_RUN = "a, y_pred, caches = cell.forward(inputs, a0, parameters)"
_EACH_ALONE = """steps = [cell.forward(inputs[:, :, [t]], START, parameters) for t in range(y.shape[2])]
    a, y_pred = (np.concatenate([step[k] for step in steps], axis=2) for k in (0, 1))
    CACHES = [step[2][0] for step in steps]"""
_OWN = "for t in range(1, y.shape[2]):\n        yt = cell.forward(inputs[:, :, :t], a0, parameters)[1][:, :, -1]\n        "

ONE_TO_MANY_FORWARD = Exercise(
    answer=one_to_many_forward,
    notebook=NOTEBOOK,
    outputs=(Array("y_pred", "n_y m T_y"),
             ByUse("cache", (Array("dx", "n_y m"), *_CELL), _back_from_many, "one_to_many_backward")),
    points={"y_pred": 7, "cache": 2, "form": 1},
    cases=_one_to_many_cases,
    blanks=("inputs[:, :, 0] =", "inputs[:, :, 1:] =", "a, y_pred, caches ="),
    laws=(Law("each column sums to 1", lambda values, arguments: np.allclose(np.sum(values["y_pred"], axis=0), 1),
              "the probabilities of a step do not sum to 1"),),
    mistakes=(
        mistake("answer-as-input", "At each step the network reads the very output it has to guess: the true outputs "
                "come one step late, y⟨t−1⟩ at step t.", (_FED, "inputs[:, :, 1:] = y[:, :, 1:]")),
        mistake("answers-only", "The inputs are the true outputs themselves: x comes first, and each output one step "
                "late.", (_FED, "inputs = np.array(y)")),
        mistake("nothing-fed-back", "After the first step the inputs stay zero: from then on step t reads y⟨t−1⟩.",
                (f"    {_FED}\n", "")),
        mistake("x-ignored", "`x` is never used: it is the input of the first step.", (f"    {_FIRST}\n", "")),
        mistake("x-at-every-step", "Every step reads `x`; it is the input of the first step only.",
                (_FED, "inputs[:, :, 1:] = x[:, :, None]")),
        mistake("x-added-at-every-step", "`x` is added to the input of every step; it is the input of the first step "
                "only.", (_FED, f"{_FED}\n    inputs[:, :, 1:] += x[:, :, None]")),
        mistake("first-output-for-x", "The first input is the first output, which has yet to be guessed; it is `x`.",
                (_FIRST, "inputs[:, :, 0] = y[:, :, 0]")),
        mistake("two-steps-late", "The true outputs are fed back two steps late: step t reads y⟨t−1⟩.",
                (_FED, "inputs[:, :, 2:] = y[:, :, :-2]")),
        mistake("one-step-early", "Each step reads the output that comes after the one it has to guess: shift the "
                "other way, y⟨t−1⟩ at step t.", (_FED, "inputs[:, :, 1:-1] = y[:, :, 2:]")),
        mistake("own-predictions", "You feed back the predictions. In training the true outputs `y` stand in for them, "
                "so that one early mistake does not spoil all that follows.", (_FED, _OWN + "inputs[:, :, t] = yt")),
        mistake("own-choices", "You feed back what the network would choose. In training the true outputs `y` stand in "
                "for its choices.", (_FED, _OWN + "inputs[:, :, t] = np.eye(len(y))[:, np.argmax(yt, axis=0)]")),
        mistake("first-output-again-and-again", "From the second step on, each reads y⟨1⟩: step t reads y⟨t−1⟩.",
                (_FED, "inputs[:, :, 1:] = y[:, :, :1]")),
        mistake("outputs-backwards", "The true outputs are fed back in reverse: step t reads y⟨t−1⟩.",
                (_FED, "inputs[:, :, 1:] = y[:, :, :0:-1]")),
        mistake("outputs-of-another-example", "The shift goes along the examples: each reads what another one wrote. "
                "Shift along time, the last axis.", (_FED, "inputs[:, :, 1:] = np.roll(y, 1, axis=1)[:, :, :-1]")),
        mistake("a0-never-used", "`a0` is never used: it is the state before the first step.",
                (_RUN, _RUN.replace("a0", "np.zeros_like(a0)"))),
        mistake("last-output-at-the-first-step", "The last output is fed back to the first step: Python takes index −1 for the "
                "last one.", (_FED, "inputs += np.roll(y, 1, axis=2)")),
        mistake("last-output-for-x", "A roll alone puts the last true output in front; the first input is `x`.",
                (f"    {_FIRST}\n", ""), (_FED, "inputs = np.roll(y, 1, axis=2)")),
        mistake("shifted-along-the-examples", "The shift goes along axis 1, the examples: each reads what another one "
                "wrote. Shift along time, the last axis.", (_FED, f"inputs[:, 1:] = y[:, :-1]\n    {_FIRST}")),
        mistake("state-not-handed-on", "Each step starts from `a0`: hand on the new hidden state.",
                (_RUN, _EACH_ALONE.replace("START", "a0").replace("CACHES", "caches"))),
    ),
)


# ---- encoder and decoder ----------------------------------------------------------------------

def _translation(rng, n_x, n_a, n_y, m, T_x):
    encoder = rnn_parameters(rng, n_x, n_a, n_y)
    return {"x": rng.standard_normal((n_x, m, T_x)), "a0": rng.uniform(-1, 1, (n_a, m)),
            "parameters": {"encoder": {name: encoder[name] for name in ("Wax", "Waa", "ba")},
                           "decoder": rnn_parameters(rng, n_y, n_a, n_y)}}


def _encoder_decoder_cases(rng):
    def case(n_x, n_a, n_y, m, T_x, T_y, lengths=None, note=""):
        parts = _translation(rng, n_x, n_a, n_y, m, T_x)
        arguments = {"x": parts["x"], "y": one_hot_targets(rng, n_y, m, T_y), "a0": parts["a0"],
                     "parameters": parts["parameters"]}
        if lengths is None:
            return Case(arguments, note)
        return Case(arguments | {"mask": _mask(lengths, T_x)}, note, PADDED)

    return [case(3, 5, 7, 4, 6, 8), case(5, 4, 6, 2, 7, 3, (4, 7), "padding"),
            case(4, 6, 5, 3, 6, 7, (6, 1, 4), "padding"), case(7, 3, 4, 1, 5, 6, note="m = 1"),
            case(2, 4, 5, 3, 1, 6, note="T_x = 1"), case(3, 2, 6, 4, 5, 1, note="T_y = 1")]


def _back_from_translation(cache, arguments):
    x, y = arguments["x"], arguments["y"]
    gradients = encoder_decoder_backward(_wave(*y.shape), np.zeros(y.shape), _with_lists(cache),
                                         arguments["parameters"], x.shape[2])
    inner = {f"{part} {name}": gradients[part][name] for part in ("encoder", "decoder")
             for name in ("dWax", "dWaa", "dba")}
    return {"dx": gradients["dx"], "da0": gradients["da0"]} | inner


_CONTEXT = "context = a_source[:, np.arange(m), last]"
_DECODE = 'a, y_pred, decoder_caches = cell.forward(inputs, context, parameters["decoder"])'
_ENCODE = 'a_source, encoder_caches = hidden_states(x, a0, parameters["encoder"], cell)'
_OWN_HERE = _OWN.replace("a0, parameters)", 'context, parameters["decoder"])')

ENCODER_DECODER_FORWARD = Exercise(
    answer=encoder_decoder_forward,
    notebook=NOTEBOOK,
    outputs=(Array("y_pred", "n_y m T_y"),
             ByUse("cache", (Array("dx", "n_x m T_x"), Array("da0", "n_a m"), Array("encoder dWax", "n_a n_x"),
                             Array("encoder dWaa", "n_a n_a"), Array("decoder dWax", "n_a n_y"),
                             Array("decoder dWaa", "n_a n_a")),
                   _back_from_translation, "encoder_decoder_backward")),
    points={"y_pred": 4, "cache": 2, PADDED: 3, "form": 1},
    cases=_encoder_decoder_cases,
    blanks=("last =", "context =", "inputs[:, :, 1:] =", "a, y_pred, decoder_caches ="),
    mistakes=(
        mistake("context-from-the-padding", "The context is the state in the last column. A shorter source has padding "
                "there: take the state after its last real step.", (_CONTEXT, "context = a_source[:, :, -1]")),
        mistake("context-from-the-first-step", "The context is the state after the first word; take the one after the "
                "last real step.", (_CONTEXT, "context = a_source[:, :, 0]")),
        mistake("context-one-step-early", "The context is the state before the last word has been read: T_i steps are "
                "counted 0 to T_i − 1.", (_LAST, _LAST.replace("- 1", "- 2"))),
        mistake("context-one-step-late", "You look one step behind the last real one: T_i steps are counted 0 to "
                "T_i − 1.", (_LAST, _LAST.replace(" - 1", ""))),
        mistake("context-is-a-mean", "The context is the mean of the encoder's states; it is the last real one.",
                (_CONTEXT, "context = np.sum(a_source * mask, axis=2) / np.sum(mask, axis=1)")),
        mistake("context-of-the-first-example", "Every decoder starts from the first example's state; each has its "
                "own.", (_CONTEXT, "context = a_source[:, np.zeros(m, int), last]")),
        mistake("decoder-starts-from-zero", "The decoder starts from zeros, so it never hears of the source: start it "
                "from the encoder's last state.", (_DECODE, _DECODE.replace("context,", "np.zeros_like(context),"))),
        mistake("decoder-starts-from-a0", "The decoder starts from `a0`, so it never hears of the source: start it "
                "from the encoder's last state.", (_DECODE, _DECODE.replace("context,", "a0,"))),
        mistake("decoder-fed-with-source", "The decoder is fed with the source `x`; what it reads are the target's "
                "symbols, one step late.", (_DECODE, _DECODE.replace("inputs,", "x,"))),
        mistake("answer-as-input", "At each step the decoder reads the very symbol it has to guess: the target comes "
                "one step late, y⟨t−1⟩ at step t.", (_DECODE, _DECODE.replace("inputs,", "y,"))),
        mistake("nothing-fed-back", "The decoder's inputs stay zero: from the second step on it reads y⟨t−1⟩.",
                ("    inputs[:, :, 1:] = y[:, :, :-1]\n", "")),
        mistake("two-steps-late", "The target is fed back two steps late: step t reads y⟨t−1⟩.",
                (_FED, "inputs[:, :, 2:] = y[:, :, :-2]")),
        mistake("target-backwards", "The target is fed back in reverse: step t reads y⟨t−1⟩.",
                (_FED, "inputs[:, :, 1:] = y[:, :, :0:-1]")),
        mistake("first-symbol-given-away", "The decoder's first input is the first symbol it has to guess; it is the "
                "zero vector.", (_FED, f"{_FED}\n    inputs[:, :, 0] = y[:, :, 0]")),
        mistake("own-predictions", "You feed back the decoder's predictions. In training the true target `y` stands in "
                "for them.", (_FED, _OWN_HERE + "inputs[:, :, t] = yt")),
        mistake("own-choices", "You feed back what the decoder would choose. In training the true target `y` stands in "
                "for its choices.",
                (_FED, _OWN_HERE + "inputs[:, :, t] = np.eye(len(y))[:, np.argmax(yt, axis=0)]")),
        mistake("encoder-weights-for-both", "The decoder runs with the encoder's weights: it has its own, "
                "`parameters[\"decoder\"]`.", (_DECODE, _DECODE.replace('"decoder"', '"encoder"'))),
        mistake("a0-never-used", "`a0` is never used: it is the state from which the encoder begins.",
                (_ENCODE, _ENCODE.replace("a0,", "np.zeros_like(a0),"))),
        mistake("source-backwards", "The source is read backwards, padding first; read it in its order.",
                (_ENCODE, _ENCODE.replace("(x,", "(x[:, :, ::-1],"))),
        mistake("last-symbol-at-the-first-step", "A roll alone puts the target's last symbol in front; the first input is "
                "the zero vector.", (_FED, "inputs = np.roll(y, 1, axis=2)")),
        mistake("one-step-early", "Each step reads the symbol that comes after the one it has to guess: shift the other "
                "way, y⟨t−1⟩ at step t.", (_FED, "inputs[:, :, :-1] = y[:, :, 1:]")),
        mistake("state-not-handed-on", "Each step of the decoder starts from the context: hand on the new hidden state.",
                (_DECODE, _EACH_ALONE.replace("START, parameters", 'context, parameters["decoder"]')
                 .replace("CACHES", "decoder_caches"))),
    ),
)


def _greedy_cases(rng):
    def arguments_of(n_x, n_a, n_y, m, T_x, max_length, end, likely_end):
        parts = _translation(rng, n_x, n_a, n_y, m, T_x)
        decoder = parts["parameters"]["decoder"]
        decoder["Wya"] = 3 * decoder["Wya"]      # so that each choice depends on the state
        decoder["Wax"] = 2 * decoder["Wax"]      # and the state on the choice before
        decoder["by"][end] += likely_end
        return parts | {"end": end, "max_length": max_length}

    def case(*sizes, lengths=None, likely_end=-30.0, note="", part=""):
        while True:
            arguments = arguments_of(*sizes, likely_end)
            if lengths is not None:
                arguments["mask"] = _mask(lengths, sizes[4])
            if (note != SOME_END or _ends_differ(arguments)) and (lengths is None or _padding_matters(arguments)):
                return Case(arguments, note, part)

    return [case(3, 5, 7, 4, 6, 8, 0), case(5, 6, 8, 1, 4, 7, 2, note="m = 1"),
            case(4, 6, 9, 3, 5, 10, 3, lengths=(5, 2, 3), note="padding", part=PADDED),
            case(2, 5, 6, 7, 4, 9, 1, likely_end=1.0, note=SOME_END, part=ENDED),
            case(6, 4, 5, 8, 3, 10, 4, likely_end=0.5, note=SOME_END, part=ENDED),
            case(4, 3, 7, 2, 5, 6, 5, likely_end=15.0, note="all of which end early", part=ENDED)]


def _ends_differ(arguments):
    """Whether the first example ends in time, another one before it, and the last well after that."""
    lengths = np.sum(greedy_decode(**arguments) != arguments["end"], axis=1)
    return np.min(lengths) < lengths[0] < arguments["max_length"] and np.ptp(lengths) >= 2


def _padding_matters(arguments):
    """Whether a context from the last column leads to other choices."""
    return np.any(greedy_decode(**arguments) != greedy_decode(**arguments | {"mask": None}))


_BEST = "best = np.argmax(yt_pred, axis=0)"
_WRITE = "indices[:, t] = np.where(ended, end, best)"
_ENDED = "ended = ended | (best == end)"
_NEXT = "xt = np.eye(n_y)[:, best]"
_STEP = 'a_next, yt_pred, cache = cell.step(xt, a_next, parameters["decoder"])'
_START = "a_next = a_source[:, np.arange(m), last]"

GREEDY_DECODE = Exercise(
    answer=greedy_decode,
    notebook=NOTEBOOK,
    outputs=(Array("indices", "m T_y", whole=True),),
    points={"indices": 4, PADDED: 2, ENDED: 3, "form": 1},
    cases=_greedy_cases,
    blanks=("last =", "a_next, yt_pred, cache =", "best =", "indices[:, t] =", "ended = ended", "xt = np.eye"),
    mistakes=(
        mistake("input-never-changes", "The decoder never hears what it wrote: the choice is the next input.",
                (f"        {_NEXT}\n", "")),
        mistake("prediction-fed-back", "The next input is the whole prediction; it is the choice, as a one-hot column.",
                (_NEXT, "xt = yt_pred")),
        mistake("index-for-one", "The next input holds the index; a one-hot column holds a 1.",
                (_NEXT, "xt = best * np.eye(n_y)[:, best]")),
        mistake("inputs-pile-up", "Earlier choices stay in the input: it is a new column at each step.",
                (_NEXT, "xt = xt + np.eye(n_y)[:, best]")),
        mistake("rows-for-columns", "The next input has a row for each example; inputs are columns, (n_y, m).",
                (_NEXT, "xt = np.eye(n_y)[best]")),
        mistake("state-not-handed-on", "Each step starts from the context: hand on the new hidden state.",
                (_STEP, _STEP.replace("a_next, yt_pred", "_, yt_pred"))),
        mistake("least-probable", "You take the least probable symbol: `np.argmax` gives the most probable one.",
                ("np.argmax(yt_pred", "np.argmin(yt_pred")),
        mistake("best-example-for-each-symbol", "The maximum is taken over the examples; take it over the symbols, "
                "axis=0.", ("np.argmax(yt_pred, axis=0)", "np.argmax(yt_pred, axis=1)")),
        mistake("one-choice-for-all", "One index is chosen for the whole batch: take the best of each column, axis=0.",
                (_BEST, "best = np.full(m, np.argmax(np.sum(yt_pred, axis=1)))")),
        mistake("end-ignored", "Examples that have ended go on writing: behind its end each row holds `end`.",
                (_WRITE, "indices[:, t] = best")),
        mistake("choices-exchanged", "The two choices of `np.where` have changed places: the first counts where an example "
                "has ended.", (_WRITE, "indices[:, t] = np.where(ended, best, end)")),
        mistake("whole-rows-set", "`xt[best] = 1` sets whole rows, so each example also reads the others' choices: give "
                "the columns, too, `xt[best, np.arange(m)]`.", (_NEXT, "xt = np.zeros((n_y, m))\n        xt[best] = 1")),
        mistake("ended-forgotten", "`ended` holds for one step only: once an example has ended, it stays so. (If you "
                "wrote the `|`: put brackets around the comparison, which comes after it otherwise.)",
                (_ENDED, "ended = best == end")),
        mistake("all-must-end-together", "You stop all examples as soon as one has ended; each ends for itself.",
                (_ENDED, "ended = ended | np.any(best == end)")),
        mistake("end-of-the-first-example", "All examples end where the first one does; each ends for itself.",
                (_ENDED, "ended = ended | (best[0] == end)")),
        mistake("zero-for-the-end", "Behind its end a row holds 0; it should hold `end`.",
                (_WRITE, "indices[:, t] = np.where(ended, 0, best)")),
        mistake("last-symbol-missing", "The end has to be written, too: `ended` changes after the choice has been "
                "stored.", (_WRITE, "indices[:, t] = np.where(ended | (best == end), 0, best)")),
        mistake("stored-one-step-late", "The first choice is missing and the others come one step late: store the "
                "choice of step t at t.", (_WRITE, "indices[:, (t + 1) % max_length] = np.where(ended, end, best)")),
        mistake("encoder-weights-for-both", "The decoder runs with the encoder's weights: it has its own, "
                "`parameters[\"decoder\"]`.", (_STEP, _STEP.replace('"decoder"', '"encoder"'))),
        mistake("decoder-fed-with-source", "The decoder is fed with the source; from its second step on it reads what "
                "it wrote.", (_NEXT, "xt = x[:, :, t]")),
        mistake("context-from-the-padding", "The decoder starts from the state in the last column. A shorter source has "
                "padding there: start from the state after its last real step.", (_START, "a_next = a_source[:, :, -1]")),
        mistake("decoder-starts-from-a0", "The decoder starts from `a0`, so it never hears of the source: start it from "
                "the encoder's last state.", (_START, "a_next = a0")),
        mistake("decoder-starts-from-zero", "The decoder starts from zeros, so it never hears of the source: start it "
                "from the encoder's last state.", (_START, "a_next = np.zeros_like(a0)")),
        mistake("ones-stay-in-the-input", "The ones of earlier choices stay in the input: it is a new column at each step.",
                (_NEXT, "xt = np.maximum(xt, np.eye(n_y)[:, best])")),
        mistake("end-for-the-first-input", "The first input is `end`; it is the zero vector, as in training.",
                ("xt = np.zeros((n_y, m))", "xt = np.eye(n_y)[:, np.full(m, end)]")),
        mistake("columns-cut-off", "You cut off the columns behind the last end; the result always has max_length of "
                "them, filled with `end`.",
                ("    return indices", "    while indices.shape[1] > 1 and np.all(indices[:, -2:] == end):\n"
                                       "        indices = indices[:, :-1]\n    return indices")),
    ),
)

EXERCISES = (MANY_TO_ONE_FORWARD, ONE_TO_MANY_FORWARD, ENCODER_DECODER_FORWARD, GREEDY_DECODE)

QUESTIONS = (
    Question("which-architecture", NOTEBOOK, {
        "a": Option(False, "That would be one answer for the whole sentence: was there a name in it, or not?"),
        "b": Option(True, "Yes: one answer for each word, as soon as it has been read."),
        "c": Option(False, "An encoder and a decoder could do it, but they are for outputs whose number is not known. "
                           "Here there are exactly as many as there are words."),
    }),
    Question("confident-and-wrong", NOTEBOOK, {
        "a": Option(False, "A loss near zero on the training names would not help: there is no right answer among "
                           "the six."),
        "b": Option(False, "Nothing in the name need be Finnish. Compare with what the network can answer at all."),
        "c": Option(True, "Yes: its probabilities share out the six languages it knows. 'None of them' is not among its "
                          "answers, so being sure means: the least unlike."),
    }),
    Question("what-the-decoder-knows", NOTEBOOK, {
        "a": Option(True, "Yes: n_a numbers, whether the source had three words or thirty. That is why long sources are "
                          "hard for it."),
        "b": Option(False, "The words are gone once they have been read; look at the arrows between the two halves."),
        "c": Option(False, "The true target is there in training only. What does it write from, once it is on its own?"),
    }),
)
