"""All rules by id, whatever they are asked about, and the functions that ask them.

Class rules look at one declaration (:class:`~workflow.engine.rules.facts.Facts`); the others at a unit's
year, a closing, a notice, one person's attendance, a year of a cadre. One table, ``RULES``, lists them all.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from workflow.domain.findings import CLEAR, SEVERITIES, Finding
from workflow.engine.rules import (
    authority,
    class_shape,
    closing,
    coverage,
    duplicates,
    funding,
    leader,
    lecturers,
    persons,
    quota,
    splitting,
    timing,
    year,
)
from workflow.engine.rules.facts import Facts
from workflow.engine.rules.voice import F, Findings, Rule
from workflow.wording.values import pack

CLASS_RULES: tuple[Rule[Facts], ...] = (
    funding.annual_floor, timing.lead_time, timing.extra_class,
    quota.quota_total, quota.quota_with_lecturers, quota.quota_without_items, quota.quota_of_long_classes,
    quota.travel_days, lecturers.lecture_fee, lecturers.lecture_hours, lecturers.joint_lectures,
    class_shape.staff_count, timing.longest_class, timing.special_class, class_shape.meeting_as_training,
    class_shape.visits, class_shape.scenic_or_costly, class_shape.charging,
    authority.who_may_host, duplicates.repeated_class, authority.out_of_province_class,
    authority.out_of_province_allowed, class_shape.offline_classes_of_host, authority.other_systems_people,
    authority.lower_leaders_called, authority.city_managed_people, funding.fund_balance,
    funding.total_not_above_last_year, leader.leader_signs, leader.amendment_size, splitting.split_class,
    persons.calls_in_a_year, persons.journeys_in_a_year, persons.long_courses, persons.called_by_a_higher_level,
    persons.at_two_places, persons.long_untrained)
YEAR_RULES = (year.plan_filed_in_time, year.last_year_reported)
CLOSING_RULES = (closing.approved_before_held, closing.closing_papers)
NOTICE_RULES = (closing.notice_statement,)
CREDIT_RULES = (closing.leave_taken, closing.hours_credited)
CADRE_RULES = (coverage.hours_of_cadre,)
LEADER_RULES = (coverage.leaders_trained,)

_ALL: tuple[Rule[Any], ...] = (
    *CLASS_RULES, *YEAR_RULES, *CLOSING_RULES, *NOTICE_RULES, *CREDIT_RULES, *CADRE_RULES, *LEADER_RULES)
RULES: Mapping[str, Rule[Any]] = {one.code: one for one in sorted(_ALL, key=lambda rule: rule.code)}


def judge(facts: Facts) -> tuple[Finding, ...]:
    """Every class rule's answer: blocks first, then warnings, notes and what is clear; by rule id within."""
    return ask(CLASS_RULES, facts)


def judge_year(facts: year.YearFacts) -> tuple[Finding, ...]:
    """What the rules say of a unit's year: its plan, its report (R-03, R-41)."""
    return ask(YEAR_RULES, facts)


def judge_closing(facts: closing.ClosingFacts) -> tuple[Finding, ...]:
    """What the rules say of a class that is being closed or settled (R-37, R-38)."""
    return ask(CLOSING_RULES, facts)


def judge_notice(facts: closing.NoticeFacts) -> tuple[Finding, ...]:
    """What the notice of a class says of its approval (R-42)."""
    return ask(NOTICE_RULES, facts)


def judge_credit(facts: closing.CreditFacts) -> tuple[Finding, ...]:
    """What one person is credited with, and whether at all (R-34, R-36); by the sign-in so far."""
    return ask(CREDIT_RULES, facts)


def ask(rules: Iterable[Rule[F]], facts: F) -> tuple[Finding, ...]:
    """Each rule's answer on these facts, in the order in which people read them."""
    found: list[Finding] = []
    for rule in rules:
        answer: Findings = rule(facts)
        found.extend((answer,) if isinstance(answer, Finding) else answer or ())
    return tuple(sorted(found, key=_order))


def findings_digest(findings: Iterable[Finding]) -> str:
    """SHA-256 of the findings as they bind a signature.

    A clear line counts without its numbers: that a fund's balance moved and still suffices is
    no other finding, and must not make a co-signer's page stale.  By which versions a likeness was
    reckoned does not count either: what came out does.
    """
    body = [[f.rule, f.part, f.severity, f.wording, f.overridden, f.explained,
             None if f.severity == CLEAR else pack(f.said)] for f in sorted(findings, key=_order)]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _order(finding: Finding) -> tuple[int, str, int, str]:
    return SEVERITIES.index(finding.severity), finding.rule, len(finding.part), finding.part
