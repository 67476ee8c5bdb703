"""Gates over whole scenes: which are closed, and that the middle of several windows decides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from servanda.observations.change_maps.ranks import Shares
from servanda.observations.change_maps.scene_gates import (
    clear_gate,
    grid_gate,
    pair_gates,
    series_gate,
)
from servanda.records import Grid, Image, Obstacle
from tests.observations.scenes import ground, image, radar, scene

GRID = Grid(700, 900, (10.0, 0.0, 3e5, 0.0, -10.0, 4.2e6), "EPSG:32652")


def pair(seed: int, shift: int = 0) -> tuple[Image, Image]:
    """One window on two dates, the second moved by whole pixels."""
    rng, land = np.random.default_rng(seed), ground(seed)
    dates = (land, np.roll(1.1 * land, shift, axis=2))
    before, after = (
        image(pixels + rng.normal(0.0, 20.0, land.shape), scene(30 * at, "unstated"))
        for at, pixels in enumerate(dates)
    )
    return before, after


def test_a_grid_without_coordinates_is_no_common_grid() -> None:
    assert not grid_gate(replace(GRID, crs=None), 4).passed
    passed = grid_gate(GRID, 4)
    assert passed.passed
    assert passed.why == "same grid: 700 x 900 pixels, 4 bands, EPSG:32652"
    assert grid_gate(replace(GRID, crs="PROJCS[" + 40 * "x"), 4).why.endswith("own")


def test_scenes_that_lie_on_each_other_pass_radiometry_and_registration() -> None:
    radiometry, registration = pair_gates(pair(seed) for seed in range(3))
    assert radiometry.passed
    assert registration.passed
    assert "median of 3 of 3 windows" in registration.why


@pytest.mark.parametrize(("moved", "passes"), [(1, True), (2, False)])
def test_the_middle_shift_of_the_windows_decides(moved: int, passes: bool) -> None:
    windows = [pair(seed, shift=int(seed < moved)) for seed in range(3)]
    assert pair_gates(windows)[1].passed == passes


def test_windows_without_common_detail_do_not_lock() -> None:
    empty = [np.random.default_rng(seed).normal(1500.0, 20.0, (4, 160, 160)) for seed in (1, 2)]
    images = [image(pixels, scene(30 * at, "unstated")) for at, pixels in enumerate(empty)]
    assert "not locked" in pair_gates([images])[1].why


def test_radiometry_is_told_from_all_windows_together() -> None:
    """A band that is constant in one window of two still varies over the scene."""
    before, after = pair(1)
    flat = [replace(one, pixels=np.full_like(one.pixels, 900.0)) for one in (before, after)]
    assert pair_gates([flat, (before, after)])[0].passed
    assert "constant" in pair_gates([flat])[0].why


def test_without_a_window_that_shows_anything_there_is_no_gate() -> None:
    assert pair_gates(()) == series_gate(()) == ()


def test_a_radar_date_that_is_off_is_named() -> None:
    first, second, third = (radar(12 * at, seed=1, looks=50.0) for at in range(3))
    (gate,) = series_gate([(first, second, third)])
    assert gate.passed
    moved = replace(third, pixels=np.roll(third.pixels, 3, axis=2))
    (gate,) = series_gate([(first, second, moved)])
    assert not gate.passed
    assert gate.why.startswith(f"{third.scene.id}: ")


@pytest.mark.parametrize(
    ("shares", "passes"),
    [
        (Shares(0, 31, 69), True),
        (Shares(1, 28, 71), False),
        (Shares(0, 10_000, 990_000), True),  # a hundredth, but enough to rank
        (Shares(0, 9_999, 990_001), False),
    ],
)
def test_enough_of_the_scene_must_be_clear(shares: Shares, passes: bool) -> None:
    gate = clear_gate(shares, "enough dates")
    assert gate.passed == passes
    assert "can be seen on enough dates" in gate.why


def test_what_hides_the_ground_on_one_date_is_left_out_of_both() -> None:
    before, after = pair(4)
    hidden = np.where(np.arange(160) < 100, Obstacle.CLOUD.value, 0)[:, None] * np.ones(160)
    after = replace(
        after,
        obstacles=hidden.astype(np.uint8),
        pixels=np.where(hidden > 0, np.float32(9_000.0), after.pixels),
    )
    assert all(gate.passed for gate in pair_gates([(before, after)]))
