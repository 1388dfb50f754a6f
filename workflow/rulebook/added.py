"""Wordings that a house adds to the lexicon that ships with the program."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from workflow.rulebook.lexicon import Lexicon, Topic, plain

TOPICS, FOCUSES = "topics", "focuses"


@dataclass(frozen=True, slots=True)
class Added:
    """A wording that a person accepted as a name of a topic or focus, and from what (``decision`` or ``person``)."""

    kind: str  # topics | focuses
    code: str
    wording: str
    source: str = "decision"
    approved_by: int = 0  # a person


def concepts(lexicon: Lexicon, kind: str) -> dict[str, Topic]:
    """The topics, or the focuses, by code."""
    return dict(lexicon.topics if kind == TOPICS else lexicon.focuses)


def owner(lexicon: Lexicon, kind: str, wording: str) -> str | None:
    """The code that claims a wording already."""
    told = plain(wording)
    return next((code for code, one in concepts(lexicon, kind).items()
                 if told in map(plain, (*one.wordings_zh, *one.wordings_en))), None)


def with_added(lexicon: Lexicon, added: Iterable[Added], version: str = "") -> Lexicon:
    """The lexicon and what a house added in a version. What it claims already, or no longer has a topic for, is left
    out: the program's own words may have grown meanwhile."""
    places = dict(lexicon.places)
    grown = {kind: concepts(lexicon, kind) for kind in (TOPICS, FOCUSES)}
    for one in added:
        topic = grown[one.kind].get(one.code)
        if topic is None or owner(lexicon, one.kind, one.wording) is not None:
            continue
        zh, en = ((), (one.wording,)) if one.wording.isascii() else ((one.wording,), ())
        grown[one.kind][one.code] = replace(topic, wordings_zh=(*topic.wordings_zh, *zh),
                                            wordings_en=(*topic.wordings_en, *en))
        places[one.kind, plain(one.wording)] = f"{version}:{one.wording}"
    return Lexicon(grown[TOPICS], grown[FOCUSES], lexicon.cut, places)


def written_added(added: Iterable[Added]) -> str:
    """The text of a version of the house's own words; the same words always give the same text."""
    listed = sorted(added, key=lambda one: (one.kind, one.code, one.wording))
    rows: list[dict[str, Any]] = [{"kind": one.kind, "code": one.code, "wording": one.wording, "source": one.source,
                                   "approved_by": one.approved_by} for one in listed]
    return json.dumps({"wordings": rows}, ensure_ascii=False, indent=1)


def read_added(text: str) -> tuple[Added, ...]:
    """What :func:`written_added` wrote."""
    return tuple(Added(**row) for row in json.loads(text)["wordings"])
