"""Objects put into images that lack them, to learn how such an object would score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from servanda.observations.error_rates.pooling import box_side, pooled_scores
from servanda.records import Direction

__all__ = ["ObjectModel", "cover", "inject_object", "injected_scores"]

Pixels = NDArray[np.float32]
Statistic = Callable[[Pixels, Pixels], NDArray[np.floating]]

# The contrast of each band is that of the object times a factor in this range.
# [judgement; not from outside]
SPECTRUM = (0.7, 1.3)


@dataclass(frozen=True, slots=True)
class ObjectModel:
    """A square object on flat ground, as the sensor would see it."""

    side_m: float
    pixel_m: float
    contrast: tuple[float, float]  # from, to: reflectance x 10,000, or dB for radar; > 0
    direction: Direction = Direction.BUILT  # cleared: it stood there before
    # Gaussian blur, besides the averaging over the pixel's area [judgement; not from outside]
    psf_sigma_px: float = 0.45
    decibel: bool = False  # True for radar: the object multiplies the power instead of adding to it


def cover(model: ObjectModel, shape: tuple[int, int], centre: tuple[float, float]) -> Pixels:
    """(row, column) share of each pixel's signal that comes from the object, 0..1.

    centre: row and column of the object's middle; pixel (0, 0) spans 0..1
    The square and the point spread are integrated exactly over every pixel.
    """
    side = model.side_m / model.pixel_m
    along = [
        _bar_profile(np.arange(count + 1.0), middle, side, model.psf_sigma_px)
        for count, middle in zip(shape, centre, strict=True)
    ]
    return np.outer(*along).astype(np.float32)


def inject_object(
    image: Pixels, centre: tuple[float, float], model: ObjectModel, rng: np.random.Generator
) -> Pixels:
    """A copy of an image (band, row, column) in which the object stands at `centre`.

    Its contrast is drawn from the model's range, brighter or darker than the ground with equal
    probability, and varies by up to 30 % between bands. For a built object give the later image,
    for a cleared one the earlier.
    """
    share = cover(model, image.shape[1:], centre)
    return _add_object(image, share[None], _contrasts(model, 1, len(image), rng)[:, 0], model)


def injected_scores(
    before: Pixels,
    after: Pixels,
    offsets: NDArray[np.integer],
    footprint: NDArray[np.bool_],
    model: ObjectModel,
    statistic: Statistic,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """(window,) pooled scores of control windows, each with one object injected.

    before, after: (band, row, column), NaN where unusable
    offsets, footprint: as for `pooled_scores`
    statistic: takes two images (band, row, column) and gives (row, column), each pixel from its own
        values and a fit made without the object; NaN where a pixel has a NaN
    The object stands at the middle of the footprint, moved by up to half a pixel; an undetermined
    direction is taken as built. The windows are laid side by side in one image, so that the
    statistic is computed once.
    """
    margin = box_side(footprint) // 2
    high, wide = (side + 2 * margin for side in footprint.shape)
    windows = [_windows(image, offsets, margin, (high, wide)) for image in (before, after)]
    shares = _shares(model, footprint, margin, len(offsets), rng)
    contrasts = _contrasts(model, len(offsets), len(before), rng)
    spread = np.repeat(contrasts, wide, axis=1)[:, None, :]
    later = model.direction is not Direction.CLEARED
    windows[later] = _add_object(windows[later], shares[None], spread, model)
    scores = np.asarray(statistic(*windows))
    starts = margin + np.arange(len(offsets))[:, None] * np.array([[0, wide]])
    starts[:, 0] = margin
    return pooled_scores(scores, footprint, starts)


def _bar_profile(
    edges: NDArray[np.float64], middle: float, side: float, sigma: float
) -> NDArray[np.float64]:
    """(pixel,) integral of a blurred bar of this width over each pixel."""
    low, high = edges - (middle - side / 2), edges - (middle + side / 2)
    bar: NDArray[np.float64] = np.diff(_ramp(low, sigma) - _ramp(high, sigma))
    return bar


def _ramp(x: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Integral of the blurred step up to x."""
    if sigma == 0.0:
        return np.maximum(x, 0.0)
    bell = np.exp(-0.5 * (x / sigma) ** 2) / np.sqrt(2.0 * np.pi)
    out: NDArray[np.float64] = x * ndtr(x / sigma) + sigma * bell
    return out


def _contrasts(
    model: ObjectModel, objects: int, bands: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """(band, object) random contrasts."""
    size = rng.uniform(*model.contrast, objects) * rng.choice([-1.0, 1.0], objects)
    by_band: NDArray[np.float64] = size * rng.uniform(*SPECTRUM, (bands, objects))
    return by_band


def _add_object(
    image: Pixels, share: Pixels, contrast: NDArray[np.float64], model: ObjectModel
) -> Pixels:
    """The image with an object of this contrast: (band,), or (band, 1, column)."""
    by_band = contrast[:, None, None] if contrast.ndim == 1 else contrast
    if model.decibel:
        factor = 1.0 + share * (10.0 ** (by_band / 10.0) - 1.0)
        return np.asarray(image * factor, np.float32)
    return np.asarray(image + share * by_band, np.float32)


def _windows(
    image: Pixels, offsets: NDArray[np.integer], margin: int, shape: tuple[int, int]
) -> Pixels:
    """(band, row, window x column), NaN beyond the image."""
    edge = ((0, 0), (margin, margin), (margin, margin))
    padded = np.pad(image.astype(np.float32), edge, constant_values=np.nan)
    rows = offsets[:, 0, None] + np.arange(shape[0])
    columns = offsets[:, 1, None] + np.arange(shape[1])
    cut = padded[:, rows.T[:, :, None], columns[None]]
    return cut.reshape(len(image), shape[0], -1)


def _shares(
    model: ObjectModel,
    footprint: NDArray[np.bool_],
    margin: int,
    objects: int,
    rng: np.random.Generator,
) -> Pixels:
    """(row, object x column) the cover of each object near the middle of the footprint."""
    shape = tuple(side + 2 * margin for side in footprint.shape)
    middle = np.argwhere(footprint).mean(axis=0) + 0.5 + margin
    centres = middle + rng.uniform(-0.5, 0.5, (objects, 2))
    side = model.side_m / model.pixel_m

    def profiles(length: int, middles: NDArray[np.float64]) -> NDArray[np.float64]:
        """(object, pixel) along one axis."""
        edges = np.arange(length + 1.0)
        return np.stack([_bar_profile(edges, at, side, model.psf_sigma_px) for at in middles])

    down, across = profiles(shape[0], centres[:, 0]), profiles(shape[1], centres[:, 1])
    every = down[:, :, None] * across[:, None, :]
    return every.transpose(1, 0, 2).reshape(shape[0], -1).astype(np.float32)
