"""Guards about a class that was held: everybody signed in, and as many as stated.

A process that asks for them takes attendance; in which of its states, :func:`takes_attendance` says.
"""

from workflow.engine.situation import Situation
from workflow.refusals import Refusal
from workflow.rulebook.process import Process

Answer = Refusal | None
ENDS_TEACHING = "class_is_over"
ASKS_SIGN_IN = frozenset({"attendance_complete", "head_count_fits"})


def attendance_complete(s: Situation) -> Answer:
    """Everybody on the roster has a mark in each half-day of the class, and there are no half-days too many (R-38)."""
    held = s.held
    if held is None or held.complete:
        return None
    if held.begun > held.wanted:
        return Refusal("half_days_too_many", {"begun": held.begun, "wanted": held.wanted})
    return Refusal("attendance_incomplete", {"count": held.wanted - held.signed, "wanted": held.wanted,
                                             "signed": held.signed})


def head_count_fits(s: Situation) -> Answer:
    """The number stated is the number of those who signed in; left out, it is taken from the sign-in."""
    stated = s.given.get("attended")
    if s.held is None or stated is None or stated == s.held.attended:
        return None
    return Refusal("attended_differs", {"stated": stated, "counted": s.held.attended}, field="attended")


def asks_sign_in(process: Process, state: str) -> bool:
    """Whether an action of this state looks at the sign-in."""
    return any(guard.name in ASKS_SIGN_IN for action in process.actions_from(state) for guard in action.guards)


def takes_attendance(process: Process, state: str) -> bool:
    """Whether people sign in now: from the opening until the closing papers are handed in."""
    return asks_sign_in(process, state) or any(
        guard.name == ENDS_TEACHING for action in process.actions_from(state) for guard in action.guards)
