"""The probability of one duty on one day: exact value, interval and distribution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import met_values
from servanda.errors import InputError
from servanda.records import Interval

__all__ = [
    "Posterior",
    "decibans",
    "distribution_of",
    "posterior",
    "probability",
    "probability_without_origin",
]

INTERVAL = (0.05, 0.95)  # the central 90 %
CERTAIN = 1e-9  # probabilities are kept this far from 0 and 1 before odds are formed


@dataclass(frozen=True, slots=True)
class Posterior:
    """The marginal over a duty's values on one day."""

    distribution: Array  # (value,) sums to 1
    samples: Array  # (draw, value) each sums to 1
    weights: Array  # (draw,) how well each draw explains the evidence; sums to 1
    uncalibrated: Array  # (value,) the distribution before calibration

    def probability(self, wanted: Array) -> float:
        """Of the values marked 1 in `wanted`, (value,)."""
        return float(np.clip(self.distribution @ wanted, 0.0, 1.0))

    def interval(self, wanted: Array) -> Interval:
        """The central 90 % of that probability over the draws; it always holds the value itself."""
        chances = np.clip(self.samples @ wanted, 0.0, 1.0)
        low, high = _weighted_quantiles(chances, self.weights, INTERVAL)
        value = self.probability(wanted)
        return Interval(min(low, value), max(high, value))


def posterior(inquiry: DutyModel, draws: BetaSampler, cache: MassCache) -> Posterior:
    """What the reports and priors say of one duty on one day."""
    masses = inquiry.marginal_samples(draws, cache)
    totals = masses.sum(axis=1)
    exact, met = _distribution(inquiry, cache), met_values(inquiry.question)
    tempered = inquiry.calibration.calibrate
    return Posterior(
        distribution=tempered(exact, met),
        samples=tempered(masses / totals[:, None], met),
        weights=totals / totals.sum(),
        uncalibrated=exact,
    )


def distribution_of(inquiry: DutyModel, cache: MassCache) -> Array:
    """(value,) the marginal by itself, calibrated where the inquiry asks for it."""
    met = met_values(inquiry.question)
    return inquiry.calibration.calibrate(_distribution(inquiry, cache), met)


def probability(inquiry: DutyModel, wanted: Array, cache: MassCache) -> float:
    """The probability of the wanted values, without an interval."""
    return float(np.clip(distribution_of(inquiry, cache) @ wanted, 0.0, 1.0))


def probability_without_origin(
    inquiry: DutyModel, origin: str, wanted: Array, cache: MassCache
) -> float:
    """The same with all that one origin says left out."""
    left = _normalise(inquiry, inquiry.marginal_without_origin(origin, cache))
    tempered = inquiry.calibration.calibrate(left, met_values(inquiry.question))
    return float(np.clip(tempered @ wanted, 0.0, 1.0))


def decibans(chance: float) -> float:
    """The odds of a probability as ten times their decimal logarithm."""
    safe = min(max(chance, CERTAIN), 1.0 - CERTAIN)
    return float(10.0 * np.log10(safe / (1.0 - safe)))


def _distribution(inquiry: DutyModel, cache: MassCache) -> Array:
    """(value,) the exact marginal, before calibration."""
    return _normalise(inquiry, inquiry.marginal_at_mean_reliability(cache))


def _normalise(inquiry: DutyModel, mass: Array) -> Array:
    total = mass.sum()
    if not 0.0 < total < np.inf:
        raise InputError(
            f"{inquiry.question.obligation.id}: what is reported of it cannot all be so, whoever "
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
