"""Repeated training for the auditor: what it cost by unit and topic, the clusters, and the rows of each figure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.labels import names
from workflow.queries.reports import years_known
from workflow.queries.reports_rows import Class, Figure, Person
from workflow.queries.reports_scope import scope_of
from workflow.queries.reports_shape import COUNT, MONEY, PEOPLE, TOTAL, Column, Row, Table
from workflow.queries.scan_pairs import Cluster, Repeated, ScanSeen, clusters_of
from workflow.refusals import NotFound
from workflow.store.people import cadre
from workflow.store.roster_reading import COUNTING
from workflow.store.rosters import enrolment
from workflow.wording import Label, Term

COLUMNS = (Column("clusters", COUNT, True), Column("classes", COUNT, True), Column("cost", MONEY, True),
           Column("again", MONEY, True), Column("twice", PEOPLE, True))
DRAWN = ("cost", "again")
PART = 500
Key = Callable[[Repeated], str]
KEYS: dict[str, Key] = {"unit": lambda one: one.host, "topic": lambda one: one.topic or "-"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; "" = all."""

    year: int
    unit: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Repeats:
    """One page. ``scan`` is ``None`` before the first scan; ``units`` and ``topics`` are what may be chosen."""

    asked: Asked
    scan: ScanSeen | None
    clusters: tuple[Cluster, ...]
    tables: tuple[Table, ...]
    years: tuple[int, ...]
    units: dict[str, Label | str]
    topics: dict[str, Label | str]
    seen: datetime

    def table(self, code: str) -> Table | None:
        return next((table for table in self.tables if table.code == code), None)


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows of a figure: people, or classes."""

    asked: Asked
    figure: Figure
    people: tuple[Person, ...] = ()
    classes: tuple[Class, ...] = ()

    @property
    def count(self) -> int:
        return len(self.people) + len(self.classes)


def repeats(office: Office, actor: Actor, asked: Asked) -> Repeats:
    """Clusters about a year; ``NotFound`` for who may not see the whole district with its people."""
    demand_overseer(office, actor)
    with office.database.read() as connection:
        scan, all_clusters = clusters_of(connection, office, actor, asked.year)
        years = years_known(connection, asked.year, office.today())
    units, topics = _choices(all_clusters, "unit"), _choices(all_clusters, "topic")
    asked = replace(asked, unit=asked.unit if asked.unit in units else "",
                    topic=asked.topic if asked.topic in topics else "")
    clusters = tuple(cluster for cluster in all_clusters if any(_wanted(asked, one) for one in cluster.opened))
    tables = tuple(_table(code, asked, clusters) for code in KEYS) if clusters else ()
    return Repeats(asked, scan, clusters, tables, years, units, topics, office.clock())


def cluster(office: Office, actor: Actor, year: int, case_id: int) -> tuple[ScanSeen, Cluster]:
    """The cluster of a year in which a class stands; ``NotFound`` if it stands in none."""
    demand_overseer(office, actor)
    with office.database.read() as connection:
        scan, clusters = clusters_of(connection, office, actor, year)
    found = next((one for one in clusters if any(known.case_id == case_id for known in one.classes)), None)
    if scan is None or found is None:
        raise NotFound("case", case_id)
    return scan, found


def behind(office: Office, actor: Actor, asked: Asked, figure: Figure) -> Behind:
    """The rows of a figure; ``NotFound`` for a figure that is not there."""
    page = repeats(office, actor, asked)
    key = KEYS.get(figure.table)
    if key is None or figure.column not in {column.code for column in COLUMNS}:
        raise NotFound("figure", 0)
    chosen = [one for one in page.clusters
              if any(_counts(page.asked, key, figure.key, known) for known in one.opened)]
    if figure.column == "twice":
        return Behind(page.asked, figure, people=people_of(office, set().union(*(one.twice for one in chosen)),
                                                           {known.case_id for one in chosen for known in one.classes}))
    if figure.column == "clusters":
        rows = [known for one in chosen for known in one.classes]
    else:
        rows = [known for one in chosen for known in (one.again if figure.column == "again" else one.opened)
                if _counts(page.asked, key, figure.key, known)]
    return Behind(page.asked, figure, classes=tuple(as_class(one) for one in rows))


def demand_overseer(office: Office, actor: Actor) -> None:
    """Names and money of all units are for the organisation department and the auditor."""
    if scope_of(office, actor).named is not None:
        raise NotFound("reports", actor.id)


def as_class(one: Repeated) -> Class:
    return Class(one.case_id, one.number, one.title, one.host_name, one.start, one.heads, one.half_days, one.money,
                 one.state)


def people_of(office: Office, ids: Iterable[int], cases: Iterable[int]) -> tuple[Person, ...]:
    """Cadres with how often, for how many hours and when last they were called to some classes."""
    listed, among = sorted(ids), sorted(cases)
    with office.database.read() as connection:
        rows = [row for first in range(0, len(listed), PART)
                for row in _called(connection, listed[first:first + PART], among)]
        known = names(connection, office.rulebook.roles, units={row.unit for row in rows})
    return tuple(Person(row.id, row.staff_no, row.name, known.unit(row.unit), row.rank, row.times, row.hours or 0,
                        row.last) for row in rows)


def _called(connection: Connection, people: list[int], cases: list[int]) -> list[Any]:
    e = enrolment.c
    return list(connection.execute(
        select(cadre.c.id, cadre.c.staff_no, cadre.c.name, cadre.c.unit, cadre.c.rank, func.count().label("times"),
               func.sum(e.hours).label("hours"), func.max(e.start_date).label("last"))
        .join(enrolment, e.cadre_id == cadre.c.id)
        .where(cadre.c.id.in_(people), e.case_id.in_(cases), e.status.in_(COUNTING))
        .group_by(cadre.c.id).order_by(cadre.c.unit, cadre.c.staff_no)))


def _table(code: str, asked: Asked, clusters: tuple[Cluster, ...]) -> Table:
    key = KEYS[code]
    heads = _choices(clusters, code)
    keys = {key(one) for cluster in clusters for one in cluster.opened if _wanted(asked, one)}
    rows = tuple(Row(name, heads[name], _figures(asked, clusters, key, name)) for name in keys)
    rows = tuple(sorted(rows, key=lambda row: (-row.values["again"], -row.values["cost"], row.key)))
    return Table(code, COLUMNS, rows, Row(TOTAL, Term("reports.total"), _figures(asked, clusters, key, TOTAL)), DRAWN)


def _figures(asked: Asked, clusters: Iterable[Cluster], key: Key, name: str) -> dict[str, int]:
    """The figures of one row; ``name`` TOTAL = of all."""
    mine = [(cluster, [one for one in cluster.opened if _counts(asked, key, name, one)]) for cluster in clusters]
    mine = [(cluster, classes) for cluster, classes in mine if classes]
    return {
        "clusters": len(mine), "classes": sum(len(classes) for _, classes in mine),
        "cost": sum(one.money for _, classes in mine for one in classes),
        "again": sum(one.money for cluster, _ in mine for one in cluster.again if _counts(asked, key, name, one)),
        "twice": len(set().union(*(cluster.twice for cluster, _ in mine))),
    }


def _wanted(asked: Asked, one: Repeated) -> bool:
    return asked.unit in ("", KEYS["unit"](one)) and asked.topic in ("", KEYS["topic"](one))


def _counts(asked: Asked, key: Key, name: str, one: Repeated) -> bool:
    return _wanted(asked, one) and name in (TOTAL, key(one))


def _choices(clusters: Iterable[Cluster], code: str) -> dict[str, Label | str]:
    """The units or topics of the classes, by code."""
    found: dict[str, Label | str] = {}
    for one in (one for cluster in clusters for one in cluster.opened):
        found[KEYS[code](one)] = (one.host_name or one.host) if code == "unit" else (one.topic_name or "–")
    return dict(sorted(found.items()))


