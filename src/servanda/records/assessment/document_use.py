"""Which documents an assessment rests on, and which were read and used nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.plurals import count_phrase
from servanda.records.case.source import Document
from servanda.records.span import Span

__all__ = ["DocumentUse", "NearestSentence", "UnusedDocument"]


@dataclass(frozen=True, slots=True)
class DocumentUse:
    """The documents that were public by the as-of day, each in one of three lists of ids."""

    used: tuple[str, ...] = ()  # at least one item of evidence rests on it
    unused: tuple[str, ...] = ()  # read, and no item rests on it
    unread: tuple[str, ...] = ()  # kept but not read, for their language or their file

    @property
    def public(self) -> int:
        """The number of all of them."""
        return len(self.used) + len(self.unused) + len(self.unread)

    @property
    def in_words(self) -> str:
        """The three numbers: "22 documents: 9 used, 13 read and used nowhere"."""
        words = f"{count_phrase(self.public, 'document')}: {len(self.used)} used"
        words += f", {len(self.unused)} read and used nowhere"
        if self.unread:
            words += f", {len(self.unread)} not read"
        return words


@dataclass(frozen=True, slots=True)
class NearestSentence:
    """The sentence of a document that is nearest in meaning to any duty of the case."""

    span: Span  # of the document
    text: str  # white space collapsed
    obligation: str  # the duty that it is nearest to
    nearness: float  # 0..1


@dataclass(frozen=True, slots=True)
class UnusedDocument:
    """A document on which no item of evidence rests."""

    document: Document
    read: bool  # False: its language is not read, or its file could not be
    nearest: NearestSentence | None  # None: it has no sentence, was not read, or none was measured
