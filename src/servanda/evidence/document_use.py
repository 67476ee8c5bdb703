"""Which documents the evidence rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from servanda.records import DocumentClaims, DocumentUse, Evidence, public_by

__all__ = ["document_use"]


def document_use(
    reads: Sequence[DocumentClaims],
    evidence: Iterable[Evidence],
    as_of: date,
    is_unread: Callable[[DocumentClaims], bool],
) -> DocumentUse:
    """The documents that were public by `as_of`: used, read and used nowhere, or not read.

    evidence: as of that day; an item that may not move the number, such as a repetition, is a use
    is_unread: True of a document that no reader read; asked only where no item rests on it
    """
    rested_on = {item.document for item in evidence}
    used: list[str] = []
    unused: list[str] = []
    unread: list[str] = []
    for read in reads:
        if not public_by(read.document.publication, as_of):
            continue
        if read.document.id in rested_on:
            used.append(read.document.id)
        elif is_unread(read):
            unread.append(read.document.id)
        else:
            unused.append(read.document.id)
    return DocumentUse(tuple(used), tuple(unused), tuple(unread))
