"""Drawn scenes as files: read by the code that reads real ones, marked, whole or not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pystac
import pytest
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.errors import RasterioIOError
from rasterio.warp import transform

from servanda.errors import SettingsError
from servanda.records import LonLat, sha256
from servanda.sources.imagery.catalogs.static_catalog import scenes_of_catalogue
from servanda.sources.imagery.pixels.chips import read_chip
from servanda.sources.imagery.simulation.catalog import draw_scenes
from servanda.sources.imagery.simulation.layer import SimulatedScenes
from servanda.sources.imagery.simulation.site_plan import SitePlan
from tests.sources.imagery.layers import AFTER, BEFORE, CLOUDY, GONE, KEPT, layer, pictures, scenes

PAN = scenes(
    collection="pan", bands=("pan",), gsd_m=0.7, chip_px=128, noise=0.0, published_after_days=3
)


def files(folder: Path) -> dict[str, str]:
    """The digest of every file, by its path."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_catalogue_reader_finds_every_scene_marked_as_simulated(tmp_path: Path) -> None:
    found = scenes_of_catalogue(str(draw_scenes(layer(scenes(), PAN), tmp_path / "drawn")))
    assert found.errors == ()
    assert sorted(entry.scene.id for entry in found.entries) == [
        "pan-gone-20181118",
        "pan-gone-20181123",
        "pan-kept-20181118",
        "pan-kept-20181123",
        "ten-area-20181118",
        "ten-area-20181123",
    ]
    assert all(entry.scene.simulated for entry in found.entries)
    assert {entry.scene.platform for entry in found.entries} == {"simulated"}
    scene = next(one.scene for one in found.entries if one.scene.id == "pan-gone-20181123")
    assert scene.acquired == datetime(2018, 11, 23, 2, 10, tzinfo=UTC)
    assert scene.published == datetime(2018, 11, 26, 2, 10, tzinfo=UTC)
    assert scene.resolution_m == 0.7


@pytest.mark.parametrize("sensor", [scenes(dates=(BEFORE,)), replace(PAN, dates=(BEFORE,))])
def test_an_object_is_drawn_in_the_middle_of_its_stated_place(
    tmp_path: Path, sensor: SimulatedScenes
) -> None:
    """What a higher contrast adds, against the middle of the polygon, in the pictures' zone."""
    far = replace(GONE, at=LonLat(3.058, 0.042))  # 6.5 km from the corner along both axes
    made = layer(sensor, objects=(far,), side_m=7000.0)
    brighter = replace(made, objects=(replace(far, contrast=2500.0),))
    (plain, grid), (bright, _) = (
        _only_band(draw_scenes(one, tmp_path / name))
        for one, name in ((made, "a"), (brighter, "b"))
    )
    added = bright - plain
    rows, columns = np.indices(added.shape) + 0.5
    x = grid.c + grid.a * (columns * added).sum() / added.sum()
    y = grid.f + grid.e * (rows * added).sum() / added.sum()
    (ring,) = made.places[0].geometry.parts
    xs, ys = transform("EPSG:4326", made.crs, [at.lon for at in ring], [at.lat for at in ring])[:2]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    assert (x, y) == pytest.approx(middle, abs=0.01 * sensor.gsd_m)


def _only_band(catalogue: Path) -> tuple[NDArray[np.float64], Affine]:
    """The first band of the only picture, and its grid."""
    with rasterio.open(min(catalogue.parent.rglob("*.tif"))) as file:
        return file.read(1).astype(float), file.transform


def test_a_chip_holds_the_pixels_and_clouds_that_were_drawn(tmp_path: Path) -> None:
    made = layer(scenes(weather=CLOUDY, dates=(AFTER,)))
    (entry,) = scenes_of_catalogue(str(draw_scenes(made, tmp_path / "drawn"))).entries
    chip = read_chip(entry, made.places[0].geometry, 150.0, ("nir", "red"), cloud_margin_m=0.0)
    (picture,) = pictures(made)
    west, north = SitePlan.from_layer(made).east_m, SitePlan.from_layer(made).north_m
    column = round((chip.grid.transform[2] - west) / 10)
    row = round((north - chip.grid.transform[5]) / 10)
    part = np.s_[row : row + chip.grid.rows, column : column + chip.grid.columns]
    np.testing.assert_array_equal(chip.pixels[0], picture.pixels[1][part])
    np.testing.assert_array_equal(chip.pixels[1], picture.pixels[0][part])
    assert picture.classes is not None
    clear = np.isin(picture.classes[part], (4, 5))
    assert 0 < clear.mean() < 1
    np.testing.assert_array_equal(chip.usable, clear)


def test_every_file_says_that_it_is_simulated(tmp_path: Path) -> None:
    draw_scenes(layer(scenes(weather=CLOUDY), PAN), tmp_path / "drawn")
    pictures = list((tmp_path / "drawn").rglob("*.tif"))
    assert len(pictures) == 2 * 3 + 4
    for path in pictures:
        with rasterio.open(path) as file:
            tags = file.tags()
            assert tags["TIFFTAG_IMAGEDESCRIPTION"].startswith("SIMULATED")
            assert tags["SERVANDA_SIMULATED"] == "yes"
            assert file.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    catalogue = pystac.Catalog.from_file(str(tmp_path / "drawn" / "catalog.json"))
    for one in (catalogue, *catalogue.get_collections()):
        assert one.title is not None
        assert one.title.startswith("SIMULATED")
    for item in catalogue.get_items(recursive=True):
        assert item.properties["servanda:simulated"] is True
        assert item.properties["title"].startswith("SIMULATED")


def test_the_same_layer_gives_the_same_bytes_and_is_not_drawn_again(tmp_path: Path) -> None:
    made = layer(scenes(weather=CLOUDY, noise=20.0), PAN)
    seen: list[tuple[int, int]] = []
    for name in ("one", "two", "two"):
        draw_scenes(made, tmp_path / name, lambda done, total: seen.append((done, total)))
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert seen == [(done, 6) for done in range(1, 7)] * 2


def test_another_truth_takes_the_place_of_the_drawing(tmp_path: Path) -> None:
    draw_scenes(layer(scenes(), PAN), tmp_path / "drawn")
    old = files(tmp_path / "drawn")
    draw_scenes(layer(objects=(replace(GONE, contrast=900.0), KEPT)), tmp_path / "drawn")
    new = files(tmp_path / "drawn")
    assert not any(name.startswith("pan/") for name in new)
    assert old["ten/ten-area-20181118/red.tif"] != new["ten/ten-area-20181118/red.tif"]
    assert [path.name for path in tmp_path.iterdir()] == ["drawn"]


@pytest.mark.parametrize("content", ["{}", "[]", "not JSON", '{"servanda:drawing": 3}'])
def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, content: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "catalog.json").write_text(content)
    with pytest.raises(SettingsError, match="holds something else than drawn scenes"):
        draw_scenes(layer(), tmp_path / "mine")
    assert (tmp_path / "mine" / "catalog.json").read_text() == content


def test_a_drawing_that_fails_leaves_nothing_and_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_scenes(layer(), tmp_path / "drawn")
    old, real, written = files(tmp_path / "drawn"), rasterio.open, []

    def full(*args: object, **named: object) -> object:
        written.append(args)
        if len(written) > 2:
            raise RasterioIOError("No space left on device")
        return real(*args, **named)

    monkeypatch.setattr(rasterio, "open", full)
    with pytest.raises(SettingsError, match=r"cannot be drawn there \(No space left"):
        draw_scenes(layer(seed=9), tmp_path / "drawn")
    assert files(tmp_path / "drawn") == old
    assert [path.name for path in tmp_path.iterdir()] == ["drawn"]
