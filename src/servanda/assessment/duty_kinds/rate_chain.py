"""Exact sums over a chain of periods, each kept or broken, with reports on runs of them.

A report on the periods a to b has one likelihood if none of them was kept, one if some were, one
if all were. Whether all (or none) were is told at b by the state there and by the period at which
the present run of equal states began: it has to be a or earlier. So the chain carries the state
and, of where its run began, between which two of the first periods of open reports it lies. That
is exact for any number of reports, however they overlap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from servanda.assessment.model.arrays import Array

__all__ = ["ToldOfPeriods", "TwoStateChain", "outcome_mass", "single_period_mass"]

_BROKEN, _KEPT = 0, 1  # states, as places of an axis [definition]
_NONE, _SOME, _ALL = 0, 1, 2  # values of a report, likewise [definition]
_SMALL = 1e-100  # masses below this are scaled up [judgement; not from outside]
_MOST_NUMBERS = 4_000_000  # kept at once for sums over single periods: 32 MB [limit]


@dataclass(frozen=True, slots=True)
class TwoStateChain:
    """A stationary chain of periods, each kept or broken."""

    kept: tuple[float, ...]  # (regime,) long-run chance that a period is kept
    holds: float  # chance that the next period is not drawn anew
    # How many periods on each one is from the one before, where some between do not count.
    strides: tuple[int, ...] = ()

    @property
    def start(self) -> Array:
        """(regime, state) chances of the first period."""
        kept = np.array(self.kept)
        return np.stack([1.0 - kept, kept], axis=-1)

    def leaves(self, period: int) -> Array:
        """(regime, state) chances that a period, from 1 on, is in another state than before it."""
        stride = self.strides[period - 1] if period <= len(self.strides) else 1
        return np.asarray((1.0 - self.holds**stride) * self.start[:, ::-1])


@dataclass(frozen=True, slots=True)
class ToldOfPeriods:
    """What is said of the periods `first` to `last`, both included; the first of all is 0."""

    first: int
    last: int
    likelihood: Array  # (way or 1, 3): if none of them was kept, some, all


def outcome_mass(chain: TwoStateChain, told: Sequence[ToldOfPeriods], asked: int) -> Array:
    """(way, regime, 3) mass of: none of the first `asked` periods was kept, some, all."""
    runs = _Runs(chain, told, asked)
    mass = runs.begin()
    for period in range(runs.length):
        if period:
            mass = runs.step(mass, period)
        mass = _rescale(mass * runs.likelihood(period))
        if period == asked - 1:
            mass = runs.split_by_outcome(mass)
    return np.moveaxis(mass.sum(axis=(-2, -1)), 0, -1)


def single_period_mass(chain: TwoStateChain, told: Sequence[ToldOfPeriods], asked: int) -> Array:
    """(way, regime, period, state) mass of each of the first `asked` periods, each up to a factor.

    The factor of a period is common to all ways, regimes and states.
    """
    ways = max([1, *(len(report.likelihood) for report in told)])
    runs = _Runs(chain, told, asked)
    size = runs.length * len(chain.kept) * 2 * runs.most_classes
    together = max(1, _MOST_NUMBERS // size)
    parts = [
        _period_parts(runs.of_ways(slice(first, first + together)), asked)
        for first in range(0, ways, together)
    ]
    logs = np.stack([log for _, log in parts])
    whole = [mass * np.exp(log - logs.max(axis=0))[:, None] for mass, log in parts]
    return np.concatenate(whole)


def _period_parts(runs: _Runs, asked: int) -> tuple[Array, Array]:
    """(way, regime, period, state) masses, and (period,) the logarithms of their factors."""
    forward, logs, log = [], [], 0.0
    mass = runs.begin()
    for period in range(runs.length):
        if period:
            mass = runs.step(mass, period)
        mass = mass * runs.likelihood(period)
        most = float(mass.max()) or 1.0
        mass, log = mass / most, log + float(np.log(most))
        forward.append(mass)
        logs.append(log)
    message, log = np.ones((1, 1, 2, runs.classes(runs.length - 1))), 0.0
    masses: list[Array] = []
    for period in reversed(range(runs.length)):
        if period < asked:
            masses.append((forward[period] * message).sum(axis=-1))
            logs[period] += log
        if not period:
            break
        message = runs.step_back(message * runs.likelihood(period), period)
        most = float(message.max()) or 1.0
        message, log = message / most, log + float(np.log(most))
    return np.stack(masses[::-1], axis=2), np.array(logs[:asked])


class _Runs:
    """The chain with where the present run began: (way, regime, state, class) masses.

    The classes of a period are the first periods of the reports that are open there, in order: a
    run belongs to the first of them at or after its beginning, or to one more class if it began
    after all. That of period 0 is there until what is asked is told.
    """

    def __init__(self, chain: TwoStateChain, told: Sequence[ToldOfPeriods], asked: int) -> None:
        self.chain, self.told, self.asked = chain, told, asked
        self.length = max([asked, *(report.last + 1 for report in told)])
        self._ending: dict[int, list[ToldOfPeriods]] = {}
        for report in told:
            self._ending.setdefault(report.last, []).append(report)
        self._open = self._first_periods()

    def _first_periods(self) -> list[list[int]]:
        """For each period the first ones of the reports of several periods that are open there."""
        until = {0: self.asked - 1}
        for report in self.told:
            if report.last > report.first:
                until[report.first] = max(report.last, until.get(report.first, 0))
        found, current = [], list[int]()
        for period in range(self.length):
            current = [first for first in current if until[first] >= period]
            current += [period] if period in until else []
            found.append(current)
        return found

    @property
    def most_classes(self) -> int:
        """The largest number of classes that a period has."""
        return 1 + max(map(len, self._open))

    def classes(self, period: int) -> int:
        """How many classes a period has."""
        return 1 + len(self._open[period])

    def of_ways(self, part: slice) -> _Runs:
        """The same for some of the ways."""
        told = [
            report
            if len(report.likelihood) == 1
            else ToldOfPeriods(report.first, report.last, report.likelihood[part])
            for report in self.told
        ]
        return _Runs(self.chain, told, self.asked)

    def begin(self) -> Array:
        """The mass of the first period: every run begins with it."""
        mass = np.zeros((1, len(self.chain.kept), 2, self.classes(0)))
        mass[0, :, :, 0] = self.chain.start
        return mass

    def step(self, mass: Array, period: int) -> Array:
        """The mass of this period from that of the one before."""
        leaves = self.chain.leaves(period)[None]
        begun = (mass.sum(axis=-1) * leaves)[..., ::-1]
        stays = self._gather(mass * (1.0 - leaves)[..., None], period)
        stays[..., self._class_of(period, period)] += begun
        return stays

    def step_back(self, message: Array, period: int) -> Array:
        """The likelihood of what follows, for each state of the period before this one."""
        leaves = self.chain.leaves(period)[None]
        begun = message[..., self._class_of(period, period)][..., ::-1]
        stays = message[..., self._places(period)] * (1.0 - leaves)[..., None]
        return np.asarray(stays + (begun * leaves)[..., None])

    def likelihood(self, period: int) -> Array:
        """(way, 1, state, class) likelihood of all reports whose last period this is."""
        whole = np.ones((1, 1, 2, self.classes(period)))
        for report in self._ending.get(period, ()):
            whole = whole * self._spread(report)
        return whole

    def split_by_outcome(self, mass: Array) -> Array:
        """(outcome, ...) the mass where none of the periods so far was kept, some, all."""
        parts = np.zeros((3, *mass.shape))
        parts[_NONE, ..., _BROKEN, 0] = mass[..., _BROKEN, 0]
        parts[_ALL, ..., _KEPT, 0] = mass[..., _KEPT, 0]
        parts[_SOME, ..., 1:] = mass[..., 1:]
        return parts

    def _spread(self, report: ToldOfPeriods) -> Array:
        likelihood, classes = report.likelihood, self.classes(report.last)
        spread = np.empty((len(likelihood), 1, 2, classes))
        spread[...] = likelihood[:, _SOME, None, None, None]
        unbroken = classes  # a single period is all or none, whenever the run began
        if report.last > report.first:
            unbroken = self._class_of(report.first, report.last) + 1
        spread[:, 0, _BROKEN, :unbroken] = likelihood[:, _NONE, None]
        spread[:, 0, _KEPT, :unbroken] = likelihood[:, _ALL, None]
        return spread

    def _gather(self, mass: Array, period: int) -> Array:
        """The mass with its classes of the period before as those of this one."""
        places = self._places(period)
        if places == list(range(self.classes(period))):
            return mass
        whole = np.zeros((*mass.shape[:-1], self.classes(period)))
        for place, into in enumerate(places):
            whole[..., into] += mass[..., place]
        return whole

    def _places(self, period: int) -> list[int]:
        """The class in this period of the runs of each class of the period before."""
        firsts = [*self._open[period - 1], period]
        return [self._class_of(first, period) for first in firsts]

    def _class_of(self, first: int, period: int) -> int:
        """The class, in a period, of the runs that began at or just before another."""
        return bisect_left(self._open[period], first)


def _rescale(mass: Array) -> Array:
    most = float(mass.max())
    return mass / most if 0.0 < most < _SMALL else mass
