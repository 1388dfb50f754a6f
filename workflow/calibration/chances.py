"""How often pairs that merely meet show each level (u), counted over random pairs; and m from weights and u."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from workflow.rulebook.scorecard import LEVELS, WHOLE, Chances
from workflow.rulebook.scorecard_reading import tenths_of

MOST = WHOLE // 5


def counted(levels: Iterable[Mapping[str, str]]) -> dict[str, dict[str, int]]:
    """u of every level in parts of 100,000 from the levels of random pairs that meet.

    Every level is taken as seen half a time more, so that none is impossible; the parts add up to the whole.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in LEVELS}
    for pair in levels:
        for name, level in pair.items():
            counts[name][level] += 1
    return {name: whole_parts({level: counts[name][level] + 0.5 for level in listed})
            for name, listed in LEVELS.items()}


def whole_parts(shares: Mapping[str, float]) -> dict[str, int]:
    """Shares of any size as parts of 100,000, at least one each; the largest takes what rounding leaves."""
    total = sum(shares.values())
    parts = {level: max(1, round(share * WHOLE / total)) for level, share in shares.items()}
    largest = max(parts, key=lambda level: parts[level])
    parts[largest] += WHOLE - sum(parts.values())
    return parts


def chances_of(bits: Mapping[str, float], u: Mapping[str, int]) -> tuple[dict[str, Chances], float]:
    """m and u that give these weights but for one addend common to all levels, and that addend in bits.

    ``bits``: from the level that speaks most for a repetition to the one that speaks least, never rising.
    Where less than one repetition of 100,000 would show a level, its u is taken for larger than was counted:
    the weight is what counts. What whole numbers cannot hold exactly still comes out in order.
    """
    held = _enough(bits, u)
    shares = {level: held[level] * 2 ** weight for level, weight in bits.items()}
    moved = math.log2(sum(shares.values()) / WHOLE)
    m = whole_parts(shares)
    while (risen := _rise(m, held)) is not None:
        better, worse = risen
        parts, (giver, taker) = (m, (worse, better)) if m[worse] > 1 else (held, (better, worse))
        step = min(max(1, parts[giver] // 100), parts[giver] - 1)
        parts[giver] -= step
        parts[taker] += step
    return {level: Chances(m[level], held[level]) for level in bits}, moved


def _enough(bits: Mapping[str, float], u: Mapping[str, int]) -> dict[str, int]:
    """u, so large that at least one of 100,000 repetitions shows every level; none is taken for more than a fifth."""
    held = dict(u)
    for _ in bits:
        whole = sum(held[level] * 2 ** weight for level, weight in bits.items()) / WHOLE
        least = {level: min(MOST, math.ceil(whole / 2 ** weight)) for level, weight in bits.items()}
        held = whole_parts({level: max(held[level], least[level]) for level in bits})
    return held


def _rise(m: Mapping[str, int], u: Mapping[str, int]) -> tuple[str, str] | None:
    """The first neighbours of which the worse level would weigh more."""
    return next(((better, worse) for better, worse in pairwise(m)
                 if tenths_of(m[better], u[better]) < tenths_of(m[worse], u[worse])), None)
