"""Grading: tells a learner whether a function is right and, if not, which mistake was made.

    grade(rnn_cell_forward)                      a graded exercise
    grade("b", exercise="one-cell-many-steps")   a concept question
    rnn_cell_forward = verified(rnn_cell_forward)
    progress()                                   the points so far, over all notebooks

How it is built: `exercise.py` says what an exercise is and `exercises/` lists them, one
file a notebook; `running.py` calls a learner's function safely; `results.py` takes what
comes back apart into named arrays; `checks.py` compares; `diagnosis.py` names the mistake,
with the general `patterns.py` where none is known; `report.py` says it; `progress.py`
remembers it. `grader.py` puts these in order.
"""
from rnn_utils.grading.grader import grade, verified
from rnn_utils.grading.progress import course_map, progress
from rnn_utils.grading.report import Check, Report

__all__ = ["Check", "Report", "course_map", "grade", "progress", "verified"]
