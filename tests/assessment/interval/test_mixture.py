"""The central 90 % of a mixture of spread numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment.interval.mixture import mixture_bounds

reaches = st.floats(0.1, 20.0)
centres = st.lists(st.floats(-40.0, 40.0), min_size=1, max_size=8)


@given(st.floats(-40.0, 40.0), reaches, reaches)
def test_a_single_number_reaches_as_far_as_it_is_spread(
    centre: float, down: float, up: float
) -> None:
    low, high = mixture_bounds(np.array([centre]), np.ones(1), down, up)
    assert low == pytest.approx(centre - down, abs=1e-6)
    assert high == pytest.approx(centre + up, abs=1e-6)


@given(centres, st.data(), reaches, reaches)
def test_a_twentieth_lies_on_each_side(
    centres: list[float], data: st.DataObject, down: float, up: float
) -> None:
    weights = np.array(data.draw(st.lists(st.floats(0.01, 1.0), min_size=8, max_size=8)))
    weights = weights[: len(centres)] / weights[: len(centres)].sum()
    low, high = mixture_bounds(np.array(centres), weights, down, up)
    rng = np.random.default_rng(1)
    part = rng.choice(len(centres), 40_000, p=weights)
    drawn = np.abs(rng.standard_normal(len(part)))
    upward = rng.random(len(part)) < 0.5
    points = np.array(centres)[part] + drawn * np.where(upward, up, -down) / 1.645
    assert np.mean(points < low) == pytest.approx(0.05, abs=0.006)
    assert np.mean(points > high) == pytest.approx(0.05, abs=0.006)


def test_what_has_less_than_a_twentieth_is_hardly_seen() -> None:
    centres = np.array([0.0, 30.0])
    _, seldom = mixture_bounds(centres, np.array([0.97, 0.03]), 1.0, 1.0)
    _, often = mixture_bounds(centres, np.array([0.8, 0.2]), 1.0, 1.0)
    assert seldom < 3.0 < 29.0 < often
