"""Notebook 08: the norms of gradients by two other ways, and what it claims over several seeds."""
import warnings

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from strategies import TOY, assert_close, normal, problem, problems

from rnn_utils.architectures import many_to_many_loss
from rnn_utils.cells import FAST_RNN, RNN, Cell
from rnn_utils.experiments import agreement, explosion, gradient_flow
from rnn_utils.experiments.gradient_flow import ORDINARY, TINY, random_numbers, rotation
from rnn_utils.optimizers import gradient_descent_step
from rnn_utils.rnn import gradient_norms_through_time, rnn_forward
from rnn_utils.shapes import ShapeError
from rnn_utils.training import train

SEEDS = [0, 1, 2]


# -- gradient_norms_through_time, by two other ways ------------------------------------------------


def setting(p, seed=7):
    a, _, caches = rnn_forward(p.x, p.a0, p.parameters)
    return a, caches, normal(np.random.default_rng(seed), p.a0.shape, p.a0.dtype)


def norms_by_jacobians(a, Waa, da_last):
    """(m, T_x): for each example the whole product of Jacobians from step t to the last, from scratch."""
    n_a, m, T_x = a.shape
    norms = np.zeros((m, T_x))
    for i in range(m):
        for t in range(T_x):
            product = np.eye(n_a)                # ∂a⟨T⟩/∂a⟨t⟩
            for k in range(t + 1, T_x):
                product = np.diag(1 - a[:, i, k] ** 2) @ Waa @ product
            norms[i, t] = np.linalg.norm(da_last[:, i] @ product)
    return norms


@given(problems())
def test_the_norms_are_those_of_products_of_jacobians(p):
    a, caches, da_last = setting(p)
    norms = gradient_norms_through_time(da_last, caches)
    expected = norms_by_jacobians(a, p.parameters["Waa"], da_last)
    assert norms.shape == (p.sizes.T_x,)
    assert_close(norms, expected.mean(axis=0))


@given(problems(largest=6))
def test_the_norms_are_those_of_automatic_differentiation(p):
    """The rest of the sequence once more from each a⟨t⟩, as a function of it."""
    a, caches, da_last = setting(p)
    Wax, Waa, ba = (p.parameters[name] for name in ("Wax", "Waa", "ba"))
    expected = []
    for t in range(p.sizes.T_x):
        def loss(state, t=t):
            for k in range(t + 1, p.sizes.T_x):
                state = anp.tanh(anp.einsum("ij,jm->im", Wax, p.x[:, :, k])
                                 + anp.einsum("ij,jm->im", Waa, state) + ba)
            return anp.sum(da_last * state)

        gradient = autograd.grad(loss)(a[:, :, t])
        expected.append(np.mean([np.sqrt(gradient[:, i] @ gradient[:, i]) for i in range(p.sizes.m)]))
    assert_close(gradient_norms_through_time(da_last, caches), np.array(expected))


def test_one_step_has_the_norm_of_da_last_itself():
    p = problem(TOY._replace(T_x=1))
    _, caches, _ = setting(p)
    da_last = np.array([[3.0, 0.0], [4.0, 0.0], [0.0, 6.0], [0.0, 8.0]])
    assert gradient_norms_through_time(da_last, caches).tolist() == [7.5]     # (5 + 10) / 2


def test_the_arguments_are_left_as_they_were_and_float32_stays():
    p = problem(dtype=np.float32)
    _, caches, da_last = setting(p)
    before = da_last.copy()
    norms = gradient_norms_through_time(da_last, caches)
    assert norms.dtype == np.float32 and np.array_equal(da_last, before)
    assert gradient_norms_through_time(np.ones(da_last.shape, int), caches).dtype == np.float64


def test_a_gradient_of_another_shape_is_refused():
    p = problem()
    _, caches, da_last = setting(p)
    with pytest.raises(ShapeError, match="da_last"):
        gradient_norms_through_time(da_last.T, caches)


# -- norm against lag --------------------------------------------------------------------------------


def test_the_spectral_radius_and_the_largest_singular_value():
    shear = np.array([[0.5, 3.0], [0.0, -0.8]])
    assert gradient_flow.spectral_radius(shear) == pytest.approx(0.8)
    # σ² is the largest eigenvalue of WᵀW, here of [[0.25, 1.5], [1.5, 9.64]]
    by_hand = np.sqrt((9.89 + np.sqrt(9.39 ** 2 + 4 * 1.5 ** 2)) / 2)
    assert gradient_flow.largest_singular_value(shear) == pytest.approx(by_hand)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("radius", [0.7, 1.0, 1.4])
def test_rotations_stretch_every_vector_alike_and_random_numbers_do_not(radius, seed):
    Waa = gradient_flow.recurrent_weights(radius, seed)
    assert_close(Waa.T @ Waa, radius ** 2 * np.eye(50))
    assert gradient_flow.spectral_radius(Waa) == pytest.approx(radius)
    Waa = gradient_flow.recurrent_weights(radius, seed, kind=random_numbers)
    assert gradient_flow.spectral_radius(Waa) == pytest.approx(radius)
    assert 1.4 * radius < gradient_flow.largest_singular_value(Waa) < 2.2 * radius


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", [rotation, random_numbers])
@pytest.mark.parametrize("input_size", [TINY, 0.1, ORDINARY])
def test_no_gradient_is_ever_above_the_bound(input_size, kind, seed):
    for radius in (0.7, 1.0, 1.4, 3.0):
        Waa = gradient_flow.recurrent_weights(radius, seed, kind=kind)
        norms = gradient_flow.norms_against_lag(Waa, input_size, seed)
        assert norms[0] == 1 and norms.shape == (41,)
        assert np.all(norms <= gradient_flow.bound(Waa) * (1 + 1e-9))


@pytest.mark.parametrize("seed", SEEDS)
def test_each_step_keeps_within_its_own_jacobian_which_keeps_within_the_bound(seed):
    p = problem(TOY, seed)
    a, caches, da_last = setting(p)
    norms = norms_by_jacobians(a, p.parameters["Waa"], da_last)
    sigma = gradient_flow.largest_singular_value(p.parameters["Waa"])
    for i in range(p.sizes.m):
        for t in range(1, p.sizes.T_x):
            step = np.linalg.norm(np.diag(1 - a[:, i, t] ** 2) @ p.parameters["Waa"], 2)
            assert norms[i, t - 1] <= step * norms[i, t] * (1 + 1e-12) and step <= sigma


@pytest.mark.parametrize("seed", SEEDS)
def test_08_near_zero_a_gradient_vanishes_stays_or_explodes_as_the_spectral_radius_says(seed):
    for radius, far in ((0.7, 6.4e-7), (1.0, 1.0), (1.4, 7.0e5)):
        Waa = gradient_flow.recurrent_weights(radius, seed)
        norms = gradient_flow.norms_against_lag(Waa, TINY, seed)
        assert norms[-1] == pytest.approx(far, rel=0.01)     # radius⁴⁰
        assert np.allclose(norms, gradient_flow.bound(Waa), rtol=1e-3, atol=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_08_with_ordinary_inputs_the_slope_of_tanh_shrinks_it_further_but_not_enough_at_three(seed):
    far = [gradient_flow.norms_against_lag(gradient_flow.recurrent_weights(radius, seed), ORDINARY,
                                           seed)[-1] for radius in (0.7, 1.0, 1.4, 3.0)]
    assert far[0] < 1e-12 and far[1] < 1e-6 and far[2] < 0.01 and far[3] > 1000


@pytest.mark.parametrize("seed", SEEDS)
def test_08_among_random_numbers_the_bound_may_grow_while_the_gradient_vanishes(seed):
    Waa = gradient_flow.recurrent_weights(0.9, seed, kind=random_numbers)
    assert gradient_flow.spectral_radius(Waa) < 1 < gradient_flow.largest_singular_value(Waa)
    norms = gradient_flow.norms_against_lag(Waa, TINY, seed)
    assert norms[-1] < 0.05 and gradient_flow.bound(Waa)[-1] > 1e6


# -- was or were -------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS[1:])       # the first is that of the notebook, whose claims nbval compares
def test_08_the_rnn_agrees_over_one_clause_and_stays_at_chance_over_four_to_six(seed):
    assert agreement.held_out_accuracy((0, 1), seed) > 0.98
    assert 0.44 < agreement.held_out_accuracy((4, 6), seed) < 0.56


@pytest.mark.parametrize("seed", SEEDS)
def test_08_the_more_clauses_the_less_of_the_gradient_arrives_at_the_subject(seed):
    shares = {}
    for size in (1.0, 0.18):
        rng = np.random.default_rng(seed)
        parameters = agreement.word_rnn(rng, size=size)
        shares[size] = []
        for clauses in range(7):
            norms = agreement.norms_over_sentences(clauses, parameters, rng)
            assert len(norms) == (3 + 7 * clauses if clauses else 2)
            shares[size].append(norms[1] / norms[-1])        # word 1 is the subject
        assert shares[size][0] == 1 and sorted(shares[size], reverse=True) == shares[size]
    loud, quiet = shares.values()
    assert loud[1] > 1e-3 and loud[4] < 1e-4 and loud[6] < 1e-7
    assert quiet[6] > 1e-4                       # near 0 the slope of tanh is nearly 1


def test_held_out_sentences_are_not_among_those_trained_on_and_both_have_all_kinds():
    sentences, held_out = agreement.split(np.random.default_rng(0))
    texts = {" ".join(words) for words, _ in sentences}
    assert len(sentences) == 2000 and len(held_out) == 1000
    assert not any(" ".join(words) in texts for words, _ in held_out)
    for part in (sentences, held_out):
        assert {len(words) for words, _ in part} == {31, 38, 45}
        assert np.mean([plural for _, plural in part]) == 0.5


def test_the_gradient_comes_from_the_verb_alone_and_as_in_training():
    """At the last word it is that of the loss, (ŷ − y) through Wya, by hand."""
    rng = np.random.default_rng(0)
    parameters = agreement.word_rnn(rng)
    again = np.random.default_rng(5)
    x, y, _ = agreement.agreement_batch(agreement.agreement_sentences(64, again, (1, 1)))
    a, y_pred, _ = rnn_forward(x, np.zeros((32, 64)), parameters)
    da = parameters["Wya"].T @ (y_pred[:, :, -1] - y) / 64
    norms = agreement.norms_over_sentences(1, parameters, np.random.default_rng(5))
    assert norms[-1] == pytest.approx(np.mean(np.sqrt(np.sum(da ** 2, axis=0))))


def test_any_cell_can_take_the_place_of_the_rnn():
    """The fast passes and those of the textbook, and one whose output layer has another name."""
    def renamed(parameters):
        return {("Wy" if name == "Wya" else name): value for name, value in parameters.items()}

    def forward(x, a0, parameters):
        return RNN.forward(x, a0, {**parameters, "Wya": parameters["Wy"]})

    rng = np.random.default_rng(0)
    parameters = agreement.word_rnn(rng, n_a=5)
    sentences, held_out = agreement.split(rng, (0, 2), 100, 50)
    results = []
    for cell, start in ((FAST_RNN, parameters), (RNN, parameters),
                        (Cell("other", None, None, forward, RNN.backward, "Wy"), renamed(parameters))):
        learned, losses = agreement.learn(start, sentences, np.random.default_rng(1), 3, cell)
        results.append([*losses, agreement.accuracy(learned, held_out, cell)])
    assert_close(results[1], results[0], 1e-9)
    assert_close(results[2], results[0], 1e-9)


# -- the training that falls to pieces ---------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_08_without_clipping_the_training_diverges_and_with_it_converges(seed):
    parameters, batches = explosion.setting(seed=seed)
    guessing = np.log(27)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plain, clipped = (train(parameters, batches, learning_rate=2.0, limit=limit,
                                update=gradient_descent_step)[1] for limit in (None, 0.5))
    assert plain[0] == clipped[0] and np.all(np.isfinite(plain))
    assert np.max(plain) > 3 * guessing and np.mean(plain[-30:]) > guessing + 0.3
    assert np.max(clipped) < guessing + 1 and np.mean(clipped[-30:]) < guessing - 0.5


@pytest.mark.parametrize("seed", SEEDS)
def test_08_it_is_the_spectral_radius_that_makes_the_first_gradient_long(seed):
    calm, batches = explosion.setting(1.0, seed, steps=1)
    wild, same = explosion.setting(4.0, seed, steps=1)
    assert all(np.array_equal(one, other) for one, other in zip(batches[0], same[0]))
    assert_close(wild["Waa"], 4 * calm["Waa"])
    assert all(np.array_equal(wild[name], calm[name]) for name in calm if name != "Waa")
    gradients = many_to_many_loss(wild, *batches[0])[1]
    end_to_end = np.concatenate([gradients["d" + name].ravel() for name in wild])
    assert explosion.gradient_norm(wild, batches[0]) == pytest.approx(np.linalg.norm(end_to_end))
    assert explosion.gradient_norm(calm, batches[0]) < 1
    assert explosion.gradient_norm(wild, batches[0]) > 10
