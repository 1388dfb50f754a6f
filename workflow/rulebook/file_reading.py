"""Reads one definition file of each kind: text -> typed value, or every fault at once.

``read_*`` answer one value or raise :class:`DefinitionFaults`; :func:`faults_of_process` and
:func:`faults_of_policy` hand the faults back for the commands.
"""

import copy
import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from pydantic import ValidationError

from workflow.rulebook import house_reading as house
from workflow.rulebook.audiences import Audiences
from workflow.rulebook.faults import DefinitionFaults, Fault
from workflow.rulebook.house_shapes import AudiencesShape, CalendarShape, LexiconShape, RolesShape, SourcesShape
from workflow.rulebook.lexicon import Lexicon
from workflow.rulebook.policy import Overlay, Policy
from workflow.rulebook.policy_reading import build_overlay, build_policy, policy_faults
from workflow.rulebook.policy_shape import BaseShape, OverlayShape
from workflow.rulebook.process import Process
from workflow.rulebook.process_building import build_process
from workflow.rulebook.process_names import name_faults
from workflow.rulebook.process_shape import ProcessShape
from workflow.rulebook.roles import Roles
from workflow.rulebook.scorecard import Scorecard
from workflow.rulebook.scorecard_reading import ScorecardShape, build_scorecard, scorecard_faults
from workflow.rulebook.shape import Shape
from workflow.rulebook.shape_faults import broken_parts, shape_faults
from workflow.rulebook.soundness import check
from workflow.rulebook.vocabulary import Vocabulary
from workflow.rulebook.workdays import Calendar
from workflow.rulebook.yaml_text import Lines, Path, parse
from workflow.wording.values import Label

T = TypeVar("T", bound=Shape)

_STAND_INS = {"process": "unread", "version": 1, "zh": "–", "en": "–"}  # for what names do not hang on
Text = str | bytes


def read_process(text: Text, source: str, vocabulary: Vocabulary) -> Process:
    """A process whose shape and names are right; soundness is asked for apart (``soundness.check``)."""
    process, faults, _ = _process(text, source, vocabulary)
    if process is None:
        raise DefinitionFaults(faults)
    return process


def faults_of_process(text: Text, source: str, vocabulary: Vocabulary) -> tuple[Process | None, tuple[Fault, ...]]:
    """The process, if it could be read, and everything that is wrong with it, soundness included."""
    process, faults, _ = _process(text, source, vocabulary)
    found = faults if process is None else check(process, source)
    return process, tuple(sorted(found, key=lambda one: (one.line, one.message_key)))


def read_policy(
    text: Text, source: str, roles: Roles | None = None, sources: Iterable[str] | None = None
) -> Policy | Overlay:
    """A base policy, an overlay or a local profile. Roles and source marks are checked when they are given."""
    policy, faults, _ = faults_of_policy(text, source, roles, sources)
    if policy is None:
        raise DefinitionFaults(faults)
    return policy


def faults_of_policy(
    text: Text, source: str, roles: Roles | None = None, sources: Iterable[str] | None = None
) -> tuple[Policy | Overlay | None, list[Fault], Lines]:
    """The policy, or ``None`` and what is wrong; and where everything stands."""
    data, lines, faults = parse(text, source)
    if data is None:
        return None, faults, lines
    kind = data.get("kind") if isinstance(data, dict) else None
    model: type[Shape] = OverlayShape if kind in ("overlay", "local") else BaseShape
    shape, more = _shaped(model, data, lines)
    faults += more
    if isinstance(shape, (BaseShape, OverlayShape)):
        faults += policy_faults(shape, lines, roles, None if sources is None else frozenset(sources))
    if faults:
        return None, faults, lines
    written = _written(text)
    if isinstance(shape, OverlayShape):
        return build_overlay(shape, digest_of(data), written), [], lines
    assert isinstance(shape, BaseShape)
    return build_policy(shape, digest_of(data), written), [], lines


def read_roles(text: Text, source: str) -> Roles:
    return house.build_roles(_read(RolesShape, text, source, house.role_faults))


def read_audiences(text: Text, source: str) -> Audiences:
    return house.build_audiences(_read(AudiencesShape, text, source, house.audience_faults))


def read_lexicon(text: Text, source: str) -> Lexicon:
    """The topics and focuses of one file."""
    return read_lexicon_file(text, source)[0]


def read_lexicon_file(text: Text, source: str) -> tuple[Lexicon, tuple[house.Claim, ...]]:
    """The same, and which wordings it claims: another file of the lexicon may claim one of them too."""
    claimed: list[house.Claim] = []

    def more(shape: LexiconShape, lines: Lines) -> list[Fault]:
        claimed.extend(house.claims(shape, lines))
        return list(house.claimed_twice(claimed))

    shape = _read(LexiconShape, text, source, more)
    return house.build_lexicon(shape), tuple(claimed)


def read_scorecard(text: Text, source: str) -> Scorecard:
    """A scorecard of likeness; its hash is its version."""
    shape = _read(ScorecardShape, text, source, scorecard_faults)
    data, _, _ = parse(text, source)
    return build_scorecard(shape, digest_of(data))


def read_calendar(text: Text, source: str) -> Calendar:
    return house.build_calendar(_read(CalendarShape, text, source, house.calendar_faults))


def read_sources(text: Text, source: str) -> dict[str, Label]:
    """Mark -> title of where numbers come from."""
    return {mark: Label(one.zh, one.en) for mark, one in _read(SourcesShape, text, source).sources.items()}


def canonical(data: Any) -> str:
    """Plain data as the one JSON text that its identity is computed from."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest_of(data: Any) -> str:
    """SHA-256 of the canonical JSON: the identity of a version. Comments and order of keys do not count."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def _process(text: Text, source: str, vocabulary: Vocabulary) -> tuple[Process | None, list[Fault], Lines]:
    data, lines, faults = parse(text, source)
    if data is None:
        return None, faults, lines
    shape, more = _shaped(ProcessShape, data, lines)
    faults += more
    rest = shape or _what_is_right(data)
    if rest is not None:
        faults += name_faults(rest, data, lines, vocabulary)
    if faults or shape is None:
        return None, faults, lines
    return build_process(shape, lines, vocabulary.roles, digest_of(data), _written(text)), [], lines


def _what_is_right(data: Any) -> ProcessShape | None:
    """The process without its broken parts, so that the names of the rest are checked too.

    First the broken values alone are left out, then the whole states and actions they stand in.
    """
    for depth in (20, 2):
        try:
            return ProcessShape.model_validate(data)
        except ValidationError as error:
            data = _without(data, {path[:depth] for path in broken_parts(error, data)})
    if not isinstance(data, dict):
        return None
    try:
        return ProcessShape.model_validate({**_STAND_INS, "initial": next(iter(data.get("states") or ()), ""), **data})
    except ValidationError:
        return None


def _without(data: Any, parts: set[Path]) -> Any:
    """A copy of the data without the mapping entries at these paths; a list that holds one goes with it."""
    left = copy.deepcopy(data)
    for part in parts:
        inside = left
        for step in part[:-1]:
            if not isinstance(inside, dict) or not isinstance(inside.get(step), dict):
                break
            inside = inside[step]
        else:
            if isinstance(inside, dict) and part:
                inside.pop(part[-1], None)
            continue
        if isinstance(inside, dict):
            inside.pop(step, None)
    return left


def _read(model: type[T], text: Text, source: str, more: Callable[[T, Lines], Iterable[Fault]] | None = None) -> T:
    data, lines, faults = parse(text, source)
    shape: T | None = None
    if data is not None:
        shape, found = _shaped(model, data, lines)
        faults += found
        if shape is not None and more is not None:
            faults += more(shape, lines)
    if faults or shape is None:
        raise DefinitionFaults(faults)
    return shape


def _shaped(model: type[T], data: Any, lines: Lines) -> tuple[T | None, list[Fault]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, shape_faults(error, data, lines)


def _written(text: Text) -> str:
    return text if isinstance(text, str) else text.decode("utf-8").removeprefix("\ufeff")
