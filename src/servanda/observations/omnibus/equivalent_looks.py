"""The equivalent number of looks of a radar stack, and the effect of its uncertainty.

Speckle of n looks is gamma with shape n, so the spread of a pixel over time gives n, whatever its
brightness: -ln Q of the omnibus test per look is nearly a chi-square over n. Change and weather
only widen the spread. So the pixels with less spread are compared with a chi-square truncated where
they are, and the others are ignored.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from servanda.errors import NoStatisticError
from servanda.observations.omnibus.equivalent_looks_fit import CutSpread
from servanda.observations.omnibus.omnibus import omnibus
from servanda.observations.omnibus.wishart_ratio import common_mask, minus_ln_q, power_mask

__all__ = ["EquivalentLooks", "LooksEffect", "estimate_looks", "looks_effect"]

# Of 0.4, 0.6, 0.8 and 0.95, the largest whose interval still held the truth at its rate on stacks
# of 4.4 looks with one pixel in twenty changed by 3 to 10 dB.
# [measured; python -m benchmarks.omnibus]
_KEPT = 0.8
# Values used: at 12 dates x 2 bands they leave an error of 0.2 % of the looks. [limit]
_MOST_VALUES = 2_500_000

# Pixels and blocks needed. [judgement; --looks of change]
_FEWEST_PIXELS = 256
_FEWEST_BLOCKS = 4

# Blocks along each axis, if the stack is large enough. [judgement; not from outside]
_ACROSS = 10
# Side of the smallest block, longer than speckle is correlated. [judgement; not from outside]
_SIDE = 6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EquivalentLooks:
    """The equivalent number of looks, with its jackknife interval."""

    value: float
    low: float
    high: float
    how: str  # in words


@dataclass(frozen=True, slots=True)
class LooksEffect:
    """Shares of the usable pixels called changed, at the low, estimated and high looks."""

    low: float  # with the fewest looks
    value: float
    high: float  # with the most looks


def estimate_looks(
    stack: NDArray[np.float32],
    usable: NDArray[np.bool_] | None = None,
    confidence: float = 0.95,
    level_dates: bool = False,
) -> EquivalentLooks:
    """The equivalent number of looks of a stack, from the spread of its pixels over time.

    stack: (date, band, row, column) power; at least two dates of one orbit
    usable: (row, column) or (date, row, column)
    level_dates: bring each date and band to the same level first. Then shifts of the whole scene
        (season, calibration) do not count as speckle, and the looks are those of the sensor.
        Without it the looks are fewer, and fit what the omnibus test sees in most pixels
    The interval is a jackknife over blocks of neighbours (Tukey 1958), and so accounts for speckle
    shared by neighbours and for uneven ground. Speckle that repeats from date to date makes the
    number of looks too large.
    Raises NoStatisticError if there is one date, too few pixels are usable, or nothing varies.
    """
    if len(stack) < 2:
        raise NoStatisticError("one date has no spread over time; give two, or state the looks")
    dates, bands = stack.shape[:2]
    step = int(np.ceil(np.sqrt(stack.size / _MOST_VALUES)))
    thinned = stack[:, :, ::step, ::step]
    block = _blocks(*thinned.shape[2:])
    power = thinned.reshape(dates, bands, block.size)
    shown = None if usable is None else usable[..., ::step, ::step]
    good = common_mask(shown, block.size) & power_mask(power)
    spread, block = _spread(power[:, :, good], level_dates), block[good]
    _refuse_few(spread.size, np.unique(block).size)
    value, error, blocks = _jackknife_looks(spread, block, dates, bands)
    reach = error * float(stdtrit(blocks - 1, 0.5 + confidence / 2.0))
    how = (
        f"spread of {spread.size} pixels over {dates} dates"
        f"{' brought to one level' if level_dates else ''}, the narrowest {_KEPT:.0%} of them; "
        f"{confidence:.0%} interval from {blocks} blocks"
    )
    return EquivalentLooks(value, max(value - reach, 0.0), value + reach, how)


def looks_effect(
    stack: NDArray[np.float32],
    looks: EquivalentLooks,
    alpha: float,
    usable: NDArray[np.bool_] | None = None,
) -> LooksEffect:
    """The shares that the omnibus test calls changed at the low, estimated and high looks.

    Looks below 1 are taken as 1. Raises as `omnibus` does, and if no pixel is usable.
    """
    shares = []
    for number in (looks.low, looks.value, looks.high):
        maps = omnibus(stack, max(number, 1.0), alpha, usable)
        if not maps.usable.any():
            raise NoStatisticError("no pixel is usable on every date; leave out hidden dates")
        shares.append(float(np.mean(maps.frequency[maps.usable] > 0)))
    return LooksEffect(*shares)


def _spread(power: NDArray[np.float32], level_dates: bool) -> Floats:
    """(pixel,) -2 ln Q per look of power (date, band, pixel)."""
    exact = power.astype(np.float64)
    if level_dates and exact.size:
        exact /= np.median(exact / exact.mean(axis=0), axis=2)[:, :, None]
    return 2.0 * minus_ln_q(exact)


def _blocks(rows: int, columns: int) -> NDArray[np.intp]:
    """(pixel,) number of the block of each pixel."""
    down = min(_ACROSS, max(rows // _SIDE, 1))
    across = min(_ACROSS, max(columns // _SIDE, 1))
    row = np.arange(rows) * down // max(rows, 1)
    column = np.arange(columns) * across // max(columns, 1)
    number: NDArray[np.intp] = (row[:, None] * across + column).ravel()
    return number


def _refuse_few(pixels: int, blocks: int) -> None:
    if pixels < _FEWEST_PIXELS or blocks < _FEWEST_BLOCKS:
        raise NoStatisticError(
            f"{pixels} pixels in {blocks} blocks are usable on every date, and the number of looks "
            f"needs {_FEWEST_PIXELS} in {_FEWEST_BLOCKS}; take a larger window or state the looks"
        )


def _jackknife_looks(
    spread: Floats, block: NDArray[np.intp], dates: int, bands: int
) -> tuple[float, float, int]:
    """The looks, their standard error, and the number of blocks it comes from."""
    cut = float(np.quantile(spread, _KEPT))
    if cut <= 0.0:
        raise NoStatisticError("the dates of the stack do not differ; leave out the copies")
    fit = CutSpread(dates, bands, cut)
    inside = spread <= cut
    count = np.bincount(block[inside])
    total = np.bincount(block[inside], spread[inside])
    count, total = count[count > 0], total[count > 0]
    means = (total.sum() - total) / (count.sum() - count)
    without = np.array([fit.looks(float(mean)) for mean in means])
    error = np.sqrt((count.size - 1) * without.var())
    return fit.looks(float(total.sum() / count.sum())), float(error), count.size
