"""Bytes and places of a class: what goes in comes out, and whoever shares a topic, a host or a rare word is found."""

from dataclasses import fields, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.likeness.classes import class_, comparer, sample_signatures
from workflow.engine.likeness.comparing import UNSEEN
from workflow.engine.likeness.packing import (
    ALL_TIERS,
    ASKED,
    POSTED,
    POSTED_KNOWN,
    WIDE,
    Asked,
    asked,
    pack,
    place_of,
    postings,
    stands,
    unpack,
)
from workflow.engine.likeness.signature import Signature
from workflow.engine.likeness.titles import TOKEN, token_of

WINDOW = 365
tokens = st.integers(0, TOKEN)


def sets(most: int) -> st.SearchStrategy[frozenset[int]]:
    return st.frozensets(tokens, max_size=most)


@st.composite
def signatures(draw: st.DrawFn) -> Signature:
    start, scope = draw(st.integers(0, 0xFFFF)), draw(tokens)
    return draw(st.builds(
        Signature, id=st.integers(1, 2**40), scope=st.just(scope), reach=st.just(frozenset((scope,))),
        start=st.just(start), end=st.integers(start, 0xFFFF), tiers=st.integers(0, ALL_TIERS), host=tokens,
        place=tokens, channel=tokens, core=tokens, batch=st.integers(0, 255), part=st.integers(0, 9),
        tongue=st.integers(0, 3), topics=sets(3), focuses=sets(40), leaves=sets(300), title=sets(400),
        content=sets(400)))


def finds(sought: Asked, other: Signature) -> bool:
    """As the databases look: any place within any range, of a tier that counts, of a topic only for kin."""
    ranges = [(first, sought.span, sought.tiers) for first in sought.words]
    ranges += [(first, sought.topical_span, sought.kin) for first in sought.topics]
    return any(first <= place <= first + span and place & sought.tiers and place & also
               for place, _ in postings(other, {}) for first, span, also in ranges)


def search(one: Signature, scopes: frozenset[int] | None = None, *, elsewhere: bool = False,
           strangers: bool = False) -> Asked:
    return asked(one, {}, scopes or one.reach, WINDOW, elsewhere=elsewhere, strangers=strangers)


@given(signatures())
def test_a_signature_comes_out_as_it_went_in(one: Signature) -> None:
    assert unpack(one.id, pack(one)) == one
    assert stands(pack(one)) == (one.scope, one.start)


@given(signatures())
def test_a_class_finds_itself_from_any_day_of_its_window(one: Signature) -> None:
    for day in {max(one.start - WINDOW, 0), one.start, min(one.start + WINDOW, 0xFFFF)}:
        assert finds(search(replace(one, start=day, end=day)), one)


@given(signatures())
def test_places_stay_within_six_bytes_and_those_of_topics_within_eight(one: Signature) -> None:
    longer = [place for place, _ in postings(one, {}) if place >= 2**47]
    assert len(longer) <= len(one.topics) + one.out and all(place < 2**63 for place in longer)
    sought = search(one)
    assert all(0 <= first and first + sought.span < 2**47 for first in sought.words)
    assert all(0 <= first and first + sought.topical_span < 2**63 for first in sought.topics)


def test_every_field_of_a_signature_is_packed() -> None:
    """Another value of any field gives other bytes; only the id and the reach are kept elsewhere."""
    one = class_(content="灭火器使用", batch=1)
    for field in fields(Signature):
        value: Any = getattr(one, field.name)
        other: Any = frozenset((7,)) if isinstance(value, frozenset) else value + 1
        if isinstance(value, bool):
            other = not value
        assert (pack(replace(one, **{field.name: other})) == pack(one)) == (field.name in ("id", "reach"))


def test_places_are_in_the_order_of_weeks_and_tell_tiers_apart() -> None:
    assert place_of(1, 2, 0, 0) < place_of(1, 2, 6, 63) < place_of(1, 2, 7, 1)
    assert place_of(1, 2, 3, 1) != place_of(1, 2, 3, 2)
    assert place_of(1, 2, 3, 0) != place_of(1, 3, 3, 0) != place_of(2, 2, 3, 0)


def test_who_shares_the_topic_is_found_and_who_shares_only_words_on_another_topic_is_not() -> None:
    one = class_("消防安全培训班")
    assert one.topics
    elsewhere = replace(one, topics=frozenset((5,)), host=token_of("other", "host"))
    assert finds(search(one), replace(one, title=frozenset((1,)), host=2))
    assert not finds(search(one), elsewhere) and finds(search(one, elsewhere=True), elsewhere)
    assert finds(search(one), replace(elsewhere, host=one.host)), "the host's own classes are always looked at"


def test_words_find_classes_whose_topic_nobody_knows_and_are_asked_by_them() -> None:
    known = class_("消防安全培训班", host="A")
    unknown = replace(known, topics=frozenset(), host=token_of("B", "host"))
    for one, other in ((known, unknown), (unknown, known), (unknown, replace(unknown, host=3))):
        assert finds(search(one), other)
        assert not finds(search(one), replace(other, title=frozenset((1,)), content=frozenset()))
        assert not finds(search(one), replace(other, scope=5)), "another place"
        assert not finds(search(one), replace(other, start=one.start + WINDOW + 7)), "another time"


def test_a_wide_search_asks_for_words_in_one_place_for_all_scopes() -> None:
    known, many = class_("消防安全培训班"), frozenset(range(WIDE))
    unknown = replace(known, topics=frozenset(), host=3, scope=4)
    assert finds(search(known, many), unknown)
    assert len(search(known, many).words) < len(many)


def test_other_tiers_are_walked_past_and_no_tier_meets_all() -> None:
    one = replace(class_(), tiers=1)
    assert not finds(search(one), replace(one, tiers=6))
    assert finds(search(one), replace(one, tiers=0)) and finds(search(replace(one, tiers=0)), one)


def test_on_a_topic_other_people_are_walked_past_unless_they_share_the_focus_or_the_host() -> None:
    one = replace(class_("消防安全培训班"), leaves=frozenset((1, 2)), focuses=frozenset((3,)))
    others = replace(one, leaves=frozenset((4,)), focuses=frozenset((5,)), host=token_of("other", "host"),
                     title=frozenset(), content=frozenset())
    assert not finds(search(one), others) and finds(search(one, strangers=True), others)
    for shared in ({"leaves": frozenset((4, 2))}, {"focuses": frozenset((3,))}, {"leaves": frozenset()},
                {"host": one.host}):
        assert finds(search(one), replace(others, **shared)) and finds(search(replace(others, **shared)), one)


kin = st.tuples(st.frozensets(st.integers(0, 3), max_size=2), st.frozensets(st.integers(4, 7), max_size=2))


@given(signatures(), kin, kin)
def test_whoever_is_walked_past_could_never_have_been_related(
        one: Signature, ours: tuple[frozenset[int], ...], theirs: tuple[frozenset[int], ...]) -> None:
    """Two classes of different hosts that are the same in all but their people and focus."""
    by = comparer()
    one = replace(one, topics=one.topics | {1}, title=one.title | {2}, leaves=ours[0], focuses=ours[1])
    other = replace(one, host=one.host ^ 1, leaves=theirs[0], focuses=theirs[1])
    assert finds(search(one, strangers=by.strangers), other) or by.compare(one, other).tenths < by.card.related


def test_only_the_rarest_words_are_posted_and_asked() -> None:
    words = frozenset(range(100, 200))
    common = dict.fromkeys(range(100, 190), UNSEEN - 100)
    one = replace(class_(), title=words, content=frozenset())
    assert len(postings(one, common)) == POSTED_KNOWN + 2
    alone = replace(one, topics=frozenset())
    assert len(postings(alone, common)) == 2 * POSTED + 1
    assert len(search(alone, frozenset((one.scope,))).words) == 2 * ASKED + 1


def test_what_is_dropped_early_could_never_have_been_related() -> None:
    """The score without the texts never stops a pair that the whole score would show."""
    by, all_ = comparer(), list(sample_signatures().values())
    for one in all_:
        for other in all_:
            score = by.compare(one, other).tenths
            assert by.tenths(one, other) == score or score < by.card.related
    assert not by.elsewhere, "the card in force keeps different topics of different hosts apart"
    assert not by.strangers, "and other people on one topic"
