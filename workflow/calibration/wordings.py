"""Proposes wordings for the lexicon from pairs that people confirmed: what one side calls what the other names.

A confirmed pair of which one title names a topic and the other has a word that nobody knows in its place says that
the word may belong to that topic; so with a focus.  What is proposed is counted and shown with its pairs; a person
accepts it or not, and once one is known the same pairs may say what the next one means.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.engine.likeness.titles import Reader
from workflow.rulebook.lexicon import plain

SHORTEST, LONGEST = 2, 12  # characters of a Chinese wording
LONGEST_LATIN = 60
LINKS = "与和及暨的"  # stand between two themes and belong to neither


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A pair of titles that a person called a repetition; ``id`` names the pair to whoever asks for evidence."""

    id: int
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Wording:
    """An unknown wording, the topic or focus it seems to be a name of, and the pairs that say so."""

    wording: str
    kind: str  # topics | focuses
    code: str
    evidence: tuple[int, ...]


def proposed(reader: Reader, confirmed: Iterable[Confirmed], least: int = 1) -> tuple[Wording, ...]:
    """Wordings from confirmed pairs, those most pairs speak for first; ``least``: how many must.

    A wording that pairs give to several topics is left out unless one of them has most of the pairs.
    """
    found: dict[str, dict[tuple[str, str], list[int]]] = {}
    for pair in confirmed:
        for known, unknown in ((pair.one, pair.other), (pair.other, pair.one)):
            for wording, kind, code in _spoken(reader, known, unknown):
                found.setdefault(wording, {}).setdefault((kind, code), []).append(pair.id)
    told = []
    for wording, claims in found.items():
        (kind, code), pairs = max(claims.items(), key=lambda claim: (len(claim[1]), claim[0]))
        if least <= len(pairs) and 2 * len(pairs) > sum(map(len, claims.values())):
            told.append(Wording(wording, kind, code, tuple(dict.fromkeys(pairs))))
    return tuple(sorted(told, key=lambda one: (-len(one.evidence), one.wording)))


def _spoken(reader: Reader, known: str, unknown: str) -> Iterable[tuple[str, str, str]]:
    """What the unknown words of a title would name, if they name what the other title names there."""
    named, silent = reader.title(known), reader.title(unknown)
    word = _left(reader, unknown)
    if not word:
        return
    if len(named.topics) == 1 and not silent.topics and named.focuses == silent.focuses:
        yield word, "topics", named.topics[0]
    elif named.topics == silent.topics and len(named.focuses) == 1 and not silent.focuses:
        yield word, "focuses", named.focuses[0]


def _left(reader: Reader, title: str) -> str:
    """The one wording of a title that nobody knows; empty when there is none, or more than one. A part of a name of a
    place or body is none."""
    rest = [word.strip(LINKS) for word in reader.unknown(title)]
    rest = [word for word in rest if len(word) >= SHORTEST and not any(word in name for name in reader.names)]
    if len(rest) > 1 and all(word.isascii() for word in rest):
        whole = " ".join(rest)
        return whole if len(whole) <= LONGEST_LATIN and whole in plain(title) else ""
    return plain(rest[0]) if len(rest) == 1 and (rest[0].isascii() or len(rest[0]) <= LONGEST) else ""
