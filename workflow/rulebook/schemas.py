"""JSON Schemas of the definition files, made from the models that the reader uses, so that editors help.

They stand in ``definitions/schemas``; a test says when they are behind the models, and
``shenbao process schemas FOLDER`` writes them anew.
"""

import json
from typing import Any

from pydantic import TypeAdapter

from workflow.rulebook.house_shapes import AudiencesShape, CalendarShape, LexiconShape, RolesShape, SourcesShape
from workflow.rulebook.policy_shape import BaseShape, OverlayShape
from workflow.rulebook.process_shape import ProcessShape
from workflow.rulebook.scorecard_reading import ScorecardShape

_KINDS: dict[str, Any] = {
    "process": ProcessShape,
    "policy": BaseShape | OverlayShape,
    "roles": RolesShape,
    "audiences": AudiencesShape,
    "lexicon": LexiconShape,
    "calendar": CalendarShape,
    "scorecard": ScorecardShape,
    "sources": SourcesShape,
}


def schemas() -> dict[str, str]:
    """Name of the file -> its text, one for each kind of definition."""
    return {f"{kind}.schema.json": _text(kind, model) for kind, model in _KINDS.items()}


def _text(kind: str, model: Any) -> str:
    body = TypeAdapter(model).json_schema(by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Shenbao {kind}"}
    return json.dumps({**body, **head}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
