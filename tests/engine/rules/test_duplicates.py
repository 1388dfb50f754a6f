"""R-25: half of the smaller audience, twelve months, same topic or both out of the province; R-S1: splitting."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.engine.rules.clean_class import START, a_class, facts, of
from tests.samples import rulebook, samples, similar, units
from workflow.domain.findings import BLOCK, CLEAR, INFO, Finding
from workflow.domain.pairs import CLEARING, VERDICTS
from workflow.engine.rules.duplicates import is_series
from workflow.engine.rules.facts import SimilarClass
from workflow.wording.values import Fen, pack


def other(case_id: int = 9, verdict: str = "", **changes: Any) -> SimilarClass:
    form = a_class(**{"host_unit": "PLC", "class_name": "另一个班", **changes})
    return SimilarClass(case_id, f"CX-2026-{case_id:04d}", form, units()["PLC"].label, "submitted", verdict)


def pair(given: SimilarClass, **changes: Any) -> Finding | None:
    found = [f for f in of("R-25", facts(similar=(given,), **changes)) if f.part]
    assert len(found) <= 1
    return found[0] if found else None


def level(given: SimilarClass, **changes: Any) -> str:
    finding = pair(given, **changes)
    return finding.severity if finding else ""


@pytest.mark.parametrize(("start", "expected"), [
    (date(2025, 6, 15), ""), (date(2025, 6, 16), BLOCK), (date(2027, 6, 14), BLOCK), (date(2027, 6, 15), ""),
    (START, BLOCK)])
def test_twelve_months_on_either_side(start: date, expected: str) -> None:
    assert level(other(start_date=start, end_date=start + timedelta(days=2))) == expected


def test_the_last_of_february_has_its_year() -> None:
    leap = other(start_date=date(2028, 2, 29), end_date=date(2028, 2, 29))
    assert level(leap, start_date=date(2029, 2, 27), end_date=date(2029, 2, 28)) == BLOCK
    assert level(leap, start_date=date(2029, 2, 28), end_date=date(2029, 2, 28)) == ""


@pytest.mark.parametrize(("ours", "theirs", "expected"), [
    (("COMM_SEC", "COMM_DIR"), ("COMM_SEC",), BLOCK),  # 1 of 1
    (("COMM_SEC", "COMM_DIR"), ("COMM_SEC", "COMM_DEPUTY"), BLOCK),  # 1 of 2: exactly half
    (("COMM_SEC", "COMM_DIR", "COMM_DEPUTY"), ("COMM_SEC", "VILL_SEC", "VILL_DIR"), ""),  # 1 of 3
    (("COMM_SEC",), ("VILL_SEC",), ""),
    (("COMM_TEAM",), ("COMM_DIR",), BLOCK),  # containment
])
def test_half_of_the_smaller_audience(ours: tuple[str, ...], theirs: tuple[str, ...], expected: str) -> None:
    assert level(other(audience_codes=theirs), audience_codes=ours) == expected


def test_another_topic_is_only_worth_a_note() -> None:
    assert level(other(topic_code="RURAL_REVIVAL")) == INFO
    assert level(other(topic_code=""), topic_code="") == INFO


def test_two_journeys_are_flagged_whatever_their_topics() -> None:
    journey = {"channel": "out", "province": "JS"}
    finding = pair(other(topic_code="RURAL_REVIVAL", channel="out", province="SH"), **journey)
    assert finding is not None
    assert (finding.severity, finding.wording) == (BLOCK, "journey")
    assert level(other(topic_code="RURAL_REVIVAL"), **journey) == INFO


@pytest.mark.parametrize("verdict", VERDICTS)
def test_what_a_verdict_does(verdict: str) -> None:
    finding = pair(other(verdict=verdict))
    assert finding is not None
    expected = (INFO, "settled") if verdict in CLEARING else (BLOCK, "judged")
    assert (finding.severity, finding.wording) == expected


def test_batches_of_one_class_are_a_series() -> None:
    first, second = samples()["D18"], samples()["D19"]
    given = facts(similar=(similar(second),), **{name: getattr(first.form, name) for name in (
        "host_unit", "topic_code", "batch_no", "audience_codes", "start_date", "end_date")})
    finding = next(f for f in of("R-25", given) if f.part)
    assert (finding.severity, finding.wording) == (INFO, "series")


@pytest.mark.parametrize(("changes", "series"), [
    ({}, True), ({"host_unit": "PLC"}, False), ({"topic_code": "RURAL_REVIVAL"}, False), ({"batch_no": 1}, False),
    ({"batch_no": None}, False), ({"audience_codes": ("VILL_SEC", "COMM_DIR")}, False)])
def test_what_makes_a_series(changes: dict[str, Any], series: bool) -> None:
    """One host and topic, two batch numbers, and nobody in both."""
    second = other(**{"host_unit": "CIVIL", "batch_no": 2, "audience_codes": ("VILL_SEC",), **changes})
    given = facts(batch_no=1, audience_codes=("COMM_SEC", "COMM_DIR"))
    assert is_series(given, second) is series
    assert not is_series(facts(audience_codes=("COMM_SEC",)), second)  # ours has no batch number


def test_a_batch_that_calls_the_same_people_again_is_a_repetition() -> None:
    again = other(host_unit="CIVIL", batch_no=2)
    assert level(again, batch_no=1) == BLOCK


def test_each_other_class_has_its_part_and_blocks_come_first() -> None:
    found = of("R-25", facts(similar=(other(12, topic_code="RURAL_REVIVAL"), other(3), other(101))))
    assert [(f.part, f.severity) for f in found] == [("3", BLOCK), ("101", BLOCK), ("12", INFO)]


def test_nothing_alike_is_said_once() -> None:
    finding, = of("R-25", facts(similar=(other(audience_codes=("VILL_SEC",)),)))
    assert (finding.severity, finding.part) == (CLEAR, "")


def test_what_is_compared_is_shown_without_money() -> None:
    finding = pair(other(audience_codes=("COMM_TEAM",)))
    assert finding is not None
    values = finding.values
    assert (values["name"], values["number"], values["case"], values["count"]) == ("另一个班", "CX-2026-0009", "9", 0)
    assert (values["start"], values["end"], values["people"], values["days"]) == (START, date(2026, 6, 17), 30, "3")
    assert values["later"] == date(2027, 6, 15)
    assert values["shared"] == tuple(rulebook().audiences[code].label for code in ("COMM_SEC", "COMM_DIR"))
    assert not any(isinstance(value, Fen) for value in values.values())
    assert pack(values)


def test_an_unfinished_class_is_compared_with_nothing() -> None:
    assert of("R-25", facts(audience_codes=(), similar=(other(),))) == ()
    assert of("R-25", facts(start_date=None, end_date=None, similar=(other(),))) == ()
    assert level(other(start_date=None, end_date=None)) == ""
    assert level(other(audience_codes=("GONE",))) == ""


LINE = 100_000_00  # fen: from here on the leader signs
HALF = {"trainee_count": 50, "half_days": 2, "lecturers": (), "host_unit": "CIVIL"}


def costing(fen: int) -> dict[str, Any]:
    """A class of 50 people and one day that costs so much."""
    return {**HALF, "rates": {"venue": fen // 50}}


@pytest.mark.parametrize(("ours", "theirs", "split"), [
    (LINE // 2, LINE // 2, True), (LINE // 2, LINE // 2 - 50, False), (LINE - 50, 50, True), (LINE, LINE, False),
    (LINE, 50, False), (50, LINE, False)])
def test_two_halves_over_the_line(ours: int, theirs: int, split: bool) -> None:
    found = of("R-S1", facts(**costing(ours), similar=(other(**costing(theirs)),)))
    assert [(f.severity, f.part) for f in found] == ([("warn", "9")] if split else [])


@pytest.mark.parametrize(("changes", "split"), [
    ({"host_unit": "PLC"}, False), ({"audience_codes": ("VILL_SEC",)}, False),
    ({"start_date": date(2026, 7, 16), "end_date": date(2026, 7, 16)}, True),  # 29 days after the end
    ({"start_date": date(2026, 7, 17), "end_date": date(2026, 7, 17)}, False),
    ({"start_date": date(2026, 5, 1), "end_date": date(2026, 5, 17)}, True),
    ({"start_date": date(2026, 5, 1), "end_date": date(2026, 5, 16)}, False),
    ({"topic_code": "RURAL_REVIVAL"}, True), ({"start_date": None, "end_date": None}, False)])
def test_only_near_classes_of_one_host_for_the_same_people(changes: dict[str, Any], split: bool) -> None:
    theirs = other(**{**costing(LINE // 2), **changes})
    assert bool(of("R-S1", facts(**costing(LINE // 2), similar=(theirs,)))) is split
