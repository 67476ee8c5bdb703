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
    Timeline,
)

__all__ = ["Trail"]


@dataclass(frozen=True, slots=True)
class Trail:
    """One assessment with everything that led to it.

    `origins` and `observations` may be left out: then an origin is shown by its id, and only a
    site marked so makes an item SIMULATED.
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
