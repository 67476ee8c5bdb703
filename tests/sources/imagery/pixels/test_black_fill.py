"""Black that no tag declares is no ground; a mask's zeros and dark spots are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.records import Obstacle
from servanda.sources.imagery.catalogs.scene_folder import scene_of_file
from servanda.sources.imagery.pixels.black_fill import LEAST_FILL, mark_black_fill
from servanda.sources.imagery.pixels.chips import read_chip
from servanda.sources.imagery.pixels.scene_stack import opened_mask, opened_stack, read_ground
from tests.sources.imagery.scenes import place_at, write_tiff

RNG = np.random.default_rng(3)


def scene(path: Path, nodata: float | None = None, bands: int = 4) -> Path:
    """A scene whose left half is black."""
    pixels = RNG.integers(500, 4_000, (bands, 256, 256)).astype(np.uint16)
    pixels[:, :, :128] = 0
    return write_tiff(path, pixels, nodata=nodata)


@pytest.mark.parametrize("bands", [1, 4])
def test_undeclared_fill_is_hidden_as_a_tag_would_hide_it(tmp_path: Path, bands: int) -> None:
    for name, nodata in (("a", None), ("b", 0)):
        scene(tmp_path / f"{name}_2021-01-10.tif", nodata, bands)
    chips = [
        read_chip(scene_of_file(tmp_path / f"{name}_2021-01-10.tif"), place_at(128, 128), 500.0)
        for name in "ab"
    ]
    assert (chips[0].obstacles == Obstacle.NO_DATA).any()
    for chip in chips:
        assert set(np.unique(chip.obstacles)) == {Obstacle.CLEAR, Obstacle.NO_DATA}
    assert (chips[0].obstacles == chips[1].obstacles).all()


def test_a_map_of_change_leaves_it_out_window_by_window(tmp_path: Path) -> None:
    paths = [scene(tmp_path / f"a_2021-0{month}-10.tif") for month in (1, 2)]
    with opened_stack(paths) as stack:
        for read in stack.read_windows():
            left = np.arange(read.grid.columns) + 0.5
            west = read.grid.transform[2] + left * read.grid.transform[0]
            black = west < stack.grid.transform[2] + 128 * stack.grid.transform[0]
            assert ((read.obstacles == Obstacle.NO_DATA) == black).all()


def test_zeros_of_a_mask_are_values(tmp_path: Path) -> None:
    path = scene(tmp_path / "a_2021-01-10.tif")
    chosen = np.zeros((1, 256, 256), np.uint8)
    chosen[:, :, 200:] = 1
    mask = write_tiff(tmp_path / "mask.tif", chosen)
    with opened_stack([path]) as stack, opened_mask(mask, stack) as ground:
        marked = sum(int(read_ground(ground, window).sum()) for window in stack.windows)
        assert marked == 256 * 56
        read = ground.read(stack.windows[0])
        assert (read.obstacles == Obstacle.CLEAR).all()


@given(st.integers(1, 30), st.integers(0, 3), st.booleans())
def test_only_large_parts_are_fill_and_only_where_every_band_is_0(
    side: int, band: int, every: bool
) -> None:
    pixels = np.full((4, 64, 64), 900, np.float32)
    bands = slice(None) if every else slice(band, band + 1)
    pixels[bands, 20 : 20 + side, 20 : 20 + side] = 0
    obstacles = np.zeros((64, 64), np.uint8)
    mark_black_fill(pixels, obstacles)
    expected = side * side if every and side * side >= LEAST_FILL else 0
    assert np.count_nonzero(obstacles == Obstacle.NO_DATA) == expected
    assert np.isnan(pixels).all(axis=0).sum() == expected


def test_a_corner_of_fill_at_the_edge_of_a_window_is_fill() -> None:
    pixels = np.full((2, 64, 64), 900, np.float32)
    pixels[:, :5, :5] = 0
    obstacles = np.zeros((64, 64), np.uint8)
    mark_black_fill(pixels, obstacles)
    assert np.count_nonzero(obstacles) == 25
