"""Statements: what one stretch of one document says of one duty, and how sure that reading is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from servanda.records.evidence.claim import Comparison
from servanda.records.span import Span
from servanda.records.times import DateRange

__all__ = ["Counted", "Label", "StatedCount", "Statement", "StatementDirection"]


class StatementDirection(StrEnum):
    """Which way a statement speaks of a duty."""

    FOR = "for"
    PART = "part"  # some of it, or begun
    AGAINST = "against"
    SILENT = "silent"  # planned, asked or restated: nothing of what is so
    UNRELATED = "unrelated"


class Label(StrEnum):
    """What a stretch of text says of a duty."""

    DONE = "done"
    PARTLY_DONE = "partly_done"
    UNDER_WAY = "under_way"
    NOT_DONE = "not_done"
    REVERSED = "reversed"
    VIOLATED = "violated"
    RESPECTED = "respected"
    INTENDED = "intended"  # planned, promised, scheduled, willing, agreed again
    DEMANDED = "demanded"
    TERMS = "terms"  # restates or changes what is asked
    UNRELATED = "unrelated"

    @property
    def direction(self) -> StatementDirection:
        """Which way it speaks."""
        return _DIRECTIONS[self]


_DIRECTIONS = {
    Label.DONE: StatementDirection.FOR,
    Label.RESPECTED: StatementDirection.FOR,
    Label.PARTLY_DONE: StatementDirection.PART,
    Label.UNDER_WAY: StatementDirection.PART,
    Label.NOT_DONE: StatementDirection.AGAINST,
    Label.REVERSED: StatementDirection.AGAINST,
    Label.VIOLATED: StatementDirection.AGAINST,
    Label.INTENDED: StatementDirection.SILENT,
    Label.DEMANDED: StatementDirection.SILENT,
    Label.TERMS: StatementDirection.SILENT,
    Label.UNRELATED: StatementDirection.UNRELATED,
}


class Counted(StrEnum):
    """What a number of a statement counts."""

    DONE = "done"  # so many are done by then, in all
    ADDED = "added"  # so many more were done
    LEFT = "left"  # so many are still to be done
    ASKED = "asked"  # so many are asked for
    RATE = "rate"  # so many in a period
    SHARE = "share"  # so many in a hundred


@dataclass(frozen=True, slots=True)
class StatedCount:
    """A number of the duty's own things, as the text gives it."""

    value: float
    of: float | None  # the whole that the text gives, if it does
    comparison: Comparison
    counts: Counted


@dataclass(frozen=True, slots=True)
class Statement:
    """One stretch of one document, set against one duty."""

    id: str
    document: str
    span: Span
    obligation: str
    label: Label
    p: tuple[float, ...]  # the probability of each label, in the order of `Label`; sums to 1
    count: StatedCount | None
    event: DateRange | None  # when it happened, where text or document says so
    as_of: DateRange  # the day or period of whose state it tells
    claim: str  # the claim whose holder says it; the document itself where it is not attributed
    acts_by: tuple[str, ...]  # actor ids of those whose act it is; empty: not said
    reviewed: bool  # a person decided it
    reader: str  # which reader and version
    why: str
    verbatim: bool = False  # it is word for word what the duty, or its case, gives as its own

    def chance(self, direction: StatementDirection) -> float:
        """The probability that it speaks that way."""
        return sum(
            chance
            for label, chance in zip(Label, self.p, strict=True)
            if label.direction is direction
        )
