"""Measure the fast form against the textbook, PyTorch, JAX and the limit: one command.

    python benchmarks/run.py            about twenty minutes; writes results.json, results.md and results.png
    python benchmarks/run.py --quick    under one; prints tables for four sizes in float32 and writes nothing
    python benchmarks/run.py --report   makes results.md and results.png again from results.json

PyTorch and JAX come with `pip install -e ".[benchmark]"`; what is missing is named and left out.
Each measurement is a process of its own, so that it can be given one thread or two.
"""
import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import report
from measure import CELLS, MODULES, SIZES, there

FOLDER = Path(__file__).resolve().parent
DTYPES = ["float32", "float64"]


def child(measurement, threads, **options):
    """Rows of a measurement, from a process in which every library has so many threads."""
    variables = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NPROC")
    environment = os.environ | dict.fromkeys(variables, str(threads))      # NPROC is JAX's
    environment["XLA_FLAGS"] = f"--xla_cpu_multi_thread_eigen={'false' if threads == 1 else 'true'}"
    command = [sys.executable, str(FOLDER / "measure.py"), measurement, json.dumps(options)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            row = json.loads(line) | ({"threads": threads} if measurement != "versions" else {})
            print(f"{time.perf_counter() - BEGIN:5.0f} s  {measurement}: {report.in_short(row)}", file=sys.stderr)
            yield row
    if process.returncode:
        raise SystemExit(f"{measurement} failed")


def measure(quick):
    """All measurements, as a dict of lists of rows."""
    passes = ["forward", "forward and backward"]
    sizes, seconds, least = (SIZES[:4], 0.4, 3) if quick else (SIZES, 2.5, 5)
    results = {"versions": list(child("versions", 1))}
    results["rounds"] = list(child("rounds", 1, cells=CELLS, sizes=sizes, dtypes=DTYPES[:1] if quick else DTYPES,
                                   passes=passes[1:] if quick else passes, seconds=seconds, least=least))
    if not quick:
        results["rounds"] += child("rounds", 2, cells=CELLS, sizes=sizes, dtypes=DTYPES, passes=passes,
                                   seconds=seconds, least=least)
        results["memory"] = [row for name in ("fast", "textbook", *MODULES) if sys.platform == "linux" and there(name)
                             for row in child("memory", 1, name=name, cells=CELLS, size=SIZES[4])]
    results["growth"] = list(child("growth", 1, cells=CELLS, steps=[10, 100, 1000] + [10_000] * (not quick)))
    if not quick:
        results["threads"] = [row for others in (0, 1, 4) for threads in (1, 2)
                              for row in child("threads", threads, sizes=SIZES[1:5], others=others)]
    return results


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--quick", action="store_true", help="fewer sizes and rounds; nothing is written")
    arguments.add_argument("--report", action="store_true", help="only table and figure, from results.json")
    chosen = arguments.parse_args()
    stored = FOLDER / "results.json"
    for name in MODULES:
        if not there(name) and not chosen.report:
            print(f"{name} is not installed and left out; `pip install -e \".[benchmark]\"` brings it.", file=sys.stderr)
    results = json.loads(stored.read_text(encoding="utf-8")) if chosen.report else measure(chosen.quick)
    if chosen.quick:
        print(report.text(results))
        return
    rows = ",\n".join(f' "{name}": [\n' + ",\n".join("  " + json.dumps(row) for row in results[name]) + "\n ]"
                      for name in results)
    stored.write_text("{\n" + rows + "\n}\n", encoding="utf-8")
    (FOLDER / "results.md").write_text(report.text(results), encoding="utf-8")
    report.figure(results).save(FOLDER / "results.png")


BEGIN = time.perf_counter()

if __name__ == "__main__":
    main()
