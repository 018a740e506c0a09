"""`draw_cell`: the inside of a recurrent cell, each symbol with its name in the code and its shape.

A cell is drawn by a function of its own, listed in `CELLS`: the basic cell here, those with gates in `gated_cells`,
all of them from the same `cell_parts`.
"""
from rnn_utils.figures.canvas import DASHES, Canvas
from rnn_utils.figures.cell_parts import BOX, PILL, SUM, dot, in_code, operation, plus, value, weight
from rnn_utils.figures.gated_cells import draw_gru_cell, draw_lstm_cell
from rnn_utils.figures.style import house_style, role

BESIDE = 11     # the way back runs this far beside the way there


@house_style()
def draw_cell(kind="rnn", *, gradients=False):
    """Draw the inside of a cell: what goes in, what is computed in which order, what comes out.

    kind        "rnn": a⟨t⟩ = tanh(Waa a⟨t−1⟩ + Wax x⟨t⟩ + ba), ŷ⟨t⟩ = softmax(Wya a⟨t⟩ + by)
                "gru": the memory c⟨t⟩, an update and a reset gate
                "lstm": the memory c⟨t⟩ beside the hidden state a⟨t⟩, a forget, an input and an output gate
    gradients   for "rnn", add the way back: da_next comes in; dxt, da_prev, dWax, dWaa and dba go out

    Returns a `Picture`. Raises ValueError for a kind, or a way back, that there is no drawing of.
    """
    if kind not in CELLS:
        raise ValueError(f"there is no cell of kind {kind!r}; the kinds that exist: {', '.join(map(repr, CELLS))}.")
    if kind == "rnn":
        return _draw_rnn_cell(bool(gradients))
    if gradients:
        raise ValueError(f"the way back is drawn for the kind 'rnn' only, not for {kind!r}.")
    return CELLS[kind]()


# ---- the basic cell ---------------------------------------------------------------------------------------------

ROW, ROW_OUT, ROW_IN = 316, 48, 498     # y of the hidden state's way, of the prediction, of the input
X_PREV, X_WAA, X_SUM, X_TANH, X_FORK, X_NEXT = 66, 224, 336, 446, 560, 754
Y_WAX, Y_BA, Y_WYA, Y_SUM_OUT, Y_SOFTMAX = 400, 216, 254, 194, 140


def _draw_rnn_cell(gradients):
    canvas = Canvas(820, 546)
    canvas.box(399, 274, 518, 344, "state", radius=20, fill="#f3f8fc", line="#a9cde6", layer=0, gid="cell")
    _rnn_hidden_state(canvas)
    _rnn_prediction(canvas, faded=gradients)
    if gradients:
        _rnn_gradients(canvas)
        return canvas.picture(
            "The inside of an RNN cell with its backward path, dashed: da_next comes in from the right and becomes "
            "dz = (1 − a⟨t⟩²) * da_next in front of tanh. From dz come 5 gradients: da_prev to the left, dxt "
            "downwards, and those of the weights, dWaa, dWax and dba. The output branch has no part in it.")
    canvas.symbol(430, 480, r"a^{\langle t\rangle} = \tanh(W_{aa}\,a^{\langle t-1\rangle} + "
                  r"W_{ax}\,x^{\langle t\rangle} + b_a)", across="left")
    canvas.symbol(430, 512, r"\hat{y}^{\langle t\rangle} = \mathrm{softmax}(W_{ya}\,a^{\langle t\rangle} + b_y)",
                  across="left")
    return canvas.picture(
        "The inside of an RNN cell. a⟨t−1⟩ of shape (n_a, m) from the left is multiplied by Waa (n_a, n_a), x⟨t⟩ of "
        "shape (n_x, m) from below by Wax (n_a, n_x); their sum with ba (n_a, 1) goes through tanh and is a⟨t⟩ "
        "(n_a, m). It leaves to the right, and upwards through Wya (n_y, n_a), plus by (n_y, 1), and softmax as "
        "ŷ⟨t⟩ (n_y, m).")


def _rnn_hidden_state(canvas):
    state, given = {"colour": role("state").line}, {"colour": role("input").line}
    value(canvas, X_PREV, ROW, r"a^{\langle t-1\rangle}", "state", "a_prev", "(n_a, m)", "below")
    value(canvas, X_SUM, ROW_IN, r"x^{\langle t\rangle}", "input", "xt", "(n_x, m)", "left")
    value(canvas, X_NEXT, ROW, r"a^{\langle t\rangle}", "state", "a_next", "(n_a, m)", "below")
    weight(canvas, X_WAA, ROW, "W_{aa}", "(n_a, n_a)", "above")
    weight(canvas, X_SUM, Y_WAX, "W_{ax}", "(n_a, n_x)", "right")
    weight(canvas, X_SUM, Y_BA, "b_a", "(n_a, 1)", "above", size=(42, 30))
    plus(canvas, X_SUM, ROW)
    operation(canvas, X_TANH, ROW, "tanh")
    canvas.symbol((X_SUM + X_TANH) / 2 - 9, ROW - 13, "z")
    canvas.arrow([(X_PREV + 32, ROW), (X_WAA - 28, ROW)], gid="arrow-a-prev", **state)
    canvas.arrow([(X_WAA + 28, ROW), (X_SUM - SUM / 2, ROW)], gid="arrow-waa", **state)
    canvas.arrow([(X_SUM, ROW_IN - PILL / 2), (X_SUM, Y_WAX + BOX / 2)], gid="arrow-x", **given)
    canvas.arrow([(X_SUM, Y_WAX - BOX / 2), (X_SUM, ROW + SUM / 2)], gid="arrow-wax", **given)
    canvas.arrow([(X_SUM, Y_BA + 15), (X_SUM, ROW - SUM / 2)], gid="arrow-ba")
    canvas.arrow([(X_SUM + SUM / 2, ROW), (X_TANH - 32, ROW)], gid="arrow-z", **state)
    canvas.arrow([(X_TANH + 32, ROW), (X_NEXT - 32, ROW)], gid="arrow-a-next", **state)


def _rnn_prediction(canvas, faded):
    """From the fork upwards; `faded` where it has no part in what the figure is about."""
    canvas.alpha = 0.35 if faded else 1.0
    out = {"colour": role("output").line}
    value(canvas, X_FORK, ROW_OUT, r"\hat{y}^{\langle t\rangle}", "output", "yt_pred", "(n_y, m)", "left")
    weight(canvas, X_FORK, Y_WYA, "W_{ya}", "(n_y, n_a)", "left")
    weight(canvas, X_FORK - 74, Y_SUM_OUT, "b_y", "(n_y, 1)", "above", size=(42, 30))
    plus(canvas, X_FORK, Y_SUM_OUT)
    operation(canvas, X_FORK, Y_SOFTMAX, "softmax", width=76, height=32)
    canvas.arrow([(X_FORK, ROW), (X_FORK, Y_WYA + BOX / 2)], gid="arrow-fork", colour=role("state").line)
    canvas.arrow([(X_FORK, Y_WYA - BOX / 2), (X_FORK, Y_SUM_OUT + SUM / 2)], gid="arrow-wya", **out)
    canvas.arrow([(X_FORK - 53, Y_SUM_OUT), (X_FORK - SUM / 2, Y_SUM_OUT)], gid="arrow-by")
    canvas.arrow([(X_FORK, Y_SUM_OUT - SUM / 2), (X_FORK, Y_SOFTMAX + 16)], gid="arrow-softmax", **out)
    canvas.arrow([(X_FORK, Y_SOFTMAX - 16), (X_FORK, ROW_OUT + PILL / 2)], gid="arrow-y", **out)
    dot(canvas, X_FORK, ROW, "state")
    canvas.alpha = 1.0


def _rnn_gradients(canvas):
    """The way back: under the hidden state's way, left of the input's, right of the bias's."""
    rim = (SUM ** 2 / 4 - BESIDE ** 2) ** 0.5       # where a lane meets the circle of the plus sign
    lane, left, right = ROW + BESIDE, X_SUM - BESIDE, X_SUM + BESIDE
    ways = {"da-next": [(X_NEXT - 32, lane), (X_TANH + 32, lane)], "dz": [(X_TANH - 32, lane), (X_SUM + rim, lane)],
            "dz-waa": [(X_SUM - rim, lane), (X_WAA + 28, lane)], "da-prev": [(X_WAA - 28, lane), (X_PREV + 30, lane)],
            "dz-wax": [(left, ROW + rim), (left, Y_WAX - BOX / 2)],
            "dxt": [(left, Y_WAX + BOX / 2), (left, ROW_IN - PILL / 2)],
            "dba": [(right, ROW - rim), (right, Y_BA + 15)],
            "dwaa": [(X_WAA, ROW + BOX / 2), (X_WAA, ROW + BOX / 2 + 30)],
            "dwax": [(X_SUM - 28, Y_WAX), (X_SUM - 62, Y_WAX)]}
    for name, points in ways.items():
        canvas.arrow(points, colour=role("gradient").line, dashes=DASHES, gid=f"gradient-{name}")
    dim = {"colour": role("gradient").ink, "bold": True}
    for x, y, name in ((X_PREV, ROW + 70, "da_prev"), (X_NEXT, ROW + 70, "da_next"), (X_WAA, ROW + 60, "dWaa"),
                       ((X_SUM + X_TANH) / 2 - 2, ROW + 29, "dz")):
        in_code(canvas, x, y, name, **dim)
    for x, y, name in ((X_SUM - 42, ROW_IN + 27, "dxt"), (X_SUM - 68, Y_WAX, "dWax")):
        in_code(canvas, x, y, name, across="right", **dim)
    in_code(canvas, X_SUM + 30, Y_BA, "dba", across="left", **dim)
    in_code(canvas, 430, 484, "da_next = from the loss at t + from step t+1", across="left",
            colour=role("gradient").ink)
    in_code(canvas, 430, 508, "dz = (1 − a_next²) * da_next", across="left", colour=role("gradient").ink)


CELLS = {"rnn": _draw_rnn_cell, "gru": draw_gru_cell, "lstm": draw_lstm_cell}
