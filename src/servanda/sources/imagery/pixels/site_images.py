"""A site in each of its scenes, with enough around it to compare it with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from servanda.errors import SourceError
from servanda.records import Geometry, Grid, Image
from servanda.records.units import METRES_PER_DEGREE
from servanda.sources.imagery.pixels.chip_cache import ChipCache
from servanda.sources.imagery.pixels.chips import MIN_SIZE_M, read_chip
from servanda.sources.imagery.pixels.timeouts import PATIENCE, Timeouts
from servanda.sources.imagery.scenes.scene_entry import SceneEntry

__all__ = ["SiteImages", "read_site_images", "surroundings_m"]

# On each side of a site: room for some hundred control windows of its size, and at most some
# megabytes a band to read. Sides of the site, within limits in pixels.
# [judgement; `make bench-observations` shows what other numbers would cost]
AROUND_SITES = 9
LEAST_AROUND_PX, MOST_AROUND_PX = 128, 400


@dataclass(frozen=True, slots=True, eq=False)
class SiteImages:
    """The scenes of a site that could be read, and what was wrong with others."""

    images: tuple[Image, ...]  # in the order of the scenes
    errors: tuple[SourceError, ...]


def read_site_images(
    entries: Iterable[SceneEntry],
    place: Geometry,
    bands: Sequence[str],
    min_object_m: float | None,
    cache: ChipCache | None = None,
    patience: Timeouts = PATIENCE,
) -> SiteImages:
    """The site in each scene; scenes of one sensor and resolution lie on the grid of the first.

    bands: by any of their names; empty: the usual ones of each scene
    min_object_m: side of the smallest object that matters, m; None if not stated
    """
    images: list[Image] = []
    errors: list[SourceError] = []
    grids: dict[tuple[str, float], Grid] = {}
    for entry in entries:
        kind = (entry.scene.sensor, entry.scene.resolution_m)
        try:
            image = read_chip(
                entry,
                place,
                surroundings_m(place, min_object_m, entry.scene.resolution_m),
                bands,
                target=grids.get(kind),
                cache=cache,
                min_size_m=min_object_m or MIN_SIZE_M,
                patience=patience,
            )
        except SourceError as error:
            errors.append(error)
            continue
        grids.setdefault(kind, image.grid)
        images.append(image)
    return SiteImages(tuple(images), tuple(errors))


def surroundings_m(place: Geometry, min_object_m: float | None, resolution_m: float) -> float:
    """How far to read beyond a site on each side: some sides of it, within limits in pixels."""
    side_px = _longer_side_m(place, min_object_m) / resolution_m
    return resolution_m * min(max(AROUND_SITES * side_px, LEAST_AROUND_PX), MOST_AROUND_PX)


def _longer_side_m(place: Geometry, min_object_m: float | None) -> float:
    """Roughly the longer side of the site; of a point the object's."""
    west, south, east, north = place.bounds
    shrunk = math.cos(math.radians(place.parts[0][0].lat))
    metres = METRES_PER_DEGREE * max(north - south, (east - west) * shrunk)
    return max(metres, min_object_m or 0.0)
