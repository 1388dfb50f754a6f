"""Ten single faults, X1 to X10: each on a base case that is otherwise clean gives exactly the rules named."""

from datetime import date
from typing import Any

import pytest

from tests.engine.rules.clean_class import DECLARED, YUAN, a_class, a_lecturer, facts, flagged
from tests.samples import rulebook, units
from workflow.domain.declaration import Session
from workflow.domain.people import Unit
from workflow.engine.rules.authority import authority_route
from workflow.wording.values import Label

COMPANY = Unit("CONSULT", Label("启明咨询公司", "Qiming Consulting"), "company")
LAKE = (Session("基层治理", 6), Session("学习考察", 12, "visit", site="青海湖"), Session("讨论", 12, "discussion"))
WITH_LODGING = {"lodging": 410 * YUAN, "meals": 130 * YUAN, "venue": 50 * YUAN, "other": 30 * YUAN}
WITHOUT = {"meals": 200 * YUAN, "venue": 70 * YUAN, "other": 30 * YUAN}

FAULTS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "X1": ({"lodging": True, "rates": WITH_LODGING}, {"R-05"}),
    "X2": ({"rates": WITHOUT}, {"R-07"}),
    "X3": ({"declared_on": date(2026, 6, 4)}, {"R-02"}),
    "X4": ({"trainee_count": 30, "staff_count": 6}, {"R-13"}),
    "X5": ({"half_days": 2, "end_date": date(2026, 6, 15), "syllabus": (), "lecturers": (), "papers": frozenset()},
           {"R-16"}),
    "X6": ({"start_date": date(2026, 6, 8), "end_date": date(2026, 6, 12), "half_days": 10, "syllabus": LAKE},
           {"R-17", "R-18"}),
    "X7": ({"charge_fen": 200 * YUAN}, {"R-19"}),
    "X8": ({"host_unit": "CONSULT", "units": {**units(), "CONSULT": COMPANY}}, {"R-20"}),
    "X9": ({"host_unit": "EDU", "audience_tier": "leading", "audience_codes": ("DIST_DEPUTY",),
            "managing_level": "city"}, {"R-31"}),
    "X10": ({"lecturers": (a_lecturer(fee_fen=1200 * YUAN, max_hours_half_day=6),)}, {"R-10", "R-11"}),
}


def test_the_base_case_is_clean() -> None:
    assert flagged(facts()) == set()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_gives_exactly_its_rules(name: str) -> None:
    changes, rules = FAULTS[name]
    assert flagged(facts(**changes)) == rules


def test_x1_and_x2_have_the_rates_of_the_table() -> None:
    assert a_class(rates=WITH_LODGING).rate_fen == 620 * YUAN
    assert a_class(rates=WITHOUT).rate_fen == 300 * YUAN


def test_x3_is_six_working_days() -> None:
    assert rulebook().workdays.between(date(2026, 6, 4), date(2026, 6, 15)) == 6
    assert rulebook().workdays.between(DECLARED, date(2026, 6, 15)) > 35


def test_x9_goes_up() -> None:
    assert authority_route(facts(**FAULTS["X9"][0])) == "A4"
    assert authority_route(facts(**FAULTS["X8"][0])) == "A7"


def test_x5_each_missing_part_is_enough() -> None:
    day = {"half_days": 2, "end_date": date(2026, 6, 15)}
    assert flagged(facts(**day)) == set()
    assert flagged(facts(**day, syllabus=())) == {"R-16"}
    assert flagged(facts(**day, lecturers=())) == {"R-16"}
    assert flagged(facts(**day, papers=frozenset())) == {"R-16"}
