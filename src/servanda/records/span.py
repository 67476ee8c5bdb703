"""Stretches of a document's text."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start..end (end excluded) of a document's text, in Unicode code points."""

    start: int
    end: int
