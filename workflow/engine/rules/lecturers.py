"""Lecture fees and hours (R-10, R-11): one finding per lecturer out of line, one clear line when all are in.

Fees are after tax. The measure of 2017 counts by class hour, that of 2013 by half-day
(``lecturer.per``); both pay at most so many hours in a half-day.
"""

from workflow.domain.declaration import Lecturer
from workflow.engine.rules.facts import Facts
from workflow.engine.rules.voice import Findings, Voice, rule
from workflow.wording.values import Fen, Term


@rule("R-10")
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


@rule("R-11")
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


def _fee(lecturer: Lecturer, per: str) -> int:
    return lecturer.fee_fen * (lecturer.max_hours_half_day if per == "half_day" else 1)
