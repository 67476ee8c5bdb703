"""Origins: who first saw, measured or decided."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Origin"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Somebody whose own knowledge claims rest on, however many pages repeat it."""

    id: str
    name: str
    actor: str | None  # actor id, where the case knows it
    claims: tuple[str, ...]
    sure: bool  # False: may be the same as another origin (unnamed, or they share information)
