"""Put people on the roster of a class, and take them off: records beside the road, people by id only.

The host puts anybody on; a unit that was given places puts its own people on them.  Who is called and cannot come
is replaced or let off with the reason; who was put on by mistake is taken off.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from workflow.acts.notes import words
from workflow.acts.roster_notes import OpenRoster, before_opening, finished, opened_roster
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor, Post
from workflow.domain.rosters import ENROLLED, MOST_PEOPLE, ON_LEAVE, REMOVED, REPLACED
from workflow.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.store.people import cadre
from workflow.store.roster_writing import COME_BACK, ROWS_AT_ONCE, SET_STATUS, enrolling

GONE: dict[str, Any] = {"replaced_by": None, "reason": None}


def enrol(office: Office, actor: Actor, case_id: int, cadre_ids: Sequence[int]) -> int:
    """Put these cadres on the roster; the number of the record.  All or none.

    Refusals: ``not_your_roster``, ``nobody_chosen``, ``cadre_unknown``, ``cadre_elsewhere`` (of another unit than the
    invited one), ``enrolled_before``, ``roster_over``, ``places_over``, ``roster_needs_dates``, ``roster_closed``,
    ``person_blocked`` (after the notice).
    """
    wanted = tuple(dict.fromkeys(cadre_ids))

    def do(work: Work) -> int:
        roster = opened_roster(work, case_id)
        units = _units_of(work, wanted)
        post = _entering_post(roster, units)
        _room_for(roster, wanted, units)
        _write(roster, wanted, units)
        return finished(roster, "enrol", post, brings=frozenset(wanted), given={"count": len(wanted)})

    return in_one_go(office, actor, case_id, "enrol", do)


def replace_person(office: Office, actor: Actor, case_id: int, cadre_id: int, by_id: int, reason: str) -> int:
    """Call somebody else in a person's place, with the reason; the number of the record."""

    def do(work: Work) -> int:
        roster = opened_roster(work, case_id)
        before_opening(roster)
        row = _standing(roster, cadre_id)
        units = _units_of(work, (by_id,))
        post = roster.post_for(row["unit"])
        if roster.host_post is None and units[by_id] != row["unit"]:
            raise Refused(Refusal("cadre_elsewhere", {"count": 1}, field="by"))
        if by_id in roster.people and roster.people[by_id]["status"] == ENROLLED:
            raise Refused(Refusal("enrolled_before", {"count": 1}, field="by"))
        said = words(reason, "reason_missing")
        _let_go(roster, cadre_id, REPLACED, said, replaced_by=by_id)
        _write(roster, (by_id,), units)
        return finished(roster, "replace_person", post, brings=frozenset((by_id,)), opinion=said)

    return in_one_go(office, actor, case_id, "replace_person", do)


def leave_before(office: Office, actor: Actor, case_id: int, cadre_id: int, reason: str) -> int:
    """Let somebody off before the class begins, without a replacement; the number of the record."""
    return _off(office, actor, case_id, cadre_id, "leave_before", ON_LEAVE, reason)


def remove_person(office: Office, actor: Actor, case_id: int, cadre_id: int, reason: str) -> int:
    """Take off the roster who should not stand on it; the number of the record."""
    return _off(office, actor, case_id, cadre_id, "remove_person", REMOVED, reason)


def _off(office: Office, actor: Actor, case_id: int, cadre_id: int, act: str, status: str, reason: str) -> int:
    def do(work: Work) -> int:
        roster = opened_roster(work, case_id)
        before_opening(roster)
        post = roster.post_for(_standing(roster, cadre_id)["unit"])
        said = words(reason, "reason_missing")
        _let_go(roster, cadre_id, status, said)
        return finished(roster, act, post, opinion=said)

    return in_one_go(office, actor, case_id, act, do)


def _units_of(work: Work, wanted: Sequence[int]) -> dict[int, str]:
    """The unit of each cadre as it is today; refused when one is unknown."""
    if not wanted:
        raise Refused(Refusal("nobody_chosen", field="cadre"))
    if len(wanted) > MOST_PEOPLE:
        raise Refused(Refusal("roster_over", {"count": len(wanted), "most": MOST_PEOPLE}))
    rows = work.connection.execute(select(cadre.c.id, cadre.c.unit).where(cadre.c.id.in_(wanted)))
    found = {row.id: row.unit for row in rows}
    unknown = [number for number in wanted if number not in found]
    if unknown:
        raise Refused(Refusal("cadre_unknown", {"count": len(unknown), "first": str(unknown[0])}, field="cadre"))
    return found


def _entering_post(roster: OpenRoster, units: dict[int, str]) -> Post:
    """The host's post, or that of the one invited unit all these people belong to."""
    post = roster.host_post
    if post is not None:
        return post
    mine = [one for one in roster.change.situation.actor.posts if one.unit in roster.places]
    if not mine:
        raise Refused(Refusal("not_your_roster"))
    own = {one.unit for one in mine}
    foreign = sum(unit not in own for unit in units.values())
    if foreign:
        raise Refused(Refusal("cadre_elsewhere", {"count": foreign}, field="cadre"))
    return mine[0]


def _room_for(roster: OpenRoster, wanted: Iterable[int], units: dict[int, str]) -> None:
    """Whether these people are new and there is a place for each."""
    faults = []
    known = [one for one in wanted if one in roster.people and roster.people[one]["status"] == ENROLLED]
    if known:
        faults.append(Refusal("enrolled_before", {"count": len(known)}, field="cadre"))
    count, declared = roster.count() + len(units) - len(known), roster.form.trainee_count
    if declared is not None and count > declared:
        faults.append(Refusal("roster_over", {"count": count, "most": declared}, field="cadre"))
    for unit, row in roster.places.items():
        there = roster.count(unit) + sum(units[one] == unit for one in units if one not in known)
        if there > row["places"]:
            faults.append(Refusal("places_over", {"count": there, "most": row["places"]}, field="cadre"))
    if faults:
        raise Refused(faults)


def _write(roster: OpenRoster, wanted: Sequence[int], units: dict[int, str]) -> None:
    work, days = roster.work, roster.days()
    case_id = roster.change.id
    fresh = [one for one in wanted if one not in roster.people]
    for first in range(0, len(fresh), ROWS_AT_ONCE):
        part = fresh[first:first + ROWS_AT_ONCE]
        binds: dict[str, Any] = {}
        for place, one in enumerate(part):
            row = {"case_id": case_id, "cadre_id": one, "unit": units[one], "status": ENROLLED, **GONE, **days}
            binds.update({f"{name}_{place}": value for name, value in row.items()})
        work.write(enrolling(len(part)), **binds)
    for one in fresh:
        roster.tell("enrolment", "cadre_id", one, unit=units[one], status=ENROLLED, **GONE, leave_half_days=None,
                    hours=None, report_on=None, result=None, appraisal=None)
    for one in wanted:
        if one in roster.people:
            back = {"unit": units[one], "status": ENROLLED, **GONE}
            work.write(COME_BACK, key_case_id=case_id, key_cadre_id=one, **back)
            roster.tell("enrolment", "cadre_id", one, **back)


def _standing(roster: OpenRoster, cadre_id: int) -> Any:
    row = roster.people.get(cadre_id)
    if row is None or row["status"] != ENROLLED:
        raise NotFound("cadre", cadre_id)
    return row


def _let_go(roster: OpenRoster, cadre_id: int, status: str, reason: str, *, replaced_by: int | None = None) -> None:
    new = {"status": status, "replaced_by": replaced_by, "reason": reason}
    roster.work.write(SET_STATUS, key_case_id=roster.change.id, key_cadre_id=cadre_id, key_status=ENROLLED, **new)
    roster.tell("enrolment", "cadre_id", cadre_id, **new)
