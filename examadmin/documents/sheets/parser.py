"""The parent's half of child.py: start it, take its rows, survive its death."""

import pickle
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import python_calamine

from . import limits
from .problems import SheetProblem

_CHILD = Path(__file__).with_name("child.py")
_LIBRARY = str(Path(python_calamine.__file__).parents[1])
_LIST = -1


def sheet_list(file, unpacked) -> list[tuple[str, bool, bool]]:
    """(name, visible, whether it is a table and no chart) of every sheet."""
    with parsing(file, _LIST, "", unpacked) as batches:
        return [sheet for batch in batches for sheet in batch]


@contextmanager
def parsing(file, index, sheet, unpacked):
    """Parse in the background; gives an iterator of batches, which may raise SheetProblem."""
    memory = min(limits.READER_BYTES, limits.READER_BASE + limits.READER_FACTOR * unpacked)
    command = [sys.executable, "-I", "-S", str(_CHILD), _LIBRARY, str(memory)]
    command += [str(limits.READER_SECONDS), str(limits.EMPTY_RUN), str(index)]
    process = subprocess.Popen(
        command,
        stdin=file.fileno(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pipesize=1 << 20,
    )
    try:
        yield _batches(process, sheet)
    finally:
        process.stdout.close()
        process.kill()
        process.wait()


def _batches(process, sheet):
    while True:
        try:
            message = pickle.load(process.stdout)
        except (EOFError, pickle.UnpicklingError) as error:
            # Killed in the middle: no memory (abort), no time (signal), or a fault of the parser.
            code = "damaged" if process.wait() == -11 else "too_much"
            raise SheetProblem(code) from error
        if isinstance(message, list):
            yield message
        elif message[0] == "problem":
            _problem, code, values = message
            raise SheetProblem(code, **values, **({"sheet": sheet} if values else {}))
        else:
            return
