"""Everything a guard, a signer test or an effect may look at; frozen, gathered beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workflow.domain.completion import Held
from workflow.domain.findings import Finding
from workflow.domain.people import Actor, Unit
from workflow.domain.rosters import Heads
from workflow.engine.rules.facts import Line
from workflow.rulebook.policy import Policy
from workflow.rulebook.process import Process
from workflow.rulebook.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Seat:
    """A signer's place in a round. Open = asked and not yet signed; waiting = its turn has not come."""

    round: int
    place: int
    action: str  # the round's action
    act: str  # the action that signs this seat
    role: str
    unit: str | None  # None = any holder in the district
    status: str  # waiting | open | signed | closed
    state: str  # the state the round was opened in
    gate: str | None = None
    signed_by: int | None = None
    signed_at: datetime | None = None
    opened_at: datetime | None = None
    form_hash: str | None = None
    acting_for: int | None = None  # in whose place the signer signed

    @property
    def pending(self) -> bool:
        return self.status in ("waiting", "open")


@dataclass(frozen=True, slots=True)
class CaseView:
    """The case as it stands. ``remembered`` holds states and values kept by earlier acts."""

    id: int
    kind: str
    state: str
    version: int
    rounds: int
    host: str | None  # unit code
    created_by: int
    created_at: datetime
    entered_at: datetime
    due_at: datetime | None = None
    number: str | None = None
    remembered: Mapping[str, Any] = field(default_factory=dict)
    form_n: int = 0
    form_hash: str | None = None
    findings_hash: str | None = None


@dataclass(frozen=True, slots=True)
class OpenPair:
    """A duplicate pair of block level; ``verdict`` empty until a person settles it."""

    other: int
    verdict: str = ""
    consulted: bool = False  # one consultation per pair (ruling 20)


@dataclass(frozen=True)
class Situation:
    """One case, one actor, one moment.

    ``form`` is the effective subject content; ``proposed`` a newer content that waits for
    adoption (amendment, merge, or a resubmitted form) with the names of the ``changed`` fields;
    ``given`` what the actor states with the action (dates, amounts, numbers, reasons by code).
    """

    case: CaseView
    process: Process
    actor: Actor
    now: datetime
    today: date
    policy: Policy
    workdays: Workdays
    form: Any = None
    proposed: Any = None
    changed: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()
    findings: tuple[Finding, ...] = ()
    pairs: tuple[OpenPair, ...] = ()
    lines: tuple[Line, ...] = ()
    holdings: Mapping[int, tuple[int, int, int]] = field(default_factory=dict)  # line -> reserved, committed, spent
    papers: frozenset[str] = frozenset()
    heads: Heads = field(default_factory=Heads)  # the roster in numbers
    held: Held | None = None  # how far the sign-in has come, where the state's actions ask for it
    units: Mapping[str, Unit] = field(default_factory=dict)
    other_host: str | None = None
    action: str = ""  # the action being judged
    opinion: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def content(self) -> Any:
        """The content that is being decided: the proposed one where there is one."""
        return self.form if self.proposed is None else self.proposed

    @property
    def overdue(self) -> bool:
        """Whether the time that the state allows is over."""
        return self.case.due_at is not None and self.now > self.case.due_at

    def with_(self, **changes: Any) -> "Situation":
        """The same with other values.  By hand, since every act asks for some: ``replace`` sets field by field."""
        made = object.__new__(Situation)
        vars(made).update(vars(self), **changes)
        return made
