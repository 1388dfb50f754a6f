"""How often pairs that merely meet show each level (u), counted over random pairs; and m from weights and u."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from workflow.rulebook.scorecard import LEVELS, WHOLE, Chances


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
    """m and u that give these weights but for one addend common to all levels, and that addend in bits."""
    shares = {level: u[level] * 2 ** weight for level, weight in bits.items()}
    moved = math.log2(sum(shares.values()) / WHOLE)
    m = whole_parts(shares)
    return {level: Chances(m[level], u[level]) for level in bits}, moved
