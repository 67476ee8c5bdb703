"""Control windows keep their distance from the site, from one another and from the edge."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from servanda.observations.error_rates.control_windows import control_offsets, similar_windows
from servanda.observations.error_rates.pooling import box_side


@given(
    st.tuples(st.integers(1, 7), st.integers(1, 7)),
    st.tuples(st.integers(0, 52), st.integers(0, 60)),
    st.integers(1, 6),
)
def test_windows_and_the_site_are_spaced_and_inside(shape, site, spacing):
    footprint = np.ones(shape, bool)
    usable = np.ones((60, 70), bool)
    offsets = control_offsets(site, footprint, usable, spacing)
    assert (offsets >= 0).all()
    assert (offsets + shape <= usable.shape).all()
    every = np.vstack([[site], offsets])
    apart = np.abs(every[:, None] - every[None])
    reach = box_side(footprint) - 1
    gap = (apart - np.array(shape) + 1 - reach).max(axis=2)  # between the pixels averaged over
    np.fill_diagonal(gap, spacing)
    assert gap.min() >= spacing


def test_the_nearest_come_first_and_the_limit_cuts_the_farthest():
    footprint, usable = np.ones((3, 3), bool), np.ones((80, 80), bool)
    every = control_offsets((40, 30), footprint, usable, 2)
    away = np.hypot(*(every - (40, 30)).T)
    assert (np.diff(away) >= 0).all()
    np.testing.assert_array_equal(
        control_offsets((40, 30), footprint, usable, 2, limit=7), every[:7]
    )


def test_windows_under_cloud_are_left_out():
    footprint, usable = np.ones((3, 3), bool), np.ones((60, 60), bool)
    usable[:, 30:] = False
    offsets = control_offsets((6, 6), footprint, usable, 1)
    assert len(offsets)
    assert (offsets[:, 1] + 1 < 30).all()


def test_alike_windows_are_those_on_the_sites_kind_of_ground():
    before = np.zeros((2, 60, 60))
    before[:, :, :30] = [[[900.0]], [[1500.0]]]
    before += np.random.default_rng(0).standard_normal(before.shape)
    footprint = np.ones((3, 3), bool)
    site = (9, 9)
    offsets = control_offsets(site, footprint, np.ones((60, 60), bool), 1)
    left = offsets[offsets[:, 1] + 2 < 30]
    np.testing.assert_array_equal(
        similar_windows(offsets, site, footprint, before, len(left)), left
    )
    assert similar_windows(offsets, site, footprint, before, len(offsets)) is offsets


def test_a_window_without_a_mean_is_the_least_alike():
    before = np.ones((1, 40, 40)) * np.arange(40.0)
    before[:, :10, :10] = np.nan
    footprint = np.ones((2, 2), bool)
    offsets = np.array([[0, 0], [20, 20], [30, 5]])
    kept = similar_windows(offsets, (12, 20), footprint, before, 2)
    np.testing.assert_array_equal(kept, offsets[1:])
