"""What the editions have in common: which notebooks and exercises, which cases, what a student sees."""
import argparse
import difflib
import math
import shutil
from pathlib import Path

from rnn_utils.grading.exercises import EXERCISES, QUESTIONS
from rnn_utils.instructor import editions
from rnn_utils.instructor.output import Trouble, new_folder

MESSAGES = "messages.json"                       # a translation beside the notebooks; see rnn_utils.grading.messages


def add_choices(command):
    """The options that every edition takes."""
    command.add_argument("out", metavar="OUT", type=Path, help="a new folder, or an empty one")
    command.add_argument("--notebooks", type=_names, metavar="NAMES",
                         help="only these, by number or name, with commas between: 02,03; by default all")
    command.add_argument("--exercises", type=_names, metavar="IDS", default=[],
                         help="only these exercises; the functions of the others are given")
    command.add_argument("--without", type=_names, metavar="IDS", default=[],
                         help="all exercises but these, whose functions are given")
    command.add_argument("--seed", type=_seed, help="grade with new cases, drawn from this seed; where another tool "
                                                    "counts the points, students do not see it")
    command.add_argument("--no-hints", dest="hints", action="store_false", help="leave the hints out")
    command.add_argument("--no-diagnosis", dest="diagnosis", action="store_false",
                         help="reports say what is wrong, but not which mistake it is")


def add_points(command):
    """The options of the editions that another tool counts the points of."""
    command.add_argument("--points", type=_ids_and_numbers, metavar="ID=N", default={},
                         help="points of single exercises and questions, with commas between: softmax=5,rnn_forward=20")
    command.add_argument("--scale", type=_number, default=1, metavar="F", help="multiply all other points by F")


def _names(text):
    return [name.strip() for name in text.split(",") if name.strip()]


def _seed(text):
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} should be a whole number, 0 or more")
    return int(text)


def _ids_and_numbers(text):
    pairs = [name.partition("=") for name in _names(text)]
    return {id.strip(): _number(number) for id, _, number in pairs}


def _number(text):
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} should be a number above 0")
    return int(number) if number == int(number) else number


def points(options):
    """{id: points} of every exercise and question, with what the options say."""
    items = EXERCISES | QUESTIONS
    _known(options.points, items, "exercise or question")
    scaled = {id: max(round(item.max_points * options.scale, 2), 0.01) for id, item in items.items()}
    return scaled | options.points


def chosen(options, seed=None):
    """{name: notebook}, as the options want them, in the course's order; Trouble if they name what is not there.

    seed : of the cases that the checks in the notebooks use
    """
    paths = {path.stem: path for path in editions.of_the_course()}
    if options.notebooks:
        wanted = [Path(name).stem for name in options.notebooks]
        _known([name for name in wanted if not any(_means(name, stem) for stem in paths)], paths, "notebook")
        paths = {stem: path for stem, path in paths.items() if any(_means(name, stem) for name in wanted)}
    _known(options.without + options.exercises, EXERCISES, "exercise")
    given = set(options.without) | (set(EXERCISES) - set(options.exercises) if options.exercises else set())
    return {name: _shaped(editions.read(path), name, paths, given, options, seed) for name, path in paths.items()}


def _means(name, stem):
    return name in (stem, stem[:2])


def _known(ids, items, kind):
    for id in ids:
        if id not in items:
            near = difflib.get_close_matches(id, items, n=3, cutoff=0.3) or list(items)[:3]
            raise Trouble(f"There is no {kind} {id!r}; there are, for example, {', '.join(near)}.")


def _shaped(notebook, name, names, given, options, seed):
    notebook = editions.give(notebook, [id for id in given if EXERCISES[id].notebook == name])
    if not options.hints:
        notebook = editions.without_hints(notebook)
    return editions.linked(editions.graded_with(notebook, seed, options.diagnosis), names)


def write_all(options, notebooks):
    """Write {path within OUT: notebook or text} into the new folder OUT, and a translation beside each notebook."""
    out = new_folder(options.out)
    for name, content in notebooks.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8", newline="\n")
            continue
        editions.write(content, path)
        if (editions.FOLDER / MESSAGES).is_file():
            shutil.copy(editions.FOLDER / MESSAGES, path.parent / MESSAGES)
    return out
