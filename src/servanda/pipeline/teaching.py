"""What the decisions on a case teach its reader of statements, before any of them is applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from servanda.claims import (
    Lesson,
    OffsetSpread,
    TaughtOffsets,
    fit_offsets,
    lessons_of,
    names_of,
    with_offsets,
)
from servanda.records import Case, DocumentClaims

__all__ = ["teach"]


def teach(
    reads: Iterable[DocumentClaims], case: Case, spread: OffsetSpread
) -> Iterator[DocumentClaims]:
    """The documents of a case, their statements with what the decisions on all of them teach.

    reads: as read, with the decisions that hold. Without any they are as they were.
    """
    every = tuple(reads)
    lessons = tuple(lesson for read in every for lesson in _lessons(read))
    offsets = fit_offsets(lessons, spread) if lessons else None
    for read in every:
        yield read if offsets is None else _with_offsets(read, offsets, case)


def _lessons(read: DocumentClaims) -> Iterator[Lesson]:
    return lessons_of(read.statements or (), read.decided)


def _with_offsets(read: DocumentClaims, offsets: TaughtOffsets, case: Case) -> DocumentClaims:
    return with_offsets(read, offsets, case.obligations, names_of(case))
