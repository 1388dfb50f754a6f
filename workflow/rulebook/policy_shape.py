"""The shape of a policy file (a base policy, an overlay or a local profile), as models."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, StringConstraints, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from workflow.rulebook.shape import MARKS, POLICY, RULE, Name, Shape, Words, by_type

Marks = Annotated[str, StringConstraints(pattern=MARKS)]
"""Where a number comes from: marks of sources.yaml, K (unverified knowledge), P (proposal); several with ", "."""

PolicyCode = Annotated[str, StringConstraints(pattern=POLICY)]
RuleCode = Annotated[str, StringConstraints(pattern=RULE)]
Severity = Literal["block", "warn", "info"]
Gate = Literal["authority", "duplicate", "funding", "leader", "submit", "notice", "closing", "year"]


def _day(value: Any) -> date:
    try:
        if isinstance(value, str) and len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("no_day", "no_day")


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day, written 2026-01-31."""


Value = Annotated[
    Annotated[bool, Tag("<bool>")]
    | Annotated[int, Tag("<int>")]
    | Annotated[float, Tag("<float>")]
    | Annotated[str, Tag("<str>")]
    | Annotated[None, Tag("<NoneType>")]
    | Annotated[list[str], Tag("<list>")],
    by_type("<bool>", "<int>", "<float>", "<str>", "<NoneType>", "<list>"),
]
Word = Annotated[Annotated[bool, Tag("<bool>")] | Annotated[str, Tag("<str>")], by_type("<bool>", "<str>")]
Bound = Annotated[
    Annotated[Literal["min", "max"], Tag("<str>")] | Annotated[list[Word], Field(min_length=2), Tag("<list>")],
    by_type("<str>", "<list>"),
]


class NumberShape(Shape):
    """A number with its source. ``bound`` (base policies): which way an overlay may move it."""

    value: Value
    source: Marks
    confirmed_by: Words | None = None
    note: Words | None = None
    bound: Bound | None = None


def _form(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    return "<number>" if "value" in value else "<group>"


_Number = Annotated[NumberShape, Tag("<number>")]
_Inner = Annotated[_Number | Annotated[dict[Name, NumberShape], Tag("<group>")], Discriminator(_form)]
Group = Annotated[_Number | Annotated[dict[Name, _Inner], Tag("<group>")], Discriminator(_form)]
"""A number, or a group of numbers, at most three names deep: ``timing.gates.funding``."""


class ClauseShape(Shape):
    """What the rule rests on, as people read it."""

    zh: Words
    en: Words


class RuleShape(Shape):
    """A rule in a base policy."""

    on: bool
    severity: Severity
    gate: Gate
    over: list[Name]
    source: Marks
    clause: ClauseShape


class RuleChangeShape(Shape):
    """A rule in an overlay: only what changes, and why."""

    on: bool | None = None
    severity: Severity | None = None
    over: list[Name] | None = None
    source: Marks
    clause: ClauseShape | None = None


class BaseShape(Shape):
    """A whole policy."""

    policy: PolicyCode
    kind: Literal["base"]
    zh: Words
    en: Words
    effective_from: Day
    effective_to: Day | None
    numbers: dict[Name, Group]
    rules: Annotated[dict[RuleCode, RuleShape], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> "BaseShape":
        _ends_after(self.effective_from, self.effective_to)
        return self


class OverlayShape(Shape):
    """An overlay or a local profile over the policy ``base``."""

    policy: PolicyCode
    kind: Literal["overlay", "local"]
    zh: Words
    en: Words
    on: bool
    base: PolicyCode
    effective_from: Day
    effective_to: Day | None
    districts: list[Words]
    remark: ClauseShape | None = None
    numbers: dict[Name, Group]
    rules: dict[RuleCode, RuleChangeShape]

    @model_validator(mode="after")
    def _in_order(self) -> "OverlayShape":
        _ends_after(self.effective_from, self.effective_to)
        return self


def _ends_after(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise PydanticCustomError("ends_before_start", "ends_before_start", {"start": first, "end": last})
