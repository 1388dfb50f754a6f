"""The training notice: what is held when and where, by which reply, and how many places each unit has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from workflow.domain.findings import Finding
from workflow.domain.people import Actor
from workflow.engine.rules.closing import NoticeFacts
from workflow.engine.rules.register import judge_notice
from workflow.office import Office
from workflow.office.gather import CLASS, gather
from workflow.queries.declaration_page import Head, declaration_page
from workflow.queries.labels import names
from workflow.queries.visible import Sight
from workflow.refusals import NotFound
from workflow.store.completion import class_note
from workflow.store.rosters import enrolment, place_quota
from workflow.store.trail import trail
from workflow.wording import Label

ISSUED = "issue_notice"
GONE = ("replaced", "removed")


@dataclass(frozen=True, slots=True)
class Places:
    """One unit: the places it was given, and how many of its people are enrolled."""

    unit: Label
    places: int | None
    enrolled: int


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice as it stands; ``issued_at`` ``None`` = it has not gone out and is only a draft.

    ``statement``: what R-42 says of the approval that it names; ``changes``: of the timetable, since.
    """

    head: Head
    issued_at: datetime | None
    number: str
    organiser: Label | None
    venue: str
    audience: str
    courses: tuple[Any, ...]
    lodging: bool
    report_days: int | None  # for the learning report; ``None`` = none is asked
    places: tuple[Places, ...]
    statement: tuple[Finding, ...]
    changes: tuple[tuple[date, str], ...]


def notice(office: Office, actor: Actor, case_id: int) -> Notice:
    """The notice of a class that has its reply; raises ``NotFound``, also where nothing can be announced yet."""
    page = declaration_page(office, actor, case_id)
    number = page.head.reply_no or page.head.receipt_no or ""
    if page.sight is not Sight.FULL or page.head.kind != CLASS or not number:
        raise NotFound("case", case_id)
    with office.database.read() as connection:
        s = gather(connection, office, actor, case_id).situation
        places = _places(connection, case_id)
        known = names(connection, office.rulebook.roles, units=(s.form.organiser, *places))
        issued = connection.execute(select(func.max(trail.c.at)).where(
            trail.c.case_id == case_id, trail.c.act == ISSUED)).scalar_one()
        n = class_note.c
        changes = connection.execute(select(n.day, n.title).where(
            n.case_id == case_id, n.kind == "timetable").order_by(n.k)).all()
    return Notice(
        head=page.head,
        issued_at=issued,
        number=number,
        organiser=known.unit(s.form.organiser or None),
        venue=s.form.venue,
        audience=s.form.audience_text,
        courses=tuple(s.form.syllabus),
        lodging=s.form.lodging,
        report_days=s.policy["timing.learning_report_days"] if s.form.report_required else None,
        places=tuple(Places(known.unit(code) or Label(code, code), *counts) for code, counts in sorted(places.items())),
        statement=judge_notice(NoticeFacts(s.policy, number)),
        changes=tuple((row.day, row.title) for row in changes),
    )


def _places(connection: Connection, case_id: int) -> Mapping[str, tuple[int | None, int]]:
    """By unit: the places given (``None`` where the host enrolled people without a quota) and who is enrolled."""
    e, q = enrolment.c, place_quota.c
    sent = connection.execute(select(e.unit, func.count()).where(
        e.case_id == case_id, e.status.not_in(GONE)).group_by(e.unit)).all()
    enrolled: dict[str, int] = {unit: int(count) for unit, count in sent}
    places = connection.execute(select(q.unit, q.places).where(q.case_id == case_id)).all()
    given: dict[str, int] = {unit: int(count) for unit, count in places}
    return {code: (given.get(code), enrolled.get(code, 0)) for code in {*enrolled, *given}}
