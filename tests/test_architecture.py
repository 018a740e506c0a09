"""One direction of imports, one list of public names, and a docstring wherever one looks.

    notebooks  →  rnn_utils.grading  →  rnn_utils (the mathematics)
    rnn_utils.instructor  →  notebooks + rnn_utils.grading
"""
import ast
import inspect
import re
from pathlib import Path

import pytest

import rnn_utils

PACKAGE = Path(rnn_utils.__file__).parent
TRAINING = {"rnn_utils.training", "rnn_utils.optimizers", "rnn_utils.sampling",
            "rnn_utils.experiments"}


def module_name(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))
           if "__pycache__" not in path.parts}


def imports_of(source, module, is_package=False):
    """The dotted names that `source`, the text of `module`, imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            if node.level:
                parents = module.split(".")[:len(module.split(".")) - node.level + is_package]
                origin = ".".join(parents + [origin] * bool(origin))
            names |= {origin} | {f"{origin}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "import_module", "importlib.import_module", "__import__"):
            names |= {part.value for part in node.args if isinstance(part, ast.Constant)}
    return names


def imported(module):
    path = MODULES[module]
    return imports_of(path.read_text(encoding="utf-8"), module, path.name == "__init__.py")


def within(name, package):
    return name == package or name.startswith(package + ".")


def layer(module):
    """grading, instructor, figures, experiments, or the mathematics."""
    part = (module.split(".") + [""])[1]
    return part if part in FORBIDDEN else "mathematics"


FORBIDDEN = {
    "mathematics": {"rnn_utils.grading", "rnn_utils.instructor", "rnn_utils.figures",
                    "rnn_utils.experiments", "notebooks"},
    "experiments": {"rnn_utils.grading", "rnn_utils.instructor", "rnn_utils.figures",
                    "notebooks"},
    "grading": {"rnn_utils.instructor", "notebooks"},
    "figures": {"rnn_utils.grading", "rnn_utils.instructor", "notebooks", *TRAINING},
    "instructor": set(),
}


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_in_one_direction(module):
    wrong = {name for name in imported(module) for package in FORBIDDEN[layer(module)]
             if within(name, package)}
    assert not wrong, f"{module} belongs to the {layer(module)} and imports {sorted(wrong)}"


@pytest.mark.parametrize("module", [name for name in MODULES if layer(name) == "mathematics"])
def test_the_mathematics_needs_numpy_and_the_standard_library_only(module):
    others = {"matplotlib", "IPython", "ipywidgets", "jupyterlab", "nbformat", "torch", "jax",
              "onnx", "onnxruntime", "autograd", "scipy"}
    assert not {name.split(".")[0] for name in imported(module)} & others


@pytest.mark.parametrize("line, name", [
    ("import rnn_utils.grading", "rnn_utils.grading"),
    ("from rnn_utils import grading", "rnn_utils.grading"),
    ("from rnn_utils.grading.report import Report", "rnn_utils.grading.report"),
    ("from .. import grading", "rnn_utils.grading"),
    ("from ..grading import grade", "rnn_utils.grading"),
    ("def f():\n    import rnn_utils.grading as g", "rnn_utils.grading"),
    ("import importlib\nimportlib.import_module('rnn_utils.grading')", "rnn_utils.grading"),
])
def test_no_way_to_import_is_overlooked(line, name):
    assert name in imports_of(line, "rnn_utils.figures.canvas")
    assert name not in imports_of("import rnn_utils", "rnn_utils.figures.canvas")


def test_a_package_counts_its_dots_from_itself():
    assert "rnn_utils.figures.canvas" in imports_of("from .canvas import Canvas",
                                                    "rnn_utils.figures", is_package=True)


def test_the_public_names_are_those_imported_in_init_and_nothing_else_is_there():
    tree = ast.parse(MODULES["rnn_utils"].read_text(encoding="utf-8"))
    names = [alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom)
             for alias in node.names]
    assert sorted(rnn_utils.__all__) == sorted(names)
    assert len(set(rnn_utils.__all__)) == len(rnn_utils.__all__)
    others = [node for node in tree.body if not isinstance(node, ast.ImportFrom)]
    assert [type(node) for node in others] == [ast.Expr, ast.Assign, ast.Assign]
    assert [node.targets[0].id for node in others[1:]] == ["__version__", "__all__"]


@pytest.mark.parametrize("module", MODULES)
def test_each_module_says_what_it_is_for(module):
    docstring = ast.get_docstring(ast.parse(MODULES[module].read_text(encoding="utf-8")))
    assert docstring and len(docstring.splitlines()[0]) > 10


FUNCTIONS = [name for name in rnn_utils.__all__ if inspect.isfunction(getattr(rnn_utils, name))]
WITHOUT_ARRAYS = {"decode", "dinosaur_names", "encode"}      # texts and lists of int


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_public_function_has_a_docstring_that_states_shapes(name):
    docstring = inspect.getdoc(getattr(rnn_utils, name))
    assert docstring and docstring.splitlines()[0].endswith((".", ":", ","))
    if name not in WITHOUT_ARRAYS:
        axes = r"\((n_|m\b|T_)[^)]*\)"
        assert re.search(axes + r"|\bshapes?\b|element by element", docstring)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_argument_of_a_public_function_is_in_its_docstring(name):
    function = getattr(rnn_utils, name)
    parameters = inspect.signature(function).parameters
    if len(parameters) > 2:
        missing = [each for each in parameters if not re.search(rf"\b{each}\b",
                                                               inspect.getdoc(function))]
        assert not missing
