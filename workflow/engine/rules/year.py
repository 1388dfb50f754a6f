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
    return _filed(facts, voice, facts.plan_filed_on, plan_due(facts.policy, facts.year), str(facts.year))


@rule("R-41", "plan.report_day", asked_at=YEAR)
def last_year_reported(facts: YearFacts, voice: Voice) -> Findings:
    """Whoever held classes last year reports on them by the day; who held none has nothing to report."""
    if not facts.held_last_year:
        return None
    before = facts.year - 1
    return _filed(facts, voice, facts.report_filed_on, report_due(facts.policy, before), str(before))


def plan_due(policy: Policy, year: int) -> date:
    """The last day on which the plan of ``year`` is filed in time."""
    return date.fromisoformat(f"{year}-{policy['plan.filing_day']}")


def report_due(policy: Policy, year: int) -> date:
    """The last day, in the year after it, on which the report on ``year`` is filed in time."""
    return date.fromisoformat(f"{year + 1}-{policy['plan.report_day']}")


def _filed(facts: YearFacts, voice: Voice, filed: date | None, last: date, of_year: str) -> Findings:
    values = {"unit": facts.unit, "year": of_year, "last": last}
    if filed is None and facts.today <= last:
        return voice.tells("waiting", **values, count=(last - facts.today).days)
    if filed is None:
        return voice.fails("missing", **values, count=(facts.today - last).days)
    if filed > last:
        return voice.fails(**values, filed=filed, count=(filed - last).days)
    return voice.clear(**values, filed=filed)
