"""Choices that the command line offers; this module imports nothing heavy."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["ChangeMethod", "JudgeChoice", "RadarUnit", "ReaderChoice", "ScoreStep"]


class ChangeMethod(StrEnum):
    """The statistical test that separates change from chance."""

    IRMAD = "irmad"  # two optical scenes
    OMNIBUS = "omnibus"  # radar scenes of one orbit
    MONITOR = "monitor"  # radar scenes of one orbit over years, with seasons


class RadarUnit(StrEnum):
    """The unit of the numbers in a radar scene."""

    POWER = "power"  # linear: sigma0 or gamma0
    DB = "db"  # decibels
    DB100 = "db100"  # hundredths of a decibel, in whole numbers


class ReaderChoice(StrEnum):
    """The reader of texts: the best that can run here, or a named one."""

    BEST = "best"
    MODEL = "model"
    PATTERNS = "patterns"
    REMOTE = "remote"


class JudgeChoice(StrEnum):
    """Who judges what sentences say of duties: the models here, or the one at an address."""

    BEST = "best"
    REMOTE = "remote"


class ScoreStep(StrEnum):
    """How far apart the days are on which past assessments are scored."""

    DAY = "day"
    WEEK = "week"  # each seventh day, counted from the first
    MONTH = "month"  # the last day of each month
