"""A unit draws up its annual plan; from then on it goes its way by ``take_action`` like every other case.

A filed plan is adjusted by a new version: what is typed is kept here, ``adjust_plan`` sends it on.
"""

import json
from collections.abc import Sequence

from sqlalchemy import or_, select

from workflow.acts.declare import begin, save_copy
from workflow.acts.take_action import Done
from workflow.domain.funding import year_faults
from workflow.domain.people import Actor
from workflow.domain.plan import AnnualPlan, PlanItem, complete, from_json, to_json
from workflow.domain.plan_versions import KEPT, compare, lost_codes, with_codes
from workflow.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.cases import annual_plan, case, class_audience, class_declaration, content, plan_item
from workflow.wording.values import Label

KIND = "annual_plan"


def begin_plan(office: Office, actor: Actor, unit: str, year: int, items: Sequence[PlanItem]) -> Done:
    """Begin the plan of a unit for a year with what is known of it.

    Refused (``line_year_wrong``, ``plan_empty``, ``plan_too_long``, ``plan_item_wrong`` per item and field,
    ``plan_there`` when the unit has a plan of that year already) or as :func:`workflow.acts.declare.begin`.
    """
    plan = AnnualPlan(unit, year, tuple(items))
    _check(office, plan)
    _only_one(office, plan)
    return begin(office, actor, unit, form=to_json(plan), kind=KIND)


def save_plan(office: Office, actor: Actor, case_id: int, plan: AnnualPlan, *, version: int) -> int:
    """Keep a plan that is being mended or adjusted; the new version of the working copy, as for a declaration.

    Of a filed plan every numbered class stays (``plan_item_lost``, ``plan_item_strange``), a class is given up only
    while no declaration of it is under way or was held (``plan_item_declared``), and something must be changed
    (``nothing_changed``).
    """
    _check(office, plan, adjusting=_filed(office, case_id))
    return save_copy(office, actor, case_id, to_json(plan), version=version)


def _check(office: Office, plan: AnnualPlan, adjusting: AnnualPlan | None = None) -> None:
    faults = [*complete(plan, frozenset(office.rulebook.lexicon)), *year_faults(plan.year)]
    if adjusting is not None:
        faults += lost_codes([item.code for item in adjusting.items], plan)
        faults += _declared(office, adjusting, plan)
        if not faults and all(change.how == KEPT for change in compare(adjusting, plan)):
            faults.append(Refusal("nothing_changed"))
    elif any(item.code or item.dropped for item in plan.items):
        faults.append(Refusal("plan_item_strange", {"code": next(filter(None, (i.code for i in plan.items)), "–")}))
    if faults:
        raise Refused(faults)


def _declared(office: Office, before: AnnualPlan, plan: AnnualPlan) -> list[Refusal]:
    """Classes that are to be given up although the searches find a live declaration of them."""
    live = {item.code for item in before.live}
    gone = {item.code: item.class_name for item in plan.items if item.dropped and item.code in live}
    with office.database.read() as connection:
        there = connection.execute(
            select(class_declaration.c.plan_item).distinct()
            .join(class_audience, class_audience.c.case_id == class_declaration.c.case_id)
            .where(class_declaration.c.plan_item.in_(gone)).order_by(class_declaration.c.plan_item)).scalars().all()
    return [Refusal("plan_item_declared", {"name": Label(gone[code], gone[code])}, field="items") for code in there]


def _filed(office: Office, case_id: int) -> AnnualPlan | None:
    """The filed version in force with its numbers; ``None`` of a plan that was never filed."""
    with office.database.read() as connection:
        codes = connection.execute(select(plan_item.c.code).where(plan_item.c.case_id == case_id)).scalars().all()
        body = connection.execute(
            select(content.c.body).join_from(case, content, (content.c.case_id == case.c.id) & (
                content.c.n == case.c.form_n)).where(case.c.id == case_id)).scalar_one_or_none() if codes else None
    return with_codes(from_json(json.loads(body)), codes) if body else None


def _only_one(office: Office, plan: AnnualPlan) -> None:
    """A unit has one plan a year; one that was declined or withdrawn makes room for another."""
    ended = tuple(office.rulebook.ends(KIND))
    with office.database.read() as connection:
        there = connection.execute(
            select(case.c.id).join_from(annual_plan, case, case.c.id == annual_plan.c.case_id).where(
                annual_plan.c.unit == plan.unit, annual_plan.c.year == plan.year,
                or_(annual_plan.c.filed_on.is_not(None), case.c.state.not_in(ended)))
        ).first()
    if there is not None:
        raise Refused(Refusal("plan_there", {"year": str(plan.year)}, field="year"))
