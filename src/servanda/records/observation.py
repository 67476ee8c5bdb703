"""Images, and what one procedure found at one site in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Direction", "Finding", "Observation", "Scene"]


@dataclass(frozen=True, slots=True)
class Scene:
    """One image: who took it, when, and how finely."""

    id: str
    sha256: str
    source: str | None  # source id
    sensor: str
    acquired: datetime  # aware, UTC
    resolution_m: float  # > 0
    simulated: bool


class Finding(StrEnum):
    """What an observation says; not observable is an answer, not a gap."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOT_OBSERVABLE = "not_observable"


class Direction(StrEnum):
    """Which way a site changed."""

    CLEARED = "cleared"
    BUILT = "built"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Observation:
    """What one procedure saw at one site, or why it could not."""

    id: str
    site: str
    before: str  # scene id
    after: str  # scene id
    acquired: datetime  # of the later scene; aware, UTC
    procedure: str  # name and version
    finding: Finding
    direction: Direction
    why: str
    changed_area_m2: float | None  # >= 0; None where not observable
    p_value: float | None  # if nothing changed; not the probability of no change
    controls: int  # M, the windows the p-value was ranked against
    log10_likelihood_ratio: float  # changed against unchanged; exactly 0 where not observable
    simulated: bool
