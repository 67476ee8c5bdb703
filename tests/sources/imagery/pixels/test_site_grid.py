"""Where a site lies on a grid: which zone measures it in metres, and how large its pixels are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasterio.warp import transform

from servanda.records import Geometry, GeometryKind, Grid, LonLat
from servanda.sources.imagery.pixels.site_grid import (
    grid_around,
    pixel_size_m,
    site_mask,
    sites_mask,
)

DEGREES = Grid(180, 360, (1.0, 0.0, -180.0, 0.0, -1.0, 90.0), "EPSG:4326")


def point(lon: float, lat: float) -> Geometry:
    return Geometry(GeometryKind.POINT, ((LonLat(lon, lat),),))


def metric(lon: float, lat: float) -> Grid:
    """The grid of a point in a file that is in degrees: in metres, 200 m around."""
    return grid_around(point(lon, lat), 200.0, 10.0, DEGREES, 10.0, "a.tif")


@pytest.mark.parametrize(
    ("place", "lon", "lat", "zone"),
    [
        ("Panmunjom", 126.68, 37.96, 32652),
        ("Aceh", 95.32, 5.55, 32646),
        ("Canberra", 149.13, -35.28, 32755),
        # Norway's west coast belongs to 32V, which is widened to 3 degrees east.
        ("Bergen", 5.32, 60.39, 32632),
        ("off Bergen", 2.99, 60.39, 32631),
        ("Shetland, north of 32V", 5.0, 64.0, 32631),
        ("Hamburg, south of 32V", 5.9, 55.9, 32631),
        # Svalbard has 31X, 33X, 35X and 37X, and no even zones between them.
        ("off Svalbard", 8.9, 78.0, 32631),
        ("Ny-Alesund", 11.93, 78.92, 32633),
        ("Longyearbyen", 15.63, 78.22, 32633),
        ("Hopen", 25.01, 76.51, 32635),
        ("Kvitoya", 32.5, 80.15, 32635),
        ("Franz Josef Land", 41.9, 80.6, 32637),
        ("Bear Island's sea, south of 33X", 11.9, 71.9, 32632),
        # UTM ends before the poles.
        ("North Pole", 0.0, 89.0, 3413),
        ("Vostok", 106.8, -81.0, 3031),
    ],
)
def test_a_site_is_measured_in_the_zone_of_its_country(
    place: str, lon: float, lat: float, zone: int
) -> None:
    assert metric(lon, lat).crs == f"EPSG:{zone}", place


@given(st.floats(-180.0, 180.0), st.floats(-80.0, 84.0))
def test_no_zone_is_farther_than_its_widest(lon: float, lat: float) -> None:
    """Half of a zone's 6 degrees, where the wider ones of Norway and Svalbard allow no more."""
    zone = int((metric(lon, lat).crs or "")[-2:])
    off = (lon - (6.0 * zone - 183.0) + 180.0) % 360.0 - 180.0
    widened = lat >= 72.0 or 56.0 <= lat < 64.0
    assert abs(off) <= (6.0 if widened else 3.0)


@pytest.mark.parametrize(("lon", "lat"), [(5.32, 60.39), (15.63, 78.22), (126.68, 37.96)])
def test_the_grid_around_a_point_has_it_in_its_middle(lon: float, lat: float) -> None:
    grid = metric(lon, lat)
    xs, ys = transform("EPSG:4326", grid.crs, [lon], [lat])
    assert grid.rowcol(xs[0], ys[0]) == pytest.approx((grid.rows / 2, grid.columns / 2), abs=1.0)
    assert (grid.rows, grid.columns) == pytest.approx((41, 41), abs=1.0)


def test_a_grid_in_metres_is_kept_and_one_that_is_turned_is_not() -> None:
    place = point(126.68, 37.96)
    (x,), (y,) = transform("EPSG:4326", "EPSG:32652", [126.68], [37.96])
    native = Grid(900, 900, (10.0, 0.0, x - 4_503.0, 0.0, -10.0, y + 4_503.0), "EPSG:32652")
    kept = grid_around(place, 200.0, 10.0, native, 20.0, "a.tif")
    corner = native.rowcol(*kept.xy(0, 0))
    assert corner == pytest.approx(tuple(map(round, corner)), abs=1e-9)
    assert kept.pixel_size == 10.0
    turned = Grid(900, 900, (0.0, 10.0, x, 10.0, 0.0, y), "EPSG:32652")
    assert grid_around(place, 200.0, 10.0, turned, 20.0, "a.tif").pixel_size == 20.0


def test_a_pixel_has_its_size_on_the_ground_in_any_unit() -> None:
    ten = (10.0, 0.0, 0.0, 0.0, -10.0, 0.0)
    assert pixel_size_m(Grid(8, 8, ten, None)) == 10.0
    assert pixel_size_m(Grid(8, 8, ten, "EPSG:32652")) == 10.0
    feet = pixel_size_m(Grid(8, 8, (10.0, 0.0, 2e6, 0.0, -10.0, 2e5), "EPSG:2263"))
    assert feet == pytest.approx(3.048, rel=1e-4)
    (x,), (y,) = transform("EPSG:4326", "EPSG:3857", [10.0], [60.0])
    mercator = pixel_size_m(Grid(8, 8, (10.0, 0.0, x, 0.0, -10.0, y), "EPSG:3857"))
    assert mercator == pytest.approx(5.0, rel=1e-3)
    degrees = pixel_size_m(Grid(10, 10, (1e-4, 0.0, 10.0, 0.0, -1e-4, 60.0), "EPSG:4326"))
    assert degrees == pytest.approx(11.132 * math.sqrt(0.5), rel=1e-3)


def test_a_point_without_a_size_is_one_pixel_and_several_sites_are_all_of_theirs() -> None:
    places = [point(126.68, 37.96), point(126.6825, 37.9615)]
    grid = metric(126.68, 37.96).padded(20)
    one, other = (site_mask(grid, place) for place in places)
    assert (one.sum(), other.sum()) == (1, 1)
    assert site_mask(grid, places[0], 30.0).sum() == 9
    np.testing.assert_array_equal(sites_mask(grid, places), one | other)
    assert not sites_mask(grid, []).any()
