"""The gate on the clear share of a site and its surroundings, with what hides the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from servanda.observations.gates.false_clouds import false_cloud
from servanda.observations.gates.gate import Gate, GateSettings, failed_gate, passed_gate, percent
from servanda.records import BlindSpotKind, Image, Obstacle

__all__ = ["NAME", "check_clearness", "combine_obstacles", "mask_invalid_pixels"]

NAME = "clear share"
LARGEST = np.float32(1e9)  # reflectance x 10,000 ends near 20,000, power near 10,000

Mask = NDArray[np.bool_]
Obstacles = NDArray[np.uint8]

WORDS = {
    Obstacle.NO_DATA: "no data",
    Obstacle.CLOUD: "cloud",
    Obstacle.SHADOW: "shadow",
    Obstacle.SNOW: "snow",
    Obstacle.INVALID: "invalid pixels",
}
BLIND_SPOTS = {
    Obstacle.CLOUD: BlindSpotKind.CLOUD,
    Obstacle.SHADOW: BlindSpotKind.CLOUD,
    Obstacle.SNOW: BlindSpotKind.SEASON,
}


def mask_invalid_pixels(image: Image) -> Image:
    """The image with invalid pixels marked as hidden and set to 0.

    Invalid are NaN, infinity, and numbers beyond `LARGEST`, which no sensor measures: a fill value
    such as -3.4e38 has no square in float32.
    """
    measured = np.abs(image.pixels) <= LARGEST  # false for NaN
    if measured.all():
        return image
    broken = ~measured.all(axis=0) & image.usable
    hidden = np.where(broken, np.uint8(Obstacle.INVALID), image.obstacles).astype(np.uint8)
    pixels = np.where(measured, image.pixels, np.float32(0.0))
    return replace(image, obstacles=hidden, pixels=pixels)


def combine_obstacles(before: Obstacles, after: Obstacles) -> Obstacles:
    """(row, column) the obstacle of each pixel on either date; if on both, that of the earlier."""
    return np.where(before == Obstacle.CLEAR, after, before).astype(np.uint8)


def check_clearness(before: Image, after: Image, site: Mask, settings: GateSettings) -> Gate:
    """The gate that passes if enough of the site and its surroundings is clear on both dates.

    site: (row, column)
    Snow counts as an obstacle, since it hides the ground as cloud does.
    """
    if not site.any():
        return failed_gate(NAME, "the site does not lie in the image")
    hidden = combine_obstacles(before.obstacles, after.obstacles)
    shares = _shares(hidden[site])
    if shares[Obstacle.CLEAR] < settings.least_clear_site:
        least = percent(settings.least_clear_site)
        dates = _dates(before, after, site)
        why = f"{_describe_shares(shares, 'site')}; at least {least} needed ({dates})"
        doubt = false_cloud(before, after, site)
        if doubt:
            why = f"{why}; {doubt}"
        return failed_gate(NAME, why, _blind_spot(shares))
    around = _shares(hidden[~site])
    count = int(np.count_nonzero(hidden[~site] == Obstacle.CLEAR))
    if (
        around[Obstacle.CLEAR] < settings.least_clear_around
        and count < settings.enough_clear_around
    ):
        why = f"{_describe_shares(around, 'surroundings')}; too little to compare the site with"
        return failed_gate(NAME, why, _blind_spot(around))
    clear, clear_around = percent(shares[Obstacle.CLEAR]), percent(around[Obstacle.CLEAR])
    return passed_gate(
        NAME, f"{clear} of the site and {clear_around} around it are clear on both dates"
    )


def _shares(hidden: Obstacles) -> dict[Obstacle, float]:
    """The share of pixels under each obstacle; all 0 if there is no pixel."""
    counts = np.bincount(hidden.ravel(), minlength=len(Obstacle))
    total = max(1, hidden.size)
    return {obstacle: float(counts[obstacle.value]) / total for obstacle in Obstacle}


def _describe_shares(shares: dict[Obstacle, float], what: str) -> str:
    hiding = sorted((kind for kind in WORDS if shares[kind] > 0.0), key=lambda kind: -shares[kind])
    if not hiding:
        return f"there is nothing of the {what}"
    listed = ", ".join(f"{WORDS[kind]} {percent(shares[kind])}" for kind in hiding)
    clear = percent(shares[Obstacle.CLEAR]) if shares[Obstacle.CLEAR] else "nothing"
    return f"{clear} of the {what} is clear; {listed}"


def _dates(before: Image, after: Image, site: Mask) -> str:
    """The clear share of the site on each date, in words."""
    return ", ".join(
        f"{percent(float(image.usable[site].mean()))} on {image.scene.acquired:%Y-%m-%d}"
        for image in (before, after)
    )


def _blind_spot(shares: dict[Obstacle, float]) -> BlindSpotKind:
    worst = max(WORDS, key=lambda kind: shares[kind])
    return BLIND_SPOTS.get(worst, BlindSpotKind.GATE)
