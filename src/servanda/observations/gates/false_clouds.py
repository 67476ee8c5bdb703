"""Doubt about a cloud mask that covers only the site: likely a bright roof or bare ground."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from servanda.observations.gates.gate import percent
from servanda.records import Image, Obstacle

__all__ = ["false_cloud"]

Mask = NDArray[np.bool_]

RING_PX = 10  # width of the ring around the site [judgement; not from outside]
# Shares under cloud: of the site at least, and of its ring at most. [judgement; not from outside]
MOSTLY, HARDLY = 0.8, 0.05


def false_cloud(before: Image, after: Image, site: Mask) -> str | None:
    """Why to doubt a cloud mask that covers a bright site and little around it; None otherwise.

    Masks take bright roofs, concrete and sand for cloud, and such places are often the sites. The
    doubt is only reported: the site stays unobserved, because a small cloud looks the same.
    """
    ring = _ring(site)
    for image in (before, after):
        cloud = image.obstacles == Obstacle.CLOUD
        if _share(cloud[site]) < MOSTLY or _share(cloud[ring]) > HARDLY:
            continue
        if _brighter(image, site, ring):
            when = f"{image.scene.acquired:%Y-%m-%d}"
            around = f"{percent(_share(cloud[ring]))} of the {RING_PX} pixels around it"
            return (
                f"the cloud mask of {when} covers the site and {around}, and the site is bright: "
                "likely a roof or bare ground taken for cloud, look at the picture"
            )
    return None


def _ring(site: Mask) -> Mask:
    """The pixels around the site; only a part of the image is dilated, which is faster."""
    rows, columns = (np.flatnonzero(site.any(axis=axis)) for axis in (1, 0))
    top, left = max(0, rows[0] - RING_PX), max(0, columns[0] - RING_PX)
    part = np.s_[top : rows[-1] + RING_PX + 1, left : columns[-1] + RING_PX + 1]
    ring = np.zeros_like(site)
    grown = ndimage.binary_dilation(site[part], iterations=RING_PX)
    ring[part] = grown & ~site[part]
    return ring


def _share(mask: Mask) -> float:
    return float(mask.mean()) if mask.size else 1.0


def _brighter(image: Image, site: Mask, ring: Mask) -> bool:
    """True if the median of the site is above nine tenths of the clear pixels around it."""
    clear = ring & image.usable
    level = image.pixels.mean(axis=0)
    if not clear.any():
        return False
    return bool(np.median(level[site]) > np.quantile(level[clear], 0.9))
