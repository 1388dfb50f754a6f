"""A process as typed values: what may happen, before anybody asks whether it may now.

Read from ``definitions/processes/*.yaml`` by ``reading``; never changed afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.wording.values import Label


@dataclass(frozen=True, slots=True)
class Call:
    """A guard, predicate or effect by name, with its typed parameters."""

    name: str
    params: tuple[tuple[str, Any], ...] = ()

    @property
    def kwargs(self) -> dict[str, Any]:
        return dict(self.params)


@dataclass(frozen=True, slots=True)
class Signer:
    """A seat to fill: a role, of which unit, on which condition, by which action.

    ``of``: host | other_host (a unit's role) | district (a district-wide role).
    ``act``: the action that signs this seat, when it is not the round's own.
    """

    role: str
    of: str = "district"
    when: Call | None = None
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Signers:
    """Who must sign: ``verb`` is one | all | in_order | gate | reopened | system.

    one: any one of the members; gate: any holder of an open seat of the state's round;
    reopened: the roles whose decisions the changed facts re-open, else ``members``;
    system: timers and follow-up acts.
    """

    verb: str
    members: tuple[Signer, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where an action leads.

    Exactly one of: ``state``; ``recall`` (the key of a remembered state; ``or_earlier``:
    the earliest deciding state before it whose facts changed); ``test`` with
    ``then``/``otherwise``. All ``None`` = stays.
    """

    state: str | None = None
    recall: str | None = None
    or_earlier: bool = False
    test: Call | None = None
    then: "Target | None" = None
    otherwise: "Target | None" = None

    @property
    def stays(self) -> bool:
        return self.state is None and self.recall is None and self.test is None


@dataclass(frozen=True, slots=True)
class Road:
    """From these states to that target."""

    sources: tuple[str, ...]
    target: Target


@dataclass(frozen=True, slots=True)
class Due:
    """Working days, or a path in the policy (``timing.gates.funding``)."""

    days: int | None = None
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    code: str
    label: Label
    stage: str
    kind: str  # open | end
    due: Due | None = None
    gate: str | None = None  # a gate: separation and findings count here
    remember: str | None = None  # the key under which the state we came from is remembered at entry
    line: int = 0


@dataclass(frozen=True, slots=True)
class Action:
    code: str
    label: Label
    roads: tuple[Road, ...]
    signers: Signers
    decides: bool = False
    guards: tuple[Call, ...] = ()
    effects: tuple[Call, ...] = ()
    opinion: str = "optional"  # optional | required
    recallable: bool = False
    reopens: bool = False
    relies_on: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()  # what the actor states with the action, by name of the closed vocabulary
    line: int = 0
    sources: tuple[str, ...] = field(init=False)  # the states of all its roads

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", tuple(source for road in self.roads for source in road.sources))

    def road_from(self, state: str) -> Road | None:
        return next((road for road in self.roads if state in road.sources), None)


@dataclass(frozen=True, slots=True)
class Stage:
    code: str
    label: Label


@dataclass(frozen=True, slots=True, eq=False)
class Process:
    """One published version. ``hash`` = SHA-256 of its canonical JSON is its identity."""

    code: str
    version: int
    label: Label
    subject: str  # class_declaration | annual_plan | form
    roles: tuple[str, ...]
    initial: str
    stages: tuple[Stage, ...]
    states: Mapping[str, State]
    actions: Mapping[str, Action]
    hash: str = ""
    text: str = field(default="", repr=False)

    def deciding(self, state: str) -> Action | None:
        """The action a state waits for; its signers are the seats of the state's round."""
        return next((a for a in self.actions.values() if a.decides and state in a.sources), None)

    def actions_from(self, state: str) -> tuple[Action, ...]:
        return tuple(a for a in self.actions.values() if state in a.sources)
