"""Conversions that several rooms use."""

from __future__ import annotations

__all__ = ["DAYS_PER_YEAR", "METRES_PER_DEGREE"]

DAYS_PER_YEAR = 365.25  # the Julian year of astronomers [definition]
# Of a great circle with the radius of the equator; at most 0.7 % off on a meridian. [definition]
METRES_PER_DEGREE = 111_320.0
