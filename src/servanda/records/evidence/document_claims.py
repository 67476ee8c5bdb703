"""One document with what it says: the output of reading and input of weighing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from servanda.records.assessment.document_use import NearestSentence
from servanda.records.case.source import Document
from servanda.records.evidence.claim import Claim
from servanda.records.evidence.decision import Decision
from servanda.records.evidence.reader_shares import ReaderShares
from servanda.records.evidence.statement import Statement
from servanda.records.evidence.statement_decision import StatementDecision

__all__ = ["DocumentClaims"]


@dataclass(frozen=True, slots=True)
class DocumentClaims:
    """A document with the claims and statements read from it, and what people decided."""

    document: Document
    claims: tuple[Claim, ...]
    acts: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)  # by claim id
    # None: its reader sets no sentence against duties, and links say what claims bear on
    statements: tuple[Statement, ...] | None = None
    decided: tuple[StatementDecision, ...] = ()  # on its sentences, those that hold, oldest first
    # What its reader's probabilities are worth; None: as those of a reader of our own texts
    shares: ReaderShares | None = None
    # Its sentence nearest to any duty of the case, where its reader has found that
    nearest: NearestSentence | None = None
    # Ids of the duties that are read by their meaning though the case names act and object: their
    # verb is one that no report's act is read by
    by_meaning: tuple[str, ...] = ()
