"""Chances that sites get done, and undone, between two days.

A regime is a way in which the bearer may behave: it does all, in a campaign that ends on one of
several days; a part, of a share that may be any; or next to nothing. Whether it means to keep its
word says how likely each of them is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from math import ceil, log2, sqrt

import numpy as np
from scipy.special import roots_sh_legendre

from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import Priors
from servanda.records.units import DAYS_PER_YEAR

__all__ = ["CompletionHazard", "Regimes", "campaigns", "event_probability"]

# Ends of late campaigns, in multiples of the time given. [judgement; not from outside]
_LATE = (1.05, 1.15, 1.3, 1.6, 2.2, 4.0, 8.0)
# Ten years: the campaign without a deadline of a bearer that does not mean to keep its word.
# [judgement; not from outside]
_OPEN_DAYS = 3653
# Shares of which a part may be, at most: with up to so many squared sites they are closer together
# than the numbers of sites done at one share are spread. [limit]
_MOST_SHARES = 12


@dataclass(frozen=True, slots=True)
class CompletionHazard:
    """The rates at which one site gets done, and undone again."""

    start: date
    end: date  # of the campaign
    by_end: float  # chance of being done by the end, 0..1
    power: float  # 1: steady; more: work comes late
    half_life_days: float  # after the end, of the chance of being not done
    undone_per_year: float

    def finish_probability(self, first: date, last: date) -> float:
        """Probability 0..1 of getting done in between, even if it is put back again."""
        before, after = self.survival(np.array([self._day(first), self._day(last)]))
        return float(1.0 - after / before)

    def done_probability(self, first: date, last: date) -> float:
        """Probability 0..1 that a site not done on the first day is done on the last."""
        return _transition_probabilities(self, self._day(first), self._day(last))[0]

    def undone_probability(self, first: date, last: date) -> float:
        """Probability 0..1 that a site done on the first day is not done on the last."""
        return _transition_probabilities(self, self._day(first), self._day(last))[1]

    def _day(self, when: date) -> int:
        return (when - self.start).days

    def survival(self, days: Array) -> Array:
        """The chance that a site is still not done each number of days after the start."""
        span = max(1, self._day(self.end))
        gone = np.clip(days / span, 0.0, 1.0)
        after = np.maximum(0.0, days - self._day(self.end))
        return np.asarray(
            (1.0 - self.by_end * gone**self.power) * 0.5 ** (after / self.half_life_days)
        )


@lru_cache(maxsize=65536)
def _transition_probabilities(pace: CompletionHazard, first: int, last: int) -> tuple[float, float]:
    """(done, undone) probabilities over some days: the product of the steps of single days.

    A step is [[1 - d, d], [u, 1 - u]], so a site's chance p of being done becomes
    d + (1 - d - u) p. Composed day by day, moving in two steps is the same as moving in one, and a
    look that says nothing changes nothing.
    """
    if last <= first:
        return 0.0, 0.0
    daily, stays = _steps_between(pace, first, last)
    later = np.append(np.cumprod(stays[:0:-1])[::-1], 1.0)  # share that the days after each leave
    done = float(daily @ later)
    return done, float(1.0 - later[0] * stays[0] - done)


def _steps_between(pace: CompletionHazard, first: int, last: int) -> tuple[Array, Array]:
    """(day,) the chance of being done within each day, and 1 less both chances of its step."""
    if first < 0:
        return _daily_steps(pace, first, last)
    daily, stays = _steps_from_start(pace, 1 << (last - 1).bit_length())
    return daily[first:last], stays[first:last]


@lru_cache(maxsize=512)  # of some years at most; a duty asks for many stretches of few paces
def _steps_from_start(pace: CompletionHazard, last: int) -> tuple[Array, Array]:
    with np.errstate(divide="ignore", invalid="ignore"):  # of days that nobody may ask for
        return _daily_steps(pace, 0, last)


def _daily_steps(pace: CompletionHazard, first: int, last: int) -> tuple[Array, Array]:
    left = pace.survival(np.arange(first, last + 1, dtype=np.float64))
    daily = 1.0 - left[1:] / left[:-1]
    return daily, 1.0 - daily - event_probability(pace.undone_per_year, 1)


@dataclass(frozen=True, slots=True)
class Regimes:
    """The ways in which a bearer may behave; in the last it does next to nothing."""

    hazards: tuple[CompletionHazard, ...]
    # The chance of each, if the bearer means to keep its word and if not: either sums to 1.
    if_keeping: tuple[float, ...]
    if_breaking: tuple[float, ...]


def event_probability(per_year: float, days: int) -> float:
    """The chance of at least one event at a constant yearly rate."""
    return float(-np.expm1(-per_year * days / DAYS_PER_YEAR))


def campaigns(priors: Priors, start: date, deadline: date | None, sites: int = 1) -> Regimes:
    """The regimes for so many sites to be done, by a deadline or without one.

    Of several sites some may be done: a part of any share, whatever the bearer means.
    """
    ends = _open_ends(priors) if deadline is None else _ends(priors, (deadline - start).days)
    whole = tuple(
        CompletionHazard(
            start,
            start + timedelta(days=days),
            priors.done_by_end ** (1.0 / sites),
            priors.pace,
            priors.straggler_half_life_days,
            priors.undone_per_year,
        )
        for days, _ in ends
    )
    nothing = CompletionHazard(
        start,
        deadline if deadline is not None else start + timedelta(days=_OPEN_DAYS),
        priors.done_anyway,
        1.0,
        priors.straggler_half_life_days,
        priors.undone_anyway_per_year,
    )
    shares, weights = _part_shares(sites)
    parts = tuple(replace(nothing, by_end=share) for share in shares)
    partly, anyway = (priors.partly, priors.partly_anyway) if parts else (0.0, 0.0)
    return Regimes(
        (*whole, *parts, nothing),
        (*((1.0 - partly) * share for _, share in ends), *(partly * w for w in weights), 0.0),
        (*(0.0 for _ in ends), *(anyway * w for w in weights), 1.0 - anyway),
    )


@lru_cache(maxsize=64)
def _part_shares(sites: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """(shares, weights): each site is done by one of the shares, so that any number is as likely.

    With n shares, the nodes of Gauss and Legendre, every number of up to 2n - 1 sites is exactly
    as likely as any other, and of more nearly so. None for a single site, which has no part.
    """
    if sites < 2:
        return (), ()
    nodes, weights = roots_sh_legendre(min(_MOST_SHARES, ceil(sqrt(sites))))
    return tuple(map(float, nodes)), tuple(map(float, weights))


def _ends(priors: Priors, span_days: int) -> list[tuple[int, float]]:
    """(days from the start, share) of each campaign's end: up to the deadline, some late."""
    number = priors.campaign_days
    in_time = [
        (round(span_days * ((index + 0.5) / number) ** 0.5), (1.0 - priors.late) / number)
        for index in range(number)
    ]
    late = [(round(span_days * factor), priors.late / len(_LATE)) for factor in _LATE]
    return in_time + late


def _open_ends(priors: Priors) -> list[tuple[int, float]]:
    """(days from the start, share) of each campaign's end without a deadline: exponential."""
    number = priors.campaign_days
    return [
        (round(-log2((index + 0.5) / number) * priors.open_half_life_days), 1.0 / number)
        for index in range(number)
    ]
