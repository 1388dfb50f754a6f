"""A signature as the bytes that the store keeps of a class, and under which places of the index the class is found.

A *place* is a word or topic in one region, a week and the tiers in one whole number of 47 bits (SQLite
keeps it in six bytes), so that one range of numbers is one word in one region within one window; that
is what keeps a search among a million classes to milliseconds.  Two words in two regions meet in one
place once in 268 million: a class too many is looked at, and its region and day keep it apart.

Words of classes whose topic is known and of those whose topic is not stand in places of their own: who has a
topic asks for it, for the host's own classes, and for the words of classes without one, and walks past all the rest.

Places of topics have 63 bits: beside the tiers they tell the *kin* of a class, its sets of people and its focus, each
as one of 24 bits. Most classes on a topic are for other people, and a province would read hundreds to no purpose.
"""

import struct
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from workflow.engine.likeness.comparing import UNSEEN
from workflow.engine.likeness.signature import Signature
from workflow.engine.likeness.titles import token_of

POSTED, POSTED_KNOWN = 8, 5  # rarest tokens a class is found under; fewer where its topic is known too
ASKED, ASKED_WIDE = 16, 8  # rarest tokens a search asks for; fewer where it spans many regions
WIDE = 24  # regions from which on a search is wide
TOPICAL, HOSTED = 4000, 2000  # weights: who shares the topic comes first, then the host's own, then who shares words
KIN = 24  # bits
ALL_TIERS, ALL_KIN = 63, (1 << KIN) - 1
ANYWHERE = 0  # the scope under which a wide search finds the words of classes without a topic
_HEAD = struct.Struct("<HHBBBBBHH")
_FLAGS = ("known", "out", "yearly", "stage")
_TIED = ("scope", "host", "place", "channel", "core")
_SETS = ("topics", "focuses", "leaves", "title", "content")
_SMALL = len(_TIED)
_KNOWN, _UNKNOWN, _HOST = 1 << 23, 2 << 23, 3 << 23  # a word where the topic is known, is not; a host; 0: a topic
_SCATTER = 465  # of small numbers the one by which the shipped sets of people of one tier share the fewest bits
_SPREAD, _PLACES = 0x9E3779B1, (1 << 28) - 1
_LAST_WEEK = (1 << 13) - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search looks for: ranges of places by their first one, each with what a class found there weighs.

    A range of words or hosts is ``span`` long, one of topics ``topical_span``; of both only places of one of the
    ``tiers`` count, of topics only those of somebody's ``kin`` too.
    """

    words: Mapping[int, int]
    span: int
    tiers: int
    topics: Mapping[int, int]
    topical_span: int
    kin: int


def pack(one: Signature) -> bytes:
    """The bytes of a signature. ``id`` and ``reach`` are not among them: the one is the row's, the other its unit's."""
    sets = [sorted(getattr(one, name)) for name in _SETS]
    tokens = [*(getattr(one, name) for name in _TIED), *(token for listed in sets for token in listed)]
    flags = sum(1 << place for place, name in enumerate(_FLAGS) if getattr(one, name))
    head = _HEAD.pack(one.start, one.end - one.start, one.tiers, one.batch, one.part << 4 | one.tongue,
                      flags << 4 | len(one.topics), len(one.focuses), len(one.leaves), len(one.title))
    whole, body = _numbers(len(tokens)).pack(*tokens), bytearray(3 * len(tokens))
    for place in range(3):  # tokens have 23 bits
        body[place::3] = whole[place::4]
    return head + bytes(body)


def unpack(id_: int, body: bytes) -> Signature:
    """The signature that :func:`pack` wrote; its ``reach`` is its own scope alone."""
    start, length, tiers, batch, part, flags, focuses, leaves, title = _HEAD.unpack_from(body)
    first = _SMALL + (flags & 15)
    second = first + focuses
    third = second + leaves
    count = (len(body) - _HEAD.size) // 3
    whole = bytearray(4 * count)
    for place in range(3):
        whole[place::4] = body[_HEAD.size + place:_HEAD.size + 3 * count:3]
    tokens = _numbers(count).unpack(whole)
    scope, host, at, channel, core = tokens[:_SMALL]
    return Signature(id_, scope, frozenset((scope,)), start, start + length, tiers, host, at, channel, core, batch,
                     part >> 4, part & 15, bool(flags & 16), bool(flags & 32), bool(flags & 64), bool(flags & 128),
                     frozenset(tokens[_SMALL:first]), frozenset(tokens[first:second]),
                     frozenset(tokens[second:third]), frozenset(tokens[third:third + title]),
                     frozenset(tokens[third + title:]))


def stands(body: bytes) -> tuple[int, int]:
    """The scope and the first day of a packed signature."""
    at = _HEAD.size
    return int.from_bytes(body[at:at + 3], "little"), int.from_bytes(body[:2], "little")


def place_of(token: int, scope: int, day: int, tiers: int) -> int:
    return _ranged(token, scope) << 19 | _week(day) << 6 | tiers


def topical_place(topic: int, scope: int, day: int, kin: int, tiers: int) -> int:
    """Topics are few, so that 20 bits tell them in their regions as well apart as 28 tell words."""
    return (_ranged(topic, scope) >> 8) << 43 | (_week(day) << KIN | kin) << 6 | tiers


def kin_of(one: Signature) -> int:
    """Its sets of people and its focus, each as one bit; whose people are unknown is everybody's kin."""
    if not one.leaves:
        return ALL_KIN
    return reduce(or_, (1 << (token * _SCATTER >> 8) % KIN for token in (*one.leaves, *one.focuses)))


def postings(one: Signature, weights: Mapping[int, int]) -> frozenset[tuple[int, int]]:
    """The places under which a class is found, each with its id: its topics, its host, its rarest words."""
    words = one.title | one.content
    if one.topics:
        listed = [(token | _KNOWN, one.scope) for token in rarest(words, weights, POSTED_KNOWN)]
    else:
        listed = [(token | _UNKNOWN, scope) for token in rarest(words, weights, POSTED)
                  for scope in (one.scope, ANYWHERE)]
    listed.append((one.host | _HOST, one.scope))
    tiers, kin = _tiers_of(one), kin_of(one)
    topical = (topical_place(token, one.scope, one.start, kin, tiers) for token in (*one.topics, *_journey(one)))
    places = {*topical, *(place_of(token, scope, one.start, tiers) for token, scope in listed)}
    return frozenset((place, one.id) for place in places)


def asked(one: Signature, weights: Mapping[int, int], scopes: Collection[int], window: int, *, elsewhere: bool,
          strangers: bool) -> Asked:
    """Where a search in these scopes looks for classes opened within so many days. What other hosts' classes may be
    like this one too: ``elsewhere``: those on another topic, so that their words are asked for; ``strangers``: those
    on its topic for other people and with another focus."""
    first, last = max(one.start - window, 0), one.start + window
    wide = len(scopes) >= WIDE
    words = {token: weights.get(token, UNSEEN)
             for token in rarest(one.title | one.content, weights, ASKED_WIDE if wide else ASKED)}
    found = {place_of(token | _UNKNOWN, scope, first, 0): weight for token, weight in words.items()
             for scope in ((ANYWHERE,) if wide else scopes)}
    if elsewhere or not one.topics:
        found |= {place_of(token | _KNOWN, scope, first, 0): weight for token, weight in words.items()
                  for scope in scopes}
    found[place_of(one.host | _HOST, one.scope, first, 0)] = HOSTED
    topics = {topical_place(token, scope, first, 0, 0): TOPICAL
              for token in (*one.topics, *_journey(one)) for scope in scopes}
    weeks = _week(last) - _week(first)
    return Asked(found, weeks << 6 | ALL_TIERS, _tiers_of(one), topics, (weeks << KIN | ALL_KIN) << 6 | ALL_TIERS,
                 (ALL_KIN if strangers else kin_of(one)) << 6)


def rarest(tokens: Iterable[int], weights: Mapping[int, int], most: int) -> list[int]:
    """So many of the tokens that weigh most; of equals the smaller number, so that it is always the same ones."""
    return sorted(tokens, key=lambda token: (-weights.get(token, UNSEEN), token))[:most]


def _tiers_of(one: Signature) -> int:
    """The tiers as a place holds them; a class of no known tier meets all."""
    return one.tiers & ALL_TIERS or ALL_TIERS


def _journey(one: Signature) -> tuple[int, ...]:
    """Classes out of the province are looked at together whatever their topics (R-25)."""
    return (token_of("out", "journey"),) if one.out else ()


def _ranged(token: int, scope: int) -> int:
    return token * _SPREAD + scope & _PLACES


def _week(day: int) -> int:
    return min(day // 7, _LAST_WEEK)


@lru_cache(maxsize=1024)
def _numbers(count: int) -> struct.Struct:
    return struct.Struct(f"<{count}I")
