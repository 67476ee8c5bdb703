"""The number that a sentence gives of a duty's own things."""

from __future__ import annotations

from servanda.records import Label, Obligation, StatedCount

__all__ = ["stated_count"]


def stated_count(sentence: str, duty: Obligation, label: Label) -> StatedCount | None:
    """The number of the duty's things that the sentence gives; None if it gives none."""
    return None
