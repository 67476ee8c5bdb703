"""Folders of files: when each was taken, by whom, and which cannot be used."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from servanda.errors import SourceError
from servanda.records import OrbitPass
from servanda.sources.imagery.catalogs.scene_folder import scenes_of_folder
from servanda.sources.imagery.pixels.chips import read_chip
from servanda.sources.imagery.scenes.scene_times import named_instant
from tests.sources.imagery.scenes import item, place_at, write_tiff

ONES = np.ones((1, 64, 64), np.uint8)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("s1_20141012.tif", datetime(2014, 10, 12, tzinfo=UTC)),
        ("2018-11-20_post.tif", datetime(2018, 11, 20, tzinfo=UTC)),
        ("T52SCG_20181120T021941_B04.tif", datetime(2018, 11, 20, 2, 19, 41, tzinfo=UTC)),
        ("a_20181399_20181120.tif", datetime(2018, 11, 20, tzinfo=UTC)),
        ("site12.tif", None),
        ("120141012.tif", None),
        ("2018-1120.tif", None),
    ],
)
def test_the_date_in_a_name_is_found(name: str, expected: datetime | None) -> None:
    assert named_instant(name) == expected


def test_tags_say_what_a_scene_is(tmp_path: Path) -> None:
    write_tiff(
        tmp_path / "a.tif", ONES, names=("red",),
        tags={"ACQUISITION_DATETIME": "2018-11-20T11:00:00+09:00", "PLATFORM": "Sentinel-2A",
              "RELATIVE_ORBIT": "103", "ORBIT_PASS": "DESCENDING", "SERVANDA_SIMULATED": "yes",
              "BOA_OFFSET_APPLIED": "false", "PUBLISHED": "2018-11-21"},
    )  # fmt: skip
    (entry,) = scenes_of_folder(tmp_path).entries
    scene = entry.scene
    assert scene.acquired == datetime(2018, 11, 20, 2, tzinfo=UTC)
    assert scene.published == datetime(2018, 11, 21, tzinfo=UTC)
    assert (scene.id, scene.sensor, scene.relative_orbit) == ("a", "sentinel-2", 103)
    assert scene.orbit_pass is OrbitPass.DESCENDING
    assert scene.simulated
    assert scene.offset_applied is False
    assert scene.resolution_m == 10.0
    assert entry.select_assets(["B04"])


def test_the_time_a_program_wrote_does_not_win_over_the_name(tmp_path: Path) -> None:
    for name, written in (("2018-11-20.tif", "2026:01:02 03:04:05"),
                          ("2018-11-21.tif", "2018:11:21 02:19:41")):  # fmt: skip
        write_tiff(tmp_path / name, ONES, tags={"TIFFTAG_DATETIME": written})
    times = [one.scene.acquired for one in scenes_of_folder(tmp_path).entries]
    assert times == [datetime(2018, 11, 20, tzinfo=UTC),
                     datetime(2018, 11, 21, 2, 19, 41, tzinfo=UTC)]  # fmt: skip


def test_files_that_cannot_be_used_are_named_and_the_others_go_on(tmp_path: Path) -> None:
    write_tiff(tmp_path / "2018-11-20.tif", ONES)
    write_tiff(tmp_path / "sometime.tif", ONES)
    (tmp_path / "2018-11-21.tif").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "2018-11-22.tif").write_bytes(b"II*\0\x08\0\0\0")
    (tmp_path / "2018-11-23.jp2").write_bytes(b"\0\0\0\x0cjP  ")
    (tmp_path / "README.md").write_text("not a scene")
    found = scenes_of_folder(tmp_path)
    assert [one.scene.id for one in found.entries] == ["2018-11-20"]
    said = sorted(str(error).rpartition("/")[2] for error in found.errors)
    assert len(said) == 4
    assert "JPEG picture" in said[0]
    assert "damaged or cut off" in said[1]
    assert "JPEG 2000" in said[2]
    assert "does not say when it was taken" in said[3]


def test_an_item_beside_a_file_says_what_it_is(tmp_path: Path) -> None:
    write_tiff(tmp_path / "post.tif", ONES)
    beside = item("post-a", {"pan": {"href": "./post.tif"}}, gsd=0.7, platform="pneo")
    (tmp_path / "post.json").write_text(json.dumps(beside))
    (entry,) = scenes_of_folder(tmp_path).entries
    assert (entry.scene.id, entry.scene.sensor, entry.scene.resolution_m) == ("post-a", "pneo", 0.7)
    assert entry.hrefs == {"pan": str(tmp_path / "post.tif")}


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is not a folder"):
        scenes_of_folder(tmp_path / "nowhere")
    assert scenes_of_folder(tmp_path).entries == ()


def test_the_real_radar_stack_is_read_as_power(shared_dir: Path, tmp_path: Path) -> None:
    stack = shared_dir / "data" / "imagery" / "s1_myanmar_2014_2018"
    for path in sorted(stack.glob("s1_2014*.tif")):
        shutil.copy(path, tmp_path)
    found = scenes_of_folder(tmp_path)
    assert [one.scene.id for one in found.entries] == [
        "s1_20141012", "s1_20141105", "s1_20141129", "s1_20141223"
    ]  # fmt: skip
    west, south, east, north = found.entries[0].bounds or (0, 0, 0, 0)
    place = place_at(0, 0)
    middle = type(place.parts[0][0])((west + east) / 2, (south + north) / 2)
    chip = read_chip(found.entries[0], type(place)(place.kind, ((middle,),)), 300.0)
    assert chip.bands == ("VV", "VH")
    decibels = 10 * np.log10(np.median(chip.pixels, axis=(1, 2)))
    assert -12 < decibels[0] < -3  # forest
    assert decibels[1] < decibels[0]
