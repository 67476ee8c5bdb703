"""Conversions that several rooms use."""

from __future__ import annotations

__all__ = ["DAYS_PER_YEAR", "METRES_PER_DEGREE"]

DAYS_PER_YEAR = 365.25  # the Julian year of astronomers; rates a year and seasons need no more
METRES_PER_DEGREE = 111_320.0  # of a great circle of the equator's radius; 0.5 % off on a meridian
