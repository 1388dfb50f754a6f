"""The pairs of domain 8: eight repetitions found with the right verdict, nine look-alikes and the traps as written."""

import json
from itertools import combinations
from typing import Any

import pytest

from tests.engine.likeness.classes import comparer, sample_signatures
from tests.samples import DEMO, expected_pairs
from workflow.engine.likeness.verdicts import compare_and_suggest

BANDS = ("apart", "related", "raised")
EXPECTED = json.loads((DEMO / "expected_verdicts.json").read_text(encoding="utf-8"))["pairs"]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda one: "-".join(one["pair"]))
def test_a_pair_comes_out_as_a_careful_reviewer_says(expected: dict[str, Any]) -> None:
    one, other = (sample_signatures()[id_] for id_ in expected["pair"])
    likeness, suggestion = compare_and_suggest(comparer(), one, other)
    assert suggestion.verdict in expected["verdicts"], (likeness, suggestion)
    if "band" in expected:
        assert BANDS.index(suggestion.band) >= BANDS.index(expected["band"]), likeness
    else:
        assert suggestion.band != "raised", likeness
    assert expected.get("reason", suggestion.reasons[0]) in suggestion.reasons
    assert compare_and_suggest(comparer(), other, one) == (likeness, suggestion)


def test_the_verdicts_cover_all_pairs_of_the_samples() -> None:
    told = {frozenset(one["pair"]) for one in EXPECTED}
    assert {frozenset(pair) for kind in ("duplicates", "look_alikes") for pair in expected_pairs()[kind]} <= told


def test_no_other_pair_of_the_thirty_is_raised() -> None:
    expected = {frozenset(one["pair"]) for one in EXPECTED if one.get("band")}
    all_ = sample_signatures()
    raised = {frozenset((one, other)) for one, other in combinations(sorted(all_), 2)
              if compare_and_suggest(comparer(), all_[one], all_[other])[1].band == "raised"}
    assert raised <= expected


def test_every_score_is_the_sum_of_its_parts() -> None:
    for one, other in combinations(sample_signatures().values(), 2):
        likeness, _ = compare_and_suggest(comparer(), one, other)
        assert likeness.tenths == likeness.prior + sum(part.tenths for part in likeness.parts)
        fast = comparer().tenths(one, other)
        assert fast == likeness.tenths or max(fast, likeness.tenths) < comparer().card.related
