"""Which Sentinel-2 images carry the offset of 1,000, by their labels and by their pixels.

Since processing baseline 04.00 (January 2022) the products hold reflectance x 10,000 + 1,000.
Archives have reprocessed old scenes, some providers take the offset off, and labels err both ways,
so the date says nothing and the label alone not enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from servanda.records import Image, Scene

__all__ = ["OFFSET", "Offsets", "offsets"]

OFFSET = 1000.0
FIRST_BASELINE = 4.0
DARK_PERCENTILE = 1.0
SAMPLE = 20_000  # pixels to take the percentile of
NEAR = 300.0  # a step within this of 0 or 1,000 is that step; seasons move dark pixels by less
EVERY_BAND = 500.0  # an offset moves all bands; sun and season leave some where they are
FREE_BELOW = 800.0  # an image this dark would be of negative reflectance under an offset

Pair = tuple[bool, bool]  # whether the earlier and the later image carry it

NEITHER, LATER, EARLIER, BOTH = (False, False), (False, True), (True, False), (True, True)
WORDS = {
    NEITHER: "in neither image", LATER: "in the later image only",
    EARLIER: "in the earlier image only", BOTH: "in both images",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offsets:
    """Which images carry the offset; None where that cannot be told."""

    carried: Pair | None
    why: str


def offsets(before: Image, after: Image) -> Offsets:
    """What labels and pixels agree on; where they contradict each other, nothing.

    Only what bears on the difference of the two needs deciding: if both or neither may carry the
    offset, nothing is taken off, and the pair can be compared all the same.
    """
    claims = frozenset(product(_options_by_label(before.scene), _options_by_label(after.scene)))
    dark = _dark_levels(before, after)
    shown = _pairs_by_pixels(*dark)
    said = f"labels: {_list_pairs(claims)}; pixels: {_list_pairs(shown)} ({_levels(*dark)})"
    agreed = claims & shown
    if len(agreed) == 1:
        carried = next(iter(agreed))
        return Offsets(carried, f"Sentinel-2 offset of 1,000 {WORDS[carried]}; {said}")
    if _no_difference(agreed or claims) and (agreed or _same_step(*dark)):
        return Offsets(NEITHER, f"Sentinel-2 offset alike in both images, left as it is; {said}")
    problem = "undecided" if agreed else "disputed"
    return Offsets(None, f"radiometry {problem}: the Sentinel-2 offset of 1,000 by {said}")


def _options_by_label(scene: Scene) -> tuple[bool, ...]:
    """Whether the label says that the pixels carry the offset; both answers where it says neither.

    A version before 04.00 never had one. From 04.00 on it is there unless it was taken off.
    """
    found = re.match(r"\D{0,2}(\d{1,2}(?:\.\d+)?)", scene.processing or "")
    baseline = float(found.group(1)) if found else None
    if scene.offset_applied or (baseline is not None and baseline < FIRST_BASELINE):
        return (False,)
    return (False, True) if baseline is None else (True,)


def _dark_levels(before: Image, after: Image) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(band,) the level of the darkest pixels of either image, over the same ground."""
    places = np.flatnonzero(before.usable & after.usable)
    places = places[:: max(1, len(places) // SAMPLE)]
    levels = [
        np.percentile(
            image.pixels.reshape(len(image.bands), -1)[:, places], DARK_PERCENTILE, axis=1
        )
        for image in (before, after)
    ]
    return levels[0].astype(np.float64), levels[1].astype(np.float64)


def _pairs_by_pixels(before: NDArray[np.float64], after: NDArray[np.float64]) -> frozenset[Pair]:
    """What the pixels allow."""
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
