"""What the rules look at: one declaration and the world around it, gathered beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Unit
from workflow.engine.likeness.comparing import Likeness, People
from workflow.engine.likeness.verdicts import Suggestion
from workflow.engine.rules.histories import Roster
from workflow.rulebook.audiences import Audiences
from workflow.rulebook.lexicon import Lexicon
from workflow.rulebook.policy import Policy
from workflow.rulebook.workdays import Workdays
from workflow.wording.values import Label


@dataclass(frozen=True, slots=True)
class Alike:
    """How like ours another class is. ``people``: common rosters; ``reckoned``: by which versions (JSON values)."""

    likeness: Likeness
    suggestion: Suggestion
    people: People
    reckoned: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SimilarClass:
    """Another live class that may meet ours (a candidate; the rule judges).

    Live (ruling 36) = every class from ``submitted`` on that is not rejected, withdrawn,
    cancelled, lapsed or merged. ``former``: a verdict that counts no longer, since ``changed`` (compared facts) have.
    """

    case_id: int
    number: str
    form: ClassDeclaration
    host: Label
    state: str
    verdict: str = ""  # a settled pair's verdict, "" = open
    alike: Alike | None = None
    former: str = ""
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A fund line with its balances (fen) and what this very case already holds on it."""

    id: int
    owner: str
    year: int
    source: str
    state: str  # expected | open | closed
    appropriated: int
    reserved: int
    committed: int
    spent: int
    held: int = 0
    closes_on: date | None = None  # until when a settlement may still post to it
    last_year: int | None = None  # what the same line was opened with the year before; None = there was none

    @property
    def available(self) -> int:
        return self.appropriated - self.reserved - self.committed - self.spent


@dataclass(frozen=True, slots=True)
class OtherLecture:
    """A lecturer of ours in the list of another live class on days that meet ours."""

    case_id: int
    number: str
    class_name: str
    host: Label
    name: str
    home: str
    topics: tuple[str, ...]
    start: date
    end: date
    fee_fen: int  # per class hour after tax
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a rule may look at; rules are pure functions of it."""

    form: ClassDeclaration
    declared_on: date  # office day of the declaration; today while it is a draft
    policy: Policy
    workdays: Workdays
    audiences: Audiences
    lexicon: Lexicon
    units: Mapping[str, Unit] = field(default_factory=dict)
    similar: tuple[SimilarClass, ...] = ()
    lines: tuple[Line, ...] = ()
    papers: frozenset[str] = frozenset()
    plan_item_known: bool = True  # the named plan item exists and belongs to the host
    roster: Roster = field(default_factory=Roster)
    former: ClassDeclaration | None = None  # what was decided, where a change of it is judged
    lectures: tuple[OtherLecture, ...] = ()
    offline_classes: tuple[str, ...] = ()  # names of the host's other comprehensive offline classes of the year
