"""The `force` of an instrument or an obligation in case.yaml: when it binds, and why no longer."""

from __future__ import annotations

from pydantic import Field

from servanda.sources.formats.field_types import (
    Day,
    Entry,
    Id,
    Line,
    OneOrMore,
    PublicationDays,
    Remark,
)

__all__ = ["EndingEntry", "ForceEntry", "RenewalEntry", "SuspensionEntry"]


class RenewalEntry(Entry):
    """A prolonging of the term."""

    until: Day = Field(description="the new last day")
    effective: Day | None = Field(
        None, description="when it was agreed; by default the day it became public"
    )
    published: PublicationDays = Field(description="when it became public")
    note: Remark = Field("", description="how it is known")


class EndingEntry(Entry):
    """An end for good, whatever the term."""

    on: Day = Field(description="the first day on which it no longer binds")
    by: OneOrMore = Field(description="the actor that ended it; a list where several did")
    ground: Line = Field(description="on what ground, in a few words")
    published: PublicationDays | None = Field(
        None, description="when that became public, the notice for one; by default `on`"
    )
    instrument: Id | None = Field(None, description="the instrument that put an end to it")


class SuspensionEntry(Entry):
    """A stretch in which it does not bind."""

    from_day: Day = Field(alias="from", description="the first day on which it does not bind")
    until: Day | None = Field(None, description="the last such day; leave it out while it lasts")
    by: OneOrMore = Field(description="the actor that suspended it; a list where several did")
    ground: Line = Field(description="on what ground, in a few words")
    published: PublicationDays | None = Field(
        None, description="when it became public; by default `from`"
    )
    until_published: PublicationDays | None = Field(
        None, description="when its last day became public; by default `until`"
    )


class ForceEntry(Entry):
    """When it is in force."""

    from_day: Day | None = Field(
        None, alias="from", description="the first day; by default from its beginning"
    )
    until: Day | None = Field(
        None, description="the last day as first agreed; leave it out where there is no term"
    )
    renewed_by: tuple[RenewalEntry, ...] = Field((), description="what prolonged the term")
    ended_by: EndingEntry | None = Field(None, description="what ended it for good")
    suspended: tuple[SuspensionEntry, ...] = Field(
        (), description="the stretches in which it did not bind"
    )
