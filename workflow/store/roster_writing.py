"""The statements that write rosters, places and training learnt elsewhere."""

from functools import cache

from sqlalchemy import bindparam, delete, insert
from sqlalchemy.sql import ClauseElement

from workflow.store.act_writing import inserting, updating
from workflow.store.prepared import Statement
from workflow.store.rosters import enrolment, person_view, place_quota
from workflow.store.types import Id

ROWS_AT_ONCE = 50
AFTER = ("leave_half_days", "hours", "report_on", "result", "appraisal")  # known when the class is over


@cache
def enrolling(count: int) -> Statement:
    """Insert so many new people in one statement; binds ``<column>_<place>``. Not above ``ROWS_AT_ONCE``."""
    columns = [column for column in enrolment.c if column.name not in AFTER]

    def build() -> ClauseElement:
        return insert(enrolment).values([
            {column.name: bindparam(f"{column.name}_{place}", type_=column.type) for column in columns}
            for place in range(count)
        ])

    return Statement(build)


SET_STATUS = updating(enrolment, ("case_id", "cadre_id", "status"), "status", "replaced_by", "reason", counted=True)
COME_BACK = updating(enrolment, ("case_id", "cadre_id"), "unit", "status", "replaced_by", "reason", counted=True)
"""Somebody who was taken off the same roster before stands on it again."""
FOLLOW_DAYS = updating(enrolment, ("case_id",), "start_date", "end_date", "out_of_province")
NEW_PLACES = inserting(place_quota)
SET_PLACES = updating(place_quota, ("case_id", "unit"), "places", "answer", "reason", "answered_at", counted=True)


def _drop_places() -> ClauseElement:
    return delete(place_quota).where(
        place_quota.c.case_id == bindparam("case_id", type_=Id),
        place_quota.c.unit == bindparam("unit", type_=place_quota.c.unit.type))


DROP_PLACES = Statement(_drop_places)
NEW_VIEW = inserting(person_view, without=("id",))
