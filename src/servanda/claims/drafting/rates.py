"""The period of a rate in a clause: "at least forty convoys a week"."""

from __future__ import annotations

import re
from datetime import date

from servanda.claims.slots.numbers import stated_numbers
from servanda.records import MOST_PERIODS, Per, Rate

__all__ = ["has_whole_periods", "period_of_amount"]

_PERIODS = {
    "daily": Per.DAY,
    "weekly": Per.WEEK,
    "monthly": Per.MONTH,
    "yearly": Per.YEAR,
    "annually": Per.YEAR,
} | {per.value: per for per in Per}
# A few words after the number: "convoys of relief goods a week". [grammar]
_AFTER = re.compile(
    r"^(?:\s+(?!(?:for|within|in|during|over|by|after|until|before|than)\b)[\w'-]+){1,5}?\s+(?:(?:an?|per|each|every)\s+(?:calendar\s+)?(?=[dwmy])|(?=\w+ly\b))"
    r"(?P<period>day|week|month|year|daily|weekly|monthly|yearly|annually)\b",
    re.IGNORECASE,
)


def period_of_amount(clause: str, value: float) -> Per | None:
    """The period for which a clause asks an amount; None where it names none."""
    for number in stated_numbers(clause):
        match = _AFTER.match(clause[number.span.end :])
        if number.value == value and match is not None:
            return _PERIODS[match["period"].lower()]
    return None


def has_whole_periods(per: Per, first: date, last: date | None) -> bool:
    """True if a rate can be judged from one day to another: for some periods and not too many."""
    if last is None:
        return True
    return 1 <= Rate(1.0, None, "", per).complete_by(first, last) <= MOST_PERIODS
