"""STAC items of several providers, and what is named where one says too little."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from servanda.errors import SourceError
from servanda.records import OrbitPass
from servanda.sources.imagery.catalogs.stac_item import entry_of_item
from servanda.sources.imagery.scenes.band_names import matches
from servanda.sources.imagery.scenes.scene_entry import BandQuantity
from tests.sources.imagery.scenes import item

TIFF = "image/tiff; application=geotiff; profile=cloud-optimized"


def radar(**band: Any) -> dict[str, Any]:
    return {
        name: {"href": f"/x/{name}.tif", "type": TIFF, "raster:bands": [band]}
        for name in ("vv", "vh")
    }


def test_red_is_b04_whatever_the_provider_calls_it() -> None:
    earth_search = item(
        "a", {"red": {"href": "/r.tif", "eo:bands": [{"name": "red", "common_name": "red"}]}},
        constellation="sentinel-2",
    )  # fmt: skip
    planetary = item(
        "b", {"B04": {"href": "/r.tif", "eo:bands": [{"name": "B04", "common_name": "red"}]}},
        platform="Sentinel-2B",
    )  # fmt: skip
    bare = item("c", {"B4": {"href": "/r.tif"}}, constellation="Sentinel-2")
    newer = item("d", {"B04_10m": {"href": "/r.tif", "bands": [{"eo:common_name": "red"}]}},
                 constellation="sentinel-2")  # fmt: skip
    for one in (earth_search, planetary, bare, newer):
        entry = entry_of_item(one, "test")
        assert entry.scene.sensor == "sentinel-2"
        for name in ("red", "B04", "b4"):
            assert entry.select_assets([name])[0].href == "/r.tif"


def test_bands_of_one_number_are_not_one_band_of_two_sensors() -> None:
    landsat = entry_of_item(item("a", {"SR_B4": {"href": "/r.tif"}, "SR_B5": {"href": "/n.tif"}},
                                 platform="landsat-8"), "test")  # fmt: skip
    assert landsat.select_assets(["nir08"])[0].href == "/n.tif"
    assert not matches("B08", ("B8A",))
    assert not matches("nir", ("nir08",))


def test_a_scene_carries_what_the_gates_ask_for() -> None:
    entry = entry_of_item(
        item(
            "S1A", radar(unit="dB"), constellation="sentinel-1", platform="SENTINEL-1A",
            published="2018-11-21T00:00:00Z", created="2018-11-20T09:00:00Z",
            **{"sat:relative_orbit": 127, "sat:orbit_state": "ascending",
               "processing:version": "003.31", "sar:resolution_range": 20,
               "sar:resolution_azimuth": 22},
        ),
        "test",
    )  # fmt: skip
    scene = entry.scene
    assert (scene.platform, scene.relative_orbit, scene.processing) == (
        "sentinel-1a",
        127,
        "003.31",
    )
    assert scene.orbit_pass is OrbitPass.ASCENDING
    assert scene.resolution_m == 22.0
    assert scene.acquired == datetime(2018, 11, 20, 2, 21, 9, tzinfo=UTC)
    assert scene.published == datetime(2018, 11, 21, tzinfo=UTC)
    assert scene.offset_applied is None
    assert not scene.simulated
    assert entry.usual_bands == ("VV", "VH")


def test_a_time_of_publication_before_the_image_was_taken_is_none() -> None:
    entry = entry_of_item(
        item("a", {"red": {"href": "/r.tif"}}, published="2017-01-01T00:00:00Z"), "t"
    )
    assert entry.scene.published is None


def test_when_an_entry_was_filed_is_not_when_its_scene_became_public() -> None:
    entry = entry_of_item(
        item("a", {"red": {"href": "/r.tif"}}, created="2022-01-01T00:00:00Z"), "t"
    )
    assert entry.scene.published is None


def test_a_simulated_scene_says_so() -> None:
    drawn = item("a", {"red": {"href": "/r.tif"}}, **{"servanda:simulated": True})
    assert entry_of_item(drawn, "test").scene.simulated


@pytest.mark.parametrize(
    ("band", "quantity"),
    [
        ({"unit": "dB"}, BandQuantity.DECIBELS),
        ({"unit": "1", "data_type": "float32"}, BandQuantity.POWER),
        ({"data_type": "float32"}, BandQuantity.POWER),
        ({"data_type": "uint16", "unit": "amplitude"}, BandQuantity.AMPLITUDE),
        ({"data_type": "uint16"}, BandQuantity.RADAR),
    ],
)
def test_the_unit_of_radar_is_read_and_not_guessed(band: Any, quantity: BandQuantity) -> None:
    entry = entry_of_item(item("a", radar(**band), constellation="sentinel-1"), "test")
    assert {asset.quantity for asset in entry.assets} == {quantity}
    assert bool(entry.notes) == (quantity is BandQuantity.RADAR)


def test_the_stated_offset_of_sentinel_2_is_left_to_the_gate_and_others_are_applied() -> None:
    stated = {"raster:bands": [{"scale": 0.0000275, "offset": -0.2}], "href": "/r.tif"}
    for platform, offset in (("landsat-9", -0.2), ("sentinel-2a", 0.0)):
        entry = entry_of_item(item("a", {"red": stated}, platform=platform), "test")
        assert entry.assets[0].offset == offset
        assert entry.assets[0].scale == 0.0000275


def without(key: str) -> dict[str, Any]:
    whole = item("a", {"red": {"href": "/r.tif"}})
    return {name: value for name, value in whole.items() if name != key}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (without("id"), "is no STAC item with an id"),
        (without("properties"), "item a: has no properties"),
        (item("a", {"red": {"href": "/r.tif"}}, datetime=None), "item a: has no datetime"),
        (item("a", {"red": {"href": "/r.tif"}}, datetime="soon"), "has the datetime 'soon'"),
        (without("geometry") | {"bbox": None}, "item a: has no geometry"),
        (without("assets"), "item a: has no GeoTIFF of pixels"),
        (item("a", {"t": {"href": "/t.jpg", "type": "image/jpeg"}}), "has no GeoTIFF of pixels"),
        (item("a", {"red": {"href": "/r.tif"}}, gsd=-1), "does not say how fine it is"),
        ({"type": "Feature", "id": "a", "properties": [], "assets": 3}, "has no properties"),
    ],
)
def test_what_an_item_lacks_is_named(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(SourceError, match=why) as caught:
        entry_of_item(wrong, "catalog.json")
    assert str(caught.value).startswith("catalog.json")


def test_a_missing_band_is_named_with_those_that_are_there() -> None:
    entry = entry_of_item(item("a", {"red": {"href": "/r.tif"}}), "test")
    with pytest.raises(SourceError, match="has no band 'nir'; it has red"):
        entry.select_assets(["nir"])


@pytest.mark.parametrize("key", ["id", "type", "properties", "geometry", "bbox", "assets", "links"])
@pytest.mark.parametrize("value", [None, 3, "x", [], {}, [[None]], {"coordinates": [["a", {}]]}])
def test_no_json_gets_past_as_another_error(key: str, value: Any) -> None:
    broken = item("a", {"red": {"href": "/r.tif", "eo:bands": [{}]}}) | {key: value}
    with suppress(SourceError):
        entry_of_item(broken, "test")


@pytest.mark.parametrize("key", ["type", "roles", "eo:bands", "raster:bands", "bands", "nodata"])
@pytest.mark.parametrize("value", [None, 3, "x", [3], {}, ["data", None], [{"name": 3}]])
def test_no_asset_gets_past_as_another_error(key: str, value: Any) -> None:
    with suppress(SourceError):
        entry_of_item(item("a", {"red": {"href": "/r.tif", key: value}}), "test")
