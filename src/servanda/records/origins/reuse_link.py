"""Links between sentences of different documents."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["LinkDirection", "LinkKind", "ReuseLink", "SentenceOrigin"]


class LinkKind(StrEnum):
    """What joins two sentences; only the first two make one origin of them."""

    COPY = "copy"  # one text comes from the other, or both from a third
    ATTRIBUTION = "attribution"  # one says that it has the matter from the other
    SAME_EVENT = "same_event"  # independent words about one event


class LinkDirection(StrEnum):
    """Which of the two was first."""

    FORWARD = "forward"  # the second from the first
    BACKWARD = "backward"  # the first from the second
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ReuseLink:
    """Two sentences of different documents and how they hang together."""

    first_document: str
    first_sentence: int  # its number in the document, from 0
    second_document: str
    second_sentence: int
    score: float  # 0..1
    kind: LinkKind
    direction: LinkDirection


@dataclass(frozen=True, slots=True)
class SentenceOrigin:
    """The lineage and the origin of one sentence, each named for its earliest sentence."""

    document: str
    sentence: int
    lineage: str  # "document#sentence"
    origin: str
