"""Noise of known correlation gives its length back."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter, uniform_filter

from servanda.observations.error_rates.correlation_length import correlation_length

SEEN = np.ones((128, 128), bool)


def noise(seed=0):
    return np.random.default_rng(seed).standard_normal((128, 128))


def test_white_noise_is_independent_at_one_pixel_however_heavy_its_tails():
    assert correlation_length(noise(), SEEN) == 1
    assert correlation_length(noise() ** 9, SEEN) == 1


@pytest.mark.parametrize("box", [3, 5, 7])
def test_a_box_average_is_independent_from_its_side_on(box):
    """Its autocorrelation falls in a line to 0 at its side; 0.1 is crossed just before."""
    found = correlation_length(uniform_filter(noise(), box, mode="wrap"), SEEN)
    assert box - 1 <= found <= box


def test_the_longer_of_both_directions_counts():
    across = gaussian_filter(noise(), (0.0, 3.0))
    down = gaussian_filter(noise(), (3.0, 0.0))
    assert correlation_length(across, SEEN) >= 5
    assert correlation_length(down, SEEN) >= 5


def test_hidden_pixels_do_not_take_part():
    image, usable = noise(), SEEN.copy()
    usable[:, 30:60] = False
    image[:, 30:60] = 1e9
    assert correlation_length(image, usable) == 1
    image[:, 30:60] = np.nan
    assert correlation_length(image, SEEN) == 1


def test_signed_parts_tell_uneven_noise_from_correlated_noise():
    parts = np.stack([noise(seed) for seed in range(3)])
    parts[:, :, :64] *= 4.0
    assert correlation_length(parts, SEEN) == 1
    assert correlation_length((parts**2).sum(axis=0), SEEN) == 16


def test_nothing_to_see_is_one_pixel():
    assert correlation_length(noise(), ~SEEN) == 1
    assert correlation_length(np.zeros((1, 1)), np.ones((1, 1), bool)) == 1
