"""Duties that mirror each other: whom a sentence names decides whose duty it tells of.

Agreements bind both sides to the same: each withdraws its tanks, each pulls down its posts. Set
against the duty of the one, a sentence about the other's act has all its words but the name, which
the judge hears less than the words. So where a sentence names the bearer of only one of such
duties, the judge's answers on the others speak of that one.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from math import log

import numpy as np
from numpy.typing import NDArray

from servanda.claims.statements.wording import DutyWording

__all__ = ["limit_by_name", "mirrored_duties", "odds_by_name"]

# Least share of words, in order, that the clauses of mirrored duties have in common, actors
# renamed. [judgement; the duties of our corpus of which each of two parties has one]
_ALIKE = 0.7
# Most log odds that a sentence bears on the duty of a bearer that it does not name, where it names
# that of a mirrored one. [measured; our corpus: of 678 sentences that bear on one of two such
# duties and name one bearer, 84 bear on the other's]
_MOST_UNNAMED = log(84.0 / 594.0)

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]


def mirrored_duties(duties: Sequence[DutyWording]) -> Flags:
    """(duty, duty) True where two duties of different bearers say the same of them."""
    words = [duty.neutral.split() for duty in duties]
    found = np.zeros((len(duties), len(duties)), dtype=bool)
    for row, duty in enumerate(duties):
        for column, other in enumerate(duties[:row]):
            if not duty.bearers & other.bearers and _are_alike(words[row], words[column]):
                found[row, column] = found[column, row] = True
    return found


def _are_alike(first: Sequence[str], second: Sequence[str]) -> bool:
    if first[0] != second[0]:  # of another kind
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def odds_by_name(odds: Matrix, named: Flags, mirrored: Flags) -> Matrix:
    """The judge's log odds, (passage, duty), where duties mirror each other by whom they name.

    Named alone: the highest on the duty or any mirror. Not named, while a mirror's is: the lowest.

    named: (passage, duty) whether the duty's bearer is named in the passage
    mirrored: of `mirrored_duties`
    """
    if not mirrored.any():
        return odds
    with_mirrors = odds[:, None, :]
    highest = np.where(mirrored[None], with_mirrors, -np.inf).max(axis=2)
    lowest = np.where(mirrored[None], with_mirrors, np.inf).min(axis=2)
    elsewhere = _names_mirror(named, mirrored)
    alone = named & np.asarray(mirrored.any(axis=1))[None] & ~elsewhere
    raised = np.where(alone, np.maximum(odds, highest), odds)
    return np.where(elsewhere & ~named, np.minimum(odds, lowest), raised)


def limit_by_name(bears: Matrix, named: Flags, mirrored: Flags) -> Matrix:
    """The log odds of bearing, (passage, duty), held low where only a mirror's bearer is named."""
    elsewhere = _names_mirror(named, mirrored) & ~named
    return np.where(elsewhere, np.minimum(bears, _MOST_UNNAMED), bears)


def _names_mirror(named: Flags, mirrored: Flags) -> Flags:
    return np.asarray((named[:, None, :] & mirrored[None]).any(axis=2))
