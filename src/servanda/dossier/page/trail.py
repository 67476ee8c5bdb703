"""Everything that a dossier shows, in one record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from servanda.records import (
    Assessment,
    Case,
    Claim,
    Document,
    Evidence,
    Observation,
    Origin,
    Scene,
    Timeline,
)

__all__ = ["Trail"]


@dataclass(frozen=True, slots=True)
class Trail:
    """One assessment with everything that led to it.

    `origins`, `observations` and `scenes` may be left out: then an origin is shown by its id, an
    image by its scene's, and only a site marked so makes an item SIMULATED.
    """

    case: Case
    assessment: Assessment
    timelines: tuple[Timeline, ...]
    evidence: tuple[Evidence, ...]
    claims: tuple[Claim, ...]
    documents: tuple[Document, ...]
    custody_head: str | None  # hash of the custody log's last entry
    servanda_version: str
    made: datetime  # aware, UTC
    origins: tuple[Origin, ...] = ()
    observations: tuple[Observation, ...] = ()
    scenes: tuple[Scene, ...] = ()
    simulated: bool = False  # simulated observations were let in: the page and its JSON say so
