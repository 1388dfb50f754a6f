"""Proposes wordings for the lexicon from pairs that people confirmed: what one side calls what the other names.

A confirmed pair of which one title names a topic and the other nothing known says that the other's
words may belong to that topic.  What is proposed is counted and shown; a person accepts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.engine.likeness.titles import Reader
from workflow.rulebook.lexicon import plain

LEAST = 2  # confirmed pairs that must speak for a wording
SHORTEST, LONGEST = 2, 12  # characters


@dataclass(frozen=True, slots=True)
class Wording:
    """An unknown wording, the topic or focus it seems to be a name of, and how many pairs say so."""

    wording: str
    kind: str  # topics | focuses
    code: str
    pairs: int


def proposed(reader: Reader, confirmed: Iterable[tuple[str, str]], least: int = LEAST) -> tuple[Wording, ...]:
    """Wordings from confirmed pairs of titles, those most pairs speak for first.

    A wording that pairs give to several topics is left out: people must say what it is.
    """
    found: dict[str, dict[tuple[str, str], int]] = {}
    for one, other in confirmed:
        for known, unknown in ((one, other), (other, one)):
            for wording, kind, code in _spoken(reader, known, unknown):
                claims = found.setdefault(wording, {})
                claims[kind, code] = claims.get((kind, code), 0) + 1
    told = [Wording(wording, *claim, count) for wording, claims in found.items() if len(claims) == 1
            for claim, count in claims.items() if count >= least]
    return tuple(sorted(told, key=lambda one: (-one.pairs, one.wording)))


def _spoken(reader: Reader, known: str, unknown: str) -> Iterable[tuple[str, str, str]]:
    """What the unknown words of a title would name, if they name what the other title names."""
    named, silent = reader.title(known), reader.title(unknown)
    rest = [word for word in reader.unknown(unknown) if SHORTEST <= len(word) <= LONGEST]
    if len(rest) != 1:
        return
    if len(named.topics) == 1 and not silent.topics and not silent.focuses and not named.focuses:
        yield plain(rest[0]), "topics", named.topics[0]
    elif named.topics == silent.topics and len(named.focuses) == 1 and not silent.focuses:
        yield plain(rest[0]), "focuses", named.focuses[0]
