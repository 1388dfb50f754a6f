"""The clocks of the house; nowhere else under ``workflow/`` is the time of day asked for.

The office clock decides deadlines and policies.  In the demo it is an offset clock
(ruling 47), so that the district always stands on the same October morning; log-ins
use the real clock in every house.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, inspect, select

from workflow.store.house import setting
from workflow.store.people import person
from workflow.store.settings import read_setting, write_setting

DEMO = "demo"  # the setting that marks a demo house and keeps its clock
DEMO_BEING_MADE = "demo_being_made"  # stands from a demo's first row until it is whole
Clock = Callable[[], datetime]


def real_clock() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class OffsetClock:
    """Stood at ``office_epoch`` when the real clock stood at ``real_epoch``; both run at the same speed."""

    real_epoch: datetime
    office_epoch: datetime
    real: Clock = field(default=real_clock, repr=False)

    def __call__(self) -> datetime:
        return self.office_epoch + (self.real() - self.real_epoch)

    def to_json(self) -> dict[str, str]:
        """As it stands in the table ``setting``."""
        return {"real_epoch": self.real_epoch.isoformat(), "office_epoch": self.office_epoch.isoformat()}

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> "OffsetClock":
        return cls(datetime.fromisoformat(body["real_epoch"]), datetime.fromisoformat(body["office_epoch"]))


def demo_clock(connection: Connection) -> OffsetClock | None:
    """The clock of a demo house; ``None`` in a real house, whose clock is the real one."""
    body = read_setting(connection, DEMO)
    return None if body is None else OffsetClock.from_json(body)


def may_be_demo(connection: Connection) -> bool:
    """Whether this house is a demo, whole or half-made, or may become one: it is new, or nobody lives in it."""
    if not inspect(connection).has_table(setting.name):
        return True
    marked = any(read_setting(connection, name) is not None for name in (DEMO, DEMO_BEING_MADE))
    return marked or connection.execute(select(person.c.id).limit(1)).first() is None


def mark_demo(connection: Connection, clock: OffsetClock) -> None:
    """Mark the house as a demo that lives by ``clock``, in the caller's transaction."""
    write_setting(connection, DEMO, clock.to_json())
