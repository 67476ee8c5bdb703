"""The condition of an obligation in case.yaml."""

from __future__ import annotations

from pydantic import Field

from servanda.records import ConditionMode
from servanda.sources.formats.field_types import Day, Entry, Line, PublicationDays, Remark

__all__ = ["ChangeEntry", "ConditionEntry"]


class ChangeEntry(Entry):
    """A dated fact: from this day the condition is, or is no longer, fulfilled."""

    fulfilled: bool = Field(description="true from this day, or false from this day")
    since: Day = Field(description="the first day of it")
    published: PublicationDays | None = Field(
        None, description="when it became public; by default `since`"
    )
    note: Remark = Field("", description="how it is known")


class ConditionEntry(Entry):
    """What must be so for a duty to be due."""

    text: Line = Field(description="the condition in plain words")
    mode: ConditionMode = Field(
        description="if: not due until fulfilled; while: due as long as it holds"
    )
    changes: tuple[ChangeEntry, ...] = Field(
        (), description="when it was fulfilled and when no longer"
    )
