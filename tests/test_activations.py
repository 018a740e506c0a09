"""Sigmoid, softmax and their derivatives."""
import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from strategies import assert_close, complex_step, seeds, sizes

from rnn_utils import relu, sigmoid, sigmoid_derivative, softmax, softmax_backward, tanh_derivative


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def scores(shape, seed):
    return 3 * np.random.default_rng(seed).standard_normal(shape)


def sigmoid_by_hand(z):
    """The form that suits the sign of z, in Python's own arithmetic."""
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))


def softmax_by_hand(column):
    total = math.fsum(math.exp(z) for z in column)
    return [math.exp(z) / total for z in column]


def test_sigmoid_is_its_formula_for_each_element():
    for shape in [(), (4,), (3, 2), (2, 3, 4)]:
        z = scores(shape, 1)
        expected = np.array([sigmoid_by_hand(each) for each in z.ravel()]).reshape(shape)
        assert_close(sigmoid(z), expected, 1e-15)


def test_sigmoid_of_minus_z_is_one_minus_sigmoid_of_z():
    z = np.linspace(-700, 700, 101)
    assert_close(sigmoid(-z), 1 - sigmoid(z), 1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_is_finite_at_any_score(dtype):
    z = np.array([-1000, -100, 0, 100, 1000], dtype)
    s = sigmoid(z)
    assert s.dtype == dtype
    assert s[0] == 0 and s[2] == 0.5 and s[-1] == 1
    assert 0 <= s[1] < 1e-40 and s[-2] == 1


def test_sigmoid_keeps_its_digits_far_below_zero():
    assert sigmoid(np.array([-40.0]))[0] == pytest.approx(math.exp(-40), rel=1e-12)


def test_the_derivatives_are_those_of_the_functions():
    z = scores((3, 4, 2), 2)
    assert_close(sigmoid_derivative(sigmoid(z)), complex_step(lambda z: np.sum(sigmoid(z)), z))
    assert_close(tanh_derivative(np.tanh(z)), complex_step(lambda z: np.sum(np.tanh(z)), z))


def test_the_steepest_slopes_are_a_quarter_and_one():
    assert sigmoid_derivative(np.array(0.5)) == 0.25
    assert tanh_derivative(np.array(0.0)) == 1


def test_relu_cuts_off_what_is_negative():
    z = np.array([[-2.0, 0.0], [0.5, -0.0]])
    assert np.array_equal(relu(z), [[0, 0], [0.5, 0]])


@given(sizes(), seeds)
def test_softmax_is_its_formula_in_each_column(sizes, seed):
    z = scores((sizes.n_y, sizes.m, sizes.T_x), seed)
    for i in range(sizes.m):
        assert_close(softmax(z[:, :, 0])[:, i], softmax_by_hand(z[:, i, 0]), 1e-14)
        for t in range(sizes.T_x):
            assert_close(softmax(z)[:, i, t], softmax_by_hand(z[:, i, t]), 1e-14)


def test_softmax_of_known_scores():
    # exp: 1, 2, 4 in the first column and 1, 1, 8 in the second
    z = np.log([[1, 1], [2, 1], [4, 8]])
    assert_close(softmax(z), [[1 / 7, 0.1], [2 / 7, 0.1], [4 / 7, 0.8]], 1e-15)


@given(sizes(), seeds)
def test_softmax_columns_sum_to_one(sizes, seed):
    for shape in [(sizes.n_y, sizes.m), (sizes.n_y, sizes.m, sizes.T_x)]:
        p = softmax(scores(shape, seed))
        assert np.all(p > 0)
        assert_close(np.sum(p, axis=0), np.ones(shape[1:]), 1e-14)


@given(sizes(), seeds)
def test_softmax_ignores_what_is_added_to_a_whole_column(sizes, seed):
    z = scores((sizes.n_y, sizes.m, sizes.T_x), seed)
    shift = scores((1, sizes.m, sizes.T_x), seed + 1)
    assert_close(softmax(z + shift), softmax(z), 1e-13)


def test_each_softmax_column_is_judged_by_its_own_maximum():
    z = np.array([[1000.0, -1000.0, 0.0], [999.0, -1001.0, -1.0]])
    expected = np.array(softmax_by_hand([0, -1]))[:, None] * np.ones(3)
    assert_close(softmax(z), expected, 1e-15)
    assert_close(softmax(z[:, :, None])[:, :, 0], expected, 1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_is_finite_at_any_score(dtype):
    z = np.array([[1000, -1000, 1000], [-1000, -1000, 1000], [0, -1000, -1000]], dtype)
    p = softmax(z)
    assert p.dtype == dtype
    assert_close(p, [[1, 1 / 3, 0.5], [0, 1 / 3, 0.5], [0, 1 / 3, 0]], 1e-7)


@given(sizes(largest=6), seeds)
def test_softmax_backward_is_its_derivative(sizes, seed):
    for shape in [(sizes.n_y, sizes.m), (sizes.n_y, sizes.m, sizes.T_x)]:
        z, dp = scores(shape, seed), scores(shape, seed + 1)
        expected = complex_step(lambda z, dp=dp: np.sum(dp * softmax(z)), z)
        assert_close(softmax_backward(dp, softmax(z)), expected)


def test_softmax_backward_stays_finite_where_softmax_saturates():
    p = softmax(np.array([[1000.0], [-1000.0]]))
    assert np.array_equal(softmax_backward(np.array([[3.0], [5.0]]), p), [[0], [0]])


def test_float32_and_the_arguments_are_kept():
    z = scores((3, 2), 3).astype(np.float32)
    before = z.copy()
    for function in [sigmoid, sigmoid_derivative, tanh_derivative, relu, softmax]:
        assert function(z).dtype == np.float32
        assert np.array_equal(z, before)
    assert softmax_backward(z, softmax(z)).dtype == np.float32
