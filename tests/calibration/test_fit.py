"""Weights learnt from decisions: proposed from 200 on, in order, never worse on what was held back; wordings too."""

import json
import random
from functools import cache
from itertools import pairwise
from math import log2

import pytest

from tests.engine.likeness.classes import reader
from tests.samples import rulebook
from workflow.calibration.chances import chances_of, counted, whole_parts
from workflow.calibration.fit import LEAST, Decision, propose
from workflow.calibration.wordings import proposed
from workflow.rulebook.file_reading import read_scorecard
from workflow.rulebook.scorecard import LEVELS, WHOLE
from workflow.rulebook.scorecard_reading import written_scorecard


def decisions(count: int, seed: int = 3) -> list[Decision]:
    """Pairs of a house where the host says more, and the title less, than the policy's first guess."""
    chance, made = random.Random(seed), []
    while len(made) < count:
        duplicate = chance.random() < 0.4
        levels = {name: listed[-1] for name, listed in LEVELS.items()} | {"series": "no", "stage": "no"}
        levels |= {"roster": "unknown", "audience": "contained", "focus": "unknown", "content": "unknown"}
        levels["topic"] = "same" if chance.random() < (0.95 if duplicate else 0.5) else "different"
        levels["host"] = "same" if chance.random() < (0.8 if duplicate else 0.15) else "other"
        levels["title"] = chance.choice(LEVELS["title"])
        made.append(Decision(levels, duplicate))
    return made


@cache
def u() -> dict[str, dict[str, int]]:
    return {name: {level: one.u for level, one in levels.items()}
            for name, levels in rulebook().scorecard.chances.items()}


def test_below_200_decisions_nothing_is_proposed() -> None:
    assert propose(rulebook().scorecard, decisions(LEAST - 1), u()) is None


def test_a_proposal_is_better_on_decisions_it_has_not_seen() -> None:
    found = propose(rulebook().scorecard, decisions(600), u())
    assert found is not None
    assert (found.decisions, found.held_back) == (480, 120)
    assert found.after.average > found.before.average
    assert found.after.best.f1 >= found.before.best.f1
    host = found.card.bits["host"]
    old = rulebook().scorecard.bits["host"]
    assert host["same"] - host["other"] > old["same"] - old["other"]


@pytest.mark.parametrize("seed", [1, 2])
def test_levels_stay_in_order_and_the_file_can_be_read_again(seed: int) -> None:
    found = propose(rulebook().scorecard, decisions(LEAST, seed), u())
    assert found is not None
    for name, levels in LEVELS.items():
        for better, worse in pairwise(levels):
            assert found.card.bits[name][better] >= found.card.bits[name][worse] - 1, name  # a tenth of rounding
        assert sum(one.m for one in found.card.chances[name].values()) == WHOLE
    told = written_scorecard(found.card)
    assert (told["version"], told["decisions"]) == (rulebook().scorecard.version + 1, 160)


def test_the_scorecard_in_force_is_written_as_it_was_read() -> None:
    card = rulebook().scorecard
    again = read_scorecard(json.dumps(written_scorecard(card), ensure_ascii=False), "s.yaml")
    assert (again.bits, again.prior, again.raised) == (card.bits, card.prior, card.raised)


def test_u_is_counted_over_pairs_that_meet() -> None:
    levels = [{"topic": "same"}] * 3 + [{"topic": "different"}] * 97
    found = counted(levels)["topic"]
    assert sum(found.values()) == WHOLE
    assert abs(found["same"] - 3500 * 100 / 102) < 30
    assert found["journey"] >= 1
    assert whole_parts({"a": 1e-9, "b": 1}) == {"a": 1, "b": WHOLE - 1}


def test_chances_give_the_weights_back_but_for_one_addend() -> None:
    bits = {"much": 2.0, "some": 0.0, "none": -3.0}
    found, moved = chances_of(bits, whole_parts({"much": 1, "some": 2, "none": 5}))

    for level, one in found.items():
        assert log2(one.m / one.u) + moved == pytest.approx(bits[level], abs=0.01)


def test_wordings_are_proposed_from_confirmed_pairs() -> None:
    pairs = [("消防安全培训班", "火险隐患治理培训班"), ("2026年火灾防控研修班", "火险隐患治理专题班"),
             ("信访工作培训班", "消防安全培训班"), ("档案管理班培训", "安保值守培训"), ("信访工作培训", "安保值守培训")]
    [found] = proposed(reader(), pairs)
    assert (found.wording, found.code, found.kind, found.pairs) == ("火险隐患治理", "FIRE_SAFETY", "topics", 2)
    assert proposed(reader(), pairs, least=3) == ()
    assert {one.wording for one in proposed(reader(), pairs[:2], least=1)} == {"火险隐患治理"}
