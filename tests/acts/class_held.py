"""A class with people on its roster, held half-day by half-day: what tests of completion begin with."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tests.clocks import SetClock
from tests.district import District, a_class
from workflow.acts.class_in_session import take_attendance
from workflow.domain.completion import PRESENT, HalfDay, half_days_between
from workflow.store.rosters import enrolment

OPENING = date(2026, 11, 23)
"""Of ``tests.district.a_class``: three days, six half-days."""
LAST = OPENING + timedelta(days=2)
CLOSING_PAPERS = ("programme", "agenda", "sign_in", "final_timetable", "summary", "evaluation")


def halves(start: date = OPENING, end: date = LAST) -> tuple[HalfDay, ...]:
    return half_days_between(start, end)


def rows(district: District, statement: Any) -> list[Any]:
    with district.office.database.read() as connection:
        return list(connection.execute(statement).all())


def in_session(district: District, clock: SetClock, people: int = 7) -> int:
    """A class that was opened on its day, with so many people on its roster."""
    case_id = noticed(district, people)
    at(clock, OPENING)
    district.take(case_id, "open", "CIVIL.declarant")
    return case_id


def noticed(district: District, people: int) -> int:
    """A class of so many people who were all enrolled and called."""
    return district.at("noticed", a_class(trainee_count=people, staff_count=0))


def roster(district: District, case_id: int) -> list[int]:
    """The people of the class, by id."""
    wanted = select(enrolment.c.cadre_id).where(enrolment.c.case_id == case_id).order_by(enrolment.c.cadre_id)
    return [row.cadre_id for row in rows(district, wanted)]


def at(clock: SetClock, day: date) -> None:
    """Late in the afternoon of that day."""
    clock.set(f"{day} 17:00")


def signed_in(district: District, clock: SetClock, case_id: int, people: Iterable[int],
              but: Mapping[tuple[int, int], str] | None = None) -> None:
    """These people present in each half-day, but for ``{(person, half-day from 0): mark}``."""
    people = list(people)
    for place, half in enumerate(halves()):
        at(clock, half.day)
        marks = {person: (but or {}).get((person, place), PRESENT) for person in people}
        take_attendance(district.office, district.actor("CIVIL.declarant"), case_id, half.day, half.half, marks)
