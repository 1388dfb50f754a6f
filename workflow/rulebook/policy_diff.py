"""What differs between two policies: every number and every term of every rule, by name."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from workflow.rulebook.policy import Entry, Policy, RuleTerms

NUMBER, RULE, PERIOD = "number", "rule", "period"
_TERMS = ("on", "severity", "gate", "over", "citation", "source")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. ``where``: a path of the policy, a rule, or the policy itself; ``what``: of it."""

    kind: str  # number | rule | period
    where: str
    what: str
    old: Any
    new: Any


def policy_changes(old: Policy, new: Policy) -> tuple[Change, ...]:
    """All differences, periods first, then numbers and rules in the order of the new policy."""
    return (*_period(old, new), *_numbers(old, new), *_rules(old, new))


def _period(old: Policy, new: Policy) -> Iterator[Change]:
    for what in ("code", "label", "effective_from", "effective_to"):
        if getattr(old, what) != getattr(new, what):
            yield Change(PERIOD, "", what, getattr(old, what), getattr(new, what))


def _numbers(old: Policy, new: Policy) -> Iterator[Change]:
    for path in (*new.entries, *(path for path in old.entries if path not in new.entries)):
        before, after = old.entries.get(path, Entry(None)), new.entries.get(path, Entry(None))
        for part in fields(Entry):
            was, is_ = getattr(before, part.name), getattr(after, part.name)
            if was != is_ or type(was) is not type(is_):  # 1 is not true
                yield Change(NUMBER, path, part.name, was, is_)


def _rules(old: Policy, new: Policy) -> Iterator[Change]:
    for rule in (*new.rules, *(rule for rule in old.rules if rule not in new.rules)):
        before, after = old.rules.get(rule), new.rules.get(rule)
        if before is None or after is None:
            yield Change(RULE, rule, "on", _on(before), _on(after))
            continue
        for what in _TERMS:
            if getattr(before, what) != getattr(after, what):
                yield Change(RULE, rule, what, getattr(before, what), getattr(after, what))


def _on(terms: RuleTerms | None) -> bool:
    return terms is not None and terms.on
