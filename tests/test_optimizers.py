"""Adam against the algorithm of the paper, one number at a time; the simpler steps by hand."""
import math

import numpy as np
import pytest
from hypothesis import given
from strategies import assert_close, normal, problem, seeds

from rnn_utils import ShapeError, adam_step, gradient_descent_step, momentum_step


def adam_by_the_paper(theta, gradients, alpha, beta1, beta2, epsilon):
    """Kingma and Ba, Algorithm 1, for one number: θ after each of the gradients."""
    m = v = 0.0
    path = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        theta = theta - alpha * m_hat / (math.sqrt(v_hat) + epsilon)
        path.append(theta)
    return path


DEFAULTS = {"learning_rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
OTHERS = {"learning_rate": 0.3, "beta1": 0.5, "beta2": 0.7, "epsilon": 0.1}


@pytest.mark.parametrize("given_settings, settings", [({}, DEFAULTS), (OTHERS, OTHERS)],
                         ids=["defaults", "others"])
@given(seed=seeds)
def test_adam_is_the_algorithm_of_the_paper(given_settings, settings, seed):
    rng = np.random.default_rng(seed)
    parameters = {"W": normal(rng, (2, 3)), "b": normal(rng, (2, 1)), "s": normal(rng, (2, 1, 2))}
    gradients = [{"d" + key: normal(rng, value.shape) for key, value in parameters.items()}
                 for _ in range(6)]
    expected = {key: np.zeros((6, *value.shape)) for key, value in parameters.items()}
    for key, value in parameters.items():
        for i in np.ndindex(value.shape):
            path = adam_by_the_paper(value[i], [g["d" + key][i] for g in gradients],
                                     *settings.values())
            expected[key][(slice(None), *i)] = path
    state = None
    for t in range(6):
        parameters, state = adam_step(parameters, gradients[t], state, **given_settings)
        for key in parameters:
            assert_close(parameters[key], expected[key][t], 1e-14)


def test_two_steps_by_hand():
    # g = 2:  m = 0.2,  v = 0.004;  m̂ = 0.2/0.1 = 2,  v̂ = 0.004/0.001 = 4
    #         θ = 1 − 0.1 · 2/2 = 0.9
    parameters, state = adam_step({"W": np.array([1.0])}, {"dW": np.array([2.0])}, None, 0.1)
    assert_close(parameters["W"], [0.9], 1e-9)
    # g = −1: m = 0.18 − 0.1 = 0.08,  v = 0.003996 + 0.001 = 0.004996
    #         m̂ = 0.08/0.19 = 0.42105263,  √v̂ = √(0.004996/0.001999) = 1.58090152
    #         θ = 0.9 − 0.1 · 0.42105263/1.58090152 = 0.9 − 0.02663370
    parameters, state = adam_step(parameters, {"dW": np.array([-1.0])}, state, 0.1)
    assert_close(parameters["W"], [0.87336630], 1e-8)


def test_the_first_step_is_as_long_as_the_learning_rate_whatever_the_gradient():
    gradient = np.array([1e-4, -3.0, 1e5])
    parameters, _ = adam_step({"W": np.zeros(3)}, {"dW": gradient}, {}, learning_rate=0.01)
    assert_close(parameters["W"], [-0.01, 0.01, -0.01], 1e-5)


def test_a_gradient_of_zero_moves_nothing():
    parameters, state = adam_step({"W": np.array([1.5])}, {"dW": np.zeros(1)}, None)
    parameters, _ = adam_step(parameters, {"dW": np.zeros(1)}, state)
    assert np.array_equal(parameters["W"], [1.5])


def test_what_is_given_is_not_changed_and_what_comes_back_is_new():
    parameters = problem().parameters
    gradients = {"d" + key: value + 1 for key, value in parameters.items()}
    first, state = adam_step(parameters, gradients, None)
    arrays = [*parameters.values(), *gradients.values(), *first.values(),
              *(array for key in parameters for array in state[key])]
    for array in arrays:
        array.flags.writeable = False
    before = dict(state)
    second, second_state = adam_step(first, gradients, state)
    assert state == before and second_state is not state and second is not first
    assert not any(np.shares_memory(first[key], parameters[key]) for key in parameters)
    again, _ = adam_step(first, gradients, state)
    assert all(np.array_equal(again[key], second[key]) for key in again)


def test_gradients_of_other_things_are_passed_over():
    parameters, state = adam_step({"W": np.ones(2)}, {"dW": np.ones(2), "dx": np.ones(9)}, None)
    assert parameters.keys() == {"W"}
    assert "x" not in state


def test_float32_is_kept_and_whole_numbers_become_floats():
    for dtype, result in [(np.float32, np.float32), (np.float64, np.float64), (int, np.float64)]:
        parameters, gradients = {"W": np.ones(2, dtype)}, {"dW": np.ones(2, result)}
        state = None
        for _ in range(3):
            parameters, state = adam_step(parameters, gradients, state)
            assert parameters["W"].dtype == result


def test_gradient_descent_and_momentum_by_hand():
    parameters, gradients = {"w": np.array([1.0, 2.0])}, {"dw": np.array([0.5, -1.0])}
    new, state = gradient_descent_step(parameters, gradients, None, 0.1)
    assert np.allclose(new["w"], [0.95, 2.1]) and state is None
    one, state = momentum_step(parameters, gradients, None, 0.1, beta=0.5)
    two, state = momentum_step(one, gradients, state, 0.1, beta=0.5)
    assert np.allclose(one["w"], [0.95, 2.1])            # v = g
    assert np.allclose(two["w"], [0.875, 2.25])          # v = 0.5 g + g = [0.75, -1.5]
    assert np.array_equal(parameters["w"], [1, 2]) and np.array_equal(gradients["dw"], [0.5, -1])


@pytest.mark.parametrize("step", [gradient_descent_step, momentum_step, adam_step])
def test_each_parameter_needs_a_gradient_of_its_shape(step):
    with pytest.raises(ShapeError, match=r"^`dW` is \(3,\); expected \(3, 1\), the shape of `W`$"):
        step({"b": np.ones(2), "W": np.ones((3, 1))}, {"db": np.ones(2), "dW": np.ones(3)}, None)
    with pytest.raises(ShapeError, match="^`gradients` has no key 'dW'; expected the gradient of each parameter, got dU$"):
        step({"W": np.ones(2)}, {"dU": np.ones(2)}, None)
