"""Reports about people: who was trained in a year, with how many hours, and who long was not.

A person's training of a year are the classes that opened in it and that they attended (``enrolment``), and what was
learnt elsewhere (``outside_training``).  People are counted where they belong today.  The database adds up by unit
and audience; what comes back is as small as the district.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, or_, select

from workflow.domain.cadres import COUNTY
from workflow.domain.findings import Finding
from workflow.engine.rules.coverage import LeadersYear, enough_days, enough_hours, leaders_trained
from workflow.office import Office
from workflow.queries.labels import names
from workflow.queries.reports_learnt import Learnt, asked_of, figures_day, long_since, policy_of
from workflow.queries.reports_scope import Scope
from workflow.queries.reports_shape import (
    COUNT,
    HOURS,
    PEOPLE,
    PERMILLE,
    TOTAL,
    Column,
    Row,
    Table,
    Wish,
    in_order,
    permille,
)
from workflow.store.people import cadre
from workflow.wording import Term

IS_COUNTY = cadre.c.rank == COUNTY
FIVE_YEARS = 5
BANDS = (0, 1, 30, 60, 90)  # the least hours of each band
COVERED = (Column("people", PEOPLE, True), Column("trained", PEOPLE, True), Column("share", PERMILLE),
           Column("times", COUNT, sums=True), Column("hours", HOURS, sums=True), Column("untrained", PEOPLE, True))
REACHED = (Column("people", PEOPLE, True), Column("reached", PEOPLE, True), Column("share", PERMILLE),
           Column("below", PEOPLE, True))
GONE = (Column("people", PEOPLE, True), Column("long", PEOPLE, True), Column("share", PERMILLE),
        Column("never", PEOPLE, True))
Sums = dict[str, int]
Shown = Callable[[Sums], dict[str, Any]]


def coverage(connection: Connection, office: Office, scope: Scope,
             wish: Wish) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """How many of the cadres were trained, by tier and by unit; and what R-35 says of the leading-team members."""
    learnt = Learnt(wish.first, wish.last, figures_day(office, wish))
    found = _summed(connection, scope, learnt, (cadre.c.unit, cadre.c.audience), {
        "trained": learnt.trained, "times": learnt.times, "hours": learnt.hours})
    tables = _by_tier_and_unit(connection, office, found, COVERED, _covered, drawn=("trained", "untrained"))
    audiences = office.rulebook.audiences
    leaders = [sums for (_, leaf), sums in found if leaf in audiences and audiences[leaf].lower_leaders]
    facts = LeadersYear(policy_of(office, wish), wish.year, sum(sums["people"] for sums in leaders),
                        sum(sums["trained"] for sums in leaders))
    told = leaders_trained(facts)
    return tables, (told,) if isinstance(told, Finding) else ()


def untrained(connection: Connection, office: Office, scope: Scope, wish: Wish) -> tuple[Table, ...]:
    """Who took part in nothing for so many months that policy calls it long (R-33), and who never did."""
    learnt = Learnt(date.min, figures_day(office, wish), figures_day(office, wish))
    found = _summed(connection, scope, learnt, (cadre.c.unit, cadre.c.audience), {
        "long": learnt.not_since(long_since(office, wish)), "never": learnt.never})
    return _by_tier_and_unit(connection, office, found, GONE, _gone, drawn=("long",))


def hours(connection: Connection, office: Office, scope: Scope, wish: Wish) -> tuple[Table, ...]:
    """Class hours against what policy asks: each year, and in five years from county-division rank on."""
    year, five = asked_of(office, wish)
    learnt = of_five_years(office, wish)
    band = case((IS_COUNTY, -1), *((learnt.late_hours < least, place) for place, least in enumerate(BANDS[1:])),
                else_=len(BANDS) - 1)
    found = _summed(connection, scope, learnt, (cadre.c.unit, cadre.c.rank, band.label("band")), {
        "reached": reached(office, wish, learnt), "hours": case((IS_COUNTY, learnt.hours), else_=learnt.late_hours)})
    by_rank = tuple(replace(row, values={**row.values, "asked": five if row.key == COUNTY else year})
                    for row in _rows(found, 1, lambda rank: Term(f"reports.rank.{rank}"), _reached))
    whole = _total(found, _reached)  # an average of one and of five years says nothing
    whole = whole and replace(whole, values={**whole.values, "average": None})
    yearly = [((str(place),), sums) for (*_, place), sums in found if place >= 0]
    bands = _rows(yearly, 0, lambda place: Term(f"reports.band.{place}"), _plain)
    return (
        Table("rank", (REACHED[0], Column("asked", HOURS), *REACHED[1:], Column("average", HOURS)), by_rank, whole,
              drawn=("reached", "below")),
        Table("band", (Column("people", PEOPLE, True),), bands, _total(yearly, _plain), drawn=("people",)),
        Table("unit", REACHED, _rows(found, 0, _unit_names(connection, office, found), _reached), whole),
    )


def reached(office: Office, wish: Wish, learnt: Learnt) -> ColumnElement[bool]:
    """Who has the hours or the days asked for (R-32)."""
    policy = policy_of(office, wish)
    _, five = asked_of(office, wish)
    days = enough_days(policy)
    long_enough = or_(learnt.hours >= five, learnt.days >= days) if days else learnt.hours >= five
    return or_(and_(not_(IS_COUNTY), learnt.late_hours >= enough_hours(policy)), and_(IS_COUNTY, long_enough))


def of_five_years(office: Office, wish: Wish) -> Learnt:
    """What was learnt in the five years that end with the year, and in that year as lately."""
    first = date(max(wish.year - FIVE_YEARS + 1, 1), 1, 1)
    return Learnt(first, wish.last, figures_day(office, wish), lately=wish.first, spans_of=IS_COUNTY)


def _summed(connection: Connection, scope: Scope, learnt: Learnt, keys: Sequence[ColumnElement[Any]],
            figures: dict[str, ColumnElement[Any]]) -> list[tuple[Any, Sums]]:
    """The people and these figures by the keys; a condition counts those who meet it."""
    sums = [_sum(figure).label(name) for name, figure in figures.items()]
    rows = connection.execute(
        select(*keys, func.count().label("people"), *sums)
        .select_from(learnt.of_people())
        .where(scope.within(cadre.c.unit))
        .group_by(*keys)
    )
    width = len(keys)
    return [(tuple(row[:width]), dict(zip(("people", *figures), map(int, row[width:]), strict=True))) for row in rows]


def _sum(figure: ColumnElement[Any]) -> ColumnElement[int]:
    counted = case((figure, 1), else_=0) if figure.type.python_type is bool else figure
    return func.sum(counted)


def _by_tier_and_unit(connection: Connection, office: Office, found: Sequence[tuple[Any, Sums]],
                      columns: tuple[Column, ...], shown: Shown, drawn: tuple[str, ...]) -> tuple[Table, ...]:
    audiences = office.rulebook.audiences
    tiers = [((audiences[leaf].tier if leaf in audiences else "other",), sums) for (_, leaf), sums in found]
    by_tier = _rows(tiers, 0, lambda tier: Term(f"reports.tier.{tier}"), shown)
    by_unit = _rows(found, 0, _unit_names(connection, office, found), shown)
    total = _total(found, shown)
    return (Table("tier", columns, by_tier, total, drawn=drawn), Table("unit", columns, by_unit, total))


def _rows(found: Iterable[tuple[Any, Sums]], place: int, head: Callable[[str], Any], shown: Shown) -> tuple[Row, ...]:
    """One row for each key at this place, its figures added up."""
    by_key: dict[str, Sums] = {}
    for keys, sums in found:
        held = by_key.setdefault(keys[place], dict.fromkeys(sums, 0))
        for name, value in sums.items():
            held[name] += value
    return tuple(Row(key, head(key), shown(by_key[key])) for key in sorted(by_key, key=in_order))


def _total(found: Iterable[tuple[Any, Sums]], shown: Shown) -> Row | None:
    return next(iter(_rows([((TOTAL,), sums) for _, sums in found], 0, lambda _: Term("reports.total"), shown)), None)


def _unit_names(connection: Connection, office: Office, found: Iterable[tuple[Any, Sums]]) -> Callable[[str], Any]:
    return names(connection, office.rulebook.roles, units={keys[0] for keys, _ in found}).unit


def _covered(sums: Sums) -> dict[str, Any]:
    return {**sums, "untrained": sums["people"] - sums["trained"], "share": permille(sums["trained"], sums["people"])}


def _gone(sums: Sums) -> dict[str, Any]:
    return {**sums, "share": permille(sums["long"], sums["people"])}


def _reached(sums: Sums) -> dict[str, Any]:
    people = sums["people"]
    return {**sums, "below": people - sums["reached"], "share": permille(sums["reached"], people),
            "average": sums["hours"] // people if people else None}


def _plain(sums: Sums) -> dict[str, Any]:
    return {"people": sums["people"]}
