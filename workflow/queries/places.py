"""A place in a list as it stands in an address: an instant, and the numbers that tell rows of one instant apart."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, literal, true, tuple_

from workflow.store.types import EPOCH, MICROSECOND, Moment

LONGEST = 18  # digits of one part; a longer number is no place


def written_place(at: datetime | None, *numbers: int) -> str:
    """The place of a row; a row without an instant stands behind those that have one."""
    moment = "" if at is None else str((at - EPOCH) // MICROSECOND)
    return ".".join((moment, *map(str, numbers)))


def read_place(text: str, numbers: int) -> tuple[datetime | None, tuple[int, ...]] | None:
    """The instant and the numbers of :func:`written_place`; ``None`` where the text is no such place."""
    moment, *rest = text.split(".")
    parts = [moment or "0", *rest]
    if len(rest) != numbers or not all(part.isascii() and part.isdigit() and len(part) <= LONGEST for part in parts):
        return None
    return EPOCH + timedelta(microseconds=int(moment)) if moment else None, tuple(map(int, rest))


def older_than(place: str, order: Sequence[ColumnElement[Any]]) -> ColumnElement[bool]:
    """What stands behind a place of a list ordered newest first; one that cannot be read is its beginning."""
    found = read_place(place, len(order) - 1)
    if found is None or found[0] is None:
        return true()
    return tuple_(*order) < tuple_(literal(found[0], Moment()), *found[1])
