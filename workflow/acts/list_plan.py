"""Writes the items of a filed plan, numbered on over the whole district (2026-001, 2026-002, ...).

An adjustment that is filed writes only what it changes: classes keep their numbers, a class given
up keeps its row with the day, and the links to the needs that a class meets follow the new version.
"""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from workflow.acts.case_change import CaseChange
from workflow.domain.plan import AnnualPlan, PlanItem, from_json
from workflow.refusals import Refusal
from workflow.store.cases import annual_plan, plan_item
from workflow.store.needs import need_link
from workflow.store.needs_writing import DROP_LINK, NEW_LINK
from workflow.store.numbering import next_number
from workflow.store.plan_writing import CHANGE_PLAN_ITEM, FILE_PLAN, ITEM_COLUMNS, NEW_PLAN_ITEM

SERIES = "plan"


def list_plan(change: CaseChange) -> None:
    """One row per item, and the day of the first filing on the plan itself, all told in the record.

    New items get the next numbers of the plan's year: a later class names its item by them.
    """
    plan: AnnualPlan = from_json(change.present)
    change.work.hold()
    standing = _standing(change)
    items = [_listed(change, plan, item, standing) for item in plan.items]
    _link(change, items)
    filed = change.work.connection.execute(
        select(annual_plan.c.filed_on).where(annual_plan.c.case_id == change.id)).scalar_one()
    day = filed or change.situation.today
    change.set["filed_on"] = day
    change.work.write(FILE_PLAN, key_case_id=change.id, filed_on=day, total_fen=plan.total_fen)


def _listed(change: CaseChange, plan: AnnualPlan, item: PlanItem, standing: dict[str, dict[str, Any]]) -> PlanItem:
    """The item as its row stands from now on; the item with its number."""
    told = change.rows.setdefault("plan_item", [])
    if not item.code:
        count = next_number(change.work.connection, SERIES, plan.year)
        code = f"{plan.year}-{count:03d}"
        row = {"code": code, "unit": plan.unit, "year": plan.year, **_columns(item, None, change.situation.today)}
        change.work.write(NEW_PLAN_ITEM, case_id=change.id, **row)
        told.append(row)
        return replace(item, code=code)
    row = standing.get(item.code, {})
    columns = _columns(item, row.get("cancelled_on"), change.situation.today)
    if columns != row:
        strange = Refusal("plan_item_strange", {"code": item.code}, field="items")
        change.work.demand(strange, CHANGE_PLAN_ITEM, key_code=item.code, key_case_id=change.id, **columns)
        told.append({"code": item.code, **columns})
    return item


def _columns(item: PlanItem, cancelled: date | None, today: date) -> dict[str, Any]:
    """The columns of an item; one given up keeps the day on which it was."""
    asked = asdict(item)
    columns = {name: asked[name] for name in ITEM_COLUMNS if name in asked}
    return {**columns, "cancelled_on": (cancelled or today) if item.dropped else None}


def _standing(change: CaseChange) -> dict[str, dict[str, Any]]:
    """The columns of the items filed before, by number."""
    wanted = select(plan_item.c.code, *(plan_item.c[name] for name in ITEM_COLUMNS))
    rows = change.work.connection.execute(wanted.where(plan_item.c.case_id == change.id)).mappings()
    return {row["code"]: {name: row[name] for name in ITEM_COLUMNS} for row in rows}


def _link(change: CaseChange, items: list[PlanItem]) -> None:
    """The needs that the live items meet: links that the new version no longer names are taken off."""
    wanted = {(need, item.code) for item in items if not item.dropped for need in item.needs}
    rows = change.work.connection.execute(
        select(need_link.c.need_id, need_link.c.code).where(need_link.c.case_id == change.id))
    there = {(row.need_id, row.code) for row in rows}
    if wanted == there:
        return
    change.work.finish()  # an item's row stands before a link names it
    told = change.rows.setdefault("need_link", [])
    for need, code in sorted(there - wanted):
        change.work.write(DROP_LINK, key_case_id=change.id, key_need_id=need, key_code=code)
        told.append({"need_id": need, "code": code, "gone": True})
    for need, code in sorted(wanted - there):
        change.work.write(NEW_LINK, case_id=change.id, need_id=need, code=code)
        told.append({"need_id": need, "code": code})
