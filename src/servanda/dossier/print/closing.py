"""Rounded parts that add up to their rounded sum."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

__all__ = ["round_parts"]

_MOST = 1e9  # larger numbers are no decibans, and are rounded one by one [layout]


def round_parts(parts: Sequence[float], digits: int = 1, total: float | None = None) -> list[float]:
    """The parts, each rounded up or down, so that they add up to their rounded sum.

    Those of which most was cut off go up: the method of the largest remainder, Hamilton's.
    total: what they add up to; parts that do not are rounded one by one
    """
    unit = 10.0**digits
    if any(abs(part) > _MOST for part in (*parts, total or 0.0)):
        return [round(part, digits) for part in parts]
    floors = [floor(part * unit) for part in parts]
    missing = round((sum(parts) if total is None else total) * unit) - sum(floors)
    if not 0 <= missing <= len(parts):
        return [round(part, digits) for part in parts]
    largest_first = sorted(range(len(parts)), key=lambda n: (floors[n] - parts[n] * unit, n))
    for n in largest_first[:missing]:
        floors[n] += 1
    return [count / unit for count in floors]
