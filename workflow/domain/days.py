"""The one place where an instant becomes a day of the office (ruling 6), a day an instant, half-days days."""

from datetime import date, datetime, time

from workflow.wording.catalogue import CHINA


def office_day(instant: datetime) -> date:
    """The calendar day in Asia/Shanghai of an aware instant.

    It decides ``declared_on``, the year of a number, the policy in force and the end of a due day.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone has no office day")
    return instant.astimezone(CHINA).date()


def first_moment(day: date) -> datetime:
    """The instant at which an office day begins."""
    return datetime.combine(day, time(), CHINA)


def days_of(half_days: int) -> str:
    """Half-days as days: 5 -> "2.5"."""
    return str(half_days // 2) + (".5" if half_days % 2 else "")
