"""Who of the register is meant: cadres by unit, by staff number, by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from workflow.office import Office
from workflow.store.people import cadre


@dataclass(frozen=True, slots=True)
class Listed:
    """One cadre as the register has them."""

    id: int
    staff_no: str
    name: str
    unit: str
    rank: str
    audience: str


def cadres_of(office: Office, units: Iterable[str]) -> tuple[Listed, ...]:
    """The cadres of these units, by staff number."""
    of = cadre.c
    wanted = select(of.id, of.staff_no, of.name, of.unit, of.rank, of.audience).where(of.unit.in_(tuple(units)))
    with office.database.read() as connection:
        return tuple(Listed(*row) for row in connection.execute(wanted.order_by(of.staff_no)))


def numbered(office: Office) -> Mapping[str, int]:
    """The id of every cadre by staff number."""
    with office.database.read() as connection:
        return {row.staff_no: row.id for row in connection.execute(select(cadre.c.staff_no, cadre.c.id))}
