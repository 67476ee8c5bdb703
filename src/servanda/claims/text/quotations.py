"""Where somebody's own words stand between quotation marks, paired or not.

Double marks of any kind open and close by the white space around them, because typed texts mix
them. Single marks count only around several words: apostrophes are far more common.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from servanda.claims.text.segments import Segment

__all__ = ["Quote", "quote_around", "quotes_in"]

_DOUBLE = re.compile(r"''|\"")
_SINGLE = re.compile(r"'")

# A passage in single marks has at least so many words. [judgement; not from outside]
_SPEECH_WORDS = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation with its marks, in characters of its segment."""

    start: int
    end: int
    open_ended: bool  # no closing mark before the line end: the next line may go on with it

    def holds(self, position: int) -> bool:
        """Whether a character lies in it."""
        return self.start <= position < self.end


def quotes_in(segment: Segment) -> tuple[Quote, ...]:
    """The quotations of one segment, in order and apart."""
    double = _double_quotes(segment.text)
    single = [
        quote
        for quote in _single_quotes(segment.text)
        if not any(q.start < quote.end and quote.start < q.end for q in double)
    ]
    return tuple(sorted([*double, *single], key=lambda quote: quote.start))


def _double_quotes(text: str) -> list[Quote]:
    quotes: list[Quote] = []
    start: int | None = None
    for mark in _DOUBLE.finditer(text):
        opens = _can_open(text, mark.start(), mark.end())
        closes = _can_close(text, mark.start(), mark.end())
        if start is None:
            if opens or not closes:
                start = mark.start()
        elif closes or not opens:
            quotes.append(Quote(start, mark.end(), False))
            start = None
        else:  # a second opening mark: the first was never closed
            quotes.append(Quote(start, _trimmed_end(text, start, mark.start()), False))
            start = mark.start()
    if start is not None and len(text) - start > 1:
        quotes.append(Quote(start, len(text), True))
    return quotes


def _single_quotes(text: str) -> list[Quote]:
    quotes: list[Quote] = []
    position = 0
    while (start := _next_single(text, position)) is not None:
        end = _single_close(text, start)
        if end is not None and len(text[start:end].split()) >= _SPEECH_WORDS:
            quotes.append(Quote(start, end, False))
            position = end
        else:
            position = start + 1
    return quotes


def _next_single(text: str, position: int) -> int | None:
    for mark in _SINGLE.finditer(text, position):
        if (
            _can_open(text, mark.start(), mark.end())
            and text[mark.end() : mark.end() + 1].isalnum()
        ):
            return mark.start()
    return None


def _single_close(text: str, start: int) -> int | None:
    """The first mark beside a comma or a stop, else the first one that can close."""
    first = None
    for mark in _SINGLE.finditer(text, start + 1):
        if not _can_close(text, mark.start(), mark.end()):
            continue
        if text[mark.start() - 1] in ".,!?" or text[mark.end() : mark.end() + 1] in ".,!?":
            return mark.end()
        first = first or mark.end()
    return first


def _can_open(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not after.isspace() and not before.isalnum() and before not in ".,!?%"


def _can_close(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not before.isspace() and not after.isalnum()


def _trimmed_end(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def quote_around(position: int, quotes: tuple[Quote, ...]) -> Quote | None:
    """The quotation that a character lies in."""
    return next((quote for quote in quotes if quote.holds(position)), None)
