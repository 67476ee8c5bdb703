"""The central 90 % of a mixture: each number spread to both sides in log odds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import ndtr, ndtri

from servanda.assessment.model.arrays import Array

__all__ = ["mixture_bounds"]

_TAIL = 0.05  # left out on each side of the central 90 % [definition]
# Halvings of the stretch that holds a bound: far below what is printed. [limit]
_HALVINGS = 50
_LEAST = 1e-9  # decibans; spread of a number that nothing spreads [judgement; not from outside]


def mixture_bounds(centres: Array, weights: Array, down: float, up: float) -> tuple[float, float]:
    """(low, high) between which 90 % of a mixture lies, 5 % on each side.

    centres: (part,) of each part, on any scale; weights: (part,) they sum to 1
    down, up: how far below and above its centre the central 90 % of each part reaches; each side
    is half a normal distribution
    """
    below_it, above_it = (max(_LEAST, reach / float(ndtri(1.0 - _TAIL))) for reach in (down, up))
    start = float(centres.min()) - 10.0 * below_it, float(centres.max()) + 10.0 * above_it

    def below(point: float) -> float:
        scale = np.where(point < centres, below_it, above_it)
        return float(weights @ ndtr((point - centres) / scale))

    low, high = (_point_at(below, share, start) for share in (_TAIL, 1.0 - _TAIL))
    return low, high


def _point_at(below: Callable[[float], float], share: float, between: tuple[float, float]) -> float:
    """Where so much lies below, by halving; `below` never falls."""
    low, high = between
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if below(middle) < share else (low, middle)
    return (low + high) / 2.0
