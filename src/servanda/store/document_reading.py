"""The claims that a reader found in a document, with digests of what it was given."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.records import Claim

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The claims of one document; out of date once the document or the names change."""

    document: str  # id
    document_digest: str  # of the whole record: bytes, text, dates, publisher
    reader: str
    names_digest: str  # of the people, places and events that the reader knew
    claims: tuple[Claim, ...]
