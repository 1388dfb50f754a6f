"""What one person proposed for the whole house and what became of it: policies, scorecards, lexicons."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from workflow.office import Office
from workflow.queries.labels import names
from workflow.refusals import NotFound
from workflow.wording import Label, Term


@dataclass(frozen=True, slots=True)
class Proposed:
    """``name``: the code of a policy, the number of a learnt version; ``kind``: as its table says."""

    id: int
    kind: str
    name: str | int
    status: str
    reason: str
    opinion: str
    proposed_by: Label | Term
    proposed_at: datetime
    decided_by: Label | Term | None
    decided_at: datetime | None
    effective_from: date | None


def all_proposed(connection: Connection, office: Office, table: Table, name: str) -> tuple[Proposed, ...]:
    """Every row of a table of proposals, the newest first; ``name``: its column that names what is proposed."""
    rows = connection.execute(select(table).order_by(table.c.id.desc())).all()
    known = names(connection, office.rulebook.roles,
                  people=[one for row in rows for one in (row.proposed_by, row.decided_by)])

    def line(row: Any) -> Proposed:
        return Proposed(
            row.id, row.kind, getattr(row, name), row.status, row.reason, row.opinion or "",
            known.person(row.proposed_by), row.proposed_at,
            None if row.decided_by is None else known.person(row.decided_by), row.decided_at, row.effective_from)

    return tuple(line(row) for row in rows)


def one_proposed(connection: Connection, office: Office, table: Table, name: str, number: int) -> Proposed:
    """The one of this number; raises ``NotFound``."""
    found = next((one for one in all_proposed(connection, office, table, name) if one.id == number), None)
    if found is None:
        raise NotFound(table.name, number)
    return found
