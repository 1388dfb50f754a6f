"""The rows of an annual plan out of a sheet, as they were typed: the form shows them, and says what is wrong."""

from workflow.domain.plan import MAX_ITEMS
from workflow.domain.plan_form import COLUMNS
from workflow.refusals import Refusal, Refused
from workflow.sheets.columns import Column, headings
from workflow.sheets.opening import open_table
from workflow.sheets.table import shown

MOST_ROWS = 2_000  # a plan holds far fewer; room for titles and empty rows


def plan_columns() -> tuple[Column, ...]:
    """What the sheet asks for, in its order."""
    return tuple(Column(name, f"plan.sheet_{name}") for name in COLUMNS)


def read_plan_sheet(name: str, data: bytes) -> list[dict[str, str]]:
    """The filled rows below the headings, by column; a formula counts as its last value.

    ``Refused`` as :func:`~workflow.sheets.opening.open_table` does, without the headings, with ``plan_sheet_empty``
    or with ``plan_too_long``.
    """
    table = open_table(name, data, most_rows=MOST_ROWS)
    head, places = headings(table, plan_columns())
    rows = ({column: shown(table.at(row, place)).strip() for column, place in places.items()}
            for row in range(head + 1, len(table.rows) + 1))
    filled = [row for row in rows if any(row.values())]
    if not filled:
        raise Refused(Refusal("plan_sheet_empty", field="file"))
    if len(filled) > MAX_ITEMS:
        raise Refused(Refusal("plan_too_long", {"most": MAX_ITEMS}, field="file"))
    return filled
