"""Is it declared early enough, and in or out of the plan with reason (R-02, R-04, R-14, R-15)."""

from datetime import date, timedelta

from workflow.domain.days import days_of
from workflow.engine.rules.authority import authority_route, filing_hindrances
from workflow.engine.rules.facts import Facts
from workflow.engine.rules.voice import Findings, Voice, rule
from workflow.engine.rules.window import months_after


@rule("R-02", "timing.declare_lead_workdays", "timing.filing_lead_workdays", "timing.referral_lead_workdays")
def lead_time(facts: Facts, voice: Voice) -> Findings:
    """Working days between declaration and opening, both end days excluded (ruling 7).

    A class that may simply be filed needs the shorter lead. A year without an official
    calendar never refuses; a class that goes up a level is asked for more, as a warning.
    """
    form, policy, workdays = facts.form, facts.policy, facts.workdays
    if form.start_date is None or not _countable(facts, form.start_date):
        return None
    filing = not filing_hindrances(form, authority_route(facts), policy)
    need = policy["timing.filing_lead_workdays" if filing else "timing.declare_lead_workdays"]
    days = workdays.between(facts.declared_on, form.start_date)
    values = {"count": days, "need": need, "declared": facts.declared_on, "start": form.start_date}
    unsure = any(workdays.is_provisional(year) for year in range(facts.declared_on.year, form.start_date.year + 1))
    if form.start_date <= facts.declared_on:
        return voice.fails("past", **values, earliest=workdays.add(facts.declared_on, need + 1))
    if days < need and not unsure:
        return voice.fails(**values, short=need - days, earliest=workdays.add(facts.declared_on, need + 1))
    if unsure:
        return voice.tells("provisional", **values)
    referral = policy.get("timing.referral_lead_workdays", 0)
    if authority_route(facts) in ("A4", "A5") and days < referral:
        return voice.warns("referral", **(values | {"need": referral}),
                           earliest=workdays.add(facts.declared_on, referral + 1))
    return voice.clear("filing" if filing else "", **values)


@rule("R-04")
def extra_class(facts: Facts, voice: Voice) -> Findings:
    """Out of the plan: the reason stands in writing; in the plan: the item exists and is the host's."""
    form = facts.form
    if form.plan_type == "extra":
        return voice.clear("extra") if form.extra_reason else voice.fails("extra")
    if form.plan_type != "in_plan" or not form.plan_item:
        return None
    return voice.clear(item=form.plan_item) if facts.plan_item_known else voice.fails(item=form.plan_item)


@rule("R-14", "class.max_months")
def longest_class(facts: Facts, voice: Voice) -> Findings:
    """The measure covers training of up to so many months."""
    form, months = facts.form, facts.policy.get("class.max_months")
    if form.start_date is None or form.end_date is None or months is None:
        return None
    latest = months_after(form.start_date, months)  # three months from 1 March end on 31 May
    if form.end_date < latest:
        return None  # so far within that saying so would only be noise
    return voice.fails(start=form.start_date, end=form.end_date, count=months, last=latest - timedelta(days=1))


@rule("R-15", "class.special_max_days")
def special_class(facts: Facts, voice: Voice) -> Findings:
    """A special class on a single piece of business lasts so many days at most."""
    form, most = facts.form, facts.policy.get("class.special_max_days")
    if form.class_kind != "business" or not form.half_days or most is None:
        return None
    days = days_of(form.half_days)
    return voice.fails(days=days, most=most) if form.half_days > 2 * most else voice.clear(days=days, most=most)


def _countable(facts: Facts, start: date) -> bool:
    first, last = sorted((facts.declared_on.year, start.year))
    return all(facts.workdays.known(year) for year in range(first, last + 2))
