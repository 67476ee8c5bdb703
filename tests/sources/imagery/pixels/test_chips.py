"""Chips: where they lie, what they show, and that nothing is fetched twice."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasterio.warp import transform

from servanda.errors import SourceError, StoreError
from servanda.records import Geometry, GeometryKind, Grid, LonLat, Obstacle
from servanda.sources.imagery.catalogs.scene_folder import scene_of_file
from servanda.sources.imagery.catalogs.stac_item import entry_of_item
from servanda.sources.imagery.pixels.chip_cache import ChipCache
from servanda.sources.imagery.pixels.chips import read_chip
from servanda.sources.imagery.pixels.cloud_classes import (
    dilate_obstacles,
    qa_pixel_obstacles,
    scl_obstacles,
)
from servanda.sources.imagery.pixels.site_grid import site_mask
from servanda.sources.imagery.pixels.timeouts import Timeouts
from servanda.sources.imagery.scenes.scene_entry import SceneEntry
from tests.sources.imagery.scenes import CRS, NORTH, WEST, item, place_at, sentinel_2, write_tiff
from tests.sources.imagery.servers import Server

GRID = Grid(40, 50, (10.0, 0.0, WEST, 0.0, -10.0, NORTH), CRS)


def polygon(*corners: tuple[float, float]) -> Geometry:
    """A closed ring through places given as column and row of 10 m pixels."""
    xs, ys = zip(*[(WEST + 10 * x, NORTH - 10 * y) for x, y in corners], strict=True)
    lons, lats = transform(CRS, "EPSG:4326", xs, ys)
    ring = tuple(LonLat(lon, lat) for lon, lat in zip(lons, lats, strict=True))
    return Geometry(GeometryKind.POLYGON, ((*ring, ring[0]),))


def entry(folder: Path, **properties: Any) -> SceneEntry:
    return entry_of_item(sentinel_2(folder, str(folder), "s2", **properties), "catalog.json")


def ramp(
    rows: int, columns: int, gsd: float, west: float = WEST, north: float = NORTH
) -> np.ndarray:
    """x / 10 + 2 y / 10 in metres from the corner of the scenes, at the middle of each pixel."""
    x = west - WEST + gsd * (np.arange(columns) + 0.5)
    y = NORTH - north + gsd * (np.arange(rows) + 0.5)
    return (x[None, :] / 10 + y[:, None] / 5 + 100).astype(np.float32)


def test_a_chip_is_the_files_own_pixels_around_the_site(tmp_path: Path) -> None:
    scene = entry(tmp_path)
    chip = read_chip(scene, place_at(100.5, 120.5), 95.0, ["B04", "blue"])
    import rasterio

    for band, name in zip(chip.pixels, ("red", "blue"), strict=True):
        with rasterio.open(tmp_path / "s2" / f"{name}.tif") as file:
            np.testing.assert_array_equal(band, file.read(1)[110:131, 90:111])
    assert chip.bands == ("B04", "blue")
    assert chip.grid == Grid(21, 21, (10.0, 0.0, WEST + 900, 0.0, -10.0, NORTH - 1100), CRS)
    assert chip.usable.all()


def test_the_usual_bands_are_read_where_none_is_named(tmp_path: Path) -> None:
    chip = read_chip(entry(tmp_path), place_at(100, 100), 50.0)
    assert chip.bands == ("blue", "green", "red", "nir")
    assert not chip.scene.offset_applied
    assert chip.pixels.min() >= 1_000  # the stated offset is not taken off


def test_a_band_of_20_m_lies_right_on_the_10_m_grid(tmp_path: Path) -> None:
    write_tiff(tmp_path / "fine.tif", ramp(256, 256, 10.0))
    write_tiff(tmp_path / "coarse.tif", ramp(128, 128, 20.0), gsd=20.0)
    scene = entry_of_item(
        item("a", {"coarse": {"href": str(tmp_path / "coarse.tif"), "gsd": 20},
                   "fine": {"href": str(tmp_path / "fine.tif"), "gsd": 10}}),
        "test",
    )  # fmt: skip
    chip = read_chip(scene, place_at(100, 100), 100.0, ["coarse", "fine"])
    assert chip.grid.transform[0] == 10.0
    np.testing.assert_allclose(chip.pixels[0], chip.pixels[1], atol=1e-3)


@given(shift=st.floats(-30.0, 30.0), zone=st.sampled_from([32652, 32651, 3857, 4326]))
def test_a_scene_on_another_grid_is_brought_to_the_target(
    tmp_path_factory: pytest.TempPathFactory, shift: float, zone: int
) -> None:
    folder = tmp_path_factory.getbasetemp()
    path = folder / "shifted.tif"
    write_tiff(path, ramp(256, 256, 10.0, WEST + shift, NORTH + shift), west=WEST + shift,
               north=NORTH + shift)  # fmt: skip
    scene = replace(scene_of_named(path), whole_file=True)
    target = Grid(20, 20, (10.0, 0.0, WEST + 1_000, 0.0, -10.0, NORTH - 1_000), CRS)
    chip = read_chip(scene, place_at(110, 110), 0.0, ["1"], target=target)
    expected = ramp(20, 20, 10.0, WEST + 1_000, NORTH - 1_000)
    np.testing.assert_allclose(chip.pixels[0], expected, atol=0.02)
    assert chip.grid == target


def scene_of_named(path: Path) -> SceneEntry:
    dated = path.with_name("2018-11-20.tif")
    dated.write_bytes(path.read_bytes())
    return scene_of_file(dated)


def test_a_target_in_another_zone_shows_the_same_ground(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "2018-11-20.tif", ramp(256, 256, 10.0))
    x, y = transform(CRS, "EPSG:32651", [WEST + 1_000], [NORTH - 1_000])
    target = Grid(10, 10, (10.0, 0.0, x[0], 0.0, -10.0, y[0]), "EPSG:32651")
    chip = read_chip(scene_of_file(path), place_at(105, 105), 0.0, target=target)
    rows, columns = np.mgrid[0:10, 0:10]
    xs, ys = (x[0] + 10 * (columns + 0.5)).ravel(), (y[0] - 10 * (rows + 0.5)).ravel()
    back = transform("EPSG:32651", CRS, xs, ys)
    expected = (np.array(back[0]) - WEST) / 10 + (NORTH - np.array(back[1])) / 5 + 100
    np.testing.assert_allclose(chip.pixels[0].ravel(), expected, atol=0.05)


def test_a_scene_in_degrees_gives_a_chip_in_metres(tmp_path: Path) -> None:
    path = write_tiff(
        tmp_path / "2018-11-20.tif", np.ones((1, 400, 400), np.uint16),
        crs="EPSG:4326", gsd=0.0001, west=126.70, north=38.02,
    )  # fmt: skip
    place = Geometry(GeometryKind.POINT, ((LonLat(126.72, 38.0),),))
    chip = read_chip(scene_of_file(path), place, 100.0)
    assert chip.grid.crs == "EPSG:32652"
    assert chip.grid.transform[0] == pytest.approx(9.9, abs=0.3)
    assert chip.usable.all()


def test_beyond_the_edge_of_a_scene_there_is_no_data(tmp_path: Path) -> None:
    scene = entry(tmp_path)
    chip = read_chip(scene, place_at(2, 250), 100.0, ["red"])
    assert (chip.obstacles[:, :8] == Obstacle.NO_DATA).all()
    assert np.isnan(chip.pixels[:, ~chip.usable]).all()
    assert chip.usable.any()
    with pytest.raises(SourceError, match=r"red\.tif: does not show the site"):
        read_chip(scene, place_at(5_000, 5_000), 100.0, ["red"])


def test_a_scene_without_coordinates_is_refused(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "2018-11-20.tif", np.ones((1, 64, 64), np.uint8), crs=None)
    with pytest.raises(SourceError, match=r"2018-11-20\.tif: has no coordinate system"):
        read_chip(scene_of_file(path), place_at(10, 10), 100.0)


def test_cloud_of_the_classes_hides_a_margin_too(tmp_path: Path) -> None:
    # Cloud covers the first 40 x 40 pixels of 10 m.
    chip = read_chip(entry(tmp_path), place_at(40, 20), 150.0, ["red"], cloud_margin_m=60.0)
    left = round((chip.grid.transform[2] - WEST) / 10)
    row = chip.obstacles[10]
    assert (row[: 40 + 6 - left] == Obstacle.CLOUD).all()
    assert (row[40 + 6 - left :] == Obstacle.CLEAR).all()
    assert np.isfinite(chip.pixels[:, 10]).all()  # cloud has numbers, but they are not used


def test_cloud_beyond_the_chip_reaches_into_it(tmp_path: Path) -> None:
    scene = entry(tmp_path)
    wide = read_chip(scene, place_at(52, 20), 300.0, ["red"])
    narrow = read_chip(scene, place_at(52, 20), 80.0, ["red"])
    rows, columns = narrow.obstacles.shape
    top = (wide.obstacles.shape[0] - rows) // 2
    left = (wide.obstacles.shape[1] - columns) // 2
    inside = wide.obstacles[top : top + rows, left : left + columns]
    np.testing.assert_array_equal(narrow.obstacles, inside)
    assert (narrow.obstacles == Obstacle.CLOUD).any()


def test_each_scene_class_has_its_obstacle() -> None:
    said = scl_obstacles(np.arange(13, dtype=np.float32))
    names = [Obstacle(number).name for number in said]
    assert names == [
        "NO_DATA", "INVALID", "CLEAR", "SHADOW", "CLEAR", "CLEAR", "CLEAR", "CLEAR",
        "CLOUD", "CLOUD", "CLOUD", "SNOW", "NO_DATA",
    ]  # fmt: skip
    landsat = qa_pixel_obstacles(np.array([1, 21824, 22280, 23888, 30048], np.float32))
    assert [Obstacle(n).name for n in landsat] == ["NO_DATA", "CLEAR", "CLOUD", "SHADOW", "SNOW"]


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=4), st.floats(0, 5))
def test_obstacles_grow_by_distance(cells: list[tuple[int, int]], margin: float) -> None:
    obstacles = np.zeros((15, 15), np.uint8)
    for row, column in cells:
        obstacles[row, column] = Obstacle.SHADOW
    got = dilate_obstacles(obstacles, margin)
    for row, column in np.ndindex(15, 15):
        near = any((row - r) ** 2 + (column - c) ** 2 <= margin**2 for r, c in cells)
        assert got[row, column] == (Obstacle.SHADOW if near else Obstacle.CLEAR)


def radar(folder: Path, values: np.ndarray, **band: Any) -> SceneEntry:
    write_tiff(folder / "vv.tif", values)
    asset = {"href": str(folder / "vv.tif"), "raster:bands": [band]}
    return entry_of_item(item("s1", {"vv": asset}, constellation="sentinel-1"), "test")


def test_radar_becomes_power_whatever_its_unit(tmp_path: Path) -> None:
    shape = (1, 64, 64)
    for values, band in (
        (np.full(shape, -10.0, np.float32), {"unit": "dB"}),
        (np.full(shape, -1_000, np.int16), {"unit": "dB", "scale": 0.01}),
        (np.full(shape, 0.1, np.float32), {"data_type": "float32"}),
        (np.full(shape, 0.1**0.5, np.float32), {"unit": "amplitude"}),
    ):
        chip = read_chip(radar(tmp_path, values, **band), place_at(30, 30), 50.0)
        np.testing.assert_allclose(chip.pixels, 0.1, rtol=1e-5)
        assert chip.bands == ("VV",)
    counts = radar(tmp_path, np.full(shape, 300, np.uint16))
    assert read_chip(counts, place_at(30, 30), 50.0).pixels.max() == 90_000.0
    with pytest.raises(SourceError, match=r'has negative numbers in vv.*state their unit, as "dB"'):
        read_chip(radar(tmp_path, np.full(shape, -10.0, np.float32)), place_at(30, 30), 50.0)


def test_a_mask_covers_the_footprint(tmp_path: Path) -> None:
    square = polygon((10.0, 5.0), (20.0, 5.0), (20.0, 9.0), (10.0, 9.0))
    mask = site_mask(GRID, square, 10.0)
    expected = np.zeros((40, 50), bool)
    expected[5:9, 10:20] = True
    np.testing.assert_array_equal(mask, expected)
    tiny = polygon((7.1, 3.1), (7.3, 3.1), (7.3, 3.3))
    assert np.argwhere(site_mask(GRID, tiny, 10.0)).tolist() == [[3, 7]]
    assert site_mask(GRID, place_at(10.5, 5.5), 30.0).sum() == 9
    assert site_mask(GRID, place_at(10.5, 5.5), 1.0).sum() == 1
    ends = [place_at(5, 20.5).parts[0][0], place_at(45, 20.5).parts[0][0]]
    line = Geometry(GeometryKind.LINE, (tuple(ends),))
    assert site_mask(GRID, line, 30.0)[:, 25].sum() == 3
    assert not site_mask(GRID, place_at(500, 500), 10.0).any()


def test_a_polygon_with_a_hole_leaves_the_hole_out() -> None:
    outer = polygon((10.0, 5.0), (20.0, 5.0), (20.0, 15.0), (10.0, 15.0))
    hole = polygon((12.0, 7.0), (18.0, 7.0), (18.0, 13.0), (12.0, 13.0))
    ring = Geometry(GeometryKind.POLYGON, (*outer.parts, *hole.parts))
    assert site_mask(GRID, ring, 10.0).sum() == 100 - 36


def test_digests_tell_chips_apart(tmp_path: Path) -> None:
    scene = entry(tmp_path)
    chips = [
        read_chip(scene, place_at(*at), 50.0, ["red"]) for at in ((99, 99), (60, 99), (99, 99))
    ]
    digests = [chip.scene.sha256 for chip in chips]
    assert digests[0] == digests[2] != digests[1]
    assert scene.scene.sha256 not in digests
    path = write_tiff(tmp_path / "2018-11-20.tif", np.ones((1, 200, 200), np.uint8))
    import hashlib

    whole = hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_chip(scene_of_file(path), place_at(99, 99), 50.0).scene.sha256 == whole


def remote(web: Server, **properties: Any) -> SceneEntry:
    return entry_of_item(sentinel_2(web.folder, web.url, "s2", **properties), "api")


def test_nothing_is_fetched_twice(web: Server, hasty: Timeouts, tmp_path: Path) -> None:
    scene = remote(web)

    def chip(cache: ChipCache) -> Any:
        return read_chip(scene, place_at(40, 40), 100.0, ["red", "swir16"], cache=cache,
                         patience=hasty)  # fmt: skip

    first = chip(ChipCache(tmp_path / "cache"))
    asked = len(web.requests)
    again = chip(ChipCache(tmp_path / "cache"))
    assert len(web.requests) == asked
    np.testing.assert_array_equal(again.pixels, first.pixels)
    np.testing.assert_array_equal(again.obstacles, first.obstacles)
    assert again.scene == first.scene
    assert again.grid == first.grid


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other"])
def test_a_damaged_entry_is_thrown_away_and_read_again(
    web: Server, hasty: Timeouts, tmp_path: Path, damage: str
) -> None:
    scene, cache = remote(web), ChipCache(tmp_path / "cache")
    wanted: dict[str, Any] = {"cache": cache, "patience": hasty}
    first = read_chip(scene, place_at(40, 40), 100.0, ["red"], **wanted)
    for file in (tmp_path / "cache").iterdir():
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 0xFF
        damaged = {"cut": data[:500], "flipped": data, "empty": b"", "other": b"PK\3\4 no zip"}
        file.write_bytes(damaged[damage])
    asked = len(web.requests)
    again = read_chip(scene, place_at(40, 40), 100.0, ["red"], **wanted)
    np.testing.assert_array_equal(again.pixels, first.pixels)
    assert len(web.requests) > asked
    assert not [file for file in (tmp_path / "cache").iterdir() if file.name.startswith(".")]


def test_another_signature_is_the_same_file_and_another_query_is_not(
    web: Server, hasty: Timeouts, tmp_path: Path
) -> None:
    cache = ChipCache(tmp_path / "cache")
    text = json.dumps(sentinel_2(web.folder, web.url, "s2"))
    counts = []
    for query in ("?sig=a&se=1", "?sig=b&se=2", "?year=2019"):
        signed = entry_of_item(json.loads(text.replace('.tif"', f'.tif{query}"')), "api")
        before = len(web.requests)
        read_chip(signed, place_at(40, 40), 100.0, ["red"], cache=cache, patience=hasty)
        counts.append(len(web.requests) - before)
    assert counts[1] == 0
    assert counts[2] > 0


def test_a_dead_asset_is_named_and_asked_for_once(
    web: Server, hasty: Timeouts, tmp_path: Path
) -> None:
    scene, cache = remote(web), ChipCache(tmp_path / "cache")
    (web.folder / "s2" / "red.tif").unlink()
    for _ in range(2):
        with pytest.raises(SourceError, match=r"s2/red\.tif: is not there any more \(status 404\)"):
            read_chip(scene, place_at(40, 40), 100.0, ["red"], cache=cache, patience=hasty)
    assert len(web.requests) == 1
    assert read_chip(scene, place_at(40, 40), 100.0, ["blue"], cache=cache, patience=hasty)


def test_without_its_classes_a_scene_is_not_taken_for_clear(web: Server, hasty: Timeouts) -> None:
    scene = remote(web)
    (web.folder / "s2" / "scl.tif").unlink()
    with pytest.raises(SourceError, match=r"scl\.tif: is not there any more"):
        read_chip(scene, place_at(40, 40), 100.0, ["red"], patience=hasty)


def test_a_cache_that_cannot_be_written_says_so(
    web: Server, hasty: Timeouts, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be kept there"):
        read_chip(remote(web), place_at(40, 40), 100.0, ["red"],
                  cache=ChipCache(tmp_path / "file"), patience=hasty)  # fmt: skip


def test_surroundings_too_wide_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="look at smaller surroundings"):
        read_chip(entry(tmp_path), place_at(40, 40), 100_000.0, ["red", "blue"])


def test_a_nought_of_sentinel_2_is_no_data_even_where_its_file_does_not_say_so(
    tmp_path: Path,
) -> None:
    scene = entry(tmp_path)
    values = np.full((1, 256, 256), 1_500, np.uint16)
    values[0, 100, 100] = 0
    write_tiff(tmp_path / "s2" / "red.tif", values)
    chip = read_chip(scene, place_at(100.5, 100.5), 45.0, ["red"])
    hidden = np.argwhere(chip.obstacles == Obstacle.NO_DATA).tolist()
    assert hidden == [[5, 5]]
    assert np.isnan(chip.pixels[0, 5, 5])
