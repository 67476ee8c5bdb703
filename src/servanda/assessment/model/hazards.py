"""Chances that sites get done, and undone, between two days.

A regime is a way in which the bearer may behave: it does all, in a campaign that ends on one of
several days; a part, of a share that may be any; or next to nothing. Whether it means to keep its
word says how likely each of them is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from math import ceil, log2, sqrt

import numpy as np
from scipy.special import roots_sh_legendre

from servanda.assessment.model.arrays import Array
from servanda.assessment.model.named_ends import LATE_ENDS, with_named_days
from servanda.assessment.model.priors import Priors
from servanda.records.units import DAYS_PER_YEAR

__all__ = [
    "AT_ONCE",
    "CompletionHazard",
    "Regimes",
    "Step",
    "Stretch",
    "campaigns",
    "event_probability",
    "step_chances",
]

Stretch = tuple[date, date]  # from one day to another, later one

# Ten years: the campaign without a deadline of a bearer that does not mean to keep its word.
# [judgement; not from outside]
_OPEN_DAYS = 3653
# Shares of which a part may be, at most: with up to so many squared sites they are closer together
# than the numbers of sites done at one share are spread. [limit]
_MOST_SHARES = 12
# Of a campaign that is late with one instalment alone: by how much of the time to the next date (of
# the last instalment: of its own). [judgement; not from outside]
_LATE_ONCE = (0.1, 0.3, 1.0)
_ROUNDING = 1e-6  # days, of sums of products [limit]


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a campaign in which a share of the work is done."""

    first: float  # when it begins and ends, as shares of the campaign's days
    last: float
    share: float  # of the whole

    def progress(self, time: Array, power: float) -> Array:
        """The share of the whole that has been done in it, by each time; work comes late."""
        inside = np.clip((time - self.first) / (self.last - self.first), 0.0, 1.0)
        return np.asarray(self.share * inside**power)


AT_ONCE = (Step(0.0, 1.0, 1.0),)  # a campaign without instalments [definition]


@dataclass(frozen=True, slots=True)
class CompletionHazard:
    """The rates at which one site gets done, and undone again."""

    start: date
    end: date  # of the campaign
    by_end: float  # chance of being done by the end, 0..1
    power: float  # 1: steady; more: work comes late
    half_life_days: float  # after the end, of the chance of being not done
    undone_per_year: float
    steps: tuple[Step, ...] = AT_ONCE  # of the campaign

    def finish_probability(self, first: date, last: date) -> float:
        """Probability 0..1 of getting done in between, even if it is put back again."""
        before, after = self.survival(np.array([self._day(first), self._day(last)]))
        return float(1.0 - after / before)

    def done_probability(self, first: date, last: date) -> float:
        """Probability 0..1 that a site not done on the first day is done on the last."""
        return float(step_chances((self,), [(first, last)])[0][0, 0])

    def undone_probability(self, first: date, last: date) -> float:
        """Probability 0..1 that a site done on the first day is not done on the last."""
        return float(step_chances((self,), [(first, last)])[1][0, 0])

    def _day(self, when: date) -> int:
        return (when - self.start).days

    def survival(self, days: Array) -> Array:
        """The chance that a site is still not done each number of days after the start."""
        span = max(1, self._day(self.end))
        gone = np.sum([step.progress(days / span, self.power) for step in self.steps], axis=0)
        after = np.maximum(0.0, days - self._day(self.end))
        return np.asarray((1.0 - self.by_end * gone) * 0.5 ** (after / self.half_life_days))


def step_chances(
    paces: tuple[CompletionHazard, ...], stretches: Sequence[Stretch]
) -> tuple[Array, Array]:
    """(stretch, pace) probabilities of getting done in each stretch of days, and of being undone.

    The product of the steps of single days. A step is [[1 - d, d], [u, 1 - u]], so a site's chance
    p of being done becomes d + (1 - d - u) p. Composed day by day, moving in two steps is the same
    as moving in one, and a look that says nothing changes nothing.
    paces: of any number of regimes, which are taken together
    """
    done = np.zeros((len(stretches), len(paces)))
    undone = np.zeros_like(done)
    days = [day for stretch in stretches for day in stretch]
    begins = min([paces[0].start, *days])
    daily, stays = _daily_steps(paces, begins, (max([begins, *days]) - begins).days)
    for place, (first, last) in enumerate(stretches):
        if first < last:
            some = slice((first - begins).days, (last - begins).days)
            done[place], left = _compose(daily[:, some], stays[:, some])
            undone[place] = 1.0 - left - done[place]
    return done, undone


def _compose(daily: Array, stays: Array) -> tuple[Array, Array]:
    """(pace,) the chance of being done after all the days, and what is left of having been done.

    daily, stays: (pace, day)
    """
    later = np.ones_like(stays)  # the share that the days after each leave
    np.cumprod(stays[:, :0:-1], axis=1, out=later[:, -2::-1])
    return np.einsum("pd,pd->p", daily, later), later[:, 0] * stays[:, 0]


def _daily_steps(
    paces: tuple[CompletionHazard, ...], begins: date, days: int
) -> tuple[Array, Array]:
    """(pace, day) chances of being done within each day, and 1 less both chances of its step."""
    return _steps_of_years(paces, begins, 1 << max(0, days - 1).bit_length())


@lru_cache(maxsize=32)  # of 16 kB a pace and year at most; a duty asks for the same many times
def _steps_of_years(
    paces: tuple[CompletionHazard, ...], begins: date, days: int
) -> tuple[Array, Array]:
    ends = np.arange(days + 1, dtype=np.float64)
    left = np.stack([pace.survival(ends - (pace.start - begins).days) for pace in paces])
    with np.errstate(divide="ignore", invalid="ignore"):  # of days that nobody may ask for
        daily = 1.0 - left[:, 1:] / left[:, :-1]
    undone = np.array([event_probability(pace.undone_per_year, 1) for pace in paces])
    return daily, 1.0 - daily - undone[:, None]


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


def campaigns(
    priors: Priors,
    start: date,
    deadline: date | None,
    sites: int = 1,
    shares: Sequence[tuple[int, float]] = (),
    named: Sequence[tuple[int, int]] = (),
) -> Regimes:
    """The regimes for so many sites to be done, by a deadline or without one.

    Of several sites some may be done: a part of any share, whatever the bearer means.

    shares: (days from the start, share of the whole due by then), rising up to the deadline, 1.0;
    none or one where nothing is due before it
    named: (first, last) days from the start on which it may have ended as well; they count where
    nothing is due before the deadline
    """
    span = None if deadline is None else (deadline - start).days
    ends = _open_ends(priors) if span is None else _ends(priors, span)
    if len(shares) < 2:
        ends = with_named_days(ends, named, priors, span)
    at_once = [
        CompletionHazard(
            start,
            start + timedelta(days=days),
            priors.done_by_end ** (1.0 / sites),
            priors.pace,
            priors.straggler_half_life_days,
            priors.undone_per_year,
        )
        for days, _ in ends
    ]
    whole = list(zip(at_once, [share for _, share in ends], strict=True))
    if deadline is not None and len(shares) > 1:
        whole = _in_instalments(whole, (deadline - start).days, shares)
    nothing = CompletionHazard(
        start,
        deadline if deadline is not None else start + timedelta(days=_OPEN_DAYS),
        priors.done_anyway,
        1.0,
        priors.straggler_half_life_days,
        priors.undone_anyway_per_year,
    )
    part_shares, weights = _part_shares(sites)
    parts = tuple(replace(nothing, by_end=share) for share in part_shares)
    partly, anyway = (priors.partly, priors.partly_anyway) if parts else (0.0, 0.0)
    return Regimes(
        (*(pace for pace, _ in whole), *parts, nothing),
        (*((1.0 - partly) * share for _, share in whole), *(partly * w for w in weights), 0.0),
        (*(0.0 for _ in whole), *(anyway * w for w in weights), 1.0 - anyway),
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


def _in_instalments(
    campaigns_at_once: Sequence[tuple[CompletionHazard, float]],
    span: int,
    shares: Sequence[tuple[int, float]],
) -> list[tuple[CompletionHazard, float]]:
    """The campaigns with a step for each instalment, each with its share.

    One that ends in time works on each from the day on which the one before is due, for the same
    part of the time between. Of those that end late half are late throughout, each instalment by as
    much longer as the whole, and half with one instalment alone, any of them.
    """
    dues = [0, *(day for day, _ in shares)]
    found, late_share = [], 0.0
    for pace, share in campaigns_at_once:
        factor = max(1, (pace.end - pace.start).days) / span
        early, late = min(1.0, factor), max(1.0, factor)
        parts = [(late * a, late * (a + early * (b - a))) for a, b in pairwise(dues)]
        found.append((_with_steps(pace, parts, shares), 0.5 * share if late > 1.0 else share))
        late_share += 0.5 * share if late > 1.0 else 0.0
    times = list(pairwise(dues))
    next_gaps = [b - a for a, b in times[1:]] + [times[-1][1] - times[-1][0]]
    for place, gap in enumerate(next_gaps):
        for part in _LATE_ONCE:
            delayed = [
                (a, b + (part * gap if n == place else 0.0)) for n, (a, b) in enumerate(times)
            ]
            pace = _with_steps(campaigns_at_once[0][0], delayed, shares)
            found.append((pace, late_share / len(next_gaps) / len(_LATE_ONCE)))
    return found


def _with_steps(
    pace: CompletionHazard,
    parts: Sequence[tuple[float, float]],
    shares: Sequence[tuple[int, float]],
) -> CompletionHazard:
    """The campaign in which each instalment is worked on for a part of its days, from and to."""
    days = max(last for _, last in parts)
    sizes = [after - before for before, after in pairwise([0.0, *(share for _, share in shares)])]
    steps = tuple(
        Step(first / days, last / days, size)
        for (first, last), size in zip(parts, sizes, strict=True)
    )
    # Whole days, rounded down: an instalment that is in time stays so.
    return replace(pace, end=pace.start + timedelta(days=int(days + _ROUNDING)), steps=steps)


def _ends(priors: Priors, span_days: int) -> list[tuple[int, float]]:
    """(days from the start, share) of each campaign's end: up to the deadline, some late."""
    number = priors.campaign_days
    in_time = [
        (round(span_days * ((index + 0.5) / number) ** 0.5), (1.0 - priors.late) / number)
        for index in range(number)
    ]
    late = [(round(span_days * factor), priors.late / len(LATE_ENDS)) for factor in LATE_ENDS]
    return in_time + late


def _open_ends(priors: Priors) -> list[tuple[int, float]]:
    """(days from the start, share) of each campaign's end without a deadline: exponential."""
    number = priors.campaign_days
    return [
        (round(-log2((index + 0.5) / number) * priors.open_half_life_days), 1.0 / number)
        for index in range(number)
    ]
