"""The course's figures: arrays and shapes in, pictures out.

    networks and cells   draw_network, draw_architectures, draw_cell, draw_mini_batch, draw_layout, draw_course_map
    plots                heat_map, curves, bars, tokens, gates
    words and tunes      word_columns, piano_roll, play

Each returns a `Picture`: shown by JupyterLab with its alternative text, on a card that is legible in light and
dark themes; `.save(path)` writes it as a PNG. Only `play` returns a `Sound`, shown as a player.
"""
from rnn_utils.figures.architectures import draw_architectures
from rnn_utils.figures.cells import draw_cell
from rnn_utils.figures.charts import bars, curves, tokens
from rnn_utils.figures.gate_values import gates
from rnn_utils.figures.heat_maps import heat_map
from rnn_utils.figures.layouts import draw_layout
from rnn_utils.figures.maps import draw_course_map
from rnn_utils.figures.networks import draw_network
from rnn_utils.figures.piano_rolls import piano_roll
from rnn_utils.figures.picture import Picture
from rnn_utils.figures.samples import word_columns
from rnn_utils.figures.sound import Sound, play
from rnn_utils.figures.tensors import draw_mini_batch

__all__ = ["Picture", "Sound", "bars", "curves", "draw_architectures", "draw_cell", "draw_course_map",
           "draw_layout", "draw_mini_batch", "draw_network", "gates", "heat_map", "piano_roll", "play", "tokens",
           "word_columns"]
