"""The declarations behind the plan: how far the class of each planned item came, and the classes outside the plan."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.days import office_day
from workflow.domain.plan_progress import PLANNED, STEPS, step_of
from workflow.domain.seats import SIGNED
from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.queries.labels import look
from workflow.queries.plan_scope import among
from workflow.rulebook.process import Process
from workflow.store.cases import case, class_declaration, content, plan_item, seat, working_copy
from workflow.wording import Fen, Label

HEAD_SIGNS = "unit_submit"  # the unit head's signature under a class, which one outside the plan needs


@dataclass(frozen=True, slots=True)
class OfItem:
    """The declaration of a planned class: the one that came farthest."""

    case_id: int
    number: str | None
    step: str
    state: Label
    look: str
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class Extra:
    """A class outside the plan: why, and when the head of its unit signed for it."""

    case_id: int
    number: str
    class_name: str
    unit_code: str
    tier: str
    channel: str
    step: str
    state: Label
    look: str
    reason: str
    signed_on: date | None
    starts: date | None
    people: int | None
    total: Fen


def of_items(connection: Connection, office: Office, year: int, units: Collection[str] | None) -> Mapping[str, OfItem]:
    """By the item's number; items of which nothing was declared, or only what was stopped, are missing."""
    of = class_declaration.c
    rows = connection.execute(
        select(case.c.id, case.c.number, case.c.state, case.c.process_hash, of.plan_item, of.start_date, of.end_date,
               of.merged_into)
        .join_from(case, class_declaration, of.case_id == case.c.id)
        .join(plan_item, plan_item.c.code == of.plan_item)
        .where(plan_item.c.year == year, among(plan_item.c.unit, units)).order_by(case.c.id)
    ).all()
    found: dict[str, OfItem] = {}
    for row in rows:
        one = _of_item(connection, office, row)
        if one is not None and (row.plan_item not in found or _rank(one) >= _rank(found[row.plan_item])):
            found[row.plan_item] = one
    return found


def drafts(connection: Connection, office: Office, units: Collection[str]) -> Mapping[str, int]:
    """Items about which somebody of these units began to write and has not sent yet, with the draft."""
    process = office.rulebook.process(CLASS)
    rows = connection.execute(
        select(case.c.id, working_copy.c.body).join_from(case, working_copy, working_copy.c.case_id == case.c.id)
        .where(case.c.host_unit.in_(units), case.c.kind == CLASS, case.c.state == process.initial).order_by(case.c.id)
    )
    return {row.body["plan_item"]: row.id for row in rows if row.body.get("plan_item")}


def extras(connection: Connection, office: Office, year: int, units: Collection[str] | None) -> tuple[Extra, ...]:
    """The classes outside the plan that begin in this year and left their unit, in the order of their numbers."""
    of = class_declaration.c
    rows = connection.execute(
        select(case.c.id, case.c.number, case.c.state, case.c.process_hash, case.c.host_unit, class_declaration,
               content.c.body)
        .join_from(case, class_declaration, of.case_id == case.c.id)
        .join(content, (content.c.case_id == case.c.id) & (content.c.n == case.c.form_n))
        .where(of.plan_type == "extra", case.c.number.is_not(None), of.start_date >= date(year, 1, 1),
               of.start_date <= date(year, 12, 31), among(case.c.host_unit, units)).order_by(case.c.number)
    ).all()
    signed = _signed(connection, [row.id for row in rows])
    return tuple(_extra(office, row, signed.get(row.id)) for row in rows)


def _extra(office: Office, row: Any, signed: date | None) -> Extra:
    process = office.rulebook.processes[row.process_hash]
    shape = look(process, row.state)
    return Extra(
        row.id, row.number, row.class_name, row.host_unit, row.tier, row.channel,
        PLANNED if shape == "stop" else _step(office, row), process.states[row.state].label, shape,
        json.loads(row.body).get("extra_reason", ""), signed, row.start_date, row.trainee_count, Fen(row.total_fen),
    )


def _of_item(connection: Connection, office: Office, row: Any) -> OfItem | None:
    """The class as it stands; one merged into another stands where that one does; a stopped one counts for none."""
    process = office.rulebook.processes[row.process_hash]
    shape = look(process, row.state)
    if shape == "stop":
        return None
    step = _step(office, row)
    if row.merged_into is not None and process.states[row.state].kind == "end":
        other = connection.execute(
            select(case.c.state, case.c.process_hash).where(case.c.id == row.merged_into)).one_or_none()
        step = PLANNED if other is None else _step(office, other)
    return OfItem(row.id, row.number, step, process.states[row.state].label, shape, row.start_date, row.end_date)


def step_in(process: Process, state: str) -> str:
    """How far a declaration in this state has come."""
    return step_of([stage.code for stage in process.stages], process.states[state].stage)


def _step(office: Office, row: Any) -> str:
    return step_in(office.rulebook.processes[row.process_hash], row.state)


def _rank(one: OfItem) -> int:
    return STEPS.index(one.step)


def _signed(connection: Connection, cases: list[int]) -> Mapping[int, date]:
    rows = connection.execute(select(seat.c.case_id, seat.c.signed_at).where(
        seat.c.case_id.in_(cases), seat.c.act == HEAD_SIGNS, seat.c.status == SIGNED).order_by(seat.c.signed_at))
    return {row.case_id: office_day(row.signed_at) for row in rows}
