"""Where sentences begin and end, by patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from servanda.claims.text.segments import Segment, segments
from servanda.claims.text.spans import trim_span
from servanda.records import (
    Span,
)

__all__ = ["sentence_around", "sentence_at", "sentences_in"]


_SENTENCE = re.compile(
    r".+?(?:(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bSt)(?<!\bNo)[.!?]+[\"')\]]*(?=\s+[\"'(A-Z0-9])|$)",
    re.S,
)


def sentences_in(text: str) -> Iterator[Span]:
    for match in _SENTENCE.finditer(text):
        span = trim_span(text, match.start(), match.end(), edges="")
        if span:
            yield span


def sentence_at(text: str, position: int) -> Span:
    return next((s for s in sentences_in(text) if s.start <= position < s.end), Span(0, len(text)))


_BREAK = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bNo)(?<!\bSt)[.!?][\"')\]”’]*\s+"
    r"(?=[\"'(“‘]?[A-Z0-9])"
)


def sentence_around(text: str, place: Span) -> Span:
    """The sentence in which a stretch of the text begins."""
    for segment in _segments(text):
        if segment.start <= place.start < segment.end:
            break
    else:
        return place
    start, end = segment.start, segment.end
    for match in _BREAK.finditer(segment.text):
        if segment.start + match.end() <= place.start:
            start = segment.start + match.end()
        elif segment.start + match.start() >= place.start:
            end = segment.start + len(segment.text[: match.end()].rstrip())
            break
    return Span(start, end)


@lru_cache(maxsize=4)  # one document's text is asked for at every claim
def _segments(text: str) -> tuple[Segment, ...]:
    return segments(text)
