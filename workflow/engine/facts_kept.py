"""What somebody agreed to, kept so that it can be told later whether it is still the same."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from workflow.domain.declaration import ClassDeclaration, to_json
from workflow.rulebook.process import Action


def kept_facts(content: Any, action: Action) -> dict[str, Any]:
    """The fields on which an action relies, by name, and the digest of their values; the values stay in the content."""
    names = sorted(name for name in action.relies_on if "." not in name)
    return {"fields": names, "digest": _digest(content, names)}


def still_holds(content: Any, kept: Mapping[str, Any] | None) -> bool:
    """Whether a content still says in those fields what it said then; nothing kept = nobody agreed."""
    return kept is not None and kept["digest"] == _digest(content, kept["fields"])


def _digest(content: Any, names: list[str]) -> str:
    body = to_json(content) if isinstance(content, ClassDeclaration) else dict(content)
    text = json.dumps([body.get(name) for name in names], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
