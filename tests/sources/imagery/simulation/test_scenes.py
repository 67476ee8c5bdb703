"""Pictures of a simulated layer show the stated truth, and nothing else that changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from servanda.sources.imagery.simulation.site_plan import SitePlan
from tests.sources.imagery.layers import (
    AFTER,
    BEFORE,
    CLOUDY,
    GONE,
    KEPT,
    layer,
    pictures,
    pixels,
    scenes,
)

STANDING = replace(GONE, demolished=None)


def test_a_demolition_changes_its_own_place_on_later_days_and_nothing_else() -> None:
    noisy = scenes(noise=30.0, gain=0.1, offset=50.0, misregistration_px=0.2)
    told = pixels(layer(noisy))
    kept = pixels(layer(noisy, objects=(STANDING, KEPT)))
    np.testing.assert_array_equal(told[0], kept[0])
    ((x, y), _) = SitePlan.from_layer(layer()).spots
    rows, columns = np.nonzero((told[1] != kept[1]).any(axis=0))
    assert rows.size > 4
    reach = 10 + 12 + 4 * 10 * 0.5 + 10  # structure, pad, blur, misregistration
    assert np.abs(rows * 10 + 5 - y).max() <= reach
    assert np.abs(columns * 10 + 5 - x).max() <= reach


def test_what_goes_is_the_contrast_times_the_area_less_what_its_debris_keeps() -> None:
    seen, empty = (
        pixels(layer(scenes(bands=("pan",)), objects=(one, KEPT))) for one in (GONE, STANDING)
    )
    lost = (empty[1] - seen[1]).sum() * 10**2
    debris = 0.15 * 1.4**2  # of the contrast, over 1.4 times the side
    # A pixel is rounded to 1: some 30 pixels, against 1500 in the middle.
    assert lost == pytest.approx(1500 * 20**2 * (1 - debris), rel=0.01)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_day_is_drawn_the_same_whatever_other_days_are(seed: int) -> None:
    cloudy = scenes(weather=CLOUDY, noise=20.0, gain=0.1, misregistration_px=0.2)
    both = pictures(layer(cloudy, seed=seed))
    (alone,) = pictures(layer(replace(cloudy, dates=(AFTER,)), seed=seed))
    np.testing.assert_array_equal(both[1].pixels, alone.pixels)
    np.testing.assert_array_equal(both[1].classes, alone.classes)


def test_another_seed_draws_another_landscape() -> None:
    assert (pixels(layer()) != pixels(layer(seed=8))).mean() > 0.5


def test_pictures_lie_beside_each_other_by_no_more_than_is_stated() -> None:
    days = tuple(BEFORE + timedelta(days=n) for n in range(12))
    reference = pixels(layer(scenes(dates=days)))[:, 0]
    moved = pixels(layer(scenes(dates=days, misregistration_px=0.2)))[:, 0]
    found = np.array([_displacement(*pair) for pair in zip(reference, moved, strict=True)])
    assert len({tuple(pair) for pair in found.round(3)}) == len(days)
    # Least squares on slopes is good to a tenth of what it finds here.
    assert 0.15 < np.abs(found).max() < 0.22


def _displacement(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """By how many pixels, down and right, the other picture looks beside the one."""
    slopes = np.stack([slope.ravel() for slope in np.gradient(one)], axis=1)
    return np.linalg.lstsq(slopes, (other - one).ravel(), rcond=None)[0]


def test_the_noise_has_the_stated_deviation_and_is_new_each_day() -> None:
    noise = pixels(layer(scenes(noise=30.0))) - pixels(layer())
    np.testing.assert_allclose(noise.std(axis=(2, 3)), 30.0, rtol=0.05)
    together = np.corrcoef(noise[:, 0].reshape(2, -1))[0, 1]
    assert abs(together) < 0.05


def test_plants_are_brighter_in_the_near_infrared_when_they_are_green() -> None:
    year = scenes(dates=(date(2018, 1, 20), date(2018, 7, 20)), bands=("red", "nir"))
    winter, summer = pixels(layer(year, objects=(KEPT,))).mean(axis=(2, 3))
    assert summer[1] > 1.3 * winter[1]
    assert summer[0] < winter[0]


def test_where_the_classes_say_clear_the_ground_is_as_under_no_sky() -> None:
    days = tuple(BEFORE + timedelta(days=n) for n in range(20))
    cloudy = layer(scenes(dates=days, weather=CLOUDY))
    clear = pixels(layer(scenes(dates=days)))
    kinds = set()
    for picture, ground in zip(pictures(cloudy), clear, strict=True):
        assert picture.classes is not None
        away = np.abs(picture.pixels - ground).max(axis=0)
        seen = np.isin(picture.classes, (4, 5))
        assert away[seen].max(initial=0) <= 40
        assert seen.all() or (away[~seen] > 40).mean() > 0.8
        kinds |= set(np.unique(picture.classes).tolist())
    assert kinds == {3, 4, 5, 8, 9, 11}


def test_snow_lies_from_its_first_day_and_not_before() -> None:
    snow_from = BEFORE + timedelta(days=15)
    clear = replace(CLOUDY, cloud_share=0.02, snow_from=snow_from)
    made = layer(scenes(dates=_month(), weather=clear))
    snowy = [one.on for one in pictures(made) if one.classes is not None and 11 in one.classes]
    assert snow_from <= min(snowy)
    assert len(snowy) > 8


def test_small_pictures_have_the_weather_of_the_large_one_of_the_day() -> None:
    day = next(
        one.on
        for one in pictures(layer(scenes(dates=_month(), weather=CLOUDY)))
        if one.classes is not None and 0.2 < np.isin(one.classes, (8, 9)).mean() < 0.8
    )
    whole, chip = (
        pictures(layer(scenes(dates=(day,), weather=CLOUDY, chip_px=size)))[0]
        for size in (None, 32)
    )
    row, column = (round(chip.frame.north_m / 10), round(chip.frame.west_m / 10))
    assert whole.classes is not None
    assert chip.classes is not None
    part = whole.classes[row : row + 32, column : column + 32]
    cloud = [np.isin(one, (8, 9)) for one in (part, chip.classes[: part.shape[0], : part.shape[1]])]
    np.testing.assert_array_equal(*cloud)


def _month() -> tuple[date, ...]:
    return tuple(BEFORE + timedelta(days=n) for n in range(30))
