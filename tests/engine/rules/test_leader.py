"""R-L1: when the leader in charge signs; R-A1: what makes an amendment large."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.engine.rules.clean_class import YUAN, a_class, facts, of, severity
from tests.samples import policy, units
from workflow.domain.declaration import Share
from workflow.domain.findings import INFO
from workflow.engine.rules.leader import large_amendment, leader_must_sign

DAY_RATE = {"venue": 100 * YUAN}


@pytest.mark.parametrize(("changes", "reasons"), [
    ({}, ()),
    ({"plan_type": "extra"}, ("extra",)),
    ({"channel": "out", "province": "JS"}, ("out_of_province",)),
    ({"trainee_count": 99, "half_days": 2}, ()),
    ({"trainee_count": 100, "half_days": 2}, ("people",)),
    ({"host_unit": "OD"}, ("competent_host",)),
    ({"host_unit": "OD", "plan_type": "extra", "trainee_count": 100}, ("extra", "people", "competent_host")),
])
def test_reasons(changes: dict[str, Any], reasons: tuple[str, ...]) -> None:
    form = a_class(**changes)
    assert leader_must_sign(form, units()[form.host_unit], policy()) == reasons
    assert severity("R-L1", facts(**changes)) == (INFO if reasons else "")


@pytest.mark.parametrize(("rate", "reasons"), [(1000 * YUAN, ("total",)), (1000 * YUAN - 1, ())])
def test_a_hundred_thousand_yuan(rate: int, reasons: tuple[str, ...]) -> None:
    """50 people for two days."""
    form = a_class(trainee_count=50, half_days=4, rates={"venue": rate}, lecturers=())
    assert leader_must_sign(form, units()["CIVIL"], policy()) == reasons


def test_the_policy_says_which_reasons_count() -> None:
    entries = {**policy().entries, "leader.reasons": replace(policy().entries["leader.reasons"], value=("extra",))}
    local = replace(policy(), entries=entries)
    form = a_class(plan_type="extra", host_unit="OD", trainee_count=500)
    assert leader_must_sign(form, units()["OD"], local) == ("extra",)
    rules = {**policy().rules, "R-L1": replace(policy().rules["R-L1"], on=False)}
    assert leader_must_sign(form, units()["OD"], replace(policy(), rules=rules)) == ()


def test_an_unknown_host_is_no_reason() -> None:
    assert leader_must_sign(a_class(), None, policy()) == ()


def test_the_finding_names_the_reasons() -> None:
    finding, = of("R-L1", facts(plan_type="extra", plan_item="", extra_reason="x"))
    assert [term.key for term in finding.values["reasons"]] == ["leader_reason.extra"]


@pytest.mark.parametrize(("changes", "reasons"), [
    ({}, ()),
    ({"audience_codes": ("COMM_DIR", "COMM_SEC")}, ()),  # the order of a set is no change
    ({"audience_codes": ("COMM_SEC",)}, ("audience",)),
    ({"audience_tier": "rural"}, ("audience",)),
    ({"topic_code": "RURAL_REVIVAL"}, ("topic",)),
    ({"province": "GS"}, ("province",)),
    ({"half_days": 7}, ("money",)),
    ({"half_days": 8}, ("days", "money")),
    ({"half_days": 4}, ()),
    ({"trainee_count": 32}, ()),
    ({"trainee_count": 33}, ("people",)),
    ({"trainee_count": 20}, ()),
    ({"start_date": date(2026, 6, 29), "end_date": date(2026, 7, 1)}, ()),
    ({"start_date": date(2026, 7, 1), "end_date": date(2026, 7, 3)}, ("quarter",)),
    ({"venue": "另一间教室"}, ()),
])
def test_large_amendments(changes: dict[str, Any], reasons: tuple[str, ...]) -> None:
    assert large_amendment(a_class(), a_class(**changes), policy()) == reasons


@pytest.mark.parametrize(("rate", "reasons"), [(110 * YUAN - 1, ()), (110 * YUAN, ("money",)), (50 * YUAN, ())])
def test_ten_per_cent_more_money(rate: int, reasons: tuple[str, ...]) -> None:
    old = a_class(rates=DAY_RATE, lecturers=())
    new = old.with_(rates={"venue": rate}, fund_shares=(Share("CIVIL", "unit_training", 1),))
    assert large_amendment(old, new, policy()) == reasons


def test_an_unchanged_class_that_costs_nothing_is_no_large_amendment() -> None:
    free = a_class(rates={}, lecturers=())
    assert large_amendment(free, free.with_(venue="另一间教室"), policy()) == ()


def test_going_out_is_a_change_of_province_before_one_is_named() -> None:
    assert large_amendment(a_class(province=""), a_class(province="", channel="out"), policy()) == ("province",)
