"""The demo's scan: what the single check raises, by Splink the same; its pages show something true."""

from contextlib import closing

from sqlalchemy import Connection, select

from tests.demo.conftest import Demo
from webapp.cli.demo_load import MORNING
from workflow.domain.people import Actor, Post
from workflow.engine.likeness.comparing import People
from workflow.office.likeness import Likenesses, check
from workflow.office.likeness_contents import units_of
from workflow.queries.scan_clusters import Asked, repeats
from workflow.queries.scan_network import network
from workflow.scan.history import History, history_of, reaches_of
from workflow.scan.repeats import repeats as raised
from workflow.scan.repeats import worth_comparing
from workflow.scan.splinked import Splinked
from workflow.store.scan import scan_pair
from workflow.store.scan_results import rosters_of

AUDITOR = Actor(1, posts=(Post("auditor", "AUDIT"),))
YEAR = 2026
Pairs = dict[tuple[int, int], int]


def history(connection: Connection, demo: Demo) -> History:
    book, units = demo.office.rulebook, units_of(connection)
    known = Likenesses.of(connection, book, book.policy_on(demo.office.today()),
                          (unit.label.zh for unit in units.values()))
    return history_of(connection, known, reaches_of(units), None)


def kept(connection: Connection) -> Pairs:
    return {(row.one, row.other): row.tenths for row in connection.execute(select(scan_pair))}


def test_the_scan_found_what_the_single_check_raises(demo: Demo) -> None:
    found: Pairs = {}
    with demo.office.database.read() as connection:
        told = history(connection, demo)
        for one in told.signatures(told.marks(connection, 0, len(told.ids))):
            pairs = [tuple(sorted((one.id, other))) for other in told.ids if other != one.id]
            people = {sum(pair) - one.id: People(*counted)
                      for pair, counted in rosters_of(connection, [(pair[0], pair[1]) for pair in pairs]).items()}
            for other in check(connection, told.known, one, told.below(one.scope), people).raised:
                found[min(one.id, other.case_id), max(one.id, other.case_id)] = other.likeness.tenths
        assert found and kept(connection) == found


def test_splink_finds_the_same(demo: Demo) -> None:
    with demo.office.database.read() as connection:
        told = history(connection, demo)
        with closing(Splinked(connection, told)) as finder:
            pairs = worth_comparing(told.known.comparer, finder.candidates(connection, 0))
        rosters = {pair: People(*counted) for pair, counted in rosters_of(connection, pairs).items()}
        found = {(one.one, one.other): one.tenths for one in raised(told.known.comparer, pairs.values(), rosters)}
        assert found == kept(connection)


def test_its_pages_show_something_true(demo: Demo) -> None:
    page = repeats(demo.office, AUDITOR, Asked(YEAR))
    assert page.clusters and page.scan is not None and page.scan.at == MORNING
    total = page.tables[0].total
    assert total is not None and total.values["again"] > 0 and total.values["twice"] > 0
    assert total.values == page.tables[1].total.values  # type: ignore[union-attr]  # by unit and by topic: the same sum
    lines = network(demo.office, AUDITOR, YEAR).lines
    assert len({line.host for line in lines}) > 3 and any(line.shared for line in lines)
