"""Word lists as they are typed: a few lines of words between quotation marks."""

from __future__ import annotations

import calendar

__all__ = ["DATE_WORDS", "one_of", "words"]


def words(*lines: str) -> frozenset[str]:
    """The words of some lines."""
    return frozenset(word for line in lines for word in line.split())


def one_of(*lines: str) -> str:
    """A pattern for any one of the words of some lines, the longest first."""
    return "(?:" + "|".join(sorted(words(*lines), key=lambda word: (-len(word), word))) + ")"


DATE_WORDS = frozenset(
    word
    for table in (calendar.month_name, calendar.month_abbr, calendar.day_name)
    for word in table
    if word
)
