"""The people of a roster against all other classes, one row a person: clashes, the same subject, calls and days of the
year, calls by a higher level.

The same reading as the person rules make; what they only say where a limit is passed is told here for everybody.
Whose name one may not see is counted and not listed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Actor
from workflow.engine.rules.histories import DISTRICT, Trainee, Training
from workflow.engine.rules.persons import history_window
from workflow.engine.rules.window import closer_than
from workflow.office import Office
from workflow.office.histories import roster_of
from workflow.queries.labels import names
from workflow.queries.official_roster import may_see_names
from workflow.rulebook.policy import Policy
from workflow.store.people import cadre
from workflow.store.prepared import Reading
from workflow.store.roster_reading import HISTORIES
from workflow.store.rosters import enrolment
from workflow.wording import Label, Term

READING = Reading(**HISTORIES)


@dataclass(frozen=True, slots=True)
class PersonCheck:
    """One person: the other classes that meet this one in time, those on its subject within the window, how many
    others there were in its year and how many days they took, and those to which a higher level called."""

    cadre_id: int
    name: str
    staff_no: str
    unit: Label
    rank: Term
    clashes: tuple[Training, ...]
    same_topic: tuple[Training, ...]
    calls: int
    days: int
    higher: tuple[Training, ...]

    @property
    def something(self) -> bool:
        """Whether there is anything to look at: a clash, the same subject, a higher level's call."""
        return bool(self.clashes or self.same_topic or self.higher)


@dataclass(frozen=True, slots=True)
class PersonChecks:
    """The rows this actor may see, those with something first; ``hidden`` of others, ``hidden_with`` of these with
    something. ``months``: how far the same subject is looked for."""

    rows: tuple[PersonCheck, ...] = ()
    hidden: int = 0
    hidden_with: int = 0
    months: int = 0
    year: int = 0

    @property
    def with_something(self) -> int:
        return sum(row.something for row in self.rows)


def person_checks(connection: Connection, office: Office, actor: Actor, policy: Policy, case_id: int,
                  form: ClassDeclaration, among: Collection[int] | None = None) -> PersonChecks:
    """Everybody on the roster of a class, or only those ``among`` the given cadres; nobody while it has no days."""
    if form.start_date is None or form.end_date is None:
        return PersonChecks()
    first, last = history_window(form.start_date, int(policy.get("load.long_course_years", 3)))
    roster = roster_of(READING.run(connection, case_id=case_id, history_from=first, history_to=last))
    people = [one for one in roster.people if among is None or one.cadre_id in among]
    rows = _cadres(connection, case_id)
    known = names(connection, office.rulebook.roles, units=[row.unit for row in rows.values()])
    months = int(policy.get("duplicate.window_months", 12))
    found: list[PersonCheck] = []
    hidden: list[PersonCheck] = []
    for one in people:
        row = rows[one.cadre_id]
        check = _check(one, row, known.unit(row.unit), form.topic_code, (form.start_date, form.end_date), months)
        (found if may_see_names(actor, row.unit) else hidden).append(check)
    found.sort(key=lambda check: (not check.something, check.staff_no))
    return PersonChecks(tuple(found), len(hidden), sum(one.something for one in hidden), months, form.start_date.year)


def _check(one: Trainee, row: Any, unit: Label | None, topic: str, days: tuple[date, date],
           months: int) -> PersonCheck:
    start, end = days
    of_year = [other for other in one.history if other.start.year == start.year]
    return PersonCheck(
        one.cadre_id, row.name, row.staff_no, unit or Label("–", "–"), Term(f"cadre.rank.{one.rank}"),
        clashes=tuple(other for other in one.history if other.start <= end and start <= other.end),
        same_topic=tuple(other for other in one.history
                         if topic and other.topic == topic and closer_than(start, other.start, months)),
        calls=len(of_year), days=sum((other.end - other.start).days + 1 for other in of_year),
        higher=tuple(other for other in of_year if other.level != DISTRICT),
    )


def _cadres(connection: Connection, case_id: int) -> dict[int, Any]:
    of, e = cadre.c, enrolment.c
    rows = connection.execute(
        select(of.id, of.name, of.staff_no, e.unit).join(enrolment, e.cadre_id == of.id).where(e.case_id == case_id))
    return {row.id: row for row in rows}
