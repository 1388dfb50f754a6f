"""A sign-in sheet as a spreadsheet: one row for each person and half-day, filled in or exported by a machine."""

from dataclasses import dataclass
from datetime import date

from workflow.domain.completion import HALVES, MARKS
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.closing_page import ClosingPage, closing_page
from workflow.queries.closing_people import marks_of
from workflow.queries.sheet_matching import NAME, STAFF_NO, Directory, fault_at
from workflow.refusals import NotFound, Refusal
from workflow.sheets.columns import CellFault, Column, SheetRow, read_rows, words_for
from workflow.sheets.opening import open_table
from workflow.sheets.writing import template
from workflow.wording.catalogue import say

COLUMNS = (
    STAFF_NO,
    NAME,
    Column("day", "closing.day", "day"),
    Column("half", "closing.half", "choice", choices=words_for(HALVES, lambda half: f"closing.half.{half}")),
    Column("mark", "closing.mark", "choice", required=False,
           choices=words_for(MARKS, lambda mark: f"closing.mark.{mark}")),
)


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """What was read: the marks of the rows that are in order, and every fault of the others; nothing is kept yet."""

    page: ClosingPage
    marks: dict[tuple[date, str, int], str]
    rows: int
    faults: tuple[CellFault, ...]

    @property
    def faulty(self) -> int:
        """How many rows need mending."""
        return len({fault.row for fault in self.faults})


def sign_in_template(office: Office, actor: Actor, case_id: int, language: str) -> bytes:
    """A sheet filled with everybody and each half-day that has come, with the marks there are."""
    page = _writable(office, actor, case_id)
    with office.database.read() as connection:
        marks = marks_of(connection, case_id)
    rows = [
        (one.staff_no or "", one.name or "", slot.day, say(f"closing.half.{slot.half}", language), _word(
            marks.get((slot.day, slot.half, one.cadre_id)), language))
        for slot in page.slots if not slot.ahead for one in page.people
    ]
    return template(COLUMNS, rows, language)


def read_sign_in(office: Office, actor: Actor, case_id: int, name: str, data: bytes) -> SignInSheet:
    """Read such a file; ``Refused`` when it is none, ``NotFound`` for who does not write in this class."""
    page = _writable(office, actor, case_id)
    found = read_rows(open_table(name, data), COLUMNS)
    with office.database.read() as connection:
        directory = Directory(connection)
    roster = frozenset(one.cadre_id for one in page.people)
    marks: dict[tuple[date, str, int], str] = {}
    faults = list(found.faults)
    for row in found.rows:
        person, fault = _person(row, directory, roster)
        if fault is None:
            fault = _day_fault(page, row["day"])
        if fault is not None:
            faults.append(fault_at(found, COLUMNS, row, fault))
        elif row["mark"]:
            marks[row["day"], row["half"], person] = row["mark"]
    ordered = tuple(sorted(faults, key=lambda fault: (fault.row, fault.column)))
    return SignInSheet(page, marks, len(found.rows) + len(found.faulty_rows), ordered)


def _writable(office: Office, actor: Actor, case_id: int) -> ClosingPage:
    page = closing_page(office, actor, case_id)
    if not page.writes:
        raise NotFound("case", case_id)
    return page


def _person(row: SheetRow, directory: Directory, roster: frozenset[int]) -> tuple[int, Refusal | None]:
    meant = directory.meant(row["staff_no"], row["name"])
    here = [one for one in meant.choices if one.id in roster]
    person = here[0] if len(here) == 1 else meant.person  # of several of one name only one may be in this class
    if person is None:
        return 0, meant.fault
    if person.id not in roster:
        return 0, Refusal("not_on_roster", {"count": 1}, field=STAFF_NO.name)
    return person.id, None


def _day_fault(page: ClosingPage, day: date) -> Refusal | None:
    start, end = page.head.start, page.head.end
    if start is None or end is None or not start <= day <= end:
        return Refusal("day_outside_class", {"start": start, "end": end}, field="day")
    return Refusal("day_not_yet", {"day": day}, field="day") if day > page.today else None


def _word(mark: str | None, language: str) -> str:
    return say(f"closing.mark.{mark}", language) if mark else ""
