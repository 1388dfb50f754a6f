"""Classes by day (S13): those that this actor's lists show, and where the same people are called twice."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.queries.labels import look, names
from workflow.queries.visible import visible
from workflow.store.cases import NO_LEAF, case, class_audience, class_declaration
from workflow.wording import Label, Term

FEED_BACK, FEED_ON = timedelta(days=92), timedelta(days=400)  # how far a feed reaches


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for; ``month`` 1-12, 0 = the present one."""

    year: int = 0
    month: int = 0
    unit: str = ""
    channel: str = ""
    tier: str = ""
    view: str = "list"


@dataclass(frozen=True, slots=True)
class Entry:
    """One class; ``same`` are others of these entries that call some of its people on one of its days."""

    case_id: int
    number: str | None
    class_name: str
    unit: Label
    unit_code: str
    starts: date
    ends: date
    people: int | None
    channel: Term
    tier: Term
    venue: str
    state: Label
    look: str
    changed: datetime
    same: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The entries of a month. ``days``: every day of it on which a class is held; ``weeks`` for the grid, Monday first.

    A day of a neighbouring month is ``None`` in a week.
    """

    year: int
    month: int
    before: tuple[int, int]
    after: tuple[int, int]
    entries: tuple[Entry, ...]
    days: tuple[tuple[date, tuple[Entry, ...]], ...]
    weeks: tuple[tuple[tuple[date, tuple[Entry, ...]] | None, ...], ...]
    units: tuple[tuple[str, Label], ...]
    today: date
    clashes: int


def class_calendar(office: Office, actor: Actor, wish: Wish) -> Calendar:
    """The classes of a month, from those that stand in this actor's lists; stopped ones are left out."""
    today = office.today()
    year, month = (wish.year, wish.month) if wish.year and wish.month else (today.year, today.month)
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    with office.database.read() as connection:
        found = _entries(connection, office, actor, first, last)
        units = tuple(sorted({(one.unit_code, one.unit) for one in found}, key=lambda one: one[0]))
        entries = tuple(one for one in found if wish.unit in ("", one.unit_code)
                        and wish.channel in ("", one.channel.key.removeprefix("channel."))
                        and wish.tier in ("", one.tier.key.removeprefix("tier.")))
        entries = _with_hints(connection, entries)
    by_day = {day: tuple(one for one in entries if one.starts <= day <= one.ends) for day in _days(first, last)}
    return Calendar(
        year, month, _month(first - timedelta(days=1)), _month(last + timedelta(days=1)), entries,
        tuple((day, ones) for day, ones in by_day.items() if ones), _weeks(by_day), units, today,
        sum(1 for one in entries if one.same),
    )


def feed(office: Office, actor: Actor) -> tuple[Entry, ...]:
    """What a calendar program is told: the classes of the last quarter and those to come."""
    today = office.today()
    with office.database.read() as connection:
        return _entries(connection, office, actor, today - FEED_BACK, today + FEED_ON)


def _entries(connection: Connection, office: Office, actor: Actor, first: date, last: date) -> tuple[Entry, ...]:
    of = class_declaration.c
    rows = connection.execute(
        select(case.c.id, case.c.number, case.c.state, case.c.process_hash, case.c.host_unit, case.c.entered_at,
               class_declaration)
        .join_from(case, class_declaration, of.case_id == case.c.id)
        .where(case.c.kind == CLASS, case.c.number.is_not(None), of.start_date <= last, of.end_date >= first,
               visible(actor, office.rulebook.roles, office.database.dialect))
        .order_by(of.start_date, case.c.id)
    ).all()
    known = names(connection, office.rulebook.roles, units=[row.host_unit for row in rows])
    found = []
    for row in rows:
        process = office.rulebook.processes[row.process_hash]
        shape = look(process, row.state)
        if shape == "stop" or row.merged_into is not None and process.states[row.state].kind == "end":
            continue
        found.append(Entry(
            row.id, row.number, row.class_name, known.units.get(row.host_unit, Label(row.host_unit, row.host_unit)),
            row.host_unit, row.start_date, row.end_date, row.trainee_count, Term(f"channel.{row.channel}"),
            Term(f"tier.{row.tier}"), row.venue, process.states[row.state].label, shape, row.entered_at,
        ))
    return tuple(found)


def _with_hints(connection: Connection, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, each with the others that call some of the same people on one of its days."""
    leaves: dict[int, set[str]] = {}
    for row in connection.execute(select(class_audience.c.case_id, class_audience.c.leaf).where(
            class_audience.c.case_id.in_([one.case_id for one in entries]),
            class_audience.c.leaf.not_like(f"{NO_LEAF}%"))):
        leaves.setdefault(row.case_id, set()).add(row.leaf)
    return tuple(_hinted(one, entries, leaves) for one in entries)


def _hinted(one: Entry, entries: Sequence[Entry], leaves: Mapping[int, set[str]]) -> Entry:
    mine = leaves.get(one.case_id, set())
    same = tuple(other.case_id for other in entries if other.case_id != one.case_id and other.starts <= one.ends
                 and one.starts <= other.ends and mine & leaves.get(other.case_id, set()))
    return replace(one, same=same)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _weeks(by_day: Mapping[date, tuple[Entry, ...]]) -> tuple[tuple[Any, ...], ...]:
    cells: list[Any] = [None] * min(by_day).weekday() + list(by_day.items())
    cells += [None] * (-len(cells) % 7)
    return tuple(tuple(cells[n:n + 7]) for n in range(0, len(cells), 7))


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
