"""The posts of the house: who sits on each, who stands in, what is in hand there, which are vacant (S21)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from workflow.domain.seats import OPEN
from workflow.office import Office
from workflow.queries.health import WELL, Health, open_chairs, staffing
from workflow.queries.labels import named, names, sitters
from workflow.refusals import NotFound
from workflow.store.cases import seat
from workflow.store.people import person, post, stand_in
from workflow.store.posts import in_force
from workflow.wording import Label

Chair = tuple[str, str | None]  # role, unit; ``None`` = of the whole district


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody in a post: from when, to when, and who stands in for them."""

    id: int
    person_id: int
    person: Label
    unit: Label
    from_day: date
    to_day: date | None
    absences: tuple["Absence", ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """A stand-in that is not over."""

    id: int
    person: Label
    from_day: date
    to_day: date


@dataclass(frozen=True, slots=True)
class Place:
    """One kind of chair: a role, in a unit or of the district; ``in_hand`` counts the seats that wait there."""

    code: str  # of the role
    role: Label
    holdings: tuple[Holding, ...]
    in_hand: int


@dataclass(frozen=True, slots=True)
class Group:
    """The chairs of one unit; ``name`` ``None`` = of the whole district."""

    code: str | None
    name: Label | None
    places: tuple[Place, ...]

    @property
    def vacant(self) -> int:
        return sum(not place.holdings for place in self.places)

    @property
    def by_role(self) -> Mapping[str, Place]:
        return {place.code: place for place in self.places}


@dataclass(frozen=True, slots=True)
class Board:
    """The chairs of the district, and those of the units; ``warnings``: where the people there are cannot keep the
    gates apart."""

    district: tuple[Place, ...]
    units: tuple[Group, ...]
    warnings: tuple[Health, ...]

    @property
    def vacant(self) -> int:
        return sum(group.vacant for group in self.units) + sum(not place.holdings for place in self.district)

    @property
    def columns(self) -> Mapping[str, Label]:
        """The roles that units fill, by code."""
        return {place.code: place.role for group in self.units for place in group.places}


@dataclass(frozen=True, slots=True)
class Ending:
    """A post about to end: its chair, who holds it, what is in hand there, and who else could take it."""

    id: int
    role: Label
    unit: Label
    person: Label
    from_day: date
    to_day: date | None
    in_hand: int
    others: tuple[Label, ...]


def posts_board(office: Office) -> Board:
    """Every chair that is held today or that something waits for, the district's first, then by unit."""
    with office.database.read() as connection:
        held, waiting = _held(connection, office), _waiting(connection)
        wanted = {*held, *waiting} | set(_expected(office, held))
        known = names(connection, office.rulebook.roles, units=[unit for _, unit in wanted])
        absences = _absences(connection, office.today())
        units = {row.unit for rows in held.values() for row in rows}
        known_units = names(connection, office.rulebook.roles, units=units)
    groups = []
    for code in sorted({unit for _, unit in wanted}, key=lambda unit: (unit is not None, unit or "")):
        places = tuple(
            Place(role, known.role(role), tuple(_holding(row, known_units.unit(row.unit), absences)
                                                for row in held.get((role, code), ())), waiting[role, code])
            for role in office.rulebook.roles if (role, code) in wanted)
        groups.append(Group(code, known.unit(code), places))
    of_district = tuple(place for group in groups if group.code is None for place in group.places)
    of_units = tuple(group for group in groups if group.code is not None)
    looked = (*staffing(office), *open_chairs(office))
    return Board(of_district, of_units, tuple(one for one in looked if one.grade != WELL))


def ending(office: Office, post_id: int) -> Ending:
    """What is at hand when a post ends; ``NotFound`` when there is no such post."""
    with office.database.read() as connection:
        row = connection.execute(_posts().where(post.c.id == post_id)).one_or_none()
        if row is None:
            raise NotFound("post", post_id)
        chair = _chair(office, row)
        known = names(connection, office.rulebook.roles, units=[row.unit])
        others = [one for one in sitters(connection, [chair], office.today())[chair] if one.id != row.person_id]
        unit = known.unit(row.unit) or Label(row.unit, row.unit)
        return Ending(row.id, known.role(row.role), unit, Label(row.name_zh, row.name_en), row.from_day, row.to_day,
                      _waiting(connection)[chair], named(others))


def roles_to_fill(office: Office) -> Mapping[str, Label]:
    """The roles that somebody can hold, by code."""
    return {code: role.label for code, role in office.rulebook.roles.items() if role.user}


def _posts() -> Any:
    return select(post.c.id, post.c.role, post.c.unit, post.c.from_day, post.c.to_day, post.c.person_id,
                  person.c.name_zh, person.c.name_en).join(person, person.c.id == post.c.person_id)


def _chair(office: Office, row: Any) -> Chair:
    roles = office.rulebook.roles
    return row.role, row.unit if row.role in roles and roles[row.role].scope == "unit" else None


def _held(connection: Connection, office: Office) -> Mapping[Chair, list[Any]]:
    rows = connection.execute(_posts().where(in_force(office.today()), person.c.disabled_at.is_(None))
                              .order_by(person.c.name_zh, post.c.id))
    found: dict[Chair, list[Any]] = {}
    for row in rows:
        found.setdefault(_chair(office, row), []).append(row)
    return found


def _expected(office: Office, held: Iterable[Chair]) -> Iterator[Chair]:
    """The chairs without which a unit that has any of them, or the district, cannot carry a case through."""
    roles = office.rulebook.roles
    signing = {role for process in office.rulebook.processes.values() for role in process.roles
               if role in roles and roles[role].user}
    hosts = {unit for role, unit in held if unit and role in _beginners(office)}
    for role in signing:
        if roles[role].scope == "district":
            yield role, None
        elif role in _of_hosts(office):
            yield from ((role, unit) for unit in hosts)


def _beginners(office: Office) -> set[str]:
    """Who signs the first action of a process."""
    firsts = [process.deciding(process.initial) for process in office.rulebook.processes.values()]
    return {signer.role for first in firsts if first for signer in first.signers.members}


def _of_hosts(office: Office) -> set[str]:
    """The roles of a unit that sign what it hosts."""
    roles, found = office.rulebook.roles, set()
    for process in office.rulebook.processes.values():
        found |= {signer.role for action in process.actions.values() if action.decides
                  for signer in action.signers.members if roles[signer.role].scope == "unit"}
    return found


def _waiting(connection: Connection) -> Counter[Chair]:
    rows = connection.execute(select(seat.c.role, seat.c.unit, func.count()).where(seat.c.status == OPEN)
                              .group_by(seat.c.role, seat.c.unit))
    return Counter({(role, unit): int(count) for role, unit, count in rows})


def _absences(connection: Connection, today: date) -> Mapping[int, tuple[Absence, ...]]:
    """The stand-ins that are not over, by the post that is lent."""
    other = aliased(person)
    rows = connection.execute(
        select(stand_in.c.id, stand_in.c.post_id, stand_in.c.from_day, stand_in.c.to_day, other.c.name_zh,
               other.c.name_en).join(other, other.c.id == stand_in.c.person_id)
        .where(stand_in.c.to_day >= today, stand_in.c.to_day >= stand_in.c.from_day).order_by(stand_in.c.from_day))
    found: dict[int, tuple[Absence, ...]] = {}
    for row in rows:
        one = Absence(row.id, Label(row.name_zh, row.name_en), row.from_day, row.to_day)
        found[row.post_id] = (*found.get(row.post_id, ()), one)
    return found


def _holding(row: Any, unit: Label | None, absences: Mapping[int, tuple[Absence, ...]]) -> Holding:
    return Holding(row.id, row.person_id, Label(row.name_zh, row.name_en), unit or Label(row.unit, row.unit),
                   row.from_day, row.to_day, absences.get(row.id, ()))
