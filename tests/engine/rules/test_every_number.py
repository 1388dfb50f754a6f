"""Every number of every rule, in every profile, on both sides; and no rule asks for a number it does not name."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tests.engine.rules import boundaries_of_classes, boundaries_of_gates, boundaries_of_money
from tests.engine.rules.boundary import BOUNDARIES, Boundary
from tests.engine.rules.clean_class import a_lecturer, facts, of
from tests.engine.rules.other_facts import a_credit
from tests.engine.rules.test_what_is_said import scenes
from tests.samples import policy, rulebook
from workflow.domain.findings import BLOCK, CLEAR, INFO, WARN, Finding
from workflow.engine.rules.closing import class_hours
from workflow.engine.rules.register import CLASS_RULES, RULES, judge_credit
from workflow.engine.rules.voice import Judged
from workflow.rulebook.policy import Policy
from workflow.rulebook.policy_reading import laid_over

OVERLAID = "2017-plus+2025-overlay"
FILLED_BY = (boundaries_of_money, boundaries_of_classes, boundaries_of_gates)  # importing them fills the list
PROFILES = ("2009-2013", "2014-2016", "2017-plus", OVERLAID)
# Numbers that are no line to stand on either side of, and the test below that looks at each.
ELSEWHERE = {"quota.base", "quota.deduct_unused", "lecturer.per", "channel.out_allowed", "hours.per_day",
             "hours.per_half_day"}
# What many rules ask through one question (is it out of the province, may it be filed, at which ceiling).
SHARED = {"district.province", "district.competent_units", "filing.codes", "filing.max_total_fen", "filing.max_people",
          "quota.class3.total_fen", "quota.class3.lodging_fen", "quota.class3.meals_fen", "quota.deduct_unused",
          "quota.base", "leader.total_fen", "lecturer.max_hours_half_day"}


@cache
def profile(code: str) -> Policy:
    if code != OVERLAID:
        return next(one for one in rulebook().policies.values() if one.code == code)
    overlay = next(one for one in rulebook().overlays if one.code == "2025-overlay")
    return laid_over(profile("2017-plus"), overlay, OVERLAID)


def with_number(base: Policy, path: str, value: Any) -> Policy:
    return replace(base, entries={**base.entries, path: replace(base.entries[path], value=value)})


def severities(rule: str, given: Judged) -> set[str]:
    answer = RULES[rule](given)
    return {one.severity for one in ((answer,) if isinstance(answer, Finding) else answer or ())}


def quiet(at: Boundary) -> Policy:
    """The profile with most numbers, without this rule."""
    base = profile("2014-2016" if at.rule == "R-06" else OVERLAID)
    if at.holds is not None:
        base = with_number(base, at.path, at.holds)
    return replace(base, rules={**base.rules, at.rule: replace(base.rules[at.rule], on=False)})


def cases() -> Iterator[Any]:
    for at in BOUNDARIES:
        for code in PROFILES:
            base = profile(code)
            if at.holds is not None or base.get(at.path) is not None or base.terms(at.rule) is None:
                yield pytest.param(at, code, id=f"{at.rule} {at.path} {code}")


@pytest.mark.parametrize(("at", "code"), list(cases()))
def test_both_sides_of_the_number(at: Boundary, code: str) -> None:
    """Within it the rule is content; past it the rule is as hard as the profile says; where it is off it is silent."""
    base = profile(code)
    terms = base.terms(at.rule)
    if terms is None:
        assert RULES[at.rule](at.build(quiet(at))[1]) is None
        return
    if at.holds is not None:
        base = with_number(base, at.path, at.holds)
    inside, outside = at.build(base)
    assert severities(at.rule, inside) <= {CLEAR, INFO}
    assert severities(at.rule, outside) == {at.severity or terms.severity}
    assert severities(at.rule, inside) != severities(at.rule, outside)


@pytest.mark.parametrize("at", BOUNDARIES, ids=lambda at: f"{at.rule} {at.path}")
def test_a_rule_that_is_off_says_nothing_past_its_number(at: Boundary) -> None:
    assert severities(at.rule, at.build(quiet(at))[1]) == set()


def test_every_number_of_every_rule_has_its_two_sides() -> None:
    tested = {(at.rule, at.path) for at in BOUNDARIES}
    named = {(rule.code, path) for rule in RULES.values() for path in rule.numbers if path not in ELSEWHERE}
    assert named == tested


@pytest.mark.parametrize("code", PROFILES)
def test_every_profile_tests_some_number_of_each_rule_it_runs(code: str) -> None:
    base = profile(code)
    run = {at.rule for at in BOUNDARIES if base.terms(at.rule) and base.get(at.path) is not None}
    bare = {rule.code for rule in RULES.values() if not set(rule.numbers) - ELSEWHERE}
    assert {rule for rule in RULES if base.terms(rule)} - bare - run <= {"R-18"}


class Asked(dict[str, Any]):
    """A policy's entries that note which were asked for."""

    def __init__(self, entries: Any):
        super().__init__(entries)
        self.paths: set[str] = set()

    def __getitem__(self, path: str) -> Any:
        self.paths.add(path)
        return super().__getitem__(path)

    def get(self, path: str, default: Any = None) -> Any:
        self.paths.add(path)
        return super().get(path, default)


def asked_by(rule: Any, given: Any) -> set[str]:
    noting = Asked(given.policy.entries)
    rule(replace(given, policy=replace(given.policy, entries=noting)))
    return noting.paths


def test_no_class_rule_asks_for_a_number_it_does_not_name() -> None:
    for given in scenes():
        for rule in CLASS_RULES:
            assert asked_by(rule, given) - SHARED <= set(rule.numbers), rule.code


def test_no_rule_names_a_number_it_never_asks_for() -> None:
    for at in BOUNDARIES:
        base = profile("2014-2016" if at.rule == "R-06" else OVERLAID)
        base = with_number(base, at.path, at.holds) if at.holds is not None else base
        paths = {path for given in at.build(base) for path in asked_by(RULES[at.rule], given)}
        assert at.path in paths, (at.rule, at.path)


@pytest.mark.parametrize(("deduct", "expected"), [(True, BLOCK), (False, "")])
def test_items_are_deducted_by_a_switch(deduct: bool, expected: str) -> None:
    given = facts(policy=with_number(policy(), "quota.deduct_unused", deduct), rates={"meals": 300_00})
    assert severities("R-07", given) == ({expected} if expected else set())


@pytest.mark.parametrize(("per", "hours", "expected"), [
    ("hour", 4, CLEAR), ("half_day", 1, CLEAR), ("half_day", 2, BLOCK)])
def test_a_fee_counts_by_hour_or_half_day(per: str, hours: int, expected: str) -> None:
    teacher = a_lecturer(fee_fen=500_00, max_hours_half_day=hours)
    given = facts(policy=with_number(policy(), "lecturer.per", per), lecturers=(teacher,))
    assert severities("R-10", given) == {expected}


@pytest.mark.parametrize(("allowed", "expected"), [(True, CLEAR), ("exception", BLOCK), (False, BLOCK)])
def test_the_way_out_of_the_province(allowed: object, expected: str) -> None:
    given = facts(policy=with_number(policy(), "channel.out_allowed", allowed), channel="out", province="JS")
    assert severities("R-27", given) == {expected}


@pytest.mark.parametrize(("base", "expected"), [("trainees", CLEAR), ("trainees_plus_staff", BLOCK)])
def test_whose_person_days_are_counted(base: str, expected: str) -> None:
    """R-06 spreads the total over those who are counted: with the staff it is less for each, and allowed more."""
    rules = replace(profile("2014-2016"), entries=profile("2014-2016").entries)
    cap = rules["quota.class3.total_fen"]
    over = {"lodging": True, "lecturers": (), "rates": {"lodging": cap, "meals": 1}}
    given = facts(policy=with_number(rules, "quota.base", base), **over)
    assert severities("R-06", given) == {BLOCK if expected == CLEAR else CLEAR}


@pytest.mark.parametrize(("present", "hours"), [(0, 0), (1, 3), (2, 6), (3, 9), (13, 39)])
def test_hours_by_days_and_half_days(present: int, hours: int) -> None:
    assert class_hours(present, policy()) == hours
    found = [one for one in judge_credit(a_credit(present=present)) if one.rule == "R-36"]
    assert [one.values["hours"] for one in found] == [hours]


def test_a_day_may_count_more_than_two_halves() -> None:
    longer = with_number(policy(), "hours.per_day", 7)
    assert [class_hours(halves, longer) for halves in (1, 2, 3, 4)] == [3, 7, 10, 14]
    assert class_hours(2, with_number(policy(), "hours.per_half_day", None)) is None


@pytest.mark.parametrize("word", policy()["venue.scenic_words"])
def test_every_scenic_word_is_found(word: str) -> None:
    assert {one.severity for one in of("R-18", facts(venue=f"{word}招待所"))} == {BLOCK}


def test_the_overlay_tightens_and_never_loosens() -> None:
    """What the base stops or asks about, the laid policy stops or asks about too."""
    hardness = {"": 0, CLEAR: 1, INFO: 1, WARN: 2, BLOCK: 3}
    for at in BOUNDARIES:
        base = profile("2017-plus")
        if base.terms(at.rule) and base.get(at.path) is not None and at.path != "leader.reasons":
            given = at.build(base)[1]
            laid = replace(given, policy=profile(OVERLAID))  # type: ignore[type-var]
            before, after = (max((hardness[one] for one in severities(at.rule, one_)), default=0)
                             for one_ in (given, laid))
            assert after >= before, at
