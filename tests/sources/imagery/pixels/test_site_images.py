"""A site in each of its scenes: how far around, on which grid, and what of scenes that fail."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.records import Geometry, GeometryKind, LonLat
from servanda.sources.imagery.catalogs.scene_folder import scenes_of_folder
from servanda.sources.imagery.pixels.site_images import (
    AROUND_SITES,
    LEAST_AROUND_PX,
    MOST_AROUND_PX,
    read_site_images,
    surroundings_m,
)
from servanda.sources.imagery.scenes.scene_entry import SceneEntry
from tests.sources.imagery.scenes import NORTH, WEST, place_at, write_tiff

PLACE = place_at(160.5, 160.5)


def scenes(folder: Path) -> tuple[SceneEntry, ...]:
    """Two of 10 m, the later half a pixel off, and one of 20 m."""
    rng = np.random.default_rng(1)
    for name, gsd, side, west in (
        ("2018-10-01", 10.0, 320, WEST),
        ("2018-10-11", 10.0, 320, WEST + 5.0),
        ("2018-10-21", 20.0, 160, WEST),
    ):
        pixels = rng.integers(500, 3000, (1, side, side)).astype(np.uint16)
        write_tiff(folder / f"s2_{name}.tif", pixels, gsd=gsd, west=west, names=("red",))
    return scenes_of_folder(folder).entries


def test_scenes_of_one_resolution_lie_on_one_grid_and_others_on_their_own(tmp_path: Path) -> None:
    found = read_site_images(scenes(tmp_path), PLACE, ("red",), None)
    first, second, coarse = found.images
    assert first.grid == second.grid
    assert first.grid.transform[0] == 10.0
    assert coarse.grid.transform[0] == 20.0
    assert [image.scene.acquired.day for image in found.images] == [1, 11, 21]
    assert found.errors == ()


def test_a_scene_that_cannot_be_read_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    entries = scenes(tmp_path)
    (tmp_path / "s2_2018-10-01.tif").write_bytes(b"II*\0 and no more")
    found = read_site_images(entries, PLACE, ("red",), None)
    assert [image.scene.acquired.day for image in found.images] == [11, 21]
    (error,) = found.errors
    assert "s2_2018-10-01.tif" in str(error)


def test_the_surroundings_are_read_too_as_far_as_the_scene_shows_them(tmp_path: Path) -> None:
    place = place_at(160.3, 160.3)
    image, *_ = read_site_images(scenes(tmp_path), place, ("red",), None).images
    assert image.grid.rows == image.grid.columns == 2 * (LEAST_AROUND_PX + 1)
    at = image.grid.rowcol(WEST + 1603.0, NORTH - 1603.0)
    assert at == pytest.approx((LEAST_AROUND_PX + 1.3, LEAST_AROUND_PX + 1.3))
    assert image.usable.all()


@pytest.mark.parametrize(
    ("object_m", "resolution_m", "expected_px"),
    [
        (None, 10.0, LEAST_AROUND_PX),
        (20.0, 10.0, LEAST_AROUND_PX),
        (200.0, 10.0, 20 * AROUND_SITES),
        (2_000.0, 10.0, MOST_AROUND_PX),
        (10.0, 0.5, 20 * AROUND_SITES),
    ],
)
def test_a_larger_object_asks_for_wider_surroundings_within_limits(
    object_m: float | None, resolution_m: float, expected_px: float
) -> None:
    around = surroundings_m(PLACE, object_m, resolution_m)
    assert around / resolution_m == pytest.approx(expected_px)


@pytest.mark.parametrize("turned", [False, True])
def test_the_longer_side_of_a_site_counts_in_metres_of_its_latitude(turned: bool) -> None:
    """0.004 degrees of latitude, or 0.008 of longitude at 60 degrees north: 445 m."""
    lon, lat = (0.0, 0.004) if turned else (0.008, 0.0)
    corners = tuple(LonLat(10.0 + x, 60.0 + y) for x, y in ((0, 0), (lon, lat), (0, lat), (0, 0)))
    around = surroundings_m(Geometry(GeometryKind.POLYGON, (corners,)), None, 20.0)
    assert around == pytest.approx(AROUND_SITES * 445.3, rel=1e-3)


@given(st.floats(0.3, 100.0), st.none() | st.floats(0.1, 1e4))
def test_surroundings_always_hold_room_for_controls_and_never_too_much_to_read(
    resolution_m: float, object_m: float | None
) -> None:
    around_px = surroundings_m(PLACE, object_m, resolution_m) / resolution_m
    assert LEAST_AROUND_PX * 0.999 <= around_px <= MOST_AROUND_PX * 1.001
