"""What is written down while the demo's classes are held: sign-in day by day, reports, notes and evaluations.

Who was missing follows from the head-count that the diary states at the closing; here and there somebody is on leave
for half a day.  What is particular to a class stands in ``definitions/demo/held.yaml``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from importlib.resources import files
from operator import add
from typing import Any

from ruamel.yaml import YAML

from webapp.cli.demo_files import Script, Step
from workflow.acts.appraise import Appraisal, appraise
from workflow.acts.class_in_session import note_class, take_sheets
from workflow.acts.evaluate import answer, enter_answer, make_codes
from workflow.domain.completion import (
    ABSENT,
    ASKED,
    HALVES,
    LEAVE,
    PRESENT,
    TAUGHT,
    HalfDay,
    half_days_between,
)
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.closing_people import Expected, expected
from workflow.wording.catalogue import CHINA

EVENING = time(17, 30)
MORNING = datetime(2026, 10, 14, 9, 0, tzinfo=CHINA)  # the demo begins; nothing later has happened
BEFORE_THE_END = timedelta(minutes=5)
BETWEEN_ANSWERS = timedelta(seconds=40)
ONE_ON_LEAVE_IN = 13
WORDS = (
    "学习认真，发言积极，能联系本职工作谈体会。",
    "遵守纪律，按时完成作业，小组讨论有见解。",
    "基础扎实，案例分析条理清楚。",
    "态度端正，笔记完整，实操环节进步明显。",
    "能带头讨论，学习报告质量较好。",
)
WHY_ABSENT = "单位突发任务，未能到班。"
Event = tuple[datetime, Callable[[Office], None]]
Case = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Held:
    """A class that opened: who keeps its sheets, from when until when, how many came in the end."""

    case: Case
    who: Actor
    opened: datetime
    until: datetime
    attended: int | None


@cache
def particulars() -> Mapping[str, Any]:
    """The notes, evaluations and corrections of single classes, by ref."""
    text = (files("definitions") / "demo" / "held.yaml").read_text("utf-8")
    return dict(YAML(typ="safe").load(text)["classes"])


def held_events(script: Script, case: Case, actor: Callable[[str], Actor]) -> Iterator[Event]:
    """Everything that is written down about a class of the diary from its opening on."""
    opening = _first(script.steps, "open")
    if opening is None:
        return
    end = _first(script.steps, "end_class") or _first(script.steps, "abort")
    closings = [step for step in script.steps if step.do == "submit_closing"]
    attended = next((step.given["attended"] for step in closings if "attended" in step.given), None)
    held = Held(case, actor(opening.who), opening.at, end.at if end else MORNING, attended)
    for day in _days(held.opened.date(), held.until.date()):
        at = min(datetime.combine(day, EVENING, CHINA), held.until - BEFORE_THE_END)
        yield at, partial(_sign_in, held=held, day=day)
    if closings:
        yield closings[0].at - 2 * BEFORE_THE_END, partial(_appraise, held=held)
    yield from _particular(particulars().get(script.ref, {}), held, actor)


def _sign_in(office: Office, held: Held, day: date) -> None:
    """The half-days of one day that were over when the sheets were closed."""
    case_id = held.case()
    there = expected(office, case_id)
    halves = halves_of(there)
    over = TAUGHT[:1] if day == held.until.date() and held.until.time() < time(13) else HALVES
    marks = {
        (half.day, half.half, person): _mark(there, held, place, index)
        for index, half in enumerate(halves) if half.day == day and half.half in over
        for place, person in enumerate(there.people)
    }
    if marks:
        take_sheets(office, held.who, case_id, marks)


def halves_of(there: Expected) -> Sequence[HalfDay]:
    """On which half-days a class is taught: no weekend unless needed, an evening where the days do not suffice."""
    halves = half_days_between(there.start, there.end)
    workdays = tuple(half for half in halves if half.day.weekday() < 5)
    taught = workdays if len(workdays) >= there.half_days else halves
    if len(taught) < there.half_days:
        taught = half_days_between(there.start, there.end, HALVES)
    return taught[:there.half_days]


def _mark(there: Expected, held: Held, place: int, index: int) -> str:
    missing = len(there.people) - (len(there.people) if held.attended is None else held.attended)
    if place < missing:
        return LEAVE if place % 2 == 0 else ABSENT
    on_leave = place % ONE_ON_LEAVE_IN == missing % ONE_ON_LEAVE_IN and place >= ONE_ON_LEAVE_IN
    return LEAVE if on_leave and index == place % there.half_days else PRESENT


def _appraise(office: Office, held: Held) -> None:
    """Reports handed in within days of the end, a few of them late; words for those who were there."""
    case_id = held.case()
    there = expected(office, case_id)
    missing = len(there.people) - (held.attended or len(there.people))
    today = office.clock().astimezone(CHINA).date()
    said = {}
    for place, person in enumerate(there.people):
        if place < missing:
            said[person] = Appraisal(reason=WHY_ABSENT)
        else:
            handed = there.end + timedelta(days=9 if place % 17 == 11 else 2 + place % 4)
            said[person] = Appraisal(min(handed, today), None, WORDS[place % len(WORDS)])
    appraise(office, held.who, case_id, said)


def _particular(told: Mapping[str, Any], held: Held, actor: Callable[[str], Actor]) -> Iterator[Event]:
    for note in told.get("notes", ()):
        yield _at(note), partial(_note, held=held, note=note)
    for answers in told.get("answers", ()):
        yield _at(answers), partial(_answers, held=held, told=answers)
    for mended in told.get("mended", ()):
        yield _at(mended), partial(_mend, held=held, who=actor(mended["who"]), told=mended)


def _note(office: Office, held: Held, note: Mapping[str, Any]) -> None:
    note_class(office, held.who, held.case(), note["kind"], _day(note["day"]), note.get("half"), note["title"],
               note["text"])


def _answers(office: Office, held: Held, told: Mapping[str, Any]) -> None:
    """Some by the codes of slips, some from paper."""
    codes = make_codes(office, held.who, held.case()) if told["by"] == "link" else ()
    at = office.clock()
    for place, (scores, remark) in enumerate(told["sheets"]):
        then = replace(office, clock=partial(add, at, place * BETWEEN_ANSWERS))
        given = dict(zip(ASKED, scores, strict=True))
        if codes:
            answer(then, codes[place], given, remark)
        else:
            enter_answer(then, held.who, held.case(), given, remark)


def _mend(office: Office, held: Held, who: Actor, told: Mapping[str, Any]) -> None:
    """A mark that proved wrong after the re-opening."""
    there = expected(office, held.case())
    person = there.people[told["place"]]
    take_sheets(office, who, held.case(), {(half.day, half.half, person): PRESENT for half in halves_of(there)})


def _first(steps: Sequence[Step], do: str) -> Step | None:
    return next((step for step in steps if step.do == do and not step.refused), None)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _at(told: Mapping[str, Any]) -> datetime:
    at = told["at"]
    return (datetime.fromisoformat(at) if isinstance(at, str) else at).replace(tzinfo=CHINA)


def _day(told: Any) -> date:
    return date.fromisoformat(told) if isinstance(told, str) else told
