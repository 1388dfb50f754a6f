"""Clusters of repeated training about a year: the pairs that the last scan raised, joined where they share a class.

A pair counts while both classes are known to searches and nobody settled it as another batch or as distinct; it is
about a year when one of the two opened in it.  The money of a class is what was settled, else what was approved, else
what was planned (fen).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select

from workflow.domain.pairs import CLEARING
from workflow.domain.people import Actor
from workflow.engine.likeness.comparing import Part
from workflow.office import Office
from workflow.queries.case_facts import topic
from workflow.queries.labels import names
from workflow.queries.visible import visible
from workflow.scan.repeats import decoded
from workflow.store.cases import case, class_declaration, pair
from workflow.store.likeness import likeness_mark
from workflow.store.roster_reading import COUNTING
from workflow.store.rosters import enrolment
from workflow.store.scan import scan_pair
from workflow.store.scan_results import shown_scan
from workflow.store.settlement import settlement
from workflow.wording import Fen, Label, Term

PART = 500  # cases named in one statement


@dataclass(frozen=True, slots=True)
class ScanSeen:
    """Which scan the figures rest on, and by which versions it reckoned."""

    engine: str
    at: datetime
    classes: int
    pairs: int
    scorecard: str
    lexicon: str
    prior: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """A class of a cluster; ``people``: the cadres on its roster; ``sure``: its money is ``settled``, ``approved`` or
    ``planned``."""

    case_id: int
    number: str | None
    title: str
    host: str
    host_name: Label | None
    topic: str
    topic_name: Label | str
    start: date
    heads: int | None
    half_days: int | None
    money: Fen
    sure: str
    state: Label | None
    people: frozenset[int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tie:
    """Why two classes of a cluster are taken for the same: the parts add up to ``tenths`` of a bit with the prior.
    ``settled``: the verdict that a person gave, if any; ``verdict``: what is suggested."""

    one: Repeated
    other: Repeated
    tenths: int
    parts: tuple[Part, ...]
    verdict: str
    reasons: tuple[Term, ...]
    settled: str | None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Classes that repeat one another, by their opening; ``year``: the one that is looked at."""

    year: int
    classes: tuple[Repeated, ...]
    ties: tuple[Tie, ...]

    @property
    def key(self) -> int:
        """The case of its first class."""
        return self.classes[0].case_id

    @property
    def opened(self) -> tuple[Repeated, ...]:
        """The classes that opened in the year."""
        return tuple(one for one in self.classes if one.start.year == self.year)

    @property
    def again(self) -> tuple[Repeated, ...]:
        """Those of the year that were not the first of the cluster: what repeating cost."""
        return tuple(one for one in self.opened if one is not self.classes[0])

    @property
    def cost(self) -> Fen:
        return Fen(sum(one.money for one in self.opened))

    @property
    def again_cost(self) -> Fen:
        return Fen(sum(one.money for one in self.again))

    @property
    def twice(self) -> frozenset[int]:
        """Cadres called to two of its classes or more, at least once in the year."""
        calls = Counter(cadre for one in self.classes for cadre in one.people)
        lately = {cadre for one in self.opened for cadre in one.people}
        return frozenset(cadre for cadre in lately if calls[cadre] > 1)

    @property
    def hosts(self) -> tuple[Label | str, ...]:
        return tuple(dict.fromkeys(one.host_name or one.host for one in self.classes))


def clusters_of(connection: Connection, office: Office, actor: Actor,
                year: int) -> tuple[ScanSeen | None, tuple[Cluster, ...]]:
    """The scan that knows the year and its clusters, the dearest repetition first; ``None`` before the first scan."""
    scan = shown_scan(connection, year)
    if scan is None:
        return None, ()
    seen = ScanSeen(scan.engine, scan.finished_at, scan.classes, scan.pairs, scan.scorecard, scan.lexicon,
                    scan.weights["prior"])
    found = _pairs(connection, scan.id, year)
    classes = _classes(connection, office, actor, {case_id for row in found for case_id in (row.one, row.other)})
    rows = [row for row in found if row.one in classes and row.other in classes]
    ties = [_tie(row, classes, scan.weights["bits"]) for row in rows]
    clusters = [_cluster(year, listed) for listed in joined(ties)]
    return seen, tuple(sorted(clusters, key=lambda one: (-one.again_cost, one.key)))


def joined(ties: Iterable[Tie]) -> list[list[Tie]]:
    """The ties by connected component."""
    home: dict[int, int] = {}

    def root(case_id: int) -> int:
        while home.setdefault(case_id, case_id) != case_id:
            home[case_id] = home[home[case_id]]
            case_id = home[case_id]
        return case_id

    listed = list(ties)
    for tie in listed:
        home[root(tie.one.case_id)] = root(tie.other.case_id)
    parts: dict[int, list[Tie]] = {}
    for tie in listed:
        parts.setdefault(root(tie.one.case_id), []).append(tie)
    return list(parts.values())


def _pairs(connection: Connection, scan_id: int, year: int) -> Sequence[Any]:
    """The pairs about a year, the surest first, each with the verdict that a person gave."""
    one, other = class_declaration.alias("of_one"), class_declaration.alias("of_other")
    of = scan_pair.c
    first, last = date(year, 1, 1), date(year, 12, 31)
    in_year = or_(*(of_class.c.start_date.between(first, last) for of_class in (one, other)))
    known = (exists().where(likeness_mark.c.case_id == case_id) for case_id in (of.one, of.other))
    either = or_(and_(pair.c.case_id == of.one, pair.c.other_id == of.other),
                 and_(pair.c.case_id == of.other, pair.c.other_id == of.one))
    cleared = exists().where(either, pair.c.verdict.in_(CLEARING))
    settled = select(func.max(pair.c.verdict)).where(either).correlate(scan_pair).scalar_subquery()
    return connection.execute(
        select(scan_pair, settled.label("settled"))
        .join(one, one.c.case_id == of.one).join(other, other.c.case_id == of.other)
        .where(of.scan_id == scan_id, in_year, *known, ~cleared)
        .order_by(of.tenths.desc(), of.one, of.other)
    ).all()


def _classes(connection: Connection, office: Office, actor: Actor, ids: Iterable[int]) -> dict[int, Repeated]:
    """Those of the cases that this actor may see."""
    of, listed = class_declaration.c, sorted(ids)
    rows: list[Any] = []
    people: dict[int, set[int]] = {}
    for first in range(0, len(listed), PART):
        part = listed[first:first + PART]
        rows += connection.execute(
            select(case.c.id, case.c.number, case.c.host_unit, case.c.state, case.c.process_hash, class_declaration,
                   settlement.c.actual_fen)
            .join(class_declaration, of.case_id == case.c.id)
            .outerjoin(settlement, settlement.c.case_id == case.c.id)
            .where(case.c.id.in_(part), of.start_date.is_not(None),
                   visible(actor, office.rulebook.roles, connection.dialect.name))).all()
        for case_id, cadre_id in connection.execute(
                select(enrolment.c.case_id, enrolment.c.cadre_id)
                .where(enrolment.c.case_id.in_(part), enrolment.c.status.in_(COUNTING))):
            people.setdefault(case_id, set()).add(cadre_id)
    known = names(connection, office.rulebook.roles, units={row.host_unit for row in rows})
    return {row.id: _repeated(office, known, row, frozenset(people.get(row.id, ()))) for row in rows}


def _repeated(office: Office, known: Any, row: Any, people: frozenset[int]) -> Repeated:
    process = office.rulebook.processes.get(row.process_hash)
    fen, sure = next((fen, sure) for fen, sure in ((row.actual_fen, "settled"), (row.approved_fen, "approved"),
                                                   (row.total_fen, "planned")) if fen is not None)
    return Repeated(row.id, row.number, row.class_name, row.host_unit, known.unit(row.host_unit), row.topic_code,
                    topic(office.rulebook, row.topic_code), row.start_date, row.trainee_count, row.half_days, Fen(fen),
                    sure, process.states[row.state].label if process else None, people)


def _tie(row: Any, classes: Mapping[int, Repeated], bits: Mapping[str, Mapping[str, int]]) -> Tie:
    parts = tuple(Part(name, level, bits[name][level]) for name, level in decoded(row.levels).items())
    reasons = tuple(Term(f"likeness.reason.{reason}") for reason in row.reasons.split(",") if reason)
    return Tie(classes[row.one], classes[row.other], row.tenths, parts, row.verdict, reasons, row.settled)


def _cluster(year: int, ties: list[Tie]) -> Cluster:
    classes = {one.case_id: one for tie in ties for one in (tie.one, tie.other)}
    return Cluster(year, tuple(sorted(classes.values(), key=lambda one: (one.start, one.case_id))), tuple(ties))
