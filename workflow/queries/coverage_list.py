"""Who of a unit was trained this year, who not yet, who for long not (R-33): the unit's own list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, case, literal, select, union_all

from workflow.domain.people import Actor
from workflow.engine.rules.histories import Training
from workflow.engine.rules.persons import untrained
from workflow.engine.rules.window import months_after
from workflow.office import Office
from workflow.queries.cadre_list import Listed, cadres_of
from workflow.queries.labels import names
from workflow.queries.my_page import own_units
from workflow.queries.official_roster import SEES_ALL, may_see_names
from workflow.refusals import NotFound
from workflow.sheets.columns import Column
from workflow.sheets.writing import template
from workflow.store.people import cadre, unit
from workflow.store.roster_reading import stands, took_part
from workflow.store.rosters import enrolment, outside_training
from workflow.wording import Label, Term, say, speak

TRAINED, UNTRAINED, LONG = "trained", "untrained", "long"
SHOWS = ("all", TRAINED, UNTRAINED, LONG)
EXPORTED = tuple(Column(name, f"sheet.column.{name}", required=False) for name in
                 ("staff_no", "name", "rank", "audience", "hours", "standing", "last_day"))


@dataclass(frozen=True, slots=True)
class Covered:
    """One cadre: hours of this year, the last day of the last class that ended, and how they stand."""

    id: int
    name: str
    staff_no: str
    rank: Term
    audience: Label
    hours: int
    classes: int
    last: date | None
    coming: bool
    standing: str  # trained | untrained | long


@dataclass(frozen=True, slots=True)
class Coverage:
    """A unit's people; ``people`` are those that ``show`` asks for, the counts are of all."""

    unit: str
    label: Label
    units: tuple[tuple[str, Label], ...]  # those this actor may choose
    year: int
    months: int
    since: date | None
    show: str
    people: tuple[Covered, ...]
    total: int
    trained: int
    long: int

    @property
    def untrained(self) -> int:
        return self.total - self.trained

    @property
    def percent(self) -> int:
        return 100 * self.trained // self.total if self.total else 0


def coverage(office: Office, actor: Actor, unit_code: str = "", show: str = "all") -> Coverage:
    """The list of a unit (else the actor's first); ``NotFound`` for a unit whose names are not theirs to see."""
    with office.database.read() as connection:
        units = _units(connection, office, actor)
        code = unit_code or next(iter(units), "")
        if code not in units or not may_see_names(actor, code):
            raise NotFound("unit", unit_code)
        today = office.today()
        months = int(office.rulebook.policy_on(today)["load.untrained_months"] or 0)
        lessons = _lessons(connection, code, min(months_after(today, -months), date(today.year, 1, 1)), today)
        first = connection.execute(
            select(outside_training.c.start_date).order_by(outside_training.c.start_date).limit(1)).scalar()
    people = tuple(_covered(office, one, lessons[one.id], today, months) for one in cadres_of(office, (code,)))
    shown = show if show in SHOWS else "all"
    return Coverage(
        code, units[code], tuple(units.items()), today.year, months, first, shown,
        tuple(one for one in people if _wanted(one, shown)), len(people),
        sum(one.standing == TRAINED for one in people), sum(one.standing == LONG for one in people))


def coverage_sheet(found: Coverage, language: str) -> bytes:
    """Exactly the people on the screen, as a sheet."""
    rows = [(one.staff_no, one.name, speak(one.rank, language), one.audience[language], one.hours,
             say(f"coverage.{one.standing}", language), one.last or "") for one in found.people]
    return template(EXPORTED, rows, language)


def _wanted(one: Covered, show: str) -> bool:
    """Who is long untrained is untrained too."""
    return show in ("all", one.standing) or show == UNTRAINED and one.standing == LONG


def _units(connection: Connection, office: Office, actor: Actor) -> Mapping[str, Label]:
    """The units that have people and whose people this actor may see."""
    own = own_units(office, actor)
    if any(post.role in SEES_ALL for post in actor.posts):
        rows = connection.execute(
            select(unit.c.code, unit.c.name_zh, unit.c.name_en)
            .where(select(literal(1)).where(cadre.c.unit == unit.c.code).exists()).order_by(unit.c.code)).all()
        return {row.code: Label(row.name_zh, row.name_en) for row in rows}
    known = names(connection, office.rulebook.roles, units=own)
    return {code: known.unit(code) or Label(code, code) for code in own}


def _lessons(connection: Connection, code: str, since: date, today: date) -> Mapping[int, Sequence[Any]]:
    """The classes of a unit's people that ended since a day or are to come, whoever called; ``learnt``: see
    ``store.roster_reading.took_part``."""
    e, o, of = enrolment.c, outside_training.c, cadre.c
    learnt = case((took_part(today), 1), else_=0).label("learnt")
    here = (select(e.cadre_id, e.start_date, e.end_date, e.hours, learnt).join(cadre, of.id == e.cadre_id)
            .where(of.unit == code, e.end_date >= since, stands()))
    elsewhere = (select(o.cadre_id, o.start_date, o.end_date, o.hours, literal(1).label("learnt"))
                 .join(cadre, of.id == o.cadre_id).where(of.unit == code, o.end_date >= since))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(union_all(here, elsewhere)):
        found[row.cadre_id].append(row)
    return found


def _covered(office: Office, one: Listed, rows: Sequence[Any], today: date, months: int) -> Covered:
    done = [row for row in rows if row.learnt]
    this_year = [row for row in done if row.start_date.year == today.year]
    history = [Training("", "", "", "", row.start_date, row.end_date, False) for row in done]
    standing = TRAINED if this_year else LONG if months and untrained(history, today, months) else UNTRAINED
    audience = office.rulebook.audiences.get(one.audience)
    return Covered(
        one.id, one.name, one.staff_no, Term(f"cadre.rank.{one.rank}"),
        audience.label if audience else Label(one.audience, one.audience), sum(row.hours or 0 for row in this_year),
        len(this_year), max((row.end_date for row in done), default=None),
        any(row.start_date > today for row in rows), standing)
