"""A class that somebody attended and that was not declared here: a higher body's call, or an earlier year's."""

from dataclasses import dataclass
from datetime import date

LEVELS_CALLING = ("district", "city", "province", "central")
LONGEST_NAME = 200  # characters of a class's name
MOST_HOURS = 2000


@dataclass(frozen=True, slots=True)
class Learnt:
    """``level`` is who called; ``hours`` are class hours credited."""

    cadre_id: int
    class_name: str
    class_kind: str
    topic_code: str | None
    level: str
    start: date
    end: date
    hours: int
    out_of_province: bool
