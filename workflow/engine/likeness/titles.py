"""Reads a title: what is only form (year, batch, region, words of any title) and what is its theme.

Titles are formulaic and deceive both ways (domain 4.3): the batch and the part are kept apart,
the boiler-plate is cut, and what is left over and unknown makes the focus *unknown*, not *general*.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from zlib import crc32

from workflow.rulebook.lexicon import Lexicon, plain

LONGEST = 400  # characters of a title or content that are looked at; a longer one is cut there
TOKEN = 0x7FFFFF  # tokens have 23 bits, so that token, place and day fit one 63-bit key
_BATCH = re.compile(r"第?([0-9]{1,3}|[一二三四五六七八九十]{1,3})[期批]|\bbatch (?:no\. ?)?([0-9]{1,3})\b")
_PART = re.compile(r"\(([上中下续一二三四五])[篇集]?\)$|([上中下续])[篇集]$|\bpart (i{1,3}|[0-9]{1,2})\b")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?:年度?|(?![0-9]))|第?[一二三四1-4]季度")
_CHINESE = re.compile(r"[㐀-鿿]+")
_LATIN = re.compile(r"[a-z0-9][a-z0-9'’-]*")
_DIGITS = {sign: place for place, sign in enumerate("一二三四五六七八九", start=1)}
_PARTS = {**_DIGITS, "上": 1, "中": 2, "下": 3, "续": 9, "i": 1, "ii": 2, "iii": 3}


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says; ``batch`` and ``part`` are 0 when it names none; ``known``: its theme has no unknown word."""

    core: str
    batch: int = 0
    part: int = 0
    topics: tuple[str, ...] = ()
    focuses: tuple[str, ...] = ()
    known: bool = True


@dataclass(frozen=True)
class Reader:
    """Reads titles and contents with one lexicon; ``names``: regions and bodies, which are no theme."""

    lexicon: Lexicon
    names: tuple[str, ...] = ()
    _cut: re.Pattern[str] = field(init=False, repr=False)
    _names: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_cut", _any_of(self.lexicon.cut))
        object.__setattr__(self, "_names", _any_of(self.names))

    def title(self, text: str) -> Title:
        told = plain(text[:LONGEST])
        batch = _BATCH.search(told)
        told = _BATCH.sub(" ", told)
        told = told.strip()
        part = _PART.search(told)
        told = _PART.sub(" ", told)
        told = _YEAR.sub(" ", told)
        told = self._names.sub(" ", told)
        found = self.lexicon.concepts(told)
        core = "".join(self._words(told))
        return Title(
            core,
            _number(next(filter(None, batch.groups()), "")) if batch else 0,
            _PARTS.get(next(filter(None, part.groups()), ""), 0) if part else 0,
            found.topics,
            found.focuses,
            known=not any(len(word) >= 3 for word in self._words(found.rest)),
        )

    def unknown(self, text: str) -> tuple[str, ...]:
        """The words of a title that are neither form nor any known wording."""
        told = self._names.sub(" ", _YEAR.sub(" ", _BATCH.sub(" ", plain(text[:LONGEST]))))
        return tuple(self._words(self.lexicon.concepts(told).rest))

    def tokens(self, text: str) -> frozenset[int]:
        """Character pairs of the Chinese and words of the Latin of a text, form and boiler-plate aside."""
        told = _PART.sub(" ", _BATCH.sub(" ", plain(text[:LONGEST])).strip())
        told = self._names.sub(" ", _YEAR.sub(" ", told))
        return frozenset(token for word in self._words(told) for token in _pieces(word))

    def topics(self, text: str) -> tuple[str, ...]:
        """The topic that most lessons of a content speak of, or none.

        Its focus is no class's: single lessons on policy or cases stand in most.
        """
        counts: dict[str, int] = {}
        for lesson in re.split(r"[;；。\n]", plain(text[:LONGEST])):
            for code in self.lexicon.concepts(lesson).topics[:1]:
                counts[code] = counts.get(code, 0) + 1
        return (max(counts, key=lambda code: counts[code]),) if counts else ()

    def _words(self, told: str) -> list[str]:
        """What is left of a plain text, as runs of Chinese and words of Latin."""
        left = self._cut.sub(" ", told)
        return [*_CHINESE.findall(left), *_LATIN.findall(left)]


def token_of(text: str, kind: str = "") -> int:
    """A text as a number of 23 bits; two texts meet in one number once in eight million."""
    return crc32(f"{kind}:{text}".encode() if kind else text.encode()) & TOKEN


def tongues(text: str) -> int:
    """1 = it says something in Chinese, 2 = in Latin letters, 3 = in both, 0 = in neither."""
    told = plain(text[:LONGEST])
    return bool(_CHINESE.search(told)) + 2 * any(len(word) > 2 for word in _LATIN.findall(told))


def _pieces(word: str) -> Iterable[int]:
    if not _CHINESE.match(word):
        return (token_of(word),) if len(word) > 1 else ()
    if len(word) == 1:
        return (token_of(word),)
    return (token_of(word[place:place + 2]) for place in range(len(word) - 1))


def _number(text: str) -> int:
    """A number in digits or as 一 … 九十九."""
    if text.isascii():
        return int(text or 0)
    tens, ten, ones = text.rpartition("十")
    return (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Matches any of the words, the longest first; Latin ones only whole."""
    told = sorted({plain(word) for word in words if word.strip()}, key=lambda word: (-len(word), word))
    return re.compile("|".join(
        re.escape(word) if _CHINESE.search(word) else rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" for word in told
    ) or r"(?!)")
