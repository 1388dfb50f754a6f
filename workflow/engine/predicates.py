"""Named yes-or-no questions that a process file may ask about a situation."""

from collections.abc import Callable
from typing import Any

from workflow.domain.findings import BLOCK
from workflow.domain.pairs import PAIR_RULE
from workflow.engine.rules.authority import is_competent
from workflow.engine.rules.leader import large_amendment as is_large
from workflow.engine.rules.leader import leader_must_sign as reasons_for_leader
from workflow.engine.situation import Situation
from workflow.rulebook.process import Call
from workflow.rulebook.vocabulary import GateName, MemoryKey, RuleName


def at_gate(s: Situation, gates: tuple[GateName, ...]) -> bool:
    """The case stands at one of these gates."""
    return gate_of(s) in gates


def flagged(s: Situation, key: MemoryKey, or_gates: tuple[GateName, ...] = ()) -> bool:
    """An earlier action raised this flag, or the case stands at one of these gates."""
    return bool(s.case.remembered.get("flags", {}).get(key)) or gate_of(s) in or_gates


def unflagged(s: Situation, key: MemoryKey, or_gates: tuple[GateName, ...] = ()) -> bool:
    """No earlier action raised this flag, or the case stands at one of these gates."""
    return not s.case.remembered.get("flags", {}).get(key) or gate_of(s) in or_gates


def has_finding(s: Situation, rule: RuleName, severity: str = BLOCK) -> bool:
    """A stored finding of this rule and severity, settled or not: a pair with a clearing verdict was a block too."""
    pairs = s.pairs if severity == BLOCK and rule == PAIR_RULE else ()
    settled = {str(pair.other) for pair in pairs if pair.verdict}
    return any(f.rule == rule and (f.severity == severity or f.part in settled) for f in s.findings)


def has_open_block(s: Situation, rule: RuleName) -> bool:
    """A block of this rule that nobody has settled."""
    return any(f.rule == rule and f.blocks for f in s.findings)


def hrss_must_sign(s: Situation) -> bool:
    """Professional staff and initial training also concern the human resources bureau (ruling 28)."""
    form = s.content
    return form is not None and (form.audience_tier == "professional" or form.class_kind == "initial")


def leader_must_sign(s: Situation) -> bool:
    """R-L1: out of plan, out of province, large, or hosted by the competent department itself."""
    host = s.units.get(s.case.host or "")
    return host is not None and bool(reasons_for_leader(s.content, host, s.policy))


def large_amendment(s: Situation) -> bool:
    """R-A1."""
    return s.proposed is not None and bool(is_large(s.form, s.proposed, s.policy))


def own_class(s: Situation) -> bool:
    """The competent department is itself the host: it never alone approves its own class, nor a change of one."""
    return is_competent(s.units.get(s.case.host or ""), s.policy)


def costs_owed(s: Situation) -> bool:
    """Money is already owed for a class that will not be held."""
    return bool(s.given.get("costs_fen"))


def gate_of(s: Situation) -> str | None:
    """The gate of the state the case stands in."""
    state = s.process.states.get(s.case.state)
    return state.gate if state else None


Predicate = Callable[..., bool]
PREDICATES: dict[str, Predicate] = {
    f.__name__: f
    for f in (at_gate, flagged, unflagged, has_finding, has_open_block, hrss_must_sign, leader_must_sign,
              large_amendment, own_class, costs_owed)
}


def holds(s: Situation, call: Call | None) -> bool:
    """Whether a named question is answered yes; no question = yes."""
    if call is None:
        return True
    arguments: dict[str, Any] = call.kwargs
    return PREDICATES[call.name](s, **arguments)
