"""What a judgement needs of the classes that may be like the one it judges, in one read."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, type_coerce

from workflow.domain.seats import CLOSED
from workflow.store.cases import case, content, pair, seat
from workflow.store.likeness import likeness_mark
from workflow.store.people import unit
from workflow.store.prepared import Reading
from workflow.store.roster_reading import COUNTING
from workflow.store.rosters import enrolment
from workflow.store.types import Id, Packed

CASE = bindparam("case_id", type_=Id)
PROPOSED = content.alias("proposed")
MOST = 96  # classes read at a time; unused places repeat the first


def waiting() -> Select:  # type: ignore[type-arg]
    """The seats of cases that have a proposed content: they tell whether it still waits for its own unit."""
    columns = (seat.c.case_id, case.c.process_hash, seat.c.round, seat.c.action, seat.c.status)
    return select(*columns).join(case, case.c.id == seat.c.case_id).where(
        case.c.proposed_n.is_not(None), seat.c.status != CLOSED)


def places(ids: Sequence[int]) -> dict[str, int]:
    """The binds of at most :data:`MOST` case ids, one at least."""
    padded = [*ids, *[ids[0]] * (MOST - len(ids))]
    return {f"other_{place}": one for place, one in enumerate(padded)}


def _among(column: ColumnElement[int]) -> ColumnElement[bool]:
    return column.in_([bindparam(f"other_{place}", type_=Id) for place in range(MOST)])


def _classes() -> Select:  # type: ignore[type-arg]
    """Each class with its content in force and the one that is proposed, its mark, and the pair it makes with ours."""
    columns = (case.c.id, case.c.number, case.c.state, unit.c.name_zh, unit.c.name_en, content.c.body, content.c.hash,
               PROPOSED.c.body.label("proposed_body"), PROPOSED.c.hash.label("proposed_hash"),
               type_coerce(likeness_mark.c.body, Packed).label("mark"), pair.c.verdict, pair.c.reason,
               pair.c.facts_hash, pair.c.facts, pair.c.former)
    ours = (pair.c.case_id == CASE) & (pair.c.other_id == case.c.id)
    first = func.coalesce(func.nullif(case.c.form_n, 0), case.c.proposed_n)  # nothing is in force before the first
    return (
        select(*columns)
        .join(content, (content.c.case_id == case.c.id) & (content.c.n == first))
        .outerjoin(PROPOSED, (PROPOSED.c.case_id == case.c.id) & (PROPOSED.c.n == case.c.proposed_n))
        .join(unit, unit.c.code == case.c.host_unit)
        .outerjoin(likeness_mark, likeness_mark.c.case_id == case.c.id)
        .outerjoin(pair, ours)
        .where(_among(case.c.id))
    )


def _rosters() -> Select:  # type: ignore[type-arg]
    """How many stand on each roster."""
    e = enrolment.c
    counts = or_(*(e.status == one for one in COUNTING))
    return select(e.case_id, func.count().label("people")).where(_among(e.case_id), counts).group_by(e.case_id)


def _waiting() -> Select:  # type: ignore[type-arg]
    return waiting().where(_among(case.c.id))


ALIKE = Reading(classes=_classes, rosters=_rosters, waiting=_waiting)
"""Binds: ``case_id`` (ours), the :func:`places` of the others."""
