"""Writes the items of a filed plan, numbered on over the whole district (2026-001, 2026-002, ...)."""

from workflow.acts.case_change import CaseChange
from workflow.domain.plan import from_json
from workflow.store.numbering import next_number
from workflow.store.plan_writing import FILE_PLAN, NEW_PLAN_ITEM

SERIES = "plan"


def list_plan(change: CaseChange) -> None:
    """One row per item, each with the next number of the plan's year, and the day of filing on the plan itself.

    The numbers are told in the record: a later class names its item by them.
    """
    plan = from_json(change.situation.form)
    change.work.hold()
    told = change.rows.setdefault("plan_item", [])
    for item in plan.items:
        count = next_number(change.work.connection, SERIES, plan.year)
        row = {"code": f"{plan.year}-{count:03d}", "unit": plan.unit, "year": plan.year, "class_name": item.class_name,
               "topic_code": item.topic_code, "class_kind": item.class_kind, "tier": item.tier, "channel": item.channel,
               "month": item.month, "trainee_count": item.trainee_count, "half_days": item.half_days,
               "total_fen": item.total_fen}
        change.work.write(NEW_PLAN_ITEM, case_id=change.id, **row)
        told.append(row)
    today = change.situation.today
    change.set["filed_on"] = today
    change.work.write(FILE_PLAN, key_case_id=change.id, filed_on=today, total_fen=plan.total_fen)
