"""Chips: the window of a scene around one site, all bands on one grid, cloud marked."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np

from servanda.errors import SourceError
from servanda.records import Geometry, Grid, Image, Obstacle
from servanda.sources.files.limits import MEGABYTE
from servanda.sources.imagery.pixels.chip_cache import ChipCache
from servanda.sources.imagery.pixels.cloud_classes import (
    CLASSES,
    CLOUD_MARGIN_M,
    Obstacles,
    dilate_obstacles,
)
from servanda.sources.imagery.pixels.open_raster import grid_of, opened_raster
from servanda.sources.imagery.pixels.patches import Patch, read_patch, resample_patch
from servanda.sources.imagery.pixels.remote_files import display_href, is_remote
from servanda.sources.imagery.pixels.site_grid import grid_around, pixel_size_m
from servanda.sources.imagery.pixels.timeouts import PATIENCE, Timeouts
from servanda.sources.imagery.pixels.windows import WINDOW_BYTES
from servanda.sources.imagery.scenes.scene_entry import Asset, SceneEntry

__all__ = ["MIN_SIZE_M", "read_chip"]

# Of a site that is given as a point: a guard post with its cleared pad.
# [judgement; `min_size_m` of a duty]
MIN_SIZE_M = 10.0


@dataclass(frozen=True, slots=True)
class _ChipReader:
    """The scene, place and settings that every part of one chip is read with."""

    entry: SceneEntry
    place: Geometry
    surroundings_m: float
    min_size_m: float
    cache: ChipCache | None
    patience: Timeouts

    def patch(self, assets: Sequence[Asset], target: Grid | None) -> Patch:
        """Bands of one file; without a target, on a grid of the file's own around the site."""
        href = assets[0].href
        if self.cache is None or not is_remote(href):  # a file of our own may change
            return self._read(assets, target)
        wanted: dict[str, Any] = {"assets": [asdict(asset) | {"href": ""} for asset in assets]}
        if target is None:
            wanted["around"] = [asdict(self.place), self.surroundings_m, self.min_size_m]
            wanted["resolution_m"] = self.entry.scene.resolution_m
        else:
            wanted["target"] = asdict(target)
        return self.cache.patch(href, wanted, lambda: self._read(assets, target))

    def _read(self, assets: Sequence[Asset], target: Grid | None) -> Patch:
        label = display_href(assets[0].href)
        with opened_raster(assets[0].href, self.patience) as dataset:
            grid = target or grid_around(
                self.place, self.surroundings_m, self.min_size_m,
                grid_of(dataset), self.entry.scene.resolution_m, label,
            )  # fmt: skip
            _check_size(grid, len(assets), label)
            patch = read_patch(dataset, assets, grid, label)
        return resample_patch(patch, grid, assets[0].quantity)


def read_chip(
    entry: SceneEntry,
    place: Geometry,
    surroundings_m: float,
    bands: Sequence[str] = (),
    *,
    target: Grid | None = None,
    cache: ChipCache | None = None,
    patience: Timeouts = PATIENCE,
    min_size_m: float = MIN_SIZE_M,
    cloud_margin_m: float = CLOUD_MARGIN_M,
) -> Image:
    """The site and its surroundings in one scene; only that part of its files is read.

    surroundings_m: how far the chip reaches beyond the site on each side
    bands: by any of their names; empty: the usual ones of the scene
    target: the grid to bring all bands to, as that of another chip of this site; None: pixels of
        the finest band, kept as they are where they are in metres
    cloud_margin_m: clear pixels so near to cloud or shadow count as hidden too

    The scene's sha256 is of its file where one local file is the scene, else of what was read:
    pixels, obstacles and grid. Its resolution is never finer than the pixels.
    Raises SourceError, one sentence for the one file that failed.
    """
    reading = _ChipReader(entry, place, surroundings_m, min_size_m, cache, patience)
    names = tuple(bands) or entry.usual_bands
    assets = entry.select_assets(names)
    order = sorted(range(len(assets)), key=lambda i: (assets[i].resolution_m or 0.0, i))
    patches: dict[int, Patch] = {}
    for _, group in groupby(order, key=lambda i: (assets[i].href, assets[i].quantity)):
        members = list(group)
        patch = reading.patch([assets[i] for i in members], target)
        target = patch.grid
        for place_in_file, i in enumerate(members):
            patches[i] = replace(patch, pixels=patch.pixels[place_in_file : place_in_file + 1])
    if target is None:
        raise SourceError(entry.label, "was asked for no band", "name one")
    pixels = np.concatenate([patches[i].pixels for i in range(len(assets))])
    obstacles = _merge_obstacles([patches[i].obstacles for i in range(len(assets))])
    if entry.classification is not None:
        hidden = _cloud_obstacles(reading, entry.classification, target, cloud_margin_m)
        obstacles = np.where(obstacles == Obstacle.CLEAR, hidden, obstacles)
    pixels[:, np.isin(obstacles, (Obstacle.NO_DATA, Obstacle.INVALID))] = np.nan
    return _image(entry, names, pixels, obstacles, target)


def _cloud_obstacles(
    reading: _ChipReader, asset: Asset, target: Grid, margin_m: float
) -> Obstacles:
    """The obstacles by the scene's classes; those up to a margin beyond the chip count too."""
    margin_pixels = margin_m / pixel_size_m(target)
    beyond = math.ceil(margin_pixels)
    reader = CLASSES[asset.names[0]]
    bands = [replace(asset, band=asset.band + number) for number in range(reader.bands)]
    patch = reading.patch(bands, target.padded(beyond))
    hidden = reader.obstacles(patch.pixels)
    inside = slice(beyond, beyond + target.rows), slice(beyond, beyond + target.columns)
    return dilate_obstacles(hidden, margin_pixels)[inside]


def _merge_obstacles(obstacles: Sequence[Obstacles]) -> Obstacles:
    """For each pixel the obstacle of the first band that has one."""
    merged = obstacles[0].copy()
    for further in obstacles[1:]:
        merged = np.where(merged == Obstacle.CLEAR, further, merged)
    return merged


def _image(
    entry: SceneEntry, names: tuple[str, ...], pixels: Any, obstacles: Obstacles, grid: Grid
) -> Image:
    scene = entry.scene
    if not entry.whole_file:
        described = json.dumps([names, asdict(grid)], sort_keys=True).encode()
        content = described + pixels.astype("<f4").tobytes() + obstacles.tobytes()
        scene = replace(scene, sha256=hashlib.sha256(content).hexdigest())
    scene = replace(scene, resolution_m=max(scene.resolution_m, pixel_size_m(grid)))
    return Image(scene, names, pixels, obstacles, grid)


def _check_size(grid: Grid, bands: int, label: str) -> None:
    size = grid.rows * grid.columns * bands * 4
    if size > WINDOW_BYTES:
        raise SourceError(
            label,
            f"would need {size // MEGABYTE:,} MB for {grid.rows:,} x {grid.columns:,} pixels",
            "look at smaller surroundings, or at a coarser band",
        )
