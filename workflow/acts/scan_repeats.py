"""Re-reads all history for repeated training; what is found is shown only when the scan is whole (decision 0028).

Each slice is a transaction of its own, so that a scan that was killed goes on where it stood.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Protocol

from sqlalchemy import Connection

from workflow.acts.rebuild_likeness import rebuild_likeness
from workflow.acts.transaction import transaction
from workflow.domain.days import office_day
from workflow.domain.people import system_actor
from workflow.engine.likeness.comparing import People
from workflow.office import Office
from workflow.office.likeness import Likenesses
from workflow.office.likeness_contents import units_of
from workflow.refusals import Refusal, Refused
from workflow.rulebook.scorecard import Scorecard
from workflow.scan import indexed, splinked
from workflow.scan.history import History, history_of, reaches_of
from workflow.scan.repeats import Candidate, Repeat, repeats, worth_comparing
from workflow.store import likeness_index as index
from workflow.store import scan_results as results

ENGINES = (splinked.NAME, indexed.NAME)
Progress = Callable[[int, int], None]  # slices done, slices in all


class Engine(Protocol):
    """Finds the candidates of one slice after the other."""

    def candidates(self, connection: Connection, n: int) -> Iterable[Candidate]: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Scanned:
    """``resumed``: how many slices were there already from a scan that was cut short."""

    scan_id: int
    engine: str
    year: int | None
    classes: int
    pairs: int
    slices: int
    resumed: int


def scan_repeats(office: Office, *, year: int | None = None, engine: str = splinked.NAME, resume: bool = False,
                 progress: Progress = lambda done, slices: None) -> Scanned:
    """Scan all history, or the pairs with a class opened in ``year``. An index by other words is rebuilt first.

    Raises ``Refused``: ``scan_extra`` (Splink is not installed), ``scan_overtaken`` (another scan began meanwhile).
    """
    if engine == splinked.NAME:
        splinked.demand_installed()
    with office.database.read() as connection:
        built = index.snapshot(connection)
    if built is None or built[1] != office.rulebook.lexicon.version:
        rebuild_likeness(office)
    policy = office.rulebook.policy_on(office_day(office.clock()))
    with office.database.read() as connection:
        units = units_of(connection)
        known = Likenesses.of(connection, office.rulebook, policy, (unit.label.zh for unit in units.values()))
        history = history_of(connection, known, reaches_of(units), year)
    return scan_history(office, history, year=year, engine=engine, resume=resume, progress=progress)


def scan_history(office: Office, history: History, *, year: int | None, engine: str, resume: bool,
                 progress: Progress) -> Scanned:
    """The scan of a history that was read."""
    scan_id, done = _opened(office, history, year, engine, resume)
    progress(len(done), history.slices)
    with closing(_engine(office, history, engine)) as finder:
        for place, n in enumerate(sorted(set(range(history.slices)) - done), len(done) + 1):
            _keep(office, scan_id, n, _found(office, history, finder, n))
            progress(place, history.slices)
    with transaction(office, system_actor()) as work:
        pairs = results.finish(work.connection, scan_id, year, work.now)
        if pairs is None:
            raise Refused(Refusal("scan_overtaken"))
    return Scanned(scan_id, engine, year, len(history.ids), pairs, history.slices, len(done))


def _opened(office: Office, history: History, year: int | None, engine: str,
            resume: bool) -> tuple[int, frozenset[int]]:
    """The scan and its slices that are done: the half one if it may go on, else a new one."""
    with transaction(office, system_actor()) as work:
        half = results.half(work.connection, engine, year, history.stamp) if resume else None
        if half is not None:
            return half, results.done_slices(work.connection, half)
        known = history.known
        card = known.comparer.card
        return results.begin(work.connection, results.Begun(
            engine, year, work.now, history.stamp, card.hash, known.reader.lexicon.version, known.terms,
            _weights(card), history.slices, len(history.ids))), frozenset()


def _engine(office: Office, history: History, engine: str) -> Engine:
    if engine == indexed.NAME:
        return indexed.Indexed(history)
    with office.database.read() as connection:
        return splinked.Splinked(connection, history)


def _found(office: Office, history: History, finder: Engine, n: int) -> list[Repeat]:
    comparer = history.known.comparer
    with office.database.read() as connection:
        pairs = worth_comparing(comparer, finder.candidates(connection, n))
        rosters = results.rosters_of(connection, pairs.keys())
    return list(repeats(comparer, pairs.values(), {pair: People(*counted) for pair, counted in rosters.items()}))


def _keep(office: Office, scan_id: int, n: int, found: list[Repeat]) -> None:
    rows = [{**asdict(repeat), "reasons": ",".join(repeat.reasons)} for repeat in found]
    with transaction(office, system_actor()) as work:
        if not results.keep_slice(work.connection, scan_id, n, rows):
            raise Refused(Refusal("scan_overtaken"))


def _weights(card: Scorecard) -> Mapping[str, object]:
    return {"prior": card.prior, "bits": {field: dict(levels) for field, levels in card.bits.items()}}
