"""Files of labelled classes, as the commands about repeated training take them."""

from datetime import date
from pathlib import Path

from workflow.refusals import Refusal, Refused

POLICY_DAY = date(2026, 6, 1)  # of the samples; a labelled file is judged by the same policy


def lines_of(name: str) -> list[str]:
    """The lines of a labelled file; a large one is read whole, since every pair needs its two classes."""
    try:
        return Path(name).read_text(encoding="utf-8-sig").splitlines()
    except IsADirectoryError:
        raise Refused(Refusal("file_is_folder", {"file": name})) from None
    except UnicodeDecodeError:
        raise Refused(Refusal("labelled_text", {"file": name})) from None
    except (OSError, ValueError):
        raise Refused(Refusal("file_unreadable", {"file": name})) from None
