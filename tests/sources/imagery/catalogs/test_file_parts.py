"""Downloads of one file a band, with masks beside them: one scene, hidden where the mask says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.records import Obstacle
from servanda.sources.files.items import SourceFile
from servanda.sources.imagery.catalogs.file_parts import MASKS, acquisitions_of, part_of
from servanda.sources.imagery.catalogs.scene_folder import scenes_of_folder
from servanda.sources.imagery.catalogs.stac_item import entry_of_item
from servanda.sources.imagery.pixels.chips import read_chip
from servanda.sources.imagery.pixels.cloud_classes import udm2_obstacles, udm_obstacles
from tests.sources.imagery.scenes import item, place_at, write_tiff

RNG = np.random.default_rng(7)
LANDSAT = "LC08_L2SP_116033_{day}_20210225_02_T1_{band}.TIF"
C2 = "LC08_L2SP_116033_20210110_20210120_02_T1"
L1 = "LC09_L1TP_116033_20210110_20210120_02_T1"
EARTH = "S2B_52SCG_20181120_0_L2A"
PLANET = "20210110_021000_1040_3B"
S1 = "20181120t093020-20181120t093045-024-02b"
CLEAR, CLOUDY = 21824, 22280  # of QA_PIXEL
UDM2 = ("clear", "snow", "shadow", "light_haze", "heavy_haze", "cloud", "confidence", "unusable")


def part(name: str) -> tuple[str | None, str, bool]:
    found = part_of(SourceFile(Path(name), name, name))
    return found.band, found.stem, found.shows_ground


@pytest.mark.parametrize(
    ("name", "band", "stem"),
    [
        (f"{C2}_SR_B4.TIF", "b04", C2),
        (f"{C2}_QA_PIXEL.TIF", "qa_pixel", C2),
        (f"{L1}_B4.TIF", "b04", L1),
        ("T52SCG_20181120T021941_B04_10m.tif", "b04", "T52SCG_20181120T021941"),
        ("T52SCG_20181120T021941_B8A_20m.tif", "b8a", "T52SCG_20181120T021941"),
        ("T52SCG_20181120T021941_SCL_20m.tif", "scl", "T52SCG_20181120T021941"),
        ("2018-11-20_Sentinel-2_L2A_B04_(Raw).tiff", "b04", "2018-11-20_Sentinel-2_L2A"),
        (f"{EARTH}/{EARTH}_red.tif", "red", f"{EARTH}/{EARTH}"),
        ("a/B04.tif", "b04", "a"),
        (f"{PLANET}_udm2_clip.tif", "udm2", PLANET),
        (f"{PLANET}_AnalyticMS_DN_udm.tif", "udm", f"{PLANET}_AnalyticMS_DN"),
        ("s1_20141012_VV.tif", "vv", "s1_20141012"),
        (f"s1a-iw-grd-vh-{S1}-002.tiff", "vh", f"s1a-iw-grd-{S1}"),
        (f"{PLANET}_AnalyticMS_SR.tif", None, f"{PLANET}_AnalyticMS_SR"),
        ("s2_2018-11-20.tif", None, "s2_2018-11-20"),
        ("ST_20181120_infrared.tif", None, "ST_20181120_infrared"),
    ],
)  # fmt: skip
def test_names_of_providers_say_which_band_of_what(name: str, band: str | None, stem: str) -> None:
    assert part(name) == (band, stem, True)


@pytest.mark.parametrize(
    "layer", ["ST_B10", "ST_QA", "ST_EMIS", "QA_RADSAT", "SR_QA_AEROSOL", "B10"]
)
def test_layers_beside_the_bands_are_none(layer: str) -> None:
    assert not part(LANDSAT.format(day="20210110", band=layer))[2]


def landsat(folder: Path, day: str, quality: int) -> None:
    for band in ("SR_B2", "SR_B3", "SR_B4", "SR_B5", "ST_B10"):
        pixels = RNG.integers(8_000, 12_000, (128, 128)).astype(np.uint16)
        write_tiff(folder / LANDSAT.format(day=day, band=band), pixels, gsd=30.0, nodata=0)
    classes = np.full((128, 128), quality, np.uint16)
    write_tiff(folder / LANDSAT.format(day=day, band="QA_PIXEL"), classes, gsd=30.0, nodata=1)


def test_bands_of_one_day_are_one_scene_and_their_mask_hides(tmp_path: Path) -> None:
    landsat(tmp_path, "20210110", CLEAR)
    landsat(tmp_path, "20210211", CLOUDY)
    found = scenes_of_folder(tmp_path)
    assert found.errors == ()
    clear, cloudy = found.entries
    assert clear.scene.id == "LC08_L2SP_116033_20210110_20210225_02_T1"
    assert clear.scene.sensor == "landsat-8"
    assert [asset.names[0] for asset in clear.assets] == ["b02", "b03", "b04", "b05"]
    assert clear.select_assets(["blue", "SR_B4"])
    place = place_at(64, 64, 30.0)
    assert (read_chip(clear, place, 300.0).obstacles == Obstacle.CLEAR).all()
    assert (read_chip(cloudy, place, 300.0).obstacles == Obstacle.CLOUD).all()
    assert clear.scene.sha256 != cloudy.scene.sha256


def planet(folder: Path, day: str, clouds: slice) -> None:
    pixels = RNG.integers(500, 4_000, (4, 128, 128)).astype(np.uint16)
    write_tiff(folder / f"{day}_021000_1040_3B_AnalyticMS_SR.tif", pixels, gsd=3.0, nodata=0)
    mask = np.zeros((8, 128, 128), np.uint8)
    mask[0], mask[6] = 1, 90
    mask[0, :, clouds], mask[5, :, clouds] = 0, 1
    write_tiff(folder / f"{day}_021000_1040_3B_udm2.tif", mask, gsd=3.0, names=UDM2)


def test_a_usable_data_mask_is_no_scene_but_hides_its_scene(tmp_path: Path) -> None:
    planet(tmp_path, "20210110", slice(0, 0))
    planet(tmp_path, "20210210", slice(0, 128))
    found = scenes_of_folder(tmp_path)
    assert found.errors == ()
    assert [entry.scene.id for entry in found.entries] == [
        "20210110_021000_1040_3B_AnalyticMS_SR", "20210210_021000_1040_3B_AnalyticMS_SR",
    ]  # fmt: skip
    clear, cloudy = (read_chip(entry, place_at(64, 64, 3.0), 60.0) for entry in found.entries)
    assert (clear.obstacles == Obstacle.CLEAR).all()
    assert (cloudy.obstacles == Obstacle.CLOUD).all()


def test_a_mask_of_another_make_is_told_and_its_scene_not_taken_for_clear(tmp_path: Path) -> None:
    planet(tmp_path, "20210110", slice(0, 0))
    short = np.ones((3, 128, 128), np.uint8)
    write_tiff(tmp_path / "20210110_021000_1040_3B_udm2.tif", short, gsd=3.0)
    found = scenes_of_folder(tmp_path)
    assert found.entries == ()
    (error,) = found.errors
    assert "has 3 bands where a udm2 has 8" in str(error)


def test_bands_under_short_names_are_of_the_day_of_their_folder(tmp_path: Path) -> None:
    for day in ("20181120", "20181125"):
        for band in ("B02", "B03", "B04", "B08", "SCL"):
            kind = np.uint8 if band == "SCL" else np.uint16
            pixels = np.full((64, 64), 4, kind)
            write_tiff(tmp_path / f"S2B_52SCG_{day}_0_L2A" / f"{band}.tif", pixels)
    found = scenes_of_folder(tmp_path)
    assert found.errors == ()
    assert [entry.scene.acquired.day for entry in found.entries] == [20, 25]
    assert {entry.scene.sensor for entry in found.entries} == {"sentinel-2"}
    assert found.entries[0].usual_bands == ("blue", "green", "red", "nir")
    assert all(entry.classification for entry in found.entries)


def test_a_mask_alone_is_told(tmp_path: Path) -> None:
    planet(tmp_path, "20210110", slice(0, 0))
    (tmp_path / "20210110_021000_1040_3B_AnalyticMS_SR.tif").unlink()
    found = scenes_of_folder(tmp_path)
    assert found.entries == ()
    (error,) = found.errors
    assert "20210110_021000_1040_3B_udm2.tif: is a mask without a scene" in str(error)


def test_single_bands_of_two_days_are_never_taken_for_each_other(tmp_path: Path) -> None:
    for name in ("s2_2018-11-20_red.tif", "s2_2018-11-25_nir.tif"):
        write_tiff(tmp_path / name, np.ones((64, 64), np.uint16))
    first, second = scenes_of_folder(tmp_path).entries
    assert first.usual_bands == ("red",)
    assert second.usual_bands == ("nir",)


def test_the_mask_of_an_item_is_used_too() -> None:
    tiff = "image/tiff; application=geotiff"
    assets = {
        "ortho_analytic_4b_sr": {"href": "a.tif", "type": tiff},
        "ortho_udm2": {"href": "b.tif", "type": tiff},
    }
    entry = entry_of_item(item("a", assets), "a.json")
    assert [asset.href for asset in entry.assets] == ["a.tif"]
    assert entry.classification is not None
    assert entry.classification.names[0] == "udm2"


def test_classes_of_the_masks_of_planet() -> None:
    columns = {
        "clear": [1, 0, 0, 0, 0, 0, 0, 0],
        "snow": [0, 1, 0, 0, 0, 0, 0, 0],
        "shadow": [0, 0, 1, 0, 0, 0, 0, 0],
        "light_haze": [0, 0, 0, 1, 0, 0, 0, 0],
        "heavy_haze": [0, 0, 0, 0, 1, 0, 0, 0],
        "cloud": [0, 0, 0, 0, 0, 1, 0, 0],
        "confidence": [90, 90, 90, 90, 90, 90, 0, 0],
        "unusable": [0, 0, 0, 0, 0, 0, 1, 0],
    }
    bands = np.array(list(columns.values()), np.float32)[:, np.newaxis]
    assert udm2_obstacles(bands)[0].tolist() == [
        Obstacle.CLEAR, Obstacle.SNOW, Obstacle.SHADOW, Obstacle.CLOUD, Obstacle.CLOUD,
        Obstacle.CLOUD, Obstacle.NO_DATA, Obstacle.NO_DATA,
    ]  # fmt: skip
    bits = np.array([[0, 1, 2, 3, 4, np.nan]], np.float32)
    assert udm_obstacles(bits)[0].tolist() == [
        Obstacle.CLEAR, Obstacle.NO_DATA, Obstacle.CLOUD, Obstacle.NO_DATA, Obstacle.INVALID,
        Obstacle.NO_DATA,
    ]  # fmt: skip


NAMES = st.sampled_from(
    [LANDSAT.format(day=day, band=band) for day in ("20210110", "20210211")
     for band in ("SR_B2", "SR_B4", "QA_PIXEL", "ST_B10")]
    + [f"2021011{n}_3B_{kind}.tif" for n in range(3) for kind in ("AnalyticMS_SR", "udm2")]
    + ["s2_2018-11-20.tif", "s2_2018-11-20_red.tif"]
)  # fmt: skip


@given(st.lists(NAMES, unique=True))
def test_every_file_is_in_one_acquisition_at_most_and_masks_in_no_band(names: list[str]) -> None:
    acquisitions, lone = acquisitions_of(SourceFile(Path(name), name, name) for name in names)
    bands = [member.file.relative for found in acquisitions for member in found.bands]
    assert len(bands) == len(set(bands))
    masks = {found.mask for found in acquisitions if found.mask} | set(lone)
    assert not any(member.band in MASKS for found in acquisitions for member in found.bands)
    beside = {name for name in names if "ST_B10" in name}
    missing = set(names) - set(bands) - {mask.file.relative for mask in masks}
    assert missing <= beside
