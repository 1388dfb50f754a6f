"""All rules together: order, silence, the digest a signature binds, and that no half-filled form upsets them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.rules.clean_class import YUAN, facts, flagged, tell
from tests.samples import choices, facts_of, lines_for, policy, rulebook, sample_facts, samples
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.declaration_form import read_step, to_raw
from workflow.domain.findings import BLOCK, CLEAR, INFO, SEVERITIES, WARN, Finding
from workflow.engine.rules.register import RULES, findings_digest, judge
from workflow.rulebook.policy import Policy
from workflow.wording.values import Fen, pack, unpack

MANY = {"charge_fen": 1, "venue_kind": "scenic", "plan_type": "extra", "plan_item": "", "staff_count": 20}


def terms(rule: str, **changes: object) -> Policy:
    rules = {**policy().rules, rule: replace(policy().rules[rule], **changes)}  # type: ignore[arg-type]
    return replace(policy(), rules=rules)


def test_every_rule_answers_by_its_own_id() -> None:
    for code, rule in RULES.items():
        assert rule.code == code
        assert code in policy().rules
    for finding in judge(facts(**MANY)):
        assert finding.rule in RULES


def test_blocks_come_first_then_by_rule() -> None:
    found = judge(facts(**MANY))
    ranks = [(SEVERITIES.index(f.severity), f.rule) for f in found]
    assert ranks == sorted(ranks)
    assert {f.severity for f in found} == {BLOCK, INFO, CLEAR}


def test_a_rule_that_is_off_is_silent() -> None:
    assert "R-19" in flagged(facts(charge_fen=1))
    assert "R-19" not in flagged(facts(charge_fen=1, policy=terms("R-19", on=False)))


def test_severity_gate_and_who_may_override_are_the_policys() -> None:
    soft = terms("R-19", severity=WARN, gate="leader", over=("somebody",), clause="第九条")
    finding, = (f for f in judge(facts(charge_fen=1, policy=soft)) if f.rule == "R-19")
    assert (finding.severity, finding.gate, finding.over, finding.clause) == (WARN, "leader", ("somebody",), "第九条")


def test_a_warning_never_outranks_the_policy() -> None:
    """R-02 warns a referral even where the rule blocks; where the policy only informs, it only informs."""
    city = {"audience_codes": ("DIST_DEPUTY",), "managing_level": "city"}
    given_ = facts(date(2026, 5, 18), **city, policy=terms("R-02", severity=INFO))
    assert [f.severity for f in judge(given_) if f.rule == "R-02"] == [INFO]


def test_the_digest_is_of_what_was_shown() -> None:
    found = judge(facts(**MANY))
    assert findings_digest(found) == findings_digest(tuple(reversed(found)))
    assert len(findings_digest(())) == 64
    block = next(f for f in found if f.severity == BLOCK)
    others = [f for f in found if f is not block]
    for changed in (replace(block, overridden=True), replace(block, explained=True), replace(block, severity=WARN),
                    replace(block, part="7"), replace(block, wording="x"), replace(block, values={"count": 1})):
        assert findings_digest((*others, changed)) != findings_digest(found)
    assert findings_digest(others) != findings_digest(found)


def test_a_balance_that_moved_and_suffices_is_no_other_finding() -> None:
    rich, poorer, poor = (facts(lines=lines_for(facts().form.fund_shares, appropriated=fen))
                          for fen in (90_000 * YUAN, 80_000 * YUAN, 100 * YUAN))
    assert findings_digest(judge(rich)) == findings_digest(judge(poorer))
    assert findings_digest(judge(rich)) != findings_digest(judge(poor))


def test_every_finding_can_be_stored_and_read_back() -> None:
    for sample in samples().values():
        for finding in judge(facts_of(sample.form, sample.declared_on)):
            again = {name: unpack(value) for name, value in pack(finding.values)["map"].items()}
            assert again == dict(finding.values)
            assert {name for name, value in again.items() if isinstance(value, Fen)} == {
                name for name, value in finding.values.items() if isinstance(value, Fen)}


@pytest.mark.parametrize("code", sorted(one.code for one in rulebook().policies.values()))
def test_every_policy_can_judge_every_sample(code: str) -> None:
    """Numbers that a policy leaves open silence a rule; they upset none."""
    rules = next(one for one in rulebook().policies.values() if one.code == code)
    for sample in samples().values():
        for finding in judge(sample_facts(sample, policy=rules)):
            assert rules.terms(finding.rule) is not None
            assert tell(finding, "zh").gist


@given(drop=st.sets(st.sampled_from(sorted(to_raw(samples()["D11"].form)))))
def test_a_half_filled_form_upsets_no_rule(drop: set[str]) -> None:
    """Drafts are checked while they are typed."""
    raw = {name: value for name, value in to_raw(samples()["D11"].form).items() if name not in drop}
    form = ClassDeclaration()
    for step in range(6):
        form, _ = read_step(step, raw, form, choices())
    for finding in judge(facts_of(form, date(2026, 3, 2))):
        assert isinstance(finding, Finding)


def test_an_empty_form_is_judged() -> None:
    found = judge(facts_of(ClassDeclaration(), date(2026, 3, 2)))
    assert [f.rule for f in found if f.severity == BLOCK] == []
