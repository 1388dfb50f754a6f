"""What the rules need of the world around one declaration, in one read."""

from collections.abc import Iterable

from sqlalchemy import CTE, ColumnElement, Select, String, bindparam, func, literal, or_, select

from workflow.domain.people import PLACES
from workflow.store.cases import audience_stamp, case, class_audience, class_declaration, content, plan_item
from workflow.store.funding import fund_line, fund_share
from workflow.store.likeness import likeness_snapshot
from workflow.store.people import unit
from workflow.store.prepared import ONE, Reading
from workflow.store.roster_reading import HISTORIES
from workflow.store.teaching import teaching
from workflow.store.types import Day, Id

CASE = bindparam("case_id", type_=Id)
DEEPEST = 9  # levels of units, more than any house has: a circle must not be walked for ever
# At least what a form can name; unused places repeat the first.
SIZES = {"leaves": 96, "units": 24, "lines": 12, "lecturers": 40}


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


def _terms() -> Select:  # type: ignore[type-arg]
    """By which rebuild the index of repeated classes stands; no row before the first class."""
    return select(likeness_snapshot.c.n).where(likeness_snapshot.c.id == 1)


def _climb() -> CTE:
    """The host and all it lies in, by how far up."""
    first = select(unit.c.code, unit.c.kind, unit.c.parent, literal(0).label("depth")).where(
        unit.c.code == bindparam("host", type_=unit.c.code.type)).cte("climb", recursive=True)
    return first.union_all(select(unit.c.code, unit.c.kind, unit.c.parent, first.c.depth + 1).where(
        unit.c.code == first.c.parent, first.c.depth < DEEPEST))


def _above() -> Select:  # type: ignore[type-arg]
    """The places a host lies in, its own among them."""
    up = _climb()
    return select(up.c.code, up.c.depth).where(_is_place(up.c.kind))


def _below() -> Select:  # type: ignore[type-arg]
    """The places that lie in the host's own, which is among them."""
    up = _climb()
    own = select(up.c.code).where(_is_place(up.c.kind)).order_by(up.c.depth).limit(ONE).scalar_subquery()
    first = select(unit.c.code, unit.c.kind, literal(0).label("depth")).where(unit.c.code == own).cte(
        "descent", recursive=True)
    down = first.union_all(select(unit.c.code, unit.c.kind, first.c.depth + 1).where(
        unit.c.parent == first.c.code, first.c.depth < DEEPEST))
    return select(down.c.code).where(_is_place(down.c.kind))


def _is_place(kind: ColumnElement[str]) -> ColumnElement[bool]:
    """One bind for each: a list is no value that a prepared statement can carry."""
    return or_(*(kind == one for one in sorted(PLACES)))


def _near() -> Select:  # type: ignore[type-arg]
    """The other live classes of the host that open about the same days: parts of one class look like this."""
    days = class_audience.c.start_date.between(bindparam("near_from", type_=Day), bindparam("near_to", type_=Day))
    live = select(class_audience.c.case_id).where(class_audience.c.case_id == case.c.id, days).exists()
    return select(case.c.id).where(case.c.host_unit == bindparam("host", type_=case.c.host_unit.type),
                                   case.c.id != CASE, live)


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
    before = fund_line.alias("before")
    of_before = (before.c.owner == fund_line.c.owner) & (before.c.source == fund_line.c.source) & (
        before.c.year == fund_line.c.year - 1)
    return (
        select(*fund_line.c, held, fund_share.c.case_id.label("share_of"), before.c.appropriated.label("last_year"))
        .outerjoin(fund_share, ours)
        .outerjoin(before, of_before)
        .where(fund_line.c.year == bindparam("year", type_=fund_line.c.year.type), _among(key, "lines"))
        .order_by(fund_line.c.id)
    )


def _plan() -> Select:  # type: ignore[type-arg]
    return select(plan_item.c.code, plan_item.c.unit).where(
        plan_item.c.code == bindparam("plan_item", type_=plan_item.c.code.type), plan_item.c.cancelled_on.is_(None))


def _lectures() -> Select:  # type: ignore[type-arg]
    """What lecturers of these names teach in other live classes that may meet ours."""
    columns = (teaching.c.case_id, case.c.number, class_declaration.c.class_name, unit.c.name_zh, unit.c.name_en,
               teaching.c.name, teaching.c.home, teaching.c.topics, teaching.c.start_date, teaching.c.end_date,
               teaching.c.fee_fen, teaching.c.hours)
    near = teaching.c.start_date.between(bindparam("lectures_from", type_=Day), bindparam("lectures_to", type_=Day))
    return (
        select(*columns)
        .join(case, case.c.id == teaching.c.case_id)
        .join(class_declaration, class_declaration.c.case_id == teaching.c.case_id)
        .join(unit, unit.c.code == case.c.host_unit)
        .where(_among(teaching.c.name, "lecturers"), teaching.c.case_id != CASE, near)
        .order_by(teaching.c.case_id, teaching.c.place)
    )


def _hosted() -> Select:  # type: ignore[type-arg]
    """The other live classes of a host in a year; of no host where the rule is not asked."""
    days = class_audience.c.start_date.between(bindparam("year_from", type_=Day), bindparam("year_to", type_=Day))
    live = select(class_audience.c.case_id).where(class_audience.c.case_id == case.c.id, days).exists()
    present = (content.c.case_id == case.c.id) & (content.c.n == func.coalesce(case.c.proposed_n, case.c.form_n))
    return (
        select(case.c.id, content.c.body)
        .join(content, present)
        .where(case.c.host_unit == bindparam("host_of_year", type_=case.c.host_unit.type), case.c.id != CASE, live)
    )  # in no order: asked for one by id, SQLite walks every case


WORLD = Reading(terms=_terms, above=_above, below=_below, near=_near, stamps=_stamps, listed=_listed, units=_units,
                lines=_lines, plan=_plan, lectures=_lectures, hosted=_hosted, **HISTORIES)
"""Binds: ``case_id`` (0 = not yet one), the :func:`places` of ``leaves``, ``units``, ``lines`` (owner/source) and
``lecturers``, ``host``, ``near_from``, ``near_to``, ``year``, ``plan_item``, ``lectures_from``, ``lectures_to``,
``host_of_year`` (empty = not asked), ``year_from``, ``year_to``, ``history_from``, ``history_to``."""

