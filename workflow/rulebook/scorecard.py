"""The scorecard of likeness: how much each finding about two classes speaks for one being a repetition of the other.

Read from ``definitions/scorecards/*.yaml``.  Of 100,000 repetitions ``m`` show a level of a
field, of 100,000 pairs that merely meet in place, time and people ``u`` do; the binary logarithm
of their quotient is the level's weight.  Weights are whole tenths of a bit, so that the parts
that are shown add up to the score that is shown, and nothing is rounded on the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.wording.values import Label

# Field -> its levels, from the one that speaks most for a repetition to the one that speaks most against it.
LEVELS: Mapping[str, tuple[str, ...]] = {
    "topic": ("same", "journey", "unknown", "different"),
    "focus": ("same", "general", "unknown", "one_general", "different"),
    "audience": ("contained", "half", "unknown", "some", "none"),
    "content": ("much", "partly", "unknown", "little", "none"),
    "title": ("much", "partly", "unknown", "little", "none"),
    "host": ("same", "other"),
    "place": ("same", "unknown", "other"),
    "channel": ("same", "other"),
    "dates": ("meet", "quarter", "half_year", "window"),
    "roster": ("much", "some", "unknown", "none"),
    "series": ("no", "next"),
    "stage": ("no", "other"),
}
WHOLE = 100_000  # the m, and the u, of a field's levels together


@dataclass(frozen=True, slots=True)
class Chances:
    """Of 100,000 pairs of each sort, how many show a level."""

    m: int
    u: int


@dataclass(frozen=True, eq=False)
class Scorecard:
    """A version of the weights. All weights in tenths of a bit.

    ``one_in``: of so many pairs that meet, one is a repetition; ``prior`` is that in bits.
    From ``raised`` on a pair is shown for a decision, from ``related`` on it is folded below.
    """

    code: str
    version: int
    label: Label
    hash: str
    one_in: int
    prior: int
    raised: int
    related: int
    chances: Mapping[str, Mapping[str, Chances]]
    bits: Mapping[str, Mapping[str, int]]
    decisions: int = 0  # how many decisions of people it was fitted to

    def band(self, tenths: int) -> str:
        """``raised``, ``related`` or ``apart``."""
        return "raised" if tenths >= self.raised else "related" if tenths >= self.related else "apart"
