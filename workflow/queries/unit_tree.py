"""The units of the house as a tree: names now and before, who follows, who sits there, how much is open.

Cadres are counted, never named: who may see names asks the list of a unit's people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from workflow.office import Office
from workflow.refusals import NotFound
from workflow.store.cases import case
from workflow.store.people import cadre, person, post, succession, unit, unit_name
from workflow.store.posts import in_force
from workflow.wording import Label, Term


@dataclass(frozen=True, slots=True)
class Former:
    """A name that a unit had, to its last day."""

    name: Label
    to_day: date


@dataclass(frozen=True, slots=True)
class Follower:
    """A unit that follows another; ``takes``: its open cases go on there."""

    code: str
    name: Label
    from_day: date
    takes: bool


@dataclass(frozen=True, slots=True)
class Sitting:
    """A post held today."""

    id: int
    person_id: int
    role: Label
    person: Label


@dataclass(frozen=True, slots=True)
class Branch:
    """One unit at its place; ``depth`` counts from 0 at the top, ``cases`` are the open ones that it hosts.

    ``follows``: units whose open cases it has taken over.
    """

    code: str
    depth: int
    parent: str | None
    name: Label
    kind: Term
    level: Term
    system: str
    active: bool
    from_day: date | None
    to_day: date | None
    former: tuple[Former, ...]
    followers: tuple[Follower, ...]
    follows: tuple[Label, ...]
    posts: tuple[Sitting, ...]
    cadres: int
    cases: int


@dataclass(frozen=True, slots=True)
class UnitPage:
    """One unit with the units above and directly below it; ``others``: standing units to choose from, by code."""

    unit: Branch
    above: tuple[Branch, ...]
    below: tuple[Branch, ...]
    others: Mapping[str, Label]


def unit_tree(office: Office) -> tuple[Branch, ...]:
    """Every unit, each below the one above it; on one level those that stand come first, then by code."""
    with office.database.read() as connection:
        return tuple(_walk(_Read(connection, office), None, 0))


def unit_page(office: Office, code: str) -> UnitPage:
    """One unit; ``NotFound`` when there is none."""
    found = {one.code: one for one in unit_tree(office)}
    if code not in found:
        raise NotFound("unit", code[:64])
    above: list[Branch] = []
    parent = found[code].parent
    while parent is not None:
        above.insert(0, found[parent])
        parent = found[parent].parent
    below = tuple(one for one in found.values() if one.parent == code)
    others = {one.code: one.name for one in found.values() if one.active and one.code != code}
    return UnitPage(found[code], tuple(above), below, others)


def standing_units(office: Office) -> Mapping[str, Label]:
    """The units in use, by code in the order of the tree."""
    return {one.code: one.name for one in unit_tree(office) if one.active}


class _Read:
    """All rows that the tree is made of, by unit."""

    def __init__(self, connection: Connection, office: Office):
        self.roles = office.rulebook.roles
        rows = connection.execute(select(unit).order_by(unit.c.active.desc(), unit.c.code)).all()
        self.names = {row.code: Label(row.name_zh, row.name_en) for row in rows}
        self.below: dict[str | None, list[Any]] = defaultdict(list)
        for row in rows:
            self.below[row.parent].append(row)
        self.former = _grouped(connection.execute(select(unit_name).order_by(unit_name.c.to_day)), "unit")
        followed = connection.execute(select(succession).order_by(succession.c.from_day, succession.c.id)).all()
        self.followers, self.follows = _grouped(followed, "unit"), _grouped(followed, "successor")
        self.posts = _grouped(connection.execute(
            select(post.c.id, post.c.unit, post.c.role, post.c.person_id, person.c.name_zh, person.c.name_en)
            .join(person, person.c.id == post.c.person_id)
            .where(in_force(office.today()), person.c.disabled_at.is_(None)).order_by(post.c.id)), "unit")
        counts = connection.execute(select(cadre.c.unit, func.count()).group_by(cadre.c.unit))
        self.cadres = {code: int(count) for code, count in counts}
        self.cases = open_cases(connection, office)

    def order(self, row: Any) -> int:
        """Posts stand in the order of the house's roles."""
        return list(self.roles).index(row.role) if row.role in self.roles else len(self.roles)


def open_cases(connection: Connection, office: Office) -> Counter[str]:
    """How many cases go on, by the unit that hosts them."""
    processes, found = office.rulebook.processes, Counter[str]()
    for host, process, state, count in connection.execute(
        select(case.c.host_unit, case.c.process_hash, case.c.state, func.count())
        .where(case.c.host_unit.is_not(None), case.c.process_hash.is_not(None))
        .group_by(case.c.host_unit, case.c.process_hash, case.c.state)
    ):
        if process in processes and processes[process].deciding(state) is not None:
            found[host] += count
    return found


def _grouped(rows: Any, name: str) -> Mapping[str, Sequence[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _walk(read: _Read, parent: str | None, depth: int) -> Iterator[Branch]:
    for row in read.below[parent]:
        yield _branch(read, row, depth)
        yield from _walk(read, row.code, depth + 1)


def _branch(read: _Read, row: Any, depth: int) -> Branch:
    taken = [one.unit for one in read.follows.get(row.code, ()) if one.takes]
    return Branch(
        row.code, depth, row.parent, read.names[row.code], kind_term(row.kind), Term(f"directory.level.{row.level}"),
        row.system, bool(row.active), row.from_day, row.to_day,
        tuple(Former(Label(one.name_zh, one.name_en), one.to_day) for one in read.former.get(row.code, ())),
        tuple(Follower(one.successor, read.names[one.successor], one.from_day, bool(one.takes))
              for one in read.followers.get(row.code, ())),
        tuple(read.names[code] for code in taken),
        tuple(Sitting(one.id, one.person_id, read.roles[one.role].label if one.role in read.roles
                      else Label(one.role, one.role), Label(one.name_zh, one.name_en))
              for one in sorted(read.posts.get(row.code, ()), key=read.order)),
        read.cadres.get(row.code, 0), read.cases[row.code])


def kind_term(kind: str) -> Term:
    """What kind of body a unit is."""
    return Term(f"directory.kind.{kind}")
