"""The numbers of a file in the units of an image: reflectance x 10,000, or power."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.errors import SourceError
from servanda.sources.imagery.scenes.scene_entry import Asset, BandQuantity

__all__ = ["as_quantity"]

SCALE = 10_000.0  # reflectance in an `Image` is times this [definition]

# Where noise is taken off, some pixels of water fall below 0; in decibels most of all do.
# [judgement; not from outside]
MOST_NEGATIVE = 0.1

Pixels = NDArray[np.float32]


def as_quantity(numbers: Pixels, asset: Asset, integers: bool, label: str) -> Pixels:
    """One band in the units of `Image`.

    numbers: as the file has them, NaN where it has none. integers: whether the file's are whole.
    Radar without a unit is taken for amplitude where it is in whole numbers (digital numbers of
    ground range products: the power is then without calibration), and else for power.
    Raises SourceError where power would be negative: then it is something else, mostly decibels.
    """
    if asset.quantity is BandQuantity.CLASSES:
        return numbers
    values = _in_units(numbers, asset)
    if asset.quantity is BandQuantity.REFLECTANCE:
        return values
    with np.errstate(over="ignore"):
        if asset.quantity is BandQuantity.DECIBELS:
            power: Pixels = np.power(np.float32(10.0), values / np.float32(10.0))
            return power
        without_unit = asset.quantity is BandQuantity.RADAR
        if asset.quantity is BandQuantity.AMPLITUDE or (without_unit and integers):
            return values * values
    return _without_negative(values, asset, label)


def _in_units(numbers: Pixels, asset: Asset) -> Pixels:
    """The numbers with scale and offset; reflectance times 10,000."""
    if asset.scale == 1.0 and asset.offset == 0.0:
        return numbers
    unit = SCALE if asset.quantity is BandQuantity.REFLECTANCE else 1.0
    return numbers * np.float32(asset.scale * unit) + np.float32(asset.offset * unit)


def _without_negative(power: Pixels, asset: Asset, label: str) -> Pixels:
    """Power with NaN where it is negative; raises SourceError where much of it is."""
    negative = power < 0
    if np.count_nonzero(negative) > MOST_NEGATIVE * np.count_nonzero(np.isfinite(power)):
        raise SourceError(
            label,
            f"has negative numbers in {asset.names[0]}, where power cannot be negative",
            'state their unit, as "dB", in the band\'s name or in raster:bands of the item',
        )
    return np.where(negative, np.float32(np.nan), power)
