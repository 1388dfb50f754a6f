"""The statements that write sign-in, notes, evaluation, closings and hours."""

from functools import cache

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert_postgresql
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

ROWS_AT_ONCE = 50


@cache
def marking(count: int) -> Statement:
    """Set so many marks in one statement, new or changed; binds ``<column>_<place>``.  Not above ``ROWS_AT_ONCE``."""

    def build() -> ClauseElement:
        new = upsert_postgresql(attendance).values([
            {column.name: bindparam(f"{column.name}_{place}", type_=column.type) for column in attendance.c}
            for place in range(count)
        ])
        return new.on_conflict_do_update(index_elements=list(HALF_DAY), set_={"mark": new.excluded.mark})

    return Statement(build)


@cache
def crediting(count: int) -> Statement:
    """Write so many hour entries in one statement; binds ``<column>_<place>``.  Not above ``ROWS_AT_ONCE``."""

    def build() -> ClauseElement:
        return insert(hour_entry).values([
            {column.name: bindparam(f"{column.name}_{place}", type_=column.type) for column in hour_entry.c}
            for place in range(count)
        ])

    return Statement(build)


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
REOPEN_CLOSING = updating(closing, ("case_id", "k"), "reopened_by", "reopened_at", "reopened_why", counted=True)
CREDIT = updating(enrolment, ("case_id", "cadre_id"), "status", "hours", "result", "leave_half_days", counted=True)
STOP_PLACES = updating(enrolment, ("case_id", "status"), "hours", "result", "end_date")
"""Whoever is still expected in a class that is stopped: nothing is credited, and the class took the days until then."""
APPRAISE = updating(enrolment, ("case_id", "cadre_id"), "report_on", "result", "appraisal", "reason", counted=True)
