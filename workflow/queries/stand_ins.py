"""S22 代理: which posts one can lend, to whom, and what is lent now, was or will be."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlalchemy.orm import aliased

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.labels import chair
from workflow.store.people import person, post, stand_in, unit
from workflow.store.posts import in_force
from workflow.wording import Label

SHOWN = 50  # stand-ins on the page, the newest first


@dataclass(frozen=True, slots=True)
class Lent:
    """One stand-in: whose post, who stands in, and the days; ``standing``: coming, now or over."""

    id: int
    post: Label
    holder: Label
    stand_in: Label
    from_day: date
    to_day: date
    standing: str
    mine: bool  # the post is this person's own


@dataclass(frozen=True, slots=True)
class StandInPage:
    """``posts``: one's own, by id; ``people``: accounts with a post today, by id, each with where they sit."""

    posts: tuple[tuple[int, Label], ...]
    people: tuple[tuple[int, Label], ...]
    lent: tuple[Lent, ...]


def stand_in_page(office: Office, actor: Actor) -> StandInPage:
    """What the page needs for this person."""
    today, roles = office.today(), office.rulebook.roles
    with office.database.read() as connection:
        mine = connection.execute(
            select(post.c.id, post.c.role, unit.c.name_zh, unit.c.name_en).join(unit, unit.c.code == post.c.unit)
            .where(post.c.person_id == actor.id, in_force(today)).order_by(post.c.id)).all()
        posts = tuple((row.id, chair(roles[row.role].label, Label(row.name_zh, row.name_en)))
                      for row in mine if row.role in roles)
        people = _people(connection, actor, today) if posts else ()
        return StandInPage(posts, people, _lent(connection, office, actor, today))


def _people(connection: Connection, actor: Actor, today: date) -> tuple[tuple[int, Label], ...]:
    """Everybody else with a post today, by unit and name, each once."""
    rows = connection.execute(
        select(person.c.id, person.c.name_zh, person.c.name_en, unit.c.name_zh.label("unit_zh"),
               unit.c.name_en.label("unit_en"))
        .join(post, post.c.person_id == person.c.id).join(unit, unit.c.code == post.c.unit)
        .where(in_force(today), person.c.disabled_at.is_(None), person.c.id != actor.id)
        .order_by(unit.c.code, person.c.name_zh, post.c.id))
    found: dict[int, Label] = {}
    for row in rows:
        found.setdefault(row.id, Label(f"{row.name_zh}（{row.unit_zh}）", f"{row.name_en}, {row.unit_en}"))
    return tuple(found.items())


def _lent(connection: Connection, office: Office, actor: Actor, today: date) -> tuple[Lent, ...]:
    holder, other = aliased(person), aliased(person)
    rows = connection.execute(
        select(stand_in, post.c.role, post.c.person_id.label("holder_id"), unit.c.name_zh.label("unit_zh"),
               unit.c.name_en.label("unit_en"), holder.c.name_zh.label("holder_zh"),
               holder.c.name_en.label("holder_en"), other.c.name_zh.label("other_zh"),
               other.c.name_en.label("other_en"))
        .select_from(stand_in).join(post, post.c.id == stand_in.c.post_id).join(unit, unit.c.code == post.c.unit)
        .join(holder, holder.c.id == post.c.person_id).join(other, other.c.id == stand_in.c.person_id)
        .where(or_(post.c.person_id == actor.id, stand_in.c.person_id == actor.id))
        .order_by(stand_in.c.to_day.desc(), stand_in.c.id.desc()).limit(SHOWN))
    return tuple(_shown(office, row, actor, today) for row in rows)


def _shown(office: Office, row: Any, actor: Actor, today: date) -> Lent:
    role = office.rulebook.roles.get(row.role)
    standing = "over" if row.to_day < today else "coming" if row.from_day > today else "now"
    label = chair(role.label if role else Label(row.role, row.role), Label(row.unit_zh, row.unit_en))
    return Lent(row.id, label, Label(row.holder_zh, row.holder_en), Label(row.other_zh, row.other_en), row.from_day,
                row.to_day, standing, row.holder_id == actor.id)
