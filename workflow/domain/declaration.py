"""The class declaration: the form as one frozen value.

Reading what a person typed, with all faults at once, is ``declaration_form``'s;
here are the facts, what follows from them by arithmetic, and their JSON.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any

TIERS = ("leading", "reserve", "rural", "community", "professional", "civil_servant")
CHANNELS = ("in", "out", "down")
KINDS = ("initial", "post_taking", "on_job", "business", "topic", "seminar", "rotation", "model",
         "pre_post", "continuing", "send_down", "party_development", "reserve")
PLAN_TYPES = ("in_plan", "extra")
LEVELS = ("city", "district", "unit", "town")
MODES = ("full_time", "part_time", "online")
VENUES = ("party_school", "institution", "own_room", "conference_centre", "hotel", "high_grade_hotel", "scenic")
SESSION_FORMS = ("lecture", "discussion", "on_site", "visit")
TITLES = ("deputy_senior", "senior", "academician", "other")
BUDGET_ITEMS = ("lodging", "meals", "venue", "materials", "transport", "other")
SOURCES = ("cadre_education", "unit_training", "special")
PAPERS = ("programme", "timetable", "minutes", "basis", "call_proof", "roster", "higher_reply",
          "agenda", "sign_in", "final_timetable", "summary", "evaluation", "vouchers", "scan", "sealed_reply", "other")


@dataclass(frozen=True, slots=True)
class Session:
    """One line of the syllabus. ``hours`` are class hours; ``site`` and ``reason`` for teaching on site and visits."""

    title: str
    hours: int
    form: str = "lecture"
    lecturer: str = ""
    site: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lecturer:
    """``fee_fen`` per class hour after tax; ``max_hours_half_day`` the most hours in any half-day."""

    name: str
    title: str
    hours: int
    fee_fen: int
    max_hours_half_day: int = 4
    home: str = ""

    @property
    def total_fen(self) -> int:
        return self.hours * self.fee_fen


@dataclass(frozen=True, slots=True)
class Share:
    """What this class draws from one fund line (owner unit, source; the year is the opening's)."""

    owner: str
    source: str
    fen: int


@dataclass(frozen=True, slots=True)
class Village:
    """One stop of a class that is sent down: where, which day, how long, and how many of its trainees."""

    name: str
    day: date
    half_days: int
    people: int


@dataclass(frozen=True, slots=True)
class ClassDeclaration:
    """One class that a unit asks leave to hold.

    Codes, not words: units, topics and audiences by code. Money in fen, ``rates`` per
    person-day by budget item; ``half_days`` of teaching is entered, dates are the span.
    ``None`` or empty = not answered yet (drafts).
    """

    class_name: str = ""
    batch_no: int | None = None
    topic_code: str = ""
    class_kind: str = ""
    plan_type: str = ""
    plan_item: str = ""
    extra_reason: str = ""
    host_unit: str = ""
    co_hosts: tuple[str, ...] = ()
    organiser: str = ""
    basis: str = ""
    purpose: str = ""
    audience_tier: str = ""
    audience_codes: tuple[str, ...] = ()
    audience_text: str = ""
    managing_level: str = ""
    other_system: bool = False
    lower_leaders: bool = False
    trainee_count: int | None = None
    staff_count: int | None = None
    start_date: date | None = None
    end_date: date | None = None
    half_days: int | None = None
    channel: str = ""
    venue: str = ""
    venue_kind: str = ""
    city: str = ""
    province: str = ""
    mode: str = "full_time"
    lodging: bool = False
    meals: bool = False
    syllabus: tuple[Session, ...] = ()
    lecturers: tuple[Lecturer, ...] = ()
    discussion: bool = False
    report_required: bool = False
    rates: Mapping[str, int] = field(default_factory=dict)
    charge_fen: int = 0
    fund_shares: tuple[Share, ...] = ()
    similar_statement: str = ""
    partner: str = ""  # the institution outside the province that runs a class sent out
    contract_no: str = ""  # of a class that is commissioned
    villages: tuple[Village, ...] = ()  # the stops of a class sent down: each for people of its own

    @property
    def rate_fen(self) -> int:
        """Quota part per person-day, fen."""
        return sum(self.rates.values())

    @property
    def quota_fen(self) -> int:
        """Rate x trainees x days, rounded down to the fen once (ruling 3)."""
        return self.rate_fen * (self.trainee_count or 0) * (self.half_days or 0) // 2

    @property
    def lecturer_fen(self) -> int:
        return sum(lecturer.total_fen for lecturer in self.lecturers)

    @property
    def total_fen(self) -> int:
        return self.quota_fen + self.lecturer_fen

    @property
    def class_hours(self) -> int:
        return sum(session.hours for session in self.syllabus)

    def with_(self, **changes: Any) -> "ClassDeclaration":
        return replace(self, **changes)


def to_json(form: ClassDeclaration) -> dict[str, Any]:
    """The form as plain JSON; every field stands, also the empty ones."""
    body = asdict(form)
    for name in ("start_date", "end_date"):
        body[name] = body[name].isoformat() if body[name] else None
    for name, value in body.items():
        if isinstance(value, tuple):
            body[name] = list(value)
    body["villages"] = [{**row, "day": row["day"].isoformat()} for row in body["villages"]]
    body["rates"] = dict(sorted(body["rates"].items()))
    return body


def from_json(body: Mapping[str, Any]) -> ClassDeclaration:
    """The form that :func:`to_json` wrote; an unknown field raises ``TypeError``."""
    known = dict(body)
    for name in ("start_date", "end_date"):
        if known.get(name):
            known[name] = date.fromisoformat(known[name])
    for name, kind in (("syllabus", Session), ("lecturers", Lecturer), ("fund_shares", Share)):
        known[name] = tuple(kind(**row) for row in known.get(name, ()))
    for name in ("co_hosts", "audience_codes"):
        known[name] = tuple(known.get(name, ()))
    known["villages"] = tuple(
        Village(**{**row, "day": date.fromisoformat(row["day"])}) for row in known.get("villages", ()))
    return ClassDeclaration(**known)


@lru_cache(maxsize=512)
def from_text(text: str) -> ClassDeclaration:
    """The form of a stored text.  The same text is the same value, and every act on a case reads it: some are kept."""
    return from_json(json.loads(text))


def changed_fields(old: ClassDeclaration, new: ClassDeclaration) -> tuple[str, ...]:
    """Names of the fields that differ, in the order of the form."""
    return tuple(f.name for f in fields(ClassDeclaration) if getattr(old, f.name) != getattr(new, f.name))
