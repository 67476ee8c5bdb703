"""Which periods of a rate are over on the day asked about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from servanda.errors import InputError
from servanda.records import MOST_PERIODS, Obligation, Terms

__all__ = ["closed_periods", "counted_periods", "first_closing", "periods_in_all", "places_of_run"]


def closed_periods(obligation: Obligation, terms: Terms, on: date) -> int:
    """How many periods are over at the end of the day `on`; those that a deadline cuts short never.

    Raises InputError if there are more than can be judged.
    """
    assert terms.rate is not None
    last = on if terms.deadline is None else min(on, terms.deadline)
    number = terms.rate.complete_by(obligation.start, last)
    if number > MOST_PERIODS:
        raise InputError(
            f"{obligation.id}: {number:,} periods by {last}, and at most {MOST_PERIODS:,} are "
            "judged; split the obligation by year, each with its own start and deadline"
        )
    return number


def periods_in_all(obligation: Obligation, terms: Terms) -> int:
    """How many periods there are until the deadline, as many as can be judged without one."""
    assert terms.rate is not None
    if terms.deadline is None:
        return MOST_PERIODS
    return min(MOST_PERIODS, terms.rate.complete_by(obligation.start, terms.deadline))


def counted_periods(obligation: Obligation, terms: Terms, number: int) -> Sequence[int]:
    """Of the first periods, so many, those in which the duty was in force on every day.

    A period of which a part was suspended is neither kept nor broken, as one that the deadline cuts
    short: nothing was agreed for a part.
    """
    assert terms.rate is not None
    if not terms.idle:
        return range(number)
    rate, start = terms.rate, obligation.start
    idle = [range(rate.number_of(start, first), rate.number_of(start, last) + 1)
            for first, last in ((max(first, start), last) for first, last in terms.idle)
            if first <= last]  # fmt: skip
    return [period for period in range(number) if not any(period in gap for gap in idle)]


def places_of_run(counted: Sequence[int], first: int, last: int) -> tuple[int, int] | None:
    """The places, among the counted periods, of those in a run; None where none of it counts."""
    places = bisect_left(counted, first), bisect_right(counted, last) - 1
    return None if places[0] > places[1] else places


def first_closing(obligation: Obligation, terms: Terms) -> date:
    """The last day of the first period that counts; of the first of all where none does."""
    assert terms.rate is not None
    counted = counted_periods(obligation, terms, periods_in_all(obligation, terms))
    return terms.rate.last_day(obligation.start, next(iter(counted), 0))
