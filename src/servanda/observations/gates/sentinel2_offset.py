"""Which Sentinel-2 images carry the offset of 1,000, from their labels and their pixels.

Since processing baseline 04.00 (January 2022) the products hold reflectance x 10,000 + 1,000.
Archives have reprocessed old scenes, some providers take the offset off, and labels err both ways,
so neither the date nor the label alone is enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from servanda.records import Image, Scene

__all__ = ["OFFSET", "Offsets", "offsets"]

# Added to reflectance x 10,000 since this processing baseline. [definition]
OFFSET = 1000.0
FIRST_BASELINE = 4.0

DARK_PERCENTILE = 1.0  # of a band: its dark level [judgement; not from outside]
SAMPLE = 20_000  # pixels to take the percentile of [limit]
# A change of the dark level within this of 0 or 1,000 counts as that; seasons move it by less.
# [judgement; not from outside]
NEAR = 300.0
# Least change in every band: an offset moves all bands, sun and season leave some unchanged.
# [judgement; not from outside]
EVERY_BAND = 500.0
# An image with a lower dark level has no offset: its reflectance would be negative.
# [judgement; not from outside]
FREE_BELOW = 800.0

Pair = tuple[bool, bool]  # True if the earlier, and if the later, image carries the offset

NEITHER, LATER, EARLIER, BOTH = (False, False), (False, True), (True, False), (True, True)
WORDS = {
    NEITHER: "in neither image", LATER: "in the later image only",
    EARLIER: "in the earlier image only", BOTH: "in both images",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offsets:
    """Which images carry the offset, and why."""

    carried: Pair | None  # None if labels and pixels do not settle it
    why: str


def offsets(before: Image, after: Image) -> Offsets:
    """Which images carry the offset, if labels and pixels agree on it.

    Only the difference of the two images matters: if either both or neither carry the offset,
    nothing is subtracted, and the pair can be compared.
    """
    labelled = frozenset(product(_options_by_label(before.scene), _options_by_label(after.scene)))
    dark = _dark_levels(before, after)
    shown = _pairs_by_pixels(*dark)
    said = f"labels: {_list_pairs(labelled)}; pixels: {_list_pairs(shown)} ({_levels(*dark)})"
    agreed = labelled & shown
    if len(agreed) == 1:
        carried = next(iter(agreed))
        return Offsets(carried, f"Sentinel-2 offset of 1,000 {WORDS[carried]}; {said}")
    contradicted = not agreed and not _same_step(*dark)
    if _no_difference(agreed or labelled) and not contradicted:
        return Offsets(NEITHER, f"Sentinel-2 offset alike in both images, left as it is; {said}")
    problem = "undecided" if agreed else "disputed"
    return Offsets(None, f"radiometry {problem}: the Sentinel-2 offset of 1,000 by {said}")


def _options_by_label(scene: Scene) -> tuple[bool, ...]:
    """The answers that the label allows to whether the pixels carry the offset.

    Products before baseline 04.00 have none; from 04.00 on they have it unless it was subtracted.
    Without a baseline, both answers are possible.
    """
    found = re.match(r"\D{0,2}(\d{1,2}(?:\.\d+)?)", scene.processing or "")
    baseline = float(found.group(1)) if found else None
    if scene.offset_applied:
        return (False,)
    if baseline is None:
        return (False, True)
    return (baseline >= FIRST_BASELINE,)


def _dark_levels(before: Image, after: Image) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(band,) the dark level of each image, over the pixels that are clear on both."""
    places = np.flatnonzero(before.usable & after.usable)
    places = places[:: max(1, len(places) // SAMPLE)]

    def dark_level(image: Image) -> NDArray[np.float64]:
        sample = image.pixels.reshape(len(image.bands), -1)[:, places]
        return np.percentile(sample, DARK_PERCENTILE, axis=1).astype(np.float64)

    return dark_level(before), dark_level(after)


def _pairs_by_pixels(before: NDArray[np.float64], after: NDArray[np.float64]) -> frozenset[Pair]:
    """The pairs of answers that the dark levels allow."""
    allowed = set(WORDS)
    steps = after - before
    if _same_step(before, after):
        allowed &= {NEITHER, BOTH}
    elif _offset_step(steps):
        allowed &= {LATER}
    elif _offset_step(-steps):
        allowed &= {EARLIER}
    if before.min() < FREE_BELOW:
        allowed -= {EARLIER, BOTH}
    if after.min() < FREE_BELOW:
        allowed -= {LATER, BOTH}
    return frozenset(allowed)


def _same_step(before: NDArray[np.float64], after: NDArray[np.float64]) -> bool:
    return bool(abs(np.median(after - before)) <= NEAR)


def _offset_step(steps: NDArray[np.float64]) -> bool:
    return bool(abs(np.median(steps) - OFFSET) <= NEAR and steps.min() >= EVERY_BAND)


def _no_difference(pairs: frozenset[Pair]) -> bool:
    return pairs <= {NEITHER, BOTH}


def _list_pairs(pairs: frozenset[Pair]) -> str:
    if len(pairs) in (0, len(WORDS)):
        return "contradictory" if not pairs else "undecided"
    return " or ".join(words for pair, words in WORDS.items() if pair in pairs)


def _levels(before: NDArray[np.float64], after: NDArray[np.float64]) -> str:
    return f"darkest pixels {np.median(before):.0f} and {np.median(after):.0f}"
