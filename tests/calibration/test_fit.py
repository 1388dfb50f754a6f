"""Weights learnt from decisions: proposed from 200 on, in order, never worse on what was held back; wordings too."""

import json
import math
import random
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.likeness.classes import reader
from tests.samples import rulebook
from workflow.calibration.chances import chances_of, counted, whole_parts
from workflow.calibration.fit import LEAST, Decision, propose, weighed
from workflow.calibration.measuring import score
from workflow.calibration.wordings import Confirmed, Wording, proposed
from workflow.engine.likeness.titles import Reader
from workflow.rulebook.file_reading import read_scorecard
from workflow.rulebook.scorecard import LEVELS, WHOLE
from workflow.rulebook.scorecard_reading import tenths_of, written_scorecard


def decisions(count: int, seed: int = 3) -> list[Decision]:
    """Pairs of a house where the host says more, and the title less, than the policy's first guess."""
    chance, made = random.Random(seed), list[Decision]()
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
def met() -> list[dict[str, str]]:
    """Random pairs that meet, each field by its own chance, nearly all of them of another topic."""
    chance, card = random.Random(5), rulebook().scorecard
    return [{name: chance.choices(tuple(levels), [one.u for one in levels.values()])[0]
             for name, levels in card.chances.items()} for _ in range(2_000)]


def test_below_200_decisions_nothing_is_proposed() -> None:
    assert propose(rulebook().scorecard, decisions(LEAST - 1), met()) is None


def test_a_proposal_is_better_on_decisions_it_has_not_seen() -> None:
    found = propose(rulebook().scorecard, decisions(600), met())
    assert found is not None
    assert (found.decisions, found.held_back) == (480, 120)
    assert found.after.average > found.before.average
    assert found.after.best.f1 >= found.before.best.f1
    host = found.card.bits["host"]
    old = rulebook().scorecard.bits["host"]
    assert host["same"] - host["other"] > old["same"] - old["other"]


@pytest.mark.parametrize("seed", [1, 2])
def test_levels_stay_in_order_and_the_file_can_be_read_again(seed: int) -> None:
    found = propose(rulebook().scorecard, decisions(LEAST, seed), met())
    assert found is not None
    for name, levels in LEVELS.items():
        for better, worse in pairwise(levels):
            assert found.card.bits[name][better] >= found.card.bits[name][worse], name
        assert sum(one.m for one in found.card.chances[name].values()) == WHOLE
    told = written_scorecard(found.card)
    assert (told["version"], told["decisions"]) == (rulebook().scorecard.version + 1, 160)
    again = read_scorecard(json.dumps(told, ensure_ascii=False), "s.yaml")
    assert (again.bits, again.prior) == (found.card.bits, found.card.prior)


def test_what_reviewers_are_seldom_shown_counts_for_more() -> None:
    card = rulebook().scorecard
    raised = {name: levels[0] for name, levels in LEVELS.items()} | {"roster": "unknown"}
    related = raised | {"focus": "one_general", "audience": "unknown", "content": "unknown", "title": "unknown"}
    assert [card.band(score(card, one)) for one in (raised, related)] == ["raised", "related"]
    random = [raised] * 10 + [related] * 30
    found = {dict(one.keys)["focus"]: one for one in weighed(
        card, [Decision(raised, True)] * 9 + [Decision(related, False)], random)}
    assert found["same"].count == pytest.approx(2.5, abs=0.1)  # a quarter of what is shown, nine of ten decisions
    assert found["one_general"].count == pytest.approx(7.5, abs=0.1)
    assert found["same"].duplicates == pytest.approx(found["same"].count)
    assert found["one_general"].duplicates == 0


def test_pairs_that_nobody_is_shown_hold_the_weights_where_they_are() -> None:
    """Without them a field that varies only among far pairs would drift with the prior."""
    card = rulebook().scorecard
    apart = {name: levels[-1] for name, levels in LEVELS.items()} | {"series": "no", "stage": "no", "roster": "unknown"}
    held = {one.keys: one for one in weighed(card, decisions(20), [apart] * 50)}
    far = held[tuple(apart.items())]
    assert far.duplicates / far.count == pytest.approx(2 ** (score(card, apart) / 10), rel=0.01)


ORDERED = st.lists(st.floats(-14, 7), min_size=5, max_size=5).map(lambda bits: sorted(bits, reverse=True))


@given(bits=ORDERED, seen=st.lists(st.integers(0, 5_000), min_size=5, max_size=5))
def test_any_weights_in_order_make_chances_in_order(bits: list[float], seen: list[int]) -> None:
    u = whole_parts(dict(zip("abcde", (count + 0.5 for count in seen), strict=True)))
    found, moved = chances_of(dict(zip("abcde", bits, strict=True)), u)
    for better, worse in pairwise(found.values()):
        assert tenths_of(better.m, better.u) >= tenths_of(worse.m, worse.u)
    assert sum(one.m for one in found.values()) == sum(one.u for one in found.values()) == WHOLE
    assert math.isfinite(moved)


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
        assert math.log2(one.m / one.u) + moved == pytest.approx(bits[level], abs=0.01)


def test_wordings_are_proposed_from_confirmed_pairs() -> None:
    pairs = [("消防安全培训班", "火险隐患治理培训班"), ("2026年火灾防控研修班", "火险隐患治理专题班"),
             ("信访工作培训班", "消防安全培训班"), ("档案管理班培训", "安保值守培训"), ("信访工作培训", "安保值守培训")]
    found, = proposed(reader(), confirmed(pairs))
    assert found == Wording("火险隐患治理", "topics", "FIRE_SAFETY", (0, 1))
    assert proposed(reader(), confirmed(pairs), least=3) == ()


def test_a_wording_that_pairs_give_to_two_topics_is_left_to_people() -> None:
    pairs = [("信访工作培训", "安保值守培训"), ("消防安全培训班", "安保值守培训")]
    assert proposed(reader(), confirmed(pairs)) == ()
    found, = proposed(reader(), confirmed([*pairs, ("消防安全专题班", "安保值守培训")]))
    assert (found.code, found.evidence) == ("FIRE_SAFETY", (1, 2))


def test_a_wording_stands_beside_a_known_focus_or_in_another_language() -> None:
    pairs = [("消防安全实务操作培训", "火险隐患治理与实务操作培训"), ("消防安全政策解读培训", "消防安全新规宣贯培训"),
             ("Fire Safety Workshop", "Blaze Control Methods Workshop")]
    assert {(one.wording, one.code) for one in proposed(reader(), confirmed(pairs))} == {
        ("火险隐患治理", "FIRE_SAFETY"), ("新规宣贯", "POLICY"), ("blaze control methods", "FIRE_SAFETY")}


def test_a_part_of_the_name_of_a_body_is_no_wording() -> None:
    named = Reader(reader().lexicon, ("安保值守街道办事处",))
    assert proposed(named, confirmed([("信访工作培训", "安保值守培训")])) == ()


def confirmed(pairs: list[tuple[str, str]]) -> list[Confirmed]:
    return [Confirmed(place, one, other) for place, (one, other) in enumerate(pairs)]
