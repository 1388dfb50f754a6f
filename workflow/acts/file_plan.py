"""A unit draws up its annual plan; from then on it goes its way by ``take_action`` like every other case."""

from collections.abc import Sequence

from workflow.acts.declare import begin, save_copy
from workflow.acts.take_action import Done
from workflow.domain.funding import year_faults
from workflow.domain.people import Actor
from workflow.domain.plan import AnnualPlan, PlanItem, complete, to_json
from workflow.office import Office
from workflow.refusals import Refused

KIND = "annual_plan"


def begin_plan(office: Office, actor: Actor, unit: str, year: int, items: Sequence[PlanItem]) -> Done:
    """Begin the plan of a unit for a year with what is known of it.

    Refused (``line_year_wrong``, ``plan_empty``, ``plan_too_long``, ``plan_item_wrong`` per item and field)
    or as :func:`workflow.acts.declare.begin`.
    """
    plan = AnnualPlan(unit, year, tuple(items))
    _check(office, plan)
    return begin(office, actor, unit, form=to_json(plan), kind=KIND)


def save_plan(office: Office, actor: Actor, case_id: int, plan: AnnualPlan, *, version: int) -> int:
    """Keep a plan that is being mended; the new version of the working copy, as for a declaration."""
    _check(office, plan)
    return save_copy(office, actor, case_id, to_json(plan), version=version)


def _check(office: Office, plan: AnnualPlan) -> None:
    faults = [*complete(plan, frozenset(office.rulebook.lexicon)), *year_faults(plan.year)]
    if faults:
        raise Refused(faults)
