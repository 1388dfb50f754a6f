"""Proposes weights from decisions: a logistic fit held to the policy's weights, in the order of the levels.

Below :data:`LEAST` decisions nothing is proposed.  The fit is additive like the scorecard itself,
pulled to the present weights where decisions say little (L2), and projected so that a better
level never weighs less.  What comes out is a *proposal* with its precision and recall on decisions
that it has not seen; a person puts it in force as a new version.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.calibration.chances import chances_of
from workflow.calibration.measuring import Measured, Scored, measure
from workflow.rulebook.scorecard import LEVELS, Scorecard
from workflow.rulebook.scorecard_reading import tenths_of

LEAST = 200  # decisions
HELD_BACK = 5  # every fifth decision is not learnt from
PULL = 2.0  # how many decisions' worth the present weight of a level counts
STEPS, RATE = 120, 0.6
Weights = dict[tuple[str, str], float]  # (field, level) -> bits


@dataclass(frozen=True, slots=True)
class Decision:
    """A settled pair: the levels it showed, and whether a person called it a repetition."""

    levels: Mapping[str, str]
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed scorecard with the figures of the old and the new one over the same ``held_back`` decisions."""

    card: Scorecard
    decisions: int
    held_back: int
    before: Measured
    after: Measured


def propose(card: Scorecard, decisions: Sequence[Decision],
            chances: Mapping[str, Mapping[str, int]]) -> Proposal | None:
    """A better scorecard, or ``None`` below 200 decisions; ``chances``: u of each level, from pairs that merely meet.

    The decisions are taken in their order: every fifth is held back.
    """
    if len(decisions) < LEAST:
        return None
    learnt = [one for place, one in enumerate(decisions) if place % HELD_BACK]
    held = [one for place, one in enumerate(decisions) if not place % HELD_BACK]
    weights, prior = fitted(card, learnt)
    fresh = _card(card, weights, prior, chances, len(learnt))
    return Proposal(fresh, len(learnt), len(held), measure(_scored(card, held), card),
                    measure(_scored(fresh, held), fresh))


def score(card: Scorecard, levels: Mapping[str, str]) -> int:
    """The score of levels by a scorecard, tenths of a bit."""
    return card.prior + sum(card.bits[name][level] for name, level in levels.items())


def fitted(card: Scorecard, decisions: Sequence[Decision]) -> tuple[Weights, float]:
    """Weights of all levels and the prior, in bits, by gradient steps with a projection after each."""
    policy: Weights = {(name, level): card.bits[name][level] / 10 for name in LEVELS for level in LEVELS[name]}
    weights, prior = dict(policy), card.prior / 10
    seen = _seen(decisions)
    for _ in range(STEPS):
        slopes: Weights = dict.fromkeys(policy, 0.0)
        whole = 0.0
        for one in decisions:
            bits = prior + sum(weights[key] for key in one.levels.items())
            miss = one.duplicate - _chance(bits)
            whole += miss
            for key in one.levels.items():
                slopes[key] += miss
        prior += RATE * 4 * whole / len(decisions)
        for key, slope in slopes.items():
            pull = PULL * (weights[key] - policy[key])
            weights[key] += RATE * 4 * (slope - pull * math.log(2) / 4) / (seen.get(key, 0) + 4 * PULL + len(LEVELS))
        for name, levels in LEVELS.items():
            _in_order(weights, name, levels, seen)
    return weights, prior


def _seen(decisions: Sequence[Decision]) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for one in decisions:
        for key in one.levels.items():
            counts[key] = counts.get(key, 0) + 1
    return counts


def _chance(bits: float) -> float:
    return 1 / (1 + 2 ** max(-60.0, min(60.0, -bits)))


def _in_order(weights: Weights, name: str, levels: Sequence[str], seen: Mapping[tuple[str, str], int]) -> None:
    """The nearest weights that never rise from a better level to a worse one: neighbours that do are pooled."""
    pools: list[tuple[float, float, int]] = []  # mean, mass, levels
    for level in levels:
        pools.append((weights[name, level], seen.get((name, level), 0) + PULL, 1))
        while len(pools) > 1 and pools[-2][0] < pools[-1][0]:
            (mean, mass, count), (before, its_mass, its_count) = pools.pop(), pools.pop()
            both = mass + its_mass
            pools.append(((mean * mass + before * its_mass) / both, both, count + its_count))
    means = [mean for mean, _, count in pools for _ in range(count)]
    for level, mean in zip(levels, means, strict=True):
        weights[name, level] = mean


def _card(card: Scorecard, weights: Weights, prior: float, chances: Mapping[str, Mapping[str, int]],
          decisions: int) -> Scorecard:
    """The weights as chances: m follows from u, and what it takes to make m whole goes into the prior."""
    told = {}
    for name, levels in LEVELS.items():
        listed = {level: weights[name, level] for level in levels}
        told[name], moved = chances_of(listed, chances[name])
        prior += moved
    bits = {name: {level: tenths_of(one.m, one.u) for level, one in levels.items()} for name, levels in told.items()}
    one_in = max(2, round(2 ** min(-prior, 19.0)))
    return replace(card, version=card.version + 1, hash="", one_in=one_in, prior=-tenths_of(one_in, 1), chances=told,
                   bits=bits, decisions=decisions)


def _scored(card: Scorecard, decisions: Sequence[Decision]) -> list[Scored]:
    return [Scored(place, place, score(card, one.levels), one.duplicate) for place, one in enumerate(decisions)]
