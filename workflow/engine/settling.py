"""The quota of a policy as the accounts of a class are held against it (R-05 to R-09)."""

from workflow.domain.settlement import DEDUCTED, Measure
from workflow.engine.rules.quota import CLASS
from workflow.rulebook.policy import Policy
from workflow.rulebook.process import Process

FILED = "accounts_filed"  # the guard of the action that settles what was filed
WITHIN_LINE = "overrun_within_line"  # the guard of the action that allows an over-run


def measure_of(policy: Policy) -> Measure:
    """The ceiling, its deductions and what counts, as this policy has them."""
    lowered = policy.terms("R-07") is not None and bool(policy.get("quota.deduct_unused", False))
    after, each, together = (
        policy.get(name) for name in ("quota.after_days", "travel_days.each_max", "travel_days.sum_max"))
    return Measure(
        cap=int(policy.get(f"{CLASS}.total_fen") or 0),
        deductions={item: int(policy.get(f"{CLASS}.{item}_fen") or 0) for item in DEDUCTED} if lowered else {},
        after_half_days=None if after is None else 2 * after,
        after_permille=int(policy.get("quota.after_permille") or 1000),
        with_staff=policy.get("quota.base") == "trainees_plus_staff",
        with_lecturers=policy.terms("R-06") is not None,
        travel_each=None if each is None else 2 * each,
        travel_sum=None if together is None else 2 * together,
    )


def settles(process: Process, state: str) -> tuple[str, ...]:
    """The actions of a state that settle filed accounts; nothing is filed where there is none."""
    return _guarded(process, state, FILED)


def overruns(process: Process, state: str) -> tuple[str, ...]:
    """The actions of a state that allow more than was approved."""
    return _guarded(process, state, WITHIN_LINE)


def _guarded(process: Process, state: str, guard: str) -> tuple[str, ...]:
    return tuple(action.code for action in process.actions_from(state)
                 if any(one.name == guard for one in action.guards))
