"""The settings of a map of change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from servanda.records.choices import ChangeMethod, RadarUnit

__all__ = ["ChangeSettings"]


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """The settings of a map, as the user gave them."""

    method: ChangeMethod
    alpha: float  # the rate of false alarms to accept
    fit_pixels: int  # IR-MAD: pixels to fit, evenly sampled; 0: all
    classic: bool  # IR-MAD without the consistency correction
    looks: float | None  # omnibus: equivalent number of looks; None: estimated
    unit: RadarUnit | None  # of radar scenes; None: inferred from the values
    controls: Path | None  # a mask of ground that did not change
    gates: bool
    history_until: date | None = None  # monitor: the last day taken to be without change
