"""Trim and merge stretches of a text."""

from __future__ import annotations

from servanda.records import Span

__all__ = ["merge_spans", "trim_span"]


_EDGES = " \t\n\r,;:.–—-―"


def trim_span(text: str, start: int, end: int, edges: str = _EDGES) -> Span | None:
    """The stretch without white space and punctuation at its edges; None if nothing is left."""
    while start < end and (text[start].isspace() or text[start] in edges):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in edges):
        end -= 1
    return Span(start, end) if start < end else None


def merge_spans(text: str, spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch but for white space made one."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if result and (
            span.start <= result[-1].end or not text[result[-1].end : span.start].strip()
        ):
            result[-1] = Span(result[-1].start, max(span.end, result[-1].end))
        else:
            result.append(span)
    return tuple(result)
