"""Spans and parts as rules count them: whole months, per-mille as per cent."""

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of the month where that day is missing."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def closer_than(one: date, other: date, months: int) -> bool:
    """Less than so many months apart, whichever comes first."""
    first, last = sorted((one, other))
    return last < months_after(first, months)


def percent_of(permille: int) -> str:
    """Per-mille as per cent: 96 -> "9.6"."""
    return str(permille // 10) + (f".{permille % 10}" if permille % 10 else "")
