"""The units against what they are derived from."""

from __future__ import annotations

from math import pi

import pytest

from servanda.records.units import DAYS_PER_YEAR, METRES_PER_DEGREE

WGS84_AXES_M = 6_378_137.0, 6_356_752.314  # equator, pole: EPSG 7030


def test_a_year_is_that_of_the_julian_calendar() -> None:
    assert pytest.approx((3 * 365 + 366) / 4, rel=1e-12) == DAYS_PER_YEAR


def test_a_degree_is_that_of_the_equator_and_half_a_percent_off_elsewhere() -> None:
    equator, pole = WGS84_AXES_M
    assert pytest.approx(2 * pi * equator / 360, abs=1.0) == METRES_PER_DEGREE
    # On a meridian at latitude 0, the shortest degree there is.
    assert pytest.approx(2 * pi * (pole**2 / equator) / 360, rel=0.007) == METRES_PER_DEGREE
