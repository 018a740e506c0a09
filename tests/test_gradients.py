"""Gradients from the definition, and the relative error."""
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import assert_close, complex_step, problem, seeds

from rnn_utils import (categorical_cross_entropy, clip_by_norm, clip_by_value,
                       numerical_gradient, relative_error, rnn_forward)


@pytest.mark.parametrize("shape", [(), (1,), (4,), (2, 3), (2, 3, 4)])
def test_a_quadratic_has_its_exact_gradient_in_any_shape(shape):
    # whole numbers and ε = 1/4: nothing is rounded, and central differences are exact
    rng = np.random.default_rng(0)
    x, b = rng.integers(-5, 6, shape).astype(float), rng.integers(-5, 6, shape)
    A = rng.integers(-5, 6, (x.size, x.size))

    def f(x):
        return x.ravel() @ A @ x.ravel() + np.sum(b * x)

    expected = ((A + A.T) @ x.ravel()).reshape(shape) + b
    gradient = numerical_gradient(f, x, epsilon=0.25)
    assert gradient.shape == shape
    assert np.array_equal(gradient, expected)


def test_epsilon_is_half_the_distance_between_the_two_points():
    # ((x + ε)³ − (x − ε)³) / 2ε = 3x² + ε²
    x = np.array([1.0, -2.0, 3.0])
    gradient = numerical_gradient(lambda x: np.sum(x**3), x, epsilon=0.5)
    assert np.array_equal(gradient, [3.25, 12.25, 27.25])


def test_epsilon_is_a_millionth_unless_given():
    distances = []
    numerical_gradient(lambda x: distances.append(x[0] - 2) or 0.0, np.array([2.0]))
    assert sorted(distances) == pytest.approx([-1e-6, 1e-6], rel=1e-9)


def test_one_element_moves_at_a_time():
    x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    seen = []
    numerical_gradient(lambda z: seen.append(z.copy()) or 0.0, x, epsilon=0.5)
    assert [np.count_nonzero(z != x) for z in seen] == [1] * 12


def test_the_argument_is_left_as_it_was():
    x = np.array([[0.1, 0.2], [0.3, 0.7]])
    before = x.copy()
    x.flags.writeable = False
    numerical_gradient(lambda x: np.sum(np.sin(x)), x)
    assert np.array_equal(x, before)


def test_whole_numbers_and_float32_are_no_obstacle():
    for x in [np.array([1, 2]), np.array([1, 2], np.float32), [1, 2]]:
        gradient = numerical_gradient(lambda x: np.sum(x**2), x)
        assert_close(gradient, [2, 4], 1e-8)


def test_it_agrees_with_the_complex_step_on_a_network():
    p = problem()

    def loss(Waa):
        y_pred = rnn_forward(p.x, p.a0, p.parameters | {"Waa": Waa})[1]
        return categorical_cross_entropy(y_pred, p.y, p.mask)

    Waa = p.parameters["Waa"]
    assert relative_error(numerical_gradient(loss, Waa), complex_step(loss, Waa)) < 1e-7


def test_relative_errors_by_hand():
    assert relative_error(np.array([3.0, 0.0]), np.array([0.0, 4.0])) == pytest.approx(5 / 7)
    assert relative_error(np.array(1.1), np.array(1.0)) == pytest.approx(0.1 / 2.1)
    assert relative_error([[3.0], [4.0]], [[0.0], [0.0]]) == 1


@given(seeds, st.floats(1e-3, 1e3))
def test_relative_error_is_symmetric_and_free_of_scale(seed, factor):
    g, r = np.random.default_rng(seed).standard_normal((2, 3, 4, 2))
    error = relative_error(g, r)
    assert 0 < error < 1
    assert relative_error(r, g) == pytest.approx(error, rel=1e-12)
    assert relative_error(factor * g, factor * r) == pytest.approx(error, rel=1e-12)


def test_equal_is_zero_and_opposite_is_one():
    g = np.array([[1.0, -2.0], [3.0, 0.5]])
    zero = np.zeros((2, 2))
    assert relative_error(g, g) == 0
    assert relative_error(g, -g) == 1
    assert relative_error(g, zero) == relative_error(zero, g) == 1
    assert relative_error(zero, zero) == 0


def test_arrays_of_different_shapes_are_not_compared():
    with pytest.raises(ValueError, match=r"`gradient` is \(2, 1\) and `reference` is \(2,\)"):
        relative_error(np.ones((2, 1)), np.ones(2))


# Clipping -------------------------------------------------------------------------------------


def _gradients(rng, size):
    return {"dWax": size * rng.standard_normal((5, 3)), "dWaa": size * rng.standard_normal((5, 5)),
            "dba": size * rng.standard_normal((5, 1))}


def _norm(gradients):
    return np.linalg.norm(np.concatenate([value.ravel() for value in gradients.values()]))


def test_clipping_by_value_element_by_element_and_on_a_copy():
    gradients = _gradients(np.random.default_rng(0), 3)
    before = {name: value.copy() for name, value in gradients.items()}
    clipped = clip_by_value(gradients, 1.25)
    for name in gradients:
        for mine, was in zip(clipped[name].ravel(), before[name].ravel()):
            assert mine == (1.25 if was > 1.25 else -1.25 if was < -1.25 else was)
        assert np.array_equal(gradients[name], before[name])
    assert list(clipped) == list(gradients)


def test_clipping_by_norm_keeps_the_direction_and_small_gradients():
    gradients = _gradients(np.random.default_rng(1), 3)
    before = {name: value.copy() for name, value in gradients.items()}
    clipped = clip_by_norm(gradients, 2.5)
    assert np.isclose(_norm(clipped), 2.5)
    ratios = np.concatenate([(clipped[name] / gradients[name]).ravel() for name in gradients])
    assert np.ptp(ratios) < 1e-12 and 0 < ratios[0] < 1
    small = clip_by_norm(gradients, 1000.0)
    assert all(np.array_equal(small[name], before[name]) for name in before)
    assert all(np.array_equal(gradients[name], before[name]) for name in before)


def test_clipping_zeros_gives_zeros():
    zeros = {"dWaa": np.zeros((2, 2))}
    assert np.array_equal(clip_by_norm(zeros, 1.0)["dWaa"], zeros["dWaa"])


def test_clipping_keeps_float32():
    gradients = {name: value.astype("float32")
                 for name, value in _gradients(np.random.default_rng(2), 9).items()}
    for clip in (clip_by_norm, clip_by_value):
        assert {value.dtype for value in clip(gradients, 1.0).values()} == {np.dtype("float32")}


@pytest.mark.parametrize("clip", [clip_by_norm, clip_by_value])
@pytest.mark.parametrize("limit", [0, -1, np.nan])
def test_a_limit_is_above_zero(clip, limit):
    with pytest.raises(ValueError, match="^`limit` is .*; expected a number above 0$"):
        clip({"dW": np.array([3.0, -4.0])}, limit)
