"""Statements and labelled sentences for tests of the check of a reader."""

from __future__ import annotations

from servanda.records import (
    UNKNOWN_TIME,
    Comparison,
    Counted,
    Label,
    LabelledSentence,
    Span,
    StatedCount,
    Statement,
)

__all__ = ["labelled", "read"]


def labelled(
    sentence: str, label: Label, duty: str = "surface", count: float | None = None
) -> LabelledSentence:
    return LabelledSentence("page", sentence, duty, label, count)


def read(
    p: dict[Label, float], label: Label, duty: str = "surface", count: float | None = None
) -> Statement:
    """A statement with these probabilities, the rest on "unrelated"."""
    spread = dict.fromkeys(Label, 0.0) | p
    spread[Label.UNRELATED] += 1.0 - sum(spread.values())
    number = None
    if count is not None:
        number = StatedCount(count, None, Comparison.EXACTLY, Counted.DONE)
    return Statement(
        id=f"page#s1/{duty}",
        document="page",
        span=Span(0, 1),
        obligation=duty,
        label=label,
        p=tuple(spread.values()),
        count=number,
        event=None,
        as_of=UNKNOWN_TIME,
        claim="page#s1",
        acts_by=(),
        reviewed=False,
        reader="fake/1",
        why="",
    )
