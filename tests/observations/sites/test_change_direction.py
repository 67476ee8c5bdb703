"""Cleared or built: contrast to the ground in light, power in radar."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.observations.sites.change_direction import optical_direction, radar_direction
from servanda.records import Direction

CLEARED, BUILT, UNKNOWN = Direction.CLEARED, Direction.BUILT, Direction.UNDETERMINED
SITE = np.zeros((30, 30), bool)
SITE[14:17, 14:17] = True
EVERYWHERE = np.ones((30, 30), bool)
GROUND = np.random.default_rng(1).normal(1500.0, 40.0, (2, 30, 30)).astype(np.float32)
OTHER_DAY = np.random.default_rng(2).normal(1500.0, 40.0, (2, 30, 30)).astype(np.float32)


def there(ground: np.ndarray, *heights: float) -> np.ndarray:
    return ground + SITE * np.array(heights, np.float32)[:, None, None]


@pytest.mark.parametrize("height", [600.0, -600.0])
def test_what_no_longer_stands_out_was_cleared(height: float) -> None:
    with_post = there(GROUND, height, height)
    assert optical_direction(with_post, OTHER_DAY, SITE, EVERYWHERE) is CLEARED
    assert optical_direction(OTHER_DAY, with_post, SITE, EVERYWHERE) is BUILT
    assert (
        optical_direction(with_post, there(OTHER_DAY, height, height), SITE, EVERYWHERE) is UNKNOWN
    )


@given(st.floats(0.5, 2.0), st.floats(-300.0, 300.0))
def test_light_and_haze_do_not_turn_it(gain: float, offset: float) -> None:
    hazy = (gain * OTHER_DAY + offset).astype(np.float32)
    assert optical_direction(there(GROUND, 600.0, 600.0), hazy, SITE, EVERYWHERE) is CLEARED


def test_where_the_ground_or_the_site_is_hidden_nothing_is_said() -> None:
    with_post = there(GROUND, 600.0, 600.0)
    assert optical_direction(with_post, OTHER_DAY, SITE, SITE) is UNKNOWN
    assert optical_direction(with_post, OTHER_DAY, SITE, ~SITE) is UNKNOWN
    assert radar_direction(with_post, OTHER_DAY, SITE, ~SITE) is UNKNOWN


def test_ground_without_any_spread_is_no_division_by_nothing() -> None:
    flat = np.full((2, 30, 30), 100.0, np.float32)
    assert optical_direction(there(flat, 5.0, 5.0), flat, SITE, EVERYWHERE) is CLEARED
    assert optical_direction(flat, flat, SITE, EVERYWHERE) is UNKNOWN


@pytest.mark.parametrize(
    ("powers", "expected"),
    [((-500.0, -200.0), CLEARED), ((500.0, 200.0), BUILT), ((500.0, -200.0), UNKNOWN),
     ((0.0, 0.0), UNKNOWN)],
)  # fmt: skip
def test_radar_follows_the_power_of_every_band(
    powers: tuple[float, float], expected: Direction
) -> None:
    assert radar_direction(GROUND, there(GROUND, *powers), SITE, EVERYWHERE) is expected


def test_hidden_pixels_have_no_say_in_the_power() -> None:
    after = there(GROUND, -500.0, -200.0)
    after[:, 14, 14] = 1e8
    usable = EVERYWHERE.copy()
    usable[14, 14] = False
    assert radar_direction(GROUND, after, SITE, usable) is CLEARED
    assert radar_direction(GROUND, after, SITE, EVERYWHERE) is BUILT
