"""The inside of the cells with gates: the memory runs along the top, and gates open and close on its way.

Both cells are read from the bottom up: what is known is stacked, each gate and the candidate is computed from the
stack, and the arrow of a gate ends in a product, which lets through as much as the gate is open.
"""
from rnn_utils.figures.canvas import Canvas
from rnn_utils.figures.cell_parts import PILL, SUM, dot, in_code, plus, times, value
from rnn_utils.figures.style import SMALL, SOFT_INK, role

X_PREV, X_STACK, X_OUT, X_NEXT = 62, 172, 698, 798      # from the step before, stacked, predicted, to the next step
LEFT, RIGHT, TOP = 106, 754, 88                         # the edges of the cell
ROW_OUT, ROW_SOFTMAX, ROW_C = 42, 132, 192              # y of the prediction, of the softmax, of the memory's way
ROW_TIMES, ROW_GATE = 286, 366                          # where gates are multiplied, where they are computed
BLOCK, BLOCK_HIGH, HALF = 84, 54, 26                    # a gate's width and height, the height of half a stack
HIGHWAY = 2.6                                           # the width of the memory's line
R = SUM / 2
NOW, BEFORE = r"^{\langle t\rangle}", r"^{\langle t-1\rangle}"
CANDIDATE = r"\tilde{c}^{\langle t\rangle}"


# ---- the gated recurrent unit -----------------------------------------------------------------------------------

X_RESET, X_SEEN, X_UPDATE, X_NEW = 260, 344, 456, 600   # the reset gate, what it lets see, the update gate, the new
LANE, BUS, FORK_IN = 435, 460, 504                      # y of what is seen, of what the gates read, of the input


def draw_gru_cell():
    """The inside of a GRU cell, as a `Picture`."""
    canvas = Canvas(860, 690)
    _frame(canvas, 524)
    _gru_memory(canvas)
    _gru_gates(canvas)
    _prediction(canvas, ROW_C, "memory")
    _formulas(canvas, 560, (
        rf"\Gamma_u = \sigma(W_u\,[c{BEFORE};\ x{NOW}] + b_u)",
        rf"\Gamma_r = \sigma(W_r\,[c{BEFORE};\ x{NOW}] + b_r)",
        rf"{CANDIDATE} = \tanh(W_c\,[\Gamma_r * c{BEFORE};\ x{NOW}] + b_c)"), (
        rf"c{NOW} = \Gamma_u * {CANDIDATE} + (1 - \Gamma_u) * c{BEFORE}",
        rf"\hat{{y}}{NOW} = \mathrm{{softmax}}(W_y\,c{NOW} + b_y)"), r"W_u,\ W_r,\ W_c", r"b_u,\ b_r,\ b_c")
    return canvas.picture(
        "The inside of a GRU cell. The memory c⟨t−1⟩ of shape (n_a, m) comes from the left and runs along the top. "
        "Stacked on the input x⟨t⟩ (n_x, m), it gives the reset gate Γr and the update gate Γu, each a σ. Γr is "
        "multiplied with c⟨t−1⟩; that product, stacked on x⟨t⟩, goes through tanh and is the candidate c̃⟨t⟩. On the "
        "memory's way, c⟨t−1⟩ is multiplied with 1 − Γu, then Γu * c̃⟨t⟩ is added: this is c⟨t⟩ (n_a, m). It leaves "
        "to the right, and upwards through softmax as ŷ⟨t⟩ (n_y, m).")


def _gru_memory(canvas):
    """The way along the top: what is kept of the memory, and what is added to it."""
    memory, gate = _way("memory"), _way("gate")
    value(canvas, X_PREV, ROW_C, f"c{BEFORE}", "memory", "c_prev", "(n_a, m)", "below")
    value(canvas, X_NEXT, ROW_C, f"c{NOW}", "memory", "c_next", "(n_a, m)", "below")
    _highway(canvas, X_UPDATE, X_NEW)
    canvas.symbol((X_UPDATE + X_NEW) / 2 - 4, ROW_C - 18, rf"(1 - \Gamma_u) * c{BEFORE}", size=14, colour=SOFT_INK)
    canvas.symbol(X_NEW + 10, (ROW_C + ROW_TIMES) / 2, rf"\Gamma_u * {CANDIDATE}", size=14, colour=SOFT_INK,
                  across="left")
    # 1 − Γu keeps, Γu renews
    middle = (ROW_C + ROW_TIMES) / 2 + 3
    canvas.box(X_UPDATE, middle, 60, 30, "gate", radius=8, gid="operation")
    canvas.symbol(X_UPDATE, middle, r"1 - \Gamma_u", size=14)
    canvas.arrow([(X_UPDATE, middle - 15), (X_UPDATE, ROW_C + R)], gid="arrow-keep", **gate)
    canvas.arrow([(X_UPDATE, ROW_TIMES), (X_UPDATE, middle + 15)], gid="arrow-one-minus", **gate)
    canvas.arrow([(X_UPDATE, ROW_TIMES), (X_NEW - R, ROW_TIMES)], gid="arrow-update", **gate)
    dot(canvas, X_UPDATE, ROW_TIMES, "gate")
    times(canvas, X_NEW, ROW_TIMES)
    canvas.arrow([(X_NEW, ROW_TIMES - R), (X_NEW, ROW_C + R)], gid="arrow-renew", **memory)


def _gru_gates(canvas):
    """From the stacks up to the gates and to the candidate."""
    memory, gate, given = map(_way, ("memory", "gate", "input"))
    # [c⟨t−1⟩; x⟨t⟩], which both gates read
    value(canvas, X_STACK, 572, f"x{NOW}", "input", "xt", "(n_x, m)", "left")
    _stack(canvas, X_STACK, BUS, f"c{BEFORE}", 60)
    dot(canvas, X_STACK, ROW_C, "memory")
    canvas.arrow([(X_STACK, ROW_C), (X_STACK, BUS - HALF)], gid="arrow-c-prev", **memory)
    canvas.arrow([(X_STACK, 572 - PILL / 2), (X_STACK, BUS + HALF)], gid="arrow-x", **given)
    _read(canvas, X_STACK + 30, BUS, (X_RESET, X_UPDATE))
    _gate(canvas, X_RESET, "r", "reset gate", "rt")
    _gate(canvas, X_UPDATE, "u", "update gate", "ut")
    canvas.line([(X_UPDATE, ROW_GATE - BLOCK_HIGH / 2), (X_UPDATE, ROW_TIMES)], gid="arrow-ut", **gate)
    # Γr * c⟨t−1⟩, all that the candidate sees of the memory
    canvas.arrow([(X_RESET, ROW_GATE - BLOCK_HIGH / 2), (X_RESET, ROW_TIMES), (X_SEEN - R, ROW_TIMES)],
                 gid="arrow-rt", **gate)
    dot(canvas, X_SEEN, ROW_C, "memory")
    times(canvas, X_SEEN, ROW_TIMES)
    canvas.arrow([(X_SEEN, ROW_C), (X_SEEN, ROW_TIMES - R)], gid="arrow-seen", **memory)
    canvas.arrow([(X_SEEN, ROW_TIMES + R), (X_SEEN, LANE), (X_NEW - BLOCK / 2, LANE)], layer=1,
                 gid="arrow-lane", **memory)
    # [Γr * c⟨t−1⟩; x⟨t⟩] → c̃⟨t⟩
    _stack(canvas, X_NEW, LANE + HALF / 2, rf"\Gamma_r * c{BEFORE}", BLOCK)
    dot(canvas, X_STACK, FORK_IN, "input")
    canvas.arrow([(X_STACK, FORK_IN), (X_NEW, FORK_IN), (X_NEW, LANE + 1.5 * HALF)], gid="arrow-x-new", **given)
    canvas.arrow([(X_NEW, LANE - HALF / 2), (X_NEW, ROW_GATE + BLOCK_HIGH / 2)], gid="arrow-stacked-new")
    _candidate(canvas, X_NEW)
    canvas.arrow([(X_NEW, ROW_GATE - BLOCK_HIGH / 2), (X_NEW, ROW_TIMES + R)], gid="arrow-candidate", **memory)


# ---- the long short-term memory ---------------------------------------------------------------------------------

X_FORGET, X_INPUT, X_CANDIDATE, X_OUTPUT, X_SHOWN = 262, 362, 462, 562, 654
ROW_A, ROW_TANH, ROW_X = 446, 238, 548      # y of the hidden state's way, of the memory's tanh, of the input


def draw_lstm_cell():
    """The inside of an LSTM cell, as a `Picture`."""
    canvas = Canvas(860, 690)
    _frame(canvas, 500)
    _lstm_memory(canvas)
    _lstm_gates(canvas)
    _lstm_shown(canvas)
    _formulas(canvas, 534, (
        rf"\Gamma_f = \sigma(W_f\,[a{BEFORE};\ x{NOW}] + b_f)",
        rf"\Gamma_i = \sigma(W_i\,[a{BEFORE};\ x{NOW}] + b_i)",
        rf"\Gamma_o = \sigma(W_o\,[a{BEFORE};\ x{NOW}] + b_o)",
        rf"{CANDIDATE} = \tanh(W_c\,[a{BEFORE};\ x{NOW}] + b_c)"), (
        rf"c{NOW} = \Gamma_f * c{BEFORE} + \Gamma_i * {CANDIDATE}",
        rf"a{NOW} = \Gamma_o * \tanh(c{NOW})",
        rf"\hat{{y}}{NOW} = \mathrm{{softmax}}(W_y\,a{NOW} + b_y)"), r"W_f,\ W_i,\ W_o,\ W_c", r"b_f,\ b_i,\ b_o,\ b_c")
    return canvas.picture(
        "The inside of an LSTM cell. The memory c⟨t−1⟩ of shape (n_a, m) comes from the left and runs along the top, "
        "the hidden state a⟨t−1⟩ (n_a, m) along the bottom. Stacked on the input x⟨t⟩ (n_x, m), a⟨t−1⟩ gives the "
        "forget gate Γf, the input gate Γi and the output gate Γo, each a σ, and through tanh the candidate c̃⟨t⟩. On "
        "the memory's way, c⟨t−1⟩ is multiplied with Γf, then Γi * c̃⟨t⟩ is added: this is c⟨t⟩ (n_a, m), which leaves "
        "to the right. Its tanh multiplied with Γo is a⟨t⟩ (n_a, m): it leaves to the right too, and upwards through "
        "softmax as ŷ⟨t⟩ (n_y, m).")


def _lstm_memory(canvas):
    """The way along the top: what is kept of the memory, and what is added to it."""
    memory, gate = _way("memory"), _way("gate")
    value(canvas, X_PREV, ROW_C, f"c{BEFORE}", "memory", "c_prev", "(n_a, m)", "below")
    value(canvas, X_NEXT, ROW_C, f"c{NOW}", "memory", "c_next", "(n_a, m)", "below")
    _highway(canvas, X_FORGET, X_CANDIDATE)
    canvas.symbol((X_FORGET + X_CANDIDATE) / 2, ROW_C - 18, rf"\Gamma_f * c{BEFORE}", size=14, colour=SOFT_INK)
    canvas.symbol(X_CANDIDATE + 10, (ROW_C + ROW_TIMES) / 2, rf"\Gamma_i * {CANDIDATE}", size=14, colour=SOFT_INK,
                  across="left")
    top = ROW_GATE - BLOCK_HIGH / 2
    canvas.arrow([(X_FORGET, top), (X_FORGET, ROW_C + R)], gid="arrow-ft", **gate)
    canvas.arrow([(X_INPUT, top), (X_INPUT, ROW_TIMES), (X_CANDIDATE - R, ROW_TIMES)], gid="arrow-it", **gate)
    times(canvas, X_CANDIDATE, ROW_TIMES)
    canvas.arrow([(X_CANDIDATE, top), (X_CANDIDATE, ROW_TIMES + R)], gid="arrow-candidate", **memory)
    canvas.arrow([(X_CANDIDATE, ROW_TIMES - R), (X_CANDIDATE, ROW_C + R)], gid="arrow-renew", **memory)


def _lstm_gates(canvas):
    """[a⟨t−1⟩; x⟨t⟩], which all three gates and the candidate read."""
    value(canvas, X_PREV, ROW_A, f"a{BEFORE}", "state", "a_prev", "(n_a, m)", "below")
    value(canvas, X_STACK, ROW_X, f"x{NOW}", "input", "xt", "(n_x, m)", "left")
    _stack(canvas, X_STACK, ROW_A, f"a{BEFORE}", 60, upper="state")
    canvas.arrow([(X_PREV + 32, ROW_A), (X_STACK - 30, ROW_A)], colour=role("state").line, gid="arrow-a-prev")
    canvas.arrow([(X_STACK, ROW_X - PILL / 2), (X_STACK, ROW_A + HALF)], colour=role("input").line, gid="arrow-x")
    _read(canvas, X_STACK + 30, ROW_A, (X_FORGET, X_INPUT, X_CANDIDATE, X_OUTPUT))
    for x, letter, name in ((X_FORGET, "f", "forget gate"), (X_INPUT, "i", "input gate"),
                            (X_OUTPUT, "o", "output gate")):
        _gate(canvas, x, letter, name, f"{letter}t")
    _candidate(canvas, X_CANDIDATE)


def _lstm_shown(canvas):
    """What the memory shows of itself: the hidden state, and from that the prediction."""
    memory, state, gate = map(_way, ("memory", "state", "gate"))
    value(canvas, X_NEXT, ROW_A, f"a{NOW}", "state", "a_next", "(n_a, m)", "below")
    dot(canvas, X_SHOWN, ROW_C, "memory")
    canvas.arrow([(X_SHOWN, ROW_C), (X_SHOWN, ROW_TANH - 14)], gid="arrow-shown", **memory)
    canvas.box(X_SHOWN, ROW_TANH, 52, 28, "memory", radius=8, gid="operation")
    canvas.text(X_SHOWN, ROW_TANH, "tanh", size=13)
    canvas.arrow([(X_SHOWN, ROW_TANH + 14), (X_SHOWN, ROW_TIMES - R)], gid="arrow-tanh", **memory)
    canvas.arrow([(X_OUTPUT, ROW_GATE - BLOCK_HIGH / 2), (X_OUTPUT, ROW_TIMES), (X_SHOWN - R, ROW_TIMES)],
                 gid="arrow-ot", **gate)
    times(canvas, X_SHOWN, ROW_TIMES)
    canvas.arrow([(X_SHOWN, ROW_TIMES + R), (X_SHOWN, ROW_A), (X_NEXT - 32, ROW_A)], gid="arrow-a-next", **state)
    _prediction(canvas, ROW_A, "state")


# ---- what both are made of --------------------------------------------------------------------------------------

def _frame(canvas, bottom):
    """The cell itself."""
    canvas.ground = "#fafafb"
    canvas.box((LEFT + RIGHT) / 2, (TOP + bottom) / 2, RIGHT - LEFT, bottom - TOP, "plain", radius=20,
               fill=canvas.ground, line="#c3c8cd", layer=0, gid="cell")
    canvas.note(LEFT + 20, TOP + 24, "a gate is open (1), closed (0) or in between;  × multiplies unit by unit",
                across="left")


def _way(kind):
    """How an arrow of this kind looks."""
    return {"colour": role(kind).line, "width": 2.0 if kind == "gate" else 1.7}


def _highway(canvas, keep, add):
    """The memory's way from the left to the right, with the product that keeps and the sum that adds."""
    ends = (X_PREV + 32, keep - R), (keep + R, add - R), (add + R, X_NEXT - 32)
    for name, (start, end) in zip(("c-prev", "kept", "c-next"), ends):
        canvas.arrow([(start, ROW_C), (end, ROW_C)], colour=role("memory").line, width=HIGHWAY, layer=1,
                     gid=f"arrow-highway-{name}")
    times(canvas, keep, ROW_C)
    plus(canvas, add, ROW_C)


def _stack(canvas, x, y, formula, width, upper="memory"):
    """One vector on top of the other; the lower one is the input."""
    for kind, middle, text in ((upper, y - HALF / 2, formula), ("input", y + HALF / 2, f"x{NOW}")):
        canvas.tile(x - width / 2, middle - HALF / 2, width, HALF, fill=role(kind).fill, line=role(kind).line,
                    line_width=1.6, gid="stack")
        canvas.symbol(x, middle, text, size=14)


def _read(canvas, x, y, columns):
    """From a stack at x along the bus, and up to the gate of each column."""
    below = ROW_GATE + BLOCK_HIGH / 2
    for column in columns[:-1]:
        dot(canvas, column, y, "plain")
        canvas.arrow([(column, y), (column, below)], bridge=True, gid="arrow-read")
    canvas.arrow([(x, y), (columns[-1], y), (columns[-1], below)], bridge=True, gid="arrow-read")


def _block(canvas, x, y, kind, name, weights):
    """A product with weights, a bias, and a function of the sum."""
    canvas.box(x, y, BLOCK, BLOCK_HIGH, kind, radius=9, gid="operation")
    canvas.text(x, y - 11, name, size=15 if name == "σ" else 13)
    canvas.symbol(x, y + 13, weights, size=14, colour=SOFT_INK)


def _gate(canvas, x, letter, name, code):
    """A gate: its block, its name, its symbol and its name in the code beside what comes out of it."""
    _block(canvas, x, ROW_GATE, "gate", "σ", rf"W_{letter},\ b_{letter}")
    _named(canvas, x, rf"\Gamma_{letter}", code, name)


def _candidate(canvas, x):
    _block(canvas, x, ROW_GATE, "memory", "tanh", r"W_c,\ b_c")
    _named(canvas, x, CANDIDATE, "cct", "candidate")


def _named(canvas, x, formula, code, name):
    canvas.symbol(x - 8, ROW_GATE - 40, formula, size=16, across="right")
    in_code(canvas, x + 8, ROW_GATE - 40, code, across="left")
    canvas.text(x + 8, ROW_GATE + BLOCK_HIGH / 2 + 13, name, size=SMALL, colour=SOFT_INK, across="left")


def _prediction(canvas, start, kind):
    """From the fork at the height `start` up to the prediction."""
    value(canvas, X_OUT, ROW_OUT, rf"\hat{{y}}{NOW}", "output", "yt_pred", "(n_y, m)", "left")
    dot(canvas, X_OUT, start, kind)
    canvas.arrow([(X_OUT, start), (X_OUT, ROW_SOFTMAX + BLOCK_HIGH / 2)], colour=role(kind).line, bridge=True,
                 gid="arrow-fork")
    _block(canvas, X_OUT, ROW_SOFTMAX, "output", "softmax", r"W_y,\ b_y")
    canvas.arrow([(X_OUT, ROW_SOFTMAX - BLOCK_HIGH / 2), (X_OUT, ROW_OUT + PILL / 2)], colour=role("output").line,
                 gid="arrow-y")


def _formulas(canvas, top, left, right, weights, biases):
    """Under the cell its formulas in two columns, and the shapes."""
    for x, column in ((252, left), (566, right)):
        for row, formula in enumerate(column):
            canvas.symbol(x, top + 28 * row, formula, across="left", gid="formula")
    y = top + 28 * max(len(left), len(right)) + 6
    canvas.symbol(252, y, rf"{weights}\ \ (n_a, n_a + n_x)\qquad {biases}\ \ (n_a, 1)\qquad "
                  r"W_y\ \ (n_y, n_a)\qquad b_y\ \ (n_y, 1)", size=14, colour=SOFT_INK, across="left")
