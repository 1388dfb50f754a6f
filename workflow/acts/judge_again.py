"""Judges a case anew within an act, and stores what the rules said as the next generation of findings."""

from dataclasses import replace

from workflow.acts.case_change import CaseChange
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.findings import BLOCK, Finding
from workflow.domain.pairs import facts_hash
from workflow.engine.rules.facts import SimilarClass
from workflow.engine.situation import OpenPair, Situation
from workflow.office.gather import Gathered
from workflow.office.judging import Judged, judge_form
from workflow.office.office import Office
from workflow.rulebook.process import Action
from workflow.store.act_writing import NEW_FINDING, NEW_PAIR, NEW_SHARE, RENEW_PAIR
from workflow.wording.values import pack

ANSWERS = ("explanation", "explained_by", "overridden_by", "override_reason")
CHANGES_FACTS = ("fix_declared_on", "drop_proposal")  # effects after which older findings no longer speak of the case


def needs_judging(gathered: Gathered, action: Action, *, frozen: bool) -> bool:
    """Whether this action must look again: it brings facts, or the world moved since the findings were made."""
    s = gathered.situation
    if not isinstance(s.form if s.proposed is None else s.proposed, ClassDeclaration):
        return False
    moved = gathered.stamp != gathered.row["stamp_seen"]
    return frozen or moved or any(effect.name in CHANGES_FACTS for effect in action.effects) or _money_moved(s)


def judge(connection, office: Office, gathered: Gathered, action: Action) -> Judged:  # type: ignore[no-untyped-def]
    """The rules on the content this action leaves behind."""
    s = gathered.situation
    effects = {effect.name for effect in action.effects}
    form = s.form if s.proposed is None or "drop_proposal" in effects else s.proposed
    subject = gathered.subject or {}
    declared = s.today if "fix_declared_on" in effects else subject.get("declared_on") or s.today
    policy = s.policy if s.case.number else office.rulebook.policy_on(s.today)
    judged = judge_form(connection, office, form, policy=policy, declared_on=declared, case_id=s.case.id, papers=s.papers)
    return replace(judged, of_proposed=form is s.proposed)


def settled(s: Situation, judged: Judged) -> Situation:
    """The situation with the new findings; what was explained or overridden before stays so where nothing changed."""
    before = {(f.rule, f.part): f for f in s.findings}
    findings = tuple(_carry(f, before.get((f.rule, f.part))) for f in judged.findings)
    open_pairs = {pair.other: pair for pair in s.pairs}
    blocked = {int(f.part) for f in findings if f.part.isdigit() and f.severity == BLOCK and int(f.part) in judged.similar}
    pairs = tuple(open_pairs.get(other, OpenPair(other)) for other in sorted({*open_pairs, *blocked}))
    return s.with_(findings=findings, pairs=pairs)


def store_judged(change: CaseChange, judged: Judged) -> None:
    """The findings as a new generation, the pairs of block level, and a share row for each line drawn on."""
    s, number = change.situation, change.row["findings_n"] + 1
    change.new.update(findings_n=number, findings_hash=judged.digest)
    change.judged_hash = change.hashes.get(change.new["proposed_n" if judged.of_proposed else "form_n"])
    change.remember("route", judged.route)
    for finding in s.findings:
        _store_finding(change, finding, number)
        if finding.severity == BLOCK and finding.part.isdigit() and int(finding.part) in judged.similar:
            _store_pair(change, judged, finding, judged.similar[int(finding.part)])
    for line, known in judged.lines:
        if not known:
            change.work.write(NEW_SHARE, case_id=change.id, line_id=line, reserved=0, committed=0, spent=0)


def _store_finding(change: CaseChange, finding: Finding, number: int) -> None:
    """One finding of the new generation; an answer given to the same finding before goes with it."""
    body = {"values": {name: pack(value) for name, value in finding.values.items()}, "over": list(finding.over),
            "clause": finding.clause, "wording": finding.wording}
    before = change.answers.get((finding.rule, finding.part), {})
    same = before.get("severity") == finding.severity and before.get("body") == body
    answers = {name: before[name] if same else None for name in ANSWERS}
    change.work.write(
        NEW_FINDING, case_id=change.id, n=number, rule=finding.rule, part=finding.part, severity=finding.severity,
        gate=finding.gate, form_hash=change.judged_hash,
        policy_hash=change.new["policy_hash"] or change.situation.policy.hash,
        body=body, at=change.now, **answers)
    if any(answers.values()):
        told = {"n": number, "rule": finding.rule, "part": finding.part, **answers}
        change.rows.setdefault("finding", []).append(told)


def _store_pair(change: CaseChange, judged: Judged, finding: Finding, other: SimilarClass) -> None:
    form = change.present
    row = {"facts_hash": facts_hash(form, other.form), "shown": {n: pack(v) for n, v in finding.values.items()},
           "verdict": None, "reason": None, "decided_by": None, "decided_at": None}
    if other.verdict:
        return  # settled, and nothing of what was compared has changed
    told = {"other_id": other.case_id, **row}
    if other.case_id in judged.known_pairs:
        change.work.write(RENEW_PAIR, key_case_id=change.id, key_other_id=other.case_id, **row)
    else:
        told["consulted"] = False
        change.work.write(NEW_PAIR, case_id=change.id, other_id=other.case_id, consulted=False, **row)
    change.rows.setdefault("pair", []).append(told)


def _carry(finding: Finding, before: Finding | None) -> Finding:
    if before is None or dict(before.values) != dict(finding.values) or before.severity != finding.severity:
        return finding
    return Finding(**{**vars(finding), "overridden": before.overridden, "explained": before.explained})


def _money_moved(s: Situation) -> bool:
    """A stored finding says that a line does not cover its share: look again, money may have come since."""
    return any(f.rule == "R-39" and f.severity == BLOCK for f in s.findings)
