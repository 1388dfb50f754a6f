"""What waits for me: the open seats of my posts, the oldest due first.

The inbox is no copy: a seat that somebody signs is gone from it in the same
transaction.  Counts stop at a cap, so that no read grows with the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, and_, cast, func, select

from workflow.domain.days import first_moment, office_day
from workflow.domain.pairs import CLEARING, PAIR_RULE
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.labels import Names, look, names
from workflow.queries.open_seats import open_seats, place_of
from workflow.store.cases import case, class_declaration, finding, pair, seat
from workflow.wording import Fen, Label

PAGE = 25
CAP = 100  # counts stop here and say "100+"
CHIPS = ("all", "in_plan", "extra", "explain", "overdue")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for: a chip, the narrowing selects and the place to go on from."""

    chip: str = "all"
    unit: str = ""
    channel: str = ""
    tier: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open seat of mine and the case it stands in. ``days`` to the due day; negative = overdue."""

    case_id: int
    kind: str
    number: str | None
    title: str
    host: Label | None
    action: Label
    state: Label
    look: str
    channel: str
    plan_type: str
    people: int | None
    half_days: int | None
    total: Fen | None
    due_at: datetime | None
    days: int | None
    since: datetime | None
    here: int  # days since it came
    blocks: int
    warns: int
    notes: int
    key: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of it. ``counts`` by chip, each at most ``CAP``; ``more`` = where the next page begins."""

    rows: tuple[Waiting, ...]
    counts: dict[str, int]
    more: str | None


def inbox(office: Office, actor: Actor, wish: Wish) -> Inbox:
    """The page of open seats that this actor's posts may fill."""
    with office.database.read() as connection:
        today = office.today()
        found = open_seats(connection, actor, PAGE + 1, _narrowing(wish, today), wish.after)
        rows = _rows(connection, office, today, found[:PAGE])
        counts = _counts(connection, actor, today)
    return Inbox(rows, counts, rows[-1].key if len(found) > PAGE else None)


def badge(office: Office, actor: Actor) -> int:
    """How many seats wait for this actor, counted up to ``CAP``."""
    with office.database.read() as connection:
        return len(open_seats(connection, actor, CAP))


def next_waiting(office: Office, actor: Actor, but: int) -> Waiting | None:
    """The next case that waits for this actor, other than ``but``."""
    with office.database.read() as connection:
        today = office.today()
        found = open_seats(connection, actor, 1, (seat.c.case_id != but,))
        return next(iter(_rows(connection, office, today, found)), None)


def _counts(connection: Connection, actor: Actor, today: date) -> dict[str, int]:
    """How many of the first ``CAP`` open seats fall under each chip; exact as long as ``all`` is below the cap."""
    found = open_seats(connection, actor, CAP)
    weights = _weights(connection, {row.case_id for row in found})
    midnight = first_moment(today)
    return {
        "all": len(found),
        "in_plan": sum(row.plan_type == "in_plan" for row in found),
        "extra": sum(row.plan_type == "extra" for row in found),
        "explain": sum(weights.get(row.case_id, (0, 0, 0))[:2] != (0, 0) for row in found),
        "overdue": sum(row.due_at is not None and row.due_at < midnight for row in found),
    }


def _narrowing(wish: Wish, today: date) -> tuple[ColumnElement[bool], ...]:
    conditions: list[ColumnElement[bool]] = []
    if wish.chip in ("in_plan", "extra"):
        conditions.append(class_declaration.c.plan_type == wish.chip)
    if wish.chip == "explain":
        conditions.append(select(finding.c.rule).where(_standing, finding.c.severity != "info").exists())
    if wish.chip == "overdue":
        conditions.append(seat.c.due_at < first_moment(today))
    for chosen, held in (
        (wish.unit, case.c.host_unit),
        (wish.channel, class_declaration.c.channel),
        (wish.tier, class_declaration.c.tier),
    ):
        if chosen:
            conditions.append(held == chosen)
    return tuple(conditions)


_settled = select(pair.c.other_id).where(
    pair.c.case_id == finding.c.case_id,
    finding.c.rule == PAIR_RULE,
    cast(pair.c.other_id, String) == finding.c.part,  # a finding on a pair names the other case as its part
    pair.c.verdict.in_(CLEARING),
)
_standing = and_(
    finding.c.case_id == case.c.id,
    finding.c.n == case.c.findings_n,
    finding.c.severity != "clear",
    finding.c.overridden_by.is_(None),
    ~_settled.exists(),
)


def _weights(connection: Connection, cases: set[int]) -> dict[int, tuple[int, int, int]]:
    """Standing findings of each case: (block, warn, info)."""
    if not cases:
        return {}
    rows = connection.execute(
        select(case.c.id, finding.c.severity, func.count())
        .join_from(case, finding, _standing)
        .where(case.c.id.in_(sorted(cases)))
        .group_by(case.c.id, finding.c.severity)
    )
    found: dict[int, dict[str, int]] = {}
    for number, severity, count in rows:
        found.setdefault(number, {})[severity] = count
    return {number: (by.get("block", 0), by.get("warn", 0), by.get("info", 0)) for number, by in found.items()}


def _rows(connection: Connection, office: Office, today: date, seats: Sequence[Any]) -> tuple[Waiting, ...]:
    if not seats:
        return ()
    cases = {row.case_id for row in seats}
    heads = {head.id: head for head in connection.execute(_heads(sorted(cases)))}
    weights = _weights(connection, cases)
    known = names(connection, office.rulebook.roles, units=[head.host_unit for head in heads.values()])
    return tuple(
        _row(office, known, today, row, heads[row.case_id], weights.get(row.case_id, (0, 0, 0))) for row in seats
    )


def _heads(cases: Sequence[int]) -> Select[Any]:
    of = class_declaration.c
    return (
        select(case.c.id, case.c.kind, case.c.number, case.c.state, case.c.process_hash, case.c.host_unit,
               case.c.entered_at, of.class_name, of.channel, of.plan_type, of.trainee_count, of.half_days, of.total_fen)
        .join_from(case, class_declaration, of.case_id == case.c.id, isouter=True)
        .where(case.c.id.in_(cases))
    )  # fmt: skip


def _row(office: Office, known: Names, today: date, seat_row: Any, head: Any, weight: tuple[int, int, int]) -> Waiting:
    process = office.rulebook.processes[head.process_hash]
    since = seat_row.opened_at or head.entered_at
    return Waiting(
        case_id=head.id,
        kind=head.kind,
        number=head.number,
        title=head.class_name or "",
        host=known.unit(head.host_unit),
        action=process.actions[seat_row.act].label,
        state=process.states[head.state].label,
        look=look(process, head.state),
        channel=head.channel or "",
        plan_type=head.plan_type or "",
        people=head.trainee_count,
        half_days=head.half_days,
        total=None if head.total_fen is None else Fen(head.total_fen),
        due_at=seat_row.due_at,
        days=None if seat_row.due_at is None else (office_day(seat_row.due_at) - today).days,
        since=since,
        here=(today - office_day(since)).days,
        blocks=weight[0],
        warns=weight[1],
        notes=weight[2],
        key=place_of(seat_row),
    )
