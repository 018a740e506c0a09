"""The input-output architectures: against passes step by step, against autograd, and by their laws."""
import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import TOY, arrays_in, assert_close, complex_step, normal, one_hot, problem, problems, seeds
from test_rnn import onnx_forward

from rnn_utils import (ShapeError, categorical_cross_entropy, encoder_decoder_backward,
                       encoder_decoder_forward, greedy_decode, initialize_encoder_decoder,
                       many_to_one_backward, many_to_one_forward, one_to_many_backward,
                       one_to_many_forward, rnn_cell_forward)
from rnn_utils.architectures import (encoder_decoder_loss, many_to_many_loss, many_to_one_loss,
                                     one_to_many_loss)
from rnn_utils.cells import FAST_RNN, RNN

CELLS = [RNN, FAST_RNN]


def step_by_step(parameters, a, inputs):
    """One example through the cell: its states and predictions, lists of (n, 1)."""
    states, predictions = [], []
    for xt in inputs:
        a, yt_pred, _ = rnn_cell_forward(xt.reshape(-1, 1), a, parameters)
        states.append(a)
        predictions.append(yt_pred)
    return states, predictions


def column(array, i):
    return array[:, i:i + 1]


# ---- many-to-one ------------------------------------------------------------------------------

@pytest.mark.parametrize("cell", CELLS)
@given(problems())
def test_many_to_one_is_the_prediction_after_the_last_letter_of_each_sequence(cell, p):
    y_pred, _ = many_to_one_forward(p.x, p.a0, p.parameters, p.mask, cell)
    for i, T_i in enumerate(p.lengths):
        predictions = step_by_step(p.parameters, column(p.a0, i), p.x[:, i, :T_i].T)[1]
        assert_close(column(y_pred, i), predictions[-1], 1e-10)


@given(problems(dtype=np.float32))
def test_many_to_one_is_that_of_onnx_runtime(p):
    y_pred, (a, _, last) = many_to_one_forward(p.x, p.a0, p.parameters, p.mask)
    _, onnx_y_pred, onnx_last = onnx_forward(p, p.lengths)
    assert_close(a[:, np.arange(p.sizes.m), last], onnx_last, 2e-6)
    assert_close(y_pred, onnx_y_pred[:, np.arange(p.sizes.m), p.lengths - 1], 2e-6)


def test_without_a_mask_every_step_is_real():
    p = problem()
    given = many_to_one_forward(p.x, p.a0, p.parameters, np.ones_like(p.mask))[0]
    assert np.array_equal(many_to_one_forward(p.x, p.a0, p.parameters)[0], given)
    q, y = translation(1), problem(seed=1).y
    assert np.array_equal(encoder_decoder_forward(q.x, y, q.a0, q.parameters)[0],
                          encoder_decoder_forward(q.x, y, q.a0, q.parameters, np.ones_like(q.mask))[0])


def many_to_one_total(x, a0, parameters, y, mask):
    y_pred = many_to_one_forward(x, a0, parameters, mask)[0]
    return categorical_cross_entropy(y_pred[:, :, None], y[:, :, None])


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("seed", [0, 1])
def test_many_to_one_gradients_are_those_of_the_complex_step(seed, cell):
    p = problem(seed=seed)
    y = p.y[:, :, 0]
    y_pred, cache = many_to_one_forward(p.x, p.a0, p.parameters, p.mask, cell)
    gradients = many_to_one_backward(y_pred, y, cache, p.parameters, cell)
    assert_close(gradients["dx"], complex_step(
        lambda x: many_to_one_total(x, p.a0, p.parameters, y, p.mask), p.x))
    assert_close(gradients["da0"], complex_step(
        lambda a0: many_to_one_total(p.x, a0, p.parameters, y, p.mask), p.a0))
    for name, value in p.parameters.items():
        assert_close(gradients["d" + name], complex_step(
            lambda v: many_to_one_total(p.x, p.a0, p.parameters | {name: v}, y, p.mask), value))


# ---- the same three networks written for autograd, one example at a time -------------------------

def run_for_autograd(weights, a, inputs):
    """States and logits of one example, for autograd: a (n_a,), inputs a list of (n_x,)."""
    states, logits = [], []
    for xt in inputs:
        a = anp.tanh(anp.dot(weights["Wax"], xt) + anp.dot(weights["Waa"], a) + weights["ba"][:, 0])
        states.append(a)
        if "Wya" in weights:
            logits.append(anp.dot(weights["Wya"], a) + weights["by"][:, 0])
    return states, logits


def cost(logits, target):
    """−log of the softmax of the target, a whole number."""
    return anp.log(anp.sum(anp.exp(logits))) - logits[target]


def test_many_to_one_gradients_are_those_of_autograd():
    p = problem(seed=3)
    y = p.y[:, :, 0]

    def total(parameters, x, a0):
        return sum(cost(run_for_autograd(parameters, a0[:, i], [x[:, i, t] for t in range(T_i)])[1][-1],
                        y[:, i].argmax()) for i, T_i in enumerate(p.lengths)) / len(p.lengths)

    y_pred, cache = many_to_one_forward(p.x, p.a0, p.parameters, p.mask)
    gradients = many_to_one_backward(y_pred, y, cache, p.parameters)
    expected, dx, da0 = (autograd.grad(total, k)(p.parameters, p.x, p.a0) for k in range(3))
    assert_close(gradients["dx"], dx)
    assert_close(gradients["da0"], da0)
    for name in p.parameters:
        assert_close(gradients["d" + name], expected[name])


# ---- one-to-many ------------------------------------------------------------------------------

def writing(seed=0, sizes=TOY):
    """A problem in which what is written is also read: n_x = n_y."""
    p = problem(sizes._replace(n_x=sizes.n_y), seed)
    p.first = p.x[:, :, 0]
    return p


@pytest.mark.parametrize("cell", CELLS)
@given(seeds)
def test_one_to_many_reads_its_input_and_then_the_true_outputs(cell, seed):
    p = writing(seed)
    y_pred, _ = one_to_many_forward(p.first, p.y, p.a0, p.parameters, cell)
    for i in range(p.sizes.m):
        inputs = [p.first[:, i]] + [p.y[:, i, t] for t in range(p.sizes.T_x - 1)]
        predictions = step_by_step(p.parameters, column(p.a0, i), inputs)[1]
        assert_close(y_pred[:, i], np.concatenate(predictions, axis=1), 1e-10)


def test_no_prediction_knows_its_own_answer():
    p = writing(5)
    y_pred, _ = one_to_many_forward(p.first, p.y, p.a0, p.parameters)
    for t in range(p.sizes.T_x):
        other = p.y.copy()
        other[:, :, t:] = np.roll(other[:, :, t:], 1, axis=0)
        changed, _ = one_to_many_forward(p.first, other, p.a0, p.parameters)
        assert np.array_equal(changed[:, :, :t + 1], y_pred[:, :, :t + 1])
        assert t + 1 == p.sizes.T_x or not np.allclose(changed[:, :, t + 1], y_pred[:, :, t + 1])


@pytest.mark.parametrize("cell", CELLS)
def test_one_to_many_gradients_are_those_of_the_complex_step_and_of_autograd(cell):
    p = writing(2)
    y_pred, cache = one_to_many_forward(p.first, p.y, p.a0, p.parameters, cell)
    gradients = one_to_many_backward(y_pred, p.y, cache, p.parameters, p.mask, cell)

    def loss(x, a0, parameters):
        return categorical_cross_entropy(one_to_many_forward(x, p.y, a0, parameters)[0], p.y, p.mask)

    def total(parameters, x, a0):
        costs = 0
        for i, T_i in enumerate(p.lengths):
            inputs = [x[:, i]] + [p.y[:, i, t] for t in range(T_i - 1)]
            logits = run_for_autograd(parameters, a0[:, i], inputs)[1]
            costs = costs + sum(cost(logits[t], p.y[:, i, t].argmax()) for t in range(T_i))
        return costs / len(p.lengths)

    expected, dx, da0 = (autograd.grad(total, k)(p.parameters, p.first, p.a0) for k in range(3))
    assert_close(gradients["dx"], complex_step(lambda x: loss(x, p.a0, p.parameters), p.first))
    assert_close(gradients["dx"], dx)
    assert_close(gradients["da0"], complex_step(lambda a0: loss(p.first, a0, p.parameters), p.a0))
    assert_close(gradients["da0"], da0)
    for name, value in p.parameters.items():
        assert_close(gradients["d" + name], expected[name])
        assert_close(gradients["d" + name], complex_step(
            lambda v: loss(p.first, p.a0, p.parameters | {name: v}), value))


# ---- encoder and decoder ----------------------------------------------------------------------

T_Y = 6


def translation(seed=0, sizes=TOY):
    """A source batch as in `problem`, and a target of T_Y steps in n_y symbols; all sizes differ."""
    p = problem(sizes, seed)
    rng = np.random.default_rng(seed + 100)
    p.encoder = {name: p.parameters[name] for name in ("Wax", "Waa", "ba")}
    p.decoder = {name: normal(rng, value.shape if name != "Wax" else (sizes.n_a, sizes.n_y))
                 for name, value in p.parameters.items()}
    p.parameters = {"encoder": p.encoder, "decoder": p.decoder}
    p.target = one_hot(rng.integers(sizes.n_y, size=(sizes.m, T_Y)), sizes.n_y)
    p.target_lengths = rng.integers(1, T_Y + 1, sizes.m)
    p.target_mask = (np.arange(T_Y) < p.target_lengths[:, None]).astype(float)
    return p


def with_output(encoder, n_a):
    """The textbook's cell predicts at every step; what an encoder predicts is not used."""
    return encoder | {"Wya": np.zeros((1, n_a)), "by": np.zeros((1, 1))}


@pytest.mark.parametrize("cell", CELLS)
@given(st.integers(0, 1000))
def test_the_decoder_starts_from_the_encoders_last_real_state(cell, seed):
    p = translation(seed)
    y_pred, _ = encoder_decoder_forward(p.x, p.target, p.a0, p.parameters, p.mask, cell)
    for i, T_i in enumerate(p.lengths):
        states, _ = step_by_step(with_output(p.encoder, p.sizes.n_a), column(p.a0, i), p.x[:, i, :T_i].T)
        inputs = [np.zeros(p.sizes.n_y)] + [p.target[:, i, t] for t in range(T_Y - 1)]
        predictions = step_by_step(p.decoder, states[-1], inputs)[1]
        assert_close(y_pred[:, i], np.concatenate(predictions, axis=1), 1e-10)


def translation_loss(p, x, a0, parameters):
    y_pred, _ = encoder_decoder_forward(x, p.target, a0, parameters, p.mask)
    return categorical_cross_entropy(y_pred, p.target, p.target_mask)


def translation_gradients(p, cell):
    y_pred, cache = encoder_decoder_forward(p.x, p.target, p.a0, p.parameters, p.mask, cell)
    return encoder_decoder_backward(y_pred, p.target, cache, p.parameters, p.sizes.T_x, p.target_mask, cell)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("seed", [0, 1])
def test_encoder_decoder_gradients_are_those_of_the_complex_step(seed, cell):
    p = translation(seed)
    gradients = translation_gradients(p, cell)
    assert_close(gradients["dx"], complex_step(lambda x: translation_loss(p, x, p.a0, p.parameters), p.x))
    assert_close(gradients["da0"], complex_step(lambda a: translation_loss(p, p.x, a, p.parameters), p.a0))
    for part in ("encoder", "decoder"):
        for name, value in p.parameters[part].items():
            def loss(v, part=part, name=name):
                changed = p.parameters | {part: p.parameters[part] | {name: v}}
                return translation_loss(p, p.x, p.a0, changed)
            assert_close(gradients[part]["d" + name], complex_step(loss, value))


def test_encoder_decoder_gradients_are_those_of_autograd():
    p = translation(4)

    def total(parameters, x, a0):
        costs = 0
        for i, (T_i, T_o) in enumerate(zip(p.lengths, p.target_lengths)):
            states, _ = run_for_autograd(parameters["encoder"], a0[:, i], [x[:, i, t] for t in range(T_i)])
            inputs = [np.zeros(p.sizes.n_y)] + [p.target[:, i, t] for t in range(T_o - 1)]
            logits = run_for_autograd(parameters["decoder"], states[-1], inputs)[1]
            costs = costs + sum(cost(logits[t], p.target[:, i, t].argmax()) for t in range(T_o))
        return costs / len(p.lengths)

    gradients = translation_gradients(p, RNN)
    expected, dx, da0 = (autograd.grad(total, k)(p.parameters, p.x, p.a0) for k in range(3))
    assert_close(gradients["dx"], dx)
    assert_close(gradients["da0"], da0)
    for part in ("encoder", "decoder"):
        for name in p.parameters[part]:
            assert_close(gradients[part]["d" + name], expected[part][name])


@given(st.integers(0, 1000))
def test_greedy_decoding_chooses_the_most_probable_symbol_and_reads_it_next(seed):
    p = translation(seed)
    end = seed % p.sizes.n_y
    indices = greedy_decode(p.x, p.a0, p.parameters, end, 9, p.mask)
    assert indices.shape == (p.sizes.m, 9) and indices.dtype.kind == "i"
    for i, T_i in enumerate(p.lengths):
        states, _ = step_by_step(with_output(p.encoder, p.sizes.n_a), column(p.a0, i), p.x[:, i, :T_i].T)
        inputs, written = [np.zeros(p.sizes.n_y)], []
        while len(written) < 9 and (not written or written[-1] != end):
            best = int(step_by_step(p.decoder, states[-1], inputs)[1][-1].argmax())
            written.append(best)
            inputs.append(np.eye(p.sizes.n_y)[best])
        assert indices[i].tolist() == written + [end] * (9 - len(written))


# ---- padding ----------------------------------------------------------------------------------

def parts(p, i):
    """Example i alone, without padding: x, target, a0."""
    return (p.x[:, i:i + 1, :p.lengths[i]], p.target[:, i:i + 1, :p.target_lengths[i]],
            column(p.a0, i))


@pytest.mark.parametrize("cell", CELLS)
@given(st.integers(0, 1000))
def test_a_padded_batch_is_its_single_sequences_in_outputs_and_gradients(cell, seed):
    p = translation(seed)
    y_pred, _ = encoder_decoder_forward(p.x, p.target, p.a0, p.parameters, p.mask, cell)
    gradients = translation_gradients(p, cell)
    sums = {part: {name: 0 for name in p.parameters[part]} for part in p.parameters}
    m = p.sizes.m
    for i in range(m):
        x, target, a0 = parts(p, i)
        alone, cache = encoder_decoder_forward(x, target, a0, p.parameters, cell=cell)
        single = encoder_decoder_backward(alone, target, cache, p.parameters, x.shape[2], cell=cell)
        assert_close(y_pred[:, i:i + 1, :target.shape[2]], alone)
        assert_close(gradients["dx"][:, i:i + 1, :x.shape[2]], single["dx"] / m)
        assert not np.any(gradients["dx"][:, i, x.shape[2]:])
        assert_close(column(gradients["da0"], i), single["da0"] / m)
        for part, names in sums.items():
            for name in names:
                names[name] = names[name] + single[part]["d" + name] / m
    for part, names in sums.items():
        for name, total in names.items():
            assert_close(gradients[part]["d" + name], total)


@pytest.mark.parametrize("cell", CELLS)
@given(problems())
def test_many_to_one_padding_changes_nothing(cell, p):
    y = p.y[:, :, 0]
    y_pred, cache = many_to_one_forward(p.x, p.a0, p.parameters, p.mask, cell)
    gradients = many_to_one_backward(y_pred, y, cache, p.parameters, cell)
    sums = {name: 0 for name in p.parameters}
    for i, T_i in enumerate(p.lengths):
        alone, cache = many_to_one_forward(p.x[:, i:i + 1, :T_i], column(p.a0, i), p.parameters, cell=cell)
        single = many_to_one_backward(alone, column(y, i), cache, p.parameters, cell)
        assert_close(column(y_pred, i), alone)
        assert_close(gradients["dx"][:, i:i + 1, :T_i], single["dx"] / p.sizes.m)
        assert not np.any(gradients["dx"][:, i, T_i:])
        sums = {name: total + single["d" + name] / p.sizes.m for name, total in sums.items()}
    for name, total in sums.items():
        assert_close(gradients["d" + name], total)


# ---- what is trained --------------------------------------------------------------------------

def per_answer(y_pred, y, mask):
    """Mean of −log of the probability of each true answer, over the real steps, one by one."""
    costs = [-np.log(y_pred[y[:, i, t].argmax(), i, t])
             for i in range(y.shape[1]) for t in range(y.shape[2]) if mask[i, t]]
    return np.mean(costs)


def test_each_loss_is_the_mean_for_one_answer_and_its_gradients_are_those_of_that_loss():
    p, w, q = problem(seed=8), writing(8), translation(8)
    zeros = np.zeros_like(p.a0)
    cases = [
        (many_to_one_loss, p.parameters, (p.x, p.y[:, :, 0], p.mask),
         lambda: (many_to_one_forward(p.x, zeros, p.parameters, p.mask)[0][:, :, None],
                  p.y[:, :, :1], np.ones((p.sizes.m, 1)))),
        (one_to_many_loss, w.parameters, (w.first, w.y, w.mask),
         lambda: (one_to_many_forward(w.first, w.y, zeros, w.parameters)[0], w.y, w.mask)),
        (encoder_decoder_loss, q.parameters, (q.x, q.mask, q.target, q.target_mask),
         lambda: (encoder_decoder_forward(q.x, q.target, zeros, q.parameters, q.mask)[0], q.target,
                  q.target_mask)),
        (many_to_many_loss, p.parameters, (p.x, p.y, p.mask),
         lambda: (RNN.forward(p.x, zeros, p.parameters)[1], p.y, p.mask)),
    ]
    for loss, parameters, batch, predictions in cases:
        value, gradients = loss(parameters, *batch)
        assert value == pytest.approx(per_answer(*predictions()), rel=1e-10)
        inner, found = ((parameters, gradients) if loss is not encoder_decoder_loss else
                        (parameters["encoder"], gradients["encoder"]))
        Waa = inner["Waa"]

        def changed(v):
            new = inner | {"Waa": v}
            new = new if inner is parameters else parameters | {"encoder": new}
            return loss(new, *batch, cell=RNN)[0]
        assert_close(found["dWaa"], complex_step(changed, Waa))


# ---- bad input --------------------------------------------------------------------------------

def test_what_does_not_fit_is_named_in_one_sentence():
    p, q = problem(), translation()
    with pytest.raises(ShapeError, match=r"`x` is \(2, 7, 5\); expected \(n_x, m, T_x\)"):
        many_to_one_forward(p.x.transpose(1, 2, 0), p.a0, p.parameters, p.mask)
    with pytest.raises(ShapeError, match=r"`mask` is \(7, 2\); expected \(m, T_x\) = \(2, 7\): it looks transposed"):
        many_to_one_forward(p.x, p.a0, p.parameters, p.mask.T)
    with pytest.raises(ShapeError, match="has no key 'decoder'; expected the keys encoder, decoder"):
        encoder_decoder_forward(q.x, q.target, q.a0, q.encoder | {"encoder": q.encoder}, q.mask)
    gap = p.mask.copy()
    gap[0, 0] = 0
    with pytest.raises(ShapeError, match=r"`mask\[0\]` is .*; expected 1 for each real step, at least one"):
        many_to_one_forward(p.x, p.a0, p.parameters, gap)
    gap[1] = 0
    gap[0] = 1
    with pytest.raises(ShapeError, match=r"`mask\[1\]`"):
        greedy_decode(q.x, q.a0, q.parameters, 0, 5, gap)
    with pytest.raises(ShapeError, match="`y`"):
        one_to_many_forward(p.x[:, :, 0], p.y, p.a0, p.parameters)


def test_at_least_one_step_is_read_and_written():
    p, q = problem(), translation()
    for call in (lambda: many_to_one_forward(p.x[:, :, :0], p.a0, p.parameters),
                 lambda: encoder_decoder_forward(q.x[:, :, :0], q.target, q.a0, q.parameters),
                 lambda: greedy_decode(q.x[:, :, :0], q.a0, q.parameters, 0, 5)):
        with pytest.raises(ShapeError, match=r"^`x` is \(\d, \d, 0\); expected \(n_x, m, T_x\) with at least one step$"):
            call()
    with pytest.raises(ShapeError, match=r"^`y` is \(3, 2, 0\); expected \(n_y, m, T_y\) with at least one step$"):
        one_to_many_forward(p.y[:, :, 0], p.y[:, :, :0], p.a0, p.parameters)
    with pytest.raises(ShapeError, match="^the mask has no real step"):
        many_to_many_loss(p.parameters, p.x, p.y, np.zeros_like(p.mask))


def test_the_end_of_a_translation_is_a_whole_number():
    q = translation()
    with pytest.raises(ValueError, match="^`end` is 1.0; expected an index, a whole number$"):
        greedy_decode(q.x, q.a0, q.parameters, 1.0, 5)
    assert greedy_decode(q.x, q.a0, q.parameters, np.int64(1), 5).dtype.kind == "i"


@pytest.mark.parametrize("cell", [RNN, FAST_RNN], ids=["textbook", "fast"])
def test_float32_is_kept(cell):
    p, q = problem(dtype=np.float32), translation()
    for key in ("x", "target", "a0", "mask"):
        setattr(q, key, getattr(q, key).astype(np.float32))
    q.parameters = {part: {key: value.astype(np.float32) for key, value in inner.items()}
                    for part, inner in q.parameters.items()}
    y_pred, cache = encoder_decoder_forward(q.x, q.target, q.a0, q.parameters, q.mask, cell)
    found = encoder_decoder_backward(y_pred, q.target, cache, q.parameters, q.x.shape[2], cell=cell)
    ones = many_to_one_forward(p.x, p.a0, p.parameters, cell=cell)
    found["many-to-one"] = many_to_one_backward(ones[0], p.y[:, :, 0], ones[1], p.parameters, cell)
    written = one_to_many_forward(p.y[:, :, 0], p.y, p.a0, p.parameters | {"Wax": p.parameters["Wax"][:, :3]}, cell)
    found["one-to-many"] = one_to_many_backward(written[0], p.y, written[1], p.parameters, cell=cell)
    dtypes = {(path, array.dtype) for path, array in arrays_in([y_pred, ones[0], written[0], found])}
    assert {dtype for _, dtype in dtypes} == {np.dtype(np.float32)}, dtypes


def test_nothing_given_is_changed():
    q = translation(6)
    before = [np.copy(q.x), np.copy(q.target), np.copy(q.a0), np.copy(q.mask)]
    translation_gradients(q, RNN)
    greedy_decode(q.x, q.a0, q.parameters, 0, 5, q.mask)
    assert all(np.array_equal(*pair) for pair in zip(before, (q.x, q.target, q.a0, q.mask)))


def test_random_parameters_have_the_shapes_that_the_passes_ask_for():
    parameters = initialize_encoder_decoder(5, 4, 3, np.random.default_rng(0))
    shapes = {part: {name: value.shape for name, value in inner.items()} for part, inner in parameters.items()}
    assert shapes == {"encoder": {"Wax": (4, 5), "Waa": (4, 4), "ba": (4, 1)},
                      "decoder": {"Wax": (4, 3), "Waa": (4, 4), "Wya": (3, 4), "ba": (4, 1), "by": (3, 1)}}
