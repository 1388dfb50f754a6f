"""An overlay may only tighten: each of its numbers and rules against the policy it lies on."""

from collections.abc import Iterable, Iterator
from typing import Any

from workflow.rulebook.faults import Fault, fault, unknown
from workflow.rulebook.policy import Entry, Overlay, Policy
from workflow.rulebook.policy_numbers import NUMBERS, program_path
from workflow.rulebook.yaml_text import Lines

_HARDNESS = {"info": 0, "warn": 1, "block": 2}
_FILE_PATHS = {program_path(path): path for path in NUMBERS}


def overlay_faults(overlay: Overlay, bases: Iterable[Policy], lines: Lines) -> list[Fault]:
    """Why this overlay cannot lie on its base: unknown base, a number or rule loosened, a rule nobody knows."""
    known = {policy.code: policy for policy in bases}
    base = known.get(overlay.base)
    if base is None:
        return [unknown(lines.file, lines.of(("base",)), "unknown_base", overlay.base, known)]
    faults = [*_rules_known(overlay, base, lines)]
    if overlay.kind == "overlay":
        faults += [*_numbers(overlay, base, lines), *_rules(overlay, base, lines)]
    if overlay.effective_from < base.effective_from:
        line = lines.of(("effective_from",))
        faults.append(fault(lines.file, line, "before_base", base=base.code, day=base.effective_from))
    if overlay.on and not overlay.districts:
        faults.append(fault(lines.file, lines.of(("districts",)), "nowhere", path=overlay.code))
    return faults


def tightens(base: Entry, value: Any) -> bool:
    """Is ``value`` at least as tight as the base's? Without a bound nothing may be moved; no limit is the loosest."""
    if value == base.value:
        return True
    if isinstance(base.bound, tuple):
        places = {_written(word): place for place, word in enumerate(base.bound)}
        old, new = places.get(_written(base.value)), places.get(_written(value))
        return old is not None and new is not None and new >= old
    if not base.bound or value is None:
        return False
    if base.value is None:
        return True
    return bool(value <= base.value if base.bound == "max" else value >= base.value)


def _written(word: Any) -> str:
    """Tells true from the text "True" and 1 from true."""
    return f"{type(word).__name__}:{word}"


def _numbers(overlay: Overlay, base: Policy, lines: Lines) -> Iterator[Fault]:
    for path, entry in overlay.entries.items():
        old = base.entries[path]
        if tightens(old, entry.value):
            continue
        written = _FILE_PATHS[path]
        line = lines.of(("numbers", *written.split(".")))
        if not old.bound:
            yield fault(lines.file, line, "not_for_overlays", path=written)
        else:
            mend = old.bound if isinstance(old.bound, str) else "order"
            values = {"path": written, "base": _shown(path, old.value), "given": _shown(path, entry.value)}
            yield fault(lines.file, line, "loosens", mend, **values)


def _shown(path: str, value: Any) -> str:
    """A value as the file writes it: yuan, not fen; true, not True."""
    if path.endswith("_fen") and value is not None:
        return f"{value / 100:g}"
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _rules_known(overlay: Overlay, base: Policy, lines: Lines) -> Iterator[Fault]:
    for rule in overlay.rules:
        if rule not in base.rules:
            yield unknown(lines.file, lines.of(("rules", rule)), "unknown_rule", rule, base.rules)


def _rules(overlay: Overlay, base: Policy, lines: Lines) -> Iterator[Fault]:
    for rule, terms in overlay.rules.items():
        old = base.rules.get(rule)
        if old is None:
            continue
        looser = (
            (old.on and terms.get("on", True) is False)
            or (old.on and _HARDNESS[terms.get("severity", old.severity)] < _HARDNESS[old.severity])
            or (old.on and not set(terms.get("over", old.over)) <= set(old.over))
        )
        if looser:
            yield fault(lines.file, lines.of(("rules", rule)), "rule_loosened", rule=rule, base=old.severity)
