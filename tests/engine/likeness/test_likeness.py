"""Parts, gates and verdicts one by one; odd titles; the same from either side."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.likeness.classes import START, class_, comparer, reader, told
from workflow.engine.likeness.comparing import People
from workflow.engine.likeness.packing import pack, postings, unpack
from workflow.engine.likeness.signature import Signature, signature
from workflow.engine.likeness.verdicts import Suggestion, compare_and_suggest

ODD = ("班", "", " ", "培训班", "关于举办2026年全区专题培训班", "火" * 5000, "消防安全培訓班",
       "ＦＩＲＥ　ＳＡＦＥＴＹ　２０２６", "消防安全 fire safety 🔥🚒", "👩‍🚒", "\u202e消防", "第1期", "（上）",
       "Batch 3", "1999年—2026年", "%_'\"\\;--", "\x00")


def suggested(one: Signature, other: Signature, people: People | None = None) -> Suggestion:
    return compare_and_suggest(comparer(), one, other, people or People())[1]


@pytest.mark.parametrize("title", ODD, ids=range(len(ODD)))
def test_any_title_can_be_read_kept_and_compared(title: str) -> None:
    one = class_(title)
    assert pack(unpack(1, pack(one))) == pack(one)
    assert all(0 <= place < 2**63 for place, _ in postings(one, {}))
    for other in (class_("消防安全培训班", 2), class_(title, 3, host="OTHER"), one):
        likeness, _ = compare_and_suggest(comparer(), one, other)
        assert likeness.tenths == likeness.prior + sum(part.tenths for part in likeness.parts)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.integers(-900, 900), st.booleans(), st.text(max_size=30))
def test_a_score_is_the_sum_of_its_parts_and_the_same_from_either_side(one: str, other: str, days: int, out: bool,
                                                                      content: str) -> None:
    first = class_(one, 1, out=out, content=content)
    second = class_(other, 2, start=START + timedelta(days=days), out=out, content=content[::-1], host="OTHER")
    there, back = comparer().compare(first, second), comparer().compare(second, first)
    assert there == back
    assert there.tenths == there.prior + sum(part.tenths for part in there.parts)
    assert suggested(first, second) == suggested(second, first)
    fast = comparer().tenths(first, second)
    assert fast == there.tenths or max(fast, there.tenths) < comparer().card.related


def test_what_is_only_form_is_cut() -> None:
    plainly = class_("消防安全培训班")
    for title in ("关于举办2026年度全区消防安全专题培训班", "2026年上半年消防安全研修班", "ｘ消防安全培训"):
        assert class_(title).topics == plainly.topics
    assert class_("关于举办2026年度全区消防安全专题培训班").core == plainly.core
    assert class_("消防安全培训班（第十二期）").batch == 12
    assert class_("消防安全培训班第3批").batch == 3
    assert class_("消防安全培训班（上）").part == 1 and class_("消防安全培训班（下）").part == 3
    assert class_("消防安全培训线上").part == 0
    assert not reader().title("消防安全量子纠缠专题班").known


def test_no_topic_no_people_and_decades_apart_are_no_repetition() -> None:
    nothing = signature(replace(told("ABC"), leaves=frozenset(), tiers=frozenset(), host="", place=""), reader())
    levels = comparer().compare(nothing, class_()).levels
    assert (levels["topic"], levels["audience"], levels["place"]) == ("unknown", "unknown", "unknown")
    old = class_(id_=2, start=date(1996, 5, 11))
    assert suggested(class_(), old) == Suggestion(("DISTINCT",), ("window",), "apart")
    assert class_(start=date(1950, 1, 1)).start == 0
    assert class_(start=date(9999, 1, 1)).start == 0xFFFF


@pytest.mark.parametrize(("changed", "reason"), [
    ({"tiers": frozenset({"rural"})}, "tier"),
    ({"region": ("QH", "XN", "OTHER")}, "region"),
    ({"start": START + timedelta(days=366)}, "window"),
    ({"kind": "continuing", "start": START + timedelta(days=300)}, "new_year"),
])
def test_a_gate_keeps_two_classes_apart_and_is_said(changed: dict[str, object], reason: str) -> None:
    one = class_(kind="continuing")
    assert suggested(one, class_(id_=2, **{"kind": "", **changed})) == Suggestion(("DISTINCT",), (reason,), "apart")


def test_nested_places_and_the_last_day_of_the_window_meet() -> None:
    city = class_(id_=2, region=("QH", "XN"), host="CITY", start=START + timedelta(days=365))
    found = suggested(class_(), city)
    assert found.band != "apart" and "HIGHER_CALLED" in found.verdicts


def test_batches_parts_and_rosters() -> None:
    one = class_("消防安全培训班（第1期）")
    next_ = class_("消防安全培训班（第2期）", 2, start=START + timedelta(days=14))
    assert suggested(one, next_).verdict == "BATCH"
    assert suggested(one, next_, People(0, 40)).reasons == ("series", "rosters_apart")
    assert suggested(one, next_, People(30, 40)).verdict == "REPEAT"
    upper, lower = class_("消防安全培训班（上）"), class_("消防安全培训班（下）", 2, start=START + timedelta(days=10))
    assert suggested(upper, lower).verdict == "SPLIT"
    assert suggested(upper, class_("消防安全培训班（下）", 2, start=START + timedelta(days=60))).verdict == "BATCH"


def test_the_same_people_on_the_same_days_clash() -> None:
    found = suggested(class_(), class_("火灾防控班", 2, host="OTHER", start=START + timedelta(days=1)))
    assert found.band == "raised" and "TIME_CLASH" in found.verdicts
