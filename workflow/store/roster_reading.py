"""The people of a roster and their other classes, in one range read by person and day.

A class counts in a person's history while duplicate searches find it (``class_audience``): from its submission until
it is rejected, withdrawn, merged, cancelled or lapsed.  A call to it counts (:func:`stands`) even where nothing was
learnt; what was learnt are the hours credited (:func:`took_part`).
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, literal, or_, select, union_all
from sqlalchemy.sql import ClauseElement

from workflow.domain.rosters import ENROLLED
from workflow.store.cases import case, class_audience, class_declaration
from workflow.store.people import cadre, unit
from workflow.store.prepared import ONE
from workflow.store.rosters import enrolment, outside_training, place_quota
from workflow.store.types import Day, Id

ATTENDED = "attended"
COUNTING = (ENROLLED, ATTENDED)  # called and not let off; who stayed away was no trainee
CASE = bindparam("case_id", type_=Id)
UNIT = bindparam("unit", type_=cadre.c.unit.type)
EARLIEST, LATEST = bindparam("history_from", type_=Day), bindparam("history_to", type_=Day)


def stands() -> ColumnElement[bool]:
    """The places of those who are called to a class that stands, or were there."""
    return and_(_counts(enrolment.c.status), _live())


def took_part(today: date) -> ColumnElement[bool]:
    """The places in which somebody learnt: hours were credited; until they are, the class is over.

    Hours stand as none (0) for who missed too much (R-34), and for everybody of a class that was stopped.
    """
    of = enrolment.c
    waiting = and_(of.status == ENROLLED, of.hours.is_(None), of.end_date <= today, _live())
    return or_(and_(of.status == ATTENDED, of.hours > 0), waiting)


def _live() -> ColumnElement[bool]:
    return exists().where(class_audience.c.case_id == enrolment.c.case_id)


def _counts(status: ColumnElement[str]) -> ColumnElement[bool]:
    """One bind for each: a list is no value that a prepared statement can carry."""
    return or_(*(status == one for one in COUNTING))


def people_of() -> Select:  # type: ignore[type-arg]
    """Everybody on the roster of a case."""
    return select(cadre.c.id, cadre.c.audience, cadre.c.rank).join(
        enrolment, enrolment.c.cadre_id == cadre.c.id).where(
        enrolment.c.case_id == CASE, _counts(enrolment.c.status))


def histories() -> ClauseElement:
    """Their other classes that begin within the days, whoever called."""
    return _histories(select(enrolment.c.cadre_id).where(enrolment.c.case_id == CASE, _counts(enrolment.c.status)))


def people_of_unit() -> Select:  # type: ignore[type-arg]
    """Everybody of a unit who does not stand on the roster of the case."""
    there = exists().where(enrolment.c.case_id == CASE, enrolment.c.cadre_id == cadre.c.id, _counts(enrolment.c.status))
    return select(cadre.c.id, cadre.c.audience, cadre.c.rank, cadre.c.name, cadre.c.staff_no).where(
        cadre.c.unit == UNIT, ~there)


def histories_of_unit() -> ClauseElement:
    """The other classes of everybody of a unit."""
    return _histories(select(cadre.c.id).where(cadre.c.unit == UNIT))


def _histories(people: Select) -> ClauseElement:  # type: ignore[type-arg]
    mine = people.scalar_subquery()
    of, e, o = class_declaration.c, enrolment.c, outside_training.c
    declared = (
        select(e.cadre_id, e.case_id, of.class_name, of.class_kind, of.topic_code, literal("district").label("level"),
               e.start_date, e.end_date, e.out_of_province, e.hours)
        .join(class_declaration, of.case_id == e.case_id)
        .where(e.cadre_id.in_(mine), e.start_date.between(EARLIEST, LATEST), stands(),
               e.case_id != CASE)
    )
    elsewhere = (
        select(o.cadre_id, literal(0, type_=Id).label("case_id"), o.class_name, o.class_kind,
               func.coalesce(o.topic_code, "").label("topic_code"), o.level, o.start_date, o.end_date,
               o.out_of_province, o.hours)
        .where(o.cadre_id.in_(mine), o.start_date.between(EARLIEST, LATEST))
    )
    return union_all(declared, elsewhere)


def in_both(one: int, other: int) -> Select:  # type: ignore[type-arg]
    """The cadres on the rosters of both classes."""
    e, also = enrolment.alias("e"), enrolment.alias("also")
    both = (e.c.cadre_id == also.c.cadre_id) & (also.c.case_id == other) & also.c.status.in_(COUNTING)
    return select(e.c.cadre_id).select_from(e.join(also, both)).where(e.c.case_id == one, e.c.status.in_(COUNTING))


def first_case() -> Select:  # type: ignore[type-arg]
    """When the house began."""
    return select(case.c.created_at).order_by(case.c.id).limit(ONE)


def first_elsewhere() -> Select:  # type: ignore[type-arg]
    """The oldest class that was entered from elsewhere."""
    return select(outside_training.c.start_date).order_by(outside_training.c.start_date).limit(ONE)


def heads() -> Select:  # type: ignore[type-arg]
    """How many stand on the roster of a case, by unit and status."""
    e = enrolment.c
    return select(e.unit, e.status, func.count().label("people")).where(e.case_id == CASE).group_by(e.unit, e.status)


def quotas() -> Select:  # type: ignore[type-arg]
    """The places that units may fill, and what they answered."""
    q = place_quota.c
    return select(q.unit, q.places, q.answer, unit.c.name_zh, unit.c.name_en).join(
        unit, unit.c.code == q.unit).where(q.case_id == CASE)


HISTORIES: dict[str, Callable[[], ClauseElement]] = {
    "people": people_of, "histories": histories, "first_case": first_case, "first_elsewhere": first_elsewhere}
"""Parts of a reading; binds: ``case_id``, ``history_from``, ``history_to``."""
OF_UNIT: dict[str, Callable[[], ClauseElement]] = {
    "people": people_of_unit, "histories": histories_of_unit, "first_case": first_case,
    "first_elsewhere": first_elsewhere}
"""The same of a unit's people; binds: ``unit`` too."""
COUNTS: dict[str, Callable[[], ClauseElement]] = {"heads": heads, "quotas": quotas}
"""Parts of a reading; binds: ``case_id``."""
