"""The command line for those who keep the course: `rnn-course …`, also `python -m rnn_utils.instructor …`."""
import argparse
import importlib
import sys

from rnn_utils.instructor.output import Trouble

COMMANDS = ("store", "solved", "student", "nbgrader", "otter", "grade", "new_exercise", "refresh", "messages")
# Modules beside this one; each has `add_command(commands)`, which adds a parser and says what it runs.


def main(arguments=None):
    """Do what the command line asks for. -> exit code"""
    parser = argparse.ArgumentParser(prog="rnn-course", description="Editions of the course, made from one source.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        importlib.import_module(f"rnn_utils.instructor.{name}").add_command(commands)
    options = parser.parse_args(arguments)
    try:
        return options.run(options) or 0
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
