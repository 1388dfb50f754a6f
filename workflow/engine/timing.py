"""When a state must be answered: working days counted to the end of a day of the office."""

from datetime import UTC, datetime, time, timedelta

from workflow.domain.days import office_day
from workflow.rulebook.policy import Policy
from workflow.rulebook.process import State
from workflow.rulebook.workdays import Workdays
from workflow.wording.catalogue import CHINA

LAST_MOMENT = time(23, 59, 59, 999999)


def due_at(state: State, policy: Policy, workdays: Workdays, now: datetime) -> datetime | None:
    """The last moment of the n-th working day after today; ``None`` where the state sets no time."""
    if state.due is None:
        return None
    days = state.due.days if state.due.days is not None else int(policy[str(state.due.policy)])
    return datetime.combine(workdays.add(office_day(now), days), LAST_MOMENT, CHINA).astimezone(UTC)


def resumed(due: datetime | None, paused_at: datetime, now: datetime, most_days: int) -> datetime | None:
    """The due moment, later by the whole days that the clock stood still, at most so many (ruling 20)."""
    stood = min((office_day(now) - office_day(paused_at)).days, most_days)
    return None if due is None else due + timedelta(days=stood)
