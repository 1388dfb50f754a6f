"""Signatures on paper as people see them: the form of the desk, what waits for a check, who stands behind one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from workflow.domain.days import office_day
from workflow.domain.paper_seats import COUNTED, ON_PAPER, WAITING
from workflow.domain.people import Actor, Post
from workflow.domain.seats import OPEN
from workflow.engine.paper_seats import CHECK, ENTER, desk, is_rival, open_seat, sayings
from workflow.engine.separation import separation
from workflow.engine.situation import Seat, Situation
from workflow.office import Office
from workflow.office.gather import GREATEST_ID, gather
from workflow.queries.case_facts import Fact, stated
from workflow.queries.labels import Names, Said, names, sitters
from workflow.queries.visible import Sight, demand
from workflow.refusals import NotFound
from workflow.store.cases import case, class_declaration, paper, seat
from workflow.store.paper_seats import paper_seat
from workflow.wording import Label, Term
from workflow.wording.values import unpack

MOST = 50  # entries in the list of those that wait


@dataclass(frozen=True, slots=True)
class Saying:
    """What a sheet may say: an action, what it asks to be stated, whether it needs words."""

    action: str
    label: Label
    inputs: tuple[str, ...]
    opinion_required: bool


@dataclass(frozen=True, slots=True)
class Chair:
    """An open seat for which this actor may enter a sheet: who could have signed, what it may say, since when."""

    round: int
    place: int
    act: Label
    post: Label
    since: date | None
    signers: tuple[tuple[int, Label], ...]
    sayings: tuple[Saying, ...]

    @property
    def key(self) -> str:
        return f"{self.round}.{self.place}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One sheet as it was entered.  ``stands``: its seat is still open; ``facts``: what was stated with it."""

    id: int
    case_id: int
    number: str | None
    title: str
    act: Label
    post: Label | None
    signer: Label | Term
    day: date
    opinion: str
    facts: tuple[Fact, ...]
    paper_id: int
    paper_name: str
    fingerprint: str
    status: str
    clerk: Label | Term
    at: datetime
    closed_by: Label | Term | None
    words: str
    stands: bool
    may_check: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True, slots=True)
class Corner:
    """What the pages of a case say about paper: whether this actor may enter a sheet, and the entries that wait."""

    may_enter: bool = False
    waiting: tuple[Entry, ...] = ()


def corner(office: Office, actor: Actor, case_id: int) -> Corner:
    """For the pages of a case that this actor sees in full; empty for everybody whose posts have no part in it."""
    with office.database.read() as connection:
        if not _concerns(office, actor) or demand(connection, actor, office.rulebook.roles, case_id,
                                                  Sight.NONE) < Sight.FULL:
            return Corner()
        s = gather(connection, office, actor, case_id).situation
        waiting = _entries(connection, office, s, case_id, WAITING)
        free = sum(_enters(s, one) for one in _asked(s)) - sum(one.stands for one in waiting)
        return Corner(free > 0, waiting)


def chairs(office: Office, actor: Actor, case_id: int) -> tuple[Chair, ...]:
    """The open seats for which this actor may enter a sheet; ``NotFound`` for a case they may not see in full."""
    with office.database.read() as connection:
        demand(connection, actor, office.rulebook.roles, case_id)
        s = gather(connection, office, actor, case_id).situation
        mine = [one for one in _asked(s) if _enters(s, one)]
        known = names(connection, office.rulebook.roles, units=[one.unit for one in mine])
        sitting = sitters(connection, [(one.role, one.unit) for one in mine], s.today)
        return tuple(_chair(s, known, one, sitting[one.role, one.unit]) for one in mine)


def entry_page(office: Office, actor: Actor, entry_id: int) -> Entry:
    """One entry; ``NotFound`` for one of a case that this actor may not see in full."""
    with office.database.read() as connection:
        case_id = connection.execute(select(paper_seat.c.case_id).where(
            paper_seat.c.id == min(entry_id, GREATEST_ID))).scalar_one_or_none()
        if case_id is None:
            raise NotFound("paper_seat", entry_id)
        demand(connection, actor, office.rulebook.roles, case_id)
        s = gather(connection, office, actor, case_id).situation
        return _entries(connection, office, s, case_id, entry_id=entry_id)[0]


def to_check(office: Office, actor: Actor) -> tuple[Entry, ...]:
    """The entries that wait for a check by this actor, the oldest first."""
    if not _concerns(office, actor):
        return ()
    with office.database.read() as connection:
        still_open = select(seat.c.case_id).where(
            seat.c.case_id == paper_seat.c.case_id, seat.c.round == paper_seat.c.round,
            seat.c.place == paper_seat.c.place, seat.c.status == OPEN)
        cases = connection.execute(select(paper_seat.c.case_id).distinct().where(
            paper_seat.c.status == WAITING, paper_seat.c.entered_by != actor.id, paper_seat.c.signer != actor.id,
            still_open.exists()).order_by(paper_seat.c.case_id).limit(MOST)).scalars().all()
        found = [one for number in cases for one in _entries(
            connection, office, gather(connection, office, actor, number).situation, number, WAITING)]
    return tuple(sorted((one for one in found if one.may_check), key=lambda one: one.id))


def behind(connection: Connection, case_id: int) -> Mapping[int, Row[Any]]:
    """The sheets that count, by the number of the record in which each became a signature."""
    rows = connection.execute(select(paper_seat).where(
        paper_seat.c.case_id == case_id, paper_seat.c.status == COUNTED)).all()
    return {row.trail_n: row for row in rows}


def people_behind(sheets: Iterable[Row[Any]]) -> list[int]:
    """Who entered and who checked, for the names of a page."""
    return [number for row in sheets for number in (row.entered_by, row.closed_by)]


def told_of(known: Names, row: Row[Any] | None) -> Said | None:
    """Who entered a signature from paper, who checked it, and the day on the sheet."""
    return None if row is None else _told("told", known, row.entered_by, row.closed_by, row.day)


def told_in(given: Mapping[str, Any], known: Names) -> tuple[Fact, ...]:
    """The same from what a record says was stated."""
    sheet = unpack(given.get(ON_PAPER))
    if not isinstance(sheet, dict):
        return ()
    return (Fact(Term("paper_seat.by"), _told("who", known, sheet["clerk"], sheet["checker"], sheet["day"])),
            Fact(Term("paper_seat.scan_hash"), sheet["scan"]))


def people_in(given: Mapping[str, Any]) -> list[int]:
    """Who entered and who checked, as a record tells it."""
    sheet = unpack(given.get(ON_PAPER))
    return [sheet["clerk"], sheet["checker"]] if isinstance(sheet, dict) else []


def _told(key: str, known: Names, clerk: int, checker: int, day: date) -> Said:
    return Said(f"paper_seat.{key}", {"clerk": known.person(clerk), "checker": known.person(checker), "day": day})


def _concerns(office: Office, actor: Actor) -> bool:
    """Whether any post of the actor is named by today's policy; asked first, since it costs nothing."""
    policy = office.rulebook.policy_on(office.today())
    named = {role for which in (ENTER, CHECK) for role in policy.get(which, ())}
    return any(post.role in named for post in actor.posts)


def _asked(s: Situation) -> tuple[Seat, ...]:
    return tuple(one for one in s.seats if one.status == OPEN)


def _enters(s: Situation, asked: Seat) -> bool:
    post = desk(s, asked, ENTER)
    return post is not None and not is_rival(s, asked, post) and bool(sayings(s, asked))


def _chair(s: Situation, known: Names, asked: Seat, sitting: Iterable[Any]) -> Chair:
    action = s.process.actions[asked.act]
    signers = {one.id: one.name for one in sitting if one.id != s.actor.id and one.acting_for is None
               and not separation(s.with_(actor=Actor(one.id)), action, asked, Post(asked.role, asked.unit or ""))}
    said = tuple(Saying(one.code, one.label, one.inputs, one.opinion == "required") for one in sayings(s, asked))
    return Chair(asked.round, asked.place, action.label, known.post(asked.role, asked.unit),
                 office_day(asked.opened_at) if asked.opened_at else None, tuple(signers.items()), said)


def _entries(connection: Connection, office: Office, s: Situation, case_id: int, status: str = "",
             entry_id: int = 0) -> tuple[Entry, ...]:
    which = paper_seat.c.status == status if status else paper_seat.c.id == entry_id
    rows = connection.execute(
        select(paper_seat, paper.c.name, paper.c.sha256, case.c.number, class_declaration.c.class_name)
        .join(paper, paper.c.id == paper_seat.c.paper_id).join(case, case.c.id == paper_seat.c.case_id)
        .outerjoin(class_declaration, class_declaration.c.case_id == case.c.id)
        .where(paper_seat.c.case_id == case_id, which).order_by(paper_seat.c.id)).all()
    seats = {(one.round, one.place): one for one in s.seats}
    known = names(connection, office.rulebook.roles, units=[one.unit for one in s.seats],
                  people=[number for row in rows for number in (row.signer, row.entered_by, row.closed_by)])
    return tuple(_entry(s, known, row, seats.get((row.round, row.place))) for row in rows)


def _entry(s: Situation, known: Names, row: Row[Any], answered: Seat | None) -> Entry:
    stands = open_seat(s, row.round, row.place) is not None
    post = desk(s, answered, CHECK) if answered else None
    others = s.actor.id not in (row.entered_by, row.signer)
    waits = row.status == WAITING
    action = s.process.actions.get(row.action)
    return Entry(
        row.id, row.case_id, row.number, row.class_name or "",
        action.label if action else Label(row.action, row.action),
        known.post(answered.role, answered.unit) if answered else None, known.person(row.signer), row.day,
        row.opinion, stated({row.action: row.given}), row.paper_id, row.name, row.sha256, row.status,
        known.person(row.entered_by), row.entered_at,
        None if row.closed_by is None else known.person(row.closed_by), row.words or "", stands,
        may_check=bool(waits and stands and others and post and answered and not is_rival(s, answered, post)),
        may_withdraw=waits and s.actor.id == row.entered_by)
