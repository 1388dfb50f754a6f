"""A sheet as it was filled in: cells by row and column, and what about it no reader may trust."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta
"""What stands in a cell; "" = nothing."""
Place = tuple[int, int]  # row and column, both from 1, as people count


@dataclass(frozen=True)
class Table:
    """``rows`` begin with row 1; ``formulas`` are the places where a formula stands, ``merged`` those that a merged
    cell covers besides its first."""

    rows: Sequence[Sequence[Cell]]
    formulas: frozenset[Place] = frozenset()
    merged: frozenset[Place] = frozenset()

    def at(self, row: int, column: int) -> Cell:
        """The cell of a place; "" beyond the end of the row."""
        cells = self.rows[row - 1]
        return cells[column - 1] if column <= len(cells) else ""


def letters(column: int) -> str:
    """A column's number as spreadsheets show it: 1 -> "A", 28 -> "AB"."""
    told = ""
    while column:
        column, rest = divmod(column - 1, 26)
        told = chr(ord("A") + rest) + told
    return told


def shown(cell: Cell) -> str:
    """What stands in a cell, for a report."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 10**21:
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
    return str(cell)
