"""Begin a case and keep what is being typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from workflow.acts.case_change import CaseChange, shown_columns
from workflow.acts.take_action import Done
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.declaration import ClassDeclaration, to_json
from workflow.domain.people import Actor
from workflow.domain.seats import IN_ORDER
from workflow.domain.words import read_request_id
from workflow.engine.decide import RECORDED
from workflow.engine.proposals import begun
from workflow.engine.separation import EDITORS, separation
from workflow.engine.signers import round_of
from workflow.engine.situation import CaseView, Situation
from workflow.office.gather import CLASS, Gathered, gather, unit_of
from workflow.office.office import Office
from workflow.refusals import Refusal, Refused
from workflow.rulebook.process import Action
from workflow.store.act_reading import ACT
from workflow.store.act_writing import NEW_CASE, NEW_CLASS, NEW_COPY, SAVE_COPY
from workflow.store.cases import case, working_copy
from workflow.store.identity import next_id
from workflow.store.people import unit
from workflow.store.plan_writing import NEW_PLAN
from workflow.trail.record import GENESIS

CREATE, CREATED = "create", "created"
EDIT, NEW_HAND = "edit", "join_writing"
PLAN = "annual_plan"
PROCESS = {CLASS: "class_declaration", PLAN: "plan_filing"}


def begin(office: Office, actor: Actor, host_unit: str, *, form: Any = None, kind: str = CLASS,
          request_id: str | None = None) -> Done:
    """Begin a case of a unit: its first record, the first seat, and a working copy to type in.

    ``form``: what is known already (a plan item, last year's class).  Refused unless the actor
    holds, in that unit, the post that begins such a case, and the unit is active and may declare.
    """
    request = read_request_id(request_id)
    return in_one_go(office, actor, None, CREATE, lambda work: _begin(work, host_unit, form, kind, request))


def save_copy(office: Office, actor: Actor, case_id: int, form: Any, *, version: int,
              steps_done: Iterable[str] = ()) -> int:
    """Keep what is being typed; the new version of the working copy.

    ``version`` is the one that was being edited (0 = there was none).  Nothing is judged and
    nothing recorded: a working copy is no evidence.  But if the content was signed and waits for
    the next signature, editing it takes that signature back, and this is recorded; so is a new hand,
    because whoever edited a case may not approve it.
    """
    body = to_json(form) if isinstance(form, ClassDeclaration) else dict(form)
    return in_one_go(office, actor, case_id, EDIT, lambda work: _save(work, case_id, body, version, list(steps_done)))


def _begin(work: Work, host: str, form: Any, kind: str, request_id: str | None) -> Done:
    office, actor = work.office, work.actor
    process = office.rulebook.process(PROCESS[kind])
    known = ACT.run(work.connection, case_id=0, person_id=actor.id, today=office.today(), request_id=request_id,
                    survivor=None)
    if known["request"]:
        first = known["request"][0]
        if (first["act"], first["actor_id"]) != (CREATE, actor.id):
            raise Refused(Refusal("request_elsewhere"))
        return Done(first["case_id"], first["n"], first["act"], first["to_state"], True, first["at"])
    wanted = select(unit).where(unit.c.code == host)
    row = work.connection.execute(wanted).mappings().one_or_none() if host.isprintable() else None
    action = process.deciding(process.initial)
    if row is None or not row["active"] or action is None:
        raise Refused(Refusal("unit_unknown", {"unit": host[:64]}, field="host_unit"))
    role = action.signers.members[0].role
    if not any(post["role"] == role and post["unit"] == host for post in known["posts"]):
        raise Refused(Refusal("not_yours", {"action": process.label}, who=(role,)))
    case_id = next_id(work.connection, case)
    seats = round_of(_first(office, work, case_id, kind, host, process, unit_of(dict(row))), action, 1)
    body = _fresh(form, host, kind)
    now = work.now
    work.write(NEW_CASE, id=case_id, kind=kind, process_hash=process.hash, policy_hash=None,
               state=process.initial, version=1, rounds=0, chain_n=0, chain_head=GENESIS, number=None,
               host_unit=host, created_by=actor.id, created_at=now, entered_at=now, due_at=None, remembered={},
               form_n=0, form_hash=None, proposed_n=None, findings_n=0, findings_hash=None, stamp_seen=0)
    if kind == CLASS:
        work.write(NEW_CLASS, case_id=case_id, approved_fen=None, declared_on=None, reply_no=None, receipt_no=None,
                   merged_into=None, **shown_columns(ClassDeclaration()))
    elif kind == PLAN:
        work.write(NEW_PLAN, case_id=case_id, unit=host, year=body["year"], filed_on=None, total_fen=0)
    work.write(NEW_COPY, case_id=case_id, version=1, body=body, steps_done=[], by=actor.id, at=now)
    return _first_record(work, case_id, host, role, seats, process.initial, request_id)


def _first_record(work: Work, case_id: int, host: str, role: str, seats: Any, initial: str,
                  request: str | None) -> Done:
    """Written first, then read back as any other case, so that creation too goes through one change."""
    work.finish()
    gathered = gather(work.connection, work.office, work.actor, case_id, now=work.now)
    change = CaseChange(work, gathered)
    change.set["host_unit"] = host
    change.open_round(seats, opinion="", due=None)
    post = work.actor.holds(role, host) or gathered.situation.actor.holds(role, host)
    change.row = {**change.row, "state": None}
    change.finish(CREATE, CREATED, post=post, to_state=initial, request=request)
    return Done(case_id, 1, CREATE, initial, True, work.now)


def _first(office: Office, work: Work, case_id: int, kind: str, host: str, process: Any, host_unit: Any) -> Situation:
    view = CaseView(case_id, kind, process.initial, 0, 0, host, work.actor.id, work.now, work.now)
    today = office.today()
    return Situation(view, process, work.actor, work.now, today, office.rulebook.policy_on(today),
                     office.rulebook.workdays, units={host: host_unit})


def _fresh(form: Any, host: str, kind: str) -> Mapping[str, Any]:
    if kind != CLASS:
        return {"unit": host, **(form or {})}
    return to_json((form or ClassDeclaration()).with_(host_unit=host))


def _save(work: Work, case_id: int, body: dict[str, Any], version: int, steps: list[str]) -> int:
    gathered = gather(work.connection, work.office, work.actor, case_id, now=work.now)
    action = _editing(gathered)
    copy = work.connection.execute(select(working_copy.c.version, working_copy.c.by, working_copy.c.at).where(
        working_copy.c.case_id == case_id)).mappings().one_or_none()
    if (copy["version"] if copy else 0) != version:
        raise Refused(Refusal("copy_changed", {"at": copy["at"] if copy else work.now}))
    body = {**body, "host_unit": gathered.row["host_unit"]} if gathered.row["kind"] == CLASS else body
    if copy:
        work.write(SAVE_COPY, key_case_id=case_id, key_version=version, version=version + 1, body=body,
                   steps_done=steps, by=work.actor.id, at=work.now)
    else:
        work.write(NEW_COPY, case_id=case_id, version=1, body=body, steps_done=steps, by=work.actor.id, at=work.now)
    _noted(work, gathered, action)
    return version + 1


def _editing(gathered: Gathered) -> Action:
    """The action that would bring the edited content; refused to those who could not take it."""
    s = gathered.situation
    brings = [a for a in s.process.actions_from(s.case.state) if "working_copy" in a.inputs]
    if not brings:
        state = s.process.states[s.case.state].label
        raise Refused(Refusal("not_editable", {"state": state}))
    action = brings[0]
    seat = round_of(s, action, s.case.rounds + 1).seats[0]
    post = s.actor.holds(seat.role, seat.unit)
    if not post:
        raise Refused(Refusal("not_yours", {"action": action.label}, who=(seat.role,)))
    if against := separation(s, action, seat, post):
        raise Refused(against)
    return action


def _noted(work: Work, gathered: Gathered, action: Action) -> None:
    """Record what of an edit must be known: a new hand, and a signature that it takes back."""
    s, editors = gathered.situation, gathered.row["remembered"].get(EDITORS, [])
    taken_back = [number for number, code in begun(s).items() if code == action.code]
    new_hand = work.actor.id not in (s.case.created_by, *editors)
    if not (taken_back and action.signers.verb == IN_ORDER or new_hand):
        return
    change = CaseChange(work, gathered)
    if new_hand:
        change.remember(EDITORS, sorted((*editors, work.actor.id)))
    if taken_back:
        _take_back(change, action, taken_back)
    change.finish(EDIT if taken_back else NEW_HAND, RECORDED, post=None, to_state=None)


def _take_back(change: CaseChange, action: Action, rounds: list[int]) -> None:
    """A newer edit closes the round whose first signer signed the older content (ruling 24)."""
    s = change.situation
    for seat in s.seats:
        if seat.round in rounds and seat.pending:
            change.close(seat)
    for number in sorted(rounds):
        change.end_round(number, done=False)
    change.drop()
    if action.decides:
        change.open_round(round_of(s, action, s.case.rounds + 1), opinion="", due=change.new["due_at"])
