"""Signatures given on paper (代录, ruling 55): the desk enters one with its scan, a second person checks it.

Only then does it count, and on the road of every signature: :func:`take_within`, by the signer named on the sheet,
judged as if they signed now.  The record names signer, clerk, checker, day and fingerprint of the scan.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, select

from workflow.acts.attach import paper_faults, put_on
from workflow.acts.case_change import CaseChange
from workflow.acts.judge_again import WorldMoved, look_again
from workflow.acts.notes import noted, opened, running, words
from workflow.acts.take_action import Done, Seen, take_within
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.days import office_day
from workflow.domain.paper_seats import (
    COUNTED,
    ON_PAPER,
    RETURNED,
    SCAN,
    WAITING,
    WITHDRAWN,
    Sheet,
    day_faults,
)
from workflow.domain.people import Actor, Post
from workflow.domain.words import read_words
from workflow.engine.decide import MAX_OPINION, decide
from workflow.engine.paper_seats import APART, CHECK, ENTER, desk, is_rival, open_seat, roles, sayings
from workflow.engine.situation import Seat, Situation
from workflow.office.gather import GREATEST_ID, Gathered, gather
from workflow.office.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.store.cases import paper
from workflow.store.identity import next_id
from workflow.store.paper_seat_writing import CLOSE_SHEET, NEW_SHEET
from workflow.store.paper_seats import paper_seat
from workflow.store.people import person
from workflow.store.posts import with_posts
from workflow.wording.values import Label, pack, unpack

ENTERED, SENT_BACK, TAKEN_BACK = "enter_paper", "return_paper", "withdraw_paper"


def enter_paper(office: Office, actor: Actor, case_id: int, sheet: Sheet, scan_name: str, scan: bytes) -> int:
    """Enter a signed sheet with its scan; the entry's id.  It waits for :func:`count_paper`.

    Refusals: ``paper_seat_decided``, ``paper_seat_desk``, ``paper_seat_waiting``, ``paper_seat_rival``,
    ``paper_seat_own``, ``paper_seat_signer``, ``paper_seat_apart``, ``paper_seat_saying``, ``paper_seat_early``,
    ``paper_seat_future``, ``paper_seat_scan``, those of a paper, and what the action itself refuses.
    """
    said = read_words(sheet.opinion, MAX_OPINION)
    return in_one_go(office, actor, case_id, ENTERED, lambda work: _enter(work, case_id, sheet, said, scan_name, scan))


def count_paper(office: Office, actor: Actor, entry_id: int) -> Done:
    """A second person found the entry to say what the scan shows: it is the signer's signature now.

    Refusals: ``paper_seat_closed``, ``paper_seat_same``, ``paper_seat_own``, ``paper_seat_desk``,
    ``paper_seat_rival``, ``paper_seat_decided``, ``paper_seat_apart``, and what the action itself refuses.
    """
    case_id = _case_of(office, entry_id)
    try:
        return in_one_go(office, actor, case_id, "count_paper", lambda work: _count(work, entry_id))
    except WorldMoved:
        look_again(office, case_id)
        raise


def return_paper(office: Office, actor: Actor, entry_id: int, reason: str) -> int:
    """A second person found that it does not say what the scan shows; the number of the record."""
    def do(work: Work) -> int:
        entry, change, post = _checking(work, entry_id)
        said = words(reason, "reason_missing")
        _close(change, entry.id, RETURNED, words=said)
        return noted(change, SENT_BACK, post, opinion=said)

    return in_one_go(office, actor, _case_of(office, entry_id), SENT_BACK, do)


def withdraw_paper(office: Office, actor: Actor, entry_id: int) -> int:
    """Whoever entered it takes it back, also after the seat was decided otherwise; the number of the record."""
    def do(work: Work) -> int:
        entry = _entry(work, entry_id)
        if entry.entered_by != work.actor.id:
            raise Refused(Refusal("paper_seat_not_yours"))
        change = opened(work, entry.case_id)
        seat = _seat(change.situation, entry)
        _close(change, entry.id, WITHDRAWN)
        return noted(change, TAKEN_BACK, desk(change.situation, seat, ENTER) if seat else None)

    return in_one_go(office, actor, _case_of(office, entry_id), TAKEN_BACK, do)


def _enter(work: Work, case_id: int, sheet: Sheet, opinion: str, scan_name: str, scan: bytes) -> int:
    gathered = gather(work.connection, work.office, work.actor, case_id, now=work.now)
    change, s = CaseChange(work, gathered), gathered.situation
    running(s)
    seat = open_seat(s, sheet.round, sheet.place)
    if seat is None:
        raise Refused(Refusal("paper_seat_decided"))
    post = _at_the_desk(s, seat, ENTER)
    faults = [Refusal("paper_seat_waiting")] if _waits(work, case_id, seat) else []
    faults += _sheet_faults(work, s, seat, sheet)
    faults += _scan_faults(scan_name, scan)
    if not any(fault.field in ("signer", "action") for fault in faults):
        faults += _signing_faults(work, case_id, sheet, opinion)
    if faults:
        raise Refused(faults)
    number, paper_id = next_id(work.connection, paper_seat), put_on(change, SCAN, scan_name, scan)
    row = {**asdict(sheet), "given": {name: pack(value) for name, value in sheet.given.items()}, "opinion": opinion,
           "seen": Seen.of(gathered).token, "paper_id": paper_id, "status": WAITING, "entered_by": work.actor.id,
           "entered_at": work.now, "closed_by": None, "closed_at": None, "words": None, "trail_n": None}
    work.write(NEW_SHEET, id=number, case_id=case_id, **row)
    change.rows["paper_seat"] = [{"id": number, **row}]
    noted(change, ENTERED, post)
    return number


def _count(work: Work, entry_id: int) -> Done:
    entry, _, _ = _checking(work, entry_id)
    sha = work.connection.execute(select(paper.c.sha256).where(paper.c.id == entry.paper_id)).scalar_one()
    told = {"clerk": entry.entered_by, "checker": work.actor.id, "day": entry.day, "scan": sha, "entry": entry.id}
    given = {name: unpack(value) for name, value in entry.given.items()}
    signing = Work(work.office, Actor(entry.signer), work.connection, work.now)

    def also(signed: CaseChange) -> Mapping[str, Any]:
        _close(signed, entry.id, COUNTED, by=work.actor.id, trail_n=signed.n)
        return {ON_PAPER: told}

    try:
        done = take_within(signing, entry.case_id, entry.action, given=given, opinion=entry.opinion,
                           seen=Seen.read(entry.seen), also=also)
    except WorldMoved:
        raise
    except Refused as refused:
        raise Refused(_told_of_signer(work, entry.signer, refused.refusals)) from None
    signing.finish()
    return done


def _checking(work: Work, entry_id: int) -> tuple[Row[Any], CaseChange, Post]:
    """The entry that waits, its case and the post from which the actor checks it; the checker is another person."""
    entry = _entry(work, entry_id)
    change = opened(work, entry.case_id)
    s, me = change.situation, work.actor.id
    seat = _seat(s, entry)
    if seat is None:
        raise Refused(Refusal("paper_seat_decided"))
    faults = [Refusal("paper_seat_same")] if entry.entered_by == me else []
    faults += [Refusal("paper_seat_own")] if entry.signer == me else []
    if faults:
        raise Refused(faults)
    return entry, change, _at_the_desk(s, seat, CHECK)


def _at_the_desk(s: Situation, seat: Seat, which: str) -> Post:
    """The actor's post at the desk of this seat; refused without one, and to a rival of the seat."""
    post = desk(s, seat, which)
    if post is None:
        raise Refused(Refusal("paper_seat_desk", who=tuple(roles(s, which))))
    if is_rival(s, seat, post):
        raise Refused(Refusal("paper_seat_rival", {"action": s.process.actions[seat.act].label}))
    return post


def _sheet_faults(work: Work, s: Situation, seat: Seat, sheet: Sheet) -> list[Refusal]:
    """What the sheet itself lacks: a saying that answers the seat, a signer who held the post, a possible day."""
    came = office_day(seat.opened_at) if seat.opened_at else None
    faults = day_faults(sheet.day, came, s.today)
    if sheet.action not in {action.code for action in sayings(s, seat)}:
        faults.append(Refusal("paper_seat_saying", field="action"))
    if sheet.signer == work.actor.id:
        faults.append(Refusal("paper_seat_own", field="signer"))
    elif not faults and not _held(work, seat, sheet):
        faults.append(Refusal("paper_seat_signer", field="signer"))
    return faults


def _held(work: Work, seat: Seat, sheet: Sheet) -> bool:
    """Whether the signer, by an account that is not closed, held the seat's post on the day of the sheet."""
    known = work.connection.execute(select(person.c.id).where(
        person.c.id == min(sheet.signer, GREATEST_ID), person.c.disabled_at.is_(None))).first()
    return bool(known and sheet.day and with_posts(work.connection, Actor(sheet.signer), sheet.day).holds(
        seat.role, seat.unit))


def _scan_faults(name: str, scan: bytes) -> list[Refusal]:
    if not name:
        return [Refusal("paper_seat_scan", field="scan")]
    return [Refusal(fault.code, fault.values, "scan") for fault in paper_faults(SCAN, name, scan)]


def _signing_faults(work: Work, case_id: int, sheet: Sheet, opinion: str) -> Iterable[Refusal]:
    """What would keep the signer from this today; what the world does until the check is judged then."""
    theirs: Gathered = gather(work.connection, work.office, Actor(sheet.signer), case_id, now=work.now,
                              given=sheet.given, opinion=opinion)
    try:
        decide(theirs.situation, sheet.action)
    except Refused as refused:
        return _told_of_signer(work, sheet.signer, refused.refusals)
    return ()


def _told_of_signer(work: Work, signer: int, refusals: Iterable[Refusal]) -> list[Refusal]:
    """Refusals that speak to the signer, said of them to whoever enters or checks."""
    row = work.connection.execute(select(person.c.name_zh, person.c.name_en).where(person.c.id == signer)).one()
    name = Label(row.name_zh, row.name_en)
    told = {}
    for one in refusals:
        apart = one.code in APART
        mended = Refusal("paper_seat_apart", {"name": name}, "signer") if apart else one
        told[mended.code] = Refusal("paper_seat_signer", field="signer") if one.code == "not_your_seat" else mended
    return list(told.values())


def _close(change: CaseChange, entry_id: int, status: str, *, by: int | None = None, words: str | None = None,
           trail_n: int | None = None) -> None:
    """An entry is closed once; told in the record of the act that does it."""
    row = {"status": status, "closed_by": by or change.work.actor.id, "closed_at": change.now, "words": words,
           "trail_n": trail_n}
    change.work.write(CLOSE_SHEET, key_id=entry_id, key_status=WAITING, **row)
    change.rows["paper_seat"] = [{"id": entry_id, **row}]


def _entry(work: Work, entry_id: int) -> Row[Any]:
    """The entry, while it waits."""
    row = work.connection.execute(
        select(paper_seat).where(paper_seat.c.id == min(entry_id, GREATEST_ID))).one_or_none()
    if row is None:
        raise NotFound("paper_seat", entry_id)
    if row.status != WAITING:
        raise Refused(Refusal("paper_seat_closed"))
    return row


def _seat(s: Situation, entry: Row[Any]) -> Seat | None:
    return open_seat(s, entry.round, entry.place)


def _waits(work: Work, case_id: int, seat: Seat) -> bool:
    """Whether another sheet for the same seat is waiting to be checked."""
    return work.connection.execute(select(paper_seat.c.id).where(
        paper_seat.c.case_id == case_id, paper_seat.c.round == seat.round, paper_seat.c.place == seat.place,
        paper_seat.c.status == WAITING)).first() is not None


def _case_of(office: Office, entry_id: int) -> int:
    """The case of an entry; ``NotFound`` where there is none."""
    with office.database.read() as connection:
        found = connection.execute(select(paper_seat.c.case_id).where(
            paper_seat.c.id == min(entry_id, GREATEST_ID))).scalar_one_or_none()
    if found is None:
        raise NotFound("paper_seat", entry_id)
    return int(found)
