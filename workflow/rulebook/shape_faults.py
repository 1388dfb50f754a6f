"""Turns what pydantic found wrong with a definition file into faults with file, line and mend."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from workflow.rulebook.faults import Fault, fault, unknown
from workflow.rulebook.shape import CODE, MARK, MARKS, NAME, POLICY, RULE, SPAN, WORDS
from workflow.rulebook.yaml_text import Lines, Path
from workflow.wording.values import Term

_TYPES = {"string_type": "text", "int_type": "number", "bool_type": "boolean", "list_type": "list",
          "dict_type": "mapping", "model_type": "mapping", "float_type": "number"}  # fmt: skip
_PATTERNS = {NAME: "name", CODE: "code", WORDS: "words", POLICY: "policy", RULE: "rule", MARK: "mark", MARKS: "marks",
             SPAN: "span"}  # fmt: skip
_FORMS = {"to": "target", "then": "target", "else": "target", "signers": "signers", "due": "due", "guards": "call",
          "effects": "call", "when": "call", "if": "call", "from": "sources"}  # fmt: skip
_OURS = frozenset(("one_verb", "from_or_roads", "no_day", "ends_before_start"))


def shape_faults(error: ValidationError, data: Any, lines: Lines) -> list[Fault]:
    """One fault for each thing that is wrong with the shape of ``data``."""
    return [_fault(one, data, lines) for one in error.errors(include_url=False)]


def broken_parts(error: ValidationError, data: Any) -> set[Path]:
    """The paths where something is wrong: what to leave out to look at the rest."""
    return {_path(one["loc"], data) for one in error.errors(include_url=False)}


def _fault(error: Any, data: Any, lines: Lines) -> Fault:
    kind, more, path = error["type"], error.get("ctx") or {}, _path(error["loc"], data)
    line, where = lines.of(path), dotted(path)
    if kind == "unknown_key":
        if " " in str(path[-1]):  # the rest of a text that was cut at its comma
            return fault(lines.file, line, "unknown_key", "quote", where=dotted(path[:-1]), name=_shown(path[-1]))
        return unknown(lines.file, line, "unknown_key", str(path[-1]), more["known"], where=dotted(path[:-1]))
    if kind == "missing":
        return fault(lines.file, line, "missing_key", where=where, name=str(error["loc"][-1]))
    if kind in _OURS:
        return fault(lines.file, line, kind, where=where, **more)
    if kind == "literal_error":
        allowed = tuple(re.findall(r"'([^']*)'", str(more.get("expected", ""))))
        return fault(lines.file, line, "not_one_of", where=where, name=_shown(error["input"]), allowed=allowed)
    if kind in _TYPES:
        return fault(lines.file, line, "wrong_type", where=where, wanted=Term(f"rulebook.type.{_TYPES[kind]}"))
    return _of_value(kind, more, path, error["input"], lines)


def _of_value(kind: str, more: Mapping[str, Any], path: Path, value: Any, lines: Lines) -> Fault:
    """The type is right, the value is not."""
    line, where = lines.of(path), dotted(path)
    if kind == "string_pattern_mismatch":
        way = _PATTERNS.get(str(more.get("pattern")), "words")
        return fault(lines.file, line, "bad_writing", way, where=where, name=_shown(value))
    if kind in ("too_short", "string_too_short"):
        return fault(lines.file, line, "empty_value", where=where)
    if kind in ("too_long", "string_too_long"):
        return fault(lines.file, line, "too_long", where=where, limit=more.get("max_length", 0))
    if kind in ("greater_than_equal", "less_than_equal"):
        return fault(lines.file, line, kind, where=where, limit=more.get("ge", more.get("le")))
    key = next((step for step in reversed(path) if isinstance(step, str) and step in _FORMS), "")
    return fault(lines.file, line, "wrong_form", _FORMS.get(key, "mend"), where=where)


def _path(loc: tuple[Any, ...], data: Any) -> Path:
    """The steps of ``loc`` that lead through the data; the names of alternatives in it are left out."""
    path: list[str | int] = []
    for step in loc:
        inside = step in data if isinstance(data, dict) else isinstance(data, list) and step in range(len(data))
        if inside:
            path.append(step)
            data = data[step]
    return tuple(path)


def dotted(path: Path) -> str | Term:
    """A path as people read it: ``actions.accept.guards[2]``; places count from 1. No path = the file itself."""
    text = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".") or Term("rulebook.whole_file")


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
