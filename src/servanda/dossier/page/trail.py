"""Everything that a dossier shows, in one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    Span,
    Timeline,
)

__all__ = ["Trail"]


@dataclass(frozen=True, slots=True)
class Trail:
    """One assessment with everything that led to it.

    What has a default may be left out: then an origin is shown by its id, an image by its scene's,
    a quotation without the rest of its sentence, and only a site marked so makes an item SIMULATED.
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
    sentences: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)  # by document
    simulated: bool = False  # simulated observations were let in: the page and its JSON say so
