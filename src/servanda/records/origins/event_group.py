"""Sentences of a collection that tell of one event, counted three ways."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["EventGroup"]


@dataclass(frozen=True, slots=True)
class EventGroup:
    """One event: so many documents, so few lineages of text, fewer origins."""

    sentence: str  # the earliest that is known
    documents: tuple[str, ...]
    lineages: int
    origins: int
    fewest: int  # origins if every uncertain edge holds
    most: int  # origins if none does
