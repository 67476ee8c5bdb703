"""Sites on grids: the window around a site, and the pixels that it covers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain

import numpy as np
import utm
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.features import rasterize
from rasterio.warp import transform, transform_bounds
from scipy.ndimage import distance_transform_edt

from servanda.errors import SourceError
from servanda.records import Geometry, GeometryKind, Grid, LonLat
from servanda.records.units import METRES_PER_DEGREE
from servanda.sources.imagery.pixels.open_raster import affine

__all__ = [
    "NOWHERE",
    "grid_around",
    "pixel_size_m",
    "site_mask",
    "sites_mask",
]

DEGREES = "EPSG:4326"
WEB_MERCATOR = 3857  # EPSG; a metre there is a metre on the ground at the equator only [definition]
UTM_LATITUDES = (-80.0, 84.0)  # where UTM ends [definition]

NOWHERE = (
    "has no coordinate system, so that sites cannot be found in it",
    "give an orthorectified, terrain-corrected product",
)

Part = list[tuple[float, float]]


def site_mask(grid: Grid, place: Geometry, min_size_m: float | None = None) -> NDArray[np.bool_]:
    """(row, column) of the pixels that the site covers; at least one where it lies on the grid.

    min_size_m: a point becomes a square of this size, a line a band of this width; None: a pixel's
    Raises SourceError for a grid without a CRS.
    """
    if grid.crs is None:
        raise SourceError("grid", *NOWHERE)
    min_size_m = min_size_m or pixel_size_m(grid)
    if place.kind is GeometryKind.LINE:
        return _band(grid, _parts(place, grid.crs), min_size_m)
    rings = _parts(_square(place, min_size_m), grid.crs)
    shape = {"type": "Polygon", "coordinates": rings}
    mask = _rasterize_shape(grid, shape, touched=False)  # pixels whose middle is inside
    return mask if mask.any() else _rasterize_shape(grid, shape, touched=True)


def sites_mask(
    grid: Grid, places: Iterable[Geometry], min_size_m: float | None = None
) -> NDArray[np.bool_]:
    """(row, column) of the pixels that any of the sites covers; see `site_mask`."""
    covered = np.zeros((grid.rows, grid.columns), np.bool_)
    for place in places:
        covered |= site_mask(grid, place, min_size_m)
    return covered


def grid_around(
    place: Geometry,
    surroundings_m: float,
    min_size_m: float,
    native: Grid,
    resolution_m: float,
    label: str,
) -> Grid:
    """The site and its surroundings on the file's own pixels, or on square ones in metres.

    native: of the file. Kept where it is north up and in metres; else the grid is in UTM, with
    pixels of resolution_m whose corners are multiples of it.
    Raises SourceError where the file has no CRS.
    """
    if native.crs is None:
        raise SourceError(label, *NOWHERE)
    metric = _utm(place)
    if CRS.from_user_input(native.crs).is_geographic or not native.is_north_up:
        native = Grid(0, 0, (resolution_m, 0.0, 0.0, 0.0, -resolution_m, 0.0), metric)
    xs, ys = zip(*chain(*_parts(place, metric)), strict=True)
    beyond = surroundings_m + (0.0 if place.kind is GeometryKind.POLYGON else min_size_m / 2)
    box = (min(xs) - beyond, min(ys) - beyond, max(xs) + beyond, max(ys) + beyond)
    if native.crs != metric:
        box = transform_bounds(metric, native.crs, *box)
    a, _, c, _, e, f = native.transform
    left, right = math.floor((box[0] - c) / a), math.ceil((box[2] - c) / a)
    top, bottom = math.floor((box[3] - f) / e), math.ceil((box[1] - f) / e)
    return native.window((top, bottom), (left, right))


def pixel_size_m(grid: Grid) -> float:
    """The side of a pixel on the ground, in metres; of an oblong one that of an equal square."""
    side = grid.pixel_size
    if grid.crs is None:
        return side
    crs = CRS.from_user_input(grid.crs)
    if not crs.is_geographic and crs.to_epsg() != WEB_MERCATOR:
        return side * float(crs.linear_units_factor[1])
    x, y = grid.xy(grid.rows / 2, grid.columns / 2)
    shrunk = math.cos(math.radians(transform(crs, DEGREES, [x], [y])[1][0]))
    return side * (METRES_PER_DEGREE * math.sqrt(shrunk) if crs.is_geographic else shrunk)


def _square(place: Geometry, size_m: float) -> Geometry:
    """A polygon as it is; a point as a square in its UTM zone."""
    if place.kind is GeometryKind.POLYGON:
        return place
    metric = _utm(place)
    ((x, y),) = _parts(place, metric)[0]
    half = size_m / 2
    xs, ys = [x - half, x + half, x + half, x - half, x - half], [y - half] * 2 + [y + half] * 2
    lons, lats = transform(metric, DEGREES, xs, [*ys, y - half])[:2]
    corners = tuple(LonLat(lon, lat) for lon, lat in zip(lons, lats, strict=True))
    return Geometry(GeometryKind.POLYGON, (corners,))


def _band(grid: Grid, lines: list[Part], width_m: float) -> NDArray[np.bool_]:
    mask = _rasterize_shape(grid, {"type": "MultiLineString", "coordinates": lines}, touched=True)
    if not mask.any():
        return mask
    near: NDArray[np.bool_] = distance_transform_edt(~mask) * pixel_size_m(grid) <= width_m / 2
    return near


def _rasterize_shape(grid: Grid, shape: object, *, touched: bool) -> NDArray[np.bool_]:
    drawn: NDArray[np.bool_] = rasterize(
        [(shape, 1)],
        out_shape=(grid.rows, grid.columns),
        transform=affine(grid),
        all_touched=touched,
        dtype=np.uint8,
    ).astype(np.bool_)
    return drawn


def _parts(place: Geometry, crs: str) -> list[Part]:
    """The parts of the geometry as x and y."""
    found = []
    for part in place.parts:
        xs, ys = transform(DEGREES, crs, [p.lon for p in part], [p.lat for p in part])[:2]
        found.append(list(zip(xs, ys, strict=True)))
    return found


def _utm(place: Geometry) -> str:
    """The UTM zone of the middle; polar stereographic where UTM ends."""
    lons = [position.lon for part in place.parts for position in part]
    lats = [position.lat for part in place.parts for position in part]
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    if not UTM_LATITUDES[0] <= lat <= UTM_LATITUDES[1]:
        return "EPSG:3413" if lat > 0 else "EPSG:3031"
    zone = utm.latlon_to_zone_number(lat, lon)  # knows the wider zones of Norway and Svalbard
    return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"
