"""Whose people: the routes A0 to A7, and R-20, R-26, R-27, R-29, R-30, R-31."""

from dataclasses import replace
from typing import Any

import pytest

from tests.engine.rules.clean_class import PAPERS, YUAN, facts, flagged, of, severity
from tests.samples import policy, units
from workflow.domain.findings import BLOCK, CLEAR, INFO
from workflow.domain.people import Unit
from workflow.engine.rules.authority import authority_route, filing_hindrances
from workflow.engine.rules.facts import Facts
from workflow.wording.values import Label

SECTION = {"audience_tier": "leading", "audience_codes": ("SEC_NEW",), "managing_level": "district",
           "other_system": True}
RESEARCHERS = {"audience_tier": "leading", "audience_codes": ("COUNTY_RANK",), "managing_level": "city"}
OWN = {"other_system": False, "managing_level": "unit", "audience_codes": ("FOOD_ENFORCER",)}
OUT = {"channel": "out", "province": "JS", "city": "苏州市"}


def world(kind: str, code: str = "X") -> dict[str, Unit]:
    return {**units(), code: Unit(code, Label("某单位", "A body"), kind)}


@pytest.mark.parametrize(("route", "changes"), [
    ("A0", OWN),
    ("A1", {"other_system": False, "managing_level": "town"}),
    ("A2", {"other_system": True}),
    ("A2", SECTION),
    ("A2", {**OWN, "audience_codes": ("SEC_NEW",)}),
    ("A3", {"lower_leaders": True}),
    ("A3", {"audience_codes": ("TOWN_HEAD",), "audience_tier": "leading"}),
    ("A4", {"managing_level": "city"}),
    ("A4", {"audience_codes": ("COMM_SEC", "DIST_LEAD")}),
    ("A4", {**OUT, "audience_codes": ("DIST_LEAD",)}),
    ("A6", {"host_unit": "SCHOOL"}),
    ("A7", {"host_unit": "X", "units": world("company")}),
    ("A7", {"co_hosts": ("X",), "units": world("association")}),
    ("A7", {"host_unit": "SCHOOL", "co_hosts": ("X",), "units": world("company")}),
])
def test_routes(route: str, changes: dict[str, Any]) -> None:
    assert authority_route(facts(**changes)) == route


def test_a5_is_for_county_division_people_whom_the_city_does_not_manage() -> None:
    given = facts(**{**OUT, "audience_codes": ("COUNTY_RANK",), "managing_level": "district"})
    people = dict(given.audiences.by_code)
    people["COUNTY_RANK"] = replace(people["COUNTY_RANK"], managed="district")
    given = replace(given, audiences=replace(given.audiences, by_code=people))
    assert authority_route(given) == "A5"
    assert severity("R-26", given) == BLOCK
    assert severity("R-26", replace(given, papers=PAPERS | {"higher_reply"})) == CLEAR
    home = replace(given, form=given.form.with_(channel="in", province="QH"))
    assert authority_route(home) == "A2"


def hindrances(given: Facts) -> tuple[str, ...]:
    return filing_hindrances(given.form, authority_route(given), given.policy)


@pytest.mark.parametrize(("changes", "hindrance"), [
    ({}, None), ({"plan_type": "extra"}, "extra"), (OUT, "out_of_district"), ({"province": "GS"}, "out_of_district"),
    ({"other_system": True}, "route"), ({"trainee_count": 51}, "people")])
def test_what_keeps_a_class_from_being_filed(changes: dict[str, Any], hindrance: str | None) -> None:
    small = {**OWN, "rates": {"venue": 10 * YUAN}, "lecturers": ()}
    assert hindrances(facts(**{**small, **changes})) == ((hindrance,) if hindrance else ())


@pytest.mark.parametrize(("rate", "found"), [(1000_00, ()), (1000_01, ("total",))])
def test_a_filing_costs_thirty_thousand_at_most(rate: int, found: tuple[str, ...]) -> None:
    """30 people for one day."""
    assert hindrances(facts(**OWN, rates={"venue": rate}, lecturers=(), half_days=2)) == found


@pytest.mark.parametrize(("kind", "expected", "wording"), [
    ("company", BLOCK, "company"), ("association", BLOCK, "company"), ("institution", BLOCK, "institution"),
    ("department", CLEAR, ""), ("town", CLEAR, ""), ("public_institution", CLEAR, "")])
def test_who_may_host(kind: str, expected: str, wording: str) -> None:
    finding, = of("R-20", facts(host_unit="X", units=world(kind)))
    assert (finding.severity, finding.wording) == (expected, wording)


def test_an_unknown_host_is_not_judged() -> None:
    assert of("R-20", facts(host_unit="NOBODY")) == ()


@pytest.mark.parametrize(("changes", "expected", "wording"), [
    ({}, CLEAR, "plan"),
    ({"plan_item_known": False}, BLOCK, ""),
    ({"plan_type": "extra", "plan_item": ""}, BLOCK, ""),
    ({"plan_type": "extra", "plan_item": "", "papers": PAPERS | {"basis"}}, CLEAR, "paper"),
    ({"host_unit": "OD", "plan_type": "extra", "plan_item": ""}, CLEAR, "own"),
])
def test_section_level_people_of_other_systems(changes: dict[str, Any], expected: str, wording: str) -> None:
    finding, = of("R-29", facts(**SECTION, **changes))
    assert (finding.severity, finding.wording) == (expected, wording)


@pytest.mark.parametrize("changes", [{"other_system": False}, {"audience_codes": ("COMM_SEC",)},
                                     {"audience_codes": ("DIST_DEPUTY",)}])
def test_r29_does_not_apply(changes: dict[str, Any]) -> None:
    assert of("R-29", facts(**{**SECTION, **changes})) == ()


def test_lower_leaders_need_the_proof_of_the_call() -> None:
    assert severity("R-30", facts(lower_leaders=True)) == BLOCK
    assert severity("R-30", facts(audience_codes=("BUREAU_HEAD",))) == BLOCK
    assert severity("R-30", facts(lower_leaders=True, papers=PAPERS | {"call_proof"})) == CLEAR
    assert severity("R-30", facts()) == ""


def test_city_managed_people_go_up() -> None:
    assert severity("R-31", facts(**RESEARCHERS)) == BLOCK
    assert severity("R-31", facts(managing_level="city")) == BLOCK
    assert severity("R-31", facts(**RESEARCHERS, papers=PAPERS | {"higher_reply"})) == CLEAR
    assert severity("R-31", facts()) == ""


def test_out_of_the_province_the_leader_signs() -> None:
    assert severity("R-26", facts(**OUT)) == INFO
    assert severity("R-26", facts()) == ""
    assert severity("R-26", facts(channel="out")) == ""  # to a university of the province itself
    assert severity("R-26", facts(channel="out", province="")) == INFO


def test_without_a_home_province_the_channel_tells() -> None:
    entries = {path: entry for path, entry in policy().entries.items() if path != "district.province"}
    nowhere = replace(policy(), entries=entries)
    assert severity("R-26", facts(channel="in", province="JS", policy=nowhere)) == ""
    assert severity("R-26", facts(channel="out", province="QH", policy=nowhere)) == INFO


@pytest.mark.parametrize(("allowed", "expected", "wording"), [
    (True, CLEAR, ""), ("exception", BLOCK, "exception"), (False, BLOCK, "")])
def test_whether_classes_leave_the_province_is_the_policys(allowed: object, expected: str, wording: str) -> None:
    entries = dict(policy().entries)
    entries["channel.out_allowed"] = replace(entries["channel.out_allowed"], value=allowed)
    finding, = of("R-27", facts(**OUT, policy=replace(policy(), entries=entries)))
    assert (finding.severity, finding.wording) == (expected, wording)
    assert of("R-27", facts()) == ()


def test_an_unknown_audience_is_passed_over() -> None:
    assert "R-31" not in flagged(facts(audience_codes=("NOT_A_CODE",)))
