"""A roster's sheet read against the register: whom each row means, what is wrong, who could be meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.official_roster import may_see_names
from workflow.queries.roster_lists import SHEET
from workflow.queries.roster_page import RosterPage, roster_page
from workflow.queries.sheet_matching import Directory, Known, fault_at
from workflow.refusals import NotFound, Refusal
from workflow.sheets.columns import CellFault, SheetRow, read_rows
from workflow.sheets.opening import open_table
from workflow.sheets.table import Table, shown
from workflow.sheets.writing import annotated

MOST_ROWS = 600  # of a roster's sheet


@dataclass(frozen=True, slots=True)
class Choice:
    """A row whose name several people bear: who could be meant."""

    row: int
    name: str
    people: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of reading a sheet; nothing is kept yet.

    ``good``: the people to adopt; ``there``: rows of people who stand on the roster already; ``raw`` and ``head``:
    the table as text, to write it back annotated without keeping the file.
    """

    page: RosterPage
    good: tuple[Known, ...]
    there: int
    faults: tuple[CellFault, ...]
    choices: tuple[Choice, ...]
    raw: tuple[tuple[str, ...], ...]
    head: int

    @property
    def faulty(self) -> int:
        return len({fault.row for fault in self.faults} | {choice.row for choice in self.choices})


def read_roster(office: Office, actor: Actor, case_id: int, name: str, data: bytes) -> ImportReport:
    """Read a sheet for the roster of a class; ``Refused`` when the file cannot be read, ``NotFound`` without right."""
    return _report(office, actor, case_id, open_table(name, data, most_rows=MOST_ROWS))


def annotated_roster(office: Office, actor: Actor, case_id: int, raw: Sequence[Sequence[str]], language: str) -> bytes:
    """The table of a report as a file with what is wrong beside each row."""
    report = _report(office, actor, case_id, Table([list(row) for row in raw]))
    return annotated(Table(report.raw), report.faults, report.head, language)


def _report(office: Office, actor: Actor, case_id: int, table: Table) -> ImportReport:
    page = roster_page(office, actor, case_id)
    if not page.fills:
        raise NotFound("case", case_id)
    found = read_rows(table, SHEET)
    with office.database.read() as connection:  # the host may name anybody by number, a unit its own only
        directory = Directory(connection, None if page.hosts else page.fills)
    there = {one.cadre_id for part in page.parts for one in part.people if one.comes}
    good: dict[int, Known] = {}
    faults, choices, known = list(found.faults), [], 0
    for row in found.rows:
        meant = directory.meant(row["staff_no"], row["name"])
        person, fault = meant.person, meant.fault
        if person is not None and person.id in there:
            known += 1
            continue
        if person is not None and person.id in good:
            fault = Refusal("row_twice", {"number": person.staff_no}, field="staff_no")
        people = tuple(one for one in meant.choices if may_see_names(actor, one.unit) and one.id not in there)
        if people:
            choices.append(Choice(row.row, row["name"], people))
        if fault is not None:
            faults.append(_placed(found, row, fault))
        elif person is not None:
            good[person.id] = person
    ordered = tuple(sorted(faults, key=lambda one: (one.row, one.column)))
    raw = tuple(tuple(shown(cell) for cell in cells) for cells in table.rows)
    return ImportReport(page, tuple(good.values()), known, ordered, tuple(choices), raw, found.head)


def _placed(found: Any, row: SheetRow, fault: Refusal) -> CellFault:
    return fault_at(found, SHEET, row, fault)


def adopted(form: Mapping[str, Any], chosen: Sequence[str]) -> tuple[int, ...]:
    """The ids that a report's form names: its good rows, and who was chosen where several could be meant."""
    picked = [value for name, value in form.items() if name.startswith("row-")]
    return tuple(dict.fromkeys(int(one) for one in (*chosen, *picked) if one.isdecimal() and len(one) < 18))
