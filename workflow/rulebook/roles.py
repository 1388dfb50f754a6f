"""The roles of the house, once: codes, names, where they hold, and which two no person may hold together.

Read from ``definitions/roles.yaml``.  Processes and policies name roles by code; the
program itself knows none of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflow.wording.values import Label


@dataclass(frozen=True, slots=True)
class Role:
    """A chair that signs or looks.

    ``scope``: a *unit* role is held in one unit and signs for that unit; a *district* role
    holds in the whole district.  ``user`` is false for a body that is only recorded
    (the higher organisation department) and gets no account.  ``keeps_people``: its holders
    keep the accounts and posts of the house.
    """

    code: str
    label: Label
    scope: str
    user: bool = True
    keeps_people: bool = False


@dataclass(frozen=True, eq=False)
class Roles(Mapping[str, Role]):
    """All roles by code; ``exclusive`` are the pairs of codes that one person must not hold."""

    by_code: Mapping[str, Role]
    exclusive: frozenset[frozenset[str]] = field(default_factory=frozenset)

    def __getitem__(self, code: str) -> Role:
        return self.by_code[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_code)

    def __len__(self) -> int:
        return len(self.by_code)

    def clash(self, one: str, other: str) -> bool:
        """May one person not hold both roles?"""
        return frozenset((one, other)) in self.exclusive
