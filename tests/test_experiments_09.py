"""Notebook 09: what it claims over several seeds, and what that is measured with."""
import functools

import numpy as np
import pytest
from hypothesis import given
from strategies import assert_close, complex_step, gated_problem, gated_problems, random_like

from rnn_utils.cells import GRU
from rnn_utils.experiments import agreement, gru_memory
from rnn_utils.gru import gru_backward, gru_cell_backward, gru_cell_forward, gru_forward

# the third, 0, is that of the notebook, whose printed claims nbval compares
SEEDS = [1, 2]
RNN, OPEN, CLOSED = "RNN", "GRU, bias 0", "GRU, bias −2"


@functools.cache
def trained(seed):
    """{name: (cell, parameters, accuracy on sentences that it has not seen)}, after 250 of the notebook's 400 steps."""
    sentences, held_out = agreement.split(np.random.default_rng(seed))
    networks = {}
    for name, (cell, parameters) in gru_memory.three_networks(seed).items():
        learned, _ = gru_memory.learn(parameters, sentences, seed, cell, steps=250)
        networks[name] = cell, learned, agreement.accuracy(learned, held_out, cell)
    return networks


# -- the claims ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_09_the_gru_whose_gate_starts_closed_gets_every_verb_right_and_the_others_guess(seed):
    accuracies = {name: accuracy for name, (_, _, accuracy) in trained(seed).items()}
    assert accuracies[CLOSED] > 0.995
    assert 0.44 < accuracies[OPEN] < 0.56 and 0.44 < accuracies[RNN] < 0.56


@pytest.mark.parametrize("seed", [*SEEDS, 3, 4])
def test_09_the_bias_decides_how_much_of_the_gradient_reaches_the_noun(seed):
    norms = {name: gru_memory.norms_against_lag(parameters)
             for name, (_, parameters) in gru_memory.three_networks(seed).items()}
    assert all(len(values) == 45 and values[0] == 1 for values in norms.values())
    assert norms[RNN][43] < 1e-7 and norms[OPEN][43] < 1e-6 and norms[CLOSED][43] > 1e-3
    assert norms[CLOSED][43] > 2e4 * norms[OPEN][43]
    # nearly closed: what arrives has come by the direct way, within a factor of three at every lag
    ratio = norms[CLOSED] / gru_memory.direct_path(gru_memory.NEARLY_CLOSED, 45)
    assert np.all(ratio > 1 / 3) and np.all(ratio < 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_09_one_unit_of_the_trained_gru_keeps_the_number_of_the_subject(seed):
    _, parameters, _ = trained(seed)[CLOSED]
    for other in range(5):
        one, many = gru_memory.twin_sentences(np.random.default_rng(other))
        c_one, ut, rt, were_one = gru_memory.read(one, parameters)
        c_many, _, _, were_many = gru_memory.read(many, parameters)
        assert not were_one and were_many
        unit = gru_memory.telling_unit(c_one, c_many)
        apart = np.abs(c_many[unit] - c_one[unit])
        assert apart[0] == 0 and np.all(apart[-15:] > 1.5)
        assert c_one[unit, -1] * c_many[unit, -1] < 0
        assert 0.1 < ut.mean() < 0.45 < rt.mean() < 0.75


# -- what they are measured with ------------------------------------------------------------------------


def test_the_two_grus_differ_in_one_bias_and_its_size_is_that_of_the_words_of_the_rnn():
    networks = gru_memory.three_networks(4)
    assert list(networks) == [RNN, OPEN, CLOSED]
    one, other = networks[OPEN][1], networks[CLOSED][1]
    assert {name for name in one if not np.array_equal(one[name], other[name])} == {"bu"}
    assert np.all(one["bu"] == 0) and np.all(other["bu"] == -2)
    for name in ("Wu", "Wr", "Wc"):
        assert np.std(one[name][:, 32:]) == pytest.approx(1, rel=0.1)
        assert np.std(one[name][:, :32]) == pytest.approx(32 ** -0.5, rel=0.1)
    assert np.std(networks[RNN][1]["Wax"]) == pytest.approx(1, rel=0.1)


@given(gated_problems("urc", largest=6))
def test_the_norms_are_those_of_complex_steps(p):
    """dL/dc⟨t⟩ for the rest of the sequence once more from each c⟨t⟩, one example after the other."""
    c, _, caches = gru_forward(p.x, p.c0, p.parameters)
    dc_last = random_like(p.c0)
    expected = []
    for t in range(p.sizes.T_x):
        def loss(state, t=t):
            for k in range(t + 1, p.sizes.T_x):
                state = gru_cell_forward.__wrapped__(p.x[:, :, k], state, p.parameters)[0]
            return np.sum(dc_last * state)

        gradient = complex_step(loss, c[:, :, t])
        expected.append(np.mean([np.sqrt(gradient[:, i] @ gradient[:, i]) for i in range(p.sizes.m)]))
    assert_close(gru_memory.memory_gradient_norms(dc_last, caches), np.array(expected))


def test_with_a_closed_gate_a_gradient_passes_as_it_is_and_the_direct_way_is_all():
    p = gated_problem("urc")
    closed = p.parameters | {"bu": np.full_like(p.parameters["bu"], -60.0)}
    c, _, caches = gru_forward(p.x, p.c0, closed)
    dc_last = random_like(p.c0)
    assert_close(c, np.repeat(p.c0[:, :, None], p.sizes.T_x, axis=2))
    norm = np.mean(np.linalg.norm(dc_last, axis=0))
    assert_close(gru_memory.memory_gradient_norms(dc_last, caches), np.full(p.sizes.T_x, norm))
    assert_close(gru_memory.direct_path(0, 4), np.array([1, 0.5, 0.25, 0.125]))


def test_the_gradient_at_the_verb_is_that_of_the_loss():
    """By hand: (ŷ − y) through Wy, and one step further back by the cell."""
    _, parameters = gru_memory.three_networks(0)[CLOSED]
    x, y, _ = agreement.agreement_batch(agreement.agreement_sentences(64, np.random.default_rng(5), (2, 2)))
    _, y_pred, caches = gru_forward(x, np.zeros((32, 64)), parameters)
    dc = parameters["Wy"].T @ (y_pred[:, :, -1] - y) / 64
    before = gru_cell_backward(dc, caches[-1])["dc_prev"]
    norms = agreement.norms_over_sentences(2, parameters, np.random.default_rng(5), cell=GRU,
                                           gradient_norms=gru_memory.memory_gradient_norms)
    assert norms[-1] == pytest.approx(np.mean(np.linalg.norm(dc, axis=0)))
    assert norms[-2] == pytest.approx(np.mean(np.linalg.norm(before, axis=0)))


def test_twin_sentences_differ_in_their_subject_alone():
    for seed in range(20):
        one, many = gru_memory.twin_sentences(np.random.default_rng(seed), clauses=3)
        assert len(one) == len(many) == 24 and one[0] == many[0] and one[2:] == many[2:]
        assert one[1] in gru_memory.SINGULAR and many[1] in gru_memory.PLURAL
        assert one[1][:2] == many[1][:2] or (one[1], many[1]) == ("mouse", "mice")


def test_reading_gives_what_the_pass_has_in_its_caches():
    _, parameters = gru_memory.three_networks(0)[OPEN]
    one, _ = gru_memory.twin_sentences(np.random.default_rng(0), clauses=1)
    c, ut, rt, _ = gru_memory.read(one, parameters)
    x = agreement.agreement_batch([(one, False)])[0]
    _, _, caches = gru_forward(x, np.zeros((32, 1)), parameters)
    for t, (c_next, _, gate_u, gate_r, _, _, _) in enumerate(caches):
        assert np.array_equal(c[:, t], c_next[:, 0])
        assert np.array_equal(ut[:, t], gate_u[:, 0]) and np.array_equal(rt[:, t], gate_r[:, 0])


def test_the_unit_that_tells_best_is_the_one_with_the_largest_mean_difference():
    one = np.zeros((3, 4))
    many = np.array([[0, 0, 0, 3.0], [1, 1, -1, 1], [0.9, 0.9, 0.9, 0.9]])
    assert gru_memory.telling_unit(one, many) == 1


def test_the_numerical_witness_agrees_and_notices_what_is_not_carried_back():
    assert max(gru_memory.gradient_errors().values()) < 1e-7

    def forgetful(dc, caches):
        """Each step gets the gradient of its own loss alone."""
        steps = [gru_cell_backward(dc[:, :, t], cache) for t, cache in enumerate(caches)]
        return gru_backward(dc, caches) | {
            "dWu": sum(step["dWu"] for step in steps), "dc0": steps[0]["dc_prev"]}

    errors = gru_memory.gradient_errors(backward=forgetful)
    assert errors["Wu"] > 0.01 and errors["c0"] > 0.01 and errors["Wc"] < 1e-7
