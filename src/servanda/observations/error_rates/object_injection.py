"""An object put into images in which it is not, to learn what its score would be."""

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

SPECTRUM = (0.7, 1.3)  # bands of one object differ in contrast by up to this factor


@dataclass(frozen=True, slots=True)
class ObjectModel:
    """A square object on flat ground, and what the sensor makes of it."""

    side_m: float
    pixel_m: float
    contrast: tuple[float, float]  # from, to: reflectance x 10,000, or dB for radar; > 0
    direction: Direction = Direction.BUILT  # cleared: it stood there before
    psf_sigma_px: float = 0.45  # Gaussian, beside the area of the pixel itself
    decibel: bool = False  # radar: power is multiplied, not added to


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
    probability, and each band's by up to 30 % from it. Put it into the later image for a built
    object and into the earlier one for a cleared one.
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
    """(window,) pooled scores of control windows, each with one object put into it.

    before, after: (band, row, column), NaN where unusable
    offsets, footprint: as for `pooled`
    statistic: of two windows (band, row, column), (row, column): of each pixel by itself, with a
        fit that was made without the object; NaN where a pixel is
    The object stands at the middle of the footprint, moved by up to half a pixel; a direction
    that is not determined is taken as built. Only windows around the controls are looked at, side
    by side in one image, so that the statistic is asked once.
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
    """(pixel,) integral over each pixel of a bar of this width, blurred."""
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
    """(band, object)"""
    size = rng.uniform(*model.contrast, objects) * rng.choice([-1.0, 1.0], objects)
    by_band: NDArray[np.float64] = size * rng.uniform(*SPECTRUM, (bands, objects))
    return by_band


def _add_object(
    image: Pixels, share: Pixels, contrast: NDArray[np.float64], model: ObjectModel
) -> Pixels:
    """contrast: (band,), or (band, 1, column)"""
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
    """(row, object x column) covers of objects around the middle of the footprint."""
    shape = tuple(side + 2 * margin for side in footprint.shape)
    middle = np.argwhere(footprint).mean(axis=0) + 0.5 + margin
    centres = middle + rng.uniform(-0.5, 0.5, (objects, 2))
    side = model.side_m / model.pixel_m
    down, across = (
        np.stack(
            [_bar_profile(np.arange(count + 1.0), at, side, model.psf_sigma_px) for at in centre]
        )
        for count, centre in zip(shape, centres.T, strict=True)
    )
    every = down[:, :, None] * across[:, None, :]
    return every.transpose(1, 0, 2).reshape(shape[0], -1).astype(np.float32)
