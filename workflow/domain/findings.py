"""A finding: what one rule says about one declaration (ruling 35)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

CLEAR, INFO, WARN, BLOCK = "clear", "info", "warn", "block"
RECKONED = "reckoned"  # the value that names versions of scorecard, lexicon, terms, and of the other content
SEVERITIES = (BLOCK, WARN, INFO, CLEAR)


@dataclass(frozen=True)
class Finding:
    """One rule's answer, with what was compared and what would clear it.

    ``part`` tells apart several findings of one rule (the other case of a pair, a
    lecturer's place in the list).  ``values`` are typed values of the sentences
    ``finding.<rule>.gist|sum|clears`` (a clear one: ``finding.<rule>.clear``).
    ``gate`` is where it blocks; ``over`` the roles that may override it.
    """

    rule: str
    severity: str
    gate: str
    values: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""
    over: tuple[str, ...] = ()
    clause: str = ""
    wording: str = ""  # a variant of the rule's sentences, e.g. "reception"
    overridden: bool = False
    explained: bool = False  # the unit has answered what needs explaining

    @property
    def said(self) -> dict[str, Any]:
        """The values without by which versions they were reckoned: two findings that say the same are the same."""
        return {name: value for name, value in self.values.items() if name != RECKONED}

    @property
    def blocks(self) -> bool:
        return self.severity == BLOCK and not self.overridden


def blocking(findings: Iterable[Finding], gate: str) -> tuple[Finding, ...]:
    """The findings that still stop at this gate."""
    return tuple(f for f in findings if f.blocks and f.gate == gate)
