"""The world on which reports are timed is one they can count, and a house that is used is left alone."""

import pytest

from tests.district import District
from workflow.bench.reports import READER, bench_reports
from workflow.office import Office
from workflow.queries.reports import REPORTS, report, wished
from workflow.refusals import Refused


def test_every_report_counts_the_filled_year(office: Office) -> None:
    told = bench_reports(office, enrolments=1, years=2)
    assert told["enrolments"] == 16_000 and set(told["ms"]) == set(REPORTS)
    coverage = report(office, READER, wished(office, "coverage", 2026, "")).tables[0].total
    assert coverage is not None
    assert (coverage.values["people"], coverage.values["times"]) == (1_600, 7_600), "one of twenty was absent"


def test_a_used_house_is_left_alone(office: Office) -> None:
    District(office)
    with pytest.raises(Refused):
        bench_reports(office, enrolments=1, years=1)
