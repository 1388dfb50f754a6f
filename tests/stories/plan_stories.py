"""The shortest story of every action of the annual plan's process."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from sqlalchemy import select

from tests.district import ITEM
from tests.stories.walking import Walker
from workflow.acts.file_plan import begin_plan, save_plan
from workflow.domain.plan import AnnualPlan
from workflow.store.cases import plan_item

Story = Callable[[Walker], int]
STORIES: dict[tuple[str, str], Story] = {}
CIVIL, HEAD = "CIVIL.declarant", "CIVIL.unit_head"
YEARS = count(2027)


def story(*codes: str) -> Callable[[Story], Story]:
    """The story in which these actions happen."""

    def told(teller: Story) -> Story:
        STORIES.update({("plan_filing", code): teller for code in codes})
        return teller

    return told


@story("send_unit", "unit_approve", "file")
def _(w: Walker) -> int:
    case_id = planned(w)
    w.d.take(case_id, "unit_approve", HEAD)
    w.d.take(case_id, "file", "od_section")
    return case_id


@story("return")
def _(w: Walker) -> int:
    case_id = planned(w)
    w.d.take(case_id, "return", HEAD)
    w.d.take(case_id, "send_unit", CIVIL)
    return case_id


@story("withdraw")
def _(w: Walker) -> int:
    case_id = planned(w)
    w.d.take(case_id, "withdraw", HEAD)
    return case_id


@story("reject")
def _(w: Walker) -> int:
    case_id = planned(w)
    w.d.take(case_id, "unit_approve", HEAD)
    w.d.take(case_id, "reject", "od_section")
    return case_id


@story("adjust_plan", "file_adjustment")
def _(w: Walker) -> int:
    case_id = adjusted(w)
    w.d.take(case_id, "file_adjustment", "od_section")
    return case_id


@story("decline_adjustment")
def _(w: Walker) -> int:
    case_id = adjusted(w)
    w.d.take(case_id, "decline_adjustment", "od_section")
    return case_id


@story("withdraw_adjustment")
def _(w: Walker) -> int:
    case_id = adjusted(w)
    w.d.take(case_id, "withdraw_adjustment", HEAD)
    return case_id


def planned(w: Walker) -> int:
    """A plan on its way; each of another year, since a unit has one plan a year."""
    year = next(YEARS)
    case_id = begin_plan(w.d.office, w.d.actor(CIVIL), "CIVIL", year, (ITEM,)).case_id
    w.d.take(case_id, "send_unit", CIVIL)
    return case_id


def adjusted(w: Walker) -> int:
    """A filed plan for which both signers of the unit ask an adjustment."""
    case_id = planned(w)
    w.d.take(case_id, "unit_approve", HEAD)
    w.d.take(case_id, "file", "od_section")
    with w.d.office.database.read() as connection:
        row = connection.execute(select(plan_item.c.code, plan_item.c.year).where(
            plan_item.c.case_id == case_id)).one()
    later = AnnualPlan("CIVIL", row.year, (replace(ITEM, code=row.code, month=12),))
    save_plan(w.d.office, w.d.actor(CIVIL), case_id, later, version=0)
    w.d.take(case_id, "adjust_plan", CIVIL)
    w.d.take(case_id, "adjust_plan", HEAD)
    return case_id
