"""Offsets that decisions have taught, and a reader's probabilities with them.

A reader errs in each case in its own way: it may see a relation too often in the whole case or on
one duty. Numbers added to its log odds mend what is the same throughout a case, and leave alone the
order of sentences on one duty and what each says if it bears: an offset of a direction would learn
how often the texts of a case speak that way, and count it as telling (decision 0014).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servanda.claims.statements.fitted import logistic
from servanda.records import Label

__all__ = [
    "OffsetSpread",
    "TaughtOffsets",
    "bearing_log_odds",
    "moved_chances",
    "offset_spread",
]

Matrix = NDArray[np.float64]

_UNRELATED = list(Label).index(Label.UNRELATED)
_LEAST = 1e-6  # of a probability, so that it has a logarithm: as many digits are kept [limit]


@dataclass(frozen=True, slots=True)
class OffsetSpread:
    """How far offsets lie from nought: standard deviations in log odds, above 0."""

    relevance: float  # over agreements
    duty: float  # over the duties of an agreement, beside what they have in common


@dataclass(frozen=True, slots=True)
class TaughtOffsets:
    """What is added to the log odds of a reader in one case."""

    relevance: float  # that a sentence bears on any duty
    by_duty: Mapping[str, float]  # that it bears on this one, besides; 0 of one that is not here


def offset_spread(told: Mapping[str, Any]) -> OffsetSpread:
    """The spread of offsets in a reader's file."""
    spread = told["spread"]
    return OffsetSpread(spread["relevance"], spread["duty"])


def bearing_log_odds(chances: Matrix) -> Matrix:
    """The log odds that each pair bears, by the probabilities of its labels, (pair, label)."""
    unrelated = np.clip(chances[:, _UNRELATED], _LEAST, 1.0 - _LEAST)
    return np.asarray(np.log1p(-unrelated) - np.log(unrelated))


def moved_chances(chances: Matrix, duties: Sequence[str], offsets: TaughtOffsets) -> Matrix:
    """The probability of each label once offsets are added, (pair, label); rows sum to 1.

    chances: by the reader alone; duties: the id of each pair's
    A pair that surely bears on nothing stays so.
    """
    added = np.array([offsets.relevance + offsets.by_duty.get(duty, 0.0) for duty in duties])
    bears = logistic(bearing_log_odds(chances) + added)
    moved = chances.copy()
    moved[:, _UNRELATED] = 0.0
    whole = moved.sum(axis=1)
    possible = whole > 0.0
    moved[possible] *= (bears[possible] / whole[possible])[:, None]
    moved[:, _UNRELATED] = np.where(possible, 1.0 - bears, 1.0)
    return np.asarray(moved)
