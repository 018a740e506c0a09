"""The command line for those who keep the course: `python -m rnn_utils.instructor store`."""
import argparse
import sys
from pathlib import Path

from nbclient.exceptions import CellExecutionError

from rnn_utils.instructor import editions


def store(paths):
    """Execute each notebook in its folder and store the outputs in place."""
    for path in paths:
        try:
            executed = editions.execute(editions.read(path), path.parent)
        except CellExecutionError as error:
            print(f"{path.name}: a cell fails, so nothing is stored.\n{error}", file=sys.stderr)
            return 1
        editions.write(executed, path)
        print(f"{path.name}: executed and stored")
    return 0


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m rnn_utils.instructor", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("store", help="execute notebooks and store their outputs in place")
    command.add_argument("notebooks", nargs="*", type=Path,
                         help="files; by default all of the folder notebooks/")
    options = parser.parse_args(arguments)
    paths = options.notebooks or editions.notebooks("notebooks")
    missing = [str(path) for path in paths if not path.is_file()]
    if missing or not paths:
        parser.error(f"no notebook {', '.join(missing) or 'in the folder notebooks/'}")
    return store(paths)


if __name__ == "__main__":
    sys.exit(main())
