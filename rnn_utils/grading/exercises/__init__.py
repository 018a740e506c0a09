"""The exercises and concept questions of the course: one file for each notebook.

An entry needs a public function of `rnn_utils` (its answer), cases, points and known
mistakes; the notebook needs a cell `ex-<id>` with the stub (`Exercise.stub()` writes it)
and a cell `check-<id>`. The tests say in one sentence what is missing.
"""
import importlib

NOTEBOOKS = {
    "00_start_here": "Start here",
    "01_why_sequences": "Why sequences need another network",
    "02_rnn_cell": "The RNN cell",
    "03_forward_pass": "The forward pass",
    "04_loss": "The loss",
    "05_backpropagation_through_time": "Backpropagation through time",
}

EXERCISES, QUESTIONS = {}, {}
for _notebook in NOTEBOOKS:
    _module = importlib.import_module(f"{__name__}.n{_notebook}")
    EXERCISES |= {exercise.id: exercise for exercise in _module.EXERCISES}
    QUESTIONS |= {question.id: question for question in _module.QUESTIONS}
