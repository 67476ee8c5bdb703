"""Objects put into images, against integrals done the slow way."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from servanda.observations.error_rates.object_injection import (
    ObjectModel,
    cover,
    inject_object,
    injected_scores,
)
from servanda.observations.error_rates.pooling import pooled_scores
from servanda.records import Direction

POST = ObjectModel(side_m=15.0, pixel_m=10.0, contrast=(400.0, 800.0))


def test_the_cover_is_a_square_blurred_and_averaged_over_pixels():
    fine, size = 40, 12
    place = (np.arange(size * fine) + 0.5) / fine
    inside = [np.abs(place - middle) <= 0.75 for middle in (5.3, 6.1)]
    drawn = gaussian_filter(np.outer(*inside).astype(float), 0.45 * fine, truncate=8.0)
    expected = drawn.reshape(size, fine, size, fine).mean(axis=(1, 3))
    np.testing.assert_allclose(cover(POST, (size, size), (5.3, 6.1)), expected, atol=2e-3)


@pytest.mark.parametrize("side_m", [2.0, 8.0, 15.0, 60.0])
@pytest.mark.parametrize("sigma", [0.0, 0.45, 1.0])
def test_blur_moves_signal_about_and_neither_makes_nor_loses_any(side_m, sigma):
    model = ObjectModel(side_m, 10.0, (1.0, 1.0), psf_sigma_px=sigma)
    share = cover(model, (30, 30), (14.2, 15.9))
    np.testing.assert_allclose(share.sum(), (side_m / 10.0) ** 2, rtol=1e-5)
    assert share.min() >= -1e-6
    assert share.max() <= 1.0 + 1e-6


def test_optical_contrast_is_added_within_its_range():
    image = np.full((4, 20, 20), 1_500.0, np.float32)
    wide = ObjectModel(100.0, 10.0, (400.0, 800.0))
    seen = [
        inject_object(image, (10.0, 10.0), wide, np.random.default_rng(seed)) - image
        for seed in range(40)
    ]
    middle = np.array([one[:, 10, 10] for one in seen])
    assert np.abs(middle).min() >= 400.0 * 0.7 - 0.1
    assert np.abs(middle).max() <= 800.0 * 1.3 + 0.1
    assert (middle > 0).any()
    assert (middle < 0).any()
    np.testing.assert_allclose(seen[0][:, 0, 0], 0.0, atol=1e-3)


def test_radar_contrast_multiplies_power_and_keeps_its_speckle():
    speckle = np.random.default_rng(0).standard_gamma(4.0, (2, 20, 20)).astype(np.float32)
    wide = ObjectModel(100.0, 10.0, (6.0, 6.0), decibel=True)
    seen = inject_object(speckle, (10.0, 10.0), wide, np.random.default_rng(1))
    step = np.abs(10.0 * np.log10(seen[:, 8:12, 8:12] / speckle[:, 8:12, 8:12]))
    assert (step > 6.0 * 0.69).all()
    assert (step < 6.0 * 1.31).all()
    np.testing.assert_allclose(step, step[:, :1, :1] * np.ones_like(step), rtol=1e-4)


def pair(seed=0):
    rng = np.random.default_rng(seed)
    ground = rng.uniform(500.0, 2_500.0, (3, 60, 60))
    return [(ground + rng.normal(0.0, 40.0, ground.shape)).astype(np.float32) for _ in range(2)]


def squared(before, after):
    return ((after - before) ** 2).sum(axis=0) / 3_200.0


def test_scores_of_windows_equal_injecting_one_object_after_another():
    """Oracle: a sharp object far from chance, so that only its window differs."""
    before, after = pair()
    before[:, 30:33, 8:11] = np.nan
    offsets = np.array([[5, 5], [29, 7], [40, 41], [0, 0], [57, 57]])
    footprint = np.ones((3, 3), bool)
    still = ObjectModel(15.0, 10.0, (1e-9, 2e-9))
    scores = injected_scores(
        before, after, offsets, footprint, still, squared, np.random.default_rng(0)
    )
    expected = pooled_scores(squared(before, after), footprint, offsets)
    np.testing.assert_allclose(scores, expected, rtol=1e-5)


@pytest.mark.parametrize("direction", [Direction.BUILT, Direction.CLEARED])
def test_a_larger_object_scores_higher_and_a_tiny_one_not_at_all(direction):
    before, after = pair(1)
    offsets = np.argwhere(np.ones((7, 7), bool)) * 7 + 3
    quiet = pooled_scores(squared(before, after), np.ones((3, 3), bool), offsets)
    medians = []
    for side_m in (0.1, 5.0, 10.0, 20.0):
        model = ObjectModel(side_m, 10.0, (500.0, 800.0), direction=direction)
        scores = injected_scores(
            before,
            after,
            offsets,
            np.ones((3, 3), bool),
            model,
            squared,
            np.random.default_rng(2),
        )
        medians.append(float(np.median(scores - quiet)))
    assert abs(medians[0]) < 0.05
    assert (np.diff(medians) > 0).all()
    assert medians[-1] > 50.0


def test_built_objects_go_into_the_later_image_and_cleared_ones_into_the_earlier():
    before, after = pair(2)
    shown = {}

    def statistic(first, second):
        shown["changed"] = (np.ptp(first) > 3_500.0, np.ptp(second) > 3_500.0)
        return squared(first, second)

    for direction, expected in (
        (Direction.BUILT, (False, True)),
        (Direction.CLEARED, (True, False)),
    ):
        model = ObjectModel(30.0, 10.0, (9_000.0, 9_000.0), direction=direction)
        offsets = np.array([[20, 20], [30, 30], [40, 40], [20, 40]])
        injected_scores(
            before,
            after,
            offsets,
            np.ones((3, 3), bool),
            model,
            statistic,
            np.random.default_rng(0),
        )
        assert shown["changed"] == expected
