"""A clock that stands until a test moves it."""

from datetime import datetime, timedelta

from workflow.wording.catalogue import CHINA

MORNING = datetime(2026, 10, 14, 9, 0, tzinfo=CHINA)  # a Wednesday; the demo begins here too (ruling 47)


class SetClock:
    """Answers the same instant again and again; ``set`` puts it elsewhere, ``advance`` moves it on."""

    def __init__(self, now: datetime = MORNING):
        self.set(now)

    def __call__(self) -> datetime:
        return self.now

    def set(self, now: datetime | str) -> None:
        """Put the clock to an aware instant, or to ISO text that is read as Chinese time: "2026-11-02 09:00"."""
        instant = datetime.fromisoformat(now) if isinstance(now, str) else now
        self.now = instant if instant.tzinfo else instant.replace(tzinfo=CHINA)

    def advance(self, **span: float) -> None:
        """Move the clock on by a ``timedelta``'s arguments: ``advance(days=1)``."""
        self.now += timedelta(**span)
