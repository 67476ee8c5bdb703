"""The posterior of a duty on one day: exact probability, interval and distribution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.model.arrays import Array
from servanda.errors import InputError
from servanda.records import Interval

__all__ = [
    "Posterior",
    "decibans",
    "distribution_of",
    "odds_decibans",
    "posterior",
    "probability",
]

INTERVAL = (0.05, 0.95)  # the central 90 % [definition]
# Probabilities are kept this far from 0 and 1 before odds are formed.
# [judgement; not from outside]
CERTAIN = 1e-9
_TINY = 1e-300  # keeps odds finite where a mass is 0 [judgement; not from outside]


@dataclass(frozen=True, slots=True)
class Posterior:
    """The distribution over a duty's values on one day, and samples of it."""

    distribution: Array  # (value,) sums to 1
    samples: Array  # (draw, value) each sums to 1
    weights: Array  # (draw,) how well each draw explains the evidence; sums to 1

    def probability(self, wanted: Array) -> float:
        """The probability of the values marked 1 in `wanted`, (value,)."""
        return float(np.clip(self.distribution @ wanted, 0.0, 1.0))

    def interval(self, wanted: Array) -> Interval:
        """The central 90 % of the probability over the draws, widened to hold its value."""
        chances = np.clip(self.samples @ wanted, 0.0, 1.0)
        low, high = _weighted_quantiles(chances, self.weights, INTERVAL)
        value = self.probability(wanted)
        return Interval(min(low, value), max(high, value))


def posterior(model: DutyModel, draws: BetaSampler, cache: MassCache) -> Posterior:
    """What the reports and priors say about one duty on one day."""
    masses = model.marginal_samples(draws, cache)
    totals = masses.sum(axis=1)
    return Posterior(
        distribution=distribution_of(model, cache),
        samples=masses / totals[:, None],
        weights=totals / totals.sum(),
    )


def distribution_of(model: DutyModel, cache: MassCache) -> Array:
    """(value,) the distribution alone, which is exact."""
    return _normalise(model, model.marginal_at_mean_reliability(cache))


def probability(model: DutyModel, wanted: Array, cache: MassCache) -> float:
    """The probability of the wanted values, without an interval."""
    return float(np.clip(distribution_of(model, cache) @ wanted, 0.0, 1.0))


def odds_decibans(distributions: Array, wanted: Array) -> Array:
    """(...) decibans of the odds of the wanted values in masses over values, (..., value).

    Both sides are summed, so that near certainty none is lost. Even odds where there is no mass.
    """
    least = CERTAIN / (1.0 - CERTAIN)
    held, left = distributions @ wanted + _TINY, distributions @ (1.0 - wanted) + _TINY
    return np.asarray(10.0 * np.log10(np.clip(held / left, least, 1.0 / least)))


def decibans(chance: float) -> float:
    """Ten times the decimal logarithm of the odds of a probability."""
    safe = min(max(chance, CERTAIN), 1.0 - CERTAIN)
    return float(10.0 * np.log10(safe / (1.0 - safe)))


def _normalise(model: DutyModel, mass: Array) -> Array:
    total = mass.sum()
    if not 0.0 < total < np.inf:
        raise InputError(
            f"{model.question.obligation.id}: what is reported of it cannot all be so, whoever "
            "is right; review the items of any origin that contradicts itself many times"
        )
    return np.asarray(mass / total)


def _weighted_quantiles(
    values: Array, weights: Array, shares: tuple[float, float]
) -> tuple[float, float]:
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    low, high = (
        float(values[order][min(int(np.searchsorted(reached, share)), len(values) - 1)])
        for share in shares
    )
    return low, high
