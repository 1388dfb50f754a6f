"""A unit's year: the plan filed in time, last year's execution reported (R-03, R-41), and the money rules of a year."""

from dataclasses import dataclass
from datetime import date

from workflow.engine.rules.voice import YEAR, Findings, Voice, rule
from workflow.rulebook.policy import Policy
from workflow.wording.values import Label


@dataclass(frozen=True, slots=True)
class YearFacts:
    """One unit in one year, as it stands on a day; ``None`` = not filed yet."""

    policy: Policy
    unit: Label
    year: int
    today: date
    plan_filed_on: date | None = None
    report_filed_on: date | None = None  # the report on the year before
    held_last_year: int = 0  # classes of the year before, which the report tells of


@rule("R-03", "plan.filing_day", asked_at=YEAR)
def plan_filed_in_time(facts: YearFacts, voice: Voice) -> Findings:
    """The plan of the year is filed by its day; that day itself is in time."""
    return _filed(facts, voice, facts.plan_filed_on, facts.policy["plan.filing_day"], str(facts.year))


@rule("R-41", "plan.report_day", asked_at=YEAR)
def last_year_reported(facts: YearFacts, voice: Voice) -> Findings:
    """Whoever held classes last year reports on them by the day; who held none has nothing to report."""
    if not facts.held_last_year:
        return None
    return _filed(facts, voice, facts.report_filed_on, facts.policy["plan.report_day"], str(facts.year - 1))


def last_day(year: int, month_day: str) -> date:
    """The day of a year that the policy names as ``03-31``."""
    return date.fromisoformat(f"{year}-{month_day}")


def _filed(facts: YearFacts, voice: Voice, filed: date | None, month_day: str, of_year: str) -> Findings:
    last = last_day(facts.year, month_day)
    values = {"unit": facts.unit, "year": of_year, "last": last}
    if filed is None and facts.today <= last:
        return voice.tells("waiting", **values, count=(last - facts.today).days)
    if filed is None:
        return voice.fails("missing", **values, count=(facts.today - last).days)
    if filed > last:
        return voice.fails(**values, filed=filed, count=(filed - last).days)
    return voice.clear(**values, filed=filed)
