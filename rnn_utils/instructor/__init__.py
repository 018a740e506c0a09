"""For those who keep the course: editions of its notebooks, made from one source.

`python -m rnn_utils.instructor store` executes the notebooks and stores their outputs.
"""
