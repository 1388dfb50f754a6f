"""YAML text -> plain data with line numbers, and nothing that could surprise.

Only mappings, lists and plain values: no anchors or aliases (a small file could grow
without end), no tags (they construct objects), no second value under one key, nothing
deeper than 20 or larger than 256 kB, no invisible or direction-changing characters.
Words like ``on``, ``yes`` and dates stay text (YAML 1.2); only ``true`` and ``false`` are booleans.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from workflow.rulebook.faults import Fault, fault

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_DIGITS = 18

Path = tuple[str | int, ...]

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}


@dataclass(frozen=True)
class Lines:
    """Where each value of a file stands: path of keys and places -> line, from 1."""

    file: str
    by_path: dict[Path, int] = field(default_factory=dict)

    def of(self, path: Path) -> int:
        """The line of the value at ``path``, or of the nearest value around it."""
        for length in range(len(path), -1, -1):
            line = self.by_path.get(path[:length])
            if line is not None:
                return line
        return 1


def parse(text: str | bytes, source: str) -> tuple[Any, Lines, list[Fault]]:
    """The data of a YAML text, where it stands, and everything that is wrong with it.

    The data is ``None`` when the text cannot be read at all.
    """
    lines = Lines(source)
    plain, faults = _decoded(text, source)
    if faults:
        return None, lines, faults
    builder = _Builder(lines)
    try:
        return builder.build(YAML(typ="safe", pure=True).parse(plain)), lines, builder.faults
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return None, lines, [*builder.faults, fault(source, line, "syntax", column=column)]
    except (YAMLError, ValueError):
        return None, lines, [*builder.faults, fault(source, 1, "syntax", column=1)]
    except _Stop:
        return None, lines, builder.faults


def _decoded(text: str | bytes, source: str) -> tuple[str, list[Fault]]:
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(raw) > MAX_BYTES:
        return "", [fault(source, 1, "too_large", kilobytes=MAX_BYTES // 1024)]
    try:
        plain = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return "", [fault(source, raw[: error.start].count(b"\n") + 1, "not_utf8")]
    hidden = [
        fault(source, plain.count("\n", 0, found.start()) + 1, "hidden_character", code=f"U+{ord(found[0]):04X}")
        for found in _HIDDEN.finditer(plain)
    ]
    return plain, hidden[:20]


class _Stop(Exception):
    """Reading further makes no sense; the faults are already noted."""


class _Builder:
    """Builds plain data from the parser's events, noting lines and faults on the way."""

    def __init__(self, lines: Lines):
        self.lines = lines
        self.faults: list[Fault] = []

    def build(self, events: Iterator[Event]) -> Any:
        documents, data = 0, None
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._note(event, "second_document")
                    raise _Stop
            elif isinstance(event, (ScalarEvent, AliasEvent, MappingStartEvent, SequenceStartEvent)):
                data = self._value(event, events, (), 1)
            elif isinstance(event, StreamEndEvent):
                break
        if data is None and not self.faults:
            self.faults.append(fault(self.lines.file, 1, "empty"))
        return data

    def _value(self, event: Event, events: Iterator[Event], path: Path, depth: int) -> Any:
        self.lines.by_path.setdefault(path, event.start_mark.line + 1)
        if depth > MAX_DEPTH:
            self._note(event, "too_deep", depth=MAX_DEPTH)
            raise _Stop
        if isinstance(event, AliasEvent):
            self._note(event, "alias", name=event.anchor)
            return None
        self._bare(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(events, path, depth)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(events, path, depth)
        return self._scalar(event)

    def _mapping(self, events: Iterator[Event], path: Path, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                return found
            key = self._key(event, events, path, depth)
            below = (*path, key)
            if key in found:
                self._note(event, "duplicate_key", key=key, first=str(self.lines.by_path[below]))
            self.lines.by_path.setdefault(below, event.start_mark.line + 1)
            found.setdefault(key, self._value(next(events), events, below, depth + 1))
        raise _Stop

    def _key(self, event: Event, events: Iterator[Event], path: Path, depth: int) -> str:
        """Keys are words; a number as key is taken as it is written."""
        if isinstance(event, ScalarEvent) and event.value:
            self._bare(event)
            return str(event.value)
        self._note(event, "key_no_word")
        if not isinstance(event, ScalarEvent):
            self._value(event, events, (*path, "?"), depth + 1)
        return f"?{event.start_mark.line}"

    def _sequence(self, events: Iterator[Event], path: Path, depth: int) -> list[Any]:
        found: list[Any] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                return found
            found.append(self._value(event, events, (*path, len(found)), depth + 1))
        raise _Stop

    def _bare(self, event: Any) -> None:
        """Values stand bare: no anchor to be repeated elsewhere, no tag to construct something by."""
        if event.anchor:
            self._note(event, "anchor", name=event.anchor)
        if event.ctag is not None:
            self._note(event, "tag", name=str(event.tag))

    def _scalar(self, event: Any) -> Any:
        text = event.value
        if event.style is not None:  # quoted or a block: text
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _NOT_FINITE.fullmatch(text):
            self._note(event, "not_finite", value=text)
            return None
        if not _FLOAT.fullmatch(text):
            return text
        if len(text) > MAX_DIGITS:
            self._note(event, "number_too_long", digits=MAX_DIGITS)
            return None
        number = int(text) if _INT.fullmatch(text) else float(text)
        if not math.isfinite(number):
            self._note(event, "not_finite", value=text)
            return None
        return number

    def _note(self, event: Event, what: str, **values: Any) -> None:
        self.faults.append(fault(self.lines.file, event.start_mark.line + 1, what, **values))
