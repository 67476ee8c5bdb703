"""What could not be seen, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["BlindSpot", "BlindSpotKind"]


class BlindSpotKind(StrEnum):
    """Why something could not be seen."""

    NOT_LOOKED = "not_looked"
    CLOUD = "cloud"
    SEASON = "season"
    BELOW_RESOLUTION = "below_resolution"
    UNDERGROUND = "underground"
    NO_ACCESS = "no_access"
    MOBILE = "mobile"
    LOCATION_UNKNOWN = "location_unknown"
    GATE = "gate"


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """Something that could not be seen, and how far seeing it could move the number."""

    kind: BlindSpotKind
    why: str
    decibans: (
        float  # >= 0: ten times log10 of the factor by which it could move the odds, up or down
    )
