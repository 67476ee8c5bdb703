"""One step of a count of many sites as two cheap ones: some are put back, then some are done.

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
# Logarithm below which a chance is taken as 0: smaller numbers lose digits, and sums over them
# speed. [judgement; not from outside]
LEAST_LOG = -690.0
# Largest spread of the logarithms of a scaling, so that nothing over- or underflows.
# [judgement; not from outside]
MOST_SPREAD = 250.0
# Up to this many masses are convolved one by one; more are a product of matrices.
# [judgement; not from outside]
FEW_ROWS = 2
# Columns of the banded matrix that are multiplied at a time. [judgement; not from outside]
CHUNK = 128

# Small factors are scaled up before they are multiplied, so that no product underflows. Both are
# logarithms: entries of the kernel lie from exp(-250) to exp(350). [judgement; not from outside]
_KERNEL_LIFT, _KERNEL_SPREAD = 350.0, 600.0
# Factor by which masses are scaled up for the same reason. [judgement; not from outside]
_LIFT = 1e100


@dataclass(frozen=True, slots=True)
class BinomialStep:
    """The step of one site between two days in parts: put back, then done, then exchanged."""

    undone: float  # chance that a site that is done is put back first
    done: float  # chance that a site that is not done after that gets done
    exchanged: bool  # done and not done change places afterwards

    @classmethod
    def of(cls, done: float, undone: float) -> BinomialStep:
        """The parts, from the chances of getting done and of being put back between two days."""
        if done + undone > 1.0:
            return cls(_put_back_chance(1.0 - done, 1.0 - undone), 1.0 - done, True)
        return cls(_put_back_chance(done, undone), done, False)


def _put_back_chance(done: float, undone: float) -> float:
    left = 1.0 - done
    return min(1.0, undone / left) if left > 0.0 else 0.0


def mirror_span(size: int, span: Span) -> Span:
    """A span of counts of sites done, as counts of sites not done."""
    return size + 1 - span[1], size + 1 - span[0]


def count_transition(size: int, done: float, undone: float) -> Array:
    """(before, after) probabilities over every count 0..size: the product of the two steps."""
    step, all_counts = BinomialStep.of(done, undone), (0, size + 1)
    back = BinomialGrowth.of(size, step.undone, all_counts, all_counts).matrix()[::-1, ::-1]
    moved = back @ BinomialGrowth.of(size, step.done, all_counts, all_counts).matrix()
    return moved[:, ::-1] if step.exchanged else moved


def log_binomial(size: int, chance: float) -> Array:
    """(size + 1,) logarithm of the probability of each number of successes."""
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
    """A step in which Binomial(size - before, chance) sites get done; counts within windows."""

    before: Span
    after: Span
    # The logarithm of the chance of a transition is the sum of these three.
    of_before: Array  # (before,)
    of_rise: Array  # (rise,) for every possible after - before, from the least; -inf below 0
    of_after: Array  # (after,)

    @classmethod
    def of(cls, size: int, chance: float, before: Span, after: Span) -> BinomialGrowth:
        """The step of `size` sites, each of which gets done with this chance if it is not."""
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
        """(row, after) to (row, before): the transpose of `forward`."""
        parts = self._factors(log_floor)
        if parts is None:
            return np.asarray(message @ self.matrix().T)
        # Reversed, the sum over what is after becomes one over what is before.
        lifted = (message * (parts.to * _LIFT))[:, ::-1]
        back = _convolve_windows(lifted, parts.kernel, parts.least, self.before[1] - self.before[0])
        return np.asarray(back[:, ::-1] * (parts.scale * parts.half) * parts.half)

    def _band_view(self, of_rise: Array) -> Array:
        """A (before, after) view of values given by rise."""
        rows, columns = self.before[1] - self.before[0], self.after[1] - self.after[0]
        step = of_rise.strides[0]
        return as_strided(of_rise[rows - 1 :], (rows, columns), (-step, step))

    def _factors(self, log_floor: float) -> _GrowthFactors | None:
        """The factors, each within the range of floats; None if they do not fit."""
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
    kernel: Array  # over the rises from index `least` on
    least: int
    to: Array
    half: float


def _is_level(logs: Array) -> bool:
    return bool(np.isfinite(logs).all() and logs.max() - logs.min() < MOST_SPREAD)


def _convolve_windows(mass: Array, kernel: Array, least: int, width: int) -> Array:
    """(row, width) sums over k of mass[k] * kernel[j - k], counted from each window's start.

    kernel: from index `least` on of a kernel whose index `mass.shape[1] - 1` is the rise from the
    first count of one window to the first count of the other
    """
    first = least - (mass.shape[1] - 1)  # column reached from row 0 by the kernel's first entry
    out = np.zeros((len(mass), width))
    if len(mass) <= FEW_ROWS:
        for row, values in enumerate(mass):
            whole = np.convolve(values, kernel)
            begin, end = max(0, first), min(width, first + len(whole))
            out[row, begin:end] = whole[begin - first : end - first]
        return out
    for begin in range(0, width, CHUNK):
        end = min(width, begin + CHUNK)
        _fill_chunk(mass, kernel, first, (begin, end), out)
    return out


def _fill_chunk(mass: Array, kernel: Array, first: int, columns: Span, out: Array) -> None:
    """Fill some columns of `out`, from the rows from which the kernel reaches them."""
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
    """count * log, where 0 times minus infinity is 0."""
    return np.where(count == 0, 0.0, -np.inf) if log == -np.inf else np.asarray(count * log)


def _log(chance: float) -> float:
    return float(np.log(chance)) if chance > 0.0 else -np.inf


def _log1m(chance: float) -> float:
    return float(np.log1p(-chance)) if chance < 1.0 else -np.inf


@lru_cache(maxsize=64)
def _log_factorials(size: int) -> Array:
    return np.asarray(gammaln(np.arange(1.0, size + 2.0)))
