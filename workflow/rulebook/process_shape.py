"""The shape of a process file, as models: what the reader accepts and the JSON Schema describes."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from workflow.rulebook.shape import Name, Shape, Words, by_type


def _by_key(**tags: str) -> Discriminator:
    """Chooses the form of a value: a word, or the mapping that holds one of these keys."""

    def choose(value: Any) -> str | None:
        if isinstance(value, str):
            return "<word>"
        if isinstance(value, dict):
            return next((tag for key, tag in tags.items() if key in value), "<mapping>" if "_" in tags else None)
        return None

    return Discriminator(choose)


class DueDays(Shape):
    """A literal number of working days, for processes without a policy."""

    days: Annotated[int, Field(ge=1, le=366)]


class DuePolicy(Shape):
    """A path in the policy, e.g. ``timing.gates.funding``."""

    policy: str


Due = Annotated[
    Annotated[DueDays, Tag("<days>")] | Annotated[DuePolicy, Tag("<policy>")],
    _by_key(days="<days>", policy="<policy>"),
]

Item = Annotated[Annotated[int, Tag("<int>")] | Annotated[str, Tag("<str>")], by_type("<int>", "<str>")]
Value = Annotated[
    Annotated[bool, Tag("<bool>")]
    | Annotated[int, Tag("<int>")]
    | Annotated[str, Tag("<str>")]
    | Annotated[list[Item], Tag("<list>")],
    by_type("<bool>", "<int>", "<str>", "<list>"),
]
CallShape = Annotated[
    Annotated[Name, Tag("<word>")]
    | Annotated[dict[Name, dict[Name, Value]], Field(min_length=1, max_length=1), Tag("<mapping>")],
    _by_key(_="<mapping>"),
]


class StageShape(Shape):
    """A stage on the line that everybody sees at the top of the page."""

    zh: Words
    en: Words


class StateShape(Shape):
    """A state of the case. ``remember``: entering it keeps the state we came from under this key."""

    stage: Name
    zh: Words
    en: Words
    kind: Literal["open", "end"] = "open"
    due: Due | None = None
    gate: Name | None = None
    remember: Name | None = None


class RecallShape(Shape):
    """Back to a remembered state; ``or_earlier: reopened`` to the first gate before it whose facts changed."""

    recall: Name
    or_earlier: Literal["reopened"] | None = None


class ForkShape(Shape):
    """One target or another, by a yes-or-no question."""

    if_: Annotated[CallShape, Field(alias="if")]
    then: "TargetShape"
    else_: Annotated["TargetShape", Field(alias="else")]


TargetShape = Annotated[
    Annotated[Name, Tag("<word>")] | Annotated[RecallShape, Tag("<recall>")] | Annotated[ForkShape, Tag("<fork>")],
    _by_key(recall="<recall>", **{"if": "<fork>"}),
]


class SignerShape(Shape):
    """One seat. ``of`` defaults to the host for a unit's role, to the district for a district role."""

    role: Name
    of: Literal["host", "other_host", "district"] | None = None
    when: CallShape | None = None
    act: Name | None = None


Members = Annotated[list[SignerShape], Field(min_length=1, max_length=20)]


class SignersShape(Shape):
    """Who signs: exactly one verb with its members."""

    one: Members | None = None
    all: Members | None = None
    in_order: Members | None = None
    reopened: Members | None = None

    @model_validator(mode="after")
    def _one_verb(self) -> "SignersShape":
        if len(self.model_fields_set) != 1:
            raise PydanticCustomError("one_verb", "exactly one verb")
        return self


Signers = Annotated[
    Annotated[Literal["gate", "system"], Tag("<word>")] | Annotated[SignersShape, Tag("<mapping>")],
    _by_key(_="<mapping>"),
]
Sources = Annotated[
    Annotated[Name, Tag("<word>")] | Annotated[list[Name], Field(min_length=1), Tag("<list>")],
    Discriminator(lambda value: "<list>" if isinstance(value, list) else "<word>"),
]


class RoadShape(Shape):
    """From these states to that target; without ``to`` the case stays."""

    from_: Annotated[Sources, Field(alias="from")]
    to: TargetShape | None = None


class ActionShape(Shape):
    """An action: ``from`` and ``to``, or several ``roads``."""

    zh: Words
    en: Words
    from_: Annotated[Sources | None, Field(alias="from")] = None
    to: TargetShape | None = None
    roads: Annotated[list[RoadShape], Field(min_length=1)] | None = None
    decides: bool = False
    signers: Signers
    guards: list[CallShape] = []
    effects: list[CallShape] = []
    opinion: Literal["optional", "required"] = "optional"
    recallable: bool = False
    reopens: bool = False
    relies_on: list[str] = []
    inputs: list[Name] = []

    @model_validator(mode="after")
    def _from_or_roads(self) -> "ActionShape":
        if (self.from_ is None) == (self.roads is None) or (self.roads is not None and self.to is not None):
            raise PydanticCustomError("from_or_roads", "either from/to or roads")
        return self


class ProcessShape(Shape):
    """A whole process file."""

    process: Name
    version: Annotated[int, Field(ge=1, le=9999)]
    zh: Words
    en: Words
    subject: Name
    roles: Annotated[list[Name], Field(min_length=1)]
    initial: Name
    stages: Annotated[dict[Name, StageShape], Field(min_length=1)]
    states: Annotated[dict[Name, StateShape], Field(min_length=1, max_length=500)]
    actions: Annotated[dict[Name, ActionShape], Field(min_length=1, max_length=500)]


ForkShape.model_rebuild()
