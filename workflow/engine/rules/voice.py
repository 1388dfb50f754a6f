"""How a rule speaks: what it found, under the terms that the policy gives it.

Severity, gate and who may override are the policy's; a rule only says whether it is
satisfied, what it compared and what would clear it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from workflow.domain.findings import CLEAR, INFO, WARN, Finding
from workflow.rulebook.policy import Policy, RuleTerms

Findings = Finding | tuple[Finding, ...] | None
"""A rule's answer: nothing when it does not apply."""

DECLARING = ("typed", "declare", "gate")  # while it is typed; when it is sent; when a gate is signed
AMENDING = ("changed",)
ROSTER = ("roster", "notice")
NOTICE = ("notice",)
CLOSING = ("ended", "accounts")
CREDITING = ("crediting",)
YEAR = ("year",)
REPORT = ("report",)
"""When rules are asked (``rule.asked.<moment>`` in the catalogue)."""


class Judged(Protocol):
    """What any rule looks at: it knows at least the policy by which it is judged."""

    @property
    def policy(self) -> Policy: ...


F = TypeVar("F", bound=Judged)


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


@dataclass(frozen=True, slots=True)
class Rule(Generic[F]):
    """A rule as the register holds it: its id, the numbers of the policy it compares with, and when it is asked.

    ``numbers`` are paths of the policy, in the order in which a reader wants them.
    """

    code: str
    numbers: tuple[str, ...]
    asked_at: tuple[str, ...]
    body: Callable[[F, Voice], Findings]

    def __call__(self, facts: F) -> Findings:
        terms = facts.policy.terms(self.code)
        return None if terms is None else self.body(facts, Voice(self.code, terms))


def rule(code: str, *numbers: str,
         asked_at: tuple[str, ...] = DECLARING) -> Callable[[Callable[[F, Voice], Findings]], Rule[F]]:
    """Makes a function the rule ``code``: silent wherever the policy in force does not run it."""
    def ruled(body: Callable[[F, Voice], Findings]) -> Rule[F]:
        return Rule(code, numbers, asked_at, body)
    return ruled
