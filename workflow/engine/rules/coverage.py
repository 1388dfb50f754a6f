"""Who learnt enough in a year, and whether enough leading-team members were trained (R-32, R-35): for reports."""

from dataclasses import dataclass

from workflow.domain.days import days_of
from workflow.engine.rules.voice import REPORT, Findings, Voice, rule
from workflow.engine.rules.window import percent_of
from workflow.rulebook.policy import Policy


@dataclass(frozen=True, slots=True)
class CadreYear:
    """What one cadre learnt: in the year, and in the five years that end with it.

    ``county``: county-division rank or above, who are measured by five years.  ``half_days``: those taught, as the
    hours make them (:func:`half_days_of`); ``five_year_half_days``: those of the spans of the classes, since a course
    of three months is three months with its Sundays.
    """

    policy: Policy
    year: int
    county: bool = False
    hours: int = 0
    half_days: int = 0
    five_year_hours: int = 0
    five_year_half_days: int = 0


@dataclass(frozen=True, slots=True)
class LeadersYear:
    """Leading-team members at the grassroots, and how many of them were trained in the year."""

    policy: Policy
    year: int
    leaders: int
    trained: int


@rule("R-32", "hours.year_hours", "hours.year_days", "hours.county_5y_hours", "hours.county_5y_months",
      "hours.month_days", asked_at=REPORT)
def hours_of_cadre(facts: CadreYear, voice: Voice) -> Findings:
    """Hours, or days where the hours are not reached; from county-division level on over five years."""
    policy = facts.policy
    if facts.county:
        need, months = policy.get("hours.county_5y_hours"), policy.get("hours.county_5y_months")
        hours, halves, least = facts.five_year_hours, facts.five_year_half_days, 2 * enough_days(policy)
        values = {"months": months or 0, "month": policy.get("hours.month_days"), "wanted": enough_days(policy),
                  "year": str(facts.year), "first": str(facts.year - 4)}
        way = "county"
    else:
        need, days = policy.get("hours.year_hours"), policy.get("hours.year_days")
        hours, halves, least = facts.hours, facts.half_days, 2 * (days or 0)
        values = {"wanted": days or 0, "year": str(facts.year)}
        way = ""
    if need is None and not least:
        return None
    values |= {"hours": hours, "days": days_of(halves)}
    enough = need is not None and hours >= need or bool(least) and halves >= least
    if need is None:
        way += ".days" if way else "days"
    else:
        values |= {"need": need, "short": max(need - hours, 0)}
    return voice.clear(way, **values) if enough else voice.fails(way, **values)


def half_days_of(hours: int, policy: Policy) -> int:
    """The half-days of teaching for which so many hours are credited (R-36)."""
    per_day = policy.get("hours.per_day")
    return int(2 * hours // per_day) if per_day else 0


def enough_hours(policy: Policy) -> int:
    """With how many credited hours a year is enough: those asked for, or those of the days asked for."""
    hours, days, per_day = (policy.get(f"hours.{name}") for name in ("year_hours", "year_days", "per_day"))
    ways = [hours or 0, *([days * per_day] if days and per_day else [])]
    return min(way for way in ways if way) if any(ways) else 0


def enough_days(policy: Policy) -> int:
    """With how many calendar days in class five years are enough; 0 where only hours count."""
    return int((policy.get("hours.county_5y_months") or 0) * (policy.get("hours.month_days") or 0))


@rule("R-35", "coverage.leaders_permille", asked_at=REPORT)
def leaders_trained(facts: LeadersYear, voice: Voice) -> Findings:
    """At least so large a part of the leading-team members is trained each year; nobody to train says nothing."""
    need = facts.policy.get("coverage.leaders_permille")
    if need is None or not facts.leaders:
        return None
    values = {"year": str(facts.year), "trained": facts.trained, "leaders": facts.leaders, "need": percent_of(need),
              "percent": percent_of(facts.trained * 1000 // facts.leaders)}
    if facts.trained * 1000 >= facts.leaders * need:
        return voice.clear(**values)
    least = (facts.leaders * need + 999) // 1000
    return voice.fails(**values, short=least - facts.trained)
