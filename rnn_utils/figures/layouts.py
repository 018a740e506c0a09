"""`draw_layout`: the course's matrices, and where their parts stand in the W, R and B of a runtime."""
from rnn_utils.figures.canvas import Canvas
from rnn_utils.figures.style import INK, SOFT_INK, house_style, role

# of each cell: its gates in the course's order, the letters of the runtime in its order, and whose they are
GATES = {"RNN": (("a",), ("",), ("a",)),
         "GRU": (("u", "r", "c"), ("z", "r", "h"), ("u", "r", "c")),
         "LSTM": (("f", "i", "c", "o"), ("i", "o", "f", "c"), ("i", "o", "f", "c"))}
HIGH, GAP = 48, 16          # of a gate's block; between the course's matrices
STATE, INPUT, BIAS = 56, 84, 22      # how wide the columns are for the state, for the input, and a bias
X_COURSE, X_R, X_W, X_B, TOP = 74, 470, 586, 716, 104


@house_style()
def draw_layout(cell="LSTM"):
    """Draw the parameters of a cell twice: as in the course, and in the layout of the ONNX operators.

    cell   "RNN", "GRU" or "LSTM"

    Returns a `Picture`. Raises ValueError for another name.
    """
    if cell not in GATES:
        raise ValueError(f"`cell` is {cell!r}; expected one of {', '.join(map(repr, GATES))}.")
    course, letters, sources = GATES[cell]
    height = len(course) * HIGH + (len(course) - 1) * GAP
    canvas = Canvas(800, TOP + height + 40)
    where = _draw_course(canvas, course)
    top = TOP + (height - len(course) * HIGH) / 2
    _draw_runtime(canvas, letters, sources, top)
    for row, gate in enumerate(sources):
        start = X_COURSE + STATE + INPUT + BIAS + 22, where[gate] + HIGH / 2
        canvas.arrow([start, (X_R - 34, top + HIGH * (row + 0.5))], colour=SOFT_INK, width=1.4, gid=f"arrow-{gate}")
    order = " ".join(letters).strip()
    return canvas.picture(
        f"Left, the course's parameters of {'a GRU' if cell == 'GRU' else 'an ' + cell}: "
        + ("Waa and Wax, side by side, and the bias ba. " if cell == "RNN" else
           f"a matrix and a bias for each of the gates {', '.join(course)}; in each matrix the n_a columns for the "
           "state come first, then the n_x columns for the input. ")
        + "Right, the layout of a runtime: R holds the columns for the state, W those for the input"
        + (f", with the gates one below the other in the order {order}" if order else "")
        + "; B holds the bias" + "es" * (cell != "RNN") + " in the same order, and below as many zeros."
        + " The update gate has changed its sign." * (cell == "GRU"))


def _draw_course(canvas, gates):
    """A matrix and a bias for each gate; returns {gate: the top of its matrix}."""
    canvas.text(X_COURSE, 34, "in the course", bold=True, across="left")
    canvas.symbol(X_COURSE + STATE / 2, TOP - 20, "n_a", colour=SOFT_INK)
    canvas.symbol(X_COURSE + STATE + INPUT / 2, TOP - 20, "n_x", colour=SOFT_INK)
    places = {}
    for row, gate in enumerate(gates):
        y = places[gate] = TOP + row * (HIGH + GAP)
        _block(canvas, X_COURSE, y, STATE, "state", "W_{aa}" if gate == "a" else "")
        _block(canvas, X_COURSE + STATE, y, INPUT, "input", "W_{ax}" if gate == "a" else "")
        _block(canvas, X_COURSE + STATE + INPUT + 12, y, BIAS, "plain", f"b_{gate}", size=13)
        if gate != "a":
            canvas.symbol(X_COURSE - 24, y + HIGH / 2, f"W_{gate}", size=17)
    return places


def _draw_runtime(canvas, letters, sources, top):
    """R, W and B, the gates one below the other."""
    canvas.text(X_R, 34, "in the runtime", bold=True, across="left")
    for x, width, name, columns in ((X_R, STATE, "R", "n_a"), (X_W, INPUT, "W", "n_x"), (X_B, BIAS, "B", "")):
        canvas.text(x + width / 2, top - 42, name, bold=True, size=15)
        if columns:
            canvas.symbol(x + width / 2, top - 20, columns, colour=SOFT_INK)
    for row, (letter, gate) in enumerate(zip(letters, sources)):
        y, sign = top + row * HIGH, "-" if letter == "z" else ""
        name = f"{sign}W_{gate}" if letter else "W_{aa}"
        _block(canvas, X_R, y, STATE, "state", name)
        _block(canvas, X_W, y, INPUT, "input", name if letter else "W_{ax}")
        if letter:
            canvas.text(X_R - 18, y + HIGH / 2, letter, size=14, mono=True)
        for half, text in ((0, f"{sign}b_{gate}"), (1, "0")):
            _block(canvas, X_B, top + HIGH / 2 * (row + half * len(letters)), BIAS + 20 * bool(letter), "plain", text,
                   high=HIGH / 2, size=13)
    canvas.note(X_B + (BIAS + 20 * bool(letters[0])) / 2, top + HIGH * len(letters) + 18, "all in one row")


def _block(canvas, x, y, width, kind, formula, high=HIGH, size=15):
    colour = role(kind)
    canvas.tile(x, y, width, high, fill=colour.fill, line=colour.line, line_width=1.3, gid=f"block-{kind}")
    if formula:
        canvas.symbol(x + width / 2, y + high / 2, formula, size=size, colour=INK if kind == "plain" else colour.ink)
