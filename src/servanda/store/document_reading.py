"""What a reader found in a document, tied to exactly what it read and what it knew."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.records import Claim

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One document's claims; out of date once the document or the names are other ones."""

    document: str  # id
    document_digest: str  # of the whole record: bytes, text, dates, publisher
    reader: str
    names_digest: str  # of the people, places and events that the reader knew
    claims: tuple[Claim, ...]
