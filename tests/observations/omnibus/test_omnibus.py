"""The sequential omnibus test: against the reference's maps, and a slow one pixel at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, chi2

from servanda.errors import NoStatisticError, SettingsError
from servanda.observations.omnibus.critical_values import null_of_q
from servanda.observations.omnibus.omnibus import (
    NOT_OBSERVABLE,
    OmnibusMaps,
    omnibus,
    omnibus_p_value,
)
from tests.observations.myanmar import read_myanmar
from tests.observations.speckle import speckled

LOOKS = 4.4
SEEDS = st.integers(min_value=0, max_value=10_000)
RUNS = [
    ("change", "vv", "0.01"),
    ("change", "vv", "0.001"),
    ("change", "vvvh", "0.01"),
    ("change", "vvvh", "0.001"),
    ("null", "vv", "0.01"),
    ("null", "vv", "0.001"),
    ("null", "vvvh", "0.01"),
    ("null", "vvvh", "0.001"),
    ("myanmar", "vvvh", "0.001"),
]


@pytest.fixture(scope="module")
def myanmar_power(shared_dir: Path) -> np.ndarray:
    return read_myanmar(shared_dir).power[:12]


@pytest.mark.parametrize(("name", "bands", "alpha"), RUNS)
def test_maps_equal_the_reference_in_every_pixel(
    shared_dir: Path, myanmar_power: np.ndarray, name: str, bands: str, alpha: str
) -> None:
    oracle = np.load(shared_dir / "data" / "oracles" / f"omnibus_{name}.npz")
    stack = myanmar_power if name == "myanmar" else oracle["intensity"]
    stack = stack[:, : len(bands) // 2]
    maps = omnibus(stack, float(oracle["enl"]), float(alpha))
    np.testing.assert_array_equal(maps.first, oracle[f"{bands}_smap_{alpha}"])
    np.testing.assert_array_equal(maps.last, oracle[f"{bands}_cmap_{alpha}"])
    np.testing.assert_array_equal(maps.frequency, oracle[f"{bands}_fmap_{alpha}"])
    intervals = oracle[f"{bands}_bmap_{alpha}"]
    np.testing.assert_array_equal(maps.intervals > 0, intervals > 0)
    row, column = np.nonzero(maps.first)
    at_first = maps.first[row, column] - 1, row, column  # later ones: its means are wrong
    np.testing.assert_array_equal(maps.intervals[at_first], intervals[at_first])
    rho = null_of_q(*stack.shape[:2], float(oracle["enl"])).rho
    np.testing.assert_allclose(maps.statistic, rho * oracle[f"{bands}_minus2lnQ"], rtol=3e-7)
    by_formula = omnibus_p_value(maps.statistic, *stack.shape[:2], float(oracle["enl"]))
    np.testing.assert_allclose(by_formula, oracle[f"{bands}_pQ"], rtol=0.0, atol=2e-7)


def p_of_q(series: np.ndarray) -> float:
    """P-value that the dates of (date, band) are alike, as the paper writes it."""
    k, p = series.shape
    minus2 = (
        -2 * LOOKS * (p * k * np.log(k) + np.log(series).sum() - k * np.log(series.sum(0)).sum())
    )
    rho = 1 - (k / LOOKS - 1 / (LOOKS * k)) / (6 * (k - 1))
    omega2 = -p * (k - 1) / 4 * (1 - 1 / rho) ** 2
    f = p * (k - 1)
    below = chi2.cdf(rho * minus2, f)
    return float(1 - below - omega2 * (chi2.cdf(rho * minus2, f + 4) - below))


def p_of_r(before: np.ndarray, new: np.ndarray) -> float:
    """P-value that a new date is like those before it."""
    j, p = len(before) + 1, new.size
    with_new = np.log(before.sum(0) + new).sum()
    ln_r = p * (j * np.log(j) - (j - 1) * np.log(j - 1))
    ln_r += (j - 1) * np.log(before.sum(0)).sum() + np.log(new).sum() - j * with_new
    rho = 1 - (1 + 1 / (j * (j - 1))) / (6 * LOOKS)
    omega2 = -p / 4 * (1 - 1 / rho) ** 2
    below = chi2.cdf(-2 * LOOKS * rho * ln_r, p)
    return float(1 - below - omega2 * (chi2.cdf(-2 * LOOKS * rho * ln_r, p + 4) - below))


def slow_changes(series: np.ndarray, alpha: float) -> list[tuple[int, int]]:
    """(interval, order) of each change of one pixel."""
    found, start = [], 0
    while start < len(series) - 1 and p_of_q(series[start:]) <= alpha:
        for date in range(start + 1, len(series)):
            if p_of_r(series[start:date], series[date]) <= alpha:
                step = series[date] - series[start:date].mean(axis=0)
                found.append((date, 1 if (step > 0).all() else 2 if (step < 0).all() else 3))
                start = date
                break
        else:
            break
    return found


def changes_of(maps: OmnibusMaps, row: int, column: int) -> list[tuple[int, int]]:
    orders = maps.intervals[:, row, column]
    return [(int(at) + 1, int(orders[at])) for at in np.flatnonzero(orders)]


@settings(max_examples=25)
@given(SEEDS, st.integers(2, 13), st.integers(1, 3), st.sampled_from([0.3, 0.05, 0.01]))
def test_every_pixel_equals_the_test_written_out(
    seed: int, dates: int, bands: int, alpha: float
) -> None:
    stack = speckled(np.random.default_rng(seed), (dates, bands, 4, 5), LOOKS, changed=0.5).power
    maps = omnibus(stack, LOOKS, alpha)
    for row, column in np.ndindex(4, 5):
        series = stack[:, :, row, column].astype(np.float64)
        expected = slow_changes(series, alpha)
        assert changes_of(maps, row, column) == expected
        assert maps.frequency[row, column] == len(expected)
        assert maps.first[row, column] == (expected[0][0] if expected else 0)
        assert maps.last[row, column] == (expected[-1][0] if expected else 0)


@given(SEEDS)
def test_what_cannot_be_seen_has_no_statistic_and_leaves_the_rest(seed: int) -> None:
    rng = np.random.default_rng(seed)
    stack = speckled(rng, (5, 2, 6, 7), LOOKS, changed=0.3).power
    whole = omnibus(stack, LOOKS, 0.05)
    usable = rng.random((6, 7)) < 0.8
    holes = rng.random((6, 7)) < 0.2
    stack[rng.integers(5), rng.integers(2), holes] = rng.choice([0.0, -1.0, np.nan, np.inf])
    maps = omnibus(stack, LOOKS, 0.05, usable)
    np.testing.assert_array_equal(maps.usable, usable & ~holes)
    assert np.isnan(maps.statistic[~maps.usable]).all()
    for name in ("first", "last", "frequency", "change"):
        assert (getattr(maps, name)[~maps.usable] == NOT_OBSERVABLE).all()
        np.testing.assert_array_equal(
            getattr(maps, name)[maps.usable], getattr(whole, name)[maps.usable]
        )
    assert (maps.intervals[:, ~maps.usable] == NOT_OBSERVABLE).all()
    np.testing.assert_array_equal(maps.statistic[maps.usable], whole.statistic[maps.usable])


@given(SEEDS)
def test_brightness_does_not_count_and_windows_equal_the_whole(seed: int) -> None:
    rng = np.random.default_rng(seed)
    stack = speckled(rng, (6, 2, 8, 8), LOOKS, changed=0.2).power
    whole = omnibus(stack, LOOKS, 0.05)
    brighter = omnibus(stack * np.float32(2.0**40), LOOKS, 0.05)
    np.testing.assert_array_equal(whole.intervals, brighter.intervals)
    np.testing.assert_allclose(whole.statistic, brighter.statistic, rtol=1e-6, atol=1e-9)
    window = omnibus(stack[:, :, 2:5, 3:8], LOOKS, 0.05)
    np.testing.assert_array_equal(whole.intervals[:, 2:5, 3:8], window.intervals)
    np.testing.assert_array_equal(whole.statistic[2:5, 3:8], window.statistic)


@pytest.mark.parametrize(("dates", "bands"), [(2, 1), (12, 2), (100, 2)])
def test_the_test_over_all_dates_has_its_rate(dates: int, bands: int) -> None:
    pixels = 40_000
    rng = np.random.default_rng(dates)
    stack = speckled(rng, (dates, bands, 1, pixels), LOOKS).power
    p_values = omnibus_p_value(omnibus(stack, LOOKS, 0.01).statistic, dates, bands, LOOKS)
    low, high = binom.interval(0.998, pixels, 0.01)
    assert low <= np.count_nonzero(p_values <= 0.01) <= high


def test_a_hundred_dates_find_the_step_where_it_is() -> None:
    rng = np.random.default_rng(1)
    stack = speckled(rng, (120, 2, 10, 10), LOOKS).power
    stack[70:] *= 1000.0
    maps = omnibus(stack, LOOKS, 1e-6)
    np.testing.assert_array_equal(maps.first, 70)
    np.testing.assert_array_equal(maps.intervals[69], 1)


def test_the_widest_range_of_float32_is_no_harm() -> None:
    stack = np.full((24, 1, 1, 2), 1e-45, dtype=np.float32)
    stack[12:, 0, 0, 1] = 3e38
    maps = omnibus(stack, LOOKS, 0.01)
    assert maps.statistic[0, 0] == pytest.approx(0.0, abs=1e-9)
    assert maps.first.tolist() == [[0, 12]]


def test_one_date_too_many_dates_and_copies_are_refused() -> None:
    stack = speckled(np.random.default_rng(2), (4, 2, 10, 10), LOOKS).power
    with pytest.raises(NoStatisticError, match="1 dates in the series"):
        omnibus(stack[:1], LOOKS, 0.01)
    with pytest.raises(NoStatisticError, match="2 to 255"):
        omnibus(np.repeat(stack, 64, axis=0), LOOKS, 0.01)
    with pytest.raises(NoStatisticError, match="axes"):
        omnibus(stack[:, 0], LOOKS, 0.01)
    stack[2] = stack[0]
    with pytest.raises(NoStatisticError, match="dates 1 and 3 of the series are alike"):
        omnibus(stack, LOOKS, 0.01)


@pytest.mark.parametrize("looks", [0.5, np.nan, np.inf])
def test_looks_without_meaning_are_refused(looks: float) -> None:
    with pytest.raises(SettingsError, match="looks have no meaning"):
        omnibus(np.ones((2, 1, 3, 3), dtype=np.float32), looks, 0.01)


@pytest.mark.parametrize("alpha", [0.0, 1.0, -1.0, np.nan])
def test_a_rate_without_meaning_is_refused(alpha: float) -> None:
    with pytest.raises(SettingsError, match="between 0 and 1"):
        omnibus(np.ones((2, 1, 3, 3), dtype=np.float32), LOOKS, alpha)
