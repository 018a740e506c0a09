"""The training loop: it learns, it can be stopped, one seed gives one result."""
import numpy as np
import pytest

from rnn_utils import (LETTERS, adam_step, initialize_rnn, next_letter_batch, random_batches,
                       running_mean, train)
from rnn_utils import training

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


def test_no_bar_is_drawn_where_tqdm_is_told_to_draw_none(monkeypatch):
    parameters, asked = initialize_rnn(27, 4, 27, np.random.default_rng(0)), []
    monkeypatch.setattr(training, "tqdm", lambda batches, disable, **_: asked.append(disable) or Bar(batches))
    for value, disabled in (("1", True), ("0", False)):
        monkeypatch.setenv("TQDM_DISABLE", value)
        train(parameters, [next_letter_batch(NAMES)])
        assert asked[-1] is disabled


class Bar(list):
    def set_postfix(self, **_):
        """Nothing to see."""


def test_a_running_mean_begins_with_what_there_is():
    assert running_mean([4.0, 2.0, 6.0, 0.0], width=3).tolist() == [4, 3, 4, 8 / 3]
    assert len(running_mean([])) == 0
