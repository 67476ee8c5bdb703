"""How far one blind spot could move a probability."""

from __future__ import annotations

import math

__all__ = ["reach"]


def reach(probability: float, decibans: float) -> tuple[float, float]:
    """The probability with its odds lowered, and raised, by a number of decibans.

    Ten decibans are a factor of ten in the odds; the probabilities 0 and 1 stay as they are.
    """
    if not 0.0 < probability < 1.0:
        return probability, probability
    log_odds = math.log(probability) - math.log1p(-probability)
    shift = abs(decibans) * math.log(10) / 10
    return _logistic(log_odds - shift), _logistic(log_odds + shift)


def _logistic(x: float) -> float:
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))
