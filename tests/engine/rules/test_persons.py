"""R-21 to R-24, R-33 and R-P1: each number on both sides, per person, and how far back one can see."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.engine.rules.clean_class import START, facts, of, severity, tell
from workflow.domain.findings import BLOCK, CLEAR, INFO, WARN
from workflow.engine.rules.facts import Facts
from workflow.engine.rules.histories import Roster, Trainee, Training
from workflow.engine.rules.persons import history_window, untrained
from workflow.engine.rules.register import judge

OUT = {"province": "CQ", "channel": "out"}
FAR_BACK = date(2020, 1, 1)
ALL = ("R-21", "R-22", "R-23", "R-24", "R-33", "R-P1")


def training(start: date, days: int = 3, **changes: Any) -> Training:
    values = {"name": "培训班", "kind": "topic", "topic": "ECONOMY", "level": "district", "out_of_province": False}
    return Training(start=start, end=start + timedelta(days=days - 1), **{**values, **changes})


def called(*history: Training, since: date | None = FAR_BACK, audience: str = "TOWN_LEAD", **changes: Any) -> Facts:
    """The clean class with one person on its roster, who was in these classes."""
    people = (Trainee(7, audience, "section", history),)
    return facts(roster=Roster(people, since), **changes)


def test_without_a_roster_nothing_is_said() -> None:
    assert not [finding for finding in judge(facts()) if finding.rule in ALL]


@pytest.mark.parametrize(("others", "expected"), [(1, CLEAR), (2, WARN)])
def test_calls_in_a_year(others: int, expected: str) -> None:
    """R-21: at most two calls a year, this one included."""
    given = called(*(training(date(2026, month, 2)) for month in range(1, 1 + others)))
    assert severity("R-21", given) == expected
    (finding,) = of("R-21", given)
    assert finding.part == ("7" if expected == WARN else "")


@pytest.mark.parametrize(("day", "expected"), [
    (date(2025, 12, 31), CLEAR), (date(2026, 1, 1), WARN), (date(2026, 12, 31), WARN), (date(2027, 1, 1), CLEAR)])
def test_calls_count_by_the_calendar_year(day: date, expected: str) -> None:
    assert severity("R-21", called(training(date(2026, 2, 1)), training(day))) == expected


@pytest.mark.parametrize(("audience", "asked"), [
    ("TOWN_LEAD", True), ("SEC_LEAD", True), ("DIST_DEPUTY", True), ("SEC_NEW", False), ("MID_LEVEL", False),
    ("COMM_SEC", False), ("UNKNOWN", False)])
def test_calls_are_counted_for_leading_teams(audience: str, asked: bool) -> None:
    given = called(training(date(2026, 1, 2)), training(date(2026, 2, 2)), audience=audience)
    assert severity("R-21", given) == (WARN if asked else "")


@pytest.mark.parametrize(("out", "expected"), [(False, CLEAR), (True, BLOCK)])
def test_journeys_in_a_year(out: bool, expected: str) -> None:
    """R-22: one class out of the province per person and year."""
    assert severity("R-22", called(training(date(2026, 1, 2), out_of_province=out), **OUT)) == expected
    assert severity("R-22", called(training(date(2025, 12, 31), out_of_province=out), **OUT)) == CLEAR


def test_journeys_are_asked_of_journeys_only() -> None:
    assert of("R-22", called(training(date(2026, 1, 2), out_of_province=True))) == ()


LONG = {"end_date": date(2026, 8, 14), "half_days": 80}  # two months to the day


@pytest.mark.parametrize(("days", "expected"), [(58, CLEAR), (59, BLOCK)])
def test_long_courses(days: int, expected: str) -> None:
    """R-23: from 1 January two months are 59 days; one such course in three years."""
    assert severity("R-23", called(training(date(2026, 1, 1), days), **LONG)) == expected


@pytest.mark.parametrize(("start", "expected"), [(date(2023, 6, 15), CLEAR), (date(2023, 6, 16), BLOCK)])
def test_long_courses_of_three_years(start: date, expected: str) -> None:
    assert START == date(2026, 6, 15)
    assert severity("R-23", called(training(start, 70), **LONG)) == expected


def test_long_courses_are_asked_of_long_ones_only() -> None:
    assert of("R-23", called(training(date(2026, 1, 1), 90), end_date=date(2026, 8, 13))) == ()


@pytest.mark.parametrize(("changes", "expected"), [
    ({"level": "city"}, BLOCK), ({"level": "central"}, BLOCK), ({"level": "district"}, CLEAR),
    ({"level": "city", "kind": "initial"}, CLEAR), ({"level": "city", "topic": ""}, BLOCK),
    ({"level": "city", "topic": "ANOTHER"}, INFO)])
def test_called_by_a_higher_level(changes: dict[str, Any], expected: str) -> None:
    """R-24: the same kind, by a higher body, this year."""
    base = facts().form
    same = {"kind": base.class_kind, "topic": base.topic_code, **changes}
    assert severity("R-24", called(training(date(2026, 3, 1), **same))) == expected
    assert severity("R-24", called(training(date(2025, 3, 1), **same))) == CLEAR


@pytest.mark.parametrize(("start", "expected"), [
    (date(2026, 6, 12), CLEAR), (date(2026, 6, 13), BLOCK), (date(2026, 6, 17), BLOCK), (date(2026, 6, 18), CLEAR)])
def test_two_places_at_once(start: date, expected: str) -> None:
    """R-P1: the class lasts from 15 to 17 June; three days that touch one of them clash."""
    assert facts().form.end_date == date(2026, 6, 17)
    assert severity("R-P1", called(training(start), audience="COMM_SEC")) == expected


@pytest.mark.parametrize(("last", "expected"), [(date(2024, 6, 15), INFO), (date(2024, 6, 16), CLEAR)])
def test_long_untrained(last: date, expected: str) -> None:
    """R-33: twenty-four months without a class; only told."""
    assert severity("R-33", called(training(last, 1))) == expected
    assert untrained([training(last, 1)], START, 24) is (expected == INFO)


def test_who_is_out_of_line_is_named_by_number_only() -> None:
    people = tuple(Trainee(number, "COMM_SEC", "community", (training(START),) if number % 2 else ())
                   for number in range(1, 5))
    found = of("R-P1", facts(roster=Roster(people, FAR_BACK)))
    assert [finding.part for finding in found] == ["1", "3"]
    assert {tuple(finding.over) for finding in found} == {("od_deputy",)}


@pytest.mark.parametrize("rule", ["R-21", "R-22", "R-23", "R-24"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_rule_says_since_when_it_can_see(rule: str, language: str) -> None:
    """Ruling 59: the window reaches further back than the records."""
    given = {**OUT, **LONG}
    (early,), (late,) = (of(rule, called(since=since, **given)) for since in (FAR_BACK, date(2026, 5, 4)))
    assert (early.wording, late.wording) == ("", "since")
    assert "2026" in tell(late, language).gist


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_is_said_in_both_languages(language: str) -> None:
    busy = (training(date(2026, 1, 2), 60, level="city", kind=facts().form.class_kind, topic="",
                     out_of_province=True), training(START))
    found = [f for f in judge(called(*busy, **OUT, **LONG)) if f.rule in ALL and f.severity != CLEAR]
    assert {f.rule for f in found} == set(ALL) - {"R-33"}
    for finding in (*found, *of("R-33", called(since=date(2026, 1, 1)))):
        told = tell(finding, language)
        assert told.name and "{" not in told.gist + told.sum + told.clears
        assert finding.severity == INFO or told.clears


def test_the_window_holds_all_that_any_rule_looks_at() -> None:
    first, last = history_window(date(2026, 6, 15), 3)
    assert first <= date(2022, 6, 15) and last >= date(2026, 12, 31)
