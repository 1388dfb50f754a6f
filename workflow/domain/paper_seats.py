"""A signature given on paper and entered by another (代录, ruling 55): what stands on the sheet, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.refusals import Refusal
from workflow.wording.values import Term

WAITING = "waiting"  # entered; a second person has still to hold it against the scan
COUNTED = "counted"  # it is a signature now
RETURNED = "returned"  # it did not agree with the scan
WITHDRAWN = "withdrawn"  # by whoever entered it

SCAN = "scan"  # the kind of paper that such a sheet is
ON_PAPER = "paper"  # under this name the record of the signature tells of the sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet of paper says: in answer to which open seat, what is done, by whom, on which day, in which words."""

    round: int
    place: int
    action: str
    signer: int  # person id
    day: date | None
    opinion: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


def day_faults(day: date | None, came_on: date | None, today: date) -> list[Refusal]:
    """What is wrong with the day on a sheet: none, before the case came to the seat, or still to come."""
    if day is None:
        return [Refusal("input_missing", {"input": Term("paper_seat.day")}, field="day")]
    if day > today:
        return [Refusal("paper_seat_future", {"today": today}, field="day")]
    if came_on is not None and day < came_on:
        return [Refusal("paper_seat_early", {"day": came_on}, field="day")]
    return []
