"""Hours, sign-in and evaluation reckoned by hand on both sides of every number."""

from datetime import date

import pytest

from workflow.domain.completion import (
    ABSENT,
    ASKED,
    FAILED,
    LEAVE,
    NO_CREDIT,
    PASSED,
    PRESENT,
    HalfDay,
    Held,
    Presence,
    class_hours,
    credit,
    half_days_between,
    held,
    in_order,
    presence,
    scores,
)

DAY, NEXT = date(2026, 11, 23), date(2026, 11, 24)
HOURS = (6, 3)


@pytest.mark.parametrize(("leave", "half_days", "hours", "result"), [
    (0, 7, 21, PASSED),
    (1, 7, 18, PASSED),  # exactly one seventh
    (1, 6, 0, NO_CREDIT),  # a little more
    (2, 14, 36, PASSED),
    (2, 13, 0, NO_CREDIT),
    (7, 7, 0, NO_CREDIT),
])
def test_one_seventh_may_be_missed_and_no_more(leave: int, half_days: int, hours: int, result: str) -> None:
    found = credit(Presence(present=half_days - leave, leave=leave), half_days, HOURS, 7)
    assert (found.hours, found.result) == (hours, result)
    away = credit(Presence(present=half_days - leave, absent=leave), half_days, HOURS, 7)
    assert (away.hours, away.result) == (hours, result), "being away without leave counts alike"


def test_the_limit_is_the_policys() -> None:
    assert credit(Presence(present=3, leave=3), 6, HOURS, None).hours == 9
    assert class_hours(3, 7, 3) == 10, "a whole day may count more than two halves"
    assert credit(Presence(present=0), 6, HOURS, None).result == NO_CREDIT
    assert credit(Presence(present=6), 6, (7, 4), 7).hours == 21


def test_a_failed_trainee_keeps_the_hours() -> None:
    found = credit(Presence(present=6), 6, HOURS, 7, FAILED)
    assert (found.hours, found.result) == (18, FAILED)
    assert credit(Presence(present=6), 6, HOURS, 7, NO_CREDIT).result == PASSED, "an older result does not bind"


def test_half_days_follow_one_another() -> None:
    found = half_days_between(DAY, NEXT)
    assert [(one.day, one.half) for one in found] == [(DAY, "am"), (DAY, "pm"), (NEXT, "am"), (NEXT, "pm")]
    assert sorted([HalfDay.of(NEXT, "am"), HalfDay.of(DAY, "evening")])[0].half == "evening"
    with pytest.raises(ValueError):
        HalfDay.of(DAY, "night")


def test_how_far_the_sign_in_has_come() -> None:
    marks = {(DAY, "am", 1): PRESENT, (DAY, "am", 2): LEAVE, (DAY, "pm", 1): ABSENT, (DAY, "pm", 3): PRESENT}
    assert held(marks, [1, 2], 2) == Held(people=2, wanted=2, signed=1, begun=2, attended=1)
    whole = {**marks, (DAY, "pm", 2): PRESENT}
    assert held(whole, [1, 2], 2).complete and not held(whole, [1, 2], 1).complete
    assert not held({}, [], 0).complete, "nobody at all is no complete sign-in"
    assert presence(whole, 1) == Presence(present=1, absent=1)


def test_the_mean_is_rounded_half_up_in_hundredths() -> None:
    found = scores([dict.fromkeys(ASKED, 5), dict.fromkeys(ASKED, 4), dict.fromkeys(ASKED, 4)])
    assert [score.item for score in found] == list(ASKED)
    assert found[0].counts == (0, 0, 0, 2, 1) and found[0].mean_hundredths == 433
    assert scores([])[0].mean_hundredths is None


def test_what_came_before_what_it_follows_is_told() -> None:
    steps = [("approval", date(2026, 5, 4)), ("notice", None), ("opening", date(2026, 5, 3)), ("payment", DAY)]
    assert [(proof.step, proof.in_order) for proof in in_order(steps)] == [
        ("approval", True), ("opening", False), ("payment", True)]
