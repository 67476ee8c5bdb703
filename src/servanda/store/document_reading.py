"""What a reader found in a document, with digests of what it was given."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.records import Claim, Statement

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document says; out of date once the document or what was known changes."""

    document: str  # id
    document_digest: str  # of the whole record: bytes, text, dates, publisher
    reader: str
    names_digest: str  # of what the reader knew of the case: names, and duties if it read for them
    claims: tuple[Claim, ...]
    statements: tuple[Statement, ...] | None = None  # on the duties of the case, if it read any
