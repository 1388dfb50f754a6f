"""Lecture fees and hours (R-10, R-11, R-12): one finding per lecturer out of line, one clear line when all are in.

Fees are after tax. The measure of 2017 counts by class hour, that of 2013 by half-day
(``lecturer.per``); both pay at most so many hours in a half-day.
"""

from datetime import date, timedelta

from workflow.domain.declaration import ClassDeclaration, Lecturer
from workflow.domain.findings import Finding
from workflow.engine.rules.facts import Facts, OtherLecture
from workflow.engine.rules.voice import Findings, Voice, rule
from workflow.wording.values import Fen, Term


@rule("R-10", "lecturer.per", "lecturer.deputy_senior_fen", "lecturer.senior_fen", "lecturer.academician_fen",
      "lecturer.other_fen")
def lecture_fee(facts: Facts, voice: Voice) -> Findings:
    """The fee against the ceiling of the title."""
    per = facts.policy.get("lecturer.per", "hour")
    found = []
    for place, lecturer in enumerate(facts.form.lecturers):
        cap = facts.policy.get(f"lecturer.{lecturer.title}_fen")
        fee = _fee(lecturer, per)
        if cap is not None and fee > cap:
            found.append(voice.fails(
                "", str(place), row=place + 1, name=lecturer.name, title=Term(f"title.{lecturer.title}"), fee=Fen(fee),
                cap=Fen(cap), over=Fen(fee - cap), per=Term(f"fee_per.{per}"), hours=lecturer.hours))
    if found or not facts.form.lecturers:
        return tuple(found)
    return voice.clear(count=len(facts.form.lecturers), hours=sum(one.hours for one in facts.form.lecturers),
                       total=Fen(facts.form.lecturer_fen))


@rule("R-11", "lecturer.max_hours_half_day")
def lecture_hours(facts: Facts, voice: Voice) -> Findings:
    """Hours in one half-day, and the hours of all half-days together."""
    form, most = facts.form, facts.policy.get("lecturer.max_hours_half_day")
    if most is None or not form.lecturers:
        return None
    found = []
    for place, lecturer in enumerate(form.lecturers):
        told = {"row": place + 1, "name": lecturer.name, "most": most}
        if lecturer.max_hours_half_day > most:
            found.append(voice.fails("", str(place), **told, count=lecturer.max_hours_half_day))
        elif form.half_days and lecturer.hours > most * form.half_days:
            found.append(voice.fails("span", str(place), **told, count=lecturer.hours, halves=form.half_days,
                                     allowed=most * form.half_days))
    return tuple(found) or voice.clear(most=most, count=max(one.max_hours_half_day for one in form.lecturers))


@rule("R-12")
def joint_lectures(facts: Facts, voice: Voice) -> Findings:
    """A lecturer of ours who teaches another live class on the same days, and is paid by both.

    The form knows days and hours, not the clock: where the hours of both classes do not fit into the half-days of
    their days (R-11), so many must be joint; else the unit says in its explanation whether it is one lecture.  One
    finding per lecturer and class.
    """
    days = teaching_days(facts.form)
    found = []
    for place, lecturer in enumerate(facts.form.lecturers):
        for other in facts.lectures if lecturer.fee_fen else ():
            theirs = days_between(other.start, other.end)
            common = sorted(days & theirs)
            if common and other.fee_fen and _same_person(lecturer, other):
                found.append(_joint(facts, voice, place, lecturer, other, common, 2 * len(days | theirs)))
    return tuple(found) or None  # the usual case: not worth a line


def teaching_days(form: ClassDeclaration) -> frozenset[date]:
    """The days of a class: of one sent down those of its villages, of any other its span."""
    if form.start_date is None:
        return frozenset()
    stops = [stop for stop in form.villages if stop.day]
    if not stops:
        return days_between(form.start_date, form.end_date or form.start_date)
    return frozenset(stop.day + timedelta(days=n) for stop in stops for n in range((stop.half_days + 1) // 2))


def days_between(first: date, last: date) -> frozenset[date]:
    """Every day of a span, both ends included."""
    return frozenset(first + timedelta(days=n) for n in range((last - first).days + 1))


def _joint(facts: Facts, voice: Voice, place: int, lecturer: Lecturer, other: OtherLecture, common: list[date],
           halves: int) -> Finding:
    ours = {session.title for session in facts.form.syllabus if lecturer.name in session.lecturer}
    same = tuple(title for title in other.topics if title in ours)
    most = facts.policy.get("lecturer.max_hours_half_day")
    room = None if most is None else most * halves
    shared = 0 if room is None else min(lecturer.hours + other.hours - room, lecturer.hours, other.hours)
    told = {"row": place + 1, "name": lecturer.name, "number": other.number, "other": other.class_name,
            "host": other.host, "topics": same, "start": common[0], "end": common[-1], "fee": Fen(lecturer.total_fen),
            "hours": lecturer.hours, "theirs": other.hours, "case": str(other.case_id)}
    part = f"{place}.{other.case_id}"
    if shared > 0:
        twice = Fen(shared * min(lecturer.fee_fen, other.fee_fen))
        return voice.fails("hours", part, **told, room=room, count=shared, twice=twice)
    return voice.fails("topic" if same else "", part, **told)


def _same_person(lecturer: Lecturer, other: OtherLecture) -> bool:
    """One name, and no two different bodies they come from."""
    homes = {home for home in (lecturer.home, other.home) if home}
    return bool(lecturer.name) and lecturer.name == other.name and len(homes) < 2


def _fee(lecturer: Lecturer, per: str) -> int:
    return lecturer.fee_fen * (lecturer.max_hours_half_day if per == "half_day" else 1)
