"""Changes to a case that are assessed only to see what would follow."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["WhatIfChanges"]


@dataclass(frozen=True, slots=True)
class WhatIfChanges:
    """The changes of a "what if" question, with names as the user wrote them."""

    distrust: tuple[str, ...] = ()  # sources and actors whose reports are to carry no weight
    exclude: tuple[str, ...] = ()  # items, claims and documents to leave out
    priors: tuple[tuple[str, float], ...] = ()  # assumptions with other values
