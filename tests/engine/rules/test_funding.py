"""R-39 per share and R-01 on the year's line."""

from dataclasses import replace

import pytest

from tests.engine.rules.clean_class import YUAN, facts, of, severity
from tests.samples import units
from workflow.domain.declaration import Share
from workflow.domain.findings import BLOCK, CLEAR, INFO, WARN
from workflow.engine.rules.facts import Line

LINE = Line(1, "CIVIL", 2026, "unit_training", "open", 0, 0, 0, 0)
FUND = Line(2, "OD", 2026, "cadre_education", "open", 100_000 * YUAN, 0, 0, 0)
TOTAL = facts().form.total_fen


@pytest.mark.parametrize(("available", "expected"), [(TOTAL, CLEAR), (TOTAL - 1, BLOCK), (TOTAL + 1, CLEAR)])
def test_the_share_against_what_is_left(available: int, expected: str) -> None:
    line = replace(LINE, appropriated=available + 600, reserved=100, committed=200, spent=300)
    finding, = of("R-39", facts(lines=(line,)))
    assert finding.severity == expected
    if expected == BLOCK:
        assert (finding.values["left"], finding.values["short"]) == (TOTAL - 1, 1)


def test_what_the_case_holds_already_counts_as_there() -> None:
    line = replace(LINE, appropriated=TOTAL, reserved=TOTAL, held=TOTAL)
    assert severity("R-39", facts(lines=(line,))) == CLEAR
    assert severity("R-39", facts(lines=(replace(line, held=TOTAL - 1),))) == BLOCK


@pytest.mark.parametrize(("lines", "expected", "wording"), [
    ((), BLOCK, "none"),
    ((replace(LINE, year=2025, appropriated=TOTAL),), BLOCK, "none"),
    ((replace(LINE, source="special", appropriated=TOTAL),), BLOCK, "none"),
    ((replace(LINE, owner="PLC", appropriated=TOTAL),), BLOCK, "none"),
    ((replace(LINE, state="closed", appropriated=TOTAL),), BLOCK, "closed"),
    ((replace(LINE, state="expected"),), INFO, "expected"),
])
def test_lines_that_cannot_be_drawn_on(lines: tuple[Line, ...], expected: str, wording: str) -> None:
    finding, = of("R-39", facts(lines=lines))
    assert (finding.severity, finding.wording) == (expected, wording)


def test_each_share_out_of_reach_has_its_own_finding() -> None:
    shares = (Share("OD", "cadre_education", 100), Share("CIVIL", "unit_training", 100), Share("PLC", "special", 100))
    found = of("R-39", facts(fund_shares=shares, lines=(FUND, replace(LINE, appropriated=99))))
    assert [(f.part, f.wording) for f in found] == [("1", ""), ("2", "none")]


def test_all_shares_covered_is_one_clear_line() -> None:
    shares = (Share("OD", "cadre_education", 40), Share("CIVIL", "unit_training", 60))
    finding, = of("R-39", facts(fund_shares=shares, lines=(FUND, replace(LINE, appropriated=60))))
    assert (finding.severity, finding.values["share"], finding.values["after"]) == (CLEAR, 100, 100_000 * YUAN - 40)


def test_an_owner_is_called_by_name_while_it_is_known() -> None:
    known, = of("R-39", facts(lines=()))
    assert known.values["owner"] == units()["CIVIL"].label
    gone, = of("R-39", facts(fund_shares=(Share("GONE", "special", 1),), lines=()))
    assert gone.values["owner"] == "GONE"


def test_nothing_drawn_nothing_said() -> None:
    assert of("R-39", facts(fund_shares=())) == ()


@pytest.mark.parametrize(("fen", "expected"), [
    (100_000 * YUAN, CLEAR), (100_000 * YUAN - 1, WARN), (1_000_000 * YUAN, CLEAR)])
def test_the_floor_is_on_the_years_line(fen: int, expected: str) -> None:
    given = facts(fund_shares=(Share("OD", "cadre_education", 100),), lines=(replace(FUND, appropriated=fen),))
    assert severity("R-01", given) == expected


def test_the_floor_is_never_against_a_units_own_line() -> None:
    assert of("R-01", facts(lines=(replace(LINE, appropriated=1),))) == ()
