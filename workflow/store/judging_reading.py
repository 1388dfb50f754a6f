"""What the rules need of the world around one declaration, in one read."""

from collections.abc import Iterable

from sqlalchemy import Select, String, bindparam, func, select

from workflow.store.cases import audience_stamp, case, class_audience, content, pair, plan_item
from workflow.store.funding import fund_line, fund_share
from workflow.store.people import unit
from workflow.store.prepared import Reading
from workflow.store.roster_reading import HISTORIES
from workflow.store.types import Day, Id

CASE = bindparam("case_id", type_=Id)
SIZES = {"leaves": 96, "units": 24, "lines": 12}  # more than a form can name; unused places repeat the first


def places(name: str, values: Iterable[str]) -> dict[str, str]:
    """The binds of a list of codes: a fixed number of places, so that one compiled statement serves and the
    index is used on both databases. Raises ``ValueError`` when there are more values than places."""
    given = sorted(set(values))
    if len(given) > SIZES[name]:
        raise ValueError(f"more than {SIZES[name]} {name}")
    padded = given + [given[0] if given else ""] * (SIZES[name] - len(given))
    return {f"{name}_{place}": value for place, value in enumerate(padded)}


def _among(column, name: str):  # type: ignore[no-untyped-def]
    return column.in_([bindparam(f"{name}_{place}", type_=String) for place in range(SIZES[name])])


def _similar() -> Select:  # type: ignore[type-arg]
    near = class_audience.c.start_date.between(bindparam("earliest", type_=Day), bindparam("latest", type_=Day))
    found = select(class_audience.c.case_id).where(
        _among(class_audience.c.leaf, "leaves"), near, class_audience.c.case_id != CASE).distinct().subquery()
    columns = (case.c.id, case.c.number, case.c.state, case.c.host_unit, unit.c.name_zh, unit.c.name_en, content.c.body,
               content.c.hash, pair.c.verdict, pair.c.facts_hash)
    ours = (pair.c.case_id == CASE) & (pair.c.other_id == case.c.id)
    present = (content.c.case_id == case.c.id) & (content.c.n == func.coalesce(case.c.proposed_n, case.c.form_n))
    return (
        select(*columns)
        .join(found, found.c.case_id == case.c.id)
        .join(content, present)
        .join(unit, unit.c.code == case.c.host_unit)
        .outerjoin(pair, ours)
        .order_by(case.c.id)
    )


def _stamps() -> Select:  # type: ignore[type-arg]
    return select(audience_stamp.c.leaf, audience_stamp.c.n).where(_among(audience_stamp.c.leaf, "leaves"))


def _listed() -> Select:  # type: ignore[type-arg]
    return select(class_audience.c.leaf, class_audience.c.start_date, class_audience.c.end_date).where(
        class_audience.c.case_id == CASE)


def _units() -> Select:  # type: ignore[type-arg]
    return select(*unit.c).where(_among(unit.c.code, "units"))


def _lines() -> Select:  # type: ignore[type-arg]
    key = fund_line.c.owner + "/" + fund_line.c.source
    held = func.coalesce(fund_share.c.reserved + fund_share.c.committed + fund_share.c.spent, 0).label("held")
    ours = (fund_share.c.line_id == fund_line.c.id) & (fund_share.c.case_id == CASE)
    return (
        select(*fund_line.c, held, fund_share.c.case_id.label("share_of"))
        .outerjoin(fund_share, ours)
        .where(fund_line.c.year == bindparam("year", type_=fund_line.c.year.type), _among(key, "lines"))
        .order_by(fund_line.c.id)
    )


def _plan() -> Select:  # type: ignore[type-arg]
    return select(plan_item.c.code, plan_item.c.unit).where(
        plan_item.c.code == bindparam("plan_item", type_=plan_item.c.code.type))


WORLD = Reading(similar=_similar, stamps=_stamps, listed=_listed, units=_units, lines=_lines, plan=_plan,
                **HISTORIES)
"""Binds: ``case_id`` (0 = not yet one), the :func:`places` of ``leaves``, ``units`` and ``lines`` (owner/source),
``earliest``, ``latest``, ``year``, ``plan_item``, ``history_from``, ``history_to``."""

