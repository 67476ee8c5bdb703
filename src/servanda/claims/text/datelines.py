"""The pieces of a document without the datelines before their first sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servanda.claims.text.segments import Segment, segments
from servanda.datelines import split_dateline
from servanda.records import BlockKind, Document

__all__ = ["without_datelines"]

_SENTENCE_END = re.compile(r"[.!?][\"')\]]*$")
_AFTER_DATELINE = re.compile(r"[\s.,:\-‐‑‒–—―_]*")


def without_datelines(document: Document) -> tuple[Segment, ...]:
    """The pieces of a document's text, each from after its dateline: who writes says nothing there.

    The document's blocks say where one is; of a document without, and of a place, a day and an
    agency that they have left in a paragraph, the form of the line does.
    """
    blocks = {
        block.span.start: block.span.end
        for block in document.blocks
        if block.kind is BlockKind.DATELINE
    }
    return tuple(_cut(segments(document.text), blocks))


def _cut(pieces: tuple[Segment, ...], blocks: dict[int, int]) -> Iterator[Segment]:
    opens = True  # no sentence has come yet
    for piece in pieces:
        end = blocks.get(piece.start, 0) - piece.start
        cut = end if 0 < end < len(piece.text) else split_dateline(piece.text, opens)
        if cut:
            after = _AFTER_DATELINE.match(piece.text, cut)
            cut = after.end() if after and after.end() < len(piece.text) else 0
        yield Segment(piece.start + cut, piece.text[cut:]) if cut else piece
        opens = opens and not _SENTENCE_END.search(piece.text)
