"""The statements that write sign-in, notes, evaluation, closings and hours."""

from sqlalchemy import bindparam, delete, update
from sqlalchemy.sql import ClauseElement

from workflow.store.act_writing import inserting, updating
from workflow.store.completion import (
    attendance,
    class_note,
    closing,
    evaluation_code,
    hour_entry,
    trainee_evaluation,
)
from workflow.store.prepared import Statement
from workflow.store.rosters import enrolment

HALF_DAY = ("case_id", "day", "half", "cadre_id")

NEW_MARK = inserting(attendance)
SET_MARK = updating(attendance, HALF_DAY, "mark", counted=True)


def _clear_mark() -> ClauseElement:
    statement = delete(attendance)
    for name in HALF_DAY:
        statement = statement.where(attendance.c[name] == bindparam(f"key_{name}", type_=attendance.c[name].type))
    return statement


CLEAR_MARK = Statement(_clear_mark, counted=True)
NEW_NOTE = inserting(class_note)
NEW_ANSWER = inserting(trainee_evaluation)
NEW_CODE = inserting(evaluation_code)


def _use_code() -> ClauseElement:
    digest = bindparam("key_hash", type_=evaluation_code.c.hash.type)
    return update(evaluation_code).where(evaluation_code.c.hash == digest, evaluation_code.c.used.is_(False)).values(
        used=True)


USE_CODE = Statement(_use_code, counted=True)
"""Touches no row when the code was used before: each answers once."""
NEW_CLOSING = inserting(closing)
DECIDE_CLOSING = updating(closing, ("case_id", "k"), "outcome", "decided_by", "decided_at", "hours", "reason",
                          counted=True)
REOPEN_CLOSING = updating(closing, ("case_id", "k"), "reopened_by", "reopened_at", "reason", counted=True)
NEW_HOURS = inserting(hour_entry)
CREDIT = updating(enrolment, ("case_id", "cadre_id"), "status", "hours", "result", "leave_half_days", counted=True)
APPRAISE = updating(enrolment, ("case_id", "cadre_id"), "report_on", "result", "appraisal", "reason", counted=True)
