"""A pair of similar classes: what of them is compared, and the verdicts."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.domain.declaration import ClassDeclaration, to_json

COMPARED = ("class_name", "batch_no", "topic_code", "class_kind", "audience_codes", "start_date", "end_date", "channel",
            "province", "host_unit")
LESSONS, PEOPLE = "syllabus", "people"  # titles of the lessons; whether the rosters share so many people that it counts

VERDICTS = ("REPEAT", "MULTI_HEAD", "PERSON_OVERLOAD", "HIGHER_CALLED", "TIME_CLASH", "SPLIT", "MERGEABLE", "BATCH",
            "DISTINCT")
PAIR_RULE = "R-25"  # whose findings name the other case as their part
CLEARING = ("BATCH", "DISTINCT")  # the pair stands in nobody's way; every other verdict keeps the block

PairFacts = Mapping[str, Any]
"""What a verdict rests on, as plain JSON: of ``ours`` and ``theirs`` the compared fields, and ``people``."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A compared fact that has changed; ``side``: ``ours``, ``theirs`` or empty of what both share. Values are JSON."""

    side: str
    field: str
    before: Any
    after: Any


def facts_of_pair(ours: ClassDeclaration, theirs: ClassDeclaration, *, same_people: bool = False) -> PairFacts:
    """What a verdict on the two rests on. ``same_people``: their rosters share more than the policy lets pass."""
    return {"ours": _facts(ours), "theirs": _facts(theirs), PEOPLE: same_people}


def facts_hash(facts: PairFacts) -> str:
    """SHA-256 of what a verdict rests on; a settled pair comes back only when this changes."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def differences(before: PairFacts, after: PairFacts) -> tuple[Difference, ...]:
    """What has changed between two states of a pair, ours first, in the order of the form."""
    found = [Difference(side, name, before[side][name], after[side][name]) for side in ("ours", "theirs")
             for name in (*COMPARED, LESSONS) if before[side][name] != after[side][name]]
    if before[PEOPLE] != after[PEOPLE]:
        found.append(Difference("", PEOPLE, before[PEOPLE], after[PEOPLE]))
    return tuple(found)


def _facts(form: ClassDeclaration) -> dict[str, Any]:
    told = to_json(form)
    return {**{name: told[name] for name in COMPARED}, LESSONS: [session.title for session in form.syllabus]}
