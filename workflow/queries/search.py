"""The search box: a number, a unit or words of a class name, among the cases this actor may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import normalize

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.labels import Names, Said, look, names, span
from workflow.queries.visible import visible
from workflow.store.cases import case, class_declaration
from workflow.store.people import unit
from workflow.wording import Label

PAGE = 25
LONGEST = 80  # characters looked for; a class name has no more


@dataclass(frozen=True, slots=True)
class Hit:
    """One case that was found. No money: the list is the same for all who may see the case."""

    case_id: int
    number: str | None
    title: str
    host: Label | None
    state: Label
    look: str
    when: Said | date | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Hits:
    """Newest first. ``only`` is the case to open at once: its number is what was typed."""

    text: str
    rows: tuple[Hit, ...]
    more: int | None
    only: int | None = None


def search(office: Office, actor: Actor, text: str, before: int = 0) -> Hits:
    """What the typed text finds; an empty text finds every case that may be seen."""
    wanted = normalize("NFKC", text).replace("\0", "").strip()[:LONGEST]
    with office.database.read() as connection:
        may_see = visible(actor, office.rulebook.roles, connection.dialect.name)
        exact = select(case.c.id).where(func.lower(case.c.number) == wanted.lower(), may_see)
        only = connection.execute(exact).scalar_one_or_none() if wanted else None
        older = case.c.id < before if before else true()
        statement = _rows().where(_like(wanted), older, may_see).order_by(case.c.id.desc()).limit(PAGE + 1)
        rows = connection.execute(statement).all()
        known = names(connection, office.rulebook.roles, units=[row.host_unit for row in rows])
    found = tuple(_hit(office, known, row) for row in rows[:PAGE])
    return Hits(wanted, found, found[-1].case_id if len(rows) > PAGE else None, only)


def _rows() -> Select[Any]:
    of = class_declaration.c
    return select(
        case.c.id, case.c.number, case.c.host_unit, case.c.state, case.c.process_hash, of.class_name, of.start_date,
        of.end_date, of.trainee_count,
    ).join_from(case, class_declaration, of.case_id == case.c.id)  # fmt: skip


def _like(wanted: str) -> ColumnElement[bool]:
    """Part of a number, a class name, a reply number or a unit's name; letters in any case."""
    if not wanted:
        return true()
    of = class_declaration.c
    host = select(unit.c.code).where(
        or_(*(name.icontains(wanted, autoescape=True) for name in (unit.c.name_zh, unit.c.name_en)))
    )
    texts = (case.c.number, of.class_name, of.reply_no, of.receipt_no)
    return or_(*(column.icontains(wanted, autoescape=True) for column in texts), case.c.host_unit.in_(host))


def _hit(office: Office, known: Names, row: Any) -> Hit:
    process = office.rulebook.processes[row.process_hash]
    return Hit(
        case_id=row.id,
        number=row.number,
        title=row.class_name,
        host=known.unit(row.host_unit),
        state=process.states[row.state].label,
        look=look(process, row.state),
        when=span(row.start_date, row.end_date),
        people=row.trainee_count,
    )
