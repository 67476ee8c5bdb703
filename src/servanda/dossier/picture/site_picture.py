"""The picture of one observation: its site, with enough around it to recognise the place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.dossier.picture.picture import Caption, picture
from servanda.records import Direction, Finding, Image, Observation

__all__ = ["caption_text", "site_picture"]

# Pixels beyond the site on each side, or as many sides of it where that is more. [layout]
LEAST_AROUND_PX, AROUND_SITES = 24, 3

Mask = NDArray[np.bool_]


def site_picture(
    observation: Observation,
    images: tuple[Image, Image],
    changed: Mask | None,
    site: Mask,
    *,
    name: str,
    source: str,
) -> bytes:
    """A PNG of the site before and after, and of the change; equal input gives equal bytes.

    images: before and after, on one grid
    changed: (row, column) where the ground changed; None where that could not be observed
    site: (row, column) the footprint of the site, at least one pixel
    name: of the site; source: who took the images, and their licence
    """
    rows, columns = (_span(site, axis) for axis in (0, 1))
    part = slice(*rows), slice(*columns)
    before, after = (image.window(rows, columns) for image in images)
    return picture(
        before,
        after,
        None if changed is None else changed[part],
        Caption(name, source, caption_text(observation)),
        site=site[part],
    )


def caption_text(observation: Observation) -> str:
    """The finding with its p-value, or why nothing could be observed."""
    if observation.finding is Finding.NOT_OBSERVABLE:
        return f"not observable: {observation.why}"
    found = observation.finding.value
    if observation.direction is not Direction.UNDETERMINED:
        found = f"{found}, {observation.direction.value}"
    return f"{found} (p {observation.p_value:.3g}); {observation.why}"


def _span(site: Mask, axis: int) -> tuple[int, int]:
    """The rows (axis 0) or columns (axis 1) to draw, within the image."""
    covered = np.flatnonzero(site.any(axis=1 - axis))
    beyond = max(LEAST_AROUND_PX, AROUND_SITES * covered.size)
    first, last = int(covered[0]), int(covered[-1])
    return max(0, first - beyond), min(site.shape[axis], last + 1 + beyond)
