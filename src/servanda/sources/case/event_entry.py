"""Dated events in case.yaml, and days that are reckoned from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import Field, WrapValidator

from servanda.sources.formats.field_types import (
    Day,
    Days,
    Entry,
    Id,
    Names,
    PublicationDays,
    Remark,
    day_of,
)

__all__ = ["MOST_DAYS", "DayOrAfter", "DaysAfterEntry", "EventEntry", "ExtensionEntry"]

MOST_DAYS = 36_500  # between an event and what is reckoned from it [limit]


class ExtensionEntry(Entry):
    """A dated move of an event, or of the end of a period."""

    to: Day = Field(description="the day to which it is moved")
    effective: Day | None = Field(
        None, description="from which day that counts; by default the day it became public"
    )
    published: PublicationDays = Field(description="when the move became public")
    note: Remark = Field("", description="how it is known")


class EventEntry(Entry):
    """A dated event that texts lean on ("since the summit") and terms are reckoned from."""

    id: Id | None = Field(None, description="by which terms refer to it; the instruments' ids too")
    names: Names = Field(description="how texts call it")
    date: Days | None = Field(
        None, description="when it was, or is to be; leave it out while nobody knows"
    )
    published: PublicationDays | None = Field(
        None, description="when its date became public; by default `date`"
    )
    extended: tuple[ExtensionEntry, ...] = Field(
        (), description="dated moves, where it is the end of a period or was put off"
    )


class DaysAfterEntry(Entry):
    """A day that a text gives as so many days after an event."""

    days: int = Field(
        ge=-MOST_DAYS, le=MOST_DAYS, description="how many; 0: that day; below 0: before it"
    )
    after: Id = Field(description="an event or an instrument, by its id")


def _day_or_after(value: Any, _: Callable[[Any], Any]) -> date | DaysAfterEntry:
    """A day or a block, each with the messages of its own kind."""
    return DaysAfterEntry.model_validate(value) if isinstance(value, dict) else day_of(value)


DayOrAfter = Annotated[Day | DaysAfterEntry, WrapValidator(_day_or_after)]
