"""Scenes read window by window: every pixel once, whatever the layout of the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from servanda.errors import InputError
from servanda.records import Obstacle
from servanda.sources.imagery.pixels import scene_stack as under_test
from servanda.sources.imagery.pixels.radar_units import as_power, unit_of
from servanda.sources.imagery.pixels.scene_stack import (
    opened_mask,
    opened_stack,
    read_ground,
    representative_windows,
)

ROWS, COLUMNS = 150, 210


def scene(path: Path, pixels: np.ndarray, **profile: Any) -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", dtype="float32", crs="EPSG:32652", count=len(pixels),
        height=ROWS, width=COLUMNS, transform=Affine(10, 0, 0, 0, -10, 0), **profile,
    ) as dataset:  # fmt: skip
        dataset.write(pixels)
    return path


@pytest.mark.parametrize("most", [100, 5_000, 40_000, 10**7])
@pytest.mark.parametrize(
    "layout",
    [{"blockysize": 1}, {"blockysize": 150}, {"tiled": True, "blockxsize": 64, "blockysize": 32}],
)
def test_windows_hold_every_pixel_once_and_no_more_than_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: dict[str, Any], most: int
) -> None:
    monkeypatch.setattr(under_test, "WINDOW_VALUES", most)
    made = np.random.default_rng(1).random((2, 2, ROWS, COLUMNS), np.float32)
    paths = [scene(tmp_path / f"{at}.tif", one, **layout) for at, one in enumerate(made)]
    seen = np.full(made.shape, np.nan, np.float32)
    with opened_stack(paths) as streams:
        for window, read in zip(streams.windows, streams.read_windows(), strict=True):
            place = window.toslices()
            assert read.grid == streams.grid.window(*window.toranges())
            assert read.pixels.size <= max(most, 4)
            assert np.isnan(seen[:, :, *place]).all()
            seen[:, :, *place] = read.pixels
            assert read.usable.all()
    np.testing.assert_array_equal(seen, made)


def test_a_pixel_hidden_in_one_scene_is_not_usable(tmp_path: Path) -> None:
    pixels = np.ones((2, ROWS, COLUMNS), np.float32)
    other = pixels.copy()
    other[1, 3, 4] = np.nan
    paths = [scene(tmp_path / "a.tif", pixels), scene(tmp_path / "b.tif", other)]
    with opened_stack(paths) as streams:
        usable = np.concatenate([read.usable for read in streams.read_windows()])
    assert np.argwhere(~usable).tolist() == [[3, 4]]


def test_a_small_scene_stands_for_itself_and_a_large_one_is_told_from_five_squares(
    tmp_path: Path,
) -> None:
    path = scene(tmp_path / "a.tif", np.random.default_rng(1).random((2, ROWS, COLUMNS), "f4"))
    with opened_stack([path]) as streams:
        (whole,) = representative_windows(streams, 2 * 210 * 210)
        parts = list(representative_windows(streams, 2 * 50 * 50))
    assert whole.grid == streams.grid
    assert [part.pixels.shape for part in parts] == [(1, 2, 50, 50)] * 5
    corners = {streams.grid.rowcol(*part.grid.xy(0, 0)) for part in parts}
    assert corners == {(50.0, 80.0), (15.0, 24.0), (15.0, 136.0), (85.0, 24.0), (85.0, 136.0)}


def test_images_of_a_window_hide_what_is_no_power(tmp_path: Path) -> None:
    power = np.random.default_rng(1).gamma(5.0, 0.02, (2, ROWS, COLUMNS)).astype(np.float32)
    dark = power.copy()
    dark[1, 3, 4], dark[0, 5, 6] = 0.0, np.nan
    paths = [scene(tmp_path / "a.tif", power), scene(tmp_path / "b.tif", dark)]
    with opened_stack(paths) as optical:
        streams = optical.with_unit()
        (read,) = representative_windows(streams, 10**7)
        first, second = streams.images(read)
        plain, _ = optical.images(read)
    assert streams.unit == "power"
    assert (first.scene.id, second.scene.id) == tuple(map(str, paths))
    assert first.usable.all()
    assert np.argwhere(~second.usable).tolist() == [[3, 4], [5, 6]]
    assert {*second.obstacles[[3, 5], [4, 6]]} == {Obstacle.INVALID}
    assert (first.scene.sensor, plain.scene.sensor) == ("SAR", "unstated")
    assert first.grid == streams.grid


def test_a_unit_that_was_said_is_not_looked_for(tmp_path: Path) -> None:
    power = np.random.default_rng(1).gamma(5.0, 0.02, (1, ROWS, COLUMNS)).astype(np.float32)
    with opened_stack([scene(tmp_path / "a.tif", -power)]) as streams:
        assert streams.with_unit().unit == "db"
        assert streams.with_unit("db100").unit == "db100"
        assert not streams.is_radar


def test_a_mask_marks_ground_where_it_is_above_nothing(tmp_path: Path) -> None:
    marked = np.zeros((1, ROWS, COLUMNS), np.float32)
    marked[0, 20:30, 40:60], marked[0, 0, 0], marked[0, 1, 1] = 1.0, -1.0, np.nan
    path = scene(tmp_path / "a.tif", np.ones((2, ROWS, COLUMNS), np.float32))
    mask = scene(tmp_path / "mask.tif", marked)
    with opened_stack([path]) as streams, opened_mask(mask, streams) as ground:
        found = np.concatenate([read_ground(ground, window) for window in streams.windows])
    np.testing.assert_array_equal(found, marked[0] == 1.0)


def test_units_are_told_from_the_numbers() -> None:
    power = np.random.default_rng(1).gamma(5.0, 0.02, 5000).astype(np.float32)
    decibels = 10 * np.log10(power)
    assert unit_of(power) == "power"
    assert unit_of(decibels) == "db"
    assert unit_of(100 * decibels) == "db100"
    with pytest.raises(InputError, match="--unit"):
        unit_of(np.where(np.arange(5000) % 5, power, -power))


@pytest.mark.parametrize(("unit", "scale"), [("db", 10.0), ("db100", 1000.0)])
def test_decibels_become_power(unit: str, scale: float) -> None:
    power = np.array([0.001, 0.02, 1.0, 30.0, np.nan], np.float32)
    given = as_power((scale * np.log10(power)).astype(np.float32), unit, "s")
    np.testing.assert_allclose(given, power, rtol=1e-5)


def test_power_of_nothing_is_no_power() -> None:
    given = as_power(np.array([0.0, 0.5], np.float32), "power", "s")
    assert np.isnan(given).tolist() == [True, False]
