"""Guards about days: notice, opening, postponement, how often and how late."""

from datetime import date, timedelta

from workflow.domain.days import office_day
from workflow.domain.seats import OPEN
from workflow.engine.predicates import flagged
from workflow.engine.rules.window import months_after
from workflow.engine.situation import Situation
from workflow.refusals import Refusal
from workflow.rulebook.vocabulary import MemoryKey, PolicyPath

Answer = Refusal | None


def notice_still_possible(s: Situation) -> Answer:
    """An approval must leave the days a notice needs before the opening (ruling 27)."""
    return _notice(s, "notice_impossible")


def notice_in_time(s: Situation) -> Answer:
    """The notice goes out so many working days before the opening, unless a shorter notice was allowed."""
    return None if flagged(s, MemoryKey("short_notice")) else _notice(s, "notice_late")


def _notice(s: Situation, code: str) -> Answer:
    filing = s.case.remembered.get("receipt")
    need = s.policy["timing.filing_notice_workdays" if filing else "timing.notice_workdays"]
    left = s.workdays.between(s.today, s.form.start_date)
    if s.today < s.form.start_date and left >= need:
        return None
    return Refusal(code, {"need": need, "left": max(left, 0), "opening": s.form.start_date})


def amendment_in_time(s: Situation) -> Answer:
    """``amend`` is refused later than so many working days before the opening (ruling 26)."""
    need = s.policy["timing.amend_before_workdays"]
    if s.workdays.between(s.today, s.form.start_date) >= need and s.today < s.form.start_date:
        return None
    return Refusal("amendment_late", {"need": need, "opening": s.form.start_date})


def new_date_allowed(s: Situation) -> Answer:
    """A postponement stays in the budget year and within the days allowed."""
    start, end = s.given.get("new_start_date"), s.given.get("new_end_date")
    if not isinstance(start, date) or not isinstance(end, date):
        return None  # the missing inputs are refused by their own words
    latest = min(s.form.start_date + timedelta(days=s.policy["timing.postpone_max_days"]),
                 date(s.form.start_date.year, 12, 31))
    if s.form.start_date < start <= latest and start > s.today and end >= start:
        return None
    return Refusal("new_date_wrong", {"after": s.form.start_date, "latest": latest}, field="new_start_date")


def opens_as_approved(s: Situation) -> Answer:
    """Opens on the approved day, or is entered up to three working days later with a reason (ruling 27)."""
    start, claimed = s.form.start_date, s.given.get("opened_on") or s.today
    latest = s.workdays.add(start, s.policy["timing.open_late_workdays"])
    if not start <= s.today <= latest:
        return Refusal("opening_not_now", {"opening": start, "latest": latest})
    if claimed != start:
        return Refusal("other_opening_day", {"opening": start}, field="opened_on")
    if s.today > start and not s.opinion:
        return Refusal("late_without_reason", {"opening": start}, field="opinion")
    return None


def class_is_over(s: Situation) -> Answer:
    """The last teaching day has come."""
    return None if s.today >= s.form.end_date else Refusal("class_not_over", {"end": s.form.end_date})


def late_closing_explained(s: Situation) -> Answer:
    """Closing papers after their due day carry a delay note (S24)."""
    if s.case.due_at is None or not s.overdue or s.opinion:
        return None
    return Refusal("late_without_reason", {"opening": office_day(s.case.due_at)}, field="opinion")


def at_most(s: Situation, times: int | None = None, policy: PolicyPath | None = None) -> Answer:
    """The action was done fewer times than allowed."""
    limit = times if times is not None else int(s.policy[str(policy)])
    done = int(s.case.remembered.get("times", {}).get(s.action, 0))
    return None if done < limit else Refusal("too_often", {"limit": limit})


def within(s: Situation, workdays: PolicyPath | None = None, months: PolicyPath | None = None) -> Answer:
    """Not later than so many working days, or months, after the case came into its state."""
    began = office_day(s.case.entered_at)
    if workdays:
        last = s.workdays.add(began, int(s.policy[workdays]))
    else:
        last = months_after(began, int(s.policy[str(months)]))
    return None if s.today <= last else Refusal("too_late", {"last": last})


def due_passed(s: Situation) -> Answer:
    """The time the state allows is over."""
    return None if s.overdue else Refusal("still_running", {"due": s.case.due_at})


def lapse_is_due(s: Situation) -> Answer:
    """The unit left its own due day unanswered, or the planned opening is long past (ruling 21).

    Long past: so many days, or 31 December of its year.  What waits for somebody else than the unit never lapses
    by a due day.  A year whose calendar is provisional makes no case lapse by working days (ruling 7).
    """
    start, due = s.form.start_date, s.case.due_at if _waits_for_unit(s) else None
    if due is not None and s.now > due and not s.workdays.is_provisional(s.today.year):
        return None
    last_of_year = date(start.year, 12, 31)
    last = min(start + timedelta(days=s.policy["timing.lapse_days"]), last_of_year)
    if s.today > last or s.today == last_of_year > start:
        return None
    return Refusal("still_running", {"due": last if due is None else due})


def _waits_for_unit(s: Situation) -> bool:
    """Somebody is asked, and nobody outside the unit."""
    asked = [seat.unit for seat in s.seats if seat.status == OPEN]
    return bool(asked) and None not in asked
