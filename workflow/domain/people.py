"""People and where they stand: units, posts and the actor of an act."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from workflow.wording.values import Label

# Kinds of units that are places: classes of one place may meet those of the places around and within it.
PLACES = frozenset({"province", "city", "district", "town", "subdistrict", "village"})
SYSTEM = 0  # person id of the system itself: timers and follow-up acts


@dataclass(frozen=True, slots=True)
class Unit:
    """A body of the district's tree.

    ``kind``: district, department, town, subdistrict, institution, company, village...;
    ``system`` groups units that one department leads (本系统); ``level`` is the level of
    the body: province, city, district, town.
    """

    code: str
    label: Label
    kind: str
    level: str = "district"
    parent: str | None = None
    system: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Post:
    """A chair somebody holds: a role, in a unit; ``acting_for``: whose chair it is, where it is lent (代理)."""

    role: str
    unit: str
    acting_for: int | None = None  # person id


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, with the posts held at that moment."""

    id: int
    name: str = field(compare=False, default="")
    posts: tuple[Post, ...] = ()

    @property
    def is_system(self) -> bool:
        return self.id == SYSTEM

    def holds(self, role: str, unit: str | None = None) -> Post | None:
        """The post by which this actor may fill (role, unit), their own before a lent one; unit ``None`` = any unit."""
        fitting = [p for p in self.posts if p.role == role and unit in (None, p.unit)]
        return next((p for p in fitting if p.acting_for is None), fitting[0] if fitting else None)

    def holds_one_of(self, roles: Iterable[str], unit: str | None = None) -> Post | None:
        """The post of the first of these roles that this actor may fill."""
        return next((found for role in roles if (found := self.holds(role, unit))), None)


def system_actor() -> Actor:
    """The house itself: timers and the acts that follow from another act."""
    return Actor(SYSTEM, "system")
