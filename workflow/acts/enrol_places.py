"""Places in a class: the host gives them to units (名额), each unit answers (回执). Records beside the road."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from workflow.acts.notes import post_in, words
from workflow.acts.roster_notes import OpenRoster, before_opening, finished, opened_roster
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor
from workflow.domain.rosters import ANSWERS, DECLINED
from workflow.domain.words import read_words
from workflow.engine.decide import MAX_OPINION
from workflow.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.store.people import unit
from workflow.store.roster_writing import DROP_PLACES, NEW_PLACES, SET_PLACES

UNANSWERED: dict[str, Any] = {"answer": None, "reason": None, "answered_at": None}


def give_places(office: Office, actor: Actor, case_id: int, places: Mapping[str, int]) -> int:
    """Give units their places; 0 takes them back.  Units not named keep theirs.  The number of the record.

    A unit whose places change is asked anew.  Refusals: ``not_your_unit``, ``unit_unknown``, ``places_wrong``,
    ``places_taken`` (fewer than it has people there), ``places_above`` (more than the class has).
    """

    def do(work: Work) -> int:
        roster = opened_roster(work, case_id)
        before_opening(roster)
        post = roster.host_post
        if post is None:
            raise Refused(Refusal("not_your_unit"))
        changed = {code: count for code, count in places.items()
                   if count != (roster.places[code]["places"] if code in roster.places else 0)}
        _fit(roster, changed)
        if not changed:
            raise Refused(Refusal("nothing_changed"))
        for code, count in sorted(changed.items()):
            _give(roster, code, count)
        return finished(roster, "give_places", post, given={"places": sum(changed.values()), "units": len(changed)})

    return in_one_go(office, actor, case_id, "give_places", do)


def answer_places(office: Office, actor: Actor, case_id: int, unit_code: str, answer: str, reason: str = "") -> int:
    """The unit's reply: its people stand on the roster (``filled``), or it sends none (``declined``); the record.

    Fewer people than places, or none, wants the reason.  Refusals: ``not_your_unit``, ``answer_unknown``,
    ``reason_missing``, ``places_empty`` (filled without anybody), ``places_not_empty`` (declined with people there).
    """

    def do(work: Work) -> int:
        roster = opened_roster(work, case_id)
        before_opening(roster)
        row = roster.places.get(unit_code)
        if row is None:
            raise NotFound("unit", unit_code)
        post = post_in(roster.change.situation, unit_code)
        if post is None:
            raise Refused(Refusal("not_your_unit"))
        said = _answered(roster, unit_code, answer, reason)
        new = {"answer": answer, "reason": said or None, "answered_at": work.now}
        work.write(SET_PLACES, key_case_id=case_id, key_unit=unit_code, places=row["places"], **new)
        roster.tell("place_quota", "unit", unit_code, places=row["places"], **new)
        return finished(roster, "answer_places", post, opinion=said, given={"answer": answer})

    return in_one_go(office, actor, case_id, "answer_places", do)


def _answered(roster: OpenRoster, unit_code: str, answer: str, reason: str) -> str:
    if answer not in ANSWERS:
        raise Refused(Refusal("answer_unknown", field="answer"))
    there, places = roster.count(unit_code), roster.places[unit_code]["places"]
    if answer == DECLINED and there:
        raise Refused(Refusal("places_not_empty", {"count": there}, field="answer"))
    if answer != DECLINED and not there:
        raise Refused(Refusal("places_empty", {"places": places}, field="answer"))
    return words(reason, "reason_missing") if there < places else read_words(reason, MAX_OPINION)


def _fit(roster: OpenRoster, changed: Mapping[str, int]) -> None:
    """Whether the units are known, the numbers sensible, and the class large enough for all places."""
    known = set(roster.work.connection.execute(
        select(unit.c.code).where(unit.c.code.in_(changed), unit.c.active)).scalars()) if changed else set()
    faults = [Refusal("unit_unknown", {"unit": code[:64]}, field="unit") for code in changed if code not in known]
    declared = roster.form.trainee_count
    for code, count in changed.items():
        if count < 0:
            faults.append(Refusal("places_wrong", field=f"places-{code}"))
        elif count < roster.count(code):
            taken = {"count": roster.count(code), "places": count}
            faults.append(Refusal("places_taken", taken, field=f"places-{code}"))
    whole = {code: row["places"] for code, row in roster.places.items()} | dict(changed)
    if declared is not None and sum(whole.values()) > declared:
        faults.append(Refusal("places_above", {"count": sum(whole.values()), "most": declared}))
    if faults:
        raise Refused(faults)


def _give(roster: OpenRoster, code: str, count: int) -> None:
    work, case_id = roster.work, roster.change.id
    if not count:
        work.write(DROP_PLACES, case_id=case_id, unit=code)
        roster.tell("place_quota", "unit", code, gone=True)
        return
    new = {"places": count, **UNANSWERED}
    if code in roster.places:
        work.write(SET_PLACES, key_case_id=case_id, key_unit=code, **new)
    else:
        work.write(NEW_PLACES, case_id=case_id, unit=code, **new)
    roster.tell("place_quota", "unit", code, **new)
