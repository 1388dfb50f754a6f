"""The roster of a class: who comes from which unit, what the rules say of each, the places and the answers.

Names are personal data: the organisation department, a person's own unit and the auditor see them; others who may see
the case see numbers and counts.  An invited unit sees its own part, and of the class what its invitation says.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.findings import Finding
from workflow.domain.people import Actor
from workflow.domain.rosters import ON_LEAVE, REMOVED, REPLACED, Heads
from workflow.engine.rules.persons import PERSON_RULES
from workflow.office import Office
from workflow.office.gather import gather, read_content
from workflow.queries.labels import names
from workflow.queries.official_roster import may_see_names
from workflow.queries.visible import Sight, sight_of
from workflow.refusals import NotFound
from workflow.store.cases import working_copy
from workflow.store.people import cadre
from workflow.store.rosters import enrolment, place_quota
from workflow.wording import Label, Term

OFF = (ON_LEAVE, REMOVED, REPLACED)
ENTERS = "declarant"  # the post that fills rosters for a unit


@dataclass(frozen=True, slots=True)
class Person:
    """One person on the roster; ``name`` and ``staff_no`` are ``None`` for who may not see them."""

    cadre_id: int
    name: str | None
    staff_no: str | None
    rank: Term
    audience: Label
    status: str
    reason: str
    replaced_by: int | None
    findings: tuple[Finding, ...]

    @property
    def comes(self) -> bool:
        return self.status not in OFF


@dataclass(frozen=True, slots=True)
class Part:
    """A unit's people and places. ``people`` is empty where only the count may be seen."""

    code: str
    label: Label
    count: int
    places: int | None
    answer: str | None
    reason: str
    answered_at: datetime | None
    people: tuple[Person, ...]
    seen: bool
    mine: bool  # the actor answers for this unit


@dataclass(frozen=True, slots=True)
class RosterPage:
    case_id: int
    number: str | None
    title: str
    host: Label
    start: date | None
    end: date | None
    declared: int
    heads: Heads
    parts: tuple[Part, ...]
    notes: tuple[Finding, ...]  # what the rules say of the roster as a whole
    whole: bool  # the actor sees the whole case, not an invitation
    hosts: bool  # the actor enters for the host
    fills: tuple[str, ...]  # units whose people this actor may put on; empty = none
    open: bool  # it may still change
    begun: bool

    @property
    def missing(self) -> int:
        return self.heads.missing(self.declared)


def roster_page(office: Office, actor: Actor, case_id: int) -> RosterPage:
    """The page; raises ``NotFound`` for who neither sees the case in full nor is invited to it."""
    with office.database.read() as connection:
        places, invited, whole = demand_roster(connection, office, actor, case_id)
        gathered = gather(connection, office, actor, case_id)
        s = gathered.situation
        form = s.form if s.form is not None else typed_form(connection, case_id, s.case.kind)
        if not isinstance(form, ClassDeclaration):
            raise NotFound("case", case_id)
        rows = _people(connection, case_id)
        units = dict.fromkeys([*(row.unit for row in rows), *places, s.case.host])
        known = names(connection, office.rulebook.roles, units=units)
    shown = [code for code in units if code and (whole or code in invited)]
    said = _by_person(s.findings)
    enters = {post.unit for post in s.actor.posts if post.role == ENTERS}
    running = s.process.deciding(s.case.state) is not None
    still = running and (form.end_date is None or s.form is None or s.today <= form.end_date)
    hosts = s.case.host in enters
    parts = [_part(office, actor, code, known.unit(code), rows, places.get(code), said, enters) for code in shown]
    fills = enters if hosts else enters & places.keys()
    return RosterPage(
        case_id, s.case.number, form.class_name, known.unit(s.case.host) or Label("–", "–"), form.start_date,
        form.end_date, form.trainee_count or 0, s.heads,
        tuple(part for part in parts if part.places or part.people), said[""] if whole else (), whole, hosts,
        tuple(sorted(fills)) if still else (), still,
        form.start_date is not None and s.today >= form.start_date and s.form is not None)


def demand_roster(connection: Connection, office: Office, actor: Actor,
                  case_id: int) -> tuple[Mapping[str, Any], set[str], bool]:
    """The places of the class, the actor's units among the invited ones, and whether they see the whole case.

    Raises ``NotFound`` for who neither sees the case in full nor is invited to it.
    """
    places = _places(connection, case_id)
    invited = {post.unit for post in actor.posts} & places.keys()
    whole = sight_of(connection, actor, office.rulebook.roles, case_id) is Sight.FULL
    if not whole and not invited:
        raise NotFound("case", case_id)
    return places, invited, whole


def called(office: Office, case_id: int) -> int:
    """How many stand on the roster of a case: a count, for whoever may see the case."""
    of = enrolment.c
    with office.database.read() as connection:
        return connection.execute(
            select(func.count()).where(of.case_id == case_id, of.status.not_in(OFF))).scalar_one()


def _part(office: Office, actor: Actor, code: str, label: Label | None, rows: Sequence[Any], place: Any,
          said: Mapping[str, tuple[Finding, ...]], enters: set[str]) -> Part:
    mine = [row for row in rows if row.unit == code]
    seen = may_see_names(actor, code)
    people = tuple(_person(office, row, seen, said) for row in mine)
    return Part(code, label or Label(code, code), sum(one.comes for one in people), place.places if place else None,
                place.answer if place else None, (place.reason or "") if place and seen else "",
                place.answered_at if place else None, people, seen, place is not None and code in enters)


def _person(office: Office, row: Any, seen: bool, said: Mapping[str, tuple[Finding, ...]]) -> Person:
    audience = office.rulebook.audiences.get(row.audience)
    return Person(row.id, row.name if seen else None, row.staff_no if seen else None, Term(f"cadre.rank.{row.rank}"),
                  audience.label if audience else Label(row.audience, row.audience), row.status,
                  (row.reason or "") if seen else "", row.replaced_by, said[str(row.id)])


def _by_person(findings: Iterable[Finding]) -> Mapping[str, tuple[Finding, ...]]:
    """What the person rules say, by the person's number; "" = of all together."""
    found: dict[str, tuple[Finding, ...]] = defaultdict(tuple)
    for finding in findings:
        if finding.rule in PERSON_RULES:
            found[finding.part] += (finding,)
    return found


def _people(connection: Connection, case_id: int) -> Sequence[Any]:
    e, of = enrolment.c, cadre.c
    return connection.execute(
        select(of.id, of.name, of.staff_no, of.rank, of.audience, e.unit, e.status, e.reason, e.replaced_by)
        .join(enrolment, e.cadre_id == of.id).where(e.case_id == case_id).order_by(e.unit, of.staff_no)).all()


def _places(connection: Connection, case_id: int) -> Mapping[str, Any]:
    rows = connection.execute(select(place_quota).where(place_quota.c.case_id == case_id).order_by(place_quota.c.unit))
    return {row.unit: row for row in rows}


def typed_form(connection: Connection, case_id: int, kind: str) -> Any:
    """What the unit is writing, while nothing was sent yet; ``None`` when there is nothing."""
    body = connection.execute(
        select(working_copy.c.body).where(working_copy.c.case_id == case_id)).scalar_one_or_none()
    return None if body is None else read_content(kind, body)
