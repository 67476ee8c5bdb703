"""The interval of a number, covering doubt about sources, about assumptions and about readings.

Each assumption may be off by a factor of two either way (of a chance: its odds), one standard
deviation. Eight settings of all of them at once, in a two-level design whose columns are
orthogonal, give the variance of the log odds that follows, as far as effects add up: Plackett and
Burman (1946), Biometrika 33(4), 305-325. It is added to the variance over sources and good faith.

Which of its most telling texts were read rightly is summed over in the number. The interval is the
central 90 % over these choices, each as probable as it is given everything, with the other doubts
around the number that it has: see `servanda.assessment.interval.reading_doubt`. So it is of one
text that a machine may have missed: see `servanda.assessment.interval.missed_text`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import hypot
from typing import Any

import numpy as np

from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import Posterior, decibans, odds_decibans, probability
from servanda.assessment.interval.missed_text import missed_text, with_missed_text
from servanda.assessment.interval.mixture import mixture_bounds
from servanda.assessment.interval.reading_doubt import masses_by_reading
from servanda.assessment.model.arrays import Array, Index
from servanda.assessment.model.prior_scaling import scale_prior
from servanda.assessment.model.priors import Priors
from servanda.assessment.model.questions import Question
from servanda.records import BoundDirection, Interval, ObligationKind

__all__ = ["PriorSpread"]

# Factor by which an assumption, or the odds of one that is a chance, may be off either way: one
# standard deviation. [judgement; not from outside]
_FACTOR = 2.0
# Standard deviations to either side of the central 90 % of a normal distribution. [definition]
_NINETY_PERCENT = 1.645

# Assumptions that are moved together, one column of the design each. Good faith and how far aspects
# agree are not here: they have distributions of their own, from which the interval draws already.
_GETTING_DONE = (
    ("late", "partly"),
    ("done_by_end",),
    ("pace",),
    ("done_anyway", "partly_anyway"),
    ("open_half_life_days", "straggler_half_life_days"),
    ("undone_per_year", "undone_anyway_per_year"),
    ("kept_lost", "kept_lost_anyway"),
)
_EVENTS = (("events_per_year",), ("events_anyway_per_year",))
_KEEPING_A_RATE = (
    ("rate_kept",),
    ("rate_kept_strained",),
    ("rate_strained",),
    ("rate_kept_anyway",),
    ("rate_turns_per_year",),
)
_STAYING_UNDER = (("under_anyway",), ("level_drift_per_year",))


class PriorSpread:
    """One duty under eight settings of its assumptions; its rows share the sums."""

    def __init__(self, model: DutyModel, cache: MassCache) -> None:
        self._model, self._cache = model, cache
        self._readings = masses_by_reading(model, cache)  # (choice, value)
        self._missed = missed_text(model.part.reports)
        self._settings = _settings(model.question)

    def interval(self, belief: Posterior, wanted: Array) -> Interval:
        """The 90 % interval over sources, intent, assumptions, readings, and the error of sums."""
        drawn, value = belief.interval(wanted), belief.probability(wanted)
        centre = decibans(value)
        spread = float(np.std(self._decibans_elsewhere(wanted)))
        down = hypot(centre - decibans(drawn.low), _NINETY_PERCENT * spread)
        up = hypot(decibans(drawn.high) - centre, _NINETY_PERCENT * spread)
        low, high = _chance(centre - down), _chance(centre + up)
        if len(self._readings) == 1 and self._missed is None:
            low, high = min(drawn.low, low), max(drawn.high, high)
        else:
            low, high = self._over_readings(wanted, down, up)
        error = self._model.error(self._cache)
        return Interval(max(0.0, min(value, low) - error), min(1.0, max(value, high) + error))

    def _over_readings(self, wanted: Array, down: float, up: float) -> tuple[float, float]:
        """The bounds where its most telling texts may have been read rightly or wrongly.

        down, up: decibans by which the other doubts reach below and above each such number
        """
        weights = self._readings.sum(axis=1)
        numbers = odds_decibans(self._readings, wanted)
        weights = weights / weights.sum()
        if self._missed is not None:
            numbers, weights = with_missed_text(numbers, weights, self._missed)
        low, high = mixture_bounds(numbers, weights, down, up)
        return _chance(low), _chance(high)

    def _decibans_elsewhere(self, wanted: Array) -> list[float]:
        """The log odds of the wanted values under each of the other settings."""
        self._model.sum_under(self._settings, self._cache)
        others = (self._model.with_priors(priors) for priors in self._settings)
        return [decibans(probability(other, wanted, self._cache)) for other in others]


def _chance(decibans_: float) -> float:
    odds = 10.0 ** (decibans_ / 10.0)
    return float(odds / (1.0 + odds))


def _settings(question: Question) -> tuple[Priors, ...]:
    bound = question.terms.bound
    if question.obligation.kind is ObligationKind.ABSTAIN:
        return _design(question.priors, _EVENTS)
    if question.terms.rate is not None:
        return _design(question.priors, _KEEPING_A_RATE)
    if bound is not None and bound.direction is BoundDirection.AT_MOST:
        return _design(question.priors, _STAYING_UNDER)
    return _design(question.priors, _GETTING_DONE)


@lru_cache(maxsize=64)
def _design(priors: Priors, columns: tuple[tuple[str, ...], ...]) -> tuple[Priors, ...]:
    runs = 4 if len(columns) < 4 else 8
    signs = _signs(runs)[:, 1 : 1 + len(columns)]
    return tuple(_scale_priors(priors, columns, run.tolist()) for run in signs)


def _signs(runs: int) -> Index:
    """(run, column) 1 or -1, each two columns orthogonal; runs: a power of two. Sylvester (1867).

    `scipy.linalg.hadamard` gives the same; importing it takes a fifth of a second.
    """
    signs = np.ones((1, 1), dtype=np.intp)
    while len(signs) < runs:
        signs = np.block([[signs, signs], [signs, -signs]])
    return signs


def _scale_priors(priors: Priors, columns: tuple[tuple[str, ...], ...], signs: list[int]) -> Priors:
    changed: dict[str, Any] = {
        name: scale_prior(name, getattr(priors, name), _FACTOR**sign)
        for column, sign in zip(columns, signs, strict=True)
        for name in column
    }
    return replace(priors, **changed)
