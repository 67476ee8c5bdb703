"""What to assess otherwise, only to see what would follow."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["WhatIfChanges"]


@dataclass(frozen=True, slots=True)
class WhatIfChanges:
    """A question beginning with "what if": names as a person gives them."""

    distrust: tuple[str, ...] = ()  # sources and actors whose reports shall say nothing
    exclude: tuple[str, ...] = ()  # items, claims and documents that shall not be there
    priors: tuple[tuple[str, float], ...] = ()  # assumptions with other values
