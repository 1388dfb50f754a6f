"""Laws of seats and rounds, whoever does what in whatever order; without a database."""

from dataclasses import replace
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.district import a_class
from tests.engine.cases import IN_DISTRICT, IN_UNIT, a_case, an_actor, holder, rules, then
from tests.engine.test_explain import PAPERS, STATED
from workflow.domain.people import Actor, Post, system_actor
from workflow.domain.seats import ALL, IN_ORDER, ONE, OPEN, SIGNED, WAITING
from workflow.engine.decide import MOVED, decide, explain
from workflow.engine.situation import OpenPair, Situation
from workflow.engine.stated import kept_after
from workflow.refusals import Refused
from workflow.rulebook.process import Process, Signer, Signers

PEOPLE = [holder(role) for role in (*IN_UNIT, *IN_DISTRICT)]
PEOPLE += [an_actor(31, Post("od_section", "OD"), Post("unit_head", "CIVIL")), an_actor(33, Post("unit_head", "PLC"))]
PEOPLE += [an_actor(32, Post("finance", "OD"), Post("od_head", "OD")), system_actor(), an_actor(99)]


def with_signers(verb: str, count: int) -> tuple[Process, list[Actor]]:
    """The shipped process whose funding gate asks so many posts by this verb, and a holder of each."""
    process = rules().process("class_declaration")
    roles = list(IN_DISTRICT)[:count]
    action = replace(
        process.actions["funding_pass"], signers=Signers(verb, tuple(Signer(role) for role in roles)), guards=()
    )
    actions = {**process.actions, "funding_pass": action}
    return replace(process, actions=actions), [an_actor(50 + n, Post(role, "OD")) for n, role in enumerate(roles)]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_all_means_all_in_any_order(count: int) -> None:
    process, people = with_signers(ALL, count)
    for order in permutations(people):
        s = a_case(process, "funding_review")
        for place, actor in enumerate(order):
            assert s.case.state == "funding_review"
            s = then(s.with_(actor=actor), decide(s.with_(actor=actor), "funding_pass"))
            assert (s.case.state == "leader_approval") == (place == count - 1)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_in_order_means_in_this_order_only(count: int) -> None:
    process, people = with_signers(IN_ORDER, count)
    for order in permutations(people):
        s, ended = a_case(process, "funding_review"), False
        for actor in order:
            try:
                s = then(s.with_(actor=actor), decide(s.with_(actor=actor), "funding_pass"))
            except Refused as refused:
                assert refused.codes[0] == "not_your_turn"
                break
            ended = s.case.state == "leader_approval"
        assert ended == (list(order) == people)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_any_one_is_enough_whoever_it_is(count: int) -> None:
    process, people = with_signers(ONE, count)
    for actor in people:
        s = a_case(process, "funding_review", actor=actor)
        move = decide(s, "funding_pass")
        assert move.what == MOVED
        assert len(move.closes) == count - 1


class Walk:
    """One case on which anybody does anything; what the engine answers is applied as an act would."""

    def __init__(self, process: Process, dice: Random):
        self.dice = dice
        form = {} if process.subject == "class_declaration" else {"form": {"unit": "CIVIL"}}
        self.s = a_case(
            process,
            dice.choice(list(process.states)),
            papers=PAPERS | {"minutes"},
            pairs=(OpenPair(9),),
            other_host="PLC",
            **form,
        )
        self.s = self.known(self.s)

    def known(self, s: Situation) -> Situation:
        """What guards would ask for is there, so that the rounds are what is tested."""
        remembered = {"route": self.dice.choice(["A0", "A0", "A4"]), "outcome": "completed", **s.case.remembered}
        proposed = (
            a_class(trainee_count=29) if self.dice.random() < 0.5 and s.case.kind == "class_declaration" else None
        )
        return s.with_(case=replace(s.case, remembered=remembered), proposed=proposed,
                       changed=("trainee_count",) if proposed else ())  # fmt: skip

    def step(self) -> None:
        actor = self.dice.choice(PEOPLE)
        s = self.s.with_(actor=actor, opinion="照办。")
        can = explain(s).can
        waited_for = [one.action for one in can if one.decides]
        codes = waited_for if waited_for and self.dice.random() < 0.6 else [one.action for one in can]
        action = self.dice.choice(codes or list(s.process.actions))
        asked = s.process.actions[action].inputs
        given = {name: STATED[name] for name in asked if name in STATED} | (
            {"absorbed": 9} if "absorbed" in asked else {}
        )
        try:
            move = decide(s.with_(given=given), action)
        except Refused:
            return
        after = then(s, move)
        ended = frozenset(move.ends_rounds)
        if move.what == MOVED:
            kept = {}
        else:
            begun = [one.seats[0].round for one in move.rounds if {seat.status for seat in one.seats} > {SIGNED}]
            begun += [move.signs.round] if move.signs and move.signs.round not in ended else []
            kept = kept_after(s, move.stated, begun[0] if begun else None, ended)
        remembered = {
            **{key: value for key, value in after.case.remembered.items() if key != "given"},
            **({"given": kept} if kept else {}),
        }
        self.s = self.known(after.with_(case=replace(after.case, remembered=remembered)))


def laws(s: Situation) -> None:
    keys = [(seat.round, seat.place) for seat in s.seats]
    assert len(keys) == len(set(keys))
    deciding = s.process.deciding(s.case.state)
    pending = [seat for seat in s.seats if seat.pending]
    assert all(seat.state == s.case.state for seat in pending)
    if deciding is None:
        assert not pending
    else:
        assert len({seat.round for seat in pending if seat.action == deciding.code}) == 1
    for number in {seat.round for seat in s.seats}:
        seats = [seat for seat in s.seats if seat.round == number]
        signers = [seat.signed_by for seat in seats if seat.status == SIGNED]
        assert len(signers) == len(set(signers))
        if s.process.actions[seats[0].action].signers.verb == IN_ORDER:
            order = [seat.status for seat in sorted(seats, key=lambda seat: seat.place)]
            assert order == sorted(order, key=[SIGNED, OPEN, WAITING].index)
    district = {seat.signed_by for seat in s.seats if seat.status == SIGNED and seat.unit is None}
    unit = {seat.signed_by for seat in s.seats if seat.status == SIGNED and seat.unit is not None}
    assert not district & (unit | {s.case.created_by})


@pytest.mark.parametrize("code", ["class_declaration", "plan_filing"])
def test_whatever_anybody_signs_the_rounds_stay_in_order(code: str) -> None:
    reached: set[str] = set()

    @settings(max_examples=40, deadline=None, database=None, derandomize=True)
    @given(st.randoms(use_true_random=True))
    def walk(dice: Any) -> None:
        walking = Walk(rules().process(code), dice)
        for _ in range(40):
            walking.step()
            reached.add(walking.s.case.state)
            laws(walking.s)

    walk()
    assert len(reached) >= len(rules().process(code).states) // 2
