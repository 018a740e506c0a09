"""Where a command writes: into a folder of its own, never over what somebody has."""
from pathlib import Path


class Trouble(Exception):
    """One sentence that says what is wrong and what was expected; the command line prints it and ends with 1."""


def new_folder(path):
    """The folder `path`, made or empty already; Trouble if there is something in it."""
    path = Path(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise Trouble(f"The folder {path} is not empty, and nothing is ever overwritten: name a new folder.")
    except (FileExistsError, NotADirectoryError):
        raise Trouble(f"{path} is, or goes through, a file: name a new folder.") from None
    except OSError as error:
        raise Trouble(f"The folder {path} cannot be made: {error.strerror}.") from None
    return path
