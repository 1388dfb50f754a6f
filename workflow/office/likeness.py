"""Keeps and asks the index of repeated classes: contents -> signatures -> rows, and a class -> what it is like.

The rows of one class are rewritten with the act that changes it; :func:`rebuild` writes all of them
anew from the contents, with fresh weights of tokens, and gives the same rows as the acts gave.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from workflow.calibration.labelled import weights_of_counts
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Unit
from workflow.engine.likeness.comparing import Comparer, Likeness, Limits, People
from workflow.engine.likeness.packing import Asked, asked, pack, postings, stands, unpack
from workflow.engine.likeness.signature import Signature, signature, told_of
from workflow.engine.likeness.titles import Reader, token_of
from workflow.engine.likeness.verdicts import Suggestion, compare_and_suggest
from workflow.engine.rules.place import out_of_province
from workflow.rulebook.policy import Policy
from workflow.rulebook.rulebook import Rulebook
from workflow.store import likeness_index as index

REGIONS = frozenset({"province", "city", "district", "town", "subdistrict", "village"})  # units that are places
MOST, MOST_WIDE = 600, 3_000  # candidates looked at; in few scopes and in many
FEW = 8  # scopes
SHOWN = 50  # classes told of one check


@dataclass(frozen=True, slots=True)
class Found:
    """A class like the one that was asked about."""

    case_id: int
    likeness: Likeness
    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class Check:
    """What a class is like: ``raised`` need a decision, ``related`` are folded below, ``said`` only look alike, each
    the likest first. ``scorecard``, ``lexicon`` and ``terms`` say by what it was reckoned, so that it can be again."""

    raised: tuple[Found, ...]
    related: tuple[Found, ...]
    said: tuple[Found, ...]
    looked_at: int
    scorecard: str
    lexicon: str
    terms: int


@dataclass(frozen=True)
class Likenesses:
    """All a house needs to compare its classes: the words, the weights, the limits, as of one rebuild."""

    reader: Reader
    comparer: Comparer
    terms: int  # number of the rebuild that made the weights

    @classmethod
    def of(cls, connection: Connection, rulebook: Rulebook, policy: Policy, names: Iterable[str]) -> "Likenesses":
        kept = index.snapshot(connection)
        comparer = Comparer(rulebook.scorecard, index.term_weights(connection), Limits.of(policy))
        return cls(Reader(rulebook.lexicon, tuple(names)), comparer, kept[0] if kept else 0)

    def is_current(self, connection: Connection) -> bool:
        """Whether no rebuild has changed the weights meanwhile; who writes with old ones leaves rows behind."""
        kept = index.snapshot(connection)
        return (kept[0] if kept else 0) == self.terms

    def read(self, case_id: int, form: ClassDeclaration, rulebook: Rulebook, policy: Policy,
             units: Mapping[str, Unit]) -> Signature:
        """The signature of a declaration; ``ValueError`` while it has no dates."""
        region = region_of(units, form.host_unit)
        told = told_of(case_id, form, rulebook.audiences, region, out_of_province(form, policy))
        return signature(told, self.reader)


def region_of(units: Mapping[str, Unit], code: str) -> tuple[str, ...]:
    """The places a unit lies in, from the widest to its own; a department stands in the place it belongs to."""
    found: list[str] = []
    unit = units.get(code)
    while unit is not None:
        if unit.kind in REGIONS:
            found.append(unit.code)
        unit = units.get(unit.parent) if unit.parent else None
    return tuple(reversed(found))


def reach_of(units: Mapping[str, Unit], code: str) -> frozenset[int]:
    """The scopes whose classes may meet those of a unit: its own place, all it lies in, all that lies in it."""
    own = region_of(units, code)
    below = (one for one, unit in units.items()
             if own and unit.kind in REGIONS and own[-1] in region_of(units, one))
    return frozenset(token_of(one, "scope") for one in (*own, *below))


def keep(connection: Connection, likenesses: Likenesses, case_id: int, new: Signature | None) -> int:
    """Rewrite the rows of one class within the act's transaction; ``None`` takes it out. How many rows changed."""
    weights = likenesses.comparer.weights
    body = index.marks_of(connection, (case_id,)).get(case_id)
    before = postings(unpack(case_id, body), weights) if body is not None else frozenset()
    after = postings(new, weights) if new is not None else frozenset()
    packed = pack(new) if new is not None else None
    if before == after and body == packed:
        return 0
    gone, come = ({place for place, _ in changed} for changed in (before - after, after - before))
    index.rewrite(connection, case_id, packed, gone, come)
    return 1 + len(before ^ after)


def rebuild(connection: Connection, signatures: Iterable[Signature], lexicon: str) -> int:
    """Write the whole index anew, with weights counted in these classes; how many they are."""
    counts: Counter[int] = Counter()

    def marks() -> Iterator[tuple[int, bytes]]:
        for one in signatures:
            counts.update(one.title | one.content)
            yield one.id, pack(one)

    index.clear(connection)
    classes = index.fill_marks(connection, marks())
    weights = weights_of_counts(counts, classes)
    _post_all(connection, weights)
    index.keep_snapshot(connection, weights, lexicon, classes)
    return classes


def post_anew(connection: Connection) -> None:
    """Write the places of all classes anew from their marks, where a new program reckons places in another way."""
    index.clear_postings(connection)
    _post_all(connection, index.term_weights(connection))


def _post_all(connection: Connection, weights: Mapping[int, int]) -> None:
    kept = (unpack(case_id, body) for case_id, body in index.all_marks(connection))
    index.fill_postings(connection, (posting for one in kept for posting in postings(one, weights)))


def check(connection: Connection, likenesses: Likenesses, one: Signature, reach: Collection[int] = (),
          people: Mapping[int, People] | None = None) -> Check:
    """What a class is like among all kept ones. ``reach``: scopes below its own that are searched too;
    ``people``: what is known of common rosters, by case."""
    comparer = likenesses.comparer
    rows = found_rows(connection, likenesses, one, reach)
    asking = replace(one, reach=one.reach | {one.scope, *reach})
    others = (unpack(case_id, body) for case_id, body in rows if case_id != one.id)
    scored = [(comparer.tenths(asking, other), other) for other in others]
    worth = [pair for pair in scored if pair[0] >= comparer.card.related or is_alike(asking, pair[1])]
    worth.sort(key=lambda pair: (-pair[0], pair[1].id))
    found = [_found(comparer, asking, other, (people or {}).get(other.id)) for _, other in worth[:SHOWN]]
    of_band = {band: tuple(one for one in found if one.suggestion.band == band)
               for band in ("raised", "related", "apart")}
    return Check(of_band["raised"], of_band["related"], of_band["apart"], len(rows), comparer.card.hash,
                 likenesses.reader.lexicon.version, likenesses.terms)


def found_rows(connection: Connection, likenesses: Likenesses, one: Signature,
               reach: Collection[int] = ()) -> list[tuple[int, bytes]]:
    """The candidates of a check, found in one statement: case ids and packed signatures."""
    comparer, window = likenesses.comparer, likenesses.comparer.limits.window
    scopes = one.reach | frozenset(reach) | {one.scope}
    sought = asked(one, comparer.weights, scopes, window, elsewhere=comparer.elsewhere, strangers=comparer.strangers)
    found = index.candidates(connection, *ranges_of(sought), MOST if len(scopes) <= FEW else MOST_WIDE)

    def meets(body: bytes) -> bool:  # places know weeks only, and two of them may be one
        scope, start = stands(body)
        return scope in scopes and abs(start - one.start) <= window

    return [(case_id, body) for case_id, body in found if meets(body)]


def ranges_of(sought: Asked) -> tuple[index.Ranges, index.Ranges]:
    """What is sought as the store reads it: of words and hosts, and of topics."""
    return (index.Ranges(sought.words, sought.span, sought.tiers, sought.tiers),
            index.Ranges(sought.topics, sought.topical_span, sought.tiers, sought.kin))


def is_alike(one: Signature, other: Signature) -> bool:
    """One title by one host: the next batch or stage of a class, to be said even where the score keeps it apart."""
    return one.host == other.host and one.core == other.core


def _found(comparer: Comparer, one: Signature, other: Signature, people: People | None) -> Found:
    likeness, suggestion = compare_and_suggest(comparer, one, other, people or People())
    return Found(other.id, likeness, suggestion)
