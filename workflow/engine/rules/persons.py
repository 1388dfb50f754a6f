"""Person against classes (R-21 to R-24, R-33, R-P1): one finding per person out of line; ``part`` is the cadre's id.

Findings name nobody: a person is the number of their record, and pages put the name beside it for those who may see
it.  What lies before the first day the house has records of cannot be seen; a satisfied rule whose window reaches
further back says so (ruling 59).
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from workflow.domain.findings import Finding
from workflow.engine.rules.facts import Facts
from workflow.engine.rules.histories import DISTRICT, Trainee, Training
from workflow.engine.rules.place import out_of_province
from workflow.engine.rules.voice import ROSTER, Findings, Voice, rule
from workflow.engine.rules.window import months_after
from workflow.wording.values import Term

Ask = Callable[[Trainee], Finding | None]
PERSON_RULES = ("R-21", "R-22", "R-23", "R-24", "R-P1", "R-33")


@rule("R-21", "load.calls_per_year", asked_at=ROSTER)
def calls_in_a_year(facts: Facts, voice: Voice) -> Findings:
    """A member of a leading team is called so often in a calendar year, this class included."""
    start, most = facts.form.start_date, facts.policy.get("load.calls_per_year")
    leaders = tuple(one for one in facts.roster.people if _leads(facts, one))
    if start is None or most is None or not leaders:
        return None

    def ask(one: Trainee) -> Finding | None:
        others = _in_year(one, start.year)
        if len(others) < most:
            return None
        return voice.fails("", *_of(one), **_said(one, others), count=len(others) + 1, most=most, year=str(start.year))

    return _answers(facts, voice, leaders, ask, date(start.year, 1, 1), most=most)


@rule("R-22", "load.out_province_per_year", asked_at=ROSTER)
def journeys_in_a_year(facts: Facts, voice: Voice) -> Findings:
    """So many classes out of the province per person and calendar year; asked only of such a class."""
    start, most = facts.form.start_date, facts.policy.get("load.out_province_per_year")
    if start is None or most is None or not out_of_province(facts.form, facts.policy):
        return None

    def ask(one: Trainee) -> Finding | None:
        others = [other for other in _in_year(one, start.year) if other.out_of_province]
        if len(others) < most:
            return None
        return voice.fails("", *_of(one), **_said(one, others), count=len(others) + 1, most=most, year=str(start.year))

    return _answers(facts, voice, facts.roster.people, ask, date(start.year, 1, 1), most=most)


@rule("R-23", "load.long_course_months", "load.long_course_max", "load.long_course_years", asked_at=ROSTER)
def long_courses(facts: Facts, voice: Voice) -> Findings:
    """So many courses of two months or more in three years; asked only of such a course."""
    form, policy = facts.form, facts.policy
    months, most, years = (policy.get(f"load.long_course_{name}") for name in ("months", "max", "years"))
    if form.start_date is None or form.end_date is None or months is None or most is None or years is None:
        return None
    if not _lasts(form.start_date, form.end_date, months):
        return None
    since = months_after(form.start_date, -12 * years)

    def ask(one: Trainee) -> Finding | None:
        others = [other for other in one.history if other.start > since and _lasts(other.start, other.end, months)]
        if len(others) < most:
            return None
        return voice.fails("", *_of(one), **_said(one, others), count=len(others) + 1, most=most, months=months,
                           years=years)

    return _answers(facts, voice, facts.roster.people, ask, since, most=most, months=months, years=years)


@rule("R-24", asked_at=ROSTER)
def called_by_a_higher_level(facts: Facts, voice: Voice) -> Findings:
    """Who was in a higher body's class of the same kind this year is left out of ours.

    The same kind: the class kind, and the topic where the higher class has one that we know; of another topic it is
    only told.
    """
    form = facts.form
    if form.start_date is None or not form.class_kind:
        return None
    year = form.start_date.year

    def ask(one: Trainee) -> Finding | None:
        alike = [other for other in _in_year(one, year) if other.level != DISTRICT and other.kind == form.class_kind]
        if not alike:
            return None
        same = [other for other in alike if not other.topic or not form.topic_code or other.topic == form.topic_code]
        said = _said(one, same or alike)
        level = Term(f"roster.level.{(same or alike)[0].level}")
        tell = voice.fails if same else voice.tells
        return tell("" if same else "topic", *_of(one), **said, level=level, kind=Term(f"kind.{form.class_kind}"))

    return _answers(facts, voice, facts.roster.people, ask, date(year, 1, 1))


@rule("R-P1", asked_at=ROSTER)
def at_two_places(facts: Facts, voice: Voice) -> Findings:
    """Nobody sits in two classes on one day (the field calls it ``TIME_CLASH``); spans are compared (ruling 3)."""
    start, end = facts.form.start_date, facts.form.end_date
    if start is None or end is None:
        return None

    def ask(one: Trainee) -> Finding | None:
        clashing = [other for other in one.history if other.start <= end and start <= other.end]
        if not clashing:
            return None
        first = clashing[0]
        return voice.fails("", *_of(one), **_said(one, clashing), start=first.start, end=first.end)

    return _answers(facts, voice, facts.roster.people, ask, start)


@rule("R-33", "load.untrained_months", asked_at=ROSTER)
def long_untrained(facts: Facts, voice: Voice) -> Findings:
    """How many of those called had no class for so many months: told, since calling them is what the plan wants."""
    start, months = facts.form.start_date, facts.policy.get("load.untrained_months")
    if start is None or months is None or not facts.roster.people:
        return None
    since = months_after(start, -months)
    waiting = sum(not any(other.credited and since < other.end and other.start < start for other in one.history)
                  for one in facts.roster.people)
    told: dict[str, Any] = {"count": waiting, "people": len(facts.roster.people), "months": months}
    if not waiting:
        return voice.clear(**told)
    return voice.tells(*_reach(facts, since, told), **told)


def untrained(history: Iterable[Training], today: date, months: int) -> bool:
    """R-33 of one person: nothing learnt for so many months before today; a class that still comes does not count."""
    since = months_after(today, -months)
    return not any(other.credited and since < other.end and other.start <= today for other in history)


def history_window(start: date, years: int) -> tuple[date, date]:
    """The first days between which a class may lie that any of these rules looks at, for a class opening then.

    A class that began before the window and still lasts is found too: none lasts a year (R-14).
    """
    return months_after(start, -12 * years) - timedelta(days=366), date(start.year + 1, 12, 31)


LIMITS = (calls_in_a_year, journeys_in_a_year, long_courses, called_by_a_higher_level, at_two_places)
"""The rules by which somebody should rather not be called."""


def _answers(facts: Facts, voice: Voice, people: Iterable[Trainee], ask: Ask, since: date, **told: Any) -> Findings:
    """A finding for each person out of line, or one clear line over all that says how far back one could see."""
    asked = tuple(people)
    if not asked:
        return None
    found = tuple(finding for one in asked if (finding := ask(one)) is not None)
    told["count"] = len(asked)
    return found or voice.clear(*_reach(facts, since, told), **told)


def _reach(facts: Facts, since: date, told: dict[str, Any]) -> tuple[str]:
    """The wording for a window that reaches back further than the records; puts their first day to the values."""
    seen = facts.roster.since
    if seen is None or seen <= since:
        return ("",)
    told["since"] = seen
    return ("since",)


def _in_year(one: Trainee, year: int) -> list[Training]:
    return [other for other in one.history if other.start.year == year]


def _lasts(start: date, end: date, months: int) -> bool:
    return end + timedelta(days=1) >= months_after(start, months)


def _leads(facts: Facts, one: Trainee) -> bool:
    """A member of a leading team: of the district, of a town or sub-district, of a bureau."""
    audience = facts.audiences.get(one.audience)
    return audience is not None and audience.tier == "leading" and (audience.lower_leaders or audience.county_division)


def _of(one: Trainee) -> tuple[str]:
    return (str(one.cadre_id),)


def _said(one: Trainee, others: Iterable[Training]) -> dict[str, Any]:
    return {"person": str(one.cadre_id), "classes": tuple(other.name for other in others)}
