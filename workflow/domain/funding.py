"""Money arithmetic of the ledger: what a case holds on a line, and the entries between two holdings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workflow.refusals import Refusal

FIRST_YEAR, LAST_YEAR = 2000, 2100  # fiscal years that can be opened and planned
AVAILABLE, RESERVED, COMMITTED, SPENT, OUTSIDE = "available", "reserved", "committed", "spent", "outside"


class Holding(NamedTuple):
    """What one case holds on one line, in fen. Absolute, so that passing a gate twice cannot reserve twice."""

    reserved: int = 0
    committed: int = 0
    spent: int = 0

    @property
    def total(self) -> int:
        return self.reserved + self.committed + self.spent


@dataclass(frozen=True, slots=True)
class Entry:
    """One ledger line: ``fen`` (always above zero) from one account of the line to another."""

    kind: str
    origin: str
    target: str
    fen: int


@dataclass(frozen=True, slots=True)
class Figure:
    """What finance's own budget system says of one indicator code, fen."""

    indicator: str
    given: int
    spent: int


KINDS = {
    (AVAILABLE, RESERVED): "reserve",
    (RESERVED, COMMITTED): "commit",
    (AVAILABLE, COMMITTED): "commit",
    (COMMITTED, SPENT): "spend",
    (RESERVED, SPENT): "spend",
    (AVAILABLE, SPENT): "spend",
    (RESERVED, AVAILABLE): "release",
    (COMMITTED, AVAILABLE): "release",
    (SPENT, AVAILABLE): "refund",
    (COMMITTED, RESERVED): "release",
    (SPENT, COMMITTED): "refund",
    (SPENT, RESERVED): "refund",
}


def entries_between(old: Holding, new: Holding) -> tuple[Entry, ...]:
    """The fewest entries that lead from one holding to another; what is missing comes from ``available``."""
    give = {a: max(o - n, 0) for a, o, n in zip((COMMITTED, RESERVED, SPENT), _order(old), _order(new), strict=True)}
    take = {a: max(n - o, 0) for a, o, n in zip((COMMITTED, RESERVED, SPENT), _order(old), _order(new), strict=True)}
    found = []
    for target, wanted in take.items():
        for origin in (*give, AVAILABLE):
            fen = wanted if origin == AVAILABLE else min(wanted, give[origin])
            if fen:
                found.append(Entry(KINDS[origin, target], origin, target, fen))
                wanted -= fen
                if origin != AVAILABLE:
                    give[origin] -= fen
    found += [Entry(KINDS[origin, AVAILABLE], origin, AVAILABLE, fen) for origin, fen in give.items() if fen]
    return tuple(found)


def year_faults(year: object) -> list[Refusal]:
    """What is wrong with a fiscal year."""
    if isinstance(year, int) and FIRST_YEAR <= year <= LAST_YEAR:
        return []
    return [Refusal("line_year_wrong", {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}, field="year")]


def _order(holding: Holding) -> tuple[int, int, int]:
    return (holding.committed, holding.reserved, holding.spent)


def spread(total: int, shares: Sequence[int]) -> tuple[int, ...]:
    """A total over shares in their order, each up to its amount; what is over goes to the first.

    A cut therefore falls on the last share first, an over-run on the first.
    """
    left, parts = total, []
    for share in shares:
        part = min(share, left)
        parts.append(part)
        left -= part
    if left and parts:
        parts[0] += left
    return tuple(parts)
