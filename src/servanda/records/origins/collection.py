"""Texts whose origins are traced together."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.records.span import Span

__all__ = ["TracedText"]


@dataclass(frozen=True, slots=True)
class TracedText:
    """One document of a collection: its sentences, its outlet, and when it appeared."""

    id: str
    sentences: tuple[str, ...]
    outlet: str | None = None
    # First and last possible moment on one clock for the whole collection; None if unknown.
    appeared: tuple[float, float] | None = None
    spans: tuple[Span, ...] = ()  # of the sentences in its text; none if they came as a list
