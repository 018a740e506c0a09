"""Cross-entropies over time, and the way back through the output layer."""
import math
import warnings

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from strategies import assert_close, complex_step, normal, problem, problems

from rnn_utils import (binary_cross_entropy, categorical_cross_entropy, output_backward, sigmoid,
                       softmax)

LOSSES = [binary_cross_entropy, categorical_cross_entropy]


def columns(*steps):
    """(n_y, 1, T_y): one example, each argument the column of one step."""
    return np.array(steps, float).T[:, None, :]


def predictions(p, output=softmax):
    """Hidden states of problem p and the predictions made from them."""
    a = np.tanh(normal(np.random.default_rng(1), (p.sizes.n_a, *p.x.shape[1:]), p.x.dtype))
    return a, output(scores(p, a))


def scores(p, a, parameters=None):
    """z⟨t⟩ = Wya a⟨t⟩ + by for all steps at once."""
    parameters = parameters or p.parameters
    return np.tensordot(parameters["Wya"], a, 1) + parameters["by"][:, :, None]


def by_hand(loss_of_one, y_pred, y, mask):
    """One unit, example and step after the other, with Python's own logarithm."""
    n_y, m, T_y = y.shape
    return math.fsum(loss_of_one(y_pred[i, j, t], y[i, j, t]) / m for i in range(n_y)
                     for j in range(m) for t in range(T_y) if mask[j, t])


# -- the losses ---------------------------------------------------------------------------


def test_binary_loss_by_hand():
    # −ln 0.9 − ln (1 − 0.2) = 0.105361 + 0.223144
    assert_close(binary_cross_entropy(columns([0.9], [0.2]), columns([1], [0])), 0.3285040670,
                 1e-10)
    # two units: −ln 0.5 − ln (1 − 0.75) = ln 2 + ln 4 = 3 ln 2
    assert_close(binary_cross_entropy(columns([0.5, 0.75]), columns([1, 0])), 2.0794415417, 1e-10)


def test_categorical_loss_by_hand():
    # −ln 0.7 − ln 0.3 = 0.356675 + 1.203973: only what was given to the true choice counts
    loss = categorical_cross_entropy(columns([0.7, 0.2, 0.1], [0.1, 0.6, 0.3]),
                                     columns([1, 0, 0], [0, 0, 1]))
    assert_close(loss, 1.5606477483, 1e-10)


def test_padding_costs_nothing_by_hand():
    # two examples, the second one step long: (−ln 0.5 − ln 0.25 − ln 0.5) / 2 = 2 ln 2
    y_pred = np.array([[[0.5, 0.25], [0.5, 0.01]], [[0.5, 0.75], [0.5, 0.99]]])
    y = np.array([[[1, 1], [0, 1]], [[0, 0], [1, 0]]])
    mask = np.array([[1, 1], [1, 0]])
    assert_close(categorical_cross_entropy(y_pred, y, mask), 1.3862943611, 1e-10)
    # each of the binary losses adds ln of the other unit, here the same number once more
    assert_close(binary_cross_entropy(y_pred, y, mask), 2.7725887222, 1e-10)


@given(problems())
def test_losses_are_their_formulas_element_by_element(p):
    _, y_pred = predictions(p, sigmoid)
    everything = np.ones_like(p.mask)
    for mask, given_mask in [(everything, None), (p.mask, p.mask), (p.mask, p.mask.astype(bool))]:
        expected = by_hand(lambda q, y: -math.log(q if y else 1 - q), y_pred, p.answers, mask)
        assert_close(binary_cross_entropy(y_pred, p.answers, given_mask), expected)
        expected = by_hand(lambda q, y: -math.log(q) if y else 0, y_pred, p.y, mask)
        assert_close(categorical_cross_entropy(y_pred, p.y, given_mask), expected)


@given(problems())
def test_examples_are_averaged_and_steps_are_summed(p):
    _, y_pred = predictions(p)
    m, T_x = p.mask.shape
    for loss in LOSSES:
        whole = loss(y_pred, p.y, p.mask)
        each = [loss(y_pred[:, [i]], p.y[:, [i]], p.mask[[i]]) for i in range(m)]
        assert_close(whole, sum(each) / m)
        each = [loss(y_pred[:, :, [t]], p.y[:, :, [t]], p.mask[:, [t]]) for t in range(T_x)]
        assert_close(whole, sum(each))


@given(problems())
def test_what_stands_in_the_padding_does_not_matter(p):
    a, y_pred = predictions(p)
    other_pred, other_y = np.where(p.mask, y_pred, 0.123), np.where(p.mask, p.y, 1 - p.y)
    for loss in LOSSES:
        assert loss(y_pred, p.y, p.mask) == loss(other_pred, other_y, p.mask)
    da, gradients = output_backward(y_pred, p.y, a, p.parameters, p.mask)
    other_a = np.where(p.mask, a, 9.0)
    other_da, others = output_backward(other_pred, other_y, other_a, p.parameters, p.mask)
    assert np.array_equal(da, other_da)
    assert np.all(da[:, p.mask == 0] == 0)
    for key in gradients:
        assert_close(gradients[key], others[key])


def test_a_certain_and_right_prediction_costs_nothing_a_wrong_one_much_but_not_infinity():
    sure = columns([1, 0], [0, 1])
    for loss in LOSSES:
        assert loss(sure, sure) == 0
        assert 100 < loss(1 - sure, sure) < 1000


def test_a_small_probability_keeps_its_whole_cost():
    tiny, almost_one = columns([2.0**-90]), columns([1 - 2.0**-50])
    one = columns([1])
    assert_close(binary_cross_entropy(tiny, one), 90 * math.log(2))
    assert_close(categorical_cross_entropy(tiny, one), 90 * math.log(2))
    assert_close(binary_cross_entropy(almost_one, 1 - one), 50 * math.log(2))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scores_of_a_thousand_give_finite_losses_and_gradients(dtype):
    p = problem(dtype=dtype)
    extreme = 1000 * (2 * p.answers - 1)
    a, _ = predictions(p)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for output, loss in [(sigmoid, binary_cross_entropy), (softmax, categorical_cross_entropy)]:
            y_pred = output(extreme)
            assert 0 < loss(y_pred, p.y) < np.inf
            da, gradients = output_backward(y_pred, p.y, a, p.parameters)
            for gradient in [da, *gradients.values()]:
                assert np.all(np.isfinite(gradient))


# -- the way back ---------------------------------------------------------------------------


def binary_from_scores(z, y):
    """log(1 + exp z) − y z: the same loss, and no sigmoid in it."""
    return anp.logaddexp(0, z) - y * z


def categorical_from_scores(z, y):
    """log Σ exp z − Σ y z, shared out over the units: the same loss, and no softmax in it."""
    return (anp.log(anp.sum(anp.exp(z), axis=0, keepdims=True)) - z) * y


CHAINS = [(sigmoid, binary_cross_entropy, binary_from_scores, "answers"),
          (softmax, categorical_cross_entropy, categorical_from_scores, "y")]


def both_masks(p):
    return [None, p.mask]


@pytest.mark.parametrize("output, loss, _, target", CHAINS, ids=["sigmoid", "softmax"])
@given(p=problems(largest=6))
def test_output_backward_by_complex_step(output, loss, _, target, p):
    a, y_pred = predictions(p, output)
    y = getattr(p, target)
    for mask in both_masks(p):
        da, gradients = output_backward(y_pred, y, a, p.parameters, mask)

        def f(a=a, mask=mask, **changed):
            return loss(output(scores(p, a, p.parameters | changed)), y, mask)

        assert gradients.keys() == {"dWya", "dby"}
        assert_close(da, complex_step(lambda a: f(a=a), a))
        assert_close(gradients["dWya"], complex_step(lambda W: f(Wya=W), p.parameters["Wya"]))
        assert_close(gradients["dby"], complex_step(lambda b: f(by=b), p.parameters["by"]))


@pytest.mark.parametrize("output, _, from_scores, target", CHAINS, ids=["sigmoid", "softmax"])
@given(p=problems())
def test_output_backward_by_automatic_differentiation(output, _, from_scores, target, p):
    a, y_pred = predictions(p, output)
    y = getattr(p, target)
    for mask in both_masks(p):
        da, gradients = output_backward(y_pred, y, a, p.parameters, mask)

        def f(a, Wya, by, mask=mask):
            z = anp.einsum("yk,kmt->ymt", Wya, a) + by[:, :, None]
            return anp.sum(from_scores(z, y) * (1 if mask is None else mask)) / p.sizes.m

        arguments = a, p.parameters["Wya"], p.parameters["by"]
        expected = autograd.grad(f, (0, 1, 2))(*arguments)
        for actual, reference in zip([da, gradients["dWya"], gradients["dby"]], expected):
            assert_close(actual, reference)


# -- types ------------------------------------------------------------------------------------


def test_float32_is_kept_and_float64_is_the_default():
    for dtype in [np.float32, np.float64]:
        p = problem(dtype=dtype)
        a, y_pred = predictions(p)
        for mask in both_masks(p):
            da, gradients = output_backward(y_pred, p.y, a, p.parameters, mask)
            results = [loss(y_pred, p.y, mask) for loss in LOSSES] + [da, *gradients.values()]
            assert {result.dtype for result in results} == {np.dtype(dtype)}


@pytest.mark.parametrize("dtype", [int, np.int8, np.uint8, bool])
def test_targets_may_be_whole_numbers_or_truth_values(dtype):
    p = problem()
    a, y_pred = predictions(p)
    y, mask = p.y.astype(dtype), p.mask.astype(dtype)
    for loss in LOSSES:
        assert loss(y_pred, y, mask) == loss(y_pred, p.y, p.mask)
    da, gradients = output_backward(y_pred, y, a, p.parameters, mask)
    expected_da, expected = output_backward(y_pred, p.y, a, p.parameters, p.mask)
    assert np.array_equal(da, expected_da)
    assert all(np.array_equal(gradients[key], expected[key]) for key in expected)


def test_nothing_is_written_into_the_arguments():
    p = problem()
    a, y_pred = predictions(p)
    for array in [a, y_pred, p.y, p.mask, *p.parameters.values()]:
        array.flags.writeable = False
    for loss in LOSSES:
        loss(y_pred, p.y, p.mask)
    output_backward(y_pred, p.y, a, p.parameters, p.mask)
