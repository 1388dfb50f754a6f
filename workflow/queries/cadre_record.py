"""A cadre's training record (S12): this year's hours against the norm, five years, calls, every class.

Who opens a record is written down (``acts.open_record``); the record is shown to whoever opened it within the hour.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, or_, select

from workflow.domain.cadres import COUNTY
from workflow.domain.declaration import from_text
from workflow.domain.findings import Finding
from workflow.domain.people import Actor
from workflow.engine.rules.coverage import CadreYear, half_days_of, hours_of_cadre
from workflow.engine.rules.histories import Training
from workflow.engine.rules.persons import untrained
from workflow.office import Office
from workflow.office.gather import GREATEST_ID
from workflow.queries.labels import Names, names
from workflow.queries.official_roster import may_see_names
from workflow.refusals import NotFound
from workflow.rulebook.policy import Policy
from workflow.store.cases import case as declared
from workflow.store.cases import class_declaration, content
from workflow.store.people import cadre, unit
from workflow.store.roster_reading import stands, took_part
from workflow.store.rosters import enrolment, outside_training, person_view
from workflow.wording import Label, Term

OPEN_FOR = timedelta(hours=1)
VIEWS_SHOWN = 10
FIVE_YEARS = 5


@dataclass(frozen=True, slots=True)
class Lesson:
    """One class of a record; ``case_id`` is ``None`` when it was learnt elsewhere.

    ``hours``, ``result``, ``missed`` (half-days) and ``appraisal`` as the latest closing left them; ``subjects``: what
    was taught; ``learnt``: see ``store.roster_reading.took_part``.
    """

    case_id: int | None
    name: str
    level: str
    start: date
    end: date
    hours: int | None
    standing: str  # coming | attended | absent | elsewhere
    result: str
    out_of_province: bool
    learnt: bool = True
    subjects: tuple[str, ...] = ()
    missed: int = 0
    appraisal: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """Somebody looked at this record."""

    who: Label | Term
    at: datetime


@dataclass(frozen=True, slots=True)
class CadreRecord:
    """``enough``: what R-32 says of the hours, of this year or of the five that end with it; ``calls``: how often
    they were called this year, whatever was learnt."""

    id: int
    name: str
    staff_no: str
    unit: Label
    rank: Term
    audience: Label
    year: int
    hours: int
    five_years: int
    enough: Finding | None
    calls: int
    most_calls: int
    long_untrained: bool
    since: date | None
    lessons: tuple[Lesson, ...]
    views: tuple[View, ...]


def cadre_called(office: Office, actor: Actor, cadre_id: int) -> str:
    """The name on a record before it is opened; ``NotFound`` for who has no right to it."""
    with office.database.read() as connection:
        return str(_cadre(connection, actor, cadre_id).name)


def is_open(office: Office, actor: Actor, cadre_id: int) -> bool:
    """Whether this actor opened the record within the hour, which is written down."""
    with office.database.read() as connection:
        of = person_view.c
        last = connection.execute(
            select(of.at).where(of.cadre_id == min(cadre_id, GREATEST_ID), of.person_id == actor.id)
            .order_by(of.id.desc()).limit(1)).scalar_one_or_none()
    return last is not None and last > office.clock() - OPEN_FOR


def cadre_record(office: Office, actor: Actor, cadre_id: int) -> CadreRecord:
    """The whole record; ``NotFound`` for who has no right to it."""
    today = office.today()
    policy = office.rulebook.policy_on(today)
    with office.database.read() as connection:
        row = _cadre(connection, actor, cadre_id)
        lessons = _lessons(connection, cadre_id, today)
        views = connection.execute(
            select(person_view.c.person_id, person_view.c.at).where(person_view.c.cadre_id == cadre_id)
            .order_by(person_view.c.id.desc()).limit(VIEWS_SHOWN)).all()
        known: Names = names(connection, office.rulebook.roles, people=[view.person_id for view in views])
        since = connection.execute(
            select(outside_training.c.start_date).order_by(outside_training.c.start_date).limit(1)).scalar()
    history = [Training(one.name, "", "", one.level, one.start, one.end, one.out_of_province) for one in lessons
               if one.learnt]
    audience = office.rulebook.audiences.get(row.audience)
    called = [one for one in lessons if one.start.year == today.year and one.standing != "absent"]
    learnt = _learnt(lessons, policy, today.year, row.rank == COUNTY)
    enough, months = hours_of_cadre(learnt), policy["load.untrained_months"]
    return CadreRecord(
        row.id, row.name, row.staff_no, Label(row.name_zh, row.name_en), Term(f"cadre.rank.{row.rank}"),
        audience.label if audience else Label(row.audience, row.audience), today.year,
        learnt.hours, learnt.five_year_hours, enough if isinstance(enough, Finding) else None, len(called),
        int(policy.get("load.calls_per_year") or 0), months is not None and untrained(history, today, months),
        since, lessons, tuple(View(known.person(view.person_id), view.at) for view in views))


def _learnt(lessons: tuple[Lesson, ...], policy: Policy, year: int, county: bool) -> CadreYear:
    """The hours of a year and of the five that end with it."""
    five = [one for one in lessons if one.learnt and year - FIVE_YEARS < one.start.year <= year]
    hours = sum(one.hours or 0 for one in five if one.start.year == year)
    return CadreYear(policy, year, county, hours, half_days_of(hours, policy), sum(one.hours or 0 for one in five),
                     2 * sum((one.end - one.start).days + 1 for one in five))


def _cadre(connection: Connection, actor: Actor, cadre_id: int) -> Any:
    of = cadre.c
    row = connection.execute(
        select(of.id, of.name, of.staff_no, of.unit, of.rank, of.audience, unit.c.name_zh, unit.c.name_en)
        .join(unit, unit.c.code == of.unit).where(of.id == min(cadre_id, GREATEST_ID))).one_or_none()
    if row is None or not may_see_names(actor, row.unit):
        raise NotFound("cadre", cadre_id)
    return row


def _lessons(connection: Connection, cadre_id: int, today: date) -> tuple[Lesson, ...]:
    """The classes to which they were called, the newest first; who stayed away finds it told as absent."""
    e, of, o = enrolment.c, class_declaration.c, outside_training.c
    learnt = case((took_part(today), 1), else_=0).label("learnt")
    rows = connection.execute(
        select(e.case_id, of.class_name, e.start_date, e.end_date, e.hours, e.status, e.result, e.out_of_province,
               e.leave_half_days, e.appraisal, content.c.body, learnt)
        .join(class_declaration, of.case_id == e.case_id).join(declared, declared.c.id == e.case_id)
        .outerjoin(content, (content.c.case_id == e.case_id) & (content.c.n == declared.c.form_n))
        .where(e.cadre_id == cadre_id, or_(stands(), e.status == "absent"))).all()
    found = [Lesson(row.case_id, row.class_name, "district", row.start_date, row.end_date, row.hours,
                    _standing(row, today), row.result or "", bool(row.out_of_province), bool(row.learnt),
                    _subjects(row), row.leave_half_days or 0, row.appraisal or "")
             for row in rows]
    elsewhere = connection.execute(
        select(o.class_name, o.level, o.start_date, o.end_date, o.hours, o.out_of_province)
        .where(o.cadre_id == cadre_id)).all()
    found += [Lesson(None, row.class_name, row.level, row.start_date, row.end_date, row.hours, "elsewhere", "",
                     bool(row.out_of_province)) for row in elsewhere]
    return tuple(sorted(found, key=lambda one: (one.start, one.name), reverse=True))


def _subjects(row: Any) -> tuple[str, ...]:
    """What the class taught, once its hours were credited."""
    if row.hours is None or row.body is None:
        return ()
    return tuple(session.title for session in from_text(row.body).syllabus)


def _standing(row: Any, today: date) -> str:
    if row.status == "absent":
        return "absent"
    return "attended" if row.hours is not None or row.end_date < today else "coming"
