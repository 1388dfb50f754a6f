"""Helps tests to fill the wizard in as a person would: the inputs of a clean class, step by step."""

from typing import Any

from tests.district import a_class
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.declaration_form import fields_of, to_raw


def typed(step: int, form: ClassDeclaration | None = None, **changes: Any) -> dict[str, Any]:
    """The inputs of one step as a browser sends them; an unticked box is not sent."""
    fields = fields_of(step)
    names = {asked.name for asked in fields}
    ticks = {asked.name for asked in fields if asked.kind == "yes_no"}
    raw = to_raw(off_plan() if form is None else form)
    sent = {name: value for name, value in raw.items() if name.split("-")[0] in names}
    sent = {name: value for name, value in sent.items() if not (name in ticks and value == "no")}
    return {**sent, **changes}


def off_plan() -> ClassDeclaration:
    """A clean class that stands in no plan."""
    return a_class(class_name="社区议事协商骨干培训班", plan_type="extra", plan_item="", extra_reason="年中新增的任务")
