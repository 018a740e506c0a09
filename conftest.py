"""For every run of pytest, nbval's kernels included: nothing that differs between runs or persons."""
import os

os.environ["RNN_UTILS_PROGRESS"] = "off"         # no test writes into a learner's progress
os.environ["TQDM_DISABLE"] = "1"                 # a progress bar never looks the same twice
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(name, "1")             # one thread, as start.py has it: two would wait for each other
