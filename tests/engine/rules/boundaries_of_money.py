"""Both sides of the numbers of lead times, plans, quotas, fees and funds (R-01 to R-11, R-40, R-41)."""

from datetime import date

from tests.engine.rules.boundary import DAY, boundary, declared_before, fund_line
from tests.engine.rules.clean_class import START, YUAN, a_lecturer, facts
from tests.engine.rules.other_facts import a_year
from workflow.domain.declaration import Share
from workflow.domain.findings import WARN
from workflow.engine.rules.voice import Judged
from workflow.rulebook.policy import Policy

FILING = {"audience_codes": ("FOOD_ENFORCER",), "managing_level": "unit", "other_system": False, "host_unit": "MARKET"}
CITY = {"audience_codes": ("DIST_DEPUTY",), "managing_level": "city"}
FUND = (Share("OD", "cadre_education", 100 * YUAN),)


@boundary("R-01", "fund.annual_floor_fen")
def floor(p: Policy) -> tuple[Judged, Judged]:
    least = p["fund.annual_floor_fen"]
    good, bad = (facts(policy=p, fund_shares=FUND, lines=(fund_line(fen),)) for fen in (least, least - 1))
    return good, bad


@boundary("R-02", "timing.declare_lead_workdays")
def lead(p: Policy) -> tuple[Judged, Judged]:
    need = p["timing.declare_lead_workdays"]
    return facts(declared_before(START, need), policy=p), facts(declared_before(START, need - 1), policy=p)


@boundary("R-02", "timing.filing_lead_workdays")
def filing_lead(p: Policy) -> tuple[Judged, Judged]:
    need = p["timing.filing_lead_workdays"]
    good, bad = (facts(declared_before(START, days), policy=p, **FILING) for days in (need, need - 1))
    return good, bad


@boundary("R-02", "timing.referral_lead_workdays", severity=WARN)
def referral_lead(p: Policy) -> tuple[Judged, Judged]:
    need = p["timing.referral_lead_workdays"]
    good, bad = (facts(declared_before(START, days), policy=p, **CITY) for days in (need, need - 1))
    return good, bad


@boundary("R-03", "plan.filing_day")
def plan_day(p: Policy) -> tuple[Judged, Judged]:
    last = date.fromisoformat(f"2026-{p['plan.filing_day']}")
    return a_year(policy=p, plan_filed_on=last), a_year(policy=p, plan_filed_on=last + DAY)


@boundary("R-41", "plan.report_day")
def report_day(p: Policy) -> tuple[Judged, Judged]:
    last = date.fromisoformat(f"2026-{p['plan.report_day']}")
    return a_year(policy=p, report_filed_on=last), a_year(policy=p, report_filed_on=last + DAY)


@boundary("R-05", "quota.class3.total_fen")
def quota(p: Policy) -> tuple[Judged, Judged]:
    cap = p["quota.class3.total_fen"]
    good, bad = (facts(policy=p, lodging=True, rates={"lodging": rate - YUAN, "meals": YUAN})
                 for rate in (cap, cap + 1))
    return good, bad


@boundary("R-06", "quota.class3.total_fen")
def quota_of_2014(p: Policy) -> tuple[Judged, Judged]:
    """Thirty people for three days: the lecturers' cost is part of the total."""
    cap, fee = p["quota.class3.total_fen"], 90 * YUAN
    teacher = (a_lecturer(hours=1, fee_fen=fee),)  # 90 yuan are 1 yuan for each of 90 person-days
    good, bad = (facts(policy=p, lodging=True, lecturers=teacher, rates={"lodging": rate - 2 * YUAN, "meals": YUAN})
                 for rate in (cap, cap + 1))
    return good, bad


@boundary("R-07", "quota.class3.lodging_fen")
def without_lodging(p: Policy) -> tuple[Judged, Judged]:
    left = p["quota.class3.total_fen"] - p["quota.class3.lodging_fen"]
    good, bad = (facts(policy=p, lodging=False, meals=True, rates={"meals": rate}) for rate in (left, left + 1))
    return good, bad


@boundary("R-07", "quota.class3.meals_fen")
def without_meals(p: Policy) -> tuple[Judged, Judged]:
    left = p["quota.class3.total_fen"] - p["quota.class3.meals_fen"]
    good, bad = (facts(policy=p, lodging=True, meals=False, rates={"lodging": rate}) for rate in (left, left + 1))
    return good, bad


@boundary("R-08", "quota.after_days")
def long_class(p: Policy) -> tuple[Judged, Judged]:
    """At the full ceiling: the last day that counts in full, and half a day more."""
    cap, days = p["quota.class3.total_fen"], p["quota.after_days"]
    full = {"lodging": True, "rates": {"lodging": cap - YUAN, "meals": YUAN}, "end_date": date(2026, 8, 1)}
    return facts(policy=p, half_days=2 * days, **full), facts(policy=p, half_days=2 * days + 1, **full)


@boundary("R-08", "quota.after_permille")
def reduced_days(p: Policy) -> tuple[Judged, Judged]:
    """Ten days beyond: the highest rate that still fits, and a fen more."""
    cap, after, permille = p["quota.class3.total_fen"], p["quota.after_days"], p["quota.after_permille"]
    allowed = cap * (2 * after * 1000 + 20 * permille) // 1000
    fits = allowed // (2 * after + 20)
    good, bad = (facts(policy=p, lodging=True, half_days=2 * after + 20, end_date=date(2026, 8, 10),
                       rates={"lodging": rate - YUAN, "meals": YUAN}) for rate in (fits, fits + 1))
    return good, bad


@boundary("R-09", "travel_days.each_max")
def travel_each(p: Policy) -> tuple[Judged, Judged]:
    """From Monday on: one day taught, and as many idle ones as both journeys may take, or one more."""
    return _idle(p, 2 * p["travel_days.each_max"])


@boundary("R-09", "travel_days.sum_max", holds=1)
def travel_sum(p: Policy) -> tuple[Judged, Judged]:
    return _idle(p, p["travel_days.sum_max"])


def _idle(p: Policy, most: int) -> tuple[Judged, Judged]:
    good, bad = (facts(policy=p, half_days=2, end_date=START + idle * DAY) for idle in (most, most + 1))
    return good, bad


def _fee(title: str) -> None:
    @boundary("R-10", f"lecturer.{title}_fen")
    def fee(p: Policy) -> tuple[Judged, Judged]:
        cap = p[f"lecturer.{title}_fen"]
        good, bad = (facts(policy=p, lecturers=(a_lecturer(title=title, fee_fen=fen, max_hours_half_day=1),))
                     for fen in (cap, cap + 1))
        return good, bad


for one in ("deputy_senior", "senior", "academician", "other"):
    _fee(one)


@boundary("R-11", "lecturer.max_hours_half_day")
def lecture_hours(p: Policy) -> tuple[Judged, Judged]:
    most = p["lecturer.max_hours_half_day"]
    good, bad = (facts(policy=p, lecturers=(a_lecturer(max_hours_half_day=hours),)) for hours in (most, most + 1))
    return good, bad


@boundary("R-40", "total.not_above_last_year")
def not_above(p: Policy) -> tuple[Judged, Judged]:
    good, bad = (facts(policy=p, fund_shares=FUND, lines=(fund_line(fen, last_year=200_000 * YUAN),))
                 for fen in (200_000 * YUAN, 200_000 * YUAN + 1))
    return good, bad
