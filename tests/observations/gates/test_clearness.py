"""What hides a site is counted, named and weighed."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from servanda.observations.gates.clearness import (
    check_clearness,
    combine_obstacles,
    mask_invalid_pixels,
)
from servanda.observations.gates.gate import GateSettings, percent
from servanda.records import BlindSpotKind, Image, Obstacle
from tests.observations.gate_scenes import image, square

SIDE = 40
SITE = square(SIDE)
LIMITS = GateSettings()
OBSTACLES = arrays(np.uint8, (6, 7), elements=st.integers(0, 5))
PLANES = np.random.default_rng(0).normal(1000, 50, (2, 2, SIDE, SIDE)).astype(np.float32)


def pair(
    before: NDArray[np.uint8] | None = None, after: NDArray[np.uint8] | None = None
) -> tuple[Image, Image]:
    clear = np.zeros((SIDE, SIDE), np.uint8)
    return (
        image(PLANES[0], 1, obstacles=clear if before is None else before),
        image(PLANES[1], 9, obstacles=clear if after is None else after),
    )


def hiding(where: NDArray[np.bool_], kind: Obstacle) -> NDArray[np.uint8]:
    return np.where(where, kind, Obstacle.CLEAR).astype(np.uint8)


def first(of_site: int) -> NDArray[np.bool_]:
    """So many pixels of the 100 of the site."""
    mask = np.zeros((SIDE, SIDE), bool)
    mask.ravel()[np.flatnonzero(SITE)[:of_site]] = True
    return mask


def test_clear_images_go_on() -> None:
    gate = check_clearness(*pair(), SITE, LIMITS)
    assert gate.passed
    assert gate.why == "100 % of the site and 100 % around it are clear on both dates"


def test_the_reason_names_the_shares() -> None:
    hidden = hiding(first(97), Obstacle.SHADOW)
    hidden[first(91)] = Obstacle.CLOUD
    gate = check_clearness(*pair(after=hidden), SITE, LIMITS)
    assert not gate.passed
    assert gate.why == (
        "3 % of the site is clear; cloud 91 %, shadow 6 %; at least 90 % needed "
        "(100 % on 2020-01-01, 3 % on 2020-01-09)"
    )
    assert gate.blind_spot is BlindSpotKind.CLOUD


@pytest.mark.parametrize(
    ("kind", "blind_spot"),
    [
        (Obstacle.NO_DATA, BlindSpotKind.GATE),
        (Obstacle.CLOUD, BlindSpotKind.CLOUD),
        (Obstacle.SHADOW, BlindSpotKind.CLOUD),
        (Obstacle.SNOW, BlindSpotKind.SEASON),
        (Obstacle.INVALID, BlindSpotKind.GATE),
    ],
)
def test_what_hides_most_decides_the_blind_spot(kind: Obstacle, blind_spot: BlindSpotKind) -> None:
    everywhere = hiding(np.ones((SIDE, SIDE), bool), kind)
    around = hiding(~SITE, kind)
    for hidden in (everywhere, around):
        for images in (pair(before=hidden), pair(after=hidden)):
            gate = check_clearness(*images, SITE, LIMITS)
            assert not gate.passed
            assert gate.blind_spot is blind_spot


def test_ten_hidden_pixels_of_a_hundred_are_the_most() -> None:
    assert check_clearness(*pair(hiding(first(10), Obstacle.CLOUD)), SITE, LIMITS).passed
    assert not check_clearness(*pair(hiding(first(11), Obstacle.CLOUD)), SITE, LIMITS).passed


def test_what_is_hidden_on_one_date_adds_to_the_other() -> None:
    one, other = hiding(first(8), Obstacle.CLOUD), hiding(SITE & ~first(92), Obstacle.CLOUD)
    assert check_clearness(*pair(one), SITE, LIMITS).passed
    assert not check_clearness(*pair(one, other), SITE, LIMITS).passed


def test_a_great_number_of_clear_pixels_around_is_enough_without_the_share() -> None:
    hidden = hiding(~SITE, Obstacle.CLOUD)
    hidden[:5] = Obstacle.CLEAR
    assert not check_clearness(*pair(hidden), SITE, LIMITS).passed
    assert check_clearness(*pair(hidden), SITE, replace(LIMITS, enough_clear_around=200)).passed


def test_a_site_outside_the_image_and_one_that_fills_it_are_refused() -> None:
    nowhere = check_clearness(*pair(), np.zeros((SIDE, SIDE), bool), LIMITS)
    assert (nowhere.passed, nowhere.why) == (False, "the site does not lie in the image")
    everywhere = check_clearness(*pair(), np.ones((SIDE, SIDE), bool), LIMITS)
    assert not everywhere.passed
    assert "nothing of the surroundings" in everywhere.why


def test_a_cloud_on_a_bright_site_alone_is_doubted_and_still_hides_it() -> None:
    before, after = pair(after=hiding(SITE, Obstacle.CLOUD))
    dull = check_clearness(before, after, SITE, LIMITS)
    bright = replace(after, pixels=np.where(SITE, np.float32(5000), after.pixels))
    gate = check_clearness(before, bright, SITE, LIMITS)
    assert not gate.passed
    assert "likely a roof or bare ground taken for cloud" in gate.why
    assert "taken for cloud" not in dull.why
    wide = replace(bright, obstacles=hiding(square(SIDE, 26), Obstacle.CLOUD))
    assert "taken for cloud" not in check_clearness(before, wide, SITE, LIMITS).why


@settings(max_examples=50)
@given(OBSTACLES, OBSTACLES)
def test_joined_is_clear_where_both_are(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> None:
    both = combine_obstacles(one, other)
    np.testing.assert_array_equal(both == 0, (one == 0) & (other == 0))
    np.testing.assert_array_equal(both == 0, combine_obstacles(other, one) == 0)
    np.testing.assert_array_equal(combine_obstacles(both, other), both)
    assert set(both.ravel()) <= set(one.ravel()) | set(other.ravel())


@settings(max_examples=50)
@given(
    arrays(np.float32, (2, 6, 7), elements=st.sampled_from([1.0, 2.0, np.nan, np.inf, -np.inf])),
    OBSTACLES,
)
def test_nan_and_infinities_are_hidden_and_gone(
    planes: NDArray[np.float32], obstacles: NDArray[np.uint8]
) -> None:
    found = mask_invalid_pixels(image(planes, obstacles=obstacles))
    broken = ~np.isfinite(planes).all(axis=0)
    assert np.isfinite(found.pixels).all()
    np.testing.assert_array_equal(found.usable, (obstacles == 0) & ~broken)
    np.testing.assert_array_equal(found.obstacles[obstacles > 0], obstacles[obstacles > 0])
    kept = np.isfinite(planes)
    np.testing.assert_array_equal(found.pixels[kept], planes[kept])


def test_shares_in_words_never_round_to_all_or_nothing() -> None:
    shares = (0.0, 0.001, 0.031, 0.999, 1.0)
    assert [percent(s) for s in shares] == ["0 %", "under 1 %", "3 %", "over 99 %", "100 %"]
