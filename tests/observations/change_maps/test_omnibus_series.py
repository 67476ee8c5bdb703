"""The omnibus test window by window: hidden pixels, and looks given or estimated."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from servanda.observations.change_maps.omnibus_series import fit_series
from servanda.observations.omnibus.omnibus import omnibus
from servanda.records import StackWindow
from tests.observations.change_maps.windows import cut, stack_window
from tests.observations.speckle import speckled

ALPHA = 0.01


@pytest.fixture(scope="module")
def power() -> np.ndarray:
    """(date, band, row, column), one pixel hidden on one date."""
    made = speckled(np.random.default_rng(5), (5, 2, 80, 90), 5.0, changed=0.1).power
    made[2, :, 4, 6] = np.nan
    return made


def test_windows_give_the_maps_of_the_whole_and_hidden_pixels_are_nan(power: np.ndarray) -> None:
    found = fit_series((), ALPHA, 5.0)
    parts = list(found.bands(cut(power, 33)))
    maps = omnibus(power, 5.0, ALPHA, np.isfinite(power).all(axis=(0, 1)))
    for name, expected in (
        ("statistic", maps.statistic),
        ("first", maps.first),
        ("frequency", maps.frequency),
    ):
        band = np.concatenate([window[name] for window in parts])
        assert np.argwhere(np.isnan(band)).tolist() == [[4, 6]]
        seen = ~np.isnan(band)
        np.testing.assert_array_equal(band[seen], expected[seen])


def test_parts_are_departures_from_each_pixels_mean_and_nan_where_hidden(
    power: np.ndarray,
) -> None:
    parts = fit_series((), ALPHA, 5.0).parts(stack_window(power))
    assert parts.shape == (10, 80, 90)
    np.testing.assert_array_equal(np.isnan(parts).all(axis=0), np.isnan(power).any(axis=(0, 1)))
    dates = parts.reshape(5, 2, 80, 90)
    np.testing.assert_allclose(np.nan_to_num(dates.sum(axis=0)), 0.0, atol=1e-4)


def test_looks_are_estimated_from_all_windows_where_none_are_given(power: np.ndarray) -> None:
    found = fit_series(list(cut(power, 40)), ALPHA)
    assert found.looks == pytest.approx(5.0, rel=0.1)
    said = found.details["looks"]
    assert said["low"] < said["value"] == found.looks < said["high"]
    assert said["share_changed_with_low"] <= said["share_changed_with_high"]


def test_windows_are_not_read_where_looks_are_given() -> None:
    def never() -> Iterator[StackWindow]:
        raise AssertionError("read for nothing")
        yield

    found = fit_series(never(), ALPHA, 4.4)
    assert found.details == {"looks": {"value": 4.4, "how": "given"}}
