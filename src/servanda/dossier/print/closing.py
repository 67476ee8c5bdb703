"""Rounded parts that add up to their rounded sum."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, fsum

__all__ = ["round_parts"]


def round_parts(parts: Sequence[float], digits: int = 1, total: float | None = None) -> list[float]:
    """The parts, each rounded up or down, so that they add up to their rounded sum.

    Those whose cut-off remainder is largest go up: the method of the largest remainder, Hamilton's.
    total: what they are to add up to; by default their sum
    """
    unit = 10.0**digits
    whole = round((fsum(parts) if total is None else total) * unit)
    floors = [floor(part * unit) for part in parts]
    missing = whole - sum(floors)
    order = sorted(range(len(parts)), key=lambda n: (floors[n] - parts[n] * unit, n))
    for turn in range(abs(missing)) if parts else ():
        floors[order[turn % len(parts)] if missing > 0 else order[-1 - turn % len(parts)]] += (
            1 if missing > 0 else -1
        )
    return [count / unit for count in floors]
