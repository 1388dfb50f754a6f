"""Policy files -> :class:`Policy` and :class:`Overlay`, with every fault, and overlays laid over their base."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from workflow.rulebook.faults import Fault, fault, unknown
from workflow.rulebook.policy import LAID, Entry, Overlay, Policy, RuleTerms
from workflow.rulebook.policy_numbers import (
    NUMBERS,
    acceptable,
    keepers,
    program_path,
    program_value,
    unknown_roles,
)
from workflow.rulebook.policy_shape import BaseShape, ClauseShape, NumberShape, OverlayShape
from workflow.rulebook.roles import Roles
from workflow.rulebook.yaml_text import Lines, Path
from workflow.wording.values import Label, Term

MARKS_WITHOUT_ENTRY = frozenset(("K", "P"))

Numbers = Mapping[Path, NumberShape]


def policy_faults(
    shape: BaseShape | OverlayShape, lines: Lines, roles: Roles | None, sources: frozenset[str] | None
) -> list[Fault]:
    """What is wrong with the numbers and rules of a policy whose shape is right.

    ``roles`` and ``sources`` are checked when they are given.
    """
    numbers = flat(shape)
    faults = [*_numbers(numbers, lines, roles)]
    for path, mark in _marks(shape, numbers):
        if sources is not None and mark not in sources | MARKS_WITHOUT_ENTRY:
            faults.append(unknown(lines.file, lines.of(path), "unknown_source", mark, sources | MARKS_WITHOUT_ENTRY))
    for rule, terms in shape.rules.items():
        for place, role in enumerate(terms.over or ()):
            if roles is not None and role not in roles:
                path = ("rules", rule, "over", place)
                faults.append(unknown(lines.file, lines.of(path), "unknown_house_role", role, roles))
    if isinstance(shape, BaseShape):
        present = {".".join(map(str, path[1:])) for path in numbers}
        for name in NUMBERS:
            if name not in present:
                faults.append(fault(lines.file, lines.of(("numbers",)), "number_missing", path=name))
    elif shape.kind == "local":
        for path, number in numbers.items():
            if number.confirmed_by is None:
                faults.append(fault(lines.file, lines.of(path), "unconfirmed", path=_name(path)))
    return faults


def build_policy(shape: BaseShape, digest: str, text: str) -> Policy:
    """The policy of a base file without faults."""
    return Policy(
        code=shape.policy,
        label=Label(shape.zh, shape.en),
        effective_from=shape.effective_from,
        effective_to=shape.effective_to,
        entries=_entries(shape),
        rules={rule: _terms(rule, terms) for rule, terms in shape.rules.items()},
        hash=digest,
        text=text,
    )


def build_overlay(shape: OverlayShape, digest: str, text: str) -> Overlay:
    """The overlay or local profile of a file without faults."""
    return Overlay(
        code=shape.policy,
        kind=shape.kind,
        label=Label(shape.zh, shape.en),
        on=shape.on,
        base=shape.base,
        effective_from=shape.effective_from,
        effective_to=shape.effective_to,
        districts=tuple(shape.districts),
        entries=_entries(shape),
        rules={rule: _changes(terms) for rule, terms in shape.rules.items()},
        remark=_label(shape.remark),
        hash=digest,
        text=text,
    )


def flat(shape: BaseShape | OverlayShape) -> Numbers:
    """The numbers of a file by their path in it."""
    return dict(_walk(shape.numbers, ("numbers",)))


def _walk(group: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, NumberShape]]:
    for name, value in group.items():
        if isinstance(value, NumberShape):
            yield (*path, name), value
        else:
            yield from _walk(value, (*path, name))


def _numbers(numbers: Numbers, lines: Lines, roles: Roles | None) -> Iterator[Fault]:
    for path, number in numbers.items():
        name, line = _name(path), lines.of(path)
        if name not in NUMBERS:
            yield unknown(lines.file, line, "unknown_number", name, NUMBERS)
        elif not acceptable(name, number.value):
            wanted = Term(f"rulebook.number.{NUMBERS[name].name}")
            yield fault(lines.file, line, "wrong_number", path=name, wanted=wanted)
        else:
            for role in unknown_roles(name, number.value, roles) if roles is not None else ():
                yield unknown(lines.file, line, "unknown_house_role", role, roles or ())
            for role in keepers(name, number.value, roles) if roles is not None else ():
                yield fault(lines.file, line, "keeps_people", path=name, role=role)


def _marks(shape: BaseShape | OverlayShape, numbers: Numbers) -> Iterator[tuple[Path, str]]:
    for path, number in numbers.items():
        for mark in number.source.split(", "):
            yield path, mark
    for rule, terms in shape.rules.items():
        for mark in terms.source.split(", "):
            yield ("rules", rule, "source"), mark


def _name(path: Path) -> str:
    return ".".join(map(str, path[1:]))


def _entries(shape: BaseShape | OverlayShape) -> dict[str, Entry]:
    return {program_path(_name(path)): _entry(_name(path), number) for path, number in flat(shape).items()}


def _entry(name: str, number: NumberShape) -> Entry:
    bound = tuple(number.bound) if isinstance(number.bound, list) else number.bound or ""
    return Entry(program_value(name, number.value), number.source, number.confirmed_by or "", number.note or "", bound)


def _terms(rule: str, shape: Any) -> RuleTerms:
    citation = _label(shape.clause)
    return RuleTerms(rule, shape.on, shape.severity, shape.gate, tuple(shape.over), citation.zh, shape.source, citation)


def _changes(shape: Any) -> dict[str, Any]:
    """Only what the file states, as fields of :class:`RuleTerms`."""
    stated: dict[str, Any] = {"source": shape.source}
    for name in ("on", "severity"):
        if getattr(shape, name) is not None:
            stated[name] = getattr(shape, name)
    if shape.over is not None:
        stated["over"] = tuple(shape.over)
    if shape.clause is not None:
        stated |= {"clause": shape.clause.zh, "citation": _label(shape.clause)}
    return stated


def _label(shape: ClauseShape | None) -> Label:
    return Label(shape.zh, shape.en) if shape is not None else Label("", "")


def laid_over(base: Policy, overlay: Overlay, digest: str) -> Policy:
    """The policy in force where the overlay is on: its values in place of the base's, from its first day."""
    entries = {**base.entries}
    for path, entry in overlay.entries.items():
        entries[path] = replace(entry, bound=base.entries[path].bound)
    rules = {**base.rules, **{rule: replace(base.rules[rule], **terms) for rule, terms in overlay.rules.items()}}
    last = min((day for day in (base.effective_to, overlay.effective_to) if day), default=None)
    return replace(
        base,
        code=f"{base.code}{LAID}{overlay.code}",
        label=Label(f"{base.label.zh}（{overlay.label.zh}）", f"{base.label.en} ({overlay.label.en})"),
        effective_from=max(base.effective_from, overlay.effective_from),
        effective_to=last,
        entries=entries,
        rules=rules,
        hash=digest,
        text=f"{base.text}\n---\n{overlay.text}",
    )
