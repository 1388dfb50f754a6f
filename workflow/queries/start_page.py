"""Where a new declaration begins: the unit's planned classes of the year, and its earlier classes to copy."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from workflow.domain.declaration import ClassDeclaration, from_json
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.queries.labels import look, names
from workflow.refusals import NotFound
from workflow.store.cases import case, class_declaration, content, plan_item, working_copy
from workflow.store.people import unit
from workflow.wording import Fen, Label, Term

COPIES = 30  # earlier classes offered; older ones are found by the search


@dataclass(frozen=True, slots=True)
class Planned:
    """One class of the annual plan; ``case_id`` is the newest declaration that was made of it, if any."""

    code: str
    class_name: str
    month: int
    people: int
    half_days: int
    total: Fen
    tier: Term
    channel: Term
    case_id: int | None
    drafted: bool  # it is still being written


@dataclass(frozen=True, slots=True)
class Earlier:
    """A class this unit declared before."""

    case_id: int
    number: str | None
    class_name: str
    starts: date | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Start:
    """What one unit may begin with."""

    host: str
    label: Label
    planned: tuple[Planned, ...]
    earlier: tuple[Earlier, ...]


def start_page(office: Office, actor: Actor) -> tuple[Start, ...]:
    """For each unit that this person declares for."""
    units = _units(office, actor)
    with office.database.read() as connection:
        known = names(connection, office.rulebook.roles, units=units)
        return tuple(
            Start(code, known.units.get(code, Label(code, code)), _planned(connection, office, code),
                  _earlier(connection, code))
            for code in units
        )


def from_plan(office: Office, actor: Actor, code: str) -> ClassDeclaration:
    """A first text out of a planned class; raises ``NotFound`` for another unit's."""
    with office.database.read() as connection:
        row = connection.execute(select(plan_item).where(plan_item.c.code == code)).one_or_none()
    if row is None or row.cancelled_on is not None or row.unit not in _units(office, actor):
        raise NotFound("plan_item", code)
    return ClassDeclaration(
        class_name=row.class_name, topic_code=row.topic_code, class_kind=row.class_kind, plan_type="in_plan",
        plan_item=row.code, host_unit=row.unit, audience_tier=row.tier, channel=row.channel,
        trainee_count=row.trainee_count, half_days=row.half_days,
    )


def from_earlier(office: Office, actor: Actor, case_id: int) -> ClassDeclaration:
    """A first text out of an earlier class of the same unit; dates, plan item and statement are asked anew."""
    with office.database.read() as connection:
        row = connection.execute(
            select(case.c.host_unit, content.c.body)
            .join_from(case, content, (content.c.case_id == case.c.id) & (content.c.n == case.c.form_n))
            .where(case.c.id == case_id, case.c.kind == CLASS)
        ).one_or_none()
    if row is None or row.host_unit not in _units(office, actor):
        raise NotFound("case", case_id)
    return from_json(json.loads(row.body)).with_(
        start_date=None, end_date=None, plan_type="", plan_item="", extra_reason="", similar_statement="",
    )


def _units(office: Office, actor: Actor) -> tuple[str, ...]:
    """Standing units in which this person holds the post that begins a declaration: who signs its first action."""
    process = office.rulebook.process(CLASS)
    first = process.deciding(process.initial)
    roles = {signer.role for signer in first.signers.members} if first else set()
    mine = dict.fromkeys(post.unit for post in actor.posts if post.role in roles)
    with office.database.read() as connection:
        standing = set(connection.execute(select(unit.c.code).where(unit.c.code.in_(mine), unit.c.active)).scalars())
    return tuple(code for code in mine if code in standing)


def _planned(connection: Connection, office: Office, host: str) -> tuple[Planned, ...]:
    rows = connection.execute(
        select(plan_item).where(plan_item.c.unit == host, plan_item.c.year == office.today().year,
                                plan_item.c.cancelled_on.is_(None))
        .order_by(plan_item.c.month, plan_item.c.code)
    )
    made, drafts = _declared(connection, office, host), _drafts(connection, office, host)
    return tuple(
        Planned(row.code, row.class_name, row.month, row.trainee_count, row.half_days, Fen(row.total_fen),
                Term(f"tier.{row.tier}"), Term(f"channel.{row.channel}"), made.get(row.code) or drafts.get(row.code),
                row.code not in made and row.code in drafts)
        for row in rows
    )  # fmt: skip


def _declared(connection: Connection, office: Office, host: str) -> dict[str, int]:
    """Plan items of which a declaration was made, with the newest; one that was stopped leaves the item free."""
    of = class_declaration.c
    rows = connection.execute(
        select(case.c.id, case.c.state, case.c.process_hash, of.plan_item)
        .join_from(case, class_declaration, of.case_id == case.c.id)
        .where(case.c.host_unit == host, of.plan_item.is_not(None)).order_by(case.c.id)
    )
    processes = office.rulebook.processes
    return {row.plan_item: row.id for row in rows if look(processes[row.process_hash], row.state) != "stop"}


def _drafts(connection: Connection, office: Office, host: str) -> dict[str, int]:
    """Plan items that somebody began to write about and has not sent yet, with the draft."""
    process = office.rulebook.process(CLASS)
    rows = connection.execute(
        select(case.c.id, working_copy.c.body).join_from(case, working_copy, working_copy.c.case_id == case.c.id)
        .where(case.c.host_unit == host, case.c.kind == CLASS, case.c.state == process.initial).order_by(case.c.id)
    )
    return {row.body["plan_item"]: row.id for row in rows if row.body.get("plan_item")}


def _earlier(connection: Connection, host: str) -> tuple[Earlier, ...]:
    of = class_declaration.c
    rows = connection.execute(
        select(case.c.id, case.c.number, of.class_name, of.start_date, of.trainee_count)
        .join_from(case, class_declaration, of.case_id == case.c.id)
        .where(case.c.host_unit == host, case.c.form_n > 0)
        .order_by(case.c.id.desc()).limit(COPIES)
    )
    return tuple(Earlier(row.id, row.number, row.class_name, row.start_date, row.trainee_count) for row in rows)
