"""The one place where an instant becomes a day of the office (ruling 6)."""

from datetime import date, datetime

from workflow.wording.catalogue import CHINA


def office_day(instant: datetime) -> date:
    """The calendar day in Asia/Shanghai of an aware instant.

    It decides ``declared_on``, the year of a number, the policy in force and the end of a due day.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone has no office day")
    return instant.astimezone(CHINA).date()
