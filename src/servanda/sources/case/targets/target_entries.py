"""Instalments and ratios in case.yaml."""

from __future__ import annotations

from pydantic import Field

from servanda.sources.case.event_entry import DayOrAfter
from servanda.sources.formats.field_types import Entry, Id

__all__ = ["MOST_INSTALMENTS", "RatioEntry", "ScheduleLineEntry"]

MOST_INSTALMENTS = 100  # of one duty; each is summed for itself [limit]


class ScheduleLineEntry(Entry):
    """A cumulative target."""

    by: DayOrAfter = Field(description="the day by which it is to be reached")
    count: float = Field(gt=0, description="so many, all in all; of a level, in its unit")


class RatioEntry(Entry):
    """So many for each one of another obligation."""

    to: Id = Field(description="the other obligation, by its id")
    each: float = Field(gt=0, description="how many at least for each one of the other's")
