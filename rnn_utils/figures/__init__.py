"""The course's figures: arrays and shapes in, pictures out.

    networks and cells   draw_network, draw_cell, draw_mini_batch, draw_course_map
    plots                heat_map, curves, bars, tokens
    words                word_columns

Each returns a `Picture`: shown by JupyterLab with its alternative text, on a card that is legible in light and
dark themes; `.save(path)` writes it as a PNG.
"""
from rnn_utils.figures.cells import draw_cell
from rnn_utils.figures.charts import bars, curves, tokens
from rnn_utils.figures.heat_maps import heat_map
from rnn_utils.figures.maps import draw_course_map
from rnn_utils.figures.networks import draw_network
from rnn_utils.figures.picture import Picture
from rnn_utils.figures.samples import word_columns
from rnn_utils.figures.tensors import draw_mini_batch

__all__ = ["Picture", "bars", "curves", "draw_cell", "draw_course_map", "draw_mini_batch", "draw_network", "heat_map",
           "tokens", "word_columns"]
