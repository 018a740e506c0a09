"""What functions are tried on, made once for each exercise and seed: grading thousands takes a third of the time."""
import functools

import pytest

from rnn_utils.grading import grader
from rnn_utils.grading.exercises import EXERCISES


@functools.cache
def _bench(id, seed):
    return grader.bench(EXERCISES[id], seed)


@pytest.fixture
def benches_kept(monkeypatch):
    """`grade` and `verified` take the bench that is there, as who grades a class does."""
    seed, _ = grader.examine.__defaults__
    monkeypatch.setattr(grader.examine, "__defaults__", (seed, lambda exercise, seed: _bench(exercise.id, seed)))
