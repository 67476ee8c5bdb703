"""Of which periods of a rate a report tells, and how well they fit the days that it names.

- Days that a report names are taken as they are; a day that is only the day of its word stands for
  one period's length up to it ("fewer convoys than agreed", said on a Sunday).
- A period at either end of these days counts where at least half of it lies in them. If none does,
  the report tells of the one period that has most of them, *in part*.
- How well days and periods fit is the share of all days of either that are days of both. A report
  weighs by that share (`average_likelihood`): so a word on one day of a week says little of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from servanda.records import DateRange, Obligation, Precision, Rate, Terms

__all__ = ["ToldPeriods", "days_of_report", "periods_of_days"]

# Share of a period at the edge of some days from which on they tell of it. [judgement; the half]
_HALF = 0.5

Days = tuple[date, date]  # the first and the last


@dataclass(frozen=True, slots=True)
class ToldPeriods:
    """A run of periods of which a report tells."""

    days: Days  # the first day of the first and the last day of the last period
    number: int  # of periods
    told: Days  # the days that the report names
    fit: float  # 0..1: share of the days of either that are days of both

    @property
    def in_part(self) -> bool:
        """True if the report tells of less than half of a single period."""
        return self.number == 1 and _length(self.told) < _HALF * _length(self.days)

    @property
    def per_period(self) -> float:
        """What an amount of all the days told of is to be multiplied by, to be one of a period."""
        return _length(self.days) / (self.number * _length(self.told))

    @property
    def covers(self) -> DateRange:
        """Its days as a range."""
        return DateRange(self.days[0], self.days[1], Precision.RANGE)


def days_of_report(
    event: DateRange | None, as_of: DateRange, rate: Rate, start: date
) -> Days | None:
    """The days that a report is about; None where nothing tells them.

    event: when it happened, where that is said; as_of: the day or period of whose state it tells
    start: of the duty, from which on "since" an open day counts
    """
    if event is not None and event.end is not None:
        return event.start or min(start, event.end), event.end
    if as_of.end is None:
        return None
    if as_of.start is not None and as_of.start < as_of.end:
        return as_of.start, as_of.end
    back = timedelta(days=round(rate.per.days) - 1)
    return min(as_of.end, max(start, as_of.end - back)), as_of.end


def periods_of_days(obligation: Obligation, terms: Terms, told: Days) -> ToldPeriods | None:
    """The periods told of; None if these days lie in none, or in one that the deadline cuts."""
    rate, start = terms.rate, obligation.start
    assert rate is not None
    first, last = (rate.number_of(start, day) for day in told)
    first = max(0, first)
    if terms.deadline is not None:
        last = min(last, rate.complete_by(start, terms.deadline) - 1)
    if last < first:
        return None
    edges = [number for number in {first, last} if _overlap(rate, start, number, told) < _HALF]
    if last - first + 1 > len(edges):
        first, last = first + (first in edges), last - (last in edges and last > first)
    else:
        first = last = max(
            range(first, last + 1), key=lambda number: (_overlap(rate, start, number, told), number)
        )
    return _run_of_periods(rate, start, first, last, told)


def _run_of_periods(
    rate: Rate, start: date, first: int, last: int, told: Days
) -> ToldPeriods | None:
    days = rate.first_day(start, first), rate.last_day(start, last)
    both = _length((max(days[0], told[0]), min(days[1], told[1])))
    if both <= 0:
        return None
    either = _length(days) + _length(told) - both
    return ToldPeriods(days, last - first + 1, told, both / either)


def _overlap(rate: Rate, start: date, number: int, told: Days) -> float:
    """The share of a period that lies in some days."""
    days = rate.first_day(start, number), rate.last_day(start, number)
    both = max(days[0], told[0]), min(days[1], told[1])
    return max(0, _length(both)) / _length(days)


def _length(days: Days) -> int:
    return (days[1] - days[0]).days + 1
