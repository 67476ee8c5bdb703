"""One step of a count of many sites as two steps that are cheap: some put back, then some done.

The chain of one site between two days is [[1 - d, d], [u, 1 - u]]. While d + u <= 1 it is exactly
"put back with chance u / (1 - d), then done with chance d". For a count of such sites the first is
binomial thinning and the second binomial growth. Where d + u > 1 the same holds with done and not
done exchanged afterwards.

Growth from k to j of n sites has probability
(n - k)! / (n - j)! / (j - k)! d^(j - k) (1 - d)^(n - j),
a product of a term in k, one in j and one in j - k: two scalings about a convolution. Every term is
positive, so sums lose no digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray
from scipy.special import gammaln

from servanda.assessment.model.arrays import Array

__all__ = [
    "BinomialGrowth",
    "BinomialStep",
    "Span",
    "count_transition",
    "log_binomial",
    "mirror_span",
]

Span = tuple[int, int]  # counts from the first up to and without the second
LEAST_LOG = -690.0  # below it numbers lose digits, and sums over them their speed
MOST_SPREAD = 250.0  # of the logarithms of a scaling, so that nothing over- or underflows
FEW_ROWS = 2  # up to so many masses are convolved one by one; more are a product of matrices
CHUNK = 128  # columns of the banded matrix that are multiplied at a time

# Factors small by themselves are lifted before they meet, so that no product falls out of range.
_KERNEL_LIFT, _KERNEL_SPREAD = 350.0, 600.0  # logarithms: entries lie from exp(-250) to exp(350)
_LIFT = 1e100


@dataclass(frozen=True, slots=True)
class BinomialStep:
    """How one site moves between two days, taken apart: put back, then done, then exchanged."""

    undone: float  # chance that a site that is done is put back first
    done: float  # chance that a site that is not done (any more) is done then
    exchanged: bool

    @classmethod
    def of(cls, done: float, undone: float) -> BinomialStep:
        """From the chances of being done, and of being put back, between the two days."""
        if done + undone > 1.0:
            return cls(_put_back_chance(1.0 - done, 1.0 - undone), 1.0 - done, True)
        return cls(_put_back_chance(done, undone), done, False)


def _put_back_chance(done: float, undone: float) -> float:
    left = 1.0 - done
    return min(1.0, undone / left) if left > 0.0 else 0.0


def mirror_span(size: int, span: Span) -> Span:
    """The same counts as numbers of sites that are not done."""
    return size + 1 - span[1], size + 1 - span[0]


def count_transition(size: int, done: float, undone: float) -> Array:
    """(before, after) over every count 0..size: the product of the two steps."""
    step, all_counts = BinomialStep.of(done, undone), (0, size + 1)
    back = BinomialGrowth.of(size, step.undone, all_counts, all_counts).matrix()[::-1, ::-1]
    moved = back @ BinomialGrowth.of(size, step.done, all_counts, all_counts).matrix()
    return moved[:, ::-1] if step.exchanged else moved


def log_binomial(size: int, chance: float) -> Array:
    """(size + 1,) logarithms of the probabilities of each number of successes."""
    count = np.arange(size + 1)
    factorials = _log_factorials(size)
    choices = factorials[size] - factorials[count] - factorials[size - count]
    return np.asarray(
        choices
        + _count_times_log(count, _log(chance))
        + _count_times_log(size - count, _log1m(chance))
    )


@dataclass(frozen=True, slots=True)
class BinomialGrowth:
    """Of the sites not done, Binomial(size - before, chance) get done; counts within windows."""

    before: Span
    after: Span
    of_before: Array  # (before,) logarithms; those of a transition are the sum of all three
    of_rise: Array  # (rise,) of every after - before there is, from the least; -inf below 0
    of_after: Array  # (after,)

    @classmethod
    def of(cls, size: int, chance: float, before: Span, after: Span) -> BinomialGrowth:
        factorials = _log_factorials(size)
        old, new = np.arange(*before), np.arange(*after)
        rise = np.arange(after[0] - before[1] + 1, after[1] - before[0])
        up = np.maximum(rise, 0)
        # A tilt that cancels in the sum and leaves each part nearly level.
        tilt = float(np.log(max(1.0, size - 0.5 * (before[0] + before[1] - 1))))
        risen = _count_times_log(up, _log(chance)) - factorials[up] + tilt * up
        return cls(
            before,
            after,
            of_before=factorials[size - old] + tilt * old,
            of_rise=np.where(rise < 0, -np.inf, risen),
            of_after=_count_times_log(size - new, _log1m(chance))
            - factorials[size - new]
            - tilt * new,
        )

    def matrix(self) -> Array:
        """(before, after) probabilities."""
        logs = self.of_before[:, None] + self.of_after + self._band_view(self.of_rise)
        logs[logs < LEAST_LOG] = -np.inf
        return np.asarray(np.exp(logs, out=logs))

    def forward(self, mass: Array, log_floor: float) -> Array:
        """(row, before) to (row, after).

        Transitions less likely than exp(log_floor) may be left out.
        """
        parts = self._factors(log_floor)
        if parts is None:
            return np.asarray(mass @ self.matrix())
        lifted = mass * (parts.scale * _LIFT)
        moved = _convolve_windows(lifted, parts.kernel, parts.least, self.after[1] - self.after[0])
        return np.asarray(moved * (parts.to * parts.half) * parts.half)

    def backward(self, message: Array, log_floor: float) -> Array:
        """(row, after) to (row, before): the same sums the other way."""
        parts = self._factors(log_floor)
        if parts is None:
            return np.asarray(message @ self.matrix().T)
        # Reversed, the sum over what is after becomes one over what is before.
        lifted = (message * (parts.to * _LIFT))[:, ::-1]
        back = _convolve_windows(lifted, parts.kernel, parts.least, self.before[1] - self.before[0])
        return np.asarray(back[:, ::-1] * (parts.scale * parts.half) * parts.half)

    def _band_view(self, of_rise: Array) -> Array:
        """(before, after) view of a value for each rise."""
        rows, columns = self.before[1] - self.before[0], self.after[1] - self.after[0]
        step = of_rise.strides[0]
        return as_strided(of_rise[rows - 1 :], (rows, columns), (-step, step))

    def _factors(self, log_floor: float) -> _GrowthFactors | None:
        """The factors, each within the range of numbers; None if they do not fit."""
        if any(not _is_level(part) for part in (self.of_before, self.of_after)):
            return None
        first, last = float(self.of_before.max()), float(self.of_after.max())
        likely = np.flatnonzero(self.of_rise + (first + last) >= log_floor)
        if not len(likely):
            return None
        least, end = int(likely[0]), int(likely[-1]) + 1
        logs = self.of_rise[least:end]
        most = float(logs.max())
        if most - float(logs.min()) > _KERNEL_SPREAD:
            return None
        return _GrowthFactors(
            scale=np.exp(self.of_before - first),
            kernel=np.exp(logs - (most - _KERNEL_LIFT)),
            least=least,
            to=np.exp(self.of_after - last),
            half=float(np.exp(0.5 * (first + most + last - _KERNEL_LIFT - np.log(_LIFT)))),
        )


@dataclass(frozen=True, slots=True)
class _GrowthFactors:
    """scale[k] * kernel[j - k] * to[j] * half**2 * _LIFT is the chance of growing from k to j."""

    scale: Array
    kernel: Array  # from place `least` of all rises on
    least: int
    to: Array
    half: float


def _is_level(logs: Array) -> bool:
    return bool(np.isfinite(logs).all() and logs.max() - logs.min() < MOST_SPREAD)


def _convolve_windows(mass: Array, kernel: Array, least: int, width: int) -> Array:
    """(row, width) of sum over k of mass[k] * kernel[j - k], both from their windows' first count.

    kernel: from place `least` on of a kernel whose place `mass.shape[1] - 1` is a rise from the
    first of the one window to the first of the other
    """
    first = least - (mass.shape[1] - 1)  # column reached from row 0 by the kernel's first entry
    out = np.zeros((len(mass), width))
    if len(mass) <= FEW_ROWS:
        for row, one in enumerate(mass):
            whole = np.convolve(one, kernel)
            begin, end = max(0, first), min(width, first + len(whole))
            out[row, begin:end] = whole[begin - first : end - first]
        return out
    for begin in range(0, width, CHUNK):
        end = min(width, begin + CHUNK)
        _fill_chunk(mass, kernel, first, (begin, end), out)
    return out


def _fill_chunk(mass: Array, kernel: Array, first: int, columns: Span, out: Array) -> None:
    """Fill some columns: only the rows from which the kernel reaches them count."""
    begin, end = columns
    low = max(0, begin - first - len(kernel) + 1)
    high = min(mass.shape[1], end - first)
    if low >= high:
        return
    rows, width = high - low, end - begin
    padded = np.zeros(rows + width - 1)  # the kernel at column - row - first, from the least on
    start = begin - (high - 1) - first
    inside = slice(max(0, start), min(len(kernel), start + len(padded)))
    padded[inside.start - start : inside.stop - start] = kernel[inside]
    step = padded.strides[0]
    band = np.ascontiguousarray(as_strided(padded[rows - 1 :], (rows, width), (-step, step)))
    out[:, begin:end] = mass[:, low:high] @ band


def _count_times_log(count: NDArray[np.intp], log: float) -> Array:
    """count * log, where nothing times minus infinity is nothing."""
    return np.where(count == 0, 0.0, -np.inf) if log == -np.inf else np.asarray(count * log)


def _log(chance: float) -> float:
    return float(np.log(chance)) if chance > 0.0 else -np.inf


def _log1m(chance: float) -> float:
    return float(np.log1p(-chance)) if chance < 1.0 else -np.inf


@lru_cache(maxsize=64)
def _log_factorials(size: int) -> Array:
    return np.asarray(gammaln(np.arange(1.0, size + 2.0)))
