"""How figures are written: on the page, in a file, and in a file for the public, where few people are not counted.

In the public form a number of people from 1 to 4 is masked, and with it whatever was reckoned from it; where only one
row of a column would be masked, the smallest other one is masked too, or the total would tell it.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from webapp.at_hand import language
from webapp.charts import Bars
from webapp.exporting import Sheet
from webapp.wording import plain
from workflow.domain.days import days_of
from workflow.queries.reports_shape import (
    CASE,
    MONEY,
    PEOPLE,
    PERMILLE,
    PERSON_DAYS,
    TOTAL,
    Longest,
    Report,
    Row,
    Table,
)
from workflow.wording import Fen, speak

FEW = 5  # fewer people than this could be recognised
MASKED = "<"  # stands in the place of a figure that is not told


def figure(kind: str, value: Any) -> str:
    """A figure as it is written on the page."""
    if value is None:
        return "–"
    if value == MASKED:
        return plain("reports.masked")
    match kind:
        case "money":
            return speak(Fen(value), language())
        case "permille":
            return percent(value)
        case "person_days":
            return f"{value // 2:,}" + (".5" if value % 2 else "")
        case "case":
            return _longest(value)
    return f"{value:,}"


def for_sheet(kind: str, value: Any) -> Any:
    """The same for a file: what is a number stays one."""
    if value is None or value == MASKED or kind in (PERMILLE, CASE):
        return "" if value is None else figure(kind, value)
    if kind == MONEY:
        return Fen(value)
    return days_of(value) if kind == PERSON_DAYS and value % 2 else value // 2 if kind == PERSON_DAYS else value


def percent(value: int) -> str:
    """Per mille as per cent: 965 -> "96.5%"."""
    return f"{value // 10:,}.{value % 10}%"


def head(row: Row) -> str:
    """The head of a row in the language of the page, without markup."""
    return speak(row.head, language()) if row.head is not None else row.key


def heads(table: Table) -> list[tuple[str, str]]:
    """The heads of a table with their classes."""
    columns = [(plain(f"reports.column.{column.code}"), "num") for column in table.columns]
    return [(plain(f"reports.table.{table.code}"), ""), *columns]


def bars(table: Table) -> Bars:
    """The picture of a table; money in yuan, shares in per cent."""
    columns = [column for code in table.drawn if (column := table.column(code))]
    kind = columns[0].kind
    written = {PERMILLE: percent, MONEY: lambda fen: speak(Fen(fen), language())}.get(kind, lambda value: f"{value:,}")
    series = [(plain(f"reports.column.{column.code}"), [row.values[column.code] for row in table.rows])
              for column in columns]
    return Bars([head(row) for row in table.rows], series, written)


def sheet(table: Table) -> Sheet:
    """The table as a sheet of a file."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    cells = [[head(row), *(for_sheet(column.kind, row.values.get(column.code)) for column in table.columns)]
             for row in rows]
    return plain(f"reports.table.{table.code}"), [text for text, _ in heads(table)], cells


def alternative(table: Table) -> str:
    """A picture in words: each row with what is drawn of it."""
    parts = [f"{head(row)} {' · '.join(_drawn(table, row))}" for row in table.rows]
    title = plain(f"reports.table.{table.code}")
    return plain("reports.alternative", title=title, parts=plain("case.comma").join(parts))


def public(report: Report) -> Report:
    """The report as it may be published."""
    return replace(report, tables=tuple(_masked(table) for table in report.tables), opinions=())


def _drawn(table: Table, row: Row) -> Iterator[str]:
    for code in table.drawn:
        column = table.column(code)
        if column is not None and row.values[code] is not None:
            yield f"{plain(f'reports.column.{code}')} {figure(column.kind, row.values[code])}"


def _longest(value: Longest) -> str:
    return plain("reports.longest", count=value.days, number=value.number or "–")


def _masked(table: Table) -> Table:
    """Few people are masked in each column of people; a row in which one is keeps only what is not reckoned from it."""
    few: set[tuple[str, str]] = set()
    for column in (column.code for column in table.columns if column.kind == PEOPLE):
        told = sorted((row.values[column] or 0, row.key) for row in table.rows)
        small = [key for number, key in told if 0 < number < FEW]
        others = [key for number, key in told if number >= FEW]
        few |= {(key, column) for key in small + others[:1] * (len(small) == 1 and table.total is not None)}
    rows = tuple(_hidden(table, row, {column for key, column in few if key == row.key}) for row in table.rows)
    total = table.total and _hidden(table, table.total, _few_of(table, table.total))
    return replace(table, rows=rows, total=total)


def _few_of(table: Table, row: Row) -> set[str]:
    return {column.code for column in table.columns
            if column.kind == PEOPLE and row.key == TOTAL and 0 < (row.values[column.code] or 0) < FEW}


def _hidden(table: Table, row: Row, few: set[str]) -> Row:
    """With one of its figures of people all others go, except how many there are in all: they would tell it."""
    if not few:
        return row
    kept = set() if "people" in few else {"people"}
    return replace(row, values={code: value if code in kept or value is None else MASKED
                                for code, value in row.values.items()})


__all__ = ["alternative", "bars", "figure", "for_sheet", "head", "heads", "percent", "public", "sheet"]
