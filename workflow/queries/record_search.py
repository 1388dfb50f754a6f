"""The auditor's search of all records: by case, day, act, role and unit; and the refused attempts beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from workflow.domain.days import first_moment
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.labels import Names, names
from workflow.queries.places import older_than, written_place
from workflow.queries.record_views import VIEWS
from workflow.queries.trail_page import act_label
from workflow.queries.visible import READS_ALL
from workflow.refusals import NotFound
from workflow.store.cases import case, class_declaration
from workflow.store.people import person, unit
from workflow.store.trail import refused_attempt, trail
from workflow.wording import Label, Term

PAGE = 25
LONGEST = 80
ORDER = (trail.c.at, trail.c.case_id, trail.c.n)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for; empty = all. ``attempts``: the refused attempts instead of the records.

    ``view``: one of the questions of :mod:`record_views`.
    """

    text: str = ""
    since: date | None = None
    until: date | None = None
    act: str = ""
    role: str = ""
    unit: str = ""
    attempts: bool = False
    view: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One record: what, who, in which case; ``target`` = the state it led to."""

    case_id: int
    n: int
    at: datetime
    number: str | None
    title: str
    host: Label | None
    act: Label | Term
    who: Label | Term
    role: Label | None
    target: Label | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt without the right: who tried what, where, and why it was refused (codes of refusals)."""

    at: datetime
    case_id: int | None
    number: str | None
    act: Label | Term
    who: Label | Term
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """One page. ``acts`` and ``roles`` are what can be asked for, by code."""

    rows: tuple[Found, ...]
    attempts: tuple[Attempt, ...]
    more: str | None
    acts: dict[str, Label]
    roles: dict[str, Label]
    units: dict[str, Label]


def records(office: Office, actor: Actor, wish: Wish) -> Records:
    """Newest first; only for who reads all, else ``NotFound``."""
    if not actor.holds(READS_ALL):
        raise NotFound("records", actor.id)
    with office.database.read() as connection:
        attempts = _attempts(connection, office) if wish.attempts else ()
        found = () if wish.attempts else _found(connection, office, wish)
        units = connection.execute(select(unit.c.code, unit.c.name_zh, unit.c.name_en).order_by(unit.c.code)).all()
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Records(
        rows=found[:PAGE],
        attempts=attempts,
        more=written_place(last.at, last.case_id, last.n) if last else None,
        acts={code: action.label for process in office.rulebook.processes.values()
              for code, action in process.actions.items()},
        roles={code: role.label for code, role in office.rulebook.roles.items()},
        units={row.code: Label(row.name_zh, row.name_en) for row in units},
    )  # fmt: skip


def _found(connection: Connection, office: Office, wish: Wish) -> tuple[Found, ...]:
    rows = connection.execute(
        _rows().where(*_narrowing(wish)).order_by(*(column.desc() for column in ORDER)).limit(PAGE + 1)
    ).all()
    known = names(
        connection,
        office.rulebook.roles,
        units=[row.host_unit for row in rows],
        people=[row.actor_id for row in rows],
    )
    return tuple(_record(office, known, row) for row in rows)


def _rows() -> Select[Any]:
    return (
        select(trail.c.case_id, trail.c.n, trail.c.at, trail.c.act, trail.c.role, trail.c.actor_id, trail.c.to_state,
               case.c.number, case.c.process_hash, case.c.host_unit, class_declaration.c.class_name)
        .join_from(trail, case, case.c.id == trail.c.case_id)
        .outerjoin(class_declaration, class_declaration.c.case_id == case.c.id)
    )  # fmt: skip


def _narrowing(wish: Wish) -> Sequence[ColumnElement[bool]]:
    conditions = [older_than(wish.before, ORDER)]
    if wish.text:
        who = select(person.c.id).where(
            or_(*(name.icontains(wish.text, autoescape=True) for name in (person.c.name_zh, person.c.name_en)))
        )
        texts = (case.c.number, class_declaration.c.class_name)
        matches = [column.icontains(wish.text, autoescape=True) for column in texts]
        conditions.append(or_(*matches, trail.c.actor_id.in_(who)))
    if wish.since:
        conditions.append(trail.c.at >= first_moment(wish.since))
    if wish.until:
        conditions.append(trail.c.at < first_moment(wish.until + timedelta(days=1)))
    if wish.view in VIEWS:
        conditions.append(VIEWS[wish.view]())
    for chosen, held in ((wish.act, trail.c.act), (wish.role, trail.c.role), (wish.unit, case.c.host_unit)):
        if chosen:
            conditions.append(held == chosen)
    return conditions


def _record(office: Office, known: Names, row: Any) -> Found:
    process = office.rulebook.processes.get(row.process_hash or "")
    state = process.states.get(row.to_state) if process and row.to_state else None
    return Found(
        case_id=row.case_id,
        n=row.n,
        at=row.at,
        number=row.number,
        title=row.class_name or "",
        host=known.unit(row.host_unit),
        act=act_label(process, row.act),
        who=known.person(row.actor_id),
        role=known.role(row.role) if row.role else None,
        target=state.label if state else None,
    )


def _attempts(connection: Connection, office: Office) -> tuple[Attempt, ...]:
    rows = connection.execute(
        select(refused_attempt, case.c.number, case.c.process_hash)
        .outerjoin(case, and_(case.c.id == refused_attempt.c.case_id))
        .order_by(refused_attempt.c.id.desc())
        .limit(PAGE)
    ).all()
    known = names(connection, office.rulebook.roles, people=[row.actor_id for row in rows])
    processes = office.rulebook.processes
    return tuple(
        Attempt(row.at, row.case_id, row.number, act_label(processes.get(row.process_hash or ""), row.act),
                known.person(row.actor_id), tuple(row.codes))
        for row in rows
    )  # fmt: skip
