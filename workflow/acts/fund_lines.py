"""Fund lines as an act finds and leaves them: read once, changed in memory, written only if nobody moved them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from workflow.acts.books import Book
from workflow.acts.transaction import Work
from workflow.domain.funding import AVAILABLE, OUTSIDE
from workflow.domain.motions import LINE_OPEN
from workflow.domain.people import Post
from workflow.refusals import NotFound, Refusal
from workflow.store.act_writing import NEW_LEDGER_ENTRY
from workflow.store.funding import fund_line
from workflow.store.line_writing import BALANCES, NEW_LINE, SET_LINE
from workflow.wording.values import Term

GREATEST_ID = 2**63 - 1


@dataclass
class Line:
    """One line: ``was`` as read, ``now`` as it shall stand."""

    was: dict[str, Any]
    now: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.now = dict(self.was)

    @property
    def id(self) -> int:
        return int(self.was["id"])

    @property
    def open(self) -> bool:
        return bool(self.now["state"] == LINE_OPEN)

    @property
    def available(self) -> int:
        return int(self.now["appropriated"] - sum(self.now[name] for name in BALANCES[1:]))

    def move(self, origin: str, target: str, fen: int) -> None:
        """Move money of this line between two of its accounts; ``available`` is what the others leave."""
        for account, sign in ((origin, -1), (target, 1)):
            if account == OUTSIDE:
                self.now["appropriated"] -= sign * fen
            elif account != AVAILABLE:
                self.now[account] += sign * fen

    def not_open(self) -> Refusal:
        return Refusal("line_not_open", {"year": str(self.was["year"]), "source": Term(f"source.{self.was['source']}")})


def line_of(work: Work, line_id: int) -> Line:
    """The line with this id; ``NotFound``."""
    found = find_line(work, fund_line.c.id == line_id) if 0 < line_id <= GREATEST_ID else None
    if found is None:
        raise NotFound("fund_line", line_id)
    return found


def line_called(work: Work, owner: str, year: int, source: str) -> Line | None:
    return find_line(work, fund_line.c.owner == owner, fund_line.c.year == year, fund_line.c.source == source)


def next_line(work: Work, line: Line) -> Line | None:
    """The next year's line of the same owner and source."""
    return line_called(work, line.was["owner"], line.was["year"] + 1, line.was["source"])


def find_line(work: Work, *conditions: Any) -> Line | None:
    row = work.connection.execute(select(fund_line).where(*conditions)).one_or_none()
    return None if row is None else Line(row._asdict())


def closing_day(work: Work, year: int) -> date:
    """Until when a settlement may post to that year's lines (ruling 8)."""
    policy = work.office.rulebook.policy_on(work.office.today())
    return date.fromisoformat(f"{year + 1}-{policy['fund.closing_day']}")


@dataclass
class Sitting:
    """One confirmed act on the lines of a year: what it enters into the ledger and tells in the book's record."""

    work: Work
    book: Book
    post: Post
    reason: str
    told: dict[str, Any]
    ledger: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    fresh: list[dict[str, Any]] = field(default_factory=list)
    n: int = 0  # the number of the record, once it is written

    def enter(self, line: Line, kind: str, origin: str, target: str, fen: int) -> int:
        """One entry of the ledger; its place in the record."""
        self.moved(line, origin, target, fen)
        self.ledger.append({"line": line.id, "kind": kind, "from": origin, "to": target, "fen": fen})
        return len(self.ledger) - 1

    def moved(self, line: Line, origin: str, target: str, fen: int) -> None:
        """The same, where the entry stands in the chain of a class."""
        line.move(origin, target, fen)
        self.lines[line.id] = line

    def set(self, line: Line, **columns: Any) -> None:
        """Change what the record must tell of a line: its state, its code, the day it closes."""
        line.now.update(columns)
        self.lines[line.id] = line
        self.rows.setdefault("fund_line", []).append({"id": line.id, **columns})

    def create(self, **row: Any) -> Line:
        """A new line without money."""
        self.rows.setdefault("fund_line", []).append(row)
        empty = dict.fromkeys(BALANCES, 0)
        line = Line({**row, **empty, "indicator": None})
        self.fresh.append({**row, "case_id": self.book.id})
        return line

    def finish(self, act: str) -> int:
        """Write lines, record and entries; the number of the record."""
        self._write_lines()
        self.n = self.book.enter(act, post=self.post, opinion=self.reason, ledger=self.ledger, rows=self.rows,
                                 given=self.told)
        for k, entry in enumerate(self.ledger):
            self.work.write(NEW_LEDGER_ENTRY, case_id=self.book.id, trail_n=self.n, k=k, line_id=entry["line"],
                            kind=entry["kind"], from_account=entry["from"], to_account=entry["to"], fen=entry["fen"],
                            at=self.work.now)
        return self.n

    def _write_lines(self) -> None:
        fresh = {row["id"] for row in self.fresh}
        for row in self.fresh:
            balances = _of(self.lines[row["id"]].now, BALANCES) if row["id"] in self.lines else dict.fromkeys(
                BALANCES, 0)
            self.work.write(NEW_LINE, indicator=None, **row, **balances)
        for line in self.lines.values():
            if line.id not in fresh:
                keys = {f"key_{name}": value for name, value in _of(line.was, ("id", "state", *BALANCES)).items()}
                self.work.write(SET_LINE, **keys, **_of(line.now, ("state", "closes_on", "indicator", *BALANCES)))


def _of(row: dict[str, Any], names: Sequence[str] | Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}
