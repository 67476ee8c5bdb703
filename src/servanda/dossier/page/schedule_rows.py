"""The dates of a schedule, one row each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from servanda.dossier.print.numbers import Figures
from servanda.dossier.print.status_words import STATUS_WORDS
from servanda.records import Judgement

__all__ = ["ScheduleRow", "schedule_rows"]


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One date, and the chance that so many were done by it."""

    due: str
    count: Markup
    status: str
    probability: Markup | None


def schedule_rows(judgement: Judgement, index: int, figures: Figures) -> Iterator[ScheduleRow]:
    """The dates of a judgement in order; index: of its row in the assessment's JSON."""
    for number, outcome in enumerate(judgement.dates):
        place = ("obligations", index, "dates", number)
        known = outcome.probability_met is not None
        yield ScheduleRow(
            due=outcome.due.isoformat(),
            count=figures.amount(*place, "count"),
            status=STATUS_WORDS[outcome.status].word,
            probability=figures.probability(*place, "probability_met") if known else None,
        )
