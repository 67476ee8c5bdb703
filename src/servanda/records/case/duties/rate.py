"""A rate to keep: so much in every period, for as long as the duty runs."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

__all__ = ["MOST_PERIODS", "Per", "Rate"]

# Periods of one duty that are judged: eleven years of days. With more the sums and the reading of
# the row get long; such a duty is better split by year. [limit]
MOST_PERIODS = 4_000
_MONTHS = 12  # of a year [definition]


class Per(StrEnum):
    """How long each period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def days(self) -> float:
        """Its days; of a month and a year on average."""
        return _DAYS[self]


_DAYS = {Per.DAY: 1.0, Per.WEEK: 7.0, Per.MONTH: 365.25 / 12.0, Per.YEAR: 365.25}


@dataclass(frozen=True, slots=True)
class Rate:
    """So much at least, or at most, in every period; exactly one of the two is given.

    Periods follow each other from the duty's first day: weeks are seven days, months and years
    begin on the day of the month on which the duty began (on the last day of a shorter month). A
    last period that the deadline cuts short does not count: nothing was agreed for a part of one.
    """

    at_least: float | None
    at_most: float | None
    unit: str
    per: Per

    @property
    def amount(self) -> float:
        """The amount that is to be reached, or not to be passed."""
        value = self.at_least if self.at_most is None else self.at_most
        assert value is not None
        return value

    def first_day(self, start: date, number: int) -> date:
        """The first day of a period; the first period is number 0. After the last day: that day."""
        try:
            if self.per in {Per.DAY, Per.WEEK}:
                return start + timedelta(days=number * (7 if self.per is Per.WEEK else 1))
            months = number * (_MONTHS if self.per is Per.YEAR else 1)
            year, month = divmod(start.year * _MONTHS + start.month - 1 + months, _MONTHS)
            longest = calendar.monthrange(year, month + 1)[1]
            return date(year, month + 1, min(start.day, longest))
        except (OverflowError, ValueError):
            return date.max

    def last_day(self, start: date, number: int) -> date:
        """The last day of a period."""
        after = self.first_day(start, number + 1)
        return after if after == date.max else after - timedelta(days=1)

    def number_of(self, start: date, day: date) -> int:
        """The number of the period that holds a day; below 0 before the first."""
        if self.per in {Per.DAY, Per.WEEK}:
            return (day - start).days // (7 if self.per is Per.WEEK else 1)
        number = (day.year - start.year) * _MONTHS + day.month - start.month
        number //= _MONTHS if self.per is Per.YEAR else 1
        return number - 1 if self.first_day(start, number) > day else number

    def complete_by(self, start: date, day: date) -> int:
        """How many periods are over at the end of a day."""
        if day < start:
            return 0
        number = self.number_of(start, day)
        return number + (self.last_day(start, number) == day)
