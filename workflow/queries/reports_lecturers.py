"""The register of lecturers: what each taught, what it cost, and where two classes want the same person or room.

A lecturer is a name with the body they come from.  Clashes are information (ruling 58): the register knows the days of
a class, not the hour of a lesson.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal, or_, select

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.labels import Names, names
from workflow.queries.reports_classes import counted, gone
from workflow.queries.reports_scope import Scope, scope_of
from workflow.queries.reports_shape import Wish
from workflow.refusals import NotFound
from workflow.store.cases import case, class_declaration
from workflow.store.teaching import teaching
from workflow.wording import Fen, Label, Term

SHOWN = 200  # lecturers on one page; a search narrows them
CLASHES = 50


@dataclass(frozen=True, slots=True)
class Lecturer:
    """One lecturer of the year: ``fees`` after tax."""

    name: str
    home: str
    title: Term
    classes: int
    hours: int
    fees: Fen


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one lecturer teaches in one class; ``topics`` one by one."""

    case_id: int
    number: str | None
    class_name: str
    host: Label | None
    start: date
    end: date
    topics: tuple[str, ...]
    title: Term
    hours: int
    fee: Fen
    total: Fen


@dataclass(frozen=True, slots=True)
class Held:
    """One of the two classes of a clash."""

    case_id: int
    number: str | None
    class_name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Clash:
    """Two classes with a day in common that want the same: a lecturer (with their home body) or a room."""

    what: str
    home: str
    one: Held
    other: Held


@dataclass(frozen=True, slots=True)
class Register:
    """The lecturers of a year, most hours first; ``count`` of all, also those not shown."""

    year: int
    text: str
    lecturers: tuple[Lecturer, ...]
    count: int
    lecturer_clashes: tuple[Clash, ...]
    room_clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class Teaching:
    """One lecturer over all years, newest class first."""

    name: str
    home: str
    lessons: tuple[Lesson, ...]
    clashes: tuple[Clash, ...]

    @property
    def hours(self) -> int:
        return sum(lesson.hours for lesson in self.lessons)

    @property
    def fees(self) -> Fen:
        return Fen(sum(lesson.total for lesson in self.lessons))


def register(office: Office, actor: Actor, year: int, text: str = "") -> Register:
    """Who teaches in the classes of the year that this reader may count."""
    scope, wish = scope_of(office, actor), Wish("lecturers", year)
    of = teaching.c
    conditions = [counted(office, scope, wish)]
    if text:
        conditions.append(or_(of.name.icontains(text, autoescape=True), of.home.icontains(text, autoescape=True)))
    with office.database.read() as connection:
        found = (
            select(of.name, of.home, func.max(of.title).label("title"), func.sum(of.hours).label("hours"),
                   func.count(of.case_id.distinct()).label("classes"), func.sum(of.hours * of.fee_fen).label("fees"))
            .select_from(_classes()).where(*conditions).group_by(of.name, of.home)
        )  # fmt: skip
        rows = connection.execute(found.order_by(func.sum(of.hours).desc(), of.name, of.home).limit(SHOWN)).all()
        count = connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
        return Register(
            year, text,
            tuple(Lecturer(row.name, row.home, Term(f"title.{row.title}"), row.classes, int(row.hours),
                           Fen(int(row.fees))) for row in rows),
            count, _same_lecturer(connection, office, scope, wish), _same_room(connection, office, scope, wish),
        )  # fmt: skip


def lecturer(office: Office, actor: Actor, name: str, home: str) -> Teaching:
    """What one lecturer teaches in the classes that this reader may count; ``NotFound`` where there is nothing."""
    scope = scope_of(office, actor)
    of, about = teaching.c, class_declaration.c
    with office.database.read() as connection:
        rows = connection.execute(
            select(teaching, case.c.number, case.c.host_unit, about.class_name)
            .select_from(_classes())
            .where(of.name == name, of.home == home, case.c.number.is_not(None), scope.within(case.c.host_unit))
            .order_by(of.start_date.desc(), of.case_id, of.place)
        ).all()
        if not rows:
            raise NotFound("lecturer", 0)
        known = names(connection, office.rulebook.roles, units={row.host_unit for row in rows})
        years = sorted({row.start_date.year for row in rows})
        clashes = [clash for year in years for clash in _same_lecturer(
            connection, office, scope, Wish("lecturers", year), of.name == name, of.home == home)]
    return Teaching(name, home, tuple(_lesson(known, row) for row in rows), tuple(clashes))


def _same_lecturer(connection: Connection, office: Office, scope: Scope, wish: Wish,
                   *conditions: ColumnElement[bool]) -> tuple[Clash, ...]:
    one, other, same = teaching.c, teaching.alias("other_teaching"), case.alias("other_case")
    pairs = and_(other.c.name == one.name, other.c.home == one.home, other.c.case_id > one.case_id,
                 other.c.start_date <= one.end_date, other.c.end_date >= one.start_date)
    rows = connection.execute(
        select(one.name.label("what"), one.home, one.case_id.label("first"), other.c.case_id.label("second"))
        .distinct()
        .select_from(_classes().join(other, pairs).join(same, same.c.id == other.c.case_id))
        .where(counted(office, scope, wish), scope.within(same.c.host_unit), *conditions)
        .order_by(one.case_id, other.c.case_id).limit(CLASHES)
    ).all()
    return _clashes(connection, rows)


def _same_room(connection: Connection, office: Office, scope: Scope, wish: Wish) -> tuple[Clash, ...]:
    """Classes at one venue, read as the unit wrote it."""
    one, other = class_declaration.c, class_declaration.alias("other_class")
    same = case.alias("other_case")
    both = and_(same.c.id == other.c.case_id, same.c.number.is_not(None), same.c.state.not_in(gone(office)))
    pairs = and_(other.c.venue == one.venue, other.c.case_id > one.case_id, other.c.start_date <= one.end_date,
                 other.c.end_date >= one.start_date)
    rows = connection.execute(
        select(one.venue.label("what"), literal("").label("home"), one.case_id.label("first"),
               other.c.case_id.label("second"))
        .select_from(case.join(class_declaration, one.case_id == case.c.id).join(other, pairs).join(same, both))
        .where(counted(office, scope, wish), one.venue != "", scope.within(same.c.host_unit))
        .order_by(one.case_id, other.c.case_id).limit(CLASHES)
    ).all()
    return _clashes(connection, rows)


def _clashes(connection: Connection, rows: Sequence[Any]) -> tuple[Clash, ...]:
    wanted = {number for row in rows for number in (row.first, row.second)}
    about = class_declaration.c
    found = connection.execute(
        select(case.c.id, case.c.number, about.class_name, about.start_date, about.end_date)
        .join_from(case, class_declaration, about.case_id == case.c.id).where(case.c.id.in_(wanted)))
    held = {row.id: Held(row.id, row.number, row.class_name, row.start_date, row.end_date) for row in found}
    return tuple(Clash(row.what, row.home, held[row.first], held[row.second]) for row in rows)


def _classes() -> Any:
    return teaching.join(case, case.c.id == teaching.c.case_id).join(
        class_declaration, class_declaration.c.case_id == teaching.c.case_id)


def _lesson(known: Names, row: Any) -> Lesson:
    return Lesson(row.case_id, row.number, row.class_name, known.unit(row.host_unit), row.start_date, row.end_date,
                  tuple(row.topics.split("\n")), Term(f"title.{row.title}"), row.hours, Fen(row.fee_fen),
                  Fen(row.hours * row.fee_fen))
