"""One case's change within an act: the new values of its row and the parts of its record, written together."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from workflow.acts.transaction import Work
from workflow.domain.declaration import ClassDeclaration, to_json
from workflow.domain.people import Post
from workflow.domain.seats import CLOSED, DONE, LEFT, OPEN, SIGNED, WAITING
from workflow.engine.proposals import FORMER_POLICY
from workflow.engine.rules.place import out_of_province
from workflow.engine.signers import NewRound
from workflow.engine.situation import Seat, Situation
from workflow.office.gather import Gathered
from workflow.rulebook.policy import Policy
from workflow.store.act_writing import (
    CLOSE_SEAT,
    END_ROUND,
    KEPT,
    MOVE_CASE,
    NEW_CONTENT,
    NEW_LEDGER_ENTRY,
    NEW_ROUND,
    NEW_SEAT,
    OPEN_SEAT,
    SIGN_SEAT,
    setting_class,
)
from workflow.store.roster_writing import FOLLOW_DAYS
from workflow.trail.record import canonical


class CaseChange:
    """Collects what one act does to one case; :meth:`finish` writes row and record."""

    def __init__(self, work: Work, gathered: Gathered):
        self.work, self.row = work, gathered.row
        self.situation: Situation = gathered.situation
        self.new: dict[str, Any] = {name: gathered.row[name] for name in KEPT}
        self.hashes, self.answers = dict(gathered.contents), gathered.answers
        self.n = gathered.row["chain_n"] + 1
        self.told: dict[str, Any] = {}
        self.opened: list[dict[str, Any]] = []
        self.signed: list[tuple[int, int]] = []
        self.closed: list[tuple[int, int]] = []
        self.asked: list[tuple[int, int]] = []
        self.ended: list[tuple[int, str]] = []
        self.ledger: list[dict[str, Any]] = []
        self.set: dict[str, Any] = {}
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.subject: dict[str, Any] = {}
        self.acting_for: int | None = None  # in whose place the actor signs
        self.dropped = False
        # The content the signer has before them: the proposed one, where it is this action's.
        proposed = self.new["proposed_n"] if self.situation.proposed is not None else None
        self.seen_hash: str | None = self.hashes.get(proposed or self.new["form_n"])
        self.judged_hash: str | None = None  # the content that this act judged anew

    @property
    def id(self) -> int:
        return int(self.row["id"])

    @property
    def now(self) -> datetime:
        return self.work.now

    def freeze(self, form: Any, *, by: int) -> int:
        """Keep a content for good under the next number; it is proposed until adopted."""
        body = canonical(to_json(form) if isinstance(form, ClassDeclaration) else form)
        digest = hashlib.sha256(body.encode()).hexdigest()
        number = max(self.hashes, default=0) + 1
        self.hashes[number] = self.seen_hash = digest
        self.new["proposed_n"] = number
        self.work.write(NEW_CONTENT, case_id=self.id, n=number, hash=digest, body=body, by=by, at=self.now)
        return number

    def adopt(self) -> None:
        """The proposed content is the effective one from now on."""
        number = self.new["proposed_n"]
        self.new.update(form_n=number, form_hash=self.hashes[number], proposed_n=None)
        self.remember(FORMER_POLICY, None)
        form = self.situation.proposed
        if isinstance(form, ClassDeclaration):
            self.subject.update(shown_columns(form))
            self._move_roster(form)

    def _move_roster(self, form: ClassDeclaration) -> None:
        """The days that stand with the people follow the class's."""
        heads = self.situation.heads
        if (heads.enrolled or heads.on_leave) and form.start_date and form.end_date:
            away = out_of_province(form, self.situation.policy)
            self.work.write(FOLLOW_DAYS, key_case_id=self.id, start_date=form.start_date, end_date=form.end_date,
                            out_of_province=away)

    def drop(self) -> None:
        """The proposed content is given up; it stays on record."""
        self.new["proposed_n"], self.dropped = None, True
        if former := self.new["remembered"].get(FORMER_POLICY):
            self.new["policy_hash"] = former
            self.remember(FORMER_POLICY, None)

    def judge_by(self, policy: Policy) -> None:
        """Judge the proposed content by the policy of its own day; the former one comes back if it is given up."""
        if policy.hash != self.new["policy_hash"]:
            if FORMER_POLICY not in self.new["remembered"]:
                self.remember(FORMER_POLICY, self.new["policy_hash"])
            self.new["policy_hash"] = policy.hash

    def remember(self, key: str, value: Any) -> None:
        """Keep a value with the case; ``None`` forgets it."""
        kept = dict(self.new["remembered"])
        kept.pop(key, None)
        if value is not None:
            kept[key] = value
        self.new["remembered"] = kept

    def assign(self, column: str, value: Any) -> None:
        """A column of the subject that this act assigns, told in the record and written once."""
        self.subject[column] = self.set[column] = value

    def open_round(self, opened: NewRound, *, opinion: str, due: datetime | None) -> None:
        """Write a round with its seats; a seat that begins signed is this actor's."""
        if not opened.seats:
            return
        number = opened.seats[0].round
        over = all(seat.status == SIGNED for seat in opened.seats)
        self.new["rounds"] = max(self.new["rounds"], number)
        self.work.write(NEW_ROUND, case_id=self.id, n=number, action=opened.action, verb=opened.verb,
                        state=opened.seats[0].state, opened_at=self.now, closed_at=self.now if over else None,
                        outcome=DONE if over else None)
        if over:
            self.ended.append((number, DONE))
        for seat in opened.seats:
            self._new_seat(seat, opened.verb, opinion, due)

    def ask_more(self, more: NewRound, due: datetime | None) -> None:
        """Further seats in a round that stands already."""
        for seat in more.seats:
            self._new_seat(seat, more.verb, "", due)

    def sign(self, seat: Seat, opinion: str) -> None:
        """This actor's signature on an open seat; refused as stale when another holder was quicker."""
        self.signed.append((seat.round, seat.place))
        self.work.write(SIGN_SEAT, key_case_id=self.id, key_round=seat.round, key_place=seat.place, key_status=OPEN,
                        status=SIGNED, closed_at=self.now, signed_by=self.work.actor.id, signed_at=self.now,
                        acting_for=self.acting_for, form_hash=self.seen_hash,
                        findings_hash=self.new["findings_hash"], opinion=opinion or None, trail_n=self.n)

    def ask(self, seat: Seat, due: datetime | None) -> None:
        """A waiting seat's turn has come."""
        self.asked.append((seat.round, seat.place))
        self.work.write(OPEN_SEAT, key_case_id=self.id, key_round=seat.round, key_place=seat.place, status=OPEN,
                        opened_at=self.now, due_at=due)

    def close(self, seat: Seat) -> None:
        """A seat is left unsigned: its round ended without it."""
        self.closed.append((seat.round, seat.place))
        self.work.write(CLOSE_SEAT, key_case_id=self.id, key_round=seat.round, key_place=seat.place, status=CLOSED,
                        closed_at=self.now)

    def end_round(self, number: int, *, done: bool) -> None:
        outcome = DONE if done else LEFT
        self.ended.append((number, outcome))
        self.work.write(END_ROUND, key_case_id=self.id, key_n=number, closed_at=self.now, outcome=outcome)

    @property
    def present(self) -> Any:
        """The content the case will be compared by: what is proposed or just adopted, else what is in force."""
        proposed = None if self.dropped else self.situation.proposed
        return self.situation.form if proposed is None else proposed

    def finish(self, act: str, what: str, *, post: Post | None, to_state: str | None, opinion: str = "",
               changes: Sequence[str] = (), request: str | None = None,
               given: dict[str, Any] | None = None, late: datetime | None = None) -> str:
        """Write the row (found only as it was read) and the record; the record's hash."""
        if self.subject:
            self.work.write(setting_class(tuple(sorted(self.subject))), key_case_id=self.id, **self.subject)
        proposed = self.new["proposed_n"]
        kept = self.new["remembered"] if self.new["remembered"] != self.row["remembered"] else None
        other = self.seen_hash != self.new["form_hash"]
        digest = self.work.record(
            case=self.id, kind=self.row["kind"], n=self.n, prev=self.row["chain_head"], act=act, what=what,
            role=post.role if post else None, unit=post.unit if post else None, from_state=self.row["state"],
            acting_for=post.acting_for if post else None,
            to_state=to_state, process=self.row["process_hash"], policy=self.new["policy_hash"],
            form=self._named(self.new["form_n"]), due=self.new["due_at"], opinion=opinion,
            proposed=self._named(proposed) if proposed else None, seen=self.seen_hash if other else None,
            findings=self._shown(), judged=self.judged_hash, changes=changes,
            opened=self.opened, signed=self.signed, closed=self.closed, asked=self.asked,
            ended=self.ended, remembered=kept, ledger=self.ledger, set_=self.set, rows=self.rows, request=request,
            given=given, late=late,
        )
        for k, entry in enumerate(self.ledger):
            self.work.write(NEW_LEDGER_ENTRY, case_id=self.id, trail_n=self.n, k=k, line_id=entry["line"],
                            kind=entry["kind"], from_account=entry["from"], to_account=entry["to"], fen=entry["fen"],
                            at=self.now)
        self.work.write(MOVE_CASE, key_id=self.id, key_version=self.row["version"], version=self.row["version"] + 1,
                        chain_n=self.n, chain_head=digest, **self.new)
        return digest

    def _shown(self) -> tuple[int, str, list[list[str]]] | None:
        """The findings the actor had before them, each told by the act that made their generation."""
        number, digest = self.new["findings_n"], self.new["findings_hash"]
        if digest is None:
            return None
        made = () if number == self.row["findings_n"] else self.situation.findings
        return number, digest, [[f.rule, f.part, f.severity] for f in made]

    def _named(self, number: int) -> tuple[int, str] | None:
        return (number, self.hashes[number]) if number else None

    def _new_seat(self, seat: Seat, verb: str, opinion: str, due: datetime | None) -> None:
        signed = seat.status == SIGNED
        self.opened.append({"round": seat.round, "place": seat.place, "action": seat.action, "act": seat.act,
                            "role": seat.role, "unit": seat.unit, "state": seat.state, "gate": seat.gate,
                            "status": seat.status, "verb": verb})
        self.work.write(
            NEW_SEAT, case_id=self.id, round=seat.round, place=seat.place, action=seat.action, act=seat.act,
            role=seat.role, unit=seat.unit, state=seat.state, gate=seat.gate, status=seat.status,
            opened_at=None if seat.status == WAITING else self.now, due_at=due,
            closed_at=self.now if signed else None, signed_by=self.work.actor.id if signed else None,
            signed_at=self.now if signed else None, acting_for=self.acting_for if signed else None,
            form_hash=self.seen_hash if signed else None,
            findings_hash=self.new["findings_hash"] if signed else None, opinion=(opinion or None) if signed else None,
            trail_n=self.n if signed else None)


def shown_columns(form: ClassDeclaration) -> dict[str, Any]:
    """The columns of ``class_declaration`` that follow from a content."""
    return {
        "class_name": form.class_name, "topic_code": form.topic_code, "class_kind": form.class_kind,
        "plan_type": form.plan_type, "plan_item": form.plan_item or None, "tier": form.audience_tier,
        "channel": form.channel, "venue": form.venue, "start_date": form.start_date, "end_date": form.end_date,
        "half_days": form.half_days, "trainee_count": form.trainee_count, "staff_count": form.staff_count,
        "total_fen": form.total_fen,
    }
