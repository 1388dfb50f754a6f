"""The network of multi-headed calling: which hosts called which unit's people how often, and whom two of them called.

Counted are the places of people in classes that open in the year and were not given up (``reports_classes.counted``);
who was replaced, taken off or let off was not called.  ``shared`` are people whom another host called as well.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Subquery, func, select, true
from sqlalchemy import case as when

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.labels import names
from workflow.queries.reports import years_known
from workflow.queries.reports_classes import classes_of, counted
from workflow.queries.reports_rows import Figure, Person
from workflow.queries.reports_scope import Scope
from workflow.queries.reports_shape import COUNT, PEOPLE, TOTAL, Column, Row, Table, Wish
from workflow.queries.scan_clusters import demand_overseer
from workflow.refusals import NotFound
from workflow.store.cases import case
from workflow.store.people import cadre
from workflow.store.roster_reading import COUNTING
from workflow.store.rosters import enrolment
from workflow.wording import Label, Term

DISTRICT = Scope(None, None)
UNITS = (Column("hosts", COUNT), Column("calls", COUNT, True), Column("people", PEOPLE, True),
         Column("shared", PEOPLE, True))
PAIRS = (Column("calls", COUNT, True), Column("people", PEOPLE, True), Column("shared", PEOPLE, True))
BETWEEN = "|"  # between host and unit in a key


@dataclass(frozen=True, slots=True)
class Line:
    """How often one host called people of one unit; ``people``: how many, ``shared``: of them by others too."""

    host: str
    unit: str
    calls: int
    people: int
    shared: int


@dataclass(frozen=True, slots=True)
class Network:
    """``lines`` by unit, then by host; ``tables``: by called unit, and line by line; ``names`` of hosts and units."""

    year: int
    unit: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    names: dict[str, Label]
    years: tuple[int, ...]
    units: dict[str, Label]
    seen: datetime


def network(office: Office, actor: Actor, year: int, unit: str = "") -> Network:
    """Who called whom in a year; ``unit``: only its people, "" = all. ``NotFound`` as for ``scan_clusters.repeats``."""
    demand_overseer(office, actor)
    with office.database.read() as connection:
        called = _called(office, year)
        found = _lines(connection, called)
        of_units = _units(connection, called)
        years = years_known(connection, year, office.today())
        whole = connection.execute(select(*_sums(called)).where(_of_unit(called, unit))).one()
        codes = {code for line in found for code in (line.host, line.unit)}
        known = names(connection, office.rulebook.roles, units=codes)
    labels = {code: known.units.get(code, Label(code, code)) for code in codes}
    lines = tuple(line for line in found if unit in ("", line.unit))
    rows = [row for row in of_units if unit in ("", row.unit)]
    tables = (_unit_table(labels, rows, whole), _line_table(labels, lines)) if lines else ()
    units = {code: labels[code] for code in sorted({line.unit for line in found})}
    return Network(year, unit, lines, tables, labels, years, units, office.clock())


def network_people(office: Office, actor: Actor, year: int, unit: str, figure: Figure) -> tuple[Person, ...]:
    """The people behind a figure, each with their calls."""
    demand_overseer(office, actor)
    called = _called(office, year)
    of, host, _, sent = called.c, *_key(figure)
    chosen = [_of_unit(called, sent), _of_unit(called, unit), of.host == host if host else true()]
    chosen += [of.hosts > 1] if figure.column == "shared" else []
    rows_of = (
        select(cadre.c.id, cadre.c.staff_no, cadre.c.name, cadre.c.unit, cadre.c.rank,
               func.sum(of.calls).label("times"), func.sum(of.hours).label("hours"), func.max(of.last).label("last"))
        .join(called, of.cadre_id == cadre.c.id).where(*chosen)
        .group_by(cadre.c.id).order_by(cadre.c.unit, cadre.c.staff_no))
    with office.database.read() as connection:
        rows = connection.execute(rows_of).all()
        known = names(connection, office.rulebook.roles, units={row.unit for row in rows})
    return tuple(Person(row.id, row.staff_no, row.name, known.unit(row.unit), row.rank, int(row.times),
                        int(row.hours or 0), row.last) for row in rows)


def _key(figure: Figure) -> tuple[str, str, str]:
    """Host and unit of a row; "" = any."""
    if figure.column not in {column.code for column in UNITS} or figure.table not in ("called", "line"):
        raise NotFound("figure", 0)
    if figure.key == TOTAL or figure.table == "called":
        return "", "", "" if figure.key == TOTAL else figure.key
    return figure.key.partition(BETWEEN)


def _called(office: Office, year: int) -> Subquery:
    """A row for each cadre, the unit that sent them and a host: how often; ``hosts``: how many hosts called them."""
    e = enrolment.c
    calls = (
        select(e.cadre_id, e.unit, case.c.host_unit.label("host"), func.count().label("calls"),
               func.sum(e.hours).label("hours"), func.max(e.start_date).label("last"))
        .select_from(classes_of().join(enrolment, e.case_id == case.c.id))
        .where(counted(office, DISTRICT, Wish("", year)), e.status.in_(COUNTING))
        .group_by(e.cadre_id, e.unit, case.c.host_unit).cte("calls"))
    hosts = select(calls.c.cadre_id, func.count(calls.c.host.distinct()).label("hosts")).group_by(
        calls.c.cadre_id).subquery("hosts")
    return select(calls, hosts.c.hosts).join(hosts, hosts.c.cadre_id == calls.c.cadre_id).subquery("called")


def _lines(connection: Connection, called: Subquery) -> tuple[Line, ...]:
    of = called.c
    rows = connection.execute(
        select(of.host, of.unit, *_sums(called)).group_by(of.host, of.unit).order_by(of.unit, of.host))
    return tuple(Line(row.host, row.unit, int(row.calls), int(row.people), int(row.shared)) for row in rows)


def _units(connection: Connection, called: Subquery) -> list[Any]:
    of = called.c
    return list(connection.execute(
        select(of.unit, func.count(of.host.distinct()).label("hosts"), *_sums(called)).group_by(of.unit)
        .order_by(of.unit)))


def _sums(called: Subquery) -> tuple[ColumnElement[Any], ...]:
    of = called.c
    shared = when((of.hosts > 1, of.cadre_id))
    return (func.sum(of.calls).label("calls"), func.count(of.cadre_id.distinct()).label("people"),
            func.count(shared.distinct()).label("shared"))


def _of_unit(called: Subquery, unit: str) -> ColumnElement[bool]:
    return called.c.unit == unit if unit else true()


def _unit_table(labels: dict[str, Label], rows: list[Any], whole: Any) -> Table:
    told = tuple(Row(row.unit, labels[row.unit], {"hosts": row.hosts, **_figures(row)})
                 for row in sorted(rows, key=lambda row: (-row.shared, -row.calls, row.unit)))
    return Table("called", UNITS, told, Row(TOTAL, Term("reports.total"), {"hosts": None, **_figures(whole)}))


def _line_table(labels: dict[str, Label], lines: tuple[Line, ...]) -> Table:
    return Table("line", PAIRS, tuple(
        Row(f"{line.host}{BETWEEN}{line.unit}", _arrow(labels[line.host], labels[line.unit]), _figures(line))
        for line in lines))


def _arrow(host: Label, unit: Label) -> Label:
    return Label(f"{host.zh} → {unit.zh}", f"{host.en} → {unit.en}")


def _figures(row: Any) -> dict[str, int]:
    return {name: int(getattr(row, name)) for name in ("calls", "people", "shared")}
