"""Finance's own figures as a sheet: indicator code, what was given, what was spent; every fault at once."""

from dataclasses import dataclass

from workflow.domain.funding import Figure
from workflow.refusals import Refusal
from workflow.sheets.columns import CellFault, Column, read_rows
from workflow.sheets.opening import open_table

COLUMNS = (
    Column("indicator", "reconcile.col_indicator", "code", most=40),
    Column("given", "reconcile.col_given", "yuan"),
    Column("spent", "reconcile.col_spent", "yuan"),
)
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class FinanceSheet:
    """What could be read; nothing is to be kept while there are ``faults``."""

    figures: tuple[Figure, ...]
    faults: tuple[CellFault, ...]


def read_figures(name: str, data: bytes) -> FinanceSheet:
    """Read an xlsx or csv file; ``Refused`` where it is no sheet at all, or has not the columns."""
    read = read_rows(open_table(name, data, most_rows=MOST_ROWS), COLUMNS)
    figures: dict[str, Figure] = {}
    faults = list(read.faults)
    for row in read.rows:
        figure = Figure(row["indicator"], int(row["given"]), int(row["spent"]))
        if figure.indicator in figures:
            twice = Refusal("reconcile_twice", {"indicator": figure.indicator})
            faults.append(CellFault(row.row, read.places["indicator"], COLUMNS[0].label, figure.indicator, twice))
        figures[figure.indicator] = figure
    return FinanceSheet(tuple(figures.values()), tuple(sorted(faults, key=lambda one: (one.row, one.column))))
