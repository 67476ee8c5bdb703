"""Observing one site in one layer of imagery; can run in another process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from servanda.atomic_write import keep_file
from servanda.dossier.picture.site_picture import site_picture
from servanda.errors import ServandaError
from servanda.observations import SiteObservation, Target, comparable_series, observe_series
from servanda.records import Direction, Geometry, Image, Observation, Scene
from servanda.sources.imagery.pixels.chip_cache import ChipCache
from servanda.sources.imagery.pixels.site_grid import site_mask, sites_mask
from servanda.sources.imagery.pixels.site_images import read_site_images
from servanda.sources.imagery.pixels.timeouts import PATIENCE, Timeouts
from servanda.sources.imagery.scenes.scene_entry import SceneEntry

__all__ = ["SiteResult", "SiteTask", "observe_site"]


@dataclass(frozen=True, slots=True)
class SiteTask:
    """All input for observing one site; can be sent to another process."""

    site: str
    name: str  # of the site, for pictures
    source: str  # of the images, for pictures
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
    patience: Timeouts = PATIENCE  # with servers, and which of them may be asked


@dataclass(frozen=True, slots=True)
class SiteResult:
    """The observations of one site with their scenes and pictures."""

    scenes: tuple[Scene, ...]
    observations: tuple[Observation, ...]
    left_out: tuple[str, ...]
    pictures: tuple[tuple[str, str], ...]  # observation id, path


def observe_site(task: SiteTask) -> SiteResult:
    """Compare every scene of the site with the one from before the duty.

    A scene that cannot be read is named in `left_out`, and the others go on; any other error ends
    this site alone.
    """
    left_out: list[str] = []
    try:
        read = read_site_images(
            task.entries,
            task.place,
            task.bands,
            task.min_object_m,
            ChipCache(task.chips),
            task.patience,
        )
        left_out += [f"{task.site}: {error}" for error in read.errors]
        looks = [
            look
            for series in comparable_series(read.images)
            for look in _observations(series, task)
        ]
        pictures = tuple((look.observation.id, str(_draw_picture(look, task))) for look in looks)
    except ServandaError as error:
        return SiteResult((), (), (*left_out, f"{task.site}: {error}"), ())
    if not looks and not left_out:
        left_out.append(f"{task.site}: {_too_few_scenes(len(read.images))}")
    observations = tuple(look.observation for look in looks)
    scenes = _scenes_of(observations, read.images)
    return SiteResult(scenes, observations, tuple(left_out), pictures)


def _scenes_of(observations: Sequence[Observation], images: Sequence[Image]) -> tuple[Scene, ...]:
    """The scenes that the observations compare."""
    used = {id_ for seen in observations for id_ in (seen.before, seen.after)}
    return tuple(image.scene for image in images if image.scene.id in used)


def _too_few_scenes(images: int) -> str:
    count = "no scene" if images == 0 else "a single scene"
    return f"{count} of it in this layer, two are needed; look further back or in other imagery"


def _observations(series: Sequence[Image], task: SiteTask) -> Iterator[SiteObservation]:
    grid = series[0].grid
    target = Target(
        site=task.site,
        footprint=site_mask(grid, task.place, task.min_object_m),
        min_object_m=task.min_object_m,
        other_sites=sites_mask(grid, task.others, task.min_object_m),
        expected_direction=task.expected_direction,
    )
    yield from observe_series(series, target, task.alpha, task.duty_start)


def _draw_picture(look: SiteObservation, task: SiteTask) -> Path:
    """Draw the picture of a look and give the path of its file."""
    before, after = look.prepared.before, look.prepared.after
    site = site_mask(before.grid, task.place, task.min_object_m)
    data = site_picture(
        look.observation, (before, after), look.changed, site, name=task.name, source=task.source
    )
    path = task.pictures / f"{look.observation.id}.png"
    keep_file(path, data, "pictures")
    return path
