"""What each sentence of a case's documents says of each duty."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.claims import Reader
from servanda.evidence import statement_decibans
from servanda.pipeline.reading import reads_of
from servanda.records import Case, Claim, Document, Label, Statement
from servanda.records.progress import Progress, ignore_progress
from servanda.store import Store

__all__ = ["StatementInContext", "statements_of_case"]

_DIGITS = 3  # of decibans [definition]


@dataclass(frozen=True, slots=True)
class StatementInContext:
    """One statement with its document and the claim whose holder says it."""

    document: Document
    statement: Statement
    claim: Claim | None  # None: a person has rejected it
    decibans: float  # of this statement alone, towards kept above zero

    @property
    def text(self) -> str:
        """The sentence, white space collapsed."""
        span = self.statement.span
        return " ".join(self.document.text[span.start : span.end].split())


def statements_of_case(
    store: Store, case: Case, reader: Reader, progress: Progress = ignore_progress
) -> tuple[StatementInContext, ...]:
    """Every statement of a case, those that say nothing of a duty included, in text order."""
    found: list[StatementInContext] = []
    for read in reads_of(store, case, reader, progress):
        claims = {claim.id: claim for claim in read.claims}
        for statement in read.statements or ():
            claim = claims.get(statement.claim)
            moves = claim is not None and statement.label is not Label.UNRELATED
            decibans = statement_decibans(case, statement, claim, read) if claim and moves else 0.0
            found.append(
                StatementInContext(read.document, statement, claim, round(decibans, _DIGITS))
            )
    return tuple(found)
