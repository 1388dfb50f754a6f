"""A sheet of cadres for the register, read against the units and those who stand in it already."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from workflow.domain.cadres import MANAGING_LEVELS, RANKS, Cadre
from workflow.office import Office
from workflow.queries.sheet_matching import NAME, STAFF_NO, Directory, fault_at, plain_name
from workflow.refusals import Refusal
from workflow.sheets.columns import CellFault, Column, read_rows, words_for
from workflow.sheets.opening import open_table
from workflow.sheets.writing import annotated
from workflow.store.people import unit
from workflow.wording.catalogue import LANGUAGES


@dataclass(frozen=True, slots=True)
class PeopleSheet:
    """``fresh``: cadres to add; ``known``: how many rows stand in the register already; ``back``: the file again."""

    fresh: tuple[Cadre, ...]
    known: int
    faults: tuple[CellFault, ...]
    back: Callable[[str], bytes]


def people_columns(office: Office) -> tuple[Column, ...]:
    """What the sheet asks for; a unit or audience is said by its name in either language or by its code."""
    with office.database.read() as connection:
        units = connection.execute(select(unit.c.code, unit.c.name_zh, unit.c.name_en).where(unit.c.active)).all()
    names = {"".join(name.split()): row.code for row in units for name in (row.name_zh, row.name_en, row.code)}
    audiences = {"".join(one.label[language].split()): code for code, one in office.rulebook.audiences.items()
                 for language in LANGUAGES} | {code: code for code in office.rulebook.audiences}
    return (
        Column(STAFF_NO.name, STAFF_NO.heading, STAFF_NO.kind, most=STAFF_NO.most),
        Column(NAME.name, NAME.heading, most=NAME.most),
        Column("unit", "sheet.column.unit", "choice", choices=names),
        Column("rank", "sheet.column.rank", "choice", choices=words_for(RANKS, lambda one: f"cadre.rank.{one}")),
        Column("managing_level", "sheet.column.managing_level", "choice",
               choices=words_for(MANAGING_LEVELS, lambda one: f"level.{one}")),
        Column("audience", "sheet.column.audience", "choice", choices=audiences),
    )


def read_people(office: Office, name: str, data: bytes) -> PeopleSheet:
    """Read such a file; ``Refused`` when it is none, every fault of its rows otherwise."""
    columns, table = people_columns(office), open_table(name, data)
    found = read_rows(table, columns)
    with office.database.read() as connection:
        directory = Directory(connection)
    fresh: dict[str, Cadre] = {}
    faults, known = list(found.faults), 0
    for row in found.rows:
        number, there = row["staff_no"], directory.by_number.get(row["staff_no"])
        if there is not None and plain_name(there.name) == plain_name(row["name"]):
            known += 1
        elif there is not None or number in fresh:
            faults.append(fault_at(found, columns, row, Refusal("staff_no_taken", {"number": number},
                                                                field=STAFF_NO.name)))
        else:
            fresh[number] = Cadre(number, row["name"], row["unit"], row["rank"], row["managing_level"],
                                  row["audience"])
    ordered = tuple(sorted(faults, key=lambda fault: (fault.row, fault.column)))
    return PeopleSheet(tuple(fresh.values()), known, ordered,
                       lambda language: annotated(table, ordered, found.head, language))
