"""`draw_network`: any network of the course, drawn from its shape.

Three steps, in the order of this file: `Shape` checks what is asked for, `Plan` gives everything its place on
the sheet, and the `_draw_…` functions put it there. Steps and layers are counted from 0 in the code and from 1
in what is written, as everywhere in the course.
"""
from dataclasses import dataclass

from rnn_utils.figures.canvas import DASHES, DOTS, Canvas, title_lines
from rnn_utils.figures.style import SOFT_INK, TEXT, house_style, role, text_width

WIDEST = 860            # CSS px: what a notebook's column shows without scaling
CELL, NODE, LOSS, JOINT = 46, 32, 28, 10    # heights
GAP = 36                # the length of an arrow from one row to the next
EDGE = 22               # from the outermost thing to the edge of the card
LANE = 7                # forward and backward arrows run this far to either side of the middle
PAD, HEADING, GROUP_GAP = 14, 34, 92    # of the groups of encoder and decoder: inside, over, between
GROUPS = {"input": ("#fdf8ea", "#ecd9a8"), "output": ("#eef7f3", "#abd6c6")}     # their fill and edge
FORWARD, BACKWARD = 0, 1


@house_style()
def draw_network(steps=4, *, layers=1, directions=1, inputs=None, outputs=None, feed_back=False, gradients=False,
                 encoder=0, mark=None, labels=None, input_labels=None, output_labels=None, show_weights=False,
                 title=None, alt=None):
    """Draw a recurrent network unrolled over time, from left to right.

    steps            how many time steps
    layers           how many layers of cells, the first at the bottom
    directions       1, or 2 for a bidirectional network: above each row of cells a second one, read right to left
    inputs, outputs  the steps (counted from 0) that have an input, an output; None means all of them
    feed_back        the prediction of a step is the input of the next one (dashed arrows)
    encoder          the first so many steps are an encoder, which reads; the others are a decoder, with weights of
                     its own, which writes: it starts from the encoder's last state and is fed what it wrote
    gradients        add each step's loss and the gradients that flow back from it (dashed and dotted arrows)
    mark             (layer, step), counted from 0: highlight this cell and its inputs
    labels           what stands in the cells: None for a⟨t⟩, False for nothing, or one short text per step
    input_labels, output_labels   words or letters under and over the network, one per step, or one per input
                     (output); a text counts as its letters
    show_weights     write the weights beside the arrows: they are the same at every step
    title, alt       a heading; the alternative text (None: it is written from the shape)

    Returns a `Picture`. Raises ValueError, with a sentence, for a shape that does not exist or does not fit.
    """
    shape = Shape.checked(steps, layers=layers, directions=directions, inputs=inputs, outputs=outputs, encoder=encoder,
                          feed_back=feed_back, gradients=gradients, mark=mark, show_weights=show_weights)
    words = Words.checked(shape, labels, input_labels, output_labels)
    plan = Plan(shape, words, title)
    canvas = Canvas(plan.width, plan.height)
    canvas.title(EDGE, EDGE - 2, plan.title)
    draw_plan(canvas, shape, plan, words)
    return canvas.picture(alt or _describe(shape, words))


def draw_plan(canvas, shape, plan, words):
    """Put a network on a canvas, each part where its plan says."""
    if shape.encoder:
        _draw_groups(canvas, shape, plan)
    _draw_nodes(canvas, shape, plan, words)
    _draw_arrows_over_time(canvas, shape, plan)
    _draw_arrows_upwards(canvas, shape, plan)
    if shape.feed_back:
        _draw_feed_back(canvas, shape, plan)
    if shape.gradients:
        _draw_gradients(canvas, shape, plan)
    if shape.mark:
        _draw_mark(canvas, shape, plan)
    if shape.show_weights:
        _draw_weights(canvas, shape, plan)


# ---- what is asked for ------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Shape:
    """A network's shape, checked."""

    steps: int
    layers: int
    directions: int
    inputs: tuple
    outputs: tuple
    encoder: int
    feed_back: bool
    gradients: bool
    mark: tuple
    show_weights: bool
    recurrent: bool     # without it, the standard network of one step: no state before it

    @classmethod
    def checked(cls, steps, *, layers=1, directions=1, inputs=None, outputs=None, encoder=0, feed_back=False,
                gradients=False, mark=None, show_weights=False, recurrent=True):
        for name, value in (("steps", steps), ("layers", layers)):
            if not _is_count(value) or value < 1:
                raise ValueError(f"`{name}` is {value!r}; expected a whole number from 1.")
        if directions not in (1, 2):
            raise ValueError(f"`directions` is {directions!r}; expected 1 or 2.")
        if encoder:
            _check_encoder(encoder, steps, {"inputs": inputs is not None, "outputs": outputs is not None,
                                            "directions": directions == 2, "show_weights": show_weights})
            inputs, outputs, feed_back = range(encoder), range(encoder, steps), True
        inputs, outputs = _steps("inputs", inputs, steps), _steps("outputs", outputs, steps)
        if gradients and not outputs:
            raise ValueError("`gradients` start from the losses: they need at least one step in `outputs`.")
        if feed_back and not any(step + 1 < steps for step in outputs):
            feed_back = False
        if mark is not None:
            mark = tuple(mark) if isinstance(mark, (tuple, list)) else (mark,)
            if len(mark) != 2 or not all(map(_is_count, mark)) or not (
                    0 <= mark[0] < layers and 0 <= mark[1] < steps):
                raise ValueError(f"`mark` is {mark!r}; expected (layer, step) with layer below {layers} and step "
                                 f"below {steps}, both counted from 0.")
        return cls(int(steps), int(layers), directions, inputs, outputs, int(encoder or 0), bool(feed_back),
                   bool(gradients), mark, bool(show_weights), recurrent)

    @property
    def ways(self):
        """The directions of its cells."""
        return range(self.directions)

    @property
    def fed(self):
        """The steps whose input is the prediction of the step before."""
        return tuple(step + 1 for step in self.outputs if step + 1 < self.steps) if self.feed_back else ()

    def time(self, step):
        """The number written at a step: from 1, and from 1 again in a decoder."""
        return step + 1 - (self.encoder if step >= self.encoder else 0)

    def state(self, layer, way, step):
        """The formula of a cell's hidden state; a decoder's has a letter of its own."""
        decoder = self.encoder and step >= self.encoder
        return state_name(layer, way, self.time(step), letter="s" if decoder else "a", layers=self.layers,
                          directions=self.directions)

    def source(self, way, step):
        """The step whose hidden state a cell of this direction reads; -1 or `steps` stands for a⟨0⟩."""
        return step - 1 if way == FORWARD else step + 1

    def taught(self):
        """The cells (layer, way, step) that a gradient reaches: those with a path to some loss."""
        reached = set()
        for layer in reversed(range(self.layers)):
            for way in self.ways:
                order = range(self.steps) if way == BACKWARD else reversed(range(self.steps))
                earlier = False
                for step in order:
                    above = (step in self.outputs if layer == self.layers - 1
                             else any((layer + 1, other, step) in reached for other in self.ways))
                    earlier = earlier or above
                    if earlier:
                        reached.add((layer, way, step))
        return reached


@dataclass(frozen=True)
class Words:
    """What is written in, under and over the network: one text per step, "" for none; None for the notation."""

    cells: tuple
    below: tuple
    above: tuple

    @classmethod
    def checked(cls, shape, labels, input_labels, output_labels):
        cells = None
        if labels is False:
            cells = ("",) * shape.steps
        elif labels is not None:
            cells = _per_step("labels", labels, shape.steps, ())
        return cls(cells, _per_step("input_labels", input_labels, shape.steps, shape.inputs),
                   _per_step("output_labels", output_labels, shape.steps, shape.outputs))


def _check_encoder(encoder, steps, others):
    """Whether `encoder` leaves a step for the decoder, and goes with what else is asked for."""
    if not _is_count(encoder) or not 0 < encoder < steps:
        raise ValueError(f"`encoder` is {encoder!r}; expected a whole number of steps below {steps}, so that the "
                         "decoder has a step too.")
    for name, given in others.items():
        if given:
            raise ValueError(f"`{name}` cannot be chosen with `encoder`: the encoder reads at all of its steps, from "
                             "left to right, and the decoder writes at all of its own.")


def _is_count(value):
    return not isinstance(value, bool) and hasattr(value, "__index__")


def _steps(name, chosen, steps):
    """The chosen steps in order, all of them for None."""
    if chosen is None:
        return tuple(range(steps))
    chosen = list(chosen) if hasattr(chosen, "__iter__") else [chosen]
    for step in chosen:
        if not _is_count(step) or not 0 <= step < steps:
            raise ValueError(f"`{name}` holds {step!r}; expected steps from 0 to {steps - 1}.")
    return tuple(sorted({int(step) for step in chosen}))


def _per_step(name, texts, steps, places):
    """`texts` as one per step; where there are as many as `places`, they belong to those steps."""
    if texts is None:
        return ("",) * steps
    texts = ["" if text is None else str(text) for text in texts]
    if len(texts) == steps:
        return tuple(texts)
    if len(texts) != len(places):
        either = f" or {len(places)}, one per {name.split('_')[0]}" if places and len(places) != steps else ""
        raise ValueError(f"`{name}` has {len(texts)} texts; expected {steps}, one per step{either}.")
    return tuple(dict(zip(places, texts)).get(step, "") for step in range(steps))


# ---- where everything goes --------------------------------------------------------------------------------------

class Plan:
    """The places of a network on its sheet, in CSS px; `edge` is left free around it.

    Two directions share a column without touching: the forward cell stands a little to the left, the backward
    cell above it a little to the right, so each has a straight way down to the input and up to the output.
    """

    # From roomy to tight: the width of a cell, how far the cells of two directions stand apart from the middle.
    SIZES = {1: ((58, 0), (50, 0), (42, 0), (36, 0)), 2: ((52, 15), (48, 14), (44, 12))}

    def __init__(self, shape, words, title=None, *, sizes=None, widest=WIDEST, edge=EDGE, group_gap=GROUP_GAP):
        self.shape, self.sizes, self.widest, self.edge = shape, sizes or self.SIZES[shape.directions], widest, edge
        self.group_gap, self.pad = group_gap, PAD if shape.encoder else 0
        self._across(words)
        legend = (400 if shape.layers == 1 else 416) if shape.directions == 1 else 480
        self._widen(legend if shape.gradients else 320 if title else 0)
        self.title = title_lines(title, self.width - 2 * edge)
        self._down(words)

    def _across(self, words):
        shape = self.shape
        for size in (TEXT, 11, 10):
            need = max(text_width(word, size) for word in (*words.below, *words.above)) + 10
            for cell, shift in self.sizes:
                self.word_size, self.need = size, need
                self.cell, self.shift = max(cell, self._cell_need(words)), shift
                self.start = 46 if shape.layers == 1 else 54        # the width of a⟨0⟩
                lead = 46 if shape.show_weights else 32 if shape.directions == 1 else 26
                before = self.start + lead if shape.recurrent else 0
                left = self.edge + self.pad + max(before + self.cell / 2 + shift, need / 2)
                right = left if shape.directions == 2 else self.edge + self.pad + max(self.cell, need) / 2
                tightest = self.cell + 2 * shift + self._gap()
                pitch = max(106, tightest + 6, need)
                # from the last cell of an encoder to the first of its decoder; all other columns are a pitch apart
                leap = round(max(self.cell, need) + 2 * PAD + self.group_gap) if shape.encoder else 0
                pitches = shape.steps - 1 - bool(leap)
                if pitches:
                    pitch = min(pitch, (self.widest - left - right - leap) // pitches)
                if pitch >= max(tightest, need) or not pitches:
                    first, self.pitch = round(left), int(pitch)
                    self.columns = [first + step * self.pitch + (leap - self.pitch) * (0 < shape.encoder <= step)
                                    for step in range(shape.steps)]
                    self.width = self.columns[-1] + round(right)
                    return
        raise ValueError(f"{shape.steps} steps do not fit side by side with these labels and weights; "
                         "draw fewer steps or write less.")

    def _widen(self, width):
        """At least this wide, the network in the middle."""
        self.inset = max(0, width - self.width) // 2
        self.width += 2 * self.inset
        self.columns = [x + self.inset for x in self.columns]

    def _cell_need(self, words):
        """The narrowest cell that holds its label."""
        if words.cells is not None:
            return max(text_width(word, 11) for word in words.cells) + 8
        shape = self.shape
        deep = shape.layers > 1
        return 34 + (6 + 5 * (shape.directions == 2)) * deep + 6 * (deep and shape.steps > 9)

    def _gap(self):
        """The space between two columns that their arrows need."""
        shape, narrow = self.shape, self.shape.directions == 1
        if shape.show_weights:
            return 46 + (16 if shape.fed else 0)
        return (18 if narrow else 18 + 4 * shape.gradients) + (4 if shape.fed else 0)

    def _down(self, words):
        shape, y = self.shape, self.edge
        y += 22 * len(self.title) + (10 if self.title else 0)
        self.y_group, y = y, y + (HEADING if shape.encoder else 0)
        self.y_above, y = y + 5, y + (22 if any(words.above) else 0)
        if shape.gradients:
            self.y_loss, y = y + LOSS / 2, y + LOSS + GAP - 6
        if shape.outputs:
            self.y_out, y = y + NODE / 2, y + NODE + GAP
        self.y_cell, self.y_joint = {}, {}
        for layer in reversed(range(shape.layers)):
            for way in reversed(shape.ways):
                self.y_cell[layer, way], y = y + CELL / 2, y + CELL + (GAP - 8 if way == BACKWARD else 0)
            if layer and shape.directions == 2:
                self.y_joint[layer - 1], y = y + GAP - 6 + JOINT / 2, y + 2 * (GAP - 6) + JOINT
            elif layer:
                y += GAP
        if shape.inputs or shape.fed:
            self.y_in, y = y + GAP + NODE / 2, y + GAP + NODE
        self.y_below, y = y + 16, y + (22 if any(words.below) else 0)
        self.y_group_end, y = y + self.pad, y + self.pad
        self.y_legend, y = y + 26, y + (2 * 20 + 10 if shape.gradients else 0)
        self.height = round(y + self.edge)

    @property
    def node(self):
        """The width of an input and of an output: wide enough for the ways of both directions."""
        if self.shape.directions == 1:
            return min(self.cell, 48)
        return 2 * self.shift + (46 if self.shape.gradients else 36)

    def x_cell(self, way, step):
        return self.columns[step] + (0 if self.shape.directions == 1 else (2 * way - 1) * self.shift)

    def x_start(self, way):
        """Where a⟨0⟩ stands: left of the first step, for the backward direction right of the last."""
        inset = self.inset + self.edge + self.pad + self.start / 2
        return inset if way == FORWARD else self.width - inset

    def lane(self, way, step, *, below, back=False):
        """The x of the way between a cell and what is below (above) it, there or `back`."""
        middle = self.columns[step]
        if self.shape.directions == 1:
            return middle + (0 if not self.shape.gradients else LANE if back else -LANE)
        aside = -1 if way == FORWARD else 1
        if not back:
            return middle + aside * (self.shift + 8)
        inner = below == (way == FORWARD)       # on the free side of the forward way
        return middle + aside * (self.shift - 7 if inner else self.shift + 17)

    def groups(self):
        """The groups of an encoder and a decoder: (name, role, left edge, right edge)."""
        inner = max(self.cell, self.need) / 2 + PAD
        last, first = self.columns[self.shape.encoder - 1], self.columns[self.shape.encoder]
        return [("encoder", "input", self.inset + self.edge, last + inner),
                ("decoder", "output", first - inner, self.columns[-1] + inner)]

    def x_feed(self, step):
        """The x at which a prediction goes down to the input of the next step: between the two columns."""
        if self.shape.show_weights and self.shape.directions == 1:
            return self.columns[step + 1] - self.cell / 2 - 13
        return self.columns[step] + self.pitch / 2

    def span(self, way, step):
        """The two ends (x) of the arrow from the hidden state before `step` to its cell."""
        aside, before = (1 if way == FORWARD else -1), self.shape.source(way, step)
        at_start = not 0 <= before < self.shape.steps
        x, half = (self.x_start(way), self.start / 2) if at_start else (self.x_cell(way, before), self.cell / 2)
        return x + aside * half, self.x_cell(way, step) - aside * self.cell / 2

    def under(self, layer, step):
        """The top edge (y) of what feeds a layer at this step, or None: a layer, a joint, an input."""
        if layer and self.shape.directions == 2:
            return self.y_joint[layer - 1] - JOINT / 2
        if layer:
            return self.y_cell[layer - 1, FORWARD] - CELL / 2
        return self.y_in - NODE / 2 if step in (*self.shape.inputs, *self.shape.fed) else None

    def over(self, layer, step):
        """The bottom edge (y) of the joint or output that a layer leads to at this step, or None."""
        if layer < self.shape.layers - 1:
            return self.y_joint[layer] + JOINT / 2 if self.shape.directions == 2 else None
        return self.y_out + NODE / 2 if step in self.shape.outputs else None


# ---- the drawing ------------------------------------------------------------------------------------------------

def state_name(layer, way, time, *, letter="a", layers=1, directions=1):
    """The formula of a hidden state; `time` is what stands between the angle brackets."""
    letter = letter if directions == 1 else directed(letter, way)
    return rf"{letter}^{{{f'[{layer + 1}]' if layers > 1 else ''}\langle {time}\rangle}}"


def directed(letter, way):
    """The formula of a letter with an arrow over it that points the way its cells read."""
    over = r"\rightarrow" if way == FORWARD else r"\leftarrow"
    return rf"\overset{{{over}}}{{{letter}}}{{}}"


def _id(kind, way, *places):
    """A gid such as "cell-l1-t2", or "cell-back-l1-t2" for the direction that reads from right to left."""
    return "-".join([kind, *(["back"] if way == BACKWARD else []), *places])


def _draw_nodes(canvas, shape, plan, words):
    size = 15 if plan.cell >= (52 if shape.layers > 1 else 48) else 14
    for (layer, way), y in plan.y_cell.items():
        if shape.recurrent:
            canvas.box(plan.x_start(way), y, plan.start, NODE, "state", radius=16, fill="#ffffff",
                       gid=_id("start", way, f"l{layer + 1}"))
            before = 0 if way == FORWARD else shape.steps + 1      # the step whose state would stand here
            name = state_name(layer, way, before, layers=shape.layers, directions=shape.directions)
            canvas.symbol(plan.x_start(way), y, name, size=size)
        for step in range(shape.steps):
            x = plan.x_cell(way, step)
            canvas.box(x, y, plan.cell, CELL, "state", radius=10, gid=_id("cell", way, f"l{layer + 1}", f"t{step + 1}"))
            if words.cells is None:
                canvas.symbol(x, y, shape.state(layer, way, step), size=size)
            else:
                canvas.text(x, y, words.cells[step], size=11)
    for step, x in enumerate(plan.columns):
        for y in plan.y_joint.values():
            canvas.box(x, y, plan.node, JOINT, "state", radius=5, gid=f"joint-t{step + 1}")
        if step in shape.inputs:
            _draw_node(canvas, plan, x, plan.y_in, "input", "x", step, f"input-t{step + 1}")
        elif step in shape.fed:
            _draw_node(canvas, plan, x, plan.y_in, "output", r"\hat{y}", step - 1, f"fed-t{step + 1}", dashed=True)
        if step in shape.outputs:
            _draw_node(canvas, plan, x, plan.y_out, "output", r"\hat{y}", step, f"output-t{step + 1}")
        canvas.text(x, plan.y_below, words.below[step], size=plan.word_size)
        canvas.text(x, plan.y_above, words.above[step], size=plan.word_size)


def _draw_node(canvas, plan, x, y, kind, letter, step, gid, dashed=False):
    radius = 16 if plan.shape.directions == 1 else 11
    canvas.box(x, y, plan.node, NODE, kind, radius=radius, gid=gid, dashed=dashed, fill="#ffffff" if dashed else None)
    canvas.symbol(x, y, rf"{letter}^{{\langle {plan.shape.time(step)}\rangle}}", size=15 if plan.node >= 42 else 14)


def _draw_groups(canvas, shape, plan):
    """A card behind the encoder and one behind the decoder, and what goes from the one to the other."""
    canvas.ground = GROUPS["output"][0]     # what predictions are fed back on
    for name, kind, left, right in plan.groups():
        canvas.box((left + right) / 2, (plan.y_group + plan.y_group_end) / 2, right - left,
                   plan.y_group_end - plan.y_group, kind, radius=14, fill=GROUPS[kind][0], line=GROUPS[kind][1],
                   line_width=1.2, layer=0, gid=f"group-{name}")
        canvas.text(left + 14, plan.y_group + 17, name, bold=True, across="left", colour=role(kind).ink, gid="group")
    (_, _, _, left), (_, _, right, _) = plan.groups()
    for (layer, _), y in plan.y_cell.items() if plan.group_gap == GROUP_GAP else ():
        names = [state_name(layer, FORWARD, time, letter=letter, layers=shape.layers)
                 for letter, time in (("s", 0), ("a", shape.encoder))]
        canvas.symbol((left + right) / 2, y - 15 - LANE * shape.gradients, " = ".join(names), size=14,
                      colour=SOFT_INK, gid="handed-over")


def _draw_arrows_over_time(canvas, shape, plan):
    if not shape.recurrent:
        return
    for (layer, way), y in plan.y_cell.items():
        for step in range(shape.steps):
            start, end = plan.span(way, step)
            y_there = y - (LANE if shape.gradients else 0)
            canvas.arrow([(start, y_there), (end, y_there)], colour=role("state").line, layer=1,
                         gid=_id("arrow-time", way, f"l{layer + 1}", f"t{step + 1}"))


def _draw_arrows_upwards(canvas, shape, plan):
    for (layer, way), y in plan.y_cell.items():
        for step in range(shape.steps):
            place = f"l{layer + 1}", f"t{step + 1}"
            under, over = plan.under(layer, step), plan.over(layer, step)
            if under is not None:
                x = plan.lane(way, step, below=True)
                colour = role("state" if layer else "input").line
                canvas.arrow([(x, under), (x, y + CELL / 2)], colour=colour, bridge=way == BACKWARD,
                             gid=_id("arrow-in", way, *place))
            if over is not None:
                x, top = plan.lane(way, step, below=False), layer == shape.layers - 1
                kind, colour = ("arrow-out", "output") if top else ("arrow-join", "state")
                canvas.arrow([(x, y - CELL / 2), (x, over)], colour=role(colour).line,
                             bridge=(way, shape.directions) == (FORWARD, 2), gid=_id(kind, way, *place))


def _draw_feed_back(canvas, shape, plan):
    for step in shape.fed:
        out, into, x = plan.columns[step - 1] + plan.node / 2, plan.columns[step] - plan.node / 2, plan.x_feed(step - 1)
        canvas.arrow([(out, plan.y_out), (x, plan.y_out), (x, plan.y_in), (into, plan.y_in)], dashes=DASHES,
                     colour=role("output").line, bridge=True, layer=1.5, gid=f"arrow-feed-t{step + 1}")


def _draw_gradients(canvas, shape, plan):
    """The losses, and against each forward arrow the gradient that comes back along it."""
    red, taught = role("gradient"), shape.taught()
    from_loss = {"colour": red.line, "dashes": DASHES}
    for step in shape.outputs:
        x, time = plan.columns[step], f"t{step + 1}"
        bottom, top = plan.y_loss + LOSS / 2, plan.y_out - NODE / 2
        canvas.box(x, plan.y_loss, 44, LOSS, "gradient", radius=6, fill="#ffffff", gid=f"loss-{time}")
        canvas.symbol(x, plan.y_loss, rf"L^{{\langle {shape.time(step)}\rangle}}", size=14)
        canvas.arrow([(x - LANE, top), (x - LANE, bottom)], colour=role("output").line, gid=f"arrow-loss-{time}")
        canvas.arrow([(x + LANE, bottom), (x + LANE, top)], gid=f"gradient-loss-{time}", **from_loss)
    for layer, way, step in sorted(taught):
        y, place = plan.y_cell[layer, way], (f"l{layer + 1}", f"t{step + 1}")
        there, here = plan.span(way, step)
        canvas.arrow([(here, y + LANE), (there, y + LANE)], colour=red.line, dashes=DOTS, width=2.2, layer=1,
                     gid=_id("gradient-time", way, *place))
        over, under = plan.over(layer, step), plan.under(layer, step)
        if over is not None and (layer == shape.layers - 1 or any((layer + 1, w, step) in taught for w in shape.ways)):
            x = plan.lane(way, step, below=False, back=True)
            canvas.arrow([(x, over), (x, y - CELL / 2)], bridge=(way, shape.directions) == (FORWARD, 2),
                         gid=_id("gradient-out", way, *place), **from_loss)
        if layer and under is not None:
            x = plan.lane(way, step, below=True, back=True)
            canvas.arrow([(x, y + CELL / 2), (x, under)], bridge=way == BACKWARD, gid=_id("gradient-in", way, *place),
                         **from_loss)
    _draw_legend(canvas, shape, plan)


def _draw_legend(canvas, shape, plan):
    neighbour = "from step $t+1$" + (" (from right to left: from step $t-1$)" if shape.directions == 2 else "")
    loss = "from the loss at $t$" + (", or from the layer above" if shape.layers > 1 else "")
    for row, (dashes, width, text) in enumerate(((DASHES, 1.7, loss), (DOTS, 2.2, neighbour))):
        y = plan.y_legend + 20 * row
        canvas.arrow([(plan.edge, y), (plan.edge + 40, y)], colour=role("gradient").line, dashes=dashes, width=width,
                     gid="legend")
        canvas.text(plan.edge + 50, y, f"gradient {text}", across="left", math=True, gid="legend-text")


def _draw_mark(canvas, shape, plan):
    """A marker pen over one cell, the two arrows into it, and what they come from."""
    layer, step = shape.mark
    pen = {"colour": role("mark").line, "width": 11, "layer": 0.5}
    x, y = plan.x_cell(FORWARD, step), plan.y_cell[layer, FORWARD]
    canvas.box(x, y, plan.cell + 14, CELL + 14, "mark", radius=15, fill=role("mark").line, layer=0.6, gid="mark")
    there, here = plan.span(FORWARD, step)
    lift = LANE if shape.gradients else 0
    canvas.line([(there, y - lift), (here, y - lift)], gid="mark-time", **pen)
    under = plan.under(layer, step)
    if under is not None:
        lane = plan.lane(FORWARD, step, below=True)
        canvas.line([(lane, under), (lane, y + CELL / 2)], gid="mark-in", **pen)


def _draw_weights(canvas, shape, plan):
    """The weights beside the arrows, the same at every step."""
    for (layer, way), y in plan.y_cell.items():
        letter = "W" if shape.directions == 1 else directed("W", way)
        number = f"^{{[{layer + 1}]}}" if shape.layers > 1 else ""
        for step in range(shape.steps):
            lift = 14 + (LANE if shape.gradients else 0)
            _draw_weight(canvas, _beside_time(shape, plan, way, step), y - lift, rf"{letter}_{{aa}}{number}")
            under, over = plan.under(layer, step), plan.over(layer, step)
            if under is not None:
                x, side = _beside_way(shape, plan, way, step)
                _draw_weight(canvas, x, under - GAP / 2 + 2, rf"{letter}_{{ax}}{number}", across=side)
            if over is not None and layer == shape.layers - 1 and way == shape.directions - 1:
                x, side = _beside_way(shape, plan, FORWARD, step)
                _draw_weight(canvas, x, over + GAP / 2, r"W_{ya}", across=side)


def _draw_weight(canvas, x, y, formula, across="center"):
    canvas.symbol(x, y, formula, size=14, colour=SOFT_INK, across=across, gid="weight")


def _beside_time(shape, plan, way, step):
    """The x of a weight over the arrow to a cell: its middle, or beside the predictions that are fed back."""
    (start, end), aside = plan.span(way, step), 1 if way == FORWARD else -1
    before = min(step, shape.source(way, step))
    if before + 1 not in shape.fed:
        return (start + end) / 2 - 2 * aside
    crossed = 0 if shape.directions == 1 else 22 if shape.gradients else 10
    return (start + crossed * aside + plan.x_feed(before)) / 2


def _beside_way(shape, plan, way, step):
    """Where a weight beside an upward arrow begins, and on which side of that x it lies."""
    right = way == BACKWARD or (shape.directions == 1 and bool(shape.fed))     # there, predictions come down
    lanes = [plan.lane(way, step, below=below, back=back) for below in (True, False)
             for back in {False, shape.gradients and (shape.directions == 2 or right)}]
    return (max(lanes) + 6, "left") if right else (min(lanes) - 6, "right")


# ---- in words ---------------------------------------------------------------------------------------------------

def _describe(shape, words):
    """The alternative text: how many steps and layers, what goes in and comes out and where, what flows back."""
    how_many = f"{shape.steps} time step{'s' * (shape.steps > 1)}, left to right"
    kind = ("An encoder and a decoder" if shape.encoder else
            "A bidirectional recurrent network" if shape.directions == 2 else "A recurrent network")
    cells = f"{shape.layers} layer{'s' * (shape.layers > 1)} of cells"
    said = [f"{kind} unrolled over {how_many}, {'each ' * bool(shape.encoder)}with {cells}."]
    inputs, outputs = _listed("x", shape.inputs), _listed("ŷ", [step - shape.encoder for step in shape.outputs])
    said.append(f"{inputs or 'No inputs'} enter{'s' * (len(shape.inputs) == 1)} from below; "
                f"{outputs or 'no predictions'} leave{'s' * (len(shape.outputs) == 1)} at the top.")
    if shape.encoder:
        said.append(f"The encoder's hidden states go from a⟨0⟩ to a⟨{shape.encoder}⟩; this last one is handed to the "
                    "decoder as its s⟨0⟩.")
    elif shape.directions == 1:
        said.append("Each hidden state goes on to the next step, starting from a⟨0⟩ at the left"
                    + (", and up to the next layer." if shape.layers > 1 else "."))
    else:
        said.append("One row of cells reads from left to right, the row above it from right to left; "
                    "both lead to each prediction" + (" and to the next layer." if shape.layers > 1 else "."))
    if shape.fed:
        said.append(f"Dashed arrows feed each prediction back as the input of the next step ({len(shape.fed)} in all).")
    if shape.gradients:
        said.append(f"Against the arrows flow the gradients: down from {len(shape.outputs)} "
                    f"loss{'es' * (len(shape.outputs) > 1)} (dashed) and from each step to the one before it (dotted)."
                    if shape.directions == 1 else
                    f"Against the arrows flow the gradients: down from {len(shape.outputs)} "
                    f"loss{'es' * (len(shape.outputs) > 1)} (dashed) and over time (dotted).")
    if shape.mark:
        said.append(f"The cell of layer {shape.mark[0] + 1} at step {shape.mark[1] + 1} is marked with its inputs.")
    if shape.show_weights:
        said.append("The same weights Wax, Waa and Wya are written at every step.")
    for name, texts in (("inputs", words.below), ("outputs", words.above)):
        if any(texts):
            said.append(f"Written at the {name}: {' '.join(filter(None, texts))}.")
    return " ".join(said)


def _listed(letter, steps):
    """The steps as x⟨1⟩ to x⟨4⟩, or one by one where they have gaps."""
    names = [f"{letter}⟨{step + 1}⟩" for step in steps]
    if len(steps) > 2 and steps[-1] - steps[0] == len(steps) - 1:
        return f"{names[0]} to {names[-1]}"
    return " and ".join(", ".join(names).rsplit(", ", 1))
