"""What a report is: tables of figures with what is counted, the same on the screen, in a file and in a picture.

A figure is a plain number; its column says what it is (``kind``) and whether it opens the rows behind it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workflow.domain.cadres import RANKS
from workflow.domain.declaration import CHANNELS, TIERS
from workflow.domain.findings import Finding
from workflow.queries.labels import Said

# Kinds of figures. people: persons (masked below five in public); count: other things; money: fen; hours: class hours;
# person_days: person-half-days; permille; days: working days; case: the longest case.
PEOPLE, COUNT, MONEY, HOURS = "people", "count", "money", "hours"
PERSON_DAYS, PERMILLE, DAYS, CASE = "person_days", "permille", "days", "case"
ORDER = {code: place for codes in (TIERS, CHANNELS, RANKS) for place, code in enumerate(codes)}
PEOPLE_REPORTS = ("coverage", "hours", "untrained")  # whose figures open people; those of all others open classes
TOTAL = "total"  # key of the row that sums the others


@dataclass(frozen=True, slots=True)
class Column:
    """``code`` names the text ``reports.column.<code>``; ``opens``: the figure leads to the rows that it counts,
    ``sums``: to those over which it is summed."""

    code: str
    kind: str = COUNT
    opens: bool = False
    sums: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """``key`` stands in addresses, ``head`` is spoken; ``values`` by column, ``None`` = not to be said."""

    key: str
    head: Any
    values: Mapping[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Table:
    """``drawn``: the columns of its picture, none = no picture; ``total`` sums the rows."""

    code: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    drawn: tuple[str, ...] = ()

    def column(self, code: str) -> Column | None:
        return next((column for column in self.columns if column.code == code), None)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for: the year, and one unit or all that may be seen ("")."""

    report: str
    year: int
    unit: str = ""

    @property
    def of_people(self) -> bool:
        """Whether the figures open people; else they open classes."""
        return self.report in PEOPLE_REPORTS

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)


@dataclass(frozen=True, slots=True)
class Longest:
    """The case that stayed longest in a step: working days, and where to find it."""

    days: int
    case_id: int
    number: str | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """Words with which a declaration was returned or rejected."""

    case_id: int
    number: str | None
    title: str
    at: datetime
    act: Any
    who: Any
    ground: Any
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """One page. ``notes`` say what is counted; ``years`` and ``units`` are what may be asked for; ``findings``: what
    rules about a year say of these figures."""

    wish: Wish
    tables: tuple[Table, ...]
    notes: tuple[Said, ...]
    seen: datetime
    names: bool  # whether this reader may open lists of people
    years: tuple[int, ...] = ()
    units: Mapping[str, Any] = field(default_factory=dict, hash=False)
    opinions: tuple[Opinion, ...] = ()
    findings: tuple[Finding, ...] = ()

    def table(self, code: str) -> Table | None:
        return next((table for table in self.tables if table.code == code), None)


def in_order(key: str) -> tuple[int, str]:
    """How rows are ordered: tiers, channels and ranks as on the form, all others by their key."""
    return ORDER.get(key, len(ORDER)), key


def permille(part: int, whole: int) -> int | None:
    """The share in per mille, rounded half up; ``None`` of nothing."""
    return (2000 * part + whole) // (2 * whole) if whole else None
