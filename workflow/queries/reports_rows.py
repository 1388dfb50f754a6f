"""What a figure of a report opens: the declarations, the people or the plan's items that it counts."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, not_, select, true, tuple_
from sqlalchemy import case as case_of

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.queries import reports_plan, reports_reasons
from workflow.queries.labels import names
from workflow.queries.reports_classes import above_standard, classes_of, counted, explained
from workflow.queries.reports_gates import BACK, deciding, in_year, of_class, signed, signed_late
from workflow.queries.reports_learnt import Learnt, figures_day, long_since
from workflow.queries.reports_people import BANDS, IS_COUNTY, of_five_years, reached
from workflow.queries.reports_scope import Scope, scope_of, units_of
from workflow.queries.reports_shape import TOTAL, Wish
from workflow.refusals import NotFound
from workflow.store.cases import case, class_declaration, plan_item, seat, seat_round
from workflow.store.people import cadre
from workflow.store.trail import trail
from workflow.wording import Fen, Label

PAGE = 50
EXPORT = 100_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: of which table, row and column; ``page`` counts from 1."""

    table: str
    key: str
    column: str
    page: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """One cadre behind a figure; ``last`` is the day on which they last began a class, as far as can be seen."""

    id: int
    staff_no: str
    name: str
    unit: Label | None
    rank: str
    times: int
    hours: int
    last: date | None


@dataclass(frozen=True, slots=True)
class Class:
    """One declaration, or one item of the plan (``case_id`` 0), behind a figure."""

    case_id: int
    number: str | None
    title: str
    host: Label | None
    start: date | None
    heads: int | None
    half_days: int | None
    total: Fen
    state: Label | None


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows behind a figure: ``people`` or ``classes``; ``count`` of all, ``more``: there is a next page."""

    wish: Wish
    figure: Figure
    count: int
    people: tuple[Person, ...] = ()
    classes: tuple[Class, ...] = ()
    more: bool = False


def opened(office: Office, actor: Actor, wish: Wish, figure: Figure, *, whole: bool = False) -> Opened:
    """The rows of a figure, one page or (``whole``) all; ``NotFound`` for a figure that this reader may not open."""
    scope = scope_of(office, actor)
    limit, offset = (EXPORT, 0) if whole else (PAGE, PAGE * (max(figure.page, 1) - 1))
    with office.database.read() as connection:
        if wish.unit not in units_of(connection, scope):
            wish = replace(wish, unit="")
        scope = scope.of(wish.unit)
        if wish.of_people:
            return _people(connection, office, scope, wish, figure, limit, offset)
        if wish.report == "plan" and figure.column != "extra":
            return _items(connection, office, scope, wish, figure, limit, offset)
        return _classes(connection, office, scope, wish, figure, limit, offset)


def _people(connection: Connection, office: Office, scope: Scope, wish: Wish, figure: Figure, limit: int,
            offset: int) -> Opened:
    if not scope.names_any:
        raise NotFound("people", 0)
    learnt, joined, meets = _counted_people(office, wish, figure)
    times, hours = learnt.times, learnt.hours
    if wish.report == "hours":  # of five years for some, of this one for all others
        times, hours = (case_of((IS_COUNTY, long), else_=late) for long, late in (
            (times, learnt.late_times), (hours, learnt.late_hours)))
    conditions = (scope.within(cadre.c.unit), scope.may_name(cadre.c.unit), _group(office, learnt, figure), meets)
    rows = connection.execute(
        select(cadre.c.id, cadre.c.staff_no, cadre.c.name, cadre.c.unit, cadre.c.rank, times.label("times"),
               hours.label("hours"), *(day.label(f"last{place}") for place, day in enumerate(learnt.last_days)))
        .select_from(joined).where(*conditions)
        .order_by(cadre.c.unit, cadre.c.staff_no).limit(limit + 1).offset(offset)
    ).all()
    count = connection.execute(select(func.count()).select_from(joined).where(*conditions)).scalar_one()
    known = names(connection, office.rulebook.roles, units={row.unit for row in rows})
    shown = tuple(
        Person(row.id, row.staff_no, row.name, known.unit(row.unit), row.rank, row.times, row.hours,
               max((day for day in (row.last0, row.last1) if day), default=None))
        for row in rows[:limit]
    )
    return Opened(wish, figure, count, people=shown, more=len(rows) > limit)


def _counted_people(office: Office, wish: Wish, figure: Figure) -> tuple[Learnt, FromClause, ColumnElement[bool]]:
    """What is looked at of each person, joined to the people, and what makes them count in this column."""
    if wish.report == "untrained":
        learnt = Learnt(date.min, figures_day(office, wish), figures_day(office, wish))
        meets = {"long": learnt.not_since(long_since(office, wish)), "never": learnt.never}
        return learnt, learnt.of_people(), meets.get(figure.column, true())
    if wish.report == "coverage":
        learnt = Learnt(wish.first, wish.last, figures_day(office, wish))
        meets = {"trained": learnt.trained, "times": learnt.trained, "hours": learnt.trained,
                 "untrained": learnt.times == 0}
        return learnt, learnt.of_people(), meets.get(figure.column, true())
    learnt = of_five_years(office, wish)
    enough = reached(office, wish, learnt)
    meets = {"reached": enough, "below": not_(enough)}
    return learnt, learnt.of_people(), meets.get(figure.column, true())


def _group(office: Office, learnt: Learnt, figure: Figure) -> ColumnElement[bool]:
    """The people of one row of a table."""
    if figure.table == "band":
        below = [*BANDS[1:], None]
        place = int(figure.key) if figure.key.isdecimal() and int(figure.key) < len(BANDS) else None
        if place is None:
            return not_(IS_COUNTY)
        most = below[place]
        within = learnt.late_hours >= BANDS[place]
        return and_(not_(IS_COUNTY), within if most is None else and_(within, learnt.late_hours < most))
    if figure.key == TOTAL:
        return true()
    if figure.table == "tier":
        return cadre.c.audience.in_([code for code, one in office.rulebook.audiences.items() if one.tier == figure.key])
    return (cadre.c.rank if figure.table == "rank" else cadre.c.unit) == figure.key


def _classes(connection: Connection, office: Office, scope: Scope, wish: Wish, figure: Figure, limit: int,
             offset: int) -> Opened:
    of = class_declaration.c
    joined, conditions = _counted_classes(connection, office, scope, wish, figure)
    rows = connection.execute(
        select(case.c.id, case.c.number, case.c.host_unit, case.c.state, case.c.process_hash, of.class_name,
               of.start_date, of.trainee_count, of.half_days, of.total_fen)
        .select_from(joined).where(*conditions)
        .order_by(of.start_date, case.c.id).limit(limit + 1).offset(offset)
    ).all()
    count = connection.execute(select(func.count()).select_from(joined).where(*conditions)).scalar_one()
    known = names(connection, office.rulebook.roles, units={row.host_unit for row in rows})
    processes = office.rulebook.processes
    shown = tuple(
        Class(row.id, row.number, row.class_name, known.unit(row.host_unit), row.start_date, row.trainee_count,
              row.half_days, Fen(row.total_fen),
              processes[row.process_hash].states[row.state].label if row.process_hash in processes else None)
        for row in rows[:limit]
    )
    return Opened(wish, figure, count, classes=shown, more=len(rows) > limit)


def _counted_classes(connection: Connection, office: Office, scope: Scope, wish: Wish,
                     figure: Figure) -> tuple[FromClause, list[ColumnElement[bool]]]:
    """What makes this figure: declarations, or each of their stays, returns and rejections."""
    of, key = class_declaration.c, figure.key
    if wish.report == "gates":
        return _of_post(scope, wish, figure) if figure.table == "post" else _of_step(office, scope, wish, figure)
    records = classes_of().join(trail, trail.c.case_id == case.c.id)
    if wish.report == "reasons":
        chosen = reports_reasons.records_of(connection, scope, wish, figure.table, key, figure.column)
        return records, [tuple_(trail.c.case_id, trail.c.n).in_(chosen)]
    rows = {"channel": of.channel == key, "month": func.substr(of.start_date, 6, 2, type_=case.c.state.type) == key,
            "tier": of.tier == key, "unit": case.c.host_unit == key}
    columns = {"above": above_standard(office, wish), "explained": explained(), "extra": of.plan_type == "extra"}
    return classes_of(), [counted(office, scope, wish), columns.get(figure.column, true()),
                          true() if key == TOTAL else rows.get(figure.table, true())]


def _of_post(scope: Scope, wish: Wish, figure: Figure) -> tuple[FromClause, list[ColumnElement[bool]]]:
    """The declaration of each signature that holders of this post gave, or gave late."""
    late = signed_late() if figure.column == "late" else true()
    return classes_of().join(seat, seat.c.case_id == case.c.id), [
        of_class(scope), signed(wish), seat.c.role == figure.key, late]


def _of_step(office: Office, scope: Scope, wish: Wish,
             figure: Figure) -> tuple[FromClause, list[ColumnElement[bool]]]:
    """The declarations that stand in a step, or are late in it; each stay that ended, each return."""
    process = office.rulebook.process(CLASS)
    if figure.key not in process.states:
        raise NotFound("figure", 0)
    mine = of_class(scope)
    match figure.column:
        case "passed":
            stays = classes_of().join(seat_round, seat_round.c.case_id == case.c.id)
            return stays, [mine, deciding(process, [figure.key]), in_year(seat_round.c.closed_at, wish)]
        case "returned":
            records = classes_of().join(trail, trail.c.case_id == case.c.id)
            sent = trail.c.act.in_(BACK), trail.c.from_state == figure.key
            return records, [mine, *sent, in_year(trail.c.at, wish)]
    late = case.c.due_at < office.clock() if figure.column == "overdue" else true()
    return classes_of(), [mine, case.c.state == figure.key, late]


def _items(connection: Connection, office: Office, scope: Scope, wish: Wish, figure: Figure, limit: int,
           offset: int) -> Opened:
    """The items of the plan, each with its class where there is one."""
    of = plan_item.c
    row_of = {"tier": of.tier == figure.key, "unit": of.unit == figure.key}
    conditions = [reports_plan.in_force(scope, wish), reports_plan.behind(office, wish, figure.column),
                  true() if figure.key == TOTAL else row_of.get(figure.table, true())]
    rows = connection.execute(
        select(plan_item, reports_plan.latest_class(office).label("class_id"))
        .where(*conditions).order_by(of.code).limit(limit + 1).offset(offset)
    ).all()
    count = connection.execute(select(func.count()).select_from(plan_item).where(*conditions)).scalar_one()
    known = names(connection, office.rulebook.roles, units={row.unit for row in rows})
    shown = tuple(Class(row.class_id or 0, row.code, row.class_name, known.unit(row.unit), None, row.trainee_count,
                        row.half_days, Fen(row.total_fen), None) for row in rows[:limit])
    return Opened(wish, figure, count, classes=shown, more=len(rows) > limit)
