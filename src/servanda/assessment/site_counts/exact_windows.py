"""Counts of many sites, summed over likely values only: a window for each day and regime.

Of thousands of exchangeable sites the number done on a day is known beforehand to within a few
hundred. States outside a window are left out; the chance of ever leaving a window, times the
largest likelihood of the reports, bounds the error of any probability. The windows are widened
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
from servanda.assessment.model.hazards import step_chances
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

TOLERATED = 1e-12  # error of any probability [judgement; not from outside]
# Logarithm of the chance of leaving a window, in the first round. [judgement; not from outside]
FIRST_LOG_FLOOR = -110.0
ROUNDS = 4  # of widening the windows [limit]
# Bounds that keep logarithms and exponentials of errors finite. [judgement; not from outside]
LEAST_ERROR, MOST_LOG_ERROR = 1e-300, 600.0
# Logarithm of 1e-48: no way is less likely than eight origins at 1e-6 each. [definition]
LEAST_LOG_CHANCE = -111.0
# Logarithm of 1e-150: masses below this share of the largest of a day are left out.
# [judgement; not from outside]
LEAST_LOG = -345.0
# How much less likely the evidence may be in some way than on average, as a logarithm.
# [judgement; not from outside]
WAYS_LOG_MARGIN = -25.0


def windowed_mass(
    blocks: Sequence[Block], looks: Sequence[BlockLikelihood], days: tuple[date, date], ways: int
) -> SiteMass:
    """(way, regime, total) joint mass of the looks and of the number done in all blocks.

    days: the day on which the chains begin, and the day asked about
    """
    kinds = [_DistinctLikelihoods.of(look, ways) for look in looks]
    floor = FIRST_LOG_FLOOR
    if ways > 1:  # the average of the ways shows faster how low the floor has to be
        average = _mass_within(blocks, [look.mean() for look in kinds], days, floor)
        floor = _lower_floor(floor, average.error) + WAYS_LOG_MARGIN
    for _ in range(ROUNDS):
        found = _mass_within(blocks, kinds, days, floor)
        if found.error <= TOLERATED:
            break
        floor = _lower_floor(floor, found.error)
    values = np.broadcast_to(found.values, (ways, *found.values.shape[1:]))
    return SiteMass(values, found.error, found.log_scale)


def _lower_floor(floor: float, error: float) -> float:
    """The floor at which this error should be a tenth of what is tolerated."""
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
    values = np.stack([part.values * np.exp(part.log_scale - common) for part in parts], axis=1)
    spans = 4 * len(blocks) * len(grid)  # two windows and two kernels a step
    left = np.logaddexp(
        floor + np.log(spans) + _log_most_of_all(kinds), max(part.log_lost for part in parts)
    )
    return SiteMass(values, _error_bound(values, left - common), common)


def _log_most_of_all(kinds: Sequence[_DistinctLikelihoods]) -> Array:
    """(way or 1,) logarithm of the largest likelihood that all looks together can have."""
    total = np.zeros(1)
    for look in kinds:
        total = total + look.log_most[look.of_way]
    return total


def _error_bound(values: Array, log_left: Array) -> float:
    """How far any probability may be off, if each way has a chance of at least 1e-48.

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
    """The step of one block from one day of the grid to the next."""

    thinned: BinomialGrowth | None  # of the sites not done, so counted from the other end
    grown: BinomialGrowth
    exchanged: bool
    log_floor: float

    @classmethod
    def of(
        cls, size: int, step: BinomialStep, spans: tuple[Span, Span, Span], log_floor: float
    ) -> _BlockTransition:
        """The step of `size` sites between windows.

        spans: before, once some are put back, and after
        """
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
    """The step of one site over its few states from one day of the grid to the next."""

    matrix: Array

    def forward(self, mass: Array) -> Array:
        """(row, before) to (row, after)."""
        return np.asarray(mass @ self.matrix)

    def backward(self, message: Array) -> Array:
        """(row, after) to (row, before)."""
        return np.asarray(message @ self.matrix.T)


_Transition = _BlockTransition | _SiteTransition


@dataclass(frozen=True, slots=True)
class _CountWindows:
    """The windows in one regime, and the steps between them."""

    spans: list[list[Span]]  # by day of the grid, then by block
    moves: list[list[_Transition]]  # by day of the grid but the last, then by block


def _windows(
    blocks: Sequence[Block], regime: int, grid: Sequence[date], floor: float
) -> _CountWindows:
    spans: list[list[Span]] = [[] for _ in grid]
    moves: list[list[_Transition]] = [[] for _ in grid[1:]]
    for block in blocks:
        if isinstance(block, SiteStates):
            _add_site(block, regime, grid, spans, moves)
        elif isinstance(block, SiteBlock):
            _add_block(block, regime, grid, floor, spans, moves)
        else:  # of things in instalments there are never so many
            raise TypeError(type(block).__name__)
    return _CountWindows(spans, moves)


def _add_block(
    block: SiteBlock,
    regime: int,
    grid: Sequence[date],
    floor: float,
    spans: list[list[Span]],
    moves: list[list[_Transition]],
) -> None:
    # Chances of being done: of a site that was not done at the start, and of a site that was.
    chances: tuple[float, ...] = (0.0, 1.0)
    spans[0].append((block.done_at_start, block.done_at_start + 1))
    least = floor - float(np.log(2.0 * (block.size + 1)))
    pairs = step_chances((block.hazards[regime],), list(pairwise(grid)))
    for index, (done, undone) in enumerate(np.concatenate(pairs, axis=1).tolist()):
        step = BinomialStep.of(done, undone)
        between = _span(block, tuple(p * (1.0 - step.undone) for p in chances), floor)
        chances = tuple(p * (1.0 - undone) + (1.0 - p) * done for p in chances)
        span = _span(block, chances, floor)
        windows = spans[index][-1], between, span
        moves[index].append(_BlockTransition.of(block.size, step, windows, least))
        spans[index + 1].append(span)


def _add_site(
    block: SiteStates,
    regime: int,
    grid: Sequence[date],
    spans: list[list[Span]],
    moves: list[list[_Transition]],
) -> None:
    begins = int(np.argmax(block.start()[regime]))
    spans[0].append((begins, begins + 1))
    for index, (first, last) in enumerate(pairwise(grid)):
        matrix = block.transition(first, last)[regime]
        moves[index].append(_SiteTransition(matrix[slice(*spans[index][-1])]))
        spans[index + 1].append((0, len(matrix)))


def _span(block: SiteBlock, chances: tuple[float, ...], floor: float) -> Span:
    """The span that holds the count but for a chance of about exp(floor)."""
    fresh = _quantiles(block.size - block.done_at_start, chances[0], floor)
    old = _quantiles(block.done_at_start, chances[1], floor)
    return fresh[0] + old[0], fresh[1] + old[1] - 1


def _quantiles(size: int, chance: float, floor: float) -> Span:
    likely = np.flatnonzero(log_binomial(size, chance) >= floor - np.log(2.0 * (size + 1)))
    return int(likely[0]), int(likely[-1]) + 1


@dataclass(frozen=True, slots=True)
class _DistinctLikelihoods:
    """A look, in which a likelihood shared by several ways is held once."""

    day: date
    block: int | None
    likelihood: Array  # (kind, value)
    of_way: Labels  # (way or 1,) the kind of each way
    log_most: Array  # (kind,) logarithm of the largest likelihood

    @classmethod
    def of(cls, look: BlockLikelihood, ways: int) -> _DistinctLikelihoods:
        """The look with each different likelihood held once."""
        kinds: dict[bytes, int] = {}
        of_way = [kinds.setdefault(row.tobytes(), len(kinds)) for row in look.likelihood]
        first = [of_way.index(kind) for kind in range(len(kinds))]
        likelihood = look.likelihood[first]
        labels = np.array(of_way, dtype=np.intp)
        if len(first) > 1:
            labels = np.broadcast_to(labels, ways)
        return cls(look.day, look.block, likelihood, labels[:ways], _log_largest(likelihood))

    def mean(self) -> _DistinctLikelihoods:
        """The look with its likelihood averaged over the ways."""
        mean = self.likelihood[self.of_way].mean(axis=0)[None]
        return _DistinctLikelihoods(
            self.day, self.block, mean, np.zeros(1, dtype=np.intp), _log_largest(mean)
        )


def _log_largest(likelihood: Array) -> Array:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(likelihood.max(axis=-1)))


@dataclass(slots=True)
class _MassRows:
    """Masses over windows, one row for each group of ways that the looks so far tell apart."""

    mass: Array  # (row, *window)
    label: Labels  # (way or 1,) the row of each way
    log_scale: float = 0.0  # each mass is `mass` * exp(log_scale)
    log_most: float = 0.0  # of the largest likelihood of the looks so far
    log_lost: float = -np.inf  # of the mass left out, divided by that likelihood

    def condition_on(self, likelihood: Array, look: _DistinctLikelihoods) -> None:
        """Multiply by a look, (kind, *window); split a row if its ways have different kinds."""
        if len(likelihood) == 1:
            self.mass = self.mass * likelihood
        else:
            pair = self.label * len(likelihood) + look.of_way  # row and kind of each way
            pairs, self.label = np.unique(pair, return_inverse=True)
            row, kind = np.divmod(pairs, len(likelihood))
            self.mass = self.mass[row] * likelihood[kind]
        self.log_most += float(look.log_most.max())
        self._rescale()

    def _rescale(self) -> None:
        most = self.mass.max()
        if most > 0.0:
            self.mass = self.mass / most
            self.mass[self.mass < np.exp(LEAST_LOG)] = 0.0
            self.log_scale += float(np.log(most))
            lost = LEAST_LOG + np.log(self.mass[0].size) + self.log_scale - self.log_most
            self.log_lost = float(np.logaddexp(self.log_lost, lost))


@dataclass(frozen=True, slots=True)
class _RegimeMass:
    """The mass in one regime."""

    values: Array  # (way, total)
    log_scale: float  # the mass is values * exp(log_scale)
    log_lost: float  # of the mass that may have been left out


@dataclass(frozen=True, slots=True)
class _Regime:
    """The sums for one way in which the bearer may behave."""

    windows: _CountWindows
    blocks: Sequence[Block]
    looks: Sequence[_DistinctLikelihoods]
    grid: Sequence[date]

    def mass(self, on: date) -> _RegimeMass:
        """The mass over the number done on the day `on`, given all looks."""
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
        most = sum(float(look.log_most.max()) for look in self.looks)
        lost = most + float(np.logaddexp(forward.log_lost, backward.log_lost))
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
        """For each block, the number done at each value of its window."""
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
    """(way, *window) mass summed to (way, number done in all blocks)."""
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
