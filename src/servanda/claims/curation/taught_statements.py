"""The statements of one document with the offsets that decisions have taught."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from servanda.claims.curation.decisions import accepts
from servanda.claims.statements.fitted import DIGITS, best_label
from servanda.claims.statements.offsets import TaughtOffsets, moved_chances
from servanda.claims.statements.slots_of_label import DocumentSlots
from servanda.records import DocumentClaims, Names, Obligation, Statement

__all__ = ["with_offsets"]


def with_offsets(
    read: DocumentClaims, offsets: TaughtOffsets, obligations: Sequence[Obligation], names: Names
) -> DocumentClaims:
    """A document whose statements have their probabilities moved; order and ids stay.

    obligations, names: those with which it was read

    What a person has decided, of a statement or by accepting its claim, is not moved, nor what
    tells of days before its duty.
    """
    if not read.statements:
        return read
    chances = moved_chances(
        np.array([statement.p for statement in read.statements]),
        [statement.obligation for statement in read.statements],
        offsets,
    )
    rows = np.round(chances, DIGITS).tolist()
    moved = _with_chances(read, read.statements, rows, obligations, names)
    return replace(read, statements=tuple(moved))


def _with_chances(
    read: DocumentClaims,
    statements: Sequence[Statement],
    rows: Sequence[list[float]],
    obligations: Sequence[Obligation],
    names: Names,
) -> Iterator[Statement]:
    duties = {duty.id: duty for duty in obligations}
    slots: DocumentSlots | None = None
    for statement, row in zip(statements, rows, strict=True):
        if _is_final(statement, read):
            yield statement
        elif best_label(row) is statement.label:
            yield replace(statement, p=tuple(row))
        else:  # another number and other days may go with another label
            slots = slots or DocumentSlots(read.document, names)
            number, duty = slots.number_of(statement.span), duties[statement.obligation]
            again = slots.statement(number, duty, row, (), statement.reader)
            yield replace(again, claim=statement.claim)


def _is_final(statement: Statement, read: DocumentClaims) -> bool:
    """True if a person has decided it, or it tells of days before its duty."""
    if statement.reviewed or statement.why:
        return True
    return accepts(read.acts.get(statement.claim, ()))
