"""Who a row of a sheet means: by staff number, else by name; two people of one name are never guessed apart."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from workflow.refusals import Refusal
from workflow.sheets.columns import CellFault, Column, SheetRead, SheetRow
from workflow.store.people import cadre, unit
from workflow.wording.values import Label

STAFF_NO = Column("staff_no", "sheet.column.staff_no", "code", required=False, most=32)
NAME = Column("name", "sheet.column.name", required=False, most=64)
CHOICES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Known:
    """One cadre whom a row may mean."""

    id: int
    staff_no: str
    name: str
    unit: str
    unit_label: Label
    audience: str


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a row means: one person, or the fault that keeps it open and those who could be meant."""

    person: Known | None
    fault: Refusal | None = None
    choices: tuple[Known, ...] = ()


class Directory:
    """The cadres of some units, or of all, by number and by name."""

    def __init__(self, connection: Connection, units: Iterable[str] | None = None):
        of = cadre.c
        wanted = select(of.id, of.staff_no, of.name, of.unit, of.audience, unit.c.name_zh, unit.c.name_en).join(
            unit, unit.c.code == of.unit).order_by(of.staff_no)
        if units is not None:
            wanted = wanted.where(of.unit.in_(tuple(units)))
        self.by_number: dict[str, Known] = {}
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        for row in connection.execute(wanted):
            known = Known(row.id, row.staff_no, row.name, row.unit, Label(row.name_zh, row.name_en), row.audience)
            self.by_number[row.staff_no] = known
            self.by_name[plain_name(row.name)].append(known)

    def meant(self, staff_no: str | None, name: str | None) -> Meant:
        """Whom a number and a name mean together; the name alone only where it is nobody else's."""
        if staff_no:
            known = self.by_number.get(staff_no)
            if known is None:
                return Meant(None, Refusal("cadre_not_listed", {"given": staff_no[:40]}, field=STAFF_NO.name))
            if name and plain_name(name) != plain_name(known.name):
                return Meant(None, Refusal("cadre_name_differs", {"given": name[:40], "number": staff_no},
                                           field=NAME.name))
            return Meant(known)
        if not name:
            return Meant(None, Refusal("sheet_person_missing", field=STAFF_NO.name))
        found = self.by_name.get(plain_name(name), [])
        if len(found) == 1:
            return Meant(found[0])
        if not found:
            return Meant(None, Refusal("cadre_not_listed", {"given": name[:40]}, field=NAME.name))
        numbers = tuple(one.staff_no for one in found[:CHOICES_SHOWN])
        shared = {"given": name[:40], "count": len(found), "numbers": numbers}
        return Meant(None, Refusal("cadre_name_shared", shared, field=NAME.name), tuple(found))


def plain_name(name: str) -> str:
    """A name as names are compared: without spaces, which people set to please the eye."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def fault_at(read: SheetRead, columns: Sequence[Column], row: SheetRow, refusal: Refusal) -> CellFault:
    """A fault of a row that can be read, placed at the column that the refusal names."""
    column = next((one for one in columns if one.name == refusal.field), columns[0])
    stood = row.values.get(column.name)
    return CellFault(row.row, read.places.get(column.name, 1), column.label, "" if stood is None else str(stood),
                     refusal)
