"""`rnn-course messages OUT`: every sentence that the grader may say, for a translation.

Sentences stand in two places: the exercises' mistakes, laws and reasons, which are objects, and
the grader's own modules, whose source is read; so are the few `Problem`s of the exercises.
"""
import ast
import json
import re
from pathlib import Path

from rnn_utils import grading
from rnn_utils.grading.exercises import EXERCISES, NOTEBOOKS, QUESTIONS
from rnn_utils.grading.results import AXES
from rnn_utils.instructor.output import Trouble

import numpy as np

SILENT = ("__init__", "exercise", "messages")    # modules of the grader that say nothing to learners
MARKED = ("progress", "report")                  # of these, only what stands in `translated(…)`
WORDS = ("not yet", "not attempted yet", "passed", "first", "last", "right", "wrong", "early", "late", "line", "lines",
         "argument", "arguments", "step", "unit", "index", *AXES.values(), "`{0}` {1}")   # put into sentences or around


def add_command(commands):
    command = commands.add_parser("messages", help="every sentence that the grader may say, for a translation")
    command.add_argument("out", metavar="OUT", type=Path, help="a new file, such as messages.json")
    command.add_argument("--from", dest="old", type=Path, metavar="OLD", help="take over what is translated in OLD")
    command.set_defaults(run=messages)


def messages(options):
    """Write {sentence: translation}, with what an earlier file holds and "" for the rest."""
    old = read(options.old) if options.old else {}
    table = {sentence: old.get(sentence, "") for sentence in sentences()}
    try:
        with open(options.out, "x", encoding="utf-8", newline="\n") as file:
            json.dump(table, file, ensure_ascii=False, indent=1)
            file.write("\n")
    except FileExistsError:
        raise Trouble(f"{options.out} is there already, and nothing is ever overwritten: name a new file.") from None
    except OSError as error:
        raise Trouble(f"{options.out} cannot be written: {error.strerror}.") from None
    gone = [sentence for sentence in old if sentence not in table]
    print(f"{options.out}: {len(table)} sentences, {sum(not other for other in table.values())} of them without a "
          f"translation; {len(gone)} of {len(old)} earlier ones are no longer said.")


def read(path):
    """{sentence: translation} from a file; Trouble if it holds something else."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        if all(isinstance(other, str) for other in table.values()):
            return table
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, AttributeError):
        pass
    raise Trouble(f"{path} should hold one JSON object, a translation for each sentence, as `rnn-course messages` "
                  "writes it.")


def sentences():
    """All that the grader may say, in the order of the course; {0}, {1}, … stand for names and numbers."""
    found = {}                                   # a dict keeps the order and each sentence once
    for path in sorted(Path(grading.__file__).parent.glob("*.py")):
        if path.stem not in SILENT:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= dict.fromkeys(_marked(tree) if path.stem in MARKED else _texts(tree))
    for path in sorted((Path(grading.__file__).parent / "exercises").glob("n*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                found |= dict.fromkeys(_texts(node))
    found |= dict.fromkeys(WORDS)
    for notebook in NOTEBOOKS:
        for item in (EXERCISES | QUESTIONS).values():
            if item.notebook == notebook:
                found |= dict.fromkeys(_of_item(item))
    return list(found)


def _of_item(item):
    if item.id in QUESTIONS:
        return [option.says for option in item.options.values()]
    laws = [text for law in item.laws for text in (law.name, law.says)]
    notes = [text for case in item.cases(np.random.default_rng(0)) for text in (case.note, case.part)]
    return [known.says for known in item.mistakes] + laws + [note for note in notes if re.search("[a-z]{2,}", note)]


def _marked(tree):
    """The texts within `translated(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "translated":
            yield from _texts(node, least=1)


def _texts(tree, least=2):
    """The texts of at least so many words, f-strings with {0}, {1}, … for what is put in; no docstrings."""
    passed_over = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    passed_over |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        if isinstance(node, ast.JoinedStr):
            text = _template(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        words = len(re.findall(r"[A-Za-z]{2,}", text))
        small = words == 1 and " " in text and isinstance(node, ast.JoinedStr) and text != "`{0}` is {1}"
        if (words >= least or small) and not re.search(r"\.\*|\\[(']", text):     # a pattern is no sentence
            yield re.sub(r"\\(\d)", r"{\1}", text)                             # what a pattern found is put in


def _template(node):
    parts, count = [], 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(part.value)
        else:
            parts.append(f"{{{count}}}")
            count += 1
    return "".join(parts)
