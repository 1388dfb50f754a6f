"""A pair of similar classes: what of them is compared, and the verdicts."""

import hashlib
import json

from workflow.domain.declaration import ClassDeclaration, to_json

COMPARED = ("class_name", "batch_no", "topic_code", "class_kind", "audience_codes", "start_date", "end_date", "channel",
            "province", "host_unit")

VERDICTS = ("REPEAT", "MULTI_HEAD", "PERSON_OVERLOAD", "HIGHER_CALLED", "TIME_CLASH", "SPLIT", "MERGEABLE", "BATCH",
            "DISTINCT")
PAIR_RULE = "R-25"  # whose findings name the other case as their part
CLEARING = ("BATCH", "DISTINCT")  # the pair stands in nobody's way; every other verdict keeps the block


def facts_hash(ours: ClassDeclaration, theirs: ClassDeclaration) -> str:
    """SHA-256 of what a verdict rests on; a settled pair comes back only when this changes."""
    compared = [[to_json(form)[name] for name in COMPARED] for form in (ours, theirs)]
    text = json.dumps(compared, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
