"""What the rules know of the people on a roster: their other classes, and how far back that can be seen."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

DISTRICT = "district"


class Training(NamedTuple):  # made by the hundred for each roster, in a third of the time
    """One class in a person's history; ``level`` is who called: district, city, province, central.

    Only classes that count stand here: declared and not given up, with the person still on the roster; or
    learnt elsewhere.  ``case_id`` 0 = learnt elsewhere.  ``credited`` is false where nothing was learnt in the end:
    the class was stopped, or too much of it was missed; the call counts all the same.
    """

    name: str
    kind: str
    topic: str
    level: str
    start: date
    end: date
    out_of_province: bool
    case_id: int = 0
    credited: bool = True


@dataclass(frozen=True, slots=True)
class Trainee:
    """Somebody enrolled in the class that is judged, by id only; ``history`` without this class, by days."""

    cadre_id: int
    audience: str
    rank: str
    history: tuple[Training, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """The people enrolled, and the first day of which the house has records of training at all (``None`` = none)."""

    people: tuple[Trainee, ...] = ()
    since: date | None = None
