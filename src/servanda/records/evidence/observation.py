"""Images, and what one procedure found at one site in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from servanda.records.evidence.blind_spot import BlindSpotKind
from servanda.records.times import DateRange, day

__all__ = ["Direction", "Finding", "Observation", "ObservationWithScenes", "OrbitPass", "Scene"]


class OrbitPass(StrEnum):
    """Which way a satellite was flying; radar looks to its right."""

    ASCENDING = "ascending"
    DESCENDING = "descending"


@dataclass(frozen=True, slots=True)
class Scene:
    """One image: its sensor, time and resolution."""

    id: str
    sha256: str
    source: str | None  # source id
    sensor: str
    acquired: datetime  # aware, UTC
    resolution_m: float  # > 0
    simulated: bool
    published: datetime | None = None  # when it became public; None: on the day it was taken
    platform: str | None = None  # "sentinel-2b"
    relative_orbit: int | None = None
    orbit_pass: OrbitPass | None = None
    processing: str | None = None  # the provider's version: "04.00"
    offset_applied: bool | None = None  # Sentinel-2: 1,000 already subtracted; None: not stated


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
    published: datetime | None = None  # of the later scene; None: on the day it was taken
    blind_spot: BlindSpotKind | None = None  # why it could not see; None where it could


@dataclass(frozen=True, slots=True)
class ObservationWithScenes:
    """An observation with the scenes it compares, and when it was kept."""

    observation: Observation
    before: Scene | None
    after: Scene | None
    recorded: datetime  # aware, UTC

    @property
    def seen_on(self) -> date:
        """The day of the later image, in UTC."""
        return self.observation.acquired.astimezone(UTC).date()

    @property
    def publication(self) -> DateRange:
        """The day it became public, never before the day it was seen."""
        published = self.observation.published
        if published is None:
            return day(self.seen_on)
        return day(max(self.seen_on, published.astimezone(UTC).date()))

    @property
    def origin(self) -> str:
        """The origin: the sensor, or the procedure where the later scene is not at hand."""
        return self.after.sensor if self.after is not None else self.observation.procedure
