"""The people or classes behind a figure, as a sheet of a file; on a page they are ``_parts/rows.html``."""

from collections.abc import Sequence
from typing import Any

from webapp.at_hand import language
from webapp.exporting import Sheet
from webapp.wording import plain
from workflow.domain.days import days_of
from workflow.queries.reports_rows import Class, Person
from workflow.wording import speak

PERSON = ("staff_no", "name", "unit", "rank", "times", "hours", "last")
CLASS = ("number", "title", "host", "start", "heads", "days", "total", "state")


def rows_sheet(people: Sequence[Person], classes: Sequence[Class]) -> Sheet:
    """The people, or the classes, as a sheet of a file."""
    title = plain("reports.rows")
    if people:
        return title, [plain(f"reports.person.{name}") for name in PERSON], [_person(row) for row in people]
    return title, [plain(f"reports.class.{name}") for name in CLASS], [_class(row) for row in classes]


def _person(row: Person) -> list[Any]:
    tongue = language()
    return [row.staff_no, row.name, row.unit[tongue] if row.unit else "", plain(f"reports.rank.{row.rank}"), row.times,
            row.hours, row.last.isoformat() if row.last else ""]


def _class(row: Class) -> list[Any]:
    tongue = language()
    return [row.number or "", row.title, speak(row.host, tongue) if row.host else "",
            row.start.isoformat() if row.start else "", row.heads, days_of(row.half_days or 0), row.total,
            row.state[tongue] if row.state else ""]
