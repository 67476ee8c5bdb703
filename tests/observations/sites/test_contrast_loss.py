"""Lost contrast of an object: small windows worked out by hand, and controls that stand for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from servanda.observations.sites.contrast_loss import (
    LEAST_SEEN,
    ContrastLoss,
    _contrast_loss,
    score_contrast_loss,
    strongest_window,
)

SIDE = 60
CORNER = (28, 30)
EVERYWHERE = np.ones((SIDE, SIDE), bool)
LATTICE = np.array([(row, column) for row in range(4, 53, 6) for column in range(4, 53, 6)])
OFFSETS = LATTICE[(np.abs(LATTICE - CORNER) >= 8).any(axis=1)]


def scores(
    before: NDArray[np.floating],
    after: NDArray[np.floating],
    usable: NDArray[np.bool_] = EVERYWHERE,
) -> ContrastLoss:
    first, second = (np.asarray(one, np.float32) for one in (before, after))
    return score_contrast_loss(
        first, second, usable, CORNER, OFFSETS, 3, np.random.default_rng(5)
    )  # fmt: skip


def standing(
    height: float, parts: int = 2, noise: float = 0.0, seed: int = 0
) -> NDArray[np.float64]:
    """An object of that height; the difference of two dates has noise of variance 1."""
    row, column = CORNER
    image = noise * np.random.default_rng(seed).normal(scale=0.5**0.5, size=(parts, SIDE, SIDE))
    image[:, row : row + 3, column : column + 3] += height
    return image


def test_the_score_of_a_window_worked_out_by_hand() -> None:
    """(3, 4) falls to (0, 2): lost is (3, 2), along (3, 4) that is (9 + 8) / 5."""
    first = np.array([[[[3.0, 4.0]]]], np.float32)
    second = np.array([[[[0.0, 2.0]]]], np.float32)
    assert _contrast_loss(first, second) == pytest.approx([3.4], rel=1e-12)
    assert _contrast_loss(first, first) == pytest.approx([0.0], abs=1e-12)
    assert _contrast_loss(first, -first) == pytest.approx([10.0], rel=1e-12)
    assert _contrast_loss(0.0 * first, second) == pytest.approx([0.0], abs=1e-12)


@given(
    arrays(np.float32, (3, 2, 2, 2), elements=st.floats(-8, 8, width=32)),
    arrays(np.float32, (3, 2, 2, 2), elements=st.floats(-8, 8, width=32)),
)
def test_the_score_is_the_projection_of_what_is_gone(
    first: NDArray[np.float32], second: NDArray[np.float32]
) -> None:
    flat, gone = first.reshape(3, -1).astype(float), (first - second).reshape(3, -1).astype(float)
    expected = [
        sum(g * f for g, f in zip(g_, f_, strict=True)) / max(sum(f * f for f in f_) ** 0.5, 1e-300)
        for g_, f_ in zip(gone, flat, strict=True)
    ]
    np.testing.assert_allclose(_contrast_loss(first, second), expected, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize(("left", "lost"), [(1.0, 0.0), (0.5, 0.5), (0.0, 1.0), (-0.25, 1.25)])
def test_the_share_lost_is_exact_without_noise(left: float, lost: float) -> None:
    found = scores(standing(20.0), standing(20.0 * left))
    assert found.lost == pytest.approx(lost, abs=1e-6)
    assert found.site == pytest.approx(lost * 20.0 * np.sqrt(2 * 9), rel=1e-5, abs=1e-3)


def test_the_level_of_the_ground_on_each_date_does_not_matter() -> None:
    plain = scores(standing(20.0), standing(5.0))
    raised = scores(standing(20.0) + 7.0, standing(5.0) - 300.0)
    assert raised.site == pytest.approx(plain.site, rel=1e-5)
    assert raised.lost == pytest.approx(plain.lost, rel=1e-5)


def test_the_area_is_where_most_of_a_clear_contrast_is_gone() -> None:
    before = standing(20.0)
    after = before.copy()
    row, column = CORNER
    after[:, row, column : column + 3] = 0.0  # one row of the three
    found = scores(before, after)
    assert found.lost == pytest.approx(1 / 3, abs=1e-6)
    expected = np.zeros((5, 5), bool)  # one pixel more on each side
    expected[1, 1:4] = True
    np.testing.assert_array_equal(found.area, expected)
    assert not scores(before, before).area.any()
    assert not scores(standing(1.0), standing(0.0)).area.any()  # never stood out clearly


def test_controls_stand_and_fall_as_the_object_does() -> None:
    before, after = standing(20.0, noise=1.0, seed=1), standing(0.0, noise=1.0, seed=2)
    found = scores(before, after)
    whole = 20.0 * np.sqrt(2 * 9)
    assert found.site == pytest.approx(whole, abs=5.0)
    assert len(found.kept) == len(found.cleared) == len(OFFSETS)
    assert abs(np.median(found.kept)) < 0.1 * whole
    assert 0.1 * whole * 0.8 < found.cleared.min()
    assert found.cleared.max() < 1.1 * whole
    assert (found.cleared > found.kept.max()).mean() > 0.7


def test_ground_without_an_object_does_not_look_cleared() -> None:
    """What stands out there is noise, and gone on any other date; so it is from the controls."""
    p_values = []
    for seed in range(150):
        found = scores(
            standing(0.0, noise=1.0, seed=seed), standing(0.0, noise=1.0, seed=1000 + seed)
        )
        p_values.append((1 + (found.kept >= found.site).sum()) / (1 + len(found.kept)))
    assert np.mean(np.array(p_values) <= 0.05) <= 0.05 + 0.04  # binomial, 99 %
    assert np.mean(np.array(p_values) <= 0.2) <= 0.2 + 0.08


def test_a_window_that_is_hidden_has_no_score() -> None:
    usable = EVERYWHERE.copy()
    row, column = OFFSETS[7]
    usable[row : row + 3, column : column + 3] = False
    found = scores(standing(20.0, noise=1.0), standing(20.0, noise=1.0, seed=3), usable)
    assert np.flatnonzero(np.isnan(found.kept)).tolist() == [7]
    assert np.flatnonzero(np.isnan(found.cleared)).tolist() == [7]
    assert np.isfinite(found.site)
    usable[CORNER[0] - 3 : CORNER[0] + 6, CORNER[1]] = False
    assert np.isnan(scores(standing(20.0), standing(20.0), usable).site)


def test_a_window_over_the_edge_counts_what_lies_beyond_as_hidden() -> None:
    """Of 9 x 9 pixels a corner window shows 6 x 6, less than is needed."""
    assert LEAST_SEEN > 36 / 81
    image = np.ones((1, SIDE, SIDE), np.float32)
    found = score_contrast_loss(
        image, image, EVERYWHERE, (0, 0), OFFSETS, 3, np.random.default_rng(1)
    )  # fmt: skip
    assert np.isnan(found.site)
    assert np.isfinite(found.kept).all()


def test_the_same_seed_gives_the_same_scores() -> None:
    one, other = (scores(standing(9.0, noise=1.0), standing(0.0, noise=1.0)) for _ in range(2))
    assert one.kept.tobytes() == other.kept.tobytes()
    assert one.cleared.tobytes() == other.cleared.tobytes()


@pytest.mark.parametrize("height", [900.0, -900.0])
def test_the_strongest_window_holds_the_object_wherever_it_stands_in_the_site(
    height: float,
) -> None:
    rng = np.random.default_rng(4)
    footprint = np.zeros((SIDE, SIDE), bool)
    footprint[20:40, 15:45] = True
    for row, column in ((20, 15), (27, 31), (37, 42)):
        image = rng.normal(1500.0, 30.0, (2, SIDE, SIDE))
        image[:, row : row + 3, column : column + 3] += height
        image[:, 5:9, 5:9] += 9_000.0  # outside the site
        found = strongest_window(image, footprint, EVERYWHERE, 3)
        assert found == (row, column)


def test_hidden_pixels_do_not_make_a_window_strong() -> None:
    image = np.zeros((1, SIDE, SIDE))
    image[0, 20:23, 20:23] = 50.0
    image[0, 30:33, 30:33] = 9_000.0
    usable = EVERYWHERE.copy()
    usable[30:33, 30:33] = False
    assert strongest_window(image, EVERYWHERE, usable, 3) == (20, 20)
