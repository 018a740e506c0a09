"""What is built of cells: that it is given one, a state that fits, and that no time goes into unheard predictions."""
import inspect

import numpy as np
import pytest
from strategies import problem

from rnn_utils import ShapeError, architectures, bidirectional, cells, deep
from rnn_utils.cells import FAST_GRU, FAST_LSTM, FAST_RNN, GRU, LSTM, RNN, hidden_states, initialize_hidden

TAKE_A_CELL = [function for module in (cells, architectures, bidirectional, deep)
               for name, function in vars(module).items()
               if inspect.isfunction(function) and function.__module__ == module.__name__
               and not name.startswith("_") and "cell" in inspect.signature(function).parameters
               and name != "predictions_backward"]                       # which only asks for names


def test_many_functions_take_a_cell():
    """So that the test below does not pass because there is nothing to test."""
    assert len(TAKE_A_CELL) > 15


def fitting(function, **changed):
    """Arguments of the right shapes, as far as it matters before the cell is asked for anything."""
    p, rng = problem(), np.random.default_rng(0)
    n_x, n_a, n_y, m, T_x = (getattr(p.sizes, name) for name in ("n_x", "n_a", "n_y", "m", "T_x"))
    both = {"encoder": initialize_hidden(n_x, n_a, rng), "decoder": p.parameters}
    deep_parameters = deep.initialize_deep_rnn(n_x, [n_a], n_y, rng)
    known = {
        "x": p.x, "y": p.y, "a0": p.a0, "mask": np.ones((m, T_x)), "x_mask": np.ones((m, T_x)),
        "y_mask": np.ones((m, T_x)), "rng": rng, "n_x": n_x, "n_a": n_a, "n_y": n_y, "end": 0, "max_length": 3,
        "y_pred": p.y, "da": np.ones((n_a, m, T_x)), "T_x": T_x, "lengths": np.full(m, T_x), "parameters": p.parameters,
        "caches": [],
    }
    special = {
        "encoder_decoder_forward": {"parameters": both}, "encoder_decoder_backward": {
            "parameters": both, "cache": (np.ones((n_a, m, T_x)), np.zeros(m, int), None, None)},
        "encoder_decoder_loss": {"parameters": both}, "greedy_decode": {"parameters": both},
        "many_to_one_backward": {"y": p.y[:, :, 0], "y_pred": p.y[:, :, 0],
                                 "cache": (np.ones((n_a, m, T_x)), None, np.zeros(m, int))},
        "many_to_one_loss": {"y": p.y[:, :, 0]},
        "one_to_many_forward": {"x": p.y[:, :, 0]}, "one_to_many_loss": {"x": p.y[:, :, 0]},
        "one_to_many_backward": {"cache": (np.ones((n_a, m, T_x)), None)},
        "bidirectional_forward": {"a0": (p.a0, p.a0),
                                  "parameters": bidirectional.initialize_bidirectional(n_x, n_a, n_y, rng)},
        "bidirectional_backward": {"da": np.ones((2 * n_a, m, T_x)), "caches": (None, None, np.full(m, T_x))},
        "initialize_deep_rnn": {"n_a": [n_a]},
        "deep_rnn_forward": {"a0": [p.a0], "parameters": deep_parameters},
    }.get(function.__name__, {})
    return {name: changed.get(name, special.get(name, known.get(name)))
            for name in inspect.signature(function).parameters}


@pytest.mark.parametrize("function", TAKE_A_CELL, ids=lambda function: function.__name__)
def test_the_name_of_a_cell_is_no_cell(function):
    sentence = "^`cell` is 'GRU'; expected RNN, GRU or LSTM \\(rnn_utils.cells\\)$"
    arguments = fitting(function, cell="GRU")
    with pytest.raises(ValueError, match=sentence):
        function(**arguments)
    with pytest.raises(ValueError, match=sentence):
        function(*arguments.values())


@pytest.mark.parametrize("a0", [None, [], 3.0, np.zeros(4), (np.zeros((4, 2)), None)], ids=str)
def test_a_state_is_an_array_or_a_pair(a0):
    p = problem()
    with pytest.raises(ShapeError, match="^`a0` is no state; expected an array"):
        hidden_states(p.x, a0, initialize_hidden(len(p.x), 4, np.random.default_rng(0)))


def test_parameters_are_a_dict():
    p = problem()
    with pytest.raises(ShapeError, match="^`parameters` is no dict"):
        hidden_states(p.x, p.a0, None)


@pytest.mark.parametrize("textbook, quick", [(RNN, FAST_RNN), (GRU, FAST_GRU), (LSTM, FAST_LSTM)],
                         ids=["RNN", "GRU", "LSTM"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_states_alone_are_those_of_the_whole_pass_and_the_fast_cells_predict_nothing(textbook, quick, dtype):
    p, rng = problem(dtype=dtype), np.random.default_rng(1)
    n_x, n_a, n_y = len(p.x), len(p.a0), len(p.y)
    parameters = {key: value.astype(dtype) for key, value in quick.initialize(n_x, n_a, n_y, rng).items()}
    hidden = {key: value for key, value in parameters.items() if key not in (quick.output, "by")}
    expected, _, caches = quick.forward(p.x, p.a0, parameters)
    seen = []
    spying = cells.Cell(quick.name, quick.initialize, quick.step,
                        lambda *given: seen.append(quick.forward(*given)) or seen[-1],
                        quick.backward, quick.output, quick.fewest)
    for cell in (textbook, quick, spying):
        a, own_caches = hidden_states(p.x, p.a0, hidden, cell)
        assert np.allclose(a, expected, rtol=1e-4, atol=1e-5) and a.dtype == dtype
        gradients, others = cell.backward(np.ones_like(a), own_caches), quick.backward(np.ones_like(a), caches)
        assert all(np.allclose(gradients[key], others[key], rtol=1e-4, atol=1e-5) for key in others)
    assert seen[0][1].size == 0
