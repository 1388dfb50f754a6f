"""Working days of China: holidays, make-up days, years without an official list."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.rulebook.faults import DefinitionFaults
from workflow.rulebook.file_reading import read_calendar
from workflow.rulebook.rulebook import Rulebook
from workflow.rulebook.workdays import Calendar, Workdays

# the notice of the General Office of the State Council of 4 November 2025, restated apart from our file
OFF_2026 = {
    "01": [1, 2, 3],
    "02": [15, 16, 17, 18, 19, 20, 21, 22, 23],
    "04": [4, 5, 6],
    "05": [1, 2, 3, 4, 5],
    "06": [19, 20, 21],
    "09": [25, 26, 27],
    "10": [1, 2, 3, 4, 5, 6, 7],
}
WORKED_2026 = {
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
}
DAYS = st.dates(date(2009, 1, 1), date(2030, 12, 31))
LIBRARY = Workdays()


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


def test_2026_day_by_day(rulebook: Rulebook) -> None:
    off = {date(2026, int(month), day) for month, days in OFF_2026.items() for day in days}
    for day in days_of(2026):
        worked = day in WORKED_2026 or (day.weekday() < 5 and day not in off)
        assert rulebook.workdays.is_workday(day) == worked, day
    assert sum(map(rulebook.workdays.is_workday, days_of(2026))) == 248


def test_our_2026_agrees_with_the_library(rulebook: Rulebook) -> None:
    assert 2026 in rulebook.workdays.calendars
    assert [day for day in days_of(2026) if LIBRARY.is_workday(day) != rulebook.workdays.is_workday(day)] == []


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 1, 26), True),
        (date(2025, 1, 28), False),
        (date(2025, 10, 11), True),
        (date(2025, 10, 8), False),
        (date(2024, 2, 9), True),
        (date(2024, 2, 18), True),
        (date(2024, 10, 12), True),
        (date(2011, 12, 31), True),  # a Saturday worked for the first days of the next year
        (date(2020, 1, 31), False),  # prolonged for the epidemic
    ],
)
def test_known_days_of_other_years(rulebook: Rulebook, day: date, worked: bool) -> None:
    assert rulebook.workdays.is_workday(day) == worked


def test_between_excludes_both_end_days(rulebook: Rulebook) -> None:
    between = rulebook.workdays.between
    assert between(date(2026, 3, 9), date(2026, 3, 10)) == 0
    assert between(date(2026, 3, 9), date(2026, 3, 11)) == 1
    assert between(date(2026, 3, 9), date(2026, 3, 9)) == 0
    assert between(date(2026, 3, 11), date(2026, 3, 9)) == 0
    assert between(date(2026, 3, 6), date(2026, 3, 9)) == 0  # a weekend
    assert between(date(2026, 2, 13), date(2026, 2, 24)) == 1  # only the make-up Saturday before the Spring Festival
    assert between(date(2026, 9, 30), date(2026, 10, 12)) == 3  # 8, 9 and the make-up 10 October
    assert between(date(2025, 12, 31), date(2027, 1, 1)) == 248


def test_add_goes_to_the_nth_working_day_after(rulebook: Rulebook) -> None:
    add = rulebook.workdays.add
    assert add(date(2026, 10, 14), 0) == date(2026, 10, 14)
    assert add(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert add(date(2026, 10, 9), 1) == date(2026, 10, 10)
    assert add(date(2026, 10, 9), 2) == date(2026, 10, 12)
    assert add(date(2026, 10, 3), 1) == date(2026, 10, 8)
    assert add(date(2026, 12, 31), 1) == date(2027, 1, 4)
    with pytest.raises(ValueError, match="forwards"):
        add(date(2026, 1, 1), -1)


@settings(deadline=None)
@given(DAYS, DAYS)
def test_between_counts_what_is_workday_says(one: date, other: date) -> None:
    start, end = min(one, other), min(max(one, other), min(one, other) + timedelta(days=90))
    inside = [start + timedelta(days=n) for n in range(1, (end - start).days)]
    assert LIBRARY.between(start, end) == sum(map(LIBRARY.is_workday, inside))


@settings(deadline=None)
@given(DAYS, st.integers(1, 400))
def test_add_and_between_agree(day: date, count: int) -> None:
    end = LIBRARY.add(day, count)
    assert LIBRARY.is_workday(end) and LIBRARY.between(day, end) == count - 1


def test_a_year_without_an_official_list_is_provisional(rulebook: Rulebook) -> None:
    assert not any(rulebook.workdays.is_provisional(year) for year in range(2009, 2027))
    assert rulebook.workdays.is_provisional(2099)
    assert not rulebook.workdays.is_workday(date(2099, 10, 1))  # weekends and fixed festivals still count
    ours = Workdays({2099: Calendar(2099, official=True), 2098: Calendar(2098)})
    assert not ours.is_provisional(2099) and ours.is_provisional(2098)


def test_our_file_wins_over_the_library() -> None:
    ours = Workdays({2026: Calendar(2026, True, frozenset({date(2026, 3, 9)}), frozenset({date(2026, 10, 1)}))})
    assert not ours.is_workday(date(2026, 3, 9)) and ours.is_workday(date(2026, 10, 1))
    assert ours.is_workday(date(2026, 3, 10))


@pytest.mark.parametrize("year", [1, 1949, 2100, 9999])
def test_a_year_without_any_calendar(year: int) -> None:
    assert not LIBRARY.known(year) and LIBRARY.is_provisional(year)
    with pytest.raises(ValueError, match=str(year)):
        LIBRARY.is_workday(date(year, 12, 31))


def test_counting_is_fast() -> None:
    """Years are worked out once: the lists are the very same objects at the second question."""
    first = LIBRARY.between(date(2009, 1, 1), date(2029, 1, 1))
    kept = dict(LIBRARY._years)
    assert LIBRARY.between(date(2009, 1, 1), date(2029, 1, 1)) == first
    assert all(LIBRARY._years[year] is days for year, days in kept.items())


CALENDAR = Path("definitions/calendars/CN-2026.yaml").read_text(encoding="utf-8")


def test_the_written_calendar_is_official_and_names_its_source() -> None:
    calendar = read_calendar(CALENDAR, "CN-2026.yaml")
    assert calendar.official and calendar.year == 2026 and "2026" in calendar.source
    assert len(calendar.off) == 33 and calendar.work == WORKED_2026


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("year: 2026", "year: 2027", "other_year"),
        ("year: 2026", "year: 9999", "less_than_equal"),
        ("2026-01-04", "2026-01-02", "off_and_worked"),
        ("2026-01-04", "2026-02-30", "no_day"),
        ("2026-01-01..2026-01-03", "2026-01-03..2026-01-01", "no_span"),
        ("2026-01-01..2026-01-03", "2026-01-01..2026-02-30", "no_span"),
        ("2026-01-01..2026-01-03", "2026-01-01 - 2026-01-03", "bad_writing"),
        ("official: true", "official: yes", "wrong_type"),
    ],
)
def test_a_broken_calendar_is_refused(old: str, new: str, what: str) -> None:
    assert old in CALENDAR
    with pytest.raises(DefinitionFaults) as raised:
        read_calendar(CALENDAR.replace(old, new, 1), "c.yaml")
    assert f"rulebook.{what}" in [fault.message_key for fault in raised.value.faults]
    for fault in raised.value.faults:
        assert fault.line >= 1 and fault.say("zh") and fault.say("en")
