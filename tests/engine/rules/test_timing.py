"""R-02, R-04, R-14, R-15 and R-09 on both sides of their lines."""

from datetime import date, timedelta

import pytest

from tests.engine.rules.clean_class import START, YUAN, facts, of, severity
from tests.samples import rulebook
from workflow.domain.declaration import Share
from workflow.domain.findings import BLOCK, CLEAR, INFO, WARN
from workflow.rulebook.workdays import Workdays

FILING = {"audience_codes": ("FOOD_ENFORCER",), "managing_level": "unit", "other_system": False,
          "audience_tier": "civil_servant", "host_unit": "MARKET"}


def declared_before(start: date, workdays: int) -> date:
    """The latest day from which exactly so many working days lie between it and ``start``."""
    day = start - timedelta(days=1)
    while rulebook().workdays.between(day, start) < workdays:
        day -= timedelta(days=1)
    return day


@pytest.mark.parametrize(("days", "expected"), [(14, BLOCK), (15, CLEAR), (16, CLEAR), (0, BLOCK)])
def test_lead_of_the_approval_route(days: int, expected: str) -> None:
    given = facts(declared_before(START, days))
    finding, = of("R-02", given)
    assert (finding.severity, finding.values["count"], finding.values["need"]) == (expected, days, 15)


@pytest.mark.parametrize(("days", "expected"), [(4, BLOCK), (5, CLEAR)])
def test_lead_of_a_class_that_may_be_filed(days: int, expected: str) -> None:
    given = facts(declared_before(START, days), **FILING)
    finding, = of("R-02", given)
    assert (finding.severity, finding.values["need"]) == (expected, 5)


def test_fifty_one_people_need_the_longer_lead() -> None:
    small = {**FILING, "rates": {"venue": 10 * YUAN}, "lecturers": (), "staff_count": 5}
    assert severity("R-02", facts(declared_before(START, 5), trainee_count=50, **small)) == CLEAR
    assert severity("R-02", facts(declared_before(START, 5), trainee_count=51, **small)) == BLOCK


def test_the_earliest_opening_it_names_clears_it() -> None:
    declared = declared_before(START, 6)
    finding, = of("R-02", facts(declared))
    earliest = finding.values["earliest"]
    for start, expected in ((earliest, CLEAR), (earliest - timedelta(days=1), BLOCK)):
        moved = facts(declared, start_date=start, end_date=start + timedelta(days=2))
        if rulebook().workdays.is_workday(start):
            assert severity("R-02", moved) == expected


@pytest.mark.parametrize("late", [0, 1, 30])
def test_an_opening_that_is_not_after_the_declaration(late: int) -> None:
    finding, = of("R-02", facts(START + timedelta(days=late)))
    assert (finding.severity, finding.wording) == (BLOCK, "past")


def test_a_provisional_year_never_refuses() -> None:
    start = date(2031, 3, 10)
    assert rulebook().workdays.is_provisional(2031)
    given = facts(date(2031, 3, 7), start_date=start, end_date=start + timedelta(days=2))
    finding, = of("R-02", given)
    assert (finding.severity, finding.wording) == (INFO, "provisional")


def test_holidays_do_not_count() -> None:
    """Between 30 April and 11 May 2026 lie five days off, one Saturday worked, and four working days more."""
    workdays: Workdays = rulebook().workdays
    assert workdays.between(date(2026, 4, 30), date(2026, 5, 11)) == 4


@pytest.mark.parametrize(("days", "expected"), [(34, WARN), (35, CLEAR), (15, WARN), (14, BLOCK)])
def test_a_class_that_goes_up_is_asked_for_more(days: int, expected: str) -> None:
    city = {"audience_codes": ("DIST_DEPUTY",), "managing_level": "city", "audience_tier": "leading"}
    assert severity("R-02", facts(declared_before(START, days), **city)) == expected


def test_an_extra_class_needs_its_reason() -> None:
    assert severity("R-04", facts(plan_type="extra", plan_item="")) == BLOCK
    assert severity("R-04", facts(plan_type="extra", plan_item="", extra_reason="省里新部署")) == CLEAR


def test_a_plan_item_must_be_the_hosts() -> None:
    assert severity("R-04", facts()) == CLEAR
    assert severity("R-04", facts(plan_item_known=False)) == BLOCK
    assert severity("R-04", facts(plan_item="")) == ""


@pytest.mark.parametrize(("end", "expected"), [(date(2026, 9, 14), ""), (date(2026, 9, 15), BLOCK)])
def test_three_months_at_most(end: date, expected: str) -> None:
    given = facts(end_date=end, half_days=120)
    assert severity("R-14", given) == expected
    if expected:
        assert of("R-14", given)[0].values["last"] == date(2026, 9, 14)


@pytest.mark.parametrize(("kind", "halves", "expected"), [
    ("business", 10, CLEAR), ("business", 11, WARN), ("topic", 11, ""), ("rotation", 20, "")])
def test_a_business_class_is_short(kind: str, halves: int, expected: str) -> None:
    assert severity("R-15", facts(class_kind=kind, half_days=halves, end_date=date(2026, 6, 30))) == expected


@pytest.mark.parametrize(("halves", "expected"), [(2, ""), (1, ""), (6, "")])
def test_two_days_for_travel(halves: int, expected: str) -> None:
    """Monday to Wednesday: three working days, of which two may be arrival and departure."""
    assert severity("R-09", facts(half_days=halves)) == expected


def test_idle_days_are_to_be_explained() -> None:
    finding, = of("R-09", facts(end_date=date(2026, 6, 18), half_days=2, papers=frozenset(("programme",))))
    assert (finding.severity, finding.values["count"], finding.values["most"]) == (WARN, 3, 2)
    assert severity("R-09", facts(end_date=date(2026, 6, 18), half_days=2, mode="part_time")) == ""


def test_shares_of_another_year_have_no_line() -> None:
    start = date(2027, 1, 11)
    given = facts(start_date=start, end_date=start + timedelta(days=2),
                  fund_shares=(Share("CIVIL", "unit_training", 100),))
    assert severity("R-39", given) == BLOCK
