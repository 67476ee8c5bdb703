"""The names of months and days, as written."""

from __future__ import annotations

import calendar

__all__ = ["DATE_WORDS"]

DATE_WORDS = frozenset(
    word
    for table in (calendar.month_name, calendar.month_abbr, calendar.day_name)
    for word in table
    if word
)
