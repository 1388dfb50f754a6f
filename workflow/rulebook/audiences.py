"""Coded audiences with containment: who is called to a class, comparable as sets.

Read from ``definitions/audiences.yaml``.  Titles deceive, coded sets do not: the overlap
of two classes is counted over *leaves* (ruling 36: a parent is also a leaf of itself,
so that "all section heads" and "the newly promoted ones" meet, and two batches do not).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from workflow.wording.values import Label

LEVELS = ("county_division", "section", "deputy_section", "staff", "professional", "village", "community", "other")
MANAGED = ("city", "district", "unit", "town")
SECTION_AND_ABOVE = frozenset(("county_division", "section", "deputy_section"))


@dataclass(frozen=True, slots=True)
class Audience:
    """A set of people with a code.

    ``level`` is the highest rank in it, ``managed`` the body level that manages them
    (domain.md 1.4), ``lower_leaders`` whether it holds leading-team members of towns,
    sub-districts or bureaus (A3, R-30).
    """

    code: str
    label: Label
    tier: str
    level: str
    managed: str
    lower_leaders: bool = False
    contains: tuple[str, ...] = ()

    @property
    def city_managed(self) -> bool:
        """A district may not call them by itself (A4, R-31)."""
        return self.managed == "city"

    @property
    def county_division(self) -> bool:
        return self.level == "county_division"

    @property
    def section_level(self) -> bool:
        """Section level *or above* (A2, R-29)."""
        return self.level in SECTION_AND_ABOVE

    @property
    def unit_managed(self) -> bool:
        return self.managed == "unit"

    @property
    def professional(self) -> bool:
        """Professional and technical staff: HR & Social Security has a say (ruling 28)."""
        return self.level == "professional"


@dataclass(frozen=True, eq=False)
class Audiences(Mapping[str, Audience]):
    """All audiences by code, and the arithmetic of their overlap."""

    by_code: Mapping[str, Audience]
    _leaves: Mapping[str, frozenset[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_leaves", {code: self._below(code) for code in self.by_code})

    def __getitem__(self, code: str) -> Audience:
        return self.by_code[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_code)

    def __len__(self) -> int:
        return len(self.by_code)

    def leaves(self, codes: Iterable[str]) -> frozenset[str]:
        """Every code that these codes stand for, themselves included; ``KeyError`` for an unknown one."""
        return frozenset().union(*(self._leaves[code] for code in codes))

    def overlap(self, one: Iterable[str], other: Iterable[str]) -> tuple[int, int]:
        """``(common, smaller)``: the overlap coefficient is their quotient; ``(0, 0)`` when a side is empty.

        The smaller side is the measure: a small class wholly inside a big one is a repeat.
        """
        left, right = self.leaves(one), self.leaves(other)
        return len(left & right), min(len(left), len(right))

    def of_tier(self, tier: str) -> tuple[Audience, ...]:
        return tuple(audience for audience in self.by_code.values() if audience.tier == tier)

    def _below(self, code: str) -> frozenset[str]:
        found: set[str] = set()
        waiting = [code]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting.extend(self.by_code[here].contains)
        return frozenset(found)
