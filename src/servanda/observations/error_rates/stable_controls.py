"""Controls of a map of the monitor: pixels whose surroundings do not change together.

Logarithms of speckle are skewed, and so a fall scores higher than a rise of the same rarity.
Controls chosen by direction, as for the other methods, would therefore be too quiet: on gamma
speckle of 5 looks without change 2.6 % were then called at 1 %. Agreement of the surroundings
alone looks at neither the direction nor the length of a pixel's own departures.
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
    """The pixels around which directions agree least; every one where that sets nothing apart.

    Raises NoStatisticError if no pixel is usable.
    """
    maps = [
        (one.statistic, agreement(one.statistic[None] if one.variates is None else one.variates))
        for one in tiles
    ]
    limit = _stable_limit(maps)
    if limit is None:
        return sample_controls(Tile(statistic) for statistic, _ in maps)
    chosen = ground_controls((statistic, agrees <= limit) for statistic, agrees in maps)
    return replace(chosen, how=HOW)


def _stable_limit(maps: list[tuple[Map, Map]]) -> float | None:
    """The agreement of a quarter of the pixels; None unless the rest have a far heavier tail."""
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
