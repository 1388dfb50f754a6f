"""What an auditor asks again and again of the records: each a condition on the record found (ux S14).

late: a signature given after its day; overridden: a finding set aside; splitting: the last record of a class of which
R-S1 found that it looks split off another; stand_ins: signed in another's place.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, and_, exists

from workflow.domain.findings import CLEAR
from workflow.store.cases import case, finding, seat
from workflow.store.trail import trail

OVERRIDE = "override_finding"
SPLIT = "R-S1"


def late() -> ColumnElement[bool]:
    return exists().where(*_signed(), seat.c.signed_at > seat.c.due_at)


def overridden() -> ColumnElement[bool]:
    return trail.c.act == OVERRIDE


def splitting() -> ColumnElement[bool]:
    of = finding.c
    found = exists().where(of.case_id == trail.c.case_id, of.n == case.c.findings_n, of.rule == SPLIT,
                           of.severity != CLEAR)
    return and_(trail.c.n == case.c.chain_n, found)


def stand_ins() -> ColumnElement[bool]:
    return exists().where(*_signed(), seat.c.acting_for.is_not(None))


def _signed() -> tuple[ColumnElement[bool], ...]:
    """The seats that a record signed."""
    return seat.c.case_id == trail.c.case_id, seat.c.trail_n == trail.c.n


VIEWS: Mapping[str, Callable[[], ColumnElement[bool]]] = {
    "late": late, "overridden": overridden, "splitting": splitting, "stand_ins": stand_ins,
}
