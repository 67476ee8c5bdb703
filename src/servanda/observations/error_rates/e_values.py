"""Evidence for change where no object is known: p-values turned into e-values, which multiply."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum, log10

__all__ = ["e_value", "log10_e", "log10_evidence"]

# Between 0 and 1; a smaller exponent gives more evidence for tiny p-values and less for middling
# ones. [judgement; not from outside]
EXPONENT = 0.3


def e_value(p_value: float, exponent: float = EXPONENT) -> float:
    """The e-value k p^(k - 1) of a p-value, k the exponent; its mean is at most 1 without change.

    The mean is exactly 1 for a uniform p-value and lower for one by rank, which is never too small.
    With M controls the e-value cannot exceed k (M + 1)^(1 - k), which is less than M.

    Vovk and Wang (2021), Ann. Statist. 49(3), 1736-1754, section 2.
    """
    if not 0.0 < p_value <= 1.0:
        raise ValueError(f"a p-value lies above 0 and is at most 1, not {p_value}")
    if not 0.0 < exponent < 1.0:
        raise ValueError(f"the exponent lies between 0 and 1, not {exponent}")
    return float(exponent * p_value ** (exponent - 1.0))


def log10_e(p_value: float, exponent: float = EXPONENT) -> float:
    """log10 of the e-value of a p-value; below 0 if the p-value is not small."""
    return log10(e_value(p_value, exponent))


def log10_evidence(p_values: Iterable[float], exponent: float = EXPONENT) -> float:
    """log10 of the evidence for change in independent p-values of one question; >= 0.

    The product of all their e-values, those below 1 included: only then does it stay valid whenever
    one stops looking. A product below 1 is no evidence against change, so the result is then 0.
    """
    return max(0.0, fsum(log10_e(p_value, exponent) for p_value in p_values))
