"""Chinese working days, with holidays and make-up days (调休).

The yearly arrangement of the State Council comes from the library ``holidays``; where it must be
corrected or is not there yet, ``definitions/calendars/CN-YYYY.yaml`` stands before it.
A year without an official arrangement is *provisional* (ruling 7): weekends and the
computed festivals count, nothing may be refused or lapse by it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, timedelta

from holidays.countries.china import China, ChinaStaticHolidays

FIRST_YEAR, LAST_YEAR = 1950, 2099  # the library computes the festivals of these years
_DAY = timedelta(days=1)
_OFFICIAL_IN_LIBRARY = frozenset(ChinaStaticHolidays.special_public_holidays)


@dataclass(frozen=True, slots=True)
class Calendar:
    """One year's corrections: days that are off, days that are worked, and whether the list is official."""

    year: int
    official: bool = False
    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    source: str = ""


@dataclass(frozen=True, eq=False)
class Workdays:
    """Which days are worked. Every method raises ``ValueError`` for a year that is not :meth:`known`."""

    calendars: Mapping[int, Calendar] = field(default_factory=dict)
    _years: dict[int, list[int]] = field(default_factory=dict, init=False, repr=False)  # ordinals of working days

    def is_workday(self, day: date) -> bool:
        days = self._year(day.year)
        place = bisect_left(days, day.toordinal())
        return place < len(days) and days[place] == day.toordinal()

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` and before ``end``: both end days are excluded (ruling 7).

        0 when ``end`` is not after ``start``.
        """
        first, last = start + _DAY, end - _DAY
        if last < first:
            return 0
        count = 0
        for year in range(first.year, last.year + 1):
            days = self._year(year)
            count += bisect_right(days, last.toordinal()) - bisect_left(days, first.toordinal())
        return count

    def add(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; ``day`` itself for 0."""
        if count < 0:
            raise ValueError("working days are added forwards only")
        if count == 0:
            return day
        year, left, after = day.year, count, day.toordinal()
        while True:
            days = self._year(year)
            place = bisect_right(days, after)
            if left <= len(days) - place:
                return date.fromordinal(days[place + left - 1])
            left -= len(days) - place
            year += 1

    def known(self, year: int) -> bool:
        """Can the days of this year be counted at all?"""
        return FIRST_YEAR <= year <= LAST_YEAR

    def is_provisional(self, year: int) -> bool:
        """True when no official arrangement of this year is at hand."""
        calendar = self.calendars.get(year)
        return not (year in _OFFICIAL_IN_LIBRARY or (calendar is not None and calendar.official))

    def _year(self, year: int) -> list[int]:
        if year not in self._years:
            self._years[year] = self._worked(year)
        return self._years[year]

    def _worked(self, year: int) -> list[int]:
        if not self.known(year):
            raise ValueError(f"no calendar of working days for the year {year}")
        library = China(years=(year, year + 1))  # type: ignore[no-untyped-call]  # a new year's arrangement may reach back into December
        calendar = self.calendars.get(year, Calendar(year))
        off = set(library) | calendar.off
        extra = library.weekend_workdays
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        return [
            number for number in range(first, last + 1) if _is_worked(date.fromordinal(number), off, extra, calendar)
        ]


def _is_worked(day: date, off: set[date], extra: Set[date], calendar: Calendar) -> bool:
    """The written correction wins over the library, a make-up day over a weekend, a holiday over a weekday."""
    if day in calendar.work:
        return True
    if day in calendar.off:
        return False
    return day in extra or (day.weekday() < 5 and day not in off)
