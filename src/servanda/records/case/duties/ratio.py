"""Duties that are measured by another: so many for each one of the other's."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Ratio"]


@dataclass(frozen=True, slots=True)
class Ratio:
    """At least `each` are to be done for each one that is done of another obligation."""

    to: str  # id of the other obligation
    each: float  # > 0
