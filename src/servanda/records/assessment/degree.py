"""How far a duty has come, beside whether it is met: the share that is done, and its grade."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Grade", "ShareDone"]


@dataclass(frozen=True, slots=True)
class ShareDone:
    """The share of what is asked that is done, 0..1: its mean and central 90 %."""

    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Grade:
    """The probability of each grade of implementation; they sum to 1.

    The grades of the Peace Accords Matrix (Kroc Institute): less than half of what is asked is
    minimal, more is intermediate.
    """

    not_begun: float
    minimal: float
    intermediate: float
    complete: float
