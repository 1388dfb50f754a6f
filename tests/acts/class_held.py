"""A class with people on its roster, held half-day by half-day: what tests of completion begin with."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select

from tests.clocks import SetClock
from tests.district import District
from workflow.acts.class_in_session import take_attendance
from workflow.domain.completion import PRESENT, HalfDay, half_days_between
from workflow.domain.declaration import ClassDeclaration
from workflow.store.people import cadre
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


def in_session(district: District, clock: SetClock, people: int = 7, form: ClassDeclaration | None = None) -> int:
    """A class that was opened on its day, with so many people on its roster."""
    case_id = district.at("noticed", form)
    enrolled(district, case_id, people)
    at(clock, OPENING)
    district.take(case_id, "open", "CIVIL.declarant")
    return case_id


def enrolled(district: District, case_id: int, people: int) -> list[int]:
    """The first so many people on the roster of the class."""
    there = [row[0] for row in rows(district, select(enrolment.c.cadre_id).where(enrolment.c.case_id == case_id))]
    with district.office.database.write() as connection:
        for number in range(1, people + 1):
            if not connection.execute(select(cadre.c.id).where(cadre.c.id == number)).first():
                connection.execute(insert(cadre).values(
                    id=number, staff_no=f"N{number:04d}", name=f"学员{number}", unit="CIVIL", rank="community",
                    managing_level="unit", audience="COMM_WORKER_B1"))
            if number not in there:
                connection.execute(insert(enrolment).values(
                    case_id=case_id, cadre_id=number, unit="CIVIL", status="enrolled", start_date=OPENING,
                    end_date=LAST))
        connection.commit()
    return list(range(1, people + 1))


def at(clock: SetClock, day: date) -> None:
    """Late in the afternoon of that day."""
    clock.set(f"{day} 17:00")


def signed_in(district: District, clock: SetClock, case_id: int, people: Iterable[int],
              but: Mapping[tuple[int, int], str] | None = None) -> None:
    """Everybody present in each half-day, but for ``{(person, half-day from 0): mark}``."""
    people = list(people)
    for place, half in enumerate(halves()):
        at(clock, half.day)
        marks = {person: (but or {}).get((person, place), PRESENT) for person in people}
        take_attendance(district.office, district.actor("CIVIL.declarant"), case_id, half.day, half.half, marks)
