"""Candidates of an engine -> the pairs that the single check would raise, with the levels their score adds up from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflow.engine.likeness.comparing import Comparer, Likeness, People
from workflow.engine.likeness.signature import Signature
from workflow.engine.likeness.verdicts import compare_and_suggest
from workflow.office.likeness import is_alike
from workflow.rulebook.scorecard import LEVELS

RAISED = "raised"
FIELDS = tuple(LEVELS)
Candidate = tuple[Signature, Signature]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Two classes by their cases, the smaller id first; ``levels``: a digit for each field of the scorecard."""

    one: int
    other: int
    tenths: int
    levels: str
    verdict: str
    reasons: tuple[str, ...]


def worth_comparing(comparer: Comparer, candidates: Iterable[Candidate]) -> dict[tuple[int, int], Candidate]:
    """Each pair once, by its cases, the smaller id first; as far as the single check would look at it
    (:func:`workflow.office.likeness.check`)."""
    found: dict[tuple[int, int], Candidate] = {}
    for one, other in candidates:
        first, second = (one, other) if one.id < other.id else (other, one)
        if (first.id, second.id) not in found and (
                comparer.tenths(first, second) >= comparer.card.related or is_alike(first, second)):
            found[first.id, second.id] = (first, second)
    return found


def repeats(comparer: Comparer, pairs: Iterable[Candidate],
            people: Mapping[tuple[int, int], People]) -> Iterator[Repeat]:
    """Those that are raised; ``people``: what is known of common rosters, by pair of cases."""
    for one, other in pairs:
        likeness, suggestion = compare_and_suggest(comparer, one, other, people.get((one.id, other.id), People()))
        if suggestion.band == RAISED:
            yield Repeat(one.id, other.id, likeness.tenths, coded(likeness), suggestion.verdict,
                         suggestion.reasons)


def coded(likeness: Likeness) -> str:
    """The levels as digits: the place of each among its field's levels."""
    levels = likeness.levels
    return "".join(str(LEVELS[field].index(levels[field])) for field in FIELDS)


def decoded(levels: str) -> dict[str, str]:
    """Field -> level, as :func:`coded` wrote them."""
    return {field: LEVELS[field][int(digit)] for field, digit in zip(FIELDS, levels, strict=True)}
