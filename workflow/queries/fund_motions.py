"""What has been proposed about the year's money, what a second person has said to it, and what can be proposed now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, case, select

from workflow.domain.motions import (
    LINE_CLOSED,
    LINE_OPEN,
    MENDABLE,
    WAITING,
    Correct,
    ExpectLine,
    Motion,
    OpenLine,
    from_json,
)
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.labels import Names, Said, names
from workflow.store.cases import case as case_table
from workflow.store.cases import class_declaration
from workflow.store.funding import fund_line, fund_motion, ledger_entry
from workflow.store.people import unit
from workflow.wording import Fen, Label, Term

MOST = 200  # motions on one page, newest first


@dataclass(frozen=True, slots=True)
class MotionRow:
    """One motion: ``what`` it says in one sentence, who proposed it, and what became of it."""

    id: int
    kind: Term
    what: Said
    reason: str
    status: str
    by: Label | Term
    at: datetime
    decided_by: Label | Term | None
    decided_at: datetime | None
    mine: bool
    may_decide: bool


@dataclass(frozen=True, slots=True)
class LineChoice:
    """A line that a motion may name."""

    id: int
    name: Label
    source: Term
    state: str
    available: Fen
    indicator: str


@dataclass(frozen=True, slots=True)
class Mendable:
    """An entry that may be corrected; ``place`` names it in a form."""

    place: str
    name: Label
    title: str
    kind: Term
    fen: Fen
    at: datetime


@dataclass(frozen=True, slots=True)
class MotionsPage:
    """``waiting`` first; ``lines`` and ``mendable`` of the year, ``units`` for a new line; ``keeps``: this actor may
    propose and confirm."""

    year: int
    years: tuple[int, ...]
    waiting: tuple[MotionRow, ...]
    settled: tuple[MotionRow, ...]
    lines: tuple[LineChoice, ...]
    mendable: tuple[Mendable, ...]
    units: tuple[tuple[str, Label], ...]
    keeps: bool


def motions_page(office: Office, actor: Actor, year: int | None = None) -> MotionsPage:
    """The motions about the lines of one fiscal year; without a year this one."""
    year = year or office.today().year
    keeps = keeps_fund(office, actor)
    with office.database.read() as connection:
        of_lines = connection.execute(select(fund_line).order_by(fund_line.c.owner, fund_line.c.source)).all()
        rows = connection.execute(
            select(fund_motion, case_table.c.number).join(case_table, case_table.c.id == fund_motion.c.case_id)
            .where(case_table.c.number == f"fund-{year}")
            .order_by(case((fund_motion.c.status == WAITING, 0), else_=1), fund_motion.c.id.desc()).limit(MOST)
        ).all()
        units = connection.execute(select(unit).where(unit.c.active).order_by(unit.c.code)).all()
        known = names(connection, office.rulebook.roles, units=[row.owner for row in of_lines],
                      people=[who for row in rows for who in (row.by, row.decided_by)])
        entries = _entries(connection, year, known)
        named = _entry_names(connection, rows)
    lines = {row.id: row for row in of_lines}
    told = tuple(_row(row, actor, keeps, lines, known, named) for row in rows)
    return MotionsPage(
        year, tuple(sorted({row.year for row in of_lines} | {year, year + 1}, reverse=True)),
        tuple(row for row in told if row.status == WAITING), tuple(row for row in told if row.status != WAITING),
        tuple(_choice(row, known) for row in of_lines if row.year == year and row.state != LINE_CLOSED), entries,
        tuple((row.code, Label(row.name_zh, row.name_en)) for row in units), keeps)


def keeps_fund(office: Office, actor: Actor) -> bool:
    """Whether this actor holds one of the posts that keep the fund (a value of the policy)."""
    roles = office.rulebook.policy_on(office.today())["fund.floor_persons"]
    return any(post.role in roles for post in actor.posts)


def waiting_for(office: Office, actor: Actor) -> int:
    """How many motions wait for this actor as the second person."""
    if not keeps_fund(office, actor):
        return 0
    with office.database.read() as connection:
        found = connection.execute(select(fund_motion.c.id).where(
            fund_motion.c.status == WAITING, fund_motion.c.by != actor.id)).all()
    return len(found)


def _row(row: Any, actor: Actor, keeps: bool, lines: Mapping[int, Any], known: Names,
         named: Mapping[tuple[int, int, int], Fen]) -> MotionRow:
    mine = row.by == actor.id
    return MotionRow(
        row.id, Term(f"motion.{row.kind}"), _said(from_json(row.kind, row.body), row.kind, lines, known, named),
        row.reason, row.status, known.person(row.by), row.at,
        None if row.decided_by is None else known.person(row.decided_by), row.decided_at, mine,
        keeps and not mine and row.status == WAITING)


def _said(motion: Motion, kind: str, lines: Mapping[int, Any], known: Names,
          named: Mapping[tuple[int, int, int], Fen]) -> Said:
    """The motion in one sentence."""
    values: dict[str, Any] = {}
    for name in ("fen", "indicator", "year"):
        if hasattr(motion, name):
            value = getattr(motion, name)
            values[name] = Fen(value) if name == "fen" else str(value)
    for name in ("line", "to"):
        if hasattr(motion, name):
            values[name] = _called(lines[getattr(motion, name)], known)
    if isinstance(motion, OpenLine | ExpectLine):
        values |= {"owner": known.unit(motion.owner) or motion.owner, "source": Term(f"source.{motion.source}")}
    if hasattr(motion, "carry"):
        values["carry"] = Term(f"motion.carry_{motion.carry}")
    if isinstance(motion, Correct):
        values["was"] = named.get((motion.case, motion.n, motion.k), Fen(0))
    return Said(f"motion.said.{kind}", values)


def _called(row: Any, known: Names) -> Said:
    return Said("case.line_of", {"owner": known.unit(row.owner), "source": Term(f"source.{row.source}")})


def _choice(row: Any, known: Names) -> LineChoice:
    left = row.appropriated - row.reserved - row.committed - row.spent if row.state == LINE_OPEN else 0
    return LineChoice(row.id, known.unit(row.owner) or Label(row.owner, row.owner), Term(f"source.{row.source}"),
                      row.state, Fen(left), row.indicator or "")


def _entries(connection: Connection, year: int, known: Names) -> tuple[Mendable, ...]:
    """The entries of the year that people may correct, newest first."""
    of = ledger_entry.c
    rows = connection.execute(
        select(ledger_entry, fund_line.c.owner, class_declaration.c.class_name)
        .join(fund_line, fund_line.c.id == of.line_id)
        .outerjoin(class_declaration, class_declaration.c.case_id == of.case_id)
        .where(fund_line.c.year == year, of.kind.in_(MENDABLE))
        .order_by(of.at.desc(), of.case_id, of.trail_n, of.k).limit(MOST)).all()
    return tuple(
        Mendable(f"{row.case_id}.{row.trail_n}.{row.k}", known.unit(row.owner) or Label(row.owner, row.owner),
                 row.class_name or "", Term(f"trail.kind.{row.kind}"), Fen(row.fen), row.at)
        for row in rows)


def _entry_names(connection: Connection, rows: Any) -> dict[tuple[int, int, int], Fen]:
    """The amounts, as booked, of the entries that corrections name."""
    wanted = [row.body for row in rows if row.kind == "correct_entry"]
    of, found = ledger_entry.c, {}
    for body in wanted:
        fen = connection.execute(select(of.fen).where(and_(
            of.case_id == body["case"], of.trail_n == body["n"], of.k == body["k"]))).scalar_one_or_none()
        found[body["case"], body["n"], body["k"]] = Fen(fen or 0)
    return found
