"""Names on a page: units, people, posts, states and stages, in both languages.

What a person reads is never a code: everything here answers a ``Label`` (or a
``Term`` of the catalogue), read in one go for all the names of a page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, literal, select, union

from workflow.domain.people import SYSTEM
from workflow.rulebook.process import Process, State
from workflow.rulebook.roles import Roles
from workflow.store.people import person, post, stand_in, unit
from workflow.store.posts import in_force, lent
from workflow.store.types import Id
from workflow.wording import Label, Term
from workflow.wording.catalogue import MONTHS

# The shape beside a state's word. A state not named here runs or is done; the word itself is the process's.
LOOKS: Mapping[str, str] = {
    "returned": "mend",
    "approved": "ok",
    "filed": "ok",
    "noticed": "ok",
    "postponed": "mend",
    "rejected": "stop",
    "withdrawn": "stop",
    "cancelled": "stop",
    "lapsed": "stop",
    "aborted": "stop",
}
HOLDERS_SHOWN = 4  # names beside one open seat; more are counted
MOST_SITTERS = 24


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the catalogue with its values, to be spoken in the language of the page."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)


def span(start: date | None, end: date | None) -> Said | date | None:
    """The days of a class, as short as they can be said: one day, within a month, or from to."""
    if start is None or end is None or start == end:
        return start or end
    if (start.year, start.month) != (end.year, end.month):
        return Said("case.span", {"start": start, "end": end})
    month = Label(str(start.month), MONTHS[start.month - 1])
    parts = {"first": str(start.day), "last": str(end.day), "month": month, "year": str(start.year)}
    return Said("case.span_month", parts)


@dataclass(frozen=True, slots=True)
class Names:
    """The names one page needs; a code or number without a row keeps its code as its name."""

    units: Mapping[str, Label]
    people: Mapping[int, Label]
    roles: Roles

    def unit(self, code: str | None) -> Label | None:
        return None if code is None else self.units.get(code, Label(code, code))

    def person(self, number: int) -> Label | Term:
        if number == SYSTEM:
            return Term("case.system")
        return self.people.get(number, Label(f"#{number}", f"#{number}"))

    def role(self, code: str) -> Label:
        return self.roles[code].label if code in self.roles else Label(code, code)

    def post(self, role: str, unit_code: str | None) -> Label:
        """The chair as it is called: the unit's name and the role's."""
        return chair(self.role(role), self.unit(unit_code))


def chair(role: Label, host: Label | None) -> Label:
    """``区财政局 财政局审核`` / ``Finance reviewer, District Finance Bureau``."""
    return role if host is None else Label(f"{host.zh} · {role.zh}", f"{role.en}, {host.en}")


def names(
    connection: Connection, roles: Roles, units: Iterable[str | None] = (), people: Iterable[int | None] = ()
) -> Names:
    """Read the names of these units and people: at most two statements."""
    return Names(_units(connection, units), _people(connection, people), roles)


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who may use a chair today; ``acting_for``: in whose place, for a stand-in."""

    id: int
    acting_for: int | None
    name: Label


Chair = tuple[str, str | None]  # role, unit; ``None`` = of the whole district


def sitters(connection: Connection, chairs: Iterable[Chair], today: date) -> dict[Chair, tuple[Sitter, ...]]:
    """Who sits on each chair today: the holders of the posts in force and their stand-ins, by name.

    At most ``MOST_SITTERS`` a chair.
    """
    found: dict[Chair, tuple[Sitter, ...]] = {}
    for role, where in dict.fromkeys(chairs):
        chair = and_(post.c.role == role, in_force(today), *([post.c.unit == where] if where else []))
        own = select(post.c.person_id.label("who"), literal(None, Id).label("acting_for")).where(chair)
        lent_to = select(stand_in.c.person_id, post.c.person_id).join(post, post.c.id == stand_in.c.post_id).where(
            chair, lent(today))
        either = union(own, lent_to).subquery()
        rows = connection.execute(
            select(person.c.id, either.c.acting_for, person.c.name_zh, person.c.name_en)
            .join(either, either.c.who == person.c.id)
            .where(person.c.disabled_at.is_(None))
            .order_by(person.c.name_zh, either.c.acting_for.is_not(None))
            .limit(MOST_SITTERS)
        )
        found[role, where] = tuple(Sitter(row.id, row.acting_for, _named(row.name_zh, row.name_en)) for row in rows)
    return found


def named(sitting: Iterable[Sitter]) -> tuple[Label, ...]:
    """Their names, each once: at most ``HOLDERS_SHOWN`` + 1, so that a page can say "and others"."""
    return tuple({one.id: one.name for one in sitting}.values())[:HOLDERS_SHOWN + 1]


def holders(connection: Connection, chairs: Iterable[Chair], today: date) -> dict[Chair, tuple[Label, ...]]:
    """The names of those who sit on each chair today."""
    return {chair: named(sitting) for chair, sitting in sitters(connection, chairs, today).items()}


def look(process: Process, state: str) -> str:
    """The shape of a state: draft run ok mend stop done (words carry the meaning, shapes repeat it)."""
    if state == process.initial:
        return "draft"
    shape = LOOKS.get(state, "")
    if process.states[state].kind == "end":
        return shape if shape == "stop" else "done"
    return shape or "run"


def stage_label(process: Process, state: State) -> Label:
    return next(stage.label for stage in process.stages if stage.code == state.stage)


def _units(connection: Connection, codes: Iterable[str | None]) -> dict[str, Label]:
    wanted = sorted({code for code in codes if code})
    if not wanted:
        return {}
    rows = connection.execute(select(unit.c.code, unit.c.name_zh, unit.c.name_en).where(unit.c.code.in_(wanted)))
    return {row.code: Label(row.name_zh, row.name_en) for row in rows}


def _people(connection: Connection, numbers: Iterable[int | None]) -> dict[int, Label]:
    wanted = sorted({number for number in numbers if number is not None and number != SYSTEM})
    if not wanted:
        return {}
    rows = connection.execute(select(person.c.id, person.c.name_zh, person.c.name_en).where(person.c.id.in_(wanted)))
    return {row.id: _named(row.name_zh, row.name_en) for row in rows}


def _named(zh: str, en: str) -> Label:
    """In English the official name stands beside its Latin form: ``Zhou Min (周敏)``."""
    return Label(zh, f"{en} ({zh})" if en and en != zh else zh)
