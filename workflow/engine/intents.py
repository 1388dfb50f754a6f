"""What an action wants done, as values: the engine says it, an act writes it."""

from dataclasses import dataclass
from typing import Any

from workflow.domain.funding import Holding


@dataclass(frozen=True, slots=True)
class Adopt:
    """The proposed content becomes the effective one."""


@dataclass(frozen=True, slots=True)
class Drop:
    """The proposed content is given up."""


@dataclass(frozen=True, slots=True)
class AssignNumber:
    """The next number of a series (declaration, reply, receipt) for this case."""

    series: str


@dataclass(frozen=True, slots=True)
class SetSubject:
    """A column of the subject's row."""

    column: str
    value: Any


@dataclass(frozen=True, slots=True)
class Keep:
    """A remembered value of the case; ``None`` forgets it."""

    key: str
    value: Any


@dataclass(frozen=True, slots=True)
class Hold:
    """What this case holds on a line from now on (absolute, fen)."""

    line: int
    holding: Holding


@dataclass(frozen=True, slots=True)
class ListClass:
    """Let duplicate searches find this class by its present content."""


@dataclass(frozen=True, slots=True)
class UnlistClass:
    """Take this class out of the duplicate searches."""


@dataclass(frozen=True, slots=True)
class ListPlan:
    """Write the items of a filed plan."""


@dataclass(frozen=True, slots=True)
class Consulted:
    """The two units of this pair have been asked to merge; a pair is consulted once."""

    other: int


@dataclass(frozen=True, slots=True)
class TakeIn:
    """The people and places of these merged classes come over to this one."""

    cases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CloseErrand:
    """Close the open round of an errand."""

    action: str


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock of the state stands still, or (``on`` false) runs on, longer by the time it stood."""

    on: bool


@dataclass(frozen=True, slots=True)
class Notify:
    """A message row, delivered after the commit."""

    kind: str
    after_recall_window: bool = False


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An action of the system on another case, in the same transaction."""

    case: int
    action: str


@dataclass(frozen=True, slots=True)
class Close:
    """A step of the closing: ``handed_in``, ``sent_back``, ``passed`` (hours are credited) or ``reopened``;
    or the class is ``stopped``: nobody is credited with anything."""

    step: str


Intent = (
    Adopt | Drop | AssignNumber | SetSubject | Keep | Hold | ListClass | UnlistClass | ListPlan | Consulted
    | TakeIn | CloseErrand
    | Pause | Notify | FollowUp | Close
)
