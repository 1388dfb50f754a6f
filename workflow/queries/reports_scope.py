"""Whose figures a reader may see in reports, and whose names.

Roles of the district see the figures of the whole district, a unit its own; names of people are for the
organisation department, the auditor and the person's own unit.  The administrator sees none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, false, select, true

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.visible import LISTS_ONLY, READS_ALL
from workflow.refusals import NotFound
from workflow.store.people import unit
from workflow.wording import Label

NAMES = frozenset({"od_section", "od_deputy", "od_head", READS_ALL})


@dataclass(frozen=True, slots=True)
class Scope:
    """``units``: whose figures, ``None`` = the whole district; ``named``: whose people by name, likewise."""

    units: tuple[str, ...] | None
    named: tuple[str, ...] | None

    def within(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """The rows whose unit this reader may count."""
        return _among(self.units, column)

    def may_name(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """The rows whose people this reader may see by name."""
        return _among(self.named, column)

    @property
    def names_any(self) -> bool:
        return self.named is None or bool(self.named)

    def of(self, code: str) -> "Scope":
        """The same reader looking at one unit alone; one that is not theirs leaves nothing."""
        if not code:
            return self
        return replace(self, units=_meet(self.units, code), named=_meet(self.named, code))


def scope_of(office: Office, actor: Actor) -> Scope:
    """What this actor may count and name; ``NotFound`` for who may see no report at all."""
    roles = office.rulebook.roles
    held = [post for post in actor.posts if post.role in roles and post.role != LISTS_ONLY]
    if not held:
        raise NotFound("reports", actor.id)
    own = tuple(sorted({post.unit for post in held if roles[post.role].scope == "unit"}))
    district = any(roles[post.role].scope == "district" for post in held)
    named = any(post.role in NAMES for post in held)
    return Scope(None if district else own, None if named else own)


def units_of(connection: Connection, scope: Scope) -> Mapping[str, Label]:
    """The units a reader may ask for, by code."""
    rows = connection.execute(
        select(unit.c.code, unit.c.name_zh, unit.c.name_en).where(scope.within(unit.c.code)).order_by(unit.c.code)
    )
    return {row.code: Label(row.name_zh, row.name_en) for row in rows}


def _among(units: tuple[str, ...] | None, column: ColumnElement[Any]) -> ColumnElement[bool]:
    if units is None:
        return true()
    return column.in_(units) if units else false()


def _meet(units: tuple[str, ...] | None, code: str) -> tuple[str, ...]:
    return (code,) if units is None or code in units else ()
