"""Gains and offsets of bands: recovered exactly, the same both ways, and what they leave."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from servanda.errors import NoStatisticError
from servanda.observations.sites.band_normalisation import SHIFT_PX, fit_bands

BANDS, SIDE = 3, 40
RNG = np.random.default_rng(8)
GROUND = RNG.normal(1500.0, 300.0, (BANDS, SIDE * SIDE)).astype(np.float32)
GAIN, OFFSET = np.array([0.8, 1.0, 1.3]), np.array([120.0, -40.0, 0.0])
EVERY = np.ones(SIDE * SIDE)
USABLE = np.ones((SIDE, SIDE), bool)
Pixels = NDArray[np.float32]


def later(noise: float = 10.0, seed: int = 1) -> Pixels:
    drawn = np.random.default_rng(seed).normal(scale=noise, size=GROUND.shape)
    return (GAIN[:, None] * GROUND + OFFSET[:, None] + drawn).astype(np.float32)


def image(pixels: Pixels) -> Pixels:
    return pixels.reshape(BANDS, SIDE, SIDE)


def test_gain_and_offset_are_recovered() -> None:
    """Almost without noise; of none at all the dates are alike, and refused."""
    found = fit_bands(GROUND, later(0.1), EVERY)
    np.testing.assert_allclose(found.gain, GAIN, rtol=3e-5)  # 0.1 / 300 / sqrt(1,600)
    np.testing.assert_allclose(found.offset, OFFSET, atol=0.05)
    np.testing.assert_allclose(found.level, later(0.1).mean(axis=1), rtol=1e-6)


def test_both_dates_alike_noisy_the_regression_is_not_diluted() -> None:
    """Least squares on a noisy earlier date would give 1 / (1 + 100^2 / 300^2) = 0.9."""
    first, second = (
        GROUND + np.random.default_rng(seed).normal(scale=100.0, size=GROUND.shape)
        for seed in (1, 2)
    )
    found = fit_bands(first.astype(np.float32), second.astype(np.float32), EVERY)
    np.testing.assert_allclose(found.gain, 1.0, atol=0.03)


@settings(max_examples=20)
@given(st.integers(0, 1000), st.floats(1.0, 200.0))
def test_exchanging_the_dates_turns_the_gains_over(seed: int, noise: float) -> None:
    forth, back = fit_bands(GROUND, later(noise, seed), EVERY), fit_bands(
        later(noise, seed), GROUND, EVERY
    )  # fmt: skip
    np.testing.assert_allclose(forth.gain * back.gain, 1.0, rtol=1e-6)
    np.testing.assert_allclose(back.offset, -forth.offset / forth.gain, rtol=1e-5, atol=1e-2)


def test_pixels_without_weight_do_not_count() -> None:
    second = later()
    second[:, :400] += 5000.0
    weight = np.where(np.arange(SIDE * SIDE) < 400, 0.0, 0.7)
    part = fit_bands(GROUND[:, 400:], second[:, 400:], np.ones(SIDE * SIDE - 400))
    found = fit_bands(GROUND, second, weight)
    np.testing.assert_allclose(found.gain, part.gain, rtol=1e-9)
    np.testing.assert_allclose(found.offset, part.offset, rtol=1e-6, atol=1e-6)


def test_levelled_differences_are_uncorrelated_with_variance_1() -> None:
    mix = np.array([[1.0, 0.8, 0.0], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])
    drawn = 20.0 * mix @ np.random.default_rng(2).normal(size=GROUND.shape)
    second = (later(0.0) + drawn).astype(np.float32)
    bands = fit_bands(GROUND, second, EVERY)
    one, other = bands.normalise(image(GROUND), image(second), USABLE)
    difference = (other - one).reshape(BANDS, -1)
    np.testing.assert_allclose(np.cov(difference), np.eye(BANDS), atol=0.01)
    np.testing.assert_allclose(difference.mean(axis=1), 0.0, atol=0.01)


def test_on_smooth_ground_the_statistic_is_the_squared_length_of_the_residual() -> None:
    """Edges and lasting contrasts forgive nothing where the earlier date is flat."""
    noise = np.random.default_rng(3).normal(scale=10.0, size=(BANDS, SIDE * SIDE))
    second = (GROUND + noise).astype(np.float32)
    bands = fit_bands(GROUND, second, EVERY)
    flat = np.broadcast_to(
        ((bands.level - bands.offset) / bands.gain).astype(np.float32)[:, None, None],
        (BANDS, SIDE, SIDE),
    )
    seen = flat + np.float32(1.0) * image(noise.astype(np.float32))
    residual = seen - (bands.gain[:, None, None] * flat + bands.offset[:, None, None])
    inverse = bands.whitening.T @ bands.whitening
    expected = np.einsum("irc,ij,jrc->rc", residual, inverse, residual)
    found = bands.statistic(flat, seen.astype(np.float32), USABLE)
    np.testing.assert_allclose(found, expected, rtol=2e-2)


def test_a_lasting_contrast_forgives_a_season_and_a_new_one_forgives_nothing() -> None:
    bands = fit_bands(GROUND, later(), EVERY)
    before = np.broadcast_to(bands.level.astype(np.float32)[:, None, None], (BANDS, 9, 9)).copy()
    before = ((before - bands.offset[:, None, None]) / bands.gain[:, None, None]).astype(np.float32)
    usable = np.ones((9, 9), bool)
    there = before.copy()
    there[:, 4, 4] += 2000.0
    dried = there.copy()
    dried[:, 4, 4] -= 200.0
    dug = before.copy()
    dug[:, 4, 4] -= 200.0

    def at_post(first: Pixels, second: Pixels) -> float:
        light = bands.gain[:, None, None] * second + bands.offset[:, None, None]
        return float(bands.statistic(first, light.astype(np.float32), usable)[4, 4])

    assert at_post(there, dried) < 0.1 * at_post(before, dug)
    assert at_post(there, before) == pytest.approx(at_post(before, there), rel=0.05)
    assert at_post(there, before) > 100 * at_post(there, dried)


def test_a_shift_left_by_registration_hardly_shows_at_an_edge() -> None:
    bands = fit_bands(GROUND, later(), EVERY)
    rows = np.repeat([-400.0, 0.0, 400.0], [20, 1, SIDE - 21])  # at row 20 no contrast, only edge
    ramp = np.convolve(np.pad(rows, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    moved = np.interp(np.arange(SIDE) + SHIFT_PX, np.arange(SIDE), ramp)
    level = ((bands.level - bands.offset) / bands.gain)[:, None, None]
    first, second = (
        (level + one[None, :, None] * np.ones((1, 1, SIDE))).astype(np.float32)
        for one in (ramp, moved)
    )
    light = (bands.gain[:, None, None] * second + bands.offset[:, None, None]).astype(np.float32)
    found = bands.statistic(first, light, USABLE)[20, 5:-5]
    plain = np.einsum(
        "prc,prc->rc", *[np.tensordot(bands.whitening, light - (
            bands.gain[:, None, None] * first + bands.offset[:, None, None]), axes=1)] * 2
    )[20, 5:-5]  # fmt: skip
    assert found.max() < 0.15 * plain.min()


def test_unusable_pixels_have_no_statistic() -> None:
    bands = fit_bands(GROUND, later(), EVERY)
    usable = USABLE.copy()
    usable[3, 4:9] = False
    found = bands.statistic(image(GROUND), image(later()), usable)
    np.testing.assert_array_equal(np.isnan(found), ~usable)


def test_a_constant_band_and_two_dates_alike_are_refused() -> None:
    constant = later()
    constant[1] = 7.0
    for first, second in ((GROUND, constant), (constant, GROUND)):
        with pytest.raises(NoStatisticError, match="a band is constant around the site"):
            fit_bands(first, second, EVERY)
    for twin in (GROUND, (2.0 * GROUND).astype(np.float32)):
        with pytest.raises(NoStatisticError, match="the two dates are alike around the site"):
            fit_bands(GROUND, twin, EVERY)
