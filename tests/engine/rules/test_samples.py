"""The thirty samples of the demo: each alone is clean; eight pairs and two traps are flagged, the nine are not."""

import pytest

from tests.engine.likeness.classes import weighed
from tests.samples import Sample, expected_pairs, policy, rulebook, sample_facts, samples, similar
from workflow.domain.declaration_form import complete
from workflow.domain.findings import BLOCK, INFO, WARN
from workflow.engine.rules.authority import authority_route, filing_hindrances
from workflow.engine.rules.register import judge

IDS = [f"D{n:02d}" for n in range(1, 31)]
TRAPS = [["D03", "D23"], ["D04", "D23"]]


def pairs(kind: str) -> list[list[str]]:
    found: list[list[str]] = expected_pairs()[kind]
    return found


def pair_severity(new: Sample, old: Sample) -> str:
    beside = weighed(new.form, similar(old, 9))
    found = [f for f in judge(sample_facts(new, similar=(beside,))) if f.rule == "R-25" and f.part == "9"]
    return found[0].severity if found else ""


@pytest.mark.parametrize("id_", IDS)
def test_a_sample_alone_has_nothing_to_explain(id_: str) -> None:
    sample = samples()[id_]
    assert complete(sample.form) == ()
    found = judge(sample_facts(sample))
    assert [(f.rule, f.wording) for f in found if f.severity in (BLOCK, WARN)] == []
    assert {f.rule for f in found if f.severity == INFO} <= {"R-26", "R-L1"}


@pytest.mark.parametrize("id_", IDS)
def test_the_completion_keeps_what_the_sample_says(id_: str) -> None:
    sample = samples()[id_]
    told, form = sample.facts, sample.form
    assert form.rate_fen == told["rate"] * 100
    assert form.lecturer_fen == told["lecturer_fee"] * 100
    assert form.quota_fen == told["rate"] * told["people"] * told["days"] * 100
    assert (form.trainee_count, form.staff_count) == (told["people"], told["staff"])
    assert (form.start_date.isoformat() if form.start_date else "", form.half_days) == (told["start"], 2 * told["days"])
    assert form.lodging == bool(told["lodging"])
    assert form.class_hours == 6 * told["days"]
    assert {s.lecturer for s in form.syllabus} - {""} == {one.name for one in form.lecturers}


@pytest.mark.parametrize(("one", "other"), [*pairs("duplicates"), *TRAPS])
def test_a_duplicate_is_flagged_from_both_sides(one: str, other: str) -> None:
    assert pair_severity(samples()[one], samples()[other]) == BLOCK
    assert pair_severity(samples()[other], samples()[one]) == BLOCK


@pytest.mark.parametrize(("one", "other"), pairs("look_alikes"))
def test_a_look_alike_is_not_flagged(one: str, other: str) -> None:
    assert pair_severity(samples()[one], samples()[other]) != BLOCK
    assert pair_severity(samples()[other], samples()[one]) != BLOCK


def test_no_other_pair_of_the_thirty_is_flagged() -> None:
    expected = {frozenset(pair) for pair in (*pairs("duplicates"), *TRAPS)}
    found = set()
    for place, one in enumerate(IDS):
        for other in IDS[place + 1:]:
            if pair_severity(samples()[one], samples()[other]) == BLOCK:
                found.add(frozenset((one, other)))
    assert found == expected


def test_containment_of_the_samples_is_in_the_audiences() -> None:
    for parent, inside in expected_pairs()["contains"].items():
        assert set(inside) <= rulebook().audiences.leaves((parent,))


def test_the_routes_of_the_samples() -> None:
    routes = {id_: authority_route(sample_facts(samples()[id_])) for id_ in IDS}
    assert {id_ for id_, route in routes.items() if route == "A3"} == {"D01", "D02", "D17"}
    assert {id_ for id_, route in routes.items() if route in ("A0", "A1")} == {"D14", "D15", "D25", "D26", "D29", "D30"}
    assert set(routes.values()) == {"A0", "A1", "A2", "A3"}
    facts = {id_: sample_facts(samples()[id_]) for id_ in IDS}
    filed = {id_ for id_, f in facts.items() if not filing_hindrances(f.form, authority_route(f), f.policy)}
    assert filed == {"D15", "D25", "D29", "D30"}


def test_the_samples_fit_the_money_of_domain_8() -> None:
    assert sum(samples()[id_].form.total_fen for id_ in IDS) == 1_223_840_00
    out = [samples()[id_].form for id_ in IDS if samples()[id_].form.channel == "out"]
    assert len(out) == 5
    assert sum(form.total_fen for form in out) == 594_950_00
    assert policy().code == "2017-plus"
