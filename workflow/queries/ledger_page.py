"""The ledger of one year: figures that open their lines, the fund lines, and every entry with its balance.

A unit sees the lines it owns; the district's roles and the auditor see all.  The figures
are the columns of the fund lines; the entries behind a figure add up to it to the fen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, false, select, true

from workflow.domain.funding import AVAILABLE, COMMITTED, RESERVED, SPENT
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.queries.labels import names
from workflow.queries.ledger_entries import APPROPRIATED, FIGURES, PENDING, Entry, Wish, entries, narrowing, sums
from workflow.queries.visible import LISTS_ONLY
from workflow.store.cases import case, class_declaration
from workflow.store.funding import fund_line, fund_share
from workflow.wording import Fen, Label, Term

PAGE = 25
EXPORT = 100_000  # rows of one export; a year of a province stays below


@dataclass(frozen=True, slots=True)
class Line:
    """One fund line with its balances."""

    id: int
    owner: Label
    source: Term
    state: str
    appropriated: Fen
    reserved: Fen
    committed: Fen
    spent: Fen
    available: Fen


@dataclass(frozen=True, slots=True)
class Pending:
    """A declaration under way that holds no money yet."""

    case_id: int
    number: str | None
    title: str
    host: Label | None
    start: date | None
    total: Fen


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the year's money in the picture: from ``start`` to ``end`` per cent, as text."""

    figure: str
    start: str
    end: str
    width: str
    percent: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The page: ``figures`` by code, ``count`` and ``sum`` of all entries of the filter, one page of them."""

    year: int
    years: tuple[int, ...]
    figures: dict[str, Fen]
    lines: tuple[Line, ...]
    entries: tuple[Entry, ...] = ()
    pending: tuple[Pending, ...] = ()
    count: int = 0
    sum: Fen = field(default_factory=lambda: Fen(0))
    more: str | None = None

    @property
    def left_if_all(self) -> Fen:
        """What would be left if everything pending were approved as declared; may be below nothing."""
        return Fen(self.figures[AVAILABLE] - self.figures[PENDING])

    @property
    def shares(self) -> tuple[Part, ...]:
        """The year's money from left to right: spent, committed, reserved, available."""
        whole, at, parts = self.figures[APPROPRIATED], 0, []
        for figure in (SPENT, COMMITTED, RESERVED, AVAILABLE):
            width = self.figures[figure]
            if whole > 0 and width > 0:
                parts.append(Part(figure, *(_percent(fen, whole) for fen in (at, at + width, width, width))))
            at += width
        return tuple(parts)


def ledger(office: Office, actor: Actor, wish: Wish) -> Ledger:
    """The ledger of the wished year as this actor may see it; a year without lines is an empty page."""
    year = wish.year or office.today().year
    with office.database.read() as connection:
        mine = _within(office, actor, fund_line.c.owner)
        lines = _lines(connection, office, and_(mine, fund_line.c.year == year))
        waiting = _pending(connection, office, actor, year)
        years = connection.execute(select(fund_line.c.year).distinct().where(mine)).scalars()
        head = (year, tuple(sorted({*years, year}, reverse=True)), _figures(lines, waiting), lines)
        if wish.figure == PENDING:
            return Ledger(*head, pending=waiting, count=len(waiting), sum=Fen(sum(row.total for row in waiting)))
        conditions = (mine, fund_line.c.year == year, *narrowing(wish, year))
        count, total = connection.execute(sums(conditions, wish.figure)).one()
        found = entries(connection, office, conditions, wish, PAGE + 1)
    more = found[PAGE - 1].place if len(found) > PAGE else None
    return Ledger(*head, entries=found[:PAGE], count=count, sum=Fen(total or 0), more=more)


def every_entry(office: Office, actor: Actor, wish: Wish) -> tuple[Entry, ...]:
    """All entries of the filter, newest first: what an export of that page holds."""
    year = wish.year or office.today().year
    with office.database.read() as connection:
        conditions = (_within(office, actor, fund_line.c.owner), fund_line.c.year == year, *narrowing(wish, year))
        return entries(connection, office, conditions, wish, EXPORT)


def _within(office: Office, actor: Actor, unit: ColumnElement[str | None]) -> ColumnElement[bool]:
    """The rows whose unit this actor answers for: all of the district, or those of its own units."""
    roles = office.rulebook.roles
    held = [post for post in actor.posts if post.role in roles and post.role != LISTS_ONLY]
    if any(roles[post.role].scope == "district" for post in held):
        return true()
    units = sorted({post.unit for post in held})
    return unit.in_(units) if units else false()


def _lines(connection: Connection, office: Office, condition: ColumnElement[bool]) -> tuple[Line, ...]:
    rows = connection.execute(select(fund_line).where(condition).order_by(fund_line.c.owner, fund_line.c.source)).all()
    known = names(connection, office.rulebook.roles, units=[row.owner for row in rows])
    return tuple(
        Line(row.id, known.units.get(row.owner, Label(row.owner, row.owner)), Term(f"source.{row.source}"), row.state,
             Fen(row.appropriated), Fen(row.reserved), Fen(row.committed), Fen(row.spent),
             Fen(row.appropriated - row.reserved - row.committed - row.spent))
        for row in rows
    )  # fmt: skip


def _percent(fen: int, whole: int) -> str:
    """One decimal, rounded half up, without a float."""
    tenths = (2000 * fen + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def _figures(lines: Sequence[Line], waiting: Sequence[Pending]) -> dict[str, Fen]:
    of_lines = {name: Fen(sum(getattr(line, name) for line in lines)) for name in FIGURES if name != PENDING}
    return {**of_lines, PENDING: Fen(sum(row.total for row in waiting))}


def _pending(connection: Connection, office: Office, actor: Actor, year: int) -> tuple[Pending, ...]:
    """Submitted declarations that open in this year, are under way and hold no money yet."""
    ends = office.rulebook.ends(CLASS)
    of = class_declaration.c
    opens = of.start_date.between(date(year, 1, 1), date(year, 12, 31))
    held = fund_share.c.reserved + fund_share.c.committed + fund_share.c.spent
    rows = connection.execute(
        select(case.c.id, case.c.number, case.c.host_unit, of.class_name, of.start_date, of.total_fen)
        .join_from(case, class_declaration, of.case_id == case.c.id)
        .where(case.c.number.is_not(None), case.c.state.not_in(ends), opens)
        .where(~select(fund_share.c.case_id).where(fund_share.c.case_id == case.c.id, held > 0).exists())
        .where(_within(office, actor, case.c.host_unit))
        .order_by(of.start_date, case.c.id)
    ).all()
    known = names(connection, office.rulebook.roles, units=[row.host_unit for row in rows])
    return tuple(
        Pending(row.id, row.number, row.class_name, known.unit(row.host_unit), row.start_date, Fen(row.total_fen))
        for row in rows
    )
