"""All the written rules of a house, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from workflow.rulebook.audiences import Audiences
from workflow.rulebook.lexicon import Lexicon
from workflow.rulebook.policy import LAID, Overlay, Policy
from workflow.rulebook.process import Process
from workflow.rulebook.roles import Roles
from workflow.rulebook.scorecard import Scorecard
from workflow.rulebook.workdays import Workdays
from workflow.wording.values import Label


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Processes and policies by hash; the newest process by code.

    ``overlays`` are all overlays and local profiles that were read, also those that are off;
    one that is on stands in ``policies`` laid over its base. ``sources``: mark -> title. ``former``:
    hashes of versions that older cases keep and no new case gets. ``own_scorecard``: hash of the one that the house
    published last; ``shipped_lexicon``: the lexicon without the words that the house added.
    """

    processes: Mapping[str, Process]
    policies: Mapping[str, Policy]
    roles: Roles
    audiences: Audiences
    lexicon: Lexicon
    workdays: Workdays
    overlays: tuple[Overlay, ...] = ()
    sources: Mapping[str, Label] = field(default_factory=dict)
    former: frozenset[str] = frozenset()
    scorecards: Mapping[str, Scorecard] = field(default_factory=dict)
    own_scorecard: str = ""
    shipped_lexicon: Lexicon | None = None

    def process(self, code: str) -> Process:
        """The highest version of a process; ``KeyError`` if there is none."""
        versions = [p for p in self.processes.values() if p.code == code and p.hash not in self.former]
        if not versions:
            raise KeyError(code)
        return max(versions, key=lambda p: p.version)

    @property
    def scorecard(self) -> Scorecard:
        """The scorecard of likeness in force: the house's own, else the highest version; ``KeyError`` if none."""
        if self.own_scorecard:
            return self.scorecards[self.own_scorecard]
        if not self.scorecards:
            raise KeyError("scorecard")
        return max(self.scorecards.values(), key=lambda card: card.version)

    def ends(self, subject: str) -> frozenset[str]:
        """The states in which a case about this subject has ended, in any version of its processes."""
        about = (process for process in self.processes.values() if process.subject == subject)
        return frozenset(state.code for process in about for state in process.states.values() if state.kind == "end")

    def policy_on(self, day: date) -> Policy:
        """The policy in force on an office day: the one that began last, with all the overlays that lie over it;
        of two that began together the one published later. ``KeyError`` if none."""
        found = [p for p in self.policies.values() if p.in_force(day) and p.hash not in self.former]
        if not found:
            raise KeyError(day.isoformat())
        return max(reversed(found), key=lambda p: (p.effective_from, p.code.count(LAID)))
