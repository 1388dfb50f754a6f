"""What is still missing before a declaration may be sent, field by field and in the order of the form."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.samples import samples
from workflow.domain.declaration import ClassDeclaration, Share, Village
from workflow.domain.declaration_form import FIELDS, complete
from workflow.wording import LANGUAGES, say

WHOLE = samples()["D04"].form  # 15 to 17 June 2026, 60 trainees
STOPS = (Village("甲村", date(2026, 6, 15), 2, 35), Village("乙村", date(2026, 6, 17), 1, 25))


def missing(**changes: Any) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.field) for fault in complete(WHOLE.with_(**changes))]


def test_a_whole_form_misses_nothing() -> None:
    assert missing() == []


@pytest.mark.parametrize("name", [f.name for f in FIELDS if f.required])
def test_each_required_answer_is_missed_by_name(name: str) -> None:
    empty: Any = () if name in ("audience_codes", "co_hosts") else None if name in (
        "start_date", "end_date", "half_days", "trainee_count", "staff_count") else ""
    faults = [fault for fault in complete(WHOLE.with_(**{name: empty})) if fault.field == name]
    assert [fault.code for fault in faults] in (["field_missing"], ["field_not_chosen"])
    for language in LANGUAGES:
        assert say(f"refusal.{faults[0].code}", language, **faults[0].values)


def test_an_empty_form_misses_everything_in_the_order_of_the_form() -> None:
    order = [f.name for f in FIELDS]
    fields = [fault.field or "" for fault in complete(ClassDeclaration())]
    assert fields == sorted(fields, key=order.index)
    assert set(fields) == {f.name for f in FIELDS if f.required} - {"mode"}  # full-time unless said otherwise


@pytest.mark.parametrize(("changes", "expected"), [
    ({"plan_item": ""}, [("field_not_chosen", "plan_item")]),
    ({"plan_type": "extra", "plan_item": ""}, [("field_missing", "extra_reason")]),
    ({"plan_type": "extra", "plan_item": "", "extra_reason": "新任务"}, []),
    ({"channel": "out", "partner": ""}, [("field_missing", "partner")]),
    ({"channel": "out", "partner": "苏州大学"}, []),
    ({"channel": "down", "villages": ()}, [("field_missing", "villages")]),
    ({"channel": "down", "villages": STOPS}, []),
    ({"channel": "down", "villages": STOPS[:1]}, [("village_people", "villages")]),
    ({"channel": "down", "villages": (STOPS[0], replace(STOPS[1], day=date(2026, 6, 18)))},
     [("village_day", "villages-1-day")]),
    ({"fund_shares": ()}, [("shares_missing", "fund_shares")]),
    ({"fund_shares": (Share("CIVIL", "unit_training", WHOLE.total_fen - 1),)}, [("shares_too_little", "fund_shares")]),
    ({"fund_shares": (Share("CIVIL", "unit_training", WHOLE.total_fen + 1),)}, [("shares_too_much", "fund_shares")]),
    ({"fund_shares": (Share("OD", "cadre_education", 1), Share("CIVIL", "unit_training", WHOLE.total_fen - 1))}, []),
    ({"fund_shares": (Share("OD", "special", 0), Share("CIVIL", "unit_training", WHOLE.total_fen))},
     [("share_empty", "fund_shares-0-amount")]),
    ({"fund_shares": (Share("OD", "special", 1), Share("OD", "special", WHOLE.total_fen - 1))},
     [("share_twice", "fund_shares-1-source")]),
    ({"meals": False}, [("rate_without_item", "rates-meals")]),
    ({"end_date": date(2026, 6, 16)}, [("days_beyond_span", "half_days")]),
    ({"end_date": date(2026, 6, 17), "half_days": 6}, []),
    ({"staff_count": 0}, []),
    ({"syllabus": (), "lecturers": WHOLE.lecturers, "organiser": "", "basis": "", "co_hosts": ()}, []),
])
def test_answers_that_others_make_necessary(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert missing(**changes) == expected


def test_a_single_day_holds_two_half_days() -> None:
    day = {"end_date": WHOLE.start_date}
    assert missing(**day, half_days=2, fund_shares=(Share("CIVIL", "unit_training", 15_800_00),)) == []
    fault = next(f for f in complete(WHOLE.with_(**day, half_days=5)) if f.field == "half_days")
    assert fault.code == "days_beyond_span"
    assert say("refusal.days_beyond_span", "en", **fault.values) == (
        "15 June 2026 to 15 June 2026 is only 1 day, too short for 2.5 days of teaching. Change the days or the dates.")


def test_a_class_that_costs_nothing_needs_no_funding() -> None:
    assert missing(rates={}, lecturers=(), fund_shares=()) == []


def test_the_words_say_how_much_to_mend() -> None:
    fault, = complete(WHOLE.with_(fund_shares=(Share("CIVIL", "unit_training", 37_000_00),)))
    assert say("refusal.shares_too_little", "zh", **fault.values) == \
        "经费来源相加是 37,000 元，比合计 37,400 元少 400 元。补到一致。"
    assert say("refusal.shares_too_little", "en", **fault.values) == \
        "The funding adds up to 37,000 yuan, 400 less than the total of 37,400. Raise it to match."
