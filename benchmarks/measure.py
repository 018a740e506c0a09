"""The measurements; each runs in a process of its own, which run.py starts with its number of threads.

    python measure.py rounds|memory|growth|threads '{"options": "as JSON"}'     one JSON a line
"""
import gc
import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import contenders
import numpy as np

CELLS = ("RNN", "GRU", "LSTM")
SIZES = [(3, 5, 10, 4), (27, 50, 1, 30), (27, 100, 32, 30), (64, 128, 64, 50), (128, 256, 64, 100), (256, 512, 64, 100)]
MODULES = {"PyTorch": "torch", "JAX": "jax"}
TURN = 2e-3                                      # seconds of CPU for a contender's turn, at least


def there(name):
    return importlib.util.find_spec(MODULES.get(name, "numpy")) is not None


def quartiles(values):
    return [float(value) for value in np.percentile(values, (25, 50, 75))]


# ---- rounds: who takes how long ------------------------------------------------------------------

def rounds(cells, sizes, dtypes, passes, seconds, least):
    """Each contender once a round, in turns; ratios are those of one round, so what slows one slows all."""
    for cell in cells:
        for size in sizes:
            for dtype in dtypes:
                problem = contenders.problem(cell, *size, dtype=np.dtype(dtype))
                runs = {name: make(problem) for name, make in contenders.CONTENDERS.items() if there(name)}
                check(cell, runs)
                for k, what in enumerate(("forward", "forward and backward")):
                    if what in passes:
                        result = in_turns({name: run[k] for name, run in runs.items()}, seconds, least)
                        yield {"cell": cell, "size": size, "dtype": dtype, "pass": what} | result


def check(cell, runs):
    """That all compute the same; PyTorch's GRU is another, in which the reset gate acts after the product."""
    names = [name for name in runs if not name.startswith("limit") and (cell, name) != ("GRU", "PyTorch")]
    expected, *others = ([np.asarray(result) for result in (a, y_pred, gradients["dx"])]
                         for a, y_pred, gradients in (runs[name][1]() for name in names))
    for name, results in zip(names[1:], others):
        for one, other in zip(expected, results):
            assert np.max(np.abs(one - other)) < 1e-3 * np.max(np.abs(one)), f"{cell}: {name} computes something else"


def in_turns(runs, seconds, least):
    durations = {name: about(run) for name, run in runs.items()}
    slower = max((name for name in runs if name.startswith("limit")), key=durations.get)
    repeats = {name: max(1, round(TURN / max(durations[name], 1e-7))) for name in runs if name != slower}
    cpu, wall = ({name: [] for name in repeats} for _ in range(2))
    begin, names = time.perf_counter(), list(repeats)
    gc.collect()
    gc.disable()
    while len(cpu["fast"]) < least or (time.perf_counter() - begin < seconds and len(cpu["fast"]) < 200):
        names = names[1:] + names[:1]            # nobody always comes after the same one
        for name in names:
            for times, duration in zip((cpu, wall), clock(runs[name], repeats[name])):
                times[name].append(duration)
    gc.enable()
    result = {"rounds": len(cpu["fast"]), "fast": {"cpu": quartiles(cpu["fast"]), "wall": quartiles(wall["fast"])}}
    for name in repeats:
        if name != "fast":
            result[name.split()[0]] = {kind: quartiles(np.divide(times[name], times["fast"]))
                                       for kind, times in (("cpu", cpu), ("wall", wall))}
    return result


def about(run):
    """About how long a call takes; the first one may compile."""
    first, _ = clock(run, 1)
    return first if first > 1 else min(clock(run, 1)[0] for _ in range(3))


def clock(run, repeats):
    """Seconds of CPU time, of all threads together, and of the clock on the wall, for one call."""
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(repeats):
        run()
    return (time.process_time() - cpu) / repeats, (time.perf_counter() - wall) / repeats


# ---- memory ---------------------------------------------------------------------------------------

def memory(name, cells, size):
    """Peak memory of forward and backward above what there was before, in MB. On Linux only."""
    for cell in cells:
        _, both = contenders.CONTENDERS[name](contenders.problem(cell, *size, dtype=np.float32))
        both()                                   # compile, and whatever else is done once
        gc.collect()
        give_back()
        Path("/proc/self/clear_refs").write_text("5")
        before = resident("VmRSS")
        results = both()
        yield {"cell": cell, "name": name, "size": size, "MB": (resident("VmHWM") - before) / 1024}
        del results, both


def resident(kind):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(kind))


def give_back():
    """Let the C library return to the system what has been freed."""
    import ctypes
    ctypes.CDLL(None).malloc_trim(0)


# ---- growth with the number of steps -----------------------------------------------------------------

def growth(cells, steps):
    """Time and memory of `fast` for each step, and how far float32 is from float64."""
    for cell in cells:
        for T_x in steps:
            wide = contenders.problem(cell, 27, 50, 8, T_x, np.float32)
            narrow = dict(wide)
            for name in ("x", "a0", "da"):
                wide[name] = wide[name].astype(np.float64)
            wide["parameters"] = {key: value.astype(np.float64) for key, value in wide["parameters"].items()}
            both, exact = contenders.our_fast(narrow)[1], contenders.our_fast(wide)[1]()[2]
            gradients = both()[2]
            error = max(np.linalg.norm(gradients[key] - exact[key]) / np.linalg.norm(exact[key]) for key in exact)
            repeats = max(1, 1000 // T_x)
            seconds = statistics.median(clock(both, repeats)[0] for _ in range(7))
            tracemalloc.start()
            both()
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            yield {"cell": cell, "T_x": T_x, "us": seconds / T_x * 1e6, "kB": peak / T_x / 1000, "error": float(error)}


# ---- threads: one or two, on a quiet machine and on a busy one -----------------------------------------

def threads(sizes, others):
    """Wall time of `fast` while so many other processes compute on each core."""
    spinning = "while True: pass"
    processes = [subprocess.Popen([sys.executable, "-c", spinning]) for _ in range(others * os.cpu_count())]
    try:
        for size in sizes:
            both = contenders.our_fast(contenders.problem("RNN", *size, dtype=np.float32))[1]
            both()
            times, begin = [], time.perf_counter()
            while len(times) < 7 or time.perf_counter() - begin < 1:
                times.append(clock(both, 1)[1])
            yield {"size": size, "others": others, "wall": quartiles(times)}
    finally:
        for process in processes:
            process.kill()


# ---- what it was measured with --------------------------------------------------------------------------

def versions():
    """One row: the machine, and the versions of all that takes part."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"Python": platform.python_version()}
    for name in ("numpy", "torch", "jax", "jaxlib"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    blas = np.show_config("dicts")["Build Dependencies"]["blas"]
    found["BLAS"] = f"{blas['name']} {blas['version']}"
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    found["processor"] = next((line.split(": ")[1] for line in lines if line.startswith("model name")),
                              platform.processor() or platform.machine())
    found |= {"cores": os.cpu_count(), "system": f"{platform.system()} {platform.machine()}"}
    if hasattr(os, "getloadavg"):
        found["load at the start"] = round(os.getloadavg()[0], 1)      # as many processes wanted a core
    found["SIMD"] = " ".join(np.show_config("dicts")["SIMD Extensions"].get("found", []))
    yield found


if __name__ == "__main__":
    measurement, options = sys.argv[1], json.loads(sys.argv[2])
    for row in {each.__name__: each for each in (rounds, memory, growth, threads, versions)}[measurement](**options):
        print(json.dumps(row), flush=True)
