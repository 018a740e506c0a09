"""Writing with a network, and training it."""
import numpy as np
import pytest

from rnn_utils import (LETTERS, ShapeError, adam_step, gradient_descent_step, initialize_rnn,
                       momentum_step, next_letter_batch, random_batches, sample, train)
from rnn_utils import training


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
    drawn = [sample(parameters, a0, rng, end=99, max_length=2) for _ in range(6000)]
    share = np.bincount([pair[0] for pair in drawn], minlength=7) / 6000
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
    drawn = [sample(parameters, a0, rng, 99, 1, temperature)[0] for _ in range(6000)]
    assert np.abs(np.bincount(drawn, minlength=7) / 6000 - p / p.sum()).max() < 0.03


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
    drawn = [sample(parameters, a0, rng, 99, 3, prefix=(5, 1)) for _ in range(4000)]
    assert all(indices[:2] == [5, 1] for indices in drawn)
    share = np.bincount([indices[2] for indices in drawn], minlength=7) / 4000
    assert np.abs(share - expected).max() < 0.03
    assert sample(parameters, a0, rng, end=1, prefix=(5, 1, 2)) == [5, 1]      # it ends with the end


def test_another_first_input_takes_the_place_of_the_zero_vector():
    parameters, a0 = network(np.random.default_rng(6))
    x1 = np.random.default_rng(7).standard_normal((7, 1))
    expected = chances_by_hand(parameters, a0[:, 0], x1[:, 0])[1]
    rng = np.random.default_rng(8)
    drawn = [sample(parameters, a0, rng, 99, 1, x1=x1)[0] for _ in range(4000)]
    assert np.abs(np.bincount(drawn, minlength=7) / 4000 - expected).max() < 0.03
    with pytest.raises(ShapeError, match="`x1`"):
        sample(parameters, a0, rng, 99, x1=x1[:, 0])


def test_the_same_seed_writes_the_same_and_nothing_given_is_changed():
    parameters, a0 = network(np.random.default_rng(3))
    before = {name: value.copy() for name, value in parameters.items()}, a0.copy()
    one, two = (sample(parameters, a0, np.random.default_rng(4), 0) for _ in range(2))
    assert one == two
    assert all(np.array_equal(parameters[name], before[0][name]) for name in parameters)
    assert np.array_equal(a0, before[1])


def test_a_state_without_its_column_is_refused():
    parameters, a0 = network(np.random.default_rng(5))
    with pytest.raises(ShapeError, match="`a0` is \\(5,\\)"):
        sample(parameters, a0[:, 0], np.random.default_rng(0), 0)


# Optimizers -----------------------------------------------------------------------------------


def test_gradient_descent_and_momentum_by_hand():
    parameters, gradients = {"w": np.array([1.0, 2.0])}, {"dw": np.array([0.5, -1.0])}
    new, state = gradient_descent_step(parameters, gradients, None, 0.1)
    assert np.allclose(new["w"], [0.95, 2.1]) and state is None
    one, state = momentum_step(parameters, gradients, None, 0.1, beta=0.5)
    two, state = momentum_step(one, gradients, state, 0.1, beta=0.5)
    assert np.allclose(one["w"], [0.95, 2.1])            # v = g
    assert np.allclose(two["w"], [0.875, 2.25])          # v = 0.5 g + g = [0.75, -1.5]
    assert np.array_equal(parameters["w"], [1, 2]) and np.array_equal(gradients["dw"], [0.5, -1])


# Training -------------------------------------------------------------------------------------

NAMES = ["rex", "ajax", "raptor", "iguanodon"]


def test_training_lowers_the_loss_and_one_seed_gives_one_result():
    def run():
        rng = np.random.default_rng(6)
        return train(initialize_rnn(27, 12, 27, rng), random_batches(NAMES, 60, 3, rng))

    (parameters, losses), (again, _) = run(), run()
    assert len(losses) == 60 and losses[-5:].mean() < 0.7 * losses[:5].mean()
    assert all(np.array_equal(parameters[name], again[name]) for name in parameters)


def test_the_first_loss_is_that_of_the_untrained_network_for_each_letter():
    parameters = {name: np.zeros_like(value) for name, value in
                  initialize_rnn(27, 4, 27, np.random.default_rng(0)).items()}
    losses = train(parameters, [next_letter_batch(NAMES)])[1]
    assert losses[0] == pytest.approx(np.log(len(LETTERS)))


def test_gradients_are_clipped_before_the_step_unless_told_otherwise():
    seen = []

    def update(parameters, gradients, state, learning_rate):
        seen.append(np.sqrt(sum(np.sum(value ** 2) for value in gradients.values())))
        return parameters, state

    parameters = initialize_rnn(27, 6, 27, np.random.default_rng(0))
    batches = [next_letter_batch(NAMES)]
    train(parameters, batches, limit=0.01, update=update)
    train(parameters, batches, limit=None, update=update)
    assert seen[0] == pytest.approx(0.01) and seen[1] > 0.1


def test_stopping_keeps_what_was_learned(capsys):
    calls = []

    def interrupted(parameters, gradients, state, learning_rate):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return adam_step(parameters, gradients, state, learning_rate)

    start = initialize_rnn(27, 6, 27, np.random.default_rng(0))
    before = {name: value.copy() for name, value in start.items()}
    parameters, losses = train(start, [next_letter_batch(NAMES)] * 9, update=interrupted)
    assert len(losses) == 2 and "Stopped after 2 of 9 batches" in capsys.readouterr().out
    assert not np.array_equal(parameters["Waa"], before["Waa"])
    assert all(np.array_equal(start[name], before[name]) for name in start)


def test_random_batches_hold_different_names_and_the_loop_is_a_loop():
    batches = random_batches(NAMES, 5, 4, np.random.default_rng(0))
    assert len(batches) == 5
    assert all(sorted(mask.sum(axis=1)) == [4, 5, 7, 10] for _, _, mask in batches)
    assert training.tqdm.__module__.startswith("tqdm")


def test_a_short_training_ends_after_20_batches(monkeypatch):
    parameters = initialize_rnn(27, 4, 27, np.random.default_rng(0))
    batches = [next_letter_batch(NAMES)] * 25
    for environment, steps in (("short", 20), ("whole", 25)):
        monkeypatch.setenv("RNN_UTILS_TRAINING", environment)
        assert len(train(parameters, batches)[1]) == steps
