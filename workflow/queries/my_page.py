"""My declarations: what needs the unit, what is under way and who holds it, what has ended, and the unit's money.

"Needs you" are the open seats of the unit's own posts that this person holds, on
cases of that unit; a draft has such a seat from its first moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true
from sqlalchemy import case as when_sql

from workflow.domain.days import office_day
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.queries.labels import HOLDERS_SHOWN, Names, holders, look, names
from workflow.refusals import NotFound
from workflow.store.cases import case, class_declaration, plan_item, seat, working_copy
from workflow.store.funding import fund_line
from workflow.wording import Fen, Label

PAGE = 25


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for: which list, and how it is narrowed."""

    show: str = "open"  # open | ended
    year: int | None = None
    channel: str = ""
    tier: str = ""
    before: int = 0  # the ended list goes on below this case


@dataclass(frozen=True, slots=True)
class Holder:
    """Who the case waits for: the chair as it is called and the names of those who sit in it today."""

    chair: Label
    names: tuple[Label, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One declaration. ``days`` until it is due, negative = overdue; ``steps`` done of a draft."""

    case_id: int
    number: str | None
    title: str
    state: Label
    look: str
    writing: bool  # its content may be written by the unit now
    mine: tuple[Label, ...]  # what I am asked to do
    holders: tuple[Holder, ...]
    since: datetime
    due: date | None
    days: int | None
    steps: int | None
    saved_at: datetime | None
    starts: date | None


@dataclass(frozen=True, slots=True)
class Money:
    """The unit's training fund of the year, fen; approved = reserved, committed and spent."""

    year: int
    appropriated: Fen
    approved: Fen
    left: Fen
    planned: int
    declared: int  # of the planned classes, once submitted


@dataclass(frozen=True, slots=True)
class MyPage:
    units: tuple[Label, ...]
    money: Money | None
    needs: tuple[Row, ...]
    running: tuple[Row, ...]
    ended: tuple[Row, ...]
    ended_count: int
    years: tuple[int, ...]
    more: int  # where the ended list goes on, 0 = nowhere


def my_page(office: Office, actor: Actor, wish: Wish) -> MyPage:
    """The page of a person who works for a unit; a person of no unit sees empty lists."""
    units = own_units(office, actor)
    with office.database.read() as connection:
        known = names(connection, office.rulebook.roles, units=units)
        ended = tuple(office.rulebook.ends(CLASS))
        narrowed = _narrowing(wish)
        rows = connection.execute(_cases(units).where(case.c.state.not_in(ended), *narrowed)).all()
        closed: Sequence[Any] = ()
        if wish.show == "ended":
            older = case.c.id < wish.before if wish.before else true()
            statement = _cases(units).where(case.c.state.in_(ended), older, *narrowed)
            closed = connection.execute(statement.limit(PAGE + 1)).all()
        running = _rows(connection, office, actor, rows)
        return MyPage(
            units=tuple(filter(None, map(known.unit, units))),
            money=_money(connection, office, units),
            needs=tuple(sorted((row for row in running if row.mine), key=_urgency)),
            running=tuple(row for row in running if not row.mine),
            ended=_rows(connection, office, actor, closed[:PAGE]),
            ended_count=_count_ended(connection, units, ended),
            years=_years(connection, units),
            more=closed[PAGE - 1].id if len(closed) > PAGE else 0,
        )


def one_of_mine(office: Office, actor: Actor, case_id: int) -> Row:
    """One declaration of the person's own units; ``NotFound`` for any other."""
    with office.database.read() as connection:
        rows = connection.execute(_cases(own_units(office, actor)).where(case.c.id == case_id)).all()
        found = _rows(connection, office, actor, rows)
    if not found:
        raise NotFound("case", case_id)
    return found[0]


def badge(office: Office, actor: Actor) -> int:
    """How many declarations of the person's units wait for this person."""
    with office.database.read() as connection:
        statement = select(func.count(case.c.id.distinct())).join_from(seat, case, case.c.id == seat.c.case_id)
        return connection.execute(statement.where(_mine(office, actor), case.c.kind == CLASS)).scalar_one()


def own_units(office: Office, actor: Actor) -> tuple[str, ...]:
    """The units this person declares, pays or signs for."""
    roles = office.rulebook.roles
    held = (post.unit for post in actor.posts if post.role in roles and roles[post.role].scope == "unit")
    return tuple(dict.fromkeys(held))


def _mine(office: Office, actor: Actor) -> ColumnElement[bool]:
    roles = office.rulebook.roles
    chairs = [and_(seat.c.role == post.role, seat.c.unit == post.unit, case.c.host_unit == post.unit)
              for post in actor.posts if post.role in roles and roles[post.role].scope == "unit"]
    return and_(seat.c.status == "open", or_(*chairs)) if chairs else ~true()


def _cases(units: Sequence[str]) -> Any:
    of, copy = class_declaration.c, working_copy.c
    return (
        select(case.c.id, case.c.number, case.c.state, case.c.process_hash, case.c.entered_at, case.c.due_at,
               of.class_name, of.start_date, copy.body, copy.steps_done, copy.at.label("saved_at"))
        .join_from(case, class_declaration, of.case_id == case.c.id, isouter=True)
        .outerjoin(working_copy, copy.case_id == case.c.id)
        .where(case.c.kind == CLASS, case.c.host_unit.in_(units))
        .order_by(case.c.id.desc())
    )  # fmt: skip


def _narrowing(wish: Wish) -> tuple[ColumnElement[bool], ...]:
    of = class_declaration.c
    chosen = ((wish.channel, of.channel == wish.channel), (wish.tier, of.tier == wish.tier))
    found = [condition for value, condition in chosen if value]
    if wish.year:
        found.append(of.start_date.between(date(wish.year, 1, 1), date(wish.year, 12, 31)))
    return tuple(found)


def _rows(connection: Connection, office: Office, actor: Actor, rows: Sequence[Any]) -> tuple[Row, ...]:
    if not rows:
        return ()
    seats = connection.execute(
        select(seat.c.case_id, seat.c.role, seat.c.unit, seat.c.act, seat.c.opened_at, seat.c.due_at)
        .where(seat.c.case_id.in_([row.id for row in rows]), seat.c.status == "open")
        .order_by(seat.c.case_id, seat.c.round, seat.c.place)
    ).all()
    by_case: dict[int, list[Any]] = {}
    for one in seats:
        by_case.setdefault(one.case_id, []).append(one)
    known = names(connection, office.rulebook.roles, units=[one.unit for one in seats])
    sitting = holders(connection, [(one.role, one.unit) for one in seats], office.today())
    return tuple(_row(office, actor, row, by_case.get(row.id, []), known, sitting) for row in rows)


def _row(
    office: Office, actor: Actor, row: Any, seats: Sequence[Any], known: Names,
    sitting: Mapping[tuple[str, str | None], tuple[Label, ...]],
) -> Row:  # fmt: skip
    process = office.rulebook.processes[row.process_hash]
    asked = [one for one in seats if one.unit and actor.holds(one.role, one.unit)]
    dues = [one.due_at for one in (asked or seats) if one.due_at] or ([row.due_at] if row.due_at else [])
    due = office_day(min(dues)) if dues else None
    writing = any("working_copy" in process.actions[one.act].inputs for one in asked)
    return Row(
        case_id=row.id,
        number=row.number,
        title=(row.body or {}).get("class_name") or row.class_name or "",
        state=process.states[row.state].label,
        look=look(process, row.state),
        writing=writing,
        mine=tuple(dict.fromkeys(process.actions[one.act].label for one in asked)),
        holders=tuple(_holder(one, known, sitting) for one in {(s.role, s.unit): s for s in seats}.values()),
        since=min((one.opened_at for one in seats if one.opened_at), default=row.entered_at),
        due=due,
        days=None if due is None else (due - office.today()).days,
        steps=len(row.steps_done) if row.steps_done is not None and row.state == process.initial else None,
        saved_at=row.saved_at,
        starts=row.start_date,
    )


def _holder(one: Any, known: Names, sitting: Mapping[tuple[str, str | None], tuple[Label, ...]]) -> Holder:
    people = sitting.get((one.role, one.unit), ())
    return Holder(known.post(one.role, one.unit), people[:HOLDERS_SHOWN], len(people) > HOLDERS_SHOWN)


def _urgency(row: Row) -> tuple[bool, date, int]:
    return (row.due is None, row.due or date.max, -row.case_id)


def _count_ended(connection: Connection, units: Sequence[str], ended: Sequence[str]) -> int:
    condition = and_(case.c.kind == CLASS, case.c.host_unit.in_(units), case.c.state.in_(ended))
    return connection.execute(select(func.count()).select_from(case).where(condition)).scalar_one()


def _years(connection: Connection, units: Sequence[str]) -> tuple[int, ...]:
    year = func.substr(class_declaration.c.start_date, 1, 4)
    statement = (select(year).distinct().join_from(class_declaration, case, case.c.id == class_declaration.c.case_id)
                 .where(case.c.host_unit.in_(units), class_declaration.c.start_date.is_not(None)))
    return tuple(sorted((int(found) for found in connection.execute(statement).scalars()), reverse=True))


def _money(connection: Connection, office: Office, units: Sequence[str]) -> Money | None:
    year = office.today().year
    of = fund_line.c
    total, used = connection.execute(
        select(func.sum(of.appropriated), func.sum(of.reserved + of.committed + of.spent))
        .where(of.owner.in_(units), of.year == year)
    ).one()
    live = (select(case.c.id).join(class_declaration, class_declaration.c.case_id == case.c.id)
            .where(class_declaration.c.plan_item == plan_item.c.code, case.c.number.is_not(None)))
    planned, declared = connection.execute(
        select(func.count(), func.sum(when_sql((live.exists(), 1), else_=0)))
        .select_from(plan_item).where(
            plan_item.c.unit.in_(units), plan_item.c.year == year, plan_item.c.cancelled_on.is_(None))
    ).one()
    if total is None and not planned:
        return None
    total, used = int(total or 0), int(used or 0)
    return Money(year, Fen(total), Fen(used), Fen(total - used), int(planned), int(declared or 0))
