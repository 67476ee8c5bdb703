"""How much a person would tell us by saying what a sentence really says."""

from __future__ import annotations

from dataclasses import replace

from servanda.evidence.statement_evidence import statement_decibans
from servanda.records import Case, Claim, DocumentClaims, Label, Statement, StatementDirection

__all__ = ["expected_change"]


def expected_change(case: Case, statement: Statement, claim: Claim, read: DocumentClaims) -> float:
    """How far the answer to "what does it say?" is expected to move the statement's duty.

    In decibans, 0 or more: the mean, over the directions and by their chances, of how far the
    statement by itself would speak otherwise if the reader were sure of that direction. So it is 0
    where the reader is sure already, and where a person has answered. That a person's word also
    counts for more than a reader's is left out: it would put first what is surely right.

    claim: in which the statement is made
    """
    if statement.reviewed:
        return 0.0
    now = _decibans(case, statement, claim, read)
    change = 0.0
    for direction in StatementDirection:
        chance = statement.chance(direction)
        if chance > 0.0:
            sure = _in_direction(statement, direction)
            change += chance * abs(_decibans(case, sure, claim, read) - now)
    return change


def _decibans(case: Case, statement: Statement, claim: Claim, read: DocumentClaims) -> float:
    if statement.label.direction in {StatementDirection.SILENT, StatementDirection.UNRELATED}:
        return 0.0
    return statement_decibans(case, statement, claim, read)


def _in_direction(statement: Statement, direction: StatementDirection) -> Statement:
    """The statement if it surely speaks that way, by the likeliest label that does."""
    chances = dict(zip(Label, statement.p, strict=True))
    labels = [label for label in Label if label.direction is direction]
    label = max(labels, key=lambda label: chances[label])
    sure = tuple(float(other is label) for other in Label)
    return replace(statement, label=label, p=sure)
