"""Judges a case anew within an act, and stores what the rules said as the next generation of findings."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from workflow.acts.case_change import CaseChange
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.findings import BLOCK, RECKONED, Finding
from workflow.domain.pairs import PAIR_RULE, facts_hash
from workflow.domain.people import system_actor
from workflow.engine.decide import RECORDED, Move
from workflow.engine.proposals import FORMER_POLICY, is_amendment
from workflow.engine.rules.facts import SimilarClass
from workflow.engine.signers import missing_seats
from workflow.engine.situation import OpenPair, Situation
from workflow.office.gather import Gathered, gather
from workflow.office.judging import Judged, judge_form
from workflow.office.neighbours import former_of
from workflow.office.office import Office
from workflow.office.plan_judging import PLAN, judge_plan
from workflow.refusals import Refused
from workflow.rulebook.policy import Policy
from workflow.rulebook.process import Action
from workflow.store.act_writing import NEW_FINDING, NEW_PAIR, NEW_SHARE, RENEW_PAIR
from workflow.wording.values import pack

ANSWERS = ("explanation", "explained_by", "overridden_by", "override_reason")
LOOK_AGAIN = "look_again"
# Guards that ask the findings: only before these must they be of this moment. What was decided stays as it was judged.
ASKS_FINDINGS = ("no_open_block", "pairs_judged", "survivor_is_pair", "warnings_explained")
# Guards that ask who is called: others may have called the same people since, and no stamp tells of it.
ASKS_PEOPLE = ("roster_complete",)
# Effects with which older findings no longer speak of the case, or which need what a judgement gathers.
CHANGES_FACTS = ("fix_declared_on", "drop_proposal", "list_class")


class WorldMoved(Refused):
    """Refused on findings made anew, since the world moved: they differ from those that stand, and must be kept."""


def needs_judging(gathered: Gathered, action: Action, *, frozen: bool) -> bool:
    """Whether this action must look again: it brings facts, or the world moved since the findings were made."""
    s = gathered.situation
    asked = any(guard.name in ASKS_FINDINGS for guard in action.guards)
    changes = any(effect.name in CHANGES_FACTS for effect in action.effects)
    if not isinstance(s.content, ClassDeclaration):
        return s.case.kind == PLAN and (asked or changes)  # no stamp tells of a report filed since
    moved = gathered.row["stamp"] != gathered.row["stamp_seen"]
    people = any(guard.name in ASKS_PEOPLE for guard in action.guards)
    return frozen or changes or people or moved and asked or _money_moved(s)


def judge(connection: Connection, office: Office, gathered: Gathered, action: Action) -> Judged:
    """The rules on the content this action leaves behind."""
    effects = {effect.name for effect in action.effects}
    return judge_present(connection, office, gathered, dropping="drop_proposal" in effects,
                         declaring="fix_declared_on" in effects)


def judge_present(connection: Connection, office: Office, gathered: Gathered, *, dropping: bool = False,
                  declaring: bool = False) -> Judged:
    """The rules on the present content: the proposed one, unless it is being dropped."""
    s = gathered.situation
    if s.case.kind == PLAN:
        return judge_plan(connection, office, s, handing_in=declaring)
    form = s.form if s.proposed is None or dropping else s.proposed
    declared = s.today if declaring else gathered.row["declared_on"] or s.today
    amends = form is s.proposed and is_amendment(s)
    judged = judge_form(connection, office, form, policy=_policy(office, s, form), declared_on=declared,
                        case_id=s.case.id, papers=s.papers, former=s.form if amends else None)
    return replace(judged, of_proposed=form is s.proposed)


def _policy(office: Office, s: Situation, form: ClassDeclaration) -> Policy:
    """The policy of the day of declaration, or of the day on which a change was proposed; today's for a draft."""
    if s.case.number is None:
        return office.rulebook.policy_on(s.today)
    former = s.case.remembered.get(FORMER_POLICY)
    return office.rulebook.policies[former] if former and form is s.form else s.policy


def settled(s: Situation, judged: Judged) -> Situation:
    """The situation with the new findings, pairs and lines; what was explained or overridden before stays so where
    nothing changed."""
    before = {(f.rule, f.part): f for f in s.findings}
    findings = tuple(_carry(f, before.get((f.rule, f.part))) for f in judged.findings)
    open_pairs = {pair.other: pair for pair in s.pairs}
    blocked = {int(f.part) for f in findings if f.rule == PAIR_RULE and f.severity == BLOCK} & judged.similar.keys()
    pairs = tuple(_pair(open_pairs.get(other, OpenPair(other)), judged) for other in sorted({*open_pairs, *blocked}))
    lines = {line.id: line for line in (*s.lines, *judged.lines)}  # as they were when the rules looked
    return s.with_(findings=findings, pairs=pairs, lines=tuple(lines.values()))


def ask_more(change: CaseChange, move: Move | None = None) -> None:
    """Ask those too whom the state's open decision needs by the new findings."""
    s = change.situation
    anew = {opened.action for opened in move.rounds} if move is not None else set()
    more = missing_seats(s)
    if more is not None and more.action not in anew:
        change.ask_more(more, change.new["due_at"])


def look_again(office: Office, case_id: int) -> None:
    """Judge a case anew on its own, by the system: whoever was refused finds what it was about, and can act on it."""
    in_one_go(office, system_actor(), case_id, LOOK_AGAIN, lambda work: _look_again(work, case_id))


def _look_again(work: Work, case_id: int) -> None:
    gathered = gather(work.connection, work.office, work.actor, case_id, now=work.now)
    s = gathered.situation
    if not isinstance(s.content, ClassDeclaration) and s.case.kind != PLAN:
        return
    judged = judge_present(work.connection, work.office, gathered)
    if judged.digest == gathered.row["findings_hash"]:
        return
    s = settled(s, judged)
    change = CaseChange(work, replace(gathered, situation=s))
    store_judged(change, judged)
    change.new["stamp_seen"] = gathered.row["stamp"]
    ask_more(change)
    change.finish(LOOK_AGAIN, RECORDED, post=None, to_state=None)


def store_judged(change: CaseChange, judged: Judged) -> None:
    """The findings as a new generation, the pairs of block level, and a share row for each line drawn on."""
    s, number = change.situation, change.row["findings_n"] + 1
    if s.case.number is None:  # not submitted yet: judged by the policy of the day
        change.new["policy_hash"] = change.work.office.rulebook.policy_on(s.today).hash
    change.new.update(findings_n=number, findings_hash=judged.digest)
    change.judged_hash = change.hashes.get(change.new["proposed_n" if judged.of_proposed else "form_n"])
    change.remember("route", judged.route)
    for finding in s.findings:
        _store_finding(change, finding, number, judged.policy_hash)
        if finding.rule == PAIR_RULE and finding.severity == BLOCK and int(finding.part) in judged.similar:
            _store_pair(change, judged, finding, judged.similar[int(finding.part)])
    for line in judged.lines:
        if line.id not in judged.shared:
            change.work.write(NEW_SHARE, case_id=change.id, line_id=line.id, reserved=0, committed=0, spent=0)


def _store_finding(change: CaseChange, finding: Finding, number: int, policy: str) -> None:
    """One finding of the new generation; an answer given to the same finding before goes with it."""
    body = {"values": {name: pack(value) for name, value in finding.values.items()}, "over": list(finding.over),
            "clause": finding.clause, "wording": finding.wording}
    before = change.answers.get((finding.rule, finding.part), {})
    same = before.get("severity") == finding.severity and _said(before.get("body")) == _said(body)
    answers = {name: before[name] if same else None for name in ANSWERS}
    change.work.write(
        NEW_FINDING, case_id=change.id, n=number, rule=finding.rule, part=finding.part, severity=finding.severity,
        gate=finding.gate, form_hash=change.judged_hash,
        policy_hash=policy,
        body=body, at=change.now, **answers)
    if any(answers.values()):
        told = {"n": number, "rule": finding.rule, "part": finding.part, **answers}
        change.rows.setdefault("finding", []).append(told)


def _said(body: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """A stored finding without by which versions it was reckoned."""
    if body is None:
        return None
    return {**body, "values": {name: value for name, value in body["values"].items() if name != RECKONED}}


def _store_pair(change: CaseChange, judged: Judged, finding: Finding, other: SimilarClass) -> None:
    if other.verdict:
        return  # settled, and nothing of what was compared has changed
    before = judged.beside.pairs.get(other.case_id)
    facts = judged.beside.facts_of(other)
    row = {"facts_hash": facts_hash(facts), "shown": {n: pack(v) for n, v in finding.values.items()}, "facts": facts,
           "former": former_of(before) if before else None,
           "verdict": None, "reason": None, "decided_by": None, "decided_at": None}
    told = {"other_id": other.case_id, **row}
    if before is not None:
        change.work.write(RENEW_PAIR, key_case_id=change.id, key_other_id=other.case_id, **row)
    else:
        told["consulted"] = False
        change.work.write(NEW_PAIR, case_id=change.id, other_id=other.case_id, consulted=False, **row)
    change.rows.setdefault("pair", []).append(told)


def _carry(finding: Finding, before: Finding | None) -> Finding:
    if before is None or before.said != finding.said or before.severity != finding.severity:
        return finding
    return Finding(**{**vars(finding), "overridden": before.overridden, "explained": before.explained})


def _pair(pair: OpenPair, judged: Judged) -> OpenPair:
    """A pair with the verdict that still counts: one given on other facts counts no longer."""
    found = judged.similar.get(pair.other)
    return pair if found is None else replace(pair, verdict=found.verdict)


def _money_moved(s: Situation) -> bool:
    """A stored finding says that a line does not cover its share: look again, money may have come since."""
    return any(f.rule == "R-39" and f.severity == BLOCK for f in s.findings)
