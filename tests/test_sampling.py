"""Writing with a network."""
import numpy as np
import pytest

from rnn_utils import ShapeError, initialize_rnn, sample


def network(rng, n_x=7, n_a=5):
    parameters = initialize_rnn(n_x, n_a, n_x, rng)
    parameters["by"] = rng.standard_normal((n_x, 1))
    return parameters, rng.standard_normal((n_a, 1))


def chances_by_hand(parameters, a, x):
    """The next state and the probabilities, one unit at a time."""
    n_a, n_x = parameters["Wax"].shape
    a = np.array([np.tanh(sum(parameters["Wax"][i, j] * x[j] for j in range(n_x))
                          + sum(parameters["Waa"][i, j] * a[j] for j in range(n_a))
                          + parameters["ba"][i, 0]) for i in range(n_a)])
    scores = [sum(parameters["Wya"][k, i] * a[i] for i in range(n_a)) + parameters["by"][k, 0]
              for k in range(n_x)]
    return a, np.exp(scores) / np.sum(np.exp(scores))


def test_letters_come_as_often_as_the_network_says():
    """The first letter, and the second after each first one, over many draws."""
    rng = np.random.default_rng(0)
    parameters, a0 = network(rng)
    a1, first = chances_by_hand(parameters, a0[:, 0], np.zeros(7))
    drawn = [sample(parameters, a0, rng, end=99, max_length=2) for _ in range(3000)]
    share = np.bincount([pair[0] for pair in drawn], minlength=7) / 3000
    assert np.abs(share - first).max() < 0.03
    letter = int(np.argmax(first))
    second = chances_by_hand(parameters, a1, np.eye(7)[letter])[1]
    after = [pair[1] for pair in drawn if pair[0] == letter]
    assert np.abs(np.bincount(after, minlength=7) / len(after) - second).max() < 0.05


@pytest.mark.parametrize("temperature", [0.5, 2.0])
def test_the_temperature_is_the_power_of_the_probabilities(temperature):
    rng = np.random.default_rng(1)
    parameters, a0 = network(rng)
    p = chances_by_hand(parameters, a0[:, 0], np.zeros(7))[1] ** (1 / temperature)
    drawn = [sample(parameters, a0, rng, 99, 1, temperature)[0] for _ in range(3000)]
    assert np.abs(np.bincount(drawn, minlength=7) / 3000 - p / p.sum()).max() < 0.03


def test_it_stops_at_the_end_or_at_the_greatest_length():
    rng = np.random.default_rng(2)
    parameters, a0 = network(rng)
    for _ in range(50):
        indices = sample(parameters, a0, rng, end=3, max_length=6)
        assert all(isinstance(index, int) for index in indices)
        assert 3 not in indices[:-1] and (indices[-1] == 3 or len(indices) == 6)


def test_a_prefix_is_read_like_letters_that_were_drawn():
    """What follows a prefix has the chances that follow the same letters, read by hand."""
    parameters, a0 = network(np.random.default_rng(4))
    a, x = a0[:, 0], np.zeros(7)
    for letter in (5, 1):
        a, _ = chances_by_hand(parameters, a, x)
        x = np.eye(7)[letter]
    expected = chances_by_hand(parameters, a, x)[1]
    rng = np.random.default_rng(5)
    drawn = [sample(parameters, a0, rng, 99, 3, prefix=(5, 1)) for _ in range(3000)]
    assert all(indices[:2] == [5, 1] for indices in drawn)
    share = np.bincount([indices[2] for indices in drawn], minlength=7) / 3000
    assert np.abs(share - expected).max() < 0.03
    assert sample(parameters, a0, rng, end=1, prefix=(5, 1, 2)) == [5, 1]      # it ends with the end


def test_another_first_input_takes_the_place_of_the_zero_vector():
    parameters, a0 = network(np.random.default_rng(6))
    x1 = np.random.default_rng(7).standard_normal((7, 1))
    expected = chances_by_hand(parameters, a0[:, 0], x1[:, 0])[1]
    rng = np.random.default_rng(8)
    drawn = [sample(parameters, a0, rng, 99, 1, x1=x1)[0] for _ in range(3000)]
    assert np.abs(np.bincount(drawn, minlength=7) / 3000 - expected).max() < 0.03
    with pytest.raises(ShapeError, match="`x1`"):
        sample(parameters, a0, rng, 99, x1=x1[:, 0])


def test_the_same_seed_writes_the_same_and_nothing_given_is_changed():
    parameters, a0 = network(np.random.default_rng(3))
    before = {name: value.copy() for name, value in parameters.items()}, a0.copy()
    one, two = (sample(parameters, a0, np.random.default_rng(4), 0) for _ in range(2))
    assert one == two
    assert all(np.array_equal(parameters[name], before[0][name]) for name in parameters)
    assert np.array_equal(a0, before[1])


@pytest.mark.parametrize("temperature", [0, -1.0, np.nan])
def test_a_temperature_is_above_zero(temperature):
    parameters, a0 = network(np.random.default_rng(5))
    with pytest.raises(ValueError, match="^`temperature` is .*; expected a number above 0$"):
        sample(parameters, a0, np.random.default_rng(0), 0, temperature=temperature)


def test_a_state_without_its_column_is_refused():
    parameters, a0 = network(np.random.default_rng(5))
    with pytest.raises(ShapeError, match="`a0` is \\(5,\\)"):
        sample(parameters, a0[:, 0], np.random.default_rng(0), 0)
