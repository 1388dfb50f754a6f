"""The unit explains a finding; one who may overrides it. Neither moves a state, both are records of the trail."""

from typing import Any

from workflow.acts.case_change import CaseChange
from workflow.acts.notes import noted, opened, own_post, running, words
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.findings import BLOCK, WARN, Finding
from workflow.domain.people import Actor
from workflow.engine.separation import separation
from workflow.engine.situation import Seat
from workflow.office.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.act_writing import EXPLAIN_FINDING, OVERRIDE_FINDING


def explain_finding(office: Office, actor: Actor, case_id: int, rule: str, part: str, text: str) -> int:
    """The unit's own words to a finding that needs explaining; the number of the record."""

    def do(work: Work) -> int:
        change = opened(work, case_id)
        running(change.situation)
        post = own_post(change.situation)
        _find(change, rule, part)
        said = words(text, "explanation_missing")
        _answer(change, rule, part, EXPLAIN_FINDING, explanation=said, explained_by=actor.id)
        return noted(change, "explain_finding", post, opinion=said, given={"rule": rule, "part": part})

    return in_one_go(office, actor, case_id, "explain_finding", do)


def override_finding(office: Office, actor: Actor, case_id: int, rule: str, part: str, reason: str) -> int:
    """Set a finding aside, by a role that the policy names for this rule, with the reason; the number of the record."""

    def do(work: Work) -> int:
        change = opened(work, case_id)
        s = change.situation
        running(s)
        finding = _find(change, rule, part)
        post = s.actor.holds_one_of(finding.over)
        if post is None:
            raise Refused(Refusal("not_overridable" if not finding.over else "not_yours_to_override", {"rule": rule},
                                  who=finding.over))
        chair = Seat(0, 0, "", "", post.role, None, "", s.case.state)
        if against := separation(s, s.process.actions_from(s.case.state)[0], chair, post):
            raise Refused(against)
        said = words(reason, "reason_missing")
        _answer(change, rule, part, OVERRIDE_FINDING, overridden_by=actor.id, override_reason=said)
        return noted(change, "override_finding", post, opinion=said, given={"rule": rule, "part": part})

    return in_one_go(office, actor, case_id, "override_finding", do)


def _find(change: CaseChange, rule: str, part: str) -> Finding:
    found = next((f for f in change.situation.findings if (f.rule, f.part) == (rule, part)), None)
    if found is None or found.severity not in (WARN, BLOCK):
        raise Refused(Refusal("finding_gone", {"rule": rule}))
    return found


def _answer(change: CaseChange, rule: str, part: str, statement: Any, **answer: Any) -> None:
    number = change.row["findings_n"]
    change.work.write(statement, key_case_id=change.id, key_n=number, key_rule=rule, key_part=part, **answer)
    told = {"n": number, "rule": rule, "part": part, **answer}
    change.rows.setdefault("finding", []).append(told)
