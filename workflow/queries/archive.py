"""The archive of a year: which cases ended in it, which of it still run, and who may take it out (ruling 60).

An archive holds rosters and papers with names, so only who may read every name makes one.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from workflow.domain.days import first_moment, office_day
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.labels import names
from workflow.queries.official_roster import SEES_ALL
from workflow.queries.visible import visible
from workflow.refusals import Refusal, Refused
from workflow.store.cases import annual_plan, case, class_declaration
from workflow.wording import Label

FIRST_YEAR = 2000
CLASS, PLAN = "class_declaration", "annual_plan"


@dataclass(frozen=True, slots=True)
class Ended:
    """A case that ended in the year; ``head`` is the hash of its last record."""

    case_id: int
    kind: str
    number: str | None
    title: str
    unit_code: str
    unit: Label
    end: Label
    declared_on: date | None
    start: date | None
    end_date: date | None
    reply_no: str | None
    receipt_no: str | None
    ended_at: datetime
    head: str

    @property
    def folder(self) -> str:
        """The name of its folder in the archive."""
        return self.number or f"{self.kind}-{self.title}-{self.unit_code}-{self.case_id}"

    @property
    def ended_on(self) -> date:
        return office_day(self.ended_at)


@dataclass(frozen=True, slots=True)
class Running:
    """A case of the year that has not ended: named in the index, not in the archive."""

    case_id: int
    number: str | None
    title: str
    unit: Label
    state: Label


@dataclass(frozen=True, slots=True)
class ArchiveYear:
    """What the archive of a year would hold; ``years`` are those that have one."""

    year: int
    years: tuple[int, ...]
    ended: tuple[Ended, ...]
    running: tuple[Running, ...]


def read_year(typed: str, today: date) -> int:
    """The year as typed; refused unless it is one of four digits that has begun."""
    if typed.isascii() and typed.isdigit() and len(typed) == 4 and FIRST_YEAR <= int(typed) <= today.year:
        return int(typed)
    raise Refused(Refusal("archive_year", {"typed": typed[:20], "last": str(today.year)}, field="year"))


def archive_year(office: Office, actor: Actor, year: int) -> ArchiveYear:
    """The cases of a year as this actor may take them out; refused to whoever may not read every name."""
    if not any(post.role in SEES_ALL for post in actor.posts):
        raise Refused(Refusal("archive_not_yours", who=tuple(sorted(SEES_ALL))))
    with office.database.read() as connection:
        years = _years(connection, office, actor)
        rows = connection.execute(_wanted(office, actor).where(_ended(office), *_within(year))).all()
        open_rows = connection.execute(_wanted(office, actor).where(~_ended(office), or_(
            class_declaration.c.declared_on.between(date(year, 1, 1), date(year, 12, 31)),
            and_(annual_plan.c.year == year, case.c.form_n > 0)))).all()
        known = names(connection, office.rulebook.roles, units=[row.host_unit for row in (*rows, *open_rows)])
    unit = {row.host_unit: known.unit(row.host_unit) or Label("", "") for row in (*rows, *open_rows)}
    return ArchiveYear(
        year, years,
        tuple(_one(office, row, unit[row.host_unit]) for row in rows),
        tuple(Running(row.id, row.number, _title(row), unit[row.host_unit], _state(office, row)) for row in open_rows))


def _one(office: Office, row: Any, unit: Label) -> Ended:
    return Ended(row.id, row.kind, row.number, _title(row), row.host_unit, unit, _state(office, row), row.declared_on,
                 row.start_date, row.end_date, row.reply_no, row.receipt_no, row.entered_at, row.chain_head)


def _wanted(office: Office, actor: Actor) -> Any:
    """Classes that were submitted, and plans; a draft that was thrown away was never declared."""
    of = class_declaration.c
    return (
        select(case.c.id, case.c.kind, case.c.number, case.c.state, case.c.process_hash, case.c.host_unit,
               case.c.entered_at, case.c.chain_head, of.class_name, of.declared_on, of.start_date, of.end_date,
               of.reply_no, of.receipt_no, annual_plan.c.year)
        .outerjoin(class_declaration, of.case_id == case.c.id)
        .outerjoin(annual_plan, annual_plan.c.case_id == case.c.id)
        .where(or_(and_(case.c.kind == CLASS, case.c.number.is_not(None)),
                   and_(case.c.kind == PLAN, case.c.form_n > 0)),
               visible(actor, office.rulebook.roles, office.database.dialect))
        .order_by(case.c.kind.desc(), case.c.number, case.c.id)
    )  # fmt: skip


def _ended(office: Office) -> ColumnElement[bool]:
    ends = {kind: sorted(office.rulebook.ends(kind)) for kind in (CLASS, PLAN)}
    return or_(*(and_(case.c.kind == kind, case.c.state.in_(states)) for kind, states in ends.items()))


def _within(year: int) -> tuple[ColumnElement[bool], ...]:
    return (case.c.entered_at >= first_moment(date(year, 1, 1)), case.c.entered_at < first_moment(date(year + 1, 1, 1)))


def _years(connection: Connection, office: Office, actor: Actor) -> tuple[int, ...]:
    """The years in which a case ended, the newest first."""
    moments = connection.execute(_wanted(office, actor).with_only_columns(case.c.entered_at).where(
        _ended(office)).order_by(None)).scalars()
    return tuple(sorted({office_day(moment).year for moment in moments}, reverse=True))


def _title(row: Any) -> str:
    return row.class_name or (str(row.year) if row.year else "")


def _state(office: Office, row: Any) -> Label:
    process = office.rulebook.processes.get(row.process_hash)
    found = process.states.get(row.state) if process else None
    return found.label if found else Label(row.state, row.state)
