"""Finance's figures beside ours: each file that was taken in, and every difference of the one that is looked at."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from workflow.office import Office
from workflow.queries.labels import Names, names
from workflow.refusals import NotFound
from workflow.store.cases import case
from workflow.store.funding import fund_line, reconcile, reconcile_line
from workflow.wording import Fen, Label, Term


@dataclass(frozen=True, slots=True)
class Taken:
    """One file: the day of its figures, who took it in when."""

    id: int
    as_of: date
    name: str
    by: Label | Term
    at: datetime


@dataclass(frozen=True, slots=True)
class Beside:
    """One line: theirs and ours, ``None`` where a side does not know it; differences are theirs less ours."""

    indicator: str
    line: int | None
    owner: Label | None
    source: Term | None
    theirs_given: Fen | None
    ours_given: Fen | None
    theirs_spent: Fen | None
    ours_spent: Fen | None

    @property
    def known_to_both(self) -> bool:
        return self.theirs_given is not None and self.ours_given is not None

    @property
    def given_off(self) -> Fen:
        return Fen((self.theirs_given or 0) - (self.ours_given or 0))

    @property
    def spent_off(self) -> Fen:
        return Fen((self.theirs_spent or 0) - (self.ours_spent or 0))

    @property
    def agrees(self) -> bool:
        return self.known_to_both and not self.given_off and not self.spent_off


@dataclass(frozen=True, slots=True)
class ReconcilePage:
    """``taken`` newest first; ``shown`` the one looked at, its ``lines`` with differences first."""

    year: int
    taken: tuple[Taken, ...]
    shown: Taken | None
    lines: tuple[Beside, ...]

    @property
    def differing(self) -> int:
        return sum(not line.agrees for line in self.lines)


def reconcile_page(office: Office, year: int, wanted: int | None = None) -> ReconcilePage:
    """The files of a year, and one of them, the newest without ``wanted``; ``NotFound`` when it is not the year's."""
    with office.database.read() as connection:
        rows = connection.execute(
            select(reconcile).join(case, case.c.id == reconcile.c.case_id)
            .where(case.c.number == f"fund-{year}").order_by(reconcile.c.id.desc())).all()
        known = names(connection, office.rulebook.roles, people=[row.by for row in rows])
        taken = tuple(Taken(row.id, row.as_of, row.name, known.person(row.by), row.at) for row in rows)
        shown = next((one for one in taken if wanted in (None, one.id)), None)
        if wanted is not None and shown is None:
            raise NotFound("reconcile", wanted)
        lines = _lines(connection, office, shown.id) if shown else ()
    return ReconcilePage(year, taken, shown, lines)


def _lines(connection: Connection, office: Office, reconcile_id: int) -> tuple[Beside, ...]:
    rows = connection.execute(
        select(reconcile_line, fund_line.c.owner, fund_line.c.source)
        .outerjoin(fund_line, fund_line.c.id == reconcile_line.c.line_id)
        .where(reconcile_line.c.reconcile_id == reconcile_id).order_by(reconcile_line.c.indicator)).all()
    known = names(connection, office.rulebook.roles, units=[row.owner for row in rows if row.owner])
    return tuple(sorted((_beside(row, known) for row in rows), key=lambda line: line.agrees))


def _beside(row: Any, known: Names) -> Beside:
    def fen(value: int | None) -> Fen | None:
        return None if value is None else Fen(value)

    return Beside("" if row.indicator.startswith("#") else row.indicator, row.line_id, known.unit(row.owner),
                  Term(f"source.{row.source}") if row.source else None, fen(row.theirs_given), fen(row.ours_given),
                  fen(row.theirs_spent), fen(row.ours_spent))
