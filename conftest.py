"""For every run of pytest, nbval's kernels included: nothing that differs between runs or persons."""
import os

os.environ["RNN_UTILS_PROGRESS"] = "off"         # no test writes into a learner's progress
os.environ["TQDM_DISABLE"] = "1"                 # a progress bar never looks the same twice
for library in ("OMP", "OPENBLAS", "MKL"):       # one thread, as start.py has it: two would wait for each other
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
