"""Tables, goals and the figure, from the rows that measure.py has written."""
from rnn_utils.figures.style import CARD, PALETTE, SOFT_INK, house_style

OTHERS = ("textbook", "PyTorch", "JAX", "limit")
COLOURS = {"textbook": "black", "PyTorch": "vermillion", "JAX": "green", "limit": "sky"}


def in_short(row):
    """One line of progress."""
    words = [str(row[key]) for key in ("name", "cell", "size", "T_x", "dtype", "pass") if key in row]
    numbers = [f"{name} {row[name]['cpu'][1]:.2f}" for name in OTHERS if name in row]
    return " ".join(words + numbers + ([f"{row['rounds']} rounds"] if "rounds" in row else []))


def duration(seconds):
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.3g} ms" if seconds < 1 else f"{seconds:.2f} s"


def ratio(quartiles):
    low, middle, high = quartiles
    return f"**{middle:.2f}** {low:.2f}–{high:.2f}"


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def text(results):
    """results.md: what was measured with what, the goals, and every table."""
    known = results["versions"][0]
    parts = ["# Results",
             "Made by `python benchmarks/run.py`; what the numbers mean is said in [README.md](README.md).",
             "Measured with " + ", ".join(f"{name} {value or 'missing'}" for name, value in known.items()) + ".",
             "## Goals", goals_text(results["rounds"])]
    for threads, clock, what in ((1, "cpu", "CPU time"), (2, "wall", "time on the clock")):
        rows = [row for row in results["rounds"] if row["threads"] == threads]
        for heading in dict.fromkeys((row["pass"], row["dtype"]) for row in rows):
            parts.append(f"## {heading[0].capitalize()}, {heading[1]}, {('one thread', 'two threads')[threads - 1]}: "
                         f"{what} as multiples of `fast`, for the limit its inverse")
            parts.append(rounds_table([row for row in rows if (row["pass"], row["dtype"]) == heading], clock))
    if results.get("memory"):
        size = tuple(results["memory"][0]["size"])
        parts += [f"## Peak memory of forward and backward at {size}, float32, MB", memory_table(results["memory"])]
    parts += ["## Growth with the number of steps, at (27, 50, 8, T_x), float32", growth_table(results["growth"])]
    if results.get("threads"):
        parts += ["## Threads: `fast.rnn`, forward and backward, float32, on the clock, alone and while other "
                  "processes compute", threads_table(results["threads"])]
    return "\n\n".join(parts) + "\n"


def rounds_table(rows, clock):
    names = [name for name in OTHERS if any(name in row for row in rows)]
    lines = []
    for row in rows:
        cells = [ratio(row[name][clock] if name != "limit" else [1 / value for value in row[name][clock][::-1]])
                 if name in row else "" for name in names]
        lines.append([row["cell"], tuple(row["size"]), duration(row["fast"][clock][1]), *cells])
    heads = ["fast / limit" if name == "limit" else f"{name} / fast" for name in names]
    return table(["cell", "n_x, n_a, m, T_x", "fast", *heads], lines)


def memory_table(rows):
    cells = list(dict.fromkeys(row["cell"] for row in rows))
    found = {(row["name"], row["cell"]): f"{row['MB']:.0f}" for row in rows}
    return table(["", *cells], [[name, *(found[name, cell] for cell in cells)]
                                for name in dict.fromkeys(row["name"] for row in rows)])


def growth_table(rows):
    return table(["cell", "T_x", "µs a step", "kB a step", "float32 against float64, relative"],
                 [[row["cell"], row["T_x"], f"{row['us']:.1f}", f"{row['kB']:.1f}", f"{row['error']:.1e}"]
                  for row in rows])


def threads_table(rows):
    found = {(tuple(row["size"]), row["others"], row["threads"]): duration(row["wall"][1]) for row in rows}
    columns = list(dict.fromkeys(key[1:] for key in found))
    heads = [f"{f'{others} more a core' if others else 'alone'}, {('one thread', 'two threads')[threads - 1]}"
             for others, threads in columns]
    return table(["n_x, n_a, m, T_x", *heads],
                 [[size, *(found[size, *column] for column in columns)]
                  for size in dict.fromkeys(size for size, *_ in found)])


# ---- goals ----------------------------------------------------------------------------------------

TOY, NAMES, LETTERS = (3, 5, 10, 4), (27, 50, 1, 30), (27, 100, 32, 30)


def goal(other, cell, size):
    """What `fast` is to reach: at least this multiple, for the limit at most."""
    n_a = size[1]
    if other == "textbook":
        return {TOY: 3, NAMES: 4, LETTERS: 1.3}.get(size, 1.2)
    if other == "PyTorch":
        special = {("RNN", NAMES): 12, ("GRU", NAMES): 7, ("RNN", LETTERS): 2.3, ("GRU", LETTERS): 2}
        return special.get((cell, size), 1.2 if n_a > 100 else 1)
    if other == "JAX":
        special = {("RNN", TOY): 3.5, ("GRU", TOY): 1.6, ("GRU", NAMES): 0.7}
        return special.get((cell, size), 1.2 if n_a >= 256 else 0.95)
    return {"RNN": {128: 1.5, 256: 1.3, 512: 1.12}}.get(cell, {128: 1.45, 256: 1.25, 512: 1.2}).get(n_a)


def goals_text(rows):
    """Each goal with what was measured for it; noise of 10 % is fine."""
    lines, met = [], 0
    for row in rows:
        if (row["pass"], row["threads"]) != ("forward and backward", 1):
            continue
        for other in OTHERS:
            wanted = goal(other, row["cell"], tuple(row["size"]))
            if other not in row or wanted is None:
                continue
            measured = row[other]["cpu"][1] ** (-1 if other == "limit" else 1)
            share = wanted / measured if other == "limit" else measured / wanted
            met += share >= 0.9
            if share < 0.9:
                lines.append([other, row["cell"], tuple(row["size"]), row["dtype"],
                              f"{'≤' if other == 'limit' else '≥'} {wanted}",
                              f"{measured:.2f}", f"{(1 - share) * 100:.0f} %"])
    summary = f"{met} of {met + len(lines)} are met (one thread, CPU time, forward and backward, within 10 %)"
    if not lines:
        return summary + "."
    return f"{summary}. These are not:\n\n" + table(
        ["against", "cell", "n_x, n_a, m, T_x", "", "goal", "measured", "short by"], lines)


# ---- the figure -------------------------------------------------------------------------------------


def figure(results):
    """Who takes how many times as long as `fast`: one panel a cell, float32, one thread."""
    from matplotlib.figure import Figure

    from rnn_utils.figures.picture import CSS_DPI, Picture

    rows = [row for row in results["rounds"]
            if (row["pass"], row["threads"], row["dtype"]) == ("forward and backward", 1, "float32")]
    cells = list(dict.fromkeys(row["cell"] for row in rows))
    width, height = 860, 330
    with house_style():
        drawing = Figure(figsize=(width / CSS_DPI, height / CSS_DPI), facecolor=CARD)
        panels = drawing.subplots(1, len(cells), sharey=True, squeeze=False)[0]
        for panel, cell in zip(panels, cells):
            of_cell = [row for row in rows if row["cell"] == cell]
            for name in OTHERS:
                points = [(k, *row[name]["cpu"]) for k, row in enumerate(of_cell) if name in row]
                if points:
                    k, low, middle, high = zip(*points)
                    colour = PALETTE[COLOURS[name]]
                    panel.fill_between(k, low, high, color=colour.fill)
                    panel.plot(k, middle, color=colour.line, linestyle=colour.dashes,
                               marker=colour.marker, markersize=6, label=name)
            panel.axhline(1, color=PALETTE["blue"].line, linewidth=2.5, label="fast")
            panel.set(yscale="log", title=cell, xlim=(-0.4, len(of_cell) - 0.6), ylim=(0.07, 25))
            panel.set_xticks(range(len(of_cell)), [f"{row['size'][1]}×{row['size'][2]}" for row in of_cell],
                             rotation=40, fontsize=10)
            panel.set_yticks([0.1, 0.2, 0.5, 1, 2, 5, 10, 20], ["0.1", "0.2", "0.5", "1", "2", "5", "10", "20"])
            panel.minorticks_off()
            panel.grid(axis="y", color=SOFT_INK, alpha=0.2)
            panel.spines[["top", "right"]].set_visible(False)
        panels[0].set_ylabel("time, as a multiple of fast")
        panels[len(cells) // 2].set_xlabel("hidden units × examples")
        drawing.legend(*panels[0].get_legend_handles_labels(), loc="upper center", ncols=5, frameon=False)
        drawing.tight_layout(rect=(0, 0, 1, 0.92))
    names = [name for name in OTHERS if any(name in row for row in rows)]
    told = "; ".join(f"{cell}: " + ", ".join(
        f"{name} from {min(values):.2g} to {max(values):.2g}"
        for name in names for values in [[row[name]["cpu"][1] for row in rows if row["cell"] == cell and name in row]])
        for cell in cells)
    return Picture(drawing, width, height, "How many times as long as fast the others take, forward and backward in "
                   f"float32 on one thread, for six sizes. {told}.")
