"""The decision form: the same page for every gate; which gate it is, only the process says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.people import Actor
from workflow.domain.seats import SIGNED
from workflow.office import Office
from workflow.queries.declaration_page import DeclarationPage, declaration_page
from workflow.queries.labels import Names, Said, names, stage_label
from workflow.queries.paper_seats import behind, people_behind, told_of
from workflow.rulebook.process import Process
from workflow.store.cases import case, seat
from workflow.wording import Label, Term


@dataclass(frozen=True, slots=True)
class Agreed:
    """One who signed before: what, from which chair, when, with which words; ``paper``: by whom it was entered."""

    act: Label
    post: Label
    who: Label | Term
    at: datetime
    opinion: str
    paper: Said | None = None


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """The declaration as its page shows it, the stage to decide, and who agreed before."""

    page: DeclarationPage
    stage: Label
    agreed: tuple[Agreed, ...]


def decision_page(office: Office, actor: Actor, case_id: int) -> DecisionPage:
    """What an approver reads and chooses from; raises ``NotFound`` for a case that this actor may not see."""
    page = declaration_page(office, actor, case_id)
    with office.database.read() as connection:
        row = connection.execute(select(case.c.process_hash, case.c.state).where(case.c.id == case_id)).one()
        process = office.rulebook.processes[row.process_hash]
        state = process.states.get(page.head.state_code, process.states[row.state])
        agreed = _agreed(connection, office, process, case_id) if page.shown else ()
    return DecisionPage(page, stage_label(process, state), agreed)


def _agreed(connection: Connection, office: Office, process: Process, case_id: int) -> tuple[Agreed, ...]:
    """The last signature under each deciding action, oldest first; an earlier one was overtaken by it."""
    rows = connection.execute(
        select(seat)
        .where(seat.c.case_id == case_id, seat.c.status == SIGNED)
        .order_by(seat.c.signed_at, seat.c.round, seat.c.place)
    ).all()
    last: dict[tuple[str, str, str | None], Any] = {
        (row.act, row.role, row.unit): row for row in rows if _decides(process, row.action)
    }
    standing = sorted(last.values(), key=lambda row: (row.signed_at, row.round, row.place))
    sheets = behind(connection, case_id)
    known = names(
        connection,
        office.rulebook.roles,
        units=[row.unit for row in standing],
        people=[*(row.signed_by for row in standing), *people_behind(sheets.values())],
    )
    return tuple(_one(process, known, row, told_of(known, sheets.get(row.trail_n))) for row in standing)


def _decides(process: Process, code: str) -> bool:
    action = process.actions.get(code)
    return action is not None and action.decides


def _one(process: Process, known: Names, row: Any, paper: Said | None) -> Agreed:
    return Agreed(
        act=process.actions[row.act].label,
        post=known.post(row.role, row.unit),
        who=known.person(row.signed_by),
        at=row.signed_at,
        opinion=row.opinion or "",
        paper=paper,
    )
