"""Every report and register has something true to show in the demo, and its figures agree with one another."""

import pytest

from tests.demo.conftest import Demo
from workflow.domain.people import Actor, Post
from workflow.queries.coverage_list import coverage
from workflow.queries.reports import REPORTS, report, wished
from workflow.queries.reports_lecturers import register
from workflow.queries.reports_places import places, villages
from workflow.queries.reports_rows import EXPORT, Figure, opened

OFFICER = Actor(1, posts=(Post("od_section", "OD"),))
YEAR = 2026


@pytest.mark.parametrize("name", REPORTS)
def test_every_table_has_rows_and_every_figure_opens_them(demo: Demo, name: str) -> None:
    wish = wished(demo.office, name, YEAR, "")
    found = report(demo.office, OFFICER, wish)
    assert all(table.rows for table in found.tables)
    for table in found.tables:
        for row in (table.total,) if table.total else table.rows:
            for column in table.columns:
                if column.opens and (value := row.values.get(column.code)):
                    behind = opened(demo.office, OFFICER, wish, Figure(table.code, row.key, column.code), whole=True)
                    assert behind.count == value < EXPORT, (table.code, row.key, column.code)


def test_units_and_tiers_add_up_to_the_same(demo: Demo) -> None:
    for name in ("coverage", "untrained", "spending", "plan"):
        tier, unit = report(demo.office, OFFICER, wished(demo.office, name, YEAR, "")).tables
        assert tier.total is not None and tier.total.values == (unit.total.values if unit.total else None)


def test_the_lists_of_units_say_the_same(demo: Demo) -> None:
    covered, gone = (report(demo.office, OFFICER, wished(demo.office, name, YEAR, "")).table("unit")
                     for name in ("coverage", "untrained"))
    assert covered is not None and gone is not None
    for row, long in zip(covered.rows, gone.rows, strict=True):
        found = coverage(demo.office, OFFICER, row.key)
        told = (found.total, found.trained, found.long, sum(one.hours for one in found.people))
        assert told == (row.values["people"], row.values["trained"], long.values["long"], row.values["hours"]), row.key


def test_the_rule_about_leading_teams_speaks_of_these_figures(demo: Demo) -> None:
    (told,) = report(demo.office, OFFICER, wished(demo.office, "coverage", YEAR, "")).findings
    assert told.rule == "R-35" and 0 < told.values["trained"] < told.values["leaders"]


def test_the_registers_have_lines(demo: Demo) -> None:
    found = register(demo.office, OFFICER, YEAR)
    assert found.count > 10 and found.room_clashes
    assert villages(demo.office, OFFICER, YEAR).people > 0
    assert places(demo.office, OFFICER, YEAR).words
