"""Values that a sentence is filled with: labels, money, days and moments.

Typed, so that one sentence reads right in both languages, and JSON-able, so that
a finding can be stored with its numbers and be spoken again years later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Label:
    """A name in both languages; ``zh`` is the official one."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.zh


class Fen(int):
    """Money in fen (1/100 yuan); never a float."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the catalogue used as a value, e.g. ``Term("channel.out")``."""

    key: str


def pack(value: Any) -> Any:
    """A value of a sentence as plain JSON; :func:`unpack` is its inverse."""
    match value:
        case bool() | None | str():
            return value
        case Fen():
            return {"fen": int(value)}
        case int():
            return value
        case Label(zh, en):
            return {"zh": zh, "en": en}
        case Term(key):
            return {"term": key}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Mapping():
            return {"map": {key: pack(item) for key, item in value.items()}}
        case tuple() | list():
            return [pack(item) for item in value]
    raise TypeError(f"{type(value).__name__} cannot be a value of a sentence")


def unpack(packed: Any) -> Any:
    """The value that :func:`pack` made plain."""
    match packed:
        case {"fen": fen}:
            return Fen(fen)
        case {"zh": zh, "en": en}:
            return Label(zh, en)
        case {"term": key}:
            return Term(key)
        case {"moment": text}:
            return datetime.fromisoformat(text)
        case {"day": text}:
            return date.fromisoformat(text)
        case {"map": items}:
            return {key: unpack(item) for key, item in items.items()}
        case list():
            return tuple(unpack(item) for item in packed)
    return packed
