"""For every run of pytest, nbval's kernels included: nothing that differs between runs or persons."""
import os

os.environ["RNN_UTILS_PROGRESS"] = "off"         # no test writes into a learner's progress
os.environ["TQDM_DISABLE"] = "1"                 # a progress bar never looks the same twice
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(name, "1")             # one thread, as start.py has it: two would wait for each other


def pytest_ignore_collect(collection_path, config):
    """tests/instructor needs an extra of its own, so it runs only when it is named: `start.py test-instructor`."""
    named = any("instructor" in str(argument) for argument in config.invocation_params.args)
    return True if collection_path == config.rootpath / "tests" / "instructor" and not named else None


def pytest_terminal_summary(terminalreporter):
    """One sentence for outputs that are no longer what their cells give: nbval shows where, not what to do."""
    stale = sorted({report.nodeid.partition("::")[0] for report in terminalreporter.stats.get("failed", ())
                    if ".ipynb::" in report.nodeid})
    if stale:
        terminalreporter.section("stored outputs")
        terminalreporter.line(f"What is stored in {', '.join(stale)} is not what the cells give now: mend the cells or, "
                              f"if the change is meant, `rnn-course store {' '.join(stale)}`.")
