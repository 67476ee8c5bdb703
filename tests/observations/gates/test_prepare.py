"""The gates in turn: what stops a pair of images, in which order, and what comes out prepared."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.errors import InputError
from servanda.observations.gates.prepare import GATES, GateSettings, PreparedPair, prepare
from servanda.records import BlindSpotKind, Image, Obstacle
from tests.observations.gate_scenes import ground, image, seen, speckle, square

SIDE = 128
SITE = square(SIDE)
NAMES = ["comparable", "orbit", "resolution", "clear share", "radiometry", "registration"]
LAND = ground(5, SIDE)
SCALES = (1.0, 0.7, 1.6)  # of three bands


def taken(day: int, rows: float = 0.0, columns: float = 0.0, **changes: Any) -> Image:
    planes = [scale * seen(LAND, 20, 10 * day + n, rows, columns) for n, scale in enumerate(SCALES)]
    return image(planes, day, **changes)


def prepared(before: Image, after: Image, min_object_m: float | None = 30.0) -> PreparedPair:
    return prepare(before, after, SITE, min_object_m=min_object_m)


def test_a_good_pair_goes_through_every_gate() -> None:
    before, after = taken(1), taken(9)
    found = prepared(before, after)
    assert found.is_observable
    assert found.first_failure is None
    assert [gate.name for gate in found.gates] == NAMES
    assert len(GATES) == len(NAMES)
    assert all(gate.why and gate.blind_spot is None for gate in found.gates)
    np.testing.assert_array_equal(found.before.pixels, before.pixels)
    np.testing.assert_array_equal(found.after.pixels, after.pixels)
    assert found.before.usable.all()


def test_the_same_pair_gives_the_same_bytes() -> None:
    one, other = (prepared(taken(1), taken(9, 0.4)) for _ in range(2))
    assert one.gates == other.gates
    assert one.after.pixels.tobytes() == other.after.pixels.tobytes()


@settings(max_examples=6)
@given(st.permutations([0, 1, 2]))
def test_bands_in_another_order_are_put_in_order(order: list[int]) -> None:
    after = taken(9)
    bands = tuple(after.bands[n] for n in order)
    found = prepared(taken(1), replace(after, bands=bands, pixels=after.pixels[order]))
    assert found.is_observable
    assert found.after.bands == after.bands
    np.testing.assert_array_equal(found.after.pixels, after.pixels)


def test_a_shift_is_taken_out_and_its_border_hidden_on_both_dates() -> None:
    found = prepared(taken(1), taken(9, 0.5, 0.0))
    assert found.is_observable
    assert not found.before.usable[:3].any()
    assert not found.before.usable[-3:].any()
    assert found.before.usable[3:-3].all()
    np.testing.assert_array_equal(found.before.obstacles, found.after.obstacles)
    rest = (found.after.pixels - found.before.pixels)[:, found.before.usable]
    assert rest.std() < 40


def test_a_site_that_mending_hides_is_refused() -> None:
    """One bad pixel in twenty spoils its neighbours as well once the image is resampled."""
    after = taken(9, 0.5, 0.0)
    bad = np.random.default_rng(0).random((SIDE, SIDE)) < 0.05
    after.obstacles[bad] = Obstacle.INVALID
    still = taken(9)
    still.obstacles[bad] = Obstacle.INVALID
    assert prepared(taken(1), still).is_observable
    failed = prepared(taken(1), after).first_failure
    assert failed is not None
    assert failed.name == "registration"
    assert "taken out, and then" in failed.why


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_nan_and_infinities_are_hidden_on_both_dates(value: float) -> None:
    after = taken(9)
    after.pixels[1, 5, 7] = value
    found = prepared(taken(1), after)
    assert found.is_observable
    for one in (found.before, found.after):
        assert np.isfinite(one.pixels).all()
        assert one.obstacles[5, 7] == Obstacle.INVALID
        assert np.count_nonzero(one.obstacles) == 1


def test_the_offset_is_off_before_anything_is_measured() -> None:
    label = {"sensor": "msi", "platform": "sentinel-2a", "offset_applied": False}
    before = taken(1, **label, processing="03.01")
    after = taken(9, **label, processing="04.00")
    after.pixels[:] += 1000
    found = prepared(before, after)
    assert found.is_observable, found.first_failure
    assert abs(found.after.pixels.mean() - found.before.pixels.mean()) < 20


def test_radar_goes_through() -> None:
    level = np.full((2, SIDE, SIDE), 0.1, np.float32)
    label = {"sensor": "c-sar", "bands": ("VV", "VH"), "relative_orbit": 61}
    before, after = (image(speckle(level, day), day, **label) for day in (1, 13))
    found = prepared(before, after)
    assert found.is_observable
    assert "speckle" in found.gates[-1].why
    assert found.after.pixels is after.pixels


def changed_scene(**changes: Any) -> Callable[[Image], Image]:
    return lambda after: replace(after, scene=replace(after.scene, **changes))


def changed_grid(**changes: Any) -> Callable[[Image], Image]:
    return lambda after: replace(after, grid=replace(after.grid, **changes))


def hidden_by(kind: Obstacle) -> Callable[[Image], Image]:
    return lambda after: replace(after, obstacles=np.full_like(after.obstacles, kind))


def filled(value: float) -> Callable[[Image], Image]:
    return lambda after: replace(after, pixels=np.full_like(after.pixels, value))


def constant_band(after: Image) -> Image:
    after.pixels[2] = 400.0
    return after


def cropped(after: Image) -> Image:
    grid = replace(after.grid, rows=100)
    return replace(after, grid=grid, pixels=after.pixels[:, :100], obstacles=after.obstacles[:100])


EAST = (10.0, 0.0, 300_005.0, 0.0, -10.0, 4_200_000.0)
FINER = (9.9, 0.0, 300_000.0, 0.0, -9.9, 4_200_000.0)
BEFORE = taken(1)
MOMENT = BEFORE.scene.acquired
Spoil = Callable[[Image], Image]
BAD: dict[str, dict[str, tuple[Spoil, str]]] = {
    "comparable": {
        "another size": (cropped, "the grids differ: 128 x 128 and 100 x 128"),
        "half a pixel east": (changed_grid(transform=EAST), "0.5 pixels apart"),
        "finer pixels": (changed_grid(transform=FINER), "1.28 pixels apart"),
        "another zone": (changed_grid(crs="EPSG:32651"), "EPSG:32652 and EPSG:32651"),
        "a header of other size": (changed_grid(columns=999), "is inconsistent"),
        "another band": (lambda a: replace(a, bands=("B1", "B2", "B8")), "the bands differ"),
        "a band named twice": (lambda a: replace(a, bands=("B1", "B2", "B2")), "named twice"),
        "another sensor": (changed_scene(sensor="msi"), "camera and Sentinel-2 see"),
        "another resolution": (changed_scene(resolution_m=20.0), "10 m and 20 m"),
        "no resolution": (changed_scene(resolution_m=float("nan")), "resolutions differ"),
        "the same scene": (changed_scene(sha256=BEFORE.scene.sha256), "two dates alike"),
        "the same moment": (changed_scene(acquired=MOMENT), "two dates alike"),
        "the same pixels": (
            lambda a: replace(a, pixels=BEFORE.pixels),
            "B1, B2, B3 holds the same pixels",
        ),
        "an older image": (changed_scene(acquired=MOMENT.replace(year=2019)), "is older than"),
        "no time zone": (
            changed_scene(acquired=MOMENT.replace(tzinfo=None)),
            "no date with a time zone",
        ),
        "a missing date": (changed_scene(acquired=None), "no date with a time zone"),
    },
    "clear share": {
        "all cloud": (hidden_by(Obstacle.CLOUD), "nothing of the site is clear; cloud 100 %"),
        "all snow": (hidden_by(Obstacle.SNOW), "snow 100 %"),
        "all no data": (hidden_by(Obstacle.NO_DATA), "no data 100 %"),
        "all NaN": (filled(float("nan")), "invalid pixels 100 %"),
        "all infinite": (filled(float("inf")), "invalid pixels 100 %"),
    },
    "radiometry": {
        "a constant band": (constant_band, "band B3 is constant on 2020-01-09"),
    },
    "registration": {
        "another place": (
            lambda a: replace(a, pixels=a.pixels[:, ::-1, ::-1].copy()),
            "not locked",
        ),
    },
}
CASES = [(gate, bad) for gate, cases in BAD.items() for bad in cases]
BLIND_SPOTS = {"all cloud": BlindSpotKind.CLOUD, "all snow": BlindSpotKind.SEASON}


@pytest.mark.parametrize(("name", "bad"), CASES)
def test_bad_input_is_not_observable_for_one_clear_reason(name: str, bad: str) -> None:
    spoil, words = BAD[name][bad]
    found = prepared(BEFORE, spoil(taken(9)))
    assert not found.is_observable
    assert found.first_failure is found.gates[-1]
    assert [gate.passed for gate in found.gates] == [True] * (len(found.gates) - 1) + [False]
    assert found.first_failure.name == name
    assert found.first_failure.blind_spot is BLIND_SPOTS.get(bad, BlindSpotKind.GATE)
    assert words in found.first_failure.why
    assert "\n" not in found.first_failure.why


def test_an_object_below_a_pixel_stops_before_any_pixel_is_read() -> None:
    found = prepared(taken(1), hidden_by(Obstacle.CLOUD)(taken(9)), min_object_m=3.0)
    assert [gate.name for gate in found.gates] == NAMES[:3]
    assert found.gates[-1].blind_spot is BlindSpotKind.BELOW_RESOLUTION


def test_both_images_all_no_data_are_no_data_and_not_alike() -> None:
    nothing = np.zeros((3, SIDE, SIDE), np.float32)
    hidden = np.full((SIDE, SIDE), Obstacle.NO_DATA, np.uint8)
    found = prepared(image(nothing, 1, obstacles=hidden), image(nothing, 9, obstacles=hidden))
    assert found.first_failure is not None
    assert found.first_failure.name == "clear share"


def test_a_band_constant_on_both_dates_is_constant_and_not_alike() -> None:
    failed = prepared(constant_band(taken(1)), constant_band(taken(9))).first_failure
    assert failed is not None
    assert "band B3 is constant" in failed.why


def test_one_band_copied_from_the_other_date_is_named() -> None:
    before, after = taken(1), taken(9)
    after.pixels[1] = before.pixels[1]
    failed = prepared(before, after).first_failure
    assert failed is not None
    assert "B2 holds the same pixels" in failed.why


def test_the_limits_are_the_callers() -> None:
    strict = GateSettings(largest_shift_px=0.3)
    found = prepare(taken(1), taken(9, 0.5), SITE, min_object_m=None, settings=strict)
    assert found.first_failure is not None
    assert "more than 0.3 is not mended" in found.first_failure.why


@pytest.mark.parametrize("site", [square(64), SITE.astype(np.uint8)])
def test_a_footprint_on_another_grid_is_an_error(site: Any) -> None:
    with pytest.raises(InputError, match="must be a mask of 128 x 128"):
        prepare(taken(1), taken(9), site, min_object_m=None)


def test_the_images_given_stay_as_they_are() -> None:
    before, after = taken(1), taken(9, 0.5, 0.2)
    after.pixels[0, 3, 3] = np.nan
    copies = [(i.pixels.copy(), i.obstacles.copy()) for i in (before, after)]
    assert prepared(before, after).is_observable
    for one, (pixels, obstacles) in zip((before, after), copies, strict=True):
        np.testing.assert_array_equal(one.pixels, pixels)
        np.testing.assert_array_equal(one.obstacles, obstacles)
