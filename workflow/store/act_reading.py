"""The one reading statement of an act: a case with everything its decision looks at."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql import ClauseElement

from workflow.domain.findings import CLEAR
from workflow.domain.seats import CLOSED
from workflow.store.cases import (
    audience_stamp,
    case,
    class_audience,
    class_declaration,
    content,
    finding,
    pair,
    paper,
    seat,
)
from workflow.store.funding import fund_line, fund_share
from workflow.store.people import post, unit
from workflow.store.prepared import Reading
from workflow.store.trail import trail
from workflow.store.types import Day, Id

CASE = bindparam("case_id", type_=Id)
PERSON = bindparam("person_id", type_=Id)
TODAY = bindparam("today", type_=Day)
SURVIVOR = bindparam("survivor", type_=Id)


def _case() -> Select:  # type: ignore[type-arg]
    last = select(func.coalesce(func.max(content.c.n), 0)).where(content.c.case_id == CASE).scalar_subquery()
    return select(*case.c, last.label("content_last")).where(case.c.id == CASE)


def _contents() -> Select:  # type: ignore[type-arg]
    wanted = or_(content.c.n == case.c.form_n, content.c.n == case.c.proposed_n)
    return select(content.c.n, content.c.hash, content.c.body).join(case, case.c.id == content.c.case_id).where(
        case.c.id == CASE, wanted)


def _seats() -> Select:  # type: ignore[type-arg]
    columns = (seat.c.round, seat.c.place, seat.c.action, seat.c.act, seat.c.role, seat.c.unit, seat.c.state,
               seat.c.gate, seat.c.status, seat.c.opened_at, seat.c.signed_by, seat.c.signed_at, seat.c.form_hash)
    return select(*columns).where(seat.c.case_id == CASE, seat.c.status != CLOSED).order_by(
        seat.c.round, seat.c.place)


def _bare_findings() -> Select:  # type: ignore[type-arg]
    """What a decision looks at: satisfied rules and the values of the sentences are many bytes and decide nothing."""
    return _of_findings(finding.c.explained_by, finding.c.overridden_by).where(finding.c.severity != CLEAR)


def _whole_findings() -> Select:  # type: ignore[type-arg]
    return _of_findings(finding.c.body, finding.c.explanation, finding.c.explained_by, finding.c.overridden_by,
                        finding.c.override_reason)


def _of_findings(*more: Column[Any]) -> Select:  # type: ignore[type-arg]
    columns = (finding.c.rule, finding.c.part, finding.c.severity, finding.c.gate, *more)
    return select(*columns).join(case, case.c.id == finding.c.case_id).where(
        case.c.id == CASE, finding.c.n == case.c.findings_n).order_by(finding.c.rule, finding.c.part)


def _pairs() -> Select:  # type: ignore[type-arg]
    return select(pair.c.other_id, pair.c.verdict, pair.c.consulted, pair.c.facts_hash).where(pair.c.case_id == CASE)


def _lines() -> Select:  # type: ignore[type-arg]
    line = (fund_line.c.id, fund_line.c.owner, fund_line.c.year, fund_line.c.source, fund_line.c.state,
            fund_line.c.appropriated, fund_line.c.reserved, fund_line.c.committed, fund_line.c.spent)
    held = (fund_share.c.reserved.label("held_reserved"), fund_share.c.committed.label("held_committed"),
            fund_share.c.spent.label("held_spent"))
    return select(*line, *held).join(fund_share, fund_share.c.line_id == fund_line.c.id).where(
        fund_share.c.case_id == CASE).order_by(fund_line.c.id)


def _papers() -> Select:  # type: ignore[type-arg]
    return select(paper.c.kind).where(paper.c.case_id == CASE, paper.c.removed_at.is_(None)).distinct()


def _units() -> Select:  # type: ignore[type-arg]
    other = aliased(case)
    host = select(case.c.host_unit).where(case.c.id == CASE).scalar_subquery()
    kept = select(class_declaration.c.merged_into).where(class_declaration.c.case_id == CASE).scalar_subquery()
    survivor = select(other.c.host_unit).where(other.c.id == func.coalesce(SURVIVOR, kept)).scalar_subquery()
    return select(*unit.c, (unit.c.code == survivor).label("is_other")).where(
        or_(unit.c.code == host, unit.c.code == survivor))


def _posts() -> Select:  # type: ignore[type-arg]
    in_force = or_(post.c.to_day.is_(None), post.c.to_day >= TODAY)
    return select(post.c.role, post.c.unit).where(post.c.person_id == PERSON, post.c.from_day <= TODAY, in_force)


def _stamp() -> Select:  # type: ignore[type-arg]
    joined = class_audience.join(audience_stamp, audience_stamp.c.leaf == class_audience.c.leaf)
    return select(func.coalesce(func.sum(audience_stamp.c.n), 0).label("n")).select_from(joined).where(
        class_audience.c.case_id == CASE)


def _subject() -> Select:  # type: ignore[type-arg]
    return select(class_declaration.c.declared_on, class_declaration.c.merged_into).where(
        class_declaration.c.case_id == CASE)


def _request() -> Select:  # type: ignore[type-arg]
    columns = (trail.c.case_id, trail.c.n, trail.c.act, trail.c.actor_id, trail.c.to_state, trail.c.from_state,
               trail.c.at)
    return select(*columns).where(
        trail.c.request_id == bindparam("request_id", type_=trail.c.request_id.type))


_PARTS: dict[str, Callable[[], ClauseElement]] = {
    "case": _case, "contents": _contents, "seats": _seats, "pairs": _pairs, "lines": _lines, "papers": _papers,
    "units": _units, "posts": _posts, "stamp": _stamp, "subject": _subject, "request": _request,
}
ACT = Reading(findings=_bare_findings, **_PARTS)
"""Binds: ``case_id``, ``person_id`` (the actor), ``today``, ``request_id`` (``None`` = none), ``survivor``
(the other class that this very act names; ``None`` = the one the case keeps, if any)."""
PAGE = Reading(findings=_whole_findings, **_PARTS)
"""The same with everything that the findings say."""
FINDINGS = Reading(findings=_whole_findings)
"""Only the findings of a case, whole."""
