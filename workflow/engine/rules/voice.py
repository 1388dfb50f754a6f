"""How a rule speaks: what it found, under the terms that the policy gives it.

Severity, gate and who may override are the policy's; a rule only says whether it is
satisfied, what it compared and what would clear it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from workflow.domain.findings import CLEAR, INFO, WARN, Finding
from workflow.engine.rules.facts import Facts
from workflow.rulebook.policy import RuleTerms

Findings = Finding | tuple[Finding, ...] | None
"""A rule's answer: nothing when it does not apply."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One rule's way to say what it found."""

    rule: str
    terms: RuleTerms

    def fails(self, wording: str = "", part: str = "", /, **values: Any) -> Finding:
        """Not satisfied: as hard as the policy says."""
        return self._finding(self.terms.severity, wording, part, values)

    def warns(self, wording: str = "", part: str = "", /, **values: Any) -> Finding:
        """To be explained, even where the rule itself would stop."""
        return self._finding(INFO if self.terms.severity == INFO else WARN, wording, part, values)

    def tells(self, wording: str = "", part: str = "", /, **values: Any) -> Finding:
        """Worth knowing; stops nothing."""
        return self._finding(INFO, wording, part, values)

    def clear(self, wording: str = "", part: str = "", /, **values: Any) -> Finding:
        """Applies and is satisfied."""
        return self._finding(CLEAR, wording, part, values)

    def _finding(self, severity: str, wording: str, part: str, values: dict[str, Any]) -> Finding:
        terms = self.terms
        return Finding(self.rule, severity, terms.gate, values, part, tuple(terms.over), terms.clause, wording)


class Rule(Protocol):
    """A rule as the register holds it."""

    @property
    def code(self) -> str: ...

    def __call__(self, facts: Facts) -> Findings: ...


@dataclass(frozen=True, slots=True)
class _Ruled:
    code: str
    body: Callable[[Facts, Voice], Findings]

    def __call__(self, facts: Facts) -> Findings:
        terms = facts.policy.terms(self.code)
        return None if terms is None else self.body(facts, Voice(self.code, terms))


def rule(code: str) -> Callable[[Callable[[Facts, Voice], Findings]], Rule]:
    """Makes a function the rule ``code``: silent wherever the policy in force does not run it."""
    def ruled(body: Callable[[Facts, Voice], Findings]) -> Rule:
        return _Ruled(code, body)
    return ruled
