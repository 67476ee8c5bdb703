"""The Sentinel-2 offset is decided by labels and pixels together; flat bands tell nothing."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from servanda.observations.gates.gate import Gate, GateSettings
from servanda.observations.gates.radiometry import match_radiometry
from servanda.records import BlindSpotKind, Image, Obstacle
from tests.observations.gate_scenes import image

SIDE = 40
OLD: dict[str, Any] = {"processing": "03.01"}
NEW: dict[str, Any] = {"processing": "05.09", "offset_applied": False}
MENDED: dict[str, Any] = {"processing": "05.09", "offset_applied": True}
SILENT: dict[str, Any] = {}


def scene(offset: float, day: int, label: dict[str, Any], darkest: float = 200.0) -> Image:
    """Reflectance from `darkest` on in three bands, a little other on every day, plus an offset."""
    rng = np.random.default_rng(day)
    levels = darkest + np.array([0.0, 60.0, 250.0]) + 10.0 * day
    planes = levels[:, None, None] + rng.gamma(2.0, 400.0, (3, SIDE, SIDE)) + offset
    return image(planes, day, sensor="msi", platform="sentinel-2b", **label)


def judged(before: Image, after: Image) -> tuple[Gate, Image, Image]:
    return match_radiometry(before, after, GateSettings())


def taken_off(image_before: Image, image_after: Image) -> float:
    return float(np.median(image_before.pixels - image_after.pixels))


@pytest.mark.parametrize(
    ("labels", "offsets"),
    [
        ((OLD, OLD), (0, 0)),
        ((OLD, NEW), (0, 1000)),
        ((NEW, OLD), (1000, 0)),
        ((NEW, NEW), (1000, 1000)),
        ((MENDED, NEW), (0, 1000)),
        ((OLD, MENDED), (0, 0)),
    ],
)
def test_where_label_and_pixels_agree_the_offset_is_taken_off(
    labels: tuple[dict[str, Any], dict[str, Any]], offsets: tuple[int, int]
) -> None:
    given_pair = [scene(offsets[n], n + 1, labels[n]) for n in (0, 1)]
    gate, *found = judged(given_pair[0], given_pair[1])
    assert gate.passed, gate.why
    for n in (0, 1):
        assert taken_off(given_pair[n], found[n]) == offsets[n]
        assert found[n].scene.offset_applied is (
            True if offsets[n] else labels[n].get("offset_applied")
        )
    again = judged(found[0], found[1])
    assert again[0].passed
    np.testing.assert_array_equal(again[2].pixels, found[1].pixels)


@pytest.mark.parametrize(
    ("labels", "offsets"),
    [
        ((OLD, NEW), (0, 0)),  # the provider took it off and did not say so
        ((NEW, OLD), (0, 0)),
        ((OLD, MENDED), (0, 1000)),  # and here it says so and did not
        ((OLD, OLD), (0, 1000)),
        ((NEW, NEW), (1000, 0)),
        ((NEW, OLD), (0, 1000)),
    ],
)
def test_where_they_contradict_each_other_nothing_is_observed(
    labels: tuple[dict[str, Any], dict[str, Any]], offsets: tuple[int, int]
) -> None:
    before, after = (scene(offsets[n], n + 1, labels[n]) for n in (0, 1))
    gate, *found = judged(before, after)
    assert not gate.passed
    assert gate.why.startswith("radiometry disputed")
    assert gate.blind_spot is BlindSpotKind.GATE
    assert found == [before, after]


@pytest.mark.parametrize("offset", [0, 1000])
@pytest.mark.parametrize("label", [OLD, NEW, MENDED, SILENT])
def test_labels_that_err_alike_do_not_matter_to_a_difference(
    label: dict[str, Any], offset: int
) -> None:
    gate, before, after = judged(scene(offset, 1, label), scene(offset, 2, label))
    assert gate.passed, gate.why
    assert before.pixels.mean() == pytest.approx(after.pixels.mean(), rel=0.1)


@pytest.mark.parametrize("offsets", [(0, 1000), (1000, 0)])
def test_without_labels_a_clear_step_decides(offsets: tuple[int, int]) -> None:
    given_pair = [scene(offsets[n], n + 1, SILENT) for n in (0, 1)]
    gate, *found = judged(given_pair[0], given_pair[1])
    assert gate.passed
    assert [taken_off(given_pair[n], found[n]) for n in (0, 1)] == list(offsets)


def test_a_bright_scene_leaves_it_to_the_labels_and_without_them_to_nobody() -> None:
    """A desert under another sun: brighter by 500, and dark nowhere."""
    for labels, passed in (((MENDED, OLD), True), ((SILENT, SILENT), False)):
        before, after = scene(0, 1, labels[0], 2000.0), scene(0, 2, labels[1], 2500.0)
        gate, *_ = judged(before, after)
        assert gate.passed is passed
        assert passed or gate.why.startswith("radiometry undecided")


def test_a_field_that_greens_is_no_offset() -> None:
    """One band rises by 1,000 and the others stay: no offset does that."""
    before, after = scene(0, 1, OLD), scene(0, 2, OLD)
    after.pixels[2] += 1000
    assert judged(before, after)[0].passed


def test_two_bands_of_three_make_no_offset() -> None:
    before, after = scene(0, 1, SILENT, 2000.0), scene(0, 2, SILENT, 2000.0)
    after.pixels[:2] += 1000
    gate, *_ = judged(before, after)
    assert gate.why.startswith("radiometry undecided")


def test_an_image_too_dark_for_the_offset_that_its_label_states_is_disputed() -> None:
    before, after = scene(0, 1, NEW), scene(0, 2, SILENT)
    after.pixels[:] += 450
    gate, *_ = judged(before, after)
    assert gate.why.startswith("radiometry disputed")


def test_what_is_hidden_has_no_say() -> None:
    before, after = scene(0, 1, OLD), scene(1000, 2, NEW)
    after.pixels[:, :10] = 20
    after.obstacles[:10] = Obstacle.SHADOW
    gate, _, mended = judged(before, after)
    assert gate.passed
    assert taken_off(after, mended) == 1000


def test_other_sensors_have_no_offset() -> None:
    before, after = (image(scene(o, d, SILENT).pixels, d) for d, o in ((1, 0), (2, 1000)))
    gate, *found = judged(before, after)
    assert gate.passed
    assert found == [before, after]


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("level", [0.0, 255.0, 1234.5])
def test_a_constant_band_is_refused_by_name(which: int, level: float) -> None:
    pair = [scene(0, 1, OLD), scene(0, 2, OLD)]
    pair[which].pixels[1] = level
    pair[which].pixels[1, 0, 0] = 7.0
    pair[which].obstacles[0, 0] = Obstacle.CLOUD
    gate, *_ = judged(pair[0], pair[1])
    assert not gate.passed
    assert gate.why.startswith(f"band B2 is constant on 2020-01-0{which + 1}")


def test_a_band_mostly_at_its_highest_value_is_saturated() -> None:
    before, after = scene(0, 1, OLD), scene(0, 2, OLD)
    after.pixels[0] = np.minimum(after.pixels[0], np.quantile(after.pixels[0], 0.3))
    gate, *_ = judged(before, after)
    assert not gate.passed
    assert "band B1 is saturated on 2020-01-02: 70 % of it" in gate.why


@given(st.floats(-150.0, 150.0), st.permutations([0, 1, 2]))
def test_a_season_and_the_order_of_bands_change_no_verdict(season: float, order: list[int]) -> None:
    def arranged(one: Image, more: float) -> Image:
        planes: NDArray[np.float32] = one.pixels[order] + np.float32(more)
        return image(planes, 2 if more else 1, sensor="msi", platform="sentinel-2b", **SILENT)

    gate, before, after = judged(
        arranged(scene(0, 1, SILENT), 0.0), arranged(scene(1000, 2, SILENT), season)
    )
    assert gate.passed
    assert abs(np.median(after.pixels) - np.median(before.pixels)) < 400
