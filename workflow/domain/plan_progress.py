"""How far a planned class has come: planned, declared, approved, held, closed; and what is late about it.

The steps follow the stages of the process of its declaration, so that a new state of a stage
needs no word here.
"""

from collections.abc import Mapping, Sequence
from datetime import date

PLANNED, DECLARED, APPROVED, HELD, CLOSED = "planned", "declared", "approved", "held", "closed"
STEPS = (PLANNED, DECLARED, APPROVED, HELD, CLOSED)
# The first stage of the process in which a step is reached.
REACHED: Mapping[str, str] = {DECLARED: "acceptance", APPROVED: "waiting", HELD: "session", CLOSED: "settling"}
CANCELLED = "cancelled"  # given up by an adjustment: it stands beside the steps
NOT_DECLARED, NOT_HELD, NOT_CLOSED = "not_declared", "not_held", "not_closed"
LATE = (NOT_DECLARED, NOT_HELD, NOT_CLOSED)


def step_of(stages: Sequence[str], stage: str) -> str:
    """The step of a declaration that stands in ``stage`` of a process with these ``stages``, in order."""
    place = stages.index(stage)
    reached = [step for step, first in REACHED.items() if first in stages and stages.index(first) <= place]
    return reached[-1] if reached else PLANNED


def late_of(step: str, year: int, month: int, ends: date | None, today: date) -> str:
    """What is late: its month is past and it is not declared; its days are past and it is not held, or not closed.

    "" = nothing.  A class has the whole of its planned month to be declared.
    """
    if step == PLANNED:
        return NOT_DECLARED if (year, month) < (today.year, today.month) else ""
    if ends is None or ends >= today or step == CLOSED:
        return ""
    return NOT_CLOSED if step == HELD else NOT_HELD if step == APPROVED else ""
