"""Long series: against every window written out, on drawn seasons, and on real forest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.errors import NoStatisticError
from servanda.observations.monitor.harmonics import annual_design, fit_baseline, same_season
from servanda.observations.monitor.monitor import monitor
from servanda.observations.omnibus.loewner_order import Order
from tests.observations.myanmar import read_myanmar
from tests.observations.speckle import seasonal_series

HISTORY_END = date(2018, 12, 31)
DAYS = np.arange(np.datetime64("2017-01-01"), np.datetime64("2020-12-31"), 12)
AFTER = np.datetime64(HISTORY_END)
SEEDS = st.integers(min_value=0, max_value=10_000)


def area_under_curve(changed: np.ndarray, stable: np.ndarray) -> float:
    return float((changed[:, None] > stable).mean())


def slow_ratio(series: np.ndarray, days: np.ndarray, last: int, shortest: int) -> float:
    """The largest ratio of any window up to a date, of one point: (date, band), NaN unseen."""
    design = annual_design(days, 1)
    best = -1.0
    for first in range(np.count_nonzero(days <= AFTER), last + 1):
        total, fewest = 0.0, np.inf
        for values in series.T:
            known = np.isfinite(values) & (days <= AFTER)
            fit = fit_baseline(values[days <= AFTER, None], design[days <= AFTER], 9)
            left = (values - design @ fit.coefficients[0]) / fit.noise[0]
            window = [day for day in range(first, last + 1) if np.isfinite(values[day])]
            terms = design[window].sum(axis=0)
            unsure = terms @ np.linalg.inv(design[known].T @ design[known]) @ terms
            total += left[window].sum() ** 2 / (len(window) + unsure) if window else 0.0
            fewest = min(fewest, len(window))
        if fewest >= shortest:
            best = max(best, total)
    return best


@settings(max_examples=10)
@given(SEEDS, st.integers(1, 4))
def test_the_statistic_is_the_largest_of_all_windows(seed: int, shortest: int) -> None:
    rng = np.random.default_rng(seed)
    days = DAYS[24:80]
    values = seasonal_series(rng, days, 2, 2.0)
    values[rng.random(values.shape[0]) < 0.15] = np.nan
    found = monitor(values, days, HISTORY_END, shortest=shortest)
    first = np.count_nonzero(days <= AFTER)
    for at in (4, len(found.days) - 1):
        for point in range(2):
            unseen = np.isnan(values[first + at, :, point]).any()
            slow = slow_ratio(values[:, :, point], days, first + at, shortest)
            if unseen or slow < 0.0:
                assert np.isnan(found.path[at, point])
            else:
                assert found.path[at, point] == pytest.approx(slow, rel=1e-9)


def test_a_drop_is_dated_and_has_its_direction() -> None:
    values = seasonal_series(np.random.default_rng(1), DAYS, 200, 3.0)
    begins = np.datetime64("2019-10-01")
    values[begins <= DAYS, :, :100] -= 4.0
    found = monitor(values, DAYS, HISTORY_END)
    alarms = found.alarms(float(np.nanmax(found.statistic[100:])))
    assert (~np.isnat(alarms.raised[:100])).mean() > 0.98
    assert np.isnat(alarms.raised[100:]).all()
    assert np.isnat(alarms.began[100:]).all()
    late = (found.strongest_alarms.began[:100] - begins) / np.timedelta64(1, "D")
    assert np.median(np.abs(late)) <= 12
    assert (found.strongest_alarms.direction[:100] == Order.DOWN).mean() > 0.98


def test_the_date_sought_in_one_direction_is_blind_to_the_other() -> None:
    values = seasonal_series(np.random.default_rng(2), DAYS, 50, 1.0)
    values[DAYS > AFTER] -= 3.0
    assert monitor(values, DAYS, HISTORY_END, sought=Order.DOWN).statistic.min() > 50.0
    assert monitor(values, DAYS, HISTORY_END, sought=Order.UP).statistic.max() < 25.0


def test_without_harmonics_the_season_hides_the_change() -> None:
    values = seasonal_series(np.random.default_rng(3), DAYS, 300, 4.0)
    values[-8:, :, :150] -= 2.0
    curve = {}
    for harmonics in (0, 1):
        statistic = monitor(values, DAYS, HISTORY_END, harmonics=harmonics).statistic
        curve[harmonics] = area_under_curve(statistic[:150], statistic[150:])
    assert curve[1] > 0.99
    assert curve[0] < 0.9


def test_missing_dates_and_thin_histories_cost_only_their_own_points() -> None:
    rng = np.random.default_rng(4)
    values = seasonal_series(rng, DAYS, 6, 2.0)
    whole = monitor(values, DAYS, HISTORY_END)
    gaps = values.copy()
    gaps[rng.random(DAYS.size) < 0.2, :, 0] = np.nan  # single dates
    gaps[8 : np.count_nonzero(DAYS <= AFTER), 0, 1] = np.nan  # nearly no history
    gaps[:, :, 2] = -10.0  # no noise at all
    gaps[70:80, 0, 3] = -np.inf  # no power
    found = monitor(gaps, DAYS, HISTORY_END)
    np.testing.assert_array_equal(np.isnan(found.statistic), [False, True, True] + 3 * [False])
    np.testing.assert_allclose(found.path[:, 4:], whole.path[:, 4:], rtol=1e-9)
    assert np.isnat(found.strongest_alarms.raised[1])
    assert np.isnan(found.path[:, 0]).sum() == np.isnan(gaps[DAYS > AFTER, 0, 0]).sum() + 2


def test_a_point_alone_is_a_point_among_others() -> None:
    values = seasonal_series(np.random.default_rng(5), DAYS, 5, 2.0)
    together = monitor(values, DAYS, HISTORY_END)
    alone = monitor(values[:, :, 3], DAYS, HISTORY_END)
    np.testing.assert_allclose(alone.path[:, 0], together.path[:, 3], rtol=1e-9)
    np.testing.assert_array_equal(alone.start[:, 0], together.start[:, 3])


@given(SEEDS)
def test_odd_dates_in_the_history_hardly_move_the_baseline(seed: int) -> None:
    rng = np.random.default_rng(seed)
    design = annual_design(DAYS, 1)
    truth = np.array([-10.0, 2.0, 1.0])
    values = (design @ truth + 0.5 * rng.standard_normal(DAYS.size))[:, None]
    values[rng.choice(DAYS.size, 8, replace=False)] += 15.0
    robust = fit_baseline(values, design, 9).coefficients[0]
    plain = np.linalg.lstsq(design, values[:, 0], rcond=None)[0]
    assert np.abs(robust - truth).max() < 0.35
    assert abs(robust[0] - truth[0]) < 0.5 * abs(plain[0] - truth[0])


def test_a_season_comes_back_every_year() -> None:
    days = np.array(["2018-01-05", "2018-12-28", "2019-02-14", "2019-07-01"], "datetime64[D]")
    near = same_season(days, np.datetime64("2021-01-01"), 45)
    assert near.tolist() == [True, True, True, False]


def test_a_history_too_short_for_its_seasons_is_refused() -> None:
    values = seasonal_series(np.random.default_rng(6), DAYS, 2, 1.0)
    with pytest.raises(NoStatisticError, match="seasons need 330"):
        monitor(values, DAYS, date(2017, 8, 1))
    monitor(values, DAYS, date(2017, 8, 1), harmonics=0)
    with pytest.raises(NoStatisticError, match="both sides"):
        monitor(values, DAYS, date(2025, 1, 1))
    with pytest.raises(NoStatisticError, match="sort its dates"):
        monitor(values, DAYS[::-1], HISTORY_END)
    with pytest.raises(NoStatisticError, match="no series has the 9 values"):
        monitor(values[::20], DAYS[::20], HISTORY_END)


def test_real_forest_is_found_no_worse_than_by_the_best_peer(shared_dir: Path) -> None:
    """CuSum of nrt: 0.79 of the points disturbed in 2017-18, at 4 of 54 stable points."""
    real = read_myanmar(shared_dir)
    stable = np.isnat(real.disturbed)
    late = real.disturbed >= np.datetime64("2017-01-01")
    assert (stable.sum(), late.sum()) == (54, 39)
    found = monitor(real.points_db, real.days, date(2016, 12, 31))
    threshold = np.sort(found.statistic[stable])[-5]  # 4 of 54 exceed it
    assert (found.statistic[late] > threshold).mean() >= 0.79
    assert area_under_curve(found.statistic[late], found.statistic[stable]) >= 0.93
    alarms = found.alarms(threshold)
    off = (alarms.began[late] - real.disturbed[late]) / np.timedelta64(1, "D")
    assert abs(np.nanmedian(off)) <= 36
