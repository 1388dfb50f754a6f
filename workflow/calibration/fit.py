"""Proposes weights from decisions: a logistic fit held to the weights in force, in the order of the levels.

Below :data:`LEAST` decisions nothing is proposed.  Three things keep a fit honest that sees only what reviewers
were shown: decisions count by how rare their band is among them (raised pairs are decided more often than related
ones); random pairs that nobody judges count as what the scorecard in force says of them; and each weight is pulled
to the one in force (L2).  A better level never weighs less.  What comes out is a *proposal* with its precision and
recall on decisions that it has not seen; a person puts it in force as a new version.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.calibration.chances import chances_of, counted
from workflow.calibration.measuring import Measured, Scored, measure, score
from workflow.rulebook.scorecard import LEVELS, Scorecard
from workflow.rulebook.scorecard_reading import tenths_of

LEAST = 200  # decisions
HELD_BACK = 5  # every fifth decision is not learnt from
PULL = 2.0  # how strongly a weight is held to the one in force, in decisions
SHOWN = ("raised", "related")  # bands that people are asked about, or may be
STEPS, RATE = 250, 0.15
Levels = Mapping[str, str]  # field -> level
Weights = dict[tuple[str, str], float]  # (field, level) -> bits


@dataclass(frozen=True, slots=True)
class Decision:
    """A settled pair: the levels it shows, and whether a person called it a repetition."""

    levels: Levels
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed scorecard with the figures of the old and the new one over the same ``held_back`` decisions."""

    card: Scorecard
    decisions: int
    held_back: int
    before: Measured
    after: Measured

    @property
    def is_better(self) -> bool:
        """Whether it ranks the decisions that it has not seen no worse than the scorecard in force."""
        return self.after.average >= self.before.average

    def figures(self) -> dict[str, int | dict[str, int]]:
        """What it was measured by, as whole per-mille."""
        return {"decisions": self.decisions, "held_back": self.held_back, "before": _permille(self.before),
                "after": _permille(self.after)}


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs that show the same levels: how much they count together, and how much of it is repetitions."""

    keys: tuple[tuple[str, str], ...]
    count: float
    duplicates: float


def propose(card: Scorecard, decisions: Sequence[Decision], random: Sequence[Levels]) -> Proposal | None:
    """A better scorecard, or ``None`` below 200 decisions; ``random``: levels of random pairs that meet.

    The decisions are taken in their order: every fifth is held back.
    """
    if len(decisions) < LEAST:
        return None
    learnt = [one for place, one in enumerate(decisions) if place % HELD_BACK]
    held = [one for place, one in enumerate(decisions) if not place % HELD_BACK]
    weights, prior = fitted(card, weighed(card, learnt, random))
    fresh = _card(card, weights, prior, counted(random), len(learnt))
    return Proposal(fresh, len(learnt), len(held), measure(_scored(card, held), card),
                    measure(_scored(fresh, held), fresh))


def weighed(card: Scorecard, decisions: Sequence[Decision], random: Sequence[Levels]) -> list[Weighed]:
    """What the fit sees: decisions by the share of their band among all pairs, a mean decision counting one, and the
    random pairs that nobody is shown, counting with the present scorecard's chance of being repetitions."""
    bands = [card.band(score(card, one.levels)) for one in decisions]
    there = Counter(card.band(score(card, levels)) for levels in random)
    share = {band: (there[band] + 0.5) / (len(random) + 1) for band in SHOWN}
    decided = Counter(bands)
    asked = sum(decided[band] for band in SHOWN)
    scale = asked / sum(share[band] for band in SHOWN if decided[band]) if asked else 1.0
    gathered: dict[tuple[tuple[str, str], ...], list[float]] = {}

    def add(levels: Levels, count: float, chance: float) -> None:
        sums = gathered.setdefault(tuple(levels.items()), [0.0, 0.0])
        sums[0] += count
        sums[1] += count * chance

    for one, band in zip(decisions, bands, strict=True):
        add(one.levels, scale * share[band] / decided[band] if band in SHOWN else 1.0, float(one.duplicate))
    for levels in random:
        tenths = score(card, levels)
        if card.band(tenths) not in SHOWN:
            add(levels, scale / len(random), _chance(tenths / 10))
    return [Weighed(keys, *sums) for keys, sums in gathered.items()]


def fitted(card: Scorecard, pairs: Sequence[Weighed]) -> tuple[Weights, float]:
    """Weights of all levels and the prior, in bits, by damped Newton steps with a projection after each."""
    policy: Weights = {(name, level): card.bits[name][level] / 10 for name in LEVELS for level in LEVELS[name]}
    weights, prior = dict(policy), card.prior / 10
    for _ in range(STEPS):
        slopes, bends = dict.fromkeys(policy, 0.0), dict.fromkeys(policy, PULL)
        slope, bend = 0.0, PULL
        for one in pairs:
            chance = _chance(prior + sum([weights[key] for key in one.keys]))
            miss, curve = one.duplicates - one.count * chance, one.count * chance * (1 - chance) * math.log(2)
            slope += miss
            bend += curve
            for key in one.keys:
                slopes[key] += miss
                bends[key] += curve
        prior += RATE * slope / bend
        for key in policy:
            step = (slopes[key] - PULL * (weights[key] - policy[key])) / bends[key]
            weights[key] += RATE * max(-1.0, min(1.0, step))
        for name, levels in LEVELS.items():
            _in_order(weights, name, levels, bends)
    return weights, prior


def _permille(one: Measured) -> dict[str, int]:
    told = {"precision": one.at_raised.precision, "recall": one.at_raised.recall, "f1": one.best.f1,
            "average": one.average}
    return {name: round(value * 1000) for name, value in told.items()}


def _chance(bits: float) -> float:
    return 1 / (1 + 2 ** max(-60.0, min(60.0, -bits)))


def _in_order(weights: Weights, name: str, levels: Sequence[str], mass: Mapping[tuple[str, str], float]) -> None:
    """The nearest weights that never rise from a better level to a worse one: neighbours that do are pooled."""
    pools: list[tuple[float, float, int]] = []  # mean, mass, levels
    for level in levels:
        pools.append((weights[name, level], mass[name, level], 1))
        while len(pools) > 1 and pools[-2][0] < pools[-1][0]:
            (mean, its_mass, count), (before, before_mass, before_count) = pools.pop(), pools.pop()
            both = its_mass + before_mass
            pools.append(((mean * its_mass + before * before_mass) / both, both, count + before_count))
    means = [mean for mean, _, count in pools for _ in range(count)]
    for level, mean in zip(levels, means, strict=True):
        weights[name, level] = mean


def _card(card: Scorecard, weights: Weights, prior: float, chances: Mapping[str, Mapping[str, int]],
          decisions: int) -> Scorecard:
    """The weights as chances: m follows from u, and what it takes to make m whole goes into the prior."""
    told = {}
    for name, levels in LEVELS.items():
        told[name], moved = chances_of({level: weights[name, level] for level in levels}, chances[name])
        prior += moved
    bits = {name: {level: tenths_of(one.m, one.u) for level, one in levels.items()} for name, levels in told.items()}
    one_in = max(2, round(2 ** min(-prior, 19.0)))
    return replace(card, version=card.version + 1, hash="", one_in=one_in, prior=-tenths_of(one_in, 1), chances=told,
                   bits=bits, decisions=decisions)


def _scored(card: Scorecard, decisions: Iterable[Decision]) -> list[Scored]:
    return [Scored(place, place, score(card, one.levels), one.duplicate) for place, one in enumerate(decisions)]
