"""One annual plan: the version in force, its earlier and proposed versions compared, and the text to write in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from workflow.domain.people import Actor
from workflow.domain.plan import AnnualPlan, from_json
from workflow.domain.plan_versions import ItemChange, compare, with_codes
from workflow.engine.rules.year import plan_due
from workflow.office import Office
from workflow.office.gather import gather
from workflow.queries.case_findings import FindingView, findings
from workflow.queries.labels import Names, look, names
from workflow.queries.plan_needs import NeedRow, need_rows
from workflow.queries.visible import demand
from workflow.refusals import NotFound
from workflow.store.cases import annual_plan, case, content, plan_item, working_copy
from workflow.wording import Fen, Label, Term

PLAN = "annual_plan"
COPY = "working_copy"
IN_FORCE, FORMER, WAITING = "in_force", "former", "waiting"


@dataclass(frozen=True, slots=True)
class Version:
    """One frozen version: who sent it and when; ``standing``: in force, former, or waiting for the office."""

    n: int
    at: datetime
    by: Label | Term
    standing: str
    classes: int
    total: Fen


@dataclass(frozen=True, slots=True)
class PlanPage:
    """``plan`` with its numbers: the version in force, else what is being written; ``changes`` from ``old`` to ``new``.

    ``late``: filed, or still not filed, after the last day of filing.  ``writes``: this actor may write in it now,
    ``adjusts``: and what is written is an adjustment of the filed plan.
    """

    case_id: int
    unit_code: str
    unit: Label
    year: int
    state: Label
    look: str
    filed_on: date | None
    last_day: date
    late: bool
    plan: AnnualPlan
    versions: tuple[Version, ...]
    old: int
    new: int
    changes: tuple[ItemChange, ...]
    topics: Mapping[str, Label]
    needs: Mapping[int, NeedRow]
    writes: bool
    adjusts: bool
    sends: str  # the action that sends on what was written
    written: bool  # something is written that was not sent yet
    may_act: bool
    findings: tuple[FindingView, ...]  # what said when it was last looked at


@dataclass(frozen=True, slots=True)
class PlanText:
    """What one writes in: the items as last saved, or as filed; ``version`` of the working copy, 0 = none yet."""

    case_id: int
    unit_code: str
    unit: Label
    year: int
    plan: AnnualPlan
    version: int
    adjusts: bool
    sends: str


def plan_page(office: Office, actor: Actor, case_id: int, old: int = 0, new: int = 0) -> PlanPage:
    """The page of a plan; compares the two versions asked, else the newest with the one before it.

    Raises ``NotFound`` for what is no plan, or none that this actor may see.
    """
    with office.database.read() as connection:
        demand(connection, actor, office.rulebook.roles, case_id)
        gathered = gather(connection, office, actor, case_id)
        s = gathered.situation
        if s.case.kind != PLAN:
            raise NotFound("plan", case_id)
        row = connection.execute(select(annual_plan).where(annual_plan.c.case_id == case_id)).one()
        bodies = _bodies(connection, case_id)
        known = names(connection, office.rulebook.roles, units=[row.unit], people=[b.by for b in bodies.values()])
        plans = {n: body.plan for n, body in bodies.items()}
        copy = _copy(connection, case_id)
        older, newer = _pair(tuple(plans), s.case.form_n, gathered.row["proposed_n"], old, new)
        shown = plans.get(s.case.form_n) or copy or AnnualPlan(row.unit, row.year)
        action = _brings(s)
        writes = action is not None and s.actor.holds(action.signers.members[0].role, row.unit) is not None
        last = plan_due(s.policy, row.year)
        return PlanPage(
            case_id, row.unit, known.unit(row.unit) or Label(row.unit, row.unit), row.year,
            s.process.states[s.case.state].label, look(s.process, s.case.state), row.filed_on, last,
            (row.filed_on or s.today) > last, shown,
            _versions(bodies, s.case.form_n, gathered.row["proposed_n"], known), older, newer,
            compare(plans[older], plans[newer]) if older and newer else (),
            {topic.code: topic.label for topic in office.rulebook.lexicon.topics.values()},
            {need.id: need for need in need_rows(connection, office, row.year, [row.unit], known)},
            writes, writes and row.filed_on is not None, action.code if action else "",
            copy is not None and bool(s.case.form_n), any(post.unit == row.unit for post in s.actor.posts),
            findings(connection, s, gathered.row["findings_n"], known),
        )


def plan_text(office: Office, actor: Actor, case_id: int) -> PlanText:
    """What this actor may write in a plan now; ``NotFound`` for who may not."""
    page = plan_page(office, actor, case_id)
    if not page.writes:
        raise NotFound("plan", case_id)
    with office.database.read() as connection:
        row = connection.execute(select(working_copy).where(working_copy.c.case_id == case_id)).one_or_none()
    plan = page.plan if row is None else from_json(row.body)
    return PlanText(case_id, page.unit_code, page.unit, page.year, plan, row.version if row else 0, page.adjusts,
                    page.sends)


def plan_of(office: Office, unit: str, year: int) -> int | None:
    """The plan of a unit for a year, unless there is none or it was declined or withdrawn."""
    ended = tuple(office.rulebook.ends(PLAN))
    with office.database.read() as connection:
        found = connection.execute(
            select(annual_plan.c.case_id).join(case, case.c.id == annual_plan.c.case_id).where(
                annual_plan.c.unit == unit, annual_plan.c.year == year,
                or_(annual_plan.c.filed_on.is_not(None), case.c.state.not_in(ended))).order_by(case.c.id.desc()))
        return found.scalars().first()


def needs_of(office: Office, unit: str, year: int) -> tuple[NeedRow, ...]:
    """The needs of a unit that a planned class may name: those that were not taken back."""
    with office.database.read() as connection:
        known = names(connection, office.rulebook.roles, units=[unit])
        return tuple(need for need in need_rows(connection, office, year, [unit], known) if need.withdrawn_on is None)


@dataclass(frozen=True, slots=True)
class _Frozen:
    plan: AnnualPlan
    by: int
    at: datetime


def _bodies(connection: Connection, case_id: int) -> dict[int, _Frozen]:
    """The frozen versions with the numbers that filing gave."""
    codes = connection.execute(select(plan_item.c.code).where(plan_item.c.case_id == case_id)).scalars().all()
    rows = connection.execute(select(content).where(content.c.case_id == case_id).order_by(content.c.n))
    return {row.n: _Frozen(with_codes(from_json(json.loads(row.body)), codes), row.by, row.at) for row in rows}


def _copy(connection: Connection, case_id: int) -> AnnualPlan | None:
    body = connection.execute(select(working_copy.c.body).where(
        working_copy.c.case_id == case_id)).scalar_one_or_none()
    return None if body is None else from_json(body)


def _brings(s: Any) -> Any:
    """The action of this state that brings what is written."""
    return next((action for action in s.process.actions_from(s.case.state) if COPY in action.inputs), None)


def _pair(numbers: tuple[int, ...], in_force: int, waiting: int | None, old: int, new: int) -> tuple[int, int]:
    """The two versions to compare: those asked, else the waiting one with the one in force, else the last two."""
    if old in numbers and new in numbers and old != new:
        return min(old, new), max(old, new)
    if waiting and in_force:
        return in_force, waiting
    before = [n for n in numbers if n < in_force]
    return (before[-1], in_force) if before else (0, 0)


def _versions(bodies: Mapping[int, _Frozen], in_force: int, waiting: int | None, known: Names) -> tuple[Version, ...]:
    return tuple(
        Version(n, one.at, known.person(one.by), IN_FORCE if n == in_force else WAITING if n == waiting else FORMER,
                len(one.plan.live), Fen(one.plan.total_fen))
        for n, one in reversed(list(bodies.items()))
    )
