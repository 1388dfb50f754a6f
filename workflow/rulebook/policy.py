"""A dated policy: the numbers of the rules, each with its source and who confirmed it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.wording.values import Label

NOWHERE = Label("", "")
LAID = "+"  # stands in the code of a policy with overlays laid over it: base+overlay


@dataclass(frozen=True, slots=True)
class Entry:
    """One value with where it comes from; ``confirmed_by`` empty = nobody of the district has confirmed it.

    ``bound`` says which way an overlay may move it: ``max`` (a ceiling: only down), ``min`` (a floor:
    only up), or the words from loose to tight; empty = an overlay may not touch it.
    """

    value: Any
    source: str = ""
    confirmed_by: str = ""
    note: str = ""
    bound: str | tuple[Any, ...] = ""


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """How a rule stands in this policy: whether it runs, how hard, where it blocks, who may override.

    ``clause`` is the official wording of what it rests on; ``citation`` the same in both languages.
    """

    rule: str
    on: bool
    severity: str
    gate: str
    over: tuple[str, ...]
    clause: str
    source: str = ""
    citation: Label = NOWHERE


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """The values in force from ``effective_from`` to ``effective_to`` (inclusive; ``None`` = open)."""

    code: str
    label: Label
    effective_from: date
    effective_to: date | None
    entries: Mapping[str, Entry]  # by dotted path: "quota.class3.total_fen"
    rules: Mapping[str, RuleTerms]  # by rule id
    hash: str = ""
    text: str = field(default="", repr=False)

    def __getitem__(self, path: str) -> Any:
        """The value at a dotted path; ``KeyError`` names the path."""
        return self.entries[path].value

    def get(self, path: str, default: Any = None) -> Any:
        entry = self.entries.get(path)
        return default if entry is None else entry.value

    def terms(self, rule: str) -> RuleTerms | None:
        """The rule's terms, or ``None`` when this policy does not run it."""
        terms = self.rules.get(rule)
        return terms if terms is not None and terms.on else None

    @property
    def is_base(self) -> bool:
        """Whether this is a policy as a file wrote it, without an overlay laid over it."""
        return LAID not in self.code

    def in_force(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Values laid over a policy from a day on, in some districts.

    ``kind``: *overlay* (another authority's campaign: may only tighten) or *local* (the district's or
    city's own standard: may replace, but every number is confirmed by a named person).
    Off unless ``on``; ``remark`` says what a reader must know, e.g. that a profile is still empty.
    """

    code: str
    kind: str
    label: Label
    on: bool
    base: str
    effective_from: date
    effective_to: date | None
    districts: tuple[str, ...]
    entries: Mapping[str, Entry]
    rules: Mapping[str, Mapping[str, Any]]  # rule -> the terms that change
    remark: Label = NOWHERE
    hash: str = ""
    text: str = field(default="", repr=False)

    @property
    def is_empty(self) -> bool:
        return not self.entries and not self.rules
