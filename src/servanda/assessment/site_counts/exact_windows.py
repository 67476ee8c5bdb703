"""Counts of many sites, summed only where they can be: a window for each day and regime.

Of thousands of sites that behave alike the number done on a day is known beforehand to within a few
hundred. States outside a window are left out; the chance of ever leaving one, times the most that
the reports could make of it, bounds what that does to any probability. The windows are widened
until the bound is below `TOLERATED`, and the bound is returned with the mass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from servanda.assessment.model.arrays import Array
from servanda.assessment.site_counts.count_chain import SiteBlock
from servanda.assessment.site_counts.count_steps import (
    BinomialGrowth,
    BinomialStep,
    Span,
    log_binomial,
    mirror_span,
)
from servanda.assessment.site_counts.exact_blocks import (
    Block,
    BlockLikelihood,
    SiteMass,
    done_counts,
)
from servanda.assessment.site_counts.site_states import SiteStates

__all__ = ["windowed_mass"]

Labels = NDArray[np.intp]

TOLERATED = 1e-12  # of any probability
FIRST_LOG_FLOOR = -110.0  # how unlikely it is to leave a window, at first
ROUNDS = 4
LEAST_ERROR, MOST_LOG_ERROR = 1e-300, 600.0
LEAST_LOG_CHANCE = -111.0  # 1e-48: no way is less likely than eight origins at 1e-6 each
LEAST_LOG = -345.0  # 1e-150 of the largest mass of a day: what is smaller is left out
WAYS_LOG_MARGIN = -25.0  # how much less likely the evidence may be in some way than on average


def windowed_mass(
    blocks: Sequence[Block], looks: Sequence[BlockLikelihood], days: tuple[date, date], ways: int
) -> SiteMass:
    """(way, regime, total) joint mass of the looks and of the number done in all blocks.

    days: on which the chains begin, and the day asked about
    """
    kinds = [_DistinctLikelihoods.of(look, ways) for look in looks]
    floor = FIRST_LOG_FLOOR
    if ways > 1:  # how low the floor has to be is found faster on the average of the ways
        floor = _lower_floor(
            floor, _mass_within(blocks, [look.mean() for look in kinds], days, floor).error
        )
        floor += WAYS_LOG_MARGIN
    for _ in range(ROUNDS):
        found = _mass_within(blocks, kinds, days, floor)
        if found.error <= TOLERATED:
            break
        floor = _lower_floor(floor, found.error)
    values = np.broadcast_to(found.values, (ways, *found.values.shape[1:]))
    return SiteMass(values, found.error, found.log_scale)


def _lower_floor(floor: float, error: float) -> float:
    """A floor that makes this error a tenth of what is tolerated."""
    return floor + min(0.0, float(np.log(0.1 * TOLERATED / max(error, LEAST_ERROR))))


def _mass_within(
    blocks: Sequence[Block],
    kinds: Sequence[_DistinctLikelihoods],
    days: tuple[date, date],
    floor: float,
) -> SiteMass:
    regimes = len(blocks[0].hazards)
    grid = sorted({*days, *(look.day for look in kinds)})
    parts = [
        _Regime(_windows(blocks, regime, grid, floor), blocks, kinds, grid).mass(days[1])
        for regime in range(regimes)
    ]
    common = max(part.log_scale for part in parts)
    values = np.stack([one.values * np.exp(one.log_scale - common) for one in parts], axis=1)
    spans = 4 * len(blocks) * len(grid)  # two windows and two kernels a step
    left = np.logaddexp(
        floor + np.log(spans) + _log_most_of_all(kinds), max(part.log_lost for part in parts)
    )
    return SiteMass(values, _error_bound(values, left - common), common)


def _log_most_of_all(kinds: Sequence[_DistinctLikelihoods]) -> Array:
    """(way or 1,) logarithm of the largest likelihood that all looks together can give."""
    total = np.zeros(1)
    for look in kinds:
        total = total + look.log_most[look.of_way]
    return total


def _error_bound(values: Array, log_left: Array) -> float:
    """How far any probability may be off, whatever the chance of each way from 1e-48 on.

    log_left: (way,) logarithm of the mass that may have been left out
    """
    with np.errstate(divide="ignore"):
        evidence = np.log(values.sum(axis=2).mean(axis=1))
    if not np.isfinite(evidence.max()):
        return 1.0
    by_way = np.maximum(evidence, evidence.max() + LEAST_LOG_CHANCE)
    return float(np.exp(np.minimum(log_left - by_way, MOST_LOG_ERROR)).sum())


@dataclass(frozen=True, slots=True)
class _BlockTransition:
    """One block from one day of the grid to the next."""

    thinned: BinomialGrowth | None  # of the sites not done, so counted from the other end
    grown: BinomialGrowth
    exchanged: bool
    log_floor: float

    @classmethod
    def of(
        cls, size: int, step: BinomialStep, spans: tuple[Span, Span, Span], log_floor: float
    ) -> _BlockTransition:
        """spans: before, once some are put back, and after"""
        before, between, after = spans
        if step.exchanged:
            after = mirror_span(size, after)
        thinned = None
        if step.undone > 0.0 or before != between:
            places = mirror_span(size, before), mirror_span(size, between)
            thinned = BinomialGrowth.of(size, step.undone, *places)
        grown = BinomialGrowth.of(size, step.done, between, after)
        return cls(thinned, grown, step.exchanged, log_floor)

    def forward(self, mass: Array) -> Array:
        """(row, before) to (row, after)."""
        if self.thinned is not None:
            mass = self.thinned.forward(mass[:, ::-1], self.log_floor)[:, ::-1]
        mass = self.grown.forward(mass, self.log_floor)
        return mass[:, ::-1] if self.exchanged else mass

    def backward(self, message: Array) -> Array:
        """(row, after) to (row, before)."""
        message = message[:, ::-1] if self.exchanged else message
        message = self.grown.backward(message, self.log_floor)
        if self.thinned is not None:
            message = self.thinned.backward(message[:, ::-1], self.log_floor)[:, ::-1]
        return message


@dataclass(frozen=True, slots=True)
class _SiteTransition:
    """One site from one day of the grid to the next, over a few states."""

    matrix: Array

    def forward(self, mass: Array) -> Array:
        return np.asarray(mass @ self.matrix)

    def backward(self, message: Array) -> Array:
        return np.asarray(message @ self.matrix.T)


@dataclass(frozen=True, slots=True)
class _CountWindows:
    spans: list[list[Span]]  # of each day of the grid, of each block
    moves: list[list[_BlockTransition | _SiteTransition]]  # from each day to the next


def _windows(
    blocks: Sequence[Block], regime: int, grid: Sequence[date], floor: float
) -> _CountWindows:
    spans: list[list[Span]] = [[] for _ in grid]
    moves: list[list[_BlockTransition | _SiteTransition]] = [[] for _ in grid[1:]]
    for block in blocks:
        if isinstance(block, SiteStates):
            _add_site(block, regime, grid, spans, moves)
            continue
        chances: tuple[float, ...] = (
            0.0,
            1.0,
        )  # of being done: a site that was not done at the start, one that was
        spans[0].append((block.done_at_start, block.done_at_start + 1))
        for index, (first, last) in enumerate(pairwise(grid)):
            pace = block.hazards[regime]
            done, undone = pace.done_probability(first, last), pace.undone_probability(first, last)
            step = BinomialStep.of(done, undone)
            between = _span(block, tuple(one * (1.0 - step.undone) for one in chances), floor)
            chances = tuple(one * (1.0 - undone) + (1.0 - one) * done for one in chances)
            span = _span(block, chances, floor)
            least = floor - float(np.log(2.0 * (block.size + 1)))
            moves[index].append(
                _BlockTransition.of(block.size, step, (spans[index][-1], between, span), least)
            )
            spans[index + 1].append(span)
    return _CountWindows(spans, moves)


def _add_site(
    block: SiteStates,
    regime: int,
    grid: Sequence[date],
    spans: list[list[Span]],
    moves: list[list[_BlockTransition | _SiteTransition]],
) -> None:
    begins = int(np.argmax(block.start()[regime]))
    spans[0].append((begins, begins + 1))
    for index, (first, last) in enumerate(pairwise(grid)):
        matrix = block.transition(first, last)[regime]
        moves[index].append(_SiteTransition(matrix[slice(*spans[index][-1])]))
        spans[index + 1].append((0, len(matrix)))


def _span(block: SiteBlock, chances: tuple[float, ...], floor: float) -> Span:
    """Where the count is but for a chance of exp(floor): sites done at the start apart."""
    fresh = _quantiles(block.size - block.done_at_start, chances[0], floor)
    old = _quantiles(block.done_at_start, chances[1], floor)
    return fresh[0] + old[0], fresh[1] + old[1] - 1


def _quantiles(size: int, chance: float, floor: float) -> Span:
    likely = np.flatnonzero(log_binomial(size, chance) >= floor - np.log(2.0 * (size + 1)))
    return int(likely[0]), int(likely[-1]) + 1


@dataclass(frozen=True, slots=True)
class _DistinctLikelihoods:
    """A look, with the likelihoods that several ways share given once."""

    day: date
    block: int | None
    likelihood: Array  # (kind, value)
    of_way: Labels  # (way or 1,)
    log_most: Array  # (kind,)

    @classmethod
    def of(cls, look: BlockLikelihood, ways: int) -> _DistinctLikelihoods:
        found: dict[bytes, int] = {}
        of_way = [found.setdefault(row.tobytes(), len(found)) for row in look.likelihood]
        first = [of_way.index(kind) for kind in range(len(found))]
        likelihood = look.likelihood[first]
        labels = np.array(of_way, dtype=np.intp)
        if len(first) > 1:
            labels = np.broadcast_to(labels, ways)
        return cls(look.day, look.block, likelihood, labels[:ways], _log_largest(likelihood))

    def mean(self) -> _DistinctLikelihoods:
        """The same look on the average of the ways."""
        mean = self.likelihood[self.of_way].mean(axis=0)[None]
        return _DistinctLikelihoods(
            self.day, self.block, mean, np.zeros(1, dtype=np.intp), _log_largest(mean)
        )


def _log_largest(likelihood: Array) -> Array:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(likelihood.max(axis=-1)))


@dataclass(slots=True)
class _MassRows:
    """Masses over windows: one row for each story that the looks so far tell apart."""

    mass: Array  # (row, *window)
    label: Labels  # (way or 1,) which row
    log_scale: float = 0.0  # every mass is to be multiplied by its exponential
    log_told: float = 0.0  # the most that the looks so far can have given
    log_lost: float = -np.inf  # mass left out, as if no look had been told

    def condition_on(self, likelihood: Array, look: _DistinctLikelihoods) -> None:
        """Multiply by the look, (kind, *window), of each way; split rows where they differ."""
        if len(likelihood) == 1:
            self.mass = self.mass * likelihood
        else:
            story = self.label * len(likelihood) + look.of_way
            stories, self.label = np.unique(story, return_inverse=True)
            row, kind = np.divmod(stories, len(likelihood))
            self.mass = self.mass[row] * likelihood[kind]
        self.log_told += float(look.log_most.max())
        self._rescale()

    def _rescale(self) -> None:
        most = self.mass.max()
        if most > 0.0:
            self.mass = self.mass / most
            self.mass[self.mass < np.exp(LEAST_LOG)] = 0.0
            self.log_scale += float(np.log(most))
            lost = LEAST_LOG + np.log(self.mass[0].size) + self.log_scale - self.log_told
            self.log_lost = float(np.logaddexp(self.log_lost, lost))


@dataclass(frozen=True, slots=True)
class _RegimeMass:
    """The mass in one regime."""

    values: Array  # (way, total), to be multiplied by exp(log_scale)
    log_scale: float
    log_lost: float


@dataclass(frozen=True, slots=True)
class _Regime:
    """The sums for one way in which the bearer may behave."""

    windows: _CountWindows
    blocks: Sequence[Block]
    looks: Sequence[_DistinctLikelihoods]
    grid: Sequence[date]

    def mass(self, on: date) -> _RegimeMass:
        at = self.grid.index(on)
        forward, backward = self._rows(0), self._rows(len(self.grid) - 1)
        for index in range(at + 1):
            if index:
                forward.mass = self._apply_transitions(forward.mass, index - 1, back=False)
            self._condition_on_day(forward, index)
        for index in range(len(self.grid) - 1, at, -1):
            self._condition_on_day(backward, index)
            backward.mass = self._apply_transitions(backward.mass, index - 1, back=True)
        joint = forward.mass[forward.label] * backward.mass[backward.label]
        totals = _sum_by_total(
            joint, self._done_counts(at), sum(_size(block) for block in self.blocks)
        )
        told = sum(float(look.log_most.max()) for look in self.looks)
        lost = told + float(np.logaddexp(forward.log_lost, backward.log_lost))
        return _RegimeMass(totals, forward.log_scale + backward.log_scale, lost)

    def _rows(self, at: int) -> _MassRows:
        shape = tuple(end - begin for begin, end in self.windows.spans[at])
        return _MassRows(np.ones((1, *shape)), np.zeros(1, dtype=np.intp))

    def _apply_transitions(self, mass: Array, index: int, *, back: bool) -> Array:
        for axis, move in enumerate(self.windows.moves[index], start=1):
            turned = np.moveaxis(mass, axis, -1)
            rows = turned.reshape(-1, turned.shape[-1])
            rows = move.backward(rows) if back else move.forward(rows)
            mass = np.moveaxis(rows.reshape(*turned.shape[:-1], -1), -1, axis)
        return mass

    def _condition_on_day(self, rows: _MassRows, index: int) -> None:
        spans = self.windows.spans[index]
        for look in self.looks:
            if look.day == self.grid[index]:
                rows.condition_on(
                    _broadcast_likelihood(look, spans, self._done_counts(index)), look
                )

    def _done_counts(self, index: int) -> list[Labels]:
        """How many are done at each value of each block's window."""
        spans = self.windows.spans[index]
        return [
            done_counts(block)[slice(*span)] for block, span in zip(self.blocks, spans, strict=True)
        ]


def _size(block: Block) -> int:
    return int(done_counts(block).max())


def _broadcast_likelihood(
    look: _DistinctLikelihoods, spans: Sequence[Span], done: Sequence[Labels]
) -> Array:
    """(kind, *window) likelihood of one look."""
    if look.block is None:
        total = np.zeros((), dtype=np.intp)
        for counts in done:
            total = np.add.outer(total, counts)
        return np.asarray(look.likelihood[:, total])
    begin, end = spans[look.block]
    shape = [1] * len(spans)
    shape[look.block] = end - begin
    return look.likelihood[:, begin:end].reshape(len(look.likelihood), *shape)


def _sum_by_total(mass: Array, done: Sequence[Labels], most: int) -> Array:
    """(way, *window) to (way, number done in all blocks)."""
    lead = mass.shape[: 1 + len(done) - 1]
    totals = np.zeros((*lead, most + 1))
    for value, count in enumerate(done[-1]):
        totals[..., count] += mass[..., value]
    for axis in range(len(done) - 2, -1, -1):
        folded = np.zeros((*totals.shape[: axis + 1], most + 1))
        for value, count in enumerate(done[axis]):
            held = totals[(slice(None),) * (axis + 1) + (value,)]
            folded[..., count:] += held[..., : most + 1 - count]
        totals = folded
    return totals
