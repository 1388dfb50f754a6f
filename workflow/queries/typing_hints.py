"""What is said while a class is typed: similar classes, as far as one can tell already, and the topic of its name.

Of another unit's class only what any clerk may know (ruling 37): title, host, dates, audience and counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from workflow.domain.declaration import ClassDeclaration, from_text
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.likeness import Found, check, reach_of
from workflow.office.likeness_contents import units_of
from workflow.queries.case_facts import audience
from workflow.queries.labels import Names, Said, names, span
from workflow.queries.pair_likeness import known_likenesses
from workflow.refusals import NotFound
from workflow.store.cases import case, content
from workflow.wording import Label, Term

SHOWN = 3  # classes and topics named; more are counted
TOLD = ("topic", "audience", "title", "host", "dates")  # what rests on public facts
SHORTEST = 2  # signs of a name that say anything


@dataclass(frozen=True, slots=True)
class Similar:
    """A class like the one being typed; ``band``: raised | related; in what it is the same and in what it differs."""

    case_id: int
    title: str
    host: Label | None
    when: Said | date | None
    audience: tuple[Any, ...]
    people: int | None
    band: str
    same: tuple[Term, ...]
    differs: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class TypingHints:
    """``more`` similar classes stand behind those shown; ``dated``: compared on the days typed, else as if it were held
    today. ``topics``: (code, name) that the name speaks of, none while the chosen one is among
    them; ``chosen``: one was. ``typed``: there is enough to compare."""

    similar: tuple[Similar, ...] = ()
    more: int = 0
    months: int = 0
    dated: bool = True
    topics: tuple[tuple[str, Label], ...] = ()
    chosen: bool = False
    typed: bool = False


def typing_hints(office: Office, actor: Actor, case_id: int, form: ClassDeclaration) -> TypingHints:
    """The hints for a half-typed class; ``NotFound`` unless the actor belongs to its host."""
    if not any(post.unit == form.host_unit for post in actor.posts):
        raise NotFound("case", case_id)
    if len(form.class_name.strip()) < SHORTEST:
        return TypingHints()
    policy = office.rulebook.policy_on(office.today())
    start = form.start_date or office.today()
    topics = _topics(office, form)
    whole = replace(form, start_date=start, end_date=max(form.end_date or start, start),
                    topic_code="" if topics else form.topic_code)  # what the name says, until the two agree
    with office.database.read() as connection:
        units = units_of(connection)
        known = known_likenesses(connection, office, policy)
        mark = known.read(case_id, whole, office.rulebook, policy, units)
        found = check(connection, known, mark, reach_of(units, form.host_unit))
        near = (*found.raised, *found.related)
        similar = _told(connection, office, near[:SHOWN])
    return TypingHints(similar, max(len(near) - SHOWN, 0), policy["duplicate.window_months"],
                       form.start_date is not None, topics, bool(form.topic_code), typed=True)


def _topics(office: Office, form: ClassDeclaration) -> tuple[tuple[str, Label], ...]:
    """What the name speaks of, the longest wording first; nothing where the chosen topic is one of these."""
    found = tuple((topic.code, topic.label) for topic in office.rulebook.lexicon.suggest(form.class_name))
    return () if form.topic_code in dict(found) else found[:SHOWN]


def _told(connection: Connection, office: Office, found: Sequence[Found]) -> tuple[Similar, ...]:
    present = (content.c.case_id == case.c.id) & (content.c.n == func.coalesce(case.c.proposed_n, case.c.form_n))
    rows = {row.id: row for row in connection.execute(
        select(case.c.id, case.c.host_unit, content.c.body).join(content, present)
        .where(case.c.id.in_([one.case_id for one in found])))}
    known = names(connection, office.rulebook.roles, units=[row.host_unit for row in rows.values()])
    return tuple(_similar(office, known, rows[one.case_id], one) for one in found if one.case_id in rows)


def _similar(office: Office, known: Names, row: Any, found: Found) -> Similar:
    form = from_text(row.body)
    parts = {part.field: part for part in found.likeness.parts if part.field in TOLD and part.level != "unknown"}
    return Similar(
        row.id, form.class_name, known.unit(row.host_unit), span(form.start_date, form.end_date),
        audience(office.rulebook, form), form.trainee_count, found.suggestion.band,
        tuple(Term(f"likeness.field.{name}") for name in TOLD if name in parts and parts[name].tenths > 0),
        tuple(Term(f"likeness.field.{name}") for name in TOLD if name in parts and parts[name].tenths < 0))
