"""One site in one layer of imagery: its scenes read, compared and drawn. Runs in any process."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from servanda.atomic_write import keep_file
from servanda.dossier.picture.picture import Caption, picture
from servanda.errors import ServandaError, SourceError
from servanda.observations import SiteObservation, Target, comparable_series, observe_series
from servanda.records import Direction, Finding, Geometry, Grid, Image, Observation, Scene
from servanda.records.units import METRES_PER_DEGREE
from servanda.sources.imagery.pixels.chip_cache import ChipCache
from servanda.sources.imagery.pixels.chips import MIN_SIZE_M, read_chip
from servanda.sources.imagery.pixels.site_grid import pixel_size_m, site_mask
from servanda.sources.imagery.scenes.scene_entry import SceneEntry

__all__ = ["SiteResult", "SiteTask", "observe_site"]

# Of the surroundings, on each side: enough for some hundred control windows of the site's size.
LEAST_AROUND_PX, MOST_AROUND_PX = 128, 400
AROUND_SITES = 9  # sides of the site

# Of the same, what a picture shows.
LEAST_DRAWN_PX, DRAWN_SITES = 24, 3

Part = tuple[slice, slice]


@dataclass(frozen=True, slots=True)
class SiteTask:
    """Everything that looking at one site takes; can be handed to another process."""

    site: str
    name: str  # of the site, for pictures
    source: str  # whose images they are, for pictures
    place: Geometry
    others: tuple[Geometry, ...]  # of the other sites, which may lie in the surroundings
    entries: tuple[SceneEntry, ...]
    bands: tuple[str, ...]
    min_object_m: float | None
    expected_direction: Direction
    duty_start: date | None
    alpha: float
    chips: Path  # folder of what was read from servers
    pictures: Path


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What was seen of one site."""

    scenes: tuple[Scene, ...]
    observations: tuple[Observation, ...]
    left_out: tuple[str, ...]
    pictures: tuple[tuple[str, str], ...]  # observation id, path


def observe_site(task: SiteTask) -> SiteResult:
    """Every scene of the site against the one from before the duty.

    A scene that cannot be read is left out in words, and the others go on; whatever else goes wrong
    with this site stays with this site.
    """
    left_out: list[str] = []
    try:
        images = list(_images(task, left_out))
        looks = [
            look for series in comparable_series(images) for look in _observations(series, task)
        ]
        pictures = tuple((one.observation.id, str(_draw_picture(one, task))) for one in looks)
    except ServandaError as error:
        return SiteResult((), (), (*left_out, f"{task.site}: {error}"), ())
    if not looks and not left_out:
        left_out.append(f"{task.site}: {_too_few_scenes(len(images))}")
    used = {one.observation.before for one in looks} | {one.observation.after for one in looks}
    scenes = tuple(image.scene for image in images if image.scene.id in used)
    return SiteResult(scenes, tuple(one.observation for one in looks), tuple(left_out), pictures)


def _too_few_scenes(images: int) -> str:
    count = "no scene" if images == 0 else "a single scene"
    return f"{count} of it in this layer, two are needed; look further back or in other imagery"


def _images(task: SiteTask, left_out: list[str]) -> Iterator[Image]:
    """The site in each scene; all of one resolution on one grid."""
    cache = ChipCache(task.chips)
    grids: dict[tuple[str, float], Image] = {}
    for entry in task.entries:
        kind = (entry.scene.sensor, entry.scene.resolution_m)
        first = grids.get(kind)
        try:
            image = read_chip(
                entry,
                task.place,
                _margin_m(task, entry.scene.resolution_m),
                task.bands,
                target=None if first is None else first.grid,
                cache=cache,
                min_size_m=task.min_object_m or MIN_SIZE_M,
            )
        except SourceError as error:
            left_out.append(f"{task.site}: {error}")
            continue
        grids.setdefault(kind, image)
        yield image


def _margin_m(task: SiteTask, resolution_m: float) -> float:
    side_px = _side_m(task) / resolution_m
    return resolution_m * min(max(AROUND_SITES * side_px, LEAST_AROUND_PX), MOST_AROUND_PX)


def _side_m(task: SiteTask) -> float:
    """Roughly the longer side of the site; of a point the object's."""
    positions = [one for part in task.place.parts for one in part]
    tall = max(one.lat for one in positions) - min(one.lat for one in positions)
    wide = max(one.lon for one in positions) - min(one.lon for one in positions)
    metres = METRES_PER_DEGREE * max(tall, wide * math.cos(math.radians(positions[0].lat)))
    return max(metres, task.min_object_m or 0.0)


def _observations(series: Sequence[Image], task: SiteTask) -> Iterator[SiteObservation]:
    grid = series[0].grid
    size = task.min_object_m or pixel_size_m(grid)
    elsewhere = np.zeros((grid.rows, grid.columns), np.bool_)
    for place in task.others:
        elsewhere |= site_mask(grid, place, size)
    target = Target(
        site=task.site,
        footprint=site_mask(grid, task.place, size),
        min_object_m=task.min_object_m,
        other_sites=elsewhere,
        expected_direction=task.expected_direction,
    )
    yield from observe_series(series, target, task.alpha, task.duty_start)


def _draw_picture(look: SiteObservation, task: SiteTask) -> Path:
    """The file with the picture of a look."""
    before, after = look.prepared.before, look.prepared.after
    mask = site_mask(before.grid, task.place, task.min_object_m or pixel_size_m(before.grid))
    part = _surroundings(mask)
    data = picture(
        _crop(before, part),
        _crop(after, part),
        None if look.changed is None else look.changed[part],
        Caption(task.name, task.source, _caption_text(look.observation)),
        site=mask[part],
    )
    path = task.pictures / f"{look.observation.id}.png"
    keep_file(path, data, "pictures")
    return path


def _surroundings(site: NDArray[np.bool_]) -> Part:
    """The rows and columns to draw: the site, and enough around it to know the place again."""
    parts = []
    for axis in (0, 1):
        at = np.flatnonzero(site.any(axis=1 - axis))
        beyond = max(LEAST_DRAWN_PX, DRAWN_SITES * at.size)
        parts.append(slice(max(0, int(at[0]) - beyond), int(at[-1]) + 1 + beyond))
    return parts[0], parts[1]


def _crop(image: Image, part: Part) -> Image:
    rows, columns = part
    a, b, c, d, e, f = image.grid.transform
    corner = (a * columns.start + b * rows.start + c, d * columns.start + e * rows.start + f)
    pixels = image.pixels[:, rows, columns]
    transform = (a, b, corner[0], d, e, corner[1])
    grid = Grid(pixels.shape[1], pixels.shape[2], transform, image.grid.crs)
    return replace(image, pixels=pixels, obstacles=image.obstacles[part], grid=grid)


def _caption_text(seen: Observation) -> str:
    if seen.finding is Finding.NOT_OBSERVABLE:
        return f"not observable: {seen.why}"
    found = seen.finding.value
    if seen.direction is not Direction.UNDETERMINED:
        found = f"{found}, {seen.direction.value}"
    return f"{found} (p {seen.p_value:.3g}); {seen.why}"
