"""Pixels of two dates as colours with one common contrast."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.records import Image

__all__ = ["fade", "tones"]

COLOURS = (  # names of red, green and blue bands, of several providers
    ("red", "green", "blue"),
    ("B04", "B03", "B02"),
    ("B4", "B3", "B2"),
    ("SR_B4", "SR_B3", "SR_B2"),
)
RADAR = frozenset({"VV", "VH", "HH", "HV"})
DARKEST, BRIGHTEST = 2.0, 98.0  # percentiles that become black and white [layout]
# The least radar power: -50 dB, under the noise of any radar. [limit]
FLOOR = 1e-5

Tones = NDArray[np.uint8]  # (row, column, 3)


def tones(before: Image, after: Image) -> tuple[Tones, Tones]:
    """Both images in colour, or in grey if they have fewer than three bands.

    Each band is stretched alike on both dates, between percentiles of the pixels that show ground.
    """
    bands = _colour_bands(before.bands)
    first, second = (_values(image, bands) for image in (before, after))
    seen = np.concatenate([first[:, before.usable], second[:, after.usable]], axis=1)
    if not seen.shape[1]:
        seen = np.zeros((len(bands), 1), np.float32)
    low = np.percentile(seen, DARKEST, axis=1)[:, None, None]
    high = np.percentile(seen, BRIGHTEST, axis=1)[:, None, None]
    return _stretch(first, low, high), _stretch(second, low, high)


def fade(colours: Tones) -> Tones:
    """The image in light grey, as a background for marks."""
    grey = colours.mean(axis=2, keepdims=True)
    softened: Tones = np.broadcast_to(np.rint(90 + 0.6 * grey), colours.shape).astype(np.uint8)
    return softened


def _colour_bands(names: tuple[str, ...]) -> tuple[int, ...]:
    for wanted in COLOURS:
        if set(wanted) <= set(names):
            return tuple(names.index(name) for name in wanted)
    # Unnamed optical bands are taken to be in rising order of wavelength.
    return (2, 1, 0) if len(names) >= 3 else (0,)


def _values(image: Image, bands: tuple[int, ...]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = image.pixels[list(bands)]
    if RADAR.isdisjoint(name.upper() for name in image.bands):
        return found
    return np.asarray(10.0 * np.log10(np.fmax(found, FLOOR)), np.float32)


def _stretch(
    values: NDArray[np.float32], low: NDArray[np.float64], high: NDArray[np.float64]
) -> Tones:
    span = np.where(high > low, high - low, 1.0)
    shares = np.clip((np.nan_to_num(values, nan=0.0) - low) / span, 0.0, 1.0)
    grey = np.rint(255.0 * shares).astype(np.uint8)
    colours: Tones = np.broadcast_to(np.moveaxis(grey, 0, -1), (*grey.shape[1:], 3))
    return colours
