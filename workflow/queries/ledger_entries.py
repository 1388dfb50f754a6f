"""The entries of the ledger: narrowed, signed for a figure, each with what was left on its line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlalchemy import case as when

from workflow.domain.days import first_moment
from workflow.domain.funding import AVAILABLE, COMMITTED, OUTSIDE, RESERVED, SPENT
from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.queries.labels import Names, names
from workflow.queries.places import older_than, written_place
from workflow.store.cases import case, class_declaration
from workflow.store.funding import correction, fund_line, ledger_entry
from workflow.store.trail import trail
from workflow.wording import Fen, Label, Term

APPROPRIATED, PENDING = "appropriated", "pending"
FIGURES = (APPROPRIATED, SPENT, COMMITTED, RESERVED, AVAILABLE, PENDING)
KINDS = ("appropriate", "reserve", "commit", "spend", "release", "refund", "transfer", "adjust")
PLACE = ("case_id", "trail_n", "k")  # what names an entry
ORDER = (ledger_entry.c.at, ledger_entry.c.case_id, ledger_entry.c.trail_n, ledger_entry.c.k)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for; ``year`` 0 = this year, ``quarter`` 0 = all, ``figure`` "" = every entry."""

    year: int = 0
    line: int = 0
    kind: str = ""
    quarter: int = 0
    figure: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One ledger entry; ``balance`` is what was left on its line then.

    ``fen`` is signed when a figure is asked for, else as booked.
    """

    case_id: int
    n: int
    k: int
    at: datetime
    kind: str
    number: str | None
    title: str
    host: Label | None
    owner: Label
    source: Term
    act: str
    fen: Fen
    balance: Fen
    place: str
    is_class: bool
    mends: int | None  # the number of the record that this entry corrects


def narrowing(wish: Wish, year: int) -> tuple[ColumnElement[bool], ...]:
    conditions: list[ColumnElement[bool]] = []
    if wish.figure in FIGURES:
        account = OUTSIDE if wish.figure == APPROPRIATED else wish.figure
        conditions.append(or_(ledger_entry.c.from_account == account, ledger_entry.c.to_account == account))
    if wish.kind:
        conditions.append(ledger_entry.c.kind == wish.kind)
    if wish.line:
        conditions.append(fund_line.c.id == wish.line)
    if 1 <= wish.quarter <= 4:
        first = date(year, 3 * wish.quarter - 2, 1)
        behind = date(year + 1, 1, 1) if wish.quarter == 4 else date(year, 3 * wish.quarter + 1, 1)
        conditions += [ledger_entry.c.at >= first_moment(first), ledger_entry.c.at < first_moment(behind)]
    return tuple(conditions)


def sums(conditions: Sequence[ColumnElement[bool]], figure: str) -> Select[Any, Any]:
    return (
        select(func.count(), func.sum(signed(figure)))
        .join_from(ledger_entry, fund_line, fund_line.c.id == ledger_entry.c.line_id)
        .where(*conditions)
    )


def entries(
    connection: Connection, office: Office, conditions: Sequence[ColumnElement[bool]], wish: Wish, most: int
) -> tuple[Entry, ...]:
    balances = _balances(conditions[:2])
    statement = (
        select(ledger_entry, signed(wish.figure).label("signed"), balances.c.balance, fund_line.c.owner,
               fund_line.c.source, case.c.number, case.c.kind.label("case_kind"), case.c.host_unit, trail.c.act,
               class_declaration.c.class_name,
               correction.c.of_n)
        .join_from(ledger_entry, fund_line, fund_line.c.id == ledger_entry.c.line_id)
        .join(balances, and_(*(ledger_entry.c[name] == balances.c[name] for name in ("case_id", "trail_n", "k"))))
        .join(case, case.c.id == ledger_entry.c.case_id)
        .join(trail, and_(trail.c.case_id == ledger_entry.c.case_id, trail.c.n == ledger_entry.c.trail_n))
        .outerjoin(class_declaration, class_declaration.c.case_id == case.c.id)
        .outerjoin(correction, and_(*(correction.c[name] == ledger_entry.c[name] for name in PLACE)))
        .where(*conditions, older_than(wish.before, ORDER))
        .order_by(*(column.desc() for column in ORDER))
        .limit(most)
    )  # fmt: skip
    rows = connection.execute(statement).all()
    units = [code for row in rows for code in (row.owner, row.host_unit)]
    known = names(connection, office.rulebook.roles, units=units)
    return tuple(_entry(known, row) for row in rows)


def signed(figure: str) -> ColumnElement[int]:
    """What an entry adds to the figure's account; without a figure the amount as booked."""
    fen = ledger_entry.c.fen
    if figure not in FIGURES:
        return fen
    plus, minus = ledger_entry.c.to_account, ledger_entry.c.from_account
    if figure == APPROPRIATED:  # money comes from outside: seen from the line the other way round
        plus, minus = minus, plus
    account = OUTSIDE if figure == APPROPRIATED else figure
    return when((plus == account, fen), (minus == account, -fen), else_=0)


def _balances(lines: Sequence[ColumnElement[bool]]) -> Any:
    """What was left on its line after each entry: a running sum over the line's own year."""
    delta = when(
        (ledger_entry.c.to_account == AVAILABLE, ledger_entry.c.fen),
        (ledger_entry.c.from_account == AVAILABLE, -ledger_entry.c.fen),
        else_=0,
    )
    running = func.sum(delta).over(partition_by=ledger_entry.c.line_id, order_by=ORDER).label("balance")
    return (
        select(ledger_entry.c.case_id, ledger_entry.c.trail_n, ledger_entry.c.k, running)
        .join_from(ledger_entry, fund_line, fund_line.c.id == ledger_entry.c.line_id)
        .where(*lines)
        .subquery()
    )


def _entry(known: Names, row: Any) -> Entry:
    return Entry(
        case_id=row.case_id,
        n=row.trail_n,
        k=row.k,
        at=row.at,
        kind=row.kind,
        number=row.number,
        title=row.class_name or "",
        host=known.unit(row.host_unit),
        owner=known.units.get(row.owner, Label(row.owner, row.owner)),
        source=Term(f"source.{row.source}"),
        act=row.act,
        fen=Fen(row.signed),
        balance=Fen(row.balance),
        place=written_place(row.at, row.case_id, row.trail_n, row.k),
        is_class=row.case_kind == CLASS,
        mends=row.of_n,
    )
