"""Bands of one file on the grid of a site."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.enums import Resampling
from rasterio.warp import reproject, transform_bounds
from rasterio.windows import Window

from servanda.errors import SourceError
from servanda.records import Grid, Obstacle
from servanda.sources.imagery.pixels.band_units import as_quantity
from servanda.sources.imagery.pixels.black_fill import mark_black_fill
from servanda.sources.imagery.pixels.open_raster import affine, grid_of
from servanda.sources.imagery.pixels.site_grid import NOWHERE
from servanda.sources.imagery.pixels.windows import read_window
from servanda.sources.imagery.scenes.scene_entry import Asset, BandQuantity

__all__ = ["Patch", "read_patch", "resample_patch"]

MARGIN = 2  # pixels beyond the target that interpolation needs [judgement; not from outside]
SAME_PIXELS = 1e-3  # of a pixel; nearer grids are the same [judgement; not from outside]

# from this ratio on, pixels of the target are means of those of the file [judgement; not from
# outside]
COARSER = 1.5

# Of a pixel. GDAL's 0.125 would look like a misregistered scene. [judgement; not from outside]
TRANSFORM_ERROR = 0.01

ZERO_IS_A_VALUE = frozenset({BandQuantity.CLASSES, BandQuantity.DECIBELS})


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """Some bands on one grid."""

    pixels: NDArray[np.float32]  # (band, row, column), NaN where there are none
    obstacles: NDArray[np.uint8]  # (row, column)
    grid: Grid


def read_patch(
    dataset: rasterio.DatasetReader, assets: Sequence[Asset], target: Grid, label: str
) -> Patch:
    """The part of an open file that is needed for the target, on the file's own pixels.

    assets: bands of this one file, in their order. Pixels are in the units of `Image`.
    Raises SourceError where no part of the target is in the file.
    """
    native = grid_of(dataset)
    if native.crs is None:
        raise SourceError(label, *NOWHERE)
    rows, columns = _window(native, target, label)
    pixels, obstacles = read_window(
        dataset, Window.from_slices(rows, columns), [asset.band for asset in assets]
    )
    if assets[0].quantity not in ZERO_IS_A_VALUE:
        mark_black_fill(pixels, obstacles)
    whole = [np.issubdtype(np.dtype(dataset.dtypes[asset.band - 1]), np.integer)
             for asset in assets]  # fmt: skip
    for values, asset, integers in zip(pixels, assets, whole, strict=True):
        if asset.nodata is not None and not math.isnan(asset.nodata):
            obstacles[values == np.float32(asset.nodata)] = Obstacle.NO_DATA
        values[:] = as_quantity(values, asset, integers, label)
    obstacles[(obstacles == Obstacle.CLEAR) & ~np.isfinite(pixels).all(axis=0)] = Obstacle.INVALID
    pixels[:, obstacles != Obstacle.CLEAR] = np.nan
    return Patch(pixels, obstacles, native.window(rows, columns))


def resample_patch(patch: Patch, target: Grid, quantity: BandQuantity) -> Patch:
    """The patch on the target's pixels, NO_DATA where it does not reach.

    Pixels that fall on pixels stay as they are. Else reflectance is interpolated, and averaged
    where the target is coarser; radar and classes keep the nearest number, because interpolation
    would smooth the speckle that its statistics count on.
    """
    offset = _offset(patch.grid, target)
    if offset is not None:
        return _crop(patch, target, *offset)
    nearest = quantity is not BandQuantity.REFLECTANCE
    if _pixel_ratio(target, patch.grid) >= COARSER and quantity is not BandQuantity.CLASSES:
        method = Resampling.average
    else:
        method = Resampling.nearest if nearest else Resampling.bilinear
    pixels = np.full((len(patch.pixels), target.rows, target.columns), np.nan, np.float32)
    obstacles = np.full((target.rows, target.columns), Obstacle.NO_DATA, np.uint8)
    places = {
        "src_transform": affine(patch.grid),
        "src_crs": CRS.from_user_input(patch.grid.crs),
        "dst_transform": affine(target),
        "dst_crs": CRS.from_user_input(target.crs),
        "tolerance": TRANSFORM_ERROR,
    }
    # Else GDAL widens the kernel of grids turned against each other, and shifts what it reads.
    kernel = {} if method is Resampling.average else {"XSCALE": 1, "YSCALE": 1}
    reproject(patch.pixels, pixels, src_nodata=np.nan, dst_nodata=np.nan, resampling=method,
              **kernel, **places)  # fmt: skip
    reproject(patch.obstacles, obstacles, init_dest_nodata=False, resampling=Resampling.nearest,
              **places)  # fmt: skip
    gone = (obstacles == Obstacle.CLEAR) & ~np.isfinite(pixels).all(axis=0)
    obstacles[gone] = Obstacle.NO_DATA
    pixels[:, obstacles != Obstacle.CLEAR] = np.nan
    return Patch(pixels, obstacles, target)


def _window(native: Grid, target: Grid, label: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The rows and columns of the file that the target needs, cut at the file's edges."""
    bounds = target.bounds
    if native.crs != target.crs:
        bounds = transform_bounds(target.crs, native.crs, *bounds, densify_pts=21)
    corners = [(bounds[i], bounds[j]) for i in (0, 2) for j in (1, 3)]
    rows, columns = zip(*(native.rowcol(x, y) for x, y in corners), strict=True)
    if not all(map(math.isfinite, (*columns, *rows))):
        raise _outside_error(label)
    left = max(math.floor(min(columns) + SAME_PIXELS) - MARGIN, 0)
    right = min(math.ceil(max(columns) - SAME_PIXELS) + MARGIN, native.columns)
    top = max(math.floor(min(rows) + SAME_PIXELS) - MARGIN, 0)
    bottom = min(math.ceil(max(rows) - SAME_PIXELS) + MARGIN, native.rows)
    if right <= left or bottom <= top:
        raise _outside_error(label)
    return (top, bottom), (left, right)


def _outside_error(label: str) -> SourceError:
    return SourceError(
        label, "does not show the site", "check the coordinates, or leave the scene out"
    )


def _offset(grid: Grid, target: Grid) -> tuple[int, int] | None:
    """Row and column of the target's corner on the grid, where pixels fall on pixels."""
    if grid.crs != target.crs:
        return None
    a, b, _, d, e, _ = grid.transform
    for ours, other in zip((a, b, d, e), target.transform[:2] + target.transform[3:5], strict=True):
        if abs(ours - other) * max(target.rows, target.columns) > SAME_PIXELS * abs(a):
            return None
    row, column = grid.rowcol(*target.xy(0, 0))
    if abs(column - round(column)) > SAME_PIXELS or abs(row - round(row)) > SAME_PIXELS:
        return None
    return round(row), round(column)


def _crop(patch: Patch, target: Grid, row: int, column: int) -> Patch:
    pixels = np.full((len(patch.pixels), target.rows, target.columns), np.nan, np.float32)
    obstacles = np.full((target.rows, target.columns), Obstacle.NO_DATA, np.uint8)
    top, left = max(row, 0), max(column, 0)
    bottom = min(row + target.rows, patch.grid.rows)
    right = min(column + target.columns, patch.grid.columns)
    if bottom > top and right > left:
        into = (slice(top - row, bottom - row), slice(left - column, right - column))
        pixels[:, into[0], into[1]] = patch.pixels[:, top:bottom, left:right]
        obstacles[into] = patch.obstacles[top:bottom, left:right]
    return Patch(pixels, obstacles, target)


def _pixel_ratio(target: Grid, grid: Grid) -> float:
    """The side of one pixel of the target, near its middle, in pixels of the grid."""
    row, column = target.rows / 2, target.columns / 2
    corners = [target.xy(row, column), target.xy(row + 1, column + 1)]
    xs, ys = zip(*corners, strict=True)
    bounds = (min(xs), min(ys), max(xs), max(ys))
    if grid.crs != target.crs:
        bounds = transform_bounds(target.crs, grid.crs, *bounds)
    area = (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])
    return math.sqrt(area / grid.pixel_area)
