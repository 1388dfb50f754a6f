"""Sign-in, class hours and the trainees' evaluation, reckoned: pure arithmetic on half-days and marks.

Half-days are the unit of everything (ruling 3).  The numbers come from the policy: class hours of a
half-day (R-36), and of which share of the class one may be missing (R-34).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

PRESENT, ABSENT, LEAVE = MARKS = ("present", "absent", "leave")
HALVES = ("am", "pm", "evening")
TAUGHT = HALVES[:2]  # what a timetable holds unless it says otherwise
PASSED, FAILED, NO_CREDIT = RESULTS = ("passed", "failed", "no_credit")
ASKED = ("content", "teaching", "usefulness", "organisation", "services", "whole")
"""What a trainee scores, each from ``LEAST`` to ``MOST``."""
LEAST, MOST = 1, 5
TIMETABLE, DISCUSSION = NOTES = ("timetable", "discussion")
LEFT_THE_ROSTER = frozenset({"on_leave", "replaced", "removed"})  # of an enrolment: no longer expected in class


@dataclass(frozen=True, slots=True, order=True)
class HalfDay:
    """One half of a day; they sort as they follow one another."""

    day: date
    place: int

    @property
    def half(self) -> str:
        return HALVES[self.place]

    @classmethod
    def of(cls, day: date, half: str) -> "HalfDay":
        """Raises ``ValueError`` for a half that is none."""
        return cls(day, HALVES.index(half))


@dataclass(frozen=True, slots=True)
class Presence:
    """How many half-days one person was there, was excused, was missing without a word."""

    present: int = 0
    leave: int = 0
    absent: int = 0

    @property
    def missed(self) -> int:
        return self.leave + self.absent


@dataclass(frozen=True, slots=True)
class Credit:
    """What one person is credited with: class hours, and the result that goes into the training file."""

    hours: int
    result: str
    presence: Presence


@dataclass(frozen=True, slots=True)
class Held:
    """How far the sign-in of a class has come.

    ``people``: on the roster; ``wanted``: half-days of the class; ``signed``: half-days in which everybody
    on the roster has a mark; ``begun``: half-days with any mark; ``attended``: who were there at least once.
    """

    people: int
    wanted: int
    signed: int
    begun: int
    attended: int

    @property
    def complete(self) -> bool:
        """As many half-days as the class has, no more, and nobody without a mark in any of them."""
        return self.people > 0 and self.signed == self.begun == self.wanted


Marks = Mapping[tuple[date, str, int], str]
"""Day, half and person to mark."""


def half_days_between(start: date, end: date, halves: Sequence[str] = TAUGHT) -> tuple[HalfDay, ...]:
    """Every half-day from the first day to the last."""
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return tuple(HalfDay.of(day, half) for day in days for half in halves)


def held(marks: Marks, roster: Iterable[int], wanted: int) -> Held:
    """How far the sign-in has come; marks of people who left the roster do not count."""
    people = frozenset(roster)
    marked: dict[tuple[date, str], int] = {}
    there = set()
    for (day, half, person), mark in marks.items():
        if person in people:
            marked[day, half] = marked.get((day, half), 0) + 1
            if mark == PRESENT:
                there.add(person)
    signed = sum(count == len(people) for count in marked.values())
    return Held(len(people), wanted, signed, len(marked), len(there))


def presence(marks: Marks, person: int) -> Presence:
    """The half-days of one person."""
    mine = [mark for (_, _, whose), mark in marks.items() if whose == person]
    return Presence(mine.count(PRESENT), mine.count(LEAVE), mine.count(ABSENT))


def missed_too_much(missed: int, half_days: int, one_in: int | None) -> bool:
    """Whether more than one in so many half-days was missed (R-34); ``None`` = the policy knows no such limit.

    Exactly one in so many is still enough.  Being away without leave counts like leave:
    it is not the better of the two.
    """
    return one_in is not None and missed * one_in > half_days


def class_hours(half_days: int, per_day: int, per_half_day: int) -> int:
    """What so many half-days count (R-36): whole days by the day, one left over by the half."""
    return half_days // 2 * per_day + half_days % 2 * per_half_day


def credit(there: Presence, half_days: int, hours: tuple[int, int], leave_one_in: int | None,
           verdict: str | None = None) -> Credit:
    """Class hours by half-days present (R-36), none to who missed too much (R-34).

    ``hours``: of a whole day and of a half-day; ``verdict``: the class teacher's, where it is ``failed``: the hours
    count, the result says so.
    """
    if missed_too_much(there.missed, half_days, leave_one_in) or not there.present:
        return Credit(0, NO_CREDIT, there)
    return Credit(class_hours(there.present, *hours), FAILED if verdict == FAILED else PASSED, there)


@dataclass(frozen=True, slots=True)
class Score:
    """One item of the evaluation: how many gave 1, 2, ... 5, and their mean in hundredths; ``None`` of no answers."""

    item: str
    counts: tuple[int, ...]

    @property
    def answers(self) -> int:
        return sum(self.counts)

    @property
    def mean_hundredths(self) -> int | None:
        if not self.answers:
            return None
        total = sum(score * count for score, count in enumerate(self.counts, LEAST))
        return (200 * total + self.answers) // (2 * self.answers)


def scores(answers: Sequence[Mapping[str, int]]) -> tuple[Score, ...]:
    """The evaluation by item, in the order in which it is asked."""
    given = {item: [answer[item] for answer in answers] for item in ASKED}
    return tuple(Score(item, tuple(given[item].count(score) for score in range(LEAST, MOST + 1))) for item in ASKED)


@dataclass(frozen=True, slots=True)
class Proof:
    """One step of a class and when it happened; ``in_order`` is false where it came before the one it follows."""

    step: str
    day: date
    in_order: bool


def in_order(steps: Sequence[tuple[str, date | None]]) -> tuple[Proof, ...]:
    """Order proofs (approval, notice, opening, sign-in, payment): each not before the one that goes before it.

    Steps that have not happened are left out.  Days, because a claimed opening is a day.
    """
    found: list[Proof] = []
    latest: date | None = None
    for step, day in steps:
        if day is None:
            continue
        found.append(Proof(step, day, latest is None or day >= latest))
        latest = day if latest is None else max(latest, day)
    return tuple(found)
