"""The consultation of two hosts about a merge: what it would come to, who was asked, what each says, how it ended.

Both hosts see the same page (ruling 23): each is asked to sign for people and money of both, so both see the sums.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Actor
from workflow.engine.likeness.comparing import People
from workflow.engine.proposals import joined
from workflow.office import Office
from workflow.office.gather import stored_content
from workflow.queries.case_changes import case_changes
from workflow.queries.case_facts import units_of
from workflow.queries.case_steps import Holder
from workflow.queries.declaration_page import Choice, DeclarationPage, declaration_page
from workflow.queries.labels import Names, look, names
from workflow.queries.pair_likeness import people_in_common
from workflow.queries.visible import Sight
from workflow.refusals import NotFound
from workflow.store.cases import case, class_declaration, pair
from workflow.store.drafts import present_body
from workflow.store.trail import trail
from workflow.trail.record import read_record
from workflow.wording import Fen, Label, Term

POSITION = "state_position"
SURVIVOR = "survivor"  # remembered by the merging case while its hosts are consulted


@dataclass(frozen=True, slots=True)
class Position:
    """What somebody of one host said, in the order in which it was said."""

    who: Label | Term
    unit: Label | None
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """One answer of the merging class, of the surviving one, and of that one as the merge would make it."""

    name: Any
    ours: Any
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two classes. ``total``: what it asks for now."""

    case_id: int
    number: str | None
    title: str
    host: Label | None
    state: Label
    look: str
    people: int
    total: Fen
    plan_item: str


@dataclass(frozen=True, slots=True)
class MergePage:
    """``ours`` is to be merged into ``survivor``. ``running``: the hosts are being asked; ``done``: it was merged;
    neither: the consultation ended without a merge. ``after`` and ``changes``: the surviving class as the merge would
    make it; ``common``: who stands on both rosters and would come once. ``speaks``: this actor may state a position."""

    page: DeclarationPage
    ours: Side
    survivor: Side
    running: bool
    done: bool
    people_after: int
    total_after: Fen
    changes: tuple[Joined, ...]
    common: People
    positions: tuple[Position, ...]
    speaks: bool

    @property
    def holders(self) -> tuple[Holder, ...]:
        return self.page.holders if self.running else ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What this actor can do about the merge now."""
        return self.page.can if self.running else ()


def merge_page(office: Office, actor: Actor, case_id: int) -> MergePage:
    """The page; raises ``NotFound`` unless the actor sees the merging case in full and a merge was proposed in it."""
    page = declaration_page(office, actor, case_id)
    if page.sight is not Sight.FULL:
        raise NotFound("case", case_id)
    with office.database.read() as connection:
        row = connection.execute(
            select(case.c.kind, case.c.remembered, case.c.host_unit, class_declaration.c.merged_into)
            .join(class_declaration, class_declaration.c.case_id == case.c.id).where(case.c.id == case_id)
        ).one_or_none()
        other = None if row is None else row.merged_into or _consulted(connection, case_id)
        if row is None or other is None:
            raise NotFound("merge", case_id)
        forms = [_present(connection, row.kind, number) for number in (case_id, other)]
        sides = _sides(connection, office, (case_id, other), forms)
        common = people_in_common(connection, case_id, other)
        running = row.remembered.get(SURVIVOR) is not None and page.open
        whole = joined(forms[1], forms[0], common.common) if running else forms[1]
        known = names(connection, office.rulebook.roles, units=[*units_of(forms[0]), *units_of(whole)])
        positions = _positions(connection, office, case_id)
        hosts = set(connection.execute(select(case.c.host_unit).where(case.c.id.in_((case_id, other)))).scalars())
    changed = [name for name in _FIELDS if getattr(whole, name) != getattr(forms[1], name)]
    return MergePage(
        page, *sides, running=running, done=row.merged_into is not None and not page.open,
        people_after=whole.trainee_count or 0, total_after=Fen(whole.total_fen),
        changes=tuple(Joined(one.name, own.before, one.before, one.after) for one, own in zip(
            *(case_changes(form, whole, changed, known, office.rulebook) for form in reversed(forms)), strict=True)),
        common=common, positions=positions,
        speaks=running and any(post.unit in hosts for post in actor.posts))


_FIELDS = ("audience_codes", "co_hosts", "other_system", "lower_leaders", "fund_shares")  # beside the head-count


def _present(connection: Connection, kind: str, case_id: int) -> ClassDeclaration:
    found = stored_content(kind, present_body(connection, case_id))
    if not isinstance(found, ClassDeclaration):
        raise NotFound("case", case_id)
    return found


def _consulted(connection: Connection, case_id: int) -> int | None:
    """The class with which a merge was talked over last, where the talk has ended."""
    found: int | None = connection.execute(
        select(pair.c.other_id).where(pair.c.case_id == case_id, pair.c.consulted).limit(1)).scalar_one_or_none()
    return found


def _sides(connection: Connection, office: Office, numbers: tuple[int, int],
           forms: list[ClassDeclaration]) -> tuple[Side, Side]:
    rows: Mapping[int, Any] = {row.id: row for row in connection.execute(
        select(case.c.id, case.c.number, case.c.host_unit, case.c.state, case.c.process_hash)
        .where(case.c.id.in_(numbers)))}
    known = names(connection, office.rulebook.roles, units=[row.host_unit for row in rows.values()])
    one, other = (_side(office, known, rows[number], form) for number, form in zip(numbers, forms, strict=True))
    return one, other


def _side(office: Office, known: Names, row: Any, form: ClassDeclaration) -> Side:
    process = office.rulebook.processes[row.process_hash]
    return Side(row.id, row.number, form.class_name, known.unit(row.host_unit), process.states[row.state].label,
                look(process, row.state), form.trainee_count or 0, Fen(form.total_fen), form.plan_item)


def _positions(connection: Connection, office: Office, case_id: int) -> tuple[Position, ...]:
    rows = connection.execute(
        select(trail.c.record, trail.c.at, trail.c.actor_id)
        .where(trail.c.case_id == case_id, trail.c.act == POSITION).order_by(trail.c.n)).all()
    records = [read_record(row.record) for row in rows]
    known = names(connection, office.rulebook.roles, units=[one.unit for one in records],
                  people=[row.actor_id for row in rows])
    return tuple(Position(known.person(row.actor_id), known.unit(one.unit), row.at, one.opinion)
                 for row, one in zip(rows, records, strict=True))
