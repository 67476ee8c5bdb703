"""Ground in cells: areas are exact, patterns join, and a sensor keeps what it should."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.sources.imagery.simulation.canvas import (
    Canvas,
    box,
    noise,
    simulate_sensor,
    smooth_step,
)

SHIFTS = st.floats(-0.4, 0.4)


@given(st.floats(60, 100), st.floats(60, 100), st.floats(0.5, 60), st.floats(0.5, 60))
def test_a_box_covers_its_area_wherever_it_lies(x: float, y: float, wide: float, high: float):
    canvas = Canvas.of_pixels(0.0, 0.0, 16, 10.0)
    covered = box(canvas, x, y, wide, high)
    assert covered.min() >= 0
    assert covered.max() <= 1 + 1e-6
    area = covered.sum(dtype=float) * canvas.cell_m**2
    np.testing.assert_allclose(area, wide * high, rtol=1e-4)


@given(SHIFTS, SHIFTS)
def test_a_displaced_picture_of_a_slope_has_the_values_of_the_displaced_places(
    down: float, right: float
) -> None:
    canvas = Canvas.of_pixels(0.0, 0.0, 12, 10.0)
    slope = (3 * canvas.x[None, :] + 2 * canvas.y[:, None]).astype("f4")
    seen = simulate_sensor(slope, 0.5, down, right)
    middles = np.arange(12) * 10 + 5.0
    expected = 3 * (middles[None, :] + 10 * right) + 2 * (middles[:, None] + 10 * down)
    np.testing.assert_allclose(seen, expected, rtol=1e-4, atol=0.01)


@given(st.floats(0.3, 1.5), SHIFTS)
def test_the_blur_keeps_the_sum_of_what_it_spreads(blur_px: float, shift_px: float) -> None:
    canvas = Canvas.of_pixels(0.0, 0.0, 24, 10.0)
    spot = box(canvas, 123.0, 117.0, 14.0, 14.0)
    total = simulate_sensor(spot, blur_px, shift_px, -shift_px).sum(dtype=float) * 100
    np.testing.assert_allclose(total, 14.0**2, rtol=1e-5)


def test_a_pattern_is_the_same_on_every_canvas_that_shows_its_place() -> None:
    whole = Canvas.of_pixels(0.0, 0.0, 64, 10.0)
    part = Canvas(whole.x[20:60], whole.y[30:80], whole.cell_m)
    first, second = (noise(np.random.default_rng(3), at, 45.0, 640.0) for at in (whole, part))
    np.testing.assert_array_equal(first[30:80, 20:60], second)


def test_a_pattern_is_as_varied_as_its_lattice_and_smoother_than_it() -> None:
    canvas = Canvas.of_pixels(0.0, 0.0, 256, 10.0)
    pattern = noise(np.random.default_rng(1), canvas, 60.0, 2560.0)
    assert abs(pattern.mean()) < 0.1
    assert 0.5 < pattern.std() < 0.9
    assert np.abs(np.diff(pattern, axis=0)).max() < pattern.std()


def test_a_smooth_step_rises_from_0_to_1_between_its_ends() -> None:
    found = smooth_step(np.array([-1, 0, 0.5, 1, 2], "f4"), 0, 1)
    assert found.tolist() == pytest.approx([0, 0, 0.5, 1, 1], abs=1e-6)
