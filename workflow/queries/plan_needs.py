"""Training needs as the office and the units see them: what is unmet, what is planned for, what was held."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from workflow.domain.needs import MET, PLANNED, STANDINGS, UNMET
from workflow.domain.people import Actor
from workflow.domain.plan_progress import CLOSED, HELD
from workflow.office import Office
from workflow.queries.labels import Names, names
from workflow.queries.plan_classes import OfItem, of_items
from workflow.queries.plan_scope import among, units_seen, units_written
from workflow.refusals import NotFound
from workflow.store.cases import plan_item
from workflow.store.needs import need_link, training_need
from workflow.wording import Label

MATCHER = "od_section"
TAKEN_BACK = "withdrawn"
Found = Mapping[str, OfItem]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for; ``standing`` "" = all that were not taken back."""

    year: int = 0
    unit: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Meets:
    """A planned class that meets a need; ``own`` = found here and not named by the plan, so it can be taken back."""

    code: str
    class_name: str
    unit: Label
    own: bool


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need and what became of it."""

    id: int
    unit_code: str
    unit: Label
    audience: Label
    topic: Label
    topic_code: str
    heads: int
    lack: str
    reason: str
    month: int
    standing: str
    meets: tuple[Meets, ...]
    stated_on: date
    withdrawn_on: date | None
    withdrawn_why: str
    mine: bool  # this actor may take it back


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """``counts`` by standing over the chosen units; ``codes`` are the planned classes a match may name."""

    year: int
    years: tuple[int, ...]
    rows: tuple[NeedRow, ...]
    counts: Mapping[str, int]
    units: tuple[tuple[str, Label], ...]  # to narrow by
    writes_for: tuple[tuple[str, Label], ...]
    matches: bool  # this actor may match needs with planned classes
    codes: tuple[tuple[str, Label], ...]


def needs_page(office: Office, actor: Actor, wish: Wish) -> NeedsPage:
    """The needs of a year that this actor may see; the office sees those of every unit."""
    seen, own = units_seen(office, actor), units_written(actor)
    year = wish.year or office.today().year
    with office.database.read() as connection:
        known = names(connection, office.rulebook.roles, units=_all_units(connection, year, seen, own))
        rows = need_rows(connection, office, year, seen, known, own)
        units = tuple(dict.fromkeys((row.unit_code, row.unit) for row in rows))
        rows = tuple(row for row in rows if wish.unit in ("", row.unit_code))
        live = [row for row in rows if row.withdrawn_on is None]
        matches = any(post.role == MATCHER for post in actor.posts)
        return NeedsPage(
            year, _years(connection, office, seen), tuple(row for row in rows if _asked(row, wish.standing)),
            {standing: sum(row.standing == standing for row in live) for standing in STANDINGS}, units,
            tuple((code, known.units.get(code, Label(code, code))) for code in own), matches or bool(own),
            _codes(connection, year, None if matches else own),
        )


def need_page(office: Office, actor: Actor, need_id: int) -> tuple[NeedsPage, NeedRow]:
    """One need among those of its year; raises ``NotFound`` for one that this actor may not see."""
    with office.database.read() as connection:
        row = connection.execute(select(training_need.c.year, training_need.c.withdrawn_on).where(
            training_need.c.id == need_id)).one_or_none()
    page = needs_page(office, actor, Wish(row.year, standing=TAKEN_BACK if row.withdrawn_on else "")) if row else None
    found = next((one for one in page.rows if one.id == need_id), None) if page else None
    if page is None or found is None:
        raise NotFound("need", need_id)
    return page, found


def need_rows(connection: Connection, office: Office, year: int, units: Collection[str] | None, known: Names,
              own: Collection[str] = ()) -> tuple[NeedRow, ...]:
    """The needs of these units, taken back ones too, unit by unit in the order they were stated."""
    linked = _links(connection, year, units)
    classes = of_items(connection, office, year, None) if linked else {}
    rows = connection.execute(_of(year, units).order_by(training_need.c.unit, training_need.c.id))
    return tuple(_row(office, row, linked.get(row.id, []), classes, known, own) for row in rows)


def unmet_count(connection: Connection, year: int, units: Collection[str] | None) -> int:
    """How many needs of these units no planned class meets."""
    met = select(need_link.c.need_id).join(plan_item, plan_item.c.code == need_link.c.code).where(
        need_link.c.need_id == training_need.c.id, plan_item.c.cancelled_on.is_(None)).exists()
    counting = select(func.count()).select_from(training_need).where(
        training_need.c.year == year, training_need.c.withdrawn_on.is_(None), among(training_need.c.unit, units), ~met)
    return int(connection.execute(counting).scalar_one())


def _row(office: Office, row: Any, links: list[Any], classes: Found, known: Names, own: Collection[str]) -> NeedRow:
    book = office.rulebook
    topic, audience = book.lexicon.topics.get(row.topic_code), book.audiences.get(row.audience_code)
    live = [link for link in links if link.cancelled_on is None]
    held = any(link.code in classes and classes[link.code].step in (HELD, CLOSED) for link in live)
    return NeedRow(
        row.id, row.unit, known.unit(row.unit) or Label(row.unit, row.unit),
        audience.label if audience else Label(row.audience_code, row.audience_code),
        topic.label if topic else Label(row.topic_code, row.topic_code), row.topic_code, row.heads, row.lack,
        row.reason, row.month, MET if held else PLANNED if live else UNMET,
        tuple(Meets(link.code, link.class_name, known.unit(link.unit) or Label(link.unit, link.unit),
                    link.told_by == row.case_id) for link in live),
        row.stated_on, row.withdrawn_on, row.withdrawn_why or "", row.unit in own and row.withdrawn_on is None,
    )


def _asked(row: NeedRow, standing: str) -> bool:
    if standing == TAKEN_BACK:
        return row.withdrawn_on is not None
    return row.withdrawn_on is None and standing in ("", row.standing)


def _of(year: int, units: Collection[str] | None) -> Select[Any]:
    return select(training_need).where(training_need.c.year == year, among(training_need.c.unit, units))


def _links(connection: Connection, year: int, units: Collection[str] | None) -> dict[int, list[Any]]:
    rows = connection.execute(
        select(need_link.c.need_id, need_link.c.case_id.label("told_by"), plan_item.c.code, plan_item.c.class_name,
               plan_item.c.unit, plan_item.c.cancelled_on)
        .join_from(need_link, plan_item, plan_item.c.code == need_link.c.code)
        .join(training_need, training_need.c.id == need_link.c.need_id)
        .where(training_need.c.year == year, among(training_need.c.unit, units)).order_by(plan_item.c.code)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.need_id, []).append(row)
    return found


def _all_units(connection: Connection, year: int, seen: Collection[str] | None, own: Collection[str]) -> set[str]:
    stated = connection.execute(select(training_need.c.unit).distinct().where(
        training_need.c.year == year, among(training_need.c.unit, seen))).scalars()
    planned = connection.execute(select(plan_item.c.unit).distinct().where(plan_item.c.year == year)).scalars()
    return {*stated, *planned, *own}


def _years(connection: Connection, office: Office, seen: Collection[str] | None) -> tuple[int, ...]:
    """Years with needs, this one and the next."""
    rows = connection.execute(select(training_need.c.year).distinct().where(among(training_need.c.unit, seen)))
    now = office.today().year
    return tuple(sorted({*rows.scalars(), now, now + 1}, reverse=True))


def _codes(connection: Connection, year: int, units: Collection[str] | None) -> tuple[tuple[str, Label], ...]:
    rows = connection.execute(
        select(plan_item.c.code, plan_item.c.class_name).where(
            plan_item.c.year == year, plan_item.c.cancelled_on.is_(None), among(plan_item.c.unit, units))
        .order_by(plan_item.c.code))
    return tuple((row.code, Label(f"{row.code} {row.class_name}", f"{row.code} {row.class_name}")) for row in rows)
