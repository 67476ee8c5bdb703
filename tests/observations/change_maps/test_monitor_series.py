"""The monitor window by window: windows of cloud, when pixels changed, and what parts are."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from servanda.errors import NoStatisticError
from servanda.observations.change_maps.monitor_series import GROUPS, date_bands, fit_monitor
from tests.observations.change_maps.windows import cut, stack_window

STEP, SIDE = 40, 12
UNTIL = date(2018, 3, 1)


def days(number: int = 60) -> list[date]:
    first = date(2017, 1, 8).toordinal()
    return [date.fromordinal(first + 12 * at) for at in range(number)]


@pytest.fixture(scope="module")
def power() -> np.ndarray:
    """(date, band, row, column): the last three rows rise by 9 dB; the first three are hidden."""
    made = 0.1 * np.random.default_rng(8).gamma(10.0, 0.1, (60, 2, SIDE, SIDE))
    made[STEP:, :, -3:] *= 8.0
    made[:, :, :3] = np.nan
    return made


def test_a_hidden_window_is_nan_and_the_others_find_and_date_the_step(power: np.ndarray) -> None:
    hidden, *_, stepped = fit_monitor(days(), UNTIL).bands(cut(power, 3))
    for band in hidden.values():
        assert band.shape == (3, SIDE)
        assert np.isnan(band).all()
    assert (stepped["statistic"] > 50.0).all()
    assert np.median(stepped["first"]) == STEP


def test_scenes_without_a_pixel_that_can_be_judged_are_refused_after_the_last_window(
    power: np.ndarray,
) -> None:
    bands = fit_monitor(days(), UNTIL).bands(cut(power * np.nan, 6))
    assert np.isnan(next(bands)["statistic"]).all()
    assert np.isnan(next(bands)["statistic"]).all()
    with pytest.raises(NoStatisticError, match="no series has"):
        next(bands)


@pytest.mark.parametrize(
    ("number", "until", "message"),
    [(60, date(2017, 6, 1), "the history spans"), (30, date(2019, 1, 1), "both sides")],
)
def test_dates_that_serve_no_pixel_are_refused_before_any_is_read(
    number: int, until: date, message: str
) -> None:
    with pytest.raises(NoStatisticError, match=message):
        fit_monitor(days(number), until)


def test_parts_are_a_sum_over_each_group_of_dates_and_show_the_step(power: np.ndarray) -> None:
    found = fit_monitor(days(), UNTIL)
    parts = found.parts(stack_window(power))
    assert parts.shape == (GROUPS * 2, SIDE, SIDE)
    assert np.isnan(parts[:, :3]).all()
    calm, last = parts[:, 3:-3], parts[-2:, -3:]
    assert abs(float(calm.mean())) < 0.5
    assert 0.7 < float(calm.std()) < 1.6
    assert (last > 3.0).all()


def test_dates_and_settings_are_told() -> None:
    said = fit_monitor(days(), UNTIL).details
    assert said["history_until"] == "2018-03-01"
    assert said["history_dates"] == sum(day <= UNTIL for day in days())
    assert said["days"] == [str(day) for day in days()]


def test_first_and_frequency_stand_only_where_a_change_was_called() -> None:
    change = np.array([[1.0, 0.0, 255.0, 1.0]], np.float32)
    first = np.array([[7.0, 5.0, np.nan, 2.0]], np.float32)
    marked = date_bands(change, first)
    np.testing.assert_array_equal(marked["first"], [[7.0, 0.0, np.nan, 2.0]])
    np.testing.assert_array_equal(marked["frequency"], [[1.0, 0.0, np.nan, 1.0]])
    assert {band.dtype for band in marked.values()} == {np.dtype(np.float32)}
