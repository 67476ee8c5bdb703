"""Every pixel of a map ranked against its controls, and how many are what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from servanda.observations.change_maps.statistic import Map
from servanda.observations.error_rates.map_controls import Controls, p_values

__all__ = ["RankedPixels", "Shares", "rank_pixels"]

NOT_OBSERVABLE = np.float32(255.0)

# Of a scene; ground rarely changes that much between two dates, so that the map has a warning.
# [judgement; a mask of unchanged ground (--controls) stills it]
MUCH = 0.3


@dataclass(frozen=True, slots=True)
class Shares:
    """Counts of pixels."""

    changed: int = 0
    unchanged: int = 0
    not_observable: int = 0

    def __add__(self, other: Shares) -> Shares:
        """The counts of two parts of a map."""
        return Shares(
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.not_observable + other.not_observable,
        )

    @property
    def changed_share(self) -> float:
        """Of what could be observed."""
        return self.changed / max(1, self.changed + self.unchanged)

    @property
    def not_observable_share(self) -> float:
        """Of the scene."""
        return self.not_observable / (self.changed + self.unchanged + self.not_observable)

    @property
    def are_suspicious(self) -> bool:
        """True if more is called changed than ground usually does."""
        return self.changed_share > MUCH


@dataclass(frozen=True, slots=True, eq=False)
class RankedPixels:
    """What the ranks of a window say."""

    p_value: Map
    change: Map  # 1 changed, 0 not, 255 not observable
    shares: Shares


def rank_pixels(statistic: Map, controls: Controls, alpha: float) -> RankedPixels:
    """The p-value of each pixel, and whether it is called changed at this rate of false alarms."""
    p = p_values(statistic, controls)
    hidden = np.isnan(p)
    change = np.where(hidden, NOT_OBSERVABLE, (p <= np.float32(alpha)).astype(np.float32))
    shares = Shares(
        int(np.count_nonzero(change == 1.0)),
        int(np.count_nonzero(change == 0.0)),
        int(np.count_nonzero(hidden)),
    )
    return RankedPixels(p, change, shares)
