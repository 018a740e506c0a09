"""For those who keep the course: editions of its notebooks, made from one source.

`rnn-course`, also `python -m rnn_utils.instructor`, is the command line: `__main__.py` calls
one module for each command. docs/instructors.md walks through them.
"""
