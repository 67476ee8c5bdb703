"""Controls of a monitor map: pixels whose surroundings do not change together.

Logarithms of speckle are skewed: a fall scores higher than a rise of the same rarity. Controls
chosen by direction, as for the other methods, would therefore score too low: on gamma speckle of 5
looks without change, 2.6 % of pixels were called changed at 1 %. So only the agreement of the
surroundings is used, neither the direction nor the length of a pixel's own departures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from servanda.observations.error_rates.map_controls import (
    Controls,
    Tile,
    ground_controls,
    sample_controls,
)
from servanda.observations.error_rates.stable_pixels import (
    EXCESS,
    FEWEST,
    KEPT,
    LEVEL,
    LEVEL_COUNT,
    agreement,
)

__all__ = ["stable_controls"]

HOW = "usable pixels whose surroundings do not change together"

Map = NDArray[np.float32]


def stable_controls(tiles: Iterable[Tile]) -> Controls:
    """Controls where the directions around agree least; all pixels if these score no lower.

    Raises NoStatisticError if no pixel is usable.
    """
    maps = [(tile.statistic, agreement(_signed_parts(tile))) for tile in tiles]
    limit = _stable_limit(maps)
    if limit is None:
        return sample_controls(Tile(statistic) for statistic, _ in maps)
    chosen = ground_controls((statistic, agrees <= limit) for statistic, agrees in maps)
    return replace(chosen, how=HOW)


def _signed_parts(tile: Tile) -> Map:
    return tile.statistic[None] if tile.variates is None else tile.variates


def _stable_limit(maps: list[tuple[Map, Map]]) -> float | None:
    """The quartile of agreement; None unless pixels above it have a far heavier tail."""
    usable = [np.isfinite(statistic) & np.isfinite(agrees) for statistic, agrees in maps]
    pairs = list(zip(maps, usable, strict=True))
    scores = np.concatenate([statistic[known] for (statistic, _), known in pairs])
    agreements = np.concatenate([agrees[known] for (_, agrees), known in pairs])
    if KEPT * len(scores) < FEWEST:
        return None
    limit = float(np.quantile(agreements, KEPT))
    calm = agreements <= limit
    level = max(LEVEL, LEVEL_COUNT / np.count_nonzero(calm))
    beyond = float(np.mean(scores[~calm] > np.quantile(scores[calm], 1.0 - level)))
    return limit if beyond > EXCESS * level else None
