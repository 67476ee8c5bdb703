"""When what a sentence tells of happened, and of which day's state it tells."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.claims.statements.wording import WordedDocument
from servanda.records import DateRange, Document, Label

__all__ = ["StatedTimes", "stated_times"]


@dataclass(frozen=True, slots=True)
class StatedTimes:
    """The two times of one statement."""

    event: DateRange | None  # when it happened, where text or document says so
    as_of: DateRange  # the day or period of whose state it tells


def stated_times(
    document: Document, worded: WordedDocument, number: int, label: Label
) -> StatedTimes:
    """The times of what a passage says."""
    return StatedTimes(None, document.publication)
