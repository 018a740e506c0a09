"""Notebook 13: a trained network in ONNX Runtime, and how the ways to compute a pass are timed."""
import functools
import time
from types import SimpleNamespace

import numpy as np
import pytest
from strategies import TOY, problem

from rnn_utils import (GRU, LSTM, RNN, next_letter_batch, random_batches, rnn_forward, to_framework_parameters,
                       train)
from rnn_utils.experiments import language_model, runtime, where_time_goes

SEEDS = [0, 1, 2]


@functools.cache
def dinosaurs(seed):
    """(parameters, held-out names, the session) of a network that has seen enough to write."""
    rng = np.random.default_rng(seed)
    names, held_out = language_model.split(rng)
    parameters, _ = train(language_model.letter_model(64, rng), random_batches(names, 150, 32, rng))
    layout = to_framework_parameters(parameters, RNN)
    model = runtime.onnx_model(RNN, *layout, parameters["Wya"], parameters["by"])
    return parameters, held_out, runtime.load(model)


@pytest.mark.parametrize("seed", SEEDS)
def test_13_a_trained_network_makes_the_same_predictions_in_the_runtime(seed):
    parameters, held_out, session = dinosaurs(seed)
    x, y, mask = next_letter_batch(held_out[:8])
    a0 = np.zeros((64, 8))
    a, y_pred, _ = rnn_forward(x, a0, parameters)
    a_there, y_there = runtime.run(session, x, a0)
    assert y_there.shape == y_pred.shape and a_there.shape == a.shape
    assert np.max(np.abs(y_there - y_pred)[:, mask == 1]) < 1e-6
    assert np.max(np.abs(a_there - a)[:, mask == 1]) < 1e-5


@pytest.mark.parametrize("seed", SEEDS)
def test_13_with_the_same_dice_it_writes_the_same_names(seed):
    parameters, _, session = dinosaurs(seed)
    for temperature, beginning in ((1.0, ""), (0.7, "tyr")):
        here, there = (language_model.write_names(parameters, 5, np.random.default_rng(seed), temperature, sample,
                                                  beginning)
                       for sample in (language_model.sample, runtime.sampler(session)))
        assert here == there and len(set(here)) > 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("directions", [1, 2])
@pytest.mark.parametrize("cell", [RNN, GRU, LSTM])
def test_13_every_cell_in_one_direction_and_in_both(cell, directions, seed):
    rng = np.random.default_rng(seed)
    assert runtime.largest_difference(cell, directions, rng, to_framework_parameters) < 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_13_gates_in_another_order_raise_no_error_and_are_far_off(seed):
    def as_for_pytorch(parameters, cell):
        W, R, B = to_framework_parameters(parameters, cell)
        i, o, f, c = np.arange(4 * R.shape[2]).reshape(4, -1)
        rows = np.concatenate([i, f, c, o])
        return W[:, rows], R[:, rows], np.concatenate([B[:, rows], 0 * B[:, rows]], axis=1)

    assert runtime.largest_difference(LSTM, 1, np.random.default_rng(seed), as_for_pytorch) > 0.01


# -- where the time goes -----------------------------------------------------------------------------


def test_ratios_are_those_of_one_round_and_medians(monkeypatch):
    """A machine that gets slower round by round, and one that stumbles: neither shows in the ratios."""
    clock = SimpleNamespace(now=0.0, turns=0)

    def taking(seconds):
        def run():
            clock.turns += 1
            clock.now += seconds * (1 + clock.turns // 6) * (50 if clock.turns == 20 else 1)
        return run

    monkeypatch.setattr(time, "perf_counter", lambda: clock.now)
    runs = {"three": taking(3.0), "half": taking(0.5), "one": taking(1.0)}
    assert where_time_goes.in_turns(runs, rounds=9, best_of=2) == {"three": 3, "half": 0.5, "one": 1}
    assert clock.turns == 3 * 9 * 2


def test_one_digit():
    assert where_time_goes.one_digit({"a": 37.2, "b": 7.49, "c": 1.0, "d": 0.96}) == {"a": 40, "b": 7, "c": 1, "d": 1}


def test_the_bare_products_are_those_of_a_pass(monkeypatch):
    p, shapes = problem(TOY), []

    def dot(left, right, out):
        assert out.shape == (len(left), right.shape[1])
        shapes.append((left.shape, right.shape))
        return np.dot(left, right, out=out)

    products = where_time_goes.bare_products(p.x, p.a0, p.parameters)
    before = [p.a0.copy(), *(value.copy() for value in p.parameters.values())]
    monkeypatch.setattr(where_time_goes, "np", SimpleNamespace(dot=dot))
    products()
    n_x, n_a, n_y, m, T_x = TOY
    assert shapes == [((n_a, n_x), (n_x, m * T_x))] + T_x * [((n_a, n_a), (n_a, m))] + [((n_y, n_a), (n_a, m * T_x))]
    assert all(np.array_equal(*pair) for pair in zip(before, [p.a0, *p.parameters.values()]))
