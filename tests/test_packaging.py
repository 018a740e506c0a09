"""What is installed, where and on which Python: the files that say so agree, and a wheel holds all of the package."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text(encoding="utf-8"))
JOB = WORKFLOW["jobs"]["checks"]
PYTHONS = [name.split(" :: ")[-1] for name in PROJECT["classifiers"] if re.search(r"Python :: 3\.\d+$", name)]
MADE_BY_TOOLS = {"__pycache__", ".ipynb_checkpoints", "progress.json", ".DS_Store"}


def bounds(requirements):
    """Name -> version bounds, for comparing lists that are written differently."""
    parsed = [Requirement(text) for text in requirements]
    result = {canonicalize_name(one.name): sorted(map(str, one.specifier)) for one in parsed}
    assert len(result) == len(parsed), "a package is listed twice"
    return result


# ---------------------------------------------------------------- dependencies


def test_conda_and_pip_install_the_same():
    conda = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)]
    (pip,) = [entry["pip"] for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict)]
    assert pip[-1] == "-e .", "the package itself comes last"
    listed = bounds([entry for entry in conda if not entry.startswith("python=")] + pip[:-1])
    assert listed == bounds(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"])
    assert ENVIRONMENT["channels"] == ["conda-forge"]


def test_numpy_gets_one_thread_from_start_from_conda_and_in_tests():
    start = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"))
    (names,) = [ast.literal_eval(node.value) for node in start.body
                if isinstance(node, ast.Assign) and node.targets[0].id == "ONE_THREAD"]
    assert ENVIRONMENT["variables"] == dict.fromkeys(names, "1")
    assert set(names) <= os.environ.keys()       # from conftest.py


def test_the_package_imports_only_what_it_declares():
    come_along = {"PIL", "IPython", "ipykernel", "nbclient", "nbformat", "traitlets"}  # with matplotlib and jupyterlab
    beside_it = {"lockdown", "protocol"}         # the sandbox has these files without the package around them
    extras = sum(PROJECT["optional-dependencies"].values(), [])
    declared = {name.replace("-", "_") for name in bounds([*PROJECT["dependencies"], *extras])} | come_along | beside_it
    imported = {}
    for path in (ROOT / "rnn_utils").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                names = [node.module] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
            imported.update((name.split(".")[0], path.name) for name in names)
    assert "numpy" in imported
    assert imported.keys() - sys.stdlib_module_names - {"rnn_utils"} <= declared, imported


# ---------------------------------------------------------------- versions


def test_the_oldest_python_is_the_same_everywhere():
    assert PROJECT["requires-python"] == ">=" + PYTHONS[0]
    start = (ROOT / "start.py").read_text(encoding="utf-8")
    said = re.search(r"^OLDEST_PYTHON = \((\d+), (\d+)\)$", start, re.MULTILINE)
    assert ".".join(said.groups()) == PYTHONS[0]


def test_the_version_is_the_same_in_the_package_and_in_its_metadata():
    package = (ROOT / "rnn_utils/__init__.py").read_text(encoding="utf-8")
    assert re.search(r'^__version__ = "(.+)"$', package, re.MULTILINE).group(1) == PROJECT["version"]


def test_the_workflow_tries_the_oldest_and_the_newest_python_on_three_systems():
    matrix = JOB["strategy"]["matrix"]
    assert matrix["python"] == [PYTHONS[0], PYTHONS[-1]]
    assert [system.split("-")[0] for system in matrix["os"]] == ["ubuntu", "macos", "windows"]
    assert JOB["strategy"]["fail-fast"] is False and JOB["timeout-minutes"] <= 60
    assert {"push", "pull_request"} <= set(WORKFLOW[True])  # `on` is a truth value in YAML
    assert JOB["steps"][-1]["run"] == "python start.py test"


def test_the_supported_pythons_are_listed_without_a_gap():
    minors = [int(version.split(".")[1]) for version in PYTHONS]
    assert len(minors) >= 2 and minors == list(range(minors[0], minors[-1] + 1))


def test_conda_has_one_supported_python():
    (python,) = [entry for entry in ENVIRONMENT["dependencies"] if str(entry).startswith("python")]
    assert re.fullmatch(r"python=3\.\d+", python), "Binder wants one version, not a range"
    assert python.split("=")[1] in PYTHONS


@pytest.mark.skipif(os.name == "nt", reason="a script for bash")
@pytest.mark.parametrize("arguments, codes, called, code", [
    (["-x"], "3", [["test", "-x"]], 3),
    ([], "0 0", [["test"], ["test-instructor"]], 0),
    ([], "3 0", [["test"], ["test-instructor"]], 3),
    ([], "0 4", [["test"], ["test-instructor"]], 4),
    ([], "3 4", [["test"], ["test-instructor"]], 3),
])
def test_the_script_of_continuous_integration_runs_the_checks(tmp_path, arguments, codes, called, code):
    """In place of python3 stands a script that says how it is called, and ends with one code after the other."""
    (tmp_path / "codes").write_text(codes.replace(" ", "\n") + "\n")
    for name, script in (("python3", 'echo "$PWD" "$@"; code=$(head -n1 "$0.d"); sed -i.bak 1d "$0.d"; exit $code'),
                         ("bwrap", "exit 0")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "codes").rename(tmp_path / "python3.d")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PATH", os.defpath)])
    answer = subprocess.run([str(ROOT / ".ci/run"), *arguments], cwd=tmp_path, env={**os.environ, "PATH": path},
                            capture_output=True, text=True)
    assert [line.split() for line in answer.stdout.splitlines()] == [[str(ROOT), "start.py", *rest] for rest in called]
    assert answer.returncode == code


# ---------------------------------------------------------------- files


def project_files():
    """The files that git holds or is about to hold; all files, where this is no checkout."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
        return sorted({ROOT / name for name in listed if name and (ROOT / name).is_file()})
    skipped = MADE_BY_TOOLS | {".git", ".venv", "work", ".pytest_cache", ".hypothesis", "dist", "build"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)]


# One letter of each stands in brackets, so that this file does not find itself.
ADDRESSES = re.compile(
    r"[p]ypi\.(?:org|python)|[p]ythonhosted|[a]naconda\.(?:org|com)|[a]rtifactory|[d]evpi"
    r"|/[s]imple/|-[i]ndex-url|-[f]ind-links|[i]ndex_url\s*="
)
PLACES = re.compile(r"[f]ile:///|(?<![\w.}])/(?:[r]oot|[h]ome|[U]sers|[o]pt)/\w|\b[A-Z]:\\+[U]sers\b")


@pytest.mark.parametrize("pattern", [ADDRESSES, PLACES], ids=["addresses of registries", "places on one machine"])
def test_no_file_holds_what_is_true_on_one_machine_only(pattern):
    found = {}
    for path in project_files():
        match = pattern.search(path.read_bytes().decode("utf-8", "replace"))
        found[path.relative_to(ROOT).as_posix()] = match and match.group()
    assert {"start.py", "pyproject.toml", "tests/test_packaging.py"} <= found.keys()
    assert {name: match for name, match in found.items() if match} == {}


ADDRESS_EXAMPLES = ["https://{}ypi.org/x", "https://files.{}ythonhosted.org", "http://h:8081/{}imple/numpy"]


def test_the_search_for_addresses_finds_them():
    for example, letter in zip(ADDRESS_EXAMPLES, "pps"):
        assert ADDRESSES.search(example.format(letter))
    for letter, example in {"r": '"/{}oot/x', "h": " /{}ome/me", "f": "{}ile:///x", "U": "C:\\\\{}sers\\me"}.items():
        assert PLACES.search(example.format(letter)), example
    assert not PLACES.search("notebooks/home/x and ./opt/x and {ROOT}/opt/x")


@pytest.mark.skipif(not shutil.which("git"), reason="asks git")
def test_git_ignores_what_is_the_learners_and_what_tools_make(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    shutil.copy(ROOT / ".gitignore", tmp_path)
    ignored = ["work/01_cell.ipynb", ".venv/course.json", "rnn_utils/__pycache__/rnn.pyc", "notebooks/progress.json"]
    ignored += ["notebooks/.ipynb_checkpoints/a.ipynb", "dist/a.whl", ".hypothesis/a", ".pytest_cache/a"]
    kept = ["notebooks/01_cell.ipynb", "rnn_utils/datasets/data/dinosaurs.txt", "tests/work/a.py", "docs/build/a.md"]
    command = ["git", "-C", str(tmp_path), "check-ignore", "--no-index", *ignored, *kept]
    assert subprocess.run(command, capture_output=True, text=True).stdout.split() == ignored


# ---------------------------------------------------------------- the wheel


def pip(*arguments):
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    answer = subprocess.run(command, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    (wheel,) = folder.iterdir()
    return wheel


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = [path for path in (ROOT / "rnn_utils").rglob("*") if path.is_file()]
    package = {path.relative_to(ROOT).as_posix() for path in files if not MADE_BY_TOOLS & set(path.parts)}
    assert "rnn_utils/__init__.py" in package and any("/data/" in name for name in package)
    assert inside == package


def test_the_wheel_carries_the_license(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("/LICENSE")]
        assert archive.read(name) == (ROOT / "LICENSE").read_bytes()


IMPORT_EVERYTHING = """
import importlib, json, pkgutil, sys
import rnn_utils, rnn_utils.datasets
for module in pkgutil.walk_packages(rnn_utils.__path__, "rnn_utils."):
    if module.name.split(".")[-1] not in ("__main__", "child"):  # the second is the sandbox's program, no module
        importlib.import_module(module.name)
places = [module.__file__ for name, module in sys.modules.items() if name.split(".")[0] == "rnn_utils"]
print(json.dumps({"places": places, "names": len(rnn_utils.datasets.dinosaur_names())}))
"""


def test_the_wheel_works_elsewhere_and_finds_its_data(wheel, tmp_path):
    elsewhere, target = tmp_path / "elsewhere", tmp_path / "target"
    elsewhere.mkdir()
    pip("install", "--no-index", "--no-deps", "--target", target, wheel)
    environment = {**os.environ, "PYTHONPATH": str(target)}
    command = [sys.executable, "-c", IMPORT_EVERYTHING]
    answer = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert len(told["places"]) > 5
    assert all(Path(place).is_relative_to(target) for place in told["places"])
    assert told["names"] == 1318
