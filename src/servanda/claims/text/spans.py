"""Trim and merge stretches of a text; find overlaps without looking at every stretch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from servanda.records import Span

__all__ = ["DisjointSpans", "SpanIndex", "merge_spans", "trim_span"]


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


class SpanIndex:
    """Spans of one text, of which those that overlap another are found in little time.

    A report of 2 MB has 16,000 sentences and as many dates: to look at all of them for each claim
    takes longer than to read it.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        numbered = sorted((span.start, number, span.end) for number, span in enumerate(spans))
        self._by_start = numbered
        self._starts = [start for start, _, _ in numbered]
        self._longest = max((end - start for start, _, end in numbered), default=0)

    def overlapping(self, span: Span) -> list[int]:
        """The numbers of the spans that overlap this one, in the order in which they were given."""
        first = bisect_left(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end)
        return sorted(
            number
            for start, number, end in self._by_start[first:last]
            if start < span.end and span.start < end
        )


class DisjointSpans:
    """Spans taken one after the other, none of which overlaps another."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, start: int, end: int) -> bool:
        """Take the span and give True, unless it overlaps one that was taken before."""
        place = bisect_left(self._starts, end)
        if place and self._ends[place - 1] > start:
            return False
        self._starts.insert(place, start)
        self._ends.insert(place, end)
        return True
