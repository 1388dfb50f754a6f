"""All classes that a scan reads: their marks in the order of the cases, with the places each may meet."""

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from workflow.domain.people import Unit
from workflow.engine.likeness.packing import unpack
from workflow.engine.likeness.signature import Signature, day_number
from workflow.engine.likeness.titles import token_of
from workflow.office.likeness import REGIONS, Likenesses, region_of
from workflow.store import likeness_index as index

SLICE = 25_000  # classes of one slice


@dataclass(frozen=True)
class History:
    """``ids``: its cases; ``reaches``: a place -> itself and all it lies in; ``days``: pairs of which neither class
    opens within them are left out; ``stamp``: SHA-256 of everything the scan will read."""

    known: Likenesses
    reaches: Mapping[int, frozenset[int]]
    days: tuple[int, int]
    ids: Sequence[int]
    stamp: str

    @property
    def slices(self) -> int:
        return max(-(-len(self.ids) // SLICE), 1)

    def slice(self, connection: Connection, n: int) -> Iterator[tuple[int, bytes]]:
        """The marks of slice ``n``, counted from 0."""
        return self.marks(connection, n * SLICE, (n + 1) * SLICE)

    def marks(self, connection: Connection, first: int, end: int) -> Iterator[tuple[int, bytes]]:
        """The marks of the classes from one place of ``ids`` to before another."""
        for start in range(first, min(end, len(self.ids)), index.BATCH):
            yield from index.marks_of(connection, self.ids[start:min(start + index.BATCH, end)]).items()

    def reach(self, scope: int) -> frozenset[int]:
        return self.reaches.get(scope, frozenset((scope,)))

    def below(self, scope: int) -> frozenset[int]:
        """The places that lie in one."""
        return frozenset(one for one, reach in self.reaches.items() if scope in reach and one != scope)

    def signature(self, case_id: int, body: bytes) -> Signature:
        one = unpack(case_id, body)
        return replace(one, reach=self.reach(one.scope))

    def signatures(self, rows: Iterable[tuple[int, bytes]]) -> Iterator[Signature]:
        """Those that may stand in a pair: opened within the days or a window away from them."""
        window = self.known.comparer.limits.window
        for case_id, body in rows:
            one = self.signature(case_id, body)
            if self.days[0] - window <= one.start <= self.days[1] + window:
                yield one

    def asks(self, one: Signature) -> bool:
        """Whether it opens within the days."""
        return self.days[0] <= one.start <= self.days[1]


def history_of(connection: Connection, known: Likenesses, reaches: Mapping[int, frozenset[int]],
               year: int | None) -> History:
    """Walk through all marks once."""
    comparer = known.comparer
    read = hashlib.sha256(repr((year, comparer.card.hash, comparer.limits, known.reader.lexicon.version, known.terms,
                                sorted((one, sorted(reach)) for one, reach in reaches.items()))).encode())
    ids = array("q")
    for case_id, body in index.all_marks(connection):
        read.update(case_id.to_bytes(8, "big") + body)
        ids.append(case_id)
    return History(known, reaches, days_of_year(year), ids, read.hexdigest())


def reaches_of(units: Mapping[str, Unit]) -> dict[int, frozenset[int]]:
    """Each place of the house and all it lies in, as the marks name them."""
    return {token_of(code, "scope"): frozenset(token_of(one, "scope") for one in region_of(units, code))
            for code, unit in units.items() if unit.kind in REGIONS}


def days_of_year(year: int | None) -> tuple[int, int]:
    """The first and the last day of a year as marks count them; of all years without one."""
    return (0, 0xFFFF) if year is None else (day_number(date(year, 1, 1)), day_number(date(year, 12, 31)))
