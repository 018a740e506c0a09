"""`rnn-course solved OUT`: the notebooks with the answers filled in, executed."""
from nbclient.exceptions import CellExecutionError
from tqdm import tqdm

from rnn_utils.instructor import choices, editions
from rnn_utils.instructor.output import Trouble, new_folder


def add_command(commands):
    command = commands.add_parser("solved", help="the notebooks with the answers filled in, executed")
    choices.add_choices(command)
    command.set_defaults(run=solved)


def solved(options):
    made = choices.chosen(options, options.seed)
    out = new_folder(options.out)
    for name, notebook in tqdm(made.items(), unit="notebook"):
        try:
            executed = editions.execute(editions.solve(notebook), out)
        except CellExecutionError as error:
            raise Trouble(f"{name}: a cell fails, so this notebook is not written.\n{error}") from None
        editions.write(executed, out / f"{name}.ipynb")
    print(f"{len(made)} solved notebooks are in {out}.")
