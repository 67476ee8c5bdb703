"""How many of several sites that behave alike are done: their chains lumped into one count.

Sites that nothing tells apart are exchangeable, so the number done is itself a Markov chain: of k
done, Binomial(k, undone) are put back and Binomial(n - k, done) are finished. This is exact; a test
sums the paths of the single sites instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import comb

import numpy as np

from servanda.assessment.hazards import Pace
from servanda.assessment.hidden import Array
from servanda.assessment.site_steps import count_transition

__all__ = ["FEW", "SiteBlock", "binomial_pmf"]

FEW = 60  # up to so many sites a transition is a small matrix


@dataclass(frozen=True, slots=True)
class SiteBlock:
    """Some exchangeable sites as one axis: its value is how many of them are done."""

    size: int
    paces: Sequence[Pace]  # one a regime
    done_at_start: int

    def start(self) -> Array:
        """(regime, size + 1): all mass on the number done at the start."""
        first = np.zeros((len(self.paces), self.size + 1))
        first[:, self.done_at_start] = 1.0
        return first

    def transition(self, first: date, last: date) -> Array:
        """(regime, before, after) over the number done."""
        return np.stack(
            [
                _count_transition(self.size, pace.done(first, last), pace.undone(first, last))
                for pace in self.paces
            ]
        )


def binomial_pmf(size: int, chance: float) -> Array:
    """(size + 1,) probabilities of each number of successes."""
    successes = np.arange(size + 1)
    ways = np.array([comb(size, int(k)) for k in successes], dtype=np.float64)
    return np.asarray(ways * chance**successes * (1.0 - chance) ** (size - successes))


def _count_transition(size: int, done: float, undone: float) -> Array:
    return (
        _convolved_rows(size, done, undone) if size <= FEW else count_transition(size, done, undone)
    )


@lru_cache(maxsize=1024)  # of at most 30 kB each
def _convolved_rows(size: int, done: float, undone: float) -> Array:
    rows = [
        np.convolve(binomial_pmf(k, 1.0 - undone), binomial_pmf(size - k, done))
        for k in range(size + 1)
    ]
    return np.stack(rows)
