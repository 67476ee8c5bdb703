"""How much of a site's contrast to its ground on the earlier date is gone on the later one.

A site is unlike its surroundings: where fields change colour a yard does not, and where a tenth of
a pixel of misregistration hardly matters on a meadow, a bright wall is all edges. So control
windows, which have no object, cannot be compared with it as they are. Here they get the site's own
object, taken from the earlier image: once on both dates, varied as season and residual shift vary a
contrast (nothing was cleared), and once on the first date only (it was cleared). For something
built, the dates are exchanged.

What stands out on the first date is object and noise, and the noise is gone on any other date. So
the object is taken to be weaker than it looks, and if nothing stands out clearly, controls get
nothing: ground on which there never was a post must not look cleared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.observations.sites.target import bounding_box

__all__ = ["ContrastLoss", "score_contrast_loss", "strongest_window"]

# Standard deviation of the shift along rows and columns that registration leaves.
# [judgement; not from outside]
SHIFT_PX = 0.1
# Standard deviations of a lasting contrast, as shares: of all bands together (light, haze), and of
# each band separately. Woods around a yard lose 12 % of their near infrared in a month of autumn.
# [judgement; not from outside]
LIGHT_SHARE, SEASON_SHARE = 0.1, 0.1
# Share of the contrast that clearing leaves, at most: a bright yard outlasts its building.
# [judgement; not from outside]
RUBBLE = 0.9
LEAST_SEEN = 0.9  # share of a window that has to be usable [judgement; not from outside]
# The energy that noise may have added to the site's window, which was chosen as the strongest, over
# the energy that noise takes from a control. At 1.0, radar ground without an object has a mean
# likelihood ratio of 1.2 to 1.4, at 1.5 of 1.0.
# [measured; python -m benchmarks.posts]
NOISE = 1.5
# A pixel is drawn as changed if it stood out by this many standard deviations of noise and lost
# this share of its contrast. [judgement; not from outside]
CLEAR_NOISE, MOSTLY = 3.0, 0.3

Windows = NDArray[np.float32]  # (window, part, row, column)
Pixels = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class ContrastLoss:
    """Contrast losses in units of noise; NaN where a window could not be seen."""

    site: float
    kept: NDArray[np.float64]  # (window,) of controls with the object on both dates
    cleared: NDArray[np.float64]  # (window,) of these controls with the object on the first only
    lost: float  # share of the site's contrast that is gone; above 1 if it changed sign
    area: Mask  # (row, column) pixels that lost contrast, of the window and one more on each side


def score_contrast_loss(
    before: Pixels,
    after: Pixels,
    usable: Mask,
    corner: tuple[int, int],
    offsets: NDArray[np.intp],
    side: int,
    rng: np.random.Generator,
) -> ContrastLoss:
    """The contrast loss of the site, and of controls with and without its object on the later date.

    before, after: (part, row, column) on one scale, with noise of variance 1 in every part of their
        difference; usable: (row, column)
    corner: first row and column of the object's window; offsets: (window, 2) those of the controls
    side: of these windows, in pixels
    """
    frame = max(2, side // 2)  # pixels of ground on each side, beyond a gap of one pixel
    places = np.vstack([[corner], offsets]) - frame - 1
    size = side + 2 * (frame + 1)
    seen = _cut(usable[None].astype(np.float32), places, size) > 0.5
    first, second = (_contrast(_cut(image, places, size), seen, frame) for image in (before, after))
    enough = seen.mean(axis=(1, 2, 3)) >= LEAST_SEEN
    count = len(offsets)
    model = _certain_share(first, second, enough) * first[:1]
    left = rng.uniform(0.0, RUBBLE, (count, 1, 1, 1)).astype(np.float32)
    scores = _contrast_loss(first, second)
    kept = _contrast_loss(first[1:] + model, second[1:] + _vary_object(model, count, rng))
    cleared = _contrast_loss(first[1:] + model, second[1:] + left * model)
    known = np.where(enough, 0.0, np.nan)
    share, area = _share(first[0], second[0])
    return ContrastLoss(
        float(scores[0] + known[0]), kept + known[1:], cleared + known[1:], share, area
    )


def strongest_window(before: Pixels, footprint: Mask, usable: Mask, side: int) -> tuple[int, int]:
    """First row and column of the window of a site that stands out most from its surroundings.

    Chosen by the earlier image only: using the later one would bias the score.
    """
    level = np.median(before[:, usable], axis=1)[:, None, None]
    (top, left), box = bounding_box(footprint)
    rows, columns = (
        slice(max(0, first - side + 1), first + length + side - 1)
        for first, length in zip((top, left), box.shape, strict=True)
    )
    inside = (footprint & usable)[rows, columns]
    power = ((before[:, rows, columns] - level) ** 2).sum(axis=0) * inside
    sums = np.lib.stride_tricks.sliding_window_view(power, (side, side)).sum(axis=(2, 3))
    row, column = np.unravel_index(int(np.argmax(sums)), sums.shape)
    return int(row) + rows.start, int(column) + columns.start


def _cut(image: Pixels, places: NDArray[np.intp], size: int) -> Windows:
    """The windows of an image, 0 beyond its border."""
    padded = np.pad(image, ((0, 0), (size, size), (size, size)))
    every = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(1, 2))
    cut = every[:, places[:, 0] + size, places[:, 1] + size]
    return np.ascontiguousarray(cut.swapaxes(0, 1))


def _contrast(windows: Windows, seen: NDArray[np.bool_], frame: int) -> Windows:
    """The middle of each window less the level of the ground at its border."""
    border = np.ones(windows.shape[2:], bool)
    border[frame:-frame, frame:-frame] = False
    level = _median(windows[:, :, border], seen[:, :, border])[:, :, None, None]
    middle = np.s_[:, :, frame:-frame, frame:-frame]
    return np.where(seen[middle], windows[middle] - level, np.float32(0.0))


def _median(values: Windows, seen: NDArray[np.bool_]) -> Pixels:
    """(window, part) median of the seen values, or 0; np.nanmedian takes five times as long."""
    ordered = np.sort(np.where(seen, values, np.float32(np.inf)), axis=2)
    last = np.maximum(np.count_nonzero(seen, axis=2), 1) - 1  # (window, 1)
    window, part = np.arange(len(ordered))[:, None], np.arange(ordered.shape[1])
    middle = np.float32(0.5) * (
        ordered[window, part, last // 2] + ordered[window, part, -(-last // 2)]
    )
    return np.where(np.isfinite(middle), middle, np.float32(0.0))


def _contrast_loss(first: Windows, second: Windows) -> NDArray[np.float64]:
    """(window,) lost contrast, projected on the earlier contrast; its noise has variance 1."""
    along = np.einsum("wprc,wprc->w", first - second, first, dtype=np.float64)
    length = np.sqrt(np.einsum("wprc,wprc->w", first, first, dtype=np.float64))
    lost: NDArray[np.float64] = along / np.maximum(length, np.finfo(float).tiny)
    return lost


def _certain_share(first: Windows, second: Windows, enough: Mask) -> np.float32:
    """The share of the site's contrast (window 0) that is not noise (James-Stein shrinkage)."""
    lost = np.einsum("wprc,wprc->w", first - second, first, dtype=np.float64)[1:][enough[1:]]
    noise = NOISE * max(float(np.median(lost)), 0.0) if lost.size else 0.0
    own = max(float((first[0].astype(np.float64) ** 2).sum()), np.finfo(float).tiny)
    return np.float32(max(1.0 - noise / own, 0.0))


def _vary_object(model: Windows, count: int, rng: np.random.Generator) -> Windows:
    """Copies of the object as on another date: other light and season, slightly shifted."""
    parts = model.shape[1]
    light = rng.normal(scale=LIGHT_SHARE, size=(count, 1, 1, 1))
    season = rng.normal(scale=SEASON_SHARE, size=(count, parts, 1, 1))
    down, across = rng.normal(scale=SHIFT_PX, size=(2, count, 1, 1, 1))
    moved = down * np.gradient(model, axis=2) + across * np.gradient(model, axis=3)
    return np.asarray(model * (1.0 + light + season) + moved, np.float32)


def _share(first: Windows, second: Windows) -> tuple[float, Mask]:
    """The share of the contrast that is gone, and the pixels that lost most of a clear one."""
    own, rest = (first**2).sum(axis=0), (first * second).sum(axis=0)
    lost = 1.0 - float(rest.sum() / max(float(own.sum()), np.finfo(np.float32).tiny))
    clear = own > CLEAR_NOISE**2 * len(first)
    return lost, clear & (rest < (1.0 - MOSTLY) * own)
