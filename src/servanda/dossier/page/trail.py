"""Everything that a dossier shows, in one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from servanda.records import (
    Assessment,
    Case,
    Claim,
    CustodyLink,
    Document,
    Evidence,
    Grounds,
    Observation,
    Origin,
    Scene,
    Span,
    Timeline,
    UnusedDocument,
)

__all__ = ["Trail"]


@dataclass(frozen=True, slots=True)
class Trail:
    """One assessment with everything that led to it.

    Fields with a default may be left out: then an origin is shown by its id, an image by the id of
    its scene, a quotation without the rest of its sentence, and an item is marked SIMULATED only
    where its site is.
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
    simulated: bool = False  # True: simulated observations count; the page and its JSON say so
    unused: tuple[UnusedDocument, ...] = ()  # those on which no item of evidence rests
    unused_note: str | None = None  # why their nearest sentences are missing
    grounds: Grounds | None = None  # what the numbers were made from; None: nobody can check them
    custody: tuple[CustodyLink, ...] = ()  # the custody log up to its head
    later_documents: int = 0  # left out because they were not public by the as-of day
    later_items: int = 0  # of evidence, left out for the same reason
    undated: str | None = None  # how many documents have no date; None where all have one
