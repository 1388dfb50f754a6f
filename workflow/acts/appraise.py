"""The class teacher's page: learning reports handed in, words of appraisal, why somebody was missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from workflow.acts.class_in_session import held_now
from workflow.acts.notes import noted, opened, own_post
from workflow.acts.transaction import Work, in_one_go
from workflow.domain import form_text
from workflow.domain.completion import FAILED, LEFT_THE_ROSTER, PASSED
from workflow.domain.people import Actor
from workflow.engine.situation import Situation
from workflow.office.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.holding_writing import APPRAISE
from workflow.store.rosters import enrolment
from workflow.wording.values import Term

MAX_WORDS = 1000
COLUMNS = ("report_on", "result", "appraisal", "reason")


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What the class teacher says of one trainee.

    ``report_on``: the day the learning report was handed in; ``result``: ``failed``, or ``None`` while nothing
    speaks against passing; ``reason``: why somebody was missing.
    """

    report_on: date | None = None
    result: str | None = None
    appraisal: str = ""
    reason: str = ""


def appraise(office: Office, actor: Actor, case_id: int, people: Mapping[int, Appraisal]) -> int:
    """Keep what differs from what stood there; the number of the record, 0 when nothing does.

    Anybody of the host unit may, from the opening until the closing papers are handed in.
    """

    def do(work: Work) -> int:
        change = opened(work, case_id)
        held_now(change.situation)
        post = own_post(change.situation)
        standing = _standing(work, case_id)
        faults = _faults(change.situation, people, standing)
        if faults:
            raise Refused(faults)
        told = []
        for number, said in sorted(people.items()):
            new = {"report_on": said.report_on, "result": said.result, "appraisal": said.appraisal or None,
                   "reason": said.reason or None}
            old = standing[number]
            if new["result"] is None and old["result"] != FAILED:
                new["result"] = old["result"]  # what an earlier closing found stands until the next one
            if new != old:
                work.write(APPRAISE, key_case_id=case_id, key_cadre_id=number, **new)
                told.append({"cadre_id": number, **new})
        if not told:
            return 0
        change.rows["enrolment"] = told
        return noted(change, "appraise", post)

    return in_one_go(office, actor, case_id, "appraise", do)


def _standing(work: Work, case_id: int) -> dict[int, dict[str, Any]]:
    wanted = select(enrolment.c.cadre_id, *(enrolment.c[name] for name in COLUMNS)).where(
        enrolment.c.case_id == case_id, enrolment.c.status.not_in(sorted(LEFT_THE_ROSTER)))
    return {row.cadre_id: {name: getattr(row, name) for name in COLUMNS} for row in work.connection.execute(wanted)}


def _faults(s: Situation, people: Mapping[int, Appraisal], standing: Mapping[int, object]) -> list[Refusal]:
    faults = []
    strangers = people.keys() - standing.keys()
    if strangers:
        faults.append(Refusal("not_on_roster", {"count": len(strangers)}, field="marks"))
    for number, said in sorted(people.items()):
        if said.result not in (None, PASSED, FAILED):
            faults.append(Refusal("appraisal_unknown", field=f"result-{number}"))
        if said.report_on is not None and not s.form.start_date <= said.report_on <= s.today:
            values = {"start": s.form.start_date, "today": s.today}
            faults.append(Refusal("report_day_wrong", values, field=f"report_on-{number}"))
        for name in ("appraisal", "reason"):
            try:
                form_text.text(getattr(said, name), MAX_WORDS, lines=True)
            except form_text.Unreadable as fault:
                faults.append(fault.refusal(Term(f"closing.{name}"), f"{name}-{number}"))
    return faults
