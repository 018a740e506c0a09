"""How much processor time does grading a class take, a submission?

    python benchmarks/grading.py               30 submissions, graded by rnn-course grade
    python benchmarks/grading.py --nbgrader    the same run, then two of them by nbgrader's autograde

The submissions are the course's notebooks: solved, half solved, and with a known mistake in every
exercise; their trainings are in them, and not run. Prints the seconds of processor time, of all
processes that took part, for each file; the time that the learners' own code takes is included.
"""
import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from rnn_utils.grading.exercises import EXERCISES
from rnn_utils.instructor import editions

ROOT = Path(__file__).parent.parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "TQDM_DISABLE": "1", "RNN_UTILS_PROGRESS": "off",
                            "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
                            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])}


def submissions(folder, count, rng):
    """Write them: every third solved, half solved, and mistaken."""
    sources = [path for path in editions.notebooks(ROOT / "notebooks") if any(
        exercise.notebook == path.stem for exercise in EXERCISES.values())]
    for i in range(count):
        path = sources[i % len(sources)]
        ids = [id for id, exercise in EXERCISES.items() if exercise.notebook == path.stem]
        only = None if i % 3 == 0 else set(ids[::2])
        notebook = editions.solve(editions.read(path), only)
        for cell in notebook.cells if i % 3 == 2 else ():
            exercise = editions.exercise_of(cell)
            if exercise:
                known = rng.choice([each for each in exercise.mistakes if each.edits])
                cell.source = exercise.source
                for replace, by in known.edits:
                    cell.source = cell.source.replace(replace, by)
        student = folder / f"student-{i:02}"
        student.mkdir()
        nbformat.write(notebook, student / path.name)


def processor_seconds(command, folder):
    """Of a command and of everything that it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def by_us(folder, jobs):
    out = folder.parent / "results"
    seconds = processor_seconds([sys.executable, "-m", "rnn_utils.instructor", "grade", str(folder), "--out", str(out),
                                 "--jobs", str(jobs), "--seed", "1"], folder.parent)
    graded = [json.loads(path.read_text(encoding="utf-8")) for path in (out / "graded").glob("*.json")]
    items = [item for result in graded for item in result["items"]]
    passed = sum(item["status"] == "passed" for item in items)
    print(f"rnn-course grade: {len(graded)} files, {len(items)} exercises and questions, {passed} passed: "
          f"{seconds:.1f} s of processor time, {seconds / len(graded):.2f} s a file")


def by_nbgrader(folder, students):
    """nbgrader's autograde on the same notebooks, each with a test cell `grade(…)` behind an exercise."""
    course = folder.parent / "course"
    taken = sorted(folder.iterdir())[:2 * students:2]     # notebooks 00 and 02, in which nothing is trained
    for student in taken:
        [path] = student.glob("*.ipynb")
        notebook = nbformat.read(path, 4)
        for cell in notebook.cells:
            if cell.id.startswith("check-") and cell.id[6:].replace("-", "_") in EXERCISES:
                id = cell.id[6:].replace("-", "_")
                cell.source = f"report = grade({id})\nreport.points / report.max_points"
                cell.metadata["nbgrader"] = {"grade": True, "grade_id": cell.id, "locked": True, "points": 10,
                                             "schema_version": 3, "solution": False, "task": False,
                                             "cell_type": "code"}
        for place in (course / "source" / path.stem, course / "release" / path.stem,
                      course / "submitted" / student.name / path.stem):
            place.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, place / path.name)
        names = [sys.executable, "-m", "nbgrader"]
        subprocess.run([*names, "generate_assignment", path.stem, "--force"], cwd=course, env=ENVIRONMENT, check=True,
                       capture_output=True)
        seconds = processor_seconds([*names, "autograde", path.stem, "--student", student.name], course)
        print(f"nbgrader autograde: {path.name}: {seconds:.1f} s of processor time")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--nbgrader", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "submissions"
        folder.mkdir()
        submissions(folder, options.count, random.Random(0))
        by_us(folder, options.jobs)
        if options.nbgrader:
            by_nbgrader(folder, 2)


if __name__ == "__main__":
    main()
