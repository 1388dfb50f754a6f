"""All rules by id, and the one function that asks them all."""

import hashlib
import json
from collections.abc import Iterable, Mapping

from workflow.domain.findings import CLEAR, SEVERITIES, Finding
from workflow.engine.rules import (
    authority,
    class_shape,
    duplicates,
    funding,
    leader,
    lecturers,
    quota,
    splitting,
    timing,
)
from workflow.engine.rules.facts import Facts
from workflow.engine.rules.voice import Rule
from workflow.wording.values import pack

RULES: Mapping[str, Rule] = {one.code: one for one in (
    funding.annual_floor, timing.lead_time, timing.extra_class,
    quota.quota_total, quota.quota_with_lecturers, quota.quota_without_items, quota.quota_of_long_classes,
    quota.travel_days, lecturers.lecture_fee, lecturers.lecture_hours,
    class_shape.staff_count, timing.longest_class, timing.special_class, class_shape.meeting_as_training,
    class_shape.visits, class_shape.scenic_or_costly, class_shape.charging,
    authority.who_may_host, duplicates.repeated_class, authority.out_of_province_class,
    authority.out_of_province_allowed, authority.other_systems_people, authority.lower_leaders_called,
    authority.city_managed_people, funding.fund_balance, leader.leader_signs, splitting.split_class)}


def judge(facts: Facts) -> tuple[Finding, ...]:
    """Every rule's answer: blocks first, then warnings, notes and what is clear; by rule id within."""
    found: list[Finding] = []
    for rule in RULES.values():
        answer = rule(facts)
        found.extend((answer,) if isinstance(answer, Finding) else answer or ())
    return tuple(sorted(found, key=_order))


def findings_digest(findings: Iterable[Finding]) -> str:
    """SHA-256 of the findings as they bind a signature.

    A clear line counts without its numbers: that a fund's balance moved and still suffices is
    no other finding, and must not make a co-signer's page stale.
    """
    body = [[f.rule, f.part, f.severity, f.wording, f.overridden, f.explained,
             None if f.severity == CLEAR else pack(f.values)] for f in sorted(findings, key=_order)]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _order(finding: Finding) -> tuple[int, str, int, str]:
    return SEVERITIES.index(finding.severity), finding.rule, len(finding.part), finding.part
