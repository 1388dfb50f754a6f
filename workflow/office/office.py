"""The office: what every act and every query is handed first."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from workflow.domain.days import office_day
from workflow.office.clock import Clock, real_clock
from workflow.office.likeness import Likenesses
from workflow.rulebook.rulebook import Rulebook
from workflow.store.database import Database


@dataclass(eq=False)
class Office:
    """One house at work; wired by ``workflow.bootstrap`` and nowhere else.

    ``clock`` is the time of the office (offset in the demo), ``real_clock`` the true one
    for log-ins and tokens; both answer aware instants in UTC.  ``home`` is the folder of
    the house; the papers lie in it also when the database is elsewhere.
    """

    database: Database
    rulebook: Rulebook
    clock: Clock
    home: Path
    real_clock: Clock = real_clock
    demo: bool = False
    likenesses: Likenesses | None = field(default=None, repr=False)  # as last read; renewed when a rebuild happened

    @property
    def papers(self) -> Path:
        """The folder of the attached papers, stored by their SHA-256."""
        return self.home / "papers"

    def today(self) -> date:
        """The office day of this moment (ruling 6)."""
        return office_day(self.clock())

    def adopt(self, rulebook: Rulebook) -> None:
        """Go by these rules from now on: the one thing of an office that changes, when a policy is published."""
        self.rulebook = rulebook

    def close(self) -> None:
        """Give back the connections."""
        self.database.close()
