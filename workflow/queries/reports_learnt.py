"""What each cadre learnt between two days: in classes held here and attended, and elsewhere.

The two are added up apart, each over an index that begins with the person, and joined to the people: that is how both
databases read a million rows within a second.
"""

from datetime import date

from sqlalchemy import ColumnElement, FromClause, Table, and_, case, exists, func, literal, or_, select

from workflow.engine.rules.window import months_after
from workflow.office import Office
from workflow.queries.reports_shape import Wish
from workflow.rulebook.policy import Policy
from workflow.store.cases import class_audience
from workflow.store.people import cadre
from workflow.store.rosters import enrolment, outside_training

ATTENDED, ENROLLED = "attended", "enrolled"
LONG_MONTHS = 24  # where the policy of the day names no number


class Learnt:
    """The training of some years by person: ``times``, ``hours``, ``trained`` (at least once), and the last day.

    ``lately``: a later day; what began from it on is added up apart (``late_times``, ``late_hours``), in one pass.
    """

    def __init__(self, first: date, last: date, today: date, lately: date | None = None):
        self._parts = [_by_person(enrolment, "here", first, last, lately, took_part(today)),
                       _by_person(outside_training, "elsewhere", first, last, lately)]

    def of_people(self) -> FromClause:
        """All cadres with what they learnt, also those who learnt nothing."""
        people: FromClause = cadre
        for part in self._parts:
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


def took_part(today: date) -> ColumnElement[bool]:
    """The places of those who attended; until a class that is over is closed, of those who are enrolled in it.

    Closing tells who was absent.  A class that is given up is found by no duplicate search, and counts for nobody.
    """
    of = enrolment.c
    live = exists().where(class_audience.c.case_id == of.case_id)
    return or_(of.status == ATTENDED, and_(of.status == ENROLLED, of.end_date <= today, live))


def figures_day(office: Office, wish: Wish) -> date:
    """The day the figures of a year are of: today, or the last day of a year gone by."""
    return min(office.today(), wish.last)


def long_since(office: Office, wish: Wish) -> date:
    """Who took part in nothing since this day is long untrained (R-33)."""
    months = policy_of(office, wish).get("load.untrained_months") or LONG_MONTHS
    return months_after(figures_day(office, wish), -int(months))


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
