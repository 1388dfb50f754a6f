"""Both sides of the numbers of a class and its people (R-13 to R-23, R-33 to R-38)."""

from datetime import date

from tests.engine.rules.boundary import DAY, OUT, boundary
from tests.engine.rules.clean_class import START, facts
from tests.engine.rules.other_facts import CLOSING_PAPERS, a_cadre, a_closing, a_credit, the_leaders
from tests.engine.rules.test_persons import called, training
from workflow.domain.declaration import Session
from workflow.domain.findings import INFO
from workflow.engine.rules.voice import Judged
from workflow.engine.rules.window import months_after
from workflow.rulebook.policy import Policy

JULY = date(2026, 7, 1)
VISIT = (Session("考察", 6, "visit"),)


@boundary("R-13", "staff.ratio_permille")
def staff_ratio(p: Policy) -> tuple[Judged, Judged]:
    most = 40 * p["staff.ratio_permille"] // 1000
    good, bad = (facts(policy=p, trainee_count=40, staff_count=count) for count in (most, most + 1))
    return good, bad


@boundary("R-13", "staff.absolute_max")
def staff_count(p: Policy) -> tuple[Judged, Judged]:
    most = p["staff.absolute_max"]
    good, bad = (facts(policy=p, trainee_count=1000, staff_count=count) for count in (most, most + 1))
    return good, bad


@boundary("R-14", "class.max_months")
def longest(p: Policy) -> tuple[Judged, Judged]:
    end = months_after(START, p["class.max_months"])
    return facts(policy=p, end_date=end - DAY, half_days=60), facts(policy=p, end_date=end, half_days=60)


@boundary("R-15", "class.special_max_days")
def special(p: Policy) -> tuple[Judged, Judged]:
    most = 2 * p["class.special_max_days"]
    good, bad = (facts(policy=p, class_kind="business", half_days=halves, end_date=date(2026, 6, 30))
                 for halves in (most, most + 1))
    return good, bad


@boundary("R-16", "meeting.max_half_days")
def meeting(p: Policy) -> tuple[Judged, Judged]:
    most = p["meeting.max_half_days"]
    bare = {"syllabus": (), "lecturers": ()}
    return facts(policy=p, half_days=most + 1, **bare), facts(policy=p, half_days=most, **bare)


@boundary("R-17", "trips.no_visit_days")
def visits(p: Policy) -> tuple[Judged, Judged]:
    most = 2 * p["trips.no_visit_days"]
    good, bad = (facts(policy=p, half_days=halves, end_date=JULY, syllabus=VISIT) for halves in (most + 1, most))
    return good, bad


@boundary("R-18", "venue.scenic_words")
def scenic(p: Policy) -> tuple[Judged, Judged]:
    words = p["venue.scenic_words"]
    return facts(policy=p, venue="区委党校"), facts(policy=p, venue=f"{words[-1]}会议室")


@boundary("R-19", "charge.max_fen")
def charge(p: Policy) -> tuple[Judged, Judged]:
    most = p["charge.max_fen"]
    return facts(policy=p, charge_fen=most), facts(policy=p, charge_fen=most + 1)


@boundary("R-21", "load.calls_per_year")
def calls(p: Policy) -> tuple[Judged, Judged]:
    most = p["load.calls_per_year"]
    good, bad = (called(*(training(date(2026, 1, 1 + 7 * n)) for n in range(count)), policy=p)
                 for count in (most - 1, most))
    return good, bad


@boundary("R-22", "load.out_province_per_year")
def journeys(p: Policy) -> tuple[Judged, Judged]:
    most = p["load.out_province_per_year"]
    good, bad = (called(*(training(date(2026, 1, 1 + 7 * n), out_of_province=True) for n in range(count)), policy=p,
                        **OUT) for count in (most - 1, most))
    return good, bad


@boundary("R-23", "load.long_course_max")
def long_courses(p: Policy) -> tuple[Judged, Judged]:
    most = p["load.long_course_max"]
    good, bad = (_long(p, *(date(2025 - n, 1, 1) for n in range(count))) for count in (most - 1, most))
    return good, bad


@boundary("R-23", "load.long_course_months")
def long_course(p: Policy) -> tuple[Judged, Judged]:
    """The earlier course reaches the months, or lacks a day of them."""
    began, months = date(2025, 1, 1), p["load.long_course_months"]
    days = (months_after(began, months) - began).days
    return _long(p, began, days=days - 1), _long(p, began, days=days)


@boundary("R-23", "load.long_course_years")
def long_course_years(p: Policy) -> tuple[Judged, Judged]:
    since = months_after(START, -12 * p["load.long_course_years"])
    return _long(p, since), _long(p, since + DAY)


def _long(p: Policy, *began: date, days: int = 70) -> Judged:
    return called(*(training(day, days) for day in began), policy=p, half_days=80,
                  end_date=months_after(START, p["load.long_course_months"]))


@boundary("R-33", "load.untrained_months", severity=INFO)
def untrained(p: Policy) -> tuple[Judged, Judged]:
    since = months_after(START, -p["load.untrained_months"])
    return called(training(since + DAY, 1), policy=p), called(training(since, 1), policy=p)


@boundary("R-32", "hours.year_hours")
def hours(p: Policy) -> tuple[Judged, Judged]:
    need = p["hours.year_hours"]
    good, bad = (a_cadre(policy=p, hours=count, half_days=0) for count in (need, need - 1))
    return good, bad


@boundary("R-32", "hours.year_days")
def days(p: Policy) -> tuple[Judged, Judged]:
    need = 2 * p["hours.year_days"]
    good, bad = (a_cadre(policy=p, hours=0, half_days=count) for count in (need, need - 1))
    return good, bad


@boundary("R-32", "hours.county_5y_hours")
def five_years(p: Policy) -> tuple[Judged, Judged]:
    need = p["hours.county_5y_hours"]
    good, bad = (a_cadre(policy=p, county=True, five_year_hours=count, five_year_half_days=0)
                 for count in (need, need - 1))
    return good, bad


@boundary("R-32", "hours.county_5y_months")
def five_years_in_months(p: Policy) -> tuple[Judged, Judged]:
    need = 2 * p["hours.month_days"] * p["hours.county_5y_months"]
    good, bad = (a_cadre(policy=p, county=True, five_year_hours=0, five_year_half_days=count)
                 for count in (need, need - 1))
    return good, bad


@boundary("R-32", "hours.month_days")
def days_of_a_month(p: Policy) -> tuple[Judged, Judged]:
    return five_years_in_months(p)


@boundary("R-34", "hours.leave_one_in")
def leave(p: Policy) -> tuple[Judged, Judged]:
    halves = 2 * p["hours.leave_one_in"]
    good, bad = (a_credit(policy=p, half_days=halves, present=halves - away, away=away) for away in (2, 3))
    return good, bad


@boundary("R-35", "coverage.leaders_permille")
def leaders(p: Policy) -> tuple[Judged, Judged]:
    need = p["coverage.leaders_permille"]
    good, bad = (the_leaders(policy=p, leaders=1000, trained=count) for count in (need, need - 1))
    return good, bad


@boundary("R-38", "closing.papers")
def papers(p: Policy) -> tuple[Judged, Judged]:
    least = frozenset(p["closing.papers"])
    assert least == CLOSING_PAPERS
    return a_closing(policy=p, papers=least), a_closing(policy=p, papers=least - {p["closing.papers"][-1]})
