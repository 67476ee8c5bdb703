"""The rank of every pixel of a map among its controls, and counts of changed pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from servanda.observations.change_maps.statistic import Map
from servanda.observations.error_rates.map_controls import Controls, p_values

__all__ = ["RankedPixels", "Shares", "rank_pixels"]

NOT_OBSERVABLE = np.float32(255.0)

# Share of a scene called changed above which the map has a warning: ground rarely changes that
# much. [judgement; --controls, a mask of unchanged ground, silences it]
MUCH = 0.3


@dataclass(frozen=True, slots=True)
class Shares:
    """Counts of changed, unchanged and not observable pixels."""

    changed: int = 0
    unchanged: int = 0
    not_observable: int = 0

    def __add__(self, other: Shares) -> Shares:
        """The counts of two parts of a map together."""
        return Shares(
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.not_observable + other.not_observable,
        )

    @property
    def changed_share(self) -> float:
        """The changed share of the observable pixels."""
        return self.changed / max(1, self.changed + self.unchanged)

    @property
    def not_observable_share(self) -> float:
        """The share of all pixels that is not observable."""
        return self.not_observable / (self.changed + self.unchanged + self.not_observable)

    @property
    def are_suspicious(self) -> bool:
        """True if more of the scene is called changed than ground usually changes."""
        return self.changed_share > MUCH


@dataclass(frozen=True, slots=True, eq=False)
class RankedPixels:
    """A window of a map: p-values, which pixels are called changed, and their counts."""

    p_value: Map
    change: Map  # 1 changed, 0 not, 255 not observable
    shares: Shares


def rank_pixels(statistic: Map, controls: Controls, alpha: float) -> RankedPixels:
    """The p-values of a window, with pixels called changed at a rate alpha of false alarms."""
    p = p_values(statistic, controls)
    hidden = np.isnan(p)
    change = np.where(hidden, NOT_OBSERVABLE, (p <= np.float32(alpha)).astype(np.float32))
    shares = Shares(
        int(np.count_nonzero(change == 1.0)),
        int(np.count_nonzero(change == 0.0)),
        int(np.count_nonzero(hidden)),
    )
    return RankedPixels(p, change, shares)
