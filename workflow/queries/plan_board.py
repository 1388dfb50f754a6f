"""The annual plan board (S10): every planned class from planned to closed, what is late, and what stands outside.

The list, the picture and the months show the same items; a unit sees its own plan, the office all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.declaration import TIERS
from workflow.domain.people import Actor
from workflow.domain.plan_progress import CANCELLED, LATE, PLANNED, STEPS, late_of
from workflow.office import Office
from workflow.queries.labels import Names, look, names
from workflow.queries.plan_classes import Extra, OfItem, drafts, extras, of_items
from workflow.queries.plan_needs import unmet_count
from workflow.queries.plan_scope import among, units_seen, units_written
from workflow.store.cases import annual_plan, case, plan_item
from workflow.store.people import unit
from workflow.wording import Fen, Label, Term

VIEWS = ("list", "board", "months")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for. ``step``: one of the steps or ``cancelled``; ``late``: one of ``LATE`` or ``any``."""

    year: int = 0
    unit: str = ""
    tier: str = ""
    channel: str = ""
    step: str = ""
    late: str = ""
    view: str = "list"


@dataclass(frozen=True, slots=True)
class Item:
    """One planned class and its declaration, if there is one; ``late`` = what is late, "" = nothing."""

    code: str
    plan_id: int
    unit_code: str
    unit: Label
    class_name: str
    tier: Term
    channel: Term
    month: int
    people: int
    half_days: int
    total: Fen
    step: str
    late: str
    cancelled: date | None
    of: OfItem | None
    draft: int | None
    may_begin: bool
    tier_code: str
    channel_code: str


@dataclass(frozen=True, slots=True)
class ByTier:
    """Planned against declared and held classes of one tier; ``percent`` declared of planned."""

    tier: Term
    planned: int
    declared: int
    held: int
    percent: int


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """A plan of one's own unit that is not filed yet, or whose adjustment is under way."""

    case_id: int
    unit: Label
    state: Label
    look: str


@dataclass(frozen=True, slots=True)
class Board:
    """``items``: narrowed by everything asked; ``counts``: how many came at least so far, narrowed by all but the step.

    ``late`` counts by what is late; ``unmet`` needs of the units shown; ``money`` planned, fen.
    """

    year: int
    years: tuple[int, ...]
    units: tuple[tuple[str, Label], ...]
    items: tuple[Item, ...]
    counts: Mapping[str, int]
    late: Mapping[str, int]
    tiers: tuple[ByTier, ...]
    extras: tuple[Extra, ...]
    extra_units: Mapping[str, Label]
    unmet: int
    money: Fen
    whole: bool  # every unit of the district
    writes_for: tuple[tuple[str, Label], ...]
    under_way: tuple[OwnPlan, ...]


def plan_board(office: Office, actor: Actor, wish: Wish) -> Board:
    """The board of a year as this actor may see it."""
    year, seen, own = wish.year or office.today().year, units_seen(office, actor), units_written(actor)
    shown = ([wish.unit] if wish.unit and (seen is None or wish.unit in seen) else seen)
    with office.database.read() as connection:
        known = _names(connection, office, seen)
        items = _items(connection, office, year, seen, known, own)
        planned = tuple(dict.fromkeys((item.unit_code, item.unit) for item in items))
        narrowed = [item for item in items if _asked(item, wish)]
        live = [item for item in narrowed if item.cancelled is None]
        outside = tuple(row for row in extras(connection, office, year, shown)
                        if wish.tier in ("", row.tier) and wish.channel in ("", row.channel))
        return Board(
            year, _years(connection, office, seen), planned,
            tuple(item for item in narrowed if _stands(item, wish)),
            {step: sum(STEPS.index(item.step) >= place for item in live) for place, step in enumerate(STEPS)},
            {what: sum(item.late == what for item in live) for what in LATE},
            _by_tier(live), outside, {row.unit_code: _label(known, row.unit_code) for row in outside},
            unmet_count(connection, year, shown), Fen(sum(item.total for item in live)), seen is None,
            tuple((code, _label(known, code)) for code in own), _under_way(connection, office, year, own, known),
        )


def _under_way(connection: Connection, office: Office, year: int, own: Sequence[str], known: Names) -> tuple[
        OwnPlan, ...]:
    rows = connection.execute(
        select(case.c.id, case.c.state, case.c.process_hash, case.c.host_unit)
        .join_from(annual_plan, case, case.c.id == annual_plan.c.case_id)
        .where(annual_plan.c.year == year, annual_plan.c.unit.in_(own)).order_by(case.c.id)).all()
    found = ((row, office.rulebook.processes[row.process_hash]) for row in rows)
    return tuple(
        OwnPlan(row.id, _label(known, row.host_unit), process.states[row.state].label, look(process, row.state))
        for row, process in found if process.states[row.state].kind == "open")


def _items(connection: Connection, office: Office, year: int, units: Sequence[str] | None, known: Names,
           own: Sequence[str]) -> list[Item]:
    classes = of_items(connection, office, year, units)
    written = drafts(connection, office, own) if own else {}
    rows = connection.execute(select(plan_item).where(
        plan_item.c.year == year, among(plan_item.c.unit, units)).order_by(plan_item.c.month, plan_item.c.code))
    return [_item(office, row, classes.get(row.code), written.get(row.code), known, own) for row in rows]


def _item(office: Office, row: Any, of: OfItem | None, draft: int | None, known: Names, own: Sequence[str]) -> Item:
    step = of.step if of else PLANNED
    cancelled = row.cancelled_on
    return Item(
        row.code, row.case_id, row.unit, _label(known, row.unit), row.class_name, Term(f"tier.{row.tier}"),
        Term(f"channel.{row.channel}"), row.month, row.trainee_count, row.half_days, Fen(row.total_fen), step,
        "" if cancelled else late_of(step, row.year, row.month, of.ends if of else None, office.today()), cancelled,
        of, None if of else draft, row.unit in own and of is None and draft is None and cancelled is None,
        row.tier, row.channel,
    )


def _asked(item: Item, wish: Wish) -> bool:
    return (wish.unit in ("", item.unit_code) and wish.tier in ("", item.tier_code)
            and wish.channel in ("", item.channel_code))


def _stands(item: Item, wish: Wish) -> bool:
    """Whether an item is in the list that the step and the lateness ask for."""
    if wish.step == CANCELLED:
        return item.cancelled is not None
    if wish.late:
        return bool(item.late) if wish.late == "any" else item.late == wish.late
    return not wish.step or (item.cancelled is None and item.step == wish.step)


def _by_tier(items: Sequence[Item]) -> tuple[ByTier, ...]:
    found = []
    for tier in TIERS:
        steps = [STEPS.index(item.step) for item in items if item.tier_code == tier]
        if steps:
            declared, held = sum(step >= 1 for step in steps), sum(step >= 3 for step in steps)
            found.append(ByTier(Term(f"tier.{tier}"), len(steps), declared, held, declared * 100 // len(steps)))
    return tuple(found)


def _years(connection: Connection, office: Office, seen: Sequence[str] | None) -> tuple[int, ...]:
    rows = connection.execute(select(plan_item.c.year).distinct().where(among(plan_item.c.unit, seen))).scalars()
    return tuple(sorted({*rows, office.today().year}, reverse=True))


def _names(connection: Connection, office: Office, seen: Sequence[str] | None) -> Names:
    codes = connection.execute(select(unit.c.code)).scalars().all() if seen is None else seen
    return names(connection, office.rulebook.roles, units=codes)


def _label(known: Names, code: str) -> Label:
    return known.units.get(code, Label(code, code))
