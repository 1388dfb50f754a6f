"""Files named on the command line, read without ever reading more than a definition may hold."""

from pathlib import Path

from workflow.queries.definitions import MAX_BYTES
from workflow.refusals import Refusal, Refused

MOST = MAX_BYTES + 1  # one byte more than a definition may hold, so that the reader sees that it is too large


def read_files(names: list[str]) -> list[tuple[str, bytes]]:
    """Name and content of each file; refuses with every name that is not a readable file."""
    read, refusals = [], []
    for name in names:
        try:
            with Path(name).open("rb") as stream:
                read.append((name, stream.read(MOST)))
        except IsADirectoryError:
            refusals.append(Refusal("file_is_folder", {"file": name}))
        except (OSError, ValueError):
            refusals.append(Refusal("file_unreadable", {"file": name}))
    if refusals:
        raise Refused(refusals)
    return read
