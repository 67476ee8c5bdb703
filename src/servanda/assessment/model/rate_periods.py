"""Which periods of a rate are over on the day asked about."""

from __future__ import annotations

from datetime import date

from servanda.errors import InputError
from servanda.records import MOST_PERIODS, Obligation, Terms

__all__ = ["closed_periods", "first_closing", "periods_in_all"]


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


def first_closing(obligation: Obligation, terms: Terms) -> date:
    """The last day of the first period."""
    assert terms.rate is not None
    return terms.rate.last_day(obligation.start, 0)
