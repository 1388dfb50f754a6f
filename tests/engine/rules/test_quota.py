"""R-05 to R-08: the ceiling per person-day, at the line and one fen beyond, and laws of the arithmetic."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.rules.clean_class import YUAN, a_lecturer, facts, of, severity
from tests.samples import policy
from workflow.domain.findings import BLOCK, CLEAR
from workflow.engine.rules.quota import ceiling, items_not_incurred
from workflow.rulebook.policy import Policy

FULL = {"lodging": 340 * YUAN, "meals": 130 * YUAN, "venue": 50 * YUAN, "other": 30 * YUAN}


def with_terms(**on: bool) -> Policy:
    """The policy of 2026 with some rules switched."""
    rules = dict(policy().rules)
    for name, state in on.items():
        rule = name.replace("_", "-")
        rules[rule] = replace(rules[rule], on=state)
    return replace(policy(), rules=rules)


@pytest.mark.parametrize(("more", "expected"), [(0, CLEAR), (1, BLOCK), (-1, CLEAR)])
def test_the_full_ceiling_is_550(more: int, expected: str) -> None:
    given_ = facts(lodging=True, rates={**FULL, "other": 30 * YUAN + more})
    assert severity("R-05", given_) == expected
    assert severity("R-07", given_) == ""


@pytest.mark.parametrize(("lodging", "meals", "cap"), [
    (True, True, 550), (False, True, 210), (True, False, 420), (False, False, 80)])
def test_items_not_incurred_lower_the_ceiling(lodging: bool, meals: bool, cap: int) -> None:
    """Without lodging 210 are left, without lodging and meals 80."""
    base = (340 * lodging) + (130 * meals)
    rates = {name: fen for name, fen in (("lodging", 340 * YUAN * lodging), ("meals", 130 * YUAN * meals)) if fen}
    for more, expected in ((0, CLEAR), (1, BLOCK)):
        given_ = facts(lodging=lodging, meals=meals, rates={**rates, "venue": (cap - base) * YUAN + more})
        assert ceiling(given_) == cap * YUAN
        assert severity("R-05" if lodging and meals else "R-07", given_) == expected


def test_an_item_that_costs_nothing_is_not_incurred() -> None:
    """Else a class could claim lodging for nothing and spend its part elsewhere."""
    given_ = facts(lodging=True, rates={"meals": 130 * YUAN, "venue": 100 * YUAN})
    assert items_not_incurred(given_) == ("lodging",)
    assert severity("R-07", given_) == BLOCK


def test_no_single_item_is_ever_over() -> None:
    """Items are traded inside the total (S9): meals of 200 with little else are fine."""
    assert severity("R-07", facts(rates={"meals": 200 * YUAN, "other": 10 * YUAN})) == CLEAR


def test_the_arithmetic_that_is_shown() -> None:
    finding, = of("R-07", facts(trainee_count=60, staff_count=5))
    values = finding.values
    assert (values["rate"], values["cap"], values["full"], values["deducted"]) == (18000, 21000, 55000, 34000)
    assert (values["total"], values["allowed"], values["people"], values["days"]) == (3_240_000, 3_780_000, 60, "3")


def test_days_beyond_thirty_count_seventy_per_cent() -> None:
    """40 days count as 30 + 10 x 0.7 = 37: the rate that still fits is 550 x 37 / 40 = 508.75 yuan."""
    given_ = facts(lodging=True, half_days=80, start_date=date(2026, 3, 30), end_date=date(2026, 5, 29), rates=FULL)
    fits = 508_75
    assert severity("R-05", given_) == CLEAR
    assert severity("R-08", replace_rate(given_, fits)) == CLEAR
    assert severity("R-08", replace_rate(given_, fits + 1)) == BLOCK
    assert of("R-08", given_)[0].values["fits"] == fits


def replace_rate(given_: Any, rate: int) -> Any:
    form = given_.form.with_(rates={"lodging": 340 * YUAN, "meals": rate - 340 * YUAN})
    return replace(given_, form=form)


@pytest.mark.parametrize(("halves", "spoken"), [(60, False), (61, True)])
def test_thirty_days_are_still_full(halves: int, spoken: bool) -> None:
    given_ = facts(lodging=True, half_days=halves, end_date=date(2026, 8, 1), rates=FULL)
    assert bool(of("R-08", given_)) is spoken


def with_numbers(base: Policy, **numbers: object) -> Policy:
    """The policy with some numbers changed; ``__`` stands for the dots of a path."""
    paths = {name.replace("__", "."): value for name, value in numbers.items()}
    return replace(base, entries={**base.entries, **{path: replace(base.entries[path], value=value)
                                                     for path, value in paths.items()}})


@pytest.mark.parametrize(("more", "expected"), [(-1, CLEAR), (0, CLEAR), (1, BLOCK)])
def test_2014_counts_the_lecture_fees_inside(more: int, expected: str) -> None:
    """450 yuan for 30 people and three days are 40,500; 5,400 of them go to lectures."""
    old = with_numbers(with_terms(R_05=False, R_06=True, R_07=False), quota__class3__total_fen=450 * YUAN)
    taught = (a_lecturer(hours=9, fee_fen=600 * YUAN),)
    given_ = facts(policy=old, lodging=True, lecturers=taught, rates={"lodging": 390 * YUAN + more})
    finding, = of("R-06", given_)
    assert finding.severity == expected
    assert (finding.values["rate"], finding.values["allowed"]) == (450 * YUAN + more, 40_500 * YUAN)
    assert finding.values["over" if more > 0 else "left"] == abs(more) * 90
    assert of("R-05", facts(policy=old)) == ()
    assert of("R-06", facts(policy=old, half_days=None)) == of("R-06", facts(policy=old, rates={}, lecturers=())) == ()


def test_whose_days_are_counted_is_a_parameter() -> None:
    """The measure can be read as trainees, or as trainees and staff."""
    both = with_numbers(policy(), quota__base="trainees_plus_staff")
    for rules, people in ((policy(), 30), (both, 33)):
        finding, = of("R-07", facts(policy=rules))
        assert (finding.values["people"], finding.values["allowed"]) == (people, 210 * YUAN * people * 3)
    assert of("R-07", facts(policy=both, staff_count=None))[0].values["people"] == 30


def test_how_much_to_save() -> None:
    finding, = of("R-07", facts(rates={"meals": 215 * YUAN}))
    assert (finding.values["difference"], finding.values["over"]) == (5 * YUAN, 5 * YUAN * 30 * 3)
    assert finding.values["percent"] == "2.3"


def test_a_rule_waits_for_what_it_counts() -> None:
    unpriced = facts(rates={}, half_days=80)
    for rule in ("R-05", "R-07", "R-08"):
        assert of(rule, unpriced) == ()
    assert of("R-08", facts(half_days=80, trainee_count=None)) == ()


def test_a_policy_without_a_quota_says_nothing() -> None:
    """2009-2013: no national money rule existed."""
    entries = {path: replace(entry, value=None) if path.startswith("quota.") else entry
               for path, entry in policy().entries.items()}
    bare = replace(policy(), entries=entries)
    for rule in ("R-05", "R-06", "R-07", "R-08"):
        assert of(rule, facts(policy=bare, half_days=80)) == ()


amounts = st.integers(0, 600 * YUAN)


@given(lodging=st.booleans(), meals=st.booleans(), one=amounts, two=amounts, more=st.integers(1, 100 * YUAN))
def test_spending_more_never_clears(lodging: bool, meals: bool, one: int, two: int, more: int) -> None:
    rates = {"meals": one, "venue": two} if meals else {"venue": one + two}
    less = facts(lodging=lodging, meals=meals, rates={**rates, "other": 1})
    spent = facts(lodging=lodging, meals=meals, rates={**rates, "other": 1 + more})
    for rule in ("R-05", "R-07"):
        if severity(rule, less) == BLOCK:
            assert severity(rule, spent) == BLOCK


@given(lodging=st.booleans(), meals=st.booleans(), rate=amounts)
def test_providing_more_never_lowers_the_ceiling(lodging: bool, meals: bool, rate: int) -> None:
    rates = {"lodging": 1 + rate, "meals": 1 + rate}
    some = ceiling(facts(lodging=lodging, meals=meals, rates=rates))
    assert ceiling(facts(lodging=True, meals=True, rates=rates)) >= some
    assert some >= ceiling(facts(lodging=False, meals=False, rates=rates))


@given(people=st.integers(1, 500), halves=st.integers(1, 200), rate=st.integers(1, 550 * YUAN))
def test_the_total_allowed_grows_with_people_and_days(people: int, halves: int, rate: int) -> None:
    """R-08's ceiling never shrinks when a person or a half-day is added."""
    def allowed(n: int, h: int) -> int:
        given_ = facts(trainee_count=n, half_days=h, lodging=True, end_date=date(2026, 12, 31),
                       rates={"lodging": 1, "meals": rate})
        found = of("R-08", given_)
        return int(found[0].values["allowed"]) if found else ceiling(given_) * n * h // 2
    assert allowed(people, halves) <= allowed(people + 1, halves)
    assert allowed(people, halves) <= allowed(people, halves + 1)
