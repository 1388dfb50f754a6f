"""How much better the search gets with decisions: a house's first so many are played through and measured elsewhere.

Decisions are drawn from the pairs that one world shows its reviewers, at random, seven of ten raised ones and three
related ones.  The wordings that confirmed pairs propose are accepted where the world's own list says that they are
right (an expert who knows the words, and mends none), then weights are fitted.  What came of it is measured over
all pairs of another world.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from workflow.calibration.fit import Decision, propose
from workflow.calibration.labelled import Labelled, meeting, token_weights
from workflow.calibration.measuring import USUAL, Measured, measure, score_labelled
from workflow.calibration.wordings import Confirmed, Wording, proposed
from workflow.engine.likeness.comparing import Comparer, Limits, People
from workflow.engine.likeness.titles import Reader
from workflow.rulebook.added import Added, owner, with_added
from workflow.rulebook.lexicon import Lexicon
from workflow.rulebook.scorecard import Scorecard

RAISED_OF_TEN = 7
RANDOM_PAIRS = 5_000
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Step:
    """After so many decisions: how many wordings were proposed and accepted, and what the other world's pairs come to
    with the new words alone and with words and weights."""

    decisions: int
    proposed: int
    accepted: int
    words: Measured
    both: Measured


def curve(train: Labelled, test: Labelled, card: Scorecard, counts: Sequence[int], seed: int = 1,
          limits: Limits = USUAL) -> Iterator[Step]:
    """One step for each count of decisions, the first with none; ``train.right`` says which wordings are right."""
    before = measure(score_labelled(test, card, limits), card)
    yield Step(0, 0, 0, before, before)
    labels = _judged(train, limits)
    for count in counts:
        drawn = _drawn(train, card, labels, count, Random(seed), limits)
        lexicon, listed, accepted = _grown(train, (pair for pair in drawn if labels[pair] == "duplicate"))
        learnt, measured_on = replace(train, lexicon=lexicon), replace(test, lexicon=lexicon)
        words = measure(score_labelled(measured_on, card, limits), card)
        fresh = _learnt(learnt, card, labels, drawn, Random(seed), limits)
        yield Step(count, listed, accepted, words,
                   measure(score_labelled(measured_on, fresh, limits), fresh) if fresh else words)


def _judged(world: Labelled, limits: Limits) -> dict[Pair, str]:
    """Every pair that meets with its label, those that were judged *related* left out."""
    labels = dict(world.labels)
    if world.whole:
        for pair in meeting(world.signatures(), limits.window):
            labels.setdefault(pair, "distinct")
    return {pair: label for pair, label in sorted(labels.items()) if label != "related"}


def _drawn(world: Labelled, card: Scorecard, labels: dict[Pair, str], count: int, chance: Random,
           limits: Limits) -> list[Pair]:
    """The pairs that are decided first, in the order in which they are."""
    signatures = world.signatures()
    comparer = Comparer(card, token_weights(signatures), limits)
    bands: dict[str, list[Pair]] = {"raised": [], "related": [], "apart": []}
    for one, other in labels:
        if not comparer.gates(signatures[one], signatures[other]):
            bands[card.band(comparer.tenths(signatures[one], signatures[other]))].append((one, other))
    raised = min(count * RAISED_OF_TEN // 10, len(bands["raised"]))
    found = [*chance.sample(bands["raised"], raised),
             *chance.sample(bands["related"], min(count - raised, len(bands["related"])))]
    chance.shuffle(found)
    return found


def _grown(world: Labelled, confirmed: Iterable[Pair]) -> tuple[Lexicon, int, int]:
    """The lexicon with every right wording that the pairs propose, how many they propose, how many were right."""
    pairs = [Confirmed(place, *(world.told[one].title for one in pair)) for place, pair in enumerate(confirmed)]
    lexicon, seen, accepted = world.lexicon, set[tuple[str, str, str]](), list[Added]()
    while fresh := [one for one in proposed(Reader(lexicon, world.names), pairs) if _key(one) not in seen]:
        seen.update(map(_key, fresh))
        right = [Added(one.kind, one.code, one.wording) for one in fresh
                 if world.right is not None and owner(world.right, one.kind, one.wording) == one.code]
        accepted += right
        lexicon = with_added(lexicon, right)
    return lexicon, len(seen), len(accepted)


def _key(one: Wording) -> tuple[str, str, str]:
    return one.kind, one.code, one.wording


def _learnt(world: Labelled, card: Scorecard, labels: dict[Pair, str], drawn: Sequence[Pair], chance: Random,
            limits: Limits) -> Scorecard | None:
    """The scorecard fitted to the drawn decisions, read with the words that are known by now."""
    signatures = world.signatures()
    comparer = Comparer(card, token_weights(signatures), limits)

    def levels(pair: Pair) -> dict[str, str]:
        return comparer.levels(signatures[pair[0]], signatures[pair[1]], People())

    random = [levels(pair) for pair in chance.sample(sorted(labels), min(RANDOM_PAIRS, len(labels)))]
    found = propose(card, [Decision(levels(pair), labels[pair] == "duplicate") for pair in drawn], random)
    return found.card if found else None
