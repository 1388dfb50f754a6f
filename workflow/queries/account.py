"""Who somebody is: the account behind a sign-in, its posts today, and the head of each page."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.labels import names
from workflow.refusals import NotFound
from workflow.store.people import person, post, stand_in, unit
from workflow.store.posts import in_force, lent, with_posts
from workflow.wording import Label


@dataclass(frozen=True, slots=True)
class Chair:
    """A post held today, as it is called; ``of_unit``: the role is one of its unit, not of the whole district.

    ``acting_for``, ``until``: whose post it is and to which day, where it is lent.
    """

    role: str
    unit: str
    role_label: Label
    unit_label: Label
    of_unit: bool
    holder: int | None = None
    acting_for: Label | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in, with the chairs held on this office day.

    ``session_key`` changes with the password: a session that carries an older one has ended.
    """

    id: int
    username: str
    name: Label
    language: str
    session_key: str
    chairs: tuple[Chair, ...]
    actor: Actor  # with the chairs of former units too, which their units have followed

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(chair.role for chair in self.chairs)


@dataclass(frozen=True, slots=True)
class House:
    """The district and the department that answers for this service, as the head of each page names them."""

    district: Label
    department: Label

    @property
    def official(self) -> str:
        """The department's full name as it stands on paper, in Chinese: 城西区 + 区委组织部."""
        zh, department = self.district.zh, self.department.zh
        return zh + (department[1:] if zh[-1:] == department[:1] else department)


def account_of(office: Office, person_id: int) -> Account | None:
    """The account with its posts in force today; ``None`` if there is none or it is disabled."""
    with office.database.read() as connection:
        row = connection.execute(
            select(person).where(person.c.id == person_id, person.c.disabled_at.is_(None))
        ).one_or_none()
        if row is None:
            return None
        chairs = _chairs(connection, office, person_id, office.today())
        actor = with_posts(connection, Actor(row.id, row.name_zh), office.today())
    name = Label(row.name_zh, row.name_en or row.name_zh)
    return Account(row.id, row.username, name, row.language, row.session_key, chairs, actor)


def person_named(office: Office, username: str) -> int:
    """The number of the account with this name, open or closed; ``NotFound`` if there is none."""
    with office.database.read() as connection:
        found = connection.execute(select(person.c.id).where(person.c.username == username)).scalar_one_or_none()
    if found is None:
        raise NotFound("person", username)
    return int(found)


def house(office: Office) -> House:
    """The names in the head of the page: the district and its competent department, by today's policy."""
    policy = office.rulebook.policy_on(office.today())
    district, department = policy["district.code"], next(iter(policy["district.competent_units"]))
    with office.database.read() as connection:
        known = names(connection, office.rulebook.roles, units=(district, department))
    none = Label("", "")
    return House(known.units.get(district, none), known.units.get(department, none))


def _chairs(connection: Connection, office: Office, person_id: int, today: date) -> tuple[Chair, ...]:
    columns = (post.c.role, post.c.unit, unit.c.name_zh, unit.c.name_en)
    own = connection.execute(
        select(*columns)
        .join_from(post, unit, unit.c.code == post.c.unit)
        .where(post.c.person_id == person_id, in_force(today))
        .order_by(post.c.id)
    ).all()
    borrowed = connection.execute(
        select(*columns, post.c.person_id.label("holder"), stand_in.c.to_day, person.c.name_zh.label("holder_zh"),
               person.c.name_en.label("holder_en"))
        .join_from(stand_in, post, post.c.id == stand_in.c.post_id)
        .join(unit, unit.c.code == post.c.unit).join(person, person.c.id == post.c.person_id)
        .where(stand_in.c.person_id == person_id, lent(today), in_force(today))
        .order_by(stand_in.c.id)
    ).all()
    return (*(_chair(office, row) for row in own), *(_lent_chair(office, row) for row in borrowed))


def _lent_chair(office: Office, row: Any) -> Chair:
    holder = Label(row.holder_zh, row.holder_en or row.holder_zh)
    return replace(_chair(office, row), holder=row.holder, acting_for=holder, until=row.to_day)


def _chair(office: Office, row: Any) -> Chair:
    known = office.rulebook.roles.get(row.role)
    label = known.label if known else Label(row.role, row.role)
    of_unit = known is None or known.scope == "unit"
    return Chair(row.role, row.unit, label, Label(row.name_zh, row.name_en), of_unit)
