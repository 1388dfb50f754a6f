"""Guards about a class that was held: everybody signed in, as many as stated, and nothing paid for before approval.

A process that asks for them takes attendance; in which of its states, :func:`takes_attendance` says.
"""

from datetime import date

from workflow.domain.findings import Finding
from workflow.engine.rules.closing import ClosingFacts
from workflow.engine.rules.closing import approved_before_held as held_after_approval
from workflow.engine.situation import Situation
from workflow.refusals import Refusal
from workflow.rulebook.process import Process

Answer = Refusal | None
ENDS_TEACHING = "class_is_over"
AGREED, HELD = "agreed_on", "held_on"  # remembered: the days of the latest approval or filing, and of the opening
SPENT = ("actual_fen", "overrun_fen")  # stated: money to be paid
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


def approved_before_held(s: Situation) -> Answer:
    """R-37: nothing is paid for a class that was held before it was approved; it is settled at no cost."""
    field = next((name for name in SPENT if name in s.process.actions[s.action].inputs), None)
    return None if field and s.given.get(field) == 0 else not_reimbursed(s, field)


def not_reimbursed(s: Situation, field: str | None = None) -> Answer:
    """Why nothing of this class is paid (R-37), with the clause and the way out; ``None`` where it may be."""
    found = held_after_approval(closing_facts(s))
    if not isinstance(found, Finding) or not found.blocks:
        return None
    terms = s.policy.rules[found.rule]
    return Refusal(f"not_reimbursed{'_' + found.wording if found.wording else ''}",
                   {**found.values, "rule": found.rule, "clause": terms.citation}, field=field)


def closing_facts(s: Situation, number: str = "") -> ClosingFacts:
    """What the rules of the closing look at; ``number`` of the reply or receipt."""
    agreed, held = (date.fromisoformat(s.case.remembered[key]) if key in s.case.remembered else None
                    for key in (AGREED, HELD))
    return ClosingFacts(s.policy, s.papers, agreed, held, number)


def asks_sign_in(process: Process, state: str) -> bool:
    """Whether an action of this state looks at the sign-in."""
    return any(guard.name in ASKS_SIGN_IN for action in process.actions_from(state) for guard in action.guards)


def takes_attendance(process: Process, state: str) -> bool:
    """Whether people sign in now: from the opening until the closing papers are handed in."""
    return asks_sign_in(process, state) or any(
        guard.name == ENDS_TEACHING for action in process.actions_from(state) for guard in action.guards)
