"""What each cadre learnt between two days: in classes held here, as far as credited, and elsewhere.

The two are added up apart, each over an index that begins with the person, and joined to the people: that is how both
databases read a million rows within a second.
"""

from datetime import date

from sqlalchemy import ColumnElement, FromClause, Table, and_, case, func, literal, or_, select

from workflow.engine.rules.window import months_after
from workflow.office import Office
from workflow.queries.reports_shape import Wish
from workflow.rulebook.policy import Policy
from workflow.store.people import cadre
from workflow.store.roster_reading import took_part
from workflow.store.rosters import enrolment, outside_training
from workflow.store.spans import days_of_span


class Learnt:
    """The training of some years by person: ``times``, ``hours``, ``trained`` (at least once), and the last day.

    ``lately``: a later day; what began from it on is added up apart (``late_times``, ``late_hours``), in one pass.
    ``spans_of``: the people of whose classes the calendar days are added up too (``days``).
    """

    def __init__(self, first: date, last: date, today: date, lately: date | None = None,
                 spans_of: ColumnElement[bool] | None = None):
        self._parts = [_by_person(enrolment, "here", first, last, lately, took_part(today)),
                       _by_person(outside_training, "elsewhere", first, last, lately)]
        self._spans = [] if spans_of is None else [
            _spans(enrolment, "days_here", first, last, spans_of, took_part(today)),
            _spans(outside_training, "days_elsewhere", first, last, spans_of)]

    def of_people(self) -> FromClause:
        """All cadres with what they learnt, also those who learnt nothing."""
        people: FromClause = cadre
        for part in (*self._parts, *self._spans):
            people = people.outerjoin(part, part.c.cadre_id == cadre.c.id)
        return people

    @property
    def times(self) -> ColumnElement[int]:
        return self._sum("times")

    @property
    def hours(self) -> ColumnElement[int]:
        return self._sum("hours")

    @property
    def late_times(self) -> ColumnElement[int]:
        return self._sum("late_times")

    @property
    def late_hours(self) -> ColumnElement[int]:
        return self._sum("late_hours")

    @property
    def days(self) -> ColumnElement[int]:
        """Calendar days of the spans; 0 of the people who were not asked for."""
        here, elsewhere = (func.coalesce(part.c.days, 0) for part in self._spans)
        return here + elsewhere

    @property
    def trained(self) -> ColumnElement[bool]:
        return or_(*(part.c.times > 0 for part in self._parts))

    @property
    def never(self) -> ColumnElement[bool]:
        return and_(*(part.c.last.is_(None) for part in self._parts))

    def not_since(self, day: date) -> ColumnElement[bool]:
        """Nothing ended after this day."""
        return and_(*(or_(part.c.last.is_(None), part.c.last <= day) for part in self._parts))

    @property
    def last_days(self) -> tuple[ColumnElement[date], ...]:
        """The last day of the last class here and elsewhere."""
        return tuple(part.c.last for part in self._parts)

    def _sum(self, name: str) -> ColumnElement[int]:
        here, elsewhere = (func.coalesce(part.c[name], 0) for part in self._parts)
        return here + elsewhere


def figures_day(office: Office, wish: Wish) -> date:
    """The day the figures of a year are of: today, or the last day of a year gone by."""
    return min(office.today(), wish.last)


def long_since(office: Office, wish: Wish) -> date:
    """Who learnt nothing since this day is long untrained (R-33); of a policy without the number, who never did."""
    months = policy_of(office, wish)["load.untrained_months"]
    return date.min if months is None else months_after(figures_day(office, wish), -int(months))


def asked_of(office: Office, wish: Wish) -> tuple[int, int]:
    """The class hours asked for in a year, and in five years from county-division rank on."""
    policy = policy_of(office, wish)
    return int(policy.get("hours.year_hours") or 0), int(policy.get("hours.county_5y_hours") or 0)


def policy_of(office: Office, wish: Wish) -> Policy:
    """The policy in force on the day the figures are of."""
    return office.rulebook.policy_on(figures_day(office, wish))


def _by_person(table: Table, name: str, first: date, last: date, lately: date | None,
               *conditions: ColumnElement[bool]) -> FromClause:
    of = table.c
    sums = {} if lately is None else {"late_times": literal(1), "late_hours": of.hours}
    late = (func.sum(case((of.start_date >= lately, figure))).label(name) for name, figure in sums.items())
    return (
        select(of.cadre_id, func.count().label("times"), func.sum(of.hours).label("hours"),
               func.max(of.end_date, type_=of.end_date.type).label("last"), *late)
        .where(of.start_date.between(first, last), *conditions)
        .group_by(of.cadre_id)
        .subquery(name)
    )  # fmt: skip


def _spans(table: Table, name: str, first: date, last: date, people: ColumnElement[bool],
           *conditions: ColumnElement[bool]) -> FromClause:
    of = table.c
    return (
        select(of.cadre_id, func.sum(days_of_span(of.start_date, of.end_date)).label("days"))
        .where(of.start_date.between(first, last), of.cadre_id.in_(select(cadre.c.id).where(people)), *conditions)
        .group_by(of.cadre_id)
        .subquery(name)
    )  # fmt: skip
