"""The people of a class while it is held and closed: their marks, reports, appraisals and hours.

Names are personal data: the organisation department, a person's own unit and the auditor see them.  The unit that
holds the class calls the roll of the others by their staff numbers; anybody else sees places on the roster.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.completion import HALVES, LEFT_THE_ROSTER, PRESENT, HalfDay, Marks, Presence, half_days_between
from workflow.domain.findings import Finding
from workflow.engine.rules.closing import CreditFacts
from workflow.engine.rules.register import judge_credit
from workflow.engine.situation import Situation
from workflow.office import Office
from workflow.queries.labels import Names
from workflow.queries.official_roster import may_see_names
from workflow.store.cases import class_declaration
from workflow.store.completion import attendance
from workflow.store.people import cadre
from workflow.store.rosters import enrolment
from workflow.wording import Label


@dataclass(frozen=True, slots=True)
class Trainee:
    """One person on the roster. ``name`` and ``staff_no`` are ``None`` for who may not see them; ``place`` counts
    within the class."""

    place: int
    cadre_id: int
    name: str | None
    staff_no: str | None
    unit: Label | None
    presence: Presence
    report_on: date | None
    report_late: bool
    result: str | None
    hours: int | None
    appraisal: str
    reason: str
    findings: tuple[Finding, ...] = ()  # what say of the sign-in so far
    mark: str = ""  # on the sheet that is shown

    @property
    def unexplained(self) -> bool:
        """Missing without leave and nobody wrote why."""
        return self.presence.absent > 0 and not self.reason


@dataclass(frozen=True, slots=True)
class Slot:
    """One half-day of the class: how many have a mark, how many were there; ``ahead`` = it has not come."""

    day: date
    half: str
    marked: int
    present: int
    ahead: bool


@dataclass(frozen=True, slots=True)
class Expected:
    """Who is expected in a class, by id, and on how many half-days of which days."""

    people: tuple[int, ...]
    start: date
    end: date
    half_days: int


def expected(office: Office, case_id: int) -> Expected:
    """The roster in numbers; for a caller who acts for the class, since ids are no names."""
    of, e = class_declaration.c, enrolment.c
    with office.database.read() as connection:
        row = connection.execute(select(of.start_date, of.end_date, of.half_days).where(of.case_id == case_id)).one()
        people = connection.execute(select(e.cadre_id).where(
            e.case_id == case_id, e.status.not_in(sorted(LEFT_THE_ROSTER))).order_by(e.cadre_id)).scalars()
        return Expected(tuple(people), row.start_date, row.end_date, row.half_days)


def marks_of(connection: Connection, case_id: int) -> Marks:
    """Every mark of a class."""
    a = attendance.c
    rows = connection.execute(select(a.day, a.half, a.cadre_id, a.mark).where(a.case_id == case_id))
    return {(row.day, row.half, row.cadre_id): row.mark for row in rows}


def trainees(connection: Connection, s: Situation, known: Names, marks: Marks, report_until: date | None,
             sheet: tuple[date, str] | None = None) -> tuple[Trainee, ...]:
    """Everybody expected in class, in the order of the roster; ``sheet``: with the marks of that half-day."""
    actor = s.actor
    rows = connection.execute(_roster().where(enrolment.c.case_id == s.case.id)).all()
    holds_it = any(post.unit == s.case.host for post in actor.posts)  # the roll is called by number
    there = _presences(marks)
    found = []
    for place, row in enumerate(rows, 1):
        named = may_see_names(actor, row.unit)
        known_by_number = named or holds_it
        on = row.report_on
        presence = there.get(row.cadre_id, Presence())
        appraisal, reason = (row.appraisal or "", row.reason or "") if known_by_number else ("", "")
        found.append(Trainee(
            place, row.cadre_id, row.name if named else None, row.staff_no if known_by_number else None,
            known.unit(row.unit), presence, on,
            bool(on and report_until and on > report_until), row.result, row.hours, appraisal,
            reason, _credited(s, presence), marks.get((*sheet, row.cadre_id), "") if sheet else "",
        ))
    return tuple(found)


def _credited(s: Situation, there: Presence) -> tuple[Finding, ...]:
    if not there.present and not there.missed:
        return ()
    return judge_credit(CreditFacts(s.policy, s.form.half_days, there.present, there.missed))


def units_of_roster(connection: Connection, case_id: int) -> tuple[str, ...]:
    """The units that send somebody, to read their names in one go."""
    wanted = select(enrolment.c.unit).distinct().where(enrolment.c.case_id == case_id)
    return tuple(connection.execute(wanted).scalars())


def slots(marks: Marks, people: frozenset[int], start: date, end: date, today: date) -> tuple[Slot, ...]:
    """Mornings and afternoons of the class, and the evenings that were used."""
    evenings = {HalfDay.of(day, half) for day, half, _ in marks if half == HALVES[-1]}
    halves = sorted({*half_days_between(start, end), *evenings})
    found = []
    for one in halves:
        here = [mark for (day, half, person), mark in marks.items()
                if (day, half) == (one.day, one.half) and person in people]
        found.append(Slot(one.day, one.half, len(here), here.count(PRESENT), one.day > today))
    return tuple(found)


def report_day(end: date | None, days: int) -> date | None:
    """Until when the learning report is expected."""
    return end + timedelta(days=days) if end else None


def _presences(marks: Marks) -> Mapping[int, Presence]:
    counts: dict[int, dict[str, int]] = {}
    for (_, _, person), mark in marks.items():
        mine = counts.setdefault(person, {})
        mine[mark] = mine.get(mark, 0) + 1
    return {person: Presence(**mine) for person, mine in counts.items()}


def _roster() -> Any:
    e = enrolment.c
    columns = (e.cadre_id, e.unit, e.report_on, e.result, e.hours, e.appraisal, e.reason, cadre.c.name,
               cadre.c.staff_no)
    return (
        select(*columns).join_from(enrolment, cadre, cadre.c.id == e.cadre_id)
        .where(e.status.not_in(sorted(LEFT_THE_ROSTER))).order_by(e.unit, e.cadre_id)
    )
