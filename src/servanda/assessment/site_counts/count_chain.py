"""How many of several exchangeable sites are done: their chains lumped into one count.

Sites that nothing tells apart are exchangeable, so the number done is itself a Markov chain: of k
done, Binomial(k, undone) are put back and Binomial(n - k, done) are finished. This is exact; a test
sums the paths of the single sites instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import comb

import numpy as np

from servanda.assessment.filters.forward_backward import Axis
from servanda.assessment.model.arrays import Array, Index
from servanda.assessment.model.hazards import CompletionHazard, Stretch, step_chances
from servanda.assessment.site_counts.count_steps import count_transition

__all__ = ["FEW", "SiteBlock", "binomial_pmf", "thinning"]

FEW = 60  # up to this many sites a transition is a small matrix, and is kept [limit]


@dataclass(frozen=True, slots=True)
class SiteBlock(Axis):
    """Some exchangeable sites as one axis, whose value is how many of them are done."""

    size: int
    hazards: Sequence[CompletionHazard]  # one a regime
    done_at_start: int

    def start(self) -> Array:
        """(regime, size + 1): all mass on the number done at the start."""
        first = np.zeros((len(self.hazards), self.size + 1))
        first[:, self.done_at_start] = 1.0
        return first

    def transition(self, first: date, last: date) -> Array:
        """(regime, before, after) probabilities over the number done."""
        return next(iter(self.transitions([(first, last)])))

    def transitions(self, stretches: Sequence[Stretch]) -> Iterable[Array]:
        """(regime, before, after) probabilities over the number done, for each stretch of days."""
        paces = tuple(self.hazards)
        if self.size <= FEW:
            return _kept_transitions(self.size, paces, tuple(stretches))
        steps = zip(*step_chances(paces, stretches), strict=True)
        return (
            np.stack([count_transition(self.size, *step) for step in zip(*both, strict=True)])
            for both in steps
        )


def binomial_pmf(size: int, chance: float) -> Array:
    """(size + 1,) probabilities of each number of successes."""
    successes = np.arange(size + 1)
    ways = np.array([comb(size, int(k)) for k in successes], dtype=np.float64)
    return np.asarray(ways * chance**successes * (1.0 - chance) ** (size - successes))


def thinning(size: int, leaves: Array) -> Array:
    """(..., k, s) probability that s of k stay, if each leaves with that chance, (...)."""
    ways, leaving = _triangle(size)
    powers = np.arange(size + 1)
    left, stayed = leaves[..., None] ** powers, (1.0 - leaves)[..., None] ** powers
    return np.asarray(ways * stayed[..., None, :] * left[..., leaving])


@lru_cache(maxsize=16)  # of some MB each at most; all sums of a duty go through the same days
def _kept_transitions(
    size: int, paces: tuple[CompletionHazard, ...], stretches: tuple[Stretch, ...]
) -> Array:
    return _small_transition(size, *step_chances(paces, stretches))


def _small_transition(size: int, done: Array, undone: Array) -> Array:
    """(..., before, after) for few sites: some are put back, then some are finished.

    One site's step [[1 - d, d], [u, 1 - u]] is a putting back with chance u / (1 - d) followed by a
    finishing with chance d, because what is put back may be finished again. Where u > 1 - d, being
    done makes being done later less likely, and the rows are convolved one by one.
    """
    alike = undone <= 1.0 - done
    back = np.divide(undone, 1.0 - done, out=np.zeros_like(undone), where=alike & (done < 1.0))
    put_back = thinning(size, back)
    finished = thinning(size, done)[..., ::-1, ::-1]  # counting the sites not done
    steps = put_back @ finished
    for place in zip(*np.nonzero(~alike), strict=True):
        steps[place] = _convolved_rows(size, float(done[place]), float(undone[place]))
    return np.asarray(steps)


@lru_cache(maxsize=FEW + 1)
def _triangle(size: int) -> tuple[Array, Index]:
    """(k, s) ways to choose s of k, 0 for s > k; and how many leave."""
    ways = np.array([[comb(k, s) for s in range(size + 1)] for k in range(size + 1)], dtype=float)
    before, after = np.indices((size + 1, size + 1))
    return ways, np.maximum(before - after, 0)


def _convolved_rows(size: int, done: float, undone: float) -> Array:
    return np.stack(
        [
            np.convolve(binomial_pmf(k, 1.0 - undone), binomial_pmf(size - k, done))
            for k in range(size + 1)
        ]
    )
