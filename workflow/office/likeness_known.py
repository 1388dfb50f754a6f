"""By what the acts of a house compare classes: the names, wordings and weights of the last rebuild, read once.

Fixed from one rebuild to the next, so that an act writes the very rows that a rebuild would; the first class of a
house fixes them for the first time.
"""

from dataclasses import replace

from sqlalchemy import Connection, select

from workflow.engine.likeness.comparing import Comparer, Limits
from workflow.engine.likeness.past import unpack_past
from workflow.engine.likeness.titles import Reader
from workflow.office.likeness import Likenesses
from workflow.office.office import Office
from workflow.rulebook.policy import Policy
from workflow.store.likeness_index import term_weights
from workflow.store.likeness_writing import past
from workflow.store.people import unit


def likenesses(connection: Connection, office: Office, terms: int, policy: Policy) -> Likenesses:
    """What is in force since rebuild ``terms`` (0 = nothing was listed yet), with the limits of a policy."""
    kept = office.likenesses
    if kept is None or kept.terms != terms or not terms:
        kept = office.likenesses = _read(connection, office, terms, policy)
    card, limits = office.rulebook.scorecard, Limits.of(policy)
    if (kept.comparer.card.hash, kept.comparer.limits) == (card.hash, limits):
        return kept
    return replace(kept, comparer=replace(kept.comparer, card=card, limits=limits))


def past_likenesses(connection: Connection, office: Office, terms: int, scorecard: str) -> Likenesses | None:
    """What was in force then, to reckon a score again; ``None`` where it was not kept."""
    body, card = past(connection, terms), office.rulebook.scorecards.get(scorecard)
    if body is None or card is None:
        return None
    reader, weights = unpack_past(body)
    return Likenesses(reader, Comparer(card, weights), terms)


def _read(connection: Connection, office: Office, terms: int, policy: Policy) -> Likenesses:
    card, limits, lexicon = office.rulebook.scorecard, Limits.of(policy), office.rulebook.lexicon
    body = past(connection, terms) if terms else None
    if body is None:  # nothing is fixed yet, or it was rebuilt by nobody's act
        names = tuple(connection.execute(select(unit.c.name_zh).order_by(unit.c.code)).scalars())
        weights = term_weights(connection) if terms else {}
        return Likenesses(Reader(lexicon, names), Comparer(card, weights, limits), terms)
    reader, weights = unpack_past(body)
    if reader.lexicon.version == lexicon.version:
        reader = Reader(lexicon, reader.names)  # with its labels of today
    return Likenesses(reader, Comparer(card, weights, limits), terms)
