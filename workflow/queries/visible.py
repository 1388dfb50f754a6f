"""What this actor may see: the same rule as a select (which rows?) and as a test (may I?).

* A unit sees the cases it hosts, co-hosts or organises, and those where a seat of its own stands or stood.
* A district role sees a case from the moment it left the unit: it has a number, or a seat of the district.
* The auditor sees all; the administrator sees lists and heads, never decisions, money or findings.
* Outside its own unit a clerk sees of a similar class the title, host, dates, audience and counts,
  never names or money (ruling 37).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, cast, exists, false, func, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB, array

from workflow.domain.people import Actor
from workflow.office.gather import GREATEST_ID
from workflow.refusals import NotFound
from workflow.rulebook.roles import Roles
from workflow.store.cases import case, content, pair, seat

READS_ALL = "auditor"
LISTS_ONLY = "admin"


class Sight(IntEnum):
    """How much of a case may be shown, from nothing to all."""

    NONE = 0
    SIMILAR = 1  # title, host, dates, audience, counts
    LIST = 2  # the head and where it stands
    FULL = 3


@dataclass(frozen=True, slots=True)
class Traits:
    """What decides about the sight of one case."""

    units: frozenset[str]  # host, co-hosts, organiser and units of its seats
    left_unit: bool  # numbered, or asked of the district
    like: frozenset[str]  # hosts of the classes it was compared with


def sight(actor: Actor, roles: Roles, traits: Traits) -> Sight:
    """The most that any post of the actor allows."""
    return max((_by_post(post.role, post.unit, roles, traits) for post in actor.posts), default=Sight.NONE)


def sight_of(connection: Connection, actor: Actor, roles: Roles, case_id: int) -> Sight:
    """How much of this case the actor may see; an unknown case is ``Sight.NONE``."""
    traits = traits_of(connection, case_id)
    return Sight.NONE if traits is None else sight(actor, roles, traits)


def demand(connection: Connection, actor: Actor, roles: Roles, case_id: int, least: Sight = Sight.FULL) -> Sight:
    """The sight of the case; raises :class:`NotFound` below ``least``: nobody learns that a hidden case exists."""
    found = sight_of(connection, actor, roles, case_id)
    if found < least:
        raise NotFound("case", case_id)
    return found


def visible(actor: Actor, roles: Roles, dialect: str) -> ColumnElement[bool]:
    """The condition on ``case`` under which a row stands in this actor's lists (sight ``LIST`` or more)."""
    held = {post.role for post in actor.posts if post.role in roles}
    if held & {READS_ALL, LISTS_ONLY}:
        return true()
    branches: list[ColumnElement[bool]] = []
    if any(roles[role].scope == "district" for role in held):
        branches.append(or_(case.c.number.is_not(None), _has_seat(seat.c.unit.is_(None))))
    units = sorted({post.unit for post in actor.posts if post.role in roles and roles[post.role].scope == "unit"})
    if units:
        branches += [case.c.host_unit.in_(units), _has_seat(seat.c.unit.in_(units)), _takes_part(units, dialect)]
    return or_(*branches) if branches else false()


def traits_of(connection: Connection, case_id: int) -> Traits | None:
    """Read what decides about the sight of a case; ``None`` if there is no such case."""
    if not 0 < case_id <= GREATEST_ID:
        return None
    row = connection.execute(
        select(case.c.host_unit, case.c.number, content.c.body)
        .outerjoin(content, (content.c.case_id == case.c.id) & (content.c.n == case.c.form_n))
        .where(case.c.id == case_id)
    ).one_or_none()
    if row is None:
        return None
    seats = set(connection.execute(select(seat.c.unit).distinct().where(seat.c.case_id == case_id)).scalars())
    units = {row.host_unit, *_partners(row.body), *seats} - {None, ""}
    like = connection.execute(_compared_hosts(case_id)).scalars()
    return Traits(frozenset(units), row.number is not None or None in seats, frozenset(filter(None, like)))


def _by_post(role: str, unit: str, roles: Roles, traits: Traits) -> Sight:
    if role not in roles:
        return Sight.NONE
    if role == READS_ALL:
        return Sight.FULL
    if role == LISTS_ONLY:
        return Sight.LIST
    if roles[role].scope == "district":
        return Sight.FULL if traits.left_unit else Sight.NONE
    if unit in traits.units:
        return Sight.FULL
    return Sight.SIMILAR if unit in traits.like else Sight.NONE


def _partners(body: str | None) -> frozenset[str]:
    """Co-hosts and organiser of a frozen content, by code."""
    form = json.loads(body) if body else {}
    return frozenset({*form.get("co_hosts", ()), form.get("organiser") or ""} - {""})


def _takes_part(units: Sequence[str], dialect: str) -> ColumnElement[bool]:
    """The same in SQL. The names stand in the frozen JSON only, so each database reads it in its own words."""
    of_case = select(content.c.n).where(content.c.case_id == case.c.id, content.c.n == case.c.form_n)
    if dialect == "postgresql":
        form = cast(content.c.body, JSONB)
        co_host = form["co_hosts"].has_any(array(units))
        organiser = form["organiser"].astext.in_(units)
        return of_case.where(or_(co_host, organiser)).exists()
    each = func.json_each(content.c.body, "$.co_hosts").table_valued("value")
    co_host = select(each.c.value).where(each.c.value.in_(units)).exists()
    organiser = func.json_extract(content.c.body, "$.organiser").in_(units)
    return of_case.where(or_(co_host, organiser)).exists()


def _has_seat(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(seat.c.case_id == case.c.id, condition)


def _compared_hosts(case_id: int) -> Select[Any]:
    other = case.alias("other")
    compared = or_(
        (pair.c.case_id == case_id) & (pair.c.other_id == other.c.id),
        (pair.c.other_id == case_id) & (pair.c.case_id == other.c.id),
    )
    return select(other.c.host_unit).distinct().join_from(pair, other, compared)
