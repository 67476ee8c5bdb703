"""What one segment yields, and what the next segment must know of it."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.claims.drafts import Draft

__all__ = ["Found"]


@dataclass(frozen=True, slots=True)
class Found:
    """The attributions of one segment, in its own characters."""

    drafts: tuple[Draft, ...]
    open_speaker: int | None = None  # index of the draft whose quotation the line end leaves open
    announced: Draft | None = None  # "The ministry said:" at the line end, its content to come
