"""Can a house staff its hardest case and keep people apart (ruling 19)?"""

from collections.abc import Iterable, Mapping

import pytest

from workflow.bootstrap import written_rules
from workflow.engine.staffing import Chair, Holders, chairs, unstaffed

UNIT = {"declarant": (1,), "unit_finance": (2,), "unit_head": (3,)}
DISTRICT = {
    "od_section": (10, 11),
    "hrss": (12,),
    "od_deputy": (13,),
    "od_head": (14,),
    "finance": (15,),
    "leader": (16,),
}


def holding(people: Mapping[str, Iterable[int]]) -> Holders:
    return lambda role, own: set(people.get(role, ()))


def missing(apart: bool = True, **changes: Iterable[int]) -> str | None:
    rulebook = written_rules()
    places = chairs(rulebook.process("class_declaration"), rulebook.roles)
    found = unstaffed(places, holding({**UNIT, **DISTRICT, **changes}), apart=apart)
    return None if found is None else found.roles[0]


def test_the_chairs_are_the_units_own_and_the_seats_of_the_gates() -> None:
    rulebook = written_rules()
    places = chairs(rulebook.process("class_declaration"), rulebook.roles)
    assert [place.roles[0] for place in places if place.gate == 0] == ["declarant", "unit_finance", "unit_head"]
    assert max(place.gate for place in places) == 4
    assert Chair(("finance",), 3) in places


def test_a_full_house_can() -> None:
    assert missing() is None


@pytest.mark.parametrize("role", [*UNIT, *DISTRICT])
def test_every_role_is_needed(role: str) -> None:
    assert missing(**{role: ()}) == role


def test_two_successive_gates_need_two_people_where_the_policy_keeps_them_apart() -> None:
    assert missing(od_section=(10,)) == "od_section"
    assert missing(apart=False, od_section=(10,)) is None


def test_whoever_signs_for_the_unit_signs_at_no_gate() -> None:
    assert missing(finance=(2,)) == "finance"
    assert missing(declarant=(10,)) == "od_section"
    assert missing(declarant=(10, 11)) == "od_section"
    assert missing(declarant=(10, 99)) is None


def test_one_person_may_sign_at_gates_that_do_not_touch() -> None:
    assert missing(od_deputy=(13,), leader=(13, 16)) is None


def test_nobody_sits_twice_at_one_gate() -> None:
    assert missing(od_head=(13,)) == "od_head"
