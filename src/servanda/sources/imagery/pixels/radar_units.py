"""The unit of the numbers of radar files, and the numbers as power."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.errors import InputError

__all__ = ["POWER", "as_power", "unit_of"]

POWER = "power"
STEPS = {"db": 10.0, "db100": 1000.0}  # in a factor of ten

# A city in Sentinel-1 has 20 dB; hundreds are hundredths of a decibel. [judgement; `--unit`]
LOUDEST_DB = 60.0

# Of the pixels; where noise was taken off, some of the power falls below 0. [judgement; `--unit`]
FEW = 1e-3


def unit_of(values: NDArray[np.float32]) -> str:
    """The unit that the numbers must be in: "power", "db" or "db100"; NaN is left out.

    Raises InputError where they could be in more than one.
    """
    seen = values[np.isfinite(values)]
    negative = float(np.mean(seen < 0)) if seen.size else 0.0
    if negative <= FEW:
        return POWER
    if negative > 0.5:
        return "db" if float(np.median(np.abs(seen))) <= LOUDEST_DB else "db100"
    raise InputError(
        f"{negative:.0%} of the numbers are below 0: too many for power and too few for decibels; "
        "say what they are with --unit power, db or db100"
    )


def as_power(values: NDArray[np.float32], unit: str, name: str) -> NDArray[np.float32]:
    """The numbers as power; NaN where there is none, or none above 0.

    name: the scene, for the message
    Raises InputError where what is said to be power is often negative.
    """
    if unit == POWER:
        if np.count_nonzero(values < 0) > FEW * np.count_nonzero(np.isfinite(values)):
            raise InputError(
                f"{name}: has numbers below 0, which cannot be power; say --unit db or db100"
            )
        return np.where(values > 0, values, np.float32(np.nan))
    with np.errstate(over="ignore"):
        power: NDArray[np.float32] = np.power(np.float32(10.0), values / np.float32(STEPS[unit]))
    return power
