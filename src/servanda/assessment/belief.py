"""The probability of one duty on one day: exact value, interval and distribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from servanda.assessment.draws import Draws, trust_of_origins
from servanda.assessment.duties import value_mass
from servanda.assessment.hidden import Array
from servanda.assessment.questions import Question, regime_shares
from servanda.assessment.reports import Report, ways_of
from servanda.assessment.stories import as_stories
from servanda.records import Interval

__all__ = ["Belief", "believe", "decibans", "probability"]

INTERVAL = (0.05, 0.95)  # the central 90 %
CERTAIN = 1e-9  # probabilities are kept this far from 0 and 1 before odds are formed


@dataclass(frozen=True, slots=True)
class Belief:
    """The marginal over a duty's values on one day."""

    distribution: Array  # (value,) sums to 1
    draws: Array  # (draw, value) each sums to 1
    weights: Array  # (draw,) how well each draw explains the evidence; sums to 1

    def probability(self, wanted: Array) -> float:
        """Of the values marked 1 in `wanted`, (value,)."""
        return float(np.clip(self.distribution @ wanted, 0.0, 1.0))

    def interval(self, wanted: Array) -> Interval:
        """The central 90 % of that probability over the draws; it always holds the value itself."""
        chances = np.clip(self.draws @ wanted, 0.0, 1.0)
        low, high = _weighted_quantiles(chances, self.weights, INTERVAL)
        value = self.probability(wanted)
        return Interval(min(low, value), max(high, value))


def believe(question: Question, reports: Sequence[Report], draws: Draws) -> Belief:
    """What the reports and priors say of one duty on one day."""
    told = as_stories(question, reports)
    ways = ways_of(told, every=True)
    right = {
        origin: draws.beta(origin, trust.right, trust.wrong)
        for origin, trust in trust_of_origins(told).items()
    }
    priors = question.priors
    name = f"keeps {','.join(question.obligation.bearers)}"
    keeps = draws.beta(name, priors.keeps, priors.breaks)
    masses = _mixed(question, value_mass(question, told, ways), ways.chances(right), keeps)
    totals = masses.sum(axis=1)
    return Belief(
        distribution=_distribution(question, told),
        draws=masses / totals[:, None],
        weights=totals / totals.sum(),
    )


def probability(question: Question, reports: Sequence[Report], wanted: Array) -> float:
    """The exact probability of the wanted values, without an interval."""
    told = as_stories(question, reports)
    return float(np.clip(_distribution(question, told) @ wanted, 0.0, 1.0))


def decibans(chance: float) -> float:
    """The odds of a probability as ten times their decimal logarithm."""
    safe = min(max(chance, CERTAIN), 1.0 - CERTAIN)
    return float(10.0 * np.log10(safe / (1.0 - safe)))


def _distribution(question: Question, reports: Sequence[Report]) -> Array:
    """(value,) the exact marginal.

    The joint mass is linear in every uncertain quantity, so each may be put in at its mean.
    """
    ways = ways_of(reports, every=False)
    means = {origin: np.array([trust.mean]) for origin, trust in trust_of_origins(reports).items()}
    priors = question.priors
    keeps = np.array([priors.keeps / (priors.keeps + priors.breaks)])
    mass = _mixed(question, value_mass(question, reports, ways), ways.chances(means), keeps)[0]
    return np.asarray(mass / mass.sum())


def _mixed(question: Question, mass: Array, chances: Array, keeps: Array) -> Array:
    """(draw, value) mass: ways and regimes added up with the chance of each.

    mass: (way, regime, value); chances: (draw, way); keeps: (draw,)
    """
    shares = [keeps * share for share in regime_shares(question)]
    regimes = np.stack([*shares, 1.0 - keeps], axis=-1)
    full = np.broadcast_to(mass, (chances.shape[1], regimes.shape[1], mass.shape[2]))
    by_way = np.tensordot(chances, full, axes=1)  # (draw, regime, value)
    return np.asarray((regimes[:, :, None] * by_way).sum(axis=1))


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
