"""The dated policies: their numbers, their periods, and overlays that may only tighten."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.rulebook.faults import DefinitionFaults
from workflow.rulebook.file_reading import read_policy
from workflow.rulebook.policy_numbers import PATHS
from workflow.rulebook.rulebook import Rulebook

FOLDER = Path("definitions/policies")
BASE = (FOLDER / "2017-plus.yaml").read_text(encoding="utf-8")
OVERLAY = (FOLDER / "2025-overlay.yaml").read_text(encoding="utf-8")
ALL_RULES = {f"R-{n:02d}" for n in range(1, 43)} | {"R-L1", "R-A1", "R-S1", "R-P1"}

IN_FORCE_2026 = {
    "timing.declare_lead_workdays": 15,
    "timing.filing_lead_workdays": 5,
    "timing.referral_lead_workdays": 35,
    "timing.return_reply_workdays": 5,
    "timing.notice_workdays": 5,
    "timing.filing_notice_workdays": 1,
    "timing.closing_workdays": 15,
    "timing.settle_workdays": 30,
    "timing.gates.accept": 1,
    "timing.gates.authority": 2,
    "timing.gates.duplicate": 2,
    "timing.gates.funding": 2,
    "timing.gates.leader": 3,
    "timing.unit_review": 3,
    "timing.consultation": 5,
    "timing.amendment": 5,
    "timing.higher_reply": 20,
    "timing.appeal_workdays": 5,
    "timing.lapse_days": 30,
    "timing.amend_before_workdays": 6,
    "timing.postpone_max_days": 90,
    "timing.postpone_max_times": 2,
    "timing.open_late_workdays": 3,
    "timing.reopen_months": 12,
    "timing.recall_minutes": 10,
    "timing.ask_pauses": 2,
    "timing.ask_pause_days": 3,
    "fund.annual_floor_fen": 10_000_000,
    "fund.floor_persons": ("od_head", "finance"),
    "fund.closing_day": "03-31",
    "quota.class1.total_fen": 76_000,
    "quota.class2.total_fen": 65_000,
    "quota.class3.total_fen": 55_000,
    "quota.class3.lodging_fen": 34_000,
    "quota.class3.meals_fen": 13_000,
    "quota.class3.venue_materials_transport_fen": 5_000,
    "quota.class3.other_fen": 3_000,
    "quota.after_days": 30,
    "quota.after_permille": 700,
    "quota.base": "trainees",
    "lecturer.deputy_senior_fen": 50_000,
    "lecturer.senior_fen": 100_000,
    "lecturer.academician_fen": 150_000,
    "lecturer.other_fen": 50_000,
    "lecturer.max_hours_half_day": 4,
    "staff.ratio_permille": 100,
    "staff.absolute_max": 10,
    "trips.no_visit_days": 7,
    "meeting.max_half_days": 2,
    "duplicate.window_months": 12,
    "duplicate.audience_permille": 500,
    "filing.codes": ("A0", "A1"),
    "filing.max_total_fen": 3_000_000,
    "filing.max_people": 50,
    "leader.total_fen": 10_000_000,
    "leader.people": 100,
    "amendment.days": 1,
    "amendment.people_permille": 100,
    "amendment.money_permille": 100,
    "rounds.max_returns": 3,
    "separation.successive_gates": True,
    "numbering.prefix": "CX",
    "numbering.reply_pattern": "城组干教〔{year}〕{n}号",
    "channel.out_allowed": True,
}


def faults(text: str) -> list[str]:
    with pytest.raises(DefinitionFaults) as raised:
        read_policy(text, "p.yaml")
    for fault in raised.value.faults:
        assert fault.line >= 1 and fault.say("zh") and fault.say("en")
    return [fault.message_key.removeprefix("rulebook.") for fault in raised.value.faults]


def replaced(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


@pytest.mark.parametrize("path", IN_FORCE_2026)
def test_2026_is_judged_by_these_numbers(rulebook: Rulebook, path: str) -> None:
    policy = rulebook.policy_on(date(2026, 10, 14))
    assert policy.code == "2017-plus"
    assert policy[path] == IN_FORCE_2026[path]
    assert type(policy[path]) is type(IN_FORCE_2026[path])


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2009, 1, 1), "2009-2013"),
        (date(2013, 12, 31), "2009-2013"),
        (date(2014, 1, 1), "2014-2016"),
        (date(2016, 12, 31), "2014-2016"),
        (date(2017, 1, 1), "2017-plus"),
        (date(2099, 12, 31), "2017-plus"),
    ],
)
def test_the_policy_in_force_on_the_days_of_change(rulebook: Rulebook, day: date, code: str) -> None:
    assert rulebook.policy_on(day).code == code


def test_before_the_first_policy_there_is_none(rulebook: Rulebook) -> None:
    with pytest.raises(KeyError, match="2008-12-31"):
        rulebook.policy_on(date(2008, 12, 31))


def test_each_policy_holds_every_number_and_rule_with_its_source(rulebook: Rulebook) -> None:
    for policy in rulebook.policies.values():
        assert set(policy.entries) == PATHS
        assert set(policy.rules) == ALL_RULES
        for entry in policy.entries.values():
            for mark in entry.source.split(", "):
                assert mark in {*rulebook.sources, "K", "P"}
        for terms in policy.rules.values():
            assert set(terms.over) <= set(rulebook.roles)
            assert terms.clause and terms.citation.en and terms.source


def test_the_quota_adds_up_and_the_gates_fit_the_lead_time(rulebook: Rulebook) -> None:
    for code, total in (("2017-plus", 55_000), ("2014-2016", 45_000)):
        policy = next(policy for policy in rulebook.policies.values() if policy.code == code)
        for number in (1, 2, 3):
            parts = ("lodging", "meals", "venue_materials_transport", "other")
            assert (
                sum(policy[f"quota.class{number}.{part}_fen"] for part in parts)
                == policy[f"quota.class{number}.total_fen"]
            )
        assert policy["quota.class3.total_fen"] == total
    now = rulebook.policy_on(date(2026, 1, 1))
    gates = sum(now[f"timing.gates.{gate}"] for gate in ("accept", "authority", "duplicate", "funding", "leader"))
    assert gates + now["timing.notice_workdays"] == now["timing.declare_lead_workdays"]


def test_what_did_not_exist_is_off(rulebook: Rulebook) -> None:
    by_code = {policy.code: policy for policy in rulebook.policies.values()}
    old, middle, now = by_code["2009-2013"], by_code["2014-2016"], by_code["2017-plus"]
    assert now.terms("R-05") and not now.terms("R-06")
    assert middle.terms("R-06") and not middle.terms("R-05")
    assert not any(old.terms(rule) for rule in ("R-05", "R-06", "R-08", "R-10", "R-13", "R-19"))
    assert old["quota.class3.total_fen"] is None
    assert old.terms("R-01") and old.terms("R-25") and old.terms("R-31") and old.terms("R-39")


def test_rules_stand_as_the_rulings_say(rulebook: Rulebook) -> None:
    now = rulebook.policy_on(date(2026, 1, 1))
    terms = {rule: now.rules[rule] for rule in ("R-01", "R-02", "R-25", "R-27", "R-39")}
    assert (terms["R-01"].severity, terms["R-01"].gate, terms["R-01"].over) == ("warn", "year", ("od_head", "finance"))
    assert (terms["R-02"].severity, terms["R-02"].over) == ("block", ("od_head",))
    assert (terms["R-25"].gate, terms["R-25"].over) == ("duplicate", ("od_deputy",))
    assert terms["R-39"].over == ()
    assert terms["R-27"].on


BROKEN = [
    ("{value: 15, bound: min, source: S21", "{value: 15, bound: min, source: s21", "bad_writing"),
    ("{value: 15, bound: min, source: S21", "{value: 15.5, bound: min, source: S21", "wrong_number"),
    ("{value: 15, bound: min, source: S21", "{value: -15, bound: min, source: S21", "wrong_number"),
    ("{value: 15, bound: min, source: S21", "{value: true, bound: min, source: S21", "wrong_number"),
    ("{value: 15, bound: min, source: S21", "{value: null, bound: min, source: S21", "wrong_number"),
    ("{value: 15, bound: min, source: S21", "{value: .nan, bound: min, source: S21", "not_finite"),
    ("{value: 15, bound: min, source: S21", "{value: 15, bound: low, source: S21", "not_one_of"),
    ("{value: 15, bound: min, source: S21", "{value: {days: 15}, bound: min, source: S21", "wrong_form"),
    ("{value: 15, bound: min, source: S21", "{value: 15, bound: 3, source: S21", "wrong_form"),
    ("{value: 100000, bound: min, source: S1", "{value: 100000.005, bound: min, source: S1", "wrong_number"),
    ("{value: 15, bound: min, source: S21", "{value: {days: 15}, bound: min, source: S21", "wrong_form"),
    ("{value: 15, bound: min, source: S21", "{value: 15, bound: 3, source: S21", "wrong_form"),
    ("{value: 100000, bound: min, source: S1", "{value: -1, bound: min, source: S1", "wrong_number"),
    ("value: '03-31'", "value: '02-29'", "wrong_number"),
    ("value: '03-31'", "value: 3-31", "wrong_number"),
    ("declare_lead_workdays", "declare_lead_workday", "unknown_number"),
    ("    recall_minutes: {value: 10, source: P, confirmed_by: null}\n", "", "number_missing"),
    ("'城组干教〔{year}〕{n}号'", "'城组干教〔{yaer}〕{n}号'", "wrong_number"),
    ("'城组干教〔{year}〕{n}号'", "'城组干教'", "wrong_number"),
    ("effective_from: 2017-01-01", "effective_from: 2017-13-01", "no_day"),
    ("effective_from: 2017-01-01", "effective_from: 20170101", "no_day"),
    ("effective_to: null", "effective_to: 2016-12-31", "ends_before_start"),
    ("  R-05: {", "  R-5: {", "bad_writing"),
    ("gate: year", "gate: [year]", "not_one_of"),
    ("severity: warn", "severity: warning", "not_one_of"),
    ("gate: authority", "gate: autority", "not_one_of"),
    ("policy: 2017-plus", "policy: 2017 plus", "bad_writing"),
    ("kind: base", "kind: basis", "not_one_of"),
    ("confirmed_by: null", "confirmed: null", "unknown_key"),
]


@pytest.mark.parametrize(("old", "new", "what"), BROKEN)
def test_a_broken_policy_is_refused(old: str, new: str, what: str) -> None:
    assert what in faults(replaced(BASE, old, new))


def test_roles_and_sources_of_the_house_are_checked(rulebook: Rulebook) -> None:
    text = replaced(replaced(BASE, "[od_head, finance], source: P", "[od_hed, finance], source: P"), "S21", "S99")
    text = replaced(text, "over: [od_section]", "over: [od_secton]")
    with pytest.raises(DefinitionFaults) as raised:
        read_policy(text, "p.yaml", rulebook.roles, rulebook.sources)
    found = [(fault.message_key, fault.values["name"]) for fault in raised.value.faults]
    assert ("rulebook.unknown_house_role", "od_hed") in found
    assert ("rulebook.unknown_house_role", "od_secton") in found
    assert ("rulebook.unknown_source", "S99") in found


@pytest.mark.parametrize(("old", "new"), [
    ("confirm: {value: [od_head]", "confirm: {value: [od_head, admin]"),
    ("propose: {value: [od_section, od_deputy]", "propose: {value: [admin]"),
    ("floor_persons: {value: [od_head, finance]", "floor_persons: {value: [admin, finance]")])
def test_who_keeps_the_accounts_decides_nothing(rulebook: Rulebook, old: str, new: str) -> None:
    with pytest.raises(DefinitionFaults) as raised:
        read_policy(replaced(BASE, old, new), "p.yaml", rulebook.roles, rulebook.sources)
    assert [fault.message_key for fault in raised.value.faults] == ["rulebook.keeps_people"]


@settings(deadline=None)
@given(st.dates(date(2009, 1, 1), date(2098, 1, 1)))
def test_exactly_one_policy_judges_a_day(day: date) -> None:
    from workflow.bootstrap import written_rules

    in_force = [policy for policy in written_rules().policies.values() if policy.in_force(day)]
    assert in_force == [written_rules().policy_on(day)]
    assert written_rules().policy_on(day + timedelta(days=1)).effective_from <= day + timedelta(days=1)
