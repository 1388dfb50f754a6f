"""A roster in numbers: how many stand on it, how many places their units left open and why."""

from dataclasses import dataclass

from workflow.wording.values import Label

ENROLLED, ON_LEAVE, REPLACED, REMOVED = "enrolled", "on_leave", "replaced", "removed"
FILLED, DECLINED = "filled", "declined"
ANSWERS = (FILLED, DECLINED)
MOST_PEOPLE = 2000  # on one roster


@dataclass(frozen=True, slots=True)
class Heads:
    """``enrolled`` come; ``on_leave`` were let off before the class and not replaced; ``unfilled`` places were
    answered for and stay empty; ``unanswered`` are the units that still owe a reply."""

    enrolled: int = 0
    on_leave: int = 0
    unfilled: int = 0
    unanswered: tuple[Label, ...] = ()

    def missing(self, declared: int) -> int:
        """How many of the declared head-count nobody accounts for; 0 when the roster is whole."""
        return max(declared - self.enrolled - self.on_leave - self.unfilled, 0)
