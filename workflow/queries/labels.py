"""Names on a page: units, people, posts, states and stages, in both languages.

What a person reads is never a code: everything here answers a ``Label`` (or a
``Term`` of the catalogue), read in one go for all the names of a page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, literal, or_, select, union

from workflow.domain.people import SYSTEM
from workflow.rulebook.process import Process, State
from workflow.rulebook.roles import Roles
from workflow.store.people import person, post, stand_in, succession, unit, unit_name
from workflow.store.posts import follows, in_force, lent
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
    """The names one page needs; a code or number without a row keeps its code as its name.

    ``former``: what a unit was called before, each with the last day of the name, the oldest first.
    """

    units: Mapping[str, Label]
    people: Mapping[int, Label]
    roles: Roles
    former: Mapping[str, tuple[tuple[date, Label], ...]] = field(default_factory=dict)
    day: date | None = None  # the day as of which this page calls units; ``None`` = now

    def on(self, day: date | None) -> "Names":
        """The same names as they were on a day."""
        return replace(self, day=day)

    def unit(self, code: str | None) -> Label | None:
        if code is None:
            return None
        if self.day is not None:
            for last, name in self.former.get(code, ()):
                if self.day <= last:
                    return name
        return self.units.get(code, Label(code, code))

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
    called, former = _units(connection, units)
    return Names(called, _people(connection, people), roles, former)


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
        chair = and_(post.c.role == role, in_force(today), *([_sits_for(where, today)] if where else []))
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


def _sits_for(where: str, today: date) -> ColumnElement[bool]:
    """Whether a post stands in a unit, or in the one that has taken over from it."""
    heirs = select(succession.c.successor).where(succession.c.unit == where, follows(today))
    return or_(post.c.unit == where, post.c.unit.in_(heirs))


def _units(
    connection: Connection, codes: Iterable[str | None]
) -> tuple[dict[str, Label], dict[str, tuple[tuple[date, Label], ...]]]:
    """What these units are called, and what they were called before."""
    wanted = sorted({code for code in codes if code})
    if not wanted:
        return {}, {}
    of = unit_name.c
    rows = connection.execute(
        select(unit.c.code, unit.c.name_zh, unit.c.name_en, of.to_day, of.name_zh.label("was_zh"),
               of.name_en.label("was_en"))
        .outerjoin(unit_name, of.unit == unit.c.code).where(unit.c.code.in_(wanted)).order_by(of.to_day))
    called: dict[str, Label] = {}
    former: dict[str, tuple[tuple[date, Label], ...]] = {}
    for row in rows:
        called[row.code] = Label(row.name_zh, row.name_en)
        if row.to_day is not None:
            former[row.code] = (*former.get(row.code, ()), (row.to_day, Label(row.was_zh, row.was_en)))
    return called, former


def _people(connection: Connection, numbers: Iterable[int | None]) -> dict[int, Label]:
    wanted = sorted({number for number in numbers if number is not None and number != SYSTEM})
    if not wanted:
        return {}
    rows = connection.execute(select(person.c.id, person.c.name_zh, person.c.name_en).where(person.c.id.in_(wanted)))
    return {row.id: _named(row.name_zh, row.name_en) for row in rows}


def _named(zh: str, en: str) -> Label:
    """In English the official name stands beside its Latin form: ``Zhou Min (周敏)``."""
    return Label(zh, f"{en} ({zh})" if en and en != zh else zh)
