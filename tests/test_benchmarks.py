"""The benchmark runs without PyTorch and JAX, and what it has stored fits together."""
import importlib.util
import json
import re
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = ROOT / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))
import contenders  # noqa: E402
import measure  # noqa: E402
import report  # noqa: E402
import run  # noqa: E402

sys.path.remove(str(BENCHMARKS))
RESULTS = json.loads((BENCHMARKS / "results.json").read_text(encoding="utf-8"))
STORED = (BENCHMARKS / "results.md").read_text(encoding="utf-8")
TOY = {"sizes": [(3, 5, 10, 4)], "dtypes": ["float32"], "passes": ["forward and backward"], "seconds": 0, "least": 3}


@pytest.fixture
def without_frameworks(monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in ("torch", "jax") else find(name))


def test_a_missing_framework_is_named_and_left_out(without_frameworks, monkeypatch, capsys):
    rows = [row | {"threads": 1} for row in measure.rounds(cells=measure.CELLS, **TOY)]
    assert all(row.keys() >= {"fast", "textbook", "limit"} and not row.keys() & {"PyTorch", "JAX"} for row in rows)
    assert all(row["rounds"] == 3 and row["fast"]["cpu"][1] > 0 for row in rows)
    results = {"versions": list(run.child("versions", 1)), "rounds": rows, "growth": list(measure.growth(["RNN"], [10]))}
    assert results["versions"][0]["numpy"] == np.__version__
    monkeypatch.setattr(run, "measure", lambda quick: results)
    monkeypatch.setattr(sys, "argv", ["run.py", "--quick"])
    run.main()
    out, err = capsys.readouterr()
    assert "PyTorch is not installed" in err and "JAX is not installed" in err
    assert "| textbook / fast | fast / limit |" in out
    assert report.figure(results).alt.count("textbook") == 3


def test_who_computes_something_else_is_not_measured(without_frameworks, monkeypatch):
    def other(problem):
        forward, both = contenders.textbook(problem)
        return forward, lambda: (2 * both()[0], *both()[1:])

    monkeypatch.setitem(contenders.CONTENDERS, "textbook", other)
    with pytest.raises(AssertionError, match="GRU: textbook computes something else"):
        next(measure.rounds(cells=["GRU"], **TOY))


def test_the_stored_tables_are_those_of_the_stored_numbers():
    assert report.text(RESULTS) == STORED


def test_everything_was_measured():
    rounds = {(row["cell"], tuple(row["size"]), row["dtype"], row["pass"], row["threads"])
              for row in RESULTS["rounds"] if {"textbook", "PyTorch", "JAX", "limit"} <= row.keys()}
    assert {(cell, size, dtype, what, threads) for cell in measure.CELLS for size in measure.SIZES
            for dtype in run.DTYPES for what in ("forward", "forward and backward") for threads in (1, 2)} <= rounds
    assert {(row["cell"], row["T_x"]) for row in RESULTS["growth"]} == {
        (cell, T_x) for cell in measure.CELLS for T_x in (10, 100, 1000, 10_000)}
    assert {row["name"] for row in RESULTS["memory"]} == {"fast", "textbook", "PyTorch", "JAX"}


def test_the_versions_are_those_that_the_extra_installs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = dict(one.split("==") for one in project["optional-dependencies"]["benchmark"])
    assert {name: RESULTS["versions"][0][name].split("+")[0] for name in asked} == asked


def test_the_lines_in_the_readme_are_those_of_the_results():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| (?:RNN|GRU|LSTM) \|.*$", readme, re.MULTILINE)
    assert len(lines) == 3
    assert all(line in STORED.splitlines() for line in lines)
