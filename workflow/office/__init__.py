"""What an act needs at hand: the database, the written rules, the clock and the folder of the house."""

from workflow.office.office import Office
from workflow.office.settings import Settings

__all__ = ["Office", "Settings"]
