"""A quotation with the rest of its sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from servanda.records import Span

__all__ = ["Piece", "quotation_pieces", "quotation_span"]

REACH = 280  # most characters of context on each side: two long sentences [layout]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text, quoted or around the quotation."""

    text: str
    quoted: bool


def quotation_pieces(
    text: str, spans: Sequence[Span], sentences: Sequence[Span]
) -> tuple[Piece, ...]:
    """The spans in order, with the text between them and the rest of their sentences.

    sentences: those of the text, in order; a span outside all of them has no context
    Offsets outside the text are moved to its nearest end.
    """
    marked = _spans_inside(text, spans)
    if not marked:
        return ()
    start, end = marked[0][0], max(end for _, end in marked)
    whole_start, whole_end = _whole_sentences(start, end, sentences)
    first, last = max(whole_start, start - REACH), min(whole_end, end + REACH)
    pieces = [Piece("\u2026 ", False)] if first > whole_start else []
    at = first
    for start, end in marked:
        pieces.append(Piece(text[at:start], False))
        pieces.append(Piece(text[max(start, at) : end], True))
        at = max(at, end)
    pieces.append(Piece(text[at:last], False))
    if last < whole_end:
        pieces.append(Piece(" \u2026", False))
    return tuple(piece for piece in pieces if piece.text)


def quotation_span(text: str, spans: Sequence[Span], sentences: Sequence[Span]) -> Span:
    """The part of the text that `quotation_pieces` shows; empty where it shows nothing."""
    marked = _spans_inside(text, spans)
    if not marked:
        return Span(0, 0)
    start, end = marked[0][0], max(end for _, end in marked)
    whole_start, whole_end = _whole_sentences(start, end, sentences)
    return Span(max(whole_start, start - REACH), min(whole_end, end + REACH))


def _spans_inside(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The spans in order, inside the text; none that is empty there."""
    marked = sorted((_clamp(span.start, text), _clamp(span.end, text)) for span in spans)
    return [(start, end) for start, end in marked if start < end]


def _whole_sentences(start: int, end: int, sentences: Sequence[Span]) -> tuple[int, int]:
    """From the beginning of the sentence of the first character to the end of the last one's."""
    first, last = _sentence_at(start, sentences), _sentence_at(end - 1, sentences)
    return min(start, first.start), max(end, last.end)


def _clamp(offset: int, text: str) -> int:
    return min(max(offset, 0), len(text))


def _sentence_at(position: int, sentences: Sequence[Span]) -> Span:
    """The sentence that contains a character; the character alone if none does."""
    number = bisect_right(sentences, position, key=lambda span: span.start) - 1
    if number >= 0 and position < sentences[number].end:
        return sentences[number]
    return Span(position, position + 1)
