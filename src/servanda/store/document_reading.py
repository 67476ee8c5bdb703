"""What a reader found in a document, with digests of what it was given."""

from __future__ import annotations

from dataclasses import dataclass, field

from servanda.records import Claim, NearestSentence, Statement
from servanda.records.codec import LEFT_OUT_IF_EMPTY

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
    # Its sentence nearest to any duty, if it read any; None too where it was kept before there was
    # such a field.
    nearest: NearestSentence | None = field(default=None, metadata={LEFT_OUT_IF_EMPTY: True})
