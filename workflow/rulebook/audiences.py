"""Coded audiences with containment: who is called to a class, comparable as sets.

Read from ``definitions/audiences.yaml``.  Titles deceive, coded sets do not: the overlap
of two classes is counted over *leaves* (ruling 36: a parent is also a leaf of itself,
so that "all section heads" and "the newly promoted ones" meet, and two batches do not).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from workflow.rulebook.closure import closure
from workflow.wording.values import Label

SECTION_AND_ABOVE = frozenset(("county_division", "section", "deputy_section"))


@dataclass(frozen=True, slots=True)
class Audience:
    """A set of people with a code.

    ``level`` is the highest rank in it, ``managed`` the body level that manages them (the words stand
    in ``house_shapes``), ``lower_leaders`` whether it holds leading-team members of towns,
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


@dataclass(frozen=True, eq=False)
class Audiences(Mapping[str, Audience]):
    """All audiences by code, and the arithmetic of their overlap."""

    by_code: Mapping[str, Audience]
    _leaves: Mapping[str, set[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        leaves = {code: closure((code,), lambda part: self.by_code[part].contains) for code in self.by_code}
        object.__setattr__(self, "_leaves", leaves)

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

    def known(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those of the codes that the house knows: what is typed into a draft may name others."""
        return tuple(code for code in codes if code in self.by_code)
