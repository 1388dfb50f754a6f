"""How good the suggestions are: precision, recall and F1 over judged pairs, the best line, the worst misses.

Pairs judged *related* count neither way: a careful reviewer may call them either.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflow.calibration.labelled import Labelled, meeting, token_weights
from workflow.engine.likeness.comparing import Comparer, Limits, People
from workflow.engine.likeness.signature import Signature
from workflow.rulebook.scorecard import Scorecard

WANTED_RECALL = 0.95
USUAL = Limits()
NOBODY = People()


@dataclass(frozen=True, slots=True)
class Scored:
    """A judged pair by the places of its classes; ``tenths`` of a bit, ``None`` where a gate keeps the two apart."""

    one: int
    other: int
    tenths: int | None
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What comes of calling every pair from ``tenths`` on a duplicate."""

    tenths: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """``at_raised``: with the scorecard's own line; ``best``: the line of the highest F1; ``at_recall``: the highest
    line that still finds 95 of 100; ``average``: precision averaged over recall. Empty pairs give noughts."""

    pairs: int
    duplicates: int
    at_raised: Line
    best: Line
    at_recall: Line
    average: float
    missed: tuple[Scored, ...]
    wrong: tuple[Scored, ...]


def score_labelled(world: Labelled, card: Scorecard, limits: Limits = USUAL) -> list[Scored]:
    """Every judged pair with its score; of a whole file also those pairs that meet and are not listed."""
    signatures = world.signatures()
    comparer = Comparer(card, token_weights(signatures), limits)
    told = dict(world.labels)
    if world.whole:
        for pair in meeting(signatures, limits.window):
            told.setdefault(pair, "distinct")
    return [Scored(one, other, _tenths(comparer, signatures[one], signatures[other]), label == "duplicate")
            for (one, other), label in told.items() if label != "related"]


def measure(scored: Sequence[Scored], card: Scorecard, worst: int = 10) -> Measured:
    """Figures over scored pairs; ``worst``: how many misses and wrong finds are told."""
    duplicates = sum(one.duplicate for one in scored)
    lines = list(_lines(scored, duplicates))
    nothing = Line(card.raised, 0.0, 0.0)
    raised = next((line for line in reversed(lines) if line.tenths >= card.raised), nothing)
    enough = (line for line in lines if line.recall >= WANTED_RECALL)
    missed = sorted((one for one in scored if one.duplicate and _value(one) < card.raised), key=_value)
    wrong = sorted((one for one in scored if not one.duplicate and _value(one) >= card.raised), key=_value)
    return Measured(
        len(scored), duplicates, raised, max(lines, key=lambda line: line.f1, default=nothing), next(enough, nothing),
        _average(lines), tuple(missed[:worst]), tuple(reversed(wrong[-worst:])),
    )


def score(card: Scorecard, levels: Mapping[str, str]) -> int:
    """The score of levels by a scorecard, tenths of a bit."""
    return card.prior + sum([card.bits[name][level] for name, level in levels.items()])


def _tenths(comparer: Comparer, one: Signature, other: Signature) -> int | None:
    """The whole score: a search may stop adding where nothing is found any more, a ranking of all pairs may not."""
    return None if comparer.gates(one, other) else score(comparer.card, comparer.levels(one, other, NOBODY))


def _value(one: Scored) -> int:
    return -10_000 if one.tenths is None else one.tenths


def _lines(scored: Iterable[Scored], duplicates: int) -> Iterable[Line]:
    """One line for every score that occurs, from the highest down."""
    counts: dict[int, list[int]] = {}
    for one in scored:
        if one.tenths is not None:
            counts.setdefault(one.tenths, [0, 0])[one.duplicate] += 1
    found = [0, 0]
    for tenths in sorted(counts, reverse=True):
        found = [found[0] + counts[tenths][0], found[1] + counts[tenths][1]]
        yield Line(tenths, found[1] / sum(found), found[1] / duplicates if duplicates else 0.0)


def _average(lines: Sequence[Line]) -> float:
    """Average precision: precision weighted by the recall that each line adds."""
    total, before = 0.0, 0.0
    for line in lines:
        total += (line.recall - before) * line.precision
        before = line.recall
    return total
