"""The comprehensive quota: a ceiling per person-day, and what lowers it (R-05 to R-09).

Money in fen, days in half-days; ceilings are rounded down to the fen once, at the end
(ruling 3). Items may be traded inside the total, so no single item is ever "over" (S9);
lecturer cost stands outside the quota, except under the measure of 2013 (R-06).
"""

from datetime import timedelta

from workflow.domain.days import days_of
from workflow.engine.rules.facts import Facts
from workflow.engine.rules.voice import Findings, Voice, rule
from workflow.engine.rules.window import percent_of
from workflow.wording.values import Fen, Term

CLASS = "quota.class3"  # division level and below: everyone a district trains
DEDUCTED = ("lodging", "meals")


@rule("R-05", "quota.class3.total_fen", "quota.base")
def quota_total(facts: Facts, voice: Voice) -> Findings:
    """The rate per person-day against the whole ceiling of the class."""
    form, cap = facts.form, facts.policy.get(f"{CLASS}.total_fen")
    if cap is None or not form.rates:
        return None
    values = _arithmetic(facts, form.rate_fen, cap)
    if form.rate_fen > cap:
        return voice.fails(**values)
    return None if ceiling(facts) < cap else voice.clear(**values)  # under a lowered ceiling R-07 speaks for both


@rule("R-06", "quota.class3.total_fen", "quota.base")
def quota_with_lecturers(facts: Facts, voice: Voice) -> Findings:
    """The ceiling of 2014-2016, which has the lecture fees inside it."""
    form, cap, person_halves = facts.form, facts.policy.get(f"{CLASS}.total_fen"), _person_half_days(facts)
    if cap is None or not person_halves or not form.total_fen:
        return None
    allowed = cap * person_halves // 2
    values = {"rate": Fen(form.total_fen * 2 // person_halves), "cap": Fen(cap), "total": Fen(form.total_fen),
              "allowed": Fen(allowed), "people": _people(facts), "days": days_of(form.half_days or 0),
              "quota": Fen(form.quota_fen), "lecturers": Fen(form.lecturer_fen)}
    over = form.total_fen - allowed
    return voice.fails(**values, over=Fen(over)) if over > 0 else voice.clear(**values, left=Fen(-over))


@rule("R-07", "quota.deduct_unused", "quota.class3.lodging_fen", "quota.class3.meals_fen")
def quota_without_items(facts: Facts, voice: Voice) -> Findings:
    """Lodging and meals that are not provided are taken off the ceiling."""
    form, cap = facts.form, facts.policy.get(f"{CLASS}.total_fen")
    gone = items_not_incurred(facts)
    if cap is None or not form.rates or not gone:
        return None
    lowered = ceiling(facts)
    values = _arithmetic(facts, form.rate_fen, lowered) | {
        "full": Fen(cap), "items": tuple(Term(f"budget.{item}.the") for item in gone), "deducted": Fen(cap - lowered)}
    return voice.fails(**values) if form.rate_fen > lowered else voice.clear(**values)


@rule("R-08", "quota.after_days", "quota.after_permille")
def quota_of_long_classes(facts: Facts, voice: Voice) -> Findings:
    """Days beyond the thirtieth count with a part of the ceiling only."""
    form, policy = facts.form, facts.policy
    after, permille = policy.get("quota.after_days"), policy.get("quota.after_permille")
    if after is None or permille is None or not form.half_days or form.half_days <= 2 * after:
        return None
    people, cap = _people(facts), ceiling(facts)
    if not people or not form.rates:
        return None
    beyond = form.half_days - 2 * after
    allowed = cap * people * (2 * after * 1000 + beyond * permille) // 2000
    values = {"quota": Fen(form.quota_fen), "allowed": Fen(allowed), "people": people, "cap": Fen(cap),
              "after": after, "beyond": days_of(beyond), "percent": percent_of(permille)}
    over = form.quota_fen - allowed
    if over <= 0:
        return voice.clear(**values, left=Fen(-over))
    # The rate at which this class, as long as it is, would fit.
    fits = allowed * 2 // ((form.trainee_count or 1) * form.half_days)
    return voice.fails(**values, over=Fen(over), fits=Fen(fits))


@rule("R-09", "travel_days.each_max", "travel_days.sum_max")
def travel_days(facts: Facts, voice: Voice) -> Findings:
    """Working days of the span on which nothing is taught: arrival and departure, so many at most."""
    form, policy = facts.form, facts.policy
    each, together = policy.get("travel_days.each_max"), policy.get("travel_days.sum_max")
    most = together if together is not None else 2 * each if each is not None else None
    if most is None or form.mode != "full_time" or not (form.start_date and form.end_date and form.half_days):
        return None
    if not (facts.workdays.known(form.start_date.year) and facts.workdays.known(form.end_date.year)):
        return None
    span = (form.end_date - form.start_date).days + 1
    if span > 400:  # a slip of the hand; R-14 speaks
        return None
    worked = sum(facts.workdays.is_workday(form.start_date + timedelta(days=n)) for n in range(span))
    idle = worked - (form.half_days + 1) // 2
    if idle <= most:
        return None  # the usual case: not worth a line
    return voice.fails(count=idle, most=most, worked=worked, days=days_of(form.half_days), start=form.start_date,
                       end=form.end_date)


def items_not_incurred(facts: Facts) -> tuple[str, ...]:
    """The items whose part of the ceiling is not there to be spent: not provided, or at no cost."""
    if not facts.policy.get("quota.deduct_unused", False):
        return ()
    provided = {"lodging": facts.form.lodging, "meals": facts.form.meals}
    return tuple(item for item in DEDUCTED if not provided[item] or not facts.form.rates.get(item))


def ceiling(facts: Facts) -> int:
    """The ceiling per person-day in fen that holds for this class, deductions made; 0 where there is none."""
    cap = int(facts.policy.get(f"{CLASS}.total_fen") or 0)
    if facts.policy.terms("R-07") is None:
        return cap
    return cap - sum(int(facts.policy.get(f"{CLASS}.{item}_fen") or 0) for item in items_not_incurred(facts))


def _arithmetic(facts: Facts, rate: int, cap: int) -> dict[str, object]:
    """What a rate and a ceiling come to, for the sum under the finding."""
    form, person_halves = facts.form, _person_half_days(facts)
    return {"rate": Fen(rate), "cap": Fen(cap), "difference": Fen(abs(rate - cap)),
            "people": _people(facts), "days": days_of(form.half_days or 0),
            "total": Fen(rate * person_halves // 2), "allowed": Fen(cap * person_halves // 2),
            "over": Fen(abs(rate * person_halves // 2 - cap * person_halves // 2)),
            "percent": percent_of(abs(rate - cap) * 1000 // cap if cap else 1000)}


def _people(facts: Facts) -> int:
    """Whose person-days are counted: a parameter, since the measure can be read both ways."""
    staff = facts.form.staff_count if facts.policy.get("quota.base") == "trainees_plus_staff" else 0
    return (facts.form.trainee_count or 0) + (staff or 0)


def _person_half_days(facts: Facts) -> int:
    return _people(facts) * (facts.form.half_days or 0)
