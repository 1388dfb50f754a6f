"""Clusters of repeated training and the network of calls, against figures counted by hand, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from tests.queries.rows import add_person
from tests.queries.scanned_year import LEVELS, SPENT, add_scan, add_scanned_year
from tests.queries.year import YUAN
from tests.rows import AT
from workflow.domain.people import Actor, Post
from workflow.engine.likeness.comparing import Part
from workflow.office import Office
from workflow.queries.reports_rows import Figure
from workflow.queries.reports_shape import Table
from workflow.queries.scan_clusters import COLUMNS, Asked, behind, cluster, repeats
from workflow.queries.scan_network import UNITS, network, network_people
from workflow.refusals import NotFound
from workflow.scan.repeats import decoded
from workflow.store.cases import pair
from workflow.store.likeness import likeness_mark
from workflow.store.scan import scan

AUDITOR, OFFICER, CLERK, FINANCE = (Actor(number, posts=(Post(role, unit),)) for number, role, unit in (
    (1, "auditor", "OD"), (2, "od_section", "OD"), (3, "declarant", "CIVIL"), (4, "finance", "FIN")))


@pytest.fixture
def year(office: Office) -> Office:
    """The office of the small year after a scan; today is 14 October 2026."""
    policy, process = office.rulebook.policy_on(office.today()).hash, office.rulebook.process("class_declaration").hash
    with office.database.write() as connection:
        add_scanned_year(connection, policy, process, office.rulebook.scorecard)
        add_person(connection, 1, ("auditor", "OD"))
        connection.commit()
    return office


def change(office: Office, statement: Any) -> None:
    with office.database.write() as connection:
        connection.execute(statement)
        connection.commit()


def figures(table: Table | None) -> dict[str, tuple[Any, ...]]:
    assert table is not None
    rows = [*table.rows, *([table.total] if table.total else [])]
    return {row.key: tuple(row.values[column.code] for column in table.columns) for row in rows}


def test_figures_are_those_counted_by_hand(year: Office) -> None:
    page = repeats(year, AUDITOR, Asked(2026))
    cost = (SPENT + 80_000) * YUAN  # settled, and planned; class 7 opened the year before
    assert figures(page.table("unit")) == {
        "CIVIL": (1, 2, cost, cost, 1), "PLC": (1, 2, 12_600 * YUAN, 3_600 * YUAN, 0),
        "total": (2, 4, cost + 12_600 * YUAN, cost + 3_600 * YUAN, 1)}
    assert [[one.case_id for one in cluster.classes] for cluster in page.clusters] == [[7, 1, 2], [4, 5]]
    assert [one.sure for one in page.clusters[0].classes] == ["approved", "settled", "planned"]
    assert (page.years[0], dict(page.units).keys()) == (2026, {"CIVIL", "PLC"})


def test_a_year_counts_the_pairs_about_it(year: Office) -> None:
    page = repeats(year, AUDITOR, Asked(2025))
    assert figures(page.table("unit"))["total"] == (1, 1, 5_000 * YUAN, 0, 0)
    assert [[one.case_id for one in cluster.classes] for cluster in page.clusters] == [[7, 1]]
    assert repeats(year, AUDITOR, Asked(2024)).clusters == ()


def test_what_was_settled_or_is_gone_does_not_count(year: Office) -> None:
    change(year, update(pair).values(verdict="REPEAT"))
    ties = repeats(year, AUDITOR, Asked(2026)).clusters[1].ties
    assert {(tie.one.case_id, tie.other.case_id): tie.settled for tie in ties} == {(3, 4): "REPEAT", (4, 5): None}
    change(year, update(pair).values(verdict="BATCH"))
    change(year, delete(likeness_mark).where(likeness_mark.c.case_id == 5))  # withdrawn since
    assert [one.key for one in repeats(year, AUDITOR, Asked(2026)).clusters] == [7]


def test_filters_narrow_and_wrong_ones_are_put_right(year: Office) -> None:
    page = repeats(year, AUDITOR, Asked(2026, unit="PLC"))
    assert [one.key for one in page.clusters] == [4] and set(figures(page.table("unit"))) == {"PLC", "total"}
    assert repeats(year, AUDITOR, Asked(2026, unit="NO", topic="NO")).asked == Asked(2026)


def test_every_figure_opens_what_it_counts(year: Office) -> None:
    page = repeats(year, AUDITOR, Asked(2026))
    for table in page.tables:
        for key, row in figures(table).items():
            for column, value in zip(COLUMNS, row, strict=True):
                found = behind(year, AUDITOR, Asked(2026), Figure(table.code, key, column.code))
                if column.kind == "money":
                    assert sum(one.total for one in found.classes) == value
                elif column.code != "clusters":
                    assert found.count == value, (table.code, key, column.code)
    told = behind(year, AUDITOR, Asked(2026), Figure("unit", "CIVIL", "twice")).people
    assert [(one.name, one.times) for one in told] == [("学员1", 2)]
    with pytest.raises(NotFound):
        behind(year, AUDITOR, Asked(2026), Figure("unit", "CIVIL", "no"))


def test_a_cluster_says_why_in_parts_that_add_up(year: Office) -> None:
    seen, found = cluster(year, OFFICER, 2026, 2)
    bits = year.rulebook.scorecard.bits
    assert found.ties[0].parts == tuple(Part(name, level, bits[name][level])
                                        for name, level in decoded(LEVELS).items())
    assert seen.prior == year.rulebook.scorecard.prior
    assert [reason.key for reason in found.ties[0].reasons] == ["likeness.reason.same_topic",
                                                                "likeness.reason.same_people"]
    with pytest.raises(NotFound):
        cluster(year, OFFICER, 2026, 3)


def test_the_newest_whole_scan_is_shown(year: Office) -> None:
    with year.database.write() as connection:
        half = add_scan(connection, year.rulebook.scorecard, finished_at=None, classes=99)
        add_scan(connection, year.rulebook.scorecard, finished_at=AT + timedelta(days=1), year=2025, classes=98)
        connection.commit()
    assert [seen.classes for asked in (2026, 2025) if (seen := repeats(year, AUDITOR, Asked(asked)).scan)] == [6, 98]
    change(year, update(scan).where(scan.c.id == half).values(finished_at=AT + timedelta(days=2)))
    latest = repeats(year, AUDITOR, Asked(2025)).scan
    assert latest is not None and latest.classes == 99


def test_before_the_first_scan_there_is_nothing(office: Office) -> None:
    page = repeats(office, AUDITOR, Asked(2026))
    assert page.scan is None and page.clusters == () and page.tables == ()


def test_the_network_is_counted_by_hand(year: Office) -> None:
    page = network(year, AUDITOR, 2026)
    assert [(line.host, line.unit, line.calls, line.people, line.shared) for line in page.lines] == [
        ("CIVIL", "CIVIL", 4, 3, 1), ("PLC", "CIVIL", 2, 2, 1)]
    assert figures(page.tables[0]) == {"CIVIL": (2, 6, 4, 1), "total": (None, 6, 4, 1)}
    assert network(year, AUDITOR, 2026, "PLC").lines == ()
    assert network(year, AUDITOR, 2024).tables == ()


def test_every_figure_of_the_network_opens_its_people(year: Office) -> None:
    for table in network(year, AUDITOR, 2026).tables:
        for key, row in figures(table).items():
            told = dict(zip((column.code for column in table.columns), row, strict=True))
            for column in ("calls", "people", "shared"):
                people = network_people(year, AUDITOR, 2026, "", Figure(table.code, key, column))
                assert (sum(one.times for one in people) if column == "calls" else len(people)) == told[column]
    with pytest.raises(NotFound):
        network_people(year, AUDITOR, 2026, "", Figure("called", "total", "no"))
    assert {column.code for column in UNITS} == {"hosts", "calls", "people", "shared"}


@pytest.mark.parametrize("actor", [CLERK, FINANCE])
def test_names_and_money_of_all_units_are_for_few(year: Office, actor: Actor) -> None:
    for read in (lambda: repeats(year, actor, Asked(2026)), lambda: network(year, actor, 2026),
                 lambda: cluster(year, actor, 2026, 1),
                 lambda: network_people(year, actor, 2026, "", Figure("called", "total", "people")),
                 lambda: behind(year, actor, Asked(2026), Figure("unit", "total", "twice"))):
        with pytest.raises(NotFound):
            read()
