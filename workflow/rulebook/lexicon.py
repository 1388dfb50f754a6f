"""The governed list of topics and the words people use for them, in Chinese and English.

Read from ``definitions/lexicon/*.yaml``.  A topic is chosen from this list by the unit and
confirmed by the section officer; :meth:`Lexicon.suggest` only proposes, from the title.
A *focus* is what a class makes of its topic (policy, practice, cases); most name none.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from workflow.wording.values import Label

_CHINESE = re.compile(r"[㐀-鿿]")
_GAP = "\x00"  # stands where a wording was; in no text that was read from a form


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


@dataclass(frozen=True, slots=True)
class Concepts:
    """What a text speaks of: codes in the order of their longest wordings, and the text that no wording covers."""

    topics: tuple[str, ...] = ()
    focuses: tuple[str, ...] = ()
    rest: str = ""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All topics and focuses by code; ``cut``: words of any title, which tell two classes apart nowhere.

    ``places``: (topics or focuses, plain wording) -> where it is claimed, for whoever would claim it again.
    """

    topics: Mapping[str, Topic]
    focuses: Mapping[str, Topic] = field(default_factory=dict)
    cut: tuple[str, ...] = ()
    places: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    version: str = field(init=False)  # SHA-256 of all of it: a score names the lexicon it was reckoned with
    _wordings: tuple[tuple[str, tuple[str, ...]], ...] = field(init=False, repr=False)  # plain wording, codes
    _ordered: tuple[tuple[str, str, str], ...] = field(init=False, repr=False)  # the longest first: wording, kind, code

    def __post_init__(self) -> None:
        codes: dict[str, list[str]] = {}
        for topic in self.topics.values():
            words = {*topic.wordings_zh, *topic.wordings_en, topic.label.zh, topic.label.en}
            for word in sorted(map(plain, words)):
                codes.setdefault(word, []).append(topic.code)
        wordings = tuple((word, tuple(dict.fromkeys(owners))) for word, owners in codes.items())
        object.__setattr__(self, "_wordings", wordings)
        kinds = (("topic", self.topics), ("focus", self.focuses))
        claims = [(plain(word), kind, one.code) for kind, listed in kinds for one in listed.values()
                  for word in (*one.wordings_zh, *one.wordings_en)]
        ordered = sorted(set(claims), key=lambda claim: (-len(claim[0]), claim[1] == "focus", claim))
        object.__setattr__(self, "_ordered", tuple(ordered))
        told = [sorted(claims), sorted(self.cut), sorted(t.code for t in self.topics.values() if t.mandatory_stage)]
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        object.__setattr__(self, "version", hashlib.sha256(text.encode()).hexdigest())

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

    def concepts(self, told: str) -> Concepts:
        """Topics and focuses named in a text that is :func:`plain` already; the longest wording takes its place first.

        Unlike :meth:`suggest` no title of a topic counts, only its wordings: what is left over is looked at too.
        """
        topics: dict[str, None] = {}
        focuses: dict[str, None] = {}
        rest = told
        for wording, kind, code in self._ordered:
            if wording in rest and (places := _places(wording, rest)):
                (topics if kind == "topic" else focuses)[code] = None
                for start in reversed(places):
                    rest = f"{rest[:start]}{_GAP * len(wording)}{rest[start + len(wording):]}"
        return Concepts(tuple(topics), tuple(focuses), " ".join(rest.replace(_GAP, " ").split()))


def plain(text: str) -> str:
    """Text for comparing: compatibility forms made one (NFKC), lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _places(wording: str, text: str) -> list[int]:
    """Where a wording stands. Chinese has no spaces between words; a Latin wording must stand as whole words."""
    if wording not in text:
        return []
    return [match.start() for match in _pattern(wording).finditer(text)]


@lru_cache(maxsize=4096)
def _pattern(wording: str) -> re.Pattern[str]:
    escaped = re.escape(wording)
    return re.compile(escaped if _CHINESE.search(wording) else f"(?<![a-z0-9]){escaped}(?![a-z0-9])")
