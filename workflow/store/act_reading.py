"""The one reading statement of an act: a case with everything its decision looks at."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, CompoundSelect, Select, bindparam, func, or_, select, type_coerce
from sqlalchemy import case as expression_case
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
from workflow.store.likeness import likeness_mark, likeness_snapshot
from workflow.store.people import unit
from workflow.store.posts import posts_of
from workflow.store.prepared import Reading
from workflow.store.roster_reading import COUNTS
from workflow.store.trail import trail
from workflow.store.types import Day, Id, Packed

CASE = bindparam("case_id", type_=Id)
PERSON = bindparam("person_id", type_=Id)
TODAY = bindparam("today", type_=Day)
SURVIVOR = bindparam("survivor", type_=Id)


def _case() -> Select:  # type: ignore[type-arg]
    """The case with its class, its host, the sum of its audience's stamps, what the index of repeated classes holds of
    it and by which rebuild; ``host_kind`` is null without a host."""
    host = [unit.c[name].label(f"host_{name}") for name in unit.c.keys() if name != "code"]
    stamps = class_audience.join(audience_stamp, audience_stamp.c.leaf == class_audience.c.leaf)
    stamp = select(func.coalesce(func.sum(audience_stamp.c.n), 0)).select_from(stamps).where(
        class_audience.c.case_id == CASE).scalar_subquery()
    mark = select(type_coerce(likeness_mark.c.body, Packed)).where(likeness_mark.c.case_id == CASE).scalar_subquery()
    terms = select(likeness_snapshot.c.n).where(likeness_snapshot.c.id == 1).scalar_subquery()
    of = class_declaration
    return (
        select(*case.c, of.c.declared_on, of.c.merged_into, *host, stamp.label("stamp"), mark.label("mark"),
               terms.label("terms"))
        .outerjoin(of, of.c.case_id == case.c.id).outerjoin(unit, unit.c.code == case.c.host_unit)
        .where(case.c.id == CASE)
    )


def _contents() -> Select:  # type: ignore[type-arg]
    """Every content by number and hash; the text of those in force and proposed."""
    wanted = or_(content.c.n == case.c.form_n, content.c.n == case.c.proposed_n)
    body = expression_case((wanted, content.c.body)).label("body")
    return select(content.c.n, content.c.hash, body).join(case, case.c.id == content.c.case_id).where(
        content.c.case_id == CASE)


def _seats() -> Select:  # type: ignore[type-arg]
    columns = (seat.c.round, seat.c.place, seat.c.action, seat.c.act, seat.c.role, seat.c.unit, seat.c.state,
               seat.c.gate, seat.c.status, seat.c.opened_at, seat.c.signed_by, seat.c.signed_at, seat.c.form_hash,
               seat.c.acting_for)
    return select(*columns).where(seat.c.case_id == CASE, seat.c.status != CLOSED)


def _bare_findings() -> Select:  # type: ignore[type-arg]
    """What a decision looks at: satisfied rules and the values of the sentences are many bytes and decide nothing."""
    return _of_findings(finding.c.explained_by, finding.c.overridden_by).where(finding.c.severity != CLEAR)


def _whole_findings() -> Select:  # type: ignore[type-arg]
    return _of_findings(finding.c.body, finding.c.explanation, finding.c.explained_by, finding.c.overridden_by,
                        finding.c.override_reason)


def _of_findings(*more: Column[Any]) -> Select:  # type: ignore[type-arg]
    columns = (finding.c.rule, finding.c.part, finding.c.severity, finding.c.gate, *more)
    return select(*columns).join(case, case.c.id == finding.c.case_id).where(
        case.c.id == CASE, finding.c.n == case.c.findings_n)


def _pairs() -> Select:  # type: ignore[type-arg]
    return select(pair.c.other_id, pair.c.verdict, pair.c.consulted, pair.c.facts_hash).where(pair.c.case_id == CASE)


def _lines() -> Select:  # type: ignore[type-arg]
    line = (fund_line.c.id, fund_line.c.owner, fund_line.c.year, fund_line.c.source, fund_line.c.state,
            fund_line.c.appropriated, fund_line.c.reserved, fund_line.c.committed, fund_line.c.spent,
            fund_line.c.closes_on)
    held = (fund_share.c.reserved.label("held_reserved"), fund_share.c.committed.label("held_committed"),
            fund_share.c.spent.label("held_spent"))
    return select(*line, *held).join(fund_share, fund_share.c.line_id == fund_line.c.id).where(
        fund_share.c.case_id == CASE)


def _papers() -> Select:  # type: ignore[type-arg]
    return select(paper.c.kind).where(paper.c.case_id == CASE, paper.c.removed_at.is_(None))


def _other_host() -> Select:  # type: ignore[type-arg]
    """The host of the class into which this one is merged, or shall be."""
    other, mine = aliased(case), class_declaration
    return select(*unit.c).select_from(mine).join(
        other, other.c.id == func.coalesce(SURVIVOR, mine.c.merged_into)).join(
        unit, unit.c.code == other.c.host_unit).where(mine.c.case_id == CASE)


def _posts() -> CompoundSelect:  # type: ignore[type-arg]
    """The actor's own posts in force today, and those lent to them."""
    return posts_of(PERSON, TODAY)


def _request() -> Select:  # type: ignore[type-arg]
    columns = (trail.c.case_id, trail.c.n, trail.c.act, trail.c.actor_id, trail.c.to_state, trail.c.from_state,
               trail.c.at)
    return select(*columns).where(
        trail.c.request_id == bindparam("request_id", type_=trail.c.request_id.type))


_PARTS: dict[str, Callable[[], ClauseElement]] = {
    "case": _case, "contents": _contents, "seats": _seats, "pairs": _pairs, "lines": _lines, "papers": _papers,
    "other_host": _other_host, "posts": _posts, "request": _request,
    **COUNTS,
}
ACT = Reading(findings=_bare_findings, **_PARTS)
"""Binds: ``case_id``, ``person_id`` (the actor), ``today``, ``request_id`` (``None`` = none), ``survivor``
(the other class that this very act names; ``None`` = the one the case keeps, if any)."""
PAGE = Reading(findings=_whole_findings, **_PARTS)
"""The same with everything that the findings say."""
FINDINGS = Reading(findings=_whole_findings)
"""Only the findings of a case, whole."""
