"""Classes sent down to villages, and places where none may be held: scenic spots and high-grade hotels.

The words of the list are the policy's; that a class touches the list is what R-18 found in its content.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from workflow.domain.declaration import ClassDeclaration, Session, from_text
from workflow.domain.findings import CLEAR
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.labels import names
from workflow.queries.reports_classes import counted
from workflow.queries.reports_learnt import policy_of
from workflow.queries.reports_scope import scope_of
from workflow.queries.reports_shape import Wish
from workflow.rulebook.policy import Entry
from workflow.store.cases import case, class_declaration, content, finding
from workflow.wording import Label

DOWN = "down"
RULE = "R-18"
WORDS = "venue.scenic_words"
MOST = 500


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a class sent down: which village, when, for how many of its people; ``half_days`` of teaching."""

    village: str
    start: date
    end: date
    half_days: int | None
    people: int | None
    case_id: int
    number: str | None
    class_name: str
    host: Label | None
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Touched:
    """A class of which R-18 found that it touches the list; ``state`` is where the declaration stands."""

    case_id: int
    number: str | None
    class_name: str
    host: Label | None
    venue: str
    start: date | None
    state: Label | None


@dataclass(frozen=True, slots=True)
class Villages:
    """The stops of the classes sent down in a year, by village; ``people`` of all of them."""

    year: int
    stops: tuple[Stop, ...]

    @property
    def people(self) -> int:
        return sum(stop.people or 0 for stop in self.stops)


@dataclass(frozen=True, slots=True)
class Places:
    """The list in force, with its source and the classes of the year that touched it."""

    year: int
    policy: Label
    words: tuple[str, ...]
    sources: tuple[Label, ...]
    clause: Label
    classes: tuple[Touched, ...]


def villages(office: Office, actor: Actor, year: int) -> Villages:
    """The classes of the year that go to the people they train."""
    scope, wish = scope_of(office, actor), Wish("villages", year)
    with office.database.read() as connection:
        rows = _rows(connection, counted(office, scope, wish), class_declaration.c.channel == DOWN)
        known = names(connection, office.rulebook.roles, units={row.host_unit for row in rows})
    stops = (stop for row in rows for stop in _stops(row, from_text(row.body), known.unit(row.host_unit)))
    return Villages(year, tuple(sorted(stops, key=lambda stop: (stop.village, stop.start, stop.case_id))))


def places(office: Office, actor: Actor, year: int) -> Places:
    """What the policy lists, and which declarations of the year touched it."""
    scope, wish = scope_of(office, actor), Wish("places", year)
    policy = policy_of(office, wish)
    terms, entry = policy.terms(RULE), policy.entries.get(WORDS)
    of = finding.c
    found = select(of.case_id).where(of.case_id == case.c.id, of.n == case.c.findings_n, of.rule == RULE,
                                     of.severity != CLEAR)
    with office.database.read() as connection:
        rows = _rows(connection, case.c.number.is_not(None), scope.within(case.c.host_unit), found.exists(),
                     class_declaration.c.start_date.between(wish.first, wish.last))
        known = names(connection, office.rulebook.roles, units={row.host_unit for row in rows})
    processes = office.rulebook.processes
    return Places(year, policy.label, tuple(policy.get(WORDS) or ()), _sources(office, entry),
                  terms.citation if terms else Label("", ""), tuple(
        Touched(row.id, row.number, row.class_name, known.unit(row.host_unit), row.venue, row.start_date,
                processes[row.process_hash].states[row.state].label if row.process_hash in processes else None)
        for row in rows))  # fmt: skip


def _stops(row: Any, form: ClassDeclaration, host: Label | None) -> Iterator[Stop]:
    """The villages that a class names; its venue where it names none."""
    about = (row.id, row.number, row.class_name, host, form.syllabus)
    for village in form.villages:
        yield Stop(village.name, village.day, village.day, village.half_days, village.people, *about)
    if not form.villages:
        yield Stop(row.venue, row.start_date, row.end_date, form.half_days, row.trainee_count, *about)


def _sources(office: Office, entry: Entry | None) -> tuple[Label, ...]:
    """The titles of what a number rests on; a mark without a title is the project's own proposal."""
    marks = entry.source.replace(",", " ").split() if entry else ()
    return tuple(office.rulebook.sources[mark] for mark in marks if mark in office.rulebook.sources)


def _rows(connection: Connection, *conditions: ColumnElement[bool]) -> list[Any]:
    of = class_declaration.c
    return list(connection.execute(
        select(case.c.id, case.c.number, case.c.host_unit, case.c.state, case.c.process_hash, of.class_name, of.venue,
               of.start_date, of.end_date, of.trainee_count, content.c.body)
        .join_from(case, class_declaration, of.case_id == case.c.id)
        .join(content, (content.c.case_id == case.c.id) & (content.c.n == case.c.form_n))
        .where(*conditions).order_by(of.venue, of.start_date, case.c.id).limit(MOST)
    ))  # fmt: skip
