"""Control totals: what the trail tells, what the ledger sums up to, and what the tables say, line by line to the fen.

Three ways to the same figures.  The trail's entries are read from the records themselves, the
ledger's from its rows, the tables' from the balances of the lines and from what the classes hold.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from sqlalchemy import Connection, func, select

from workflow.domain.funding import COMMITTED, OUTSIDE, RESERVED, SPENT
from workflow.office import Office
from workflow.queries.labels import names
from workflow.queries.snapshot import snapshot
from workflow.store.funding import fund_line, fund_share, ledger_entry
from workflow.store.trail import trail
from workflow.wording import Fen, Label, Term

HELD = (RESERVED, COMMITTED, SPENT)
MARK = '"ledger":['  # stands in every record that moves money
BATCH = 500

Sums = dict[int, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Balances:
    """Fen of one line by one way of counting; ``appropriated`` net of transfers. ``None`` = this way does not tell."""

    appropriated: Fen | None
    reserved: Fen
    committed: Fen
    spent: Fen

    def plus(self, other: "Balances") -> "Balances":
        return Balances(Fen((self.appropriated or 0) + (other.appropriated or 0)), Fen(self.reserved + other.reserved),
                        Fen(self.committed + other.committed), Fen(self.spent + other.spent))

    def differs(self, other: "Balances") -> bool:
        told = None in (self.appropriated, other.appropriated)
        return (self.reserved, self.committed, self.spent) != (other.reserved, other.committed, other.spent) or (
            not told and self.appropriated != other.appropriated)


@dataclass(frozen=True, slots=True)
class LineTotals:
    """One line four times: by the records, by the entries, by its own row, by what the classes hold on it."""

    id: int
    year: int
    owner: Label
    source: Term
    trail: Balances
    ledger: Balances
    table: Balances
    shares: Balances

    @property
    def agrees(self) -> bool:
        return not any(self.trail.differs(way) for way in (self.ledger, self.table, self.shares))


@dataclass(frozen=True, slots=True)
class Totals:
    """``lines`` by year, owner and source; ``unknown``: ids that entries name though there is no such line."""

    lines: tuple[LineTotals, ...]
    unknown: tuple[int, ...] = ()

    @property
    def agree(self) -> bool:
        return not self.unknown and all(line.agrees for line in self.lines)

    @property
    def sum(self) -> Balances | None:
        """What the lines that agree come to together; ``None`` where none does."""
        found = [line.trail for line in self.lines if line.agrees]
        return reduce(Balances.plus, found) if found else None


def totals(office: Office, year: int | None = None) -> Totals:
    """The totals of every line, or of one year's, in one moment of the database."""
    with snapshot(office) as connection:
        told, booked, held = _of_trail(connection), _of_ledger(connection), _of_shares(connection)
        rows = connection.execute(select(fund_line).order_by(
            fund_line.c.year, fund_line.c.owner, fund_line.c.source)).all()
        known = names(connection, office.rulebook.roles, units=[row.owner for row in rows])
    lines = tuple(
        LineTotals(row.id, row.year, known.units.get(row.owner, Label(row.owner, row.owner)),
                   Term(f"source.{row.source}"), _balances(told[row.id]), _balances(booked[row.id]),
                   Balances(Fen(row.appropriated), Fen(row.reserved), Fen(row.committed), Fen(row.spent)),
                   Balances(None, *(Fen(held[row.id].get(name, 0)) for name in HELD)))
        for row in rows if year is None or row.year == year
    )  # fmt: skip
    return Totals(lines, tuple(sorted({*told, *booked} - {row.id for row in rows})))


def _of_trail(connection: Connection) -> Sums:
    """The accounts of each line as the records tell them, one batch of records in memory at a time."""
    found: Sums = defaultdict(lambda: defaultdict(int))
    wanted = select(trail.c.record).where(trail.c.record.contains(MARK, autoescape=True))
    for (text,) in connection.execute(wanted, execution_options={"yield_per": BATCH, "stream_results": True}):
        _add(found, ((entry["line"], entry["from"], entry["to"], entry["fen"])
                     for entry in json.loads(text).get("ledger", ())))
    return found


def _of_ledger(connection: Connection) -> Sums:
    found: Sums = defaultdict(lambda: defaultdict(int))
    of = ledger_entry.c
    ends = (of.line_id, of.from_account, of.to_account)
    _add(found, (tuple(row) for row in connection.execute(select(*ends, func.sum(of.fen)).group_by(*ends))))
    return found


def _of_shares(connection: Connection) -> Sums:
    sums = (func.sum(fund_share.c[name]).label(name) for name in HELD)
    rows = connection.execute(select(fund_share.c.line_id, *sums).group_by(fund_share.c.line_id))
    found: Sums = defaultdict(dict)
    return found | {row.line_id: {name: int(row._mapping[name]) for name in HELD} for row in rows}


def _add(found: Sums, moves: Iterable[tuple[int, str, str, int]]) -> None:
    for line, origin, target, fen in moves:
        found[line][origin] -= int(fen)
        found[line][target] += int(fen)


def _balances(accounts: dict[str, int]) -> Balances:
    return Balances(Fen(-accounts.get(OUTSIDE, 0)), *(Fen(accounts.get(name, 0)) for name in HELD))
