"""The governed list of topics and the words people use for them, in Chinese and English.

Read from ``definitions/lexicon/*.yaml``.  A topic is chosen from this list by the unit and
confirmed by the section officer; :meth:`Lexicon.suggest` only proposes, from the title.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflow.wording.values import Label

_CHINESE = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Topic:
    """A theme of classes.

    ``mandatory_stage``: a stage that the rules demand of everyone who comes to that point
    (initial, post-taking, activist, development target): alike titles there are no repetition.
    """

    code: str
    label: Label
    wordings_zh: tuple[str, ...]
    wordings_en: tuple[str, ...]
    mandatory_stage: bool = False


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All topics by code."""

    topics: Mapping[str, Topic]
    _wordings: tuple[tuple[str, tuple[str, ...]], ...] = field(init=False, repr=False)  # plain wording, codes

    def __post_init__(self) -> None:
        codes: dict[str, list[str]] = {}
        for topic in self.topics.values():
            words = {*topic.wordings_zh, *topic.wordings_en, topic.label.zh, topic.label.en}
            for word in sorted(map(plain, words)):
                codes.setdefault(word, []).append(topic.code)
        wordings = tuple((word, tuple(dict.fromkeys(owners))) for word, owners in codes.items())
        object.__setattr__(self, "_wordings", wordings)

    def __getitem__(self, code: str) -> Topic:
        return self.topics[code]

    def __contains__(self, code: object) -> bool:
        return code in self.topics

    def __iter__(self) -> Iterator[str]:
        return iter(self.topics)

    def __len__(self) -> int:
        return len(self.topics)

    def suggest(self, text: str) -> tuple[Topic, ...]:
        """The topics whose wordings stand in ``text``: the longest wording first, then the leftmost, each topic once.

        A wording hides the shorter ones it overlaps ("village finance management" is not "finance").
        """
        told = plain(text)
        places = [(len(wording), start, codes) for wording, codes in self._wordings for start in _places(wording, told)]
        taken: set[int] = set()
        found: dict[str, Topic] = {}
        for length, start, codes in sorted(places, key=lambda place: (-place[0], place[1])):
            span = range(start, start + length)
            if taken.isdisjoint(span):
                taken.update(span)
                found.update((code, self.topics[code]) for code in codes if code not in found)
        return tuple(found.values())


def plain(text: str) -> str:
    """Text for comparing: compatibility forms made one (NFKC), lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _places(wording: str, text: str) -> list[int]:
    """Where a wording stands. Chinese has no spaces between words; a Latin wording must stand as whole words."""
    if wording not in text:
        return []
    pattern = re.escape(wording)
    if not _CHINESE.search(wording):
        pattern = f"(?<![a-z0-9]){pattern}(?![a-z0-9])"
    return [match.start() for match in re.finditer(pattern, text)]
