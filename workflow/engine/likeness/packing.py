"""A signature as the bytes that the store keeps of a class, and under which tokens the class is found.

A *place* in the index is a token, a scope and a day in one whole number of 62 bits, so that one
range of numbers is one token in one region within one window; that is what keeps a search among
a million classes to milliseconds.
"""

import struct
from array import array
from collections.abc import Iterable, Mapping

from workflow.engine.likeness.comparing import UNSEEN
from workflow.engine.likeness.signature import Signature
from workflow.engine.likeness.titles import token_of

POSTED = 8  # rarest tokens of a class under which it is found; measured: more find no more
ASKED, ASKED_WIDE = 16, 8  # rarest tokens a search asks for; fewer where it spans many regions
WIDE = 24  # regions from which on a search is wide
TOPICAL = 1000  # added to the weight of a topic's token: a candidate that shares the topic comes before the others
ALL_TIERS = 63
_HEAD = struct.Struct("<iHHBiiiiBBBB5H")
_FLAGS = ("known", "out", "yearly", "stage")
_SETS = ("topics", "focuses", "leaves", "title", "content")
_LONGEST = 0xFFFF


def pack(one: Signature) -> bytes:
    """The bytes of a signature. ``id`` and ``reach`` are not among them: the one is the row's, the other its unit's."""
    sets = [sorted(getattr(one, name)) for name in _SETS]
    flags = sum(1 << place for place, name in enumerate(_FLAGS) if getattr(one, name))
    head = _HEAD.pack(one.scope, one.start, one.end, one.tiers, one.host, one.place, one.channel, one.core, one.batch,
                      one.part, one.tongue, flags, *(len(listed) for listed in sets))
    return head + array("i", [token for listed in sets for token in listed]).tobytes()


def unpack(id_: int, body: bytes) -> Signature:
    """The signature that :func:`pack` wrote; its ``reach`` is its own scope alone."""
    scope, start, end, tiers, host, place, channel, core, batch, part, tongue, flags, *sizes = _HEAD.unpack_from(body)
    tokens = array("i")
    tokens.frombytes(body[_HEAD.size:])
    sets, first = [], 0
    for size in sizes:
        sets.append(frozenset(tokens[first:first + size]))
        first += size
    return Signature(id_, scope, frozenset((scope,)), start, end, tiers, host, place, channel, core, batch, part,
                     tongue, bool(flags & 1), bool(flags & 2), bool(flags & 4), bool(flags & 8), *sets)


def place_of(token: int, scope: int, day: int) -> int:
    return token << 39 | scope << 16 | day


def reference(one: Signature) -> int:
    """The class and its tiers in one number, as a posting holds them; a class of no known tier meets all."""
    return one.id << 6 | (one.tiers & ALL_TIERS or ALL_TIERS)


def postings(one: Signature, weights: Mapping[int, int]) -> frozenset[tuple[int, int]]:
    """Places and references under which a class is found: its topics, its journey, its rarest tokens."""
    tokens = {*one.topics, *_journey(one), *rarest(one.title | one.content, weights, POSTED)}
    return frozenset((place_of(token, one.scope, one.start), reference(one)) for token in tokens)


def asked(one: Signature, weights: Mapping[int, int], scopes: int) -> dict[int, int]:
    """Tokens a search asks for and what each weighs, when it spans so many scopes."""
    found = {token: weights.get(token, UNSEEN)
             for token in rarest(one.title | one.content, weights, ASKED_WIDE if scopes >= WIDE else ASKED)}
    return found | dict.fromkeys((*one.topics, *_journey(one)), TOPICAL)


def rarest(tokens: Iterable[int], weights: Mapping[int, int], most: int) -> list[int]:
    """So many of the tokens that weigh most; of equals the smaller number, so that it is always the same ones."""
    return sorted(tokens, key=lambda token: (-weights.get(token, UNSEEN), token))[:most]


def _journey(one: Signature) -> tuple[int, ...]:
    """Classes out of the province are looked at together whatever their topics (R-25)."""
    return (token_of("out", "journey"),) if one.out else ()
