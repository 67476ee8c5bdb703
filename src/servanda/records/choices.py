"""What can be chosen of a map of change; loads nothing, so that the command line can name it."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["ChangeMethod", "RadarUnit", "ReaderChoice"]


class ChangeMethod(StrEnum):
    """How change is told from chance."""

    IRMAD = "irmad"  # two optical scenes
    OMNIBUS = "omnibus"  # radar scenes of one orbit
    MONITOR = "monitor"  # radar scenes of one orbit over years, with seasons


class RadarUnit(StrEnum):
    """What the numbers of a radar scene are."""

    POWER = "power"  # linear: sigma0 or gamma0
    DB = "db"  # decibels
    DB100 = "db100"  # hundredths of a decibel, in whole numbers


class ReaderChoice(StrEnum):
    """Which reader reads: the best that can run here, or one by its name."""

    BEST = "best"
    MODEL = "model"
    PATTERNS = "patterns"
    REMOTE = "remote"
