"""`rnn-course grade`: a class's notebooks into points, feedback and a page about the class.

Each submission is a task of its own for a `concurrent.futures.Executor`. What is done is stored at
once, in one file for each submission, so that an interrupted run goes on where it was, and a
submission that takes its process with it takes no other.
"""
import contextlib
import functools
import itertools
import json
import os
import secrets
import signal
import sys
import tempfile
from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from tqdm import tqdm

import rnn_utils
from rnn_utils.grading.exercises import NOTEBOOKS
from rnn_utils.instructor import results, sandbox
from rnn_utils.instructor.classroom import ITEMS, Settings, grade_content, ungraded
from rnn_utils.instructor.output import Trouble

WORKER_MEMORY = 4 << 30                          # bytes of a process that grades: far more than it needs
AHEAD = 4                                        # tasks that wait for each process
DASK_SECONDS = 10                                # until a cluster must have answered


def add_command(commands):
    command = commands.add_parser("grade", help="grade a folder of notebooks, each student's code in a sandbox")
    command.add_argument("submissions", type=Path, help="a folder with a notebook, or a folder, for each student")
    command.add_argument("--out", type=Path, required=True, help="folder of the results; a run that was interrupted "
                                                                 "goes on there")
    command.add_argument("--exercises", default="", help="ids of what counts, with commas between; by default all")
    command.add_argument("--seed", type=int, help="of the cases; by default drawn anew, and stored in the results")
    command.add_argument("--jobs", type=int, default=cores(), help="processes at a time; by default, and at most, one "
                                                                   "for each core, since one exercise takes the time")
    command.add_argument("--dask", metavar="ADDRESS", help="of the scheduler of a Dask cluster that does the work")
    command.add_argument("--unsandboxed", action="store_true", help="run the students' code without bubblewrap, in "
                                                                    "your own account; the results say so")
    command.set_defaults(run=run)


def cores():
    """How many processors there are for us."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(options):
    """What the command line asks for. -> exit code"""
    only = tuple(filter(None, (id.strip() for id in options.exercises.split(","))))
    unknown = [id for id in only if id not in ITEMS]
    if unknown:
        raise Trouble(f"There is no exercise or question {', '.join(unknown)}; there are {', '.join(ITEMS)}.")
    if options.out.resolve().is_relative_to(options.submissions.resolve()):
        raise Trouble(f"The results cannot go among the submissions: name a folder outside of {options.submissions}.")
    found, ignored = find(options.submissions)
    if not options.dask:
        sandbox.check(not options.unsandboxed)
    settings = prepare(options.out, options.seed, only, not options.unsandboxed)
    try:
        if options.dask:
            with dask_executor(options.dask) as executor:
                graded = grade_class(found, options.out, settings, lambda processes: executor, 64)
        else:
            graded = grade_class(found, options.out, settings, process_pool, min(max(options.jobs, 1), cores()))
    except KeyboardInterrupt:
        print("Interrupted. What is graded is kept; the same command goes on from there.", file=sys.stderr)
        return 130
    write(options.out, graded, ignored, settings)
    apart = f", {len(ignored)} passed over that are no notebooks" * bool(ignored)
    print(f"{len(graded)} file{'s' * (len(graded) != 1)} graded{apart}: {options.out / 'class.html'}, points.csv, "
          "totals.csv and feedback/ beside it")
    return 0


@contextlib.contextmanager
def dask_executor(address):
    """The workers of a Dask cluster as an Executor."""
    try:
        from distributed import Client
    except ImportError:
        raise Trouble('--dask needs the package "distributed": pip install "rnn-course[dask]"') from None
    try:
        client = Client(address, timeout=DASK_SECONDS)
    except (OSError, ValueError) as error:
        raise Trouble(f"There is no Dask cluster at {address}: {error}") from None
    with client:
        yield client.get_executor(pure=False, retries=0)


def process_pool(processes):
    return ProcessPoolExecutor(processes, initializer=_begin)


def _begin():
    """Keep a process that grades from taking the machine's memory; Ctrl-C is for the one that hands out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = WORKER_MEMORY if hard == resource.RLIM_INFINITY else min(hard, WORKER_MEMORY)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


# The files -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Submission:
    student: str
    file: str                                    # its path within the folder of submissions
    path: Path


def find(folder):
    """(the submissions in a folder, the files there that are none), in order of their names.

    The folder right below `folder` is the student; a notebook that lies there itself is named
    after the student, with or without the name of the course's notebook.
    """
    if not folder.is_dir():
        raise Trouble(f"There is no folder {folder}; expected one with a notebook, or a folder, for each student.")
    found, ignored = [], []
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.is_dir() and len(inner.parts) == 1 and not any(path.iterdir()):
            ignored.append(str(inner))
        if path.is_dir() or any(part.startswith((".", "__")) for part in inner.parts):
            continue
        if path.is_symlink() or not (".ipynb" in path.name or path.suffix == ".json"):
            ignored.append(str(inner))
            continue
        student = inner.parts[0] if len(inner.parts) > 1 else _student(path.name)
        found.append(Submission(student, str(inner), path))
    if not found:
        raise Trouble(f"There is no notebook in {folder}; expected a file *.ipynb, or a folder, for each student.")
    return found, ignored


def _student(file):
    stem = file.partition(".ipynb")[0].removesuffix(".json")
    for name in NOTEBOOKS:
        if name in stem and stem != name:
            return stem.replace(name, "").strip(" _-.") or stem
    return stem


def prepare(out, seed, only, sandboxed):
    """The Settings of a run into this folder: those of the run that was begun there, or new ones."""
    record = out / "run.json"
    begun = {}
    if record.is_file():
        try:
            begun = json.loads(record.read_text(encoding="utf-8"))
            earlier = begun["seed"], tuple(begun["exercises"]), begun["sandboxed"]
        except (ValueError, KeyError, TypeError):
            raise Trouble(f"{record} is not what a run writes there: name a new folder.") from None
        seed = earlier[0] if seed is None else seed
        only = only or earlier[1]
        if (seed, only, sandboxed) != earlier:
            raise Trouble(f"{out} holds a run with --seed {earlier[0]}"
                          + f" --exercises {','.join(earlier[1])}" * bool(earlier[1])
                          + " --unsandboxed" * (not earlier[2])
                          + ": say the same, or name a new folder, so that nobody's points change unnoticed.")
    elif out.is_dir() and any(out.iterdir()) or out.exists() and not out.is_dir():
        raise Trouble(f"The folder {out} is not empty, and no results of an earlier run are in it: name a new folder.")
    settings = Settings(secrets.randbits(32) if seed is None else seed, only, sandboxed)
    for folder in (out, out / "graded", out / "feedback"):
        folder.mkdir(parents=True, exist_ok=True)
    write_whole(record, json.dumps({"version": rnn_utils.__version__, "seed": settings.seed, "exercises": list(only),
                                    "sandboxed": sandboxed}, indent=1) + "\n")
    return settings


def write_whole(path, text):
    """Write a file in one move, so that there is never half of it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


# The class -----------------------------------------------------------------------------------------


def grade_class(found, out, settings, make_executor, processes):
    """The results of all submissions, in order; each is stored in out/graded when it is done.

    make_executor : from a number of processes to an Executor; it is asked again when one broke
    """
    done, waiting = {}, deque()
    for submission in found:
        stored = _stored(submission, out, settings)
        if stored is None:
            waiting.append(submission)
        else:
            done[submission] = stored
    with tqdm(total=len(found), initial=len(done), unit="file", desc="graded") as bar:
        for submission, content, result in _worked(waiting, settings, make_executor, processes):
            result |= {"student": submission.student, "file": submission.file, "key": _key(content, settings)}
            write_whole(_place(submission, out), json.dumps(result, ensure_ascii=False) + "\n")
            done[submission] = result
            bar.update()
    return [done[submission] for submission in found]


def _worked(waiting, settings, make_executor, processes):
    """(submission, its content, its result) as they come; who breaks the executor is found out alone."""
    suspects = deque()
    while waiting or suspects:
        alone = bool(suspects)
        queue = deque([suspects.popleft()]) if alone else waiting
        running = {}
        executor = make_executor(1 if alone else processes)
        try:
            while queue or running:
                while queue and len(running) < AHEAD * processes:
                    submission = queue.popleft()
                    content = _content(submission)
                    running[executor.submit(grade_content, content, submission.file, settings)] = submission, content
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    result = _result(future, running[future][0], settings)
                    yield *running.pop(future), result
        except BrokenExecutor:
            if alone:
                [(submission, content)] = running.values()
                yield submission, content, ungraded(submission.file, "The process that graded this file died of it.",
                                                    settings)
            else:
                suspects.extend(submission for submission, _ in running.values())
        finally:
            if isinstance(executor, ProcessPoolExecutor):
                executor.shutdown(cancel_futures=True)


def _result(future, submission, settings):
    try:
        return future.result()
    except BrokenExecutor:
        raise
    except Exception as error:                   # a worker that was lost, say
        return ungraded(submission.file, f"Grading this file ended in {type(error).__name__}: {str(error)[:200]}",
                        settings, again=True)


def _content(submission):
    try:
        return submission.path.read_bytes()
    except OSError:
        return b""


def _key(content, settings):
    """What a stored result depends on."""
    return sha256(content + json.dumps([asdict(settings), rnn_utils.__version__, _course()]).encode()).hexdigest()


@functools.cache
def _course(folder=Path(rnn_utils.__file__).parent):
    """A mark of the package's source: cases, points and sentences depend on much of it."""
    return sha256(b"".join(path.read_bytes() for path in sorted(folder.rglob("*.py")))).hexdigest()


def _place(submission, out):
    return out / "graded" / f"{sha256(submission.file.encode()).hexdigest()[:16]}.json"


def _stored(submission, out, settings):
    """The stored result of a submission, unless it, or a setting, has changed since, or it has to be tried again."""
    try:
        result = json.loads(_place(submission, out).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    fits = isinstance(result, dict) and result.get("key") == _key(_content(submission), settings)
    return result if fits and not result["again"] else None


def write(out, graded, ignored, settings):
    """points.csv, totals.csv, class.html and a page for each student; what the last run did not write is kept beside."""
    made = _made(out)
    pages = {}
    for student, mine in results.merged(graded, settings.only).items():
        troubles = [(each["file"], each["trouble"]) for each in graded
                    if each["student"] == student and each["trouble"]]
        pages[f"feedback/{results.feedback_name(student)}"] = results.feedback(student, mine, troubles,
                                                                               settings.sandboxed)
    pages["points.csv"] = results.table(graded, ignored, settings.only)
    pages["totals.csv"] = results.totals(graded, settings.only)
    pages["class.html"] = results.class_page(graded, ignored, settings)
    for name, text in pages.items():
        path = out / name
        if path.exists() and _mark(path.read_bytes()) not in (made.get(name), _mark(text.encode())):
            kept = _beside(path)
            os.replace(path, kept)
            print(f"{path} is not as the last run wrote it; it is kept as {kept.name}.", file=sys.stderr)
        write_whole(path, text)
        made[name] = _mark(text.encode())
    write_whole(out / "graded" / "made.json", json.dumps(made, indent=1) + "\n")


def _made(out):
    """{file: its mark}, as they were written by the last run into this folder."""
    try:
        made = json.loads((out / "graded" / "made.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return made if isinstance(made, dict) else {}


def _mark(content):
    return sha256(content).hexdigest()


def _beside(path):
    """A name that is free: points.edited.csv, points.edited-2.csv, and so on."""
    numbers = itertools.count(1)
    names = (path.with_name(f"{path.stem}.edited{f'-{k}' * (k > 1)}{path.suffix}") for k in numbers)
    return next(name for name in names if not name.exists())
