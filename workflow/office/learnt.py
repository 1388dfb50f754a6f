"""What a house has learnt and published: its own scorecard and the words that it added to the lexicon."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from workflow.refusals import Refusal, Refused
from workflow.rulebook.added import read_added, with_added
from workflow.rulebook.faults import DefinitionFaults
from workflow.rulebook.file_reading import read_scorecard
from workflow.rulebook.rulebook import Rulebook
from workflow.rulebook.scorecard import Scorecard
from workflow.store.learning_writing import LEXICON, SCORECARD, published_versions


def with_learnt(connection: Connection, rulebook: Rulebook, today: date) -> Rulebook:
    """The rulebook with the scorecard and the words in force on an office day. Earlier scorecards stay readable, so
    that any past score can be reckoned again; the words of the past stand beside the index (``likeness_past``).

    Raises ``Refused`` (``learnt_version_changed``) when a published text is not the one that was published.
    """
    rows = [row for row in published_versions(connection) if row.effective_from <= today]
    for row in rows:
        if hash_of(row.text) != row.hash:
            raise _changed(row)
    cards = {card.hash: card for card in _cards(row for row in rows if row.kind == SCORECARD)}
    shipped = rulebook.shipped_lexicon or rulebook.lexicon
    words = [row for row in rows if row.kind == LEXICON]
    own = next(reversed(cards), "")
    lexicon = with_added(shipped, read_added(words[-1].text), f"v{words[-1].version}") if words else shipped
    if (own, lexicon.version) == (rulebook.own_scorecard, rulebook.lexicon.version):
        return rulebook
    return replace(rulebook, scorecards={**rulebook.scorecards, **cards}, own_scorecard=own, lexicon=lexicon,
                   shipped_lexicon=shipped)


def hash_of(text: str) -> str:
    """SHA-256 of a version's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _cards(rows: Iterable[Any]) -> Iterable[Scorecard]:
    for row in rows:
        try:
            yield read_scorecard(row.text, row.hash[:12])
        except DefinitionFaults:
            raise _changed(row) from None


def _changed(row: Any) -> Refused:
    return Refused(Refusal("learnt_version_changed", {"hash": row.hash[:12]}))
