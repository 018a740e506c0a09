"""The figures: what is drawn is what was asked for, nothing collides, and a learner's session is left alone."""
import base64
import functools
import html.parser
import io
import itertools
import re
import struct
import subprocess
import sys
import wave

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.transforms import Bbox
from PIL import Image

from rnn_utils import figures
from rnn_utils.activations import sigmoid, softmax
from rnn_utils.cells import GRU, LSTM
from rnn_utils.figures import (Sound, bars, curves, draw_architectures, draw_cell, draw_course_map, draw_layout,
                               draw_mini_batch, draw_network, gates, heat_map, piano_roll, play, tokens, word_columns)
from rnn_utils.figures.style import CARD, PALETTE, ROLES, SERIES, house_style, text_width
from rnn_utils.framework import to_framework_parameters
from rnn_utils.gru import gru_cell_forward, initialize_gru
from rnn_utils.lstm import initialize_lstm, lstm_cell_forward
from rnn_utils.rnn import initialize_rnn, rnn_cell_forward

NOTEBOOKS = [(0, "Start here", "How does this course work?", True),
             (1, "Why sequences", "Why is a standard network not enough?", True),
             (5, "Backpropagation through time", "How does an error at the end reach the first step?", False),
             (8, "Vanishing and exploding gradients", "Why does a network forget what it read long ago?", False),
             (13, "From NumPy to a framework", "Does a real runtime compute the same numbers?", None)]


NOISE = np.random.default_rng(0).normal(size=(6, 11))
LAGS = np.arange(61)
# two bars and a half with a pick-up: D | G B2 d | rest g c/2 c/2 | B
TUNE = [(62, -1, 1), (67, 0, 1), (71, 1, 2), (74, 3, 3), (None, 6, 1), (79, 7, 3), (72, 10, 0.5), (72, 10.5, 0.5),
        (71, 12, 3)]
SENTENCE = ("the cats , which the dog near the old houses chased , which the farmers who the lady by the rivers knew "
            "had seen , which the boys with the kites loved , and which nobody fed , were").split()
PICTURES = {
    "network": lambda: draw_network(),
    "gradients": lambda: draw_network(3, gradients=True, title="Backpropagation through time", layers=2),
    "words": lambda: draw_network(8, directions=2, outputs=[2], output_labels=["person"],
                                  input_labels="He said Teddy Roosevelt was a great President".split()),
    "letters": lambda: draw_network(13, input_labels="tyrannosaurus", output_labels="yrannosaurus."),
    "weights": lambda: draw_network(3, layers=2, directions=2, show_weights=True, mark=(1, 1)),
    "encoder-decoder": lambda: draw_network(6, encoder=3, input_labels="quatre vingt deux".split(),
                                            output_labels="eighty two end".split()),
    "encoder-decoder, deep": lambda: draw_network(5, encoder=2, layers=2, gradients=True, title="Back to the source"),
    "architectures": lambda: draw_architectures(),
    "cell": lambda: draw_cell(),
    "gru": lambda: draw_cell("gru"),
    "lstm": lambda: draw_cell("lstm"),
    "cell, backward": lambda: draw_cell("rnn", gradients=True),
    "layout, rnn": lambda: draw_layout("RNN"),
    "layout, gru": lambda: draw_layout("GRU"),
    "layout, lstm": lambda: draw_layout("LSTM"),
    "mini-batch": lambda: draw_mini_batch(),
    "mini-batch, small": lambda: draw_mini_batch(3, 4, 2),
    "mini-batch, one": lambda: draw_mini_batch(27, 1, 1),
    "map": lambda: draw_course_map(NOTEBOOKS),
    "map of one": lambda: draw_course_map(NOTEBOOKS[:1]),
    "heat map": lambda: heat_map(NOISE, rows="abcdef", columns="tyrannosaur", title="Hidden states", row_axis="unit",
                                 column_axis="letter", alt="Six units over eleven letters."),
    "heat map, numbers": lambda: heat_map(np.abs(NOISE[:3, :4]), annotate=True, columns=["a", "Roosevelt", "b", "c"],
                                          alt="Three by four."),
    "curves": lambda: curves({"training": 3 - NOISE[0].cumsum() / 9, "held out": 4 - NOISE[1].cumsum() / 9},
                             title="Loss", x_label="iteration", y_label="loss", baseline={"4-gram": 2.0}, alt="Falls."),
    "curves, legend": lambda: curves({f"setting number {k}": np.linspace(2 + k, 1, 30) for k in range(7)}, log=True,
                                     alt="Seven curves that all end at the same height."),
    "curves, log": lambda: curves({r"$\rho = 0.8$": 0.8 ** np.arange(30), r"$\rho = 1.2$": 1.2 ** np.arange(30)},
                                  log=True, y_label=r"$\|\partial a_T / \partial a_t\|$", x_label="lag",
                                  band=("bound", 0.5, 2.0), alt="One falls, one rises."),
    "curves, bounds": lambda: curves(
        {rf"$\rho = {rho}$": 0.98 ** LAGS * rho ** LAGS for rho in (0.64, 0.9, 1.0, 1.1, 1.57)}, x=LAGS, log=True,
        bounds=(r"the bound $\rho^{\,lag}$", {rf"$\rho = {rho}$": rho ** LAGS for rho in (0.64, 1.57)}),
        title="How much arrives", x_label="lag", y_label=r"norm $\|\partial L_T / \partial a_t\|$ of the gradient",
        alt="Five lines."),
    "curves, bounds and legend": lambda: curves(
        {f"setting number {k}": np.linspace(2 + k, 1, 30) for k in range(7)}, bounds=("bound", {
            "setting number 3": np.ones(30)}), alt="Seven curves."),
    "gates": lambda: gates({r"$\Gamma_u$": NOISE.ravel()[:39] ** 2 / 12, "reset": np.linspace(0, 1, 39)}, SENTENCE,
                           mark=[1, 38], title="Gates over a sentence", alt="Open at the subject."),
    "gates, signed": lambda: gates({"memory, unit 3": [-1, -0.5, 0, 0.25, 1]}, "cat s", alt="Five values."),
    "piano roll": lambda: piano_roll(TUNE),
    "piano rolls": lambda: piano_roll({"A jig": TUNE + [(67, 15 + 2 * k, 2) for k in range(40)],
                                       "Another": [(60 + k, k, 1) for k in range(24)]}, given=1, title="Two tunes"),
    "bars": lambda: bars({"Wax": 3e-9, "Waa": 2.2e-10, "x": 2e-3}, log=True, line=("accepted", 1e-7), title="Check",
                         x_label="relative error", alt="Two are below."),
    "bars, signed": lambda: bars({"down": -1.5, "up": 7}, alt="One is below 0."),
    "tokens": lambda: tokens("tyrannosaurus", np.abs(NOISE).ravel()[:13], title="Loss", y_label="loss (nats)",
                             baseline={"a guess": 3.3}, alt="High at first."),
    "tokens, many": lambda: tokens(["President"] * 30, np.linspace(-1, 1, 30), alt="Rises."),
}


@pytest.fixture(scope="module")
def pictures():
    return {name: draw() for name, draw in PICTURES.items()}


@functools.cache
def png(name):
    """The PNG of a picture, rendered once."""
    return PICTURES[name]().png()


# ---- a Picture --------------------------------------------------------------------------------------------------

class _Image(html.parser.HTMLParser):
    """The attributes of the one <img> of a text."""

    @classmethod
    def of(cls, text):
        parser = cls()
        parser.images = []
        parser.feed(text)
        (attributes,) = parser.images
        return dict(attributes)

    def handle_starttag(self, tag, attributes):
        assert tag == "img"
        self.images.append(attributes)


def test_html_holds_the_size_and_the_alternative_text(pictures):
    for name in ("network", "heat map", "mini-batch"):
        picture = pictures[name]
        bundle = picture._repr_mimebundle_()
        image = _Image.of(bundle["text/html"])
        png = base64.b64decode(image["src"].removeprefix("data:image/png;base64,"))
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        width, height = struct.unpack(">II", png[16:24])
        assert (width, height) == (2 * int(image["width"]), 2 * int(image["height"]))
        assert image["alt"] == picture.alt
        assert image["style"] == "max-width:100%; height:auto; border-radius:6px"
        assert bundle["text/plain"] == f"Figure ({image['width']} × {image['height']}): {picture.alt}"


def test_every_size_has_exactly_twice_as_many_pixels():
    """Also the widths whose inches, as a float, are a hair too short."""
    for pixels in range(100, 1200):
        inches = figures.picture.inches(pixels)
        assert int(inches * 144) == 2 * pixels and int(inches * 72) == pixels


def test_alternative_text_is_escaped():
    alt = 'a < b & "c" > \'d\' <script>'
    text = bars({"a": 1}, alt=alt)._repr_mimebundle_()["text/html"]
    assert _Image.of(text)["alt"] == alt
    assert "<script" not in text


def test_twice_the_same_bytes_and_no_metadata(pictures):
    for name in ("gradients", "curves", "tokens"):
        first = png(name)
        assert pictures[name].png() == pictures[name].png() == first
        chunks, at = [], 8
        while at < len(first):
            length, kind = struct.unpack(">I4s", first[at:at + 8])
            chunks.append(kind)
            at += 12 + length
        assert not {b"tEXt", b"iTXt", b"zTXt", b"tIME", b"eXIf"} & set(chunks)


def test_sizes_are_whole_and_fit_a_notebook(pictures):
    for name, picture in pictures.items():
        assert isinstance(picture.width, int) and isinstance(picture.height, int)
        assert 150 <= picture.width <= 860 and picture.height <= 700, name
    for name in ("words", "map", "heat map", "tokens"):
        again = PICTURES[name]()
        assert (again.width, again.height) == (pictures[name].width, pictures[name].height)


def test_pngs_are_small():
    for name in ("gradients", "cell, backward", "curves", "heat map, numbers"):
        assert len(png(name)) < 60_000, name


def test_card_is_opaque_and_near_white():
    image = Image.open(io.BytesIO(png("tokens"))).convert("RGBA")
    assert image.getextrema()[3] == (255, 255)
    assert {image.getpixel(at) for at in ((0, 0), (image.width - 1, 0), (0, image.height - 1))} == {
        (*bytes.fromhex(CARD[1:]), 255)}


def test_save(tmp_path, pictures):
    pictures["tokens"].save(tmp_path / "tokens.png")
    assert (tmp_path / "tokens.png").read_bytes() == png("tokens")


def test_a_picture_needs_an_alternative_text():
    for alt in ("", "  ", None):
        with pytest.raises(ValueError, match="alt"):
            bars({"a": 1}, alt=alt)


# ---- the learner's session --------------------------------------------------------------------------------------

def test_own_settings_are_neither_used_nor_changed():
    plain = {name: png(name) for name in ("heat map, numbers", "tokens")}
    own = {"font.size": 33, "text.color": "red", "axes.grid": True, "figure.facecolor": "black", "savefig.dpi": 30,
           "savefig.bbox": "tight", "mathtext.fontset": "stix", "axes.spines.top": False, "lines.linewidth": 9,
           "font.family": ["serif"], "savefig.transparent": True, "figure.autolayout": True}
    with matplotlib.rc_context(own):
        before = dict(matplotlib.rcParams)
        for name, expected in plain.items():
            assert PICTURES[name]().png() == expected
        assert dict(matplotlib.rcParams) == before


def test_pyplot_is_not_touched():
    code = ("import sys; from rnn_utils.figures import *; draw_network(2).png(); "
            "heat_map([[1, -1]], alt='x').png(); curves({'a': [1, 2]}, alt='x').png(); "
            "print('matplotlib.pyplot' in sys.modules)")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "False", ran.stderr


def test_public_names():
    assert sorted(figures.__all__) == ["Picture", "Sound", "bars", "curves", "draw_architectures", "draw_cell",
                                       "draw_course_map", "draw_layout", "draw_mini_batch", "draw_network", "gates",
                                       "heat_map", "piano_roll", "play", "tokens", "word_columns"]
    for name in figures.__all__:
        assert getattr(figures, name).__doc__


# ---- nothing collides -------------------------------------------------------------------------------------------

DIAGRAMS = ("network", "gradients", "words", "letters", "weights", "encoder-decoder", "encoder-decoder, deep",
            "architectures", "cell", "cell, backward", "gru", "lstm", "layout, rnn", "layout, gru", "layout, lstm")
_measured = {}


def _texts(picture):
    """Every text that is drawn: (what it says, its box in CSS px with y upwards, the Text)."""
    figure = picture.figure
    renderer = FigureCanvasAgg(figure).get_renderer()
    found = []
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
            low, high = sorted(axis.get_view_interval())
            found += [label for label, at in zip(axis.get_ticklabels(), axis.get_ticklocs())
                      if low <= at <= high and label.get_visible() and label.get_text()]
        found += [text for text in axes.texts if text.get_text()]
    boxes = []
    for text in found:
        # Measuring a formula is slow, and its size does not depend on where it stands.
        x, y = text.get_transform().transform(text.get_position())
        key = (text.get_text(), text.get_fontsize(), text.get_ha(), text.get_va(), text.get_rotation(),
               text.get_fontweight(), tuple(text.get_fontfamily()), text.get_parse_math())
        if key not in _measured or text not in axes.texts:
            _measured[key] = text.get_window_extent(renderer).translated(-x, -y)
        boxes.append((text.get_text(), _measured[key].translated(x, y), text))
    return boxes


def _collisions(picture):
    """What is wrong with the texts of a picture, in words."""
    boxes, wrong = _texts(picture), []
    for text, box, _ in boxes:
        if box.x0 < 0 or box.y0 < 0 or box.x1 > picture.width or box.y1 > picture.height:
            wrong.append(f"{text!r} leaves the card")
    x0, y0, x1, y1 = np.array([box.extents for _, box, _ in boxes]).T
    touch = (np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0) > 1) & (
        np.minimum.outer(y1, y1) - np.maximum.outer(y0, y0) > 1)
    wrong += [f"{boxes[i][0]!r} on {boxes[j][0]!r}" for i, j in np.argwhere(np.triu(touch, 1))
              if not boxes[i][2].get_rotation() == boxes[j][2].get_rotation() == 45]    # see the test of slanted words
    return wrong


def _struck(picture):
    """The texts of a diagram that an arrow runs through."""
    arrows = [artist for artist in picture.figure.axes[0].patches
              if str(artist.get_gid()).startswith(("arrow-", "gradient-"))]
    wrong = []
    for text, box, _ in _texts(picture):
        inside = Bbox([[box.x0, picture.height - box.y1], [box.x1, picture.height - box.y0]]).padded(-1.5)
        wrong += [f"{text!r} by {arrow.get_gid()}" for arrow in arrows
                  if arrow.get_path().intersects_bbox(inside, filled=False)]
    return wrong


def _extents(artist):
    """The box of a drawn shape in CSS px, y downwards."""
    return artist.get_path().get_extents(artist.get_patch_transform())


def _spills(picture):
    """The texts that stand in a box of a diagram and are wider than it."""
    boxes = [_extents(artist) for artist in picture.figure.axes[0].patches if re.match(
        "(cell|start|input|output|fed|loss|value|weight|operation|stack|tile|group-)-?", str(artist.get_gid()))]
    wrong = []
    for text, box, _ in _texts(picture):
        x, y = (box.x0 + box.x1) / 2, picture.height - (box.y0 + box.y1) / 2
        (least, most) = max(((b.x0, b.x1) for b in boxes if b.x0 < x < b.x1 and b.y0 < y < b.y1), default=(-99, 9999),
                            key=lambda edges: edges[0] - edges[1])      # the narrowest of them
        if box.x0 < least + 2 or box.x1 > most - 2:
            wrong.append(f"{text!r} does not fit its box")
    return wrong


def test_long_words_find_room():
    with house_style():
        for words in (["extraordinary"] * 7, ["Roosevelt", "a", "President", "was", "great"], ["Wm" * 6] * 3):
            for directions in (1, 2):
                picture = draw_network(len(words), directions=directions, input_labels=words, output_labels=words)
                assert _collisions(picture) == [] and picture.width <= 860
        picture = draw_network(4, labels=["understand", "understand", "translate", "say"])
        assert _spills(picture) == _collisions(picture) == []


def test_what_stands_in_a_box_fits_it(pictures):
    with house_style():
        for name in DIAGRAMS:
            assert _spills(pictures[name]) == [], name
        for steps, layers, directions in ((11, 2, 1), (12, 1, 1), (7, 2, 2), (8, 1, 2)):
            assert _spills(draw_network(steps, layers=layers, directions=directions, inputs=[0],
                                        feed_back=steps < 8)) == []


def test_no_text_touches_another_or_the_edge(pictures):
    with house_style():
        for name, picture in pictures.items():
            assert _collisions(picture) == [], name


def test_no_arrow_runs_through_a_text(pictures):
    with house_style():
        for name in DIAGRAMS:
            assert _struck(pictures[name]) == [], name
        for layers, ways, fed, back in itertools.product((1, 2), (1, 2), (False, True), (False, True)):
            picture = draw_network(3, layers=layers, directions=ways, feed_back=fed, gradients=back, show_weights=True)
            assert _struck(picture) == _collisions(picture) == [], (layers, ways, fed, back)


def test_the_checks_above_see_a_collision():
    picture = draw_network(2)
    axes = picture.figure.axes[0]
    assert not _collisions(picture) and not _struck(picture)
    start, end = _ends(picture, "arrow-time-l1-t2")
    axes.text(*(start + end) / 2, "m", ha="center", va="center")
    assert _struck(picture) == ["'m' by arrow-time-l1-t2"] and not _collisions(picture)
    axes.text(*axes.texts[0].get_position(), "on it", ha="center", va="center")
    axes.text(picture.width - 3, 20, "over the edge")
    assert _collisions(picture) == ["'over the edge' leaves the card", "'$a^{\\\\langle 0\\\\rangle}$' on 'on it'"]


def test_no_text_is_smaller_than_nine_pixels(pictures):
    with house_style():
        for name, picture in pictures.items():
            for text, _, artist in _texts(picture):
                raised = artist.get_parse_math() and re.search(r"\$.*[\^_].*\$", text)
                assert artist.get_fontsize() * (0.7 if raised else 1) >= 9, (name, text)


def test_estimated_widths_are_not_too_small():
    """The layout trusts an estimate of a text's width: it must not be less than the real one."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath
    for text in ("tyrannosaurus", "He said, “Teddy bears are on sale!”", "President", "mammoth", "WWW", "held out",
                 "0.0123456789", "textbook loop", "iiiiii", "Backpropagation through time"):
        box = TextPath((0, 0), text, size=100, prop=FontProperties(family="DejaVu Sans")).get_extents()
        assert 0.97 * box.width <= text_width(text, 100) <= 1.35 * box.width + 25, text


# ---- networks: what is drawn is what was asked for --------------------------------------------------------------

def _gids(picture):
    """How many artists of each kind: the gid without its layer and step."""
    kinds = {}
    for artist in picture.figure.axes[0].get_children():
        if artist.get_gid():
            kind = re.sub(r"(-back)?(-l\d+)?(-t\d+)?$", "", artist.get_gid())
            kinds[kind] = kinds.get(kind, 0) + 1
    return kinds


def _expected(steps, layers, directions, inputs, outputs, feed_back, gradients):
    """The same counts, from the network as a graph: edges forward, and reachability from the losses back."""
    fed = {t + 1 for t in outputs if t + 1 < steps} if feed_back else set()
    edges = []      # (kind, from, to)
    for layer, way, t in itertools.product(range(layers), range(directions), range(steps)):
        cell, before = ("cell", layer, way, t), t + (1 if way else -1)
        source = ("cell", layer, way, before) if 0 <= before < steps else ("start", layer, way)
        edges.append(("time", source, cell))
        if layer == 0 and t in set(inputs) | fed:
            edges.append(("in", ("input", t), cell))
        if layer and directions == 2:
            edges.append(("in", ("joint", layer - 1, t), cell))
        elif layer:
            edges.append(("in", ("cell", layer - 1, way, t), cell))
        if layer == layers - 1 and t in outputs:
            edges.append(("out", cell, ("output", t)))
        if layer < layers - 1 and directions == 2:
            edges.append(("join", cell, ("joint", layer, t)))
    reaching, todo = set(), [("output", t) for t in outputs]
    while todo:
        node = todo.pop()
        if node not in reaching:
            reaching.add(node)
            todo += [tail for _, tail, head in edges if head == node]
    back = [(kind, tail) for kind, tail, head in edges if head in reaching and tail[0] != "input"] if gradients else []
    counts = {
        "cell": layers * directions * steps, "start": layers * directions, "input": len(inputs),
        "output": len(outputs), "fed": len(fed - set(inputs)), "joint": (layers - 1) * steps * (directions - 1),
        "loss": gradients * len(outputs), "arrow-feed": len(fed), "arrow-loss": gradients * len(outputs),
        "gradient-loss": gradients * len(outputs), "legend": 2 * gradients, "legend-text": 2 * gradients,
        "gradient-time": sum(kind == "time" for kind, _ in back), "gradient-in": sum(kind == "in" for kind, _ in back),
        "gradient-out": sum(kind in ("out", "join") for kind, _ in back),
        **{f"arrow-{name}": sum(kind == name for kind, _, _ in edges) for name in ("time", "in", "out", "join")}}
    return {kind: count for kind, count in counts.items() if count}


def _some_steps(steps):
    """The inputs and outputs of the course's architectures."""
    last, half = steps - 1, (steps + 1) // 2
    return [(None, None), ([0], None), (None, [last]), (list(range(half)), list(range(steps // 2, steps))),
            ([last], [0])]


def _check_network(steps, layers, directions, feed_back, gradients, inputs, outputs):
    case = (steps, layers, directions, feed_back, gradients, inputs, outputs)
    picture = draw_network(steps, layers=layers, directions=directions, feed_back=feed_back, gradients=gradients,
                           inputs=inputs, outputs=outputs)
    inputs, outputs = (range(steps) if chosen is None else chosen for chosen in (inputs, outputs))
    drawn = _gids(picture)
    assert drawn.pop("heads") == 1
    drawn.pop("bridge", None)
    assert drawn == _expected(steps, layers, directions, inputs, outputs, feed_back, gradients), case
    assert _collisions(picture) == [], case
    assert picture.width <= 860, case


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_every_network_is_drawn_in_full(layers):
    with house_style():
        shapes = itertools.product((1, 2, 3, 7), (1, 2), (False, True), (False, True))
        for number, (steps, directions, feed_back, gradients) in enumerate(shapes):
            choices = _some_steps(steps)
            _check_network(steps, layers, directions, feed_back, gradients, *choices[(number + layers) % len(choices)])


@pytest.mark.parametrize("directions", [1, 2])
def test_every_choice_of_inputs_and_outputs_is_drawn(directions):
    with house_style():
        for more, (inputs, outputs) in itertools.product((False, True), _some_steps(3)):
            _check_network(3, 2, directions, more, more, inputs, outputs)


def _artist(picture, gid):
    (artist,) = [a for axes in picture.figure.axes for a in axes.get_children() if a.get_gid() == gid]
    return artist


def _ends(picture, gid):
    """Where an arrow begins and where it points (it ends a little before its tip), y downwards."""
    return _artist(picture, gid).get_path().vertices[[0, -1]]


def test_arrows_point_the_right_way():
    picture = draw_network(3, directions=2, gradients=True, layers=2)
    x = {step: _artist(picture, f"cell-l1-t{step}").get_path().get_extents() for step in (1, 2, 3)}
    x_back = {step: _artist(picture, f"cell-back-l1-t{step}").get_path().get_extents() for step in (1, 2, 3)}
    (start, _), (end, _) = _ends(picture, "arrow-time-l1-t2")
    assert start == pytest.approx(x[1].x1) and x[2].x0 - 9 < end < x[2].x0
    (start, _), (end, _) = _ends(picture, "arrow-time-back-l1-t2")
    assert start == pytest.approx(x_back[3].x0) and x_back[2].x1 < end < x_back[2].x1 + 9
    (start, _), (end, _) = _ends(picture, "gradient-time-l1-t2")
    assert start == pytest.approx(x[2].x0) and x[1].x1 < end < x[1].x1 + 9
    (start, _), (end, _) = _ends(picture, "gradient-time-back-l1-t2")
    assert start == pytest.approx(x_back[2].x1) and x_back[3].x0 - 9 < end < x_back[3].x0
    for gid in ("arrow-in-l1-t1", "arrow-in-back-l1-t1", "arrow-out-l2-t1", "arrow-join-l1-t1", "arrow-loss-t1"):
        (_, start), (_, end) = _ends(picture, gid)
        assert end < start, gid
    for gid in ("gradient-loss-t1", "gradient-out-l2-t1", "gradient-in-l2-t1"):
        (_, start), (_, end) = _ends(picture, gid)
        assert end > start, gid


def test_what_is_fed_back_goes_from_the_output_to_the_next_input():
    picture = draw_network(3, inputs=[0], feed_back=True)
    start, end = _ends(picture, "arrow-feed-t2")
    output, fed = (_artist(picture, gid).get_path().get_extents() for gid in ("output-t1", "fed-t2"))
    assert start[0] == pytest.approx(output.x1) and output.y0 < start[1] < output.y1
    assert fed.x0 - 9 < end[0] < fed.x0 and fed.y0 < end[1] < fed.y1
    assert _artist(picture, "arrow-feed-t2").get_linestyle() != "solid"


def test_the_two_gradients_of_a_cell_look_different():
    picture = draw_network(3, gradients=True)
    looks = [_artist(picture, gid) for gid in ("gradient-time-l1-t2", "gradient-out-l1-t2")]
    assert looks[0].get_linestyle() != looks[1].get_linestyle()
    assert {look.get_edgecolor() for look in looks} == {matplotlib.colors.to_rgba(PALETTE["vermillion"].line)}


def test_the_mark_lies_under_its_cell_and_on_its_two_arrows():
    picture = draw_network(4, layers=3, mark=(1, 2))
    mark = _artist(picture, "mark").get_path().get_extents()
    cell = _artist(picture, "cell-l2-t3").get_path().get_extents()
    assert mark.x0 < cell.x0 < cell.x1 < mark.x1 and mark.y0 < cell.y0 < cell.y1 < mark.y1
    for pen, arrow in (("mark-time", "arrow-time-l2-t3"), ("mark-in", "arrow-in-l2-t3")):
        assert _ends(picture, pen)[0] == pytest.approx(_ends(picture, arrow)[0])
    assert "layer 2 at step 3" in picture.alt
    assert "mark" not in _gids(draw_network(4, layers=3))


def test_weights_are_written_at_every_step():
    def written(*args, **how):
        return [a.get_text() for a in draw_network(*args, **how).figure.axes[0].texts if a.get_gid() == "weight"]
    assert sorted(written(3, show_weights=True)) == sorted(["$W_{aa}$", "$W_{ax}$", "$W_{ya}$"] * 3)
    assert len(written(3, layers=2, show_weights=True)) == 2 * 3 * 2 + 3
    assert len(written(3, directions=2, show_weights=True, outputs=[2])) == 2 * 3 * 2 + 1
    assert written(3) == []


# ---- encoder and decoder, and the five architectures ------------------------------------------------------------

@pytest.mark.parametrize("layers, gradients", [(1, False), (1, True), (2, False), (3, True)])
def test_an_encoder_and_its_decoder_are_drawn_in_full(layers, gradients):
    with house_style():
        for steps, encoder in ((2, 1), (5, 3), (6, 2)):
            picture = draw_network(steps, encoder=encoder, layers=layers, gradients=gradients)
            drawn = _gids(picture)
            assert [drawn.pop(kind) for kind in ("group-encoder", "group-decoder", "group")] == [1, 1, 2]
            assert [drawn.pop(kind) for kind in ("handed-over", "heads")] == [layers, 1]
            drawn.pop("bridge", None)
            assert drawn == _expected(steps, layers, 1, range(encoder), range(encoder, steps), True, gradients)
            assert _collisions(picture) == _struck(picture) == [] and picture.width <= 860


def _written(picture, gid):
    """What is written in the box called `gid`."""
    box = _extents(_artist(picture, gid))
    (text,) = [text.get_text() for text in picture.figure.axes[0].texts if text.get_text()
               and box.x0 < text.get_position()[0] < box.x1 and box.y0 < text.get_position()[1] < box.y1]
    return text


def test_encoder_and_decoder_count_their_steps_for_themselves():
    picture = draw_network(5, encoder=3, gradients=True)
    written = [_written(picture, f"{kind}-t{step}") for kind, step in (
        ("cell-l1", 3), ("cell-l1", 4), ("cell-l1", 5), ("input", 3), ("output", 4), ("output", 5), ("fed", 5),
        ("loss", 4))]
    assert written == [rf"${name}^{{\langle {time}\rangle}}$" for name, time in (
        ("a", 3), ("s", 1), ("s", 2), ("x", 3), (r"\hat{y}", 1), (r"\hat{y}", 2), (r"\hat{y}", 1), ("L", 1))]


def test_the_last_state_of_the_encoder_goes_into_the_decoder():
    picture = draw_network(6, encoder=3, input_labels=["un", "chat", "extraordinaire"])
    encoder, decoder = (_extents(_artist(picture, f"group-{name}")) for name in ("encoder", "decoder"))
    boxes = {step: _extents(_artist(picture, f"cell-l1-t{step}")) for step in range(1, 7)}
    for step, box in boxes.items():
        group = encoder if step <= 3 else decoder
        assert group.x0 < box.x0 < box.x1 < group.x1 and group.y0 < box.y0 < box.y1 < group.y1
    (start, _), (end, _) = _ends(picture, "arrow-time-l1-t4")
    assert start == pytest.approx(boxes[3].x1) and boxes[4].x0 - 9 < end < boxes[4].x0
    (text,) = [text for text in picture.figure.axes[0].texts if text.get_gid() == "handed-over"]
    assert encoder.x1 < text.get_position()[0] < decoder.x0
    assert text.get_text() == r"$s^{\langle 0\rangle} = a^{\langle 3\rangle}$"
    assert "from a⟨0⟩ to a⟨3⟩" in picture.alt and "s⟨0⟩" in picture.alt and "ŷ⟨1⟩ to ŷ⟨3⟩" in picture.alt
    assert encoder.x1 < decoder.x0 and _artist(picture, "arrow-feed-t5").get_linestyle() != "solid"


@pytest.mark.parametrize("arguments, says", [
    ({"encoder": 4}, "`encoder` is 4"), ({"encoder": True}, "`encoder` is True"), ({"encoder": -1}, "`encoder` is -1"),
    ({"encoder": 2, "directions": 2}, "`directions` cannot"), ({"encoder": 2, "inputs": [0]}, "`inputs` cannot"),
    ({"encoder": 2, "outputs": [3]}, "`outputs` cannot"), ({"encoder": 2, "show_weights": True}, "`show_weights`"),
    ({"encoder": 2, "input_labels": "abc"}, "or 2, one per input"),
])
def test_bad_encoders(arguments, says):
    with pytest.raises(ValueError) as raised:
        draw_network(4, **arguments)
    assert says in str(raised.value) and str(raised.value).endswith(".")


def test_the_five_architectures_each_on_its_tile(pictures):
    picture = pictures["architectures"]
    shapes = list(picture.figure.axes[0].patches)
    tiles = [_extents(artist) for artist in shapes if artist.get_gid() == "tile"]

    def on_tiles(kind):
        boxes = [_extents(artist) for artist in shapes if re.match(kind, str(artist.get_gid()))]
        found = [sum(t.x0 < b.x0 and b.x1 < t.x1 and t.y0 < b.y0 and b.y1 < t.y1 for b in boxes) for t in tiles]
        assert sum(found) == len(boxes)         # none lies outside or across
        return found

    # one to one, one to many, many to one, many to many of equal lengths, and of unequal lengths
    assert on_tiles("input-") == [1, 1, 4, 4, 3]
    assert on_tiles("output-") == [1, 3, 1, 4, 2]
    assert on_tiles("cell-") == [1, 3, 4, 4, 5]
    assert on_tiles("start-") == [0, 1, 1, 1, 1]
    assert on_tiles("arrow-time-") == [0, 3, 4, 4, 5]
    assert on_tiles("arrow-feed-") == [0, 2, 0, 0, 1]
    assert on_tiles("group-") == [0, 0, 0, 0, 2]
    rows = {round(_extents(artist).y0, 3) for artist in shapes if re.match("cell-", str(artist.get_gid()))}
    assert len(rows) == 2                       # all cells of a row of tiles are in line
    for said in ("one to one", "one to many", "many to one", "many to many, equal lengths",
                 "many to many, unequal lengths", "which part → tune", "surname → language", "letters → phonemes",
                 "French → English"):
        assert said in [text.get_text() for text in picture.figure.axes[0].texts]
        assert said in picture.alt.lower().replace("french → english", "French → English")
    assert draw_architectures(title="Five").height > picture.height


# ---- labels and words --------------------------------------------------------------------------------------------

def test_labels_stand_at_their_steps():
    picture = draw_network(5, inputs=[0, 1, 2], outputs=[3, 4], input_labels=["le", "chat", "$5"],
                           output_labels=["", "", "", "the", "cat"], labels=["E", "E", "E", "D", "D"])
    at = {text.get_text(): text.get_position() for text in picture.figure.axes[0].texts}
    for word, gid in (("le", "input-t1"), ("$5", "input-t3"), ("the", "output-t4"), ("cat", "output-t5")):
        box = _artist(picture, gid).get_path().get_extents()
        assert at[word][0] == pytest.approx((box.x0 + box.x1) / 2)
        assert (at[word][1] > box.y1) == gid.startswith("input")
    assert sum(text.get_text() in "ED" for text in picture.figure.axes[0].texts if text.get_text()) == 5
    assert "le chat $5" in picture.alt and "the cat" in picture.alt
    bare = [text.get_text() for text in draw_network(2, labels=False).figure.axes[0].texts]
    assert not any(r"a^{\langle 1" in text for text in bare)


def test_alternative_text_of_a_network_follows_its_shape():
    alt = draw_network(7, inputs=range(4), outputs=[4, 5, 6], feed_back=True).alt
    for said in ("7 time steps", "1 layer ", "x⟨1⟩ to x⟨4⟩", "ŷ⟨5⟩ to ŷ⟨7⟩", "2 in all"):
        assert said in alt
    alt = draw_network(5, layers=3, directions=2, outputs=[0, 4], gradients=True).alt
    for said in ("bidirectional", "5 time steps", "3 layers", "ŷ⟨1⟩ and ŷ⟨5⟩", "2 losses", "right to left"):
        assert said in alt
    assert "1 time step," in draw_network(1).alt and "loss" not in draw_network(1).alt
    assert draw_network(2, alt="Mine.").alt == "Mine."


@pytest.mark.parametrize("arguments, says", [
    ({"steps": 0}, "`steps` is 0"), ({"steps": 2.0}, "`steps`"), ({"steps": True}, "`steps`"),
    ({"layers": 0}, "`layers` is 0"), ({"directions": 3}, "`directions` is 3"), ({"inputs": [4]}, "`inputs` holds 4"),
    ({"outputs": [-1]}, "`outputs` holds -1"), ({"outputs": [], "gradients": True}, "losses"),
    ({"mark": (1, 0)}, "layer below 1"), ({"mark": (0, 4)}, "step below 4"), ({"mark": 2}, "`mark`"),
    ({"labels": ["a"]}, "`labels` has 1 text"), ({"input_labels": "abc"}, "expected 4, one per step"),
    ({"inputs": [0, 1], "input_labels": "abc"}, "or 2, one per input"), ({"steps": 40}, "do not fit"),
    ({"steps": 8, "directions": 2, "show_weights": True}, "do not fit"), ({"labels": ["w" * 40] * 4}, "do not fit"),
])
def test_bad_networks(arguments, says):
    with pytest.raises(ValueError) as raised:
        draw_network(**arguments)
    assert says in str(raised.value) and str(raised.value).endswith(".")


# ---- the other diagrams -----------------------------------------------------------------------------------------

def test_the_cell_shows_every_symbol_with_its_shape(pictures):
    texts = [text.get_text() for text in pictures["cell"].figure.axes[0].texts]
    for said in ("a_prev", "xt", "a_next", "yt_pred", "tanh", "softmax", "$W_{aa}$", "$W_{ax}$", "$b_a$", "$W_{ya}$",
                 "$b_y$", "$(n_a, n_a)$", "$(n_a, n_x)$", "$(n_y, n_a)$", "$(n_a, 1)$", "$(n_y, 1)$", "$(n_x, m)$",
                 "$(n_y, m)$"):
        assert said in texts
    assert texts.count("$(n_a, m)$") == 2
    assert not any(kind.startswith("gradient") for kind in _gids(pictures["cell"]))


def test_the_cell_shows_its_gradients(pictures):
    picture = pictures["cell, backward"]
    texts = [text.get_text() for text in picture.figure.axes[0].texts]
    assert {"da_next", "da_prev", "dxt", "dWax", "dWaa", "dba", "dz", "dz = (1 − a_next²) * da_next"} <= set(texts)
    assert sum(kind.startswith("gradient-") for kind in _gids(picture)) == 9
    assert "5 gradients" in picture.alt and "dz = (1 − a⟨t⟩²) * da_next" in picture.alt
    assert set(_gids(pictures["cell"])) < set(_gids(picture))


def _tip(arrow, back=False):
    """A point a little before the beginning of a line or, with the other end, a little behind the tip of an arrow."""
    points = np.asarray(arrow.get_path().vertices)
    end, before = (points[0], points[1]) if back else (points[-1], points[-2])
    return end + (end - before) / np.linalg.norm(end - before) * (3 if back else 11)


def _passes(arrow, point):
    """Whether a line runs through a point: the drawn path, its bends straightened, within a pixel and a half."""
    vertices = np.asarray(arrow.get_path().vertices)
    for start, end in zip(vertices, vertices[1:]):
        along = end - start
        share = np.clip((point - start) @ along / max(along @ along, 1e-9), 0, 1)
        if np.linalg.norm(start + share * along - point) < 1.5:
            return True
    return False


class _Drawn:
    """A drawn cell, computed by following its arrows: what a box gets, what is written in it, and so what it gives."""

    BOXES = "(value-.*|weight|operation|stack|sum|product)$"
    FUNCTIONS = {"σ": sigmoid, "tanh": np.tanh, "softmax": softmax, r"$1 - \Gamma_u$": lambda gate: 1 - gate}

    def __init__(self, picture, given, parameters):
        axes = picture.figure.axes[0]
        self.boxes = [(artist.get_gid(), _extents(artist)) for artist in axes.patches
                      if re.match(self.BOXES, str(artist.get_gid()))]
        self.arrows = [artist for artist in axes.patches if str(artist.get_gid()).startswith("arrow-")]
        self.texts = [(text.get_text(), text.get_position()) for text in axes.texts]
        self.given, self.parameters = given, parameters

    def at(self, point):
        """The number of the box around a point, or None."""
        return next((number for number, (_, box) in enumerate(self.boxes)
                     if box.x0 <= point[0] <= box.x1 and box.y0 <= point[1] <= box.y1), None)

    def source(self, arrow):
        """The box that an arrow comes from; at a fork, that of the line which it leaves."""
        box = self.at(_tip(arrow, back=True))
        if box is None:
            start = np.asarray(arrow.get_path().vertices)[0]
            (other,) = [other for other in self.arrows if other is not arrow and _passes(other, start)
                        and not np.allclose(other.get_path().vertices[0], start)]
            return self.source(other)
        return box

    def written(self, number):
        _, box = self.boxes[number]
        return [text for text, (x, y) in self.texts if box.x0 < x < box.x1 and box.y0 < y < box.y1]

    def half(self, number):
        """The two halves of a stack, the upper one first."""
        _, box = self.boxes[number]
        halves = [n for n, (kind, other) in enumerate(self.boxes) if kind == "stack" and abs(other.x0 - box.x0) < 1]
        return tuple(sorted(halves, key=lambda n: self.boxes[n][1].y0))

    def into(self, number):
        """The arrows whose tips lie in a box, or in either half of a stack, from the upper tip to the lower."""
        boxes = self.half(number) if self.boxes[number][0] == "stack" else (number,)
        arrows = [arrow for arrow in self.arrows if self.at(_tip(arrow)) in boxes]
        return sorted(arrows, key=lambda arrow: _tip(arrow)[1])

    def value(self, number):
        kind, texts = self.boxes[number][0], self.written(number)
        name = kind.removeprefix("value-")
        if name in self.given:
            return self.given[name]
        inputs = [self.value(self.source(arrow)) for arrow in self.into(number)]
        names = [re.sub(r"[$_{} \\]", "", each) for text in texts if re.match(r"\$[Wb]_", text)
                 for each in text.split(",")]
        if kind == "stack":
            assert len(inputs) == 2
            return np.concatenate(inputs)
        if kind == "sum":
            return sum(inputs)
        if kind == "product":
            assert len(inputs) == 2
            return inputs[0] * inputs[1]
        if kind == "weight":
            return self.parameters[names[0]] @ inputs[0] if inputs else self.parameters[names[0]]
        (z,) = inputs
        if names:
            W, b = (self.parameters[name] for name in names)
            z = W @ z + b
        if kind == "operation":
            (function,) = [text for text in texts if text in self.FUNCTIONS]
            return self.FUNCTIONS[function](z)
        return z

    def __getitem__(self, name):
        (number,) = [number for number, (kind, _) in enumerate(self.boxes) if kind == f"value-{name}"]
        return self.value(number)


CELLS = {"rnn": (initialize_rnn, rnn_cell_forward, ("a_prev",), ("a_next", "yt_pred")),
         "gru": (initialize_gru, gru_cell_forward, ("c_prev",), ("c_next", "yt_pred")),
         "lstm": (initialize_lstm, lstm_cell_forward, ("a_prev", "c_prev"), ("a_next", "c_next", "yt_pred"))}


@pytest.mark.parametrize("kind", CELLS)
def test_who_follows_the_arrows_of_a_cell_computes_what_the_cell_computes(kind):
    rng, (initialize, forward, states, results) = np.random.default_rng(0), CELLS[kind]
    parameters = {name: rng.normal(size=value.shape) for name, value in initialize(4, 3, 2, rng).items()}
    given = {name: rng.normal(size=(3, 5)) for name in states} | {"xt": rng.normal(size=(4, 5))}
    drawn = _Drawn(draw_cell(kind), given, parameters)
    for name, expected in zip(results, forward(given["xt"], *(given[name] for name in states), parameters)):
        np.testing.assert_allclose(drawn[name], expected, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("cell", [GRU, LSTM])
def test_a_layout_has_its_blocks_where_the_parameters_are(cell, pictures):
    parameters = cell.initialize(3, 2, 4, np.random.default_rng(0))
    named = {f"W_{gate}": k + 1 for k, gate in enumerate(sorted(name[1] for name in parameters if name[0] == "W"))}
    parameters = {name: np.full(value.shape, named.get(f"W_{name[1]}", 0.0)) for name, value in parameters.items()}
    W, R, B = to_framework_parameters(parameters, cell)
    letters = {number: name for name, number in named.items()}
    expected = [("-" if number < 0 else "") + letters[abs(number)] for number in R[0, ::2, 0]]
    assert [("-" if number < 0 else "") + letters[abs(number)] for number in W[0, ::2, 0]] == expected
    biases = [name.replace("W", "b") for name in expected] + ["0"] * len(expected)
    assert [("-" if n < 0 else "") + letters[abs(n)].replace("W", "b") if n else "0" for n in B[0, ::2]] == biases
    columns = {}
    for text in pictures[f"layout, {cell.name.lower()}"].figure.axes[0].texts:
        x, y = text.get_position()
        if x > 400 and text.get_text().startswith("$") and text.get_fontsize() in (13, 15):
            columns.setdefault(x, []).append((y, text.get_text().strip("$")))
    drawn = [[name for _, name in sorted(column) if not name.startswith("n_")] for column in columns.values()]
    assert drawn == [expected, expected, biases]


def test_a_layout_of_something_else_is_named():
    with pytest.raises(ValueError, match="`cell` is 'TCN'; expected one of 'RNN', 'GRU', 'LSTM'."):
        draw_layout("TCN")


def test_what_comes_out_of_a_block_has_its_names_beside_it(pictures):
    for kind, names in (("gru", {"r": "rt", "u": "ut", "c": "cct"}),
                        ("lstm", {"f": "ft", "i": "it", "o": "ot", "c": "cct"})):
        texts = pictures[kind].figure.axes[0].texts
        at = {text.get_text(): text.get_position() for text in texts}
        for letter, code in names.items():
            x, y = at[rf"$W_{letter},\ b_{letter}$"]
            symbol = at[r"$\tilde{c}^{\langle t\rangle}$" if letter == "c" else rf"$\Gamma_{letter}$"]
            assert x - 20 < symbol[0] < x < at[code][0] < x + 20 and y - 80 < symbol[1] < y - 30, (kind, letter)
        words = {"gru": ("reset gate", "update gate"), "lstm": ("forget gate", "input gate", "output gate")}[kind]
        assert {*words, "candidate"} <= set(at)
        assert len([text for text in texts if text.get_gid() == "formula"]) == {"gru": 5, "lstm": 7}[kind]
        shape = [text for text in at if "n_a + n_x" in text]
        assert len(shape) == 1 and all(f"W_{letter}" in shape[0] for letter in [*names, "y"])


def test_alternative_texts_of_the_cells_name_what_goes_in_and_out(pictures):
    for kind, said in (("gru", "c⟨t−1⟩ x⟨t⟩ Γr Γu 1 − Γu c̃⟨t⟩ c⟨t⟩ ŷ⟨t⟩"),
                       ("lstm", "c⟨t−1⟩ a⟨t−1⟩ x⟨t⟩ Γf Γi Γo c̃⟨t⟩ c⟨t⟩ a⟨t⟩ ŷ⟨t⟩")):
        assert [each for each in said.split() if each not in pictures[kind].alt] == []


def test_only_cells_that_exist():
    with pytest.raises(ValueError, match="'cnn'; the kinds that exist: 'rnn', 'gru', 'lstm'."):
        draw_cell("cnn")
    with pytest.raises(ValueError, match="the way back is drawn for the kind 'rnn' only, not for 'lstm'."):
        draw_cell("lstm", gradients=True)


def test_mini_batch_shows_its_shape():
    picture = draw_mini_batch(50, 8, 6)
    texts = [text.get_text() for text in picture.figure.axes[0].texts]
    assert {"(50, 8, 6)", "(50, 8)", "(50,)", "xt = x[:, :, 2]", "xt[:, 6]", "8 examples", "6 time steps"} <= set(texts)
    kinds = _gids(picture)
    assert (kinds["sheet"], kinds["one"], kinds["mark"]) == (6, 8, 1)
    assert texts.count("1") == 1 and "(50, 8, 6)" in picture.alt and "(50, 8)" in picture.alt
    for bad in ({"n_x": 0}, {"m": 2.5}, {"T_x": "10"}):
        with pytest.raises(ValueError, match=f"`{next(iter(bad))}`"):
            draw_mini_batch(**bad)


def test_course_map_marks_what_is_done(pictures):
    picture = pictures["map"]
    texts = [text.get_text() for text in picture.figure.axes[0].texts]
    assert texts.count("✓") == 2
    assert {f"{number}" for number, *_ in NOTEBOOKS} <= set(texts)
    assert "5 notebooks" in picture.alt and "(2 of 5)" in picture.alt
    assert _gids(picture)["arrow-next"] == 4
    for _, title, question, _ in NOTEBOOKS:
        assert set(f"{title} {question}".split()) <= set(" ".join(texts).split())
    with pytest.raises(ValueError, match="empty"):
        draw_course_map([])
    with pytest.raises(ValueError, match="expected"):
        draw_course_map([(1, "title")])
    with pytest.raises(ValueError, match="`done` of notebook 1"):
        draw_course_map([(1, "title", "question", "yes")])


def test_the_check_mark_is_in_the_font():
    from matplotlib import font_manager, ft2font
    font = ft2font.FT2Font(font_manager.findfont("DejaVu Sans"))
    assert all(font.get_char_index(ord(glyph)) for glyph in "✓⟨⟩ŷ−…")


# ---- charts -----------------------------------------------------------------------------------------------------

def test_heat_map_is_centred_on_zero_only_if_signed():
    def cells(values, **how):
        return _artist(heat_map(values, alt="x", **how), "cells")
    signed, positive = cells([[-1, 0.25], [0, 3]]), cells([[0, 0.25], [1, 3]])
    assert signed.get_clim() == (-3, 3) and positive.get_clim() == (0, 3)
    assert cells([[-1, 2]], limit=5).get_clim() == (-5, 5)
    middle, low, high = (np.array(signed.cmap(at)[:3]) for at in (0.5, 0.0, 1.0))
    assert np.ptp(middle) < 0.05 and middle.min() > 0.9                 # near-white
    assert low[2] > low[0] and high[0] > high[2]                        # blue below, orange above
    assert positive.cmap(0.0)[:3] == pytest.approx(tuple(middle))
    assert signed.get_array().reshape(2, 2)[1, 1] == 3
    assert cells(np.zeros((2, 2))).get_clim() == (0, 1)


def test_heat_map_names_its_rows_and_columns(pictures):
    axes = pictures["heat map"].figure.axes[1]
    assert [label.get_text() for label in axes.get_xticklabels()] == list("tyrannosaur")
    assert [label.get_text() for label in axes.get_yticklabels()] == list("abcdef")
    assert axes.get_ylim() == (6, 0)                                    # the first row on top
    assert len(pictures["heat map"].figure.axes) == 3                   # the sheet, the map, the colour bar


def test_curves_hold_the_values():
    values = np.array([1.0, 3.0, np.inf, 2.0])
    picture = curves({"a": values, "b": (values + 1, values, values + 2)}, baseline={"chance": 0.5},
                     band=("bound", 0, 1), alt="x")
    drawn = {line.get_gid(): line for line in picture.figure.axes[1].lines}
    assert np.array_equal(drawn["curve-a"].get_xdata(), [1, 2, 3, 4])
    assert np.array_equal(drawn["curve-a"].get_ydata(), [1, 3, np.nan, 2], equal_nan=True)
    assert drawn["baseline-chance"].get_ydata()[0] == 0.5 and drawn["baseline-chance"].get_linestyle() != "-"
    assert {region.get_gid() for region in picture.figure.axes[1].collections} == {"region-b", "band-bound"}
    names = [text.get_text() for text in picture.figure.axes[0].texts if text.get_gid() == "name"]
    assert sorted(names) == ["a", "b", "bound", "chance"]


def test_curves_are_named_at_their_ends_or_in_a_legend(pictures):
    def places(picture):
        return [text.get_position() for text in picture.figure.axes[0].texts if text.get_gid() == "name"]
    direct, legend = places(pictures["curves"]), places(pictures["curves, legend"])
    assert len(direct) == 3 and len({x for x, _ in direct}) == 1 and min(x for x, _ in direct) > 560
    assert len(legend) == 7 and max(y for _, y in legend) < 90


def test_a_log_axis_leaves_out_what_has_no_logarithm():
    picture = curves({"a": [1, 0, -1, 10]}, log=True, alt="x")
    (line,) = picture.figure.axes[1].lines
    assert np.array_equal(line.get_ydata(), [1, np.nan, np.nan, 10], equal_nan=True)
    assert picture.figure.axes[1].get_yscale() == "log"


def test_every_curve_has_a_colour_and_a_marker_of_its_own(pictures):
    lines = pictures["curves, legend"].figure.axes[1].lines
    assert len({line.get_color() for line in lines}) == len({line.get_marker() for line in lines}) == 7


def test_bars_are_as_long_as_their_values(pictures):
    axes = pictures["bars, signed"].figure.axes[1]
    lengths = [patch.get_width() for patch in axes.patches]
    assert lengths == [-1.5, 7]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]                      # the first on top
    written = [t.get_text() for t in pictures["bars"].figure.axes[0].texts if t.get_gid() == "value"]
    assert written == ["3e−9", "2.2e−10", "0.002"]
    log = pictures["bars"].figure.axes[1]
    assert [patch.get_x() + patch.get_width() for patch in log.patches] == pytest.approx([3e-9, 2.2e-10, 2e-3])
    assert "accepted: 1e−7" in [t.get_text() for t in pictures["bars"].figure.axes[0].texts]


def test_tokens_stand_under_their_values(pictures):
    picture = pictures["tokens"]
    axes = picture.figure.axes[1]
    words = [text for text in picture.figure.axes[0].texts if str(text.get_gid()).startswith("token-")]
    assert "".join(word.get_text() for word in words) == "tyrannosaurus"
    (dots,) = [line for line in axes.lines if line.get_gid() == "dots"]
    x = axes.transData.transform(np.column_stack(dots.get_data()))[:, 0]
    assert [word.get_position()[0] for word in words] == pytest.approx(list(x), abs=0.1)


def test_slanted_words_do_not_touch(pictures):
    words = [text for text in pictures["tokens, many"].figure.axes[0].texts if text.get_text() == "President"]
    assert len(words) == 30 and {word.get_rotation() for word in words} == {45}
    pitch = np.diff([word.get_position()[0] for word in words])
    assert (pitch / np.sqrt(2) >= words[0].get_fontsize() + 1).all()


def test_a_bound_is_dashed_thin_and_of_the_colour_of_its_curve():
    values, bound = np.array([1.0, 0.5, 0.2]), np.array([1.0, 0.7, 0.0])
    picture = curves({"a": values, "b": values / 2}, x=[0, 1, 2], log=True, bounds=("at most", {"b": bound}), alt="x")
    drawn = {line.get_gid(): line for line in picture.figure.axes[1].lines}
    assert set(drawn) == {"curve-a", "curve-b", "bound-b"}
    assert np.array_equal(drawn["bound-b"].get_xdata(), [0, 1, 2])
    assert np.array_equal(drawn["bound-b"].get_ydata(), [1, 0.7, np.nan], equal_nan=True)
    assert drawn["bound-b"].get_color() == drawn["curve-b"].get_color() != drawn["curve-a"].get_color()
    assert drawn["bound-b"].get_linestyle() != "-"
    assert drawn["bound-b"].get_linewidth() < drawn["curve-b"].get_linewidth()
    assert [t.get_text() for t in picture.figure.axes[0].texts if t.get_gid() == "bounds-name"] == ["at most"]
    assert bound[2] == 0                        # what was given is not changed


def test_bounds_over_24_powers_of_ten(pictures):
    picture = pictures["curves, bounds"]
    low, high = picture.figure.axes[1].get_ylim()
    assert low < 1e-11 and high > 1e11
    names = [text.get_position() for text in picture.figure.axes[0].texts if text.get_gid() == "name"]
    assert len(names) == 5 and len({x for x, _ in names}) == 1          # each at its end
    assert len(picture.figure.axes[1].get_yticks()) <= 9


# ---- gates along a sentence -------------------------------------------------------------------------------------

def _filled(picture, name):
    """The filled part of each cell of a gate: its boxes from the first step to the last."""
    patches = [patch for patch in picture.figure.axes[0].patches if str(patch.get_gid()).startswith(f"value-{name}-t")]
    return [_extents(patch) for patch in sorted(patches, key=lambda patch: int(patch.get_gid().rsplit("t", 1)[1]))]


def test_a_cell_is_filled_as_far_as_its_gate_is_open():
    words = [f"word{k}" for k in range(5)]
    boxes = _filled(gates({"u": [0, 0.25, 0.5, 0.75, 1.0]}, words, alt="x"), "u")
    heights = np.array([box.height for box in boxes])
    assert heights / heights[-1] == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert len({box.y1 for box in boxes}) == 1                          # all stand on the same ground
    assert [b.height for b in _filled(gates({"u": [1, 2]}, "ab", limit=4, alt="x"), "u")] == pytest.approx(
        [heights[-1] / 4, heights[-1] / 2])
    low, none, high = _filled(gates({"c": [-1, 0, 0.5]}, "abc", alt="x"), "c")
    assert low.y0 == none.y0 == high.y1 and low.height == pytest.approx(2 * high.height)    # down and up
    dark = [patch.get_facecolor() for patch in gates({"u": [0.1, 0.9]}, "ab", alt="x").figure.axes[0].patches
            if str(patch.get_gid()).startswith("value")]
    assert sum(dark[0][:3]) > sum(dark[1][:3])


def test_every_word_stands_over_its_gates(pictures):
    picture = pictures["gates"]
    words = sorted((text for text in picture.figure.axes[0].texts if str(text.get_gid()).startswith("word-t")),
                   key=lambda text: int(text.get_gid()[6:]))
    assert [word.get_text() for word in words] == SENTENCE
    for name in (r"$\Gamma_u$", "reset"):
        boxes = _filled(picture, name)
        assert len(boxes) == 39
        for word, box in zip(words, boxes):
            assert word.get_position()[0] == pytest.approx((box.x0 + box.x1) / 2) and word.get_position()[1] < box.y0
    assert len({word.get_position()[1] for word in words}) == 2         # two lines of text
    marked = [word.get_text() for word in words if word.get_fontweight() == "bold"]
    assert marked == ["cats", "were"] and _gids(picture)["mark"] == 2
    assert [text.get_text() for text in picture.figure.axes[0].texts if text.get_gid() == "gate"] == [
        r"$\Gamma_u$", "reset"] * 2
    assert picture.width <= 860


# ---- tunes ------------------------------------------------------------------------------------------------------

def _notes(picture):
    """The drawn notes: (pitch, box, is an outline), from the top left on."""
    drawn = [(int(patch.get_gid().rsplit("-", 1)[1]), _extents(patch), patch.get_gid().startswith("given"))
             for patch in picture.figure.axes[0].patches if re.match("(note|given)-", str(patch.get_gid()))]
    return sorted(drawn, key=lambda note: note[1].x0)


def test_a_roll_has_a_bar_for_each_note(pictures):
    drawn = _notes(pictures["piano roll"])
    sounding = [note for note in TUNE if note[0] is not None]
    assert [pitch for pitch, _, _ in drawn] == [pitch for pitch, _, _ in sounding]
    eighth = (drawn[-1][1].x0 - drawn[0][1].x0) / 13
    for (_, box, hollow), (_, start, length) in zip(drawn, sounding):
        assert box.x0 - drawn[0][1].x0 == pytest.approx(eighth * (start + 1))
        assert box.width == pytest.approx(eighth * length - 1.6) and not hollow
    pitches, heights = np.array([(pitch, -(box.y0 + box.y1) / 2) for pitch, box, _ in drawn]).T
    assert np.polyfit(pitches, heights, 1, full=True)[1] < 1e-9 and heights[0] == heights.min()      # higher is higher
    bars = {round(patch.get_path().vertices[0, 0]) for patch in pictures["piano roll"].figure.axes[0].patches
            if patch.get_gid() == "bar"}
    first = drawn[1][1].x0 - 0.8
    assert sorted(bars) == [round(first + 6 * eighth * bar) for bar in range(4)]
    texts = [text.get_text() for text in pictures["piano roll"].figure.axes[0].texts]
    assert {"bar 1", "2", "3"} <= set(texts) and "4" not in texts


def test_the_names_of_the_keys_stand_at_their_notes(pictures):
    drawn = {pitch: (box.y0 + box.y1) / 2 for pitch, box, _ in _notes(pictures["piano roll"])}
    names = {62: "D4", 67: "G4", 71: "B4", 74: "D5", 79: "G5"}
    at = {text.get_text(): text.get_position()[1] for text in pictures["piano roll"].figure.axes[0].texts
          if text.get_gid() == "key"}
    for pitch, name in names.items():
        assert at[name] == pytest.approx(drawn[pitch] + 0.36 * 11)      # the middle of its small letters
    assert figures.piano_rolls.pitch_name(60) == "C4" and figures.piano_rolls.pitch_name(66) == "F♯4"
    assert figures.piano_rolls.pitch_name(0) == "C-1"


def test_tunes_go_on_in_the_next_line_and_what_was_given_is_an_outline(pictures):
    picture = pictures["piano rolls"]
    drawn = _notes(picture)
    assert len(drawn) == 8 + 40 + 1 + 24        # the note over the end of a line is drawn twice
    hollow = {(pitch, outline) for pitch, _, outline in drawn if outline}
    assert hollow == {(62, True), (60, True)}
    fills = {patch.get_gid().split("-")[0]: patch.get_facecolor() for patch in picture.figure.axes[0].patches
             if re.match("(note|given)-", str(patch.get_gid()))}
    assert sum(fills["given"][:3]) > sum(fills["note"][:3]) + 0.8       # light against dark
    assert picture.width <= 860
    for said in ("A jig: 48 notes over 16 bars, from D4 to G5", "Another: 24 notes over 4 bars, from C4 to B5",
                 "beginning C4 C♯4 D4", "2 piano rolls", "The first note, drawn as an outline, was given."):
        assert said in picture.alt
    assert "1 note over 1 bar, from A4 to A4, beginning A4." in piano_roll([(69, 0, 1)]).alt
    assert piano_roll([(69, 0, 1)], alt="Mine.").alt == "Mine."


def _wave(sound):
    """What a WAV file holds: its header and its samples from −1 to 1."""
    with wave.open(io.BytesIO(sound.wav())) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767
        return (file.getnchannels(), file.getsampwidth(), file.getframerate()), samples


def test_a_tune_sounds_as_long_as_high_and_as_loud_as_written():
    sound = play([(69, 0, 3), (None, 3, 3), (81, 6, 3)], label="a, rest, a", tempo=60)
    header, samples = _wave(sound)
    assert header == (1, 2, 8000) and len(samples) == sound.samples.size
    assert sound.seconds == pytest.approx(3 + 0.3)                      # three groups of eighths, one a second
    assert np.abs(samples).max() == pytest.approx(0.9, abs=1e-4)
    for start, frequency in ((0.05, 440), (2.05, 880)):
        part = samples[round(8000 * start):][:8000]
        spectrum = np.abs(np.fft.rfft(part * np.hanning(8000)))
        assert abs(np.argmax(spectrum) - frequency) <= 1                # a bin is one Hz
    assert np.abs(samples[round(8000 * 1.05):round(8000 * 2.05)]).max() == 0
    assert samples[0] == samples[-1] == 0


def test_nothing_clicks():
    """A jump in a tone would be heard as noise above all its partials, which end at 5 times 1000 Hz here."""
    def noise(samples):
        power = np.abs(np.fft.rfft(samples * np.hanning(samples.size))) ** 2
        return power[np.fft.rfftfreq(samples.size, 1 / 16000) > 6000].sum() / power.sum()
    sound = play([(67 + k % 5, k, 1) for k in range(48)], label="quick", rate=16000)
    assert noise(sound.samples) < 1e-11
    clicking = sound.samples.copy()
    loudest = 20000 + np.abs(clicking[20000:30000]).argmax()
    clicking[loudest:loudest + 100] = 0
    assert noise(clicking) > 1e-7


def test_a_player_with_its_label():
    label = 'a < b & "c" <script>'
    sound = play(TUNE, label=label)
    bundle = sound._repr_mimebundle_()
    assert bundle["text/plain"] == repr(sound) == f"Sound ({sound.seconds:.1f} s): {label}"
    found, words = [], []
    parser = html.parser.HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))
    parser.handle_data = words.append
    parser.feed(bundle["text/html"])
    assert [tag for tag, _ in found] == ["figure", "figcaption", "audio"]
    player = found[-1][1]
    assert "controls" in player and "autoplay" not in player
    assert player["aria-label"] == player["title"] == label and "".join(words) == f"♪ {label}"
    assert base64.b64decode(player["src"].removeprefix("data:audio/wav;base64,")) == sound.wav()
    assert "--jp-content-font-color1" in bundle["text/html"]


def test_the_same_notes_are_the_same_bytes_and_few(tmp_path):
    notes = [(67 + k % 5, k, 1) for k in range(84)]
    sound = play(notes, label="fifteen seconds")
    assert 15 < sound.seconds < 15.5 and sound.wav() == play(notes, label="fifteen seconds").wav()
    assert len(sound._repr_mimebundle_()["text/html"]) < 400_000
    sound.save(tmp_path / "tune.wav")
    assert (tmp_path / "tune.wav").read_bytes() == sound.wav()
    assert play([(None, 0, 3)], label="silence").samples.any() == False       # noqa: E712


@pytest.mark.parametrize("make, says", [
    (lambda: piano_roll([]), "empty"), (lambda: piano_roll({}), "`tunes` is empty"),
    (lambda: piano_roll({"a": [(None, 0, 1)]}), "'a' holds rests only"),
    (lambda: piano_roll([(60, 0, 1), (60, 1)]), r"note 1 is \(60, 1\)"),
    (lambda: play([], label="x"), "empty"), (lambda: play([(60.5, 0, 1)], label="x"), "note 0"),
    (lambda: play([(60, 0, 0)], label="x"), "length above 0"), (lambda: play([(128, 0, 1)], label="x"), "0 to 127"),
    (lambda: play([(60, np.nan, 1)], label="x"), "note 0"), (lambda: play([(60, 0, 1)], label=" "), "`label`"),
    (lambda: play([(60, 0, 1)], label="x", tempo=0), "`tempo` is 0"),
    (lambda: play([(60, 0, 1)], label="x", rate=-1), "`rate` is -1"),
    (lambda: Sound([[0.0]], 8000, "x"), r"shape is \(1, 1\)"), (lambda: Sound([1.5], 8000, "x"), "−1 to 1"),
    (lambda: Sound([np.nan], 8000, "x"), "−1 to 1"), (lambda: Sound([], 8000, "x"), "−1 to 1"),
])
def test_bad_tunes(make, says):
    with pytest.raises(ValueError, match=says) as raised:
        make()
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize("draw, says", [
    (lambda: heat_map([1, 2], alt="x"), r"matrix .* \(2,\)"),
    (lambda: heat_map([[np.nan]], alt="x"), "finite"),
    (lambda: heat_map([[1, 2]], columns="abc", alt="x"), "`columns` has 3 names; expected 2"),
    (lambda: heat_map([[1, 2]], limit=0, alt="x"), "`limit` is 0"),
    (lambda: curves({}, alt="x"), "holds 0 curves"),
    (lambda: curves({f"{k}": [1, 2] for k in range(8)}, alt="x"), "holds 8 curves"),
    (lambda: curves({"a": [[1, 2]]}, alt="x"), r"'a' has shape \(1, 2\)"),
    (lambda: curves({"a": [1, 2]}, x=[1, 2, 3], alt="x"), r"expected \(3,\)"),
    (lambda: curves({"a": [np.nan]}, alt="x"), "no value"),
    (lambda: curves({"a": [1, 2]}, baseline={"b": -1}, log=True, alt="x"), "'b' is -1"),
    (lambda: curves({"a": [1, 2]}, band=("b", [1, 2, 3], 4), alt="x"), "'b' must be"),
    (lambda: curves({"a": [1, 2]}, bounds=("at most", {"b": [1, 2]}), alt="x"), "'b', which is none"),
    (lambda: curves({"a": [1, 2]}, bounds=("at most", {"a": [1, 2, 3]}), alt="x"), r"'at most of a' has shape \(3,\)"),
    (lambda: gates({}, "ab", alt="x"), "empty"),
    (lambda: gates({"u": [0, 1]}, "abc", alt="x"), r"'u' have shape \(2,\); expected .* 3 words"),
    (lambda: gates({"u": [0, 2]}, "ab", alt="x"), "a value of 2, which is beyond `limit`, 1"),
    (lambda: gates({"u": [0, 1]}, "ab", mark=2, alt="x"), r"`mark` holds \[2\]; expected steps from 0 to 1"),
    (lambda: gates({"u": [0, 1]}, "ab", limit=0, alt="x"), "`limit` is 0"),
    (lambda: bars({}, alt="x"), "empty"),
    (lambda: bars({"a": np.inf}, alt="x"), "finite"),
    (lambda: bars({"a": 0}, log=True, alt="x"), "above 0"),
    (lambda: bars({"a" * 99: 1}, alt="x"), "too long"),
    (lambda: tokens("abc", [1, 2], alt="x"), r"shape \(2,\); expected .* 3 words"),
    (lambda: tokens(["word"] * 60, [1] * 60, alt="x"), "60 words do not fit"),
    (lambda: tokens("ab", [1, np.nan], alt="x"), "finite"),
])
def test_bad_charts(draw, says):
    with pytest.raises(ValueError, match=says) as raised:
        draw()
    assert str(raised.value).endswith(".")


# ---- the palette ------------------------------------------------------------------------------------------------

def _luminance(colour):
    channels = np.array(matplotlib.colors.to_rgb(colour))
    channels = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return channels @ [0.2126, 0.7152, 0.0722]


def test_text_colours_are_legible():
    for name, colour in PALETTE.items():
        for ground in (CARD, colour.fill):
            assert (_luminance(ground) + 0.05) / (_luminance(colour.ink) + 0.05) >= 4.5, name


def test_each_role_and_each_curve_is_told_apart_without_colour():
    assert len({PALETTE[name].marker for name in PALETTE}) == len(PALETTE)
    assert len({str(PALETTE[name].dashes) for name in SERIES}) == len(SERIES)
    assert len({PALETTE[name].hatch for name in PALETTE}) == len(PALETTE)
    assert len({ROLES[role] for role in ("input", "state", "output", "gradient")}) == 4


# -- word_columns ---------------------------------------------------------------------------------

def test_word_columns_show_each_word_and_cut_what_does_not_fit():
    picture = word_columns({"before": ["xq", "", "z" * 40], "after": ["saurus"]}, title="Names",
                           alt="Two columns of names.")
    words = [text.get_text() for text in picture.figure.axes[0].texts if text.get_gid() == "word"]
    assert words == ["xq", "·", "z" * 23 + "…", "saurus"]
    right = max(text.get_window_extent().x1 for text in picture.figure.axes[0].texts)
    assert right < picture.figure.bbox.x1
    boxes = [artist for artist in picture.figure.axes[0].get_children() if artist.get_gid() == "column"]
    assert len(boxes) == 2


def test_wider_columns_show_longer_words():
    narrow, wide = (word_columns({"a": ["z" * 30]}, width=width, alt="a") for width in (200, 390))
    shown = [[text.get_text() for text in picture.figure.axes[0].texts] for picture in (narrow, wide)]
    assert "z" * 30 in shown[1] and "z" * 30 not in shown[0] and wide.width == narrow.width + 190


def test_rolls_with_given_keys_are_equally_high():
    low, high = (piano_roll([(pitch, 0, 6)], keys=(60, 80)) for pitch in (62, 79))
    assert low.height == high.height > piano_roll([(62, 0, 6)]).height
    assert piano_roll([(90, 0, 6)], keys=(60, 80)).height > low.height


def test_word_columns_without_words_are_refused():
    for columns in ({}, {"before": []}):
        with pytest.raises(ValueError, match="`columns` needs"):
            word_columns(columns, alt="nothing")
