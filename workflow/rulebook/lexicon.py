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
    _wordings: tuple[tuple[str, tuple[str, ...]], ...] = field(init=False, repr=False)  # longest first

    def __post_init__(self) -> None:
        codes: dict[str, list[str]] = {}
        for topic in self.topics.values():
            words = {*topic.wordings_zh, *topic.wordings_en, topic.label.zh, topic.label.en}
            for word in sorted(map(plain, words)):
                codes.setdefault(word, []).append(topic.code)
        longest_first = sorted(codes.items(), key=lambda item: (-len(item[0]), item[0]))
        wordings = tuple((word, tuple(dict.fromkeys(owners))) for word, owners in longest_first)
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
        """The topics whose wordings stand in ``text``, the longest wording first, each topic once.

        A longer wording hides the shorter ones inside it ("village finance management" is not "finance").
        """
        rest, found = plain(text), dict[str, Topic]()
        for wording, codes in self._wordings:
            if _stands_in(wording, rest):
                found.update((code, self.topics[code]) for code in codes if code not in found)
                rest = rest.replace(wording, "\n")
        return tuple(found.values())


def plain(text: str) -> str:
    """Text for comparing: compatibility forms made one (NFKC), lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _stands_in(wording: str, text: str) -> bool:
    """Chinese has no spaces between words; a Latin wording must stand as whole words."""
    if wording not in text:
        return False
    return bool(_CHINESE.search(wording)) or bool(re.search(rf"(?<!\w){re.escape(wording)}(?!\w)", text))
