"""What each cadre learnt between two days: in classes held here and attended, and elsewhere.

The two are added up apart, each over an index that begins with the person, and joined to the people: that is how both
databases read a million rows within a second.
"""

from datetime import date

from sqlalchemy import ColumnElement, FromClause, Table, and_, func, or_, select

from workflow.engine.rules.window import months_after
from workflow.office import Office
from workflow.queries.reports_shape import Wish
from workflow.rulebook.policy import Policy
from workflow.store.people import cadre
from workflow.store.rosters import enrolment, outside_training

ATTENDED = "attended"
LONG_MONTHS = 24  # where the policy of the day names no number


class Learnt:
    """The training of some years by person: ``times``, ``hours``, ``trained`` (at least once), and the last day.

    ``of``: a condition on ``cadre`` where only some few are looked at.
    """

    def __init__(self, first: date, last: date, name: str = "learnt", of: ColumnElement[bool] | None = None):
        self._parts = [_by_person(enrolment, f"{name}_here", first, last, of, enrolment.c.status == ATTENDED),
                       _by_person(outside_training, f"{name}_elsewhere", first, last, of)]

    def of_people(self, people: FromClause = cadre) -> FromClause:
        """All these cadres with what they learnt, also those who learnt nothing."""
        for part in self._parts:
            people = people.outerjoin(part, part.c.cadre_id == cadre.c.id)
        return people

    @property
    def times(self) -> ColumnElement[int]:
        here, elsewhere = (func.coalesce(part.c.times, 0) for part in self._parts)
        return here + elsewhere

    @property
    def hours(self) -> ColumnElement[int]:
        here, elsewhere = (func.coalesce(part.c.hours, 0) for part in self._parts)
        return here + elsewhere

    @property
    def trained(self) -> ColumnElement[bool]:
        return or_(*(part.c.times > 0 for part in self._parts))

    @property
    def never(self) -> ColumnElement[bool]:
        return and_(*(part.c.last.is_(None) for part in self._parts))

    def not_since(self, day: date) -> ColumnElement[bool]:
        """Nothing began on or after this day."""
        return and_(*(or_(part.c.last.is_(None), part.c.last < day) for part in self._parts))

    @property
    def last_days(self) -> tuple[ColumnElement[date], ...]:
        """The last opening day here and elsewhere."""
        return tuple(part.c.last for part in self._parts)


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


def _by_person(table: Table, name: str, first: date, last: date, whom: ColumnElement[bool] | None,
               *conditions: ColumnElement[bool]) -> FromClause:
    of = table.c
    some = () if whom is None else (of.cadre_id.in_(select(cadre.c.id).where(whom)),)
    return (
        select(of.cadre_id, func.count().label("times"), func.sum(of.hours).label("hours"),
               func.max(of.start_date, type_=of.start_date.type).label("last"))
        .where(of.start_date.between(first, last), *conditions, *some)
        .group_by(of.cadre_id)
        .subquery(name)
    )  # fmt: skip
