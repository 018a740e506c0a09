"""`rnn-course store`: execute the committed notebooks and store their outputs."""
from pathlib import Path

from nbclient.exceptions import CellExecutionError

from rnn_utils.instructor import editions
from rnn_utils.instructor.output import Trouble


def add_command(commands):
    command = commands.add_parser("store", help="execute notebooks and store their outputs in place")
    command.add_argument("notebooks", nargs="*", type=Path, help="files; by default all of the folder notebooks/")
    command.set_defaults(run=lambda options: store(options.notebooks or editions.of_the_course()))


def store(paths):
    """Execute each notebook in its folder and store the outputs in place."""
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        raise Trouble(f"There is no notebook {', '.join(missing)}.")
    for path in paths:
        try:
            notebook = editions.read(path)
        except (ValueError, AttributeError):     # no text, no JSON, or of another kind
            raise Trouble(f"{path} is no notebook; expected a file *.ipynb.") from None
        try:
            executed = editions.execute(notebook, path.parent)
        except CellExecutionError as error:
            raise Trouble(f"{path.name}: a cell fails, so nothing is stored.\n{error}") from None
        editions.write(executed, path)
        print(f"{path.name}: executed and stored")
