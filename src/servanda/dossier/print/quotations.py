"""A quotation in the sentences that it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from servanda.records import Span

__all__ = ["Piece", "quotation_pieces"]

REACH = 280  # characters of context at most on each side: two long sentences

# A full stop with what closes it, or a blank line; "Gen. Kim" ends one too early, which only
# shortens the context.
_END = re.compile(r"[.!?\u3002\uff01\uff1f\u061f]+[\"'\u201d\u2019)\]]*(?=\s|$)|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, quoted or around the quotation."""

    text: str
    quoted: bool


def quotation_pieces(text: str, spans: tuple[Span, ...]) -> tuple[Piece, ...]:
    """The spans, in order, with what is between them and the rest of their sentences.

    Ends that lie outside the text are moved to its nearest end.
    """
    marked = sorted((_clamp(span.start, text), _clamp(span.end, text)) for span in spans)
    marked = [(start, end) for start, end in marked if start < end]
    if not marked:
        return ()
    first, last = _context_start(text, marked[0][0]), _context_end(text, max(e for _, e in marked))
    pieces = [] if _ends_sentence(text[:first]) else [Piece("\u2026 ", False)]
    at = first
    for start, end in marked:
        pieces.append(Piece(text[at:start], False))
        pieces.append(Piece(text[max(start, at) : end], True))
        at = max(at, end)
    pieces.append(Piece(text[at:last], False))
    if last < len(text) and not _ends_sentence(text[:last]):
        pieces.append(Piece(" \u2026", False))
    return tuple(piece for piece in pieces if piece.text)


def _clamp(offset: int, text: str) -> int:
    return min(max(offset, 0), len(text))


def _context_start(text: str, start: int) -> int:
    nearest = max(0, start - REACH)
    ends = [match.end() for match in _END.finditer(text, nearest, start)]
    begin = ends[-1] if ends else nearest
    return begin + len(text[begin:start]) - len(text[begin:start].lstrip())


def _context_end(text: str, end: int) -> int:
    if _ends_sentence(text[:end]):
        return end
    match = _END.search(text, end)
    close = len(text) if match is None else match.end()
    return min(close, end + REACH)


def _ends_sentence(before: str) -> bool:
    stripped = before.rstrip()
    return not stripped or _END.search(stripped, max(0, len(stripped) - 3)) is not None
