"""Maps that are whole or not there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest
import rasterio

from servanda.errors import SettingsError, StoreFullError
from servanda.records import Grid
from servanda.sources.imagery.pixels.map_writer import drafted_map

GRID = Grid(700, 1100, (10, 0, 300_000, 0, -10, 4_200_000), "EPSG:32652")


def values() -> np.ndarray:
    made = np.random.default_rng(1).random((GRID.rows, GRID.columns), np.float32)
    made[:5] = np.nan
    return made


def test_what_was_written_in_windows_is_in_the_file_with_overviews_of_its_own_values(
    tmp_path: Path,
) -> None:
    whole = values()
    with drafted_map(tmp_path / "m.tif", GRID, ("one", "two"), ()) as draft:
        for window in draft.windows:
            draft.write("one", window, whole[window.toslices()])
        for window in draft.windows:
            draft.write("two", window, 2 * draft.read("one", window))
        draft.tags["SERVANDA_X"] = "1"
    with rasterio.open(tmp_path / "m.tif") as dataset:
        np.testing.assert_array_equal(dataset.read(1), whole)
        np.testing.assert_array_equal(dataset.read(2), 2 * whole)
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert (dataset.tags()["SERVANDA_X"], dataset.descriptions) == ("1", ("one", "two"))
        assert dataset.overviews(1)
        small = dataset.read(1, out_shape=(350, 550))
    assert np.isin(small[np.isfinite(small)], whole).all()  # nearest: no value between
    assert [one.name for one in tmp_path.iterdir()] == ["m.tif"]


def test_windows_cover_the_map_once(tmp_path: Path) -> None:
    with drafted_map(tmp_path / "m.tif", GRID, ("one",), ()) as draft:
        count = np.zeros((GRID.rows, GRID.columns), int)
        for window in draft.windows:
            count[window.toslices()] += 1
    assert (count == 1).all()


def stopped_half_way(out: Path) -> None:
    with drafted_map(out, GRID, ("one",), ()) as draft:
        draft.write("one", next(iter(draft.windows)), values())
        raise KeyboardInterrupt


def test_what_fails_half_way_leaves_the_earlier_file_alone(tmp_path: Path) -> None:
    (tmp_path / "m.tif").write_text("earlier")
    with pytest.raises(KeyboardInterrupt):
        stopped_half_way(tmp_path / "m.tif")
    assert [one.name for one in tmp_path.iterdir()] == ["m.tif"]
    assert (tmp_path / "m.tif").read_text() == "earlier"


def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with (
        pytest.raises(StoreFullError, match="no room left"),
        drafted_map(tmp_path / "m.tif", GRID, ("one",), ()),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_map_that_cannot_fit_is_refused_before_it_is_begun(tmp_path: Path) -> None:
    huge = Grid(10**8, 10**8, GRID.transform, GRID.crs)
    with (
        pytest.raises(StoreFullError, match="are free"),
        drafted_map(tmp_path / "m.tif", huge, ("one",), ()),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("out", ["none/m.tif", "."])
def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path, out: str) -> None:
    with (
        pytest.raises(SettingsError, match="name a file"),
        drafted_map(tmp_path / out, GRID, ("one",), ()),
    ):
        pass


def test_a_link_is_followed_and_stays_one(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "link.tif").symlink_to(tmp_path / "b" / "m.tif")
    with drafted_map(tmp_path / "link.tif", GRID, ("one",), ()) as draft:
        for window in draft.windows:
            draft.write("one", window, values()[window.toslices()])
    assert (tmp_path / "link.tif").is_symlink()
    assert [one.name for one in (tmp_path / "b").iterdir()] == ["m.tif"]


def test_a_pipe_is_no_place_for_a_map_and_stays_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.tif")
    with (
        pytest.raises(SettingsError, match="is a device or a pipe, which holds no map"),
        drafted_map(tmp_path / "pipe.tif", GRID, ("one",), ()),
    ):
        pass
    assert (tmp_path / "pipe.tif").is_fifo()
