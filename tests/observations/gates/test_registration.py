"""Shifts known to the pixel are found again, mended, or refused; nothing locks onto nothing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage
from skimage.registration import phase_cross_correlation

from servanda.observations.gates.gate import GateSettings
from servanda.observations.gates.registration import register_images, shift_around_site
from servanda.observations.gates.resampling import shift_obstacles, shift_plane
from servanda.observations.gates.shift import measured_shift
from servanda.records import Image, Obstacle
from tests.observations.gate_scenes import ground, image, seen, speckle, square

SIDE = 128
LIMITS = GateSettings()
SITE = square(SIDE)
LAND = ground(5, SIDE)


def pair(
    rows: float, columns: float, noise: float = 40.0, land: NDArray[np.float32] = LAND
) -> tuple[Image, Image]:
    """The second also brighter and flatter, as under another sun."""
    before, after = seen(land, noise, 1), 0.8 * seen(land, noise, 2, rows, columns) + 150
    return image([before]), image([after], day=9)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("noise", [20.0, 100.0])
@pytest.mark.parametrize(
    "known", [(0.0, 0.0), (0.2, 0.0), (0.0, -0.5), (0.9, 0.0), (-0.35, 0.35), (0.6, -0.6)]
)
def test_a_known_shift_is_found_to_a_tenth_of_a_pixel(
    known: tuple[float, float], noise: float, seed: int
) -> None:
    before, after = pair(*known, noise, ground(seed, SIDE))
    found = shift_around_site(before, after, SITE, LIMITS)
    np.testing.assert_allclose((found.rows, found.columns), known, rtol=0, atol=0.1)
    assert found.error < 0.1


@settings(max_examples=15)
@given(st.floats(-0.7, 0.7), st.floats(-0.7, 0.7), st.floats(0.3, 3.0), st.floats(-500.0, 500.0))
def test_gain_and_offset_change_no_shift(
    rows: float, columns: float, gain: float, offset: float
) -> None:
    before, after = pair(rows, columns)
    other = replace(after, pixels=(gain * after.pixels + offset).astype(np.float32))
    found, again = (shift_around_site(before, a, SITE, LIMITS) for a in (after, other))
    np.testing.assert_allclose((again.rows, again.columns), (rows, columns), rtol=0, atol=0.1)
    np.testing.assert_allclose(
        (again.rows, again.columns), (found.rows, found.columns), rtol=0, atol=0.01
    )


@settings(max_examples=15)
@given(st.floats(-0.7, 0.7), st.floats(-0.7, 0.7))
def test_backwards_is_forwards_with_the_other_sign(rows: float, columns: float) -> None:
    before, after = pair(rows, columns)
    there = shift_around_site(before, after, SITE, LIMITS)
    back = shift_around_site(after, before, SITE, LIMITS)
    np.testing.assert_allclose(
        (back.rows, back.columns), (-there.rows, -there.columns), rtol=0, atol=0.02
    )


def test_it_agrees_with_an_upsampled_phase_correlation_where_nothing_is_masked() -> None:
    before, after = pair(0.4, -0.7)
    found = measured_shift(before.pixels[0], after.pixels[0], np.ones((SIDE, SIDE), bool))
    taper = np.outer(np.hanning(SIDE), np.hanning(SIDE))
    edges = [taper * ndimage.gaussian_laplace(i.pixels[0], 1.5) for i in (before, after)]
    theirs, _, _ = phase_cross_correlation(*edges, upsample_factor=50, normalization=None)
    np.testing.assert_allclose((found.rows, found.columns), -theirs, rtol=0, atol=0.1)


def test_a_rebuilt_site_moves_nothing() -> None:
    before, after = pair(0.4, -0.3)
    site = square(SIDE, 40)
    changed = after.pixels.copy()
    changed[0, site] = np.random.default_rng(0).normal(6000, 2000, int(site.sum()))
    still, other = (
        shift_around_site(before, a, site, LIMITS) for a in (after, replace(after, pixels=changed))
    )
    assert (still.rows, still.columns) == (other.rows, other.columns)


def test_cloud_moves_nothing() -> None:
    before, after = pair(0.4, -0.3)
    cloud = np.kron(np.random.default_rng(3).random((8, 8)) < 0.3, np.ones((16, 16))) > 0
    hidden = np.where(cloud, Obstacle.CLOUD, Obstacle.CLEAR).astype(np.uint8)
    after = replace(after, pixels=np.where(cloud, np.float32(9000), after.pixels))
    found = shift_around_site(before, replace(after, obstacles=hidden), SITE, LIMITS)
    np.testing.assert_allclose((found.rows, found.columns), (0.4, -0.3), rtol=0, atol=0.1)


def test_changed_fields_around_move_little() -> None:
    before, after = pair(0.4, -0.3)
    fields = np.kron(np.random.default_rng(4).random((8, 8)) < 0.15, np.ones((16, 16)))
    changed = replace(after, pixels=(after.pixels + 900 * fields).astype(np.float32))
    found = shift_around_site(before, changed, SITE, LIMITS)
    np.testing.assert_allclose((found.rows, found.columns), (0.4, -0.3), rtol=0, atol=0.1)


def test_a_small_shift_is_taken_out() -> None:
    before, after = pair(0.5, -0.4, noise=20.0)
    gate, mended = register_images(before, after, SITE, LIMITS)
    assert gate.passed
    assert "taken out" in gate.why
    left = shift_around_site(before, mended, SITE, LIMITS)
    assert left.length < 0.05
    straight = 0.8 * seen(LAND, 0.0, 2) + 150
    inner = mended.usable & ~SITE
    noise = 0.8 * 20.0
    assert (mended.pixels[0] - straight)[inner].std() < 1.1 * noise
    assert (after.pixels[0] - straight)[inner].std() > 2.5 * noise


def test_a_shift_of_a_hundredth_leaves_every_bit() -> None:
    before, after = pair(0.01, 0.0)
    gate, same = register_images(before, after, SITE, LIMITS)
    assert gate.passed
    assert same is after


@pytest.mark.parametrize("known", [(1.3, 0.0), (-1.0, 0.8), (0.0, -4.0), (5.0, 3.0)])
def test_a_shift_above_one_pixel_is_refused(known: tuple[float, float]) -> None:
    before, after = pair(*known)
    gate, same = register_images(before, after, SITE, LIMITS)
    assert not gate.passed
    assert "more than 1 is not mended" in gate.why
    assert same is after


@pytest.mark.parametrize("scale", [0.0, 1.0, 40.0])
def test_featureless_ground_is_not_locked(scale: float) -> None:
    rng = np.random.default_rng(8)
    planes = [1200 + scale * rng.standard_normal((SIDE, SIDE)) for _ in range(2)]
    gate, _ = register_images(image([planes[0]]), image([planes[1]], day=9), SITE, LIMITS)
    assert not gate.passed
    assert "not locked" in gate.why


def test_stripes_are_not_locked_along_themselves() -> None:
    rng = np.random.default_rng(8)
    rows = 1200 + 300 * np.repeat(rng.standard_normal(SIDE // 8), 8)[:, None]
    planes = [rows + 5 * rng.standard_normal((SIDE, SIDE)) for _ in range(2)]
    gate, _ = register_images(image([planes[0]]), image([planes[1]], day=9), SITE, LIMITS)
    assert not gate.passed
    assert "not locked" in gate.why


def test_a_regular_pattern_is_not_locked() -> None:
    one = np.kron(np.indices((16, 16)).sum(0) % 2, np.ones((8, 8))) * 800 + 1000
    noise = np.random.default_rng(8).normal(0, 20, (2, SIDE, SIDE))
    gate, _ = register_images(image([one + noise[0]]), image([one + noise[1]], day=9), SITE, LIMITS)
    assert not gate.passed
    assert "not locked" in gate.why


def test_an_image_stretched_within_is_refused() -> None:
    """Its mean shift is nothing; its quarters lie half a pixel off, each another way."""
    before, _ = pair(0.0, 0.0)
    rows, columns = np.indices((SIDE, SIDE)).astype(float)
    off = 1.6 * (columns / SIDE - 0.5)
    bent = ndimage.map_coordinates(seen(LAND, 20, 2), [rows + off, columns], mode="nearest")
    gate, _ = register_images(before, image([bent], day=9), SITE, LIMITS)
    assert not gate.passed
    assert "a quarter of the image" in gate.why


def test_the_band_that_both_dates_share_is_measured() -> None:
    before, after = pair(0.4, 0.2)
    rng = np.random.default_rng(6)
    strange = rng.normal(2000, 900, (2, SIDE, SIDE)).astype(np.float32)
    two = [image([strange[n], i.pixels[0]], day=1 + n) for n, i in enumerate((before, after))]
    found = shift_around_site(two[0], two[1], SITE, LIMITS)
    np.testing.assert_allclose((found.rows, found.columns), (0.4, 0.2), rtol=0, atol=0.1)


def test_a_wide_image_is_measured_about_the_site() -> None:
    before, after = pair(0.4, 0.2)
    wide = [np.pad(i.pixels[0], ((0, 0), (0, 200)), constant_values=1000) for i in (before, after)]
    site = np.pad(SITE, ((0, 0), (0, 200)))
    near = replace(LIMITS, window_px=SIDE)
    found = shift_around_site(image([wide[0]]), image([wide[1]], day=9), site, near)
    alone = shift_around_site(before, after, SITE, near)
    assert (found.rows, found.columns) == (alone.rows, alone.columns)


def radar(seed: int, day: int, detail: float, crs: str | None = "EPSG:32652") -> Image:
    level = (LAND.reshape(140, 4, 140, 4).mean((1, 3))[6:-6, 6:-6] - 1500) / 400
    power = np.stack([10 ** (-1 + detail * level), 10 ** (-1.7 + detail * level)])
    made = image(speckle(power, seed), day, sensor="c-sar", bands=("VV", "VH"))
    return replace(made, grid=replace(made.grid, crs=crs))


def test_radar_is_trusted_where_speckle_hides_the_shift() -> None:
    before, after = radar(1, 1, 0.0), radar(2, 9, 0.0)
    gate, same = register_images(before, after, SITE, LIMITS)
    assert gate.passed
    assert "speckle" in gate.why
    assert same is after


@pytest.mark.parametrize("seed", [2, 4, 5, 10, 11])
def test_speckle_on_a_broad_peak_is_no_shift(seed: int) -> None:
    """Neighbours' speckle agrees and the ground rolls: the peak strays, but not significantly."""
    rolling = ndimage.gaussian_filter(LAND.reshape(140, 4, 140, 4).mean((1, 3))[:65, :65], 3)
    power = (10 ** (-1 + 0.1 * (rolling - 1500) / 150))[None].astype(np.float32)
    made = []
    for day in (1, 2):
        drawn = speckle(power, 100 * seed + day, looks=1.1)
        mean = (drawn[:, 1:, 1:] + drawn[:, 1:, :-1] + drawn[:, :-1, 1:] + drawn[:, :-1, :-1]) / 4
        made.append(image(mean, day, sensor="c-sar", bands=("VV",)))
    gate, _ = register_images(made[0], made[1], square(64, 6), LIMITS)
    assert gate.passed, gate.why


def test_radar_off_the_map_grid_is_not_trusted() -> None:
    gate, _ = register_images(radar(1, 1, 0.0, None), radar(2, 9, 0.0, None), SITE, LIMITS)
    assert not gate.passed
    assert "not locked" in gate.why


def test_radar_that_is_clearly_off_is_refused_and_never_resampled() -> None:
    before, after = radar(1, 1, 0.5), radar(2, 9, 0.5)
    gate, same = register_images(before, after, SITE, LIMITS)
    assert gate.passed
    assert same is after
    rolled = replace(after, pixels=np.roll(after.pixels, 1, axis=1))
    gate, same = register_images(before, rolled, SITE, LIMITS)
    assert not gate.passed
    assert same is rolled


@given(st.floats(-1.5, 1.5), st.floats(-1.5, 1.5), st.floats(-1e4, 1e4, width=32))
def test_moving_keeps_a_level(rows: float, columns: float, level: float) -> None:
    plane = np.full((9, 11), level, np.float32)
    np.testing.assert_allclose(shift_plane(plane, rows, columns), plane, rtol=1e-5, atol=1e-6)


def test_moving_by_whole_pixels_reads_other_pixels() -> None:
    plane = np.random.default_rng(1).random((20, 20)).astype(np.float32)
    np.testing.assert_allclose(
        shift_plane(plane, 1.0, -1.0)[:-1, 1:], plane[1:, :-1], rtol=0, atol=1e-6
    )


@settings(max_examples=25)
@given(st.integers(0, 19), st.integers(0, 19), st.floats(-1, 1), st.floats(-1, 1))
def test_no_clear_pixel_was_made_of_a_hidden_one(
    row: int, column: int, rows: float, columns: float
) -> None:
    """A broken value may stand under the mask: what the mask calls clear does not feel it."""
    plane = np.random.default_rng(2).random((20, 20)).astype(np.float32)
    hidden = np.zeros((20, 20), np.uint8)
    hidden[row, column] = Obstacle.CLOUD
    broken = plane.copy()
    broken[row, column] = 1e6
    after = shift_obstacles(hidden, rows, columns, Obstacle.NO_DATA.value)
    clear = after == Obstacle.CLEAR
    np.testing.assert_array_equal(
        shift_plane(plane, rows, columns)[clear], shift_plane(broken, rows, columns)[clear]
    )
    assert not clear[row, column] or (rows, columns) == (0, 0) or abs(rows) + abs(columns) < 1e-8


def test_pleiades_crops_of_two_views_are_refused(shared_dir: Path) -> None:
    folder = shared_dir / "data" / "imagery" / "pleiades_pan_2023"
    planes = [_read(folder / f"{which}_event_img1.tif", 1) for which in ("pre", "post")]
    site = square(1000, 20)
    gate, _ = register_images(image([planes[0]]), image([planes[1]], day=9), site, LIMITS)
    assert not gate.passed


@pytest.mark.parametrize("known", [(0.3, 0.0), (0.0, -0.3), (-0.6, 0.5)])
def test_a_shifted_pleiades_crop_is_mended(shared_dir: Path, known: tuple[float, float]) -> None:
    folder = shared_dir / "data" / "imagery" / "pleiades_pan_2023"
    whole = _read(folder / "pre_event_img1.tif", 1)[:300, :300]
    rng = np.random.default_rng(0)
    other = ndimage.shift(whole, known, order=3, mode="nearest") + rng.normal(0, 10, whole.shape)
    before, after = image([whole[22:278, 22:278]]), image([other[22:278, 22:278]], day=9)
    gate, mended = register_images(before, after, square(256), LIMITS)
    assert gate.passed
    found = shift_around_site(before, after, square(256), LIMITS)
    np.testing.assert_allclose((found.rows, found.columns), known, rtol=0, atol=0.05)
    assert mended is not after


def test_the_landsat_pair_lies_upon_itself(shared_dir: Path) -> None:
    folder = shared_dir / "data" / "imagery" / "taizhou_tm_2000_2003"
    images = []
    for day, year in ((1, 2000), (9, 2003)):
        with rasterio.open(folder / f"{year}TM") as opened:
            images.append(image(opened.read(), day))
    gate, same = register_images(images[0], images[1], square(400), LIMITS)
    assert gate.passed, gate.why
    assert same is images[1] or "taken out" in gate.why


def test_a_real_radar_scene_150_m_off_is_found(shared_dir: Path) -> None:
    """2016-04-16 lies 5 pixels east of its neighbours: its correlation with them peaks there."""
    folder = shared_dir / "data" / "imagery" / "s1_myanmar_2014_2018"
    site = np.zeros((60, 120), bool)
    site[28:32, 60:64] = True
    days = ("20160323", "20160416", "20160510")
    first, off, last = (_radar_scene(folder / f"s1_{day}.tif", n) for n, day in enumerate(days, 1))
    assert register_images(first, last, site, LIMITS)[0].passed
    for one, other in ((first, off), (off, last)):
        gate, _ = register_images(one, other, site, LIMITS)
        assert not gate.passed
        assert "5.00 columns" in gate.why


def _radar_scene(path: Path, day: int) -> Image:
    with rasterio.open(path) as opened:
        decibels = opened.read().astype(np.float32) / 100
    return image(10 ** (decibels / 10), day, sensor="c-sar", bands=("VV", "VH"))


def _read(path: Path, band: int) -> NDArray[np.float32]:
    with rasterio.open(path) as opened:
        plane: NDArray[np.float32] = opened.read(band).astype(np.float32)
    return plane
