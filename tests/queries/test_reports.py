"""The figures of the reports are those counted by hand on a small year, on both databases, and open what they count."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert

from tests.queries.rows import add_person
from tests.queries.year import CADRES, add_year
from workflow.domain.people import Actor, Post
from workflow.office import Office
from workflow.queries.reports import REPORTS, report, wished
from workflow.queries.reports_rows import Figure, Opened, opened
from workflow.queries.reports_shape import Report
from workflow.refusals import NotFound
from workflow.store.cases import class_audience
from workflow.store.rosters import enrolment, outside_training

OFFICER, FINANCE, CLERK = (Actor(number, posts=(Post(role, unit),)) for number, role, unit in (
    (1, "od_section", "OD"), (2, "finance", "FIN"), (3, "declarant", "PLC")))
NOBODY = Actor(4, posts=(Post("admin", "OD"),))


@pytest.fixture
def year(office: Office) -> Office:
    """The office of the small year; today is 14 October 2026."""
    process = office.rulebook.process("class_declaration").hash
    with office.database.write() as connection:
        add_year(connection, office.rulebook.policy_on(office.today()).hash, process)
        add_person(connection, 1, ("od_section", "OD"))
        connection.commit()
    return office


def read(office: Office, name: str, actor: Actor = OFFICER, unit: str = "", asked: int = 2026) -> Report:
    return report(office, actor, wished(office, name, asked, unit))


def figures(found: Report, table: str, *columns: str) -> dict[str, tuple[Any, ...]]:
    shown = found.table(table)
    assert shown is not None
    rows = [*shown.rows, *([shown.total] if shown.total else [])]
    return {row.key: tuple(row.values.get(column) for column in columns) for row in rows}


def rows(office: Office, name: str, table: str, key: str, column: str, actor: Actor = OFFICER) -> Opened:
    return opened(office, actor, wished(office, name, 2026, ""), Figure(table, key, column))


def test_coverage_is_counted_by_tier_and_unit(year: Office) -> None:
    columns = ("people", "trained", "untrained", "times", "hours", "share")
    assert figures(read(year, "coverage"), "tier", *columns) == {
        "civil_servant": (2, 1, 1, 2, 90, 500),
        "leading": (4, 2, 2, 3, 102, 500),
        "rural": (2, 1, 1, 1, 12, 500),
        "total": (8, 4, 4, 6, 204, 500),
    }
    assert figures(read(year, "coverage"), "unit", *columns[:3]) == {
        "CIVIL": (4, 3, 1), "PLC": (4, 1, 3), "total": (8, 4, 4)}


def test_another_year_counts_its_own(year: Office) -> None:
    assert figures(read(year, "coverage", asked=2025), "tier", "trained", "hours")["total"] == (2, 512)


def test_until_a_class_is_closed_whoever_is_enrolled_counts(year: Office) -> None:
    """Class 2 is over and not closed; nobody counts for a class that no duplicate search finds any more."""
    assert figures(read(year, "coverage"), "unit", "trained")["CIVIL"] == (3,)
    with year.database.write() as connection:
        connection.execute(insert(class_audience).values(leaf="SEC_NEW", case_id=2, start_date=date(2026, 10, 12),
                                                         end_date=date(2026, 10, 12)))
        connection.commit()
    assert figures(read(year, "coverage"), "unit", "trained")["CIVIL"] == (4,)
    assert figures(read(year, "channels"), "channel", "trained", "hours")["out"] == (1, 0)


def test_hours_are_measured_by_the_year_and_by_five(year: Office) -> None:
    found = read(year, "hours")
    assert figures(found, "rank", "people", "asked", "reached", "below", "average") == {
        "county_division": (2, 550, 1, 1, 280), "section": (2, 90, 0, 2, 21), "staff": (2, 90, 1, 1, 45),
        "village": (2, 90, 0, 2, 6), "total": (8, None, 2, 6, None)}
    assert figures(found, "band", "people") == {"0": (3,), "1": (1,), "2": (1,), "4": (1,), "total": (6,)}


def test_days_are_enough_where_hours_are_not(year: Office) -> None:
    """Twelve days of six hours; three months in class, however few the hours: one day less is not enough."""
    with year.database.write() as connection:
        for number, (person, days, hours) in enumerate(((3, 20, 72), (7, 20, 71), (8, 90, 10), (4, 89, 10)), 90):
            start = date(2026, 1, 5) if days == 20 else date(2024, 3, 1)
            connection.execute(insert(outside_training).values(
                id=number, case_id=1, cadre_id=person, class_name="市委党校进修班", class_kind="topic", level="city",
                start_date=start, end_date=start + timedelta(days=days - 1), hours=hours, out_of_province=False,
                source="0" * 64))
        connection.execute(delete(outside_training).where(outside_training.c.cadre_id.in_((4, 8)),
                                                          outside_training.c.id < 90))
        connection.execute(delete(enrolment).where(enrolment.c.cadre_id == 4))
        connection.commit()
    assert figures(read(year, "hours"), "rank", "reached", "below") == {
        "county_division": (1, 1), "section": (0, 2), "staff": (2, 0), "village": (0, 2), "total": (3, 5)}
    assert {person.id for person in rows(year, "hours", "rank", "total", "reached").people} == {2, 3, 8}


def test_long_untrained_are_those_of_no_class_for_24_months(year: Office) -> None:
    assert figures(read(year, "untrained"), "unit", "people", "long", "never") == {
        "CIVIL": (4, 1, 1), "PLC": (4, 2, 1), "total": (8, 3, 2)}


def test_channels_and_months(year: Office) -> None:
    found = read(year, "channels")
    columns = ("classes", "share_classes", "heads", "person_days", "total", "trained", "times", "hours")
    assert figures(found, "channel", *columns) == {
        "down": (1, 200, 25, 100, 4_500_00, 2, 2, 24),
        "in": (3, 600, 80, 560, 59_600_00, 2, 2, 90),
        "out": (1, 200, 20, 280, 80_000_00, 0, 0, 0),
        "total": (5, 1000, 125, 940, 144_100_00, None, 4, 114),
    }
    assert figures(found, "month", "classes", "total") == {
        "04": (2, 51_500_00), "10": (1, 80_000_00), "11": (1, 9_000_00), "12": (1, 3_600_00), "total": (5, 144_100_00)}


def test_cost_per_person_day_against_the_standard(year: Office) -> None:
    columns = ("classes", "rate", "standard", "of_standard", "above", "explained", "lecturers", "granted")
    assert figures(read(year, "spending"), "tier", *columns) == {
        # leading: (38,000 + 77,000) over 200 + 140 person-days; the class outside costs exactly 550
        "leading": (2, 338_23, 550_00, 615, 0, 1, 12_000_00, 47_000_00),
        "rural": (2, 95_45, 550_00, 174, 0, 0, 3_000_00, 4_500_00),
        "community": (1, 180_00, 550_00, 327, 0, 0, 0, 0),
        # 129,100 without lecturers over 470 person-days, of 258,500
        "total": (5, 274_68, 550_00, 499, 0, 1, 15_000_00, 51_500_00),
    }


def test_steps_with_median_and_late_ones(year: Office) -> None:
    found = read(year, "gates")
    columns = ("open", "overdue", "passed", "median", "p95", "limit", "returned", "return_share")
    assert figures(found, "gate", *columns) == {
        # stays of 1, 2, 1 (Friday to Monday) and 9 working days
        "authority_review": (0, 0, 4, 1, 9, 2, 1, 250),
        "funding_review": (1, 1, 0, None, None, 2, 2, None),
    }
    longest = figures(found, "gate", "longest")["authority_review"][0]
    assert (longest.days, longest.case_id, longest.number) == (9, 4, "CX-2026-0004")
    assert figures(found, "post", "signed", "median", "late") == {"od_section": (4, 1, 2)}


def test_reasons_with_their_words(year: Office) -> None:
    found = read(year, "reasons")
    assert figures(found, "ground", "rejected") == {"repeat": (1,), "total": (1,)}
    assert figures(found, "step", "returned", "rejected") == {
        "authority_review": (1, 1), "funding_review": (2, 0), "total": (3, 1)}
    assert [row.words for row in found.opinions] == ["材料不齐。", "仍不清。", "测算不清。", "同意不批。", "重复。"]


def test_plan_by_how_far_its_classes_came(year: Office) -> None:
    columns = ("planned", "declared", "approved", "held", "closed", "overdue", "extra")
    assert figures(read(year, "plan"), "tier", *columns) == {
        "leading": (3, 2, 2, 2, 1, 1, 0), "rural": (1, 1, 1, 0, 0, 0, 1), "community": (0, 0, 0, 0, 0, 0, 1),
        "total": (4, 3, 3, 2, 1, 1, 2)}


@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_opens_as_many_rows_as_it_says(year: Office, name: str) -> None:
    found = read(year, name)
    checked = 0
    for table in found.tables:
        for row in (*table.rows, *([table.total] if table.total else [])):
            for column in table.columns:
                if column.opens and (value := row.values.get(column.code)):
                    behind = rows(year, name, table.code, row.key, column.code)
                    assert behind.count == value == len(behind.people) + len(behind.classes), (table.code, row, column)
                    checked += 1
    assert checked


@pytest.mark.parametrize(("name", "table", "sums"), [
    ("channels", "channel", {"heads": "heads", "total": "total"}), ("channels", "month", {"heads": "heads"}),
    ("spending", "tier", {}), ("coverage", "tier", {"times": "times", "hours": "hours"})])
def test_a_sum_opens_the_rows_that_it_sums(year: Office, name: str, table: str, sums: dict[str, str]) -> None:
    found = next(part for part in read(year, name).tables if part.code == table)
    summed = [column.code for column in found.columns if column.sums]
    assert summed and set(sums) <= set(summed)
    for row in found.rows:
        for code in summed:
            behind = rows(year, name, table, row.key, code)
            assert behind.count or not row.values[code]
            if code in sums:
                made_of = [getattr(one, sums[code]) or 0 for one in (*behind.people, *behind.classes)]
                assert sum(made_of) == row.values[code], (row.key, code)


def test_a_unit_sees_itself(year: Office) -> None:
    assert figures(read(year, "coverage", CLERK), "unit", "people") == {"PLC": (4,), "total": (4,)}
    assert figures(read(year, "channels", CLERK), "channel", "classes")["total"] == (3,)
    assert figures(read(year, "coverage", CLERK, unit="CIVIL"), "unit", "people")["total"] == (4,), "asks in vain"
    assert {person.name for person in rows(year, "coverage", "tier", "total", "people", CLERK).people} == {
        f"学员{number}" for number, unit, *_ in CADRES if unit == "PLC"}


def test_one_unit_of_the_district(year: Office) -> None:
    assert figures(read(year, "coverage", unit="CIVIL"), "unit", "people") == {"CIVIL": (4,), "total": (4,)}


def test_finance_sees_numbers_and_no_names(year: Office) -> None:
    found = read(year, "coverage", FINANCE)
    assert figures(found, "tier", "people")["total"] == (8,) and not found.names
    with pytest.raises(NotFound):
        rows(year, "coverage", "tier", "total", "people", FINANCE)
    assert rows(year, "channels", "channel", "in", "classes", FINANCE).count == 3


def test_the_administrator_sees_no_report(year: Office) -> None:
    with pytest.raises(NotFound):
        read(year, "coverage", NOBODY)


@pytest.mark.parametrize("name", REPORTS)
def test_an_empty_year_is_an_empty_report(office: Office, name: str) -> None:
    found = read(office, name)
    assert not any(table.rows for table in found.tables)
