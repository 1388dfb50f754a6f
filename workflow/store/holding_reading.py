"""Reads the roster of a class with the sign-in, and its notes, evaluation and closings, as acts need them."""

from typing import Any

from sqlalchemy import Select, and_, bindparam, select

from workflow.domain.completion import LEFT_THE_ROSTER
from workflow.store.completion import attendance, class_note, closing, hour_entry, trainee_evaluation
from workflow.store.prepared import Reading
from workflow.store.rosters import enrolment
from workflow.store.types import Id

CASE = bindparam("case_id", type_=Id)


def _roster() -> Select[Any]:
    """Who is expected in class; who is on leave before it, replaced or removed is not."""
    columns = (enrolment.c.cadre_id, enrolment.c.status, enrolment.c.result, enrolment.c.hours)
    expected = and_(*(enrolment.c.status != left for left in sorted(LEFT_THE_ROSTER)))
    return select(*columns).where(enrolment.c.case_id == CASE, expected)


def _marks() -> Select[Any]:
    columns = (attendance.c.day, attendance.c.half, attendance.c.cadre_id, attendance.c.mark)
    return select(*columns).where(attendance.c.case_id == CASE)


def _closings() -> Select[Any]:
    return select(closing.c.k, closing.c.outcome).where(closing.c.case_id == CASE)


def _credited() -> Select[Any]:
    columns = (hour_entry.c.k, hour_entry.c.cadre_id, hour_entry.c.hours, hour_entry.c.result)
    return select(*columns).where(hour_entry.c.case_id == CASE)


def _notes() -> Select[Any]:
    return select(class_note.c.k).where(class_note.c.case_id == CASE)


def _answers() -> Select[Any]:
    return select(trainee_evaluation.c.k).where(trainee_evaluation.c.case_id == CASE)


SIGN_IN = Reading(roster=_roster, marks=_marks)
"""Bind: ``case_id``."""
CLOSINGS = Reading(roster=_roster, marks=_marks, closings=_closings, credited=_credited)
NUMBERS = Reading(notes=_notes, answers=_answers)
