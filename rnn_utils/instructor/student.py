"""`rnn-course student OUT`: notebooks to hand out."""
from rnn_utils.instructor import choices, editions


def add_command(commands):
    command = commands.add_parser("student", help="notebooks to hand out, with stubs and without answers")
    choices.add_choices(command)
    command.add_argument("--clear", action="store_true", help="without the stored outputs")
    command.set_defaults(run=student)


def student(options):
    made = choices.chosen(options, options.seed)
    if options.clear:
        made = {name: editions.without_outputs(notebook) for name, notebook in made.items()}
    out = choices.write_all(options, {f"{name}.ipynb": notebook for name, notebook in made.items()})
    print(f"{len(made)} notebooks for students are in {out}.")
