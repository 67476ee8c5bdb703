"""Evidence for change where no object is known: p-values turned into bets that multiply."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum, log10

__all__ = ["e_value", "log10_e", "log10_evidence"]

EXPONENT = 0.3  # between 0 and 1: smaller ones win more on tiny p-values and less on middling ones


def e_value(p_value: float, exponent: float = EXPONENT) -> float:
    """k p^(k - 1), whose mean is at most 1 if nothing changed.

    Exactly 1 for a uniform p-value, less for one by rank, which is never too small. With M
    controls it cannot exceed k (M + 1)^(1 - k), which is less than M.

    Vovk and Wang (2021), Ann. Statist. 49(3), 1736-1754, section 2.
    """
    if not 0.0 < p_value <= 1.0:
        raise ValueError(f"a p-value lies above 0 and is at most 1, not {p_value}")
    if not 0.0 < exponent < 1.0:
        raise ValueError(f"the exponent lies between 0 and 1, not {exponent}")
    return float(exponent * p_value ** (exponent - 1.0))


def log10_e(p_value: float, exponent: float = EXPONENT) -> float:
    """The same as a logarithm, below 0 for a p-value that is not small."""
    return log10(e_value(p_value, exponent))


def log10_evidence(p_values: Iterable[float], exponent: float = EXPONENT) -> float:
    """log10 of the evidence that independent p-values of one question hold for change; >= 0.

    The product of their e-values, losses included: only so does it stay true however often one
    looks and whenever one stops. It may only speak for change, so that a product below 1 is 0
    here: a bet that lost says that nothing was seen, not that nothing changed.
    """
    return max(0.0, fsum(log10_e(one, exponent) for one in p_values))
